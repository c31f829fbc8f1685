//! Counts by keys that are texts.

use std::{hint::black_box, slice};

use hashbrown::{HashTable, hash_table::Entry};
use rayon::prelude::*;

use crate::hash::Hashed;

/// Counts by keys of bytes, while something is counted. Counts of many keys are put by now and then, each with its share,
/// and the shares are added up one by one: so what is counted into fits in the caches of a core, though there may be a key
/// for each record.
#[derive(Debug, Default)]
pub(crate) struct TextCounter {
    /// The keys, one behind the other.
    keys: Vec<u8>,
    counts: HashTable<Counted>,
    /// What was put by, by share; none where nothing was.
    shares: Vec<Share>,
    /// How often it was found that most keys come again, so that more of them are to be counted before they are put by.
    repeats: u32,
}

/// So many keys are counted before they are put by.
const MOST_HERE: usize = 1 << 10;

/// That number is doubled at most so often.
const MOST_REPEATS: u32 = 4;

/// So many shares there are.
const SHARES: usize = 1 << 6;

/// Counts of a share are added up where they are twice as many as they were then, from so many on.
const FEW: usize = 1 << 9;

/// Counts that wait to be added up.
#[derive(Debug, Default)]
struct Share {
    /// The keys, one behind the other.
    keys: Vec<u8>,
    counts: Vec<Counted>,
    /// How many counts there were when they were added up last.
    added_up: usize,
}

impl Share {
    /// Adds counts of the same keys up. Tells whether most were such.
    fn add_up(&mut self) -> bool {
        let Self { keys, counts, .. } = std::mem::take(self);
        let (before, rooms) = (counts.len(), [keys]);
        let mut all = HashTable::new();
        for counted in counts {
            add(&mut all, &rooms, counted.key(&rooms), counted);
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

impl TextCounter {
    /// Counts a key; nothing comes of it where there is too much to be counted.
    pub(crate) fn add(&mut self, key: &[u8]) -> Option<()> {
        let (start, length) = (u32::try_from(self.keys.len()).ok()?, u32::try_from(key.len()).ok()?);
        let own = Counted { count: 1, room: 0, start, length, hash: Hashed::of(key) };
        if add(&mut self.counts, slice::from_ref(&self.keys), key, own) {
            self.keys.extend_from_slice(key);
        }
        if self.counts.len() < MOST_HERE << self.repeats { Some(()) } else { self.put_by() }
    }

    fn put_by(&mut self) -> Option<()> {
        self.shares.resize_with(SHARES, Share::default);
        for counted in self.counts.drain() {
            let share = self.shares.get_mut(counted.hash.share(SHARES))?;
            let start = u32::try_from(share.keys.len()).ok()?;
            share.keys.extend_from_slice(counted.key(slice::from_ref(&self.keys)));
            share.counts.push(Counted { start, ..counted });
        }
        self.keys.clear();
        // Where keys come again and again, there is no room for each time.
        let grown = self.shares.iter_mut().filter(|share| share.counts.len() > FEW.max(share.added_up) * 2);
        let repeated = grown.map(Share::add_up).filter(|is_repeated| *is_repeated).count();
        if repeated > 0 && self.repeats < MOST_REPEATS {
            self.repeats += 1;
        }
        Some(())
    }
}

/// Adds a count to that of its key, and tells whether the key is new.
fn add(counts: &mut HashTable<Counted>, rooms: &[Vec<u8>], key: &[u8], own: Counted) -> bool {
    let is_same = |known: &Counted| known.hash == own.hash && known.key(rooms) == key;
    match counts.entry(own.hash.wide(), is_same, |known| known.hash.wide()) {
        Entry::Occupied(mut entry) => {
            entry.get_mut().count += own.count;
            false
        }
        Entry::Vacant(entry) => {
            entry.insert(own);
            true
        }
    }
}

/// Counts by keys of bytes, once all is counted.
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
                let own = Counted { room, ..counted };
                add(&mut counts, &rooms, own.key(&rooms), own);
            }
        }
        Self { rooms, counts }
    }
}

impl TextCounts {
    /// What was counted in several places; nothing comes of it where it is too much.
    pub(crate) fn of(mut counters: Vec<TextCounter>) -> Option<Self> {
        if counters.iter().all(|counter| counter.shares.is_empty()) {
            let shares = counters.into_iter().map(|TextCounter { keys, counts, .. }| {
                let counts = counts.into_iter().collect();
                Share { keys, counts, added_up: 0 }
            });
            return Some(Self { tables: vec![Table::of(shares.collect())] });
        }
        let mut shares: Vec<Vec<Share>> = (0..SHARES).map(|_| Vec::new()).collect();
        for counter in &mut counters {
            counter.put_by()?;
            shares.iter_mut().zip(counter.shares.drain(..)).for_each(|(all, own)| all.push(own));
        }
        Some(Self { tables: shares.into_par_iter().map(Table::of).collect() })
    }

    /// The count of a key, if it was counted.
    pub(crate) fn get(&self, key: &[u8], hash: Hashed) -> Option<u64> {
        let Table { rooms, counts } = self.tables.get(hash.share(self.tables.len()))?;
        let found = counts.find(hash.wide(), |known| known.hash == hash && known.key(rooms) == key);
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

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{FEW, MOST_HERE, SHARES, TextCounter, TextCounts};
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
            let counts = TextCounts::of(counters).unwrap_or_default();
            assert_eq!(counts.len(), expected.len());
            assert_eq!(counts.total(), (keys * 3) as u64);
            for (key, count) in &expected {
                assert_eq!(counts.get(key.as_bytes(), Hashed::of(key.as_bytes())), Some(*count), "{key}");
            }
            assert_eq!(counts.get(b"key", Hashed::of(b"key")), None);
        }
    }

    #[test]
    fn keys_that_come_again_and_again_take_no_room_for_each_time() {
        let (keys, times) = (MOST_HERE * 3 / 2, 400);
        let mut counter = TextCounter::default();
        for number in 0..keys * times {
            assert!(counter.add(format!("key-{}", number % keys).as_bytes()).is_some());
        }
        let waiting: usize = counter.shares.iter().map(|share| share.counts.len()).sum();
        assert!(waiting <= SHARES * (2 * FEW + MOST_HERE) && waiting < keys * times / 5, "{waiting}");
        let counts = TextCounts::of(vec![counter]).unwrap_or_default();
        assert_eq!((counts.len(), counts.total()), (keys, (keys * times) as u64));
    }
}
