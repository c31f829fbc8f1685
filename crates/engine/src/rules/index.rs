//! The items of a list by a key.

use std::{borrow::Cow, hash::BuildHasher, ops::Range};

use accordance_rules::{
    CollectionId,
    core::{Expr, ExprKind, Index as Asked, LookUpKey},
};
use hashbrown::{HashTable, hash_table::Entry};
use rayon::prelude::*;

use super::{absent::Absent, evaluate::Evaluator, frame::Frame, key::Key, peek::is_text, value::Value};
use crate::{
    hash::{Hashed, RandomState},
    ids::Ids,
};

/// The items of a list by a key, as their positions in it.
#[derive(Debug, Default)]
pub(crate) struct Index<'d> {
    /// Each key is in one of several tables, so that several threads can build them.
    tables: Vec<HashTable<Indexed<'d>>>,
    state: RandomState,
    /// Items whose key cannot be told: they may belong to any.
    untold: Vec<u32>,
    /// The ids of the records of a collection, where the key is the id: those that are checked are in no table then.
    ids: Option<(CollectionId, &'d Ids)>,
}

#[derive(Debug)]
struct Indexed<'d> {
    hash: u64,
    key: Key<'d>,
    positions: Positions,
}

/// Positions in a list, in order: of most keys there is one.
#[derive(Debug)]
enum Positions {
    One(u32),
    Several(Vec<u32>),
}

impl Positions {
    fn all(&self) -> &[u32] {
        match self {
            Self::One(only) => std::slice::from_ref(only),
            Self::Several(all) => all,
        }
    }

    fn add(&mut self, position: u32) {
        match self {
            Self::One(only) if *only == position => {}
            Self::One(only) => *self = Self::Several(vec![*only, position]),
            Self::Several(all) if all.last() == Some(&position) => {}
            Self::Several(all) => all.push(position),
        }
    }
}

/// The keys of some items, with their positions.
#[derive(Default)]
struct Keyed<'d> {
    /// By the table that they belong to, with their hashes.
    keys: Vec<Vec<(u64, Key<'d>, u32)>>,
    untold: Vec<u32>,
    steps: u64,
}

/// So many items have their keys told by one thread.
const TOGETHER: usize = 4096;

impl<'d> Index<'d> {
    /// Builds an index. Each item is a step.
    pub(crate) fn build(asked: &'d Asked, evaluator: &Evaluator<'d>, frame: &mut Frame<'d>) -> Self {
        let (ids, all) = items_of(asked, evaluator, frame);
        let state = RandomState::default();
        let part = keyed(asked, evaluator, all, (&state, 1));
        Self { ids, ..Self::of(vec![part], state, frame) }
    }

    /// The same on several threads. It is not for where another thread may wait for the index.
    pub(crate) fn build_on_threads(asked: &'d Asked, evaluator: &Evaluator<'d>, frame: &mut Frame<'d>) -> Self {
        let (ids, all) = items_of(asked, evaluator, frame);
        let (state, tables) =
            (RandomState::default(), if all.len() > TOGETHER { rayon::current_num_threads() } else { 1 });
        let parts = (0..all.len().div_ceil(TOGETHER)).into_par_iter().map(|part| {
            let start = all.start + part * TOGETHER;
            keyed(asked, evaluator, start..(start + TOGETHER).min(all.end), (&state, tables))
        });
        Self { ids, ..Self::of(parts.collect::<Vec<_>>(), state, frame) }
    }

