//! Counts by a key: how many items that belong to records there are for each.

use accordance_document::{Value as Node, ValueKind};
use accordance_rules::{
    Type,
    core::{Counted, Expr, ExprKind, Group, GroupKey, Slot},
};

use super::{
    absent::{Absent, Unknown, Why},
    evaluate::{Evaluator, Given},
    frame::Frame,
    key::Key,
    lists::Stop,
    peek::{is_text, is_texts, node},
    text_counter::TextCounter,
    text_counts::TextCounts,
    text_key::TextKey,
    value::{Place, Value},
};
use crate::hash::{Hashed, Map, Set};

/// Up to so many parts of keys are compared each with each.
const FEW: usize = 32;

/// Counts for a [`Group`] while records are read.
#[derive(Debug, Default)]
pub(crate) struct Counter {
    /// Those of keys all of whose parts are texts.
    texts: TextCounter,
    others: OtherCounts,
    /// Whether there is an item of which it cannot be told by what it is counted, or whether.
    is_open: bool,
}

impl Counter {
    fn add(&mut self, key: &[Key<'_>]) {
        match texts_of(key).as_deref().and_then(TextKey::new) {
            Some(texts) => self.is_open |= self.texts.add(&texts).is_none(),
            None => self.others.add(key, 1),
        }
    }

    /// Counts by keys of texts.
    pub(crate) fn texts(&mut self) -> &mut TextCounter {
        &mut self.texts
    }

    /// From now on, it cannot be told how many there are for any key.
    pub(crate) fn open(&mut self) {
        self.is_open = true;
    }

    /// Whether it cannot be told how many there are for any key.
    pub(crate) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Counts keys of so many parts that stand one behind the other, each once.
    fn add_each(&mut self, keys: &[Key<'_>], parts: usize) {
        let mut seen = Set::default();
        for (number, key) in keys.chunks_exact(parts.max(1)).enumerate() {
            let before = &keys[..number * parts.max(1)];
            let is_new = match keys.len() {
                0..=FEW => !before.chunks_exact(parts.max(1)).any(|known| known == key),
                _ => seen.insert(key),
            };
            if is_new {
                self.add(if parts == 0 { &[] } else { key });
            }
        }
    }
}

/// The counts of a [`Group`].
#[derive(Debug, Default)]
pub(crate) struct Counts {
    texts: TextCounts,
    others: OtherCounts,
    is_open: bool,
}

impl Counts {
    /// What was counted of several parts of the data.
    pub(crate) fn of(counters: Vec<Counter>) -> Self {
        let mut counts = Self::default();
        let mut texts = Vec::with_capacity(counters.len());
        for counter in counters {
            counts.is_open |= counter.is_open;
            texts.push(counter.texts);
            counter.others.iter().for_each(|(key, count)| counts.others.add(key, count));
        }
        let texts = TextCounts::of(texts);
        Self { is_open: counts.is_open | texts.is_none(), texts: texts.unwrap_or_default(), ..counts }
    }

    /// The count of a key; nothing where it cannot be told.
    pub(crate) fn get(&self, key: &[Key<'_>]) -> Option<u64> {
        match texts_of(key).as_deref().and_then(TextKey::new) {
            Some(texts) => self.of_texts(&texts),
            None if self.is_open => None,
            None => Some(self.others.get(key)),
        }
    }

    /// The count of a key of texts; nothing where it cannot be told.
    pub(crate) fn of_texts(&self, key: &TextKey<'_>) -> Option<u64> {
        if self.is_open { None } else { Some(self.texts.get(key).unwrap_or(0)) }
    }

    /// Fetches from memory what is then looked up, by the hashes of keys of texts.
    pub(crate) fn fetch(&self, hashes: &[Hashed]) {
        self.texts.fetch(hashes);
    }

    /// How many keys there are, and how many items.
    pub(crate) fn size(&self) -> (usize, usize) {
        let items = self.texts.total() + self.others.counts.iter().sum::<u64>();
        (self.texts.len() + self.others.counts.len(), usize::try_from(items).unwrap_or(usize::MAX))
    }
}

/// Counts by keys not all of whose parts are texts.
#[derive(Debug, Default)]
struct OtherCounts {
    places: Map<Box<[Key<'static>]>, usize>,
    counts: Vec<u64>,
}

impl OtherCounts {
    fn get(&self, key: &[Key<'_>]) -> u64 {
        self.place(key).map_or(0, |place| self.counts[place])
    }

    fn add(&mut self, key: &[Key<'_>], count: u64) {
        match self.place(key) {
            Some(place) => self.counts[place] += count,
            None => {
                self.places.insert(key.iter().map(Key::owned).collect(), self.counts.len());
                self.counts.push(count);
            }
        }
    }

    fn place(&self, key: &[Key<'_>]) -> Option<usize> {
        self.places.get(key).copied()
    }

    fn iter(&self) -> impl Iterator<Item = (&[Key<'static>], u64)> {
        self.places.iter().map(|(key, place)| (&**key, self.counts[*place]))
    }
}

/// The counts of so many groups, of what several threads counted of each.
pub(crate) fn together(counters: Vec<Vec<Counter>>, groups: usize) -> Vec<Counts> {
    let mut by_group: Vec<Vec<Counter>> = (0..groups).map(|_| Vec::new()).collect();
    for of_thread in counters {
        by_group.iter_mut().zip(of_thread).for_each(|(all, own)| all.push(own));
    }
    by_group.into_iter().map(Counts::of).collect()
}

/// The parts of a key, where all of them are texts.
fn texts_of<'k>(key: &'k [Key<'_>]) -> Option<Vec<&'k str>> {
    key.iter().map(|part| if let Key::Text(text) = part { Some(&**text) } else { None }).collect()
}

/// It cannot be told by what an item is counted, or whether.
struct NotTold;

/// Room for the keys of what is counted, kept from one record to the next.
#[derive(Default)]
pub(crate) struct Scratch<'d> {
    /// The values of each part of the key of one item.
    parts: Vec<Vec<Key<'d>>>,
    /// Keys, one behind the other.
    keys: Vec<Key<'d>>,
}

impl<'d> Evaluator<'d> {
    /// Counts what belongs to one record.
    pub(crate) fn count(
        &self,
        group: &'d Group,
        record: Place<'d>,
        frame: &mut Frame<'d>,
        scratch: &mut Scratch<'d>,
        counter: &mut Counter,
    ) {
        if !counter.is_open {
            frame.set(group.record, Some(Value::Record(record)));
            let done = self.count_below(group, 0, frame, scratch, counter);
            counter.is_open |= done.is_err() || frame.stopped;
        }
    }

    /// Counts each combination of what is counted, from one of its lists on.
    fn count_below(
        &self,
        group: &'d Group,
        depth: usize,
        frame: &mut Frame<'d>,
        scratch: &mut Scratch<'d>,
        counter: &mut Counter,
    ) -> Result<(), NotTold> {
        if depth < group.counted {
            return self.items_of(group, depth, frame, &mut |frame| {
                self.count_below(group, depth + 1, frame, scratch, counter)
            });
        }
        scratch.keys.clear();
        self.keys_below(group, depth, frame, scratch)?;
        counter.add_each(&scratch.keys, group.key.len());
        Ok(())
    }

    /// Gathers the keys of one combination of what is counted.
    fn keys_below(
        &self,
        group: &'d Group,
        depth: usize,
        frame: &mut Frame<'d>,
        scratch: &mut Scratch<'d>,
    ) -> Result<(), NotTold> {
        if depth < group.over.len() {
            return self.items_of(group, depth, frame, &mut |frame| self.keys_below(group, depth + 1, frame, scratch));
        }
        for condition in &group.conditions {
            let held = frame.held;
            let told = self.truth(condition, frame);
            frame.held = held;
            if !told.map_err(|_| NotTold)? {
                return Ok(());
            }
        }
        scratch.parts.resize_with(group.key.len(), Vec::new);
        let mut all = 1_usize;
        for (part, values) in group.key.iter().zip(&mut scratch.parts) {
            values.clear();
            let held = frame.held;
            self.values_of(part, frame, values)?;
            frame.held = held;
            all = all.saturating_mul(values.len());
        }
        if scratch.keys.len() / group.key.len().max(1) + all > MOST_KEYS {
            return Err(NotTold);
        }
        frame.spend(all as u64, self);
        if group.key.is_empty() {
            // Without a key there is one count. A key of nothing stands for each of its items.
            scratch.keys.push(Key::Boolean(true));
            return Ok(());
        }
        for number in 0..all {
            let mut rest = number;
            for values in &scratch.parts {
                scratch.keys.push(values[rest % values.len()].clone());
                rest /= values.len();
            }
        }
        Ok(())
    }

    /// The values of a part of the key of an item.
    fn values_of(&self, part: &'d GroupKey, frame: &mut Frame<'d>, values: &mut Vec<Key<'d>>) -> Result<(), NotTold> {
        let value = &part.value;
        // Texts of the data need no look at what else they may be.
        if matches!(value.kind, ExprKind::Field { .. })
            && let Some(node) = node(value, frame)
        {
            let key = |text: &'d str| Key::Text(text.into());
            if is_text(&value.ty)
                && !part.each_item
                && let Some(text) = node.as_str()
            {
                values.push(key(text));
                return Ok(());
            }
            if is_texts(&value.ty) && part.each_item && node.kind() == ValueKind::Array {
                values.extend(node.items().map_while(Node::as_str).map(key));
                if Some(values.len()) == node.len() {
                    return Ok(());
                }
                values.clear();
            }
        }
        if !part.each_item {
            values.push(self.key(value, frame).ok_or(NotTold)?);
            return Ok(());
        }
        let list = self.value(value, frame).map_err(|_| NotTold)?;
        if !list.is_list() {
            return Err(NotTold);
        }
        list.each(&mut |item| {
            values.push(item.as_ref().and_then(|item| self.key_of(item)).ok_or(NotTold)?);
            Ok(())
        })
    }

    fn items_of(
        &self,
        group: &'d Group,
        depth: usize,
        frame: &mut Frame<'d>,
        visit: &mut dyn FnMut(&mut Frame<'d>) -> Result<(), NotTold>,
    ) -> Result<(), NotTold> {
        let each = &group.over[depth];
        let mut one = |item: Value<'d>, frame: &mut Frame<'d>| {
            frame.set(each.slot, Some(item));
            if frame.step(self) { visit(frame) } else { Err(NotTold) }
        };
        let Some((record, name)) = field_of_record(&each.list, group) else {
            let done = self.every_item(&each.list, frame, &mut |(item, _), frame| {
                one(item, frame).map_err(|NotTold| Stop::Decided)
            });
            return done.map_err(|_| NotTold);
        };
        let Some(Ok(Value::Record(record))) = frame.get(record) else { return Err(NotTold) };
        let record = *record;
        let Some(found) = record.node.get(name).filter(|node| !node.is_null()) else { return Ok(()) };
        let ty = each.list.ty.item().unwrap_or(&Type::Anything);
        let read = |node| Value::read(Place { node, ..record }, ty).ok_or(NotTold);
        if found.kind() == ValueKind::Array {
            return found.items().filter(|node| !node.is_null()).try_for_each(|node| one(read(node)?, frame));
        }
        one(read(found)?, frame)
    }

    /// What is asked of the count of a key.
    pub(crate) fn counted(
        &self,
        expr: &'d Expr,
        (group, key, asked, plain): (usize, &'d [Expr], Counted, &'d Expr),
        frame: &mut Frame<'d>,
    ) -> Given<'d> {
        match self.count_of(group, key, frame) {
            Some(count) => Ok(match asked {
                Counted::Number => Value::Whole(i64::try_from(count).unwrap_or(i64::MAX)),
                Counted::Some => Value::Boolean(count > 0),
                Counted::No => Value::Boolean(count == 0),
            }),
            // Not all records are there to be counted in another way. The run is made once more, with all of them.
            None if self.counts_are_given() => {
                frame.stopped = true;
                Err(Absent::Unknown(Unknown { expr, why: Why::Stopped }))
            }
            None => self.value(plain, frame),
        }
    }

    fn count_of(&self, group: usize, key: &'d [Expr], frame: &mut Frame<'d>) -> Option<u64> {
        let mut values = Vec::with_capacity(key.len());
        for value in key {
            values.push(self.key(value, frame)?);
        }
        self.count_for(group, &values, frame)
    }

    /// Counts over all records.
    pub(crate) fn count_all(&self, group: &'d Group, frame: &mut Frame<'d>) -> Counts {
        let mut counter = Counter::default();
        let (mut own, mut scratch) = (Frame::default(), Scratch::default());
        for record in self.data.records(group.collection) {
            if !own.step(self) {
                counter.is_open = true;
                break;
            }
            self.count(group, record, &mut own, &mut scratch, &mut counter);
        }
        frame.steps += own.steps;
        frame.stopped |= own.stopped;
        Counts::of(vec![counter])
    }
}

/// What is counted has at most so many keys for one item.
const MOST_KEYS: usize = 10_000;

/// The variable and the field, where a list is what one field of the record has.
fn field_of_record<'g>(list: &'g Expr, group: &Group) -> Option<(Slot, &'g str)> {
    let ExprKind::EachField { records, name } = &list.kind else { return None };
    let ExprKind::List(only) = &records.kind else { return None };
    match only.as_slice() {
        [Expr { kind: ExprKind::Slot(slot), .. }] if *slot == group.record => Some((*slot, name)),
        _ => None,
    }
}
