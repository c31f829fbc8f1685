//! Kinds of changes: the class of each, and that every witness shows what it is there to show.
#![expect(clippy::unwrap_used, reason = "a value that is not there fails the test")]
#![expect(clippy::needless_pass_by_value, reason = "cases are written in place")]

use std::fmt::Write as _;

use accordance_compat::{
    Class::{self, Breaking, ReadersKeepWorking, Same, WritersKeepWorking},
    Comparison, Verdict, compare,
};
use serde_json::{Value, json};

struct Case {
    name: &'static str,
    old: Value,
    new: Value,
    class: Class,
}

fn case(name: &'static str, old: Value, new: Value, class: Class) -> Case {
    Case { name, old, new, class }
}

/// A closed object with a property of some schema.
fn closed(property: &Value) -> Value {
    json!({
        "type": "object",
        "properties": {"id": {"type": "string", "minLength": 1}, "p": property},
        "required": ["id"],
        "additionalProperties": false
    })
}

/// The same change, in a property of a closed object.
fn within(name: &'static str, old: Value, new: Value, class: Class) -> Case {
    case(name, closed(&old), closed(&new), class)
}

fn with_definition(definition: &str, body: &Value) -> Value {
    let reference = json!({"$ref": format!("#/$defs/{definition}")});
    let mut schema = closed(&json!({"type": "array", "items": reference}));
    schema["$defs"] = json!({definition: body});
    schema
}

