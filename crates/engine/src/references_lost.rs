//! Ids that two records have, and references that lead to no record.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use rayon::prelude::*;

use crate::{
    Finding, RecordName, Related, Role,
    at::{At, LinesBefore},
    check::{BUILT_IN, DANGLING, Run, UNIQUE_ID},
    collection::{Collection, key},
    file_text::Spot,
    findings::sentence,
    hash::{Map, Set},
    ids::{Ids, Twice},
    nearest::nearest,
    pieces::Again,
    reading::Part,
    schema_fault::{Focus, place, property},
};

/// A collection and the id of one of its records.
pub(crate) type Key = (usize, Box<str>);

impl Run<'_> {
    pub(crate) fn repeated_ids(&self, twice: &[Twice], lines: &LinesBefore) -> Vec<(usize, Finding)> {
        let (mut first_texts, mut second_texts) = (self.again(lines), self.again(lines));
        let mut found = Vec::new();
        for Twice { collection, id, first, second } in twice {
            let own = &self.collections.all[*collection];
            let pointer = own.id.clone().unwrap_or_default();
            let before = self.spot(&mut first_texts, first, &pointer);
            let after = self.spot(&mut second_texts, second, &pointer);
            let name = &self.list[second.file()].name;
            let first_name = &self.list[first.file()].name;
            found.push((
                second.file(),
                Finding {
                    message: format!(
                        "{} is the id of another record of {} too",
                        accordance_document::quoted(id),
                        own.name
                    ),
                    label: "give this record an id of its own".into(),
                    fix: Some("Give this record an id of its own, or remove it where it is the same record.".into()),
                    record: Some(RecordName { collection: Arc::clone(&own.name), id: Some(id.to_string()) }),
                    values: vec![("id".into(), id.to_string().into())],
                    related: vec![Related {
                        place: before.named(first_name, &pointer),
                        label: "the first record of this id".into(),
                    }],
                    ..Finding::built_in(BUILT_IN[UNIQUE_ID], after.named(name, &pointer))
                },
            ));
        }
        found
    }

    fn spot(&self, texts: &mut Again<'_>, at: &At, pointer: &str) -> Spot {
        let (text, span) = texts.text(at);
        text.place(&span, pointer, Focus::Value, self.options.limits).unwrap_or_else(|| text.spot(span))
    }

    /// How many references there are, and those that lead to no valid record.
    pub(crate) fn lost(&self, ids: &Ids, parts: &[Part]) -> (u64, LostReferences) {
        let referred = parts.iter().map(|part| part.referred).sum();
        let background = self.background.get().map(Vec::as_slice).unwrap_or_default();
        let background: Set<(usize, &str)> = background.iter().map(|(collection, id)| (*collection, &**id)).collect();
        let why = |collection: usize, id: &str| match ids.get(collection, id) {
            Some(known) if known.is_valid => None,
            _ if background.contains(&(collection, id)) => None,
            Some(_) => Some(Lost::Invalid),
            None => Some(Lost::Missing { near: None }),
        };
        let found = parts.par_iter().flat_map_iter(|part| {
            let lost = part.references().filter_map(|(collection, id)| Some((collection, id, why(collection, id)?)));
            lost.map(move |(collection, id, why)| ((collection, id.into()), why, part))
        });
        let mut lost = LostReferences::default();
        for (reference, why, part) in found.collect::<Vec<(Key, Lost, &Part)>>() {
            lost.all.insert(reference, why);
            lost.pieces.insert(part.piece, part.lines_before);
        }
        // A part leaves out what a valid record of its own has. The first record of the id may be another one.
        let found = |twice: &Twice| Some(((twice.collection, twice.id.clone()), why(twice.collection, &twice.id)?));
        let twice: Vec<(Key, Lost)> = ids.twice.iter().filter_map(found).collect();
        if !twice.is_empty() {
            lost.all.extend(twice);
            lost.pieces.extend(parts.iter().map(|part| (part.piece, part.lines_before)));
        }
        let known = ids.len() + background.len();
        find_nearest(&mut lost.all, known, &mut || ids.all().chain(background.iter().copied()).collect());
        (referred, lost)
    }

    /// Reads some pieces once more for the places of references that lead nowhere.
    pub(crate) fn dangling(&self, lost: &LostReferences) -> Vec<Part> {
        self.read_again(&self.files_of(Role::Checked), &lost.pieces, &|file, record, source, part| {
            let Some(collection) = self.collection_of(self.named_collection(file), record) else { return };
            let own = &self.collections.all[collection];
            let mut here: Vec<(String, Key, &Lost)> = Vec::new();
            let is_valid = own.references.are_of_schema() || own.is_valid(record.value);
            own.each_reference(record.value, is_valid, &mut |target, value, steps| {
                let Some(id) = key(value) else { return };
                let reference = (target, id);
                if let Some(why) = lost.all.get(&reference) {
                    here.push((steps.pointer(), reference, why));
                }
            });
            if here.is_empty() {
                return;
            }
            let id = own.id_of(record.value).map(Cow::into_owned);
            source(&mut |text| {
                let pointers = here.iter().map(|(pointer, ..)| (pointer.as_str(), Focus::Value));
                let spots = text.places_of(record, pointers);
                for ((pointer, (target, id_there), why), spot) in here.iter().zip(spots) {
                    let target = &self.collections.all[*target];
                    let (message, label) = why.told(pointer, id_there, target);
                    part.findings.push((
                        file,
                        Finding {
                            message,
                            fix: Some(sentence(&label)),
                            label: label.into(),
                            record: Some(RecordName { collection: Arc::clone(&own.name), id: id.clone() }),
                            values: vec![(property(pointer).into(), id_there.to_string().into())],
                            ..Finding::built_in(BUILT_IN[DANGLING], spot.named(text.name(), pointer))
                        },
                    ));
                }
            });
        })
    }
}

