//! The ids of the records of a run, and those that are referred to.

use std::borrow::Cow;

use hashbrown::{HashTable, hash_table::Entry};

use crate::{at::At, hash::Hashed};

/// Room is made beforehand for so many at most.
pub(crate) const MOST_LIKE: usize = 1 << 12;

/// Different texts in one room.
#[derive(Default)]
pub(crate) struct Texts {
    room: String,
    spans: HashTable<Span>,
}

/// Where a text is in the room.
#[derive(Clone, Copy)]
struct Span {
    start: usize,
    length: u32,
    hash: Hashed,
}

impl Texts {
    /// Room for as many texts as others are, if these are not very many.
    pub(crate) fn like(&self) -> Self {
        let few = self.spans.len().min(MOST_LIKE);
        Self { room: String::with_capacity(self.room.len().min(few * 32)), spans: HashTable::with_capacity(few) }
    }

    /// Adds a text, unless it is there.
    #[inline]
    pub(crate) fn add(&mut self, text: &str) {
        self.add_hashed(text, Hashed::of(text.as_bytes()));
    }

    #[inline]
    fn add_hashed(&mut self, text: &str, hash: Hashed) {
        let Self { room, spans } = self;
        let is_same = |span: &Span| span.hash == hash && at(room, span.start, span.length) == text;
        if spans.find(hash.wide(), is_same).is_none() {
            let own = Span { start: room.len(), length: short(text.len()), hash };
            spans.insert_unique(hash.wide(), own, |span| span.hash.wide());
            room.push_str(text);
        }
    }

    fn text(&self, span: &Span) -> &str {
        at(&self.room, span.start, span.length)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.spans.iter().map(|span| self.text(span))
    }

    /// Leaves out the ids of valid records of a collection that stand in the same part, and gives back the room that is
    /// not needed.
    pub(crate) fn settle(&mut self, collection: usize, named: &Named) {
        let valid = || named.all.iter().filter(|one| one.is_valid && one.collection as usize == collection);
        let count = if self.spans.is_empty() { 0 } else { valid().count() };
        let mut known: HashTable<&One> = HashTable::with_capacity(count);
        for one in valid().take(count) {
            // Many records may have one id: it is put in once.
            let is_same = |known: &&One| known.hash == one.hash && named.id(known) == named.id(one);
            known.entry(one.hash.wide(), is_same, |known| known.hash.wide()).or_insert(one);
        }
        let mut rest = Self::default();
        for span in &self.spans {
            let (text, hash) = (self.text(span), span.hash);
            if known.find(hash.wide(), |known| known.hash == hash && named.id(known) == text).is_none() {
                rest.add_hashed(text, hash);
            }
        }
        rest.room.shrink_to_fit();
        *self = rest;
    }
}

fn at(room: &str, start: usize, length: u32) -> &str {
    room.get(start..start + length as usize).unwrap_or_default()
}

fn short(number: usize) -> u32 {
    // INVARIANT: there are few collections, and a record is shorter than 4 GiB.
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The ids of records that were read together, in their order.
#[derive(Debug, Default)]
pub(crate) struct Named {
    room: String,
    all: Vec<One>,
}

/// A record that has an id.
#[derive(Debug)]
struct One {
    at: At,
    collection: u32,
    /// Where its id is in the room.
    start: usize,
    length: u32,
    hash: Hashed,
    is_valid: bool,
    /// Whether its id is written as a text.
    is_text: bool,
    /// How many valid records of its collection have an id and stand before it.
    rank: u32,
}

impl Named {
    /// Room for as many records as others are, if these are not very many.
    pub(crate) fn like(&self) -> Self {
        let few = self.all.len().min(MOST_LIKE);
        Self { room: String::with_capacity(self.room.len().min(few * 32)), all: Vec::with_capacity(few) }
    }

    /// Adds a record that has an id, which is borrowed where it is written as a text.
    pub(crate) fn add(&mut self, collection: usize, id: Cow<'_, str>, at: At, is_valid: bool) {
        let (start, length, hash) = (self.room.len(), short(id.len()), Hashed::of(id.as_bytes()));
        let is_text = matches!(id, Cow::Borrowed(_));
        self.room.extend([id]);
        self.all.push(One { at, collection: short(collection), start, length, hash, is_valid, is_text, rank: 0 });
    }

    /// The ids with their collections.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, &str)> {
        self.all.iter().map(|one| (one.collection as usize, self.id(one)))
    }

    fn id(&self, one: &One) -> &str {
        at(&self.room, one.start, one.length)
    }

    /// Gives back the room that is not needed.
    pub(crate) fn shrink(&mut self) {
        self.room.shrink_to_fit();
        self.all.shrink_to_fit();
    }
}

/// The ids of the records that were checked, by collection.
#[derive(Debug)]
pub(crate) struct Ids {
    parts: Vec<Named>,
    collections: Vec<OfCollection>,
    /// Records whose id another one has too, with the first of them.
    pub(crate) twice: Vec<Twice>,
}

/// The ids of the records of one collection.
#[derive(Debug, Default)]
struct OfCollection {
    /// The part and the number of the first record of each id.
    table: HashTable<(u32, u32)>,
    /// How many valid records have an id.
    valid: u32,
    /// Whether all ids are texts, each that of one record.
    is_plain: bool,
}

