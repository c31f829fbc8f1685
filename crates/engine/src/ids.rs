//! The ids of the records of a run, and those that are referred to.

use std::{borrow::Cow, hint::black_box};

use hashbrown::{HashTable, hash_table::Entry};
use rayon::prelude::*;

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
    /// By the number of the collection.
    totals: Vec<Total>,
}

/// How many records of one collection have an id.
#[derive(Clone, Copy, Debug, Default)]
struct Total {
    all: u32,
    valid: u32,
    /// Those whose id is written as a number.
    numbers: u32,
}

impl Total {
    fn add(&mut self, other: Self) {
        self.all += other.all;
        self.valid += other.valid;
        self.numbers += other.numbers;
    }
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
    /// How many valid records of its collection have an id and stand before it: in the part, and once there are [`Ids`],
    /// in all parts.
    rank: u32,
}

impl Named {
    /// Room for as many records as others are, if these are not very many.
    pub(crate) fn like(&self) -> Self {
        let few = self.all.len().min(MOST_LIKE);
        Self {
            room: String::with_capacity(self.room.len().min(few * 32)),
            all: Vec::with_capacity(few),
            totals: Vec::with_capacity(self.totals.len()),
        }
    }

    /// Adds a record that has an id, which is borrowed where it is written as a text.
    pub(crate) fn add(&mut self, collection: usize, id: Cow<'_, str>, at: At, is_valid: bool) {
        let (start, length, hash) = (self.room.len(), short(id.len()), Hashed::of(id.as_bytes()));
        if self.totals.len() <= collection {
            self.totals.resize_with(collection + 1, Total::default);
        }
        let total = &mut self.totals[collection];
        let rank = total.valid;
        total.all += 1;
        total.valid += u32::from(is_valid);
        total.numbers += u32::from(matches!(id, Cow::Owned(_)));
        self.room.extend([id]);
        self.all.push(One { at, collection: short(collection), start, length, hash, is_valid, rank });
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
        self.totals.shrink_to_fit();
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
    /// The part and the number of the first record of each id. There are so many tables that one stays in the caches of a
    /// core while it is filled; a hash tells to which an id belongs.
    tables: Vec<HashTable<(u32, u32)>>,
    total: Total,
    /// Whether all ids are texts, each that of one record.
    is_plain: bool,
}

impl OfCollection {
    fn table(&self, hash: Hashed) -> Option<&HashTable<(u32, u32)>> {
        self.tables.get(hash.share(self.tables.len()))
    }

    fn len(&self) -> usize {
        self.tables.iter().map(HashTable::len).sum()
    }
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

/// A table is to have about so many ids.
const OF_TABLE: usize = 1 << 14;

/// There are at most so many tables: each has a share of its own in what one thread looks through.
const MOST_TABLES: usize = 1 << 10;

/// So many parts at least are looked through by one thread.
const TOGETHER: usize = 64;

/// What is looked through by one thread is at least such a part of all.
const MOST_GROUPS: usize = 1 << 8;

/// Records of one table with their hashes, by their parts and numbers.
type Share = Vec<(Hashed, u32, u32)>;

impl Ids {
    /// The ids of the records of parts, in their order.
    pub(crate) fn of(mut parts: Vec<Named>) -> Self {
        let mut totals: Vec<Total> = Vec::new();
        // How many there are before each part.
        let before: Vec<Vec<Total>> = parts.iter().map(|part| add_totals(&mut totals, &part.totals)).collect();
        let tables = totals.iter().map(|total| (total.all as usize).div_ceil(OF_TABLE).min(MOST_TABLES));
        let tables: Vec<usize> = tables.collect();
        let together = parts.len().div_ceil(MOST_GROUPS).max(TOGETHER);
        // INVARIANT: places of parts and records in files are 32 bits wide.
        let numbered: Vec<u32> = (0..short(parts.len())).collect();
        let groups = parts.par_chunks_mut(together).zip(before.par_chunks(together)).zip(numbered.par_chunks(together));
        let shared = groups.map(|((parts, before), numbers)| {
            let mut shares: Vec<Vec<Share>> = tables.iter().map(|tables| vec![Share::new(); *tables]).collect();
            for ((part, before), number) in parts.iter_mut().zip(before).zip(numbers) {
                for (one, own) in part.all.iter_mut().zip(0..) {
                    let collection = one.collection as usize;
                    one.rank += before.get(collection).map_or(0, |total| total.valid);
                    let share = one.hash.share(tables[collection]);
                    shares[collection][share].push((one.hash, *number, own));
                }
            }
            shares
        });
        let mut waiting: Vec<Vec<Vec<Share>>> = tables.iter().map(|tables| vec![Vec::new(); *tables]).collect();
        for group in shared.collect::<Vec<_>>() {
            for (waiting, shares) in waiting.iter_mut().zip(group) {
                waiting.iter_mut().zip(shares).for_each(|(waiting, share)| waiting.push(share));
            }
        }
        let (mut collections, mut twice) = (Vec::new(), Vec::new());
        for (collection, (shares, total)) in waiting.into_iter().zip(totals).enumerate() {
            let tables = shares.into_par_iter().map(|shares| table(&parts, &shares));
            let (tables, repeated): (Vec<_>, Vec<_>) = tables.collect::<Vec<_>>().into_iter().unzip();
            let repeated: Vec<Repeated> = repeated.into_iter().flatten().collect();
            let is_plain = repeated.is_empty() && total.numbers == 0;
            twice.extend(repeated.into_iter().map(|repeated| (collection, repeated)));
            collections.push(OfCollection { tables, total, is_plain });
        }
        twice.sort_unstable_by_key(|(_, (_, second))| *second);
        let twice = twice.into_iter().filter_map(|(collection, (first, second))| {
            let (part, record) = find(&parts, second)?;
            let first = find(&parts, first)?.1.at;
            Some(Twice { collection, id: part.id(record).into(), first, second: record.at })
        });
        let twice = twice.collect();
        Self { parts, collections, twice }
    }

