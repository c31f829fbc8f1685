//! Rules and data that all engines are run on, and what the native engine finds.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    path::{Path, PathBuf},
};

use accordance_document::{Format, Limits};
use accordance_engine::{
    Collections, DataSet, Files, MemoryFiles, Options as EngineOptions, Outcome, RecordFile, Role, RuleOptions, Rules,
};
use accordance_rules::{Checked, Sources, check};
use accordance_sql::{Dialect, NotHeld, Options, Script, Source};
use serde_json::{Value, json};

use crate::Failure;

/// Rules, and records that they are run over.
pub(crate) struct Job {
    pub(crate) name: String,
    pub(crate) rules: String,
    pub(crate) records: Vec<RecordFile>,
    pub(crate) as_of: jiff::civil::Date,
    /// A file of the records, one a line, which the engine is to read itself; none where records are written for it.
    pub(crate) lines: Option<PathBuf>,
}

/// Where a finding is, and of what.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    pub(crate) rule: String,
    pub(crate) requirement: Option<u64>,
    pub(crate) outcome: String,
    pub(crate) collection: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) pointer: String,
}

/// What is found at a place, each time with the values that decided.
pub(crate) type Findings = BTreeMap<Found, Vec<Value>>;

/// A job as it is run.
pub(crate) struct Ready {
    pub(crate) name: String,
    pub(crate) rules: String,
    /// What the native engine finds.
    pub(crate) native: Findings,
    /// A line for the runner, by dialect.
    pub(crate) duckdb: Value,
    pub(crate) spark: Value,
    /// Why others are refused.
    pub(crate) refused: Vec<&'static str>,
}

impl Job {
    /// Runs the native engine, and says the rules in SQL over records that are written to `folder`.
    ///
    /// Nothing where no column holds a number of the records: that is told where they are written.
    pub(crate) fn ready(
        &self,
        collections: &Collections,
        files: &dyn Files,
        folder: &Path,
    ) -> Result<Option<Ready>, Failure> {
        let sources = Sources::load(["rules.accord".to_owned()], &|_| Ok(self.rules.clone().into_bytes()));
        let checked = check(&sources, collections.environment());
        let mut native = self.native(&checked, &sources, collections, files);
        let data = DataSet::read(files, &self.records, collections, Limits::default());
        let duckdb = self.said(&checked, collections, Dialect::DuckDb);
        let spark = self.said(&checked, collections, Dialect::Spark);
        let said = |script: &Script, dialect: &str| -> Result<Option<Value>, Failure> {
            let folder = folder.join(dialect);
            if self.lines.is_none() && write_records(&folder, script, &data)?.is_some() {
                return Ok(None);
            }
            let source = |collection| match &self.lines {
                Some(path) => Source::Lines { path: path.display().to_string(), beside: None },
                None => Source::Read(record_file(&folder, collection).display().to_string()),
            };
            let load = script.load(&source).map_err(|reason| Failure::Told(reason.to_string()))?;
            let setup: Vec<&str> = load.split(";\n").map(str::trim).filter(|statement| !statement.is_empty()).collect();
            let views = script.views.iter().map(|view| {
                let statement = view.statement.trim_end().trim_end_matches(';');
                json!({ "rule": view.rule, "view": view.name, "statement": statement })
            });
            Ok(Some(json!({ "job": self.name, "setup": setup, "views": views.collect::<Vec<_>>() })))
        };
        let (Some(of_duckdb), Some(of_spark)) = (said(&duckdb, "duckdb")?, said(&spark, "spark")?) else {
            return Ok(None);
        };
        let refused: Vec<_> = duckdb.refused.iter().chain(&spark.refused).collect();
        native.retain(|found, _| !refused.iter().any(|(rule, _)| **rule == *found.rule));
        let without = |mut value: Value| {
            if let Some(views) = value.get_mut("views").and_then(Value::as_array_mut) {
                views.retain(|view| !refused.iter().any(|(rule, _)| view["rule"] == **rule));
            }
            value
        };
        Ok(Some(Ready {
            name: self.name.clone(),
            rules: self.rules.clone(),
            duckdb: without(of_duckdb),
            spark: without(of_spark),
            native,
            refused: spark.refused.iter().map(|(_, refusal)| refusal.what).collect(),
        }))
    }

