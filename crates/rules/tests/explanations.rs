//! The table of codes against the checker.

mod data;

use accordance_rules::{Level, explanations};
use data::diagnostics;

#[test]
fn each_wrong_example_has_its_mistake_and_each_right_one_no_error() {
    for explanation in explanations().filter(|explanation| explanation.code >= "E0200") {
        let Some(example) = explanation.example else { continue };
        let code = explanation.code;
        let wrong = diagnostics(example.wrong);
        assert!(wrong.iter().any(|found| found.code == code), "{code}: {}: {wrong:#?}", example.wrong);
        let errors = wrong.iter().filter(|found| found.level == Level::Error).count();
        assert!(errors <= 1, "{code}: {}: {wrong:#?}", example.wrong);
        let right = diagnostics(example.right);
        let left = right.iter().filter(|found| found.level == Level::Error || found.code == code);
        assert_eq!(left.count(), 0, "{code}: {}: {right:#?}", example.right);
    }
}

#[test]
fn codes_are_explained_once_each_in_order() {
    let codes: Vec<&str> = explanations().map(|explanation| explanation.code).collect();
    assert!(codes.windows(2).all(|pair| pair[0] < pair[1]));
    assert_eq!(codes.iter().filter(|code| **code >= "E0200").count(), 32);
}

#[test]
fn what_cannot_be_shown_in_a_few_lines_is_little() {
    let without: Vec<&str> = explanations()
        .filter(|explanation| explanation.example.is_none())
        .map(|explanation| explanation.code)
        .collect();
    assert_eq!(without, ["E0190", "E0191", "E0192", "E0219", "E0227", "E0301"]);
}
