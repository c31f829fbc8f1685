//! The rule pack: each rule of it is whole, stands in the one layout, and is listed in `docs/pack.md`.
//!
//! `UPDATE_DOCS=1 cargo test -p accordance-tests --test pack` writes the tables of the page anew.

use std::{collections::BTreeSet, fs};

use accordance_canon::RULES;
use accordance_rules::{BUILT_IN, Checked, Sources, check, core::Rule};
use accordance_syntax::ast::{Block, ExampleOutcome, Language, Severity};
use accordance_tests::{
    accordance,
    rule_files::{environment, shown},
    transcript, workspace,
};
use serde_json::Value;

/// The tests of the pack, beside it.
const TESTS: &str = "tests/records.accord";

/// The pack and its tests, checked against the kinds of records.
fn checked() -> (Sources, Checked) {
    let read = |name: &str| match RULES.iter().find(|(known, _)| *known == name) {
        Some((_, text)) => Ok(text.as_bytes().to_vec()),
        None => fs::read(workspace().join("crates/canon/rules").join(name)).map_err(|error| error.to_string()),
    };
    let names = RULES.iter().map(|(name, _)| *name).chain([TESTS]);
    let sources = Sources::load(names.map(str::to_owned), &read);
    let checked = check(&sources, environment());
    (sources, checked)
}

#[test]
fn the_checker_has_no_word_to_say() {
    let (sources, checked) = checked();
    assert_eq!(sources.unreadable, []);
    assert_eq!(shown(&sources, checked.diagnostics.iter()), "");
    assert_eq!(checked.unusable, [] as [&str; 0]);
    let matrices = checked.program.rules.iter().filter(|rule| rule.cell.is_some()).count();
    assert!(checked.program.rules.len() - matrices >= 30, "{} rules", checked.program.rules.len() - matrices);
    assert!(matrices >= 3, "{matrices} matrices");
    assert!(checked.program.tests.len() >= 6, "{} tests", checked.program.tests.len());
}

#[test]
fn every_file_stands_in_the_layout() {
    let (sources, _) = checked();
    for file in &sources.files {
        let formatted = accordance_syntax::format(&file.text).expect("the file has no mistake");
        assert_eq!(formatted, file.text, "{}: run `accordance fmt`", file.name);
    }
}

#[test]
fn every_rule_file_of_the_folder_is_built_in() {
    let folder = fs::read_dir(workspace().join("crates/canon/rules")).expect("the folder of the pack");
    let names = folder.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"));
    let mut found: Vec<String> = names.filter(|name| name.ends_with(".accord")).collect();
    let mut built_in: Vec<&str> = RULES.iter().map(|(name, _)| *name).collect();
    found.sort_unstable();
    built_in.sort_unstable();
    assert_eq!(found, built_in);
}

#[test]
fn every_rule_gives_a_reason_a_way_to_mend_and_examples() {
    let (_, checked) = checked();
    for rule in &checked.program.rules {
        let name = &rule.name;
        assert!(rule.because.as_deref().is_some_and(|because| because.ends_with('.')), "{name}: because");
        assert!(rule.fix.as_deref().is_some_and(|fix| fix.ends_with('.')), "{name}: fix");
        assert!(!rule.title.is_empty() && !rule.title.ends_with('.'), "{name}: title");
        for outcome in [ExampleOutcome::Passes, ExampleOutcome::Fails] {
            assert!(rule.examples.iter().any(|example| example.outcome == outcome), "{name}: {outcome:?}");
        }
    }
}

/// Where a rule has another language, it has all of them: a reader of findings meets no mixture.
#[test]
fn messages_are_in_english_or_in_all_four_languages() {
    let (_, checked) = checked();
    let mut translated = 0;
    for rule in &checked.program.rules {
        let languages: Vec<Option<Language>> = rule.messages.keys().copied().collect();
        let all = [None, Some(Language::Arabic), Some(Language::French), Some(Language::Spanish)];
        assert!(languages == [None] || languages == all, "{}: {languages:?}", rule.name);
        translated += usize::from(languages == all);
    }
    assert!(translated >= 12, "{translated} rules are translated");
}

