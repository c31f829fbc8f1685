//! What the checker reads from JSON Schemas of all sorts.

mod data;

use data::{environment, environment_of, environment_of_parts, environment_told, errors_in, schemas};
use serde_json::{Value, json};

/// The errors of `require CONDITION` over records of a schema.
fn errors(schema: &Value, condition: &str) -> Vec<String> {
    let environment = environment_of(&[("things", schema.clone())]);
    errors_in(&environment, &format!("for thing in things\n  require {condition}"))
}

#[track_caller]
fn accepted(schema: &Value, conditions: &[&str]) {
    for condition in conditions {
        assert_eq!(errors(schema, condition), Vec::<String>::new(), "{condition}");
    }
}

#[track_caller]
fn refused(schema: &Value, code: &str, conditions: &[&str]) {
    for condition in conditions {
        let found = errors(schema, condition);
        assert!(found.len() == 1 && found[0].starts_with(code), "{condition}: {found:?}");
    }
}

#[test]
fn collections_that_are_read_apart_are_the_same_once_together() {
    assert_eq!(format!("{:?}", environment_of_parts(&schemas())), format!("{:?}", environment()));
}

#[test]
fn a_reference_in_a_schema_is_followed_and_its_neighbours_hold_too() {
    let schema = json!({
        "properties": { "size": { "$ref": "#/$defs/Size", "minimum": 3 }, "next": { "$ref": "#" } },
        "required": ["size"],
        "$defs": { "Size": { "type": "integer" } },
    });
    accepted(&schema, &["thing.size > 3", "thing.next is missing or thing.next.size > thing.size"]);
    refused(&schema, "E0206", &["thing.size = \"3\""]);
    refused(&schema, "E0204", &["thing.sizes > 3", "thing.next is present and thing.next.sizes > 3"]);
}

#[test]
fn definitions_of_draft_4_name_records_as_well() {
    let schema = json!({
        "properties": { "owner": { "$ref": "#/definitions/LegalPerson" } },
        "required": ["owner"],
        "definitions": { "LegalPerson": { "properties": { "name": { "type": "string" } }, "required": ["name"] } },
    });
    accepted(&schema, &["thing.owner.name != \"\""]);
    assert_eq!(errors(&schema, "thing.owner.nmae != \"\""), ["E0204: a legal person has no field `nmae`"]);
}

#[test]
fn all_of_several_schemas_hold_together() {
    let schema = json!({
        "allOf": [
            { "properties": { "id": { "type": "string" }, "state": { "enum": ["a", "b", "c"] } }, "required": ["id"] },
            { "properties": { "state": { "enum": ["b", "c", "d"] } }, "required": ["state"] },
        ],
    });
    accepted(&schema, &["thing.id = \"x\" and thing.state = \"b\""]);
    refused(&schema, "E0207", &["thing.state = \"a\"", "thing.state = \"d\""]);
}

#[test]
fn what_may_be_null_may_be_missing() {
    let schema = json!({
        "properties": {
            "one": { "type": ["string", "null"] },
            "two": { "anyOf": [{ "type": "integer" }, { "type": "null" }] },
            "three": { "enum": ["a", null] },
            "four": { "oneOf": [{ "const": null }, { "$ref": "#/$defs/Day" }] },
        },
        "required": ["one", "two", "three", "four"],
        "$defs": { "Day": { "type": "string", "format": "date" } },
    });
    refused(&schema, "E0210", &["thing.one = \"x\"", "thing.two = 2", "thing.three = \"a\"", "thing.four < as_of"]);
    accepted(&schema, &["thing.four is present and thing.four < as_of and (thing.two otherwise 0) = 0"]);
    refused(&schema, "E0207", &["thing.three is present and thing.three = \"b\""]);
}

#[test]
fn formats_are_types_and_constants_are_words() {
    let schema = json!({
        "properties": {
            "day": { "type": "string", "format": "date" },
            "moment": { "format": "date-time" },
            "address": { "type": "string", "format": "uri" },
            "kind": { "const": "thing" },
            "count": { "const": 3 },
            "is_open": { "type": "boolean" },
        },
        "required": ["day", "moment", "address", "kind", "count", "is_open"],
    });
    accepted(
        &schema,
        &[
            "thing.day < as_of and hour(thing.moment) = 9 and thing.address starts with \"https:\"",
            "thing.kind = \"thing\" and thing.count = 3 and thing.is_open",
        ],
    );
    refused(&schema, "E0209", &["thing.day = \"2023-07-03\""]);
    refused(&schema, "E0207", &["thing.kind = \"think\""]);
}

