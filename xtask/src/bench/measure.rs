//! What a process took.

use std::{
    fs::File,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use wait4::Wait4;

use crate::Failure;

/// What one run of a program took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    pub(super) wall: Duration,
    /// Time in the program.
    pub(super) user: Duration,
    /// Time in the kernel for it.
    pub(super) system: Duration,
    /// The most memory that it held at a time, in bytes. What this process held when it started the program is the least that
    /// is ever told.
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

/// Runs a program to its end. What it says goes to a file; where it fails, the end of that is in the error.
///
/// A program that ends with one of `statuses` did what it was asked for.
pub(super) fn run(mut command: Command, statuses: &[i32], log: &Path) -> Result<Cost, Failure> {
    let told = File::create(log).map_err(|error| Failure::at(log, error))?;
    let told_too = told.try_clone().map_err(|error| Failure::at(log, error))?;
    let name = command.get_program().to_string_lossy().into_owned();
    command.stdin(Stdio::null()).stdout(told).stderr(told_too);
    let start = Instant::now();
    let mut child = command.spawn().map_err(|error| Failure::Told(format!("{name} cannot be run: {error}")))?;
    let used = child.wait4().map_err(|error| Failure::Told(format!("{name}: {error}")))?;
    let wall = start.elapsed();
    if !used.status.code().is_some_and(|code| statuses.contains(&code)) {
        let said = std::fs::read_to_string(log).unwrap_or_default();
        let last: Vec<&str> = said.lines().rev().take(12).collect();
        let last: Vec<&str> = last.into_iter().rev().collect();
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
