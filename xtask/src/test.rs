//! Everything that a change must pass, in one command.

use std::{path::Path, process::Command};

use crate::{Failure, conformance, engines, say, schemas};

/// See [`STEPS`].
type Step = (&'static str, &'static [&'static str], &'static [(&'static str, &'static str)]);

/// The steps: what each is for, the arguments of `cargo`, and variables that it is run with.
const STEPS: [Step; 5] = [
    ("layout of the code", &["fmt", "--all", "--check"], &[]),
    ("lints", &["clippy", "--quiet", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"], &[]),
    // Snapshots are compared and never written, whatever the surroundings say.
    ("tests", &["test", "--quiet", "--workspace", "--all-features"], &[("INSTA_UPDATE", "no")]),
    ("benchmarks compile", &["check", "--quiet", "--workspace", "--benches"], &[]),
    ("docs", &["doc", "--quiet", "--workspace", "--no-deps", "--all-features"], &[("RUSTDOCFLAGS", "-D warnings")]),
];

pub(crate) fn run(folder: &Path) -> Result<(), Failure> {
    for (what, arguments, variables) in STEPS {
        say(&format!("== {what}: cargo {}", arguments.join(" ")));
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let status = Command::new(cargo)
            .args(arguments)
            .envs(variables.iter().copied())
            .current_dir(folder)
            .status()
            .map_err(|error| Failure::Told(format!("cargo cannot be run: {error}")))?;
        if !status.success() {
            return Err(Failure::Told(format!("{what}: failed")));
        }
    }
    say("== schemas are fresh");
    schemas::check(folder)?;
    say("== no released schema is broken");
    schemas::against_release(&folder.join("schemas"))?;
    say("== validators agree");
    conformance::run(folder, conformance::Tables::Check)?;
    say("== engines find the same: a sample on DuckDB, Sail and Spark");
    engines::sample(folder)?;
    say("all passed");
    Ok(())
}
