//! A schema file: the places that references lead to, and parts of it that stand by themselves.

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Map, Value, json};

use crate::keyword::{self, Holds};

/// The dialect that is compared.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// References that lead to references are followed this far.
const MOST_REFERENCES: usize = 32;

/// A version of a schema.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Document<'s> {
    pub(crate) root: &'s Value,
}

impl<'s> Document<'s> {
    /// Takes in a schema, if it is of a form that can be compared.
    pub(crate) fn new(root: &'s Value) -> Result<Self, String> {
        match root {
            Value::Bool(_) => {}
            Value::Object(members) => {
                if let Some(dialect) = members.get("$schema")
                    && dialect.as_str().map(|dialect| dialect.trim_end_matches('#')) != Some(DIALECT)
                {
                    return Err(format!("it is written in {dialect}, and only {DIALECT} is compared"));
                }
            }
            _ => return Err("a schema is an object, true or false".to_owned()),
        }
        let document = Self { root };
        document.every_reference_is_local()?;
        jsonschema::options()
            .should_validate_formats(true)
            .build(&document.standalone(root))
            .map_err(|error| error.to_string())?;
        Ok(document)
    }

    fn every_reference_is_local(self) -> Result<(), String> {
        let mut left: Vec<&Value> = vec![self.root];
        let definitions = self.root.get("$defs").and_then(Value::as_object);
        left.extend(definitions.into_iter().flat_map(Map::values));
        while let Some(schema) = left.pop() {
            if let Some(target) = schema.get("$ref")
                && target.as_str().and_then(|target| self.target(target)).is_none()
            {
                return Err(format!("{target} leads to no place in the same file"));
            }
            if schema.get("$dynamicRef").is_some() || (schema.get("$id").is_some() && !std::ptr::eq(schema, self.root))
            {
                return Err(
                    "$dynamicRef, and schemas within that have an $id of their own, are not compared".to_owned()
                );
            }
            left.extend(keyword::subschemas(schema));
        }
        Ok(())
    }

    /// The schema that a reference leads to.
    pub(crate) fn target(self, reference: &str) -> Option<&'s Value> {
        let pointer = reference.strip_prefix('#')?;
        if pointer.contains('%') {
            return None;
        }
        self.root.pointer(pointer)
    }

    /// Follows a reference that stands alone, and says which name it leads to.
    pub(crate) fn resolved(self, mut schema: &'s Value) -> Resolved<'s> {
        let mut name = None;
        for _ in 0..MOST_REFERENCES {
            let Some(members) = schema.as_object() else { break };
            let mut deciding = keyword::deciding(members);
            let (Some(("$ref", _, Value::String(reference))), None) = (deciding.next(), deciding.next()) else { break };
            let Some(target) = self.target(reference) else { break };
            name = reference.rsplit('/').next().filter(|name| !name.is_empty() && *name != "#");
            schema = target;
        }
        Resolved { schema, name }
    }

    /// A part of the schema as a schema of its own, with the definitions that it needs and none of what decides
    /// nothing.
    pub(crate) fn standalone(self, part: &Value) -> Value {
        let mut names = Names::default();
        let mut whole = match self.bare(part, &mut names) {
            Value::Object(members) => members,
            truth => return truth,
        };
        let mut definitions = Map::new();
        while let Some((name, target)) = names.left.pop_front() {
            let body = self.bare(target, &mut names);
            definitions.insert(name, body);
        }
        if !definitions.is_empty() {
            whole.insert("$defs".into(), definitions.into());
        }
        whole.insert("$schema".into(), DIALECT.into());
        whole.into()
    }

    fn bare(self, schema: &Value, names: &mut Names<'s>) -> Value {
        let Value::Object(members) = schema else {
            return schema.clone();
        };
        let mut bare = Map::new();
        for (name, holds, value) in keyword::deciding(members) {
            let value = match (holds, value) {
                (Holds::Schema, schema) => self.bare(schema, names),
                (Holds::Schemas, Value::Array(list)) => list.iter().map(|schema| self.bare(schema, names)).collect(),
                (Holds::Members, Value::Object(members)) => {
                    members.iter().map(|(name, schema)| (name.clone(), self.bare(schema, names))).collect()
                }
                (Holds::Reference, Value::String(reference)) => match self.target(reference) {
                    Some(target) => json!(format!("#/$defs/{}", names.of(reference, target))),
                    None => value.clone(),
                },
                _ => value.clone(),
            };
            bare.insert(name.to_owned(), value);
        }
        bare.into()
    }
}

/// Where a reference leads.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Resolved<'s> {
    pub(crate) schema: &'s Value,
    /// The last part of the place, where there was a reference.
    pub(crate) name: Option<&'s str>,
}

/// The names of the definitions of a standalone schema.
#[derive(Debug, Default)]
struct Names<'s> {
    given: BTreeMap<String, String>,
    left: VecDeque<(String, &'s Value)>,
}

impl<'s> Names<'s> {
    fn of(&mut self, reference: &str, target: &'s Value) -> String {
        if let Some(name) = self.given.get(reference) {
            return name.clone();
        }
        let name = format!("d{}", self.given.len());
        self.given.insert(reference.to_owned(), name.clone());
        self.left.push_back((name.clone(), target));
        name
    }
}
