//! How many instructions a check takes: a number that repeats on a busy machine, where times do not.

use std::{fs, path::Path, process::Command};

use super::{
    data,
    engine::Engine,
    measure,
    page::{Section, Table},
    workshop::{Work, Workshop},
};
use crate::{Failure, say};

const RECORDS: u64 = 2000;
/// So many functions are listed, those first that take most.
const FUNCTIONS: usize = 30;

/// Counts those of `accordance check` and of the hand-written program, on one thread, by callgrind.
pub(super) fn run(workshop: &Workshop, folder: &Path) -> Result<(), Failure> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        return Err(Failure::Told("--instructions needs valgrind, and it is not installed".to_owned()));
    }
    let data = data::ndjson(folder, RECORDS)?;
    let mut table = Table::new(&["", "million instructions", "a record", "a byte"]);
    for engine in [Engine::Accordance, Engine::Handwritten] {
        workshop.make_ready(engine)?;
        let profile = workshop.own.join(format!("callgrind.{}", engine.title().replace(' ', "-")));
        let plain = workshop.command(engine, Work::Rules, &data, 1, &workshop.own.join("findings"));
        let mut command = Command::new("valgrind");
        command.arg("--tool=callgrind").arg(format!("--callgrind-out-file={}", profile.display()));
        command.arg(plain.get_program()).args(plain.get_args()).current_dir(&workshop.own);
        let errors = workshop.own.join("errors");
        measure::run(command, engine.statuses(), &workshop.own.join("log"), &errors)?;
        let told = fs::read_to_string(&errors).map_err(|error| Failure::at(&errors, error))?;
        let count = told.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse::<u64>().ok());
        let count = count.ok_or_else(|| Failure::Told(format!("valgrind told no count:\n{told}")))?;
        table.row(vec![
            engine.title().to_owned(),
            (count / 1_000_000).to_string(),
            (count / RECORDS).to_string(),
            (count / data.bytes).to_string(),
        ]);
        say(&format!("\n{}, most first (callgrind_annotate {}):", engine.title(), profile.display()));
        for line in functions(&profile)? {
            say(&line);
        }
    }
    Section::new(format!("Instructions on {RECORDS} records")).with(&table).show();
    Ok(())
}

/// The functions that take most, without the paths of their files.
fn functions(profile: &Path) -> Result<Vec<String>, Failure> {
    let output = Command::new("callgrind_annotate").arg("--auto=no").arg(profile).output();
    let output = output.map_err(|error| Failure::Told(format!("callgrind_annotate: {error}")))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines = text.lines().filter(|line| line.contains("%)") && line.contains(':')).filter_map(|line| {
        let (share, place) = line.split_once(')')?;
        let name = place.split_once(':').map_or(place, |(_, name)| name);
        let name = name.split(" [").next().unwrap_or(name);
        Some(format!("{:>7}  {name}", share.split_once('(')?.1.trim()))
    });
    Ok(lines.take(FUNCTIONS).collect())
}
