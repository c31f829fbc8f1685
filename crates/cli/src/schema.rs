//! `accordance schema`.

use std::{fmt::Write as _, io::Write as _};

use accordance_canon::{KINDS, OwnFormat, Titles, VERSION, bundle, schema};
use accordance_engine::Config;
use accordance_report::{WriteError, output_schemas};

use crate::{args::Schema, failure::Failure};

/// The name of the schema of all kinds.
const BUNDLE: &str = "bundle";

pub(crate) fn run(args: &Schema) -> Result<u8, Failure> {
    let text = match args.kind.as_deref() {
        None if args.context => pretty(&accordance_exchange::context())?,
        Some(name) => pretty(&named(name)?)?,
        None => list(),
    };
    match anstream::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(WriteError::from(error).into()),
        _ => Ok(0),
    }
}

/// The schema of a name, or of a version and a name: `goal`, `v1/goal`.
fn named(name: &str) -> Result<serde_json::Value, Failure> {
    let kind = match name.split_once('/') {
        Some((version, kind)) if version == VERSION => kind,
        Some((version, _)) => {
            let shown = accordance_document::quoted(version);
            return Err(Failure::Usage(format!("there is no version {shown} of the schemas (there is {VERSION})")));
        }
        None => name,
    };
    if kind == BUNDLE {
        return Ok(bundle());
    }
    schema(kind).or_else(|| of_own_format(kind)).ok_or_else(|| unknown(kind))
}

/// The schema of another format of this project: of what the command writes, or is told.
fn of_own_format(name: &str) -> Option<serde_json::Value> {
    let format = |name, meaning, schema, titles| OwnFormat { name, meaning, since: VERSION, schema, titles };
    let written = output_schemas().into_iter().find(|written| written.name == name);
    let found = match written {
        Some(written) => format(written.name, written.meaning, written.schema, Titles::Own),
        None if name == Config::NAME => format(Config::NAME, Config::MEANING, Config::schema(), Titles::OfProperties),
        None => return None,
    };
    Some(found.published())
}

fn pretty(schema: &serde_json::Value) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(schema).map_err(WriteError::from)?;
    Ok(text + "\n")
}

fn list() -> String {
    let mut text = String::new();
    for kind in KINDS {
        let _ = writeln!(text, "{:<13} {:<14} {}", kind.kind, kind.collection, kind.meaning);
    }
    text
}

fn unknown(kind: &str) -> Failure {
    let outputs = output_schemas();
    let outputs = outputs.iter().map(|written| written.name);
    let known: Vec<&str> = KINDS.iter().map(|known| known.kind).chain(outputs).chain([Config::NAME, BUNDLE]).collect();
    let advice = accordance_engine::nearest(kind, known.iter().copied())
        .map_or_else(String::new, |meant| format!("; write {meant}"));
    let shown = accordance_document::quoted(kind);
    Failure::Usage(format!("there is no schema named {shown} (there are {}){advice}", known.join(", ")))
}
