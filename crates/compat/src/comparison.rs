//! Two versions of a schema compared.

use std::fmt;

use serde_json::Value;

use crate::{Verdict, document::Document, likeness::Versions, notes, walk};

/// What there is to say of two versions of a schema.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The answers for the schema as a whole.
    pub verdict: Verdict,
    /// The places that differ in what they accept, in the order of the schemas. A definition that is referred to from
    /// many places stands here once.
    pub changes: Vec<Change>,
    /// What differs and decides nothing.
    pub notes: Vec<Note>,
}

/// A place at which the versions accept different instances, or may.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The place, by the names of properties: `participants[].role`. `[]` is any item, `.*` any other property, `(2)`
    /// the second form of several. Empty for the whole.
    pub place: String,
    /// The definition that the place is in. The same holds wherever it is referred to.
    pub definition: Option<String>,
    /// What differs, in words.
    pub reasons: Vec<String>,
    /// The answers for this place, all else being equal.
    pub verdict: Verdict,
}

/// A keyword that says something to readers, and decides nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The place, as in [`Change::place`].
    pub place: String,
    /// The keyword, such as `description`.
    pub keyword: String,
}

/// Which of the two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// The one that was.
    Old,
    /// The one that takes its place.
    New,
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Old => "old",
            Self::New => "new",
        })
    }
}

/// A schema that cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the {version} schema cannot be compared: {reason}")]
pub struct SchemaError {
    /// Which of the two.
    pub version: Version,
    /// Why, in words.
    pub reason: String,
}

/// Compares two versions of a schema.
///
/// # Errors
/// [`SchemaError`] for what is no schema of JSON Schema 2020-12, and for one with references that lead out of it.
pub fn compare(old: &Value, new: &Value) -> Result<Comparison, SchemaError> {
    let document = |root, version| Document::new(root).map_err(|reason| SchemaError { version, reason });
    let versions = Versions { old: document(old, Version::Old)?, new: document(new, Version::New)? };
    let notes = notes::of(versions);
    if versions.are_alike(old, new) {
        return Ok(Comparison { verdict: Verdict::SAME, changes: Vec::new(), notes });
    }
    let (verdict, changes) = walk::compared(versions);
    Ok(Comparison { verdict, changes, notes })
}
