//! What tells findings apart, and makes them known again in another run.

use std::collections::{BTreeSet, HashSet};

use accordance_tests::{accordance, workspace};
use serde_json::Value;

use super::{FIXTURES, run, text};

/// Some property of each finding, in the order of the findings.
fn each(fixture: &str, property: &str) -> Vec<Value> {
    let report: Value = serde_json::from_str(&run("json", fixture)).expect("JSON");
    report["findings"].as_array().expect("a list").iter().map(|finding| finding[property].clone()).collect()
}

#[test]
fn a_finding_has_one_fingerprint_in_every_format_and_no_other_finding_has_it() {
    for fixture in FIXTURES {
        let json = each(fixture, "fingerprint");
        let own: HashSet<&str> = json.iter().map(|one| one.as_str().expect("a fingerprint")).collect();
        assert_eq!(own.len(), json.len(), "{fixture}: {json:?}");
        let lines = run("ndjson", fixture);
        let lines = lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON")["fingerprint"].clone());
        assert_eq!(lines.collect::<Vec<_>>(), json, "{fixture}");
        let sarif: Value = serde_json::from_str(&run("sarif", fixture)).expect("JSON");
        let results = sarif["runs"][0]["results"].as_array().expect("results").iter();
        let results = results.map(|result| result["partialFingerprints"]["accordance/v1"].clone());
        assert_eq!(results.collect::<Vec<_>>(), json, "{fixture}");
    }
}

#[test]
fn tables_tell_requirements_and_values() {
    for fixture in FIXTURES {
        let table = run("csv", fixture);
        let rows: Vec<csv::StringRecord> =
            csv::Reader::from_reader(table.as_bytes()).records().map(|row| row.expect("a row")).collect();
        let (requirements, values) = (each(fixture, "requirement"), each(fixture, "values"));
        assert_eq!(rows.len(), values.len(), "{fixture}");
        for (row, (requirement, values)) in rows.iter().zip(requirements.iter().zip(values)) {
            assert_eq!(serde_json::from_str::<Value>(&row[13]).expect("JSON"), values, "{fixture}");
            assert_eq!(row[12].parse().ok(), requirement.as_u64(), "{fixture}");
        }
    }
}

/// The class and name of each test case.
fn cases(junit: &str) -> Vec<(String, String)> {
    let report = quick_junit::Report::deserialize_from_str(junit).expect("JUnit");
    let cases = report.test_suites.iter().flat_map(|suite| suite.test_cases.iter().map(move |case| (suite, case)));
    cases.map(|(suite, case)| (suite.name.as_str().to_owned(), case.name.as_str().to_owned())).collect()
}

#[test]
fn no_two_test_cases_of_a_suite_have_one_name() {
    for fixture in FIXTURES {
        let all = cases(&run("junit", fixture));
        let own: HashSet<&(String, String)> = all.iter().collect();
        assert_eq!(own.len(), all.len(), "{fixture}: {all:#?}");
    }
}

/// What is found in two meetings by a rule of two requirements, a matrix, and a rule that is waived until a day.
fn found_in(records: &[&str], format: &str, as_of: &str, sum: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let rules = format!(
        "accordance 1\n\n\
         rule two \"Two\"\n  for meeting in meetings\n  require {sum} > 9\n  require {sum} > 8\n  message \"{sum}\"\nend\n\n\
         matrix pairs \"Pairs\"\n  rows meeting in meetings\n  columns goal in goals\n  \
         when goal.edition = \"gpg-2023\" and goal.number < 4\n  cell {sum}\n  require cell > 9\n  message \"{sum}\"\nend\n\n\
         waive two\n  where meeting.id = \"plain\"\n  until 2024-12-31\n  because \"Late.\"\n  by \"Boss\"\nend\n"
    );
    std::fs::write(folder.path().join("own.accord"), rules).expect("written");
    std::fs::write(folder.path().join("own.ndjson"), records.join("\n")).expect("written");
    let mut command = accordance();
    command.current_dir(&folder).args(["check", "--no-default-rules", "--rules", "own.accord", "own.ndjson"]);
    let output = command.args(["--format", format, "--as-of", as_of]).output().expect("the command runs");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn a_finding_is_known_again_where_lines_and_words_differ_and_its_waiver_has_ended() {
    let plain = std::fs::read_to_string(workspace().join("fixtures/sessions/records/later.ndjson")).expect("there");
    let plain = plain.lines().next().expect("a record");
    let other = plain.replace("\"plain\"", "\"other\"");
    let before = |format: &str| found_in(&[plain, &other], format, "2024-03-01", "1 + 1");
    let after = |format: &str| found_in(&[&other, plain], format, "2025-03-01", "1 + 2");
    let fingerprints = |lines: &str| {
        let lines = lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
        lines.map(|line| text(&line, "fingerprint").to_owned()).collect::<BTreeSet<_>>()
    };
    let (first, second) = (before("ndjson"), after("ndjson"));
    assert!(first.contains("\"waived\":{") && second.contains("its waiver by Boss ended on 2024-12-31"), "{second}");
    let own = fingerprints(&first);
    assert_eq!(own, fingerprints(&second));
    assert_eq!(own.len(), first.lines().count(), "{first}");

    let named = |junit: &str| cases(junit).into_iter().collect::<BTreeSet<_>>();
    let names = named(&before("junit"));
    assert_eq!(names, named(&after("junit")));
    for (class, name) in [
        ("two", "own.ndjson: meetings plain, require 2"),
        ("pairs", "own.ndjson: meetings other, require 1, meeting.id other, goal.id gpg-2023-3"),
    ] {
        assert!(names.contains(&(class.to_owned(), name.to_owned())), "{name}: {names:#?}");
    }
}

#[test]
fn rules_say_of_themselves_what_their_files_do() {
    let report: Value = serde_json::from_str(&run("json", FIXTURES[0])).expect("JSON");
    let rules = report["rules"].as_array().expect("a list");
    let of = |name: &str| rules.iter().find(|rule| rule["rule"] == name).expect("a rule");
    let said = ["title", "severity", "owner", "because", "see"];
    assert!(said.iter().all(|property| of("schema")[*property].is_null()));
    let rule = of("contribution-names-goal-or-theme");
    assert_eq!(rule["title"], "Every contribution names a goal or a theme");
    assert_eq!((&rule["severity"], &rule["owner"], &rule["see"]), (&"warning".into(), &"EDPP".into(), &Value::Null));
    assert!(text(rule, "because").starts_with("A contribution"));
    let sarif: Value = serde_json::from_str(&run("sarif", FIXTURES[0])).expect("JSON");
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().expect("rules");
    let rule = rules.iter().find(|rule| rule["id"] == "contribution-names-goal-or-theme").expect("a rule");
    assert_eq!(rule["properties"]["owner"], "EDPP");
}
