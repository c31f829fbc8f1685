//! The items of a list by a key.

use std::{borrow::Cow, collections::hash_map::Entry, ops::Range};

use accordance_rules::core::{Expr, ExprKind, Index as Asked, LookUpKey};
use rayon::prelude::*;

use super::{
    absent::Absent,
    evaluate::{Evaluator, Frame},
    key::Key,
    value::Value,
};
use crate::hash::Map;

/// The items of a list by a key, as their positions in it.
#[derive(Debug, Default)]
pub(crate) struct Index<'d> {
    by_key: Map<Key<'d>, Positions>,
    /// Items whose key cannot be told: they may belong to any.
    untold: Vec<u32>,
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
    keys: Vec<(Key<'d>, u32)>,
    untold: Vec<u32>,
    steps: u64,
}

/// So many items have their keys told by one thread.
const TOGETHER: usize = 4096;

impl<'d> Index<'d> {
    /// Builds an index. Each item is a step.
    pub(crate) fn build(asked: &'d Asked, evaluator: &Evaluator<'d>, frame: &mut Frame<'d>) -> Self {
        let all = 0..evaluator.source_length(&asked.source);
        Self::of([keyed(asked, evaluator, all)], frame)
    }

    /// The same on several threads. It is not for where another thread may wait for the index.
    pub(crate) fn build_on_threads(asked: &'d Asked, evaluator: &Evaluator<'d>, frame: &mut Frame<'d>) -> Self {
        let length = evaluator.source_length(&asked.source);
        let parts = (0..length.div_ceil(TOGETHER)).into_par_iter().map(|part| {
            let items = part * TOGETHER..((part + 1) * TOGETHER).min(length);
            keyed(asked, evaluator, items)
        });
        Self::of(parts.collect::<Vec<_>>(), frame)
    }

    fn of(parts: impl IntoIterator<Item = Keyed<'d>>, frame: &mut Frame<'d>) -> Self {
        let mut index = Self::default();
        for part in parts {
            frame.steps += part.steps;
            index.untold.extend(part.untold);
            index.by_key.reserve(part.keys.len());
            for (key, position) in part.keys {
                match index.by_key.entry(key) {
                    Entry::Vacant(entry) => drop(entry.insert(Positions::One(position))),
                    Entry::Occupied(mut entry) => entry.get_mut().add(position),
                }
            }
        }
        index
    }

    /// How many keys it has, and how many items.
    pub(crate) fn size(&self) -> (usize, usize) {
        let items = self.by_key.values().map(|positions| positions.all().len()).sum::<usize>();
        (self.by_key.len(), items + self.untold.len())
    }

    /// The positions of the items of a text, in order; nothing where others may matter too.
    pub(crate) fn of_text<'a>(&'a self, text: &'a str) -> Option<&'a [u32]> {
        if !self.untold.is_empty() {
            return None;
        }
        Some(self.by_key.get(&Key::Text(text.into())).map(Positions::all).unwrap_or_default())
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
                let found = self.by_key.get(&key).map(Positions::all).unwrap_or_default();
                if self.untold.is_empty() {
                    return Some(found.into());
                }
                found.to_vec()
            }
            LookUpKey::Items(list) => {
                let mut found = Vec::new();
                for key in item_keys(list, evaluator, frame)? {
                    found.extend(self.by_key.get(&key).into_iter().flat_map(Positions::all));
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

/// The keys of some items of the list of an index.
fn keyed<'d>(asked: &'d Asked, evaluator: &Evaluator<'d>, items: Range<usize>) -> Keyed<'d> {
    let (mut keyed, mut frame) = (Keyed::default(), Frame::default());
    for position in items {
        // Steps are counted here too, so that a build ends where there have been too many.
        if !frame.step(evaluator) {
            break;
        }
        let Ok(number) = u32::try_from(position) else { break };
        frame.set(asked.slot, evaluator.source_item(&asked.source, position).map(|(value, _)| value));
        match keys(asked, evaluator, &mut frame) {
            Ok(keys) => keyed.keys.extend(keys.into_iter().map(|key| (key, number))),
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
