//! Places, values and kinds, in words.

use accordance_document::{Value as Node, ValueKind, quoted};
use jsonschema::JsonType;
use serde_json::Value;

/// A place in a record, in words.
pub(crate) fn place(pointer: &str) -> String {
    let mut steps = pointer.rsplit('/').map(|step| step.replace("~1", "/").replace("~0", "~"));
    let Some(last) = steps.next().filter(|_| !pointer.is_empty()) else {
        return "the record".into();
    };
    if last.bytes().all(|byte| byte.is_ascii_digit())
        && let (Ok(number), Some(list)) = (last.parse::<usize>(), steps.next().filter(|list| !list.is_empty()))
    {
        return format!("item {} of {}", number.saturating_add(1), quoted(&list));
    }
    quoted(&last)
}

/// The name of the property at a place, or of that in the list of which it is.
pub(crate) fn property(pointer: &str) -> String {
    let mut steps = pointer.rsplit('/');
    let name = steps.find(|step| !step.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or_default();
    name.replace("~1", "/").replace("~0", "~")
}

/// A value in words.
pub(super) fn show(value: Node<'_>) -> String {
    match value.kind() {
        ValueKind::Text => quoted(value.as_str().unwrap_or_default()),
        ValueKind::Object => "an object".into(),
        ValueKind::Array => "a list".into(),
        _ => value.to_json().to_string(),
    }
}

pub(super) fn count(number: u64, noun: &str) -> String {
    match (number, noun) {
        (1, noun) => format!("1 {noun}"),
        (_, "property") => format!("{number} properties"),
        (_, noun) => format!("{number} {noun}s"),
    }
}

pub(super) fn word(kind: JsonType) -> &'static str {
    match kind {
        JsonType::Array => "a list",
        JsonType::Boolean => "true or false",
        JsonType::Integer => "a whole number",
        JsonType::Null => "null",
        JsonType::Number => "a number",
        JsonType::Object => "an object",
        JsonType::String => "a text",
    }
}

pub(super) fn list(before: &str, names: &[&str], after: &str) -> String {
    const MOST: usize = 30;
    if names.is_empty() {
        return String::new();
    }
    let more = if names.len() > MOST { ", …" } else { "" };
    format!("{before}{}{more}{after}", names[..names.len().min(MOST)].join(", "))
}

pub(super) fn one_of(all: &[&Value]) -> String {
    const MOST: usize = 20;
    let shown: Vec<String> = all.iter().take(MOST).map(ToString::to_string).collect();
    match shown.as_slice() {
        [one] => one.clone(),
        [others @ .., last] if all.len() <= MOST => format!("{} or {last}", others.join(", ")),
        _ => format!("one of {} words ({}, …)", all.len(), shown.join(", ")),
    }
}

/// The first sentence of a text, without its full stop. It ends where a capital letter, or one of a script without
/// them, follows; not behind an abbreviation such as `e.g.`.
pub(super) fn first_sentence(text: &str) -> &str {
    let ends = |(end, _): &(usize, &str)| {
        let is_abbreviated = text[..*end].rsplit(' ').next().is_some_and(|word| word.contains('.'));
        let next = text[end + 2..].chars().next();
        !is_abbreviated && next.is_some_and(|next| next.is_alphabetic() && !next.is_lowercase())
    };
    let end = text.match_indices(". ").find(ends).map_or(text.len(), |(end, _)| end);
    text[..end].trim_end_matches(['.', ' '])
}

/// A sentence as it stands within another: without its capital letter, unless it begins with a word of capitals.
pub(super) fn within_a_sentence(sentence: &str) -> String {
    let mut chars = sentence.chars();
    let Some(first) = chars.next() else { return String::new() };
    let rest = chars.as_str();
    let is_article = first == 'A' && rest.starts_with(' ');
    if is_article || rest.starts_with(char::is_lowercase) {
        first.to_lowercase().chain(rest.chars()).collect()
    } else {
        sentence.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{first_sentence, within_a_sentence};

    #[test]
    fn a_description_is_told_by_its_first_sentence() {
        for (text, told) in [
            ("ISBN of the book.", "ISBN of the book"),
            ("The ISBN. It has no hyphens.", "the ISBN"),
            ("A shelf.", "a shelf"),
            ("X of the point", "X of the point"),
            ("Its place, e.g. the shelf. More.", "its place, e.g. the shelf"),
            ("Its city, e.g. Lyon. More.", "its city, e.g. Lyon"),
            ("Weight in approx. 5 kg steps.", "weight in approx. 5 kg steps"),
            ("Élan. Après.", "élan"),
            ("رقم الكتاب. بدون شرطات.", "رقم الكتاب"),
            ("", ""),
            (". ", ""),
        ] {
            assert_eq!(within_a_sentence(first_sentence(text)), told, "{text}");
        }
    }
}
