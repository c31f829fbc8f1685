//! The pack as it is published: files in the format of the JSON Schema Test Suite.

use std::{
    fs,
    path::{Path, PathBuf},
};

use accordance_canon::{BASE, conformance::Formats};
use serde_json::Value;

use crate::Failure;

/// The folder with the cases that only a format decides.
const OF_FORMATS: &str = "conformance/optional/format";
const OF_FORM: &str = "conformance";
const BUNDLE: &str = "accordance.schema.json";

/// Schemas and cases.
#[derive(Debug)]
pub(super) struct Pack {
    /// The schema files.
    pub(super) schemas: Vec<PathBuf>,
    /// The bundle among them.
    pub(super) bundle: PathBuf,
    pub(super) cases: Vec<Case>,
}

/// A value, the schema that is asked about it, and what that must say.
#[derive(Debug)]
pub(super) struct Case {
    /// File, group and test.
    pub(super) name: String,
    /// The `$id` of the schema.
    pub(super) schema: String,
    pub(super) data: Value,
    /// The verdict with formats asserted.
    pub(super) valid: bool,
    /// Only a format refuses it.
    pub(super) by_format: bool,
    /// It is one of the reference records.
    pub(super) is_reference: bool,
}

/// How a case is put to a validator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Through {
    /// The schema that the case names.
    Own,
    /// The schema of all kinds, which says the same of a record of each.
    Bundle,
}

impl Through {
    pub(super) const ALL: [Self; 2] = [Self::Own, Self::Bundle];
}

impl Case {
    /// The verdict that must come.
    pub(super) fn stated(&self, formats: Formats) -> bool {
        self.valid || (self.by_format && formats == Formats::Annotated)
    }

    /// The `$id` of the schema that is asked.
    pub(super) fn asked(&self, through: Through) -> String {
        match through {
            Through::Own => self.schema.clone(),
            Through::Bundle => format!("{BASE}{BUNDLE}"),
        }
    }
}

impl Pack {
    pub(super) fn read(folder: &Path) -> Result<Self, Failure> {
        let schemas = files(folder, ".schema.json")?;
        let mut cases = Vec::new();
        for (within, by_format) in [(OF_FORM, false), (OF_FORMATS, true)] {
            for path in files(&folder.join(within), ".json")? {
                cases_of(&path, by_format, &mut cases)?;
            }
        }
        if cases.is_empty() {
            return Err(Failure::Told(format!(
                "{}: no cases; run `cargo xtask schemas`",
                folder.join(OF_FORM).display()
            )));
        }
        untried(&schemas, &mut cases)?;
        Ok(Self { schemas, bundle: folder.join(BUNDLE), cases })
    }
}

/// A case for each schema that the pack has none for, such as that of findings: what is no object is refused. It shows
/// that a validator can use the schema at all.
fn untried(schemas: &[PathBuf], cases: &mut Vec<Case>) -> Result<(), Failure> {
    for path in schemas {
        let text = read(path)?;
        let schema: Value =
            serde_json::from_str(&text).map_err(|error| Failure::Told(format!("{}: {error}", path.display())))?;
        let id = schema["$id"].as_str().unwrap_or_default();
        if cases.iter().all(|case| case.schema != id) {
            cases.push(Case {
                name: format!("{}: null", path.file_name().unwrap_or_default().to_string_lossy()),
                schema: id.to_owned(),
                data: Value::Null,
                valid: false,
                by_format: false,
                is_reference: false,
            });
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::File { path: path.to_path_buf(), error })
}

fn cases_of(path: &Path, by_format: bool, cases: &mut Vec<Case>) -> Result<(), Failure> {
    let wrong = |what: &str| Failure::Told(format!("{}: {what}; run `cargo xtask schemas`", path.display()));
    let text = read(path)?;
    let groups: Vec<Value> = serde_json::from_str(&text).map_err(|error| wrong(&error.to_string()))?;
    for group in &groups {
        let about = group["description"].as_str().ok_or_else(|| wrong("a group without a description"))?;
        let schema = group["schema"]["$ref"].as_str().ok_or_else(|| wrong("a group without a schema"))?;
        for test in group["tests"].as_array().ok_or_else(|| wrong("a group without tests"))? {
            cases.push(Case {
                name: format!("{about}: {}", test["description"].as_str().unwrap_or_default()),
                schema: schema.to_owned(),
                data: test["data"].clone(),
                valid: test["valid"].as_bool().ok_or_else(|| wrong("a test without its verdict"))?,
                by_format,
                is_reference: about.ends_with("the reference data"),
            });
        }
    }
    Ok(())
}

/// The files of a folder whose names end so, in the order of their names.
fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, Failure> {
    let at = |error| Failure::File { path: folder.to_path_buf(), error };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(at)? {
        let path = entry.map_err(at)?.path();
        if path.is_file() && path.to_string_lossy().ends_with(ending) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
