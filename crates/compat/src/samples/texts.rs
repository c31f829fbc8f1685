//! Texts of a length, a pattern or a format.

use jsonschema::canonical::StringView;
use serde_json::{Number, Value};

use super::pattern;

/// Texts longer than this are not made.
const LONGEST: usize = 100_000;

/// A text of each format and, where there is one, a text that nearly is.
const FORMATS: &[(&str, &[&str])] = &[
    ("date", &["2024-02-29", "2023-02-29", "2023-07-03T10:00:00Z"]),
    ("date-time", &["2023-07-03T10:00:00Z", "2023-07-03T25:00:00Z"]),
    ("time", &["10:00:00Z", "25:00:00Z"]),
    ("duration", &["P1D", "P"]),
    ("email", &["a@b.example", "a@"]),
    ("idn-email", &["a@b.example", "a@"]),
    ("hostname", &["a.example", "-a.example"]),
    ("idn-hostname", &["a.example", "-a.example"]),
    ("ipv4", &["127.0.0.1", "256.0.0.1"]),
    ("ipv6", &["::1", ":::1"]),
    ("uri", &["https://a.example/", "https://a.example/ b"]),
    ("uri-reference", &["/a", "/a b"]),
    ("iri", &["https://a.example/", "https://a.example/ b"]),
    ("iri-reference", &["/a", "/a b"]),
    ("uri-template", &["/{a}", "/{a"]),
    ("uuid", &["00000000-0000-4000-8000-000000000000", "00000000-0000"]),
    ("json-pointer", &["/a", "a"]),
    ("relative-json-pointer", &["0/a", "/a"]),
    ("regex", &["a", "("]),
];

/// A text of every format, and texts that nearly are.
pub(super) fn of_all_formats() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().flat_map(|(_, texts)| texts.iter().copied())
}

/// Texts that a schema of texts is likely to accept.
pub(super) fn of(view: &StringView) -> Vec<Value> {
    let bound = |bound: &Option<Number>| bound.as_ref().and_then(length);
    let (least, most) = (bound(&view.min_length).unwrap_or(0), bound(&view.max_length));
    let mut texts: Vec<String> = Vec::new();
    for format in &view.formats {
        let of_format = FORMATS.iter().find(|(name, _)| name == format);
        texts.extend(of_format.into_iter().flat_map(|(_, texts)| texts.iter().map(|text| (*text).to_owned())));
    }
    for pattern in &view.patterns {
        texts.extend(pattern::texts(pattern, least));
        texts.extend(most.filter(|most| *most <= LONGEST).into_iter().flat_map(|most| pattern::texts(pattern, most)));
    }
    if view.patterns.is_empty() {
        texts.extend([least, least + 1].into_iter().map(|length| "a".repeat(length)));
        texts.extend(most.filter(|most| *most <= LONGEST).map(|most| "a".repeat(most)));
        texts.extend(["A", "0", "-", " ", "\u{e9}", "\u{1f600}"].map(|text| text.repeat(least.max(1))));
        texts.extend(view.excluded_patterns.iter().flat_map(|pattern| near(&pattern::texts(pattern, least))));
        texts.extend(of_all_formats().map(str::to_owned));
    }
    let fits = |text: &String| {
        let length = text.chars().count();
        length >= least && most.is_none_or(|most| length <= most) && !view.excluded.contains(text)
    };
    texts.into_iter().filter(fits).map(Value::from).collect()
}

/// Texts of a length and its neighbours.
pub(super) fn around(bound: &Number) -> Vec<Value> {
    let Some(bound) = length(bound) else {
        return Vec::new();
    };
    [bound.saturating_sub(1), bound, bound + 1].into_iter().map(|length| Value::from("a".repeat(length))).collect()
}

/// Texts that a text is nearly.
fn near(texts: &[String]) -> Vec<String> {
    texts.iter().take(4).flat_map(|text| [format!("{text} "), format!("{text}A"), text.to_uppercase()]).collect()
}

fn length(bound: &Number) -> Option<usize> {
    usize::try_from(bound.as_u64()?).ok().filter(|length| *length <= LONGEST)
}
