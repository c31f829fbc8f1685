//! Collections whose records name their `kind`: what their schemas must say, and what is told of a record of none.
#![allow(clippy::expect_used, reason = "a test that cannot go on says why")]

use accordance_document::Format;
use accordance_engine::{Collections, Config, MemoryFiles, Options, RecordFile, Role, check};
use serde_json::{Value, json};

/// A collection of records of a kind.
fn of_kind(name: &str, kind: &Value) -> (String, Value) {
    (name.to_owned(), json!({"properties": {"kind": kind}, "$defs": {"Kind": {"type": "string", "enum": ["note"]}}}))
}

fn refused(kinds: &[(String, Value)]) -> Option<String> {
    let collections = Collections::new(kinds.to_vec(), &Config::default(), &MemoryFiles::default());
    collections.err().map(|error| error.to_string())
}

#[test]
fn a_schema_without_one_word_for_the_kind_is_refused() {
    for kind in [json!({"const": "note"}), json!({"enum": ["note"]}), json!({"$ref": "#/$defs/Kind"})] {
        assert_eq!(refused(&[of_kind("notes", &kind)]), None, "{kind}");
    }
    for kind in [json!({"type": "string"}), json!({"enum": ["note", "letter"]}), json!({"const": 1})] {
        assert_eq!(
            refused(&[of_kind("notes", &kind)]).as_deref(),
            Some(
                "the collection notes cannot be used: its records are found by their kind, and its schema has no one \
                 word for that; write \"kind\": {\"const\": \"…\"} among its properties"
            ),
            "{kind}"
        );
    }
}

#[test]
fn a_word_for_two_kinds_is_refused() {
    let kinds = [of_kind("notes", &json!({"const": "note"})), of_kind("letters", &json!({"enum": ["note"]}))];
    assert_eq!(
        refused(&kinds).as_deref(),
        Some("the collection letters cannot be used: records of the kind \"note\" belong to the collection notes too")
    );
}

/// What is told of one record, beside kinds and, where there is one, a collection `loans` of files.
fn told(kinds: &[&str], has_loans: bool, record: &Value) -> String {
    let loan = json!({"properties": {"kind": {"const": "loan"}}});
    let files = MemoryFiles::from_iter([("loan.json", loan.to_string()), ("all.json", record.to_string())]);
    let config = if has_loans { "[collections.loans]\nschema = 'loan.json'\nfiles = ['loans/*.json']" } else { "" };
    let config: Config = config.parse().expect("a configuration");
    let kinds = kinds.iter().map(|kind| of_kind(&format!("{kind}s"), &json!({"const": kind})));
    let collections = Collections::new(kinds, &config, &files).expect("collections");
    let list = [RecordFile { name: "all.json".into(), format: Format::Json, role: Role::Checked }];
    let report = check(&files, &list, &collections, Options::default());
    let [finding] = report.findings.as_slice() else { panic!("{:?}", report.findings) };
    format!("{} | {} | {}", finding.place.pointer, finding.message, finding.label)
}

#[test]
fn a_record_of_no_kind_is_told_which_there_are() {
    let (papr, loan, none, number) = (json!({"kind": "papr"}), json!({"kind": "loan"}), json!({}), json!({"kind": 1}));
    let no_file = " | no collection of accordance.toml takes the records of this file | name the file in a collection";
    let no_kind = " | the record has no \"kind\", so it is not known what it must be like";
    let loans = "/kind | records of the kind \"loan\" are in the files of loans, and this is none \
                 | name the file in that collection of accordance.toml";
    let or = ", or name the file in a collection of accordance.toml";
    for (kinds, has_loans, record, expected) in [
        (&[][..], true, &loan, loans.to_owned()),
        (&[], true, &papr, no_file.to_owned()),
        (&[], true, &number, no_file.to_owned()),
        (&[], true, &none, no_file.to_owned()),
        (&["paper"], true, &loan, loans.to_owned()),
        (
            &["paper"],
            true,
            &papr,
            format!(
                "/kind | there is no kind of record named \"papr\" (the only one is \"paper\") | write \"paper\"{or}"
            ),
        ),
        (
            &["paper"],
            false,
            &loan,
            "/kind | there is no kind of record named \"loan\" (the only one is \"paper\") | write \"paper\""
                .to_owned(),
        ),
        (
            &["paper"],
            false,
            &number,
            "/kind | \"kind\" is not a text, and \"paper\" is expected | write \"paper\"".to_owned(),
        ),
        (&["paper"], false, &none, format!("{no_kind} | add \"kind\": \"paper\"")),
        (
            &["paper", "note"],
            false,
            &papr,
            "/kind | there is no kind of record named \"papr\" (there are paper, note) | write \"paper\"".to_owned(),
        ),
        (
            &["paper", "note"],
            false,
            &loan,
            "/kind | there is no kind of record named \"loan\" (there are paper, note) | write one of them".to_owned(),
        ),
        (&["paper", "note"], true, &none, format!("{no_kind} | add \"kind\": one of paper, note{or}")),
    ] {
        assert_eq!(told(kinds, has_loans, record), expected, "{kinds:?}, {record}");
    }
}
