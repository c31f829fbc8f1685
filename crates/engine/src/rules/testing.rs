//! Examples and tests of rules: whether rules do what is stated of them.

mod given;

use std::sync::Arc;

use accordance_document::{Format, Limits, Tree};
use accordance_rules::{
    Place as RulePlace, Sources, Type,
    core::{DataPlace, Example, ExampleOutcome, Expect, ExpectedOutcome, Program, RecordAt, Rule, Test},
    plan::plan,
};
use serde_json::Value as Json;

use given::{Given, Laid, add, set};

use super::{
    data_set::{Data, DataSet},
    evaluate::Evaluator,
    options::RuleOptions,
    ran::Ran,
    ready::Ready,
    report::Rules,
    value::Value,
    visit::ExampleItems,
};
use crate::{
    Collections, Files, Finding, MemoryFiles, Options, Outcome, RecordFile, Report, Role, Tally, check::check_given,
};

/// What is stated in a rule file, and whether it is so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// The rule of an example; what a test shows.
    pub title: String,
    /// What it is.
    pub kind: TrialKind,
    /// Where it stands.
    pub place: RulePlace,
    /// What is not as stated, a sentence each, with the place that states it.
    pub faults: Vec<(RulePlace, String)>,
}

/// What states something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrialKind {
    /// `example`.
    Example(ExampleOutcome),
    /// `test`.
    Test,
}

/// What came of all that rule files state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trials {
    /// In the order of the files.
    pub all: Vec<Trial>,
    /// Rules that no example or test shows to pass.
    pub never_pass: Vec<Arc<str>>,
    /// Rules that no example or test shows to fail.
    pub never_fail: Vec<Arc<str>>,
}

/// What is needed to try rules.
#[derive(Clone, Copy)]
pub struct Trying<'t> {
    /// The rules that can be used.
    pub program: &'t Program,
    /// The files that they stand in.
    pub sources: &'t Sources,
    /// The collections by number.
    pub collections: &'t Collections,
    /// The files that tests name.
    pub files: &'t dyn Files,
    /// Records that tests may refer to.
    pub background: &'t [RecordFile],
    /// How rules are run.
    pub options: &'t RuleOptions,
}

impl std::fmt::Debug for Trying<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Trying").field("options", &self.options).finish_non_exhaustive()
    }
}

