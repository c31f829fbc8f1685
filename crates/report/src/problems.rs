//! What keeps a run from being trusted, in lines.

use std::io::Write;

use accordance_engine::{Problem, Report};

use crate::{WriteError, clean};

/// Problems are listed up to this number.
const MOST: usize = 20;

/// Writes what keeps a run from being trusted, a line each; nothing where there is nothing.
///
/// The formats for lines and tables of findings have no room for it.
///
/// # Errors
/// The output takes no more.
pub fn write_problems(report: &Report, out: &mut dyn Write) -> Result<(), WriteError> {
    let problems = &report.problems;
    if problems.is_empty() {
        return Ok(());
    }
    writeln!(out, "error: this run is not to be trusted:")?;
    for problem in problems.iter().take(MOST) {
        writeln!(out, "  {}: {}", place(problem), clean(&problem.message))?;
    }
    match problems.len().saturating_sub(MOST) {
        0 => {}
        more => writeln!(out, "  and {more} more")?,
    }
    Ok(())
}

/// Where a problem is, as `file:line:column`, or `file` where all of it is meant.
pub(crate) fn place(problem: &Problem) -> String {
    let file = clean(&problem.file);
    match (problem.line, problem.column) {
        (Some(line), Some(column)) => format!("{file}:{line}:{column}"),
        _ => file.into_owned(),
    }
}
