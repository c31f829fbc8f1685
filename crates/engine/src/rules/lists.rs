//! What goes through lists: items, quantifiers, chains.

use std::{collections::HashSet, sync::Arc};

use accordance_document::ValueKind;
use accordance_rules::{
    CollectionId, Type,
    core::{Access, Expr, ExprKind, Loop, Quantifier, Slot},
    join::conjuncts,
};

use super::{
    absent::{Absent, Unknown, Why},
    evaluate::{Evaluator, Given, Told},
    frame::Frame,
    index::has_no_value,
    value::{Place, Value},
};

/// An item of a list, and its place where it is one of the data.
pub(crate) type Item<'d> = (Value<'d>, Option<Place<'d>>);

impl<'d> Evaluator<'d> {
    /// Calls `visit` with each item of a loop that matters, in order. Says no where the list cannot be told, or `visit`
    /// does.
    pub(crate) fn each_item(
        &self,
        over: &'d Loop,
        frame: &mut Frame<'d>,
        visit: &mut dyn FnMut(Item<'d>, &mut Frame<'d>) -> Result<(), Stop<'d>>,
    ) -> Result<(), Stop<'d>> {
        self.each_sought(over, frame, &mut |item, _, frame| visit(item, frame))
    }

    /// The same, with how the items are found.
    pub(super) fn each_sought(
        &self,
        over: &'d Loop,
        frame: &mut Frame<'d>,
        visit: &mut dyn FnMut(Item<'d>, Sought, &mut Frame<'d>) -> Result<(), Stop<'d>>,
    ) -> Result<(), Stop<'d>> {
        let mut sought = Sought::Scanned;
        if let Access::LookUp { index, key } = &over.access
            && self.has_items(&over.list)
            && let Some(index) = self.index(*index, frame)
        {
            if let Some(found) = index.look_up(key, self, frame) {
                for position in &*found {
                    if let Some(item) = self.source_item(&over.list, *position as usize) {
                        self.visit(item, over, frame, &mut |item, frame| visit(item, Sought::Found, frame))?;
                    }
                }
                return Ok(());
            }
            if has_no_value(key, self, frame) {
                sought = Sought::ForNothing;
            }
        }
        let mut visit = |item: Item<'d>, frame: &mut Frame<'d>| visit(item, sought, frame);
        self.every_item(&over.list, frame, &mut |item, frame| self.visit(item, over, frame, &mut visit))
    }

    fn visit(
        &self,
        item: Item<'d>,
        over: &'d Loop,
        frame: &mut Frame<'d>,
        visit: &mut dyn FnMut(Item<'d>, &mut Frame<'d>) -> Result<(), Stop<'d>>,
    ) -> Result<(), Stop<'d>> {
        if !frame.step(self) {
            return Err(Stop::Unknown(Unknown { expr: &over.list, why: Why::Stopped }));
        }
        visit(item, frame)
    }

    /// Calls `visit` with each item of a list, in order.
    pub(crate) fn every_item(
        &self,
        list: &'d Expr,
        frame: &mut Frame<'d>,
        visit: &mut dyn FnMut(Item<'d>, &mut Frame<'d>) -> Result<(), Stop<'d>>,
    ) -> Result<(), Stop<'d>> {
        if let ExprKind::Collection(collection) = list.kind {
            return self
                .data
                .records(collection)
                .try_for_each(|place| visit((Value::Record(place), Some(place)), frame));
        }
        let value = self.needed(list, frame).map_err(Stop::Unknown)?;
        Self::every_item_of(&value, list, frame, visit)
    }

    /// The same for a list on the way to another value, which is missing where the list is.
    fn every_item_on_the_way(
        &self,
        list: &'d Expr,
        frame: &mut Frame<'d>,
        visit: &mut dyn FnMut(Item<'d>, &mut Frame<'d>) -> Result<(), Stop<'d>>,
    ) -> Result<Result<(), Stop<'d>>, Absent<'d>> {
        if let ExprKind::Collection(_) = list.kind {
            return Ok(self.every_item(list, frame, visit));
        }
        let value = self.value(list, frame)?;
        Ok(Self::every_item_of(&value, list, frame, visit))
    }

    fn every_item_of(
        value: &Value<'d>,
        list: &'d Expr,
        frame: &mut Frame<'d>,
        visit: &mut dyn FnMut(Item<'d>, &mut Frame<'d>) -> Result<(), Stop<'d>>,
    ) -> Result<(), Stop<'d>> {
        if !value.is_list() {
            return Err(Stop::Unknown(Unknown { expr: list, why: Why::Kind("a list") }));
        }
        if let Value::Items(place, ty) = value {
            for node in place.node.items().filter(|node| !node.is_null()) {
                let place = Place { node, ..*place };
                match Value::read(place, ty) {
                    Some(item) => visit((item, Some(place)), frame)?,
                    None => return Err(Stop::Unknown(Unknown { expr: list, why: Why::Kind(ITEMS) })),
                }
            }
            return Ok(());
        }
        value.each(&mut |item| match item {
            Some(item) => {
                let place = match &item {
                    Value::Record(place) | Value::Items(place, _) => Some(*place),
                    _ => None,
                };
                visit((item, place), frame)
            }
            None => Err(Stop::Unknown(Unknown { expr: list, why: Why::Kind(ITEMS) })),
        })
    }

    /// An item of the list of an index, by its position.
    pub(crate) fn source_item(&self, source: &'d Expr, position: usize) -> Option<Item<'d>> {
        match source.kind {
            ExprKind::Collection(collection) => {
                let place = self.data.record(collection, position)?;
                Some((Value::Record(place), Some(place)))
            }
            ExprKind::Shared(number) => {
                let item = self.shared_items(number)?.get(position)?.clone();
                let place = match &item {
                    Value::Record(place) | Value::Items(place, _) => Some(*place),
                    _ => None,
                };
                Some((item, place))
            }
            _ => None,
        }
    }

    pub(crate) fn quantifier(
        &self,
        quantifier: Quantifier,
        over: &'d Loop,
        condition: &'d Expr,
        frame: &mut Frame<'d>,
    ) -> Told<'d> {
        // One item of this kind decides.
        let decisive = quantifier != Quantifier::Every;
        let mut untold = None;
        let mut is_certain = false;
        let done = self.each_sought(over, frame, &mut |(item, _), sought, frame| {
            if sought == Sought::ForNothing && !is_certain {
                // What is asked besides may leave all items out, and need be asked but once.
                is_certain = self.is_excluded(quantifier, condition, over.slot, frame);
                if is_certain {
                    return Err(Stop::Decided);
                }
            }
            frame.set(over.slot, Some(item));
            let held = frame.held;
            let told = self.truth(condition, frame);
            frame.held = held;
            match told {
                Ok(truth) if truth == decisive => Err(Stop::Decided),
                Ok(_) => Ok(()),
                Err(unknown) if unknown.why == Why::Stopped || sought == Sought::ForNothing => {
                    Err(Stop::Unknown(unknown))
                }
                Err(unknown) => {
                    untold = untold.take().or(Some(unknown));
                    Ok(())
                }
            }
        });
        match done {
            Err(Stop::Unknown(unknown)) => Err(unknown),
            Err(Stop::Decided) => Ok(is_certain != (quantifier == Quantifier::Some)),
            Ok(()) => untold.map_or(Ok(quantifier != Quantifier::Some), Err),
        }
    }

    /// Whether no item decides, for what a condition asks of all else.
    fn is_excluded(&self, quantifier: Quantifier, condition: &'d Expr, item: Slot, frame: &mut Frame<'d>) -> bool {
        let is_bound = |slot: Slot| slot == item;
        match (&condition.kind, quantifier) {
            (_, Quantifier::Some | Quantifier::No) => self.is_false_before(condition, &is_bound, frame),
            (ExprKind::Implies(left, _), Quantifier::Every) => self.is_false_before(left, &is_bound, frame),
            (ExprKind::Or(all), Quantifier::Every) => {
                let held = frame.held;
                let is_true =
                    all.iter().any(|part| !part.reads(&is_bound) && matches!(self.truth(part, frame), Ok(true)));
                frame.held = held;
                is_true
            }
            _ => false,
        }
    }

    /// Whether a part of a condition does not hold that reads none of the variables for which `is_bound` holds.
    pub(crate) fn is_false_before(
        &self,
        condition: &'d Expr,
        is_bound: &dyn Fn(Slot) -> bool,
        frame: &mut Frame<'d>,
    ) -> bool {
        let held = frame.held;
        let is_false = conjuncts(condition)
            .into_iter()
            .any(|part| !part.reads(is_bound) && matches!(self.truth(part, frame), Ok(false)));
        frame.held = held;
        is_false
    }

    pub(crate) fn each_field(
        &self,
        expr: &'d Expr,
        records: &'d Expr,
        name: &'d Arc<str>,
        frame: &mut Frame<'d>,
    ) -> Given<'d> {
        let ty = expr.ty.item().unwrap_or(&Type::Anything);
        let mut found = Vec::new();
        let wrong = || Stop::Unknown(Unknown { expr, why: Why::Kind(ITEMS) });
        let done = self.every_item_on_the_way(records, frame, &mut |(item, _), frame| {
            if !frame.step(self) {
                return Err(Stop::Unknown(Unknown { expr, why: Why::Stopped }));
            }
            let Value::Record(place) = item else { return Err(wrong()) };
            let Some(node) = place.node.get(name).filter(|node| !node.is_null()) else { return Ok(()) };
            let place = Place { node, ..place };
            let is_joined = node.kind() == ValueKind::Array;
            if is_joined {
                for node in node.items().filter(|node| !node.is_null()) {
                    found.push(Value::read(Place { node, ..place }, ty).ok_or_else(wrong)?);
                    frame.hold(1, expr).map_err(Stop::Unknown)?;
                }
                return Ok(());
            }
            found.push(Value::read(place, ty).ok_or_else(wrong)?);
            frame.hold(1, expr).map_err(Stop::Unknown)
        })?;
        given(Value::list(found), done)
    }

    pub(crate) fn each_follow(
        &self,
        expr: &'d Expr,
        references: &'d Expr,
        collection: CollectionId,
        frame: &mut Frame<'d>,
    ) -> Given<'d> {
        let mut found = Vec::new();
        let done = self.every_item_on_the_way(references, frame, &mut |(item, _), frame| {
            if !frame.step(self) {
                return Err(Stop::Unknown(Unknown { expr, why: Why::Stopped }));
            }
            match item {
                Value::Text(id) => {
                    let place = self.follow(references, collection, &id);
                    found.push(Value::Record(place.map_err(|absent| Stop::Unknown(absent.needed()))?));
                }
                Value::Record(place) => found.push(Value::Record(place)),
                _ => return Err(Stop::Unknown(Unknown { expr, why: Why::Kind(ITEMS) })),
            }
            frame.hold(1, expr).map_err(Stop::Unknown)
        })?;
        given(Value::list(found), done)
    }

    /// The records reached by following a reference again and again, each once, in the order in which they are reached.
    pub(crate) fn chain(
        &self,
        expr: &'d Expr,
        record: &'d Expr,
        field: &'d Arc<str>,
        collection: CollectionId,
        frame: &mut Frame<'d>,
    ) -> Given<'d> {
        let mut here = self.place(record, frame).map_err(|absent| Absent::Unknown(absent.needed()))?;
        let mut reached = HashSet::new();
        let mut found = Vec::new();
        while let Some(node) = here.node.get(field).filter(|node| !node.is_null()) {
            if !frame.step(self) {
                return Err(Absent::unknown(expr, Why::Stopped));
            }
            let Some(Value::Text(id)) = Value::reference(Place { node, ..here }) else {
                return Err(Absent::unknown(expr, Why::Kind("a reference")));
            };
            here = self.follow(expr, collection, &id)?;
            if !reached.insert((here.collection, here.record)) {
                break;
            }
            found.push(Value::Record(here));
            frame.hold(1, expr).map_err(Absent::Unknown)?;
        }
        Ok(Value::list(found))
    }
}

pub(crate) const ITEMS: &str = "a list whose items are what its schema says";

/// How items are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sought {
    /// All are gone through.
    Scanned,
    /// By their key.
    Found,
    /// All are gone through, since what is looked up has no value. Of none of them can it be told whether it is equal,
    /// so that none decides.
    ForNothing,
}

/// Why a list is not gone through to its end.
pub(crate) enum Stop<'d> {
    /// What was asked is known.
    Decided,
    /// It cannot be told.
    Unknown(Unknown<'d>),
}

fn given<'d>(value: Value<'d>, done: Result<(), Stop<'d>>) -> Given<'d> {
    match done {
        Err(Stop::Unknown(unknown)) => Err(Absent::Unknown(unknown)),
        Ok(()) | Err(Stop::Decided) => Ok(value),
    }
}
