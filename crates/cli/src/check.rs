//! `accordance check`.

use std::{
    io::{IsTerminal, Write},
    time::Instant,
};

use accordance_canon::{KINDS, lean_schema};
use accordance_engine::{Clock, Collections, Config, Options, RecordFile, Report, Rules, Severity, check};
use accordance_report::{
    Colors, Fold, Format as MachineFormat, TextOptions, WriteError, write_costs, write_problems, write_text,
};
use rayon::prelude::*;

use crate::{
    UNTRUSTED,
    args::{Check, FailOn, Format},
    builtin,
    failure::Failure,
    inputs, output, progress,
    rule_set::{RuleSet, Told},
    workspace::{WithinFolder, Workspace},
};

/// As much as a main thread has: rules are checked on threads of the pool then.
const STACK: usize = 8 << 20;

pub(crate) fn run(args: &Check) -> Result<u8, Failure> {
    match args.threads {
        Some(threads) => rayon::ThreadPoolBuilder::new()
            .num_threads(threads.get())
            .stack_size(STACK)
            .build()
            .map_err(|error| Failure::Usage(error.to_string()))?
            .install(|| run_here(args)),
        None => run_here(args),
    }
}

/// Runs on the threads that there are.
fn run_here(args: &Check) -> Result<u8, Failure> {
    let mut workspace = Workspace::open(args.config.as_deref())?;
    let config = workspace.config.clone().unwrap_or_default();
    // What a run reads and makes is used until the process ends, which gives all memory back at once.
    let read_collections = || collections(&config, &workspace);
    let read_rules = || RuleSet::sources(&args.rules, &workspace);
    let (collections, sources) = rayon::join(read_collections, read_rules);
    let collections: &Collections = Box::leak(Box::new(collections?));
    let files = inputs::list(&args.paths, &mut workspace, collections)?;
    if let Some(path) = &args.output {
        inputs::refuse_to_replace(path, &args.paths, &files, &workspace)?;
    }
    let rules: &RuleSet<'_> = Box::leak(Box::new(RuleSet::of(sources?, &args.rules, collections)?));
    rules.show(Told::Errors)?;
    let report: &Report = Box::leak(Box::new(read(args, &workspace, &files, collections, rules)));
    let written = match &args.output {
        Some(path) => output::to_file(path, |out| write(args, report, &workspace, Colors::Off, out)),
        None => output::to_stdout(|out| write(args, report, &workspace, colors(), out)),
    };
    match written {
        Err(failure) if failure.is_closed_pipe() => {}
        written => written?,
    }
    if matches!(args.format, Format::Ndjson | Format::Csv) {
        // Where standard error is closed, the exit status says enough.
        let _ = write_problems(report, &mut anstream::stderr());
    }
    if args.stats {
        // Where standard error is closed, the exit status says enough.
        let _ = write_costs(&report.costs, &mut anstream::stderr());
    }
    Ok(status(report, args.fail_on))
}

pub(crate) fn collections(config: &Config, workspace: &Workspace) -> Result<Collections, Failure> {
    let kinds = KINDS.par_iter().filter_map(|kind| Some((kind.collection.to_owned(), lean_schema(kind.kind)?)));
    Ok(Collections::new(kinds.collect::<Vec<_>>(), config, &WithinFolder(workspace))?)
}

fn read(
    args: &Check,
    workspace: &Workspace,
    files: &[RecordFile],
    collections: &Collections,
    rules: &RuleSet<'_>,
) -> Report {
    let size = |file: &RecordFile| std::fs::metadata(workspace.folder().join(&*file.name)).map_or(0, |file| file.len());
    let bar = progress::bar(|| files.iter().map(size).sum());
    let advance = |bytes| bar.inc(bytes);
    let begun = Instant::now();
    let elapsed = || begun.elapsed();
    let clock = args.stats.then_some(Clock(&elapsed));
    let rules = (!rules.is_empty()).then(|| Rules { clock, ..rules.rules() });
    let options = Options { progress: Some(&advance), rules, ..Options::default() };
    let report = check(workspace, files, collections, options);
    bar.finish_and_clear();
    report
}

fn write(
    args: &Check,
    report: &Report,
    workspace: &Workspace,
    colors: Colors,
    out: &mut dyn Write,
) -> Result<(), WriteError> {
    let format = match args.format {
        Format::Text => {
            let fold = if args.no_fold { Fold::Never } else { Fold::SameCause };
            let options = TextOptions { colors, most: Some(args.max_findings), fold, pack: Some(builtin::PREFIX) };
            return write_text(report, workspace, options, out);
        }
        Format::Json => MachineFormat::Json,
        Format::Ndjson => MachineFormat::Ndjson,
        Format::Sarif => MachineFormat::Sarif,
        Format::Junit => MachineFormat::Junit,
        Format::Csv => MachineFormat::Csv,
    };
    format.write(report, out)
}

pub(crate) fn colors() -> Colors {
    let stdout = std::io::stdout();
    let wanted = anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never;
    if wanted && stdout.is_terminal() { Colors::On } else { Colors::Off }
}

fn status(report: &Report, fail_on: FailOn) -> u8 {
    let least = match fail_on {
        FailOn::Error => Severity::Error,
        FailOn::Warning => Severity::Warning,
        FailOn::Advice => Severity::Advice,
    };
    match report.gravest() {
        _ if !report.problems.is_empty() => UNTRUSTED,
        Some(severity) if severity >= least => 1,
        _ => 0,
    }
}
