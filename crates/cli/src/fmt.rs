//! `accordance fmt`.

use std::{
    io::{IsTerminal, Write},
    path::{Path, PathBuf},
};

use accordance_engine::Severity;
use accordance_report::{Colors, RuleMistake, RulePlace, clean, write_mistakes};
use accordance_syntax::{Mistake, format};
use walkdir::WalkDir;

use crate::{UNTRUSTED, args::Fmt, failure::Failure, output, stdin, workspace};

/// What the names of rule files end in.
const EXTENSION: &str = "accord";

pub(crate) fn run(args: &Fmt) -> Result<u8, Failure> {
    let sources = sources(&args.paths)?;
    let wish = if args.check { Wish::Look } else { Wish::Write };
    let (mut changed, mut refused) = (0, 0);
    for source in &sources {
        match formatted(source, wish) {
            Ok(Outcome::Same) => {}
            Ok(Outcome::Changed) => changed += 1,
            Ok(Outcome::Refused) => refused += 1,
            Err(failure) if failure.is_closed_pipe() => return Ok(0),
            Err(failure) => {
                say(&format!("error: {failure}"));
                refused += 1;
            }
        }
    }
    Ok(match wish {
        _ if refused > 0 => UNTRUSTED,
        Wish::Look if changed > 0 => 1,
        _ => 0,
    })
}

/// What is to be done with a file that is not in the layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    /// Write it anew.
    Write,
    /// Name it.
    Look,
}

enum Outcome {
    Same,
    Changed,
    /// It has mistakes, which have been shown.
    Refused,
}

/// Where a rule file comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    Stdin,
    File(PathBuf),
}

impl Source {
    /// Its name in what is said of it.
    fn name(&self) -> String {
        match self {
            Self::Stdin => stdin::NAME.to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    fn read(&self) -> Result<String, Failure> {
        let bytes = match self {
            Self::Stdin => stdin::read()?,
            Self::File(path) => {
                std::fs::read(path).map_err(|error| Failure::file(self.name(), &workspace::reason(&error)))?
            }
        };
        String::from_utf8(bytes).map_err(|error| {
            let line = error.as_bytes()[..error.utf8_error().valid_up_to()].split(|byte| *byte == b'\n').count();
            Failure::file(format!("{}:{line}", self.name()), &"this line is not in UTF-8, as rule files are")
        })
    }

    /// Standard input goes to standard output in any case; a file is written only where something changes.
    fn write(&self, text: &str, outcome: &Outcome) -> Result<(), Failure> {
        match (self, outcome) {
            (Self::Stdin, _) => output::to_stdout(|out| Ok(out.write_all(text.as_bytes())?)),
            (Self::File(path), Outcome::Changed) => replace(path, text),
            (Self::File(_), _) => Ok(()),
        }
    }
}

/// The rule files that the paths name, in the order of their names, each once.
fn sources(paths: &[PathBuf]) -> Result<Vec<Source>, Failure> {
    let here = [PathBuf::from(".")];
    let mut sources = Vec::new();
    for path in if paths.is_empty() { &here } else { paths } {
        if path.as_os_str() == "-" {
            sources.push(Source::Stdin);
        } else if path.is_dir() {
            sources.extend(walk(path)?);
        } else if is_rule_file(path) {
            sources.push(Source::File(path.clone()));
        } else {
            return Err(Failure::file(path.display().to_string(), &"the names of rule files end in .accord"));
        }
    }
    sources.sort();
    sources.dedup();
    Ok(sources)
}

/// The rule files of a folder and of the folders below it. Hidden files and links are left out.
fn walk(folder: &Path) -> Result<Vec<Source>, Failure> {
    let shown = || folder.display().to_string();
    let is_hidden =
        |entry: &walkdir::DirEntry| entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
    let mut found = Vec::new();
    for entry in WalkDir::new(folder).into_iter().filter_entry(|entry| !is_hidden(entry)) {
        let entry = entry.map_err(|error| Failure::file(shown(), &error))?;
        if entry.file_type().is_file() && is_rule_file(entry.path()) {
            let path = entry.path();
            found.push(Source::File(path.strip_prefix(".").unwrap_or(path).to_path_buf()));
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

fn formatted(source: &Source, wish: Wish) -> Result<Outcome, Failure> {
    let text = source.read()?;
    let formatted = match format(&text) {
        Ok(formatted) => formatted,
        Err(mistakes) => {
            show(&source.name(), &text, &mistakes)?;
            return Ok(Outcome::Refused);
        }
    };
    let outcome = if formatted == text { Outcome::Same } else { Outcome::Changed };
    match (wish, &outcome) {
        (Wish::Write, _) => source.write(&formatted, &outcome)?,
        (Wish::Look, Outcome::Changed) => say(&format!("{} would change", source.name())),
        (Wish::Look, _) => {}
    }
    Ok(outcome)
}

/// Puts a text in the place of a file; where the path is a link, in the place of what it leads to.
fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let failure = |error: std::io::Error| Failure::file(path.display().to_string(), &workspace::reason(&error));
    let real = path.canonicalize().map_err(failure)?;
    if real.metadata().map_err(failure)?.permissions().readonly() {
        return Err(Failure::file(path.display().to_string(), &"it may not be written"));
    }
    output::to_file(&real, |out| Ok(out.write_all(text.as_bytes())?))
}

fn show(name: &str, text: &str, mistakes: &[Mistake]) -> Result<(), Failure> {
    let place = |span: accordance_syntax::Span, label| RulePlace { file: name, text, span: span.range(), label };
    let plain = mistakes.iter().map(|mistake| RuleMistake {
        severity: Severity::Error,
        code: mistake.code.as_str(),
        message: &mistake.message,
        place: place(mistake.span, &mistake.label),
        related: mistake.related.iter().map(|other| place(other.span, &other.message)).collect(),
        notes: mistake.notes.iter().map(String::as_str).collect(),
    });
    Ok(write_mistakes(plain, colors(), &mut std::io::stderr().lock())?)
}

fn colors() -> Colors {
    let stderr = std::io::stderr();
    let wanted = anstream::AutoStream::choice(&stderr) != anstream::ColorChoice::Never;
    if wanted && stderr.is_terminal() { Colors::On } else { Colors::Off }
}

/// Where standard error is closed, the status is all that can be said.
fn say(text: &str) {
    let _ = writeln!(anstream::stderr(), "{}", clean(text));
}