fn cases() -> Vec<Case> {
    let open = json!({"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]});
    let with = |mut schema: Value, pointer: &str, key: &str, value: Value| {
        schema.pointer_mut(pointer).unwrap()[key] = value;
        schema
    };
    let only_id = json!({
        "type": "object", "properties": {"id": {"type": "string", "minLength": 1}}, "required": ["id"],
        "additionalProperties": false
    });
    let p = json!({"type": "integer"});
    let both_required = json!(["id", "p"]);
    let slug = "^[a-z0-9]+(-[a-z0-9]+)*$";
    let node = |value: Value| {
        json!({
            "$ref": "#/$defs/Node",
            "$defs": {"Node": {
                "type": "object",
                "properties": {"value": value, "next": {"$ref": "#/$defs/Node"}},
                "required": ["value"],
                "additionalProperties": false
            }}
        })
    };
    let either = |forms: Value| closed(&json!({"anyOf": forms}));
    let form = |kind: &str, more: Value| json!({"type": "object", "properties": {"kind": {"const": kind}, "n": more}, "required": ["kind"], "additionalProperties": false});

    vec![
        // Properties.
        case("optional property added to a closed object", only_id.clone(), closed(&p), WritersKeepWorking),
        case(
            "optional property added to an open object",
            open.clone(),
            with(open.clone(), "/properties", "p", p.clone()),
            ReadersKeepWorking,
        ),
        case(
            "property of any value added to an open object",
            open.clone(),
            with(open.clone(), "/properties", "p", json!({})),
            Same,
        ),
        case(
            "required property added to a closed object",
            only_id.clone(),
            with(closed(&p), "", "required", both_required.clone()),
            Breaking,
        ),
        case("optional property removed from a closed object", closed(&p), only_id.clone(), ReadersKeepWorking),
        case(
            "required property removed from a closed object",
            with(closed(&p), "", "required", both_required.clone()),
            only_id.clone(),
            Breaking,
        ),
        case(
            "property removed from an open object",
            with(open.clone(), "/properties", "p", p.clone()),
            open.clone(),
            WritersKeepWorking,
        ),
        case(
            "property renamed",
            closed(&p),
            json!({
                "type": "object", "properties": {"id": {"type": "string", "minLength": 1}, "q": p}, "required": ["id"],
                "additionalProperties": false
            }),
            Breaking,
        ),
        case(
            "property becomes required",
            closed(&p),
            with(closed(&p), "", "required", both_required.clone()),
            ReadersKeepWorking,
        ),
        case(
            "property becomes optional",
            with(closed(&p), "", "required", both_required),
            closed(&p),
            WritersKeepWorking,
        ),
        case(
            "required though not declared",
            open.clone(),
            with(open.clone(), "", "required", json!(["id", "q"])),
            ReadersKeepWorking,
        ),
        case(
            "closed to open",
            only_id.clone(),
            with(only_id.clone(), "", "additionalProperties", json!(true)),
            WritersKeepWorking,
        ),
        case(
            "open to closed",
            open.clone(),
            with(open.clone(), "", "additionalProperties", json!(false)),
            ReadersKeepWorking,
        ),
        case(
            "other properties narrowed",
            with(open.clone(), "", "additionalProperties", json!({"type": ["string", "null"]})),
            with(open.clone(), "", "additionalProperties", json!({"type": "string"})),
            ReadersKeepWorking,
        ),
        case(
            "fewest properties raised",
            json!({"type": "object"}),
            json!({"type": "object", "minProperties": 2}),
            ReadersKeepWorking,
        ),
        case(
            "most properties raised",
            json!({"type": "object", "maxProperties": 2}),
            json!({"type": "object", "maxProperties": 3}),
            WritersKeepWorking,
        ),
        case(
            "names of properties bound",
            json!({"type": "object"}),
            json!({"type": "object", "propertyNames": {"pattern": "^[a-z]+$"}}),
            ReadersKeepWorking,
        ),
        case(
            "pattern of properties added",
            open.clone(),
            with(open.clone(), "", "patternProperties", json!({"^x-": {"type": "string"}})),
            ReadersKeepWorking,
        ),
        // Types and words.
        within("type widened", json!({"type": "string"}), json!({"type": ["string", "integer"]}), WritersKeepWorking),
        within("type narrowed", json!({"type": "number"}), json!({"type": "integer"}), ReadersKeepWorking),
        within("type replaced", json!({"type": "string"}), json!({"type": "integer"}), Breaking),
        within(
            "null allowed",
            json!({"type": "string"}),
            json!({"anyOf": [{"type": "string"}, {"type": "null"}]}),
            WritersKeepWorking,
        ),
        within("enum value added", json!({"enum": ["a", "b"]}), json!({"enum": ["a", "b", "c"]}), WritersKeepWorking),
        within("enum value removed", json!({"enum": ["a", "b"]}), json!({"enum": ["a"]}), ReadersKeepWorking),
        within("enum value replaced", json!({"enum": ["a", "b"]}), json!({"enum": ["a", "c"]}), Breaking),
        within("enum in another order", json!({"enum": ["a", "b"]}), json!({"enum": ["b", "a"]}), Same),
        within("const changed", json!({"const": "v1"}), json!({"const": "v2"}), Breaking),
        within("const to enum", json!({"const": "v1"}), json!({"enum": ["v1", "v1.1"]}), WritersKeepWorking),
        within(
            "words to any text",
            json!({"type": "string", "enum": ["a"]}),
            json!({"type": "string"}),
            WritersKeepWorking,
        ),
        // Texts.
        within(
            "pattern added",
            json!({"type": "string"}),
            json!({"type": "string", "pattern": "^[a-z]+$"}),
            ReadersKeepWorking,
        ),
        within(
            "pattern tightened",
            json!({"type": "string", "pattern": "^[a-z0-9]+$"}),
            json!({"type": "string", "pattern": "^[a-z]+$"}),
            ReadersKeepWorking,
        ),
        within(
            "pattern removed",
            json!({"type": "string", "pattern": slug}),
            json!({"type": "string"}),
            WritersKeepWorking,
        ),
        within(
            "pattern with look-around",
            json!({"type": "string", "pattern": "^(?!b)[a-c]$"}),
            json!({"type": "string", "pattern": "^[ac]$"}),
            Breaking,
        ),
        within(
            "pattern and length tightened",
            json!({"type": "string", "pattern": "^[a-z0-9]*$"}),
            json!({"type": "string", "pattern": "^[a-z]*$", "minLength": 3}),
            ReadersKeepWorking,
        ),
        within(
            "texts that differ only where they are long",
            json!({"type": "string", "pattern": "^(ab)*$", "maxLength": 9}),
            json!({"type": "string", "pattern": "^(abab)*(ab)?$", "maxLength": 9}),
            Same,
        ),
        within(
            "pattern written otherwise",
            json!({"type": "string", "pattern": "^[0-9]$"}),
            json!({"type": "string", "pattern": "^(0|[1-9])$"}),
            Same,
        ),
        within(
            "shortest text raised",
            json!({"type": "string"}),
            json!({"type": "string", "minLength": 1}),
            ReadersKeepWorking,
        ),
        within(
            "longest text raised",
            json!({"type": "string", "maxLength": 80}),
            json!({"type": "string", "maxLength": 100}),
            WritersKeepWorking,
        ),
        within(
            "longest text of a pattern raised",
            json!({"type": "string", "pattern": slug, "maxLength": 80}),
            json!({"type": "string", "pattern": slug, "maxLength": 100}),
            WritersKeepWorking,
        ),
        within(
            "format added",
            json!({"type": "string"}),
            json!({"type": "string", "format": "date"}),
            ReadersKeepWorking,
        ),
        within(
            "format added beside a pattern",
            json!({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
            json!({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "format": "date"}),
            ReadersKeepWorking,
        ),
        within(
            "format removed",
            json!({"type": "string", "format": "date"}),
            json!({"type": "string"}),
            WritersKeepWorking,
        ),
        // Numbers.
        within(
            "minimum raised",
            json!({"type": "integer", "minimum": 0}),
            json!({"type": "integer", "minimum": 1}),
            ReadersKeepWorking,
        ),
        within(
            "maximum raised",
            json!({"type": "integer", "maximum": 999}),
            json!({"type": "integer", "maximum": 9999}),
            WritersKeepWorking,
        ),
        within(
            "range moved",
            json!({"type": "integer", "minimum": 0, "maximum": 9}),
            json!({"type": "integer", "minimum": 1, "maximum": 10}),
            Breaking,
        ),
        within(
            "bound becomes exclusive",
            json!({"type": "number", "minimum": 0}),
            json!({"type": "number", "exclusiveMinimum": 0}),
            ReadersKeepWorking,
        ),
        within(
            "multiples only",
            json!({"type": "integer"}),
            json!({"type": "integer", "multipleOf": 5}),
            ReadersKeepWorking,
        ),
        // Lists.
        within(
            "most items lowered",
            json!({"type": "array", "maxItems": 5}),
            json!({"type": "array", "maxItems": 3}),
            ReadersKeepWorking,
        ),
        within(
            "fewest items lowered",
            json!({"type": "array", "minItems": 2}),
            json!({"type": "array"}),
            WritersKeepWorking,
        ),
        within(
            "items unique",
            json!({"type": "array", "items": {"type": "string"}}),
            json!({"type": "array", "items": {"type": "string"}, "uniqueItems": true}),
            ReadersKeepWorking,
        ),
        within(
            "items need not be unique",
            json!({"type": "array", "items": {"enum": ["a", "b"]}, "uniqueItems": true}),
            json!({"type": "array", "items": {"enum": ["a", "b"]}}),
            WritersKeepWorking,
        ),
        within(
            "type of items widened",
            json!({"type": "array", "items": {"type": "string"}}),
            json!({"type": "array", "items": {"type": ["string", "null"]}}),
            WritersKeepWorking,
        ),
        within(
            "enum value added in items of items",
            json!({"type": "array", "items": {"type": "array", "items": {"enum": ["a"]}}}),
            json!({"type": "array", "items": {"type": "array", "items": {"enum": ["a", "b"]}}}),
            WritersKeepWorking,
        ),
        within(
            "property added in objects of a list",
            json!({"type": "array", "items": only_id}),
            json!({"type": "array", "items": closed(&p)}),
            WritersKeepWorking,
        ),
        within(
            "required property added in objects of a list",
            json!({"type": "array", "items": closed(&p)}),
            json!({"type": "array", "items": with(closed(&p), "", "required", json!(["id", "p"]))}),
            ReadersKeepWorking,
        ),
        within(
            "first items described",
            json!({"type": "array"}),
            json!({"type": "array", "prefixItems": [{"type": "string"}]}),
            ReadersKeepWorking,
        ),
        within(
            "an item asked for",
            json!({"type": "array"}),
            json!({"type": "array", "contains": {"const": "a"}}),
            ReadersKeepWorking,
        ),
        // Forms.
        either_case(
            "form added",
            &either,
            json!([form("a", json!({"type": "integer"}))]),
            json!([form("a", json!({"type": "integer"})), form("b", json!({"type": "integer"}))]),
            WritersKeepWorking,
        ),
        either_case(
            "form removed",
            &either,
            json!([form("a", p.clone()), form("b", p.clone())]),
            json!([form("a", p.clone())]),
            ReadersKeepWorking,
        ),
        either_case(
            "forms in another order",
            &either,
            json!([form("a", p.clone()), form("b", p.clone())]),
            json!([form("b", p.clone()), form("a", p.clone())]),
            Same,
        ),
        case(
            "form of oneOf added",
            json!({"oneOf": [form("a", p.clone())]}),
            json!({"oneOf": [form("a", p.clone()), form("b", p.clone())]}),
            WritersKeepWorking,
        ),
        case(
            "form of oneOf changed within",
            json!({"oneOf": [form("a", p.clone()), form("b", p.clone())]}),
            json!({"oneOf": [form("a", p.clone()), form("b", json!({"type": ["integer", "null"]}))]}),
            WritersKeepWorking,
        ),
        case(
            "form of oneOf that takes what another takes",
            json!({"oneOf": [{"type": "integer"}, {"type": "string"}]}),
            json!({"oneOf": [{"type": "integer"}, {"type": ["string", "integer"]}]}),
            ReadersKeepWorking,
        ),
        case(
            "anyOf to oneOf of forms that overlap",
            json!({"anyOf": [{"type": "integer"}, {"minimum": 2}]}),
            json!({"oneOf": [{"type": "integer"}, {"minimum": 2}]}),
            ReadersKeepWorking,
        ),
        case(
            "part of allOf tightened",
            json!({"allOf": [{"type": "integer"}, {"minimum": 1}]}),
            json!({"allOf": [{"type": "integer"}, {"minimum": 2}]}),
            ReadersKeepWorking,
        ),
        within(
            "exclusion added",
            json!({"type": "string"}),
            json!({"type": "string", "not": {"const": "unknown"}}),
            ReadersKeepWorking,
        ),
        within(
            "condition added",
            json!({"type": "integer"}),
            json!({"type": "integer", "if": {"minimum": 10}, "then": {"multipleOf": 10}}),
            ReadersKeepWorking,
        ),
        // Definitions and what decides nothing.
        case(
            "definition renamed",
            with_definition("A", &json!({"enum": ["a"]})),
            with_definition("B", &json!({"enum": ["a"]})),
            Same,
        ),
        case(
            "definition changed",
            with_definition("A", &json!({"enum": ["a"]})),
            with_definition("A", &json!({"enum": ["a", "b"]})),
            WritersKeepWorking,
        ),
        case(
            "definition written in place",
            with_definition("A", &p),
            closed(&json!({"type": "array", "items": p})),
            Same,
        ),
        case(
            "reference to another definition",
            json!({"$ref": "#/$defs/A", "$defs": {"A": {"type": "string"}, "B": {"type": "integer"}}}),
            json!({"$ref": "#/$defs/B", "$defs": {"A": {"type": "string"}, "B": {"type": "integer"}}}),
            Breaking,
        ),
        case(
            "definition within itself widened",
            node(json!({"type": "integer"})),
            node(json!({"type": ["integer", "null"]})),
            WritersKeepWorking,
        ),
        case(
            "description only",
            json!({"type": "string", "description": "A name."}),
            json!({"type": "string", "description": "Its name."}),
            Same,
        ),
        case(
            "address only",
            json!({"$id": "https://a.example/v1/a", "type": "string"}),
            json!({"$id": "https://a.example/v1.1/a", "type": "string"}),
            Same,
        ),
        case("nothing at all", closed(&p), closed(&p), Same),
        case("written otherwise", json!({"type": "integer", "minimum": 1, "maximum": 1}), json!({"const": 1}), Same),
        case("everything to nothing", json!(true), json!(false), ReadersKeepWorking),
        case(
            "two changes in opposite directions",
            closed(&json!({"enum": ["a", "b"]})),
            {
                let mut new = closed(&json!({"enum": ["a", "b", "c"]}));
                new["properties"]["id"]["maxLength"] = json!(5);
                new
            },
            Breaking,
        ),
    ]
}

fn either_case(name: &'static str, schema: &dyn Fn(Value) -> Value, old: Value, new: Value, class: Class) -> Case {
    case(name, schema(old), schema(new), class)
}

fn is_valid(schema: &Value, instance: &Value) -> bool {
    jsonschema::options().should_validate_formats(true).build(schema).unwrap().is_valid(instance)
}

/// Every witness of the whole is accepted by the one version and refused by the other.
fn check_witnesses(name: &str, case: &Case, verdict: &Verdict) {
    for (answer, accepts, refuses) in
        [(&verdict.writers, &case.old, &case.new), (&verdict.readers, &case.new, &case.old)]
    {
        if let Some(witness) = answer.witness().filter(|witness| witness.is_whole()) {
            assert!(is_valid(accepts, &witness.instance), "{name}: {witness}");
            assert!(!is_valid(refuses, &witness.instance), "{name}: {witness}");
            assert!(witness.instance.pointer(&witness.pointer).is_some(), "{name}: {witness:?}");
        }
    }
}

fn check(case: &Case) -> Result<Comparison, String> {
    let comparison = compare(&case.old, &case.new).unwrap();
    check_witnesses(case.name, case, &comparison.verdict);
    for change in &comparison.changes {
        check_witnesses(&format!("{} at {}", case.name, change.place), case, &change.verdict);
    }
    if comparison.verdict.class() == case.class {
        Ok(comparison)
    } else {
        Err(format!("{}: {} is expected; {comparison}", case.name, case.class))
    }
}

#[test]
fn each_kind_of_change_has_its_class() {
    let wrong: Vec<String> = cases().iter().filter_map(|case| check(case).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_other_way_round_readers_and_writers_change_places() {
    let turned = |class| match class {
        WritersKeepWorking => ReadersKeepWorking,
        ReadersKeepWorking => WritersKeepWorking,
        other => other,
    };
    let wrong: Vec<String> = cases()
        .into_iter()
        .map(|case| Case { name: case.name, old: case.new, new: case.old, class: turned(case.class) })
        .filter_map(|case| check(&case).err())
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn changes_read_as_they_should() {
    let mut page = String::new();
    for case in cases() {
        let comparison = compare(&case.old, &case.new).unwrap();
        writeln!(page, "{}: {comparison}", case.name).unwrap();
    }
    insta::assert_snapshot!(page);
}

#[test]
fn what_cannot_be_compared_is_refused_with_the_reason() {
    let refused = |schema: Value| compare(&json!(true), &schema).unwrap_err().to_string();
    let told = [
        refused(json!([])),
        refused(json!({"$schema": "http://json-schema.org/draft-07/schema#"})),
        refused(json!({"$ref": "https://a.example/other.json"})),
        refused(json!({"$ref": "#/$defs/missing"})),
        refused(json!({"properties": {"a": {"$id": "https://a.example/a"}}})),
        refused(json!({"type": "text"})),
        refused(json!({"pattern": "("})),
    ];
    insta::assert_snapshot!(told.join("\n"));
}
