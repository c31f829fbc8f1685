//! The validators, and how each is asked.
//!
//! A script is given a line that sets it up, `{"schemas": [FILE, …], "formats": BOOLEAN, "scratch": FOLDER}`, and then
//! a request a line, `{"schema": $ID, "data": VALUE}`. It prints a line for each request: `true`, `false`, or a text
//! that says why there is no verdict.

use std::{collections::HashMap, fs};

use accordance_canon::conformance::Formats;
use serde_json::{Value, json};

use super::{
    pack::{Case, Pack, Through},
    tools::{Runtime, Tools},
};
use crate::Failure;

/// One of the five.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Validator {
    RustJsonschema,
    Ajv,
    Sourcemeta,
    PythonJsonschema,
    PythonJsonschemaRs,
}

/// What a validator says of a case; a text where it gives no verdict.
pub(super) type Verdict = Result<bool, String>;

impl Validator {
    pub(super) const ALL: [Self; 5] =
        [Self::RustJsonschema, Self::Ajv, Self::Sourcemeta, Self::PythonJsonschema, Self::PythonJsonschemaRs];

    /// The package.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::RustJsonschema | Self::PythonJsonschema => "jsonschema",
            Self::Ajv => "ajv",
            Self::Sourcemeta => "@sourcemeta/jsonschema",
            Self::PythonJsonschemaRs => "jsonschema-rs",
        }
    }

    /// Who uses it.
    pub(super) fn users(self) -> &'static str {
        match self {
            Self::RustJsonschema => "Rust",
            Self::Ajv => "JavaScript",
            Self::Sourcemeta => "the command line (C++)",
            Self::PythonJsonschema => "Python",
            Self::PythonJsonschemaRs => "Python (Rust within)",
        }
    }

    pub(super) fn version(self, tools: &Tools) -> Result<String, Failure> {
        match self {
            Self::RustJsonschema => tools.crate_version("jsonschema"),
            Self::Ajv | Self::Sourcemeta => tools.npm_version(self.name()),
            Self::PythonJsonschema | Self::PythonJsonschemaRs => tools.pypi_version(self.name()),
        }
    }

    /// The verdicts on all cases, in their order, once through each of [`Through::ALL`].
    pub(super) fn verdicts(self, pack: &Pack, formats: Formats, tools: &Tools) -> Result<Vec<Verdict>, Failure> {
        let (runtime, script) = match self {
            Self::RustJsonschema => return in_process(pack, formats),
            Self::Ajv => (Runtime::Node, "validate_ajv.mjs"),
            Self::Sourcemeta => (Runtime::Node, "validate_sourcemeta.mjs"),
            Self::PythonJsonschema => (Runtime::Python, "validate_jsonschema.py"),
            Self::PythonJsonschemaRs => (Runtime::Python, "validate_jsonschema_rs.py"),
        };
        let set_up = json!({
            "schemas": pack.schemas,
            "formats": formats == Formats::Asserted,
            "scratch": tools.scratch(script),
        });
        let mut input = format!("{set_up}\n");
        for (through, case) in asked(pack) {
            input.push_str(&format!("{}\n", json!({"schema": case.asked(through), "data": case.data})));
        }
        let verdicts: Vec<Verdict> = tools.run(runtime, script, &input)?.lines().map(verdict).collect();
        let expected = pack.cases.len() * Through::ALL.len();
        if verdicts.len() != expected {
            return Err(Failure::Told(format!("{script}: {} verdicts on {expected} requests", verdicts.len())));
        }
        Ok(verdicts)
    }
}

/// The order in which cases are put.
pub(super) fn asked(pack: &Pack) -> impl Iterator<Item = (Through, &Case)> {
    Through::ALL.into_iter().flat_map(|through| pack.cases.iter().map(move |case| (through, case)))
}

fn verdict(line: &str) -> Verdict {
    match serde_json::from_str(line) {
        Ok(Value::Bool(valid)) => Ok(valid),
        Ok(Value::String(why)) => Err(why),
        _ => Err(line.to_owned()),
    }
}

fn in_process(pack: &Pack, formats: Formats) -> Result<Vec<Verdict>, Failure> {
    let mut validators = HashMap::new();
    for path in &pack.schemas {
        let text = fs::read_to_string(path).map_err(|error| Failure::File { path: path.clone(), error })?;
        let unusable = |error: &dyn std::fmt::Display| Failure::Told(format!("{}: {error}", path.display()));
        let schema: Value = serde_json::from_str(&text).map_err(|error| unusable(&error))?;
        let options = jsonschema::options().should_validate_formats(formats == Formats::Asserted);
        let validator = options.build(&schema).map_err(|error| unusable(&error))?;
        validators.insert(schema["$id"].as_str().unwrap_or_default().to_owned(), validator);
    }
    Ok(asked(pack)
        .map(|(through, case)| {
            let schema = case.asked(through);
            let validator = validators.get(&schema).ok_or_else(|| format!("no schema {schema}"))?;
            Ok(validator.is_valid(&case.data))
        })
        .collect())
}
