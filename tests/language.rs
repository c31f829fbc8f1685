//! The portable suite of the rule language: pages of cases, each with the outcome that is expected at every place.
//!
//! `language/README.md` says how a page is written and how another engine is held to `language/suite.json`.

#[path = "language/case.rs"]
mod case;
#[path = "language/engine.rs"]
mod engine;
#[path = "language/export.rs"]
mod export;
#[path = "language/naive/mod.rs"]
mod naive;
#[path = "language/outcomes.rs"]
mod outcomes;
#[path = "language/page.rs"]
mod page;
#[path = "language/table.rs"]
mod table;

use std::{collections::BTreeSet, fs, path::PathBuf};

use accordance_rules::Level;
use accordance_tests::workspace;
use serde_json::json;

use crate::{
    case::{Case, Expected, Page},
    engine::Ready,
};

fn folder() -> PathBuf {
    workspace().join("tests/language")
}

/// The pages in the order of their names.
fn pages() -> Vec<Page> {
    let mut names: Vec<String> = fs::read_dir(folder())
        .expect("the folder of pages")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
        .filter(|name| name != "README.md")
        .collect();
    names.sort_unstable();
    let read = |name: String| {
        let text = fs::read_to_string(folder().join(&name)).expect("a page");
        page::read(&name, &text).unwrap_or_else(|mistake| panic!("{name}:{mistake}"))
    };
    names.into_iter().map(read).collect()
}

/// Runs `each` over all cases, and tells all that it says at once.
fn tell_all(each: impl Fn(&Page, &Ready, &Case) -> Vec<String>) {
    let mut told = Vec::new();
    for page in pages() {
        let ready: Vec<Ready> = page.data.iter().map(Ready::new).collect();
        for case in &page.cases {
            let mistakes = each(&page, &ready[case.data], case);
            told.extend(
                mistakes
                    .into_iter()
                    .map(|mistake| format!("tests/language/{}:{} {}\n    {mistake}", page.name, case.line, case.title)),
            );
        }
    }
    assert!(told.is_empty(), "{} differences\n{}", told.len(), told.join("\n"));
}

#[test]
fn every_rule_is_accepted_or_refused_with_its_codes() {
    tell_all(|_, ready, case| {
        let (checked, text) = ready.check(case);
        let errors: Vec<_> = checked.diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error).collect();
        let found: BTreeSet<&str> = errors.iter().map(|error| error.code).collect();
        let expected: BTreeSet<&str> = match &case.expected {
            Expected::Refused(codes) => codes.iter().map(String::as_str).collect(),
            Expected::Outcomes(_) => BTreeSet::new(),
        };
        // What follows from a mistake may be told beside it.
        let is_as_expected = if expected.is_empty() { found.is_empty() } else { expected.is_subset(&found) };
        if is_as_expected {
            return Vec::new();
        }
        let told: Vec<String> = errors
            .iter()
            .map(|error| {
                format!("{} {} ({}), at `{}`", error.code, error.message, error.label, error.place.span.of(&text))
            })
            .collect();
        vec![format!(
            "expected {expected:?}, found {}",
            if told.is_empty() { "no error".into() } else { told.join("; ") }
        )]
    });
}

#[test]
fn the_engine_gives_the_outcomes_of_the_pages() {
    tell_all(|_, ready, case| match &case.expected {
        Expected::Outcomes(expected) => engine::differences(expected, ready.outcomes(case)),
        Expected::Refused(_) => Vec::new(),
    });
}

#[test]
fn a_run_over_files_counts_the_outcomes_of_the_pages() {
    tell_all(|_, ready, case| match &case.expected {
        Expected::Outcomes(expected) => engine::miscounts(expected, &ready.tallies(case)),
        Expected::Refused(_) => Vec::new(),
    });
}

#[test]
fn a_plain_engine_gives_the_outcomes_of_the_pages() {
    tell_all(|_, ready, case| match &case.expected {
        Expected::Outcomes(expected) => {
            let (checked, _) = ready.check(case);
            engine::differences(expected, naive::outcomes(&checked.program, ready.records()))
        }
        Expected::Refused(_) => Vec::new(),
    });
}

#[test]
fn every_place_is_one_of_the_records() {
    for page in pages() {
        for case in &page.cases {
            let Expected::Outcomes(checks) = &case.expected else { continue };
            let records = json!(page.data[case.data].records);
            let places = checks.iter().flat_map(|check| check.place.values());
            let nowhere: Vec<&String> = places.filter(|pointer| records.pointer(pointer).is_none()).collect();
            assert!(nowhere.is_empty(), "{}:{}: {nowhere:?}", page.name, case.line);
        }
    }
}

#[test]
fn the_exported_suite_is_as_the_pages_say() {
    let path = folder().join("suite.json");
    let made = export::json(&pages());
    if std::env::var_os("WRITE_SUITE").is_some() {
        fs::write(&path, &made).expect("the suite is written");
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(there == made, "run WRITE_SUITE=1 cargo test -p accordance-tests --test language");
}

#[test]
fn there_are_at_least_350_cases() {
    let count: usize = pages().iter().map(|page| page.cases.len()).sum();
    assert!(count >= 350, "{count}");
}
