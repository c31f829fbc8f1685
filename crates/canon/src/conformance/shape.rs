//! What a schema says, as far as the pack knows its keywords, and a value that it accepts.

use serde_json::{Map, Value};

use super::{edit, forms::Form};

/// A schema with everything that it refers to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape<'s> {
    root: &'s Value,
}

/// Something that a schema says and that the pack has no cases for. A case is to be added before it is published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Uncovered {
    /// A keyword of JSON Schema.
    #[error("the conformance pack knows no cases for the keyword {0:?}: teach crates/canon/src/conformance about it")]
    Keyword(String),
    /// The form of a text.
    #[error(
        "the conformance pack has no reviewed texts of the form {0}: add them to crates/canon/src/conformance/forms.rs"
    )]
    Form(String),
    /// A schema that stands within itself.
    #[error("the conformance pack cannot unfold {0:?}, which stands within itself")]
    Endless(String),
}

/// Keywords that the cases cover.
const COVERED: [&str; 16] = [
    "type",
    "const",
    "enum",
    "pattern",
    "not",
    "format",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "items",
    "uniqueItems",
    "properties",
    "required",
    "additionalProperties",
    "minProperties",
];
/// Keywords that refuse no value, and those that are dealt with where they are met.
const OTHER: [&str; 11] =
    ["$schema", "$id", "$comment", "$defs", "$ref", "title", "description", "examples", "default", "anyOf", "oneOf"];

/// Stands where any text would do.
pub(super) const A_TEXT: &str = "A text.";
const DEEPEST: usize = 24;

impl<'s> Shape<'s> {
    pub(super) fn of(root: &'s Value) -> Self {
        Self { root }
    }

    /// The schema that a place has, and the name under which it is shared, where it is.
    pub(super) fn resolve(self, schema: &'s Value) -> Result<(&'s Map<String, Value>, Option<&'s str>), Uncovered> {
        let mut members = schema.as_object().ok_or_else(|| Uncovered::Keyword(schema.to_string()))?;
        let mut name = None;
        while let Some(target) = members.get("$ref").and_then(Value::as_str) {
            name = target.strip_prefix("#/$defs/");
            let next = name.and_then(|name| self.root.get("$defs")?.get(name)?.as_object());
            members = next.ok_or_else(|| Uncovered::Keyword(format!("$ref {target}")))?;
        }
        let is_known = |name: &str| COVERED.contains(&name) || OTHER.contains(&name) || name.starts_with("x-");
        match members.keys().find(|name| !is_known(name)) {
            Some(stranger) => Err(Uncovered::Keyword(stranger.clone())),
            None => Ok((members, name)),
        }
    }

    /// A value with no more than it needs.
    pub(super) fn least(self, schema: &'s Value) -> Result<Value, Uncovered> {
        self.value(schema, Extent::Least, DEEPEST)
    }

    /// A value with all that it can have: each property, and one item in each list.
    pub(super) fn fullest(self, schema: &'s Value) -> Result<Value, Uncovered> {
        self.value(schema, Extent::Fullest, DEEPEST)
    }

    fn value(self, schema: &'s Value, extent: Extent, depth: usize) -> Result<Value, Uncovered> {
        let (schema, name) = self.resolve(schema)?;
        let deeper = depth.checked_sub(1).ok_or_else(|| Uncovered::Endless(name.unwrap_or_default().to_owned()))?;
        if let Some(word) = schema.get("const").or_else(|| schema.get("enum")?.get(0)) {
            return Ok(word.clone());
        }
        Ok(match kind(schema) {
            "string" => match Form::of(schema)? {
                Some(form) => form.right[0].into(),
                None => A_TEXT.into(),
            },
            "integer" => schema.get("minimum").cloned().unwrap_or_else(|| 1.into()),
            "array" => match (extent, schema.get("items")) {
                (Extent::Fullest, Some(items)) => vec![self.value(items, extent, deeper)?].into(),
                _ => Value::Array(Vec::new()),
            },
            "object" => {
                let required = names(schema, "required");
                let alternatives = alternatives(schema)?;
                let mut members = Map::new();
                for (name, property) in properties(schema) {
                    let is_needed = match alternatives.iter().position(|other| other == name) {
                        Some(at) => at == 0,
                        None => extent == Extent::Fullest || required.contains(&name.as_str()),
                    };
                    let makes_up_number =
                        required.is_empty() && members.is_empty() && schema.contains_key("minProperties");
                    if is_needed || makes_up_number {
                        members.insert(name.clone(), self.value(property, extent, deeper)?);
                    }
                }
                members.into()
            }
            other => return Err(Uncovered::Keyword(format!("type {other}"))),
        })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    Least,
    Fullest,
}

/// The type that a schema asks for.
pub(super) fn kind(schema: &Map<String, Value>) -> &str {
    schema.get("type").and_then(Value::as_str).unwrap_or_default()
}

/// The properties that an object can have.
pub(super) fn properties(schema: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    schema.get("properties").and_then(Value::as_object).into_iter().flatten()
}

/// The texts in a list of a schema.
pub(super) fn names<'s>(schema: &'s Map<String, Value>, keyword: &str) -> Vec<&'s str> {
    schema.get(keyword).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The properties of which an object has just one.
pub(super) fn alternatives(schema: &Map<String, Value>) -> Result<Vec<&str>, Uncovered> {
    let branches = schema.get("oneOf").and_then(Value::as_array).into_iter().flatten();
    branches
        .map(|branch| match branch.as_object() {
            Some(members) if members.len() == 1 => match names(members, "required").as_slice() {
                [name] => Ok(*name),
                _ => Err(Uncovered::Keyword("oneOf".into())),
            },
            _ => Err(Uncovered::Keyword("oneOf".into())),
        })
        .collect()
}

/// The record without those of the alternatives at a place that stand against a property.
pub(super) fn choosing(record: &Value, pointer: &str, alternatives: &[&str], chosen: &str) -> Value {
    if !alternatives.contains(&chosen) {
        return record.clone();
    }
    alternatives
        .iter()
        .filter(|other| **other != chosen)
        .fold(record.clone(), |record, other| edit::without(&record, &edit::below(pointer, other)))
}
