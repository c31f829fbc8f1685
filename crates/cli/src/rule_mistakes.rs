//! Mistakes of rule files, shown on standard error.

use std::io::IsTerminal;

use accordance_engine::Severity;
use accordance_report::{Colors, RuleMistake, RulePlace, write_mistakes};
use accordance_rules::{Diagnostic, Level, Place, Sources};
use accordance_syntax::{Mistake, Span};

use crate::failure::Failure;

/// Shows the mistakes of the syntax of one file.
pub(crate) fn show_of_file(name: &str, text: &str, mistakes: &[Mistake]) -> Result<(), Failure> {
    let place = |span: Span, label| RulePlace { file: name, text, span: span.range(), label };
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

/// Shows what the checker found in the rule files of a run.
pub(crate) fn show<'d>(
    sources: &Sources,
    diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
) -> Result<(), Failure> {
    let place = |at: Place, label| {
        let (file, text) = sources.files.get(at.file).map_or(("", ""), |file| (&*file.name, &*file.text));
        RulePlace { file, text, span: at.span.range(), label }
    };
    let plain = diagnostics.into_iter().map(|diagnostic| RuleMistake {
        severity: match diagnostic.level {
            Level::Error => Severity::Error,
            Level::Advice => Severity::Advice,
        },
        code: diagnostic.code,
        message: &diagnostic.message,
        place: place(diagnostic.place, &diagnostic.label),
        related: diagnostic.related.iter().map(|(at, message)| place(*at, message)).collect(),
        notes: diagnostic.notes.iter().map(String::as_str).collect(),
    });
    Ok(write_mistakes(plain, colors(), &mut std::io::stderr().lock())?)
}

fn colors() -> Colors {
    let stderr = std::io::stderr();
    let wanted = anstream::AutoStream::choice(&stderr) != anstream::ColorChoice::Never;
    if wanted && stderr.is_terminal() { Colors::On } else { Colors::Off }
}
