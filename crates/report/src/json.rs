//! JSON and NDJSON.

use std::io::Write;

use accordance_engine::{Finding, Problem, Report, Summary, Tally};
use serde::Serialize;

use crate::{WriteError, inert_json};

#[derive(Serialize)]
struct Whole<'r> {
    findings: &'r [Finding],
    rules: &'r [Tally],
    problems: &'r [Problem],
    summary: &'r Summary,
}

pub(crate) fn write(report: &Report, out: &mut dyn Write) -> Result<(), WriteError> {
    let Report { findings, rules, problems, summary, costs: _ } = report;
    inert_json::write_pretty(&Whole { findings, rules, problems, summary }, out)?;
    out.write_all(b"\n")?;
    Ok(())
}

pub(crate) fn write_lines(report: &Report, out: &mut dyn Write) -> Result<(), WriteError> {
    for finding in &report.findings {
        inert_json::write_line(finding, out)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
