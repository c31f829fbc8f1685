//! CSV.

use std::io::Write;

use accordance_engine::{Finding, Outcome, Report};

use crate::{WriteError, clean, inert_json, values};

const COLUMNS: [&str; 14] = [
    "rule",
    "severity",
    "outcome",
    "file",
    "line",
    "column",
    "collection",
    "id",
    "pointer",
    "message",
    "fix",
    "waived_until",
    "requirement",
    "values",
];

pub(crate) fn write(report: &Report, out: &mut dyn Write) -> Result<(), WriteError> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(COLUMNS)?;
    for finding in &report.findings {
        table.write_record(row(finding)?.map(|cell| inert(&cell)))?;
    }
    table.flush()?;
    Ok(())
}

fn row(finding: &Finding) -> Result<[String; 14], WriteError> {
    let record = finding.record.as_ref();
    let outcome = match finding.outcome {
        Outcome::Fails => "fails",
        Outcome::CannotTell => "cannot_tell",
    };
    Ok([
        finding.rule.to_string(),
        finding.severity.to_string(),
        outcome.to_owned(),
        finding.place.file.to_string(),
        finding.place.line.to_string(),
        finding.place.column.to_string(),
        record.map(|record| record.collection.to_string()).unwrap_or_default(),
        record.and_then(|record| record.id.clone()).unwrap_or_default(),
        finding.place.pointer.clone(),
        finding.message.clone(),
        finding.fix.as_deref().unwrap_or_default().to_owned(),
        finding.waived.as_ref().map(|waived| waived.until.clone()).unwrap_or_default(),
        finding.requirement.map(|number| number.to_string()).unwrap_or_default(),
        inert_json::line(&values::of(finding))?,
    ])
}

/// The signs that begin a formula, also where they are as wide as East Asian letters.
const OF_FORMULAS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A clean cell that no spreadsheet takes for a formula: OWASP's advice is a `'` before the signs that begin one.
pub(crate) fn inert(cell: &str) -> String {
    let cell = clean(cell).into_owned();
    let begins_formula = cell.starts_with(['\t', '\r', '\n']) || cell.trim_start().starts_with(OF_FORMULAS);
    if begins_formula { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::inert;

    #[test]
    fn no_cell_begins_a_formula() {
        for sign in ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\u{3000}=", " ＝"] {
            assert_eq!(inert(&format!("{sign}1+1")), format!("'{sign}1+1"));
        }
        assert_eq!(inert("1 = 1"), "1 = 1");
    }
}