/// A steward who tests an own rule meets names of the pack only where they are meant.
#[test]
fn tests_speak_of_rules_of_the_pack() {
    let (_, checked) = checked();
    for expect in checked.program.tests.iter().flat_map(|test| &test.expects) {
        let is_known = checked.program.rules.iter().any(|rule| *rule.name == *expect.rule);
        assert!(is_known || BUILT_IN.contains(&&*expect.rule), "{}", expect.rule);
    }
}

#[test]
fn the_page_of_the_pack_lists_it() {
    const START: &str = "<!-- tables: written by `UPDATE_DOCS=1 cargo test -p accordance-tests --test pack` -->\n";
    const END: &str = "<!-- end of tables -->\n";
    let path = workspace().join("docs/pack.md");
    let page = fs::read_to_string(&path).expect("the page");
    let (head, rest) = page.split_once(START).expect("a place where the tables start");
    let (_, tail) = rest.split_once(END).expect("a place where the tables end");
    let expected = format!("{head}{START}\n{}\n{END}{tail}", tables());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, expected).expect("the page can be written");
    } else {
        assert!(page == expected, "docs/pack.md is stale: run the command that it names");
    }
}

#[test]
fn every_example_and_test_is_as_stated() {
    let mut command = accordance();
    let command = command.current_dir(workspace()).args(["test", "--no-default-rules", "crates/canon/rules"]);
    let said = transcript(command);
    assert!(said.ends_with(" tests: all are as stated.\n--- exit status 0\n"), "{said}");
    assert_eq!(said.lines().count(), 2, "each rule has a case that passes and one that fails: {said}");
}

/// The last table of the page names the rules that find something in the reference data, and no others.
#[test]
fn the_reference_data_has_no_error_and_lacks_what_the_page_says() {
    let output = accordance().args(["check", "--as-of", "2026-01-01", "--format", "json"]).output().expect("it runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    let findings = report["findings"].as_array().expect("findings");
    assert!(!findings.iter().any(|finding| finding["severity"] == "error"), "{findings:?}");
    assert!(!findings.iter().any(|finding| finding["outcome"] == "cannot_tell"), "{findings:?}");
    let found: BTreeSet<&str> = findings.iter().filter_map(|finding| finding["rule"].as_str()).collect();
    let page = fs::read_to_string(workspace().join("docs/pack.md")).expect("the page");
    let (_, lacking) = page.split_once("## What the reference data lacks").expect("the section");
    let rows = lacking.lines().filter(|line| line.starts_with("| "));
    let told: BTreeSet<&str> = rows.flat_map(|line| line.split('`').skip(1).step_by(2)).collect();
    assert_eq!(found, told);
}

/// The rules, matrices and parameters of each file.
fn tables() -> String {
    let (sources, checked) = checked();
    let mut sections = Vec::new();
    for (number, file) in sources.files.iter().enumerate().filter(|(_, file)| file.name != TESTS) {
        let rules: Vec<&Rule> = checked.program.rules.iter().filter(|rule| rule.place.file == number).collect();
        let mut section = format!("### {}\n", file.name);
        for (what, is_matrix) in [("rule", false), ("matrix", true)] {
            let rows: Vec<String> =
                rules.iter().filter(|rule| rule.cell.is_some() == is_matrix).map(|rule| row(rule)).collect();
            if !rows.is_empty() {
                section.push_str(&format!("\n| {what} | demands | severity |\n|---|---|---|\n{}", rows.concat()));
            }
        }
        let parameters: Vec<String> =
            file.file.blocks.iter().filter_map(|block| parameter(block, &file.text)).collect();
        if !parameters.is_empty() {
            section.push_str(&format!("\n| parameter | means | value |\n|---|---|---|\n{}", parameters.concat()));
        }
        sections.push(section);
    }
    sections.join("\n")
}

fn row(rule: &Rule) -> String {
    let severity = match rule.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "advice",
    };
    format!("| `{}` | {} | {severity} |\n", rule.name, rule.title)
}

fn parameter(block: &Block, text: &str) -> Option<String> {
    let Block::Param(param) = block else { return None };
    let value = param.value.as_ref()?.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let value = value.replace("[ ", "[").replace(" ]", "]");
    let description = &param.description.as_ref()?.value;
    Some(format!("| `{}` | {description} | `{value}` |\n", param.name.text))
}
