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

/// Whether there is a Java that Spark runs on.
pub(crate) fn java() -> Result<(), Failure> {
    let found = Command::new("java").arg("-version").output();
    let is_there = found.is_ok_and(|output| output.status.success());
    if is_there { Ok(()) } else { Err(Failure::Told("Spark needs Java 17 or newer, and `java` cannot be run".into())) }
}

/// Runs a command to its end.
pub(crate) fn run(what: &str, command: &mut Command) -> Result<(), Failure> {
    let status = command.status().map_err(|error| Failure::Told(format!("{what} cannot be run: {error}")))?;
    if status.success() { Ok(()) } else { Err(Failure::Told(format!("{what} has failed ({status})"))) }
}
