//! What is wrong with a rule file, and what to do about it.

use std::fmt;

use crate::{Code, Span};

/// One mistake of a rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Its stable code.
    pub code: Code,
    /// The place to mark; empty where something is missing.
    pub span: Span,
    /// One sentence: what was expected and what was found.
    pub message: String,
    /// What to do, to be written beside the mark.
    pub label: String,
    /// Further sentences, each for a line of its own.
    pub notes: Vec<String>,
    /// Other places that have to do with it.
    pub related: Vec<Related>,
}

/// Another place that has to do with a [`Mistake`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The place to mark.
    pub span: Span,
    /// What it has to do with it.
    pub message: String,
}

impl Mistake {
    pub(crate) fn new(code: Code, span: Span, message: impl Into<String>, label: impl Into<String>) -> Self {
        Self { code, span, message: message.into(), label: label.into(), notes: Vec::new(), related: Vec::new() }
    }

    #[must_use]
    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    #[must_use]
    pub(crate) fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related { span, message: message.into() });
        self
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.code, self.message, self.label)
    }
}

impl std::error::Error for Mistake {}

/// A comment in the manner of another language.
pub(crate) fn no_comment(span: Span, sign: &str) -> Mistake {
    let label = if sign == "//" || sign == "--" { "write `#`" } else { "begin each of its lines with `#`" };
    Mistake::new(Code::ForeignSign, span, format!("a comment begins with `#`, and here is `{sign}`"), label)
}

/// A part of the file, to be shown within a sentence: short, and nothing in it that a terminal or a reader could be led
/// by.
pub(crate) fn shown(text: &str) -> String {
    shown_up_to(text, 40)
}

/// The same with the characters that it takes at most.
pub(crate) fn shown_up_to(text: &str, longest: usize) -> String {
    let mut out = String::new();
    for (count, c) in text.chars().enumerate() {
        if count == longest {
            out.push('…');
            break;
        }
        match c {
            '`' => out.push('\''),
            c if is_hidden(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

/// Whether a character shows nothing, or turns what stands beside it: such characters are written as `\u{…}`.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || u32::from(c) & 0xfffe == 0xfffe
        || matches!(c, '\u{fdd0}'..='\u{fdef}' | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}
