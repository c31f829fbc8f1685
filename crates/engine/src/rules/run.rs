//! Rules at each place that they speak of.

use std::{collections::BTreeSet, ops::Range, sync::Arc};

use accordance_document::ValueKind;
use accordance_rules::{
    Type,
    core::{Access, Constant, Date, ExprKind, Language, Loop, Program, Requirement, Rule, Slot},
    plan::indexes,
};
use rayon::prelude::*;
use serde::Serialize;

use super::{
    absent::{Unknown, Why},
    data_set::{Data, DataSet},
    evaluate::{Evaluator, Frame},
    lists::{ITEMS, Item, Stop},
    peek::place,
    ready::Ready,
    swift::{Held, SwiftRule},
    value::{Place, Value},
};

/// How rules are run.
#[derive(Clone, Debug)]
pub struct RuleOptions {
    /// The date of the run.
    pub as_of: Date,
    /// Values of parameters by their numbers in the program; of two for one, the last.
    pub parameters: Vec<(usize, Constant)>,
    /// The language of messages; where a rule has none in it, that without a language, or English.
    pub language: Option<Language>,
    /// A rule takes at most so many steps: items gone through in lists.
    pub max_checks: u64,
}

impl RuleOptions {
    /// A rule takes at most so many steps, where nothing else is said.
    pub const MAX_CHECKS: u64 = 1_000_000_000;

    /// Options for a day, with nothing else said.
    pub const fn on(as_of: Date) -> Self {
        Self { as_of, parameters: Vec::new(), language: None, max_checks: Self::MAX_CHECKS }
    }
}

/// What came of a rule at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckOutcome {
    /// What must hold does.
    Passes,
    /// It does not.
    Fails,
    /// `when` is false.
    DoesNotApply,
    /// Something that is needed is not there.
    CannotTell,
}

impl CheckOutcome {
    /// `passes`, `fails`, `does not apply` or `cannot tell`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Passes => "passes",
            Self::Fails => "fails",
            Self::DoesNotApply => "does not apply",
            Self::CannotTell => "cannot tell",
        }
    }
}

/// Where an item of `for` stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemPlace {
    /// The variable.
    pub variable: String,
    /// The collection of its record.
    pub collection: usize,
    /// The number of the record in the collection, from 0.
    pub record: usize,
    /// The JSON Pointer of the item in the record.
    pub pointer: String,
}

/// What came of a rule at one place, with the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleOutcome {
    /// The rule.
    pub rule: Arc<str>,
    /// The items of `for` that have a place in the data.
    pub places: Vec<ItemPlace>,
    /// The number of the `require`, from 0; 0 where the rule does not apply.
    pub requirement: usize,
    /// What came of it.
    pub outcome: CheckOutcome,
    /// Why it cannot be told.
    pub reason: Option<String>,
}

/// What came of each rule of a program at each place, in the order of rules and data.
///
/// `text` gives what is written at a place of a rule file, for reasons.
pub fn outcomes(
    program: &Program,
    data: &DataSet,
    options: &RuleOptions,
    text: &(dyn Fn(accordance_rules::Place) -> String + Sync),
) -> Vec<RuleOutcome> {
    let mut planned = accordance_rules::plan::plan_counted(program);
    // Where the plan skips what a rule does not apply to, it is only counted; here each place is shown.
    for each in planned.rules.iter_mut().flat_map(|rule| &mut rule.loops) {
        each.access = Access::Scan;
    }
    let ready = Ready::new(&planned, options);
    let data = Data::of(data);
    let evaluator = Evaluator::new(&ready, data);
    let mut all = Vec::new();
    for rule in &planned.rules {
        let ran = evaluator.run(rule, Reach::Checked, &|checked, frame, found| {
            let places = checked.items.iter().zip(&rule.loops).filter_map(|(item, each)| {
                let place = item.as_ref()?;
                Some(ItemPlace {
                    variable: rule.slots.get(each.slot).cloned().unwrap_or_default(),
                    collection: place.collection,
                    record: place.record,
                    pointer: frame.pointer(place, data),
                })
            });
            found.push(RuleOutcome {
                rule: Arc::clone(&rule.name),
                places: places.collect(),
                requirement: checked.requirement,
                outcome: checked.outcome,
                reason: checked.unknown.map(|unknown| unknown.why.told(&text(unknown.expr.place))),
            });
        });
        all.extend(ran.found);
    }
    all
}