impl Trying<'_> {
    /// Tries the examples and tests of the rule files for which `is_asked` holds.
    pub fn run(&self, is_asked: &dyn Fn(usize) -> bool) -> Trials {
        let mut trials = Trials::default();
        for rule in self.program.rules.iter().filter(|rule| is_asked(rule.place.file)) {
            trials.all.extend(self.examples(rule));
        }
        let tests = self.program.tests.iter().filter(|test| is_asked(test.place.file));
        trials.all.extend(tests.clone().map(|test| self.test(test)));
        trials.all.sort_by_key(|trial| trial.place);
        for rule in self.program.rules.iter().filter(|rule| is_asked(rule.place.file)) {
            let is_shown = |outcome, expected: &dyn Fn(&ExpectedOutcome) -> bool| {
                rule.examples.iter().any(|example| example.outcome == outcome)
                    || tests
                        .clone()
                        .flat_map(|test| &test.expects)
                        .any(|expect| *expect.rule == *rule.name && expected(&expect.outcome))
            };
            if !is_shown(ExampleOutcome::Passes, &|outcome| *outcome == ExpectedOutcome::Passes) {
                trials.never_pass.push(Arc::clone(&rule.name));
            }
            if !is_shown(ExampleOutcome::Fails, &|outcome| matches!(outcome, ExpectedOutcome::Fails(_))) {
                trials.never_fail.push(Arc::clone(&rule.name));
            }
        }
        trials
    }

    fn examples(&self, rule: &Rule) -> Vec<Trial> {
        let own =
            Program { parameters: self.program.parameters.clone(), rules: vec![rule.clone()], ..Program::default() };
        let planned = plan(&own);
        let Some(planned_rule) = planned.rules.first() else { return Vec::new() };
        let ready = Ready::new(&planned, self.options);
        let trials = rule.examples.iter().map(|example| {
            let (data, slots) = self.data_of(example);
            let evaluator = Evaluator::new(&ready, Data::of(&data));
            let types = |slot| rule.loops.iter().find(|each| each.slot == slot).and_then(|each| each.list.ty.item());
            let variables = slots.iter().filter_map(|(slot, collection, record)| {
                let place = data.record(*collection, *record)?;
                let value = Value::read(place, types(*slot).unwrap_or(&Type::Anything));
                Some((*slot, value.or_else(|| Value::read(place, &Type::Anything))?))
            });
            let collections = example.collections.iter().map(|(collection, _)| *collection).collect();
            let items = ExampleItems { variables: variables.collect(), collections };
            let ran = evaluator.run_example(planned_rule, &items, &|place| self.sources.shown(place));
            let faults = fault_of_example(example.outcome, &ran).map(|fault| (example.place, fault));
            Trial {
                title: rule.name.to_string(),
                kind: TrialKind::Example(example.outcome),
                place: example.place,
                faults: faults.into_iter().collect(),
            }
        });
        trials.collect()
    }

    /// The records of an example, and the number of the collection and record of each variable.
    fn data_of(&self, example: &Example) -> (DataSet, Vec<(usize, usize, usize)>) {
        let ids = self.collections.all.iter().map(|collection| collection.id.clone());
        // Variables have a collection of their own, which no rule can name.
        let own = self.collections.all.len();
        let mut written: Vec<(usize, Json)> = example.collections.clone();
        let variables = example.variables.iter().map(|(_, value)| value.clone());
        written.push((own, variables.collect()));
        let data = DataSet::of_written(ids.chain([None]), &written);
        let slots = example.variables.iter().enumerate().map(|(record, (slot, _))| (*slot, own, record));
        (data, slots.collect())
    }

    fn test(&self, test: &Test) -> Trial {
        let faults = match self.given(test) {
            Ok(given) => {
                let laid: Vec<Laid<'_>> =
                    given.iter().map(|own| Laid::new(own, self.id_pointer(own.collection))).collect();
                let report = self.check(&laid);
                self.faults(test, &laid, &report)
            }
            Err(faults) => faults,
        };
        Trial { title: test.title.clone(), kind: TrialKind::Test, place: test.place, faults }
    }

    /// The records of a test with its changes.
    fn given(&self, test: &Test) -> Result<Vec<Given>, Vec<(RulePlace, String)>> {
        let mut given: Vec<Given> = Vec::new();
        let mut faults = Vec::new();
        for (file, place) in &test.files {
            match self.read(file) {
                Ok(records) => records.into_iter().for_each(|(collection, record)| add(&mut given, collection, record)),
                Err(reason) => faults.push((*place, reason)),
            }
        }
        for own in &mut given {
            own.of_files = own.records.len();
        }
        for (collection, records) in &test.records {
            records.iter().for_each(|record| add(&mut given, *collection, record.clone()));
        }
        for (place, value) in &test.changes {
            if let Err(reason) = self.change(&mut given, place, value) {
                faults.push((place.place, reason));
            }
        }
        if faults.is_empty() { Ok(given) } else { Err(faults) }
    }

    fn read(&self, file: &str) -> Result<Vec<(usize, Json)>, String> {
        let format = Format::from_name(file)
            .ok_or_else(|| format!("{file} is no file of records; name one that ends in .json, .yaml or .ndjson"))?;
        let bytes = self.files.read(file).map_err(|reason| format!("{file} cannot be read: {reason}"))?;
        let text = std::str::from_utf8(&bytes).map_err(|_| format!("{file} is not in UTF-8"))?;
        let mut tree = Tree::new();
        let mut read = accordance_document::Records::new(text, format, &mut tree, Limits::default());
        let mut records = Vec::new();
        while let Some(record) = read.next_record() {
            let record = record.map_err(|mistake| format!("{file} cannot be read: {}", mistake.message()))?.value;
            let by_kind = || self.collections.by_kind(record.get("kind")?.as_str()?);
            let collection = self.collections.by_file(file).or_else(by_kind);
            let or = self.collections.or_by_file();
            let collection =
                collection.ok_or_else(|| format!("a record of {file} belongs to no collection; give it a kind{or}"))?;
            records.push((collection, record.to_json()));
        }
        Ok(records)
    }

    fn change(&self, given: &mut [Given], place: &DataPlace, value: &Json) -> Result<(), String> {
        let name = self.name(place.collection);
        let none = || format!("the test has no such record of {name}");
        let position = self.position(given, place).ok_or_else(none)?;
        let own = given.iter_mut().find(|own| own.collection == place.collection).ok_or_else(none)?;
        let record = own.records.get_mut(position).ok_or_else(none)?;
        set(record, &place.pointer, value).ok_or_else(|| format!("the record has nothing at {}", place.pointer))
    }

    fn name(&self, collection: usize) -> &str {
        self.collections.all.get(collection).map_or("", |collection| &collection.name)
    }

    fn id_pointer(&self, collection: usize) -> Option<&str> {
        self.collections.all.get(collection)?.id.as_deref()
    }

    /// The position of the record of a place among those of its collection.
    fn position(&self, given: &[Given], place: &DataPlace) -> Option<usize> {
        let own = given.iter().find(|own| own.collection == place.collection)?;
        match &place.record {
            RecordAt::Position(position) => own.at(*position),
            RecordAt::Id(id) => own.first_of(id, self.id_pointer(place.collection)?),
        }
    }

    fn check(&self, laid: &[Laid<'_>]) -> Report {
        let texts = laid.iter().map(|own| (file_name(self.name(own.collection)), own.text.as_str()));
        let files = Layered { own: texts.collect(), below: self.files };
        let list = laid.iter().map(|own| RecordFile {
            name: file_name(self.name(own.collection)).into(),
            format: Format::Json,
            role: Role::Checked,
        });
        let list: Vec<RecordFile> = list.chain(self.background.iter().cloned()).collect();
        let program = Program { waivers: Vec::new(), tests: Vec::new(), ..self.program.clone() };
        let rules =
            Rules { program: &program, sources: self.sources, diagnostics: &[], options: self.options, clock: None };
        let options = Options { rules: Some(rules), ..Options::default() };
        check_given(&files, &list, self.collections, options, laid.iter().map(|own| Some(own.collection)).collect())
    }

    fn faults(&self, test: &Test, laid: &[Laid<'_>], report: &Report) -> Vec<(RulePlace, String)> {
        let mut faults = Vec::new();
        for expect in &test.expects {
            let Some(tally) = report.rules.iter().find(|tally| *tally.rule == *expect.rule) else {
                faults.push((expect.place, format!("the rule {} cannot be used", expect.rule)));
                continue;
            };
            faults.extend(self.fault(expect, tally, laid, report).map(|fault| (expect.place, fault)));
        }
        let is_expected = test.expects.iter().any(|expect| expect.rule == SCHEMA);
        let is_invalid = |finding: &&Finding| &*finding.rule == SCHEMA && self.is_of_file(finding, laid);
        let invalid = report.findings.iter().find(is_invalid);
        if let Some(finding) = invalid.filter(|_| !is_expected) {
            let shown = self.shown(finding, laid);
            faults.push((
                test.place,
                format!("a record of a file is not valid in this test, at {shown}: {}", finding.message),
            ));
        }
        faults
    }

    fn fault(&self, expect: &Expect, tally: &Tally, laid: &[Laid<'_>], report: &Report) -> Option<String> {
        let counts = counts(tally.passes, tally.fails, tally.does_not_apply, tally.cannot_tell);
        let rule = &expect.rule;
        let wrong = |what: &str| Some(format!("{rule} is expected to {what}, and it {counts}"));
        match &expect.outcome {
            ExpectedOutcome::Passes if tally.passes > 0 && tally.fails + tally.cannot_tell == 0 => None,
            ExpectedOutcome::Passes => wrong("pass"),
            ExpectedOutcome::DoesNotApply if tally.applied_nowhere() => None,
            ExpectedOutcome::DoesNotApply => wrong("apply nowhere"),
            ExpectedOutcome::CannotTell if tally.cannot_tell > 0 => None,
            ExpectedOutcome::CannotTell => wrong("be unable to tell"),
            ExpectedOutcome::Fails(_) if tally.fails == 0 => wrong("fail"),
            ExpectedOutcome::Fails(places) if places.is_empty() => None,
            ExpectedOutcome::Fails(places) => {
                let is_of_rule = |finding: &&Finding| *finding.rule == **rule && finding.outcome == Outcome::Fails;
                let found = report.findings.iter().filter(is_of_rule);
                let mut found: Vec<String> = found.map(|finding| self.shown(finding, laid)).collect();
                let mut wanted = Vec::new();
                for place in places {
                    let own = laid.iter().find(|own| own.collection == place.collection);
                    match own.and_then(|own| Some((own, own.position_of(&place.record)?))) {
                        Some((own, position)) => wanted.push(self.written(own, position, &place.pointer)),
                        None => return Some(format!("the test has no such record of {}", self.name(place.collection))),
                    }
                }
                found.sort();
                found.dedup();
                wanted.sort();
                (found != wanted).then(|| {
                    format!("{rule} is expected to fail at {}, and it fails at {}", listed(&wanted), listed(&found))
                })
            }
        }
    }

    /// The place of a finding as rule files write it: `meetings["lyon"].contributions[1]`.
    fn shown(&self, finding: &Finding, laid: &[Laid<'_>]) -> String {
        match self.own(finding, laid) {
            Some(own) => self.written(own, own.position(finding), &finding.place.pointer),
            None => finding.place.file.to_string(),
        }
    }

    /// The records among which a finding is about one.
    fn own<'l, 'g>(&self, finding: &Finding, laid: &'l [Laid<'g>]) -> Option<&'l Laid<'g>> {
        laid.iter().find(|own| file_name(self.name(own.collection)) == *finding.place.file)
    }

    /// Whether a finding is about a record that stands in a file.
    fn is_of_file(&self, finding: &Finding, laid: &[Laid<'_>]) -> bool {
        self.own(finding, laid).is_some_and(|own| own.position(finding) < own.of_files)
    }

    /// The record by its id, where it is the first that has it; or else by its position.
    fn written(&self, own: &Laid<'_>, position: usize, pointer: &str) -> String {
        let record = || own.records.get(position);
        let id = || record()?.pointer(self.id_pointer(own.collection)?)?.as_str();
        let is_first = |id: &&str| own.by_id.get(*id) == Some(&position);
        let name = self.name(own.collection);
        let mut text = match id().filter(is_first) {
            Some(id) => format!("{name}[{}]", accordance_document::quoted(id)),
            None => format!("{name}[{position}]"),
        };
        for step in pointer.split('/').skip(1) {
            if step.bytes().all(|byte| byte.is_ascii_digit()) && !step.is_empty() {
                text.push_str(&format!("[{step}]"));
            } else {
                text.push_str(&format!(".{}", step.replace("~1", "/").replace("~0", "~")));
            }
        }
        text
    }
}

const SCHEMA: &str = "schema";

/// The name of the records of a collection in a test; no file has it.
fn file_name(collection: &str) -> String {
    format!("<test>/{collection}.json")
}

/// Files in memory before others.
struct Layered<'f> {
    own: MemoryFiles,
    below: &'f dyn Files,
}

impl Files for Layered<'_> {
    fn read(&self, name: &str) -> Result<std::borrow::Cow<'_, [u8]>, String> {
        self.own.read(name).or_else(|_| self.below.read(name))
    }
}

