//! The rule pack: each rule of it is whole, stands in the one layout, and is listed in its page.

use accordance_canon::{KINDS, RULES, schema};
use accordance_engine::{Collections, Config, MemoryFiles};
use accordance_rules::{Checked, Sources, check};

/// The pack, checked against the kinds of records.
fn checked() -> (Sources, Checked) {
    let kinds = KINDS.iter().filter_map(|kind| Some((kind.collection.to_owned(), schema(kind.kind)?)));
    let none = MemoryFiles::from_iter([] as [(&str, &str); 0]);
    let collections = Collections::new(kinds, &Config::default(), &none).expect("the kinds have schemas");
    let read = |name: &str| {
        let found = RULES.iter().find(|(known, _)| *known == name);
        found.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| "there is no such file".to_owned())
    };
    let sources = Sources::load(RULES.iter().map(|(name, _)| (*name).to_owned()), &read);
    let checked = check(&sources, collections.environment());
    (sources, checked)
}

#[test]
fn the_checker_has_no_word_to_say() {
    let (sources, checked) = checked();
    assert_eq!(sources.unreadable, []);
    let told: Vec<String> = checked
        .diagnostics
        .iter()
        .map(|it| {
            let file = &sources.files[it.place.file];
            let line = file.text[..it.place.span.start].lines().count();
            format!("{}:{line}: {} {} ({}) {:?}", file.name, it.code, it.message, it.label, it.notes)
        })
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert_eq!(checked.unusable, [] as [&str; 0]);
}
