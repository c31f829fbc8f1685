//! Valid records of every kind are known to be valid without a validator, and no others.
#![expect(clippy::unwrap_used, reason = "a value that is not there fails the test")]

use std::sync::LazyLock;

use accordance_canon::{
    Generator, KINDS,
    conformance::{Suite, Verdict, suites},
    lean_schema, mutated, schema,
};
use accordance_document::{Guide, Limits, Memory, Quick, Tree, parse_json, read_line_guided, validation_options};
use proptest::{prelude::*, sample::select, test_runner::TestRunner};
use serde_json::Value;

/// The pack of the kinds, which holds all reference data, and is made once for all tests.
fn pack() -> impl Iterator<Item = &'static Suite> {
    static PACK: LazyLock<Vec<Suite>> = LazyLock::new(|| suites().unwrap());
    PACK.iter().filter(|suite| schema(&suite.name).is_some())
}

/// Whether a record is accepted where it is read, and along a guide while it is read: it is both or neither.
fn accepts(quick: &Quick, record: &Value) -> bool {
    let line = record.to_string();
    let accepts = quick.accepts(parse_json(&line, &mut Tree::new(), Limits::default()).unwrap());
    let (guide, mut tree) = (Guide::new(quick, &(), &["id"]), Tree::new());
    let mut memory = Memory::new();
    // What was read before is judged as it was then.
    for _ in 0..2 {
        let guided = read_line_guided(&line, 0, 1, &mut tree, Limits::default(), &guide, &mut memory);
        assert_eq!(guided.unwrap().unwrap().is_valid, accepts, "{line}");
    }
    accepts
}

#[test]
fn exactly_the_valid_cases_of_the_pack_are_accepted() {
    assert_eq!(pack().count(), KINDS.len());
    for suite in pack() {
        for schema in [schema(&suite.name).unwrap(), lean_schema(&suite.name).unwrap()] {
            let quick = Quick::of(&schema);
            for case in suite.groups.iter().flat_map(|group| &group.cases) {
                let is_valid = case.verdict == Verdict::Valid;
                assert_eq!(accepts(&quick, &case.data), is_valid, "{}: {}", suite.name, case.description);
            }
        }
    }
}

#[test]
fn generated_meetings_are_accepted() {
    let quick = Quick::of(&lean_schema("meeting").unwrap());
    for meeting in Generator::new(2).meetings(500) {
        assert!(accepts(&quick, &serde_json::to_value(&meeting).unwrap()), "{meeting:?}");
    }
}

#[test]
fn records_with_mistakes_are_accepted_where_they_are_valid() {
    for suite in pack() {
        let lean = lean_schema(&suite.name).unwrap();
        let (quick, validator) = (Quick::of(&lean), validation_options().build(&lean).unwrap());
        let cases = suite.groups.iter().flat_map(|group| &group.cases);
        let valid: Vec<Value> =
            cases.filter(|case| case.verdict == Verdict::Valid).map(|case| case.data.clone()).collect();
        let mut runner =
            TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) });
        let outcome = runner.run(&mutated(&suite.name, select(valid)), |record| {
            let (line, mut tree) = (record.to_string(), Tree::new());
            let value = parse_json(&line, &mut tree, Limits::default()).unwrap();
            prop_assert_eq!(quick.accepts(value), validator.is_valid(value), "{}", line);
            Ok(())
        });
        outcome.unwrap_or_else(|error| panic!("{}: {error}", suite.name));
    }
}
