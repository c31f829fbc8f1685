//! Why a text cannot be read as a record.

use std::{fmt, ops::Range};

use crate::Origin;

/// What kind of mistake a [`ReadError`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Reason {
    /// The text is not well-formed JSON or YAML.
    Syntax,
    /// The bytes are not UTF-8.
    Encoding,
    /// A byte-order mark stands where none may stand.
    ByteOrderMark,
    /// A key stands twice in one object.
    DuplicateKey,
    /// Lists and objects nest deeper than [`Limits::depth`](crate::Limits::depth).
    Depth,
    /// A number fits neither 64 bits nor a double, or is none at all.
    Number,
    /// A record is longer than [`Limits::record_bytes`](crate::Limits::record_bytes).
    Length,
    /// A record holds more values than [`Limits::nodes`](crate::Limits::nodes).
    Nodes,
    /// An alias of YAML stands for too many values, for none, or for the value that it stands in.
    Alias,
    /// A form of YAML that records do not use: merge keys, tags of other schemas, keys that are not texts.
    Unsupported,
    /// There is nothing to read.
    Empty,
}

impl Reason {
    /// Its name for programs. Names never change.
    pub fn code(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Encoding => "encoding",
            Self::ByteOrderMark => "byte-order-mark",
            Self::DuplicateKey => "duplicate-key",
            Self::Depth => "too-deep",
            Self::Number => "number",
            Self::Length => "too-long",
            Self::Nodes => "too-many-values",
            Self::Alias => "alias",
            Self::Unsupported => "unsupported",
            Self::Empty => "empty",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

/// A second place that belongs to a mistake, such as the first of two equal keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where, in bytes of the file.
    pub span: Range<usize>,
    /// What stands there.
    pub label: &'static str,
}

/// A text that cannot be read as a record: what is there, where, and what to do.
///
/// It is one pointer wide, so that reading without a mistake does not pay for it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", details.message)]
pub struct ReadError {
    details: Box<Details>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Details {
    reason: Reason,
    message: String,
    advice: String,
    span: Range<usize>,
    related: Option<Related>,
    origin: Option<Origin>,
    rest_is_lost: bool,
}

impl ReadError {
    pub(crate) fn new(
        reason: Reason,
        span: Range<usize>,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        let (message, advice) = (message.into(), advice.into());
        Self {
            details: Box::new(Details {
                reason,
                message,
                advice,
                span,
                related: None,
                origin: None,
                rest_is_lost: false,
            }),
        }
    }

    /// What kind of mistake it is.
    pub fn reason(&self) -> Reason {
        self.details.reason
    }

    /// What is there and what is expected, in a sentence without a full stop.
    pub fn message(&self) -> &str {
        &self.details.message
    }

    /// What to do, as an instruction without a full stop.
    pub fn advice(&self) -> &str {
        &self.details.advice
    }

    /// Where, in bytes of the text that was read. It lies within the text, on character boundaries.
    pub fn span(&self) -> Range<usize> {
        self.details.span.clone()
    }

    /// Another place that belongs to it.
    pub fn related(&self) -> Option<&Related> {
        self.details.related.as_ref()
    }

    /// Which record of its file it is in, where that is known.
    pub fn origin(&self) -> Option<Origin> {
        self.details.origin
    }

    /// Whether nothing behind it in the file was read.
    pub fn rest_is_lost(&self) -> bool {
        self.details.rest_is_lost
    }

    /// The same mistake in a text that stands `by` bytes into another.
    #[must_use]
    pub fn moved(mut self, by: usize) -> Self {
        let moved = |span: &Range<usize>| span.start + by..span.end + by;
        self.details.span = moved(&self.details.span);
        if let Some(related) = &mut self.details.related {
            related.span = moved(&related.span);
        }
        self
    }

    pub(crate) fn within(mut self, origin: Origin) -> Self {
        self.details.origin = Some(origin);
        self
    }

