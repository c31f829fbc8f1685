//! Rules on one record, run while it is read, and what is counted of it.

use std::collections::BTreeMap;

use accordance_document::{Position, Selection, Value as Node};
use accordance_rules::{
    CollectionId,
    core::Program,
    fields::{Fields, fields, of_one_record},
    plan::plan_counted,
};

use super::{
    count::{Counter, Scratch},
    data_set::{Data, DataSet},
    evaluate::Evaluator,
    found::{OfRule, of_rule},
    frame::Frame,
    noted::Noted,
    ready::Ready,
    report::{RunRules, Show},
    swift::{GivenUp, Keys, LeftOut, Swift},
};
use crate::{Finding, Tally};

/// The rules of a run, shared out: those that are run on each record while it is read, and those that need others too.
#[derive(Debug)]
pub(crate) struct Planned {
    pub(crate) program: Program,
    /// The rules on one record, by the number of the collection.
    of_record: Vec<Vec<usize>>,
    /// The groups that count what belongs to its records, by the number of the collection.
    groups: Vec<Vec<usize>>,
    /// All other rules.
    pub(crate) late: Vec<usize>,
    /// What these read.
    read: BTreeMap<CollectionId, Fields>,
}

impl Planned {
    /// Plans the rules of a program over so many collections.
    pub(crate) fn new(program: &Program, collections: usize) -> Self {
        let program = plan_counted(program);
        let (mut of_record, mut groups) = (vec![Vec::new(); collections], vec![Vec::new(); collections]);
        let mut late = Vec::new();
        for number in 0..program.rules.len() {
            match of_one_record(&program, number).and_then(|collection| of_record.get_mut(collection)) {
                Some(own) => own.push(number),
                None => late.push(number),
            }
        }
        for (number, group) in program.groups.iter().enumerate() {
            if let Some(own) = groups.get_mut(group.collection) {
                own.push(number);
            }
        }
        let read = fields(&program, &late);
        Self { program, of_record, groups, late, read }
    }

    /// What is kept of the records of a collection, whose ids are at a JSON Pointer; nothing where no record is needed.
    pub(crate) fn selection(&self, collection: CollectionId, id: Option<&str>) -> Option<Selection> {
        let fields = self.read.get(&collection)?;
        let mut selection = Selection::default();
        select(fields, Selection::ROOT, &mut selection);
        if let Some(id) = id {
            let steps = id.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"));
            let place = steps.fold(Selection::ROOT, |place, step| selection.member(place, &step));
            selection.keep_all(place);
        }
        Some(selection)
    }

    /// Whether rules need records of a collection that are not checked.
    pub(crate) fn needs_background(&self, collection: CollectionId) -> bool {
        self.read.contains_key(&collection) || self.groups.get(collection).is_some_and(|groups| !groups.is_empty())
    }

    /// The rules on one record by their numbers, with the collection of each.
    pub(crate) fn rules_of_records(&self) -> impl Iterator<Item = (CollectionId, usize)> {
        let by_collection = self.of_record.iter().enumerate();
        by_collection.flat_map(|(collection, rules)| rules.iter().map(move |rule| (collection, *rule)))
    }

    /// Whether there is anything to do with a record of a collection while it is read.
    fn has_work(&self, collection: CollectionId) -> bool {
        [&self.of_record, &self.groups].iter().any(|own| own.get(collection).is_some_and(|own| !own.is_empty()))
    }
}

fn select(fields: &Fields, place: usize, selection: &mut Selection) {
    if fields.all {
        selection.keep_all(place);
    }
    for (name, below) in &fields.members {
        let member = selection.member(place, name);
        select(below, member, selection);
    }
}

/// What one thread does with records while they are read.
pub(crate) struct RecordRules<'p> {
    rules: &'p RunRules<'p>,
    planned: &'p Planned,
    ready: Ready<'p>,
    swift: &'p Swift,
    keys: Keys,
    left_out: LeftOut,
    noted: &'p Noted,
    none: &'p DataSet,
    /// What came of each rule.
    pub(crate) tallies: Vec<Tally>,
    /// What is counted for each group.
    pub(crate) counters: Vec<Counter>,
    /// Whether a bound was reached, so that what was found may not be whole.
    pub(crate) is_stopped: bool,
}

