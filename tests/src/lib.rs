//! Runs the `accordance` command as its users do, and checks rule files as it does.

pub mod rule_files;

/// The Rust in the page is compiled with the tests. `cargo xtask conformance` runs what it shows of other languages.
#[cfg(doctest)]
#[doc = include_str!("../../docs/validators.md")]
struct Validators;

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::OnceLock,
};

/// The folder of the workspace.
pub fn workspace() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_path_buf()
}

/// The command, built once for all tests, in the folder of fixtures.
///
/// # Panics
/// The command does not build.
pub fn accordance() -> Command {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    let binary = BINARY.get_or_init(|| {
        let built = escargot::CargoBuild::new()
            .manifest_path(workspace().join("Cargo.toml"))
            .package("accordance")
            .bin("accordance")
            .run()
            .expect("the command builds");
        built.path().to_path_buf()
    });
    let mut command = Command::new(binary);
    command.current_dir(workspace().join("fixtures")).env_remove("CLICOLOR_FORCE");
    command
}

/// What a command said: its standard output, standard error and exit status, each under a line of its own.
///
/// # Panics
/// The command cannot be run.
pub fn transcript(command: &mut Command) -> String {
    let output = command.output().expect("the command runs");
    written(&output)
}

/// The same, for a command that reads a text on standard input.
///
/// # Panics
/// The command cannot be run.
pub fn transcript_of_input(command: &mut Command, input: &[u8]) -> String {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command runs");
    child.stdin.take().expect("a pipe").write_all(input).expect("the command reads");
    written(&child.wait_with_output().expect("the command ends"))
}

fn written(output: &Output) -> String {
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.stderr.is_empty() {
        text.push_str("--- standard error\n");
        text.push_str(&String::from_utf8_lossy(&output.stderr));
    }
    let status = output.status.code().map_or("none".to_owned(), |code| code.to_string());
    text.push_str(&format!("--- exit status {status}\n"));
    text
}
