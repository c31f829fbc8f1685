//! How many instructions a check takes: a number that repeats on a busy machine, where times do not.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

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

/// The functions that take most, with their shares. A function stands in the profile once for each file whose code was
/// inlined into it: here they are one.
fn functions(profile: &Path) -> Result<Vec<String>, Failure> {
    let output = Command::new("callgrind_annotate").args(["--auto=no", "--threshold=99.9"]).arg(profile).output();
    let output = output.map_err(|error| Failure::Told(format!("callgrind_annotate: {error}")))?;
    let shares = shares(&String::from_utf8_lossy(&output.stdout));
    let total: u64 = shares.values().sum();
    let mut most: Vec<(String, u64)> = shares.into_iter().collect();
    most.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let line = |(name, count): (String, u64)| {
        let thousandths = count * 1000 / total.max(1);
        format!("{:>3}.{} %  {name}", thousandths / 10, thousandths % 10)
    };
    Ok(most.into_iter().take(FUNCTIONS).map(line).collect())
}

/// Reads lines like `39,716,976 ( 7.02%)  src/a.rs:name'2 [/usr/bin/program]`, where `'2` marks a call of itself.
fn shares(text: &str) -> BTreeMap<String, u64> {
    let mut shares = BTreeMap::new();
    for line in text.lines() {
        let Some((count, rest)) = line.split_once('(') else { continue };
        let Ok(count) = count.trim().replace(',', "").parse::<u64>() else { continue };
        // The line of the whole has no place.
        let Some((_, name)) = rest.split_once("%)").and_then(|(_, place)| place.split_once(':')) else { continue };
        let name = name.split(" [").next().unwrap_or(name).trim_end_matches("'2");
        *shares.entry(name.to_owned()).or_default() += count;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::shares;

    #[test]
    fn a_function_is_counted_once_for_all_files_that_are_inlined_into_it() {
        let text = "1,100 (100.0%)  PROGRAM TOTALS\n 1,000 (90.91%)  src/a.rs:a::read'2 [/bin/a]\n\
                    60 ( 5.45%)  src/b.rs:a::read [/bin/a]\n 40 ( 3.64%)  ./x/mem.S:memcpy [/lib/libc.so]\n";
        let shares: Vec<_> = shares(text).into_iter().collect();
        assert_eq!(shares, [("a::read".to_owned(), 1060), ("memcpy".to_owned(), 40)]);
    }
}
