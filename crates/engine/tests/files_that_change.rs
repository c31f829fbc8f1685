//! Files that are not the same when they are read again for the places of what was found.
#![allow(clippy::expect_used, reason = "a test that cannot go on says why")]

use std::{
    borrow::Cow,
    sync::atomic::{AtomicUsize, Ordering},
};

use accordance_document::Format;
use accordance_engine::{
    Collections, Config, Files, MemoryFiles, OpenFile, Options, RecordFile, Report, Role, RuleOptions, Rules, check,
};
use accordance_rules::{Sources, check as check_rules};

/// Files of which the records can be read so often, and no more.
struct Until {
    files: MemoryFiles,
    reads: AtomicUsize,
    is_opened: bool,
}

impl Until {
    fn is_over(&self, name: &str) -> bool {
        let left = |left: usize| left.checked_sub(1);
        name.starts_with("books") && self.reads.fetch_update(Ordering::Relaxed, Ordering::Relaxed, left).is_err()
    }
}

impl Files for Until {
    fn read(&self, name: &str) -> Result<Cow<'_, [u8]>, String> {
        if self.is_over(name) { Err("it is gone".into()) } else { self.files.read(name) }
    }

    fn open(&self, name: &str) -> Result<Option<Box<dyn OpenFile + '_>>, String> {
        if !self.is_opened {
            return Ok(None);
        }
        if self.is_over(name) { Err("it is gone".into()) } else { self.files.open(name) }
    }
}

const SCHEMA: &str = r#"{"required": ["id"], "properties": {"id": {"x-identifies": "books", "type": "string"}, "next": {"type": "string", "x-refers-to": "books"}}}"#;
const RULES: &str = "accordance 1\n\nrule alone \"Alone\"\n  for book in books\n  require count(other in books where (other.id = book.id)) > 7\n  message \"m\"\nend\n";

/// What is found where the records can be read so often.
fn report(file: &str, text: &str, format: Format, reads: usize, is_opened: bool) -> Report {
    let files = MemoryFiles::from_iter([("book.json", SCHEMA), (file, text)]);
    let config = "[collections.books]\nschema = 'book.json'\nfiles = ['books.*']\nid = '/id'";
    let config: Config = config.parse().expect("a configuration");
    let collections = Collections::new([], &config, &files).expect("collections");
    let sources = Sources::load(["rules.accord".to_owned()], &|_| Ok(RULES.as_bytes().to_vec()));
    let checked = check_rules(&sources, collections.environment());
    let options = RuleOptions::on(jiff::civil::date(2024, 1, 1));
    let rules = Rules::new(&checked, &sources, &options);
    let list = [RecordFile { name: file.into(), format, role: Role::Checked }];
    let files = Until { files, reads: AtomicUsize::new(reads), is_opened };
    check(&files, &list, &collections, Options { rules: Some(rules), ..Options::default() })
}

/// What a rule and the check of ids have found is told, if not where, and the run is not to be trusted.
#[test]
fn nothing_that_was_found_is_lost_where_a_file_is_gone() {
    let yaml = "- {id: b-1, next: b-7}\n- {id: b-1, next: b-8}\n";
    let ndjson = "{\"id\":\"b-1\",\"next\":\"b-7\"}\n{\"id\":\"b-1\",\"next\":\"b-8\"}\n";
    for (file, text, format, is_opened) in [
        ("books.yaml", yaml, Format::Yaml, false),
        ("books.ndjson", ndjson, Format::Ndjson, false),
        ("books.ndjson", ndjson, Format::Ndjson, true),
    ] {
        let whole = report(file, text, format, usize::MAX, is_opened);
        let of = |report: &Report, rule: &str| report.findings.iter().filter(|found| &*found.rule == rule).count();
        assert_eq!(["alone", "unique-id", "dangling-reference"].map(|rule| of(&whole, rule)), [2, 1, 2], "{file}");
        assert!(whole.problems.is_empty(), "{:?}", whole.problems);
        // Opened files are looked at before they are read.
        let first = if is_opened { 2 } else { 1 };
        let gone = report(file, text, format, first, is_opened);
        assert_eq!(["alone", "unique-id"].map(|rule| of(&gone, rule)), [2, 1], "{file}: {:?}", gone.findings);
        let told: Vec<&str> = gone.problems.iter().map(|problem| &*problem.message).collect();
        assert_eq!(
            told,
            ["the file is another one than it was when the run began: places in it are not told"],
            "{file}: {:?}",
            gone.problems
        );
    }
}
