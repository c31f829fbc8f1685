//! The rule files of `fixtures/rules`: valid ones of some length, for tests of all that reads rule files.

use std::{fs, path::Path};

use accordance_engine::{Collections, Config, MemoryFiles};
use accordance_rules::{Checked, Environment, Level, Sources, check};
use accordance_tests::{
    accordance,
    rule_files::{environment, shown},
    transcript, workspace,
};

/// Rule files, and what the checker says of them.
fn checked(names: &[&str], environment: &Environment) -> (Sources, Checked) {
    let folder = workspace().join("fixtures/rules");
    let read = |name: &str| fs::read(folder.join(name)).map_err(|error| error.to_string());
    let sources = Sources::load(names.iter().map(|name| (*name).to_owned()), &read);
    assert_eq!(sources.unreadable, []);
    let checked = check(&sources, environment);
    (sources, checked)
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
    let (sources, checked) = checked(&["whole/rules.accord"], environment());
    stand_in_the_layout(&sources);
    let other = checked.diagnostics.iter().filter(|it| it.code != "E0303");
    assert_eq!(shown(&sources, other), "");
    assert!(!checked.has_errors());
    let program = &checked.program;
    assert_eq!((program.rules.len(), program.tests.len(), program.waivers.len()), (6, 1, 1));
    assert_eq!(sources.files.len(), 2);
}

#[test]
fn mistakes_behind_a_misspelt_collection_are_told_with_it() {
    let text = "accordance 1\n\nrule title \"-\"\n  severity error\n  for      meeting in meeting\n  \
                when     meeting.title.en is present\n  require  meeting.titel.en != \"\"\n  message  \"-\"\nend\n";
    let sources = Sources::load(["own.accord".to_owned()], &|_| Ok(text.as_bytes().to_vec()));
    let checked = check(&sources, environment());
    let errors = checked.diagnostics.iter().filter(|it| it.level == Level::Error);
    let labels: Vec<&str> = errors.map(|it| it.label.as_str()).collect();
    assert_eq!(labels, ["the nearest name is `meetings`", "the nearest field is `title`"]);
    assert_eq!(checked.unusable, ["title"]);
}

#[test]
fn braces_in_a_fix_are_advised_of_where_they_are_meant_as_in_a_message() {
    let told = |fix: &str| {
        let text = format!(
            "accordance 1\n\nrule owner \"-\"\n  for      meeting in meetings\n  require  meeting.actions is present\n  \
             message  \"-\"\n  fix      \"{fix}\"\nend\n"
        );
        let sources = Sources::load(["own.accord".to_owned()], &|_| Ok(text.as_bytes().to_vec()));
        let checked = check(&sources, environment());
        assert!(!checked.has_errors());
        let braces: Vec<String> = checked
            .diagnostics
            .iter()
            .filter(|it| it.code == "E0304")
            .map(|it| sources.text(it.place).to_owned())
            .collect();
        braces
    };
    assert_eq!(told("Add actions to { meeting.id }."), ["{ meeting.id }"]);
    assert_eq!(told("Add {action.ownr} to {meeting}."), ["{action.ownr}"]);
    assert_eq!(told("Write { id: x, kind: y }, {} or {id}."), Vec::<String>::new());
}

#[test]
fn a_list_that_is_always_there_is_advised_of_where_it_is_asked_whether_it_is() {
    let told = |question: &str| {
        let text = format!(
            "accordance 1\n\ndefine is_there(list) =\n  list is present\n\nrule there \"-\"\n  for meeting in meetings, item \
             in meeting.contributions\n  require {question}\n  message \"-\"\nend\n"
        );
        let sources = Sources::load(["own.accord".to_owned()], &|_| Ok(text.as_bytes().to_vec()));
        let checked = check(&sources, environment());
        assert!(!checked.has_errors(), "{:?}", checked.diagnostics);
        let told = checked.diagnostics.iter().filter(|it| it.code == "E0305").map(|it| it.label.clone());
        told.collect::<Vec<String>>()
    };
    assert_eq!(told("item.goals is present"), ["write `item.goals is not empty`"]);
    assert_eq!(told("meeting.contributions.goals is missing"), ["write `meeting.contributions.goals is empty`"]);
    let silent = [
        "meeting.actions is present",
        "meeting.actions is present implies meeting.actions is present",
        "meeting.id is present",
        "is_there(item.goals)",
    ];
    for question in silent {
        assert_eq!(told(question), Vec::<String>::new(), "{question}");
    }
}

#[test]
fn every_construct_of_the_language_is_usable() {
    let (sources, checked) = checked(&["every-construct.accord"], environment());
    stand_in_the_layout(&sources);
    assert_eq!(shown(&sources, checked.diagnostics.iter()), "");
}

#[test]
fn rules_of_another_field_are_usable() {
    let library = workspace().join("fixtures/library");
    let text = |name: &Path| fs::read_to_string(library.join(name)).expect("a file of the library");
    let config: Config = text(Path::new("accordance.toml")).parse().expect("the configuration is whole");
    let schemas = ["schemas/book.json", "schemas/loan.json", "schemas/person.json", "schemas/terms.json"];
    let schemas = MemoryFiles::from_iter(schemas.map(|name| (name.to_owned(), text(Path::new(name)))));
    let collections = Collections::new([], &config, &schemas).expect("the collections have schemas");
    let (sources, checked) = checked(&["library.accord"], collections.environment());
    stand_in_the_layout(&sources);
    assert_eq!(shown(&sources, checked.diagnostics.iter()), "");
}

