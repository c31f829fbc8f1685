//! The keywords of JSON Schema 2020-12 that decide what is accepted. All others say something to readers only.

use serde_json::{Map, Value};

/// What the value of a keyword holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Plain data.
    Data,
    /// A list of data in which the order says nothing.
    Words,
    /// A schema.
    Schema,
    /// A list of schemas.
    Schemas,
    /// Schemas by name.
    Members,
    /// The place of a schema.
    Reference,
}

/// Every keyword that decides, and what it holds.
const KEYWORDS: &[(&str, Holds)] = &[
    ("$dynamicRef", Holds::Data),
    ("$ref", Holds::Reference),
    ("additionalProperties", Holds::Schema),
    ("allOf", Holds::Schemas),
    ("anyOf", Holds::Schemas),
    ("const", Holds::Data),
    ("contains", Holds::Schema),
    ("dependentRequired", Holds::Data),
    ("dependentSchemas", Holds::Members),
    ("else", Holds::Schema),
    ("enum", Holds::Words),
    ("exclusiveMaximum", Holds::Data),
    ("exclusiveMinimum", Holds::Data),
    ("format", Holds::Data),
    ("if", Holds::Schema),
    ("items", Holds::Schema),
    ("maxContains", Holds::Data),
    ("maxItems", Holds::Data),
    ("maxLength", Holds::Data),
    ("maxProperties", Holds::Data),
    ("maximum", Holds::Data),
    ("minContains", Holds::Data),
    ("minItems", Holds::Data),
    ("minLength", Holds::Data),
    ("minProperties", Holds::Data),
    ("minimum", Holds::Data),
    ("multipleOf", Holds::Data),
    ("not", Holds::Schema),
    ("oneOf", Holds::Schemas),
    ("pattern", Holds::Data),
    ("patternProperties", Holds::Members),
    ("prefixItems", Holds::Schemas),
    ("properties", Holds::Members),
    ("propertyNames", Holds::Schema),
    ("required", Holds::Words),
    ("then", Holds::Schema),
    ("type", Holds::Words),
    ("unevaluatedItems", Holds::Schema),
    ("unevaluatedProperties", Holds::Schema),
    ("uniqueItems", Holds::Data),
];

/// What a keyword holds; none for one that decides nothing.
pub(crate) fn holds(name: &str) -> Option<Holds> {
    KEYWORDS.binary_search_by_key(&name, |(keyword, _)| keyword).ok().map(|at| KEYWORDS[at].1)
}

/// The keywords of a schema that decide, in the order in which they are written.
pub(crate) fn deciding(schema: &Map<String, Value>) -> impl Iterator<Item = (&str, Holds, &Value)> {
    schema.iter().filter_map(|(name, value)| Some((name.as_str(), holds(name)?, value)))
}

/// The keywords of two schemas that decide, each once.
pub(crate) fn deciding_of_either<'a>(
    old: &'a Map<String, Value>,
    new: &'a Map<String, Value>,
) -> impl Iterator<Item = (&'a str, Holds)> {
    let more = deciding(new).filter(|(name, ..)| !old.contains_key(*name));
    deciding(old).chain(more).map(|(name, holds, _)| (name, holds))
}

/// The subschemas of a schema: those that its deciding keywords hold.
pub(crate) fn subschemas(schema: &Value) -> Vec<&Value> {
    let Value::Object(members) = schema else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for (_, holds, value) in deciding(members) {
        match (holds, value) {
            (Holds::Schema, schema) => all.push(schema),
            (Holds::Schemas, Value::Array(list)) => all.extend(list),
            (Holds::Members, Value::Object(members)) => all.extend(members.values()),
            _ => {}
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::KEYWORDS;

    #[test]
    fn keywords_are_sorted_so_that_they_are_found() {
        assert!(KEYWORDS.is_sorted_by_key(|(name, _)| name));
    }
}
