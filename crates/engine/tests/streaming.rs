//! Records are checked while they are read, in pieces: it makes no difference to what is found, or where.
#![allow(clippy::expect_used, reason = "a test that cannot go on says why")]

mod plain;
mod random;

use std::{borrow::Cow, time::Duration};

use accordance_document::{Format, Limits};
use accordance_engine::{
    Clock, Collections, Config, Files, MemoryFiles, Options, RecordFile, Report, Role, RuleOptions, Rules, check,
};
use accordance_rules::{
    Checked, Level, Sources, check as check_rules,
    core::Language,
    fields::{CALLED_BY, Sifted, fields, sifted},
    plan::plan_counted,
};
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};

use self::random::{COLLECTIONS, Case, case, collections};

const OPTIONS: RuleOptions = RuleOptions::on(jiff::civil::date(2024, 2, 29));

/// Files that can only be read whole.
struct Whole<'f>(&'f MemoryFiles);

impl Files for Whole<'_> {
    fn read(&self, name: &str) -> Result<Cow<'_, [u8]>, String> {
        self.0.read(name)
    }
}

/// Files whose records in the background are at hand as lines too.
struct WithLines<'f>(&'f MemoryFiles, String);

impl Files for WithLines<'_> {
    fn read(&self, name: &str) -> Result<Cow<'_, [u8]>, String> {
        self.0.read(name)
    }

    fn lines(&self, _: &str) -> Option<&str> {
        Some(&self.1)
    }
}

/// Two runs came to the same: told by the first difference, for reports are long.
fn assert_same(one: &Report, two: &Report) {
    for (one, two) in one.findings.iter().zip(&two.findings) {
        assert_eq!(one, two);
    }
    let all = |report: &Report| (report.findings.len(), report.rules.clone(), report.problems.clone(), report.summary);
    assert_eq!(all(one), all(two));
}

fn sources(text: &str) -> Sources {
    Sources::load(["rules.accord".to_owned()], &|_| Ok(text.as_bytes().to_vec()))
}

/// A run in which rules are run while records are read, and one in which all records are kept, and rules run one by
/// one.
fn both(files: &dyn Files, list: &[RecordFile], collections: &Collections, rules: (&Sources, &Checked)) -> [Report; 2] {
    both_with(files, list, collections, rules, &OPTIONS)
}

fn both_with(
    files: &dyn Files,
    list: &[RecordFile],
    collections: &Collections,
    (sources, checked): (&Sources, &Checked),
    rule_options: &RuleOptions,
) -> [Report; 2] {
    let no_time = || Duration::ZERO;
    [None, Some(Clock(&no_time))].map(|clock| {
        let rules = Rules { clock, diagnostics: &[], ..Rules::new(checked, sources, rule_options) };
        let options = Options { rules: Some(rules), ..Options::default() };
        Report { costs: Vec::new(), ..check(files, list, collections, options) }
    })
}

/// How the records of a case are written.
#[derive(Clone, Copy)]
enum Layout {
    /// A list for each collection.
    Lists,
    /// The same, with the records in the background as lines beside it.
    ListsAndLines,
    /// A line for each record.
    Lines,
    /// A file for each record.
    Files,
}

