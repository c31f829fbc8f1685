//! Counts by keys that are texts.

use std::hint::black_box;

use hashbrown::{HashTable, hash_table::Entry};
use rayon::prelude::*;

use crate::hash::Hashed;

/// Counts by keys of bytes, while something is counted. Counts of many keys are put by now and then, each with its share,
/// and the shares are added up at the end: so neither what is counted into nor what is added up is ever larger than the
/// caches of a core, though there may be a key for each record.
#[derive(Debug, Default)]
pub(crate) struct TextCounter {
    here: Table,
    /// What was put by, by share; none where nothing was.
    shares: Vec<Share>,
}

/// So many keys are counted before they are put by.
const MOST_HERE: usize = 1 << 10;

/// So many shares there are.
const SHARES: usize = 1 << 6;

/// Counts that wait to be added up.
#[derive(Debug, Default)]
struct Share {
    /// The keys, one behind the other.
    keys: Vec<u8>,
    counts: Vec<Counted>,
}

impl TextCounter {
    /// Counts a key; nothing comes of it where that is too long.
    pub(crate) fn add(&mut self, key: &[u8]) -> Option<()> {
        let (hash, length) = (Hashed::of(key), u32::try_from(key.len()).ok()?);
        self.here.add(key, Counted { count: 1, start: 0, length, hash });
        if self.here.counts.len() >= MOST_HERE {
            self.put_by();
        }
        Some(())
    }

    fn put_by(&mut self) {
        self.shares.resize_with(SHARES, Share::default);
        let Table { keys, counts } = &mut self.here;
        for counted in counts.drain() {
            // INVARIANT: there are so many shares.
            let share = &mut self.shares[counted.hash.share(SHARES)];
            let start = share.keys.len();
            share.keys.extend_from_slice(counted.key(keys));
            share.counts.push(Counted { start, ..counted });
        }
        keys.clear();
    }
}

/// Counts by keys of bytes, once all is counted.
#[derive(Debug, Default)]
pub(crate) struct TextCounts {
    /// One for each share, or one in all.
    tables: Vec<Table>,
}

impl TextCounts {
    /// What was counted in several places.
    pub(crate) fn of(mut counters: Vec<TextCounter>) -> Self {
        if counters.iter().all(|counter| counter.shares.is_empty()) {
            let mut all = Table::default();
            for Table { keys, counts } in counters.iter().map(|counter| &counter.here) {
                counts.iter().for_each(|counted| all.add(counted.key(keys), *counted));
            }
            return Self { tables: vec![all] };
        }
        let mut shares: Vec<Vec<Share>> = (0..SHARES).map(|_| Vec::new()).collect();
        for counter in &mut counters {
            counter.put_by();
            shares.iter_mut().zip(counter.shares.drain(..)).for_each(|(all, own)| all.push(own));
        }
        Self { tables: shares.into_par_iter().map(Table::of).collect() }
    }

    /// The count of a key, if it was counted.
    pub(crate) fn get(&self, key: &[u8], hash: Hashed) -> Option<u64> {
        self.tables.get(hash.share(self.tables.len()))?.get(key, hash)
    }

    /// Fetches from memory what is then looked up, by the hashes of keys.
    pub(crate) fn fetch(&self, hashes: &[Hashed]) {
        // Each step is taken for all keys before the next one: what they wait for comes at the same time.
        let found = hashes.iter().filter_map(|hash| {
            let table = self.tables.get(hash.share(self.tables.len()))?;
            Some((table, table.counts.find(hash.wide(), |known| known.hash == *hash)?.start))
        });
        let found: Vec<(&Table, usize)> = found.collect();
        black_box(found.iter().filter_map(|(table, start)| table.keys.get(*start)).fold(0, |all, byte| all ^ byte));
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

/// Counts by keys, which take no rooms of their own.
#[derive(Debug, Default)]
struct Table {
    /// The keys, one behind the other.
    keys: Vec<u8>,
    counts: HashTable<Counted>,
}

#[derive(Clone, Copy, Debug)]
struct Counted {
    count: u64,
    /// Where its key is.
    start: usize,
    length: u32,
    hash: Hashed,
}

impl Counted {
    fn key(self, keys: &[u8]) -> &[u8] {
        keys.get(self.start..self.start + self.length as usize).unwrap_or_default()
    }
}

impl Table {
    /// The counts of a share together.
    fn of(parts: Vec<Share>) -> Self {
        let (keys, counts) = parts.iter().fold((0, 0), |(keys, counts), part| {
            let Share { keys: own_keys, counts: own_counts } = part;
            (keys + own_keys.len(), counts + own_counts.len())
        });
        let mut table = Self { keys: Vec::with_capacity(keys), counts: HashTable::with_capacity(counts) };
        for Share { keys, counts } in parts {
            counts.into_iter().for_each(|counted| table.add(counted.key(&keys), counted));
        }
        table
    }

    fn get(&self, key: &[u8], hash: Hashed) -> Option<u64> {
        let found = self.counts.find(hash.wide(), |known| known.hash == hash && known.key(&self.keys) == key);
        found.map(|known| known.count)
    }

    /// Adds a count of a key.
    fn add(&mut self, key: &[u8], own: Counted) {
        let Self { keys, counts } = self;
        let is_same = |known: &Counted| known.hash == own.hash && known.key(keys) == key;
        match counts.entry(own.hash.wide(), is_same, |known| known.hash.wide()) {
            Entry::Occupied(mut entry) => entry.get_mut().count += own.count,
            Entry::Vacant(entry) => {
                entry.insert(Counted { start: keys.len(), ..own });
                keys.extend_from_slice(key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{MOST_HERE, TextCounter, TextCounts};
    use crate::hash::Hashed;

    #[test]
    fn keys_are_counted_whether_they_were_put_by_or_not() {
        for keys in [3, MOST_HERE - 1, MOST_HERE, 5 * MOST_HERE] {
            let mut counters = vec![TextCounter::default(), TextCounter::default(), TextCounter::default()];
            let mut expected: HashMap<String, u64> = HashMap::new();
            // The last counts nothing; some keys are counted in both of the others.
            for number in 0..keys * 3 {
                let key = format!("key-{}", number * number % keys);
                assert!(counters[number % 2].add(key.as_bytes()).is_some());
                *expected.entry(key).or_default() += 1;
            }
            let counts = TextCounts::of(counters);
            assert_eq!(counts.len(), expected.len());
            assert_eq!(counts.total(), (keys * 3) as u64);
            for (key, count) in &expected {
                assert_eq!(counts.get(key.as_bytes(), Hashed::of(key.as_bytes())), Some(*count), "{key}");
            }
            assert_eq!(counts.get(b"key", Hashed::of(b"key")), None);
        }
    }
}
