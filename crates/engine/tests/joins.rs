//! However a join is written, it is a look-up: the number of steps grows with the data, not with its square.
#![allow(clippy::expect_used, reason = "a test that cannot go on says why")]

use accordance_document::Format;
use accordance_engine::{
    Collections, Config, MemoryFiles, Options, RecordFile, Report, Role, RuleOptions, Rules, check,
};
use accordance_rules::{Sources, check as check_rules};

const NOTE: &str = r#"{
    "properties": {
        "kind": {"const": "note"},
        "id": {"type": "string", "x-identifies": "notes"},
        "about": {"type": "string", "x-refers-to": "notes"},
        "number": {"type": "integer"},
        "words": {"type": "array", "items": {"type": "string"}},
        "part": {"type": "string"},
        "parts": {"type": "array", "items": {
            "type": "object",
            "properties": {"name": {"type": "string"}, "also": {"type": "string"}, "of": {"type": "string", "x-refers-to": "notes"}},
            "required": ["name", "of"]
        }}
    },
    "required": ["kind", "id", "about", "number", "words", "parts"]
}"#;

const RECORDS: usize = 300;

/// Far above what is needed where each look-up finds a few records, far below the square of the records.
const MOST_CHECKS: u64 = 40 * RECORDS as u64;

fn records() -> String {
    let mut text = String::new();
    for number in 0..RECORDS {
        let about = (number * 7 + 1) % RECORDS;
        text.push_str(&format!(
            "{{\"kind\": \"note\", \"id\": \"n{number}\", \"about\": \"n{about}\", \"number\": {number}, \"words\": \
             [\"w{number}\", \"w{about}\"], \"parts\": [{{\"name\": \"p{number}\", \"of\": \"n{about}\"}}]}}\n"
        ));
    }
    text
}

/// Whether the checker advises against a rule, and what came of it.
fn ran(rule: &str) -> (bool, Report) {
    let files = MemoryFiles::from_iter([("note.json", NOTE.to_owned()), ("notes.ndjson", records())]);
    let config: Config =
        "[collections.notes]\nschema = 'note.json'\nfiles = ['*.ndjson']".parse().expect("a configuration");
    let collections = Collections::new([], &config, &files).expect("collections");
    let text =
        format!("accordance 1\n\nrule joins \"Joins\"\n  severity error\n{rule}\n  message \"{{note.id}}\"\nend\n");
    let sources = Sources::load(["joins.accord".to_owned()], &|_| Ok(text.clone().into_bytes()));
    let checked = check_rules(&sources, collections.environment());
    assert!(!checked.has_errors(), "{rule}\n{:?}", checked.diagnostics);
    let options = RuleOptions { max_checks: MOST_CHECKS, ..RuleOptions::on(jiff::civil::date(2023, 7, 3)) };
    let list = [RecordFile { name: "notes.ndjson".into(), format: Format::Ndjson, role: Role::Checked }];
    let rules = Rules::new(&checked, &sources, &options);
    let report = check(&files, &list, &collections, Options { rules: Some(rules), ..Options::default() });
    (checked.diagnostics.iter().any(|diagnostic| diagnostic.code == "E0302"), report)
}

/// What came of a rule that has a join.
fn joined(rule: &str) -> Report {
    let (is_advised, report) = ran(rule);
    assert!(report.problems.is_empty(), "{rule}: {:?}", report.problems);
    assert!(!is_advised, "{rule}: the checker says that there is no join");
    report
}