fn of_case(case: &Case, layout: Layout) -> [Report; 2] {
    let collections = collections();
    let sources = sources(&case.text);
    let checked = check_rules(&sources, collections.environment());
    let mut written: Vec<(RecordFile, String)> = Vec::new();
    for (collection, records) in COLLECTIONS.iter().zip(&case.records) {
        let lines = records.iter().map(ToString::to_string);
        let texts: Vec<String> = match layout {
            // What stands between the records is not in the lines.
            Layout::Lists | Layout::ListsAndLines => vec![format!("{:#}", serde_json::json!(records))],
            Layout::Lines => vec![lines.collect::<Vec<_>>().join("\n")],
            Layout::Files => lines.collect(),
        };
        for (number, text) in texts.into_iter().enumerate() {
            let file = RecordFile {
                name: format!("{collection}-{number:03}.json").into(),
                format: if matches!(layout, Layout::Lines) { Format::Ndjson } else { Format::Json },
                role: if *collection == "teams" { Role::Background } else { Role::Checked },
            };
            written.push((file, text));
        }
    }
    let files: MemoryFiles = written.iter().map(|(file, text)| (file.name.to_string(), text.clone())).collect();
    let list: Vec<RecordFile> = written.into_iter().map(|(file, _)| file).collect();
    if matches!(layout, Layout::ListsAndLines) {
        let teams = COLLECTIONS.iter().zip(&case.records).find(|(name, _)| **name == "teams").expect("a collection");
        let lines = teams.1.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        return both(&WithLines(&files, lines), &list, &collections, (&sources, &checked));
    }
    both(&files, &list, &collections, (&sources, &checked))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn rules_find_the_same_while_records_are_read(case in case()) {
        let [streamed, whole] = of_case(&case, Layout::Lists);
        prop_assert_eq!(&streamed, &whole);
        let from_lines = of_case(&case, Layout::ListsAndLines);
        prop_assert_eq!(&from_lines, &[streamed, whole.clone()]);
        // Records in lines, and those in files of their own, are read along a guide.
        for layout in [Layout::Lines, Layout::Files] {
            let [streamed, apart] = of_case(&case, layout);
            prop_assert_eq!(&streamed, &apart);
            let told = |report: &Report| {
                let findings = report.findings.iter().map(|finding| finding.message.clone());
                // Of files, there is one check of its own.
                let tallies = report.rules.iter().filter(|tally| &*tally.rule != "unreadable-file").cloned();
                (findings.collect::<Vec<_>>(), tallies.collect::<Vec<_>>())
            };
            prop_assert_eq!(told(&streamed), told(&whole));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn plain_rules_find_the_same_while_records_are_read(
        case in plain::plain(),
        // A rule that takes too many steps is stopped.
        max_checks in prop_oneof![Just(RuleOptions::MAX_CHECKS), 1..200_u64],
    ) {
        let collections = plain::collections();
        let sources = sources(&case.text);
        let checked = check_rules(&sources, collections.environment());
        prop_assert!(!checked.has_errors(), "{:?}", checked.diagnostics);
        for role in [Role::Checked, Role::Background] {
            let files = plain::COLLECTIONS.iter().zip(&case.records).map(|(name, records)| {
                let lines: Vec<String> = records.iter().map(ToString::to_string).collect();
                (format!("{name}.json"), lines.join("\n"))
            });
            let files: MemoryFiles = files.collect();
            let list = plain::COLLECTIONS.map(|name| RecordFile {
                name: format!("{name}.json").into(),
                format: Format::Ndjson,
                role: if name == "series" { role } else { Role::Checked },
            });
            let options = RuleOptions { max_checks, ..OPTIONS };
            let rules = (&sources, &checked);
            let [streamed, whole] = both_with(&files, &list, &collections, rules, &options);
            // What rules share is gone through once while records are read: a rule may be whole that is stopped otherwise.
            let is_whole = streamed.problems.is_empty() && !whole.problems.is_empty();
            let whole = if is_whole { both(&files, &list, &collections, rules)[1].clone() } else { whole };
            prop_assert_eq!(streamed, whole);
        }
    }
}

#[test]
fn each_plain_question_can_be_asked() {
    let collections = plain::collections();
    for question in plain::questions("post", Some("part")) {
        let head = "accordance 1\n\nrule r \"A rule\"\n  severity error\n  for post in posts, part in post.parts\n";
        let sources = sources(&format!("{head}  require {question}\n  message \"Wrong.\"\nend\n"));
        let checked = check_rules(&sources, collections.environment());
        assert!(!checked.has_errors(), "{question}: {:?}", checked.diagnostics);
    }
}

#[test]
fn days_that_are_named_by_each_other_twice_take_no_room_for_each() {
    let collections = plain::collections();
    let lets = (1..60).map(|number| format!("  let d{number} = d{} otherwise d{}\n", number - 1, number - 1));
    let rule = format!(
        "accordance 1\n\nrule r \"A rule\"\n  severity error\n  for post in posts\n  let d0 = post.until\n{}  \
         require (d59 otherwise post.on) = post.on\n  message \"Wrong.\"\nend\n",
        lets.collect::<String>()
    );
    let sources = sources(&rule);
    let checked = check_rules(&sources, collections.environment());
    assert!(!checked.has_errors(), "{:?}", checked.diagnostics);
    let post = |number: u8, until: &str| {
        format!(
            "{{\"id\": \"p-{number}\", \"status\": \"open\", \"title\": \"\", \"on\": \"2024-02-29\", {until} \
             \"tags\": [], \"about\": [], \"seen\": [], \"parts\": []}}"
        )
    };
    let lines = [post(0, ""), post(1, "\"until\": \"2024-02-29\","), post(2, "\"until\": \"2024-03-02\",")].join("\n");
    let files = MemoryFiles::from_iter([("posts.json", lines)]);
    let list = [RecordFile { name: "posts.json".into(), format: Format::Ndjson, role: Role::Checked }];
    let [streamed, whole] = both(&files, &list, &collections, (&sources, &checked));
    assert_eq!(streamed, whole);
    assert_eq!(streamed.findings.len(), 1, "{:?}", streamed.findings);
}

#[test]
fn random_rules_have_counts_by_a_key() {
    let collections = collections();
    let mut runner = TestRunner::deterministic();
    let groups = (0..1000).map(|_| {
        let case: Case = case().new_tree(&mut runner).expect("nothing is filtered").current();
        let checked = check_rules(&sources(&case.text), collections.environment());
        plan_counted(&checked.program).groups.len()
    });
    let groups: usize = groups.sum();
    assert!(groups > 100, "{groups}");
}

const NOTE: &str = r#"{
    "properties": {
        "id": {"type": "string", "x-identifies": "notes"},
        "about": {"type": "string", "x-refers-to": "notes"},
        "number": {"type": "integer"},
        "words": {"type": "array", "items": {"type": "string"}},
        "parts": {"type": "array", "items": {
            "type": "object",
            "properties": {"name": {"type": "string"}, "of": {"type": "string", "x-refers-to": "notes"}},
            "required": ["of"]
        }},
        "text": {"type": "string"}
    },
    "required": ["id", "number", "words"]
}"#;

const RULES: &str = r#"accordance 1

rule odd "Numbers are odd"
  severity warning
  for      note in notes
  require  note.number / 2 != round(note.number / 2) or note.number < 3
  at       note.number
  message  "{note.id} has {note.number}"
end

rule named "Parts are named by their note"
  severity advice
  for      note in notes, part in note.parts otherwise []
  when     part.name is present
  require  part.name starts with note.id
  message  "{part.name}"
end

rule used "Words are used by two notes"
  severity advice
  for      note in notes
  when     note.words is not empty
  require  every word in note.words has (count(other in notes where (word in other.words)) >= 2)
  message  "{note.id}"
end

rule parts-of "What parts are of is a note that has few"
  severity error
  for      note in notes, part in note.parts otherwise []
  require  count(own in notes.parts where (own.of = part.of)) <= 1
  message  "{part.of}"
end

rule counted "There are several notes with parts"
  severity error
  require  count(note in notes where (note.parts is present)) > 1000
  message  "few"
end

rule after "A note is about an earlier one"
  severity error
  for      note in notes, other in notes
  when     note.about is present and other.id = note.about
  require  other.number <= note.number
  message  "{note.id} is about {other.id}"
end

rule carried "What a part is of has a part of that name"
  severity error
  for      note in notes, part in note.parts otherwise []
  when     part.name is present
  require  some other in notes
             has (
               other.id = part.of
               and other.parts is present
               and (some its in other.parts has (its.name is present and its.name = part.name))
             )
  message  "{part.name}"
end
"#;

/// A record a line: of some lengths, one of more than a piece, some of them with mistakes.
fn lines() -> Vec<String> {
    let line = |number: usize| {
        let about = number * 7 % 400;
        let parts = match number % 3 {
            0 => String::new(),
            1 => format!(", \"parts\": [{{\"name\": \"n{number}-p\", \"of\": \"n{about}\"}}]"),
            _ => format!(", \"parts\": [{{\"of\": \"n{number}\"}}, {{\"name\": \"x\", \"of\": \"n{about}\"}}]"),
        };
        let text = "é".repeat(if number == 123 { 900_000 } else { number * 31 % 4000 });
        match number {
            57 | 301 => "{\"id\": \"broken\",".to_owned(),
            91 => "   ".to_owned(),
            140 => format!("{{\"id\": \"n139\", \"number\": {number}, \"words\": []}}"),
            222 => format!("{{\"id\": \"n{number}\", \"number\": \"{number}\", \"words\": [7]}}"),
            350 => format!("  {{\"id\": \"n{number}\", \"about\": \"n9999\", \"number\": {number}, \"words\": []}}\r"),
            _ => format!(
                "{{\"id\": \"n{number}\", \"about\": \"n{about}\", \"number\": {number}, \"words\": [\"w{}\", \
                 \"w{about}\"]{parts}, \"text\": \"{text}\"}}",
                number % 50
            ),
        }
    };
    (0..400).map(line).collect()
}

fn report_of(files: &dyn Files) -> [Report; 2] {
    report_of_all(files, ["notes.ndjson".to_owned()])
}

fn report_of_all(files: &dyn Files, names: impl IntoIterator<Item = String>) -> [Report; 2] {
    let config: Config =
        "[collections.notes]\nschema = 'note.json'\nfiles = ['*.ndjson']".parse().expect("a configuration");
    let schema = MemoryFiles::from_iter([("note.json", NOTE)]);
    let collections = Collections::new([], &config, &schema).expect("collections");
    let sources = sources(RULES);
    let checked = check_rules(&sources, collections.environment());
    let errors = checked.diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error);
    assert!(!checked.has_errors(), "{:?}", errors.collect::<Vec<_>>());
    let list =
        names.into_iter().map(|name| RecordFile { name: name.into(), format: Format::Ndjson, role: Role::Checked });
    both(files, &list.collect::<Vec<_>>(), &collections, (&sources, &checked))
}

