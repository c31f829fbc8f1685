//! The name that was probably meant.

/// Names longer than this are near to nothing.
const LONGEST: usize = 64;

/// The nearest of `names`, if few letters differ for its length. Of several, one that is spelt so by a slip, one that
/// begins and ends alike, and then the first in the alphabet, so that the answer does not depend on the order of the
/// names.
pub(crate) fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    if word.len() > LONGEST {
        return None;
    }
    let lower = word.to_lowercase();
    let candidates = names.into_iter().filter(|name| name.len() <= LONGEST);
    let distances = candidates.map(|name| (strsim::osa_distance(&lower, &name.to_lowercase()), name));
    let near = distances.filter(|(distance, name)| *distance <= allowed(name.len().max(lower.len())));
    near.min_by_key(|(distance, name)| {
        (*distance, !is_slip(&lower, name), name.len().abs_diff(word.len()), differing_ends(&lower, name), *name)
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

/// Whether a word is the name with a letter left out, one doubled, or two swapped: the slips of a hand that knows the
/// name.
fn is_slip(word: &str, name: &str) -> bool {
    let (word, name): (Vec<char>, Vec<char>) = (word.chars().collect(), name.to_lowercase().chars().collect());
    let same = word.iter().zip(&name).take_while(|(one, other)| one == other).count();
    let (rest, other) = (&word[same..], &name[same..]);
    let left_out = other.split_first().is_some_and(|(_, other)| rest == other);
    let doubled = rest.split_first().is_some_and(|(first, rest)| rest == other && same > 0 && word[same - 1] == *first);
    let swapped = rest.len() == other.len()
        && rest.len() > 1
        && (rest[0], rest[1]) == (other[1], other[0])
        && rest[2..] == other[2..];
    left_out || doubled || swapped
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
