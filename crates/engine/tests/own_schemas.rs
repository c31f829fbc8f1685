//! Schemas of one's own, as a configuration names them: how they find each other, and what is refused.
#![allow(clippy::expect_used, reason = "a test that cannot go on says why")]

use accordance_document::Format;
use accordance_engine::{CollectionError, Collections, Config, MemoryFiles, Options, RecordFile, Role, check};
use serde_json::{Value, json};

/// Collections by their names, each with the file of its schema, over files.
fn collections(named: &[(&str, &str)], files: &[(&str, &Value)]) -> Result<Collections, CollectionError> {
    let config = named.iter().map(|(name, schema)| {
        format!("[collections.{name}]\nschema = \"{schema}\"\nfiles = [\"{name}.ndjson\"]\nid = \"/id\"\n")
    });
    let config: Config = config.collect::<String>().parse().expect("a configuration");
    let files: MemoryFiles = files.iter().map(|(name, schema)| (*name, schema.to_string())).collect();
    Collections::new([], &config, &files)
}

/// The lines of the records of `things` that are refused.
#[track_caller]
fn refused(files: &[(&str, &Value)], schema: &str, lines: &str) -> Vec<usize> {
    let collections = collections(&[("things", schema)], files).expect("collections");
    let records = MemoryFiles::from_iter([("things.ndjson", lines.to_owned())]);
    let list = [RecordFile { name: "things.ndjson".into(), format: Format::Ndjson, role: Role::Checked }];
    let report = check(&records, &list, &collections, Options::default());
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    report.findings.iter().map(|finding| finding.place.line).collect()
}

/// A schema whose `n` is as another schema says.
fn thing(n: &Value) -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "properties": {"id": {"type": "string"}, "n": n},
        "required": ["id"],
    })
}

const LINES: &str = "{\"id\": \"a\", \"n\": 1}\n{\"id\": \"b\", \"n\": \"one\"}";

#[test]
fn a_file_is_found_whatever_it_is_called() {
    let number = json!({"type": "integer"});
    for (schema, other, reference) in [
        ("s/my things.json", "s/a number.json", "a%20number.json"),
        ("été/chose.json", "été/nombre é.json", "nombre%20%C3%A9.json"),
        ("50%.json", "100%25.json", "100%2525.json"),
        ("thing.json", "as%20written.json", "as%20written.json"),
    ] {
        let files = [(schema, &thing(&json!({"$ref": reference}))), (other, &number)];
        assert_eq!(refused(&files, schema, LINES), [2], "{schema}");
    }
}

#[test]
fn a_schema_within_a_schema_is_found_by_its_address() {
    let mut whole = thing(&json!({"$ref": "number"}));
    whole["$defs"] = json!({"a": {"$id": "number", "type": "integer"}});
    assert_eq!(refused(&[("s/thing.json", &whole)], "s/thing.json", LINES), [2]);
    whole["$id"] = "https://example.org/s/thing.json".into();
    assert_eq!(refused(&[("s/thing.json", &whole)], "s/thing.json", LINES), [2]);
    whole["properties"]["n"] = json!({"$ref": "#/$defs/a"});
    whole["$defs"] = json!({"a": {"$id": "sub/", "$ref": "number.json"}});
    let number = json!({"type": "integer"});
    assert_eq!(refused(&[("s/thing.json", &whole), ("s/sub/number.json", &number)], "s/thing.json", LINES), [2]);
}

#[test]
fn data_in_a_schema_refer_to_nothing() {
    let data = json!({"$ref": "nowhere.json"});
    for keyword in ["examples", "enum"] {
        let schema = thing(&json!({"default": data, keyword: [data, 1], "not": {"type": "string"}}));
        let refused = refused(&[("thing.json", &schema)], "thing.json", LINES);
        assert!(!refused.is_empty() && refused.iter().all(|line| *line == 2), "{keyword}: {refused:?}");
    }
    let schema = thing(&json!({"type": "integer", "default": {"$ref": "list.json"}}));
    let list = json!({"$ref": "nowhere.json"});
    assert_eq!(refused(&[("thing.json", &schema), ("list.json", &list)], "thing.json", LINES), [2]);
    assert!(refused(&[("thing.json", &thing(&json!({"not": {"const": data}})))], "thing.json", LINES).is_empty());
}

