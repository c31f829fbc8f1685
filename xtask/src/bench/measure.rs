//! What a process took.

use std::{
    fs::{self, File},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use wait4::Wait4;

use crate::Failure;

/// So many lines of what a program complained of are told.
const LAST: usize = 12;

/// What one run of a program took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    pub(super) wall: Duration,
    /// Time in the program.
    pub(super) user: Duration,
    /// Time in the kernel for it.
    pub(super) system: Duration,
    /// The most memory that it held at a time, in bytes. What this process held when it started the program is the
    /// least that is ever told.
    pub(super) memory: u64,
}

impl Cost {
    pub(super) fn cpu(&self) -> Duration {
        self.user + self.system
    }

    /// The middle one of several runs, each value for itself.
    pub(super) fn median(runs: &[Self]) -> Option<Self> {
        Some(Self {
            wall: middle(runs.iter().map(|run| run.wall))?,
            user: middle(runs.iter().map(|run| run.user))?,
            system: middle(runs.iter().map(|run| run.system))?,
            memory: middle(runs.iter().map(|run| run.memory))?,
        })
    }
}

/// The middle of an odd number of values, the lower of the two in the middle of an even number.
fn middle<T: Ord>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    let at = values.len().checked_sub(1)? / 2;
    Some(values.swap_remove(at))
}

/// Runs a program to its end. What it prints goes to `output`, and what it complains of to `errors`.
///
/// # Errors
/// Where it cannot be run, or ends with another status than one of `statuses`: with the end of what it complained of.
pub(super) fn run(mut command: Command, statuses: &[i32], output: &Path, errors: &Path) -> Result<Cost, Failure> {
    let file = |path: &Path| File::create(path).map_err(|error| Failure::at(path, error));
    let name = command.get_program().to_string_lossy().into_owned();
    command.stdin(Stdio::null()).stdout(file(output)?).stderr(file(errors)?);
    let start = Instant::now();
    let mut child = command.spawn().map_err(|error| Failure::Told(format!("{name} cannot be run: {error}")))?;
    let used = child.wait4().map_err(|error| Failure::Told(format!("{name}: {error}")))?;
    let wall = start.elapsed();
    if !used.status.code().is_some_and(|code| statuses.contains(&code)) {
        let said = fs::read(errors).unwrap_or_default();
        let said = String::from_utf8_lossy(&said);
        let lines: Vec<&str> = said.lines().collect();
        let last = &lines[lines.len().saturating_sub(LAST)..];
        return Err(Failure::Told(format!("{name} failed ({}):\n{}", used.status, last.join("\n"))));
    }
    let used = used.rusage;
    Ok(Cost { wall, user: used.utime, system: used.stime, memory: used.maxrss })
}

#[cfg(test)]
mod tests {
    use super::middle;

    #[test]
    fn the_middle_is_that_of_the_sorted_values() {
        assert_eq!(middle([5, 1, 9].into_iter()), Some(5));
        assert_eq!(middle([4, 1, 9, 5].into_iter()), Some(4));
        assert_eq!(middle(std::iter::empty::<u8>()), None);
    }
}
