//! The machine that is measured on.

use std::{fs, path::Path, process::Command};

use crate::Failure;

/// Memory that programs can have, in bytes.
pub(super) fn available_memory() -> Result<u64, Failure> {
    memory("MemAvailable:")
}

fn memory(line: &str) -> Result<u64, Failure> {
    let path = Path::new("/proc/meminfo");
    let text = fs::read_to_string(path).map_err(|error| Failure::at(path, error))?;
    let kilobytes = text.lines().find_map(|found| found.strip_prefix(line)?.trim().strip_suffix(" kB")?.parse().ok());
    let kilobytes: u64 = kilobytes.ok_or_else(|| Failure::Told(format!("/proc/meminfo has no `{line}`")))?;
    Ok(kilobytes * 1024)
}

/// A sentence about the machine.
pub(super) fn description() -> Result<String, Failure> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let processors = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processors.lines().find(|line| line.starts_with("model name")).and_then(|line| line.split_once(": "));
    let model = model.map_or("an unnamed processor", |(_, model)| model.trim());
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let kernel = kernel.split(['.', '-']).take(2).collect::<Vec<_>>().join(".");
    let total = memory("MemTotal:")? / 1_000_000_000;
    let compiler = said("rustc", "--version");
    Ok(format!("{cores} cores of {model}, {total} GB of memory, Linux {kernel}, {compiler}."))
}

/// What a program says of its version, in short.
pub(super) fn said(program: &str, option: &str) -> String {
    let output = Command::new(program).arg(option).output().ok();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    text.lines().next().unwrap_or(program).split(" (").next().unwrap_or(program).trim().to_owned()
}
