//! What tells findings apart, and makes them known again in another run.

use serde_json::Value;

use super::{FIXTURES, run, text};

/// Some property of each finding, in the order of the findings.
fn each(fixture: &str, property: &str) -> Vec<Value> {
    let report: Value = serde_json::from_str(&run("json", fixture)).expect("JSON");
    report["findings"].as_array().expect("a list").iter().map(|finding| finding[property].clone()).collect()
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
