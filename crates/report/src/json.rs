//! JSON and NDJSON.

use std::io::Write;

use accordance_engine::{Finding, Problem, Report, Summary, Tally};
use rayon::prelude::*;
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
    let made = |some: &[Finding]| some.par_chunks(PART).map(lines).collect::<Result<Vec<Vec<u8>>, WriteError>>();
    let mut waiting = report.findings.chunks(TOGETHER);
    let mut ready = waiting.next().map(made);
    while let Some(texts) = ready.take() {
        let texts = texts?;
        // The next ones are made while these are written.
        rayon::in_place_scope(|scope| {
            if let Some(some) = waiting.next() {
                scope.spawn(|_| ready = Some(made(some)));
            }
            texts.iter().try_for_each(|text| out.write_all(text))
        })?;
    }
    Ok(())
}

/// So many findings are made lines together, by several threads, and so many by one.
const TOGETHER: usize = 64 * PART;
const PART: usize = 128;

/// About so many bytes are those of one finding.
const OF_FINDING: usize = 768;

fn lines(findings: &[Finding]) -> Result<Vec<u8>, WriteError> {
    let mut text = Vec::with_capacity(findings.len() * OF_FINDING);
    for finding in findings {
        inert_json::write_line(finding, &mut text)?;
        text.push(b'\n');
    }
    Ok(text)
}
