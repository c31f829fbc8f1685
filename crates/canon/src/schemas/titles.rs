//! Titles of types and properties, in plain words, derived from their names.

use serde_json::Value;

use super::subschemas;

/// Words that are not written as they stand in a name.
const WORDS: [(&str, &str); 9] = [
    ("ar", "Arabic"),
    ("en", "English"),
    ("es", "Spanish"),
    ("fr", "French"),
    ("id", "ID"),
    ("iri", "IRI"),
    ("sdg", "SDG"),
    ("sdgs", "SDGs"),
    ("url", "URL"),
];

/// Gives a title to a schema and each type and property within it that has none, and turns a title that is the name of
/// a type into words.
pub(super) fn add(schema: &mut Value) {
    if let Some(Value::String(title)) = schema.get_mut("title")
        && !title.contains(' ')
    {
        *title = of_type(title);
    }
    subschemas::visit(schema, &mut |_, members| {
        for (keyword, title) in [("properties", of_property as fn(&str) -> String), ("$defs", of_type)] {
            let Some(Value::Object(named)) = members.get_mut(keyword) else { continue };
            for (name, schema) in named {
                if let Value::Object(schema) = schema
                    && !schema.contains_key("title")
                {
                    schema.shift_insert(0, "title".into(), title(name).into());
                }
            }
        }
    });
}

/// The title of a property: `starts_on` is "Starts on", `sdg_targets` is "SDG targets".
fn of_property(name: &str) -> String {
    title(name.split('_'))
}

/// The title of a type: `StatusChange` is "Status change", `SdgTarget` is "SDG target".
fn of_type(name: &str) -> String {
    let lower = name.char_indices().fold(String::new(), |mut words, (at, letter)| {
        if at > 0 && letter.is_ascii_uppercase() {
            words.push('_');
        }
        words.push(letter.to_ascii_lowercase());
        words
    });
    of_property(&lower)
}

fn title<'n>(words: impl Iterator<Item = &'n str>) -> String {
    let words: Vec<&str> =
        words.map(|word| WORDS.iter().find(|(plain, _)| *plain == word).map_or(word, |(_, written)| written)).collect();
    let mut title = words.join(" ");
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    title
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{add, of_property, of_type};

    #[test]
    fn names_become_plain_words() {
        let properties = ["starts_on", "sdg_targets", "sdg", "weekday_as_printed", "id", "ar", "sources", ""];
        let titles = ["Starts on", "SDG targets", "SDG", "Weekday as printed", "ID", "Arabic", "Sources", ""];
        assert_eq!(properties.map(of_property), titles);
        let types = ["Sdg", "SdgTarget", "Meeting", "TextInLanguages"];
        assert_eq!(types.map(of_type), ["SDG", "SDG target", "Meeting", "Text in languages"]);
    }

    #[test]
    fn a_property_named_as_a_keyword_is_a_property() {
        let mut schema = json!({
            "title": "Sdg",
            "properties": {"title": {"type": "string"}, "number": {"title": "Its number"}},
            "$defs": {"Note": {"properties": {"properties": {}}}},
        });
        add(&mut schema);
        let titled = json!({
            "title": "SDG",
            "properties": {"title": {"title": "Title", "type": "string"}, "number": {"title": "Its number"}},
            "$defs": {"Note": {"title": "Note", "properties": {"properties": {"title": "Properties"}}}},
        });
        assert_eq!(schema, titled);
    }
}
