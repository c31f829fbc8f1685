//! Findings for people: each with the line of the file, and the place marked.

use std::{borrow::Cow, collections::HashMap, io::Write};

use accordance_document::quoted;
use accordance_engine::{Files, Finding, Outcome, Place, Report, Severity, Tally};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::{
    WriteError, clean,
    excerpt::{Excerpt, Extent},
    problems::place,
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
    /// Whether findings that say the same are shown together.
    pub fold: Fold,
    /// What the names of rule files begin with that are not the reader's own. Of rules in them that applied to nothing,
    /// only the number is told.
    pub pack: Option<&'static str>,
}

/// Whether findings that say the same are shown together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fold {
    /// Each is shown.
    #[default]
    Never,
    /// Errors with one message, and warnings and advice with one instruction, are shown where the first of them stands,
    /// with the places of the others, and their messages where these differ.
    SameCause,
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
    let groups = groups(&report.findings, options.fold);
    for group in groups.iter().take(most) {
        writeln!(out, "{}\n", show(group, &renderer, &mut lines))?;
    }
    let more: usize = groups.iter().skip(most).map(Vec::len).sum();
    if more > 0 {
        let (noun, verb) = if more == 1 { ("finding", "is") } else { ("findings", "are") };
        writeln!(out, "{more} more {noun} {verb} not shown; --max-findings shows more.\n")?;
    }
    if let Some(idle) = idle(&report.rules, options.pack) {
        writeln!(out, "{idle}\n")?;
    }
    if let Some(problems) = unusable(report) {
        writeln!(out, "{problems}\n")?;
    }
    writeln!(out, "{}", told(report))?;
    Ok(())
}

/// Findings that are shown together, in the order of the first of each.
fn groups(findings: &[Finding], fold: Fold) -> Vec<Vec<&Finding>> {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    let mut by_cause = HashMap::new();
    for finding in findings {
        // What must be mended is shown in full; of the rest, one rule is one cause.
        let said = match finding.severity {
            Severity::Error => &*finding.message,
            Severity::Warning | Severity::Advice => &*finding.label,
        };
        let key = (&*finding.rule, finding.severity, finding.outcome, said, finding.waived.is_some());
        match by_cause.get(&key) {
            Some(number) if fold == Fold::SameCause => {
                let group: &mut Vec<&Finding> = &mut groups[*number];
                group.push(finding);
            }
            _ => {
                by_cause.insert(key, groups.len());
                groups.push(vec![finding]);
            }
        }
    }
    groups
}

/// The rules that applied to nothing.
fn idle(rules: &[Tally], pack: Option<&str>) -> Option<String> {
    let idle = || rules.iter().filter(|tally| tally.file.is_some() && tally.applied_nowhere());
    let is_of_pack =
        |tally: &&Tally| pack.is_some_and(|pack| tally.file.as_deref().is_some_and(|file| file.starts_with(pack)));
    let own: Vec<Cow<'_, str>> = idle().filter(|tally| !is_of_pack(tally)).map(|tally| clean(&tally.rule)).collect();
    let others = idle().filter(is_of_pack).count();
    // Rules for data of another field are not worth a word.
    let others = if others == rules.iter().filter(is_of_pack).count() { 0 } else { others };
    let rules = match others {
        1 => "1 built-in rule".to_owned(),
        _ => format!("{others} built-in rules"),
    };
    match (own.is_empty(), others) {
        (true, 0) => None,
        (true, _) => Some(format!("{rules} applied to nothing.")),
        (false, 0) => Some(format!("Applied to nothing: {}.", own.join(", "))),
        (false, _) => Some(format!("Applied to nothing: {}; and {rules}.", own.join(", "))),
    }
}

/// What could not be used, so that the run is not to be trusted.
fn unusable(report: &Report) -> Option<String> {
    let (first, others) = report.problems.split_first()?;
    let more = match others.len() {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    Some(format!("This run is not to be trusted: {}: {}{more}.", place(first), clean(&first.message)))
}

/// The last line of a report.
fn told(report: &Report) -> String {
    let summary = &report.summary;
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
    match (found.is_empty(), report.problems.is_empty()) {
        (true, true) => format!("Checked {read}: nothing found."),
        // Who reads nothing but this line is not to take it for a pass.
        (true, false) => format!("Checked {read}: nothing found by what could be used."),
        (false, _) => format!("Checked {read}: {}.", found.join(", ")),
    }
}

/// Places of further findings that say the same are named up to this number.
const MOST_PLACES: usize = 5;

/// So many characters are shown of the message of a further finding.
const LONGEST_ALSO: usize = 120;

fn show(all: &[&Finding], renderer: &Renderer, lines: &mut Lines<'_>) -> String {
    let Some((finding, others)) = all.split_first() else { return String::new() };
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
        let shown = quoted(id);
        let bare = shown.strip_prefix('"').and_then(|shown| shown.strip_suffix('"')).unwrap_or(&shown);
        group = group.element(Level::NOTE.with_name("record").message(format!("{bare}{path}")));
    }
    for line in also(finding, others) {
        group = group.element(Level::NOTE.with_name("also").message(line));
    }
    renderer.render(&[group])
}

/// Where the others of a group stand, and what is said of them where it is not what is said of the first.
fn also(first: &Finding, others: &[&Finding]) -> Vec<String> {
    let place = |finding: &Finding| {
        let Place { file, line, column, .. } = &finding.place;
        format!("{}:{line}:{column}", clean(file))
    };
    let told = others.iter().take(MOST_PLACES);
    let more = others.len().saturating_sub(MOST_PLACES);
    let more = (more > 0).then(|| format!("and {more} more; --no-fold shows each"));
    if others.iter().all(|other| other.message == first.message) {
        let places: Vec<String> = told.map(|other| place(other)).chain(more).collect();
        return if places.is_empty() { places } else { vec![places.join(", ")] };
    }
    let message = |finding: &Finding| {
        let line = finding.message.lines().next().unwrap_or_default();
        let short: String = line.chars().take(LONGEST_ALSO).collect();
        let cut = if short.len() < finding.message.len() { "…" } else { "" };
        format!("{}{cut}", clean(&short))
    };
    told.map(|other| format!("{}: {}", place(other), message(other))).chain(more).collect()
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
