//! Cases as this project's checker and engine see them.

use accordance_document::{Format, Limits};
use accordance_engine::{
    CheckOutcome, CollectionConfig, Collections, Config, DataSet, MemoryFiles, Options, RecordFile, Role, RuleOptions,
    Rules, Tally, outcomes,
};
use accordance_rules::{Checked, Environment, Sources, check};

use crate::{
    case::{Case, Check, Data, Outcome},
    naive::Records,
};

/// A data set, made ready for its cases.
pub(crate) struct Ready {
    files: MemoryFiles,
    list: Vec<RecordFile>,
    collections: Collections,
    options: RuleOptions,
    records: Records,
}

impl Ready {
    pub(crate) fn new(data: &Data) -> Self {
        let mut config = Config::default();
        let mut files = Vec::new();
        let mut list = Vec::new();
        for (name, schema) in &data.schemas {
            let collection = CollectionConfig {
                schema: format!("{name}.schema.json"),
                files: vec![format!("{name}.json")],
                id: None,
            };
            files.push((collection.schema.clone(), schema.to_string()));
            config.collections.insert(name.clone(), collection);
        }
        for (name, records) in &data.records {
            let file = format!("{name}.json");
            files.push((file.clone(), records.to_string()));
            list.push(RecordFile { name: file.into(), format: Format::Json, role: Role::Checked });
        }
        let files = MemoryFiles::from_iter(files);
        let collections = Collections::new([], &config, &files).expect("the schemas of a page can be used");
        let records = Records::new(data, collections.environment());
        Self { files, list, collections, options: RuleOptions::on(records.as_of), records }
    }

    /// The records that are valid.
    pub(crate) fn records(&self) -> &Records {
        &self.records
    }

    fn environment(&self) -> &Environment {
        self.collections.environment()
    }

    /// The rules of a case as the checker sees them, and their text.
    pub(crate) fn check(&self, case: &Case) -> (Checked, String) {
        let (checked, _) = self.read(case);
        (checked, case.rules.clone())
    }

    fn read(&self, case: &Case) -> (Checked, Sources) {
        let sources = Sources::load(["case.accord".to_owned()], &|_| Ok(case.rules.clone().into_bytes()));
        (check(&sources, self.environment()), sources)
    }

    /// What the engine says of each check.
    pub(crate) fn outcomes(&self, case: &Case) -> Vec<Check> {
        let (checked, sources) = self.read(case);
        let data = DataSet::read(&self.files, &self.list, &self.collections, Limits::default());
        let found = outcomes(&checked.program, &data, &self.options, &|place| sources.text(place).to_owned());
        let check = |found: accordance_engine::RuleOutcome| {
            let places = found.places.into_iter().map(|place| {
                let (record, _) = &self.records.collections[place.collection][place.record];
                (place.variable, format!("{record}{}", place.pointer))
            });
            Check {
                rule: found.rule.to_string(),
                requirement: found.requirement + 1,
                place: places.collect(),
                outcome: outcome(found.outcome),
            }
        };
        found.into_iter().map(check).collect()
    }

    /// How often a run over the files says of each rule that it passes, fails, does not apply, cannot tell.
    pub(crate) fn tallies(&self, case: &Case) -> Vec<Tally> {
        let (checked, sources) = self.read(case);
        let rules = Rules::new(&checked, &sources, &self.options);
        let options = Options { rules: Some(rules), ..Options::default() };
        let report = accordance_engine::check(&self.files, &self.list, &self.collections, options);
        let is_own = |tally: &Tally| checked.program.rules.iter().any(|rule| rule.name == tally.rule);
        report.rules.into_iter().filter(is_own).collect()
    }
}

fn outcome(outcome: CheckOutcome) -> Outcome {
    match outcome {
        CheckOutcome::Passes => Outcome::Passes,
        CheckOutcome::Fails => Outcome::Fails,
        CheckOutcome::DoesNotApply => Outcome::DoesNotApply,
        CheckOutcome::CannotTell => Outcome::CannotTell,
    }
}

/// Where a run counts otherwise than a page.
pub(crate) fn miscounts(expected: &[Check], tallies: &[Tally]) -> Vec<String> {
    let mut told = Vec::new();
    for tally in tallies {
        let count = |outcome: Outcome| {
            let of_rule = expected.iter().filter(|check| *check.rule == *tally.rule && check.outcome == outcome);
            of_rule.count() as u64
        };
        let expected = Outcome::ALL.map(count);
        let found = [tally.passes, tally.fails, tally.does_not_apply, tally.cannot_tell];
        if expected != found {
            let words = Outcome::ALL.map(Outcome::words);
            told.push(format!("{}: expected {expected:?} of {words:?}, found {found:?}", tally.rule));
        }
    }
    told
}

/// What an engine says otherwise than a page: each check has to be among the other's, once. Where a page names fewer
/// variables of a place than the engine, those are compared.
pub(crate) fn differences(expected: &[Check], mut found: Vec<Check>) -> Vec<String> {
    let mut told = Vec::new();
    for check in expected {
        let is_it = |found: &&Check| {
            (&found.rule, found.requirement) == (&check.rule, check.requirement)
                && check.place.iter().all(|named| found.place.get_key_value(named.0) == Some(named))
                && (check.place.is_empty() == found.place.is_empty())
        };
        // Of several checks at places that the page does not tell apart, the one with the outcome is meant.
        let position = |with_outcome: bool| {
            found.iter().position(|each| is_it(&each) && (!with_outcome || each.outcome == check.outcome))
        };
        match position(true).or_else(|| position(false)) {
            Some(position) => {
                let found = found.swap_remove(position);
                if found.outcome != check.outcome {
                    told.push(format!("expected {check}, found {}", found.outcome.words()));
                }
            }
            None => told.push(format!("expected {check}, found no such check")),
        }
    }
    told.extend(found.into_iter().map(|check| format!("not expected: {check}")));
    told
}
