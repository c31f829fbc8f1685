//! What rules found, with places, messages and waivers.

use std::{
    ops::Range,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use accordance_document::Record;
use accordance_rules::{
    Diagnostic, Level, Sources,
    core::{Date, Expr, ExprKind, Language, Piece, Program, Rule, Severity as RuleSeverity, Waiver},
    plan::outline,
};
use rayon::prelude::*;
use serde_json::Value as Json;

use super::{
    absent::Why,
    cost::{Clock, RuleCost, sizes},
    data_set::{Data, DataSet},
    evaluate::{Evaluator, Frame},
    print::{in_a_sentence, json},
    ready::Ready,
    rule_lines::RuleLines,
    run::{CheckOutcome, Checked, Ran, Reach, RuleOptions},
    value::{Place, Value},
};
use crate::{
    Finding, Outcome, Place as FilePlace, Problem, RecordName, Severity, Tally, Waived, file_text::FileText,
    order::Located, pieces::Again, schema_fault::Focus,
};

/// Rules to be run, and how.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'r> {
    /// The rules that can be used.
    pub program: &'r Program,
    /// The files that they stand in.
    pub sources: &'r Sources,
    /// What is wrong with those files. Errors are problems of the run.
    pub diagnostics: &'r [Diagnostic],
    /// The collections by number.
    pub collections: &'r crate::Collections,
    /// How the rules are run.
    pub options: &'r RuleOptions,
    /// Bounds on records.
    pub limits: accordance_document::Limits,
    /// With a clock, what each rule costs is measured.
    pub clock: Option<Clock<'r>>,
}

/// What rules found. Files are numbered as those of the run; rule files come behind them.
#[derive(Debug, Default)]
pub(crate) struct RulesRun {
    pub(crate) findings: Vec<Located>,
    pub(crate) problems: Vec<(usize, Problem)>,
    pub(crate) tallies: Vec<Tally>,
    /// What each rule cost, where there is a clock.
    pub(crate) costs: Vec<RuleCost>,
    /// Whether each waiver covers something.
    pub(crate) used: Vec<bool>,
}

impl RulesRun {
    /// Nothing is found yet by any of the rules of a program.
    pub(crate) fn of(rules: &Rules<'_>, program: &Program) -> Self {
        let tallies = program.rules.iter().map(|rule| Tally {
            rule: Arc::clone(&rule.name),
            file: rules.file(rule),
            ..Tally::default()
        });
        Self { problems: rules.problems(), tallies: tallies.collect(), ..Self::default() }
    }
}

/// The rules of a run find at most so much together.
const MOST_FINDINGS: usize = 2_000_000;

/// The texts of what they find have at most so many bytes together: messages, instructions, and values.
const MOST_BYTES: usize = 512 << 20;

/// A message has at most so many bytes.
const LONGEST_MESSAGE: usize = 64 << 10;

/// So many findings are placed by one thread.
const TOGETHER: usize = 256;

/// Rule files come behind all files of records.
pub(super) const NO_FILE: usize = usize::MAX / 2;

/// What gives the texts of files anew.
pub(crate) type AgainOf<'a, 'r> = &'a (dyn Fn() -> Again<'r> + Sync);

/// Where a record stands, and in which text.
pub(crate) struct Where<'w> {
    pub(crate) file: usize,
    pub(crate) text: &'w FileText<'w>,
    pub(crate) span: Range<usize>,
    pub(crate) id: Option<String>,
    /// The record itself, where it was just read.
    pub(crate) record: Option<&'w Record<'w>>,
}

