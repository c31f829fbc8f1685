//! The words of the language, and words that are written for them.

use crate::ast::DurationUnit;

/// The words that start a block.
pub(crate) const BLOCKS: [&str; 7] = ["import", "param", "define", "rule", "matrix", "test", "waive"];

/// The words that start a clause, in the order in which the formatter writes the clauses.
pub(crate) const RULE_CLAUSES: [&str; 13] = [
    "severity", "owner", "since", "see", "because", "for", "when", "let", "require", "at", "message", "fix", "example",
];
pub(crate) const MATRIX_CLAUSES: [&str; 15] = [
    "severity", "owner", "since", "see", "because", "rows", "columns", "when", "let", "cell", "require", "at",
    "message", "fix", "example",
];
pub(crate) const TEST_CLAUSES: [&str; 3] = ["given", "change", "expect"];
pub(crate) const WAIVER_CLAUSES: [&str; 4] = ["where", "until", "because", "by"];

/// The words that cannot be the name of a variable, parameter or definition.
pub(crate) const RESERVED: [&str; 48] = [
    "and",
    "at",
    "because",
    "by",
    "cell",
    "change",
    "columns",
    "contains",
    "define",
    "else",
    "end",
    "every",
    "example",
    "expect",
    "false",
    "fix",
    "for",
    "given",
    "has",
    "if",
    "implies",
    "import",
    "in",
    "is",
    "let",
    "matches",
    "matrix",
    "message",
    "no",
    "not",
    "or",
    "otherwise",
    "owner",
    "param",
    "require",
    "rows",
    "rule",
    "see",
    "severity",
    "since",
    "some",
    "test",
    "then",
    "true",
    "until",
    "waive",
    "when",
    "where",
];

/// The words that may follow a value.
pub(crate) const OPERATORS: [&str; 15] = [
    "and",
    "or",
    "implies",
    "in",
    "not",
    "is",
    "matches",
    "starts",
    "ends",
    "contains",
    "otherwise",
    "has",
    "where",
    "then",
    "else",
];

/// Words that stewards bring from elsewhere, and the word that is meant, where it starts a clause or a block.
const CLAUSES_MEANT: [(&str, &str); 56] = [
    ("a", "at"),
    ("t", "at"),
    ("b", "by"),
    ("y", "by"),
    ("foreach", "for"),
    ("rows", "for"),
    ("columns", "for"),
    ("cell", "let"),
    ("each", "for"),
    ("loop", "for"),
    ("over", "for"),
    ("if", "when"),
    ("where", "when"),
    ("when", "where"),
    ("if", "where"),
    ("require", "where"),
    ("unless", "when"),
    ("must", "require"),
    ("ensure", "require"),
    ("assert", "require"),
    ("check", "require"),
    ("expect", "require"),
    ("then", "require"),
    ("requires", "require"),
    ("level", "severity"),
    ("priority", "severity"),
    ("reason", "because"),
    ("why", "because"),
    ("description", "because"),
    ("msg", "message"),
    ("text", "message"),
    ("report", "message"),
    ("link", "see"),
    ("url", "see"),
    ("reference", "see"),
    ("author", "owner"),
    ("contact", "owner"),
    ("date", "since"),
    ("from", "since"),
    ("var", "let"),
    ("set", "let"),
    ("const", "let"),
    ("path", "at"),
    ("hint", "fix"),
    ("help", "fix"),
    ("endrule", "end"),
    ("done", "end"),
    ("load", "given"),
    ("with", "given"),
    ("expires", "until"),
    ("approved_by", "by"),
    ("def", "define"),
    ("function", "define"),
    ("include", "import"),
    ("waiver", "waive"),
    ("parameter", "param"),
];

/// Words that are brought from elsewhere for an operator.
const OPERATORS_MEANT: [(&str, &str); 16] = [
    ("of", "in"),
    ("on", "in"),
    ("from", "in"),
    ("among", "in"),
    ("have", "has"),
    ("having", "has"),
    ("satisfies", "has"),
    ("with", "has"),
    ("includes", "contains"),
    ("include", "contains"),
    ("like", "contains"),
    ("begins", "starts"),
    ("are", "is"),
    ("xor", "or"),
    ("unless", "or"),
    ("but", "and"),
];

/// Words that are brought from elsewhere for `every`, `some` and `no`.
const QUANTIFIERS_MEANT: [(&str, &str); 9] = [
    ("all", "every"),
    ("each", "every"),
    ("forall", "every"),
    ("for", "every"),
    ("any", "some"),
    ("exists", "some"),
    ("one", "some"),
    ("none", "no"),
    ("never", "no"),
];

/// Comparisons that are said in words, and the sign or word that is meant; longer ones before those that they begin
/// with.
const COMPARISONS_MEANT: [(&[&str], &str); 40] = [
    (&["greater", "than", "or", "equal", "to"], ">="),
    (&["less", "than", "or", "equal", "to"], "<="),
    (&["on", "or", "after"], ">="),
    (&["on", "or", "before"], "<="),
    (&["not", "equal", "to"], "!="),
    (&["not", "less", "than"], ">="),
    (&["not", "more", "than"], "<="),
    (&["no", "more", "than"], "<="),
    (&["no", "less", "than"], ">="),
    (&["no", "later", "than"], "<="),
    (&["not", "one", "of"], "not in"),
    (&["the", "same", "as"], "="),
    (&["not", "before"], ">="),
    (&["not", "after"], "<="),
    (&["not", "in"], "not in"),
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
    (&["equals"], "="),
    (&["different", "from"], "!="),
    (&["one", "of"], "in"),
    (&["in"], "in"),
];

