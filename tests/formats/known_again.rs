//! What tells findings apart, and makes them known again in another run.

use serde_json::Value;

use super::{FIXTURES, run};

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
