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

/// A value as a message shows it: a record by its title, name or id, a date as a date.
pub(crate) fn print(value: &Value<'_>, language: Language) -> String {
    match value {
        Value::Boolean(truth) => truth.to_string(),
        Value::Whole(number) => number.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Moment(moment) => moment.to_string(),
        Value::Length(length) => length.to_string(),
        Value::List(_) | Value::Items(..) => {
            let mut shown = Vec::new();
            let mut more = false;
            let _ = value.each(&mut |item| {
                if shown.len() == MOST_ITEMS {
                    more = true;
                    return Err(());
                }
                shown.push(item.map_or_else(|| "?".to_owned(), |item| print(&item, language)));
                Ok(())
            });
            if more {
                shown.push("…".into());
            }
            shown.join(", ")
        }
        Value::Record(place) => record(place.node, language),
    }
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

/// A value as JSON, for programs.
pub(crate) fn json(value: &Value<'_>) -> Json {
    match value {
        Value::Boolean(truth) => (*truth).into(),
        Value::Whole(number) => (*number).into(),
        Value::Number(number) => whole(*number).map_or_else(|| (*number).into(), Json::from),
        Value::Text(text) => text.as_ref().into(),
        Value::Date(_) | Value::Moment(_) | Value::Length(_) => print(value, Language::English).into(),
        Value::List(_) | Value::Items(..) => {
            let mut items = Vec::new();
            let _ = value.each(&mut |item| {
                items.push(item.as_ref().map_or(Json::Null, json));
                if items.len() < MOST_ITEMS { Ok(()) } else { Err(()) }
            });
            items.into()
        }
        Value::Record(place) => match place.node.get("id") {
            Some(id) => id.to_json(),
            None => record(place.node, Language::English).into(),
        },
    }
}
