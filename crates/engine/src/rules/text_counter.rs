//! Counts by keys that are texts, while something is counted.

use hashbrown::HashTable;

use super::{
    text_counts::{SHARES, Share},
    text_key::{END, TextKey},
};
use crate::hash::Hashed;

/// Counts by keys of texts. Texts and keys have numbers: a text is looked up once, however many keys it is a part of, and
/// a key of several texts is one of all but the last with the last.
///
/// Counts of many keys are put by now and then, each with its share, and the shares are added up one by one: so what is
/// counted into fits in the caches of a core, though there may be a key for each record.
#[derive(Debug, Default)]
pub(crate) struct TextCounter {
    /// The texts, one behind the other.
    room: Vec<u8>,
    /// By number.
    keys: Vec<Numbered>,
    numbers: HashTable<Number>,
    /// What was put by, by share; none where nothing was.
    shares: Vec<Share>,
    /// How often it was found that most keys come again, so that more of them are to be counted before they are put by.
    repeats: u32,
}

/// The number of a text or key until keys are put by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number(u32);

/// A text or key that has a number.
#[derive(Debug)]
struct Numbered {
    count: u64,
    hash: Hashed,
    made_of: MadeOf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MadeOf {
    /// One text, which stands in the room.
    Text(Span),
    /// What comes before the last text, and that.
    Pair(Number, Number),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    start: u32,
    length: u32,
}

/// So many texts and keys have numbers before keys are put by.
const MOST_HERE: usize = 1 << 10;

/// That number is doubled at most so often.
const MOST_REPEATS: u32 = 4;

/// For so many texts and keys there is room from one time that keys are put by to the next.
const ROOM: usize = (MOST_HERE << MOST_REPEATS) * 4;

impl TextCounter {
    /// The number of a text as a key; nothing comes of it where there is too much to be counted.
    #[inline]
    pub(crate) fn text(&mut self, text: &str) -> Option<Number> {
        let hash = Hashed::of(text.as_bytes());
        let known = self.known(hash, |made_of| match made_of {
            MadeOf::Text(span) => span.of(&self.room) == text.as_bytes(),
            MadeOf::Pair(..) => false,
        });
        if known.is_some() { known } else { self.new_text(text, hash) }
    }

    /// The number of a key and a text behind it.
    #[inline]
    pub(crate) fn pair(&mut self, before: Number, text: Number) -> Option<Number> {
        let hash = |number: Number| self.keys.get(number.0 as usize).map(|known| known.hash);
        let hash = hash(before)?.and(hash(text)?);
        let pair = MadeOf::Pair(before, text);
        let known = self.known(hash, |made_of| *made_of == pair);
        if known.is_some() { known } else { self.new_number(hash, pair) }
    }

    #[inline]
    fn known(&self, hash: Hashed, is_same: impl Fn(&MadeOf) -> bool) -> Option<Number> {
        let is_same = |number: &Number| {
            let known = self.keys.get(number.0 as usize).filter(|known| known.hash == hash);
            known.is_some_and(|known| is_same(&known.made_of))
        };
        self.numbers.find(hash.wide(), is_same).copied()
    }

    #[inline(never)]
    fn new_text(&mut self, text: &str, hash: Hashed) -> Option<Number> {
        let (start, length) = (u32::try_from(self.room.len()).ok()?, u32::try_from(text.len()).ok()?);
        self.room.extend_from_slice(text.as_bytes());
        self.new_number(hash, MadeOf::Text(Span { start, length }))
    }

    #[inline(never)]
    fn new_number(&mut self, hash: Hashed, made_of: MadeOf) -> Option<Number> {
        let Self { keys, numbers, .. } = self;
        let number = Number(u32::try_from(keys.len()).ok()?);
        keys.push(Numbered { count: 0, hash, made_of });
        let hash_of = |number: &Number| keys.get(number.0 as usize).map_or(0, |known| known.hash.wide());
        numbers.insert_unique(hash.wide(), number, hash_of);
        Some(number)
    }

    /// Counts a key once.
    #[inline]
    pub(crate) fn count(&mut self, key: Number) {
        if let Some(key) = self.keys.get_mut(key.0 as usize) {
            key.count += 1;
        }
    }

    /// Counts a key once, and puts keys by where there are many.
    pub(crate) fn add(&mut self, key: &TextKey<'_>) -> Option<()> {
        let (first, rest) = key.parts().split_first()?;
        let mut number = self.text(first)?;
        for part in rest {
            let text = self.text(part)?;
            number = self.pair(number, text)?;
        }
        self.count(number);
        self.settle()
    }

    /// Puts keys by where there are many. Their numbers mean nothing from then on.
    #[inline]
    pub(crate) fn settle(&mut self) -> Option<()> {
        if self.keys.len() < MOST_HERE << self.repeats { Some(()) } else { self.put_by() }
    }

    fn put_by(&mut self) -> Option<()> {
        let mut shares = std::mem::take(&mut self.shares);
        shares.resize_with(SHARES, Share::default);
        self.each_counted(|key| {
            shares.get_mut(key.hash.share(SHARES))?.add(key.count, key.hash, |room| self.write(key.made_of, room))
        })?;
        // What one long record took is not kept for all that come.
        if self.keys.capacity() > ROOM {
            (self.room, self.keys, self.numbers) = <_>::default();
        } else {
            self.room.clear();
            self.keys.clear();
            self.numbers.clear();
        }
        // Where keys come again and again, there is no room for each time.
        let repeated = shares.iter_mut().map(Share::add_up_if_grown).filter(|is_repeated| *is_repeated).count();
        if repeated > 0 && self.repeats < MOST_REPEATS {
            self.repeats += 1;
        }
        self.shares = shares;
        Some(())
    }

