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

/// The published schemas, each with the name of its file.
fn published() -> Vec<(String, Value)> {
    let files = fs::read_dir(workspace().join("schemas/v1")).expect("a folder");
    let files = files.map(|entry| entry.expect("a file")).map(|file| (file.file_name(), file.path()));
    files
        .map(|(name, path)| (name.to_string_lossy().into_owned(), path))
        .filter(|(name, _)| name.ends_with(".schema.json"))
        .map(|(name, path)| (name, serde_json::from_str(&fs::read_to_string(path).expect("published")).expect("JSON")))
        .collect()
}

/// Every schema within a schema, with its place, and whether it is that of a property.
fn subschemas<'s>(schema: &'s Value, at: &str, is_property: bool, found: &mut Vec<(String, &'s Value, bool)>) {
    let Value::Object(members) = schema else { return };
    found.push((at.to_owned(), schema, is_property));
    for (keyword, value) in members {
        let at = format!("{at}/{keyword}");
        match (keyword.as_str(), value) {
            ("properties" | "$defs", Value::Object(named)) => {
                let is_property = keyword == "properties";
                named.iter().for_each(|(name, value)| subschemas(value, &format!("{at}/{name}"), is_property, found));
            }
            ("anyOf" | "oneOf", Value::Array(branches)) => {
                branches.iter().for_each(|branch| subschemas(branch, &at, false, found));
            }
            ("items" | "additionalProperties" | "not", value) => subschemas(value, &at, false, found),
            _ => {}
        }
    }
}

#[test]
fn published_schemas_are_valid_against_their_own_draft() {
    for (file, schema) in published() {
        assert!(jsonschema::meta::is_valid(&schema), "{file}");
    }
}

/// Of these, properties have no titles.
const BARE: [&str; 3] = ["accordance.schema.json", "finding.schema.json", "report.schema.json"];

#[test]
fn every_published_property_has_a_title_a_description_and_an_example() {
    let mut lacking = Vec::new();
    for (file, schema) in published() {
        let mut found = Vec::new();
        subschemas(&schema, "", false, &mut found);
        for (at, property, _) in found.iter().filter(|(at, _, is_property)| *is_property || at.is_empty()) {
            // Code is generated from the bundle, and from what reports are: there, a title would make a type of a property.
            let is_bare = BARE.contains(&&*file) && !at.is_empty();
            let wanted = if is_bare { &["description", "examples"][..] } else { &["title", "description", "examples"] };
            for keyword in wanted.iter().filter(|keyword| property.get(**keyword).is_none()) {
                lacking.push(format!("{file}{at}: {keyword}"));
            }
            let is_of_object = property.get("properties").is_some();
            assert!(!is_bare || is_of_object || property.get("title").is_none(), "{file}{at} has a title");
        }
    }
    assert!(lacking.is_empty(), "{lacking:#?}");
}

#[test]
fn every_published_example_is_valid_where_it_stands() {
    let mut count = 0;
    for (file, whole) in published() {
        let mut found = Vec::new();
        subschemas(&whole, "", false, &mut found);
        for (at, schema, _) in found {
            let Some(Value::Array(examples)) = schema.get("examples") else { continue };
            let mut schema = schema.clone();
            if let Some(definitions) = whole.get("$defs") {
                schema["$defs"] = definitions.clone();
            }
            let validator = jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema");
            for example in examples {
                count += 1;
                assert!(validator.is_valid(example), "{file}{at}: {example}");
            }
        }
    }
    assert!(count > 300, "{count} examples");
}

/// Whoever begins with an example is not told of errors in it.
#[test]
fn the_examples_of_kinds_have_no_errors_by_the_built_in_rules() {
    let folder = tempfile::tempdir().expect("a folder");
    for kind in accordance_canon::KINDS.iter().map(|kind| kind.kind) {
        let output = accordance().args(["schema", kind]).output().expect("the command runs");
        let schema: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let file = folder.path().join(format!("{kind}.json"));
        fs::write(&file, schema["examples"][0].to_string()).expect("written");
        let shown = transcript(accordance().args(["check", "--as-of", "2026-01-01"]).arg(&file));
        assert!(shown.ends_with("--- exit status 0\n"), "{kind}: {shown}");
    }
}
