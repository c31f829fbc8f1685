//! Values as they are printed in messages, and as JSON.

use accordance_document::{Value as Node, ValueKind};
use accordance_rules::core::Language;
use serde_json::Value as Json;

use super::{key::whole, value::Value};

/// Lists are shown up to this many items.
const MOST_ITEMS: usize = 50;

/// The word of a language in data: `fr`.
pub(crate) fn code(language: Language) -> &'static str {
    match language {
        Language::Arabic => "ar",
        Language::English => "en",
        Language::French => "fr",
        Language::Spanish => "es",
    }
}

/// What a message shows of one value, and a finding of one text, has at most so many bytes.
const LONGEST_SHOWN: usize = 10_000;

/// A finding shows at most so many items of a value, lists in lists counted alike.
const MOST_SHOWN: usize = 1000;

/// A value as a message shows it: a record by its title, name or id, a date as a date. What is long is cut.
pub(crate) fn print(value: &Value<'_>, language: Language) -> String {
    let mut shown = String::new();
    // What has no room is left out.
    let _ = write(value, language, &mut shown);
    shown
}

/// Appends a value, as far as there is room.
fn write(value: &Value<'_>, language: Language, out: &mut String) -> Result<(), Full> {
    match value {
        Value::Boolean(truth) => append(out, &truth.to_string()),
        Value::Whole(number) => append(out, &number.to_string()),
        Value::Number(number) => append(out, &number.to_string()),
        Value::Text(text) => append(out, text),
        Value::Date(date) => append(out, &date.to_string()),
        Value::Moment(moment) => append(out, &moment.to_string()),
        Value::Length(length) => append(out, &length.to_string()),
        Value::List(_) | Value::Items(..) => {
            let mut count = 0;
            let done = value.each(&mut |item| {
                if count > 0 {
                    append(out, ", ").map_err(Some)?;
                }
                if count == MOST_ITEMS {
                    append(out, "…").map_err(Some)?;
                    return Err(None);
                }
                count += 1;
                match item {
                    Some(item) => write(&item, language, out).map_err(Some),
                    None => append(out, "?").map_err(Some),
                }
            });
            match done {
                Err(Some(full)) => Err(full),
                Ok(()) | Err(None) => Ok(()),
            }
        }
        Value::Record(place) => append(out, &record(place.node, language)),
    }
}

/// There is no more room.
struct Full;

fn append(out: &mut String, text: &str) -> Result<(), Full> {
    match cut(text, LONGEST_SHOWN.saturating_sub(out.len())) {
        (all, false) => {
            out.push_str(all);
            Ok(())
        }
        (part, true) => {
            out.push_str(part);
            out.push('…');
            Err(Full)
        }
    }
}

/// A text as far as it has at most so many bytes, and whether there is more of it.
fn cut(text: &str, most: usize) -> (&str, bool) {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    (text.get(..end).unwrap_or_default(), end < text.len())
}

fn record(node: Node<'_>, language: Language) -> String {
    let named = ["title", "name"].iter().find_map(|name| in_words(node.get(name)?, language));
    let named = named.or_else(|| in_words(node.get("id")?, language));
    // A title itself may be a record: of its wordings in languages.
    named.or_else(|| wording(node, language)).unwrap_or_else(|| "a record".into())
}

/// A text, or the text in one of several languages: `{"en": …}`, `{"en": {"text": …}}`.
fn in_words(node: Node<'_>, language: Language) -> Option<String> {
    match node.kind() {
        ValueKind::Text => node.as_str().map(str::to_owned),
        ValueKind::Number => Some(node.to_json().to_string()),
        ValueKind::Object => wording(node, language).or_else(|| node.members().find_map(|(_, member)| text_of(member))),
        _ => None,
    }
}

/// The text in a language, or else in another one: English first.
fn wording(node: Node<'_>, language: Language) -> Option<String> {
    let languages = [language, Language::English, Language::French, Language::Spanish, Language::Arabic];
    languages.into_iter().find_map(|language| text_of(node.get(code(language))?))
}

fn text_of(node: Node<'_>) -> Option<String> {
    node.as_str().or_else(|| node.get("text")?.as_str()).map(str::to_owned)
}

/// A value as JSON, for programs. What is long is cut.
pub(crate) fn json(value: &Value<'_>) -> Json {
    let mut left = MOST_SHOWN;
    as_json(value, &mut left)
}

fn as_json(value: &Value<'_>, left: &mut usize) -> Json {
    match value {
        Value::Boolean(truth) => (*truth).into(),
        Value::Whole(number) => (*number).into(),
        Value::Number(number) => whole(*number).map_or_else(|| (*number).into(), Json::from),
        Value::Text(_) | Value::Date(_) | Value::Moment(_) | Value::Length(_) => print(value, Language::English).into(),
        Value::List(_) | Value::Items(..) => {
            let mut items = Vec::new();
            let _ = value.each(&mut |item| {
                if items.len() >= MOST_ITEMS || *left == 0 {
                    return Err(());
                }
                *left -= 1;
                items.push(item.as_ref().map_or(Json::Null, |item| as_json(item, left)));
                Ok(())
            });
            items.into()
        }
        Value::Record(place) => {
            match place.node.get("id").filter(|id| !matches!(id.kind(), ValueKind::Array | ValueKind::Object)) {
                Some(id) => match id.as_str() {
                    Some(id) => shortened(id).into(),
                    None => id.to_json(),
                },
                None => shortened(&record(place.node, Language::English)).into(),
            }
        }
    }
}

fn shortened(text: &str) -> String {
    let mut shown = String::new();
    // What has no room is left out.
    let _ = append(&mut shown, text);
    shown
}
