//! A rule on its way through its places.

use accordance_document::ValueKind;
use accordance_rules::{
    Type,
    core::{Access, ExprKind, Loop, Requirement, Rule, Slot},
};

use super::{
    absent::{Unknown, Why},
    evaluate::Evaluator,
    frame::Frame,
    lists::{ITEMS, Item, Stop},
    outcome::CheckOutcome,
    peek::place,
    ran::Ran,
    swift::{Held, SwiftRule},
    value::{Place, Value},
};

/// One check that was made.
pub(crate) struct Checked<'c, 'd> {
    pub(crate) requirement: usize,
    pub(crate) outcome: CheckOutcome,
    pub(crate) unknown: Option<&'c Unknown<'d>>,
    /// The places of the items of `for`.
    pub(crate) items: &'c [Option<Place<'d>>],
}

/// What is done with each check that is made.
pub(crate) type Visit<'v, 'd, T> = &'v (dyn Fn(&Checked<'_, 'd>, &mut Frame<'d>, &mut Vec<T>) + Sync);

/// How far a run goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// To places that are, in part at least, in checked data.
    Checked,
    /// Also to those all of which is only referred to.
    Everywhere,
}

/// A rule on its way through its places.
pub(super) struct At<'v, 'd, T> {
    pub(super) evaluator: &'v Evaluator<'d>,
    rule: &'d Rule,
    visit: Visit<'v, 'd, T>,
    pub(super) frame: Frame<'d>,
    pub(super) items: Vec<Option<Place<'d>>>,
    ran: Ran<T>,
    pub(super) example: Option<&'v ExampleItems<'d>>,
    pub(super) reach: Reach,
    /// The rule in its swift form, where that is used.
    pub(super) swift: Option<&'d SwiftRule>,
}

impl<'v, 'd, T> At<'v, 'd, T> {
    pub(super) fn new(evaluator: &'v Evaluator<'d>, rule: &'d Rule, visit: Visit<'v, 'd, T>) -> Self {
        Self {
            evaluator,
            rule,
            visit,
            frame: Frame::default(),
            items: Vec::new(),
            ran: Ran::new(),
            example: None,
            reach: Reach::Checked,
            swift: None,
        }
    }

    pub(super) fn done(mut self) -> Ran<T> {
        self.frame.count(self.evaluator);
        self.ran.stopped |= self.frame.stopped;
        self.ran
    }

    pub(super) fn loops(&mut self, loops: &'d [Loop]) -> Result<(), Stop<'d>> {
        let Some((first, rest)) = loops.split_first() else {
            self.check();
            return Ok(());
        };
        if let Some(example) = self.example
            && !matches!(example.item(first), ExampleItem::GoneThrough)
        {
            let given = match example.item(first) {
                ExampleItem::Given(value) => Some(value),
                ExampleItem::NotGiven | ExampleItem::GoneThrough => None,
            };
            let place = match &given {
                Some(Value::Record(place) | Value::Items(place, _)) => Some(*place),
                _ => None,
            };
            self.frame.set(first.slot, given);
            self.items.push(place);
            let done = self.loops(rest);
            self.items.pop();
            return done;
        }
        if self.example.is_none()
            && first.access == Access::Scan
            && let Type::List(ty) = &first.list.ty
            && let Some(list) = place(&first.list, &self.frame)
            && list.node.kind() == ValueKind::Array
        {
            return self.items_of(list, ty, first, rest);
        }
        let evaluator = self.evaluator;
        if let (Access::LookUp { .. }, ExprKind::Collection(collection)) = (&first.access, &first.list.kind)
            && self.example.is_none()
            && self.is_left_out(loops)
        {
            self.skip(self.count_of(*collection), rest);
            return Ok(());
        }
        let mut frame = std::mem::take(&mut self.frame);
        let mut visited = Count::default();
        let done = evaluator.each_item(first, &mut frame, &mut |item, frame| {
            if first.access != Access::Scan {
                visited.add(item.1.is_some_and(|place| evaluator.data.is_checked(&place)));
            }
            std::mem::swap(&mut self.frame, frame);
            let done = self.item(first, rest, item);
            std::mem::swap(&mut self.frame, frame);
            done
        });
        self.frame = frame;
        if let ExprKind::Collection(collection) = first.list.kind
            && first.access != Access::Scan
        {
            self.skip(self.count_of(collection).without(visited), rest);
        }
        match done {
            Err(Stop::Unknown(unknown)) if unknown.why != Why::Stopped => {
                self.cannot_go_through(first, rest, &unknown);
                Ok(())
            }
            done => done,
        }
    }

    /// A list that cannot be told is one place at which the rule cannot tell. Variables from there on have no value.
    fn cannot_go_through(&mut self, first: &Loop, rest: &[Loop], unknown: &Unknown<'d>) {
        for each in std::iter::once(first).chain(rest) {
            self.frame.set(each.slot, None);
        }
        self.forget_lets();
        self.reached(0, CheckOutcome::CannotTell, Some(unknown));
    }

    /// What `let` names, and the cell, have no value where they are not worked out.
    fn forget_lets(&mut self) {
        for (slot, _) in self.rule.lets.iter().chain(&self.rule.cell) {
            self.frame.set(*slot, None);
        }
    }

    /// Goes through a list of the data: what most loops do, without what only others need.
    fn items_of(&mut self, list: Place<'d>, ty: &'d Type, first: &'d Loop, rest: &'d [Loop]) -> Result<(), Stop<'d>> {
        for node in list.node.items().filter(|node| !node.is_null()) {
            let place = Place { node, ..list };
            let Some(value) = Value::read(place, ty) else {
                let unknown = Unknown { expr: &first.list, why: Why::Kind(ITEMS) };
                self.cannot_go_through(first, rest, &unknown);
                return Ok(());
            };
            if !self.frame.step(self.evaluator) {
                return Err(Stop::Unknown(Unknown { expr: &first.list, why: Why::Stopped }));
            }
            self.item(first, rest, (value, Some(place)))?;
        }
        Ok(())
    }

