//! Whether two schemas are written alike, but for what decides nothing and the names of definitions.

use std::collections::{BTreeSet, HashSet};

use serde_json::{Map, Value};

use crate::{
    document::Document,
    keyword::{self, Holds},
};

/// Both versions, for questions about parts of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Versions<'s> {
    pub(crate) old: Document<'s>,
    pub(crate) new: Document<'s>,
}

impl<'s> Versions<'s> {
    /// Whether two parts are alike, and so accept the same.
    pub(crate) fn are_alike(self, old: &'s Value, new: &'s Value) -> bool {
        Likeness { versions: self, assumed: HashSet::new() }.holds(old, new)
    }
}

struct Likeness<'s> {
    versions: Versions<'s>,
    /// Pairs that have been met. They are alike unless a difference is found somewhere, and then the whole is
    /// different.
    assumed: HashSet<(*const Value, *const Value)>,
}

impl<'s> Likeness<'s> {
    fn holds(&mut self, old: &'s Value, new: &'s Value) -> bool {
        let old = self.versions.old.resolved(old).schema;
        let new = self.versions.new.resolved(new).schema;
        if !self.assumed.insert((std::ptr::from_ref(old), std::ptr::from_ref(new))) {
            return true;
        }
        match (old, new) {
            (Value::Object(old), Value::Object(new)) => keyword::deciding_of_either(old, new)
                .all(|(name, holds)| matches!((old.get(name), new.get(name)), (Some(old), Some(new)) if self.values(holds, old, new))),
            (old, new) => old == new,
        }
    }

    fn values(&mut self, holds: Holds, old: &'s Value, new: &'s Value) -> bool {
        match (holds, old, new) {
            (Holds::Schema, old, new) => self.holds(old, new),
            (Holds::Schemas, Value::Array(old), Value::Array(new)) => {
                old.len() == new.len() && old.iter().zip(new).all(|(old, new)| self.holds(old, new))
            }
            (Holds::Members, Value::Object(old), Value::Object(new)) => self.members(old, new),
            (Holds::Reference, Value::String(old), Value::String(new)) => {
                match (self.versions.old.target(old), self.versions.new.target(new)) {
                    (Some(old), Some(new)) => self.holds(old, new),
                    _ => false,
                }
            }
            (Holds::Words, old, new) => words(old) == words(new),
            (_, old, new) => old == new,
        }
    }

    fn members(&mut self, old: &'s Map<String, Value>, new: &'s Map<String, Value>) -> bool {
        old.len() == new.len() && old.iter().all(|(name, old)| new.get(name).is_some_and(|new| self.holds(old, new)))
    }
}

/// The values of a list in which the order says nothing; a single value is a list of one.
pub(crate) fn words(value: &Value) -> BTreeSet<String> {
    match value {
        Value::Array(items) => items.iter().map(Value::to_string).collect(),
        one => BTreeSet::from([one.to_string()]),
    }
}
