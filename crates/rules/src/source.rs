//! The rule files of a run: those that are named, and those that they import.

use std::collections::HashMap;

use accordance_syntax::{Limits, Parsed, ast, parse};
use rayon::prelude::*;

use crate::{Code, Diagnostic, FileId, Place, one_line::on_one_line};

/// A rule file as it was read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its name, relative to the folder of the run.
    pub name: String,
    /// Its text.
    pub text: String,
    /// What it says.
    pub file: ast::File,
    /// The files that it imports, that could be read.
    pub imports: Vec<FileId>,
}

/// The rule files of a run.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The files, each once: an imported file before the one that imports it.
    pub files: Vec<SourceFile>,
    /// What is wrong with them as texts.
    pub diagnostics: Vec<Diagnostic>,
    /// Files that were named and could not be read, and why.
    pub unreadable: Vec<(String, String)>,
}

/// Gives the bytes of a file by its name relative to the folder of the run, or why it cannot.
pub type ReadFile<'f> = &'f dyn Fn(&str) -> Result<Vec<u8>, String>;

/// A run reads at most this many rule files.
const MOST_FILES: usize = 1000;

impl Sources {
    /// Reads rule files and what they import.
    pub fn load(names: impl IntoIterator<Item = String>, read: ReadFile<'_>) -> Self {
        let names: Vec<String> = names.into_iter().collect();
        let mut loader = Loader { sources: Self::default(), read: read_ahead(&names, read), open: Vec::new() };
        for name in names {
            if let Err(reason) = loader.file(&name) {
                loader.sources.unreadable.push((name, reason));
            }
        }
        loader.sources
    }

    /// The text at a place on one line, as it is shown in a sentence: texts and patterns in it keep their spaces.
    pub fn shown(&self, place: Place) -> String {
        on_one_line(self.text(place))
    }

    /// The text at a place.
    pub fn text(&self, place: Place) -> &str {
        self.files.get(place.file).map_or("", |file| place.span.of(&file.text))
    }
}

/// The text of a file and what it says, or why it cannot be read.
type Read = Result<(String, Parsed), String>;

/// Reads files and all that they import, at whatever remove. All that are known are parsed side by side.
fn read_ahead(names: &[String], read: ReadFile<'_>) -> HashMap<String, Read> {
    let mut all: HashMap<String, Read> = HashMap::new();
    let mut next = names.to_vec();
    while !next.is_empty() {
        let mut texts: Vec<(String, Result<String, String>)> = Vec::new();
        for name in next {
            let is_known = all.contains_key(&name) || texts.iter().any(|(known, _)| *known == name);
            if !is_known && all.len() + texts.len() < MOST_FILES {
                let text = read(&name).and_then(text_of);
                texts.push((name, text));
            }
        }
        let parsed = texts.into_par_iter().map(|(name, text)| {
            let read = text.map(|text| {
                let parsed = parse(&text, Limits::default());
                (text, parsed)
            });
            (name, read)
        });
        let parsed: Vec<(String, Read)> = parsed.collect();
        let imported = |(name, read): &(String, Read)| -> Vec<String> {
            let imports = read.as_ref().map(|(_, parsed)| parsed.file.imports.as_slice()).unwrap_or_default();
            let named = imports.iter().filter_map(|import| beside(name, &import.path.value));
            named.filter(|name| is_rule_file(name)).collect()
        };
        next = parsed.iter().flat_map(imported).collect();
        all.extend(parsed);
    }
    all
}

/// A file's text, without the mark that some editors write at its start.
fn text_of(bytes: Vec<u8>) -> Result<String, String> {
    let text = String::from_utf8(bytes)
        .map_err(|error| format!("it is not UTF-8 (byte {})", error.utf8_error().valid_up_to() + 1))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

struct Loader {
    sources: Sources,
    /// What was read and is not among the sources yet, and what cannot be read.
    read: HashMap<String, Read>,
    /// The files that are being read, outermost first.
    open: Vec<String>,
}

impl Loader {
    fn file(&mut self, name: &str) -> Result<FileId, String> {
        if let Some(known) = self.sources.files.iter().position(|file| file.name == name) {
            return Ok(known);
        }
        if let Some(Err(reason)) = self.read.get(name) {
            return Err(reason.clone());
        }
        let not_read = || Err(format!("a run reads at most {MOST_FILES} rule files"));
        let (text, Parsed { file, mistakes }) = self.read.remove(name).unwrap_or_else(not_read)?;
        self.open.push(name.to_owned());
        let mut found = Vec::new();
        let mut imports = Vec::new();
        for import in &file.imports {
            match self.import(name, &import.path.value) {
                Ok(id) => imports.push(id),
                Err((code, message, label)) => found.push((code, import.path.span, message, label)),
            }
        }
        self.open.pop();
        let id = self.sources.files.len();
        self.sources.files.push(SourceFile { name: name.to_owned(), text, file, imports });
        let own = mistakes.into_iter().map(|mistake| Diagnostic::of_syntax(id, mistake));
        let imported = found
            .into_iter()
            .map(|(code, span, message, label)| Diagnostic::new(code, Place { file: id, span }, message, label));
        self.sources.diagnostics.extend(own.chain(imported));
        Ok(id)
    }

    fn import(&mut self, from: &str, path: &str) -> Result<FileId, (Code, String, String)> {
        let Some(name) = beside(from, path) else {
            return Err((
                Code::ImportOutside,
                format!("the path {path:?} leaves the folder of the run"),
                "name a file within the folder, relative to this one".into(),
            ));
        };
        if !is_rule_file(&name) {
            return Err((
                Code::Import,
                format!("an import names a rule file, and {name:?} is none"),
                "name a file that ends in .accord, or take this import out".into(),
            ));
        }
        if let Some(at) = self.open.iter().position(|open| *open == name) {
            let way: Vec<&str> = self.open[at..].iter().map(String::as_str).chain([name.as_str()]).collect();
            return Err((
                Code::ImportCycle,
                format!("the files import each other: {}", way.join(" → ")),
                if name == from { "take this import out" } else { "move what both need to a third file" }.into(),
            ));
        }
        self.file(&name).map_err(|reason| {
            (Code::Import, format!("the file {name} cannot be read: {reason}"), "name a rule file that is there".into())
        })
    }
}

/// Whether a name is that of a rule file.
fn is_rule_file(name: &str) -> bool {
    name.ends_with(".accord")
}

/// Whether a path can stand behind `import`: it is a relative one. The name of a file that is not on disk has a colon.
pub(crate) fn can_be_imported(path: &str) -> bool {
    !path.starts_with(['/', '\\']) && !path.contains(':')
}

/// The path of a file named in another, relative to the folder of the run; nothing where it leaves the folder.
pub(crate) fn beside(from: &str, path: &str) -> Option<String> {
    if !can_be_imported(path) {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