#[test]
fn a_large_file_is_read_in_pieces_and_places_are_those_of_the_file() {
    let lines = lines();
    for (mark, end) in [("", "\n"), ("\u{feff}", "")] {
        let text = format!("{mark}{}{end}", lines.join("\n"));
        let files = MemoryFiles::from_iter([("notes.ndjson", text.clone())]);
        let [streamed, kept] = report_of(&files);
        let [whole, _] = report_of(&Whole(&files));
        assert_same(&streamed, &kept);
        assert_same(&streamed, &whole);
        assert!(streamed.findings.len() > 300, "{}", streamed.findings.len());
        let rules = ["odd", "named", "used", "parts-of", "counted", "after", "carried"];
        let built_in = ["schema", "unique-id", "dangling-reference", "unreadable-file"];
        for rule in rules.iter().chain(&built_in) {
            assert!(streamed.findings.iter().any(|finding| &*finding.rule == *rule), "nothing of {rule}");
        }
        for finding in streamed.findings.iter().filter(|finding| &*finding.place.file == "notes.ndjson") {
            let place = &finding.place;
            let line = lines[place.line - 1].as_str();
            let before: String = line.chars().take(place.column - 1).collect();
            let start = text[..place.span.start].rfind('\n').map_or(mark.len(), |at| at + 1);
            assert_eq!(&text[start..place.span.start], before, "{finding:?}");
        }
    }
}

