//! Examples for each property, taken from records: what it holds in one of them, or else what its type shows, or what
//! another property of the same form holds.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::subschemas;

/// The longest example, in characters of JSON: an example shows a form and is no place to read records.
const LONGEST: usize = 400;
/// How deep an example is put together from examples of its parts.
const DEEPEST: usize = 16;

/// What records hold.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// At the properties of a schema, by the JSON Pointer of the schema of each.
    at: BTreeMap<String, Value>,
    /// In values of a form, such as ids of goals or days, by the keywords that make the form.
    of_form: BTreeMap<String, Value>,
}

/// What records hold at the properties of a schema. Of each property the first value is taken that is not too long.
pub(super) fn seen<'v>(schema: &Value, records: impl IntoIterator<Item = &'v Value>) -> Seen {
    let mut reading = Reading { schema, seen: Seen::default() };
    for record in records {
        reading.see("", record);
    }
    reading.seen
}

struct Reading<'s> {
    schema: &'s Value,
    seen: Seen,
}

impl Reading<'_> {
    /// Goes through a value along the schema at a place.
    fn see(&mut self, at: &str, value: &Value) {
        let Some(schema) = self.schema.pointer(at) else { return };
        if let Some(target) = target(schema) {
            return self.see(target, value);
        }
        for keyword in ["anyOf", "oneOf"] {
            let branches = schema.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
            for number in 0..branches {
                self.see(&format!("{at}/{keyword}/{number}"), value);
            }
        }
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.see(&format!("{at}/items"), item)),
            Value::Object(members) if is_well_known(members.get("standing")) => self.see_members(at, schema, members),
            Value::String(_) | Value::Number(_) => {
                if let Some(form) = form(schema) {
                    self.seen.of_form.entry(form).or_insert_with(|| value.clone());
                }
            }
            _ => {}
        }
    }

    fn see_members(&mut self, at: &str, schema: &Value, members: &Map<String, Value>) {
        let Some(Value::Object(properties)) = schema.get("properties") else {
            if schema.get("additionalProperties").is_some_and(Value::is_object) {
                members.values().for_each(|value| self.see(&format!("{at}/additionalProperties"), value));
            }
            return;
        };
        let is_of_another_kind = |(name, value)| {
            let word = properties.get(name).and_then(|property: &Value| property.get("const"));
            word.is_some_and(|word| word != value)
        };
        if members.iter().any(is_of_another_kind) {
            return;
        }
        let is_known = |name: &str| is_well_known(members.get(&format!("{name}_standing")));
        for (name, value) in members.iter().filter(|(name, _)| properties.contains_key(*name) && is_known(name)) {
            let place = format!("{at}/properties/{name}");
            if let Some(example) = example_of(value) {
                self.seen.at.entry(place.clone()).or_insert(example);
            }
            self.see(&place, value);
        }
    }
}

/// Whether what has a standing may be shown without it. What is not verified never is, and an example of one property
/// would be.
fn is_well_known(standing: Option<&Value>) -> bool {
    standing.is_none_or(|standing| standing == "verified" || standing == "editorial")
}

/// A value as an example: of a list the first item, and nothing that is empty or too long.
fn example_of(value: &Value) -> Option<Value> {
    let example = match value {
        Value::Null => return None,
        Value::Array(items) => Value::Array(vec![items.first()?.clone()]),
        other => other.clone(),
    };
    (example.to_string().chars().count() <= LONGEST).then_some(example)
}

/// Gives each property of a schema an example. `root` is the place of the schema in the one that `seen` is about.
pub(super) fn add(schema: &mut Value, seen: &Seen, root: &str) {
    each_property(schema, &mut |place, property| {
        let place = if place.starts_with("/$defs/") { place } else { format!("{root}{place}") };
        if let Some(example) = seen.at.get(&place) {
            property.insert("examples".into(), Value::Array(vec![example.clone()]));
        }
    });
    let whole = schema.clone();
    each_property(schema, &mut |place, property| {
        let shown = whole.pointer(&place).and_then(|property| of_type(&whole, property, seen, DEEPEST));
        if let Some(example) = shown {
            property.entry("examples").or_insert_with(|| Value::Array(vec![example]));
        }
    });
}

/// Visits each property with the place of its schema.
fn each_property(schema: &mut Value, visit: &mut impl FnMut(String, &mut Map<String, Value>)) {
    subschemas::visit(schema, &mut |at, members| {
        let Some(Value::Object(properties)) = members.get_mut("properties") else { return };
        for (name, property) in properties {
            if let Value::Object(property) = property {
                visit(format!("{at}/properties/{name}"), property);
            }
        }
    });
}

/// What makes a form of texts or numbers. A record's own id is of the form of ids that refer to it. A text of no form
/// may be anything, and shows nothing of another.
fn form(schema: &Value) -> Option<String> {
    let mut keywords = schema.as_object()?.clone();
    keywords.retain(|keyword, _| !["title", "description", "examples"].contains(&keyword.as_str()));
    if let Some(collection) = keywords.remove("x-identifies") {
        keywords.insert("x-refers-to".into(), collection);
    }
    keywords.sort_keys();
    let has_form = ["pattern", "anyOf", "minimum"].iter().any(|keyword| keywords.contains_key(*keyword));
    has_form.then(|| Value::Object(keywords).to_string())
}

