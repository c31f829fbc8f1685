//! Tasks of this project: `cargo xtask schemas` writes the published schemas, `cargo xtask conformance` tries them as
//! others use them, `cargo xtask data` writes the reference data in the form in which it is read fastest,
//! `cargo xtask test` runs all tests, `cargo xtask generate` writes records to try things on, `cargo xtask bench`
//! measures.

mod bench;
mod conformance;
mod data;
mod engines;
mod schemas;
mod test;

use std::{
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use accordance_canon::Generator;
use clap::{Parser, Subcommand};

/// Tasks of this project.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", arg_required_else_help = true)]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Write the folder of schemas from the types
    #[command(args_conflicts_with_subcommands = true)]
    Schemas {
        /// Change nothing, and fail where a file differs from the types
        #[arg(long)]
        check: bool,
        #[command(subcommand)]
        task: Option<SchemasTask>,
    },
    /// Write the reference data as lines of JSON, from the YAML in crates/canon/data
    Data,
    /// Run the conformance pack through the validators of other languages, and try code generated from the schemas
    Conformance {
        /// Write the tables in docs/validators.md
        #[arg(long)]
        write: bool,
    },
    /// Write realistic meeting records that refer to each other, a record a line, to standard output
    Generate {
        /// How many
        count: u64,
        /// Other seeds give other records
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Let about one record in eight have a flaw that a rule can find
        #[arg(long)]
        flawed: bool,
    },
    /// Measure `accordance check` beside other engines, and write docs/performance.md
    Bench(bench::Options),
    /// Run the same rules by the native engine, DuckDB, Sail and Spark, and compare what they find
    Engines(engines::Engines),
    /// Run everything that a change must pass: layout, lints, tests, docs, schemas, validators, engines
    Test,
}

#[derive(Debug, Subcommand)]
enum SchemasTask {
    /// Say what changes for whom, kind by kind and property by property
    Compat {
        /// A revision of the repository whose schemas are compared with those of the types [default: the newest
        /// release, or HEAD before the first one]
        #[arg(long, value_name = "REV")]
        against: Option<String>,
    },
    /// Mark the version that the types make as released: from then on its files never change
    Release,
}

/// Why a task fails.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}")]
    Told(String),
    #[error("{path}: {error}")]
    File { path: PathBuf, error: std::io::Error },
}

impl Failure {
    fn at(path: &Path, error: std::io::Error) -> Self {
        Self::File { path: path.to_path_buf(), error }
    }
}

fn main() -> ExitCode {
    let done = match Args::parse().task {
        Task::Schemas { task: Some(SchemasTask::Compat { against }), .. } => {
            schemas::against_revision(&folder(), against.as_deref())
        }
        Task::Schemas { task: Some(SchemasTask::Release), .. } => schemas::release(&folder()),
        Task::Schemas { check: true, .. } => schemas::check(&folder()),
        Task::Schemas { check: false, .. } => schemas::write(&folder()),
        Task::Data => data::write(&folder()),
        Task::Conformance { write: true } => conformance::run(&folder(), conformance::Tables::Write),
        Task::Conformance { write: false } => conformance::run(&folder(), conformance::Tables::Check),
        Task::Generate { count, seed, flawed } => {
            let sound = Generator::new(seed).linked(count);
            generate(count, if flawed { sound.flawed() } else { sound })
        }
        Task::Bench(options) => bench::run(&folder(), &options),
        Task::Engines(asked) => engines::engines(&asked, &folder()),
        Task::Test => test::run(&folder()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say(&format!("error: {failure}"));
            ExitCode::FAILURE
        }
    }
}

fn generate(count: u64, generator: Generator) -> Result<(), Failure> {
    let failure = |error: std::io::Error| Failure::File { path: "standard output".into(), error };
    let mut out = BufWriter::new(std::io::stdout().lock());
    write_meetings(count, generator, &mut out).and_then(|()| out.flush()).map_err(failure)
}

/// Writes realistic meeting records, a record a line.
fn write_meetings(count: u64, generator: Generator, out: &mut dyn Write) -> std::io::Result<()> {
    for meeting in generator.meetings(count) {
        serde_json::to_writer(&mut *out, &meeting)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// The folder of the workspace.
fn folder() -> PathBuf {
    let own =
        PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into()));
    own.parent().map(PathBuf::from).unwrap_or(own)
}

fn say(line: &str) {
    // Where standard error is closed, the exit status says enough.
    let _ = writeln!(anstream::stderr(), "{line}");
}
