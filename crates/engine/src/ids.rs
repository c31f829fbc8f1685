//! The ids of the records of a run.

use std::collections::hash_map::Entry;

use crate::{at::At, hash::Map, reading::Named};

/// The ids of the records that were checked, by collection.
pub(crate) struct Ids {
    collections: Vec<Map<Box<str>, Known>>,
    /// Records whose id another one has too, with the first of them.
    pub(crate) twice: Vec<Twice>,
}

/// The first record of an id.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    pub(crate) at: At,
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
    pub(crate) fn of(parts: Vec<Vec<Named>>) -> Self {
        let mut lengths: Vec<usize> = Vec::new();
        for named in parts.iter().flatten() {
            if lengths.len() <= named.collection {
                lengths.resize(named.collection + 1, 0);
            }
            lengths[named.collection] += 1;
        }
        let room = |length: usize| Map::with_capacity_and_hasher(length, ahash::RandomState::default());
        let mut ids = Self { collections: lengths.into_iter().map(room).collect(), twice: Vec::new() };
        for named in parts.into_iter().flatten() {
            let known = Known { at: named.at, is_valid: named.is_valid };
            match ids.collections[named.collection].entry(named.id) {
                Entry::Vacant(entry) => drop(entry.insert(known)),
                Entry::Occupied(entry) => ids.twice.push(Twice {
                    collection: named.collection,
                    id: entry.key().clone(),
                    first: entry.get().at,
                    second: named.at,
                }),
            }
        }
        ids
    }

    pub(crate) fn get(&self, collection: usize, id: &str) -> Option<Known> {
        self.collections.get(collection)?.get(id).copied()
    }

    pub(crate) fn has(&self, collection: usize, id: &str) -> bool {
        self.get(collection, id).is_some()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.collections.iter().map(Map::len).sum()
    }

    /// All of them, with their collections.
    pub(crate) fn all(&self) -> impl Iterator<Item = (usize, &str)> {
        let by_collection = self.collections.iter().enumerate();
        by_collection.flat_map(|(collection, ids)| ids.keys().map(move |id| (collection, &**id)))
    }
}