/// The first record of an id.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known<'i> {
    pub(crate) is_valid: bool,
    /// Its place among the valid records of its collection that have an id, in their order.
    pub(crate) rank: &'i u32,
}

/// A record whose id another one has too.
#[derive(Debug)]
pub(crate) struct Twice {
    pub(crate) collection: usize,
    pub(crate) id: Box<str>,
    pub(crate) first: At,
    pub(crate) second: At,
}

impl Ids {
    /// The ids of the records of parts, in their order.
    pub(crate) fn of(mut parts: Vec<Named>) -> Self {
        let mut lengths: Vec<usize> = Vec::new();
        let mut collections: Vec<OfCollection> = Vec::new();
        for one in parts.iter_mut().flat_map(|part| &mut part.all) {
            let collection = one.collection as usize;
            if lengths.len() <= collection {
                lengths.resize(collection + 1, 0);
                collections.resize_with(collection + 1, || OfCollection { is_plain: true, ..OfCollection::default() });
            }
            lengths[collection] += 1;
            let own = &mut collections[collection];
            own.is_plain &= one.is_text;
            one.rank = own.valid;
            own.valid += u32::from(one.is_valid);
        }
        for (own, length) in collections.iter_mut().zip(lengths) {
            own.table = HashTable::with_capacity(length);
        }
        let mut twice = Vec::new();
        // INVARIANT: places of parts and records in files are 32 bits wide.
        for (part, named) in (0..).zip(&parts) {
            for (number, one) in (0..).zip(&named.all) {
                let (collection, id) = (one.collection as usize, named.id(one));
                let hash = |known: &(u32, u32)| find(&parts, *known).map_or(0, |(_, known)| known.hash.wide());
                let own = &mut collections[collection];
                match own.table.entry(one.hash.wide(), |known| has_id(&parts, *known, id, one.hash), hash) {
                    Entry::Vacant(entry) => drop(entry.insert((part, number))),
                    Entry::Occupied(entry) => {
                        let first = find(&parts, *entry.get()).map_or(one.at, |(_, first)| first.at);
                        twice.push(Twice { collection, id: id.into(), first, second: one.at });
                        own.is_plain = false;
                    }
                }
            }
        }
        Self { parts, collections, twice }
    }

    pub(crate) fn get(&self, collection: usize, id: &str) -> Option<Known<'_>> {
        let (own, hash) = (self.collections.get(collection)?, Hashed::of(id.as_bytes()));
        let found = own.table.find(hash.wide(), |known| has_id(&self.parts, *known, id, hash))?;
        find(&self.parts, *found).map(|(_, one)| Known { is_valid: one.is_valid, rank: &one.rank })
    }

    pub(crate) fn has(&self, collection: usize, id: &str) -> bool {
        self.get(collection, id).is_some()
    }

    /// Whether all of so many valid records of a collection have an id that is a text, and none has that of another
    /// record. The rank of an id is the number of its record among them then.
    pub(crate) fn are_plain(&self, collection: usize, valid: usize) -> bool {
        self.collections.get(collection).is_some_and(|own| own.is_plain && own.valid as usize == valid)
    }

    /// How many valid records of a collection have an id.
    pub(crate) fn valid(&self, collection: usize) -> usize {
        self.collections.get(collection).map_or(0, |own| own.valid as usize)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.collections.iter().map(|own| own.table.len()).sum()
    }

    /// All of them, with their collections.
    pub(crate) fn all(&self) -> impl Iterator<Item = (usize, &str)> {
        let (by_collection, parts) = (self.collections.iter().enumerate(), &self.parts);
        by_collection.flat_map(move |(collection, own)| {
            own.table.iter().filter_map(move |known| find(parts, *known).map(|(part, one)| (collection, part.id(one))))
        })
    }
}

/// A known record, and the part that it is of.
fn find(parts: &[Named], (part, number): (u32, u32)) -> Option<(&Named, &One)> {
    let part = parts.get(part as usize)?;
    Some((part, part.all.get(number as usize)?))
}

/// Whether the id of a known record is this one.
#[inline]
fn has_id(parts: &[Named], known: (u32, u32), id: &str, hash: Hashed) -> bool {
    find(parts, known).is_some_and(|(part, one)| one.hash == hash && part.id(one) == id)
}

#[cfg(test)]
mod tests {
    use super::{Named, Texts};
    use crate::at::At;

    #[test]
    fn what_a_valid_record_of_the_part_has_is_left_out() {
        let mut named = Named::default();
        let at = At::new(0, &(0..1), None);
        // As many with one id as there may be in a part.
        (0..100_000).for_each(|_| named.add(0, "same".into(), at, true));
        named.add(0, "invalid".into(), at, false);
        named.add(1, "other".into(), at, true);
        let mut texts = Texts::default();
        ["same", "invalid", "other", "elsewhere"].into_iter().for_each(|id| texts.add(id));
        texts.settle(0, &named);
        let mut rest: Vec<&str> = texts.iter().collect();
        rest.sort_unstable();
        assert_eq!(rest, ["elsewhere", "invalid", "other"]);
    }
}
