//! The benchmark: `accordance check` beside other engines, on the same records and rules.

mod data;
mod engine;
mod found;
mod measure;

use std::{fs, path::Path};

use clap::Args;

use crate::{Failure, say};
use data::Data;
use engine::{Engine, Workshop};
use found::Found;
use measure::Cost;

/// How the benchmark is run.
#[derive(Clone, Debug, Args)]
pub(crate) struct Options {
    /// On how many records
    #[arg(long, value_name = "N,N…", value_delimiter = ',', default_values_t = [10_000, 100_000, 1_000_000])]
    records: Vec<u64>,
    /// How often each engine is run
    #[arg(long, value_name = "N", default_value_t = 5)]
    runs: usize,
    /// Which engines [default: all]
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', value_enum)]
    engines: Vec<Engine>,
    /// Measure `accordance check` on as many files, a record each, too
    #[arg(long)]
    files: bool,
}

/// One engine on one set of records.
#[derive(Clone, Debug)]
struct Entrant {
    engine: Engine,
    threads: usize,
    runs: Vec<Cost>,
    found: Found,
}

pub(crate) fn run(project: &Path, options: &Options) -> Result<(), Failure> {
    let workshop = Workshop { project: project.to_path_buf(), own: project.join("target/bench") };
    let engines = if options.engines.is_empty() { Engine::ALL.to_vec() } else { options.engines.clone() };
    let folder = workshop.own.join("data");
    fs::create_dir_all(&folder).map_err(|error| Failure::at(&folder, error))?;
    for engine in &engines {
        workshop.make_ready(*engine)?;
    }
    for records in &options.records {
        let data = data::ndjson(&folder, *records)?;
        let entrants: Vec<Entrant> = engines
            .iter()
            .map(|engine| Entrant { engine: *engine, threads: 2, runs: Vec::new(), found: Found::default() })
            .collect();
        let done = race(&workshop, &data, entrants, options.runs)?;
        for entrant in &done {
            let Some(cost) = Cost::median(&entrant.runs) else { continue };
            say(&format!(
                "{:>20} {:8.3} s {:8.3} s cpu {:6} MB {:7} findings {:6} MB/s",
                entrant.engine.title(),
                cost.wall.as_secs_f64(),
                cost.cpu().as_secs_f64(),
                cost.memory >> 20,
                entrant.found.total(),
                data.bytes / u64::try_from(cost.wall.as_micros().max(1)).unwrap_or(u64::MAX),
            ));
        }
        if options.files {
            small_files(&workshop, &data, options.runs)?;
        }
        if let Some(first) = done.first() {
            for (rule, count) in first.found.counts() {
                say(&format!("  {rule} {count}"));
            }
        }
    }
    Ok(())
}

/// Many small files beside the same records in one, with the time in which both are read.
fn small_files(workshop: &Workshop, one: &Data, runs: usize) -> Result<(), Failure> {
    let many = data::files(&workshop.own.join("data"), one.records)?;
    let log = workshop.own.join("log");
    let findings = workshop.own.join("findings");
    let (mut reading, mut checking) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
    for _ in 0..runs {
        for (at, data) in [one, &many].into_iter().enumerate() {
            reading[at].push(measure::run(workshop.read(data, 2), &[0], &log)?);
            let command = workshop.command(Engine::Accordance, data, 2, &findings);
            checking[at].push(measure::run(command, Engine::Accordance.statuses(), &log)?);
        }
    }
    for (name, runs) in [("read", &reading), ("check", &checking)] {
        for (what, runs) in ["one file", "many files"].iter().zip(runs) {
            let Some(cost) = Cost::median(runs) else { continue };
            say(&format!("{name} {what}: {:.3} s, {:.3} s cpu", cost.wall.as_secs_f64(), cost.cpu().as_secs_f64()));
        }
    }
    Ok(())
}

/// Runs all entrants in turn, again and again, and compares what they find.
fn race(workshop: &Workshop, data: &Data, mut entrants: Vec<Entrant>, runs: usize) -> Result<Vec<Entrant>, Failure> {
    let findings = workshop.own.join("findings");
    let log = workshop.own.join("log");
    for _ in 0..runs {
        for entrant in &mut entrants {
            let _ = fs::remove_file(&findings);
            let command = workshop.command(entrant.engine, data, entrant.threads, &findings);
            entrant.runs.push(measure::run(command, entrant.engine.statuses(), &log)?);
            let found = Found::read(&findings, entrant.engine.form())?;
            if entrant.runs.len() > 1 && found != entrant.found {
                return Err(Failure::Told(format!("{} finds other things in each run", entrant.engine.title())));
            }
            entrant.found = found;
        }
    }
    if let Some((first, others)) = entrants.split_first() {
        for other in others {
            let differences = first.found.differences(&other.found, None);
            if !differences.is_empty() {
                return Err(Failure::Told(format!(
                    "{} and {} differ on {} records: {}",
                    first.engine.title(),
                    other.engine.title(),
                    data.records,
                    differences.join("; ")
                )));
            }
        }
    }
    Ok(entrants)
}