#[test]
fn shapes_are_told_apart_by_constants_in_any_of_several_schemas() {
    for keyword in ["oneOf", "anyOf"] {
        let schema = json!({
            keyword: [
                { "properties": { "kind": { "const": "a" }, "x": { "type": "integer" } }, "required": ["kind", "x"] },
                { "properties": { "kind": { "enum": ["b", "c"] }, "y": { "type": "integer" } }, "required": ["kind", "y"] },
            ],
            "properties": { "id": { "type": "string" } },
            "required": ["id"],
        });
        accepted(
            &schema,
            &[
                "thing.kind = \"a\" implies thing.x > 0",
                "thing.kind != \"a\" implies thing.y > 0",
                "thing.kind = \"a\" or thing.y > 0",
                "thing.id != \"\"",
            ],
        );
        refused(&schema, "E0210", &["thing.x > 0"]);
        let found = errors(&schema, "thing.kind = \"b\" implies thing.x > 0");
        assert_eq!(found, ["E0204: a thing of the kind that is tested for has no field `x`"]);
        refused(&schema, "E0204", &["thing.z > 0"]);
        refused(&schema, "E0207", &["thing.kind = \"d\""]);
    }
}

#[test]
fn required_names_in_alternatives_tell_shapes_apart() {
    let schema = json!({
        "properties": { "one": { "type": "string" }, "two": { "type": "string" } },
        "oneOf": [{ "required": ["one"] }, { "required": ["two"], "properties": { "one": false } }],
    });
    accepted(
        &schema,
        &["thing.one is missing implies thing.two != \"\"", "thing.one is present implies thing.one != \"\""],
    );
    refused(&schema, "E0210", &["thing.one != \"\"", "thing.two != \"\""]);
}

#[test]
fn what_holds_under_a_condition_is_not_taken_for_sure() {
    let schema = json!({
        "properties": { "state": { "enum": ["open", "done"] }, "by": { "type": "string" } },
        "required": ["state"],
        "if": { "properties": { "state": { "const": "done" } } },
        "then": { "required": ["by"], "properties": { "by": { "enum": ["a", "b"] } } },
    });
    accepted(&schema, &["thing.state = \"open\"", "thing.by is present and thing.by = \"c\""]);
    refused(&schema, "E0210", &["thing.by = \"a\""]);
}

#[test]
fn other_properties_have_the_type_that_the_schema_says() {
    let map = json!({
        "properties": {
            "titles": { "type": "object", "additionalProperties": { "type": "string" } },
            "sizes": { "type": "object", "patternProperties": { "^s-": { "type": "integer" } }, "additionalProperties": false },
            "free": { "type": "object" },
            "open": { "properties": { "id": { "type": "string" } }, "additionalProperties": true },
        },
        "required": ["titles", "sizes", "free", "open"],
    });
    accepted(
        &map,
        &[
            "thing.titles.fr is present and thing.titles.fr != \"\"",
            "thing.sizes.`s-1` is present and thing.sizes.`s-1` > 3",
            "thing.free.what.ever = 3",
            "thing.open.other is present and thing.open.other = 3",
        ],
    );
    refused(&map, "E0206", &["thing.sizes.`s-1` is present and thing.sizes.`s-1` = \"x\""]);
    refused(&map, "E0210", &["thing.titles.fr != \"\""]);
}

#[test]
fn what_patterns_say_holds_of_the_names_that_they_fit() {
    let map = json!({
        "additionalProperties": false,
        "properties": { "id": { "type": "string" }, "status": { "type": "string" } },
        "patternProperties": { "^x-": { "type": "string" }, "^n": { "type": "integer" } },
        "required": ["status"],
    });
    accepted(&map, &["(thing.`x-note` otherwise \"\") = \"n\"", "(thing.note otherwise 1) = 2"]);
    refused(&map, "E0206", &["(thing.`x-note` otherwise \"\") = 3"]);
    let map = json!({
        "properties": { "status": { "type": "string" }, "x-own": { "type": "string" } },
        "patternProperties": { "^x-": { "type": "string" }, "^x-no": false },
        "required": ["status"],
    });
    refused(&map, "E0204", &["(thing.statsu otherwise \"final\") != \"drafft\"", "thing.statsu is missing"]);
    // What only other dialects can say may be of any name.
    let map = json!({ "properties": { "id": { "type": "string" } }, "patternProperties": { "^(?=no)": { "type": "boolean" } } });
    accepted(&map, &["(thing.note otherwise false) = true"]);
}

/// No record has it, so that no rule can read it; nor is it what a misspelt name is nearest to.
#[test]
fn a_field_that_is_forbidden_is_none() {
    let schema = json!({ "properties": { "id": { "type": "string" }, "legacy": false, "c": false } });
    refused(&schema, "E0204", &["thing.legacy is missing", "thing.legacyy = 1", "thing.a = 1", "thing.c = 1"]);
    refused(&json!({ "properties": { "c": false } }), "E0204", &["thing.a = 1", "thing.c is missing"]);
}

