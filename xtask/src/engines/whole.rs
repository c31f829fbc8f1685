//! Whole data sets: the command line is run over them as a person would.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::{Value, json};

use super::job::{Findings, Found, Ready};
use crate::Failure;

/// A data set, and the rules that are run over it.
pub(crate) struct Whole {
    pub(crate) name: &'static str,
    /// Files of records; none for the reference data.
    pub(crate) paths: Vec<PathBuf>,
    /// Arguments that name the rules.
    pub(crate) rules: Vec<String>,
    /// Who reads the records.
    pub(crate) reader: Reader,
    /// Further files of records, which `accordance` reads in any case.
    pub(crate) beside: Vec<PathBuf>,
}

/// Who reads the records of a data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// `accordance`, which writes what rules read of them.
    Command,
    /// The engine, as meetings, a record a line.
    Engine,
}

const AS_OF: &str = "2024-06-01";

impl Whole {
    /// Checks the data set natively, and has its rules said in SQL over records below `folder`.
    pub(crate) fn ready(&self, accordance: &Path, folder: &Path) -> Result<Ready, Failure> {
        let duckdb = self.said(accordance, "duckdb", folder)?;
        let spark = self.said(accordance, "spark", folder)?;
        let views = duckdb["views"].as_array().cloned().unwrap_or_default();
        let rules: Vec<&str> = views.iter().filter_map(|view| view["rule"].as_str()).collect();
        let output = Command::new(accordance)
            .args(["check", "--format", "ndjson", "--as-of", AS_OF])
            .args(&self.rules)
            .args(&self.paths)
            .args(&self.beside)
            .output()
            .map_err(|error| Failure::Told(format!("accordance cannot be run: {error}")))?;
        if output.status.code().is_none_or(|code| code > 1) {
            let why = String::from_utf8_lossy(&output.stderr);
            return Err(Failure::Told(format!("accordance check has failed on {}: {why}", self.name)));
        }
        let native = findings(&output.stdout, &rules)?;
        Ok(Ready { name: self.name.to_owned(), rules: String::new(), native, duckdb, spark, refused: Vec::new() })
    }

    fn said(&self, accordance: &Path, dialect: &str, folder: &Path) -> Result<Value, Failure> {
        let records = folder.join(self.name).join(dialect);
        let output = Command::new(accordance)
            .args(["sql", "--dialect", dialect, "--as-of", AS_OF, "--records"])
            .arg(&records)
            .args(&self.rules)
            .args(self.paths.iter().flat_map(|path| match self.reader {
                Reader::Command => vec![path.display().to_string()],
                Reader::Engine => vec!["--lines".to_owned(), format!("meetings={}", path.display())],
            }))
            .args(&self.beside)
            .output()
            .map_err(|error| Failure::Told(format!("accordance cannot be run: {error}")))?;
        if !output.status.success() {
            let why = String::from_utf8_lossy(&output.stderr);
            return Err(Failure::Told(format!("accordance sql has failed on {}: {why}", self.name)));
        }
        let script = String::from_utf8_lossy(&output.stdout);
        let (mut setup, mut views) = (Vec::new(), Vec::new());
        for statement in script.split(";\n").map(str::trim).filter(|statement| !statement.is_empty()) {
            let view = statement.split(['"', '`']).nth(1).unwrap_or_default();
            match view.strip_prefix("findings_") {
                Some(rule) => {
                    views.push(json!({ "rule": rule.replace('_', "-"), "view": view, "statement": statement }));
                }
                None => setup.push(statement),
            }
        }
        Ok(json!({ "job": self.name, "setup": setup, "views": views }))
    }
}

/// What NDJSON says was found by some rules.
fn findings(text: &[u8], rules: &[&str]) -> Result<Findings, Failure> {
    let mut found = Findings::new();
    for line in String::from_utf8_lossy(text).lines() {
        let line: Value =
            serde_json::from_str(line).map_err(|error| Failure::Told(format!("accordance check: {error}")))?;
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let Some(rule) = text(&line["rule"]).filter(|rule| rules.contains(&rule.as_str())) else { continue };
        let record = &line["record"];
        let key = Found {
            rule,
            requirement: line["requirement"].as_u64(),
            outcome: text(&line["outcome"]).unwrap_or_default(),
            collection: text(&record["collection"]),
            id: text(&record["id"]),
            pointer: if record.is_null() { String::new() } else { text(&line["pointer"]).unwrap_or_default() },
        };
        found.entry(key).or_default().push(line["values"].clone());
    }
    Ok(found)
}
