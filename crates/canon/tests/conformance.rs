//! The conformance pack says of each case what schema and type say of it, and leaves no keyword of a schema untried.
#![expect(clippy::unwrap_used, reason = "a value that is not there fails the test")]

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use accordance_canon::{
    Canon, KINDS, bundle,
    conformance::{Case, Formats, Suite, Verdict, files, suites},
    lean_schema, schema,
};
use accordance_goals::{Alignment, Edition, Goal, Programme, Sdg, SdgTarget};
use accordance_meetings::{Meeting, Organization, Series};
use accordance_themes::Theme;
use serde_json::Value;

fn validator(schema: &Value, formats: Formats) -> jsonschema::Validator {
    jsonschema::options().should_validate_formats(formats == Formats::Asserted).build(schema).unwrap()
}

/// The pack, which is made once for all tests.
fn pack() -> &'static [Suite] {
    static PACK: LazyLock<Vec<Suite>> = LazyLock::new(|| suites().unwrap());
    &PACK
}

fn schema_of(suite: &Suite) -> Value {
    schema(&suite.name).unwrap_or_else(bundle)
}

fn cases(suite: &Suite) -> impl Iterator<Item = (String, &Case)> {
    let named = |group: &str, case: &Case| format!("{}: {group}: {}", suite.name, case.description);
    suite
        .groups
        .iter()
        .flat_map(move |group| group.cases.iter().map(move |case| (named(&group.description, case), case)))
}

#[test]
fn schemas_give_the_verdict_that_the_pack_states() {
    let bundle = bundle();
    for formats in [Formats::Asserted, Formats::Annotated] {
        let of_bundle = validator(&bundle, formats);
        for suite in pack() {
            let validator = validator(&schema_of(suite), formats);
            for (name, case) in cases(suite) {
                let stated = case.verdict.is_valid(formats);
                assert_eq!(validator.is_valid(&case.data), stated, "{formats:?}: {name}: {}", case.data);
                assert_eq!(of_bundle.is_valid(&case.data), stated, "{formats:?}: {name}: in the bundle: {}", case.data);
            }
        }
    }
}

#[test]
fn the_lean_schemas_give_the_same_verdict() {
    for suite in pack().iter().filter(|suite| schema(&suite.name).is_some()) {
        let lean = lean_schema(&suite.name).unwrap();
        assert!(lean.to_string().len() < schema_of(suite).to_string().len(), "{}: nothing is left out", suite.name);
        let validator = validator(&lean, Formats::Asserted);
        for (name, case) in cases(suite) {
            assert_eq!(validator.is_valid(&case.data), case.verdict == Verdict::Valid, "{name}: {}", case.data);
        }
    }
}

#[test]
fn what_is_wrong_is_wrong_at_one_place() {
    for suite in pack().iter().filter(|suite| schema(&suite.name).is_some()) {
        let validator = validator(&schema_of(suite), Formats::Asserted);
        for (name, case) in cases(suite).filter(|(_, case)| case.verdict != Verdict::Valid) {
            let places: BTreeSet<String> =
                validator.iter_errors(&case.data).map(|error| error.instance_path().to_string()).collect();
            assert_eq!(places.len(), 1, "{name}: {places:?}: {}", case.data);
        }
    }
}

#[test]
fn types_give_the_same_verdict() {
    fn reads<T: serde::de::DeserializeOwned>(text: &str) -> bool {
        serde_json::from_str::<T>(text).is_ok()
    }
    let of_kind = |kind: &str| -> fn(&str) -> bool {
        match kind {
            "edition" => reads::<Edition>,
            "goal" => reads::<Goal>,
            "theme" => reads::<Theme>,
            "programme" => reads::<Programme>,
            "sdg" => reads::<Sdg>,
            "sdg_target" => reads::<SdgTarget>,
            "alignment" => reads::<Alignment>,
            "organization" => reads::<Organization>,
            "series" => reads::<Series>,
            "meeting" => reads::<Meeting>,
            other => panic!("a kind without a type in this test: {other}"),
        }
    };
    for suite in pack().iter().filter(|suite| schema(&suite.name).is_some()) {
        let reads = of_kind(&suite.name);
        for (name, case) in cases(suite) {
            assert_eq!(reads(&case.data.to_string()), case.verdict == Verdict::Valid, "{name}: {}", case.data);
        }
    }
}

/// A long text would be in each pack many times. One place for each limit shows that it is counted.
const LONG: u64 = 200;

