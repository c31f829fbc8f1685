//! Rule files checked against the canonical schemas.

mod occurrences;

use std::{path::Path, sync::LazyLock};

use accordance_canon::{KINDS, lean_schema};
use accordance_engine::{Collections, Config, MemoryFiles, Severity};
use accordance_report::{Colors, RuleMistake, RulePlace, write_mistakes};
use accordance_rules::{Diagnostic, Environment, Level, Place, Sources, check};

pub use occurrences::{Kind, Occurrences};

/// Rule files and what is wrong with them.
pub struct Found {
    /// The files.
    pub sources: Sources,
    /// What is wrong with them, or could be better.
    pub diagnostics: Vec<Diagnostic>,
}

/// The collections of the canonical set.
///
/// # Panics
/// The canonical schemas cannot be read.
pub fn environment() -> &'static Environment {
    static ENVIRONMENT: LazyLock<Environment> = LazyLock::new(read_environment);
    &ENVIRONMENT
}

fn read_environment() -> Environment {
    let kinds = KINDS.iter().filter_map(|kind| Some((kind.collection.to_owned(), lean_schema(kind.kind)?)));

    Collections::new(kinds, &Config::default(), &MemoryFiles::default())
        .expect("the canonical schemas")
        .environment()
        .clone()
}

/// Checks rule files of a folder, and what they import.
///
/// # Panics
/// One of them cannot be read.
pub fn checked(folder: &Path, files: Vec<String>) -> Found {
    let read = |name: &str| std::fs::read(folder.join(name)).map_err(|_| "there is no such file".to_owned());
    let sources = Sources::load(files, &read);
    assert!(sources.unreadable.is_empty(), "{:?}", sources.unreadable);
    let diagnostics = check(&sources, environment()).diagnostics;
    Found { sources, diagnostics }
}

/// Diagnostics as a terminal shows them.
///
/// # Panics
/// Never: a vector takes all that is written.
pub fn shown<'d>(sources: &Sources, diagnostics: impl Iterator<Item = &'d Diagnostic>) -> String {
    let place = |place: Place, label| {
        let file = &sources.files[place.file];
        RulePlace { file: &file.name, text: &file.text, span: place.span.range(), label }
    };
    let plain = diagnostics.map(|found| RuleMistake {
        severity: if found.level == Level::Error { Severity::Error } else { Severity::Advice },
        code: found.code,
        message: &found.message,
        place: place(found.place, &found.label),
        related: found.related.iter().map(|(at, message)| place(*at, message)).collect(),
        notes: found.notes.iter().map(String::as_str).collect(),
    });
    let mut out = Vec::new();
    write_mistakes(plain, Colors::Off, &mut out).expect("a vector takes all");
    String::from_utf8(out).expect("text")
}