/// Is shown where a record stands.
pub(crate) type Show<'s> = &'s mut dyn FnMut(&Where<'_>);

/// What is noted while rules are run, from any thread.
pub(crate) struct Noted {
    /// How much is found.
    count: AtomicUsize,
    /// How many bytes its texts have.
    bytes: AtomicUsize,
    /// Whether each waiver covers something.
    used: Vec<AtomicBool>,
}

impl Noted {
    pub(crate) fn new(program: &Program) -> Self {
        let used = program.waivers.iter().map(|_| AtomicBool::new(false)).collect();
        Self { count: AtomicUsize::new(0), bytes: AtomicUsize::new(0), used }
    }

    /// Whether more is found than a run may find.
    pub(crate) fn is_full(&self) -> bool {
        self.finds_too_many() || self.finds_too_long()
    }

    fn finds_too_many(&self) -> bool {
        self.count.load(Ordering::Relaxed) > MOST_FINDINGS
    }

    fn finds_too_long(&self) -> bool {
        self.bytes.load(Ordering::Relaxed) > MOST_BYTES
    }

    /// Counts one more, and tells whether there is room for it.
    fn take(&self) -> bool {
        self.count.fetch_add(1, Ordering::Relaxed) < MOST_FINDINGS && !self.finds_too_long()
    }

    fn weigh(&self, bytes: usize) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Whether each waiver covers something.
    pub(crate) fn used(self) -> Vec<bool> {
        self.used.into_iter().map(AtomicBool::into_inner).collect()
    }
}

/// A finding whose place is not looked up yet.
#[derive(Debug)]
pub(crate) struct Found {
    outcome: Outcome,
    message: String,
    values: Vec<(Arc<str>, Json)>,
    target: Option<Target>,
    waived: Option<Box<Waived>>,
}

/// What a rule found.
pub(crate) type OfRule<'p> = (&'p Rule, Found);

/// All that a rule found.
pub(crate) fn of_rule(rule: &Rule, found: Vec<Found>) -> impl Iterator<Item = OfRule<'_>> {
    found.into_iter().map(move |found| (rule, found))
}

/// A value of a record.
#[derive(Debug)]
struct Target {
    collection: usize,
    record: usize,
    pointer: String,
    focus: Focus,
}

impl Found {
    /// How many bytes its texts have.
    fn bytes(&self) -> usize {
        let values = self.values.iter().map(|(name, value)| name.len() + bytes_of(value)).sum::<usize>();
        let pointer = self.target.as_ref().map_or(0, |target| target.pointer.len());
        let waived = self.waived.as_ref().map_or(0, |waived| waived.because.len() + waived.by.len());
        self.message.len() + values + pointer + waived
    }

    /// The record that it is about, by its collection and number.
    pub(crate) fn record(&self) -> Option<(usize, usize)> {
        self.target.as_ref().map(|target| (target.collection, target.record))
    }
}

/// How many bytes the texts of a value have, with what lists and objects take for each.
pub(super) fn bytes_of(value: &Json) -> usize {
    match value {
        Json::String(text) => text.len(),
        Json::Array(items) => items.iter().map(|item| bytes_of(item) + size_of::<Json>()).sum(),
        Json::Object(members) => {
            members.iter().map(|(name, member)| name.len() + bytes_of(member) + 2 * size_of::<Json>()).sum()
        }
        _ => 0,
    }
}

impl Ran<Found> {
    /// Adds what came of a rule to its tally.
    pub(crate) fn add_to(&self, tally: &mut Tally) {
        tally.passes += self.passes;
        tally.fails += self.fails;
        tally.does_not_apply += self.does_not_apply;
        tally.cannot_tell += self.cannot_tell;
        tally.waived += self.found.iter().filter(|found| found.waived.is_some()).count() as u64;
    }
}

impl<'r> Rules<'r> {
    /// Runs the rules over a data set. `again` gives the texts of files anew.
    pub(crate) fn run(&self, planned: &Program, data: &DataSet, again: AgainOf<'_, 'r>) -> RulesRun {
        let ready = Ready::new(planned, self.options);
        // What each rule costs is measured for one after the other.
        let together = if self.clock.is_none() { self.run_together(&ready, data, again) } else { None };
        together.unwrap_or_else(|| self.run_one_by_one(&ready, data, again))
    }

