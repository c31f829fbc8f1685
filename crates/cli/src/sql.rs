//! `accordance sql`.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use accordance_document::{Limits, LineIndex};
use accordance_engine::{Collections, DataSet, Role};
use accordance_report::WriteError;
use accordance_sql::{Dialect, Options, Script, Source};

use crate::{
    UNTRUSTED,
    args::{Sql, SqlDialect},
    builtin,
    check::collections,
    failure::Failure,
    inputs, left_out, output,
    rule_set::{RuleSet, Told},
    say,
    workspace::Workspace,
};

pub(crate) fn run(args: &Sql) -> Result<u8, Failure> {
    let mut workspace = Workspace::open(args.config.as_deref())?;
    let config = workspace.config.clone().unwrap_or_default();
    let collections = collections(&config, &workspace)?;
    let set = RuleSet::load(&args.rules, &workspace, &collections)?;
    set.show(Told::Errors)?;
    let dialect = match args.dialect {
        SqlDialect::Duckdb => Dialect::DuckDb,
        SqlDialect::Spark => Dialect::Spark,
    };
    let options = Options { as_of: set.options.as_of, parameters: set.options.parameters.clone() };
    let script = Script::new(&set.checked.program, collections.environment(), &options, dialect);
    for (name, _) in &args.lines {
        if collections.environment().collection(name).is_none() {
            let names: Vec<&str> = collections.environment().collection_names().collect();
            return Err(Failure::Usage(format!(
                "there is no collection named {} (there are {})",
                accordance_document::quoted(name),
                names.join(", ")
            )));
        }
    }
    let lines = |collection| {
        let name = collections.environment().collection_name(collection);
        args.lines.iter().find(|(known, _)| *known == **name).map(|(_, path)| path.clone())
    };
    let records = std::path::absolute(&args.records).unwrap_or_else(|_| args.records.clone());
    // Beside records that the engine reads, the reference data is there to be referred to.
    let files = if args.paths.is_empty() && !args.lines.is_empty() && workspace.config.is_none() {
        builtin::list(Role::Background)
    } else {
        inputs::list(&args.paths, &mut workspace, &collections)?
    };
    if let Some(path) = &args.output {
        inputs::refuse_to_replace(path, &args.paths, &files, &workspace)?;
    }
    let (data, report) = DataSet::read_and_check(&workspace, &files, &collections, Limits::default());
    left_out::show(&report);
    let source = |collection| {
        let read = file(&records, collection, &collections).display().to_string();
        match lines(collection) {
            Some(path) => Source::Lines { path, beside: data.has_records(collection).then_some(read) },
            None => Source::Read(read),
        }
    };
    let load = script.load(&source).map_err(|reason| Failure::Usage(reason.to_string()))?;
    let is_read = |collection: &usize| lines(*collection).is_none() || data.has_records(*collection);
    let read: Vec<usize> = script.collections().filter(is_read).collect();
    write_records(&args.records, &read, &script, &data, &collections)?;
    let written = match &args.output {
        Some(path) => output::to_file(path, |out| write(&load, &script, out)),
        None => output::to_stdout(|out| write(&load, &script, out)),
    };
    match written {
        Err(failure) if failure.is_closed_pipe() => {}
        written => written?,
    }
    for (rule, refusal) in &script.refused {
        let file = set.sources.files.get(refusal.place.file);
        let place = file.map_or_else(String::new, |file| {
            let (line, column) = LineIndex::new(&file.text).line_column(&file.text, refusal.place.span.range().start);
            format!("{}:{line}:{column}: ", file.name)
        });
        say(&format!("{place}the rule {rule} is left out: {refusal}"));
    }
    let is_whole = set.is_whole() && script.refused.is_empty() && report.problems.is_empty();
    Ok(if is_whole { 0 } else { UNTRUSTED })
}

/// The file of the records of a collection.
fn file(folder: &Path, collection: usize, collections: &Collections) -> PathBuf {
    let name = collections.environment().collection_name(collection);
    // A name that is no name of a file cannot lead out of the folder.
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    let plain: String = name.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect();
    folder.join(format!("{collection}-{plain}.ndjson"))
}

/// Writes what rules read of the valid records, a file for each collection. Where one cannot be written, none is: those
/// of a run before stay as they are.
fn write_records(
    folder: &Path,
    read: &[usize],
    script: &Script,
    data: &DataSet,
    collections: &Collections,
) -> Result<(), Failure> {
    let failure = |path: &Path, error| Failure::file(path.display().to_string(), &error);
    std::fs::create_dir_all(folder).map_err(|error| failure(folder, error))?;
    let fresh = tempfile::Builder::new().prefix(".accordance-").tempdir_in(folder);
    let fresh = fresh.map_err(|error| failure(folder, error))?;
    for &collection in read {
        let mut number = 0_u64;
        let mut not_held = None;
        let path = file(fresh.path(), collection, collections);
        let done = output::to_file(&path, |out| {
            data.each_record(collection, &mut |read| {
                let record = match script.record(collection, &read.value.to_json()) {
                    Ok(record) => record,
                    Err(reason) => {
                        let id = read.id.as_deref().unwrap_or("a record without an id");
                        let name = collections.environment().collection_name(collection);
                        not_held = Some(Failure::file(format!("{name}: {}", accordance_document::quoted(id)), &reason));
                        return Err(WriteError::Io(std::io::ErrorKind::InvalidData.into()));
                    }
                };
                let line = serde_json::json!({
                    "n": number,
                    "is_checked": read.is_checked,
                    "is_first": read.is_followed,
                    "id": read.id,
                    "record": record,
                });
                number += 1;
                writeln!(out, "{line}").map_err(WriteError::Io)
            })
        });
        if let Some(failure) = not_held {
            return Err(failure);
        }
        done?;
    }
    for &collection in read {
        let [path, fresh] = [folder, fresh.path()].map(|folder| file(folder, collection, collections));
        put(&fresh, &path).map_err(|error| failure(&path, error))?;
    }
    Ok(())
}

/// Puts a file in the place of another, whose permissions it takes. A link stays one: what it leads to is replaced.
fn put(fresh: &Path, path: &Path) -> std::io::Result<()> {
    let real = path.canonicalize();
    let path = real.as_deref().unwrap_or(path);
    match path.metadata() {
        Ok(there) if there.is_file() => std::fs::set_permissions(fresh, there.permissions())?,
        // What is no file, such as a pipe, is written to.
        Ok(_) => return std::fs::copy(fresh, path).map(drop),
        Err(_) => {}
    }
    std::fs::rename(fresh, path)
}

fn write(load: &str, script: &Script, out: &mut dyn Write) -> Result<(), WriteError> {
    out.write_all(load.as_bytes()).map_err(WriteError::Io)?;
    for view in &script.views {
        writeln!(out, "{}", view.statement).map_err(WriteError::Io)?;
    }
    Ok(())
}
