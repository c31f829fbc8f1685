//! Small rules and records: random ones, and those of the language's own suite.

use std::path::Path;

use accordance_engine::{CollectionConfig, Collections, Config};
use proptest::{
    strategy::{Strategy as _, ValueTree as _},
    test_runner::TestRunner,
};
use serde_json::{Value, json};

use super::{
    job::{Job, Ready, files, in_memory},
    random::{COLLECTIONS, case, collections},
};
use crate::Failure;

/// So many random pairs of rules and records, the same each time.
pub(crate) fn random(count: usize, folder: &Path) -> Result<Vec<Ready>, Failure> {
    let collections = collections();
    let mut runner = TestRunner::deterministic();
    let mut ready = Vec::new();
    for number in 0..count {
        let case = case()
            .new_tree(&mut runner)
            .map_err(|reason| Failure::Told(format!("no random rule can be made: {reason}")))?
            .current();
        let (records, texts) =
            in_memory(COLLECTIONS.iter().zip(&case.records).map(|(name, records)| (*name, json!(records))));
        let name = format!("random-{number}");
        let job =
            Job { name: name.clone(), rules: case.text, records, as_of: jiff::civil::date(2024, 2, 29), lines: None };
        ready.extend(job.ready(&collections, &files(texts), &folder.join(name))?);
    }
    Ok(ready)
}

/// Each `step`th case of the suite.
pub(crate) fn suite(text: &str, step: usize, folder: &Path) -> Result<Vec<Ready>, Failure> {
    let suite: Value =
        serde_json::from_str(text).map_err(|error| Failure::Told(format!("tests/language/suite.json: {error}")))?;
    let list = |value: &Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
    let mut ready = Vec::new();
    let mut number = 0;
    for page in list(&suite, "pages") {
        let data = list(&page, "data");
        for case in list(&page, "cases") {
            number += 1;
            if number % step != 0 || case.get("refused").is_some() {
                continue;
            }
            let Some(data) = case["data"].as_u64().and_then(|at| data.get(usize::try_from(at).ok()?)) else { continue };
            ready.extend(of_suite(number, data, &case, folder)?);
        }
    }
    Ok(ready)
}

fn of_suite(number: usize, data: &Value, case: &Value, folder: &Path) -> Result<Option<Ready>, Failure> {
    let mut config = Config::default();
    let mut texts = Vec::new();
    for (name, schema) in data["schemas"].as_object().into_iter().flatten() {
        let schema_file = format!("{name}.schema.json");
        texts.push((schema_file.clone(), schema.to_string()));
        let collection = CollectionConfig { schema: schema_file, files: vec![format!("{name}.json")], id: None };
        config.collections.insert(name.clone(), collection);
    }
    let records = data["records"].as_object().into_iter().flatten();
    let (records, of_records) = in_memory(records.map(|(name, records)| (name.as_str(), records.clone())));
    texts.extend(of_records);
    let files = files(texts);
    let collections = Collections::new([], &config, &files)
        .map_err(|error| Failure::Told(format!("tests/language/suite.json: {error}")))?;
    let as_of = data["as_of"].as_str().and_then(|day| day.parse().ok()).unwrap_or(jiff::civil::date(2024, 1, 1));
    let name = format!("suite-{number}");
    let rules = case["rules"].as_str().unwrap_or_default().to_owned();
    Job { name: name.clone(), rules, records, as_of, lines: None }.ready(&collections, &files, &folder.join(name))
}
