//! All formats carry the same findings at the same places.

use std::{collections::BTreeSet, process::Command};

use accordance_tests::accordance;
use serde_json::Value;

type Found = BTreeSet<(String, String, u64, u64)>;

fn run(format: &str, fixture: &str) -> String {
    let mut command: Command = accordance();
    let output =
        command.args(["check", "--max-findings", "10000", "--format", format]).args(fixture.split(' ')).output();
    String::from_utf8(output.expect("the command runs").stdout).expect("UTF-8")
}

fn of_finding(finding: &Value) -> (String, String, u64, u64) {
    let text = |name: &str| finding[name].as_str().expect("a text").to_owned();
    let number = |name: &str| finding[name].as_u64().expect("a number");
    (text("rule"), text("file"), number("line"), number("column"))
}

fn from_json(text: &str) -> Found {
    let report: Value = serde_json::from_str(text).expect("JSON");
    report["findings"].as_array().expect("a list").iter().map(of_finding).collect()
}

fn from_ndjson(text: &str) -> Found {
    text.lines().map(|line| of_finding(&serde_json::from_str(line).expect("JSON"))).collect()
}

fn from_sarif(text: &str) -> Found {
    let log: Value = serde_json::from_str(text).expect("JSON");
    assert_eq!(log["version"], "2.1.0");
    let results = log["runs"][0]["results"].as_array().expect("a list");
    let place = |result: &Value| {
        let place = &result["locations"][0]["physicalLocation"];
        let file = place["artifactLocation"]["uri"].as_str().expect("an address").to_owned();
        let number = |name: &str| place["region"][name].as_u64().expect("a number");
        (result["ruleId"].as_str().expect("a rule").to_owned(), file, number("startLine"), number("startColumn"))
    };
    results.iter().map(place).collect()
}

fn from_place(rule: &str, place: &str) -> (String, String, u64, u64) {
    let mut parts = place.rsplitn(3, ':');
    let mut number = || parts.next().and_then(|part| part.parse().ok()).expect("a number");
    let (column, line) = (number(), number());
    (rule.to_owned(), parts.next().expect("a file").to_owned(), line, column)
}

fn from_junit(text: &str) -> Found {
    let report = quick_junit::Report::deserialize_from_str(text).expect("JUnit");
    let cases =
        report.test_suites.iter().filter(|suite| suite.name.as_str() != "problems").flat_map(|suite| &suite.test_cases);
    cases
        .filter(|case| matches!(case.status, quick_junit::TestCaseStatus::NonSuccess { .. }))
        .map(|case| from_place(case.classname.as_ref().expect("a rule").as_str(), case.name.as_str()))
        .collect()
}

fn from_csv(text: &str) -> Found {
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let rows = table.records().map(|row| row.expect("a row"));
    rows.map(|row| from_place(&row[0], &format!("{}:{}:{}", &row[3], &row[4], &row[5]))).collect()
}

fn from_text(text: &str) -> Found {
    let mut found = Found::new();
    let mut rule = None;
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("error[") {
            rule = rest.split(']').next();
        } else if let Some(place) = line.trim_start().strip_prefix("--> ") {
            found.insert(from_place(rule.expect("a title comes first"), place));
        }
    }
    found
}

#[test]
fn every_format_carries_the_same_findings_at_the_same_places() {
    for fixture in ["wrong", "twice", "--config library/accordance.toml"] {
        let json = from_json(&run("json", fixture));
        assert!(json.len() > 2, "{fixture}");
        assert_eq!(from_ndjson(&run("ndjson", fixture)), json, "ndjson of {fixture}");
        assert_eq!(from_sarif(&run("sarif", fixture)), json, "SARIF of {fixture}");
        assert_eq!(from_junit(&run("junit", fixture)), json, "JUnit of {fixture}");
        assert_eq!(from_csv(&run("csv", fixture)), json, "CSV of {fixture}");
        assert_eq!(from_text(&run("text", fixture)), json, "text of {fixture}");
    }
}

#[test]
fn formats_are_as_they_were() {
    for format in ["json", "ndjson", "sarif", "junit", "csv"] {
        insta::assert_snapshot!(format, run(format, "twice wrong/empty.yaml"));
    }
}

#[test]
fn text_of_records_controls_no_terminal_and_no_spreadsheet() {
    let hostile = "terminal-escape.json";
    for format in ["text", "junit", "csv", "sarif"] {
        let shown = run(format, &format!("wrong/{hostile}"));
        assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{format}: {shown:?}");
        assert!(shown.contains(hostile));
    }
}
