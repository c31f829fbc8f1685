//! Validators and generators of other languages, installed by their own clients from lock files.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;

use crate::{Failure, say};

/// Where the scripts and lock files are, in the workspace.
const SOURCE: &str = "xtask/conformance";
/// Where all is installed and written, in the workspace.
const TARGET: &str = "target/conformance";
const NODE_FILES: [&str; 5] =
    ["package.json", "package-lock.json", "validate_ajv.mjs", "validate_sourcemeta.mjs", "typescript.mjs"];
const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };
const PYTHON: &str = if cfg!(windows) { "python" } else { "python3" };
const VENV_PYTHON: &str = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };

/// What was installed, and where.
#[derive(Debug)]
pub(super) struct Tools {
    workspace: PathBuf,
}

/// The program that runs a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Runtime {
    Node,
    Python,
}

impl Tools {
    /// Installs what the lock files name, unless it is there already.
    pub(super) fn install(workspace: &Path) -> Result<Self, Failure> {
        let tools = Self { workspace: workspace.to_path_buf() };
        tools.install_node()?;
        tools.install_python()?;
        Ok(tools)
    }

    /// A folder for what is made on the way.
    pub(super) fn scratch(&self, name: &str) -> PathBuf {
        self.target("made").join(name)
    }

    /// A folder in which the packages of the npm registry are found.
    pub(super) fn beside_packages(&self, name: &str) -> PathBuf {
        self.target("node").join(name)
    }

    /// What a command of a few words prints in a folder, whatever its exit status. The installed programs come first.
    pub(super) fn command(&self, line: &str, folder: &Path) -> Result<String, Failure> {
        let cannot = |error: &dyn std::fmt::Display| Failure::Told(format!("`{line}` cannot be run: {error}"));
        let own = [self.target("node").join("node_modules/.bin"), self.venv_python().with_file_name("")];
        let inherited = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths(own.into_iter().chain(std::env::split_paths(&inherited)));
        // `env` finds the program by the path that is set here.
        let output = Command::new("env")
            .args(line.split_whitespace())
            .current_dir(folder)
            .env("PATH", path.map_err(|error| cannot(&error))?)
            .env("PYTHONUTF8", "1")
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .output()
            .map_err(|error| cannot(&error))?;
        Ok([output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat())
    }

    /// What a script prints that is given a text.
    pub(super) fn run(&self, runtime: Runtime, script: &str, input: &str) -> Result<String, Failure> {
        let made = self.target("made");
        create(&made)?;
        // A file, so that neither side waits for the other.
        let path = made.join(format!("{script}.input"));
        let at = |error| Failure::File { path: path.clone(), error };
        fs::write(&path, input).map_err(at)?;
        let mut command = match runtime {
            Runtime::Node => {
                let mut command = Command::new("node");
                command.arg(self.target("node").join(script));
                command
            }
            Runtime::Python => {
                let mut command = Command::new(self.venv_python());
                command.env("PYTHONUTF8", "1").arg(self.workspace.join(SOURCE).join(script));
                command
            }
        };
        let output = command
            .stdin(Stdio::from(fs::File::open(&path).map_err(at)?))
            .output()
            .map_err(|error| Failure::Told(format!("{script} cannot be run: {error}")))?;
        if !output.status.success() {
            return Err(Failure::Told(format!("{script} failed: {}", String::from_utf8_lossy(&output.stderr).trim())));
        }
        String::from_utf8(output.stdout).map_err(|error| Failure::Told(format!("{script}: {error}")))
    }

    /// The version of a package of the npm registry.
    pub(super) fn npm_version(&self, package: &str) -> Result<String, Failure> {
        let path = self.workspace.join(SOURCE).join("package-lock.json");
        let lock: Value = serde_json::from_str(&read(&path)?).map_err(|error| Failure::Told(error.to_string()))?;
        let version = lock["packages"][format!("node_modules/{package}")]["version"].as_str();
        version.map(str::to_owned).ok_or_else(|| unlocked(package, &path))
    }

    /// The version of a package of the Python Package Index.
    pub(super) fn pypi_version(&self, package: &str) -> Result<String, Failure> {
        let path = self.workspace.join(SOURCE).join("requirements.txt");
        let text = read(&path)?;
        let version = text.lines().find_map(|line| line.strip_prefix(package)?.strip_prefix("=="));
        version.map(|rest| rest.trim_end_matches(['\\', ' ']).to_owned()).ok_or_else(|| unlocked(package, &path))
    }

    /// The version of a crate that this workspace is built with.
    pub(super) fn crate_version(&self, name: &str) -> Result<String, Failure> {
        let path = self.workspace.join("Cargo.lock");
        let text = read(&path)?;
        let own = format!("name = \"{name}\"");
        let version = text.lines().skip_while(|line| *line != own).nth(1);
        let version = version.and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'));
        version.map(str::to_owned).ok_or_else(|| unlocked(name, &path))
    }

    fn target(&self, name: &str) -> PathBuf {
        self.workspace.join(TARGET).join(name)
    }

    fn venv_python(&self) -> PathBuf {
        self.target("python").join(VENV_PYTHON)
    }

    fn install_node(&self) -> Result<(), Failure> {
        let folder = self.target("node");
        create(&folder)?;
        for name in NODE_FILES {
            let path = self.workspace.join(SOURCE).join(name);
            fs::copy(&path, folder.join(name)).map_err(|error| Failure::File { path, error })?;
        }
        let lock = read(&self.workspace.join(SOURCE).join("package-lock.json"))?;
        once(&folder, &lock, || {
            let mut command = Command::new(NPM);
            command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&folder);
            ask(command, "npm", "Node.js 20 or newer with npm, and the npm registry")
        })
    }

    fn install_python(&self) -> Result<(), Failure> {
        let folder = self.target("python");
        let requirements = self.workspace.join(SOURCE).join("requirements.txt");
        once(&folder, &read(&requirements)?, || {
            let needs = "Python 3.11 or newer with venv and pip, and the Python Package Index";
            let mut command = Command::new(PYTHON);
            command.args(["-m", "venv", "--clear"]).arg(&folder);
            ask(command, PYTHON, needs)?;
            let mut command = Command::new(self.venv_python());
            command.args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--require-hashes",
                "--only-binary=:all:",
            ]);
            command.args([OsStr::new("--requirement"), requirements.as_os_str()]);
            ask(command, "pip", needs)
        })
    }
}

/// Does something unless it was done for the same text before.
fn once(folder: &Path, text: &str, what: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    let stamp = folder.join("installed-from");
    if fs::read_to_string(&stamp).is_ok_and(|there| there == text) {
        return Ok(());
    }
    say(&format!("installing into {}", folder.display()));
    what()?;
    fs::write(&stamp, text).map_err(|error| Failure::File { path: stamp, error })
}

fn ask(mut command: Command, name: &str, needs: &str) -> Result<(), Failure> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            Failure::Told(format!("{name} is not found; `cargo xtask conformance` needs {needs}"))
        }
        _ => Failure::Told(format!("{name} cannot be run: {error}")),
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned()).join("\n");
    Err(Failure::Told(format!("{name} failed; `cargo xtask conformance` needs {needs}. It says:\n{}", said.trim())))
}

fn create(folder: &Path) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| Failure::File { path: folder.to_path_buf(), error })
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::File { path: path.to_path_buf(), error })
}

fn unlocked(package: &str, path: &Path) -> Failure {
    Failure::Told(format!("{} does not name {package}", path.display()))
}
