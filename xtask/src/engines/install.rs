//! Engines from PyPI, in environments of their own below `target/engines`.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use super::Engine;
use crate::{Failure, say};

/// The Python of an engine, which is installed where it is not there yet.
pub(crate) fn python(engine: Engine, folder: &Path) -> Result<PathBuf, Failure> {
    let name = engine.environment();
    let lock = folder.join("xtask/engines").join(format!("{name}.txt"));
    let wanted = std::fs::read_to_string(&lock).map_err(|error| Failure::File { path: lock.clone(), error })?;
    let home = folder.join("target/engines").join(name);
    let python = home.join("bin/python");
    // Written last, so that what was not installed to its end is installed anew.
    let stamp = home.join("installed.txt");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) && python.exists() {
        return Ok(python);
    }
    say(&format!("== installing {name} from {}", lock.display()));
    let _ = std::fs::remove_dir_all(&home);
    run("python3 -m venv", Command::new("python3").args(["-m", "venv"]).arg(&home))?;
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r"];
    run("pip install", Command::new(&python).args(install).arg(&lock))?;
    std::fs::write(&stamp, wanted).map_err(|error| Failure::File { path: stamp, error })?;
    Ok(python)
}

/// Spark runs on Java of this version and later ones.
pub(crate) const JAVA: u32 = 17;

/// Whether the machine has a Java that Spark runs on.
pub(crate) fn has_java() -> bool {
    java_version().is_some_and(|version| version >= JAVA)
}

/// The first part of the version of the machine's Java, as it tells it: `openjdk version "17.0.15"`.
fn java_version() -> Option<u32> {
    let output = Command::new("java").arg("-version").output().ok().filter(|output| output.status.success())?;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let version = told.split('"').nth(1)?;
    version.split(['.', '-']).next()?.parse().ok()
}

/// Runs a command to its end.
pub(crate) fn run(what: &str, command: &mut Command) -> Result<(), Failure> {
    let status = command.status().map_err(|error| Failure::Told(format!("{what} cannot be run: {error}")))?;
    if status.success() { Ok(()) } else { Err(Failure::Told(format!("{what} has failed ({status})"))) }
}