    /// Runs all rules at once; nothing comes of it where one of them may have reached a bound.
    fn run_together(&self, ready: &Ready<'_>, data: &DataSet, again: AgainOf<'_, 'r>) -> Option<RulesRun> {
        let planned = ready.program;
        let evaluator = Evaluator::new(ready, Data::of(data));
        let noted = Noted::new(planned);
        let all: Vec<usize> = (0..planned.rules.len()).collect();
        let ran = self.run_over(&evaluator, &all, &noted)?;
        let mut run = RulesRun::of(self, planned);
        self.place_all(ran, planned, data, again, &mut run);
        run.used = noted.used.into_iter().map(AtomicBool::into_inner).collect();
        Some(run)
    }

    /// Runs rules at once; nothing comes of it where one of them may have reached a bound.
    pub(crate) fn run_over(
        &self,
        evaluator: &Evaluator<'_>,
        numbers: &[usize],
        noted: &Noted,
    ) -> Option<Vec<(usize, Ran<Found>)>> {
        let rules = &evaluator.program().rules;
        let ran = evaluator.run_together(numbers, &|number, checked, frame, found: &mut Vec<Found>| {
            let at = FoundAt { rules: self, evaluator, number, rule: &rules[number], checked, noted };
            at.note(frame, found);
        })?;
        (!noted.is_full()).then_some(ran)
    }

    /// Runs rules over records that were just read, and adds what came of each.
    pub(crate) fn run_here(
        &self,
        evaluator: &Evaluator<'_>,
        numbers: &[usize],
        (collection, records): (usize, Range<usize>),
        noted: &Noted,
    ) -> Vec<Ran<Found>> {
        let rules = &evaluator.program().rules;
        evaluator.run_some(numbers, collection, records, &|number, checked, frame, found: &mut Vec<Found>| {
            let at = FoundAt { rules: self, evaluator, number, rule: &rules[number], checked, noted };
            at.note(frame, found);
        })
    }

    /// Adds what rules found to a run, at their places.
    pub(crate) fn place_all(
        &self,
        ran: Vec<(usize, Ran<Found>)>,
        planned: &Program,
        data: &DataSet,
        again: AgainOf<'_, 'r>,
        run: &mut RulesRun,
    ) {
        let mut all: Vec<OfRule<'_>> = Vec::new();
        for (number, ran) in ran {
            ran.add_to(&mut run.tallies[number]);
            all.extend(of_rule(&planned.rules[number], ran.found));
        }
        // A record is read again once, whichever rules found something.
        all.par_sort_by_key(|(_, found)| found.record());
        let mut found = all.into_iter().peekable();
        let mut parts: Vec<Vec<OfRule<'_>>> = Vec::new();
        while found.len() > 0 {
            let mut part: Vec<OfRule<'_>> = found.by_ref().take(TOGETHER).collect();
            let last = part.last().and_then(|(_, last)| last.record());
            while let Some(next) = found.next_if(|(_, next)| last.is_some() && next.record() == last) {
                part.push(next);
            }
            parts.push(part);
        }
        let placed = parts.into_par_iter().map(|found| self.placed_of(found, data, again));
        run.findings.extend(placed.collect::<Vec<_>>());
    }

