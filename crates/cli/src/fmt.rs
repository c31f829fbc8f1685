//! `accordance fmt`.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use accordance_syntax::{Limits, format};

use crate::{UNTRUSTED, args::Fmt, failure::Failure, output, rule_files, rule_mistakes, say, stdin, workspace};

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
#[derive(Clone, Debug, PartialEq, Eq)]
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
            Self::Stdin => workspace::read_text(std::io::stdin().lock(), Limits::default().bytes),
            Self::File(path) => File::open(path).and_then(|file| workspace::read_text(file, Limits::default().bytes)),
        };
        let bytes = bytes.map_err(|error| Failure::file(self.name(), &workspace::reason(&error)))?;
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
    let given = if paths.is_empty() { &here } else { paths };
    let (stdin, paths): (Vec<_>, Vec<_>) = given.iter().cloned().partition(|path| path.as_os_str() == "-");
    let mut sources: Vec<Source> = rule_files::named(&paths)?.into_iter().map(Source::File).collect();
    if !stdin.is_empty() {
        sources.insert(0, Source::Stdin);
    }
    Ok(sources)
}

fn formatted(source: &Source, wish: Wish) -> Result<Outcome, Failure> {
    let text = source.read()?;
    let formatted = match format(&text) {
        Ok(formatted) => formatted,
        Err(mistakes) => {
            rule_mistakes::show_of_file(&source.name(), &text, &mistakes)?;
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
