//! Commands that show or hand on records say what they leave out of them.

use std::{fs, path::Path};

use accordance_tests::accordance;
use tempfile::TempDir;

const SCHEMA: &str =
    r#"{"type":"object","required":["id","i"],"properties":{"id":{"type":"string"},"i":{"type":"integer"}}}"#;
const RULES: &str = r#"accordance 1

matrix pairs "Pairs"
  rows     one in things
  columns  two in things
  cell     one.i
  require  cell = two.i
  message  "m"
end
"#;

/// A folder with some lines of records, and rules over them.
fn folder(lines: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    write("accordance.toml", "[collections.things]\nschema = \"thing.json\"\nfiles = [\"*.ndjson\"]\nid = \"/id\"\n");
    write("thing.json", SCHEMA);
    write("rules.accord", RULES);
    write("things.ndjson", lines);
    folder
}

/// What a command says on standard error, and its exit status.
fn said(folder: &Path, args: &[&str]) -> (String, Option<i32>) {
    let rules = ["--no-default-rules", "--rules", "rules.accord"];
    let output = accordance().current_dir(folder).args(args).args(rules).output().expect("it runs");
    (String::from_utf8_lossy(&output.stderr).into_owned(), output.status.code())
}

const COMMANDS: [&[&str]; 3] =
    [&["sql", "--dialect", "duckdb", "--records", "out"], &["matrix", "pairs"], &["explain", "pairs", "--record", "a"]];

#[test]
fn what_cannot_be_read_is_told_and_the_run_is_not_to_be_trusted() {
    let folder = folder("{\"id\":\"a\",\"i\":1}\n{\"id\":\"b\",\"i\":\n");
    for command in COMMANDS {
        let (told, status) = said(folder.path(), command);
        assert_eq!(status, Some(2), "{command:?}: {told}");
        assert!(told.starts_with("error: this run is not to be trusted:\n  things.ndjson:2:"), "{command:?}: {told}");
    }
    let (told, status) = said(folder.path(), &["matrix", "pairs", "nowhere.json"]);
    assert_eq!(status, Some(2), "{told}");
    assert!(told.contains("nowhere.json"), "{told}");
}

#[test]
fn records_that_are_not_valid_are_counted() {
    let folder = folder("{\"id\":\"a\",\"i\":1}\n{\"id\":\"b\",\"i\":\"x\"}\n");
    for command in COMMANDS {
        let told = said(folder.path(), command);
        let line = "1 record is left out: it is not valid, and `accordance check` tells why.\n";
        assert_eq!(told, (line.to_owned(), Some(0)), "{command:?}");
    }
    let folder = self::folder("{\"id\":\"a\",\"i\":1}\n");
    for command in COMMANDS {
        assert_eq!(said(folder.path(), command), (String::new(), Some(0)), "{command:?}");
    }
}

/// A file that is new may be read by whom the user lets read new files; one that is replaced keeps its permissions.
#[cfg(unix)]
#[test]
fn files_have_the_permissions_of_other_new_files() {
    use std::os::unix::fs::PermissionsExt;

    let folder = folder("{\"id\":\"a\",\"i\":1}\n");
    let mode = |name: &str| folder.path().join(name).metadata().expect("it is there").permissions().mode() & 0o777;
    let args = ["sql", "--dialect", "duckdb", "--records", "out", "--output", "new.sql"];
    assert_eq!(said(folder.path(), &args), (String::new(), Some(0)));
    let usual = mode("rules.accord");
    assert_eq!((mode("new.sql"), mode("out/10-things.ndjson")), (usual, usual));
    fs::set_permissions(folder.path().join("new.sql"), fs::Permissions::from_mode(0o600)).expect("set");
    assert_eq!(said(folder.path(), &args), (String::new(), Some(0)));
    assert_eq!(mode("new.sql"), 0o600);
}
