//! What is wrong in very many places is counted, and told in part.
#![allow(clippy::expect_used, reason = "a test that cannot go on says why")]

use accordance_document::Format;
use accordance_engine::{Collections, Config, MemoryFiles, Options, RecordFile, Report, Role, check};

fn report(text: String, threads: usize) -> Report {
    let files = MemoryFiles::from_iter([("things.ndjson", text)]);
    let collections = Collections::new([], &Config::default(), &files).expect("collections");
    let list = [RecordFile { name: "things.ndjson".into(), format: Format::Ndjson, role: Role::Checked }];
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    pool.install(|| check(&files, &list, &collections, Options::default()))
}

#[test]
fn of_very_many_findings_some_are_told_and_all_are_counted() {
    const LINES: usize = 510_000;
    let [one, two] = [1, 2].map(|threads| report("{\n".repeat(LINES), threads));
    assert_eq!(one, two);
    // The file has two pieces, of each of which the first hundred are told.
    let lines: Vec<usize> = one.findings.iter().map(|finding| finding.place.line).collect();
    let second = (1 << 18) + 1;
    assert_eq!(lines, (1..=100).chain(second..second + 100).collect::<Vec<_>>());
    let tally = one.rules.iter().find(|tally| &*tally.rule == "unreadable-file").expect("it is checked");
    assert_eq!((tally.passes, tally.fails), (0, LINES as u64));
    assert_eq!(one.summary.errors, LINES as u64);
    let told = one.problems.iter().find(|problem| problem.line.is_none()).expect("it is told");
    assert!(told.message.starts_with("510000 things are wrong without any rule"), "{}", told.message);
}
