//! JUnit XML: a suite for each rule, a test case for each finding, and one that passes where a rule has none.

use std::io::Write;

use accordance_engine::{Finding, Outcome, Report};
use quick_junit::{NonSuccessKind, Report as JunitReport, TestCase, TestCaseStatus, TestSuite};

use crate::{WriteError, clean};

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
    if !report.problems.is_empty() {
        let mut suite = TestSuite::new("problems");
        for problem in &report.problems {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_message(clean(&problem.message).into_owned());
            suite.add_test_case(TestCase::new(clean(&problem.file).into_owned(), status));
        }
        junit.add_test_suite(suite);
    }
    junit.serialize(&mut *out)?;
    Ok(())
}

fn case(finding: &Finding) -> TestCase {
    let place = format!("{}:{}:{}", finding.place.file, finding.place.line, finding.place.column);
    let mut status = match (finding.outcome, &finding.waived) {
        (Outcome::Fails, None) => TestCaseStatus::non_success(NonSuccessKind::Failure),
        _ => TestCaseStatus::skipped(),
    };
    status.set_message(clean(&finding.message).into_owned()).set_type(finding.severity.as_str());
    if let Some(fix) = &finding.fix {
        status.set_description(format!("{place}\n{}\n{}", clean(&finding.message), clean(fix)));
    }
    let mut case = TestCase::new(clean(&place).into_owned(), status);
    case.set_classname(&*finding.rule);
    case
}