#[test]
fn what_is_looked_up_for_many_records_is_what_is_looked_up_for_few() {
    // More than the caches of a core hold, so that what rules look up is fetched beforehand.
    let line = |number: usize| {
        let about = (number * 7 + 1) % 17_000;
        let name = if number.is_multiple_of(5) { "lost".to_owned() } else { format!("n{about}-p") };
        format!(
            "{{\"id\": \"n{number}\", \"about\": \"n{about}\", \"number\": {}, \"words\": [], \"parts\": [{{\"name\": \
             \"n{number}-p\", \"of\": \"n{number}\"}}, {{\"name\": \"{name}\", \"of\": \"n{about}\"}}]}}\n",
            number % 16_999
        )
    };
    let text: String = (0..17_000).map(line).collect();
    let files = MemoryFiles::from_iter([("notes.ndjson".to_owned(), text)]);
    let [streamed, whole] = report_of(&files);
    assert_same(&streamed, &whole);
    let fails = |name: &str| streamed.rules.iter().find(|tally| &*tally.rule == name).map(|tally| tally.fails);
    assert_eq!((fails("carried"), fails("counted")), (Some(3_400), Some(0)));
    assert!(fails("after").is_some_and(|fails| fails > 0));
}

#[test]
fn files_of_one_record_are_told_as_the_lines_of_one_file() {
    let lines = lines();
    let one = MemoryFiles::from_iter([("notes.ndjson", lines.join("\n"))]);
    let names: Vec<String> = (0..lines.len()).map(|number| format!("{number:03}.ndjson")).collect();
    let many: MemoryFiles = names.iter().zip(&lines).map(|(name, line)| (name.clone(), line.clone())).collect();
    let ([one, _], [streamed, kept]) = (report_of(&one), report_of_all(&many, names.clone()));
    assert_same(&streamed, &kept);
    assert_eq!((streamed.summary.records, streamed.summary.files), (one.summary.records, 400));
    let told = |report: &Report, of_line: &dyn Fn(&str, usize) -> (String, usize)| {
        let findings = report.findings.iter().map(|finding| {
            let place = of_line(&finding.place.file, finding.place.line);
            let related = finding.related.iter().map(|related| of_line(&related.place.file, related.place.line));
            (finding.message.clone(), place, finding.place.column, related.collect::<Vec<_>>())
        });
        findings.collect::<Vec<_>>()
    };
    let as_file = |name: &str, line: usize| match name {
        "notes.ndjson" => (names[line - 1].clone(), 1),
        other => (other.to_owned(), line),
    };
    assert_eq!(told(&streamed, &|name, line| (name.to_owned(), line)), told(&one, &as_file));

    // Of a file that cannot be read, nothing else is lost.
    let missing = ["003.ndjson", "123.ndjson", "399.ndjson"];
    let kept = names.iter().zip(&lines).filter(|(name, _)| !missing.contains(&name.as_str()));
    let kept: MemoryFiles = kept.map(|(name, line)| (name.clone(), line.clone())).collect();
    let [streamed, whole] = report_of_all(&kept, names.clone());
    assert_same(&streamed, &whole);
    assert_eq!((streamed.summary.files, streamed.problems.len()), (397, 3 + 2));
}

