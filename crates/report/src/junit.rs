//! JUnit XML: a suite for each rule, a test case for each finding, and one that passes where a rule has none.

use std::io::Write;

use accordance_engine::{Finding, Outcome, Problem, Report};
use quick_junit::{NonSuccessKind, Report as JunitReport, TestCase, TestCaseStatus, TestSuite};

use crate::{WriteError, clean, problems};

pub(crate) fn write(report: &Report, out: &mut dyn Write) -> Result<(), WriteError> {
    let mut junit = JunitReport::new("accordance");
    for tally in &report.rules {
        let mut suite = TestSuite::new(&*tally.rule);
        for finding in report.findings.iter().filter(|finding| finding.rule == tally.rule) {
            suite.add_test_case(case(finding));
        }
        if suite.test_cases.is_empty() {
            let times = match tally.passes {
                1 => "1 check".to_owned(),
                passes => format!("{passes} checks"),
            };
            let status = if tally.passes == 0 { TestCaseStatus::skipped() } else { TestCaseStatus::success() };
            let mut case = TestCase::new(times, status);
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
    for problem in all {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(clean(&problem.message).into_owned());
        suite.add_test_case(TestCase::new(problems::place(problem), status));
    }
    (!all.is_empty()).then_some(suite)
}

fn case(finding: &Finding) -> TestCase {
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
    let mut case = TestCase::new(clean(&place).into_owned(), status);
    case.set_classname(&*finding.rule);
    case
}