    fn run_one_by_one(&self, ready: &Ready<'_>, data: &DataSet, again: AgainOf<'_, 'r>) -> RulesRun {
        let planned = ready.program;
        let evaluator = Evaluator::new(ready, Data::of(data));
        let noted = Noted::new(planned);
        let mut run = RulesRun::of(self, planned);
        let lines = RuleLines::of(self.sources);
        for (number, rule) in planned.rules.iter().enumerate() {
            let begun = self.clock.map(|clock| (clock.0)());
            noted.count.store(run.findings.iter().map(Vec::len).sum(), Ordering::Relaxed);
            let bytes_before = noted.bytes.load(Ordering::Relaxed);
            let ran = evaluator.run(rule, Reach::Checked, &|checked, frame, found: &mut Vec<Found>| {
                let at = FoundAt { rules: self, evaluator: &evaluator, number, rule, checked, noted: &noted };
                at.note(frame, found);
            });
            if ran.stopped || noted.is_full() {
                let bound = if evaluator.is_full() {
                    "needs longer lists than there may be".to_owned()
                } else if noted.finds_too_many() {
                    format!("finds more than a run may ({MOST_FINDINGS})")
                } else if noted.finds_too_long() {
                    format!(
                        "has messages and values that are longer together than those of a run may be ({} MiB)",
                        MOST_BYTES >> 20
                    )
                } else {
                    format!("takes more than {} checks", self.options.max_checks)
                };
                let message = format!("the rule {} {bound}, and what it found is left out", rule.name);
                run.problems.push(lines.problem(rule.place, message));
                run.tallies[number].stopped = true;
                noted.bytes.store(bytes_before, Ordering::Relaxed);
                continue;
            }
            ran.add_to(&mut run.tallies[number]);
            let (checks, steps) = (ran.passes + ran.fails + ran.does_not_apply + ran.cannot_tell, ran.steps);
            run.findings.push(self.placed_of(of_rule(rule, ran.found).collect(), data, again));
            if let (Some(clock), Some(begun)) = (self.clock, begun) {
                let environment = self.collections.environment();
                run.costs.push(RuleCost {
                    rule: Arc::clone(&rule.name),
                    checks,
                    steps,
                    time: (clock.0)().saturating_sub(begun),
                    indexes: sizes(rule, &evaluator, environment, self.sources),
                    plan: outline(rule, planned, environment, &|expr| self.sources.shown(expr.place)),
                });
            }
        }
        run.used = noted.used.into_iter().map(AtomicBool::into_inner).collect();
        run
    }

    /// The rule file that a rule stands in.
    fn file(&self, rule: &Rule) -> Option<Arc<str>> {
        self.sources.files.get(rule.place.file).map(|file| file.name.as_str().into())
    }

    /// What was found in a data set, at its places.
    fn placed_of(&self, found: Vec<OfRule<'_>>, data: &DataSet, again: AgainOf<'_, 'r>) -> Located {
        let mut again = again();
        self.placed(found, &mut |(collection, record), place| {
            if let Some(own) = data.record(collection, record)
                && let Some(at) = data.at(&own)
                && let Some((text, span)) = again.text(&at)
            {
                place(&Where { file: at.file(), text, span, id: data.id(&own), record: None });
            }
        })
    }

