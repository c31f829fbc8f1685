//! `accordance export`.

use accordance_canon::Canon;
use accordance_document::{Limits, Records, Tree};
use accordance_engine::{Collections, Files, Options, RecordFile, Report, Role, check};
use accordance_exchange::{Exported, Format};
use accordance_report::{Colors, Fold, TextOptions, WriteError, write_text};

use crate::{
    args::{Export, ExportFormat},
    builtin,
    check::collections,
    failure::Failure,
    inputs, output,
    workspace::Workspace,
};

/// How many findings of invalid records are shown. `check` shows all.
const MOST_FINDINGS: usize = 10;

pub(crate) fn run(args: &Export) -> Result<u8, Failure> {
    let mut workspace = Workspace::open(args.config.as_deref())?;
    let config = workspace.config.clone().unwrap_or_default();
    let collections = collections(&config, &workspace)?;
    let files = inputs::list(&args.paths, &mut workspace, &collections)?;
    if let Some(path) = &args.output {
        inputs::refuse_to_replace(path, &args.paths, &files, &workspace)?;
    }
    let report = check(&workspace, &files, &collections, Options::default());
    if report.gravest().is_some() || !report.problems.is_empty() {
        return Err(refuse(&report, &workspace)?);
    }
    let records = read(&workspace, &files, &collections)?;
    let Exported { text, left_out, .. } = accordance_exchange::export(&records, format(args.format))?;
    let write = |out: &mut dyn std::io::Write| out.write_all(text.as_bytes()).map_err(WriteError::Io);
    match args.output.as_deref().map_or_else(|| output::to_stdout(write), |path| output::to_file(path, write)) {
        Err(failure) if failure.is_closed_pipe() => {}
        written => written?,
    }
    left_out.iter().for_each(|left_out| crate::say(&format!("left out: {left_out}.")));
    Ok(0)
}

fn format(format: ExportFormat) -> Format {
    match format {
        ExportFormat::Skos => Format::Skos,
        ExportFormat::Jsonld => Format::JsonLd,
        ExportFormat::Iati => Format::Iati,
        ExportFormat::Ics => Format::Ics,
    }
}

/// Shows what is wrong with the records on standard error.
fn refuse(report: &Report, workspace: &Workspace) -> Result<Failure, Failure> {
    let options =
        TextOptions { colors: Colors::Off, most: Some(MOST_FINDINGS), fold: Fold::Never, pack: Some(builtin::PREFIX) };
    write_text(report, workspace, options, &mut anstream::stderr())?;
    Ok(Failure::Usage(
        "only valid records are exported, and nothing is written; mend what is shown, and see all of it with `accordance \
         check`"
            .into(),
    ))
}

/// The records of the files that are asked for, by type.
fn read(workspace: &Workspace, files: &[RecordFile], collections: &Collections) -> Result<Canon, Failure> {
    let mut records = Canon::default();
    let mut tree = Tree::new();
    for file in files.iter().filter(|file| file.role == Role::Checked) {
        let failure = |reason: &dyn std::fmt::Display| Failure::file(&*file.name, reason);
        if collections.takes_file(&file.name) {
            let reason = "it is of a collection of accordance.toml, and only records of the kinds that `accordance schema \
                          --list` names are exported";
            return Err(failure(&reason));
        }
        let bytes = workspace.read(&file.name).map_err(|reason| failure(&reason))?;
        let text = std::str::from_utf8(&bytes).map_err(|error| failure(&error))?;
        let mut read = Records::new(text, file.format, &mut tree, Limits::default());
        while let Some(record) = read.next_record() {
            let record = record.map_err(|error| failure(&error))?.value;
            records.add(record).map_err(|error| failure(&error))?;
        }
    }
    Ok(records)
}
