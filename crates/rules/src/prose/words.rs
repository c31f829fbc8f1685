//! English: plurals, lists of words, dates.

use crate::core::{Constant, Date, DateTime, Duration};
use accordance_syntax::ast::DurationUnit;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `a, b and c`.
pub(super) fn joined(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., end] => format!("{} {last} {end}", all.join(", ")),
    }
}

/// `goal` → `goals`.
pub(super) fn plural(noun: &str) -> String {
    let vowel_before_y = ["ay", "ey", "oy", "uy"].iter().any(|end| noun.ends_with(end));
    let last = noun.rsplit(' ').next().unwrap_or(noun);
    if ["series", "species"].contains(&last) || is_verb(last) {
        // `days` says already that there are several.
        noun.to_owned()
    } else if let Some(stem) = noun.strip_suffix('y').filter(|_| !vowel_before_y) {
        format!("{stem}ies")
    } else if let Some(stem) = noun.strip_suffix("lf") {
        format!("{stem}lves")
    } else if ["s", "x", "ch", "sh"].iter().any(|end| noun.ends_with(end)) {
        format!("{noun}es")
    } else {
        format!("{noun}s")
    }
}

/// Whether a word is a verb of the third person, as far as its letters say: `starts`, `succeeds`.
pub(super) fn is_verb(word: &str) -> bool {
    let is_noun = ["ss", "us", "is", "series", "species", "news"].iter().any(|end| word.ends_with(end));
    word.len() > 3 && word.ends_with('s') && !is_noun
}

/// Whether a word says what was done to a thing: `carried`, `held`.
pub(super) fn is_participle(word: &str) -> bool {
    const IRREGULAR: [&str; 26] = [
        "held", "given", "written", "made", "taken", "sent", "brought", "found", "led", "paid", "read", "said", "sold",
        "built", "lent", "known", "seen", "born", "shown", "drawn", "lost", "kept", "left", "met", "set", "done",
    ];
    word.len() > 3 && word.ends_with("ed") || IRREGULAR.contains(&word)
}

pub(super) fn is_preposition(word: &str) -> bool {
    ["to", "by", "for", "from", "in", "on", "at", "with", "of", "until", "since"].contains(&word)
}

pub(super) fn date(date: Date) -> String {
    let month = usize::from(date.month).checked_sub(1).and_then(|month| MONTHS.get(month)).unwrap_or(&"");
    format!("{} {month} {}", date.day, date.year)
}

fn moment(moment: &DateTime) -> String {
    let DateTime { hour, minute, second, offset_minutes, .. } = *moment;
    let offset = match offset_minutes {
        0 => "UTC".to_owned(),
        minutes => {
            let sign = if minutes < 0 { '-' } else { '+' };
            let minutes = minutes.unsigned_abs();
            format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
        }
    };
    format!("{} at {hour:02}:{minute:02}:{second:02} ({offset})", date(moment.date))
}

fn duration(duration: Duration) -> String {
    let unit = match duration.unit {
        DurationUnit::Day => "day",
        DurationUnit::Week => "week",
        DurationUnit::Month => "month",
        DurationUnit::Year => "year",
    };
    if duration.count == 1 { format!("1 {unit}") } else { format!("{} {unit}s", duration.count) }
}

/// A constant as it is said.
pub(super) fn constant(value: &Constant) -> String {
    match value {
        Constant::Boolean(true) => "true".into(),
        Constant::Boolean(false) => "false".into(),
        Constant::Whole(number) => number.to_string(),
        Constant::Number(number) => number.to_string(),
        Constant::Text(text) if text.is_empty() => "the empty text".into(),
        Constant::Text(text) => format!("\"{text}\""),
        Constant::Date(day) => date(*day),
        Constant::DateTime(value) => moment(value),
        Constant::Duration(value) => duration(*value),
        Constant::List(items) if items.is_empty() => "an empty list".into(),
        Constant::List(items) => joined(&items.iter().map(constant).collect::<Vec<_>>(), "and"),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_verb, joined, plural};

    #[test]
    fn nouns_have_plurals() {
        for (one, many) in [
            ("goal", "goals"),
            ("country", "countries"),
            ("day", "days"),
            ("status", "statuses"),
            ("series", "series"),
            ("days", "days"),
            ("sdg target", "sdg targets"),
            ("branch", "branches"),
        ] {
            assert_eq!(plural(one), many);
        }
    }

    #[test]
    fn verbs_are_told_from_nouns() {
        assert!(is_verb("starts") && is_verb("succeeds"));
        assert!(!is_verb("status") && !is_verb("series") && !is_verb("class"));
    }

    #[test]
    fn the_last_of_a_list_is_joined_by_a_word() {
        let items = ["a", "b", "c"].map(String::from);
        assert_eq!(joined(&items, "or"), "a, b or c");
        assert_eq!(joined(&items[..1], "or"), "a");
    }
}
