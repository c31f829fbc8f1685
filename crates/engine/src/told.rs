//! How much of what is found without rules is told: a few bytes of a record can be wrong in a kilobyte's worth of findings.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::{Problem, RecordFile, check::BUILT_IN, reading::Part};

/// So much of what is found by checks that need no rule is told whole.
const MOST: usize = 500_000;

/// Where there is more, so much is told of each piece of the files.
const OF_EACH: usize = 100;

/// How much was found so far, by all threads.
#[derive(Debug, Default)]
pub(crate) struct Told(AtomicUsize);

impl Told {
    /// Begins anew, for a run that is made once more.
    pub(crate) fn reset(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    /// Counts what a part has that was not counted, and keeps its memory in bounds.
    pub(crate) fn bound(&self, part: &mut Part) {
        let new = part.findings.len() - part.counted;
        if new > 0 {
            let all = self.0.fetch_add(new, Ordering::Relaxed) + new;
            if all > MOST {
                leave_out(part);
            }
            part.counted = part.findings.len();
        }
    }

    /// Leaves out of all parts what is too much, whichever threads found it, and tells of that as a problem.
    pub(crate) fn keep<'p>(
        &self,
        parts: impl Iterator<Item = &'p mut Part>,
        list: &[RecordFile],
    ) -> Option<(usize, Problem)> {
        let all = self.0.load(Ordering::Relaxed);
        if all <= MOST {
            return None;
        }
        let mut first = None;
        for part in parts {
            leave_out(part);
            if part.left_out.iter().any(|left_out| *left_out > 0) {
                first = first.or(Some(part.file()));
            }
        }
        let message = format!(
            "{all} things are wrong without any rule, more than are listed ({MOST}): of each file, or of each 512 KiB of a \
             large one, the first {OF_EACH} are"
        );
        let file = first?;
        // INVARIANT: a part is of a file of the run.
        Some((file, Problem { file: list[file].name.clone(), line: None, column: None, message }))
    }
}

/// Keeps the first of what was found, and counts the others by their checks.
fn leave_out(part: &mut Part) {
    for (_, finding) in part.findings.drain(OF_EACH.min(part.findings.len())..) {
        if let Some(check) = BUILT_IN.iter().position(|name| **name == *finding.rule) {
            part.left_out[check] += 1;
        }
    }
    part.problems.truncate(OF_EACH);
}
