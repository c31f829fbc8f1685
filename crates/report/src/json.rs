//! JSON and NDJSON.

use std::io::Write;

use accordance_engine::{Finding, Problem, Report, Summary, Tally};
use rayon::prelude::*;
use serde::Serialize;

use crate::{
    WriteError,
    fingerprint::{self, Fingerprint},
    inert_json,
};

#[derive(Serialize)]
struct Whole<'r> {
    findings: &'r [Told<'r>],
    rules: &'r [Tally],
    problems: &'r [Problem],
    summary: &'r Summary,
}

/// A finding as it is told.
#[derive(Serialize)]
struct Told<'r> {
    #[serde(flatten)]
    finding: &'r Finding,
    fingerprint: Fingerprint,
}

fn told(findings: &[Finding]) -> Result<Vec<Told<'_>>, WriteError> {
    let fingerprints = fingerprint::of(findings)?;
    Ok(findings.iter().zip(fingerprints).map(|(finding, fingerprint)| Told { finding, fingerprint }).collect())
}

pub(crate) fn write(report: &Report, out: &mut dyn Write) -> Result<(), WriteError> {
    let Report { findings, rules, problems, summary, costs: _ } = report;
    let findings = &told(findings)?;
    inert_json::write_pretty(&Whole { findings, rules, problems, summary }, out)?;
    out.write_all(b"\n")?;
    Ok(())
}

pub(crate) fn write_lines(report: &Report, out: &mut dyn Write) -> Result<(), WriteError> {
    let findings = told(&report.findings)?;
    let made = |some: &[Told<'_>]| some.par_chunks(PART).map(lines).collect::<Result<Vec<Vec<u8>>, WriteError>>();
    let mut waiting = findings.chunks(TOGETHER);
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

fn lines(findings: &[Told<'_>]) -> Result<Vec<u8>, WriteError> {
    let mut text = Vec::with_capacity(findings.len() * OF_FINDING);
    for finding in findings {
        inert_json::write_line(finding, &mut text)?;
        text.push(b'\n');
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};

    use accordance_engine::{Finding, Outcome, Place, Report, Severity};

    use super::{TOGETHER, write_lines};
    use crate::WriteError;

    /// Findings that are written in three rounds.
    fn report() -> Report {
        let finding = |line: usize| Finding {
            rule: "own".into(),
            requirement: None,
            severity: Severity::Error,
            outcome: Outcome::Fails,
            message: String::new(),
            label: "".into(),
            fix: None,
            place: Place { file: "notes.ndjson".into(), line, column: 1, span: 0..0, pointer: String::new() },
            record: None,
            values: Vec::new(),
            combination: 0,
            related: Vec::new(),
            waived: None,
        };
        Report { findings: (0..=2 * TOGETHER).map(finding).collect(), ..Report::default() }
    }

    /// Takes so many bytes.
    struct Small(usize);

    impl Write for Small {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn lines_are_whole_and_in_order() {
        let (report, mut out) = (report(), Vec::new());
        write_lines(&report, &mut out).expect("written");
        let text = String::from_utf8(out).expect("UTF-8");
        assert_eq!(text.lines().count(), report.findings.len());
        for (number, line) in text.lines().enumerate() {
            assert!(line.contains(&format!("\"line\":{number},")), "{number}: {line}");
        }
        for room in [0, text.len() / 2, text.len() - 1] {
            let failure = write_lines(&report, &mut Small(room)).expect_err("it is full");
            assert!(matches!(failure, WriteError::Io(error) if error.kind() == io::ErrorKind::StorageFull), "{room}");
        }
        write_lines(&report, &mut Small(text.len())).expect("it has room");
    }

    #[test]
    fn lines_are_whole_and_in_order_on_any_number_of_threads() {
        lines_are_whole_and_in_order();
        for threads in [1, 3] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            pool.install(lines_are_whole_and_in_order);
        }
    }
}