    fn said(&self, checked: &Checked, collections: &Collections, dialect: Dialect) -> Script {
        let options = Options { as_of: self.as_of, parameters: Vec::new() };
        Script::new(&checked.program, collections.environment(), &options, dialect)
    }

    fn native(&self, checked: &Checked, sources: &Sources, collections: &Collections, files: &dyn Files) -> Findings {
        let options = RuleOptions::on(self.as_of);
        let rules = Rules { diagnostics: &[], ..Rules::new(checked, sources, &options) };
        let options = EngineOptions { rules: Some(rules), ..EngineOptions::default() };
        let report = accordance_engine::check(files, &self.records, collections, options);
        let is_of_rule = |name: &str| checked.program.rules.iter().any(|rule| *rule.name == *name);
        let mut found = Findings::new();
        for finding in report.findings.iter().filter(|finding| is_of_rule(&finding.rule)) {
            let key = Found {
                rule: finding.rule.to_string(),
                requirement: finding.requirement.map(u64::from),
                outcome: match finding.outcome {
                    Outcome::Fails => "fails",
                    Outcome::CannotTell => "cannot_tell",
                }
                .to_owned(),
                collection: finding.record.as_ref().map(|record| record.collection.to_string()),
                id: finding.record.as_ref().and_then(|record| record.id.clone()),
                pointer: if finding.record.is_some() { finding.place.pointer.clone() } else { String::new() },
            };
            let values = finding.values.iter().map(|(name, value)| (name.to_string(), value.clone()));
            let values: serde_json::Map<String, Value> = values.collect();
            found.entry(key).or_default().push(Value::Object(values));
        }
        found
    }
}

pub(crate) fn record_file(folder: &Path, collection: usize) -> PathBuf {
    folder.join(format!("{collection}.ndjson"))
}

/// Writes records. What no column holds is no failure.
fn write_records(folder: &Path, script: &Script, data: &DataSet) -> Result<Option<NotHeld>, Failure> {
    let failure = |path: &Path, error| Failure::File { path: path.to_owned(), error };
    std::fs::create_dir_all(folder).map_err(|error| failure(folder, error))?;
    for collection in script.collections() {
        let mut text = String::new();
        let mut number = 0;
        let done = data.each_record(collection, &mut |read| {
            let line = json!({
                "n": number,
                "is_checked": read.is_checked,
                "is_first": read.is_followed,
                "id": read.id,
                "record": script.record(collection, &read.value.to_json())?,
            });
            number += 1;
            let _ = writeln!(text, "{line}");
            Ok(())
        });
        if let Err(reason) = done {
            return Ok(Some(reason));
        }
        let path = record_file(folder, collection);
        std::fs::write(&path, text).map_err(|error| failure(&path, error))?;
    }
    Ok(None)
}

/// Files of records in memory, one for each collection.
pub(crate) fn in_memory<'r>(
    records: impl IntoIterator<Item = (&'r str, Value)>,
) -> (Vec<RecordFile>, Vec<(String, String)>) {
    let mut list = Vec::new();
    let mut texts = Vec::new();
    for (collection, records) in records {
        let name = format!("{collection}.json");
        list.push(RecordFile { name: name.clone().into(), format: Format::Json, role: Role::Checked });
        texts.push((name, records.to_string()));
    }
    (list, texts)
}

/// The same as files that the engine reads.
pub(crate) fn files(texts: Vec<(String, String)>) -> MemoryFiles {
    texts.into_iter().collect()
}