#[test]
fn lists_have_items_of_the_type_that_the_schema_says() {
    let schema = json!({
        "properties": {
            "words": { "type": "array", "items": { "enum": ["a", "b"] } },
            "pairs": { "type": "array", "items": { "type": "array", "prefixItems": [{ "type": "integer" }, { "type": "number" }] } },
            "old": { "type": "array", "items": [{ "type": "string" }], "additionalItems": { "type": "string" } },
            "parts": { "type": "array", "items": { "properties": { "sub": { "type": "array", "items": { "properties": { "n": { "type": "integer" } } } } } } },
            "any": { "type": "array" },
        },
        "required": ["words", "pairs", "old", "parts", "any"],
    });
    accepted(
        &schema,
        &[
            "\"a\" in thing.words and \"x\" in thing.old and 3 in thing.any",
            "every pair in thing.pairs has (sum(pair) > 1.5)",
            "sum(thing.parts.sub.n) > 3",
        ],
    );
    refused(&schema, "E0207", &["\"c\" in thing.words"]);
    refused(&schema, "E0206", &["3 in thing.old"]);
    refused(&schema, "E0204", &["thing.parts.sub.m = []"]);
}

#[test]
fn values_of_several_types_are_compared_with_care() {
    let schema = json!({
        "properties": { "either": { "type": ["string", "integer"] }, "day": { "anyOf": [{ "type": "string", "format": "date" }, { "type": "string", "pattern": "^[0-9]{4}$" }] } },
        "required": ["either", "day"],
    });
    accepted(&schema, &["thing.either = 3 or thing.either = \"x\"", "thing.day = \"2023\""]);
    refused(&schema, "E0209", &["thing.day < as_of"]);
}

#[test]
fn an_id_and_a_reference_of_a_configuration_are_those_of_their_path_alone() {
    let schema = json!({
        "properties": {
            "name": { "type": "string" },
            "own": { "$ref": "#/$defs/Data" },
            "other": { "$ref": "#/$defs/Data" },
        },
        "required": ["name", "own", "other"],
        "$defs": {
            "Data": { "properties": { "meta": { "$ref": "#/$defs/Meta" } }, "required": ["meta"] },
            "Meta": {
                "properties": {
                    "code": { "type": "string" },
                    "by": { "type": "array", "items": { "type": "string" } },
                },
                "required": ["code", "by"],
            },
        },
    });
    let environment = environment_told("things", &schema, "/own/meta/code", &[&["own", "meta", "by"]]);
    let errors = |condition: &str| errors_in(&environment, &format!("for thing in things\n  require {condition}"));
    for right in [
        "thing.other.meta.code = thing.name",
        "thing.name in thing.other.meta.by",
        "some one in thing.own.meta.by has (one.name = thing.name)",
    ] {
        assert_eq!(errors(right), Vec::<String>::new(), "{right}");
    }
    for (wrong, code) in [
        ("thing.own.meta.code = thing.name", "E0208"),
        ("some one in thing.other.meta.by has (one.name = thing.name)", "E0204"),
    ] {
        let found = errors(wrong);
        assert!(found.len() == 1 && found[0].starts_with(code), "{wrong}: {found:?}");
    }
}

#[test]
fn what_a_schema_refers_to_by_those_around_it_is_that_of_its_place() {
    let of =
        |kind: &str| json!({ "$id": kind, "$ref": "list", "$defs": { "t": { "$dynamicAnchor": "T", "type": kind } } });
    let schema = json!({
        "$id": "https://example.org/root",
        "properties": { "a": { "$ref": "string" }, "b": { "$ref": "integer" } },
        "required": ["a", "b"],
        "$defs": {
            "list": {
                "$id": "list",
                "type": "array",
                "items": { "$dynamicRef": "#T" },
                "$defs": { "t": { "$dynamicAnchor": "T" } },
            },
            "string": of("string"),
            "integer": of("integer"),
        },
    });
    accepted(&schema, &["sum(thing.b) <= 2", "join(thing.a, \"\") != \"\""]);
}

#[test]
fn a_schema_that_leads_back_to_itself_is_read_once() {
    let schema = json!({
        "$ref": "#/$defs/Node",
        "$defs": { "Node": {
            "properties": { "name": { "type": "string" }, "children": { "type": "array", "items": { "$ref": "#/$defs/Node" } } },
            "required": ["name", "children"],
        } },
    });
    accepted(&schema, &["thing.children.children.children.name is not empty"]);
    refused(&schema, "E0204", &["thing.children.children.nmae is not empty"]);
    let endless = json!({ "allOf": [{ "$ref": "#" }], "properties": { "n": { "type": "integer" } } });
    let _ = errors(&endless, "thing.n > 3");
}
