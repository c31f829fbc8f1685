//! Rules at each place that they speak of.

use std::{collections::BTreeSet, ops::Range};

use accordance_rules::{
    core::{Access, ExprKind, Loop, Rule},
    plan::indexes,
};
use rayon::prelude::*;

use super::{
    evaluate::Evaluator,
    frame::Frame,
    ran::Ran,
    value::Value,
    visit::{At, Checked, ExampleItems, Reach, Visit},
};

/// What is done with each check that is made of one of several rules, by the number of the rule.
pub(crate) type VisitEach<'v, 'd, T> = &'v (dyn Fn(usize, &Checked<'_, 'd>, &mut Frame<'d>, &mut Vec<T>) + Sync);

/// Records of the outermost collection that one thread looks at at a time.
const CHUNK: usize = 256;

/// What rules look up for the records of a collection of so many is likely to be far: in no cache of a core.
const FAR: usize = 1 << 14;

/// How many records several rules look at, one rule after the other, in a collection of so many: at most as many as the
/// caches of a core hold, and fewer where there would not be enough for each thread.
pub(super) fn few(records: usize) -> usize {
    records.div_ceil(16).clamp(1, 32)
}

impl<'d> Evaluator<'d> {
    /// Runs several rules of the program, by their numbers, at the places that they speak of, and tells what came of
    /// each.
    ///
    /// Rules that go through the same collection are run together, some records at a time, so that a record is fetched
    /// from memory once for all of them and not once for each; those that cross it with a larger collection go through
    /// some records of that at a time. The steps of all are counted together. Where they are more
    /// than one rule may take, nothing is told: which rule takes too many is then to be found rule by rule.
    pub(crate) fn run_together<T: Send>(
        &self,
        numbers: &[usize],
        visit: VisitEach<'_, 'd, T>,
    ) -> Option<Vec<(usize, Ran<T>)>> {
        let rules = &self.program().rules;
        self.make_ready(numbers);
        let scanned = |number: &usize| rules.get(*number)?.loops.first().and_then(scanned_collection);
        let mut all: Vec<(usize, Ran<T>)> = Vec::with_capacity(numbers.len());
        for collection in 0..self.data.collections() {
            let is_crossed = |number: &usize| self.crossed_collection(*number) == Some(collection);
            let crossed: Vec<usize> = numbers.iter().copied().filter(is_crossed).collect();
            all.extend(self.run_crossed(&crossed, collection, visit));
            let is_own =
                |number: &usize| scanned(number) == Some(collection) && self.crossed_collection(*number).is_none();
            let group: Vec<usize> = numbers.iter().copied().filter(is_own).collect();
            let length = if group.is_empty() { 0 } else { self.data.len(collection) };
            let few = few(length);
            let parts: Vec<Vec<Ran<T>>> = (0..length.div_ceil(few))
                .into_par_iter()
                .map(|part| {
                    let records = part * few..((part + 1) * few).min(length);
                    self.run_some(&group, collection, records, visit)
                })
                .collect();
            let mut ran: Vec<Ran<T>> = group.iter().map(|_| Ran::new()).collect();
            for part in parts {
                ran = ran.into_iter().zip(part).map(|(so_far, part)| so_far.join(part)).collect();
            }
            all.extend(group.into_iter().zip(ran));
        }
        let others = numbers.par_iter().filter(|number| scanned(number).is_none()).filter_map(|number| {
            let rule = rules.get(*number)?;
            let visit = |checked: &Checked<'_, 'd>, frame: &mut Frame<'d>, found: &mut Vec<T>| {
                visit(*number, checked, frame, found);
            };
            let mut at = At::new(self, rule, &visit);
            at.swift = self.swift(*number);
            // What stops it is told by the steps.
            let _ = at.loops(&rule.loops);
            Some((*number, at.done()))
        });
        all.extend(others.collect::<Vec<_>>());
        let is_whole = !self.is_too_many(self.steps()) && !self.is_full() && !all.iter().any(|(_, ran)| ran.stopped);
        is_whole.then_some(all)
    }

    /// Builds what rules look up, so that threads do not wait for each other where they come to need it.
    fn make_ready(&self, numbers: &[usize]) {
        let program = self.program();
        let rules = numbers.iter().filter_map(|number| program.rules.get(*number));
        let indexes: BTreeSet<usize> = rules.flat_map(|rule| indexes(rule, program)).collect();
        for index in indexes {
            let mut frame = Frame::default();
            self.build(index, &mut frame);
            frame.count(self);
        }
        let groups = if self.counts_are_given() { 0 } else { program.groups.len() };
        (0..groups).into_par_iter().for_each(|group| {
            let mut frame = Frame::default();
            self.make_counts(group, &mut frame);
            frame.count(self);
        });
    }

    /// Runs rules over some records of the collection that they go through.
    pub(crate) fn run_some<T>(
        &self,
        numbers: &[usize],
        collection: usize,
        records: Range<usize>,
        visit: VisitEach<'_, 'd, T>,
    ) -> Vec<Ran<T>> {
        let ran = numbers.iter().map(|number| {
            let Some(rule) = self.program().rules.get(*number) else { return Ran::new() };
            let visit = |checked: &Checked<'_, 'd>, frame: &mut Frame<'d>, found: &mut Vec<T>| {
                visit(*number, checked, frame, found);
            };
            let mut at = At::new(self, rule, &visit);
            at.swift = self.swift(*number);
            let Some((first, rest)) = rule.loops.split_first() else { return at.done() };
            if let Some(swift) = at.swift
                && self.data.len(collection) > FAR
                && !self.is_too_many(self.steps())
            {
                let places = records.clone().filter_map(|record| self.data.record(collection, record));
                swift.fetch(places.filter(|place| self.data.is_checked(place)).map(|place| place.node), self);
            }
            for record in records.clone() {
                let Some(place) = self.data.record(collection, record) else { continue };
                if let Some(swift) = at.swift
                    && self.data.is_checked(&place)
                    && let Ok(held) = swift.run(place.node, self)
                {
                    #[cfg(debug_assertions)]
                    at.assert_held(held, |at| drop(at.item(first, rest, (Value::Record(place), Some(place)))));
                    at.held(held);
                    if at.frame.stopped {
                        break;
                    }
                } else if at.item(first, rest, (Value::Record(place), Some(place))).is_err() {
                    break;
                }
            }
            at.done()
        });
        ran.collect()
    }

    /// Runs a rule at each place that it speaks of.
    pub(crate) fn run<T: Send>(&self, rule: &'d Rule, reach: Reach, visit: Visit<'_, 'd, T>) -> Ran<T> {
        let mut ran = match rule.loops.split_first() {
            Some((first, rest)) if scanned_collection(first).is_some() => {
                let Some(collection) = scanned_collection(first) else { return Ran::new() };
                let numbers: Vec<usize> = (0..self.data.len(collection)).collect();
                let parts = numbers.par_chunks(CHUNK).map(|chunk| {
                    let mut at = At::new(self, rule, visit);
                    at.reach = reach;
                    for number in chunk {
                        if let Some(place) = self.data.record(collection, *number)
                            && at.item(first, rest, (Value::Record(place), Some(place))).is_err()
                        {
                            break;
                        }
                    }
                    at.done()
                });
                parts.collect::<Vec<_>>().into_iter().fold(Ran::new(), Ran::join)
            }
            _ => {
                let mut at = At::new(self, rule, visit);
                at.reach = reach;
                // What stops it is told by the rule's outcome.
                let _ = at.loops(&rule.loops);
                at.done()
            }
        };
        ran.steps = self.steps();
        ran.stopped |= self.is_too_many(ran.steps) | self.is_full();
        ran
    }
}

impl<'d> Evaluator<'d> {
    /// Runs a rule over what an example gives.
    pub(crate) fn run_example(
        &self,
        rule: &'d Rule,
        example: &ExampleItems<'d>,
        text: &(dyn Fn(accordance_rules::Place) -> String + Sync),
    ) -> Ran<String> {
        let visit = |checked: &Checked<'_, 'd>, _: &mut Frame<'d>, found: &mut Vec<String>| {
            found.extend(checked.unknown.map(|unknown| unknown.why.told(&text(unknown.expr.place))));
        };
        let mut at = At::new(self, rule, &visit);
        at.example = Some(example);
        // What stops it is told by the rule's outcome.
        let _ = at.loops(&rule.loops);
        at.done()
    }
}

/// The collection whose records a loop goes through one by one.
pub(super) fn scanned_collection(each: &Loop) -> Option<usize> {
    match each.list.kind {
        ExprKind::Collection(collection) if each.access == Access::Scan => Some(collection),
        _ => None,
    }
}
