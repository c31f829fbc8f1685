//! Types and schemas agree: a value is accepted by both or by neither.
//!
//! Every public type that is read from JSON is held against its schema, on generated values and on mutations of them.
//! The environment variable `PROPTEST_CASES` asks for more cases of each test than there are by default.
#![expect(clippy::unwrap_used, reason = "a value that is not there fails the test")]

mod kinds;
mod traps;
mod types;

use std::{cell::RefCell, collections::BTreeMap, fmt::Debug};

use accordance_canon::mutated_by;
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use schemars::{JsonSchema, generate::SchemaSettings};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

fn runner(cases: u32) -> TestRunner {
    let config = Config::default();
    TestRunner::new(Config { cases: config.cases.max(cases), failure_persistence: None, ..config })
}

fn validator(schema: &Value) -> jsonschema::Validator {
    jsonschema::options().should_validate_formats(true).build(schema).unwrap()
}

/// The schema of a type, whole in itself.
fn schema_of<T: JsonSchema>() -> Value {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>().to_value()
}

/// A generated value is accepted by its schema, and is the same once it has been written and read.
fn a_generated_value_survives<T>(schema: &Value, cases: u32)
where
    T: Arbitrary + Serialize + DeserializeOwned + Debug + PartialEq,
{
    let validator = validator(schema);
    let outcome = runner(cases).run(&any::<T>(), |value| {
        let text = serde_json::to_string(&value).unwrap();
        let json: Value = serde_json::from_str(&text).unwrap();
        let refused: Vec<String> =
            validator.iter_errors(&json).map(|e| format!("{}: {e}", e.instance_path())).collect();
        prop_assert!(refused.is_empty(), "the schema refuses {json:#}: {refused:#?}");
        prop_assert_eq!(serde_json::from_str::<T>(&text).unwrap(), value);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{}: {error}", std::any::type_name::<T>()));
}

/// How often both accepted, and how often both refused.
struct Outcomes {
    accepted: u32,
    refused: u32,
}

/// A mutated value is accepted by the type and by its schema, or by neither.
fn a_mutated_value_is_accepted_by_both_or_by_neither<T>(schema: &Value, cases: u32) -> Outcomes
where
    T: Arbitrary + Serialize + DeserializeOwned + Debug,
{
    let validator = validator(schema);
    let outcomes = RefCell::new(BTreeMap::<bool, u32>::new());
    let values = any::<T>().prop_map(|value| serde_json::to_value(value).unwrap());
    let outcome = runner(cases).run(&mutated_by(schema, values), |value| {
        let text = value.to_string();
        let by_type = serde_json::from_str::<T>(&text);
        let by_schema = validator.is_valid(&value);
        prop_assert_eq!(by_type.is_ok(), by_schema, "the type says {:?} of {:#}", by_type.err(), value);
        prop_assert_eq!(serde_json::from_value::<T>(value).is_ok(), by_schema);
        *outcomes.borrow_mut().entry(by_schema).or_default() += 1;
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{}: {error}", std::any::type_name::<T>()));
    let outcomes = outcomes.into_inner();
    let count = |outcome| outcomes.get(&outcome).copied().unwrap_or_default();
    Outcomes { accepted: count(true), refused: count(false) }
}
