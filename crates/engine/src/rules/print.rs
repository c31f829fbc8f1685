//! Values as they are printed in messages, and as JSON.

use accordance_document::{Value as Node, ValueKind};
use accordance_rules::core::Language;
use serde_json::Value as Json;

use super::{
    data_set::Data,
    key::whole,
    value::{Place, Value},
};

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
pub(crate) fn print(value: &Value<'_>, data: Data<'_>, language: Language) -> String {
    let mut shown = String::new();
    // What has no room is left out.
    let _ = write(value, data, language, &mut shown);
    shown
}

/// The same within a sentence: what breaks a line in the data breaks none there, so that no record writes a line of its own.
pub(crate) fn in_a_sentence(value: &Value<'_>, data: Data<'_>, language: Language) -> String {
    in_one_line(&print(value, data, language))
}

/// A text without line breaks.
pub(crate) fn in_one_line(text: &str) -> String {
    text.replace(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'], " ")
}

/// Appends a value, as far as there is room.
fn write(value: &Value<'_>, data: Data<'_>, language: Language, out: &mut String) -> Result<(), Full> {
    match value {
        Value::Boolean(truth) => append(out, &truth.to_string()),
        Value::Whole(number) => append(out, &number.to_string()),
        // A large one is told to its last digit, as it is in the values of a finding.
        Value::Number(number) => append(out, &whole(*number).map_or_else(|| number.to_string(), |own| own.to_string())),
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
                    Some(item) => write(&item, data, language, out).map_err(Some),
                    None => append(out, "?").map_err(Some),
                }
            });
            match done {
                Err(Some(full)) => Err(full),
                Ok(()) | Err(None) => Ok(()),
            }
        }
        Value::Record(place) => append(out, &name(place, data, language).unwrap_or_else(|| NAMELESS.into())),
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

/// What a record is called by that has no name.
const NAMELESS: &str = "a record";

/// What a record is called.
pub(crate) fn name(place: &Place<'_>, data: Data<'_>, language: Language) -> Option<String> {
    record(place.node, data.own_id(place), language)
}

/// What a record is called. `id` is its id, where it is one that its collection says. INVARIANT: no other field is looked
/// at than those of `fields::CALLED_BY`, which are kept of records that are printed.
fn record(node: Node<'_>, id: Option<Node<'_>>, language: Language) -> Option<String> {
    let named = ["title", "name"].iter().find_map(|name| {
        let words = in_words(node.get(name)?, language)?;
        Some(with_standing(words, node.get(&format!("{name}_standing")), language))
    });
    let named = named.or_else(|| in_words(id.or_else(|| node.get("id"))?, language));
    // A title itself may be a record: of its wordings in languages.
    named.or_else(|| wording(node, language))
}

/// A text, also one beside its standing, or the text in one of several languages: `{"en": …}`, `{"en": {"text": …}}`.
fn in_words(node: Node<'_>, language: Language) -> Option<String> {
    match node.kind() {
        ValueKind::Text => node.as_str().map(str::to_owned),
        ValueKind::Number => Some(node.to_json().to_string()),
        ValueKind::Object => wording(node, language)
            .or_else(|| text_of(node, language))
            .or_else(|| node.members().find_map(|(_, member)| text_of(member, language))),
        _ => None,
    }
}

/// The text in a language, or else in another one: English first.
fn wording(node: Node<'_>, language: Language) -> Option<String> {
    let languages = [language, Language::English, Language::French, Language::Spanish, Language::Arabic];
    languages.into_iter().find_map(|known| text_of(node.get(code(known))?, language))
}

fn text_of(node: Node<'_>, language: Language) -> Option<String> {
    if let Some(text) = node.as_str() {
        return Some(text.to_owned());
    }
    let text = node.get("text")?.as_str()?.to_owned();
    Some(with_standing(text, node.get("standing"), language))
}

/// A text, and that it is unverified where what is said of its standing is that: it is not to be read as a fact.
fn with_standing(text: String, standing: Option<Node<'_>>, language: Language) -> String {
    if standing.and_then(Node::as_str) != Some("unverified") {
        return text;
    }
    let word = match language {
        Language::Arabic => "غير مؤكد",
        Language::English => "unverified",
        Language::French => "non vérifié",
        Language::Spanish => "sin verificar",
    };
    // In front, since the end of what is long may be cut off.
    format!("({word}) {text}")
}

/// A value as JSON, for programs. What is long is cut, and `…` stands in the place of the rest.
pub(crate) fn json(value: &Value<'_>, data: Data<'_>) -> Json {
    as_json(value, data, &mut Left { items: MOST_SHOWN, bytes: LONGEST_SHOWN })
}

/// How much of a value is shown yet.
struct Left {
    items: usize,
    /// Of its texts.
    bytes: usize,
}

impl Left {
    /// A text, as far as there is room for it.
    fn take(&mut self, text: &str) -> Json {
        let (part, is_cut) = cut(text, self.bytes);
        self.bytes -= part.len();
        if is_cut { format!("{part}…") } else { part.to_owned() }.into()
    }
}

