//! A schema of one's own whose alternatives go through the same values again: the work multiplies with each level that a
//! record nests deeper, and is bounded.
#![allow(clippy::expect_used, reason = "a test that cannot go on says why")]

use accordance_document::Format;
use accordance_engine::{Collections, Config, MemoryFiles, Options, RecordFile, Report, Role, check};

/// What came of records of one collection, a line each.
fn report(schema: &str, lines: &[String]) -> Report {
    let files = MemoryFiles::from_iter([("notes.json", schema.to_owned()), ("notes.ndjson", lines.join("\n"))]);
    let config: Config =
        "[collections.notes]\nschema = 'notes.json'\nfiles = ['*.ndjson']".parse().expect("a configuration");
    let collections = Collections::new([], &config, &files).expect("collections");
    let list = [RecordFile { name: "notes.ndjson".into(), format: Format::Ndjson, role: Role::Checked }];
    check(&files, &list, &collections, Options::default())
}

/// A record whose `tree` nests so many levels deep, with a word at each.
fn nested(id: &str, levels: usize, word: &str) -> String {
    let (before, after) = (r#"{"in":"#.repeat(levels), format!(r#","word":"{word}"}}"#).repeat(levels));
    format!(r#"{{"id":"{id}","tree":{before}{{"word":"{word}"}}{after}}}"#)
}

fn told(report: &Report) -> Vec<(usize, &str)> {
    report.findings.iter().map(|finding| (finding.place.line, &*finding.message)).collect()
}

const BEYOND: &str = "the record cannot be judged: its schema looks at the same values far too often";

#[test]
fn a_record_whose_alternatives_multiply_is_refused_and_others_are_judged() {
    let schema = r##"{
        "$defs": {"tree": {"anyOf": [
            {"properties": {"in": {"$ref": "#/$defs/tree"}, "word": {"const": "x"}}, "required": ["word"]},
            {"properties": {"in": {"$ref": "#/$defs/tree"}, "word": {"const": "y"}}, "required": ["word"]},
            {"properties": {"in": {"$ref": "#/$defs/tree"}, "word": {"const": "z"}}, "required": ["word"]}
        ]}},
        "properties": {"id": {"type": "string", "x-identifies": "notes"}, "tree": {"$ref": "#/$defs/tree"}},
        "required": ["id", "tree"]
    }"##;
    let lines = [
        nested("valid", 3, "z"),
        nested("deep", 100, "z"),
        nested("deep-and-wrong", 100, "w"),
        nested("wrong", 0, "w"),
        nested("valid-too", 100, "x"),
    ];
    let report = report(schema, &lines);
    let other = "\"tree\" is an object, which has none of the forms that are expected: \"x\" or \"y\" or \"z\"";
    assert_eq!(told(&report), [(3, BEYOND), (4, other)]);
    assert_eq!(report.rules[0].passes, 3);
}

#[test]
fn a_record_of_which_it_cannot_be_told_what_it_refers_to_is_refused() {
    // The first alternative holds at once, and says nothing of the one below the other.
    let schema = r##"{
        "$defs": {"tree": {"anyOf": [
            {"properties": {"in": {"$ref": "#/$defs/tree"}}, "required": ["word"]},
            {"properties": {"in": {"$ref": "#/$defs/tree"}, "of": {"type": "string", "x-refers-to": "notes"}}}
        ]}},
        "properties": {"id": {"type": "string", "x-identifies": "notes"}, "tree": {"$ref": "#/$defs/tree"}},
        "required": ["id", "tree"]
    }"##;
    let lines = [nested("valid", 3, "x"), nested("deep", 100, "x")];
    let report = report(schema, &lines);
    assert_eq!(told(&report), [(2, BEYOND)]);
    assert_eq!(report.rules[0].passes, 1);
}

#[test]
fn a_long_record_that_is_wrong_in_each_item_by_many_alternatives_is_judged() {
    let words: Vec<String> = (0..250).map(|word| format!(r#"{{"const":"word-{word}","title":"A word"}}"#)).collect();
    let schema = format!(
        r#"{{"properties":{{"id":{{"type":"string","x-identifies":"notes"}},
            "words":{{"items":{{"oneOf":[{}]}}}}}},"required":["id"]}}"#,
        words.join(",")
    );
    let record = |id: &str, word: &str, count: usize| {
        format!(r#"{{"id":"{id}","words":[{}]}}"#, vec![format!("\"{word}\""); count].join(","))
    };
    let report = report(&schema, &[record("valid", "word-7", 1000), record("wrong", "wort-7", 400)]);
    assert_eq!(report.rules[0].passes, 1);
    assert_eq!(report.findings.len(), 400);
    assert!(
        report.findings.iter().all(|finding| finding.message.contains("wort-7")),
        "{:?}",
        report.findings[0].message
    );
}

#[test]
fn a_long_list_below_alternatives_that_multiply_is_bounded() {
    let schema = r##"{
        "$defs": {"tree": {"anyOf": [
            {"properties": {"in": {"$ref": "#/$defs/tree"}, "list": {"items": {"type": "number"}}, "word": {"const": "x"}}},
            {"properties": {"in": {"$ref": "#/$defs/tree"}, "list": {"items": {"type": "number"}}, "word": {"const": "y"}}}
        ]}},
        "properties": {"id": {"type": "string", "x-identifies": "notes"}, "tree": {"$ref": "#/$defs/tree"}},
        "required": ["id", "tree"]
    }"##;
    let list = format!(r#"{{"list":[{}],"word":"w"}}"#, vec!["1"; 2000].join(","));
    let tree = r#"{"in":"#.repeat(40) + &list + &r#","word":"w"}"#.repeat(40);
    let report = report(schema, &[format!(r#"{{"id":"long","tree":{tree}}}"#), nested("next", 1, "x")]);
    assert_eq!(told(&report), [(1, BEYOND)]);
}

#[test]
fn a_very_long_list_with_one_mistake_is_judged_part_by_part() {
    let schema = r#"{
        "properties": {"id": {"type": "string", "x-identifies": "notes"}, "list": {
            "items": {"type": "number"},
            "allOf": [{"items": {"minimum": 0}}, {"items": {"minimum": -1}}, {"items": {"minimum": -2}}]
        }},
        "required": ["id"]
    }"#;
    let list = vec!["1"; 800_000].join(",");
    let report = report(schema, &[format!(r#"{{"id":"long","list":[{list},"x"]}}"#)]);
    assert_eq!(told(&report), [(1, "item 800001 of \"list\" is \"x\", and a number is expected")]);
}
