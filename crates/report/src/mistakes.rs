//! What is wrong with rule files, for people: each mistake with the steward's own text, and the place marked.

use std::{collections::HashMap, io::Write, ops::Range};

use accordance_document::LineIndex;
use accordance_engine::Severity;
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use crate::{
    Colors, WriteError, clean,
    excerpt::{Excerpt, Extent},
};

/// One thing that is wrong with a rule file, or could be better.
#[derive(Clone, Debug)]
pub struct RuleMistake<'a> {
    /// How grave it is.
    pub severity: Severity,
    /// Its stable code: `E0204`.
    pub code: &'a str,
    /// One sentence: what was expected and what was found.
    pub message: &'a str,
    /// The place, and beside it what to do.
    pub place: RulePlace<'a>,
    /// Other places that have to do with it, and beside each of them what.
    pub related: Vec<RulePlace<'a>>,
    /// Further sentences, each for a line of its own.
    pub notes: Vec<&'a str>,
}

/// A stretch of a rule file, and what is said beside it.
#[derive(Clone, Debug)]
pub struct RulePlace<'a> {
    /// The name of the file.
    pub file: &'a str,
    /// The text of the whole file.
    pub text: &'a str,
    /// The stretch in bytes; empty where something is missing.
    pub span: Range<usize>,
    /// What is said beside it.
    pub label: &'a str,
}

/// Writes the mistakes of rule files in the order given, with an empty line behind each.
///
/// ```
/// use accordance_engine::Severity;
/// use accordance_report::{Colors, RuleMistake, RulePlace, write_mistakes};
///
/// let text = "accordance 1\nrul a \"A\"\n";
/// let place = RulePlace { file: "a.accord", text, span: 13..16, label: "write `rule`" };
/// let mistake = RuleMistake {
///     severity: Severity::Error,
///     code: "E0102",
///     message: "no block begins with `rul`",
///     place,
///     related: Vec::new(),
///     notes: Vec::new(),
/// };
/// let mut out = Vec::new();
/// write_mistakes([mistake], Colors::Off, &mut out)?;
/// assert!(String::from_utf8_lossy(&out).contains("^^^ write `rule`"));
/// # Ok::<(), accordance_report::WriteError>(())
/// ```
///
/// # Errors
/// The output takes no more.
pub fn write_mistakes<'a>(
    mistakes: impl IntoIterator<Item = RuleMistake<'a>>,
    colors: Colors,
    out: &mut dyn Write,
) -> Result<(), WriteError> {
    let renderer = match colors {
        Colors::Off => Renderer::plain(),
        Colors::On => Renderer::styled(),
    };
    let mut lines = Lines::default();
    for mistake in mistakes {
        writeln!(out, "{}\n", renderer.render(&[group(&mistake, &mut lines)]))?;
    }
    Ok(())
}

/// The lines of texts, each gone through once, by where it is in memory.
#[derive(Default)]
struct Lines(HashMap<(usize, usize), LineIndex>);

impl Lines {
    fn line_column(&mut self, text: &str, at: usize) -> (usize, usize) {
        let lines = self.0.entry((text.as_ptr() as usize, text.len())).or_insert_with(|| LineIndex::new(text));
        lines.line_column(text, at)
    }
}

fn group<'g>(mistake: &RuleMistake<'_>, lines: &mut Lines) -> Group<'g> {
    let level = match mistake.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Advice => Level::NOTE.with_name("advice"),
    };
    let title = level.primary_title(clean(mistake.message).into_owned()).id(clean(mistake.code).into_owned());
    let mut group = Group::with_title(title);
    for element in elements(mistake, lines) {
        group = group.element(element);
    }
    for note in &mistake.notes {
        group = group.element(Level::NOTE.no_name().message(clean(note).into_owned()));
    }
    group
}

/// The marked places; those on the line of the mistake are marked in the same excerpt.
fn elements<'g>(mistake: &RuleMistake<'_>, lines: &mut Lines) -> Vec<Element<'g>> {
    let first = Marked::new(&mistake.place, AnnotationKind::Primary, lines);
    let (beside, elsewhere): (Vec<_>, Vec<_>) = mistake
        .related
        .iter()
        .map(|place| Marked::new(place, AnnotationKind::Context, lines))
        .partition(|other| first.shares_line(other));
    let mut elements = first.shown(beside);
    elements.extend(elsewhere.into_iter().flat_map(|other| other.shown(Vec::new())));
    elements
}

/// A place in the line that it is shown in.
struct Marked {
    file: String,
    line: usize,
    column: usize,
    excerpt: Excerpt,
    kind: AnnotationKind,
    label: String,
}

impl Marked {
    fn new(place: &RulePlace<'_>, kind: AnnotationKind, lines: &mut Lines) -> Self {
        let (line, column) = lines.line_column(place.text, place.span.start);
        Self {
            file: clean(place.file).into_owned(),
            line,
            column,
            excerpt: Excerpt::of(place.text.as_bytes(), place.span.clone()),
            kind,
            label: clean(place.label).into_owned(),
        }
    }

    fn shares_line(&self, other: &Self) -> bool {
        let whole = |marked: &Self| marked.excerpt.extent == Extent::Line;
        self.file == other.file && self.line == other.line && whole(self) && whole(other)
    }

    fn shown<'g>(self, beside: Vec<Self>) -> Vec<Element<'g>> {
        let origin = Origin::path(self.file.clone()).line(self.line).char_column(self.column);
        let snippet = Snippet::source(self.excerpt.text)
            .line_start(self.line)
            .annotation(annotation(self.kind, self.excerpt.span, self.label))
            .annotations(beside.into_iter().map(|other| annotation(other.kind, other.excerpt.span, other.label)));
        match self.excerpt.extent {
            Extent::Line => vec![snippet.path(self.file).into()],
            // The column of a piece is not that of the line.
            Extent::Piece => vec![origin.into(), snippet.into()],
        }
    }
}

fn annotation<'g>(kind: AnnotationKind, span: Range<usize>, label: String) -> Annotation<'g> {
    kind.span(span).label(label)
}