#[test]
fn examples_and_tests_are_as_stated() {
    let of_the_kinds = [("rules", "whole/rules.accord"), ("rules", "every-construct.accord")];
    for (folder, file) in of_the_kinds.into_iter().chain([("library", "../rules/library.accord")]) {
        let mut command = accordance();
        command.current_dir(workspace().join("fixtures").join(folder)).args(["test", "--no-default-rules", file]);
        let said = transcript(&mut command);
        assert!(said.contains(": all are as stated.\n"), "{file}: {said}");
    }
}

/// Titles are records of wordings in languages. A message shows the one of its language, and else another.
#[test]
fn a_table_shows_no_unverified_title_as_a_fact() {
    let table = transcript(accordance().args(["matrix", "themes-by-goal"]));
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("gpg-2023-")).collect();
    assert!(rows.len() == 7 && rows.iter().all(|row| row.contains(" (unverified) ")), "{table}");
}

#[test]
fn a_matrix_tells_of_its_row_and_names_titles_in_the_language_of_the_run() {
    const THEME: &str = "Good governance, rule of law and respect for human rights";
    let mut command = accordance();
    let rules = ["--no-default-rules", "--rules", "rules/whole/rules.accord"];
    let output = command.arg("check").args(rules).args(["--as-of", "2024-06-01", "--lang", "fr", "--format", "json"]);
    let report = output.output().expect("it runs").stdout;
    let report: serde_json::Value = serde_json::from_slice(&report).expect("a report");
    let of_goal = |id: &str| {
        let found =
            report["findings"].as_array().expect("findings").iter().find(|finding| finding["record"]["id"] == id);
        let found = found.expect("a finding at the goal");
        assert_eq!(found["record"]["collection"], "goals");
        found["message"].as_str().expect("a message").to_owned()
    };
    assert_eq!(
        of_goal("gpg-2023-2"),
        format!("No alignment says how {THEME} underpins Favoriser la sécurité des frontières dans le monde entier.")
    );
    assert_eq!(
        of_goal("gpg-2017-1"),
        format!("No alignment says how {THEME} underpins Counter the threat of terrorism.")
    );
}

/// What record and place do not say of the items of `for` is among the values of a finding, and nothing else is.
#[test]
fn findings_tell_which_combination_they_are_of() {
    let told = |what: &str, clauses: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        let text = format!("accordance 1\n\n{what} one \"One\"\n{clauses}\n  message \"m\"\nend\n");
        let rules = folder.path().join("one.accord");
        std::fs::write(&rules, text).expect("written");
        let args = ["check", "--no-default-rules", "--format", "ndjson", "sessions/records/later.ndjson", "--rules"];
        let output = accordance().args(args).arg(&rules).output().expect("it runs");
        let found = String::from_utf8(output.stdout).expect("text");
        let found = found.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a finding"));
        let own = found.filter(|finding| finding["rule"] == "one");
        own.map(|finding| finding["values"].to_string()).collect::<Vec<_>>().join(" ")
    };
    let meeting = "for meeting in meetings";
    let never = "when meeting.id = \"plain\" require 1 > 2";
    assert_eq!(told("rule", &format!("{meeting} {never}")), "{}");
    assert_eq!(told("rule", &format!("{meeting}, one in meeting.contributions {never}")), "{} {}");
    assert_eq!(
        told("rule", &format!("{meeting}, one in meeting.contributions {never} at meeting.title")),
        r#"{"meeting.id":"plain","one.id":"plain-c1"} {"meeting.id":"plain","one.id":"plain-c2"}"#
    );
    let pairs = "one in meeting.contributions, two in meeting.contributions";
    assert_eq!(
        told("rule", &format!("{meeting}, {pairs} when meeting.id = \"plain\" require one.id >= two.id")),
        r#"{"meeting.id":"plain","one.id":"plain-c1","two.id":"plain-c2"}"#
    );
    assert_eq!(told("rule", &format!("{meeting}, word in [\"a\", \"b\"] {never}")), r#"{"word":"a"} {"word":"b"}"#);
    let third = "when meeting.id = \"plain\" and goal.edition = \"gpg-2023\" and goal.number = 3 require 1 > 2";
    assert_eq!(
        told("rule", &format!("{meeting}, goal in goals {third}")),
        r#"{"meeting.id":"plain","goal.id":"gpg-2023-3"}"#
    );
    assert_eq!(
        told(
            "matrix",
            "rows meeting in meetings columns goal in goals \
             when meeting.id = \"plain\" and goal.edition = \"gpg-2023\" and goal.number < 3 \
             cell goal.number require cell > 1"
        ),
        r#"{"meeting.id":"plain","goal.id":"gpg-2023-1","cell":1}"#
    );
}

/// Of a file that goes on without end, no more is read than shows that it is too long.
#[cfg(unix)]
#[test]
fn a_rule_file_or_a_configuration_without_end_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    std::os::unix::fs::symlink("/dev/zero", folder.path().join("endless.accord")).expect("a link");
    for (args, told) in [
        (&["check", "--rules", "endless.accord"][..], "a rule file has at most 1048576 bytes, and this one has more"),
        (&["fmt", "endless.accord"], "a rule file has at most 1048576 bytes, and this one has more"),
        (&["check", "--config", "/dev/zero"], "error: /dev/zero: a configuration has at most 1048576 bytes"),
    ] {
        let shown = transcript(accordance().current_dir(folder.path()).args(args));
        assert!(shown.contains(told), "{args:?}: {shown}");
    }
}
