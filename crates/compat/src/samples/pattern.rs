//! Texts that a regular expression matches.

use regex_syntax::hir::{Class, Hir, HirKind};

/// How many texts are made of one part.
const MOST: usize = 12;
/// Characters that are taken where a class has them, the plainest first.
const PLAIN: [char; 6] = ['a', '0', '1', 'A', '-', ' '];

/// Short texts that a pattern matches, then one that is at least `length` characters long. None for a pattern that
/// cannot be read.
pub(super) fn texts(pattern: &str, length: usize) -> Vec<String> {
    let Ok(pattern) = regex_syntax::parse(pattern) else {
        return Vec::new();
    };
    let mut texts = short(&pattern);
    texts.extend(long(&pattern, length));
    texts
}

fn short(pattern: &Hir) -> Vec<String> {
    let mut texts = match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => vec![String::new()],
        HirKind::Literal(literal) => vec![String::from_utf8_lossy(&literal.0).into_owned()],
        HirKind::Class(class) => characters(class).into_iter().map(String::from).collect(),
        HirKind::Capture(capture) => short(&capture.sub),
        HirKind::Alternation(branches) => {
            branches.iter().flat_map(|branch| short(branch).into_iter().take(4)).collect()
        }
        HirKind::Repetition(repetition) => {
            let units = short(&repetition.sub);
            let more = repetition.min.saturating_add(1);
            let times = [Some(repetition.min), repetition.max.is_none_or(|most| more <= most).then_some(more)];
            times
                .into_iter()
                .flatten()
                .flat_map(|times| units.iter().take(6).map(move |unit| repeated(unit, times)))
                .collect()
        }
        HirKind::Concat(parts) => together(parts),
    };
    texts.dedup();
    texts.truncate(MOST);
    texts
}

/// The first text of each part, and texts with another one in one place.
fn together(parts: &[Hir]) -> Vec<String> {
    let parts: Vec<Vec<String>> = parts.iter().map(short).collect();
    let Some(firsts) = parts.iter().map(|texts| texts.first().map(String::as_str)).collect::<Option<Vec<_>>>() else {
        return Vec::new();
    };
    let mut texts = vec![firsts.concat()];
    for (at, others) in parts.iter().enumerate() {
        for other in others.iter().skip(1).take(4) {
            let mut varied = firsts.clone();
            varied[at] = other;
            texts.push(varied.concat());
        }
    }
    texts
}

/// A text of at least `length` characters, and not many more.
fn long(pattern: &Hir, length: usize) -> Option<String> {
    match pattern.kind() {
        HirKind::Capture(capture) => long(&capture.sub, length),
        HirKind::Alternation(branches) => branches.iter().find_map(|branch| long(branch, length)),
        HirKind::Repetition(repetition) => {
            let unit = short(&repetition.sub).into_iter().find(|unit| !unit.is_empty())?;
            let times = u32::try_from(length.div_ceil(unit.chars().count())).ok()?.max(repetition.min);
            repetition.max.is_none_or(|most| times <= most).then(|| repeated(&unit, times))
        }
        HirKind::Concat(parts) => {
            let firsts: Vec<String> = parts.iter().map(|part| short(part).into_iter().next()).collect::<Option<_>>()?;
            let there: usize = firsts.iter().map(|text| text.chars().count()).sum();
            parts.iter().enumerate().find_map(|(at, part)| {
                let mut texts = firsts.clone();
                let rest = length.saturating_sub(there - texts[at].chars().count());
                texts[at] = long(part, rest)?;
                Some(texts.concat())
            })
        }
        HirKind::Empty | HirKind::Look(_) | HirKind::Literal(_) | HirKind::Class(_) => {
            short(pattern).into_iter().find(|text| text.chars().count() >= length)
        }
    }
}

fn repeated(unit: &str, times: u32) -> String {
    // A pattern may ask for any number; a text that is cut short is refused by the validator and harms nobody.
    unit.repeat(usize::try_from(times).unwrap_or(usize::MAX).min(100_000 / unit.len().max(1)))
}

fn characters(class: &Class) -> Vec<char> {
    let Class::Unicode(class) = class else {
        return Vec::new();
    };
    let holds = |character: &char| class.iter().any(|range| (range.start()..=range.end()).contains(character));
    let plain = PLAIN.into_iter().filter(holds);
    let edges = class.iter().flat_map(|range| [range.start(), range.end()]).take(8);
    let mut all: Vec<char> = plain.collect();
    for edge in edges {
        if !all.contains(&edge) {
            all.push(edge);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::texts;

    #[test]
    fn texts_match_and_reach_the_length_asked_for() {
        let pattern = "^[a-z0-9]+(-[a-z0-9]+)*$";
        let made = texts(pattern, 81);
        assert!(made.contains(&"a".to_owned()) && made.contains(&"a-a".to_owned()), "{made:?}");
        assert!(made.iter().any(|text| text.len() == 81), "{made:?}");
        assert_eq!(texts("^[0-9]{4}-[0-9]{2}$", 0)[0], "0000-00");
        assert!(texts("(?<name", 0).is_empty());
    }

    #[test]
    fn a_pattern_that_asks_for_very_long_texts_makes_none_of_them() {
        assert!(texts("^(a{1000}){1000}$", 0).iter().all(|text| text.len() <= 100_000));
    }
}