fn as_json(value: &Value<'_>, data: Data<'_>, left: &mut Left) -> Json {
    match value {
        Value::Boolean(truth) => (*truth).into(),
        Value::Whole(number) => (*number).into(),
        Value::Number(number) => whole(*number).map_or_else(|| (*number).into(), Json::from),
        Value::Text(_) | Value::Date(_) | Value::Moment(_) | Value::Length(_) => {
            left.take(&print(value, data, Language::English))
        }
        Value::List(_) | Value::Items(..) => {
            let mut items = Vec::new();
            let _ = value.each(&mut |item| {
                if items.len() >= MOST_ITEMS || left.items == 0 || left.bytes == 0 {
                    items.push("…".into());
                    return Err(());
                }
                left.items -= 1;
                items.push(item.as_ref().map_or(Json::Null, |item| as_json(item, data, left)));
                Ok(())
            });
            items.into()
        }
        Value::Record(place) => {
            let own = data.own_id(place);
            let id = own.or_else(|| place.node.get("id"));
            match id.filter(|id| !matches!(id.kind(), ValueKind::Array | ValueKind::Object)) {
                Some(id) => match id.as_str() {
                    Some(id) => left.take(id),
                    None => id.to_json(),
                },
                None => left.take(&record(place.node, own, Language::English).unwrap_or_else(|| NAMELESS.into())),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use accordance_document::{Limits, Tree, parse_json};
    use accordance_rules::{core::Language, fields::CALLED_BY};

    use super::{
        super::{
            data_set::{Data, DataSet},
            value::Value,
        },
        LONGEST_SHOWN, MOST_ITEMS, json, record,
    };

    #[test]
    fn the_rest_of_a_long_value_is_shown_by_three_dots() {
        let data = DataSet::default();
        let shown = |items: Vec<Value<'_>>| json(&Value::list(items), Data::of(&data));
        let numbers = |count: usize| (0..).take(count).map(Value::Whole).collect();
        assert_eq!(shown(numbers(MOST_ITEMS)).as_array().map(Vec::len), Some(MOST_ITEMS));
        let cut = shown(numbers(MOST_ITEMS + 1));
        assert_eq!((cut[MOST_ITEMS - 1].as_u64(), cut[MOST_ITEMS].as_str()), (Some(49), Some("…")));
        let texts = shown((0..10).map(|_| Value::Text("é".repeat(1501).into())).collect());
        let bytes: usize = texts.as_array().expect("a list").iter().filter_map(|text| Some(text.as_str()?.len())).sum();
        assert!((LONGEST_SHOWN..LONGEST_SHOWN + 10).contains(&bytes), "{bytes}");
        assert!(texts[3].as_str().is_some_and(|text| text.ends_with("é…")) && texts[4] == "…", "{texts}");
    }

    fn printed(text: &str, language: Language) -> Option<String> {
        let mut tree = Tree::new();
        record(parse_json(text, &mut tree, Limits::default()).expect("JSON"), None, language)
    }

    #[test]
    fn an_unverified_wording_or_name_says_that_it_is() {
        let goal = r#"{"id": "g-1", "title": {"en": {"text": "Curb it", "standing": "unverified"},
            "fr": {"text": "Lutter", "standing": "verified"}}}"#;
        assert_eq!(printed(goal, Language::English).as_deref(), Some("(unverified) Curb it"));
        assert_eq!(printed(goal, Language::French).as_deref(), Some("Lutter"));
        assert_eq!(printed(goal, Language::Spanish).as_deref(), Some("(sin verificar) Curb it"));
        let title = r#"{"title": {"standing": "unverified", "text": "A title"}}"#;
        assert_eq!(printed(title, Language::English).as_deref(), Some("(unverified) A title"));
        let unit = r#"{"name": {"en": "A Directorate"}, "name_standing": "unverified"}"#;
        assert_eq!(printed(unit, Language::English).as_deref(), Some("(unverified) A Directorate"));
        assert_eq!(printed(unit, Language::French).as_deref(), Some("(non vérifié) A Directorate"));
    }

    #[test]
    fn the_standing_of_something_else_is_not_that_of_a_title() {
        assert_eq!(
            printed(r#"{"title": "A title", "standing": "unverified"}"#, Language::English).as_deref(),
            Some("A title")
        );
        assert_eq!(
            printed(r#"{"title": {"text": "A title", "standing": "inferred"}}"#, Language::English).as_deref(),
            Some("A title")
        );
        assert_eq!(
            printed(r#"{"title": {"en": {"text": "A", "standing": 3}}, "id": "x"}"#, Language::English).as_deref(),
            Some("A")
        );
    }

    #[test]
    fn a_record_is_called_the_same_by_the_fields_that_are_kept_of_it() {
        let called = [
            r#"{"title": {"text": "A", "standing": "unverified"}, "name": "B", "id": "c"}"#,
            r#"{"more": 1, "title": [], "title_standing": "unverified", "name": {"fr": "B"}, "name_standing": "unverified"}"#,
            r#"{"title": {"de": "A"}, "label": "B"}"#,
            r#"{"id": {"value": 1}, "ar": "A", "text": "B"}"#,
            r#"{"standing": "unverified", "en": {"text": "A", "standing": "unverified"}, "fr": "B", "es": "C"}"#,
            r#"{"label": "A", "text": "B", "acronym": "C"}"#,
        ];
        for text in called {
            let mut all: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).expect("JSON");
            all.retain(|name, _| CALLED_BY.contains(&name.as_str()));
            let kept = serde_json::Value::Object(all).to_string();
            for language in [Language::Arabic, Language::English, Language::French, Language::Spanish] {
                assert_eq!(printed(&kept, language), printed(text, language), "{text}");
            }
        }
    }
}
