//! The rule files of `fixtures/rules`: valid ones of some length, for tests of all that reads rule files.

use std::{fs, path::Path};

use accordance_canon::{KINDS, schema};
use accordance_engine::{Collections, Config, MemoryFiles};
use accordance_rules::{Checked, Sources, check};
use accordance_tests::{told, workspace};

/// Rule files, checked against the kinds of records and the collections of a configuration.
fn checked(names: &[&str], config: &Config, schemas: &MemoryFiles) -> (Sources, Checked) {
    let kinds = KINDS.iter().filter_map(|kind| Some((kind.collection.to_owned(), schema(kind.kind)?)));
    let collections = Collections::new(kinds, config, schemas).expect("the collections have schemas");
    let folder = workspace().join("fixtures/rules");
    let read = |name: &str| fs::read(folder.join(name)).map_err(|error| error.to_string());
    let sources = Sources::load(names.iter().map(|name| (*name).to_owned()), &read);
    let checked = check(&sources, collections.environment());
    (sources, checked)
}

fn of_the_kinds(names: &[&str]) -> (Sources, Checked) {
    checked(names, &Config::default(), &MemoryFiles::from_iter([] as [(&str, &str); 0]))
}

fn stand_in_the_layout(sources: &Sources) {
    for file in &sources.files {
        let formatted = accordance_syntax::format(&file.text).expect("the file has no mistake");
        assert_eq!(formatted, file.text, "{}", file.name);
    }
}

/// The page of the language shows rules without examples, of which the checker only advises.
#[test]
fn the_whole_file_of_the_language_is_usable() {
    let (sources, checked) = of_the_kinds(&["whole/rules.accord"]);
    stand_in_the_layout(&sources);
    let other: Vec<_> = checked.diagnostics.iter().filter(|it| it.code != "E0303").collect();
    assert!(other.is_empty(), "{}", told(&sources, &checked));
    assert!(!checked.has_errors());
    let program = &checked.program;
    assert_eq!((program.rules.len(), program.tests.len(), program.waivers.len()), (6, 1, 1));
    assert_eq!(sources.files.len(), 2);
}

#[test]
fn every_construct_of_the_language_is_usable() {
    let (sources, checked) = of_the_kinds(&["every-construct.accord"]);
    stand_in_the_layout(&sources);
    assert_eq!(told(&sources, &checked), "");
}

#[test]
fn rules_of_another_field_are_usable() {
    let library = workspace().join("fixtures/library");
    let text = |name: &Path| fs::read_to_string(library.join(name)).expect("a file of the library");
    let config: Config = text(Path::new("accordance.toml")).parse().expect("the configuration is whole");
    let schemas = ["schemas/book.json", "schemas/loan.json", "schemas/person.json", "schemas/terms.json"];
    let schemas = MemoryFiles::from_iter(schemas.map(|name| (name.to_owned(), text(Path::new(name)))));
    let (sources, checked) = checked(&["library.accord"], &config, &schemas);
    stand_in_the_layout(&sources);
    assert_eq!(told(&sources, &checked), "");
}