    /// Whether `when` does not hold whatever the items of the loops are, for what it asks of those around them.
    fn is_left_out(&mut self, loops: &'d [Loop]) -> bool {
        let is_bound = |slot: Slot| loops.iter().any(|each| each.slot == slot);
        let when = self.rule.when.as_ref();
        when.is_some_and(|when| self.evaluator.is_false_before(when, &is_bound, &mut self.frame))
    }

    /// Counts items that are left out because `when` is false for all combinations with them.
    fn skip(&mut self, items: Count, later: &'d [Loop]) {
        let counts = later.iter().filter_map(|each| match each.list.kind {
            ExprKind::Collection(collection) => Some(self.count_of(collection)),
            _ => None,
        });
        // Combinations of several large collections may be more than 64 bits hold.
        let first = (u128::from(items.all), u128::from(items.background));
        let (all, background) = counts.fold(first, |(all, background), count| {
            (all.saturating_mul(count.all.into()), background.saturating_mul(count.background.into()))
        });
        let is_checked = self.items.iter().flatten().any(|place| self.evaluator.data.is_checked(place));
        let own = if is_checked { all } else { all - background };
        self.ran.does_not_apply = self.ran.does_not_apply.saturating_add(u64::try_from(own).unwrap_or(u64::MAX));
    }

    fn count_of(&self, collection: usize) -> Count {
        let all = self.evaluator.data.len(collection) as u64;
        Count { all, background: all - self.evaluator.data.checked_len(collection) as u64 }
    }

