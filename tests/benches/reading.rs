//! How fast records are read and validated, beside other trees over the same bytes: each checks that they are UTF-8.
//!
//! `cargo bench -p accordance-tests --bench reading`

use std::hint::black_box;

use accordance_canon::Generator;
use accordance_document::{Limits, Quick, Tree, decode, lines, parse_json};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use serde_json::Value;

const RECORDS: u64 = 10_000;
const SEED: u64 = 1;

fn records() -> String {
    let mut text = String::new();
    for meeting in Generator::new(SEED).meetings(RECORDS) {
        text.push_str(&serde_json::to_string(&meeting).expect("a record is JSON"));
        text.push('\n');
    }
    text
}

fn parse(criterion: &mut Criterion) {
    let text = records();
    let mut group = criterion.benchmark_group("parse");
    group.sample_size(20).throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function(BenchmarkId::from_parameter("document"), |bencher| {
        let mut tree = Tree::new();
        bencher.iter(|| {
            for (_, line) in lines(decode(text.as_bytes()).expect("UTF-8")) {
                black_box(parse_json(line, &mut tree, Limits::default()).expect("a record"));
            }
        });
    });
    group.bench_function(BenchmarkId::from_parameter("sonic-rs value"), |bencher| {
        bencher.iter(|| {
            for line in text.lines() {
                black_box(sonic_rs::from_slice::<sonic_rs::Value>(line.as_bytes()).expect("a record"));
            }
        });
    });
    group.bench_function(BenchmarkId::from_parameter("serde_json value"), |bencher| {
        bencher.iter(|| {
            for line in text.lines() {
                black_box(serde_json::from_slice::<Value>(line.as_bytes()).expect("a record"));
            }
        });
    });
    group.finish();
}

fn parse_and_validate(criterion: &mut Criterion) {
    let text = records();
    let schema = accordance_canon::lean_schema("meeting").expect("a kind of the canonical set");
    let mut group = criterion.benchmark_group("parse and validate");
    group.sample_size(20).throughput(Throughput::Bytes(text.len() as u64));
    let quick = Quick::of(&schema);
    group.bench_function(BenchmarkId::from_parameter("document"), |bencher| {
        let mut tree = Tree::new();
        bencher.iter(|| {
            for (_, line) in lines(decode(text.as_bytes()).expect("UTF-8")) {
                let record = parse_json(line, &mut tree, Limits::default()).expect("a record");
                assert!(quick.accepts(record));
            }
        });
    });
    let validator = accordance_document::validation_options().build(&schema).expect("a schema");
    group.bench_function(BenchmarkId::from_parameter("document, by the library alone"), |bencher| {
        let mut tree = Tree::new();
        bencher.iter(|| {
            for (_, line) in lines(decode(text.as_bytes()).expect("UTF-8")) {
                let record = parse_json(line, &mut tree, Limits::default()).expect("a record");
                assert!(validator.is_valid(record));
            }
        });
    });
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema");
    group.bench_function(BenchmarkId::from_parameter("serde_json value"), |bencher| {
        bencher.iter(|| {
            for line in text.lines() {
                let record: Value = serde_json::from_slice(line.as_bytes()).expect("a record");
                assert!(validator.is_valid(&record));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, parse, parse_and_validate);
criterion_main!(benches);
