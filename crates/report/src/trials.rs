//! What came of examples and tests of rules, for people and for programs.

use std::io::Write;

use accordance_document::LineIndex;
use accordance_engine::{Problem, Severity, Trial, TrialKind, Trials};
use accordance_rules::{Place, Sources, core::ExampleOutcome};
use quick_junit::{NonSuccessKind, Report as JunitReport, TestCase, TestCaseStatus, TestSuite};
use serde_json::{Value as Json, json};

use crate::{
    Colors, RuleMistake, RulePlace, WriteError, clean, inert_json,
    junit::{problem_suite, write_xml},
    write_mistakes,
};

/// How the trials of rules are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrialsFormat {
    /// What is not as stated, each at its place, and how much was tried.
    Text(Colors),
    /// One object.
    Json,
    /// JUnit XML: a suite for each rule file.
    Junit,
}

/// Writes what came of the examples and tests of rules. `sources` are the files that they stand in, and `problems` are
/// what is wrong with those, which the formats for programs carry too.
///
/// # Errors
/// The output takes no more.
pub fn write_trials(
    trials: &Trials,
    sources: &Sources,
    problems: &[Problem],
    format: TrialsFormat,
    out: &mut dyn Write,
) -> Result<(), WriteError> {
    match format {
        TrialsFormat::Text(colors) => text(trials, sources, colors, out),
        TrialsFormat::Json => {
            inert_json::write_pretty(&object(trials, sources, problems), out)?;
            out.write_all(b"\n")?;
            Ok(())
        }
        TrialsFormat::Junit => write_xml(&junit(trials, sources, problems), out),
    }
}

fn text(trials: &Trials, sources: &Sources, colors: Colors, out: &mut dyn Write) -> Result<(), WriteError> {
    for trial in &trials.all {
        let faults = trial.faults.iter().map(|(place, fault)| {
            let (file, text) = sources.files.get(place.file).map_or(("", ""), |file| (&*file.name, &*file.text));
            // Of a whole block, its first line is marked.
            let first_line = sources.text(*place).lines().next().map_or(0, str::len);
            let span = place.span.start..place.span.start + first_line;
            RuleMistake {
                severity: Severity::Error,
                code: word(trial.kind),
                message: fault,
                place: RulePlace { file, text, span, label: "stated here" },
                related: Vec::new(),
                notes: Vec::new(),
            }
        });
        write_mistakes(faults, colors, out)?;
    }
    for (names, what) in [(&trials.never_pass, "passes"), (&trials.never_fail, "fails")] {
        if !names.is_empty() {
            let names: Vec<_> = names.iter().map(|name| clean(name)).collect();
            writeln!(out, "No example or test that {what}: {}.\n", names.join(", "))?;
        }
    }
    writeln!(out, "{}", told(trials))?;
    Ok(())
}

/// The last line: how much was tried.
fn told(trials: &Trials) -> String {
    let count = |number: usize, one: &str, many: &str| match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {many}"),
    };
    let tests = trials.all.iter().filter(|trial| trial.kind == TrialKind::Test).count();
    let examples = trials.all.len() - tests;
    let wrong = trials.all.iter().filter(|trial| !trial.faults.is_empty()).count();
    let tried = format!("{} and {}", count(examples, "example", "examples"), count(tests, "test", "tests"));
    match wrong {
        0 if trials.all.is_empty() => "Nothing to try: there is no example and no test that can be used.".into(),
        0 => format!("Tried {tried}: all are as stated."),
        wrong => format!("Tried {tried}: {wrong} not as stated."),
    }
}

fn word(kind: TrialKind) -> &'static str {
    match kind {
        TrialKind::Example(_) => "example",
        TrialKind::Test => "test",
    }
}

fn expected(outcome: ExampleOutcome) -> &'static str {
    match outcome {
        ExampleOutcome::Passes => "passes",
        ExampleOutcome::Fails => "fails",
        ExampleOutcome::Skipped => "skipped",
        ExampleOutcome::Unknown => "unknown",
    }
}

/// The file, line and column of a place.
fn located(place: Place, sources: &Sources) -> (&str, usize, usize) {
    sources.files.get(place.file).map_or(("", 1, 1), |file| {
        let (line, column) = LineIndex::new(&file.text).line_column(&file.text, place.span.start);
        (&file.name, line, column)
    })
}

fn object(trials: &Trials, sources: &Sources, problems: &[Problem]) -> Json {
    let at = |place: Place| {
        let (file, line, column) = located(place, sources);
        json!({"file": file, "line": line, "column": column})
    };
    let all = trials.all.iter().map(|trial| {
        let faults = trial.faults.iter().map(|(place, fault)| {
            let mut fault = json!({"message": fault});
            merge(&mut fault, at(*place));
            fault
        });
        let mut one = json!({
            "kind": word(trial.kind),
            "title": trial.title,
            "passed": trial.faults.is_empty(),
            "faults": faults.collect::<Vec<_>>(),
        });
        if let TrialKind::Example(outcome) = trial.kind {
            merge(&mut one, json!({"expected": expected(outcome)}));
        }
        merge(&mut one, at(trial.place));
        one
    });
    json!({
        "trials": all.collect::<Vec<_>>(),
        "never_pass": trials.never_pass,
        "never_fail": trials.never_fail,
        "problems": problems,
    })
}

fn merge(object: &mut Json, more: Json) {
    if let (Json::Object(object), Json::Object(more)) = (object, more) {
        object.extend(more);
    }
}

fn junit(trials: &Trials, sources: &Sources, problems: &[Problem]) -> JunitReport {
    let mut report = JunitReport::new("accordance test");
    let mut suites: Vec<(String, TestSuite)> = Vec::new();
    for trial in &trials.all {
        let (file, line, _) = located(trial.place, sources);
        let file = clean(file).into_owned();
        if suites.last().is_none_or(|(name, _)| *name != file) {
            suites.push((file.clone(), TestSuite::new(file.clone())));
        }
        if let Some((_, suite)) = suites.last_mut() {
            suite.add_test_case(case(trial, &file, line));
        }
    }
    report.add_test_suites(suites.into_iter().map(|(_, suite)| suite));
    report.add_test_suites(problem_suite(problems));
    report
}

fn case(trial: &Trial, file: &str, line: usize) -> TestCase {
    let name = match trial.kind {
        TrialKind::Example(outcome) => format!("{}: {} (line {line})", trial.title, expected(outcome)),
        TrialKind::Test => trial.title.clone(),
    };
    let status = if trial.faults.is_empty() {
        TestCaseStatus::success()
    } else {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        let faults: Vec<&str> = trial.faults.iter().map(|(_, fault)| fault.as_str()).collect();
        status.set_message(clean(&faults.join("; ")).into_owned());
        status
    };
    let mut case = TestCase::new(clean(&name).into_owned(), status);
    case.set_classname(file);
    case
}