/// The ids of the records of parts.
pub(crate) fn background_ids(parts: &mut [Part]) -> Vec<Key> {
    let named = parts.iter_mut().map(|part| std::mem::take(&mut part.ids));
    named.flat_map(|named| named.iter().map(|(collection, id)| (collection, id.into())).collect::<Vec<Key>>()).collect()
}

/// References that lead to no valid record.
#[derive(Default)]
pub(crate) struct LostReferences {
    all: Map<Key, Lost>,
    /// The pieces that they are in, with how many lines of the file are before each.
    pieces: BTreeMap<usize, usize>,
}

impl LostReferences {
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

/// Why a reference leads nowhere.
enum Lost {
    /// No record has the id; one may have an id that is near.
    Missing { near: Option<String> },
    /// The record that has the id is not valid.
    Invalid,
}

impl Lost {
    /// What is said of a reference at `pointer` to an id, and what to do.
    fn told(&self, pointer: &str, id: &str, target: &Collection) -> (String, String) {
        let (what, shown) = (place(pointer), accordance_document::quoted(id));
        match self {
            Self::Missing { near } => (
                format!("{what} refers to {shown}, and no record of {} has that id", target.name),
                match near {
                    Some(near) => format!("write {near:?}"),
                    None => "write the id of a record, or add the record".into(),
                },
            ),
            Self::Invalid => (
                format!("{what} refers to {shown}, a record of {} that is not valid itself", target.name),
                "mend that record first".into(),
            ),
        }
    }
}

/// Two ids are compared at most so often in search of near ones, so that a data set without its other half is told
/// quickly.
const MOST_COMPARISONS: usize = 200_000;

/// Looks for the id that was most likely meant by each that no record has, among so many that are known.
fn find_nearest<'i>(lost: &mut Map<Key, Lost>, known: usize, all: &mut dyn FnMut() -> Vec<(usize, &'i str)>) {
    let missing = lost.values().filter(|why| matches!(why, Lost::Missing { .. })).count();
    if missing == 0 || missing.saturating_mul(known) > MOST_COMPARISONS {
        return;
    }
    let mut known = all();
    known.sort_unstable();
    for ((collection, id), why) in lost {
        if let Lost::Missing { near } = why {
            let is_meant = |(other, known): &&(usize, &str)| other == collection && has_numbers_of(known, id);
            *near = nearest(id, known.iter().filter(is_meant).map(|(_, known)| *known)).map(str::to_owned);
        }
    }
}

/// Whether two ids have the same numbers in them. One with another day, or of another session, is that of another record.
fn has_numbers_of(one: &str, other: &str) -> bool {
    let numbers = |id| str::split(id, |c: char| !c.is_ascii_digit()).map(|number| number.trim_start_matches('0'));
    let numbers = |id| numbers(id).filter(|number| !number.is_empty());
    numbers(one).eq(numbers(other))
}

#[cfg(test)]
mod tests {
    use super::has_numbers_of;

    #[test]
    fn an_id_with_another_number_is_that_of_another_record() {
        assert!(has_numbers_of("gpg-2023-7", "gpq-2023-07"));
        assert!(has_numbers_of("interpool", "interpol"));
        assert!(!has_numbers_of("wg-2026-03-09", "wg-2023-07-03"));
        assert!(!has_numbers_of("session-1", "session"));
    }
}