    pub(crate) fn with_related(mut self, span: Range<usize>, label: &'static str) -> Self {
        self.details.related = Some(Related { span, label });
        self
    }

    pub(crate) fn losing_the_rest(mut self) -> Self {
        self.details.rest_is_lost = true;
        self.details.message.push_str("; the rest of the file is not read");
        self
    }

    /// A key that stands at two places, each with its quotes where it has some.
    pub(crate) fn repeated(key: &str, first: Range<usize>, second: Range<usize>) -> Self {
        let message =
            format!("the key {} stands twice in one object, so it is not clear which one counts", quoted(key));
        Self::new(Reason::DuplicateKey, second, message, "keep one of the two")
            .with_related(first, "the first one stands here")
    }

    pub(crate) fn too_deep(span: Range<usize>, limit: usize) -> Self {
        let message = format!("lists and objects nest more than {limit} levels deep here");
        Self::new(Reason::Depth, span, message, format!("nest them at most {limit} levels deep"))
    }

    pub(crate) fn mark(span: Range<usize>) -> Self {
        let message = "a byte-order mark (an invisible character) stands within the text";
        Self::new(Reason::ByteOrderMark, span, message, "remove it; only the start of a file may hold one")
    }

    pub(crate) fn too_many(at: usize, limit: usize) -> Self {
        let message = format!("the record holds more than {limit} keys and values");
        Self::new(Reason::Nodes, at..at, message, "split it into several records")
    }

    pub(crate) fn too_long(at: usize, limit: usize) -> Self {
        let message = format!("the record that begins here is longer than {limit} bytes");
        Self::new(Reason::Length, at..at, message, "split it into several records")
    }

    pub(crate) fn number(source: &str, span: Range<usize>) -> Self {
        let number = source.get(span.clone()).unwrap_or_default();
        let (limit, advice) = if number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-' || byte == b'+') {
            ("whole numbers go from -9223372036854775808 to 18446744073709551615", "write it as a text, in quotes")
        } else if number.bytes().any(|byte| byte.is_ascii_digit()) {
            ("numbers go up to about 1.8e308", "write it as a text, in quotes")
        } else {
            ("JSON has no such number", "leave the property out, or write a text in quotes")
        };
        Self::new(Reason::Number, span, format!("the number {} does not fit: {limit}", quoted(number)), advice)
    }
}

/// A piece of a record as a message shows it: in quotes, cut to 60 characters, with the characters escaped that a
/// terminal would obey or nobody would see.
///
/// ```
/// assert_eq!(accordance_document::quoted("a\u{1b}[31mb"), "\"a\\u{1b}[31mb\"");
/// ```
pub fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut shown = String::from("\"");
    for c in text.chars().take(LONGEST) {
        if is_hidden(c) {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown.push('"');
    shown
}

/// Whether a character controls what shows it, turns the text beside it, or cannot be seen, or is none by Unicode: who shows a text from a
/// stranger shows another character in its place.
///
/// ```
/// use accordance_document::is_hidden;
///
/// assert!(['\u{1b}', '\n', '\u{202e}', '\u{200b}', '\u{e0041}', '\u{ffff}'].into_iter().all(is_hidden));
/// assert!(!['a', 'é', 'ع', ' '].into_iter().any(is_hidden));
/// ```
#[inline]
pub fn is_hidden(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_control() } else { is_hidden_beyond_ascii(c) }
}

fn is_hidden_beyond_ascii(c: char) -> bool {
    // Those that Unicode ignores by default, the ends of lines and paragraphs, and marks between lines.
    let is_invisible = matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}');
    // The last two of each plane, and some between: XML knows no U+FFFE and no U+FFFF.
    let is_no_character = u32::from(c) & 0xfffe == 0xfffe || matches!(c, '\u{fdd0}'..='\u{fdef}');
    c.is_control() || is_invisible || is_no_character
}
