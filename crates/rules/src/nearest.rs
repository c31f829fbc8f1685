//! The name that was probably meant.

/// Names longer than this are near to nothing.
const LONGEST: usize = 64;

/// The nearest of `names`, if few letters differ for its length.
pub(crate) fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    if word.len() > LONGEST {
        return None;
    }
    let lower = word.to_lowercase();
    let candidates = names.into_iter().filter(|name| name.len() <= LONGEST);
    let distances = candidates.map(|name| (strsim::osa_distance(&lower, &name.to_lowercase()), name));
    let near = distances.filter(|(distance, name)| *distance <= allowed(name.len().max(lower.len())));
    near.min_by_key(|(distance, name)| (*distance, name.len().abs_diff(word.len()))).map(|(_, name)| name)
}

const fn allowed(length: usize) -> usize {
    match length {
        0..=2 => 1,
        3..=5 => 2,
        6..=9 => 3,
        _ => 4,
    }
}

/// `` `a`, `b` or `c` ``, the first of them where they are many.
pub(crate) fn listed<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    const MOST: usize = 12;
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_unstable();
    let more = names.len() > MOST;
    let mut out = names.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
    if more {
        out.push_str(", …");
    }
    out
}