    /// What was found, at its places, which are looked up record by record: `with` shows where one stands, by its
    /// collection and number.
    pub(crate) fn placed(&self, found: Vec<OfRule<'_>>, with: &mut dyn FnMut((usize, usize), Show<'_>)) -> Located {
        let lines = RuleLines::of(self.sources);
        let mut placed = Vec::with_capacity(found.len());
        let mut waiting = found.into_iter().peekable();
        while let Some((rule, first)) = waiting.next() {
            let Some(record) = first.record() else {
                let of_rule = lines.place(rule.place);
                placed.push((NO_FILE + rule.place.file, finding(rule, first, of_rule, None)));
                continue;
            };
            let is_same = |(_, other): &OfRule<'_>| other.record() == Some(record);
            let mut same = vec![(rule, first)];
            while let Some(next) = waiting.next_if(is_same) {
                same.push(next);
            }
            let collection = self.collections.all.get(record.0).map(|collection| Arc::clone(&collection.name));
            with(record, &mut |at| {
                let pointers = same.iter().filter_map(|(_, found)| found.target.as_ref());
                let pointers = pointers.map(|target| (target.pointer.as_str(), target.focus));
                let spots = match at.record {
                    Some(record) => at.text.places_of(record, pointers),
                    None => at.text.places(&at.span, pointers, self.limits),
                };
                for ((rule, mut found), spot) in std::mem::take(&mut same).into_iter().zip(spots) {
                    let pointer = found.target.take().map(|target| target.pointer).unwrap_or_default();
                    let name = collection.clone().map(|collection| RecordName { collection, id: at.id.clone() });
                    placed.push((at.file, finding(rule, found, spot.named(at.text.name(), pointer), name)));
                }
            });
        }
        placed
    }

    /// What is wrong with rule files, as problems of a run.
    pub fn problems_of_files(&self) -> Vec<Problem> {
        let mut problems = self.problems();
        problems.sort_by_key(|(file, problem)| (*file, problem.line, problem.column));
        problems.into_iter().map(|(_, problem)| problem).collect()
    }

    /// What is wrong with rule files, as problems of the run.
    fn problems(&self) -> Vec<(usize, Problem)> {
        let unreadable = self.sources.unreadable.iter().map(|(name, reason)| {
            let message = format!("the rule file cannot be read: {reason}");
            (NO_FILE, Problem { file: name.as_str().into(), line: None, column: None, message })
        });
        let errors = self.diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error);
        let lines = RuleLines::of(self.sources);
        let errors = errors.map(|diagnostic| {
            let message = format!("{}: {}; {}", diagnostic.code, diagnostic.message, diagnostic.label);
            lines.problem(diagnostic.place, message)
        });
        unreadable.chain(errors).collect()
    }

    /// Applies the waivers of built-in checks, and tells of each waiver whether it covers a finding of these.
    pub(crate) fn waive_built_in(&self, findings: &mut [(usize, Finding)]) -> Vec<bool> {
        let waivers = self.program.waivers.iter().enumerate().filter(|(_, waiver)| waiver.number.is_none());
        let waivers: Vec<(usize, &Waiver)> = waivers.collect();
        let mut used = vec![false; self.program.waivers.len()];
        if waivers.is_empty() {
            return used;
        }
        let data = DataSet::default();
        let ready = Ready::new(self.program, self.options);
        let evaluator = Evaluator::new(&ready, Data::of(&data));
        for (_, finding) in findings {
            let id = finding.record.as_ref().and_then(|record| record.id.clone());
            let mut frame = Frame::default();
            frame.set(Waiver::RECORD, id.map(|id| Value::Text(id.into())));
            let own = waivers.iter().filter(|(_, waiver)| *waiver.rule == *finding.rule);
            let covering = own.filter(|(_, waiver)| covers(waiver, &evaluator, &mut frame));
            let all = covering.map(|(number, waiver)| {
                if let Some(used) = used.get_mut(*number) {
                    *used = true;
                }
                *waiver
            });
            let Some(waiver) = decisive(all) else { continue };
            match waived(waiver, self.options.as_of) {
                Some(waived) => finding.waived = Some(waived),
                None => finding.message.push_str(&ended(waiver)),
            }
        }
        used
    }

    /// A waiver that covers nothing is a warning. Of those of built-in checks it is told which do.
    pub(crate) fn unused_waivers(&self, used: &[bool], run: &RulesRun) -> Located {
        let unused = self.program.waivers.iter().enumerate().filter(|(number, waiver)| {
            let used = if waiver.number.is_some() { &run.used } else { used };
            !used.get(*number).copied().unwrap_or(false)
        });
        let lines = RuleLines::of(self.sources);
        let findings = unused.map(|(_, waiver)| {
            let (label, fix) = match waiver.condition {
                Some(_) => ("remove it, or mend its `where`", "Remove it, or mend its `where`."),
                None => ("remove it", "Remove it."),
            };
            let finding = Finding {
                severity: Severity::Warning,
                message: format!("the waiver of {} covers no finding", waiver.rule),
                label: label.into(),
                fix: Some(fix.into()),
                ..Finding::built_in(&waiver.rule, lines.place(waiver.place))
            };
            (NO_FILE + waiver.place.file, finding)
        });
        findings.collect()
    }
}

/// What is needed to tell a finding.
struct FoundAt<'c, 'd> {
    rules: &'c Rules<'c>,
    evaluator: &'c Evaluator<'d>,
    number: usize,
    rule: &'d Rule,
    checked: &'c Checked<'c, 'd>,
    noted: &'c Noted,
}