    fn of(parts: Vec<Keyed<'d>>, state: RandomState, frame: &mut Frame<'d>) -> Self {
        let mut index = Self { state, ..Self::default() };
        let mut by_table: Vec<Vec<Vec<(u64, Key<'d>, u32)>>> = Vec::new();
        for part in parts {
            frame.steps += part.steps;
            index.untold.extend(part.untold);
            by_table.resize_with(part.keys.len().max(by_table.len()), Vec::new);
            by_table.iter_mut().zip(part.keys).for_each(|(table, keys)| table.push(keys));
        }
        index.tables = match by_table.len() {
            0 | 1 => by_table.into_iter().map(table).collect(),
            _ => by_table.into_par_iter().map(table).collect(),
        };
        index
    }

    /// The positions of the items of a key.
    fn get(&self, key: &Key<'d>) -> &[u32] {
        if let (Some((collection, ids)), Key::Text(id)) = (&self.ids, key)
            && let Some(known) = ids.get(*collection, id)
            && known.is_valid
        {
            return std::slice::from_ref(known.rank);
        }
        let hash = self.state.hash_one(key);
        let table = self.tables.get(table_of(hash, self.tables.len()));
        let found = table.and_then(|table| table.find(hash, |indexed| indexed.key == *key));
        found.map(|indexed| indexed.positions.all()).unwrap_or_default()
    }

    /// Fetches from memory what is then looked up, by the hashes of texts: the ids of records, where these are the keys.
    pub(crate) fn fetch(&self, hashes: &[Hashed]) {
        if let Some((collection, ids)) = &self.ids {
            ids.fetch(*collection, hashes);
        }
    }

    /// How many keys it has, and how many items.
    pub(crate) fn size(&self) -> (usize, usize) {
        let all = self.tables.iter().flatten();
        let items = all.map(|indexed| indexed.positions.all().len()).sum::<usize>();
        let keys = self.tables.iter().map(HashTable::len).sum::<usize>();
        let of_ids = self.ids.map_or(0, |(collection, ids)| ids.valid(collection));
        (keys + of_ids, items + of_ids + self.untold.len())
    }

    /// The positions of the items of a text, in order; nothing where others may matter too.
    pub(crate) fn of_text<'a>(&'a self, text: &'a str) -> Option<&'a [u32]> {
        if !self.untold.is_empty() {
            return None;
        }
        Some(self.get(&Key::Text(text.into())))
    }

    /// The positions of the items that matter, in order; nothing where what is looked up cannot be told.
    pub(crate) fn look_up(
        &self,
        key: &'d LookUpKey,
        evaluator: &Evaluator<'d>,
        frame: &mut Frame<'d>,
    ) -> Option<Cow<'_, [u32]>> {
        let mut found = match key {
            LookUpKey::Values(values) => {
                let key = one_key(values, evaluator, frame)?;
                let found = self.get(&key);
                if self.untold.is_empty() {
                    return Some(found.into());
                }
                found.to_vec()
            }
            LookUpKey::Items(list) => {
                let mut found = Vec::new();
                for key in item_keys(list, evaluator, frame)? {
                    found.extend(self.get(&key));
                }
                found
            }
        };
        if !self.untold.is_empty() || matches!(key, LookUpKey::Items(_)) {
            found.extend(&self.untold);
            found.sort_unstable();
            found.dedup();
        }
        Some(found.into())
    }
}

/// Whether something that is looked up has no value, so that it cannot be told of any item whether it is equal.
pub(crate) fn has_no_value<'d>(key: &'d LookUpKey, evaluator: &Evaluator<'d>, frame: &mut Frame<'d>) -> bool {
    match key {
        LookUpKey::Values(values) => values.iter().any(|value| evaluator.value(value, frame).is_err()),
        LookUpKey::Items(list) => evaluator.value(list, frame).is_err(),
    }
}

