//! `accordance schema`.

use std::{fmt::Write as _, io::Write as _};

use accordance_canon::{KINDS, bundle, schema};
use accordance_report::WriteError;

use crate::{args::Schema, failure::Failure};

pub(crate) fn run(args: &Schema) -> Result<u8, Failure> {
    let text = match args.kind.as_deref() {
        Some("bundle") => pretty(&bundle())?,
        Some(kind) => pretty(&schema(kind).ok_or_else(|| unknown(kind))?)?,
        None => list(),
    };
    match anstream::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(WriteError::from(error).into()),
        _ => Ok(0),
    }
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
    let known: Vec<&str> = KINDS.iter().map(|known| known.kind).collect();
    let advice = accordance_engine::nearest(kind, known.iter().copied())
        .map_or_else(String::new, |meant| format!("; write {meant}"));
    let shown = accordance_document::quoted(kind);
    Failure::Usage(format!(
        "there is no kind of record named {shown} (there are {}, and bundle){advice}",
        known.join(", ")
    ))
}
