//! The published schemas: whole, addressed, described, and shown by example.
#![expect(clippy::unwrap_used, reason = "a value that is not there fails the test")]

use accordance_canon::{BASE, Context, KINDS, OwnFormat, Titles, bundle, files, index, lean_schema, schema};
use serde_json::{Value, json};

fn validator(schema: &Value) -> jsonschema::Validator {
    jsonschema::options().should_validate_formats(true).build(schema).unwrap()
}

fn walk<'s>(schema: &'s Value, path: &str, visit: &mut impl FnMut(&str, &'s Value)) {
    visit(path, schema);
    match schema {
        Value::Object(members) => {
            for (name, member) in members.iter().filter(|(name, _)| *name != "examples") {
                walk(member, &format!("{path}/{name}"), visit);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                walk(item, &format!("{path}/{at}"), visit);
            }
        }
        _ => {}
    }
}

fn all() -> impl Iterator<Item = (String, Value)> {
    KINDS.iter().map(|kind| (kind.kind.to_owned(), schema(kind.kind).unwrap())).chain([("bundle".to_owned(), bundle())])
}

#[test]
fn every_kind_has_a_schema_with_its_address_title_description_and_example() {
    for kind in KINDS {
        let schema = schema(kind.kind).unwrap();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(schema["$id"], format!("{BASE}{}.schema.json", kind.kind));
        assert_eq!(schema["properties"]["kind"]["const"], kind.kind);
        assert_eq!(schema["properties"]["id"]["x-identifies"], kind.collection);
        assert_eq!(schema["additionalProperties"], false);
        assert!(schema["title"].is_string() && schema["description"].is_string());
        let example = &schema["examples"][0];
        assert!(validator(&schema).is_valid(example), "{}: {example}", kind.kind);
        assert!(validator(&bundle()).is_valid(example), "{}: {example}", kind.kind);
    }
}

#[test]
fn every_property_has_a_description_without_code() {
    let mut bare = Vec::new();
    for (name, schema) in all() {
        walk(&schema, &name, &mut |path, value| {
            if let Some(Value::Object(properties)) = value.get("properties").filter(|_| !path.ends_with("/properties"))
            {
                for (property, schema) in properties {
                    if schema["description"].as_str().or(schema["title"].as_str()).is_none_or(str::is_empty) {
                        bare.push(format!("{path}: {property}"));
                    }
                }
            }
            if let Some(description) = value.get("description").and_then(Value::as_str) {
                assert!(!description.contains("```") && !description.contains("# "), "{path}: {description}");
            }
        });
    }
    assert!(bare.is_empty(), "without a description: {bare:#?}");
}

#[test]
fn titles_are_plain_words() {
    let title = |kind: &str, pointer: &str| schema(kind).unwrap().pointer(pointer).cloned().unwrap_or_default();
    assert_eq!(title("sdg", "/title"), "SDG");
    assert_eq!(title("sdg_target", "/title"), "SDG target");
    assert_eq!(title("meeting", "/properties/starts_on/title"), "Starts on");
    assert_eq!(title("meeting", "/$defs/Contribution/properties/sdg_targets/title"), "SDG targets");
    assert_eq!(title("meeting", "/$defs/StatusChange/title"), "Status change");
}

#[test]
fn examples_of_properties_are_what_records_hold_there_and_the_same_in_all_schemas() {
    let example = |kind: &str, pointer: &str| schema(kind).unwrap().pointer(pointer).unwrap()["examples"].clone();
    assert_eq!(example("goal", "/properties/id"), json!(["gpg-2017-4"]));
    assert_eq!(example("sdg_target", "/properties/id"), json!(["16.4"]));
    assert_eq!(example("meeting", "/properties/hosts").as_array().map(Vec::len), Some(1));
    let source = "/$defs/Source/properties/title";
    assert_eq!(example("goal", source), example("meeting", source));
    assert_eq!(example("goal", source), bundle().pointer(source).unwrap()["examples"]);
}

