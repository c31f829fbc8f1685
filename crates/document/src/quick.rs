//! Whether a record is valid, decided in one walk over its nodes where that is easily known.
//!
//! Nearly all records of an archive are valid, and the schemas of most use few keywords. [`Quick`] is a schema as
//! tables of what a value must be like: the walk makes no calls that are not known beforehand, takes no memory, and
//! finds the members of an object by guessing that they come in the order of the schema. A [`Guide`] is the same laid
//! out place by place, so that a record is judged while it is read, and a [`Memory`] knows again what was judged before, and
//! in which order members come.
//! Whatever is not known is left to `jsonschema`, and so is every message. `cargo bench -p accordance-tests --bench
//! reading` measures the difference.

mod compile;
mod date;
mod draught;
mod guide;
mod memory;
mod read;
mod shape;
#[cfg(test)]
mod tests;
mod unfold;
mod walk;
mod words;

use std::{fmt, sync::Arc};

use jsonschema::{Registry, uri};
use referencing::Resolver;
use serde_json::Value as Schema;

use crate::Value;
pub use guide::{Guide, Marks};
pub use memory::Memory;
pub(crate) use memory::Remembered;
pub(crate) use read::{Read, read};
use shape::Shapes;

/// A JSON Schema (2020-12) with which most valid records are known to be valid without a validator.
///
/// ```
/// use accordance_document::{Limits, Quick, Tree, parse_json};
/// use serde_json::json;
///
/// let quick = Quick::of(&json!({"properties": {"number": {"type": "integer"}}, "required": ["number"]}));
/// let mut tree = Tree::new();
/// assert!(quick.accepts(parse_json(r#"{"number": 4}"#, &mut tree, Limits::default())?));
/// assert!(!quick.accepts(parse_json(r#"{"number": "4"}"#, &mut tree, Limits::default())?));
/// # Ok::<(), accordance_document::ReadError>(())
/// ```
pub struct Quick {
    shapes: Arc<Shapes>,
    root: u32,
}

impl Quick {
    /// Reads a schema. `resolver` finds what the schema refers to; its base is the address of the schema.
    ///
    /// Every schema is taken: of what is not known, no value is accepted.
    pub fn new<'r>(schema: &'r Schema, resolver: &Resolver<'r>) -> Self {
        let (shapes, root) = compile::compile(schema, resolver);
        Self { shapes: Arc::new(shapes), root }
    }

    /// Reads a schema that refers to nothing but itself.
    pub fn of(schema: &Schema) -> Self {
        let own = schema.get("$id").and_then(Schema::as_str).unwrap_or("json-schema:///");
        let registry = Registry::new().add(own, schema).and_then(jsonschema::RegistryBuilder::prepare);
        match (&registry, uri::from_str(own)) {
            (Ok(registry), Ok(base)) => Self::new(schema, &registry.resolver(base)),
            _ => Self { shapes: Arc::new(Shapes::new()), root: Shapes::UNKNOWN },
        }
    }

    /// Whether a value is surely valid: a validator with [`validation_options`](crate::validation_options) says so too.
    /// Of a value that is not accepted nothing is known.
    pub fn accepts(&self, value: Value<'_>) -> bool {
        self.verdict(value) == Some(true)
    }

    /// Whether a value is valid, where that is known.
    fn verdict(&self, value: Value<'_>) -> Option<bool> {
        walk::verdict(&self.shapes, self.root, value)
    }
}

impl fmt::Debug for Quick {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Quick").field("shapes", &self.shapes.len()).finish_non_exhaustive()
    }
}
