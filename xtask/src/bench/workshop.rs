//! Where engines are built or installed, and how they are started. All of it is in `target/bench`.

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{data::Data, engine::Engine};
use crate::{Failure, say};

/// The version of cfn-guard; those of other peers are in their lock files.
pub(super) const CFN_GUARD: &str = "3.2.1";

/// What a program is asked to do with records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Work {
    /// Run the rules.
    Rules,
    /// Run the built-in rules.
    Pack,
    /// Validate against the schema alone.
    Schema,
    /// Read, check UTF-8 and count lines.
    Reading,
}

/// How the programs of this project are built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Build {
    Quick,
    Release,
}

/// Where engines are.
#[derive(Clone, Debug)]
pub(super) struct Workshop {
    /// The folder of the workspace.
    pub(super) project: PathBuf,
    /// `target/bench`.
    pub(super) own: PathBuf,
    pub(super) build: Build,
}

impl Workshop {
    pub(super) fn new(project: &Path, build: Build) -> Self {
        Self { project: project.to_path_buf(), own: project.join("target/bench"), build }
    }

    /// Builds an engine, or installs it into `target/bench`.
    pub(super) fn make_ready(&self, engine: Engine) -> Result<(), Failure> {
        match engine {
            Engine::Accordance => self.cargo(&["build", "--package", "accordance"], true),
            Engine::Handwritten => self.package("handwritten"),
            Engine::Regorus => self.package("with-regorus"),
            Engine::Duckdb | Engine::Datafusion | Engine::Polars => self.python(),
            Engine::CfnGuard => self.cfn_guard(),
            Engine::Ajv => self.node(),
            Engine::Jq => match Command::new("jq").arg("--version").output() {
                Ok(_) => Ok(()),
                Err(error) => Err(Failure::Told(format!("jq: {error}. Install it, or leave it out by --engines"))),
            },
        }
    }

    /// The program with arguments that does some work with records. What it finds goes to `findings`, or to its
    /// standard output, if [`writes_to_output`](Self::writes_to_output) says so.
    pub(super) fn command(&self, engine: Engine, work: Work, data: &Data, threads: usize, findings: &Path) -> Command {
        let inputs: [OsString; 3] = [data.meetings.clone().into(), data.reference.clone().into(), findings.into()];
        let with = |program: PathBuf, arguments: &[&Path]| {
            let mut command = Command::new(program);
            command.args(arguments).current_dir(&self.own);
            command
        };
        let peers = self.project.join("xtask/bench/peers");
        match engine {
            Engine::Accordance => {
                let mut command = with(self.accordance(), &[]);
                command.args(["check", "--as-of", "2026-01-01"]);
                if work != Work::Pack {
                    command.arg("--no-default-rules");
                }
                if work == Work::Rules {
                    command.arg("--rules").arg(self.rules());
                }
                command.args(["--format", "ndjson", "--threads", &threads.to_string(), "--output"]);
                command.args([findings, &*data.meetings, &*data.reference]);
                command
            }
            Engine::Handwritten if work == Work::Reading => {
                let mut command = with(self.program("handwritten"), &[Path::new("read"), &data.meetings]);
                command.arg(threads.to_string());
                command
            }
            Engine::Handwritten => {
                let mut command = with(self.program("handwritten"), &[Path::new("check")]);
                command.args(inputs).arg(threads.to_string());
                command
            }
            Engine::Regorus => {
                let mut command = with(self.program("with-regorus"), &[]);
                command.args(inputs).arg(threads.to_string());
                command
            }
            Engine::Duckdb | Engine::Datafusion | Engine::Polars => {
                let script = match engine {
                    Engine::Duckdb => "with_duckdb.py",
                    Engine::Datafusion => "with_datafusion.py",
                    _ => "with_polars.py",
                };
                let mut command = with(self.own.join("python/bin/python"), &[&peers.join(script)]);
                command.args(inputs).arg(threads.to_string());
                command
            }
            Engine::Jq => {
                let mut command = with("jq".into(), &[]);
                command.args(["-r", "-f"]).arg(peers.join("ten.jq")).arg(&data.meetings);
                command
            }
            Engine::CfnGuard => {
                let mut command = with(self.own.join("tools/bin/cfn-guard"), &[]);
                command.args(["validate", "--structured", "--show-summary", "none", "--output-format", "json"]);
                command.arg("--rules").arg(peers.join("ten.guard")).arg("--data").arg(&data.meetings);
                command
            }
            Engine::Ajv => {
                let schema = self.project.join("schemas/v1/meeting.schema.json");
                with("node".into(), &[&self.own.join("ajv/main.mjs"), &schema, &data.meetings, findings])
            }
        }
    }

