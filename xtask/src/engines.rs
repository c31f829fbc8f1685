//! `cargo xtask engines`: the same rules on the same records by the native engine and by engines of SQL, held against
//! each other.

mod compare;
mod install;
mod job;
mod numbers;
mod pairs;
#[path = "../../crates/engine/tests/random/mod.rs"]
#[expect(unused_imports, reason = "the tests of the engine use all of it")]
mod random;
mod whole;

use std::{
    collections::BTreeMap,
    fs::{File, TryLockError},
    path::{Path, PathBuf},
    process::Command,
};

use accordance_canon::Generator;
use clap::{Args, ValueEnum};
use serde_json::Value;

use self::{
    compare::compare,
    install::run,
    job::Ready,
    whole::{Reader, Whole},
};
use crate::{Failure, say};

/// Which engines are run, and on what.
#[derive(Clone, Debug, Args)]
pub(crate) struct Engines {
    /// The engines
    #[arg(long = "engine", value_enum, default_values_t = [Engine::Duckdb, Engine::Sail, Engine::Spark])]
    list: Vec<Engine>,
    /// All cases of the suite, thousands of random rules, and Sail and Spark with workers as well
    #[arg(long)]
    full: bool,
    /// How many random pairs of rules and records, whatever else is said
    #[arg(long)]
    pairs: Option<usize>,
    /// One of so many cases of the suite, whatever else is said
    #[arg(long)]
    one_of: Option<usize>,
    /// How many meetings are generated, whatever else is said
    #[arg(long)]
    meetings: Option<u64>,
}

/// An engine of SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Engine {
    /// DuckDB
    Duckdb,
    /// Sail, on this machine
    Sail,
    /// Sail with workers that are sent their parts
    SailCluster,
    /// Spark on two threads
    Spark,
    /// Spark on two workers, each with a JVM of its own
    SparkCluster,
}

/// How much is run.
struct Extent {
    pairs: usize,
    one_of: usize,
    meetings: u64,
}

impl Engine {
    /// The environment that it is installed in.
    fn environment(self) -> &'static str {
        match self {
            Self::Duckdb => "duckdb",
            Self::Sail | Self::SailCluster => "sail",
            Self::Spark | Self::SparkCluster => "spark",
        }
    }

    /// What the runner calls it.
    fn master(self) -> &'static str {
        match self {
            Self::Duckdb => "duckdb",
            Self::Sail => "sail",
            Self::SailCluster => "sail-cluster",
            Self::Spark => "local[2]",
            Self::SparkCluster => "local-cluster[2,1,2048]",
        }
    }

    fn is_spark(self) -> bool {
        matches!(self, Self::Spark | Self::SparkCluster)
    }

    /// How much is run on it: what starts a job slowly gets fewer of them.
    fn extent(self, asked: &Engines) -> Extent {
        let (pairs, one_of, meetings) = match (self, asked.full) {
            (Self::Duckdb, true) => (4000, 1, 10_000),
            (Self::Duckdb, false) => (60, 20, 100),
            (Self::Sail, true) => (1500, 1, 10_000),
            (Self::Sail, false) => (10, 100, 0),
            (Self::Spark, true) => (300, 10, 10_000),
            (Self::SailCluster | Self::SparkCluster, true) => (40, 100, 10_000),
            (Self::SailCluster | Self::Spark | Self::SparkCluster, false) => (0, 150, 0),
        };
        Extent {
            pairs: asked.pairs.unwrap_or(pairs),
            one_of: asked.one_of.unwrap_or(one_of).max(1),
            meetings: asked.meetings.unwrap_or(meetings),
        }
    }
}

/// Runs a sample on each engine, a small one on Spark.
pub(crate) fn sample(folder: &Path) -> Result<(), Failure> {
    let mut list = vec![Engine::Duckdb, Engine::Sail];
    if install::has_java() {
        list.push(Engine::Spark);
    } else {
        say(&format!("Spark is left out: it needs Java {} or newer, and the machine has none", install::JAVA));
    }
    engines(&Engines { list, full: false, pairs: None, one_of: None, meetings: None }, folder)
}

/// Keeps a second run from the folder that this one works in, as long as the file is open.
fn lock(work: &Path) -> Result<File, Failure> {
    let fail = |error| Failure::File { path: work.to_path_buf(), error };
    std::fs::create_dir_all(work).map_err(fail)?;
    let file = File::create(work.join("lock")).map_err(fail)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            Err(Failure::Told("engines are compared already in this folder; wait until that run ends".into()))
        }
        Err(TryLockError::Error(error)) => Err(fail(error)),
    }
}

/// Runs the engines.
pub(crate) fn engines(asked: &Engines, folder: &Path) -> Result<(), Failure> {
    let work = folder.join("target/engines/work");
    let _lock = lock(&work)?;
    let mut list = asked.list.clone();
    for (engine, with_workers) in [(Engine::Sail, Engine::SailCluster), (Engine::Spark, Engine::SparkCluster)] {
        if asked.full && list.contains(&engine) && !list.contains(&with_workers) {
            list.push(with_workers);
        }
    }
    if list.iter().any(|engine| engine.is_spark()) && !install::has_java() {
        return Err(Failure::Told(format!("Spark needs Java {} or newer, and the machine has none", install::JAVA)));
    }
    let accordance = accordance(folder)?;
    let suite = folder.join("tests/language/suite.json");
    let suite = std::fs::read_to_string(&suite).map_err(|error| Failure::File { path: suite, error })?;
    let mut differences = 0;
    for engine in list {
        let python = install::python(engine, folder)?;
        let own = work.join(format!("{engine:?}").to_lowercase());
        let _ = std::fs::remove_dir_all(&own);
        std::fs::create_dir_all(&own).map_err(|error| Failure::File { path: own.clone(), error })?;
        let extent = engine.extent(asked);
        let mut jobs = pairs::random(extent.pairs, &own)?;
        jobs.extend(pairs::suite(&suite, extent.one_of, &own)?);
        jobs.extend(numbers::jobs(&own)?);
        let is_small = engine.is_spark() && !asked.full;
        for whole in wholes(folder, &own, extent.meetings, is_small)? {
            jobs.push(whole.ready(&accordance, &own)?);
        }
        differences += on(engine, &python, &jobs, folder, &own)?;
    }
    if differences > 0 {
        return Err(Failure::Told(format!("the engines differ in {differences} places")));
    }
    say("all engines find the same");
    Ok(())
}