    pub(super) fn item(&mut self, each: &'d Loop, rest: &'d [Loop], (value, place): Item<'d>) -> Result<(), Stop<'d>> {
        self.frame.set(each.slot, Some(value));
        self.items.push(place);
        let done = if self.frame.step(self.evaluator) { self.loops(rest) } else { Err(Stop::Decided) };
        self.items.pop();
        done
    }

    /// Adds what the swift form of the rule came to.
    pub(super) fn held(&mut self, held: Held) {
        self.ran.passes += held.passes;
        self.ran.does_not_apply = self.ran.does_not_apply.saturating_add(held.does_not_apply);
        self.frame.spend(held.steps, self.evaluator);
    }

    /// The swift form of a rule comes to what its expressions come to: builds for tests see to that each time.
    #[cfg(debug_assertions)]
    pub(super) fn assert_held(&self, held: Held, run: impl FnOnce(&mut At<'_, 'd, T>)) {
        let nothing = |_: &Checked<'_, 'd>, _: &mut Frame<'d>, _: &mut Vec<T>| {};
        let mut trial = At::new(self.evaluator, self.rule, &nothing);
        (trial.frame, trial.items, trial.reach) = (self.frame.trial(), self.items.clone(), self.reach);
        run(&mut trial);
        let Ran { passes, fails, does_not_apply, cannot_tell, .. } = trial.ran;
        assert_eq!(
            (passes, fails, does_not_apply, cannot_tell, trial.frame.steps),
            (held.passes, 0, held.does_not_apply, 0, held.steps),
            "{}",
            self.rule.name
        );
    }

    /// Makes the checks of one combination of items.
    pub(super) fn check(&mut self) {
        let evaluator = self.evaluator;
        let places = || self.items.iter().flatten();
        if self.reach == Reach::Checked
            && places().next().is_some()
            && !places().any(|place| evaluator.data.is_checked(place))
        {
            return;
        }
        if let Some(swift) = self.swift
            && let Ok(held) = swift.check(&self.items, evaluator)
        {
            #[cfg(debug_assertions)]
            self.assert_held(held, |at| {
                at.check();
            });
            self.held(held);
            return;
        }
        // Lists that a check works out are not needed behind it.
        let held = self.frame.held;
        match self.rule.when.as_ref().map(|when| evaluator.truth(when, &mut self.frame)) {
            Some(Ok(false)) => self.reached(0, CheckOutcome::DoesNotApply, None),
            Some(Err(unknown)) => {
                self.forget_lets();
                self.reached(0, CheckOutcome::CannotTell, Some(&unknown));
            }
            Some(Ok(true)) | None => self.require(),
        }
        self.frame.held = held;
    }

    fn require(&mut self) {
        let evaluator = self.evaluator;
        for (slot, value) in self.rule.lets.iter().chain(&self.rule.cell) {
            let given = evaluator.value(value, &mut self.frame);
            self.frame.give(*slot, Some(given));
        }
        let held = self.frame.held;
        for (number, requirement) in self.rule.requires.iter().enumerate() {
            let Requirement { condition, .. } = requirement;
            let told = evaluator.truth(condition, &mut self.frame);
            self.frame.held = held;
            match told {
                Ok(true) => self.reached(number, CheckOutcome::Passes, None),
                Ok(false) => self.reached(number, CheckOutcome::Fails, None),
                Err(unknown) => self.reached(number, CheckOutcome::CannotTell, Some(&unknown)),
            }
        }
    }

    fn reached(&mut self, requirement: usize, outcome: CheckOutcome, unknown: Option<&Unknown<'d>>) {
        self.ran.stopped |= unknown.is_some_and(|unknown| unknown.why == Why::Stopped);
        match outcome {
            CheckOutcome::Passes => self.ran.passes += 1,
            CheckOutcome::Fails => self.ran.fails += 1,
            CheckOutcome::DoesNotApply => self.ran.does_not_apply += 1,
            CheckOutcome::CannotTell => self.ran.cannot_tell += 1,
        }
        let checked = Checked { requirement, outcome, unknown, items: &self.items };
        (self.visit)(&checked, &mut self.frame, &mut self.ran.found);
    }
}

/// How many items there are, and how many of them are in the background.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    all: u64,
    background: u64,
}

impl Count {
    fn add(&mut self, is_checked: bool) {
        self.all += 1;
        self.background += u64::from(!is_checked);
    }

    fn without(self, other: Self) -> Self {
        Self { all: self.all.saturating_sub(other.all), background: self.background.saturating_sub(other.background) }
    }
}

/// What an example gives in the place of what `for` goes through.
#[derive(Default)]
pub(crate) struct ExampleItems<'d> {
    /// Variables.
    pub(crate) variables: Vec<(Slot, Value<'d>)>,
    /// Collections whose records it gives.
    pub(crate) collections: Vec<usize>,
}

/// What an example has for a loop.
enum ExampleItem<'d> {
    /// The item.
    Given(Value<'d>),
    /// Another variable is given, and the collection that the loop goes through is not.
    NotGiven,
    /// The list is gone through.
    GoneThrough,
}

impl<'d> ExampleItems<'d> {
    fn item(&self, each: &Loop) -> ExampleItem<'d> {
        if let Some((_, value)) = self.variables.iter().find(|(slot, _)| *slot == each.slot) {
            return ExampleItem::Given(value.clone());
        }
        match each.list.kind {
            ExprKind::Collection(collection)
                if !self.variables.is_empty() && !self.collections.contains(&collection) =>
            {
                ExampleItem::NotGiven
            }
            _ => ExampleItem::GoneThrough,
        }
    }
}
