//! What is wrong with rule files, or could be better.

use std::fmt;

use accordance_syntax::{Mistake, Span};

use crate::Code;

/// A rule file of a run, by number.
pub type FileId = usize;

/// A place in a rule file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The stretch of its text.
    pub span: Span,
}

/// How grave a [`Diagnostic`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Something to know; the rule is run.
    Advice,
    /// The block that it stands in cannot be used.
    Error,
}

/// One thing that is wrong with a rule file, or could be better.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its stable code: `E0204`.
    pub code: &'static str,
    /// How grave it is.
    pub level: Level,
    /// The place to mark; empty where something is missing.
    pub place: Place,
    /// One sentence: what was expected and what was found.
    pub message: String,
    /// What to do, to be written beside the mark.
    pub label: String,
    /// Further sentences, each for a line of its own.
    pub notes: Vec<String>,
    /// Other places that have to do with it, and what.
    pub related: Vec<(Place, String)>,
}

/// `E0204: message; what to do`, for whoever has no better way to show it. The file is that of [`Self::place`] in the
/// sources that were checked.
impl fmt::Display for Diagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}; {}", self.code, self.message, self.label)
    }
}

impl std::error::Error for Diagnostic {}

impl Diagnostic {
    pub(crate) fn new(code: Code, place: Place, message: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            code: code.as_str(),
            level: code.level(),
            place,
            message: shortened(message.into()),
            label: shortened(label.into()),
            notes: Vec::new(),
            related: Vec::new(),
        }
    }

    #[must_use]
    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(shortened(note.into()));
        self
    }

    #[must_use]
    pub(crate) fn related(mut self, place: Place, message: impl Into<String>) -> Self {
        self.related.push((place, message.into()));
        self
    }

    /// A mistake of the syntax.
    pub(crate) fn of_syntax(file: FileId, mistake: Mistake) -> Self {
        let place = |span| Place { file, span };
        Self {
            code: mistake.code.as_str(),
            level: Level::Error,
            place: place(mistake.span),
            message: mistake.message,
            label: mistake.label,
            notes: mistake.notes,
            related: mistake.related.into_iter().map(|other| (place(other.span), other.message)).collect(),
        }
    }
}

/// A sentence has at most so many bytes: a name in it may be as long as its file.
const LONGEST: usize = 4000;

fn shortened(mut text: String) -> String {
    if text.len() > LONGEST {
        text.truncate((0..=LONGEST).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0));
        text.push('…');
    }
    text
}
