//! Trees as text, to compare what they say and not where they say it.

use std::fmt::Debug;

const START: &str = "Span { start: ";

/// Every span of a tree, wherever it stands.
pub(crate) fn spans(tree: &impl Debug) -> Vec<(usize, usize)> {
    let text = format!("{tree:?}");
    text.split(START)
        .skip(1)
        .filter_map(|rest| {
            let (start, rest) = rest.split_once(", end: ")?;
            let (end, _) = rest.split_once(' ')?;
            Some((start.parse().ok()?, end.parse().ok()?))
        })
        .collect()
}

/// A tree without its spans.
pub(crate) fn without_spans(tree: &impl Debug) -> String {
    let text = format!("{tree:?}");
    let mut parts = text.split(START);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.split_once(" }").map_or(part, |(_, rest)| rest);
        // The list of places of clauses says nothing but places.
        let rest = if out.ends_with("clauses: [") || out.ends_with("clauses: [, ") {
            rest.trim_start_matches(", ")
        } else {
            rest
        };
        out.push_str(rest);
    }
    out
}
