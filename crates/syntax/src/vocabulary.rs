//! The words of the language, and words that are written for them.

mod calendar;
mod comparisons;

pub use calendar::{duration, month, number, weekday};
pub(crate) use comparisons::{begins_comparison, comparison_after_is, comparison_meant};

use crate::ast::{DurationUnit, Presence};

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

/// Words of other languages, and of people, for what is or is not there.
const PRESENCES: [(&str, Presence); 36] = [
    ("absent", Presence::Missing),
    ("null", Presence::Missing),
    ("nil", Presence::Missing),
    ("none", Presence::Missing),
    ("undefined", Presence::Missing),
    ("unset", Presence::Missing),
    ("nobody", Presence::Missing),
    ("nothing", Presence::Missing),
    ("nowhere", Presence::Missing),
    ("noone", Presence::Missing),
    ("unknown", Presence::Missing),
    ("unspecified", Presence::Missing),
    ("complete", Presence::Present),
    ("completed", Presence::Present),
    ("mandatory", Presence::Present),
    ("required", Presence::Present),
    ("compulsory", Presence::Present),
    ("given", Presence::Present),
    ("there", Presence::Present),
    ("known", Presence::Present),
    ("set", Presence::Present),
    ("filled", Presence::Present),
    ("defined", Presence::Present),
    ("available", Presence::Present),
    ("anyone", Presence::Present),
    ("anybody", Presence::Present),
    ("anything", Presence::Present),
    ("someone", Presence::Present),
    ("somebody", Presence::Present),
    ("something", Presence::Present),
    ("blank", Presence::Empty),
    ("void", Presence::Empty),
    ("nonempty", Presence::NotEmpty),
    ("nonblank", Presence::NotEmpty),
    ("notempty", Presence::NotEmpty),
    ("nonnull", Presence::Present),
];

/// What a word says of a value that is or is not there, or is empty, where it is none of this language.
///
/// ```
/// use accordance_syntax::ast::Presence;
/// assert_eq!(accordance_syntax::presence("nobody"), Some(Presence::Missing));
/// assert_eq!(accordance_syntax::presence("draft"), None);
/// ```
pub fn presence(word: &str) -> Option<Presence> {
    PRESENCES.iter().find(|(written, _)| *written == word).map(|(_, presence)| *presence)
}

/// Those of the words for what is there that closed lists are likely to have too.
pub(crate) fn may_be_of_closed_list(word: &str) -> bool {
    const WORDS: [&str; 7] = ["unknown", "unspecified", "complete", "completed", "mandatory", "required", "compulsory"];
    WORDS.contains(&word)
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
