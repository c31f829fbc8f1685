//! What is kept of records for the rules that look at several: short texts, shared out by the hash of a key.

use std::hash::{BuildHasher, Hasher};

use foldhash::fast::FixedState;
use hashbrown::HashTable;

/// Into how many parts facts are shared out, so that threads can work on them side by side.
pub(crate) const PARTS: usize = 64;

/// Facts of one part: a key, and a text that belongs to it.
#[derive(Default)]
pub(crate) struct Part {
    texts: String,
    facts: Vec<Fact>,
}

struct Fact {
    hash: u64,
    at: usize,
    key: u16,
    value: u16,
}

/// Facts of a kind, by the hash of their keys.
pub(crate) struct Facts {
    parts: Vec<Part>,
    hasher: FixedState,
}

impl Facts {
    pub(crate) fn new() -> Self {
        Self { parts: (0..PARTS).map(|_| Part::default()).collect(), hasher: FixedState::default() }
    }

    /// Keeps a fact. The parts of its key cannot be mixed up: no id has a line break.
    pub(crate) fn keep(&mut self, key: [&str; 2], value: &str) {
        let mut hasher = self.hasher.build_hasher();
        hasher.write(key[0].as_bytes());
        hasher.write(key[1].as_bytes());
        let hash = hasher.finish();
        let part = &mut self.parts[(hash >> 58) as usize];
        let at = part.texts.len();
        part.texts.push_str(key[0]);
        part.texts.push('\n');
        part.texts.push_str(key[1]);
        let length = part.texts.len() - at;
        part.texts.push_str(value);
        let short = |length: usize| u16::try_from(length).expect("ids are short");
        part.facts.push(Fact { hash, at, key: short(length), value: short(value.len()) });
    }

    pub(crate) fn part(&self, part: usize) -> &Part {
        &self.parts[part]
    }
}

impl Part {
    fn key(&self, fact: &Fact) -> &str {
        &self.texts[fact.at..fact.at + usize::from(fact.key)]
    }

    fn value(&self, fact: &Fact) -> &str {
        let start = fact.at + usize::from(fact.key);
        &self.texts[start..start + usize::from(fact.value)]
    }
}

/// Calls `found` for each fact of `asked`, with its value and that of a fact of `known` with the same key, if there is one.
pub(crate) fn join<'a>(
    known: impl Iterator<Item = &'a Part> + Clone,
    asked: impl Iterator<Item = &'a Part>,
    mut found: impl FnMut(&'a str, Option<&'a str>),
) {
    let room = known.clone().map(|part| part.facts.len()).sum();
    let mut table: HashTable<(&Part, &Fact)> = HashTable::with_capacity(room);
    for part in known {
        for fact in &part.facts {
            table.insert_unique(fact.hash, (part, fact), |(_, fact)| fact.hash);
        }
    }
    for part in asked {
        for fact in &part.facts {
            let key = part.key(fact);
            let met = table.find(fact.hash, |(part, other)| other.hash == fact.hash && part.key(other) == key);
            found(part.value(fact), met.map(|(part, fact)| part.value(fact)));
        }
    }
}
