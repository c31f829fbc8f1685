//! Schemas of one's own that lead from one definition to the next, as often as there is room for: none is too deep, and
//! none is gone through again and again.
#![allow(clippy::expect_used, reason = "a test that cannot go on says why")]

use accordance_document::Format;
use accordance_engine::{Collections, Config, MemoryFiles, Options, RecordFile, Report, Role, check};
use serde_json::{Map, Value, json};

/// What came of a record, valid at the first of so many definitions, each of which refers to the one behind it by what is
/// given for its reference.
fn report(levels: usize, level: impl Fn(&Value) -> Value) -> Report {
    let name = |number: usize| format!("d{number}");
    let to = |number: usize| json!({"$ref": format!("#/$defs/{}", name(number))});
    let mut definitions: Map<String, Value> =
        (0..levels).map(|number| (name(number), level(&to(number + 1)))).collect();
    definitions.insert(name(levels), json!({"type": "string", "x-refers-to": "notes"}));
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": definitions,
        "properties": {"id": {"type": "string", "x-identifies": "notes"}, "first": to(0)},
        "required": ["id"],
    });
    let notes = "{\"id\": \"one\"}\n{\"id\": \"two\"}\n{\"id\": 3}";
    let files = MemoryFiles::from_iter([("notes.json", schema.to_string()), ("notes.ndjson", notes.to_owned())]);
    let config: Config =
        "[collections.notes]\nschema = 'notes.json'\nfiles = ['*.ndjson']".parse().expect("a configuration");
    let collections = Collections::new([], &config, &files).expect("collections");
    // What rules know of the records is read of the schema too.
    assert_eq!(collections.environment().collection("notes"), Some(0));
    let list = [RecordFile { name: "notes.ndjson".into(), format: Format::Ndjson, role: Role::Checked }];
    check(&files, &list, &collections, Options::default())
}

#[track_caller]
fn is_judged(report: &Report) {
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    let lines: Vec<usize> = report.findings.iter().map(|finding| finding.place.line).collect();
    assert_eq!(lines, [3], "{:?}", report.findings);
}

#[test]
fn definitions_may_follow_each_other_however_many_there_are() {
    for (keyword, level) in [
        ("properties", &(|next: &Value| json!({"properties": {"next": next}})) as &dyn Fn(&Value) -> Value),
        ("additionalProperties", &|next| json!({"additionalProperties": next})),
        ("patternProperties", &|next| json!({"patternProperties": {"^n": next}})),
        ("items", &|next| json!({"items": next})),
        ("prefixItems", &|next| json!({"prefixItems": [next, next]})),
        ("contains", &|next| json!({"contains": next})),
        ("propertyNames", &|next| json!({"propertyNames": next})),
    ] {
        println!("{keyword}");
        is_judged(&report(3000, level));
    }
}

#[test]
fn what_two_ways_lead_to_is_read_once() {
    for (keyword, level) in [
        (
            "allOf",
            &(|next: &Value| json!({"allOf": [{"properties": {"a": next}}, {"properties": {"a": next}}]}))
                as &dyn Fn(&Value) -> Value,
        ),
        ("anyOf", &|next| json!({"anyOf": [{"properties": {"a": next}}, {"properties": {"a": next, "b": next}}]})),
        (
            "if",
            &|next| json!({"if": {"required": ["a"]}, "then": {"properties": {"a": next}}, "else": {"properties": {"a": next}}}),
        ),
        (
            "dependentSchemas",
            &|next| json!({"dependentSchemas": {"a": {"properties": {"a": next}}, "b": {"properties": {"a": next}}}}),
        ),
        ("prefixItems", &|next| json!({"prefixItems": [next, next], "items": next})),
        ("properties", &|next| json!({"properties": {"a": next, "b": next, "c": {"items": next}}})),
    ] {
        println!("{keyword}");
        is_judged(&report(200, level));
    }
}

#[test]
fn a_long_list_of_alternatives_is_gone_through_once() {
    let words: Vec<Value> = (0..30_000).map(|number| json!({"const": format!("word-{number}")})).collect();
    is_judged(&report(1, |_| json!({"anyOf": words})));
}
