//! What an engine finds, held against what the native one does.

use std::{collections::BTreeMap, path::Path};

use serde_json::Value;

use super::job::{Findings, Found, Ready};
use crate::{Failure, say};

/// How an engine did.
#[derive(Debug, Default)]
pub(crate) struct Compared {
    pub(crate) rules: usize,
    pub(crate) findings: usize,
    pub(crate) differences: usize,
    /// Rules that the engine fails on by a fault of its own; see [`FAULTS`].
    pub(crate) faults: usize,
    pub(crate) seconds: f64,
}

/// What an engine says of one job.
#[derive(Debug, Default)]
struct Ran {
    findings: Findings,
    /// Rules that failed, with why.
    errors: Vec<(String, String)>,
    views: usize,
}

/// What engines say where they fail on a statement that is well-formed: no finding comes of it, and no wrong one.
const FAULTS: [(&str, &str); 3] = [
    // Sail 0.7.2 looks for the column of a file's lines behind a join that has it no more.
    ("sail", "No field named \"?table?\".value."),
    // It divides by 0 where a condition keeps the row from it.
    ("sail", "Division by zero"),
    // And it has no empty list for a function of none of its rows.
    ("sail", "Empty iterator passed to ScalarValue::iter_to_array"),
];

/// So many differences are shown.
const SHOWN: usize = 20;

/// Reads what a runner wrote, and compares it job by job.
pub(crate) fn compare(engine: &str, jobs: &[Ready], found: &Path) -> Result<Compared, Failure> {
    let text = std::fs::read_to_string(found).map_err(|error| Failure::File { path: found.to_owned(), error })?;
    let mut by_job: BTreeMap<String, Ran> = BTreeMap::new();
    let mut compared = Compared::default();
    for line in text.lines() {
        let line: Value =
            serde_json::from_str(line).map_err(|error| Failure::Told(format!("{}: {error}", found.display())))?;
        let own = by_job.entry(line["job"].as_str().unwrap_or_default().to_owned()).or_default();
        own.views += 1;
        compared.seconds += line["seconds"].as_f64().unwrap_or_default();
        if let Some(error) = line["error"].as_str() {
            own.errors.push((line["rule"].as_str().unwrap_or_default().to_owned(), error.to_owned()));
        }
        for row in line["rows"].as_array().into_iter().flatten() {
            let column = |number: usize| row[number].as_str().map(str::to_owned);
            let key = Found {
                rule: column(0).unwrap_or_default(),
                requirement: row[1].as_u64(),
                outcome: column(2).unwrap_or_default(),
                collection: column(3),
                id: column(4),
                pointer: column(5).unwrap_or_default(),
            };
            let values = column(6).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or(Value::Null);
            own.findings.entry(key).or_default().push(values);
        }
    }
    for job in jobs {
        let Ran { findings: found, errors, views } = by_job.remove(&job.name).unwrap_or_default();
        let mut told = Vec::new();
        let wanted = job.duckdb["views"].as_array().map_or(0, Vec::len);
        if views != wanted {
            told.push(format!("{views} of {wanted} views were run"));
        }
        for (rule, error) in &errors {
            if FAULTS.iter().any(|(whose, fault)| *whose == engine && error.starts_with(fault)) {
                compared.faults += 1;
            } else {
                told.push(format!("{rule}: {error}"));
            }
        }
        let is_failed = |rule: &str| errors.iter().any(|(failed, _)| failed == rule);
        let keys: std::collections::BTreeSet<&Found> = job.native.keys().chain(found.keys()).collect();
        for key in keys.into_iter().filter(|key| !is_failed(&key.rule)) {
            let (native, own) = (job.native.get(key), found.get(key));
            let count = |all: Option<&Vec<Value>>| all.map_or(0, Vec::len);
            compared.findings += count(own);
            if count(native) != count(own) {
                told.push(format!("{key:?}: {} natively, {} by {engine}", count(native), count(own)));
            } else if let (Some(native), Some(own)) = (native, own) {
                let names = shared_names(native, own);
                let (native, own) = (values_of(native, &names), values_of(own, &names));
                if native != own {
                    told.push(format!("{key:?}: {names:?} are {native:?} natively, {own:?} by {engine}"));
                }
            }
        }
        compared.rules += views;
        compared.differences += told.len();
        if !told.is_empty() && compared.differences - told.len() < SHOWN {
            say(&format!("{}: {}\n{}", job.name, told.join("\n  "), job.rules));
        }
    }
    Ok(compared)
}

/// The names of values that all findings at a place have, by an engine and natively, and none shows in part only.
fn shared_names<'f>(native: &[Value], own: &'f [Value]) -> Vec<&'f str> {
    let names = own.first().and_then(Value::as_object).into_iter().flat_map(|first| first.keys());
    let is_everywhere = |name: &str| own.iter().all(|values| values.get(name).is_some());
    let is_whole = |name: &str| native.iter().all(|values| values.get(name).is_some_and(|value| !is_cut(value)));
    names.map(String::as_str).filter(|name| is_everywhere(name) && is_whole(name)).collect()
}

/// The values of these names of each finding at a place, in an order of their own: findings at one place have none.
fn values_of(findings: &[Value], names: &[&str]) -> Vec<String> {
    let values = |finding: &Value| names.iter().map(|name| &finding[name]).cloned().collect::<Value>().to_string();
    let mut all: Vec<String> = findings.iter().map(values).collect();
    all.sort();
    all
}

/// Whether a value is shown in part only.
fn is_cut(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.len() >= 50,
        Value::String(text) => text.ends_with('…'),
        _ => false,
    }
}