impl<'d> FoundAt<'_, 'd> {
    /// Adds what is to be reported of a check.
    fn note(&self, frame: &mut Frame<'d>, found: &mut Vec<Found>) {
        let outcome = match self.checked.outcome {
            CheckOutcome::Fails => Outcome::Fails,
            CheckOutcome::CannotTell => Outcome::CannotTell,
            CheckOutcome::Passes | CheckOutcome::DoesNotApply => return,
        };
        // A reference that leads nowhere is reported once, by the check of references.
        if self.checked.unknown.is_some_and(|unknown| matches!(unknown.why, Why::Lost(_))) {
            return;
        }
        // What is over the bound is only counted.
        if self.noted.take() {
            let own = self.found(outcome, frame);
            let instruction = self.rule.fix.as_ref().unwrap_or(&self.rule.title);
            self.noted.weigh(own.bytes() + 2 * instruction.len());
            found.push(own);
        }
    }

    fn found(&self, outcome: Outcome, frame: &mut Frame<'d>) -> Found {
        let waiver = self.waiver(frame);
        let mut message = match self.checked.unknown {
            Some(unknown) => {
                let written = self.rules.sources.shown(unknown.expr.place);
                unknown.why.told(&written)
            }
            None => self.message(frame),
        };
        let waived = waiver.and_then(|waiver| waived(waiver, self.rules.options.as_of));
        if let Some(waiver) = waiver.filter(|_| waived.is_none()) {
            message.push_str(&ended(waiver));
        }
        Found { outcome, message, values: self.values(frame), target: self.target(frame), waived }
    }

    /// The waiver that decides at the place, of all that cover it.
    fn waiver(&self, frame: &Frame<'d>) -> Option<&'d Waiver> {
        let waivers = self.evaluator.program().waivers.iter().enumerate();
        let own = waivers.filter(|(_, waiver)| waiver.number == Some(self.number));
        let covering = own.filter(|(_, waiver)| {
            // A frame of its own: the waiver makes variables in slots that the rule has other variables in.
            let mut own = Frame::default();
            for each in &self.rule.loops {
                own.give(each.slot, frame.get(each.slot).cloned());
            }
            covers(waiver, self.evaluator, &mut own)
        });
        let covering = covering.map(|(number, waiver)| {
            if let Some(used) = self.noted.used.get(number) {
                used.store(true, Ordering::Relaxed);
            }
            waiver
        });
        decisive(covering)
    }

    fn message(&self, frame: &mut Frame<'d>) -> String {
        let wanted = self.rules.options.language;
        let messages = &self.rule.messages;
        let of = |language: Option<Language>| messages.get_key_value(&language);
        let own = wanted.and_then(|language| of(Some(language)));
        let chosen =
            own.or_else(|| of(None)).or_else(|| of(Some(Language::English))).or_else(|| messages.iter().next());
        let Some((language, pieces)) = chosen else { return self.rule.title.to_string() };
        let language = language.or(wanted).unwrap_or(Language::English);
        let mut message = String::new();
        for piece in pieces {
            if message.len() > LONGEST_MESSAGE {
                let is_end = |at: &usize| message.is_char_boundary(*at);
                message.truncate((0..=LONGEST_MESSAGE).rev().find(is_end).unwrap_or(0));
                message.push('…');
                break;
            }
            match piece {
                Piece::Text(text) => message.push_str(text),
                Piece::Value(expr) => match self.evaluator.value(expr, frame) {
                    Ok(value) => message.push_str(&in_a_sentence(&value, self.evaluator.data, language)),
                    Err(_) => message.push('?'),
                },
            }
        }
        message
    }

    /// The values that decided, by how they are written. Those that cannot be told are null.
    fn values(&self, frame: &mut Frame<'d>) -> Vec<(Arc<str>, Json)> {
        let Some(requirement) = self.rule.requires.get(self.checked.requirement) else { return Vec::new() };
        let values = requirement.values.iter().map(|(name, expr)| {
            let value =
                self.evaluator.value(expr, frame).as_ref().map_or(Json::Null, |value| json(value, self.evaluator.data));
            (Arc::clone(name), value)
        });
        values.collect()
    }

    /// The value that `at` names, or the nearest one above it; without `at`, the innermost record, and of a matrix its
    /// row's.
    fn target(&self, frame: &mut Frame<'d>) -> Option<Target> {
        let place = self
            .rule
            .at
            .as_ref()
            .and_then(|at| self.nearest(at, frame))
            .or_else(|| self.row())
            .or_else(|| self.innermost())?;
        let is_record = place.node.kind() == accordance_document::ValueKind::Object;
        Some(Target {
            collection: place.collection,
            record: place.record,
            pointer: frame.pointer(&place, self.evaluator.data),
            focus: if is_record { Focus::Start } else { Focus::Value },
        })
    }

    fn nearest(&self, at: &'d Expr, frame: &mut Frame<'d>) -> Option<Place<'d>> {
        if let ExprKind::Slot(slot) = at.kind {
            let number = self.rule.loops.iter().position(|each| each.slot == slot)?;
            return self.checked.items.get(number).copied().flatten();
        }
        match self.evaluator.place(at, frame) {
            Ok(place) => Some(place),
            Err(_) => match &at.kind {
                ExprKind::Field { record, .. } => self.nearest(record, frame),
                ExprKind::Follow { reference, .. } => self.nearest(reference, frame),
                _ => None,
            },
        }
    }

    fn row(&self) -> Option<Place<'d>> {
        self.rule.cell.as_ref()?;
        self.checked.items.first().copied().flatten()
    }

    fn innermost(&self) -> Option<Place<'d>> {
        let places = || self.checked.items.iter().rev().flatten().copied();
        let is_record = |place: &Place<'_>| place.node.kind() == accordance_document::ValueKind::Object;
        places().find(is_record).or_else(|| places().next())
    }
}

