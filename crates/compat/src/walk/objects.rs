//! The properties of two versions of an object.

use serde_json::{Map, Value, json};

use super::{ANYTHING, NOT_KNOWN, Part, Walk};
use crate::{reasons, trail::Into};

/// What a version of an object says of one property.
#[derive(Clone, Copy)]
struct Property<'s> {
    declared: Option<&'s Value>,
    /// Its schema, be it declared or that of all others.
    schema: &'s Value,
    required: bool,
    /// What the object says of properties that it does not declare.
    others: &'s Value,
}

impl<'s> Property<'s> {
    fn of(object: &'s Map<String, Value>, name: &str) -> Self {
        let declared = object.get("properties").and_then(|properties| properties.get(name));
        let others = others(object);
        let required = object.get("required").and_then(Value::as_array);
        let required = required.is_some_and(|names| names.iter().any(|required| required == name));
        Self { declared, schema: declared.unwrap_or(others), required, others }
    }

    /// This, and nothing else of the object.
    fn alone(self, name: &str) -> Value {
        let mut schema = json!({"type": "object", "properties": {name: self.schema}});
        if self.required {
            schema["required"] = json!([name]);
        }
        schema
    }
}

fn others(object: &Map<String, Value>) -> &Value {
    object.get("additionalProperties").unwrap_or(&ANYTHING)
}

impl<'s> Walk<'s> {
    pub(super) fn objects(
        &mut self,
        old: &'s Value,
        new: &'s Value,
        was: &'s Map<String, Value>,
        is: &'s Map<String, Value>,
    ) {
        let names = named(was, is);
        for name in &names {
            self.property(old, new, name, Property::of(was, name), Property::of(is, name));
        }
        let (was_other, is_other) = (others(was), others(is));
        if was_other.is_object() && is_other.is_object() {
            self.step(old, new, Into::Other, was_other, is_other);
        } else if !self.versions.are_alike(was_other, is_other) {
            let declared: Map<String, Value> =
                names.iter().map(|name| ((*name).to_owned(), Value::Bool(true))).collect();
            let alone =
                |others: &Value| json!({"type": "object", "properties": &declared, "additionalProperties": others});
            let reason = format!(
                "properties that are not named: was {}, is {}",
                reasons::whole(was_other),
                reasons::whole(is_other)
            );
            let part = Part {
                old: alone(was_other),
                new: alone(is_other),
                property: None,
                reasons: vec![reason],
                kept: NOT_KNOWN,
            };
            self.part(old, new, part);
        }
    }

    fn property(&mut self, old: &'s Value, new: &'s Value, name: &'s str, was: Property<'s>, is: Property<'s>) {
        if let (Some(was_schema), Some(is_schema)) = (was.declared, is.declared) {
            if was.required != is.required {
                let any = |property: Property<'s>| Property { schema: &ANYTHING, ..property }.alone(name);
                let reasons = vec![required(is.required)];
                self.part(
                    old,
                    new,
                    Part { old: any(was), new: any(is), property: Some(name), reasons, kept: NOT_KNOWN },
                );
            }
            self.step(old, new, Into::Property(name), was_schema, is_schema);
            return;
        }
        if was.required == is.required && self.versions.are_alike(was.schema, is.schema) {
            return;
        }
        let mut reasons = Vec::new();
        match (was.declared, is.declared) {
            (None, Some(_)) => {
                reasons.push(format!("the property is added, where any other was {}", taken(was.others)));
                reasons.extend(is.required.then(|| required(true)));
            }
            (Some(_), None) => reasons.push(format!("the property is removed, and any other is {}", taken(is.others))),
            _ => reasons.push(required(is.required)),
        }
        let (old_part, new_part) = (was.alone(name), is.alone(name));
        self.part(old, new, Part { old: old_part, new: new_part, property: Some(name), reasons, kept: NOT_KNOWN });
    }
}

/// The names of both versions, in the order of the new one and then of the old one.
fn named<'s>(was: &'s Map<String, Value>, is: &'s Map<String, Value>) -> Vec<&'s str> {
    let mut names: Vec<&str> = Vec::new();
    for object in [is, was] {
        let properties = object.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys);
        let required = object.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        for name in properties.map(String::as_str).chain(required) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

fn required(is_required: bool) -> String {
    if is_required { "it is required" } else { "it may be left out" }.to_owned()
}

fn taken(others: &Value) -> &'static str {
    match others {
        Value::Bool(false) => "refused",
        Value::Bool(true) => "taken with any value",
        _ => "taken with some values",
    }
}
