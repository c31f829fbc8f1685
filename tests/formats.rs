//! All formats carry the same findings and problems at the same places.

#[path = "formats/known_again.rs"]
mod known_again;

use std::process::Command;

use accordance_tests::{accordance, workspace};
use serde_json::Value;

/// A finding as every format tells it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    place: Place,
    rule: String,
    state: State,
    severity: String,
    message: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    file: String,
    line: u64,
    column: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Fails,
    CannotTell,
    /// Until a day.
    Waived(String),
}

/// What a format says: the findings in order, and the places and messages of problems.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    findings: Vec<Found>,
    problems: Vec<(String, String)>,
}

fn output(format: &str, fixture: &str) -> (String, String) {
    let mut command: Command = accordance();
    command.args(["check", "--as-of", "2024-03-01", "--max-findings", "10000", "--no-fold", "--format", format]);
    let output = command.args(fixture.split(' ')).output().expect("the command runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (text(output.stdout), text(output.stderr))
}

fn run(format: &str, fixture: &str) -> String {
    output(format, fixture).0
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_else(|| panic!("no text {name} in {value}"))
}

fn number(value: &Value, name: &str) -> u64 {
    value[name].as_u64().unwrap_or_else(|| panic!("no number {name} in {value}"))
}

fn state(outcome: &str, until: Option<&str>) -> State {
    match (until, outcome) {
        (Some(until), _) => State::Waived(until.to_owned()),
        (None, "cannot_tell") => State::CannotTell,
        (None, outcome) => {
            assert_eq!(outcome, "fails");
            State::Fails
        }
    }
}

fn of_finding(finding: &Value) -> Found {
    Found {
        place: Place {
            file: text(finding, "file").to_owned(),
            line: number(finding, "line"),
            column: number(finding, "column"),
        },
        rule: text(finding, "rule").to_owned(),
        state: state(text(finding, "outcome"), finding["waived"]["until"].as_str()),
        severity: text(finding, "severity").to_owned(),
        message: text(finding, "message").to_owned(),
    }
}

/// A file, or `file:line:column`.
fn of_problem(problem: &Value) -> (String, String) {
    let file = text(problem, "file");
    let place = match (problem["line"].as_u64(), problem["column"].as_u64()) {
        (Some(line), Some(column)) => format!("{file}:{line}:{column}"),
        _ => file.to_owned(),
    };
    (place, text(problem, "message").to_owned())
}

fn from_json(text: &str) -> Told {
    let report: Value = serde_json::from_str(text).expect("JSON");
    let list = |name: &str| report[name].as_array().expect("a list").clone();
    Told {
        findings: list("findings").iter().map(of_finding).collect(),
        problems: list("problems").iter().map(of_problem).collect(),
    }
}

fn from_ndjson((lines, errors): &(String, String)) -> Told {
    let findings = lines.lines().map(|line| of_finding(&serde_json::from_str(line).expect("JSON")));
    Told { findings: findings.collect(), problems: listed_problems(errors) }
}

/// What the formats without room for problems have on standard error.
fn listed_problems(errors: &str) -> Vec<(String, String)> {
    let Some((_, list)) = errors.split_once("error: this run is not to be trusted:\n") else { return Vec::new() };
    let each = list.lines().map(|line| line.trim_start().split_once(": ").expect("a place and a message"));
    each.map(|(place, message)| (place.to_owned(), message.to_owned())).collect()
}

fn from_sarif(log: &str) -> Told {
    let log: Value = serde_json::from_str(log).expect("JSON");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let placed = |result: &Value| {
        let place = &result["locations"][0]["physicalLocation"];
        let file = text(&place["artifactLocation"], "uri").replace("%3A", ":").replace("%3C", "<").replace("%3E", ">");
        let region = &place["region"];
        Place { file, line: number(region, "startLine"), column: number(region, "startColumn") }
    };
    let finding = |result: &Value| {
        let rule = text(result, "ruleId");
        let at = usize::try_from(number(result, "ruleIndex")).expect("an index");
        assert_eq!(run["tool"]["driver"]["rules"][at]["id"], rule);
        let justified = result["suppressions"][0]["justification"].as_str();
        let until = justified.map(|text| {
            let (_, rest) = text.rsplit_once("(until ").expect("an end");
            rest.split(',').next().expect("a day")
        });
        let outcome = if text(result, "kind") == "open" { "cannot_tell" } else { "fails" };
        let severity = match text(result, "level") {
            "note" | "none" => "advice",
            other => other,
        };
        Found {
            place: placed(result),
            rule: rule.to_owned(),
            state: state(outcome, until),
            severity: severity.to_owned(),
            message: text(&result["message"], "text").to_owned(),
        }
    };
    let problem = |notification: &Value| {
        let Place { file, line, column } = placed(notification);
        (format!("{file}:{line}:{column}"), text(&notification["message"], "text").to_owned())
    };
    let notifications = &run["invocations"][0]["toolExecutionNotifications"];
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    Told {
        findings: list(&run["results"]).iter().map(finding).collect(),
        problems: list(notifications).iter().map(problem).collect(),
    }
}

fn place(written: &str) -> Place {
    let mut parts = written.rsplitn(3, ':');
    let mut number = || parts.next().and_then(|part| part.parse().ok()).expect("a number");
    let (column, line) = (number(), number());
    Place { file: parts.next().expect("a file").to_owned(), line, column }
}

fn from_junit(text: &str) -> Told {
    let report = quick_junit::Report::deserialize_from_str(text).expect("JUnit");
    let mut told = Told::default();
    for suite in &report.test_suites {
        for case in &suite.test_cases {
            let name = case.name.as_str();
            let (message, ty) = match &case.status {
                quick_junit::TestCaseStatus::Success { .. } => continue,
                quick_junit::TestCaseStatus::NonSuccess { message, ty, .. }
                | quick_junit::TestCaseStatus::Skipped { message, ty, .. } => (message, ty),
            };
            // A rule that has nothing to be found is a case without a message.
            let Some(message) = message.as_ref().map(quick_junit::XmlString::as_str) else { continue };
            if suite.name.as_str() == "problems" {
                told.problems.push((name.to_owned(), message.to_owned()));
                continue;
            }
            // The first line of what is told of a case is its place.
            let place = match &case.status {
                quick_junit::TestCaseStatus::NonSuccess { description, .. }
                | quick_junit::TestCaseStatus::Skipped { description, .. } => {
                    let description = description.as_ref().expect("a description").as_str();
                    place(description.lines().next().expect("a place"))
                }
                quick_junit::TestCaseStatus::Success { .. } => continue,
            };
            let is_skipped = matches!(case.status, quick_junit::TestCaseStatus::Skipped { .. });
            let (state, message) = if let Some(rest) = message.strip_prefix("waived until ").filter(|_| is_skipped) {
                let (until, rest) = rest.split_once(" by ").expect("who decided");
                let (_, message) = rest.split_once(": ").expect("a message");
                (State::Waived(until.to_owned()), message)
            } else if let Some(message) = message.strip_prefix("cannot tell: ").filter(|_| is_skipped) {
                (State::CannotTell, message)
            } else {
                assert!(!is_skipped, "{name}: {message}");
                (State::Fails, message)
            };
            told.findings.push(Found {
                place,
                rule: case.classname.as_ref().expect("a rule").as_str().to_owned(),
                state,
                severity: ty.as_ref().expect("a severity").as_str().to_owned(),
                message: message.to_owned(),
            });
        }
    }
    told
}

fn from_csv((table, errors): &(String, String)) -> Told {
    let mut table = csv::Reader::from_reader(table.as_bytes());
    let rows = table.records().map(|row| row.expect("a row"));
    let findings = rows.map(|row| Found {
        place: place(&format!("{}:{}:{}", &row[3], &row[4], &row[5])),
        rule: row[0].to_owned(),
        state: state(&row[2], Some(&row[11]).filter(|until| !until.is_empty())),
        severity: row[1].to_owned(),
        message: row[9].to_owned(),
    });
    Told { findings: findings.collect(), problems: listed_problems(errors) }
}

fn from_text(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut titled: Option<(String, String, String)> = None;
    for line in text.lines() {
        let title = ["error", "warning", "advice"].into_iter().find_map(|severity| {
            let (rule, message) = line.strip_prefix(severity)?.strip_prefix('[')?.split_once("]: ")?;
            Some((severity.to_owned(), rule.to_owned(), message.to_owned()))
        });
        if title.is_some() {
            titled = title;
        } else if let Some(at) = line.trim_start().strip_prefix("--> ") {
            let (severity, rule, message) = titled.take().expect("a title comes first");
            let waived = message.strip_suffix(')').and_then(|message| message.rsplit_once(" (waived until "));
            let (state, message) = match (waived, message.strip_prefix("cannot tell: ")) {
                (Some((message, until)), _) => (State::Waived(until.to_owned()), message),
                (None, Some(message)) => (State::CannotTell, message),
                (None, None) => (State::Fails, message.as_str()),
            };
            found.push(Found { place: place(at), rule, state, severity, message: message.to_owned() });
        }
    }
    found
}

const FIXTURES: [&str; 6] = [
    "wrong",
    "twice",
    "--config library/accordance.toml",
    "--no-default-rules --rules sessions/rules --rules sessions/waivers.accord sessions/records",
    "--rules sessions/rules --rules sessions/mistaken --rules sessions/waivers.accord sessions/records sessions/unreadable",
    "--no-default-rules --max-checks 16 --rules sessions/rules sessions/records",
];

/// Findings in the order of formats that sort them by rule.
fn sorted(mut findings: Vec<Found>) -> Vec<Found> {
    findings.sort();
    findings
}

/// Without messages, where a format shows them in a way of its own.
fn without_messages(findings: &[Found]) -> Vec<Found> {
    sorted(findings.iter().cloned().map(|found| Found { message: String::new(), ..found }).collect())
}

#[test]
fn every_format_carries_the_same_findings_and_problems_at_the_same_places() {
    for fixture in FIXTURES {
        let json = from_json(&run("json", fixture));
        assert!(json.findings.len() > 2, "{fixture}");
        assert_eq!(from_ndjson(&output("ndjson", fixture)), json, "ndjson of {fixture}");

        let csv = from_csv(&output("csv", fixture));
        assert_eq!(csv.problems, json.problems, "CSV of {fixture}");
        assert_eq!(without_messages(&csv.findings), without_messages(&json.findings), "CSV of {fixture}");

        let sarif = from_sarif(&run("sarif", fixture));
        assert_eq!(without_messages(&sarif.findings), without_messages(&json.findings), "SARIF of {fixture}");
        for (one, other) in sarif.findings.iter().zip(&json.findings) {
            let message = accordance_report::clean(other.message.trim_end_matches('.')).into_owned();
            assert!(one.message.starts_with(&message), "SARIF of {fixture}: {one:?}");
        }
        let whole = |(place, message): &(String, String)| {
            let has_line = place.rsplit(':').take(2).all(|part| part.parse::<u64>().is_ok());
            (if has_line { place.clone() } else { format!("{place}:1:1") }, message.clone())
        };
        let problems: Vec<_> = json.problems.iter().map(whole).collect();
        assert_eq!(sarif.problems, problems, "SARIF of {fixture}");

        let junit = from_junit(&run("junit", fixture));
        assert_eq!(junit.problems, json.problems, "JUnit of {fixture}");
        assert_eq!(without_messages(&junit.findings), without_messages(&json.findings), "JUnit of {fixture}");

        let (shown, errors) = output("text", fixture);
        assert_eq!(without_messages(&from_text(&shown)), without_messages(&json.findings), "text of {fixture}");
        assert_eq!(shown.contains("This run is not to be trusted"), !json.problems.is_empty(), "{fixture}: {shown}");
        for (place, _) in json.problems.iter().filter(|(_, message)| message.starts_with('E')) {
            assert!(errors.contains(&format!("--> {place}")), "text of {fixture}: {place}: {errors}");
        }
    }
}

#[test]
fn formats_are_compared_where_something_is_waived_cannot_be_told_and_has_no_record() {
    let all: Vec<Found> = FIXTURES.iter().flat_map(|fixture| from_json(&run("json", fixture)).findings).collect();
    assert!(all.iter().any(|found| matches!(found.state, State::Waived(_))));
    assert!(all.iter().any(|found| found.state == State::CannotTell));
    assert!(all.iter().any(|found| found.place.file.ends_with("rules/sessions.accord")));
    assert!(all.iter().any(|found| found.message.contains("its waiver by EDPP ended")));
}

fn published(name: &str) -> jsonschema::Validator {
    let file = workspace().join(format!("schemas/v1/{name}.schema.json"));
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(file).expect("published")).expect("JSON");
    jsonschema::validator_for(&schema).expect("a schema")
}

