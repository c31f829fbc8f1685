//! The rules of `tests/benches/ten.accord` written by hand, as someone would who needs them once and needs them fast.
//!
//! Pieces of the input go to threads, each line is read into structs of just the fields that the rules need, what the rules
//! over all records need is kept by hash, and a finding is a line `rule,record`. No schema is looked at, and no place.
//!
//! ```text
//! handwritten check INPUT REFERENCE FINDINGS THREADS   INPUT is an NDJSON file, or a folder of files with a record each
//! handwritten read INPUT THREADS                       reads, checks UTF-8 and counts lines: the floor of any program
//! ```

mod calendar;
mod facts;
mod input;
mod record;
mod rules;

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
    process::ExitCode,
};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["check", input, reference, findings, threads] => check(input, reference, findings, threads),
        ["read", input, threads] => read(input, threads),
        _ => Err("usage: handwritten check INPUT REFERENCE FINDINGS THREADS | read INPUT THREADS".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn check(input: &str, reference: &str, findings: &str, threads: &str) -> Result<(), input::Failure> {
    let threads: usize = threads.parse()?;
    let reference = rules::Reference::read(Path::new(reference))?;
    let mut out = BufWriter::new(File::create(findings)?);
    let workers = input::each_line(Path::new(input), threads, || rules::Worker::new(&reference))?;
    for text in rules::finish(workers, &reference, threads) {
        out.write_all(text.as_bytes())?;
    }
    out.flush()?;
    Ok(())
}

fn read(input: &str, threads: &str) -> Result<(), input::Failure> {
    let lines: u64 = input::each_line(Path::new(input), threads.parse()?, input::Lines::default)?
        .iter()
        .map(|lines| lines.count)
        .sum();
    println!("{lines}");
    Ok(())
}