/// One check that was made.
pub(crate) struct Checked<'c, 'd> {
    pub(crate) requirement: usize,
    pub(crate) outcome: CheckOutcome,
    pub(crate) unknown: Option<&'c Unknown<'d>>,
    /// The places of the items of `for`.
    pub(crate) items: &'c [Option<Place<'d>>],
}

/// What came of one rule.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ran<T> {
    /// What was found, in the order of the data.
    pub found: Vec<T>,
    /// How often it held.
    pub passes: u64,
    /// How often it did not.
    pub fails: u64,
    /// How often it did not apply.
    pub does_not_apply: u64,
    /// How often it could not be told.
    pub cannot_tell: u64,
    /// How many steps it took.
    pub steps: u64,
    /// Whether it took more steps than it may. What was found is not whole then.
    pub stopped: bool,
}

impl<T> Ran<T> {
    pub(crate) fn new() -> Self {
        Self { found: Vec::new(), passes: 0, fails: 0, does_not_apply: 0, cannot_tell: 0, steps: 0, stopped: false }
    }

    /// The same with other things in the place of what was found.
    pub(crate) fn with<U>(self, of: impl FnOnce(Vec<T>) -> Vec<U>) -> Ran<U> {
        let Self { found, passes, fails, does_not_apply, cannot_tell, steps, stopped } = self;
        Ran { found: of(found), passes, fails, does_not_apply, cannot_tell, steps, stopped }
    }

    pub(crate) fn join(mut self, other: Self) -> Self {
        self.found.extend(other.found);
        self.steps += other.steps;
        self.passes += other.passes;
        self.fails += other.fails;
        self.does_not_apply += other.does_not_apply;
        self.cannot_tell += other.cannot_tell;
        self.stopped |= other.stopped;
        self
    }
}

/// What is done with each check that is made of one of several rules, by the number of the rule.
pub(crate) type VisitEach<'v, 'd, T> = &'v (dyn Fn(usize, &Checked<'_, 'd>, &mut Frame<'d>, &mut Vec<T>) + Sync);

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

/// A rule on its way through its places.
pub(super) struct At<'v, 'd, T> {
    evaluator: &'v Evaluator<'d>,
    rule: &'d Rule,
    visit: Visit<'v, 'd, T>,
    pub(super) frame: Frame<'d>,
    pub(super) items: Vec<Option<Place<'d>>>,
    ran: Ran<T>,
    example: Option<&'v ExampleItems<'d>>,
    reach: Reach,
    /// The rule in its swift form, where that is used.
    pub(super) swift: Option<&'d SwiftRule>,
}

/// What an example gives in the place of what `for` goes through.
#[derive(Default)]
pub(crate) struct ExampleItems<'d> {
    /// Variables.
    pub(crate) variables: Vec<(Slot, Value<'d>)>,
    /// Collections whose records it gives.
    pub(crate) collections: Vec<usize>,
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

    fn loops(&mut self, loops: &'d [Loop]) -> Result<(), Stop<'d>> {
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
        let (all, background) = counts.fold((items.all, items.background), |(all, background), count| {
            (all.saturating_mul(count.all), background.saturating_mul(count.background))
        });
        let is_checked = self.items.iter().flatten().any(|place| self.evaluator.data.is_checked(place));
        let all_background =
            if is_checked || self.items.is_empty() && self.rule.loops.is_empty() { 0 } else { background };
        self.ran.does_not_apply += all - all_background;
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
    fn held(&mut self, held: Held) {
        self.ran.passes += held.passes;
        self.ran.does_not_apply += held.does_not_apply;
        self.frame.spend(held.steps, self.evaluator);
    }

    /// The swift form of a rule comes to what its expressions come to: builds for tests see to that each time.
    #[cfg(debug_assertions)]
    fn assert_held(&self, held: Held, run: impl FnOnce(&mut At<'_, 'd, T>)) {
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
    fn check(&mut self) {
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
