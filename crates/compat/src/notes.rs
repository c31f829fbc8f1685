//! What two versions say differently to readers.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::{
    Note,
    document::Document,
    keyword::{self, Holds},
    likeness::Versions,
    trail::{Into, Trail},
};

/// Keywords that say where a schema is, and nothing of what it describes.
const OF_THE_FILE: [&str; 5] = ["$schema", "$id", "$comment", "$defs", "$anchor"];

/// The keywords that differ and decide nothing, at places that both versions have.
pub(crate) fn of(versions: Versions<'_>) -> Vec<Note> {
    let mut notes = Notes { versions, met: HashSet::new(), trail: Trail::default(), found: Vec::new() };
    notes.pair(versions.old.root, versions.new.root);
    notes.found
}

struct Notes<'s> {
    versions: Versions<'s>,
    met: HashSet<(*const Value, *const Value)>,
    trail: Trail<'s>,
    found: Vec<Note>,
}

impl<'s> Notes<'s> {
    fn pair(&mut self, old: &'s Value, new: &'s Value) {
        if !self.met.insert((std::ptr::from_ref(old), std::ptr::from_ref(new))) {
            return;
        }
        let (Value::Object(was), Value::Object(is)) = (old, new) else {
            return;
        };
        self.keywords(was, is);
        let target = |document: Document<'s>, schema: &'s Value| {
            schema.get("$ref").and_then(Value::as_str).and_then(|reference| document.target(reference))
        };
        if let (Some(old), Some(new)) = (target(self.versions.old, old), target(self.versions.new, new)) {
            self.pair(old, new);
        }
        for (name, holds, was) in keyword::deciding(was) {
            let Some(is) = is.get(name) else { continue };
            match (holds, was, is) {
                (Holds::Schema, was, is) => self.step(if name == "items" { Into::Items } else { Into::Other }, was, is),
                (Holds::Members, Value::Object(was), Value::Object(is)) => {
                    for (property, was) in was {
                        if let Some(is) = is.get(property) {
                            self.step(Into::Property(property), was, is);
                        }
                    }
                }
                (Holds::Schemas, Value::Array(was), Value::Array(is)) => {
                    for (at, (was, is)) in was.iter().zip(is).enumerate() {
                        self.step(Into::Form(at + 1), was, is);
                    }
                }
                _ => {}
            }
        }
    }

    fn step(&mut self, into: Into<'s>, old: &'s Value, new: &'s Value) {
        self.trail.push(old, new, into);
        self.pair(old, new);
        self.trail.pop();
    }

    fn keywords(&mut self, was: &Map<String, Value>, is: &Map<String, Value>) {
        let names = was.keys().chain(is.keys().filter(|name| !was.contains_key(*name)));
        for name in names {
            if keyword::holds(name).is_none() && !OF_THE_FILE.contains(&name.as_str()) && was.get(name) != is.get(name)
            {
                self.found.push(Note { place: self.trail.place(), keyword: name.clone() });
            }
        }
    }
}
