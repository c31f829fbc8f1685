//! The ids of the records of a run, and those that are referred to.

use std::hash::BuildHasher;

use hashbrown::{HashTable, hash_table::Entry};

use crate::{at::At, hash::RandomState};

/// Room is made beforehand for so many at most.
pub(crate) const MOST_LIKE: usize = 1 << 12;

/// Different texts in one room.
#[derive(Default)]
pub(crate) struct Texts {
    room: String,
    /// Where each is in the room.
    spans: HashTable<(usize, usize)>,
    state: RandomState,
}

impl Texts {
    /// Room for as many texts as others are, if these are not very many.
    pub(crate) fn like(&self) -> Self {
        let few = self.spans.len().min(MOST_LIKE);
        let (room, spans) = (String::with_capacity(self.room.len().min(few * 32)), HashTable::with_capacity(few));
        Self { room, spans, state: RandomState::default() }
    }

    /// Adds a text, unless it is there.
    #[inline]
    pub(crate) fn add(&mut self, text: &str) {
        let Self { room, spans, state } = self;
        let hash = state.hash_one(text);
        let is_same = |(start, length): &(usize, usize)| {
            *length == text.len() && room.as_bytes().get(*start..start + length) == Some(text.as_bytes())
        };
        if spans.find(hash, is_same).is_none() {
            spans.insert_unique(hash, (room.len(), text.len()), |span| state.hash_one(at(room, *span)));
            room.push_str(text);
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.spans.iter().map(|span| at(&self.room, *span))
    }

    /// Gives back the room that is not needed.
    pub(crate) fn shrink(&mut self) {
        let Self { room, spans, state } = self;
        spans.shrink_to_fit(|span| state.hash_one(at(room, *span)));
        room.shrink_to_fit();
    }
}

fn at(room: &str, (start, length): (usize, usize)) -> &str {
    room.get(start..start + length).unwrap_or_default()
}

/// The ids of records that were read together, in their order.
#[derive(Default)]
pub(crate) struct Named {
    room: String,
    all: Vec<One>,
}

/// A record that has an id.
struct One {
    at: At,
    collection: u32,
    /// Where its id is in the room.
    start: usize,
    length: u32,
    is_valid: bool,
}

impl Named {
    /// Room for as many records as others are, if these are not very many.
    pub(crate) fn like(&self) -> Self {
        let few = self.all.len().min(MOST_LIKE);
        Self { room: String::with_capacity(self.room.len().min(few * 32)), all: Vec::with_capacity(few) }
    }

    /// Adds a record that has an id.
    pub(crate) fn add(&mut self, collection: usize, id: &str, at: At, is_valid: bool) {
        // INVARIANT: there are few collections, and a record is shorter than 4 GiB.
        let short = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let (start, length) = (self.room.len(), short(id.len()));
        self.room.push_str(id);
        self.all.push(One { at, collection: short(collection), start, length, is_valid });
    }

    /// The ids with their collections.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, &str)> {
        self.all.iter().map(|one| (one.collection as usize, self.id(one)))
    }

    fn id(&self, one: &One) -> &str {
        at(&self.room, (one.start, one.length as usize))
    }

    /// Counts lines from further up.
    pub(crate) fn move_down(&mut self, lines: usize) {
        self.all.iter_mut().for_each(|one| one.at = one.at.below(lines));
    }

    /// Gives back the room that is not needed.
    pub(crate) fn shrink(&mut self) {
        self.room.shrink_to_fit();
        self.all.shrink_to_fit();
    }
}

/// The ids of the records that were checked, by collection.
pub(crate) struct Ids {
    parts: Vec<Named>,
    /// The part and the number of the first record of each id.
    collections: Vec<HashTable<(u32, u32)>>,
    state: RandomState,
    /// Records whose id another one has too, with the first of them.
    pub(crate) twice: Vec<Twice>,
}

/// The first record of an id.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    pub(crate) is_valid: bool,
}

/// A record whose id another one has too.
pub(crate) struct Twice {
    pub(crate) collection: usize,
    pub(crate) id: Box<str>,
    pub(crate) first: At,
    pub(crate) second: At,
}

impl Ids {
    /// The ids of the records of parts, in their order.
    pub(crate) fn of(parts: Vec<Named>) -> Self {
        let mut lengths: Vec<usize> = Vec::new();
        for one in parts.iter().flat_map(|part| &part.all) {
            let collection = one.collection as usize;
            if lengths.len() <= collection {
                lengths.resize(collection + 1, 0);
            }
            lengths[collection] += 1;
        }
        let state = RandomState::default();
        let mut collections: Vec<HashTable<(u32, u32)>> = lengths.into_iter().map(HashTable::with_capacity).collect();
        let mut twice = Vec::new();
        // INVARIANT: places of parts and records in files are 32 bits wide.
        for (part, named) in (0..).zip(&parts) {
            for (number, one) in (0..).zip(&named.all) {
                let (collection, id) = (one.collection as usize, named.id(one));
                let same = |known: &(u32, u32)| find(&parts, *known).is_some_and(|(known, _)| known == id);
                let hash = |known: &(u32, u32)| find(&parts, *known).map_or(0, |(known, _)| state.hash_one(known));
                match collections[collection].entry(state.hash_one(id), same, hash) {
                    Entry::Vacant(entry) => drop(entry.insert((part, number))),
                    Entry::Occupied(entry) => {
                        let first = find(&parts, *entry.get()).map_or(one.at, |(_, first)| first.at);
                        twice.push(Twice { collection, id: id.into(), first, second: one.at });
                    }
                }
            }
        }
        Self { parts, collections, state, twice }
    }

    pub(crate) fn get(&self, collection: usize, id: &str) -> Option<Known> {
        let same = |known: &(u32, u32)| find(&self.parts, *known).is_some_and(|(known, _)| known == id);
        let found = self.collections.get(collection)?.find(self.state.hash_one(id), same)?;
        find(&self.parts, *found).map(|(_, one)| Known { is_valid: one.is_valid })
    }

    pub(crate) fn has(&self, collection: usize, id: &str) -> bool {
        self.get(collection, id).is_some()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.collections.iter().map(HashTable::len).sum()
    }

    /// All of them, with their collections.
    pub(crate) fn all(&self) -> impl Iterator<Item = (usize, &str)> {
        let (by_collection, parts) = (self.collections.iter().enumerate(), &self.parts);
        by_collection.flat_map(move |(collection, ids)| {
            ids.iter().filter_map(move |known| Some((collection, find(parts, *known)?.0)))
        })
    }
}

fn find(parts: &[Named], (part, number): (u32, u32)) -> Option<(&str, &One)> {
    let part = parts.get(part as usize)?;
    let one = part.all.get(number as usize)?;
    Some((part.id(one), one))
}
