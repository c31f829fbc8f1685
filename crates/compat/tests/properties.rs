//! What must hold of any two schemas.
#![expect(clippy::unwrap_used, reason = "a value that is not there fails the test")]

use accordance_compat::{Class, compare};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Small schemas of all keywords that are walked into, and of some that are not.
fn schemas() -> impl Strategy<Value = Value> {
    let bound = 0..3_u32;
    let leaf = prop_oneof![
        Just(json!(true)),
        Just(json!({"type": "string"})),
        Just(json!({"type": ["string", "null"]})),
        Just(json!({"const": "a"})),
        Just(json!({"$ref": "#/$defs/Word"})),
        bound.clone().prop_map(|least| json!({"type": "integer", "minimum": least})),
        bound.clone().prop_map(|least| json!({"type": "string", "minLength": least, "pattern": "^[ab]*$"})),
        proptest::sample::subsequence(vec!["a", "b", "c"], 1..=3).prop_map(|words| json!({"enum": words})),
        Just(json!({"not": {"const": "b"}})),
    ];
    leaf.prop_recursive(3, 12, 3, move |inner| {
        let property = prop_oneof![Just("p"), Just("q"), Just("r")];
        let object = (
            proptest::collection::btree_map(property.clone(), inner.clone(), 0..3),
            proptest::collection::btree_set(property, 0..2),
            prop_oneof![Just(None), Just(Some(json!(false))), inner.clone().prop_map(Some)],
        );
        prop_oneof![
            3 => object.prop_map(|(properties, required, others)| {
                let mut schema = json!({"type": "object", "properties": properties, "required": required});
                if let Some(others) = others {
                    schema["additionalProperties"] = others;
                }
                schema
            }),
            2 => (inner.clone(), 0..3_u32, any::<bool>()).prop_map(|(items, least, unique)| {
                json!({"type": "array", "items": items, "minItems": least, "uniqueItems": unique})
            }),
            1 => proptest::collection::vec(inner.clone(), 1..3).prop_map(|forms| json!({"anyOf": forms})),
            1 => proptest::collection::vec(inner.clone(), 1..3).prop_map(|forms| json!({"oneOf": forms})),
            1 => proptest::collection::vec(inner, 1..3).prop_map(|parts| json!({"allOf": parts})),
        ]
    })
}

fn with_definitions(schema: &Value, word: &Value) -> Value {
    json!({"allOf": [schema], "$defs": {"Word": word}})
}

fn instances() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-1..4_i32).prop_map(Value::from),
        "[abc]{0,3}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        let name = prop_oneof![Just("p"), Just("q"), Just("r"), Just("s")].prop_map(str::to_owned);
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            proptest::collection::btree_map(name, inner, 0..3)
                .prop_map(|members| Value::Object(Map::from_iter(members))),
        ]
    })
}

fn validator(schema: &Value) -> jsonschema::Validator {
    jsonschema::options().should_validate_formats(true).build(schema).unwrap()
}

/// One schema, and one that is like it or another.
fn versions() -> impl Strategy<Value = (Value, Value)> {
    let words =
        prop_oneof![Just(json!({"enum": ["a"]})), Just(json!({"enum": ["a", "b"]})), Just(json!({"minLength": 1}))];
    let changed = (schemas(), any::<proptest::sample::Index>(), schemas());
    let pairs = prop_oneof![
        2 => changed.prop_map(|(schema, at, part)| {
            let mut changed = schema.clone();
            replace_one(&mut changed, at, part);
            (schema, changed)
        }),
        1 => (schemas(), schemas()),
    ];
    (pairs, words.clone(), words)
        .prop_map(|((old, new), was, is)| (with_definitions(&old, &was), with_definitions(&new, &is)))
}

/// Puts a schema in the place of one of the parts of another.
fn replace_one(schema: &mut Value, at: proptest::sample::Index, part: Value) {
    fn places(schema: &Value, place: &str, all: &mut Vec<String>) {
        all.push(place.to_owned());
        for name in ["items", "additionalProperties"] {
            if let Some(part) = schema.get(name) {
                places(part, &format!("{place}/{name}"), all);
            }
        }
        for name in ["properties", "anyOf", "oneOf", "allOf"] {
            match schema.get(name) {
                Some(Value::Object(parts)) => {
                    parts.iter().for_each(|(key, part)| places(part, &format!("{place}/{name}/{key}"), all));
                }
                Some(Value::Array(parts)) => {
                    parts.iter().enumerate().for_each(|(at, part)| places(part, &format!("{place}/{name}/{at}"), all));
                }
                _ => {}
            }
        }
    }
    let mut all = Vec::new();
    places(schema, "", &mut all);
    *schema.pointer_mut(at.get(&all).as_str()).unwrap() = part;
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_kept_is_accepted_and_what_is_lost_is_shown(
        (old, new) in versions(),
        instances in proptest::collection::vec(instances(), 60),
    ) {
        let comparison = compare(&old, &new).unwrap();
        let validators = (validator(&old), validator(&new));
        let ends = [
            (&comparison.verdict.writers, &validators.0, &validators.1),
            (&comparison.verdict.readers, &validators.1, &validators.0),
        ];
        for (answer, accepts, refuses) in ends {
            if let Some(witness) = answer.witness() {
                prop_assert!(accepts.is_valid(&witness.instance) && !refuses.is_valid(&witness.instance), "{witness}");
            }
            for instance in &instances {
                prop_assert!(
                    !answer.is_kept() || !accepts.is_valid(instance) || refuses.is_valid(instance),
                    "{instance} is lost: {comparison}"
                );
            }
        }
    }

    #[test]
    fn a_schema_is_the_same_as_itself(schema in schemas()) {
        let schema = with_definitions(&schema, &json!({"enum": ["a"]}));
        let comparison = compare(&schema, &schema).unwrap();
        prop_assert_eq!(comparison.verdict.class(), Class::Same);
        prop_assert!(comparison.changes.is_empty() && comparison.notes.is_empty());
    }

    #[test]
    fn the_other_way_round_the_answers_change_places((old, new) in versions()) {
        let (there, back) = (compare(&old, &new).unwrap().verdict, compare(&new, &old).unwrap().verdict);
        prop_assert_eq!(there.writers.is_kept(), back.readers.is_kept());
        prop_assert_eq!(there.readers.is_kept(), back.writers.is_kept());
    }
}