/// What the type of a value shows: its own example, that of its form, or one that is put together from those of its
/// parts.
fn of_type(whole: &Value, schema: &Value, seen: &Seen, depth: usize) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    let first = |keyword: &str| schema.get(keyword).and_then(|values| values.get(0)).cloned();
    if let Some(own) = first("examples").or_else(|| schema.get("const").cloned()).or_else(|| first("enum")) {
        return Some(own);
    }
    if let Some(value) = form(schema).and_then(|form| seen.of_form.get(&form)) {
        return Some(value.clone());
    }
    if let Some(target) = target(schema) {
        return of_type(whole, whole.pointer(target)?, seen, depth);
    }
    if let Some(items) = schema.get("items") {
        return Some(Value::Array(vec![of_type(whole, items, seen, depth)?]));
    }
    let properties = schema.get("properties")?.as_object()?;
    let required = schema.get("required").and_then(Value::as_array)?;
    let member = |name: &Value| {
        let name = name.as_str()?;
        Some((name.to_owned(), of_type(whole, properties.get(name)?, seen, depth)?))
    };
    required.iter().map(member).collect::<Option<Map<_, _>>>().map(Value::Object)
}

/// The place that a schema refers to.
fn target(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix('#')
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{add, seen};

    fn shown(schema: &Value, records: &[Value]) -> Value {
        let mut schema = schema.clone();
        let seen = seen(&schema, records);
        add(&mut schema, &seen, "");
        schema
    }

    #[test]
    fn what_a_record_holds_comes_before_what_the_type_shows() {
        let schema = json!({"properties": {"on": {"type": "string", "examples": ["2023-07-03"]}}});
        let example = |records: &[Value]| shown(&schema, records)["properties"]["on"]["examples"].clone();
        assert_eq!(example(&[]), json!(["2023-07-03"]));
        assert_eq!(example(&[json!({"on": "2017-09-26"}), json!({"on": "2018-01-01"})]), json!(["2017-09-26"]));
    }

    #[test]
    fn of_a_list_one_item_is_shown_and_of_a_long_text_nothing() {
        let schema = json!({"properties": {"texts": {"items": {"type": "string", "examples": ["a"]}}}});
        let example = |record: Value| shown(&schema, &[record])["properties"]["texts"]["examples"].clone();
        assert_eq!(example(json!({"texts": ["first", "second"]})), json!([["first"]]));
        assert_eq!(example(json!({"texts": []})), json!([["a"]]));
        assert_eq!(example(json!({"texts": ["long".repeat(200)]})), json!([["a"]]));
    }

    #[test]
    fn what_is_not_verified_is_no_example() {
        let schema = json!({"properties": {"text": {"examples": ["a text"]}, "standing": {"enum": ["verified"]}}});
        let example = |standing: &str| {
            shown(&schema, &[json!({"text": "So they say.", "standing": standing})])["properties"]["text"]["examples"]
                .clone()
        };
        assert_eq!(example("verified"), json!(["So they say."]));
        assert_eq!(example("unverified"), json!(["a text"]));
        assert_eq!(example("inferred"), json!(["a text"]));

        let schema = json!({"properties": {"name": {"examples": ["a name"]}, "name_standing": {"enum": ["verified"]}}});
        let unverified = shown(&schema, &[json!({"name": "So they say", "name_standing": "unverified"})]);
        assert_eq!(unverified["properties"]["name"]["examples"], json!(["a name"]));
    }

    #[test]
    fn a_type_without_an_example_is_shown_by_those_of_its_parts() {
        let schema = json!({
            "properties": {"source": {"$ref": "#/$defs/Source"}},
            "$defs": {"Source": {
                "required": ["title", "state"],
                "properties": {"title": {"examples": ["A page"]}, "state": {"enum": ["read", "lost"]}, "note": {}},
            }},
        });
        assert_eq!(
            shown(&schema, &[])["properties"]["source"]["examples"],
            json!([{"title": "A page", "state": "read"}])
        );
    }

    #[test]
    fn a_property_that_no_record_has_shows_what_another_of_its_form_holds() {
        let id = json!({"type": "string", "pattern": "^[a-z]$", "x-refers-to": "goals"});
        let theme = json!({"type": "string", "pattern": "^[a-z]$", "x-refers-to": "themes"});
        let text = json!({"type": "string", "minLength": 1});
        let mut own = id.clone();
        own["x-identifies"] = own["x-refers-to"].take();
        own.as_object_mut().map(|own| own.shift_remove("x-refers-to"));
        let schema = json!({"properties": {
            "goals": {"items": id.clone()}, "id": own, "text": text.clone(), "succeeds": id, "theme": theme, "note": text,
        }});
        let shown = shown(&schema, &[json!({"goals": ["a"], "text": "A text"})]);
        assert_eq!(shown["properties"]["succeeds"]["examples"], json!(["a"]));
        assert_eq!(shown["properties"]["id"]["examples"], json!(["a"]));
        assert_eq!(shown["properties"]["theme"].get("examples"), None);
        assert_eq!(shown["properties"]["note"].get("examples"), None);
    }
}
