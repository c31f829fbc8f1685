//! JUnit XML: a suite for each rule, a test case for each finding, and one that passes where a rule has none.
//!
//! Test farms know a case by its class and name, so that names are the same in each run and never repeat in a suite.

use std::{
    collections::{HashMap, HashSet},
    io::Write,
};

use accordance_engine::{Finding, Outcome, Problem, Report};
use quick_junit::{NonSuccessKind, Report as JunitReport, TestCase, TestCaseStatus, TestSuite};
use serde_json::Value;

use crate::{WriteError, clean, problems};

/// The name of the test case of a rule that found nothing.
const NOTHING_FOUND: &str = "nothing found";

pub(crate) fn write(report: &Report, out: &mut dyn Write) -> Result<(), WriteError> {
    let mut junit = JunitReport::new("accordance");
    for tally in &report.rules {
        let mut suite = TestSuite::new(&*tally.rule);
        let mut names = Names::default();
        for finding in report.findings.iter().filter(|finding| finding.rule == tally.rule) {
            suite.add_test_case(case(finding, names.own(&name(finding))));
        }
        if suite.test_cases.is_empty() {
            let times = match tally.passes {
                1 => "1 check".to_owned(),
                passes => format!("{passes} checks"),
            };
            let status = if tally.passes == 0 { TestCaseStatus::skipped() } else { TestCaseStatus::success() };
            let mut case = TestCase::new(NOTHING_FOUND, status);
            case.set_system_out(times);
            case.set_classname(&*tally.rule);
            suite.add_test_case(case);
        }
        junit.add_test_suite(suite);
    }
    junit.add_test_suites(problem_suite(&report.problems));
    write_xml(&junit, out)
}

/// Writes a report in one go: where the output takes no more, it tells why.
pub(crate) fn write_xml(junit: &JunitReport, out: &mut dyn Write) -> Result<(), WriteError> {
    Ok(out.write_all(junit.to_string()?.as_bytes())?)
}

/// What could not be used, as a suite of errors; none where there is nothing.
pub(crate) fn problem_suite(all: &[Problem]) -> Option<TestSuite> {
    let mut suite = TestSuite::new("problems");
    let mut names = Names::default();
    for problem in all {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(clean(&problem.message).into_owned());
        suite.add_test_case(TestCase::new(names.own(&problems::place(problem)), status));
    }
    (!all.is_empty()).then_some(suite)
}

/// Names that were given to the cases of a suite.
#[derive(Default)]
struct Names {
    given: HashSet<String>,
    /// How many cases asked for each.
    asked: HashMap<String, usize>,
}

impl Names {
    /// A name that no case has yet: the one that is asked for, or that with a number behind it.
    fn own(&mut self, name: &str) -> String {
        let asked = self.asked.entry(name.to_owned()).or_default();
        loop {
            *asked += 1;
            let own = if *asked == 1 { name.to_owned() } else { format!("{name} ({asked})") };
            if self.given.insert(own.clone()) {
                return own;
            }
        }
    }
}

/// What tells a finding from others of its rule, but for its line, which moves with what stands before it.
fn name(finding: &Finding) -> String {
    let record =
        finding.record.as_ref().and_then(|record| Some(format!("{} {}", record.collection, record.id.as_ref()?)));
    let pointer = Some(&finding.place.pointer).filter(|pointer| !pointer.is_empty());
    let requirement = finding.requirement.map(|number| format!("require {number}"));
    let combination = finding.values.iter().take(finding.combination).map(|(name, value)| match value {
        Value::String(text) => format!("{name} {text}"),
        other => format!("{name} {other}"),
    });
    let parts = record.into_iter().chain(pointer.cloned()).chain(requirement).chain(combination);
    let parts: Vec<String> = parts.collect();
    let file = &finding.place.file;
    let name = if parts.is_empty() { file.to_string() } else { format!("{file}: {}", parts.join(", ")) };
    clean(&name).into_owned()
}

fn case(finding: &Finding, name: String) -> TestCase {
    let place = format!("{}:{}:{}", finding.place.file, finding.place.line, finding.place.column);
    let mut status = match (finding.outcome, &finding.waived) {
        (Outcome::Fails, None) => TestCaseStatus::non_success(NonSuccessKind::Failure),
        _ => TestCaseStatus::skipped(),
    };
    // JUnit has one word for all that is not failed, so the message says why.
    let message = match (&finding.waived, finding.outcome) {
        (Some(waived), _) => format!("waived until {} by {}: {}", waived.until, waived.by, finding.message),
        (None, Outcome::CannotTell) => format!("cannot tell: {}", finding.message),
        (None, Outcome::Fails) => finding.message.clone(),
    };
    let message = clean(&message).into_owned();
    let fix = finding.fix.as_ref().map_or_else(String::new, |fix| format!("\n{}", clean(fix)));
    status.set_description(format!("{}\n{message}{fix}", clean(&place)));
    status.set_message(message).set_type(finding.severity.as_str());
    let mut case = TestCase::new(name, status);
    case.set_classname(&*finding.rule);
    case
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn no_name_is_given_twice() {
        let mut names = Names::default();
        let given = ["a", "b", "a (2)", "a", "a", "a (2)"].map(|name| names.own(name));
        assert_eq!(given, ["a", "b", "a (2)", "a (3)", "a (4)", "a (2) (2)"]);
    }
}
