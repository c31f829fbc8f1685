//! Counts by keys that are texts, all of them in one room.

use hashbrown::{HashTable, hash_table::Entry};

use crate::hash::Hashed;

/// Counts by keys of bytes. A key takes no room of its own: there may be one for each record.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextCounts {
    /// The keys, one behind the other.
    keys: Vec<u8>,
    counts: Vec<Counted>,
    /// The numbers of counts by their keys.
    numbers: HashTable<Numbered>,
}

#[derive(Clone, Copy, Debug)]
struct Numbered {
    hash: Hashed,
    number: u32,
}

#[derive(Clone, Copy, Debug)]
struct Counted {
    count: u64,
    /// Where its key ends. It begins where the one before ends.
    end: usize,
}

impl TextCounts {
    /// The count of a key, if it was counted.
    pub(crate) fn get(&self, key: &[u8], hash: Hashed) -> Option<u64> {
        let is_same = |known: &Numbered| known.hash == hash && self.key(known.number) == key;
        let found = self.numbers.find(hash.wide(), is_same)?;
        self.counts.get(found.number as usize).map(|counted| counted.count)
    }

    /// Adds to the count of a key; nothing comes of it where there are too many to be numbered.
    pub(crate) fn add(&mut self, key: &[u8], count: u64) -> Option<()> {
        let (Self { keys, counts, numbers }, hash) = (self, Hashed::of(key));
        let is_same = |known: &Numbered| known.hash == hash && of(keys, counts, known.number) == key;
        match numbers.entry(hash.wide(), is_same, |known| known.hash.wide()) {
            Entry::Occupied(entry) => counts.get_mut(entry.get().number as usize)?.count += count,
            Entry::Vacant(entry) => {
                entry.insert(Numbered { hash, number: u32::try_from(counts.len()).ok()? });
                keys.extend_from_slice(key);
                counts.push(Counted { count, end: keys.len() });
            }
        }
        Some(())
    }

    /// How many keys there are.
    pub(crate) fn len(&self) -> usize {
        self.counts.len()
    }

    /// All keys, with their counts.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&[u8], u64)> {
        (0..).zip(&self.counts).map(|(number, counted)| (self.key(number), counted.count))
    }

    fn key(&self, number: u32) -> &[u8] {
        of(&self.keys, &self.counts, number)
    }
}

/// The key of a number.
fn of<'k>(keys: &'k [u8], counts: &[Counted], number: u32) -> &'k [u8] {
    let number = number as usize;
    let start = number.checked_sub(1).and_then(|before| counts.get(before)).map_or(0, |before| before.end);
    counts.get(number).and_then(|own| keys.get(start..own.end)).unwrap_or_default()
}
