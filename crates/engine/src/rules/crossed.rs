//! Rules that look at each record of one collection with each of another, such as matrices.

use std::ops::Range;

use rayon::prelude::*;

use super::{
    evaluate::Evaluator,
    frame::Frame,
    ran::Ran,
    run::{VisitEach, few, scanned_collection},
    value::Value,
    visit::{At, Checked},
};

impl<'d> Evaluator<'d> {
    /// The second collection of a rule that goes through each record of two, where it is the larger one: all of it would
    /// be fetched from memory again for each record of the first.
    pub(super) fn crossed_collection(&self, number: usize) -> Option<usize> {
        let [first, second, ..] = self.program().rules.get(number)?.loops.as_slice() else { return None };
        let (one, two) = (scanned_collection(first)?, scanned_collection(second)?);
        (self.data.len(one) < self.data.len(two)).then_some(two)
    }

    /// Runs rules whose [`crossed_collection`](Self::crossed_collection) is `second`, with some records of it at a time
    /// for all of their first collections. What they find is in the order of the first, as it is where a rule is run by
    /// itself.
    pub(super) fn run_crossed<T: Send>(
        &self,
        numbers: &[usize],
        second: usize,
        visit: VisitEach<'_, 'd, T>,
    ) -> Vec<(usize, Ran<T>)> {
        let length = if numbers.is_empty() { 0 } else { self.data.len(second) };
        let few = few(length);
        let parts: Vec<Vec<Ran<(usize, T)>>> = (0..length.div_ceil(few))
            .into_par_iter()
            .map(|part| {
                let records = part * few..((part + 1) * few).min(length);
                numbers.iter().map(|number| self.run_with_some(*number, second, &records, visit)).collect()
            })
            .collect();
        let mut ran: Vec<Ran<(usize, T)>> = numbers.iter().map(|_| Ran::new()).collect();
        for part in parts {
            ran = ran.into_iter().zip(part).map(|(so_far, part)| so_far.join(part)).collect();
        }
        let by_first = |mut found: Vec<(usize, T)>| {
            found.sort_by_key(|(record, _)| *record);
            found.into_iter().map(|(_, found)| found).collect()
        };
        numbers.iter().copied().zip(ran.into_iter().map(|ran| ran.with(by_first))).collect()
    }

    /// Runs one of these rules for all records of its first collection, with some of the second. Each thing that is found
    /// has the number of the record of the first.
    fn run_with_some<T>(
        &self,
        number: usize,
        second_collection: usize,
        records: &Range<usize>,
        visit: VisitEach<'_, 'd, T>,
    ) -> Ran<(usize, T)> {
        let Some(rule) = self.program().rules.get(number) else { return Ran::new() };
        let [first, second, rest @ ..] = rule.loops.as_slice() else { return Ran::new() };
        let visit = |checked: &Checked<'_, 'd>, frame: &mut Frame<'d>, found: &mut Vec<(usize, T)>| {
            let record = checked.items.first().copied().flatten().map_or(0, |place| place.record);
            let mut own = Vec::new();
            visit(number, checked, frame, &mut own);
            found.extend(own.into_iter().map(|found| (record, found)));
        };
        let mut at = At::new(self, rule, &visit);
        at.swift = self.swift(number);
        'all: for one in scanned_collection(first).into_iter().flat_map(|collection| self.data.records(collection)) {
            // A record of the first collection is one step, however many parts the second one is in.
            if records.start == 0 && !at.frame.step(self) {
                break 'all;
            }
            at.frame.set(first.slot, Some(Value::Record(one)));
            at.items.push(Some(one));
            for two in records.clone().filter_map(|record| self.data.record(second_collection, record)) {
                // One of the second is two: where it is found, and where it is looked at.
                if !at.frame.step(self) || at.item(second, rest, (Value::Record(two), Some(two))).is_err() {
                    break 'all;
                }
            }
            at.items.pop();
        }
        at.done()
    }
}