    /// Whether an engine writes what it finds to standard output.
    pub(super) fn writes_to_output(engine: Engine) -> bool {
        matches!(engine, Engine::Jq | Engine::CfnGuard)
    }

    /// The ten rules.
    pub(super) fn rules(&self) -> PathBuf {
        self.project.join("tests/benches/ten.accord")
    }

    pub(super) fn accordance(&self) -> PathBuf {
        self.project.join("target").join(self.profile()).join("accordance")
    }

    /// The program of a package of `xtask/bench`.
    fn program(&self, package: &str) -> PathBuf {
        self.own.join("build").join(self.profile()).join(package)
    }

    fn profile(&self) -> &'static str {
        match self.build {
            Build::Quick => "debug",
            Build::Release => "release",
        }
    }

    fn package(&self, name: &str) -> Result<(), Failure> {
        let manifest = self.project.join("xtask/bench").join(name).join("Cargo.toml");
        let (manifest, target) = (manifest.to_string_lossy(), self.own.join("build"));
        let target = target.to_string_lossy();
        self.cargo(&["build", "--quiet", "--locked", "--manifest-path", &manifest, "--target-dir", &target], true)
    }

    fn python(&self) -> Result<(), Failure> {
        let folder = self.own.join("python");
        let list = self.project.join("xtask/bench/peers/requirements.txt");
        if !folder.join("bin/pip").exists() {
            finish(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        }
        finish(
            Command::new(folder.join("bin/pip"))
                .args(["install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"])
                .args(["--require-hashes", "--requirement"])
                .arg(list),
        )
    }

    fn cfn_guard(&self) -> Result<(), Failure> {
        let (tools, build) = (self.own.join("tools"), self.own.join("build"));
        let (tools, build) = (tools.to_string_lossy(), build.to_string_lossy());
        let name = format!("cfn-guard@{CFN_GUARD}");
        self.cargo(&["install", "--quiet", "--locked", "--root", &tools, "--target-dir", &build, &name], false)
    }

    fn node(&self) -> Result<(), Failure> {
        let (from, to) = (self.project.join("xtask/bench/with-ajv"), self.own.join("ajv"));
        fs::create_dir_all(&to).map_err(|error| Failure::at(&to, error))?;
        for name in ["package.json", "package-lock.json", "main.mjs"] {
            fs::copy(from.join(name), to.join(name)).map_err(|error| Failure::at(&from.join(name), error))?;
        }
        finish(Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--silent"]).current_dir(&to))
    }

    fn cargo(&self, arguments: &[&str], by_profile: bool) -> Result<(), Failure> {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(arguments).current_dir(&self.project);
        if by_profile && self.build == Build::Release {
            command.arg("--release");
        }
        finish(&mut command)
    }
}

/// Runs a command whose words are for the reader, to its good end.
fn finish(command: &mut Command) -> Result<(), Failure> {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let line = words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ");
    say(&format!("== {line}"));
    let status = command.status().map_err(|error| Failure::Told(format!("{line}: {error}")))?;
    if status.success() { Ok(()) } else { Err(Failure::Told(format!("{line}: {status}"))) }
}
