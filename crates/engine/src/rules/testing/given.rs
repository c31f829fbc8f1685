//! The records that a test is given, with its changes, and how they are checked.

use std::{collections::HashMap, ops::Deref};

use accordance_rules::core::RecordAt;
use serde_json::Value as Json;

use crate::{Finding, collection::key_of_json};

/// The records of one collection in a test.
pub(super) struct Given {
    pub(super) collection: usize,
    pub(super) records: Vec<Json>,
    /// How many of them, from the first on, stand in files. The others are written in the test, with the fields that
    /// matter.
    pub(super) of_files: usize,
}

pub(super) fn add(given: &mut Vec<Given>, collection: usize, record: Json) {
    match given.iter_mut().find(|own| own.collection == collection) {
        Some(own) => own.records.push(record),
        None => given.push(Given { collection, records: vec![record], of_files: 0 }),
    }
}

impl Given {
    /// The first record of an id.
    pub(super) fn first_of(&self, id: &str, pointer: &str) -> Option<usize> {
        let has_id = |record: &Json| record.pointer(pointer).and_then(key_of_json).is_some_and(|own| *own == *id);
        self.records.iter().position(has_id)
    }

    pub(super) fn at(&self, position: u64) -> Option<usize> {
        usize::try_from(position).ok().filter(|position| *position < self.records.len())
    }
}

/// The records of one collection as they are checked: as one text, a record a line.
pub(super) struct Laid<'g> {
    given: &'g Given,
    pub(super) text: String,
    /// Where each record begins.
    starts: Vec<usize>,
    /// The first record of each id.
    pub(super) by_id: HashMap<Box<str>, usize>,
}

impl Deref for Laid<'_> {
    type Target = Given;

    fn deref(&self) -> &Given {
        self.given
    }
}

impl<'g> Laid<'g> {
    pub(super) fn new(given: &'g Given, id_pointer: Option<&str>) -> Self {
        let mut text = String::from("[");
        let mut starts = Vec::new();
        let mut by_id = HashMap::new();
        for (number, record) in given.records.iter().enumerate() {
            text.push_str(if number == 0 { "\n" } else { ",\n" });
            starts.push(text.len());
            text.push_str(&record.to_string());
            if let Some(id) = id_pointer.and_then(|pointer| key_of_json(record.pointer(pointer)?)) {
                by_id.entry(id).or_insert(number);
            }
        }
        text.push_str("\n]\n");
        Self { given, text, starts, by_id }
    }

    /// The position of the record that a finding is about.
    pub(super) fn position(&self, finding: &Finding) -> usize {
        self.starts.partition_point(|start| *start <= finding.place.span.start).saturating_sub(1)
    }

    pub(super) fn position_of(&self, record: &RecordAt) -> Option<usize> {
        match record {
            RecordAt::Position(position) => self.at(*position),
            RecordAt::Id(id) => self.by_id.get(&**id).copied(),
        }
    }
}

/// Puts a value in the place of another, or beside others of its object, or behind the last item of its list.
pub(super) fn set(record: &mut Json, pointer: &str, value: &Json) -> Option<()> {
    let Some((above, last)) = pointer.rsplit_once('/') else {
        *record = value.clone();
        return Some(());
    };
    let last = last.replace("~1", "/").replace("~0", "~");
    match record.pointer_mut(above)? {
        Json::Object(members) => {
            members.insert(last, value.clone());
        }
        Json::Array(items) => {
            let position: usize = last.parse().ok()?;
            if position == items.len() {
                items.push(value.clone());
            } else {
                *items.get_mut(position)? = value.clone();
            }
        }
        _ => return None,
    }
    Some(())
}