/// The items that go into tables. Those of checked records do not where the key is an id that each has for its own.
fn items_of<'d>(
    asked: &'d Asked,
    evaluator: &Evaluator<'d>,
    frame: &mut Frame<'d>,
) -> (Option<(CollectionId, &'d Ids)>, Range<usize>) {
    let all = 0..evaluator.source_length(&asked.source);
    let by_id = || {
        let (ExprKind::Collection(collection), [key]) = (&asked.source.kind, asked.key.as_slice()) else { return None };
        let ExprKind::Field { record, name } = &key.kind else { return None };
        let is_own = matches!(record.kind, ExprKind::Slot(slot) if slot == asked.slot);
        let is_id = evaluator.data.is_id(*collection, name);
        (is_own && is_id && is_text(&key.ty) && !asked.each_item)
            .then(|| Some((*collection, evaluator.data.plain_ids(*collection)?)))?
    };
    let ids = by_id();
    let first = ids.map_or(0, |(collection, _)| evaluator.data.checked_len(collection));
    frame.spend(first as u64, evaluator);
    (ids, first..all.end)
}

/// The table of so many to which a hash belongs.
fn table_of(hash: u64, tables: usize) -> usize {
    // The tables themselves go by the lowest and the highest bits.
    usize::try_from(hash >> 32 & 0xffff).unwrap_or_default() % tables.max(1)
}

/// Fills a table with keys, in the order of their items.
fn table(parts: Vec<Vec<(u64, Key<'_>, u32)>>) -> HashTable<Indexed<'_>> {
    let mut table: HashTable<Indexed<'_>> = HashTable::with_capacity(parts.iter().map(Vec::len).sum());
    for (hash, key, position) in parts.into_iter().flatten() {
        match table.entry(hash, |indexed| indexed.key == key, |indexed| indexed.hash) {
            Entry::Vacant(entry) => drop(entry.insert(Indexed { hash, key, positions: Positions::One(position) })),
            Entry::Occupied(mut entry) => entry.get_mut().positions.add(position),
        }
    }
    table
}

/// The keys of some items of the list of an index, for so many tables.
fn keyed<'d>(
    asked: &'d Asked,
    evaluator: &Evaluator<'d>,
    items: Range<usize>,
    (state, tables): (&RandomState, usize),
) -> Keyed<'d> {
    let (mut keyed, mut frame) = (Keyed::default(), Frame::default());
    keyed.keys.resize_with(tables.max(1), Vec::new);
    for position in items {
        // Steps are counted here too, so that a build ends where there have been too many.
        if !frame.step(evaluator) {
            break;
        }
        let Ok(number) = u32::try_from(position) else { break };
        frame.set(asked.slot, evaluator.source_item(&asked.source, position).map(|(value, _)| value));
        match keys(asked, evaluator, &mut frame) {
            Ok(keys) => {
                for key in keys {
                    let hash = state.hash_one(&key);
                    keyed.keys[table_of(hash, tables)].push((hash, key, number));
                }
            }
            Err(NoKey::Untold) => keyed.untold.push(number),
            Err(NoKey::DoesNotMatter) => {}
        }
    }
    keyed.steps = frame.steps;
    keyed
}

/// Why an item has no key.
enum NoKey {
    /// It cannot be told, so that the item may belong to any.
    Untold,
    /// What the condition asks to be there is not.
    DoesNotMatter,
}

/// The keys of an item.
fn keys<'d>(asked: &'d Asked, evaluator: &Evaluator<'d>, frame: &mut Frame<'d>) -> Result<Vec<Key<'d>>, NoKey> {
    for (value, _) in asked.key.iter().zip(&asked.asked_for).filter(|(_, asked_for)| **asked_for) {
        if let Err(Absent::Missing(_)) = evaluator.value(value, frame) {
            return Err(NoKey::DoesNotMatter);
        }
    }
    let keys = match asked.key.as_slice() {
        [list] if asked.each_item => item_keys(list, evaluator, frame),
        values => one_key(values, evaluator, frame).map(|key| vec![key]),
    };
    keys.ok_or(NoKey::Untold)
}

fn one_key<'d>(values: &'d [Expr], evaluator: &Evaluator<'d>, frame: &mut Frame<'d>) -> Option<Key<'d>> {
    let mut keys = Vec::with_capacity(values.len());
    for value in values {
        keys.push(evaluator.key(value, frame)?);
    }
    if keys.len() == 1 { keys.pop() } else { Some(Key::Several(keys)) }
}

fn item_keys<'d>(list: &'d Expr, evaluator: &Evaluator<'d>, frame: &mut Frame<'d>) -> Option<Vec<Key<'d>>> {
    let list = evaluator.value(list, frame).ok()?;
    if !list.is_list() {
        return None;
    }
    let mut keys = Vec::new();
    list.each(&mut |item| {
        keys.push(item.as_ref().and_then(|item| evaluator.key_of(item)).ok_or(())?);
        Ok::<(), ()>(())
    })
    .ok()?;
    Some(keys)
}

impl<'d> Evaluator<'d> {
    pub(crate) fn key(&self, expr: &'d Expr, frame: &mut Frame<'d>) -> Option<Key<'d>> {
        self.key_of(&self.value(expr, frame).ok()?)
    }

    /// The key of a value. A record that stands in the place of a reference has the key of its id.
    pub(crate) fn key_of(&self, value: &Value<'d>) -> Option<Key<'d>> {
        match value {
            Value::Record(place) => Key::of(&self.data.id_of(*place)?),
            other => Key::of(other),
        }
    }

    /// Whether the list of an index can be told.
    pub(crate) fn has_items(&self, source: &'d Expr) -> bool {
        !matches!(source.kind, ExprKind::Shared(number) if self.shared_items(number).is_none())
    }

    /// How many items the list of an index has.
    pub(crate) fn source_length(&self, source: &'d Expr) -> usize {
        match &source.kind {
            ExprKind::Collection(collection) => self.data.len(*collection),
            ExprKind::Shared(number) => self.shared_items(*number).map_or(0, <[_]>::len),
            _ => 0,
        }
    }
}