/// Places in a row, the first ones only where there are many.
fn listed(places: &[String]) -> String {
    const MOST: usize = 20;
    let first = places[..places.len().min(MOST)].join(", ");
    match places.len().saturating_sub(MOST) {
        0 => first,
        more => format!("{first}, and {more} more"),
    }
}

fn fault_of_example(expected: ExampleOutcome, ran: &Ran<String>) -> Option<String> {
    let holds = match expected {
        ExampleOutcome::Passes => ran.passes > 0 && ran.fails + ran.cannot_tell == 0,
        ExampleOutcome::Fails => ran.fails > 0,
        ExampleOutcome::Skipped => ran.passes + ran.fails + ran.cannot_tell == 0,
        ExampleOutcome::Unknown => ran.cannot_tell > 0 && ran.fails == 0,
    };
    let wanted = match expected {
        ExampleOutcome::Passes => "pass",
        ExampleOutcome::Fails => "fail",
        ExampleOutcome::Skipped => "not apply",
        ExampleOutcome::Unknown => "be unable to tell",
    };
    let reason = ran.found.first().map_or_else(String::new, |reason| format!(": {reason}"));
    let counts = counts(ran.passes, ran.fails, ran.does_not_apply, ran.cannot_tell);
    (!holds).then(|| format!("the rule is said to {wanted} here, and it {counts}{reason}"))
}

fn counts(passes: u64, fails: u64, does_not_apply: u64, cannot_tell: u64) -> String {
    let at = |count: u64, what: &str| match count {
        0 => None,
        1 => Some(format!("{what} at 1 place")),
        _ => Some(format!("{what} at {count} places")),
    };
    let all = [
        at(passes, "passes"),
        at(fails, "fails"),
        at(does_not_apply, "does not apply"),
        at(cannot_tell, "cannot tell"),
    ];
    let all: Vec<String> = all.into_iter().flatten().collect();
    if all.is_empty() { "speaks of nothing here".into() } else { all.join(", ") }
}
