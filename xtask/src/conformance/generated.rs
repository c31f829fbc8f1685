//! Code that others generate from the bundle, tried on records.

use serde_json::{Value, json};

use super::{
    pack::Pack,
    page::grouped,
    tools::{Runtime, Tools},
};
use crate::Failure;

/// A generator that was tried.
#[derive(Debug)]
pub(super) struct Tried {
    /// The generator and its version.
    pub(super) generator: String,
    pub(super) makes: String,
    /// What finds no fault in it.
    pub(super) checked_by: String,
    /// How many records it reads and writes without loss, and which.
    pub(super) records: String,
}

impl Tried {
    pub(super) fn line(&self) -> String {
        format!("{}: {}, accepted by {}; {}", self.generator, self.makes, self.checked_by, self.records)
    }
}

/// Generates code for TypeScript and Python and tries it.
pub(super) fn try_all(pack: &Pack, tools: &Tools) -> Result<[Tried; 2], Failure> {
    let valid: Vec<&Value> = pack.cases.iter().filter(|case| case.valid).map(|case| &case.data).collect();
    let reference = pack.cases.iter().filter(|case| case.is_reference).count();
    let records = format!("{} valid cases, the {reference} reference records among them", grouped(valid.len()));
    let run = |runtime, script: &str, folder: &str| {
        let task = json!({"bundle": pack.bundle, "records": valid, "folder": tools.scratch(folder)});
        let count = tools.run(runtime, script, &task.to_string())?;
        if count.trim().parse() == Ok(valid.len()) {
            return Ok(());
        }
        Err(Failure::Told(format!("{script}: {} of {} records", count.trim(), valid.len())))
    };
    run(Runtime::Node, "typescript.mjs", "typescript")?;
    run(Runtime::Python, "python_models.py", "models")?;
    let npm = |package: &str| Ok(format!("`{package}` {}", tools.npm_version(package)?));
    let pypi = |package: &str| Ok(format!("`{package}` {}", tools.pypi_version(package)?));
    Ok([
        Tried {
            generator: npm("json-schema-to-typescript")?,
            makes: "TypeScript types".into(),
            checked_by: format!("`tsc --strict` {}", tools.npm_version("typescript")?),
            records: records.clone(),
        },
        Tried {
            generator: pypi("datamodel-code-generator")?,
            makes: format!("Python models for {}", pypi("pydantic")?),
            checked_by: format!("`mypy --strict` {}", tools.pypi_version("mypy")?),
            records,
        },
    ])
}