#[test]
fn nothing_is_told_of_a_file_that_is_not_text_in_its_last_piece() {
    let mut bytes = lines().join("\n").into_bytes();
    let at = bytes.len() - 10;
    bytes[at] = 0xff;
    let files = MemoryFiles::from_iter([("notes.ndjson", bytes)]);
    let [streamed, kept] = report_of(&files);
    let [whole, _] = report_of(&Whole(&files));
    assert_same(&streamed, &kept);
    assert_same(&streamed, &whole);
    assert_eq!(streamed.summary.records, 0);
    let finding = streamed.findings.iter().find(|finding| &*finding.rule == "unreadable-file").expect("it is told");
    assert_eq!((finding.place.line, finding.place.span.start), (400, at));
    assert_eq!(finding.message, format!("byte {at} of the file is not UTF-8"));
}

#[test]
fn a_reference_of_a_file_that_cannot_be_read_is_noted_anew_in_the_next_one() {
    let line = |number: usize| {
        let text = "x".repeat(3000);
        format!(r#"{{"id":"n{number}","about":"none","number":1,"words":[],"text":"{text}"}}"#)
    };
    let mut broken = (0..400).map(line).collect::<Vec<_>>().join("\n").into_bytes();
    let last = broken.len() - 10;
    broken[last] = 0xff;
    let files = MemoryFiles::from_iter([("a.ndjson", broken), ("b.ndjson", line(400).into_bytes())]);
    // One thread reads all pieces, in their order.
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let [streamed, kept] = alone.install(|| report_of_all(&files, ["a.ndjson", "b.ndjson"].map(str::to_owned)));
    assert_same(&streamed, &kept);
    let dangling = streamed.findings.iter().filter(|finding| &*finding.rule == "dangling-reference");
    assert_eq!(dangling.map(|finding| &*finding.place.file).collect::<Vec<_>>(), ["b.ndjson"]);
}

#[test]
fn a_reference_leads_to_the_first_record_of_an_id_though_a_valid_one_stands_beside_it() {
    let note = |id: &str, about: &str, number: &str| {
        format!(r#"{{"id":"{id}","about":"{about}","number":{number},"words":[]}}"#)
    };
    let beside = [note("n1", "n2", "1"), note("n2", "n1", "2")].join("\n");
    let files = [("a.ndjson", note("n1", "n1", "false")), ("b.ndjson", beside), ("c.ndjson", note("n3", "n1", "3"))];
    let names = files.clone().map(|(name, _)| name.to_owned());
    let files = MemoryFiles::from_iter(files);
    // One thread reads all files, each as a piece of its own.
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let [streamed, kept] = alone.install(|| report_of_all(&files, names));
    assert_same(&streamed, &kept);
    let dangling = streamed.findings.iter().filter(|finding| &*finding.rule == "dangling-reference");
    let told: Vec<String> = dangling.map(|finding| format!("{} {}", finding.place.file, finding.message)).collect();
    let message = "\"about\" refers to \"n1\", a record of notes that is not valid itself";
    assert_eq!(told, ["a.ndjson", "b.ndjson", "c.ndjson"].map(|file| format!("{file} {message}")));
}

/// Plain rules on posts that are accepted, with what they are checked against.
fn rules_on_posts(text: &str) -> (Collections, Sources, Checked) {
    let (collections, sources) = (plain::collections(), sources(text));
    let checked = check_rules(&sources, collections.environment());
    assert!(!checked.has_errors(), "{:?}", checked.diagnostics);
    (collections, sources, checked)
}

/// What came of plain rules on posts, which is the same while they are read and with all of them at hand.
fn report_of_posts(lines: &[String], collections: &Collections, rules: (&Sources, &Checked)) -> Report {
    let files = MemoryFiles::from_iter([("posts.json", lines.join("\n"))]);
    let list = [RecordFile { name: "posts.json".into(), format: Format::Ndjson, role: Role::Checked }];
    let [streamed, kept] = both(&files, &list, collections, rules);
    assert_same(&streamed, &kept);
    streamed
}

#[test]
fn of_two_records_with_an_id_both_are_joined_and_the_first_is_followed() {
    let (collections, sources, checked) = rules_on_posts(
        r#"accordance 1

rule joined "What is next is not earlier"
  severity error
  for      post in posts, other in posts
  when     post.next is present and other.id = post.next
  require  other.on >= post.on
  message  "{other.title} is earlier."
end

rule followed "What is next has a title"
  severity error
  for      post in posts
  when     post.next is present
  require  post.next.title = "first"
  message  "{post.next.title} is not the first."
end
"#,
    );
    let post = |id: &str, title: &str, on: &str, more: &str| {
        format!(
            r#"{{"id":"{id}","status":"open","title":"{title}","on":"{on}","tags":[],"about":[],"seen":[],"parts":[]{more}}}"#
        )
    };
    let lines = [
        post("p-0", "b", "2024-02-29", r#","next":"p-1""#),
        post("p-1", "first", "2024-03-02", ""),
        post("p-1", "second", "2024-01-31", ""),
    ];
    let streamed = report_of_posts(&lines, &collections, (&sources, &checked));
    let told: Vec<&str> = streamed.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(told, ["second is earlier.", "\"p-1\" is the id of another record of posts too"]);
    let joined = streamed.rules.iter().find(|tally| &*tally.rule == "joined").expect("it ran");
    assert_eq!((joined.passes, joined.fails), (1, 1));
}

#[test]
fn what_is_found_at_items_is_the_same_though_others_are_left_out() {
    let (collections, sources, checked) = rules_on_posts(
        r#"accordance 1

rule known "What a part is named is the title of a post"
  severity error
  for      post in posts, part in post.parts
  when     part.name is present and part.name != "a"
  require  count(other in posts where (other.title = part.name)) = 1
  message  "{part.name} is none."
end

rule titled "What a part is by has a title"
  severity error
  for      post in posts, part in post.parts
  when     part.on is missing
  require  part.by.title != ""
  message  "{part.by} has none."
end
"#,
    );
    let program = plan_counted(&checked.program);
    assert_eq!(sifted(&program, &[0, 1]), [Sifted { collection: 0, rules: vec![0, 1] }]);
    let post = |number: usize, parts: &str| {
        let title = ["b", "c", ""][number];
        format!(
            r#"{{"id":"p-{number}","status":"open","title":"{title}","on":"2024-01-31","tags":[],"about":[],"seen":[],"parts":[{parts}]}}"#
        )
    };
    let on = r#""on":"2024-01-31""#;
    let lines = [
        post(0, &format!(r#"{{"by":"p-1",{on}}},{{"by":"p-1","name":"a",{on}}},{{"by":"p-1","name":"x",{on}}}"#)),
        post(1, &format!(r#"{{"by":"p-2",{on}}},{{"by":"p-2"}},{{"by":"p-0","name":"c"}},{{"by":"p-0"}}"#)),
        post(2, &format!(r#"{{"by":"p-2",{on}}}"#)),
    ];
    let streamed = report_of_posts(&lines, &collections, (&sources, &checked));
    let told: Vec<String> = streamed
        .findings
        .iter()
        .map(|finding| format!("{}{} {}", finding.place.line, finding.place.pointer, finding.message))
        .collect();
    assert_eq!(told, ["1/parts/2 x is none.", "2/parts/1 p-2 has none."]);
    let applies: Vec<(u64, u64)> =
        streamed.rules.iter().rev().take(2).map(|tally| (tally.passes + tally.fails, tally.does_not_apply)).collect();
    assert_eq!(applies, [(3, 5), (2, 6)]);
}

#[test]
fn a_line_that_is_longer_than_a_record_may_be_is_told_and_the_others_are_read() {
    let lines = lines();
    let files = MemoryFiles::from_iter([("notes.ndjson", lines.join("\n")), ("note.json", NOTE.to_owned())]);
    let config: Config =
        "[collections.notes]\nschema = 'note.json'\nfiles = ['*.ndjson']".parse().expect("a configuration");
    let collections = Collections::new([], &config, &files).expect("collections");
    let list = [RecordFile { name: "notes.ndjson".into(), format: Format::Ndjson, role: Role::Checked }];
    let limits = Limits { record_bytes: 1 << 17, ..Limits::default() };
    let report = check(&files, &list, &collections, Options { limits, ..Options::default() });
    let whole = check(&Whole(&files), &list, &collections, Options { limits, ..Options::default() });
    assert_same(&report, &whole);
    let long = report.findings.iter().find(|finding| finding.message.contains("longer")).expect("it is told");
    assert_eq!(long.place.line, 124);
    assert_eq!(report.summary.records, 400 - 4);
}

const OF_KINDS: &str = r#"accordance 1

rule short "Words are short"
  severity warning
  for      word in words
  require  word.label matches /^.{1,4}$/
  message  "{word.id} is long"
end

rule open "Doors are open"
  severity error
  for      door in doors
  when     door.text is present
  require  door.state = "open"
  message  "{door.id} is {door.state}"
end
"#;

/// A rule that needs several records.
const OF_TWO: &str = r#"
rule used "Words are on doors"
  severity advice
  for      word in words
  require  some door in doors has (door.word = text(word.id))
  message  "{word.id} is on no door"
end
"#;

/// Lines of two kinds in turn, whose fields have other numbers, and of a third that nobody knows.
#[test]
fn lines_of_several_kinds_are_each_read_as_their_own() {
    let schema = |kind: &str, members: &str, required: &str| {
        let text = format!(
            r#"{{"type": "object", "properties": {{"kind": {{"const": "{kind}"}}, "id": {{"type": "string", "x-identifies": "{kind}s"}}, {members}}}, "required": ["kind", "id", {required}]}}"#
        );
        (format!("{kind}s"), serde_json::from_str(&text).expect("a schema"))
    };
    let kinds = [
        schema("word", r#""text": {"type": "string"}, "label": {"type": "string"}"#, r#""label""#),
        schema(
            "door",
            r#""state": {"type": "string"}, "note": {"type": "string"}, "word": {"type": "string"}, "text": {"type": "string"}"#,
            r#""state", "word""#,
        ),
    ];
    let collections = Collections::new(kinds, &Config::default(), &MemoryFiles::default()).expect("collections");
    let mut lines = String::new();
    for number in 0..400 {
        let length = number % 7 + 1;
        let line = match number % 5 {
            0 => format!(r#"{{"kind": "word", "id": "w{number}", "text": "t", "label": "{}"}}"#, "x".repeat(length)),
            1 | 2 => format!(
                r#"{{"text": "t", "kind": "door", "state": "{}", "id": "d{number}", "word": "w{}"}}"#,
                if length > 3 { "open" } else { "closed" },
                number / 10 * 5
            ),
            3 => format!(r#"{{"kind": "word", "text": "t", "label": "{}", "id": "w{number}"}}"#, "x".repeat(length)),
            _ => format!(r#"{{"kind": "wall", "id": "{number}"}}"#),
        };
        lines.push_str(&line);
        lines.push('\n');
    }
    let files = MemoryFiles::from_iter([("all.ndjson", lines)]);
    let list = [RecordFile { name: "all.ndjson".into(), format: Format::Ndjson, role: Role::Checked }];
    for text in [OF_KINDS.to_owned(), format!("{OF_KINDS}{OF_TWO}")] {
        let sources = sources(&text);
        let checked = check_rules(&sources, collections.environment());
        assert!(!checked.has_errors(), "{:?}", checked.diagnostics);
        let [streamed, whole] = both(&files, &list, &collections, (&sources, &checked));
        assert_same(&streamed, &whole);
        let of = |rule: &str| streamed.rules.iter().find(|tally| &*tally.rule == rule).expect("a rule");
        assert!(of("short").fails > 0 && of("short").cannot_tell == 0 && of("open").fails > 0);
    }
}

/// Records that are called by one thing or another.
const CALLED: &str = r#"{
    "properties": {
        "id": {"type": "string", "x-identifies": "things"},
        "title": {}, "title_standing": {}, "name": {}, "name_standing": {},
        "of": {"type": "string", "x-refers-to": "things"},
        "parts": {"type": "array", "items": {"properties": {"id": {}, "title": {}, "name": {}, "parts": {}}}}
    },
    "required": ["id", "of", "parts"]
}"#;

#[test]
fn a_record_that_is_kept_is_called_what_it_is_called_in_its_file() {
    let config: Config =
        "[collections.things]\nschema = 'thing.json'\nfiles = ['*.ndjson']".parse().expect("a configuration");
    let schema = MemoryFiles::from_iter([("thing.json", CALLED)]);
    let collections = Collections::new([], &config, &schema).expect("collections");
    let called = [
        r#""title": "A title", "title_standing": "unverified", "name": "No name""#,
        r#""title": {"en": {"text": "A title", "standing": "unverified"}, "fr": "Un titre"}"#,
        r#""title": {"standing": "unverified", "text": "A title"}"#,
        r#""title": {"de": "Ein Titel"}"#,
        r#""title": {"es": "Un título"}"#,
        r#""title": {"ar": "عنوان"}"#,
        r#""name": {"fr": "Un nom"}, "name_standing": "unverified""#,
        r#""title": [], "name": 7"#,
        r#""more": "nothing""#,
    ];
    let parts =
        r#"[{"id": "p-1", "name": "n"}, {"id": [], "title": {"es": "Parte"}}, {"name": {"en": "N"}}, {"parts": []}]"#;
    let line = |(number, own): (usize, &&str)| {
        format!("{{\"id\": \"t-{number}\", {own}, \"of\": \"t-{}\", \"parts\": {parts}}}", (number + 1) % called.len())
    };
    let lines: Vec<String> = called.iter().enumerate().map(line).collect();
    let files = MemoryFiles::from_iter([("things.ndjson", lines.join("\n"))]);
    let list = [RecordFile { name: "things.ndjson".into(), format: Format::Ndjson, role: Role::Checked }];
    let printed = [
        "{other}",
        "{other.title otherwise 1}",
        "{list(part.name for part in other.parts where (part.name is present))}",
        "{other.parts}",
    ];
    let mut all = Vec::new();
    for (printed, language) in
        printed.iter().flat_map(|printed| [None, Some(Language::French)].map(|own| (printed, own)))
    {
        let rule = format!(
            "accordance 1\n\nrule r \"A rule\"\n  severity error\n  \
             for thing in things, other in things\n  when other.id = thing.of\n  require other.parts is empty\n  message \"{printed}\"\nend\n"
        );
        let sources = sources(&rule);
        let checked = check_rules(&sources, collections.environment());
        assert!(!checked.has_errors(), "{:?}", checked.diagnostics);
        let read = fields(&plan_counted(&checked.program), &[0]);
        assert!(
            read[&0].members.iter().all(|(name, _)| CALLED_BY.contains(&&**name) || ["of", "parts"].contains(&&**name))
        );
        assert!(!read[&0].all && !read[&0].members.iter().any(|(name, own)| &**name == "parts" && own.all), "{read:?}");
        let options = RuleOptions { language, ..OPTIONS };
        let [streamed, whole] = both_with(&files, &list, &collections, (&sources, &checked), &options);
        assert_same(&streamed, &whole);
        all.extend(streamed.findings.into_iter().map(|finding| finding.message));
    }
    let all = all.join("\n");
    insta::assert_snapshot!(all);
}
