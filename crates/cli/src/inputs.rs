//! From the paths of the command line to a list of files.

use std::{
    collections::{BTreeSet, HashMap},
    ffi::OsStr,
    io::Write,
    path::{Path, PathBuf},
};

use accordance_document::Format;
use accordance_engine::{Collections, RecordFile, Role};
use accordance_report::clean;
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::{
    builtin,
    failure::Failure,
    stdin,
    workspace::{Workspace, own_name, reason, refuse_unreadable_name, slashed},
};

/// The files of a run in the order of their names, each once, and behind them those that are only referred to.
pub(crate) fn list(
    paths: &[PathBuf],
    workspace: &mut Workspace,
    collections: &Collections,
) -> Result<Vec<RecordFile>, Failure> {
    let mut files = Vec::new();
    if paths.is_empty() {
        if workspace.config.is_none() {
            return Ok(builtin::list(Role::Checked));
        }
        let folder = workspace.folder().to_path_buf();
        walk(&folder, workspace, collections, &mut files)?;
        if files.is_empty() {
            return Err(Failure::Usage(format!("no file fits the patterns of {}", workspace.config_name)));
        }
        tell_without_files(workspace, collections, &files);
    }
    for path in paths {
        if path.as_os_str() == "-" {
            let format = stdin::format(workspace.read_stdin()?);
            files.push(RecordFile { name: stdin::NAME.into(), format, role: Role::Checked });
        } else if path.is_dir() {
            let before = files.len();
            walk(path, workspace, collections, &mut files)?;
            if files.len() == before {
                return Err(Failure::file(path.display().to_string(), &"the folder holds no files of records"));
            }
        } else {
            refuse_unreadable_name(path)?;
            let name = workspace.name(path);
            let format = Format::from_name(&name);
            let advice = "records are read from .json, .yaml, .yml, .ndjson and .jsonl";
            let format = format.ok_or_else(|| Failure::file(path.display().to_string(), &advice))?;
            files.push(RecordFile { name: name.into(), format, role: Role::Checked });
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files.dedup_by(|a, b| a.name == b.name);
    files.extend(builtin::list(Role::Background));
    Ok(files)
}

/// Tells on standard error of which collections of the configuration there are no files: a pattern may be misspelt.
fn tell_without_files(workspace: &Workspace, collections: &Collections, files: &[RecordFile]) {
    let found: BTreeSet<&str> = files.iter().filter_map(|file| collections.of_file(&file.name)).collect();
    for (name, collection) in workspace.config.iter().flat_map(|config| &config.collections) {
        if !found.contains(name.as_str()) {
            let patterns = collection.files.join(", ");
            let told = format!("{}: no file fits the patterns of {name}: {patterns}", workspace.config_name);
            // Where standard error is closed, nobody reads it.
            let _ = writeln!(anstream::stderr(), "warning: {}", clean(&told));
        }
    }
}

/// Fails where writing to a path would replace a file that a run reads, by whatever name. `paths` are those of the
/// command line, the files those that were found by them.
pub(crate) fn refuse_to_replace(
    path: &Path,
    paths: &[PathBuf],
    files: &[RecordFile],
    workspace: &Workspace,
) -> Result<(), Failure> {
    // What is not there replaces nothing.
    let Ok(output) = path.canonicalize() else { return Ok(()) };
    let is_given = |given: &PathBuf| {
        let is_stdin_given = given.as_os_str() == "-";
        if is_stdin_given { is_stdin(&output) } else { given.canonicalize().is_ok_and(|given| given == output) }
    };
    // In folders, links are left out: many files stand in one folder, and each by its own name.
    let mut folders: HashMap<PathBuf, Option<PathBuf>> = HashMap::new();
    let is_found = |file: &RecordFile| {
        // The last part of the name decides for nearly all files.
        if !output.file_name().is_some_and(|name| file.name.ends_with(&*name.to_string_lossy())) {
            return false;
        }
        let path = workspace.folder().join(&*file.name);
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return false };
        if output.file_name() != Some(name) {
            return false;
        }
        let folder = folders.entry(folder.to_path_buf()).or_insert_with(|| folder.canonicalize().ok());
        folder.as_deref() == output.parent()
    };
    let is_read = || workspace.is_source(&output) || paths.iter().any(is_given) || files.iter().any(is_found);
    if output.is_file() && is_read() {
        return Err(Failure::file(path.display().to_string(), &"the output would replace a file that is read"));
    }
    Ok(())
}

fn is_stdin(file: &Path) -> bool {
    let both = same_file::Handle::stdin().and_then(|own| Ok((own, same_file::Handle::from_path(file)?)));
    both.is_ok_and(|(own, other)| own == other)
}

/// Whether a pattern of `accordance.toml` may name files below a folder.
fn may_hold_files(folder: &str, workspace: &Workspace) -> bool {
    let collections = workspace.config.iter().flat_map(|config| config.collections.values());
    collections.flat_map(|collection| &collection.files).any(|pattern| {
        let mut steps = pattern.split('/');
        for own in folder.split('/') {
            match steps.next() {
                Some(step) if step.contains("**") => return true,
                Some(step) if step == own || step.contains(['*', '?', '[', '{']) => {}
                _ => return false,
            }
        }
        steps.next().is_some()
    })
}

/// Adds the files of a folder and the folders below it. Hidden files and links are left out; with `accordance.toml`, so
/// is what no pattern of it names. A folder that cannot be gone through is told where it would be read.
fn walk(
    folder: &Path,
    workspace: &Workspace,
    collections: &Collections,
    files: &mut Vec<RecordFile>,
) -> Result<(), Failure> {
    let by_pattern = workspace.config.as_ref().is_some_and(|config| !config.collections.is_empty());
    let above = workspace.name(folder);
    let is_own = above.is_empty();
    let above = above.trim_end_matches('/');
    let name = |path: &Path| match path.strip_prefix(folder) {
        Ok(below) if is_own => slashed(below),
        Ok(below) => format!("{above}/{}", slashed(below)),
        Err(_) => workspace.name(path),
    };
    // `beside` is the name of the folder that the file is in, if it can be told in one line.
    let file = |entry: &DirEntry, beside: Option<&str>| -> Result<Option<RecordFile>, Failure> {
        let short = beside.and_then(|beside| Some(format!("{beside}/{}", told_in_one_line(entry.file_name())?)));
        let is_told = short.is_some();
        let name = short.unwrap_or_else(|| name(entry.path()));
        let format = Format::from_name(&name).filter(|_| !by_pattern || collections.takes_file(&name));
        let Some(format) = format else { return Ok(None) };
        if !is_told {
            refuse_unreadable_name(entry.path().strip_prefix(folder).unwrap_or(entry.path()))?;
        }
        Ok(Some(RecordFile { name: own_name(name).into(), format, role: Role::Checked }))
    };
    let found = |entry: Result<DirEntry, walkdir::Error>, beside: Option<&str>| match entry {
        Ok(entry) if entry.file_type().is_file() => file(&entry, beside),
        Ok(_) => Ok(None),
        Err(error) => match error.path().filter(|path| *path != folder) {
            Some(path) if by_pattern && !may_hold_files(&name(path), workspace) => Ok(None),
            Some(path) => {
                refuse_unreadable_name(path.strip_prefix(folder).unwrap_or(path))?;
                Ok(Some(RecordFile { name: own_name(name(path)).into(), format: Format::Json, role: Role::Checked }))
            }
            None => {
                let reason = error.io_error().map_or_else(|| error.to_string(), reason);
                Err(Failure::file(folder.display().to_string(), &reason))
            }
        },
    };
    // The folders in it are gone through side by side, and sorted there. Of several failures, the first is told.
    let mut own: Vec<Result<DirEntry, walkdir::Error>> = entries(WalkDir::new(folder).max_depth(1)).collect();
    own.sort_by(|one, two| {
        let [one, two] = [one, two].map(|entry| entry.as_ref().ok().map(DirEntry::file_name));
        one.cmp(&two)
    });
    let below: Vec<Vec<Result<RecordFile, Failure>>> = own
        .into_par_iter()
        .map(|entry| match entry {
            Ok(entry) if entry.depth() == 1 && entry.file_type().is_dir() => {
                let beside = told_in_one_line(entry.file_name()).map(|_| name(entry.path()));
                let beside = |own: &DirEntry| beside.as_deref().filter(|_| own.depth() == 1);
                let all = entries(WalkDir::new(entry.path()).min_depth(1)).filter_map(|entry| {
                    let beside = entry.as_ref().ok().and_then(beside);
                    found(entry, beside).transpose()
                });
                let mut all: Vec<_> = all.collect();
                all.sort_by(|one, two| name_of(one).cmp(&name_of(two)));
                all
            }
            entry => found(entry, None).transpose().into_iter().collect(),
        })
        .collect();
    for file in below.into_iter().flatten() {
        files.push(file?);
    }
    Ok(())
}

fn name_of(file: &Result<RecordFile, Failure>) -> Option<&str> {
    file.as_ref().ok().map(|file| &*file.name)
}

/// The name of a file or a folder, if it can be told in one line; see [`refuse_unreadable_name`].
fn told_in_one_line(name: &OsStr) -> Option<&str> {
    name.to_str().filter(|name| !name.contains(char::is_control))
}

/// What stands in a folder, but for what is hidden.
fn entries(folder: WalkDir) -> impl Iterator<Item = Result<DirEntry, walkdir::Error>> {
    let is_hidden = |entry: &DirEntry| entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".");
    folder.into_iter().filter_entry(move |entry| !is_hidden(entry))
}