#[test]
fn a_join_is_a_look_up_however_it_is_written() {
    let conditions = [
        "some n in notes has (n.id = note.about)",
        "some n in notes has (note.about = n.id and n.number >= 0)",
        "some n in notes has (n.number >= 0 and n.id = note.about)",
        "not (no n in notes has (n.about = note.id))",
        "every n in notes has (n.id = note.about implies n.number >= 0)",
        "every n in notes has (n.id != note.about or n.number >= 0)",
        "every n in notes has (not (n.id = note.about) or n.number >= 0)",
        "no n in notes has (n.id = note.about and n.number < 0)",
        "count(n in notes where (n.about = note.id)) = 1",
        "sum(n.number for n in notes where (n.about = note.id)) >= 0",
        "count(list(n.id for n in notes where (n.number = note.number and n.id = note.id))) = 1",
        "some n in notes has (n.id in [note.about])",
        "some n in notes has (first(note.words) in n.words)",
        "some n in notes has (some word in n.words has (word = first(note.words)))",
        "some n in notes has (some part in n.parts has (part.of = note.id))",
        "some n in notes has (note.id in n.parts.of)",
        "some part in notes.parts has (part.of = note.id)",
        "count(part in notes.parts where (part.of = note.id)) = 1",
        "count(n in notes, part in n.parts where (part.of = note.id)) = 1",
        "note.id in notes.about",
        "note.id in list(n.about for n in notes)",
        "note.about.id != note.id or note.number >= 0",
        "count(notes) = count(distinct(notes.id))",
        "lower(note.id) in list(lower(n.id) for n in notes)",
        "some n in notes has (lower(n.id) = lower(note.about))",
        "no n in notes has (n.part is present and n.part = text(note.id))",
        "every n in notes has (n.part is missing or n.part != text(note.id))",
        "every n in notes has (n.part is present and n.part = text(note.id) implies n.number < 0)",
        "no n in notes has (some part in n.parts has (part.also is present and part.also = text(note.id)))",
        "no part in notes.parts has (part.of = note.id and part.also is present and part.also = text(note.id))",
    ];
    for condition in conditions {
        let report = joined(&format!("  for note in notes\n  require {condition}"));
        let tally = report.rules.last().expect("the rule");
        assert_eq!(tally.passes, RECORDS as u64, "{condition}: {tally:?}");
    }
}

#[test]
fn what_for_joins_is_looked_up_and_the_rest_is_counted() {
    let report = joined("  for note in notes, n in notes\n  when n.id = note.about\n  require n.number >= 0");
    let tally = report.rules.last().expect("the rule");
    let all = (RECORDS * RECORDS) as u64;
    assert_eq!((tally.passes, tally.does_not_apply), (RECORDS as u64, all - RECORDS as u64));
}

#[test]
fn a_key_that_most_records_lack_is_looked_up_nowhere() {
    let report = joined(
        "  for note in notes, n in notes\n  when note.part is present and text(n.id) = note.part\n  require n.number >= 0",
    );
    let tally = report.rules.last().expect("the rule");
    assert_eq!(tally.does_not_apply, (RECORDS * RECORDS) as u64);
    for condition in [
        "no n in notes has (note.part is present and text(n.id) = note.part)",
        "not (some n in notes has (n.number >= 0 and note.part is present and text(n.id) = note.part))",
        "every n in notes has (note.part is present and text(n.id) = note.part implies n.number < 0)",
        "every n in notes has (note.part is missing or text(n.id) != note.part or n.number < 0)",
        "count(n in notes where (note.part is present and text(n.id) = note.part)) = 0",
        "count(n in notes, part in n.parts where (note.part is present and text(part.of) = note.part)) = 0",
    ] {
        let report = joined(&format!("  for note in notes\n  require {condition}"));
        let tally = report.rules.last().expect("the rule");
        assert_eq!(tally.passes, RECORDS as u64, "{condition}: {tally:?}");
    }
}

#[test]
fn without_an_equality_the_bound_on_checks_is_reached_and_told() {
    let (is_advised, report) = ran("  for note in notes\n  require no n in notes has (n.number > note.number + 5000)");
    assert!(is_advised, "the checker says that there is no join");
    let problem = report.problems.first().expect("a problem");
    assert!(problem.message.contains("takes more than 12000 checks"), "{}", problem.message);
    assert!(report.findings.is_empty());
}

#[test]
fn combinations_that_no_64_bits_count_are_as_many_as_they_count() {
    let variables = ["b", "c", "d", "e", "f", "g", "h"];
    let loops: String = variables.map(|name| format!(", {name} in notes")).concat();
    let mut before = "b";
    let equal = variables.iter().skip(1).map(|name| {
        let condition = format!(" and {name}.number = {before}.number");
        before = name;
        condition
    });
    let when = format!("when b.number = note.number + 1000{}", equal.collect::<String>());
    let report = joined(&format!("for note in notes{loops}\n {when}\n require false"));
    assert_eq!(report.rules.iter().find(|tally| &*tally.rule == "joins").expect("a tally").does_not_apply, u64::MAX);
}