impl<'p> RecordRules<'p> {
    /// `none` is a data set of the run's collections without records.
    pub(crate) fn new(
        rules: &'p RunRules<'p>,
        planned: &'p Planned,
        (ready, swift): (&Ready<'p>, &'p Swift),
        noted: &'p Noted,
        none: &'p DataSet,
    ) -> Self {
        Self {
            rules,
            planned,
            ready: ready.for_thread(),
            swift,
            keys: Keys::default(),
            left_out: LeftOut::default(),
            noted,
            none,
            tallies: vec![Tally::default(); planned.program.rules.len()],
            counters: planned.program.groups.iter().map(|_| Counter::default()).collect(),
            is_stopped: false,
        }
    }

    /// The steps that were taken.
    pub(crate) fn steps(&self) -> u64 {
        self.ready.counted()
    }

    /// The items of a valid record that the rules that need several records do not: none of them applies to these, which
    /// is counted here. They are sorted.
    pub(crate) fn left_out(&mut self, collection: CollectionId, record: Node<'_>) -> &[Position] {
        let Self { left_out, swift, ready, tallies, is_stopped, .. } = self;
        left_out.items.clear();
        left_out.steps = 0;
        // What comes of a run that reached a bound is not used.
        if *is_stopped {
            return &left_out.items;
        }
        for sieve in swift.sieves.get(collection).into_iter().flatten() {
            let before = left_out.items.len();
            sieve.sift(record, ready, left_out);
            let items = (left_out.items.len() - before) as u64;
            for rule in sieve.rules() {
                if let Some(tally) = tallies.get_mut(rule) {
                    tally.does_not_apply += items;
                }
            }
        }
        *is_stopped |= !ready.count(left_out.steps);
        left_out.items.sort_unstable();
        &left_out.items
    }

    /// Runs rules on some valid records of a collection. `at` shows where each of them stands.
    pub(crate) fn run(
        &mut self,
        collection: CollectionId,
        records: &[Node<'_>],
        at: &mut dyn FnMut(usize, Show<'_>),
        findings: &mut Vec<(usize, Finding)>,
    ) {
        if !self.planned.has_work(collection) {
            return;
        }
        let data = Data::here(self.none, collection, records);
        let evaluator = Evaluator::of_records(&self.ready, data, Some(self.swift));
        let numbers = &self.planned.of_record[collection];
        let ran = self.rules.run_here(&evaluator, numbers, (collection, 0..records.len()), self.noted);
        let mut found: Vec<OfRule<'_>> = Vec::new();
        for (number, ran) in numbers.iter().zip(ran) {
            self.is_stopped |= ran.stopped;
            ran.add_to(&mut self.tallies[*number]);
            found.extend(of_rule(&self.planned.program.rules[*number], ran.found));
        }
        if !found.is_empty() {
            // Where a record stands is shown once, whichever rules found something.
            found.sort_by_key(|(_, found)| found.record());
            findings.extend(self.rules.placed(found, &mut |(_, record), place| at(record, place)));
        }
        let mut steps = 0;
        let (mut frame, mut scratch) = (Frame::default(), Scratch::default());
        for number in &self.planned.groups[collection] {
            let (group, counter) = (&self.planned.program.groups[*number], &mut self.counters[*number]);
            let swift = self.swift.groups.get(*number).and_then(Option::as_ref);
            for (record, place) in records.iter().zip(evaluator.data.records(collection)) {
                if counter.is_open() {
                    break;
                }
                let counted = swift.map(|swift| swift.count(*record, &self.ready, &mut self.keys, counter));
                match counted {
                    Some(Ok(counted)) => steps += counted,
                    Some(Err(GivenUp)) | None => evaluator.count(group, place, &mut frame, &mut scratch, counter),
                }
            }
        }
        frame.count(&evaluator);
        self.is_stopped |= frame.stopped | !self.ready.count(steps);
    }
}

/// Counts for each group what belongs to records in the background.
pub(crate) fn count_background(ready: &Ready<'_>, data: &DataSet) -> Vec<Counter> {
    let evaluator = Evaluator::of_records(ready, Data::of(data), None);
    let (mut frame, mut scratch) = (Frame::default(), Scratch::default());
    let mut counters = Vec::with_capacity(ready.program.groups.len());
    for group in &ready.program.groups {
        let mut counter = Counter::default();
        for record in data.records(group.collection).filter(|record| !data.is_checked(record)) {
            evaluator.count(group, record, &mut frame, &mut scratch, &mut counter);
        }
        counters.push(counter);
    }
    frame.count(&evaluator);
    counters
}
