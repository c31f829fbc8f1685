//! Comparisons that are said in words.

/// A comparison in words, and the sign or word that is meant.
type Phrase = (&'static [&'static str], &'static str);

/// Longer ones before those that they begin with. What denies one of them need not be listed.
const ANYWHERE: [Phrase; 34] = [
    (&["on", "or", "after"], ">="),
    (&["on", "or", "before"], "<="),
    (&["the", "same", "as"], "="),
    (&["at", "least"], ">="),
    (&["at", "most"], "<="),
    (&["before"], "<"),
    (&["earlier", "than"], "<"),
    (&["less", "than"], "<"),
    (&["smaller", "than"], "<"),
    (&["lower", "than"], "<"),
    (&["shorter", "than"], "<"),
    (&["fewer", "than"], "<"),
    (&["below"], "<"),
    (&["after"], ">"),
    (&["later", "than"], ">"),
    (&["greater", "than"], ">"),
    (&["more", "than"], ">"),
    (&["larger", "than"], ">"),
    (&["bigger", "than"], ">"),
    (&["higher", "than"], ">"),
    (&["longer", "than"], ">"),
    (&["above"], ">"),
    (&["exceeds"], ">"),
    (&["equal", "to"], "="),
    (&["identical", "to"], "="),
    (&["equals"], "="),
    (&["different", "from"], "!="),
    (&["different", "than"], "!="),
    (&["unequal", "to"], "!="),
    (&["other", "than"], "!="),
    (&["anything", "but"], "!="),
    (&["anything", "except"], "!="),
    (&["one", "of"], "in"),
    (&["in"], "in"),
];

/// Comparisons that are said after `is` only: elsewhere their words may be names.
const AFTER_IS: [Phrase; 15] = [
    (&["prior", "to"], "<"),
    (&["inferior", "to"], "<"),
    (&["under"], "<"),
    (&["up", "to"], "<="),
    (&["until"], "<="),
    (&["maximum"], "<="),
    (&["superior", "to"], ">"),
    (&["over"], ">"),
    (&["past"], ">"),
    (&["beyond"], ">"),
    (&["exceeding"], ">"),
    (&["minimum"], ">="),
    (&["from"], ">="),
    (&["since"], ">="),
    (&["exactly"], "="),
];

/// Whether a word may begin a comparison that is said in words.
pub(crate) fn begins_comparison(word: &str) -> bool {
    matches!(word, "is" | "are" | "not" | "no") || ANYWHERE.iter().any(|(phrase, _)| phrase.first() == Some(&word))
}

/// The comparison that the words at the start of `words` say, and how many words it takes.
pub(crate) fn comparison_meant(words: &[&str]) -> Option<(&'static str, usize)> {
    said(words, &ANYWHERE)
}

/// The same for words that follow `is` and have a value behind them, and that are a comparison there only.
pub(crate) fn comparison_after_is(words: &[&str]) -> Option<(&'static str, usize)> {
    said(words, &AFTER_IS)
}

fn said(words: &[&str], phrases: &[Phrase]) -> Option<(&'static str, usize)> {
    let plain = |words: &[&str]| {
        let (phrase, meant) = phrases.iter().find(|(phrase, _)| words.starts_with(phrase))?;
        let or_equal = match words.get(phrase.len()..) {
            Some(["or", "equal", "to", ..]) => or_equal(meant).map(|meant| (meant, phrase.len() + 3)),
            _ => None,
        };
        Some(or_equal.unwrap_or((meant, phrase.len())))
    };
    match words {
        ["not", denied @ ..] => plain(denied).map(|(meant, length)| (opposite(meant), 1 + length)),
        // `no` denies `more than`, and goes through a list elsewhere.
        ["no", denied @ ..] if denied.get(1) == Some(&"than") => {
            plain(denied).map(|(meant, length)| (opposite(meant), 1 + length))
        }
        _ => plain(words),
    }
}

/// What is asked by `less than or equal to`.
fn or_equal(meant: &str) -> Option<&'static str> {
    match meant {
        "<" => Some("<="),
        ">" => Some(">="),
        _ => None,
    }
}

/// What is asked where a comparison is denied.
fn opposite(meant: &'static str) -> &'static str {
    match meant {
        "=" => "!=",
        "!=" => "=",
        "<" => ">=",
        "<=" => ">",
        ">" => "<=",
        ">=" => "<",
        "in" => "not in",
        other => other,
    }
}