#[test]
fn what_looks_like_data_may_be_a_schema_all_the_same() {
    let number = json!({"type": "integer"});
    let mut whole = thing(&json!({"$ref": "#/components/schemas/default"}));
    whole["components"] = json!({"schemas": {"default": {"$ref": "number.json"}}});
    let files = [("thing.json", &whole), ("number.json", &number)];
    assert_eq!(refused(&files, "thing.json", LINES), [2]);
}

#[test]
fn an_address_that_counts_for_nothing_in_its_dialect_is_none() {
    let number = json!({"type": "integer"});
    let mut whole = thing(&json!({"$id": "other/", "$ref": "number.json"}));
    whole["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    let files = [("thing.json", &whole), ("number.json", &number)];
    assert_eq!(refused(&files, "thing.json", LINES), [2]);
    let mut whole = thing(&json!({"$ref": "number.json"}));
    whole["$id"] = "sub/thing.json".into();
    let files = [("thing.json", &whole), ("sub/number.json", &number)];
    assert_eq!(refused(&files, "thing.json", LINES), [2]);
}

#[test]
fn a_property_may_be_called_like_a_keyword_for_data() {
    let mut schema = thing(&json!(true));
    schema["properties"]["default"] = json!({"$ref": "number.json"});
    let files = [("thing.json", &schema), ("number.json", &json!({"type": "integer"}))];
    let lines = "{\"id\": \"a\", \"default\": 1}\n{\"id\": \"b\", \"default\": \"one\"}";
    assert_eq!(refused(&files, "thing.json", lines), [2]);
}

#[test]
fn a_mark_that_names_no_collection_is_refused_with_the_nearest() {
    let told = |mark: &Value| {
        let schema = thing(&json!({"type": "string", "x-refers-to": mark}));
        collections(&[("things", "thing.json")], &[("thing.json", &schema)]).map_err(|error| error.to_string())
    };
    let begin = "the collection things cannot be used: x-refers-to names a collection, and its schema has";
    let wrong = told(&json!("thngs")).expect_err("it is misspelt");
    assert_eq!(wrong, format!("{begin} \"thngs\", which is none; write \"things\""));
    let wrong = told(&json!(["things"])).expect_err("it is a list");
    assert_eq!(wrong, format!("{begin} [\"things\"], which is none"));
    assert!(told(&json!("things")).is_ok());
}

#[test]
fn a_mark_that_is_misspelt_is_refused_with_the_right_one() {
    let told = |keyword: &str, name: &str| {
        let schema = thing(&json!({"type": "string", keyword: name}));
        collections(&[("things", "thing.json")], &[("thing.json", &schema)]).map_err(|error| error.to_string())
    };
    for keyword in ["x-refer-to", "x_refers_to", "X-Refers-To", "x-refers-to "] {
        let wrong = told(keyword, "things").expect_err("it is misspelt");
        assert!(wrong.ends_with(&format!("its schema has the keyword {keyword:?}; write \"x-refers-to\"")), "{wrong}");
    }
    assert!(told("x-identifier", "ISBN").is_ok());
    assert!(told("x-order", "things").is_ok());
}

#[test]
fn the_collection_at_fault_is_named() {
    let files = [("thing.json", &thing(&json!(true))), ("other.json", &thing(&json!({"$ref": "nowhere.json"})))];
    let wrong =
        collections(&[("others", "other.json"), ("things", "thing.json")], &files).expect_err("a file is missing");
    assert_eq!(wrong.collection, "others");
    let kinds = [("things".to_owned(), json!({})), ("things".to_owned(), json!({}))];
    let wrong = Collections::new(kinds, &Config::default(), &MemoryFiles::default()).expect_err("two of one name");
    assert_eq!(wrong.to_string(), "the collection things cannot be used: there are two kinds of this name");
}