#[test]
fn every_keyword_of_every_schema_refuses_a_case() {
    let suites = pack();
    let mut untried = BTreeSet::new();
    let mut long_limits = BTreeMap::<u64, bool>::new();
    for kind in KINDS {
        let schema = schema(kind.kind).unwrap();
        let validator = validator(&schema, Formats::Asserted);
        let suite = suites.iter().find(|suite| suite.name == kind.kind).unwrap();
        let mut tried = BTreeSet::new();
        for (_, case) in cases(suite) {
            for error in validator.iter_errors(&case.data) {
                note(&error, &mut tried);
            }
        }
        for (pointer, value) in keywords(&schema) {
            let limit = value.as_u64().filter(|limit| pointer.ends_with("/maxLength") && *limit > LONG);
            let is_tried = tried.contains(&pointer);
            match limit {
                Some(limit) => *long_limits.entry(limit).or_default() |= is_tried,
                None if is_tried => {}
                None => drop(untried.insert(format!("{}: {pointer}", kind.kind))),
            }
        }
    }
    assert!(untried.is_empty(), "{untried:#?}");
    assert!(long_limits.values().all(|tried| *tried), "{long_limits:?}");
}

/// The places in a schema of the keywords that refuse a value, those in branches included.
fn note(error: &jsonschema::ValidationError<'_>, tried: &mut BTreeSet<String>) {
    use jsonschema::error::ValidationErrorKind as Kind;
    tried.insert(error.schema_path().to_string());
    if let Kind::AnyOf { context } | Kind::OneOfNotValid { context } = error.kind() {
        context.iter().flatten().for_each(|error| note(error, tried));
    }
}

/// The place of every keyword that can refuse a value. What stands under `not`, or in a branch, belongs to that
/// keyword.
fn keywords(schema: &Value) -> Vec<(String, Value)> {
    const REFUSING: [&str; 16] = [
        "type",
        "const",
        "enum",
        "pattern",
        "not",
        "format",
        "minLength",
        "maxLength",
        "minimum",
        "maximum",
        "uniqueItems",
        "required",
        "additionalProperties",
        "minProperties",
        "anyOf",
        "oneOf",
    ];
    fn walk(schema: &Value, pointer: &str, found: &mut Vec<(String, Value)>) {
        let Some(members) = schema.as_object() else { return };
        for (keyword, value) in members {
            let at = format!("{pointer}/{keyword}");
            match keyword.as_str() {
                "properties" | "$defs" => {
                    for (name, schema) in value.as_object().unwrap() {
                        walk(schema, &format!("{at}/{name}"), found);
                    }
                }
                "items" => walk(value, &at, found),
                keyword if REFUSING.contains(&keyword) => found.push((at, value.clone())),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    walk(schema, "", &mut found);
    found
}

#[test]
fn the_pack_is_large_enough_and_holds_all_reference_data() {
    let suites = pack();
    let all: Vec<&Case> = suites.iter().flat_map(|suite| suite.groups.iter().flat_map(|group| &group.cases)).collect();
    let count = |verdict| all.iter().filter(|case| case.verdict == verdict).count();
    let counts = [Verdict::Valid, Verdict::Invalid, Verdict::InvalidByFormat].map(count);
    assert!(counts[0] >= 600 && counts[1] >= 600 && counts[2] >= 20, "{counts:?}");

    let reference =
        suites.iter().flat_map(|suite| &suite.groups).filter(|group| group.description == "the reference data");
    let records: usize = reference.map(|group| group.cases.len()).sum();
    let canon = Canon::builtin();
    let in_files = canon.editions().len()
        + canon.goals().len()
        + canon.themes().len()
        + canon.programmes().len()
        + canon.sdgs().len()
        + canon.sdg_targets().len()
        + canon.alignments().len()
        + canon.organizations().len()
        + canon.series().len()
        + canon.meetings().len();
    assert_eq!(records, in_files);
}

#[test]
fn the_pack_is_the_same_each_time_it_is_made_and_small_enough_to_be_carried() {
    let made = files().unwrap();
    assert_eq!(made, files().unwrap());
    let bytes: usize = made.iter().map(|(_, text)| text.len()).sum();
    assert!(bytes < 4_000_000, "{bytes}");
}

/// The form of the JSON Schema Test Suite.
#[test]
fn files_are_of_the_form_that_harnesses_read() {
    let form = serde_json::json!({
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "object",
            "required": ["description", "schema", "tests"],
            "additionalProperties": false,
            "properties": {
                "description": {"type": "string"},
                "comment": {"type": "string"},
                "schema": {"type": "object", "required": ["$schema", "$ref"]},
                "tests": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "type": "object",
                        "required": ["description", "data", "valid"],
                        "additionalProperties": false,
                        "properties": {
                            "description": {"type": "string"},
                            "data": {},
                            "valid": {"type": "boolean"}
                        }
                    }
                }
            }
        }
    });
    let validator = validator(&form, Formats::Asserted);
    for (path, text) in files().unwrap() {
        let file: Value = serde_json::from_str(&text).unwrap();
        assert!(validator.is_valid(&file), "{path}: {:?}", validator.iter_errors(&file).next());
    }
}