/// The command as a person would run it.
fn accordance(folder: &Path) -> Result<PathBuf, Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    run("cargo build", Command::new(cargo).args(["build", "--quiet", "--package", "accordance"]).current_dir(folder))?;
    Ok(folder.join("target/debug/accordance"))
}

fn wholes(folder: &Path, own: &Path, meetings: u64, is_small: bool) -> Result<Vec<Whole>, Failure> {
    let ten = folder.join("tests/benches/ten.accord").display().to_string();
    let own_rules = || vec!["--no-default-rules".to_owned(), "--rules".to_owned(), ten.clone()];
    if is_small {
        return Ok(vec![Whole {
            name: "reference-ten",
            paths: Vec::new(),
            rules: own_rules(),
            reader: Reader::Command,
            beside: Vec::new(),
        }]);
    }
    let mut wholes = vec![
        Whole { name: "reference", paths: Vec::new(), rules: Vec::new(), reader: Reader::Command, beside: Vec::new() },
        Whole {
            name: "reference-ten",
            paths: Vec::new(),
            rules: own_rules(),
            reader: Reader::Command,
            beside: Vec::new(),
        },
    ];
    if meetings > 0 {
        let path = own.join("meetings.ndjson");
        let failure = |error| Failure::File { path: path.clone(), error };
        let mut text = Vec::new();
        crate::write_meetings(meetings, Generator::new(1).linked(meetings), &mut text).map_err(failure)?;
        std::fs::write(&path, &text).map_err(failure)?;
        let halves = ["lines", "beside"].map(|name| own.join(format!("meetings-{name}.ndjson")));
        for (number, path) in halves.iter().enumerate() {
            // The meetings of the reference data, which are the first, are referred to only where neither half has them.
            let lines = text.split_inclusive(|byte| *byte == b'\n').enumerate();
            let half: Vec<u8> = lines
                .filter(|(line, _)| *line > 2 && line % halves.len() == number)
                .flat_map(|(_, line)| line.iter().copied())
                .collect();
            std::fs::write(path, half).map_err(|error| Failure::File { path: path.clone(), error })?;
        }
        let [lines, beside] = halves;
        wholes.push(Whole {
            name: "generated-ten",
            paths: vec![path.clone()],
            rules: own_rules(),
            reader: Reader::Command,
            beside: Vec::new(),
        });
        wholes.push(Whole {
            name: "generated-lines",
            paths: vec![path.clone()],
            rules: own_rules(),
            reader: Reader::Engine,
            beside: Vec::new(),
        });
        wholes.push(Whole {
            name: "generated-lines-beside-others",
            paths: vec![lines],
            rules: own_rules(),
            reader: Reader::Engine,
            beside: vec![beside],
        });
        wholes.push(Whole {
            name: "generated",
            paths: vec![path],
            rules: Vec::new(),
            reader: Reader::Command,
            beside: Vec::new(),
        });
    }
    Ok(wholes)
}

/// Runs jobs on an engine, and says how often it differs.
fn on(engine: Engine, python: &Path, jobs: &[Ready], folder: &Path, own: &Path) -> Result<usize, Failure> {
    let (list, found) = (own.join("jobs.ndjson"), own.join("found.ndjson"));
    let lines: Vec<String> = jobs.iter().map(|job| line(engine, job).to_string()).collect();
    let lines = lines.join("\n");
    std::fs::write(&list, lines).map_err(|error| Failure::File { path: list.clone(), error })?;
    let mut command = Command::new(python);
    command.arg(folder.join("xtask/engines/run.py")).arg(engine.master()).args([&list, &found]);
    command.env("ACCORDANCE_SPARK_DIR", own.join("spark")).env("RUST_LOG", "off").current_dir(own);
    run(&format!("{engine:?}"), &mut command)?;
    let compared = compare(engine.environment(), jobs, &found)?;
    let mut refused: BTreeMap<&str, usize> = BTreeMap::new();
    jobs.iter().flat_map(|job| &job.refused).for_each(|what| *refused.entry(what).or_default() += 1);
    say(&format!(
        "{engine:?}: {} jobs, {} rules, {} findings, {} differences, {:.1} s",
        jobs.len(),
        compared.rules,
        compared.findings,
        compared.differences,
        compared.seconds
    ));
    if compared.faults > 0 {
        say(&format!("  not run by a fault of the engine: {} rules", compared.faults));
    }
    for (what, count) in refused {
        say(&format!("  refused in {count} rules: {what}"));
    }
    Ok(compared.differences)
}

fn line(engine: Engine, job: &Ready) -> &Value {
    match engine {
        Engine::Duckdb => &job.duckdb,
        Engine::Sail | Engine::SailCluster | Engine::Spark | Engine::SparkCluster => &job.spark,
    }
}
