//! `accordance schema`.

use std::{fmt::Write as _, io::Write as _};

use accordance_canon::{KINDS, Output, bundle, schema};
use accordance_report::{WriteError, output_schemas};

use crate::{args::Schema, failure::Failure};

pub(crate) fn run(args: &Schema) -> Result<u8, Failure> {
    let text = match args.kind.as_deref() {
        None if args.context => pretty(&accordance_exchange::context())?,
        Some("bundle") => pretty(&bundle())?,
        Some(kind) => pretty(&schema(kind).or_else(|| output(kind)).ok_or_else(|| unknown(kind))?)?,
        None => list(),
    };
    match anstream::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(WriteError::from(error).into()),
        _ => Ok(0),
    }
}

/// The schema of something that the command writes.
fn output(name: &str) -> Option<serde_json::Value> {
    let written = output_schemas().into_iter().find(|written| written.name == name)?;
    let output = Output { name: written.name, meaning: written.meaning, since: "v1", schema: written.schema };
    Some(output.published())
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
    let known: Vec<&str> = KINDS.iter().map(|known| known.kind).chain(outputs).chain(["bundle"]).collect();
    let advice = accordance_engine::nearest(kind, known.iter().copied())
        .map_or_else(String::new, |meant| format!("; write {meant}"));
    let shown = accordance_document::quoted(kind);
    Failure::Usage(format!("there is no schema named {shown} (there are {}){advice}", known.join(", ")))
}
