//! Small instances of a schema, made from its canonical form. What is made is not trusted: whoever uses it asks a
//! validator.

mod lists;
mod numbers;
mod objects;
mod pattern;
mod texts;

use std::collections::HashMap;

use jsonschema::{
    JsonType,
    canonical::{CanonicalSchema, CanonicalView},
};
use serde_json::{Value, json};

use crate::keyword::{self, Holds};

/// How deep instances are made.
const DEPTH: usize = 12;
/// How many instances are made of one schema.
const MOST: usize = 96;
/// How many values of a part are tried in the whole.
const FEW: usize = 8;

/// Instances that a schema is likely to accept.
pub(crate) fn of(schema: &CanonicalSchema) -> Vec<Value> {
    Sampler::default().of(schema, DEPTH)
}

/// The values that a schema is written with: its constants and words.
pub(crate) fn written_in(schema: &Value) -> Vec<Value> {
    let mut values = Vec::new();
    let mut left = vec![schema];
    while let Some(schema) = left.pop() {
        values.extend(schema.get("const").cloned());
        values.extend(schema.get("enum").and_then(Value::as_array).into_iter().flatten().cloned());
        left.extend(keyword::subschemas(schema));
    }
    values
}

/// Values just inside and just outside of the bounds that two schemas name, and some of every type.
pub(crate) fn around_bounds(one: &Value, other: &Value) -> Vec<Value> {
    let mut values = anything();
    for schema in [one, other] {
        let Some(members) = schema.as_object() else { continue };
        for (name, holds, bound) in keyword::deciding(members) {
            match (name, holds, bound) {
                ("minLength" | "maxLength", _, Value::Number(bound)) => values.extend(texts::around(bound)),
                ("minItems" | "maxItems", _, Value::Number(bound)) => values.extend(lists::around(bound)),
                ("minProperties" | "maxProperties", _, Value::Number(bound)) => values.extend(objects::around(bound)),
                ("pattern", _, Value::String(pattern)) => {
                    values.extend(pattern::texts(pattern, 0).into_iter().map(Value::from));
                }
                (_, Holds::Data, Value::Number(bound)) => values.extend(numbers::around(bound)),
                _ => {}
            }
        }
    }
    values
}

/// Sorts instances, the smallest and plainest first, and leaves out what stands twice.
pub(crate) fn by_size(instances: &mut Vec<Value>) {
    instances.sort_by_cached_key(|instance| {
        let text = instance.to_string();
        let odd = text.chars().filter(|character| !character.is_ascii_lowercase()).count();
        (text.len(), odd, text)
    });
    instances.dedup();
}

/// Some values of every type.
fn anything() -> Vec<Value> {
    let mut values = vec![json!(null), json!(false), json!(true), json!(0), json!(1), json!(-1), json!(0.5)];
    values.extend([json!(""), json!("a"), json!([]), json!([0]), json!([0, 0]), json!({}), json!({"a": 0})]);
    values.extend(texts::of_all_formats().map(Value::from));
    values
}

#[derive(Debug, Default)]
struct Sampler {
    /// Instances of the definitions, so that each is gone into once.
    definitions: HashMap<String, Vec<Value>>,
}

impl Sampler {
    fn of(&mut self, schema: &CanonicalSchema, depth: usize) -> Vec<Value> {
        let Some(depth) = depth.checked_sub(1) else {
            return Vec::new();
        };
        let mut values = match schema.view() {
            CanonicalView::True => anything(),
            CanonicalView::False => Vec::new(),
            CanonicalView::MultiType(types) => {
                anything().into_iter().filter(|value| types.iter().any(|ty| is(value, ty))).collect()
            }
            CanonicalView::TypedGroup(group) => {
                self.of(&group.body, depth).into_iter().filter(|value| is(value, group.ty)).collect()
            }
            CanonicalView::String(view) => texts::of(&view),
            CanonicalView::Integer(view) => numbers::whole(&view),
            CanonicalView::Number(view) => numbers::of(&view),
            CanonicalView::Array(view) => self.lists(&view, depth),
            CanonicalView::Object(view) => self.objects(&view, depth),
            CanonicalView::Const(value) => vec![value],
            CanonicalView::Enum(values) => values,
            CanonicalView::Not(schema) => {
                let mut values = anything();
                values.extend(around_bounds(&schema.to_json_schema(), &Value::Bool(true)));
                values
            }
            CanonicalView::AllOf(parts) | CanonicalView::AnyOf(parts) | CanonicalView::OneOf(parts) => {
                let share = (MOST / parts.len().max(1)).max(FEW);
                parts.iter().flat_map(|part| self.of(part, depth).into_iter().take(share).collect::<Vec<_>>()).collect()
            }
            CanonicalView::Reference(uri) => self.definition(schema, &uri, depth),
            CanonicalView::Raw(raw) => {
                let mut values = written_in(&raw.schema);
                values.extend(around_bounds(&raw.schema, &Value::Bool(true)));
                values
            }
        };
        values.truncate(MOST);
        values
    }

    fn definition(&mut self, schema: &CanonicalSchema, uri: &str, depth: usize) -> Vec<Value> {
        if let Some(values) = self.definitions.get(uri) {
            return values.clone();
        }
        let Some(definition) = schema.definition(uri) else {
            return Vec::new();
        };
        // A definition that leads to itself has no instances there.
        self.definitions.insert(uri.to_owned(), Vec::new());
        let values = self.of(&definition, depth);
        self.definitions.insert(uri.to_owned(), values.clone());
        values
    }
}

fn is(value: &Value, ty: JsonType) -> bool {
    match ty {
        JsonType::Null => value.is_null(),
        JsonType::Boolean => value.is_boolean(),
        JsonType::Integer => value.is_i64() || value.is_u64(),
        JsonType::Number => value.is_number(),
        JsonType::String => value.is_string(),
        JsonType::Array => value.is_array(),
        JsonType::Object => value.is_object(),
    }
}
