//! `accordance schema`, and the published files.

use std::fs;

use accordance_tests::{accordance, transcript, workspace};
use serde_json::Value;

#[test]
fn kinds_are_listed_with_their_collections() {
    insta::assert_snapshot!(transcript(accordance().args(["schema", "--list"])));
}

#[test]
fn what_the_command_prints_is_what_is_published() {
    for kind in accordance_canon::KINDS.iter().map(|kind| kind.kind) {
        let output = accordance().args(["schema", kind]).output().expect("the command runs");
        let printed: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let file = workspace().join(format!("schemas/v1/{kind}.schema.json"));
        let published: Value = serde_json::from_str(&fs::read_to_string(file).expect("published")).expect("JSON");
        assert_eq!(printed["$id"], published["$id"]);
        assert_eq!(printed["properties"], published["properties"], "{kind}");
    }
}

#[test]
fn schemas_of_own_formats_are_printed_as_they_are_published() {
    for name in ["finding", "report", "config"] {
        let output = accordance().args(["schema", name]).output().expect("the command runs");
        let file = workspace().join(format!("schemas/v1/{name}.schema.json"));
        assert_eq!(String::from_utf8_lossy(&output.stdout), fs::read_to_string(file).expect("published"), "{name}");
    }
}

#[test]
fn a_version_may_stand_before_the_kind() {
    let printed = |name: &str| accordance().args(["schema", name]).output().expect("the command runs").stdout;
    assert_eq!(printed("v1/goal"), printed("goal"));
    assert_eq!(printed("v1/bundle"), printed("bundle"));
}

#[test]
fn an_unknown_kind_or_version_is_refused_with_those_that_there_are() {
    for (name, wrong) in [
        ("kind", "gaol"),
        ("kind_of_a_version", "v1/meetings"),
        ("version", "v2/goal"),
        ("version_alone", "v1"),
        ("hidden_characters", "\u{1b}[31mgoal/\u{202e}x"),
    ] {
        insta::assert_snapshot!(format!("unknown_{name}"), transcript(accordance().args(["schema", wrong])));
    }
}

#[test]
fn published_schemas_are_valid_against_their_own_draft() {
    for entry in fs::read_dir(workspace().join("schemas/v1")).expect("a folder") {
        let path = entry.expect("a file").path();
        if path.to_string_lossy().ends_with("schema.json") {
            let schema: Value = serde_json::from_str(&fs::read_to_string(&path).expect("published")).expect("JSON");
            assert!(jsonschema::meta::is_valid(&schema), "{}", path.display());
        }
    }
}
