//! Rule files on disk: those that are named, and what may be imported from them.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use accordance_rules::Sources;
use accordance_syntax::Limits;
use walkdir::WalkDir;

use crate::{
    builtin,
    failure::Failure,
    workspace::{self, Workspace},
};

/// What the names of rule files end in.
const EXTENSION: &str = "accord";

/// The rule files that the paths name, in the order of their names, each once. A folder stands for the rule files in it
/// and in the folders below it; hidden files and links are left out.
pub(crate) fn named(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(walk(path)?);
        } else if is_rule_file(path) {
            files.push(path.clone());
        } else if !path.exists() {
            return Err(Failure::file(path.display().to_string(), &"there is no such file or folder"));
        } else {
            return Err(Failure::file(path.display().to_string(), &"the names of rule files end in .accord"));
        }
    }
    files.sort();
    files.dedup();
    files.iter().try_for_each(|file| workspace::refuse_unreadable_name(file))?;
    Ok(files)
}

/// Whether the rule pack is part of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pack {
    Used,
    LeftOut,
}

/// Reads the rule pack, if it is wanted, the rule files that the paths name, and what they import.
///
/// # Errors
/// A path names no rule files. A file that cannot be read is told by the sources.
pub(crate) fn load(pack: Pack, paths: &[PathBuf], workspace: &Workspace) -> Result<Sources, Failure> {
    let files = named(paths)?;
    let names: Vec<String> = files.iter().map(|file| workspace.name(file)).collect();
    let folders: Vec<PathBuf> = files.iter().filter_map(|file| file.parent()?.canonicalize().ok()).collect();
    let read = |name: &str| {
        if let Some(text) = builtin::read_rules(name) {
            return Ok(text.as_bytes().to_vec());
        }
        let path = workspace.folder().join(name);
        let is_named = names.iter().any(|known| known == name);
        let real = path.canonicalize().map_err(|error| workspace::reason(&error))?;
        // A link may not lead an import to where its path could not.
        if !is_named && !is_within(&real, workspace.folder(), &folders) {
            return Err("it is not in the folder of the run".to_owned());
        }
        if !is_named && !real.is_file() {
            return Err("it is no file".to_owned());
        }
        workspace.note_source(&real);
        let text = File::open(real).and_then(|file| workspace::read_text(file, Limits::default().bytes));
        text.map_err(|error| workspace::reason(&error))
    };
    let pack = builtin::rule_files().filter(|_| pack == Pack::Used);
    Ok(Sources::load(pack.chain(names.iter().cloned()), &read))
}

fn is_within(file: &Path, folder: &Path, folders: &[PathBuf]) -> bool {
    let own = folder.canonicalize().is_ok_and(|folder| file.starts_with(folder));
    own || folders.iter().any(|folder| file.starts_with(folder))
}

fn walk(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let shown = || folder.display().to_string();
    let is_hidden =
        |entry: &walkdir::DirEntry| entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
    let mut found = Vec::new();
    for entry in WalkDir::new(folder).into_iter().filter_entry(|entry| !is_hidden(entry)) {
        let entry = entry.map_err(|error| {
            let path = error.path().map_or_else(shown, |path| path.display().to_string());
            Failure::file(path, &error.io_error().map_or_else(|| error.to_string(), workspace::reason))
        })?;
        if entry.file_type().is_file() && is_rule_file(entry.path()) {
            let path = entry.path();
            found.push(path.strip_prefix(".").unwrap_or(path).to_path_buf());
        }
    }
    if found.is_empty() {
        return Err(Failure::file(shown(), &"the folder holds no rule files, whose names end in .accord"));
    }
    Ok(found)
}

fn is_rule_file(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == EXTENSION)
}