    pub(crate) fn get(&self, collection: usize, id: &str) -> Option<Known<'_>> {
        let (own, hash) = (self.collections.get(collection)?, Hashed::of(id.as_bytes()));
        let found = own.table(hash)?.find(hash.wide(), |known| has_id(&self.parts, *known, id, hash))?;
        find(&self.parts, *found).map(|(_, one)| Known { is_valid: one.is_valid, rank: &one.rank })
    }

    /// Fetches from memory what is then looked up, by the hashes of ids.
    pub(crate) fn fetch(&self, collection: usize, hashes: &[Hashed]) {
        let Some(own) = self.collections.get(collection) else { return };
        // Each step is taken for all ids before the next one: what they wait for comes at the same time.
        let known = hashes.iter().filter_map(|hash| own.table(*hash)?.find(hash.wide(), |_| true).copied());
        let known: Vec<(u32, u32)> = known.collect();
        let places = known.iter().filter_map(|known| find(&self.parts, *known).map(|(part, one)| (part, one.start)));
        let places: Vec<(&Named, usize)> = places.collect();
        black_box(
            places.iter().filter_map(|(part, start)| part.room.as_bytes().get(*start)).fold(0, |all, id| all ^ id),
        );
    }

    pub(crate) fn has(&self, collection: usize, id: &str) -> bool {
        self.get(collection, id).is_some()
    }

    /// Whether all of so many valid records of a collection have an id that is a text, and none has that of another
    /// record. The rank of an id is the number of its record among them then.
    pub(crate) fn are_plain(&self, collection: usize, valid: usize) -> bool {
        self.collections.get(collection).is_some_and(|own| own.is_plain && own.total.valid as usize == valid)
    }

    /// How many valid records of a collection have an id.
    pub(crate) fn valid(&self, collection: usize) -> usize {
        self.collections.get(collection).map_or(0, |own| own.total.valid as usize)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.collections.iter().map(OfCollection::len).sum()
    }

    /// All of them, with their collections.
    pub(crate) fn all(&self) -> impl Iterator<Item = (usize, &str)> {
        let (by_collection, parts) = (self.collections.iter().enumerate(), &self.parts);
        by_collection.flat_map(move |(collection, own)| {
            let known = own.tables.iter().flatten();
            known.filter_map(move |known| find(parts, *known).map(|(part, one)| (collection, part.id(one))))
        })
    }
}

/// Adds what a part has, and tells what there was before.
fn add_totals(totals: &mut Vec<Total>, part: &[Total]) -> Vec<Total> {
    if totals.len() < part.len() {
        totals.resize_with(part.len(), Total::default);
    }
    let before = totals.get(..part.len()).unwrap_or_default().to_vec();
    totals.iter_mut().zip(part).for_each(|(total, own)| total.add(*own));
    before
}

/// The first record of an id, and another that has it too.
type Repeated = ((u32, u32), (u32, u32));

/// A table of records in their order, and those whose id is taken.
fn table(parts: &[Named], shares: &[Share]) -> (HashTable<(u32, u32)>, Vec<Repeated>) {
    let mut table = HashTable::with_capacity(shares.iter().map(Vec::len).sum());
    let mut repeated = Vec::new();
    for (hash, part, number) in shares.iter().flatten() {
        let own = (*part, *number);
        let Some((named, one)) = find(parts, own) else { continue };
        let is_same = |known: &(u32, u32)| has_id(parts, *known, named.id(one), *hash);
        let rehash = |known: &(u32, u32)| find(parts, *known).map_or(0, |(_, known)| known.hash.wide());
        match table.entry(hash.wide(), is_same, rehash) {
            Entry::Vacant(entry) => drop(entry.insert(own)),
            Entry::Occupied(entry) => repeated.push((*entry.get(), own)),
        }
    }
    (table, repeated)
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
