//! The formats that programs read.

use std::io::Write;

use accordance_engine::Report;

use crate::{WriteError, json, junit, sarif, table};

/// A format that programs read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One object: findings, rules, problems, summary.
    Json,
    /// One finding a line.
    Ndjson,
    /// SARIF 2.1.0, for code hosts and editors.
    Sarif,
    /// JUnit XML, for test farms: a suite for each rule.
    Junit,
    /// A table of findings, for spreadsheets.
    Csv,
}

impl Format {
    /// Writes a report.
    ///
    /// # Errors
    /// The output takes no more.
    pub fn write(self, report: &Report, out: &mut dyn Write) -> Result<(), WriteError> {
        match self {
            Self::Json => json::write(report, out),
            Self::Ndjson => json::write_lines(report, out),
            Self::Sarif => sarif::write(report, out),
            Self::Junit => junit::write(report, out),
            Self::Csv => table::write(report, out),
        }
    }
}