    /// What was counted, where nothing was put by.
    pub(crate) fn into_one(self) -> Option<Share> {
        let mut only = Share::default();
        self.each_counted(|key| only.add(key.count, key.hash, |room| self.write(key.made_of, room)))?;
        Some(only)
    }

    /// What was counted, by share.
    pub(crate) fn into_shares(mut self) -> Option<Vec<Share>> {
        self.put_by()?;
        Some(self.shares)
    }

    fn each_counted(&self, visit: impl FnMut(&Numbered) -> Option<()>) -> Option<()> {
        self.keys.iter().filter(|key| key.count > 0).try_for_each(visit)
    }

    /// Whether nothing was put by.
    pub(crate) fn is_small(&self) -> bool {
        self.shares.is_empty()
    }

    fn write(&self, key: MadeOf, room: &mut Vec<u8>) {
        let made_of = |number: Number| self.keys.get(number.0 as usize).map(|known| known.made_of);
        match key {
            MadeOf::Text(span) => {
                room.extend_from_slice(span.of(&self.room));
                room.push(END);
            }
            MadeOf::Pair(before, text) => {
                // A key has few parts.
                [before, text].into_iter().filter_map(made_of).for_each(|part| self.write(part, room));
            }
        }
    }
}

impl Span {
    #[inline]
    fn of(self, room: &[u8]) -> &[u8] {
        let (start, length) = (self.start as usize, self.length as usize);
        room.get(start..start + length).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::{
        super::text_counts::{FEW, TextCounts},
        MOST_HERE, ROOM, SHARES, Share, TextCounter, TextKey,
    };

    /// Counts a key of two texts.
    fn add(counter: &mut TextCounter, text: &str) {
        let key = ["key", text];
        assert!(TextKey::new(&key).and_then(|key| counter.add(&key)).is_some());
    }

    fn get(counts: &TextCounts, key: &[&str]) -> Option<u64> {
        counts.get(&TextKey::new(key)?)
    }

    #[test]
    fn keys_are_counted_whether_they_were_put_by_or_not() {
        for keys in [3, MOST_HERE - 1, MOST_HERE, 5 * MOST_HERE] {
            let mut counters = vec![TextCounter::default(), TextCounter::default(), TextCounter::default()];
            let mut expected: HashMap<String, u64> = HashMap::new();
            // The last counts nothing; some keys are counted in both of the others.
            for number in 0..keys * 3 {
                let key = (number * number % keys).to_string();
                add(&mut counters[number % 2], &key);
                *expected.entry(key).or_default() += 1;
            }
            let counts = TextCounts::of(counters).unwrap_or_default();
            assert_eq!(counts.len(), expected.len());
            assert_eq!(counts.total(), (keys * 3) as u64);
            for (key, count) in &expected {
                assert_eq!(get(&counts, &["key", key]), Some(*count), "{key}");
            }
            assert_eq!(get(&counts, &["key"]), None);
            assert_eq!(get(&counts, &["1", "key"]), None);
        }
    }

    #[test]
    fn one_long_record_takes_no_room_of_those_behind_it() {
        let mut counter = TextCounter::default();
        // It was given up: nothing of it is counted.
        (0..ROOM * 3).for_each(|number| assert!(counter.text(&number.to_string()).is_some()));
        assert!(counter.settle().is_some());
        add(&mut counter, "a");
        let capacity = (counter.keys.capacity(), counter.numbers.capacity(), counter.room.capacity());
        assert!(capacity.0.max(capacity.1) <= ROOM && capacity.2 <= ROOM, "{capacity:?}");
        let counts = TextCounts::of(vec![counter]).unwrap_or_default();
        assert_eq!((counts.len(), get(&counts, &["key", "a"])), (1, Some(1)));
    }

    #[test]
    fn keys_that_come_again_and_again_take_no_room_for_each_time() {
        let (keys, times) = (MOST_HERE * 3 / 2, 400);
        let mut counter = TextCounter::default();
        for number in 0..keys * times {
            add(&mut counter, &(number % keys).to_string());
        }
        let waiting: usize = counter.shares.iter().map(Share::len).sum();
        assert!(waiting <= SHARES * (2 * FEW + MOST_HERE) && waiting < keys * times / 5, "{waiting}");
        let counts = TextCounts::of(vec![counter]).unwrap_or_default();
        assert_eq!((counts.len(), counts.total()), (keys, (keys * times) as u64));
    }

    proptest! {
        #[test]
        fn keys_of_the_same_texts_are_counted_apart(
            keys in prop::collection::vec((prop::collection::vec("[ab]{0,2}", 1..4), any::<bool>()), 0..60),
            times in prop_oneof![Just(1), Just(MOST_HERE / 10)],
        ) {
            // Where each comes many times with another text behind it, keys are put by.
            let keys: Vec<(Vec<String>, bool)> = keys
                .into_iter()
                .flat_map(|(key, is_first)| {
                    (0..times).map(move |time| ([&key[..], &[(time % 7 * time).to_string()]].concat(), is_first))
                })
                .collect();
            let mut counters = [TextCounter::default(), TextCounter::default()];
            let mut expected: HashMap<&[String], u64> = HashMap::new();
            for (key, is_first) in &keys {
                let parts: Vec<&str> = key.iter().map(String::as_str).collect();
                let counter = &mut counters[usize::from(*is_first)];
                prop_assert!(TextKey::new(&parts).and_then(|key| counter.add(&key)).is_some());
                *expected.entry(key).or_default() += 1;
            }
            let counts = TextCounts::of(counters.into()).expect("they are few");
            prop_assert_eq!(counts.len(), expected.len());
            for (key, count) in expected {
                let parts: Vec<&str> = key.iter().map(String::as_str).collect();
                prop_assert_eq!(get(&counts, &parts), Some(count));
            }
        }
    }
}
