//! How fast rules are run over records: ten rules, of which two join over all records and two count over them, and the
//! built-in pack, beside reading and validating alone.
//!
//! `cargo bench -p accordance-tests --bench rules`

use std::hint::black_box;

use accordance_canon::{DATA, Generator, KINDS, RULES, schema};
use accordance_document::Format;
use accordance_engine::{Collections, Config, MemoryFiles, Options, RecordFile, Role, RuleOptions, Rules, check};
use accordance_rules::{Checked, Sources, check as check_rules};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

const RECORDS: u64 = 10_000;
const SEED: u64 = 1;
/// The reference data by which rules count: what is in the background only is not gone through.
const COUNTED_BY: [&str; 3] = ["goals.yaml", "themes.yaml", "organizations.yaml"];

fn records() -> String {
    let mut text = String::new();
    for meeting in Generator::new(SEED).linked(RECORDS).flawed().meetings(RECORDS) {
        text.push_str(&serde_json::to_string(&meeting).expect("a record is JSON"));
        text.push('\n');
    }
    text
}

fn rules(files: &[(&str, &str)], collections: &Collections) -> (Sources, Checked) {
    let read = |name: &str| {
        let found = files.iter().find(|(known, _)| *known == name);
        found.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| "there is no such file".to_owned())
    };
    let sources = Sources::load(files.iter().map(|(name, _)| (*name).to_owned()), &read);
    let checked = check_rules(&sources, collections.environment());
    assert!(!checked.has_errors(), "{:?}", checked.diagnostics);
    (sources, checked)
}

fn run(criterion: &mut Criterion) {
    let text = records();
    let bytes = text.len() as u64;
    let canonical = DATA.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    let files: MemoryFiles = canonical.chain([("meetings.ndjson".to_owned(), text)]).collect();
    let canonical = DATA.iter().map(|(name, _)| {
        let role = if COUNTED_BY.contains(name) { Role::Checked } else { Role::Background };
        RecordFile { name: (*name).into(), format: Format::Yaml, role }
    });
    let meetings = RecordFile { name: "meetings.ndjson".into(), format: Format::Ndjson, role: Role::Checked };
    let list: Vec<RecordFile> = std::iter::once(meetings).chain(canonical).collect();
    let kinds = KINDS.iter().map(|kind| (kind.collection.to_owned(), schema(kind.kind).expect("a kind")));
    let collections = Collections::new(kinds, &Config::default(), &files).expect("collections");
    let options = RuleOptions::on(jiff::civil::date(2026, 1, 1));
    let ten = [("ten.accord", include_str!("ten.accord"))];
    let mut group = criterion.benchmark_group("check");
    group.sample_size(10).throughput(Throughput::Bytes(bytes));
    group.bench_function(BenchmarkId::from_parameter("no rules"), |bencher| {
        bencher.iter(|| black_box(check(&files, &list, &collections, Options::default())));
    });
    for (name, rule_files) in [("ten rules", ten.as_slice()), ("built-in pack", RULES)] {
        let (sources, checked) = rules(rule_files, &collections);
        let rules = Rules::new(&checked, &sources, &options);
        let options = Options { rules: Some(rules), ..Options::default() };
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
            bencher.iter(|| black_box(check(&files, &list, &collections, options)));
        });
    }
    group.finish();
}

criterion_group!(benches, run);
criterion_main!(benches);
