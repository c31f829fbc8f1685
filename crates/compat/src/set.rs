//! Schemas by name, compared one by one.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{Class, Comparison, SchemaError, compare};

/// A schema, and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The name of the schema.
    pub name: String,
    /// What became of it.
    pub what: Compared,
}

/// What became of a schema.
#[derive(Clone, Debug, PartialEq)]
pub enum Compared {
    /// Both versions have it.
    Both(Box<Comparison>),
    /// Only the new version has it.
    Added,
    /// Only the old version has it.
    Removed,
}

impl Row {
    /// Who can go on as before. Nobody wrote or read by a schema that is added; all who wrote or read by one that is
    /// removed have to act.
    pub fn class(&self) -> Class {
        match &self.what {
            Compared::Both(comparison) => comparison.verdict.class(),
            Compared::Added => Class::WritersKeepWorking,
            Compared::Removed => Class::Breaking,
        }
    }
}

/// Compares the schemas of one name with each other, in the order of their names.
///
/// # Errors
/// For the first schema that cannot be compared, its name with the error.
pub fn compare_sets(
    old: &BTreeMap<String, Value>,
    new: &BTreeMap<String, Value>,
) -> Result<Vec<Row>, (String, SchemaError)> {
    let mut names: Vec<&String> = old.keys().chain(new.keys()).collect();
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .map(|name| {
            let what = match (old.get(name), new.get(name)) {
                (Some(old), Some(new)) => {
                    let comparison = compare(old, new).map_err(|error| (name.clone(), error))?;
                    Compared::Both(Box::new(comparison))
                }
                (None, _) => Compared::Added,
                (_, None) => Compared::Removed,
            };
            Ok(Row { name: name.clone(), what })
        })
        .collect()
}
