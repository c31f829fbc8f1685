//! Counts by keys that are texts, once they are counted.

use std::hint::black_box;

use hashbrown::{HashTable, hash_table::Entry};
use rayon::prelude::*;

use super::{text_counter::TextCounter, text_key::TextKey};
use crate::hash::Hashed;

/// So many shares there are.
pub(crate) const SHARES: usize = 1 << 6;

/// Counts of a share are added up where they are twice as many as they were then, from so many on.
pub(crate) const FEW: usize = 1 << 9;

/// Counts that wait to be added up.
#[derive(Debug, Default)]
pub(crate) struct Share {
    /// The keys, one behind the other.
    keys: Vec<u8>,
    counts: Vec<Counted>,
    /// How many counts there were when they were added up last.
    added_up: usize,
}

impl Share {
    /// Adds the count of a key, which is written by `write`; nothing comes of it where there is too much.
    pub(crate) fn add(&mut self, count: u64, hash: Hashed, write: impl FnOnce(&mut Vec<u8>)) -> Option<()> {
        let start = self.keys.len();
        write(&mut self.keys);
        let length = u32::try_from(self.keys.len() - start).ok()?;
        self.counts.push(Counted { count, room: 0, start: u32::try_from(start).ok()?, length, hash });
        Some(())
    }

    /// Adds counts of the same keys up, where there are many more than there were. Tells whether most were such.
    pub(crate) fn add_up_if_grown(&mut self) -> bool {
        if self.counts.len() <= FEW.max(self.added_up) * 2 {
            return false;
        }
        let Self { keys, counts, .. } = std::mem::take(self);
        let (before, rooms) = (counts.len(), [keys]);
        let mut all = HashTable::new();
        for counted in counts {
            add(&mut all, &rooms, counted);
        }
        for counted in all {
            let start = self.keys.len();
            self.keys.extend_from_slice(counted.key(&rooms));
            // INVARIANT: it is not further behind than it was.
            self.counts.push(Counted { start: u32::try_from(start).unwrap_or(u32::MAX), ..counted });
        }
        self.added_up = self.counts.len();
        self.added_up * 2 < before
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.counts.len()
    }
}

/// The count of a key.
#[derive(Clone, Copy, Debug)]
struct Counted {
    count: u64,
    /// Where its key is: the number of the room, and where in that.
    room: u32,
    start: u32,
    length: u32,
    hash: Hashed,
}

impl Counted {
    fn key(self, rooms: &[Vec<u8>]) -> &[u8] {
        let (start, length) = (self.start as usize, self.length as usize);
        rooms.get(self.room as usize).and_then(|room| room.get(start..start + length)).unwrap_or_default()
    }
}

/// Adds a count to that of its key.
fn add(counts: &mut HashTable<Counted>, rooms: &[Vec<u8>], own: Counted) {
    let key = own.key(rooms);
    let is_same = |known: &Counted| known.hash == own.hash && known.key(rooms) == key;
    match counts.entry(own.hash.wide(), is_same, |known| known.hash.wide()) {
        Entry::Occupied(mut entry) => entry.get_mut().count += own.count,
        Entry::Vacant(entry) => {
            entry.insert(own);
        }
    }
}

/// Counts by keys of texts, once all is counted.
#[derive(Debug, Default)]
pub(crate) struct TextCounts {
    /// One for each share, or one in all.
    tables: Vec<Table>,
}

#[derive(Debug)]
struct Table {
    /// The keys, as they were put by.
    rooms: Vec<Vec<u8>>,
    counts: HashTable<Counted>,
}

impl Table {
    /// Counts together.
    fn of(shares: Vec<Share>) -> Self {
        let mut counts = HashTable::with_capacity(shares.iter().map(|share| share.counts.len()).sum());
        let (rooms, shares): (Vec<_>, Vec<_>) = shares.into_iter().map(|share| (share.keys, share.counts)).unzip();
        for (room, share) in (0..).zip(shares) {
            for counted in share {
                add(&mut counts, &rooms, Counted { room, ..counted });
            }
        }
        Self { rooms, counts }
    }
}

impl TextCounts {
    /// What was counted in several places; nothing comes of it where it is too much.
    pub(crate) fn of(counters: Vec<TextCounter>) -> Option<Self> {
        if counters.iter().all(TextCounter::is_small) {
            let shares = counters.into_iter().map(TextCounter::into_one).collect::<Option<_>>()?;
            return Some(Self { tables: vec![Table::of(shares)] });
        }
        let mut shares: Vec<Vec<Share>> = (0..SHARES).map(|_| Vec::new()).collect();
        for counter in counters {
            shares.iter_mut().zip(counter.into_shares()?).for_each(|(all, own)| all.push(own));
        }
        Some(Self { tables: shares.into_par_iter().map(Table::of).collect() })
    }

    /// The count of a key, if it was counted.
    pub(crate) fn get(&self, key: &TextKey<'_>) -> Option<u64> {
        let hash = key.hash();
        let Table { rooms, counts } = self.tables.get(hash.share(self.tables.len()))?;
        let found = counts.find(hash.wide(), |known| known.hash == hash && key.is(known.key(rooms)));
        found.map(|known| known.count)
    }

    /// Fetches from memory what is then looked up, by the hashes of keys.
    pub(crate) fn fetch(&self, hashes: &[Hashed]) {
        // Each step is taken for all keys before the next one: what they wait for comes at the same time.
        let found = hashes.iter().filter_map(|hash| {
            let Table { rooms, counts } = self.tables.get(hash.share(self.tables.len()))?;
            let known = counts.find(hash.wide(), |known| known.hash == *hash)?;
            Some((rooms.get(known.room as usize)?.as_slice(), known.start as usize))
        });
        let found: Vec<(&[u8], usize)> = found.collect();
        black_box(found.iter().filter_map(|(room, start)| room.get(*start)).fold(0, |all, byte| all ^ byte));
    }

    /// How many keys there are.
    pub(crate) fn len(&self) -> usize {
        self.tables.iter().map(|table| table.counts.len()).sum()
    }

    /// All counts together.
    pub(crate) fn total(&self) -> u64 {
        self.tables.iter().flat_map(|table| &table.counts).map(|counted| counted.count).sum()
    }
}