/// Whether a word may begin a comparison that is said in words.
pub(crate) fn begins_comparison(word: &str) -> bool {
    matches!(word, "is" | "are") || COMPARISONS_MEANT.iter().any(|(phrase, _)| phrase.first() == Some(&word))
}

/// The comparison that the words at the start of `words` say, and how many words it takes.
pub(crate) fn comparison_meant(words: &[&str]) -> Option<(&'static str, usize)> {
    let found = COMPARISONS_MEANT.iter().find(|(phrase, _)| words.starts_with(phrase));
    found.map(|(phrase, meant)| (*meant, phrase.len()))
}

/// Months, as they are written in words.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The number of the month that an English word names, in full or by its first letters: 1 for January.
///
/// ```
/// assert_eq!(accordance_syntax::month("Sept"), Some(9));
/// assert_eq!(accordance_syntax::month("monday"), None);
/// ```
pub fn month(word: &str) -> Option<u8> {
    let lower = word.to_lowercase();
    let is_meant = |month: &&str| lower.len() > 2 && month.starts_with(&*lower);
    (1..).zip(MONTHS).find(|(_, month)| is_meant(month)).map(|(number, _)| number)
}

/// Whole numbers as they are written in words.
const NUMBERS: [(&str, i64); 13] = [
    ("a", 1),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
];

/// The whole number up to twelve that an English word names.
///
/// ```
/// assert_eq!(accordance_syntax::number("three"), Some(3));
/// assert_eq!(accordance_syntax::number("third"), None);
/// ```
pub fn number(word: &str) -> Option<i64> {
    NUMBERS.iter().find(|(written, _)| *written == word).map(|(_, number)| *number)
}

/// The units of time that durations do not have.
const OTHER_UNITS: [&str; 10] =
    ["hour", "hours", "minute", "minutes", "second", "seconds", "quarter", "quarters", "decade", "decades"];

/// `every`, `some` or `no`, as which `word` was probably meant.
pub(crate) fn quantifier_meant(word: &str) -> Option<&'static str> {
    let mut elsewhere = QUANTIFIERS_MEANT.iter().filter(|(written, _)| *written == word).map(|(_, meant)| *meant);
    elsewhere.next().or_else(|| nearest(word, &["every", "some", "no"]).map(|(choice, _)| choice))
}

/// Whether a word names a unit of time that durations do not have.
pub(crate) fn is_other_unit(word: &str) -> bool {
    OTHER_UNITS.contains(&word)
}

/// The unit of durations that is nearly spelt so.
pub(crate) fn unit_meant(word: &str) -> Option<DurationUnit> {
    const UNITS: [&str; 8] = ["day", "days", "week", "weeks", "month", "months", "year", "years"];
    let (near, _) = nearest(word, &UNITS)?;
    duration_unit(near).map(|(unit, _)| unit)
}

/// The operator among `choices` that `word` was probably meant as, and how many letters differ.
pub(crate) fn operator_meant<'c>(word: &str, choices: &[&'c str]) -> Option<(&'c str, usize)> {
    let mut elsewhere = OPERATORS_MEANT.iter().filter(|(written, _)| *written == word).map(|(_, meant)| *meant);
    elsewhere
        .find_map(|meant| choices.iter().find(|choice| **choice == meant))
        .map(|choice| (*choice, 0))
        .or_else(|| nearest(word, choices))
}

/// The word among `choices` that `word` was probably meant as: one written for it elsewhere, or one of nearly the same
/// letters.
pub(crate) fn meant<'c>(word: &str, choices: &[&'c str]) -> Option<&'c str> {
    let lower = word.to_lowercase();
    let mut elsewhere = CLAUSES_MEANT.iter().filter(|(written, _)| *written == lower).map(|(_, meant)| *meant);
    elsewhere
        .find_map(|meant| choices.iter().find(|choice| **choice == meant).copied())
        .or_else(|| nearest(word, choices).map(|(choice, _)| choice))
}

/// The nearest of `choices` and how many letters differ, if few do for its length. Long words are near to nothing.
pub(crate) fn nearest<'c>(word: &str, choices: &[&'c str]) -> Option<(&'c str, usize)> {
    const LONGEST: usize = 24;
    if word.len() > LONGEST {
        return None;
    }
    let lower = word.to_lowercase();
    choices
        .iter()
        .map(|choice| (*choice, strsim::osa_distance(&lower, choice)))
        .filter(|(choice, distance)| *distance <= allowed(choice.len().min(lower.len())))
        .min_by_key(|(_, distance)| *distance)
}

const fn allowed(length: usize) -> usize {
    match length {
        0..=1 => 0,
        2..=5 => 1,
        _ => 2,
    }
}

/// The unit that a word names, and whether it names one of it.
pub(crate) fn duration_unit(word: &str) -> Option<(DurationUnit, bool)> {
    let single = word.strip_suffix('s');
    let unit = match single.unwrap_or(word) {
        "day" => DurationUnit::Day,
        "week" => DurationUnit::Week,
        "month" => DurationUnit::Month,
        "year" => DurationUnit::Year,
        _ => return None,
    };
    Some((unit, single.is_none()))
}

/// The choices as they are listed in a sentence: `` `a`, `b` or `c` ``.
pub(crate) fn listed(choices: &[&str]) -> String {
    let quoted: Vec<String> = choices.iter().map(|choice| format!("`{choice}`")).collect();
    joined(&quoted)
}

/// `a, b or c`.
pub(crate) fn joined(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