#[test]
fn what_validates_at_the_start_of_a_run_carries_no_titles_and_examples_of_properties() {
    for kind in KINDS {
        walk(&lean_schema(kind.kind).unwrap(), kind.kind, &mut |path, value| {
            assert!(path.ends_with("/properties") || value.get("examples").is_none(), "{path}");
            let is_property = path.rsplit('/').nth(1) == Some("properties");
            assert!(!is_property || value.get("title").is_none_or(Value::is_object), "{path}");
        });
    }
}

#[test]
fn schemas_refer_to_nothing_outside_of_themselves() {
    for (name, schema) in all() {
        walk(&schema, &name, &mut |path, value| {
            if let Some(target) = value.get("$ref").and_then(Value::as_str) {
                let pointer = target.strip_prefix('#').unwrap_or_else(|| panic!("{path} refers to {target}"));
                assert!(schema.pointer(pointer).is_some(), "{path} refers to {target}");
            }
        });
    }
}

#[test]
fn references_between_records_name_collections_that_there_are() {
    for (name, schema) in all() {
        walk(&schema, &name, &mut |path, value| {
            if path.ends_with("/x-refers-to") || path.ends_with("/x-identifies") {
                assert!(KINDS.iter().any(|kind| value == kind.collection), "{path}: {value}");
            }
        });
    }
}

#[test]
fn the_bundle_holds_each_kind_once_and_tells_them_apart_by_kind() {
    let bundle = bundle();
    assert_eq!(bundle["oneOf"].as_array().unwrap().len(), KINDS.len());
    let kinds: Vec<&Value> = bundle["oneOf"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| bundle.pointer(&one["$ref"].as_str().unwrap()[1..]).unwrap())
        .map(|schema| &schema["properties"]["kind"]["const"])
        .collect();
    assert_eq!(kinds, KINDS.iter().map(|kind| kind.kind).collect::<Vec<_>>());
    let names: Vec<&String> = bundle["$defs"].as_object().unwrap().keys().collect();
    assert!(!names.iter().any(|name| name.ends_with(char::is_numeric)), "two types of one name: {names:?}");
}

#[test]
fn properties_of_other_formats_have_titles_where_these_are_asked_for() {
    let schema = json!({"title": "Tally", "type": "object", "properties": {"passes": {"type": "integer"}}});
    let format = |titles| OwnFormat { name: "tally", meaning: "a count", since: "v1", schema: schema.clone(), titles };
    assert_eq!(format(Titles::OfProperties).published()["properties"]["passes"]["title"], "Passes");
    let own = format(Titles::Own).published();
    assert_eq!((&own["title"], own["properties"]["passes"].get("title")), (&"Tally".into(), None));
}

#[test]
fn the_files_are_pretty_json_and_say_how_they_are_made() {
    let schema = json!({"type": "object"});
    let formats = [OwnFormat { name: "tally", meaning: "a count", since: "v1", schema, titles: Titles::OfProperties }];
    let document = json!({"$comment": "by cargo xtask schemas", "@context": {}});
    let contexts = [Context { file: "context.jsonld", meaning: "linked data", since: "v1", document }];
    let files = files(&formats, &contexts);
    assert_eq!(files.len(), KINDS.len() + 4);
    for (name, text) in &files {
        let value: Value = serde_json::from_str(text).unwrap();
        assert!(value["$comment"].as_str().unwrap().contains("cargo xtask schemas"), "{name}");
        assert!(text.ends_with("}\n"), "{name}");
    }
    let index = index(&files, &formats, &contexts);
    for row in index["schemas"].as_array().unwrap().iter().chain([
        &index["bundle"],
        &index["formats"][0],
        &index["contexts"][0],
    ]) {
        assert_eq!(row["sha256"].as_str().map(str::len), Some(64), "{row}");
    }
    assert_eq!(index["formats"][0]["$id"], format!("{BASE}tally.schema.json"));
}
