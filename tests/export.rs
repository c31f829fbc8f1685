//! `accordance export`: what goes where, and what is refused.

use std::{fs, io::Write};

use accordance_tests::{accordance, transcript, transcript_of_input};

fn export(format: &str) -> std::process::Command {
    let mut command = accordance();
    command.args(["export", "--format", format]);
    command
}

#[test]
fn the_reference_data_is_exported_in_each_format_and_what_is_left_out_is_told() {
    for (format, begins) in [("skos", "@prefix "), ("jsonld", "{\n"), ("iati", "<!-- "), ("ics", "BEGIN:VCALENDAR\r\n")]
    {
        let output = export(format).output().expect("the command runs");
        assert_eq!(output.status.code(), Some(0), "{format}");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(text.starts_with(begins) && text.ends_with('\n'), "{format}");
        let told = String::from_utf8(output.stderr).expect("UTF-8");
        assert!(told.lines().all(|line| line.starts_with("left out: ") && line.ends_with('.')), "{told}");
        assert_eq!(told.is_empty(), format == "jsonld", "{told}");
    }
}

#[test]
fn what_is_not_valid_is_refused_and_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("goals.ttl");
    fs::write(&file, "before").expect("written");
    let mut shown = String::new();
    for path in [
        "wrong/goal-number-zero.yaml",
        "wrong/alignment-unknown-goal.yaml",
        "wrong/broken-line.ndjson",
        "twice",
        "library",
    ] {
        let text = transcript(export("skos").arg(path).arg("--output").arg(&file));
        assert!(text.ends_with("--- exit status 2\n"), "{text}");
        shown.push_str(&format!("$ accordance export --format skos {path}\n{text}\n"));
    }
    assert_eq!(fs::read_to_string(&file).expect("there"), "before");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    insta::assert_snapshot!(shown);
}

#[test]
fn records_of_another_field_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    file("accordance.toml", "[collections.books]\nschema = \"book.json\"\nfiles = [\"books.yaml\"]\n");
    file("book.json", "{}");
    file("books.yaml", "title: Emma\n");
    insta::assert_snapshot!(transcript(export("jsonld").current_dir(folder.path())));
}

#[test]
fn an_output_replaces_no_file_that_is_read_and_is_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("sessions.yaml");
    let record = accordance().args(["schema", "meeting"]).output().expect("the command runs").stdout;
    let schema: serde_json::Value = serde_json::from_slice(&record).expect("JSON");
    write!(fs::File::create(&path).expect("made"), "{}", schema["examples"][0]).expect("written");
    let mut command = export("ics");
    let command = command.args(["sessions.yaml", "--output", "sessions.yaml"]).current_dir(folder.path());
    assert!(transcript(command).contains("the output would replace a file that is read"));
    let mut command = export("ics");
    let command = command.args(["sessions.yaml", "--output", "sessions.ics"]).current_dir(folder.path());
    assert_eq!(transcript(command), "--- exit status 0\n");
    let calendar = fs::read_to_string(folder.path().join("sessions.ics")).expect("written");
    assert!(calendar.ends_with("END:VCALENDAR\r\n"));
    let of_input = transcript_of_input(export("ics").arg("-"), schema["examples"][0].to_string().as_bytes());
    assert_eq!(of_input, format!("{calendar}--- exit status 0\n"));
}

#[test]
fn the_context_that_is_printed_is_the_one_that_is_published() {
    let output = accordance().args(["schema", "--context"]).output().expect("the command runs");
    let published = fs::read(accordance_tests::workspace().join("schemas/v1/context.jsonld")).expect("published");
    assert_eq!(output.stdout, published);
}
