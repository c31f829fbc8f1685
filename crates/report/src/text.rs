//! Findings for people: each with the line of the file, and the place marked.

use std::{borrow::Cow, io::Write};

use accordance_document::quoted;
use accordance_engine::{Files, Finding, Outcome, Place, Report, Severity, Summary};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::{
    WriteError, clean,
    excerpt::{Excerpt, Extent},
};

/// Whether text is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colors {
    /// Plain text.
    #[default]
    Off,
    /// With the escape codes of ANSI terminals.
    On,
}

/// How text is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TextOptions {
    /// Whether it is coloured.
    pub colors: Colors,
    /// How many findings are shown; all, if none. Counts are always of all.
    pub most: Option<usize>,
}

/// Writes findings with the lines that they point at. `files` are those of the run; they are read again.
///
/// # Errors
/// The output takes no more.
pub fn write_text(
    report: &Report,
    files: &dyn Files,
    options: TextOptions,
    out: &mut dyn Write,
) -> Result<(), WriteError> {
    let renderer = match options.colors {
        Colors::Off => Renderer::plain(),
        Colors::On => Renderer::styled(),
    };
    let mut lines = Lines { files, last: None };
    let most = options.most.unwrap_or(usize::MAX);
    for finding in report.findings.iter().take(most) {
        writeln!(out, "{}\n", show(finding, &renderer, &mut lines))?;
    }
    if let Some(more) = report.findings.len().checked_sub(most).filter(|more| *more > 0) {
        writeln!(out, "{more} more findings are not shown; --max-findings shows more.\n")?;
    }
    writeln!(out, "{}", told(&report.summary))?;
    Ok(())
}

/// The last line of a report.
fn told(summary: &Summary) -> String {
    let count = |number: u64, one: &str, many: &str| match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {many}"),
    };
    let read = format!("{} in {}", count(summary.records, "record", "records"), count(summary.files, "file", "files"));
    let mut found = Vec::new();
    for (number, one, many) in [
        (summary.errors, "error", "errors"),
        (summary.warnings, "warning", "warnings"),
        (summary.advice, "piece of advice", "pieces of advice"),
        (summary.waived, "waived finding", "waived findings"),
    ] {
        if number > 0 {
            found.push(count(number, one, many));
        }
    }
    if found.is_empty() {
        format!("Checked {read}: nothing found.")
    } else {
        format!("Checked {read}: {}.", found.join(", "))
    }
}

fn show(finding: &Finding, renderer: &Renderer, lines: &mut Lines<'_>) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Advice => Level::NOTE.with_name("advice"),
    };
    let waived = finding.waived.as_ref().map(|waived| format!(" (waived until {})", waived.until));
    let cannot = if finding.outcome == Outcome::CannotTell { "cannot tell: " } else { "" };
    let title = format!("{cannot}{}{}", clean(&finding.message), waived.unwrap_or_default());
    let title = level.primary_title(title).id(&*finding.rule);
    let mut group = at(Group::with_title(title), &finding.place, &finding.label, lines);
    for related in &finding.related {
        group = at(group, &related.place, &related.label, lines);
    }
    // An instruction that stands at the place is not said twice.
    if let Some(fix) = finding.fix.as_deref().filter(|fix| !same(fix, &finding.label)) {
        group = group.element(Level::HELP.with_name("fix").message(clean(fix).into_owned()));
    }
    if let Some(id) = finding.record.as_ref().and_then(|record| record.id.as_deref()) {
        let path = if finding.place.pointer.is_empty() {
            String::new()
        } else {
            format!(" {}", clean(&finding.place.pointer))
        };
        group =
            group.element(Level::NOTE.with_name("record").message(format!("{}{path}", quoted(id).trim_matches('"'))));
    }
    renderer.render(&[group])
}

fn same(fix: &str, label: &str) -> bool {
    fix.trim_end_matches('.').to_lowercase() == label.trim_end_matches('.').to_lowercase()
}

fn at<'g>(group: Group<'g>, place: &Place, label: &str, lines: &mut Lines<'_>) -> Group<'g> {
    let file = clean(&place.file).into_owned();
    let origin = |file: String| Origin::path(file).line(place.line).char_column(place.column);
    let Some(excerpt) = lines.excerpt(place) else {
        let help = Level::HELP.with_name("fix").message(clean(label).into_owned());
        return group.element(origin(file)).element(help);
    };
    let mark = AnnotationKind::Primary.span(excerpt.span).label(clean(label).into_owned());
    let snippet = Snippet::source(excerpt.text).line_start(place.line).annotation(mark);
    match excerpt.extent {
        Extent::Line => group.element(snippet.path(file)),
        // The column of a piece is not that of the line.
        Extent::Piece => group.element(origin(file)).element(snippet),
    }
}

/// The lines of the files of a run, one file at a time.
struct Lines<'f> {
    files: &'f dyn Files,
    last: Option<(String, Cow<'f, [u8]>)>,
}

impl Lines<'_> {
    fn excerpt(&mut self, place: &Place) -> Option<Excerpt> {
        if self.last.as_ref().is_none_or(|(name, _)| **name != *place.file) {
            self.last = Some((place.file.to_string(), self.files.read(&place.file).ok()?));
        }
        let (_, bytes) = self.last.as_ref()?;
        Some(Excerpt::of(bytes, place.span.clone()))
    }
}
