//! What is counted of a record, by keys that are texts.

use accordance_document::Value as Node;

use super::{
    super::{
        count::Counter,
        ready::Ready,
        text_counter::{Number, TextCounter},
    },
    KeyOf, SwiftGroup,
    sight::{GivenUp, Sight},
};

/// The keys of one record.
#[derive(Default)]
pub(crate) struct Keys {
    all: Vec<Number>,
    /// How many keys there are up to each item that is counted.
    items: Vec<usize>,
    /// The texts of one part of the keys.
    texts: Vec<Number>,
    /// The keys before that part.
    before: Vec<Number>,
}

impl Keys {
    fn clear(&mut self) {
        self.all.clear();
        self.items.clear();
    }

    /// Counts the keys, each once for an item.
    fn count(&self, counter: &mut TextCounter) {
        let mut first = 0;
        for end in &self.items {
            let own = self.all.get(first..*end).unwrap_or_default();
            for (number, key) in own.iter().enumerate() {
                if !own.iter().take(number).any(|before| before == key) {
                    counter.count(*key);
                }
            }
            first = *end;
        }
    }
}

/// A record has at most so many keys for one item here: they are compared each with each.
const MOST_KEYS: usize = 32;

impl SwiftGroup {
    /// Counts what belongs to a record. Tells how many steps it took.
    pub(crate) fn count(
        &self,
        record: Node<'_>,
        ready: &Ready<'_>,
        keys: &mut Keys,
        counter: &mut Counter,
    ) -> Result<u64, GivenUp> {
        keys.clear();
        // Numbers of texts may be left of records that were given up.
        if counter.texts().settle().is_none() {
            counter.open();
            return Ok(0);
        }
        let mut sight = Sight::new(record, ready, None);
        let (counted, below) = self.lists.split_at_checked(self.counted).ok_or(GivenUp)?;
        sight.go_through(counted, 1, 1, &mut |sight| {
            let first = keys.all.len();
            if below.is_empty() {
                self.keys_of_item(sight, first, keys, counter.texts())?;
            } else {
                let variable = 1 + counted.len();
                sight.go_through(below, variable, 1, &mut |sight| {
                    self.keys_of_item(sight, first, keys, counter.texts())
                })?;
            }
            keys.items.push(keys.all.len());
            Ok(())
        })?;
        keys.count(counter.texts());
        Ok(sight.steps)
    }

    /// Adds the keys of one combination, if it is counted, to those of its item, of which this is the first.
    fn keys_of_item(
        &self,
        sight: &mut Sight<'_, '_>,
        first: usize,
        keys: &mut Keys,
        counter: &mut TextCounter,
    ) -> Result<(), GivenUp> {
        for condition in &self.conditions {
            if !sight.holds(condition)? {
                return Ok(());
            }
        }
        self.keys(sight, keys, counter)?;
        if keys.all.len() - first > MOST_KEYS { Err(GivenUp) } else { Ok(()) }
    }

    /// Adds the keys of one combination: one for each combination of the values of their parts.
    fn keys(&self, sight: &mut Sight<'_, '_>, keys: &mut Keys, counter: &mut TextCounter) -> Result<(), GivenUp> {
        let start = keys.all.len();
        let (first, rest) = self.key.split_first().ok_or(GivenUp)?;
        numbers(first, sight, counter, &mut keys.all)?;
        for part in rest {
            keys.texts.clear();
            numbers(part, sight, counter, &mut keys.texts)?;
            keys.before.clear();
            keys.before.extend(keys.all.drain(start..));
            if keys.before.len().saturating_mul(keys.texts.len()) > MOST_KEYS {
                return Err(GivenUp);
            }
            for text in &keys.texts {
                for before in &keys.before {
                    keys.all.push(counter.pair(*before, *text).ok_or(GivenUp)?);
                }
            }
        }
        sight.steps += (keys.all.len() - start) as u64;
        Ok(())
    }
}

/// Adds the numbers of the texts of a part of a key.
#[inline]
fn numbers(
    part: &KeyOf,
    sight: &Sight<'_, '_>,
    counter: &mut TextCounter,
    all: &mut Vec<Number>,
) -> Result<(), GivenUp> {
    match part {
        KeyOf::Text(way) => all.push(counter.text(sight.text_at(way)?).ok_or(GivenUp)?),
        KeyOf::EachText(way) => {
            let (record, list) = sight.list(way)?;
            if record.len_at(list) > MOST_KEYS {
                return Err(GivenUp);
            }
            for item in record.items_at(list) {
                all.push(counter.text(record.text_at(item).ok_or(GivenUp)?).ok_or(GivenUp)?);
            }
        }
    }
    Ok(())
}
