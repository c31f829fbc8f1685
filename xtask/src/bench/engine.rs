//! The engines that are measured: how each is made ready, and run.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
};

use clap::ValueEnum;

use super::{data::Data, found::Form};
use crate::{Failure, say};

/// What runs the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(super) enum Engine {
    /// `accordance check`: schema validation, and findings with their places
    Accordance,
    /// The ten rules written by hand in Rust
    Handwritten,
    /// `DuckDB`
    Duckdb,
}

impl Engine {
    pub(super) const ALL: &[Self] = &[Self::Accordance, Self::Handwritten, Self::Duckdb];

    /// How tables name it.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Accordance => "accordance",
            Self::Handwritten => "hand-written Rust",
            Self::Duckdb => "DuckDB",
        }
    }

    pub(super) fn form(self) -> Form {
        match self {
            Self::Accordance => Form::Accordance,
            _ => Form::Lines,
        }
    }

    /// The exit statuses of a run that went well. `accordance check` ends with 1 where it found something.
    pub(super) fn statuses(self) -> &'static [i32] {
        match self {
            Self::Accordance => &[0, 1],
            _ => &[0],
        }
    }
}

/// Where engines are, once they are made ready.
#[derive(Clone, Debug)]
pub(super) struct Workshop {
    /// The folder of the workspace.
    pub(super) project: PathBuf,
    /// `target/bench`.
    pub(super) own: PathBuf,
}

impl Workshop {
    /// Builds an engine, or installs it into `target/bench`.
    pub(super) fn make_ready(&self, engine: Engine) -> Result<(), Failure> {
        match engine {
            Engine::Accordance => self.cargo(&["build", "--release", "--package", "accordance"]),
            Engine::Handwritten => self.package("handwritten"),
            Engine::Duckdb => self.python(),
        }
    }

    /// The program and arguments that run the ten rules over records.
    pub(super) fn command(&self, engine: Engine, data: &Data, threads: usize, findings: &Path) -> Command {
        match engine {
            Engine::Accordance => {
                let mut command = Command::new(self.accordance());
                command
                    .args(["check", "--no-default-rules", "--as-of", "2026-01-01", "--rules"])
                    .arg(self.project.join("tests/benches/ten.accord"))
                    .args(["--format", "ndjson", "--threads", &threads.to_string(), "--output"])
                    .arg(findings)
                    .arg(&data.meetings)
                    .arg(&data.reference)
                    .current_dir(&self.own);
                command
            }
            Engine::Handwritten => {
                let mut command = Command::new(self.program("handwritten"));
                command.arg("check").args(Self::arguments(data, findings)).arg(threads.to_string());
                command
            }
            Engine::Duckdb => self.script("with_duckdb.py", data, threads, findings),
        }
    }

    /// A program that only reads the records, checks their UTF-8 and counts lines: no engine is faster.
    pub(super) fn read(&self, data: &Data, threads: usize) -> Command {
        let mut command = Command::new(self.program("handwritten"));
        command.arg("read").arg(&data.meetings).arg(threads.to_string());
        command
    }

    pub(super) fn accordance(&self) -> PathBuf {
        self.project.join("target/release/accordance")
    }

    fn arguments(data: &Data, findings: &Path) -> [OsString; 3] {
        [data.meetings.clone().into(), data.reference.clone().into(), findings.into()]
    }

    fn script(&self, name: &str, data: &Data, threads: usize, findings: &Path) -> Command {
        let mut command = Command::new(self.own.join("python/bin/python"));
        command
            .arg(self.project.join("xtask/bench/peers").join(name))
            .args(Self::arguments(data, findings))
            .arg(threads.to_string());
        command
    }

    /// The program of a package of `xtask/bench`.
    pub(super) fn program(&self, package: &str) -> PathBuf {
        self.own.join("build/release").join(package)
    }

    fn package(&self, name: &str) -> Result<(), Failure> {
        let manifest = self.project.join("xtask/bench").join(name).join("Cargo.toml");
        let (manifest, target) = (manifest.to_string_lossy(), self.own.join("build"));
        self.cargo(&[
            "build",
            "--release",
            "--locked",
            "--manifest-path",
            &manifest,
            "--target-dir",
            &target.to_string_lossy(),
        ])
    }

    fn python(&self) -> Result<(), Failure> {
        let folder = self.own.join("python");
        let list = self.project.join("xtask/bench/peers/requirements.txt");
        if !folder.join("bin/pip").exists() {
            finish(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        }
        finish(
            Command::new(folder.join("bin/pip"))
                .args(["install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--requirement"])
                .arg(list),
        )
    }

    pub(super) fn cargo(&self, arguments: &[&str]) -> Result<(), Failure> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        finish(Command::new(cargo).args(arguments).current_dir(&self.project))
    }
}

/// Runs a command whose words are for the reader, to its good end.
fn finish(command: &mut Command) -> Result<(), Failure> {
    let line = format!("{command:?}").replace('"', "");
    say(&format!("== {line}"));
    let status = command.status().map_err(|error| Failure::Told(format!("{line}: {error}")))?;
    if status.success() { Ok(()) } else { Err(Failure::Told(format!("{line}: {status}"))) }
}
