//! JSON and NDJSON.

use std::io::Write;

use accordance_engine::{Finding, Problem, Report, Summary, Tally};
use serde::Serialize;

use crate::WriteError;

#[derive(Serialize)]
struct Whole<'r> {
    findings: &'r [Finding],
    rules: &'r [Tally],
    problems: &'r [Problem],
    summary: &'r Summary,
}

pub(crate) fn write(report: &Report, out: &mut dyn Write) -> Result<(), WriteError> {
    let Report { findings, rules, problems, summary } = report;
    serde_json::to_writer_pretty(&mut *out, &Whole { findings, rules, problems, summary })?;
    out.write_all(b"\n")?;
    Ok(())
}

pub(crate) fn write_lines(report: &Report, out: &mut dyn Write) -> Result<(), WriteError> {
    for finding in &report.findings {
        serde_json::to_writer(&mut *out, finding)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