fn covers<'d>(waiver: &'d Waiver, evaluator: &Evaluator<'d>, frame: &mut Frame<'d>) -> bool {
    waiver.condition.as_ref().is_none_or(|condition| evaluator.truth(condition, frame) == Ok(true))
}

/// Of waivers that cover a finding, the one that holds longest. All are looked at.
fn decisive<'w>(covering: impl Iterator<Item = &'w Waiver>) -> Option<&'w Waiver> {
    covering.reduce(|one, other| if one.until < other.until { other } else { one })
}

/// What a waiver says, as long as it holds.
fn waived(waiver: &Waiver, as_of: Date) -> Option<Box<Waived>> {
    let of =
        |waiver: &Waiver| Waived { until: day(waiver.until), because: waiver.because.clone(), by: waiver.by.clone() };
    (as_of <= waiver.until).then(|| of(waiver).into())
}

fn ended(waiver: &Waiver) -> String {
    format!(" (its waiver by {} ended on {})", waiver.by, day(waiver.until))
}

fn day(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

fn finding(rule: &Rule, found: Found, place: FilePlace, record: Option<RecordName>) -> Finding {
    let severity = match (found.outcome, rule.severity) {
        (Outcome::CannotTell, _) => Severity::Advice,
        (Outcome::Fails, RuleSeverity::Error) => Severity::Error,
        (Outcome::Fails, RuleSeverity::Warning) => Severity::Warning,
        (Outcome::Fails, RuleSeverity::Advice) => Severity::Advice,
    };
    let (fix, label) = match found.outcome {
        Outcome::Fails => (rule.fix.clone(), rule.fix.clone().unwrap_or_else(|| rule.title.clone())),
        Outcome::CannotTell => (None, rule.title.clone()),
    };
    Finding {
        rule: Arc::clone(&rule.name),
        severity,
        outcome: found.outcome,
        message: found.message,
        label,
        fix,
        place,
        record,
        values: found.values,
        related: Vec::new(),
        waived: found.waived,
    }
}
