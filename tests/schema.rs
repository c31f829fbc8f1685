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
fn published_schemas_are_valid_against_their_own_draft() {
    for entry in fs::read_dir(workspace().join("schemas/v1")).expect("a folder") {
        let path = entry.expect("a file").path();
        if path.to_string_lossy().ends_with("schema.json") {
            let schema: Value = serde_json::from_str(&fs::read_to_string(&path).expect("published")).expect("JSON");
            assert!(jsonschema::meta::is_valid(&schema), "{}", path.display());
        }
    }
}
