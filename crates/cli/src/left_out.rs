//! What a command that shows or hands on records left out of them.

use accordance_engine::Report;
use accordance_report::write_problems;

use crate::say;

/// Says on standard error what could not be read, and how many records are not valid.
pub(crate) fn show(report: &Report) {
    // Where standard error is closed, the exit status says enough.
    let _ = write_problems(report, &mut anstream::stderr());
    let invalid = report.rules.iter().find(|tally| *tally.rule == *"schema").map_or(0, |tally| tally.fails);
    match invalid {
        0 => {}
        1 => say("1 record is left out: it is not valid, and `accordance check` tells why."),
        _ => say(&format!("{invalid} records are left out: they are not valid, and `accordance check` tells why.")),
    }
}
