//! The pages on defects, sources and editors say what the data and the schemas say.
#![expect(clippy::unwrap_used, reason = "a value that is not there fails the test")]

use std::collections::BTreeMap;

use accordance_canon::{BASE, DATA, KINDS, bundle, collection_of_kind};
use accordance_document::{Format, Limits, Records, Tree};
use serde_json::Value;

const DEFECTS: &str = include_str!("../../../docs/defects.md");
const SOURCES: &str = include_str!("../../../docs/sources.md");
const EDITORS: &str = include_str!("../../../docs/editors.md");

/// The defects and ambiguities that were found in the report on the session of 3 July 2023.
const FOUND: std::ops::RangeInclusive<u8> = 1..=32;
const CHECKS: [&str; 4] = ["`schema`", "`unique-id`", "`dangling-reference`", "`unreadable-file`"];

fn records() -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    for (_, text) in DATA {
        let mut tree = Tree::new();
        let mut records = Records::new(text, Format::Yaml, &mut tree, Limits::default());
        while let Some(record) = records.next_record() {
            let record: Value = record.unwrap().value.to_typed().unwrap();
            let collection = collection_of_kind(record["kind"].as_str().unwrap()).unwrap();
            all.insert(format!("{collection}/{}", record["id"].as_str().unwrap()), record);
        }
    }
    all
}

struct Row<'t> {
    id: &'t str,
    as_printed: String,
    dealt_with_by: &'t str,
    how: &'t str,
    place: &'t str,
}

fn rows() -> impl Iterator<Item = Row<'static>> {
    DEFECTS.lines().filter(|line| line.starts_with("| S")).map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [id, as_printed, _, dealt_with_by, how, place] = cells[..] else { panic!("not six cells: {line}") };
        let as_printed = as_printed.trim_matches('`').replace('⏎', "\n");
        Row { id, as_printed, dealt_with_by, how, place: place.trim_matches('`') }
    })
}

#[test]
fn every_defect_that_was_found_is_listed_once() {
    let listed: Vec<&str> = rows().map(|row| row.id).collect();
    assert_eq!(listed, FOUND.map(|number| format!("S{number:02}")).collect::<Vec<_>>());
}

#[test]
fn every_place_named_is_in_the_data_and_every_correction_is_of_the_passage_named() {
    let records = records();
    for row in rows() {
        let (record, pointer) = row.place.split_once('#').unwrap();
        let record = records.get(record).unwrap_or_else(|| panic!("{}: there is no {record}", row.id));
        let value = record.pointer(pointer).unwrap_or_else(|| panic!("{}: nothing at {}", row.id, row.place));
        if row.dealt_with_by.contains("correction") {
            assert_eq!(value["as_printed"], row.as_printed, "{}", row.id);
            assert_ne!(value["as_read"], value["as_printed"], "{}", row.id);
        }
    }
}

#[test]
fn every_correction_of_the_lyon_record_is_listed() {
    let records = records();
    let corrections = records["meetings/wg-2023-07-03"]["corrections"].as_array().unwrap();
    for at in 0..corrections.len() {
        let place = format!("meetings/wg-2023-07-03#/corrections/{at}");
        assert_eq!(rows().filter(|row| row.place == place).count(), 1, "{place}");
    }
}

#[test]
fn every_defect_says_what_deals_with_it() {
    for row in rows() {
        for way in row.dealt_with_by.split(", ") {
            match way {
                "correction" => {}
                "type" => assert!(row.how.contains('`'), "{}: which type?", row.id),
                "check" => {
                    let named =
                        CHECKS.iter().any(|check| row.how.contains(check)) || row.how.contains("a rule to come");
                    assert!(named, "{}: which check?", row.id);
                }
                other => panic!("{}: {other}", row.id),
            }
        }
    }
}

#[test]
fn every_address_of_a_source_in_the_data_is_on_the_page_on_sources() {
    fn walk(value: &Value, visit: &mut impl FnMut(&Value)) {
        match value {
            Value::Object(members) => {
                members
                    .get("sources")
                    .iter()
                    .for_each(|sources| sources.as_array().unwrap().iter().for_each(&mut *visit));
                members.values().for_each(|member| walk(member, visit));
            }
            Value::Array(items) => items.iter().for_each(|item| walk(item, visit)),
            _ => {}
        }
    }
    for (name, record) in records() {
        walk(&record, &mut |source| {
            let title = source["title"].as_str().unwrap();
            let address = source["url"].as_str().unwrap().replace('(', "%28").replace(')', "%29");
            assert!(
                SOURCES.contains(&format!("[{title}]({address})")),
                "{name}: {title} is not on the page, or elsewhere"
            );
        });
    }
    assert!(KINDS.iter().all(|kind| SOURCES.contains(kind.collection)));
}

#[test]
fn the_schema_for_editors_takes_a_record_and_a_list_of_records() {
    let (_, rest) = EDITORS.split_once("```json\n").unwrap();
    let (block, _) = rest.split_once("```").unwrap();
    let schema: Value = serde_json::from_str(
        &block.replace("schemas/v1/accordance.schema.json", &format!("{BASE}accordance.schema.json")),
    )
    .unwrap();
    let registry = jsonschema::Registry::new()
        .add(format!("{BASE}accordance.schema.json"), jsonschema::Draft::Draft202012.create_resource(bundle()))
        .unwrap()
        .prepare()
        .unwrap();
    let validator = jsonschema::options().with_registry(&registry).build(&schema).unwrap();
    let mut all: Vec<Value> = records().into_values().collect();
    assert!(all.iter().all(|record| validator.is_valid(record)));
    assert!(validator.is_valid(&Value::Array(all.clone())));
    all[0]["kind"] = "minutes".into();
    assert!(!validator.is_valid(&all[0]) && !validator.is_valid(&Value::Array(all)));
}
