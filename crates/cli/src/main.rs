//! The `accordance` command: checks records against the canonical schemas.
//!
//! Results go to standard output, everything else to standard error. Exit status: 0 nothing at or above `--fail-on`,
//! 1 findings, 2 the run is not to be trusted.

mod args;
mod builtin;
mod check;
mod explain;
mod export;
mod failure;
mod fmt;
mod inputs;
mod left_out;
mod matrix;
mod output;
mod progress;
mod rule_files;
mod rule_mistakes;
mod rule_set;
mod schema;
mod sql;
mod stdin;
mod test;
mod workspace;

use std::{io::Write, process::ExitCode};

use clap::Parser;

use crate::args::{Args, Verb};

/// The exit status of a run that is not to be trusted.
const UNTRUSTED: u8 = 2;

fn main() -> ExitCode {
    let args = Args::parse();
    let done = match args.verb {
        Verb::Check(check) => check::run(&check),
        Verb::Explain(explain) => explain::run(&explain),
        Verb::Export(export) => export::run(&export),
        Verb::Fmt(fmt) => fmt::run(&fmt),
        Verb::Matrix(matrix) => matrix::run(&matrix),
        Verb::Schema(schema) => schema::run(&schema),
        Verb::Sql(sql) => sql::run(&sql),
        Verb::Test(test) => test::run(&test),
    };
    match done {
        Ok(status) => ExitCode::from(status),
        Err(failure) => {
            // Where standard error is closed as well, the status is all that can be said.
            let _ = writeln!(anstream::stderr(), "error: {}", accordance_report::clean(&failure.to_string()));
            ExitCode::from(UNTRUSTED)
        }
    }
}

/// Says something on standard error. Where that is closed, the status is all that can be said.
fn say(text: &str) {
    let _ = writeln!(anstream::stderr(), "{}", accordance_report::clean(text));
}
