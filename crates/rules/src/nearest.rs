//! The name that was probably meant.

/// Names longer than this are near to nothing.
const LONGEST: usize = 64;

/// The nearest of `names`, if few letters differ for its length. Of several, one that begins and ends alike, and then the first
/// in the alphabet, so that the answer does not depend on the order of the names.
pub(crate) fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    if word.len() > LONGEST {
        return None;
    }
    let lower = word.to_lowercase();
    let candidates = names.into_iter().filter(|name| name.len() <= LONGEST);
    let distances = candidates.map(|name| (strsim::osa_distance(&lower, &name.to_lowercase()), name));
    let near = distances.filter(|(distance, name)| *distance <= allowed(name.len().max(lower.len())));
    near.min_by_key(|(distance, name)| {
        (
            *distance,
            !has_same_letters(&lower, name),
            name.len().abs_diff(word.len()),
            differing_ends(&lower, name),
            *name,
        )
    })
    .map(|(_, name)| name)
}

const fn allowed(length: usize) -> usize {
    match length {
        0..=3 => 1,
        4..=5 => 2,
        6..=9 => 3,
        _ => 4,
    }
}

/// Whether one word has all letters of the other: two are swapped, or one is doubled or left out.
fn has_same_letters(word: &str, name: &str) -> bool {
    let letters = |text: &str| {
        let mut letters: Vec<char> = text.to_lowercase().chars().collect();
        letters.sort_unstable();
        letters.dedup();
        letters
    };
    letters(word) == letters(name)
}

/// How many of the first and the last letter differ.
fn differing_ends(word: &str, name: &str) -> usize {
    usize::from(word.chars().next() != name.chars().next())
        + usize::from(word.chars().next_back() != name.chars().next_back())
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