/// That an object has no property but those that a schema describes.
fn is_described(object: &Value, schema: &Value) {
    let properties = schema["properties"].as_object().expect("properties");
    for name in object.as_object().expect("an object").keys() {
        assert!(properties.contains_key(name), "{name} is not described");
    }
}

#[test]
fn what_programs_read_is_as_the_published_schemas_say() {
    let [finding, report] = accordance_report::output_schemas();
    for fixture in FIXTURES {
        let whole: Value = serde_json::from_str(&run("json", fixture)).expect("JSON");
        let errors: Vec<String> = published("report").iter_errors(&whole).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{fixture}: {errors:#?}");
        is_described(&whole, &report.schema);
        for (list, name) in [("findings", "Finding"), ("rules", "Tally"), ("problems", "Problem")] {
            for item in whole[list].as_array().expect("a list") {
                is_described(item, &report.schema["$defs"][name]);
            }
        }
        is_described(&whole["summary"], &report.schema["$defs"]["Summary"]);
        let validator = published("finding");
        for line in run("ndjson", fixture).lines() {
            let line: Value = serde_json::from_str(line).expect("JSON");
            assert!(validator.is_valid(&line), "{line}");
            is_described(&line, &finding.schema);
        }
    }
}

#[test]
fn formats_are_as_they_were() {
    for format in ["json", "ndjson", "sarif", "junit", "csv"] {
        let fixture =
            "--no-default-rules --rules sessions/mistaken twice wrong/empty.yaml sessions/records/sessions.yaml";
        insta::assert_snapshot!(format, run(format, fixture));
    }
}

#[test]
fn text_of_records_controls_no_terminal_and_no_spreadsheet() {
    let hostile = "terminal-escape.json";
    for format in ["text", "junit", "csv", "sarif"] {
        let shown = run(format, &format!("wrong/{hostile}"));
        assert!(!shown.contains(['\u{1b}', '\u{202e}', '\u{ffff}']), "{format}: {shown:?}");
        assert!(shown.contains(hostile));
    }
}

/// A full disk: a file that takes nothing.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_in_every_format_and_command() {
    let formats = ["text", "json", "ndjson", "sarif", "junit", "csv"];
    let checks = formats.map(|format| vec!["check", "--as-of", "2024-03-01", "--format", format]);
    let tests = ["text", "json", "junit"].map(|format| vec!["test", "--format", format, "explain"]);
    let folder = tempfile::tempdir().expect("a folder");
    let records = folder.path().to_str().expect("a name");
    let exports = ["skos", "jsonld", "iati", "ics"].map(|format| vec!["export", "--format", format]);
    let others = [
        vec!["explain", "--plan", "themes-by-goal"],
        vec!["sql", "--dialect", "duckdb", "--records", records],
        vec!["schema", "meeting"],
        vec!["matrix", "themes-by-goal"],
    ];
    for args in checks.into_iter().chain(tests).chain(exports).chain(others) {
        let full = std::fs::File::options().write(true).open("/dev/full").expect("it is there");
        let output = accordance().args(&args).stdout(full).output().expect("the command runs");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(told.contains("No space left on device"), "{args:?}: {told}");
        assert_eq!(output.status.code(), Some(2), "{args:?}: {told}");
    }
}
