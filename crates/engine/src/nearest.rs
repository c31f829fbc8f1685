//! The nearest right name for a wrong one.

/// The candidate that a writer most likely meant, if one is near enough.
///
/// Near is by edits of letters, swaps counting as one, after case and the signs between words are taken out of the
/// comparison. Names that share no more than a letter or two are not near.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = fold(name);
    let length = plain.chars().count();
    // A third of the letters may differ, one in a short word, and none in a code of two letters.
    let allowed = if length < 3 { 0 } else { (length / 3).max(1) };
    candidates
        .into_iter()
        .filter(|candidate| !candidate.is_empty() && candidate.len() <= 4 * name.len() + 16)
        .filter_map(|candidate| {
            let folded = fold(candidate);
            // Each letter that one of them has more is an edit.
            let is_near_in_length = folded.chars().count().abs_diff(length) <= allowed;
            is_near_in_length.then(|| (strsim::damerau_levenshtein(&plain, &folded), candidate))
        })
        .filter(|(distance, candidate)| *distance <= allowed && *distance < candidate.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn fold(name: &str) -> String {
    name.chars().take(200).filter(|c| !matches!(c, '_' | '-' | ' ' | '.')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_finds_the_word_that_was_meant() {
        let fields = ["title", "themes", "starts_on", "ends_on"];
        for (slip, meant) in
            [("themess", "themes"), ("startsOn", "starts_on"), ("tilte", "title"), ("ends-on", "ends_on")]
        {
            assert_eq!(nearest(slip, fields), Some(meant), "{slip}");
        }
    }

    #[test]
    fn a_word_of_another_kind_finds_none() {
        assert_eq!(nearest("colour", ["title", "themes"]), None);
        assert_eq!(nearest("", ["a"]), None);
    }
}
