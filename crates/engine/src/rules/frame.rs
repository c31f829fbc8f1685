//! The variables of one evaluation, and the steps that it took.

use accordance_document::Ways;
use accordance_rules::core::{Expr, Slot};

use super::{
    absent::{Unknown, Why},
    data_set::Data,
    evaluate::{Evaluator, Given, LONGEST_LIST},
    value::{Place, Value},
};

/// The variables of one evaluation.
#[derive(Default)]
pub(crate) struct Frame<'d> {
    slots: Vec<Option<Given<'d>>>,
    /// Steps that are not yet counted.
    pub(crate) steps: u64,
    pub(crate) stopped: bool,
    /// How many items there are in lists that were worked out and are still needed; long texts count as several.
    pub(crate) held: usize,
    /// Ways in the record of which a pointer was told last.
    ways: Option<Ways<'d>>,
    /// Whether what is done is done once more to see that it comes to the same, and is not to be counted.
    is_trial: bool,
}

/// So many steps are counted at a time.
const BATCH: u64 = 4096;

impl<'d> Frame<'d> {
    /// Gives a variable its value; nothing where there is none.
    pub(crate) fn set(&mut self, slot: Slot, value: Option<Value<'d>>) {
        self.give(slot, value.map(Ok));
    }

    pub(crate) fn give(&mut self, slot: Slot, given: Option<Given<'d>>) {
        if self.slots.len() <= slot {
            self.slots.resize_with(slot + 1, || None);
        }
        self.slots[slot] = given;
    }

    /// The JSON Pointer of a value in its record.
    pub(crate) fn pointer(&mut self, place: &Place<'d>, data: Data<'d>) -> String {
        let Some(record) = data.record(place.collection, place.record) else { return String::new() };
        let known = self.ways.take().filter(|known| known.root().is_same(record.node));
        self.ways.insert(known.unwrap_or_else(|| Ways::new(record.node))).pointer_to(place.node)
    }

    pub(crate) fn get(&self, slot: Slot) -> Option<&Given<'d>> {
        self.slots.get(slot)?.as_ref()
    }

    /// Counts a step. Says no where there have been as many as there may be.
    pub(crate) fn step(&mut self, evaluator: &Evaluator<'d>) -> bool {
        self.steps += 1;
        if self.steps >= BATCH {
            self.count(evaluator);
        }
        !self.stopped
    }

    /// Counts the steps of an operation.
    pub(crate) fn spend(&mut self, steps: u64, evaluator: &Evaluator<'d>) {
        if steps > 0 {
            self.steps += steps;
            if self.steps >= BATCH {
                self.count(evaluator);
            }
        }
    }

    /// Holds so many more items. Says no where they are more than there may be.
    pub(crate) fn hold(&mut self, items: usize, expr: &'d Expr) -> Result<(), Unknown<'d>> {
        self.held += items;
        if self.held > LONGEST_LIST { Err(Unknown { expr, why: Why::TooLong }) } else { Ok(()) }
    }

    /// A frame with the same variables.
    #[cfg(debug_assertions)]
    pub(crate) fn trial(&self) -> Self {
        Self { slots: self.slots.clone(), is_trial: true, ..Self::default() }
    }

    pub(crate) fn count(&mut self, evaluator: &Evaluator<'d>) {
        if self.is_trial {
            return;
        }
        self.stopped |= !evaluator.ready.count(self.steps);
        self.steps = 0;
    }
}
