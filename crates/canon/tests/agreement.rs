//! Types and published schemas agree: a value is accepted by both or by neither.
#![allow(clippy::unwrap_used, missing_docs)]

use std::{cell::RefCell, collections::BTreeMap, fmt::Debug};

use accordance_canon::{mutated, schema};
use accordance_goals::{Alignment, Edition, Goal, Programme, Sdg, SdgTarget};
use accordance_meetings::{Meeting, Organization, Series};
use accordance_themes::Theme;
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Cases of each test; more by the environment variable `PROPTEST_CASES`.
const CASES: u32 = 600;

fn runner() -> TestRunner {
    let config = Config::default();
    TestRunner::new(Config { cases: config.cases.max(CASES), failure_persistence: None, ..config })
}

fn validator(kind: &str) -> jsonschema::Validator {
    jsonschema::options().should_validate_formats(true).build(&schema(kind).unwrap()).unwrap()
}

fn a_generated_record_survives<T>(kind: &str)
where
    T: Arbitrary + Serialize + DeserializeOwned + Debug + PartialEq,
{
    let validator = validator(kind);
    let outcome = runner().run(&any::<T>(), |record| {
        let text = serde_json::to_string(&record).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        let refused: Vec<String> =
            validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
        prop_assert!(refused.is_empty(), "the schema refuses {value:#}: {refused:#?}");
        prop_assert_eq!(serde_json::from_str::<T>(&text).unwrap(), record);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{kind}: {error}"));
}

fn a_mutated_record_is_accepted_by_both_or_by_neither<T>(kind: &str)
where
    T: Arbitrary + Serialize + DeserializeOwned + Debug,
{
    let validator = validator(kind);
    let accepted = RefCell::new(BTreeMap::<bool, u32>::new());
    let records = any::<T>().prop_map(|record| serde_json::to_value(record).unwrap());
    let outcome = runner().run(&mutated(kind, records), |value| {
        let text = value.to_string();
        let by_type = serde_json::from_str::<T>(&text);
        let by_schema = validator.is_valid(&value);
        prop_assert_eq!(by_type.is_ok(), by_schema, "the type says {:?} of {:#}", by_type.err(), value);
        prop_assert_eq!(serde_json::from_value::<T>(value).is_ok(), by_schema);
        *accepted.borrow_mut().entry(by_schema).or_default() += 1;
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{kind}: {error}"));
    // A test that meets only one of the two outcomes says little.
    let accepted = accepted.into_inner();
    assert!([true, false].iter().all(|outcome| accepted.get(outcome) > Some(&(CASES / 20))), "{kind}: {accepted:?}");
}

macro_rules! agreement {
    ($($name:ident: $record:ty, $kind:literal;)+) => {$(
        mod $name {
            use super::*;

            #[test]
            fn a_generated_record_survives() {
                super::a_generated_record_survives::<$record>($kind);
            }

            #[test]
            fn a_mutated_record_is_accepted_by_both_or_by_neither() {
                super::a_mutated_record_is_accepted_by_both_or_by_neither::<$record>($kind);
            }
        }
    )+};
}

agreement! {
    edition: Edition, "edition";
    goal: Goal, "goal";
    theme: Theme, "theme";
    programme: Programme, "programme";
    sdg: Sdg, "sdg";
    sdg_target: SdgTarget, "sdg_target";
    alignment: Alignment, "alignment";
    organization: Organization, "organization";
    series: Series, "series";
    meeting: Meeting, "meeting";
}
