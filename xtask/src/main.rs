//! Tasks of this project: `cargo xtask schemas` writes the published schemas, `cargo xtask test` runs all tests, `cargo xtask generate`
//! writes records to try things on.

mod engines;
mod schemas;
mod test;

use std::{
    io::{BufWriter, Write},
    path::PathBuf,
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
    /// Write schemas/v1 from the types
    Schemas {
        /// Change nothing, and fail where a file differs from the types
        #[arg(long)]
        check: bool,
    },
    /// Write realistic meeting records that refer to each other, a record a line, to standard output
    Generate {
        /// How many
        count: u64,
        /// Other seeds give other records
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Run the same rules by the native engine, DuckDB, Sail and Spark, and compare what they find
    Engines(engines::Engines),
    /// Run everything that a change must pass: layout, lints, tests, docs, schemas
    Test,
}

/// Why a task fails.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0}")]
    Told(String),
    #[error("{path}: {error}")]
    File { path: PathBuf, error: std::io::Error },
}

fn main() -> ExitCode {
    let done = match Args::parse().task {
        Task::Schemas { check: true } => schemas::check(&folder().join("schemas/v1")),
        Task::Schemas { check: false } => schemas::write(&folder().join("schemas/v1")),
        Task::Generate { count, seed } => generate(count, seed),
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

fn generate(count: u64, seed: u64) -> Result<(), Failure> {
    let failure = |error: std::io::Error| Failure::File { path: "standard output".into(), error };
    let mut out = BufWriter::new(std::io::stdout().lock());
    write_meetings(count, seed, &mut out).and_then(|()| out.flush()).map_err(failure)
}

/// Writes realistic meeting records that refer to each other, a record a line.
fn write_meetings(count: u64, seed: u64, out: &mut dyn Write) -> std::io::Result<()> {
    for meeting in Generator::new(seed).linked(count).meetings(count) {
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
