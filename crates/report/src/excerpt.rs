//! The line of a file that a place is shown in.

use std::ops::Range;

use crate::clean;

/// The text that a place is shown in: nothing in it controls a terminal.
pub(crate) struct Excerpt {
    pub(crate) text: String,
    /// The place in it.
    pub(crate) span: Range<usize>,
    pub(crate) extent: Extent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    Line,
    Piece,
}

/// A line of more bytes is shown in part.
const LONG: usize = 4096;

/// What is shown of a long line on each side of a place, in characters.
const AROUND: usize = 80;

impl Excerpt {
    /// The line of a file in which a stretch of its bytes begins, clean, and a piece of it where it is very long. A
    /// stretch over several lines is marked in its first.
    pub(crate) fn of(bytes: &[u8], span: Range<usize>) -> Self {
        let start = span.start.min(bytes.len());
        let before = bytes[..start].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let end = bytes[start..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| start + at);
        let marked = start..span.end.clamp(start, end);
        let text = |range: Range<usize>| String::from_utf8_lossy(&bytes[range]).into_owned();
        let (left, middle, right) = (text(before..marked.start), text(marked.clone()), text(marked.end..end));
        let (left, right) = (left.trim_start_matches('\u{feff}'), right.trim_end_matches('\r'));
        let extent = if end - before > LONG { Extent::Piece } else { Extent::Line };
        let (left, middle, right) = match extent {
            Extent::Line => (clean(left).into_owned(), clean(&middle).into_owned(), clean(right).into_owned()),
            Extent::Piece => (tail(left, AROUND), head(&middle, 2 * AROUND), head(right, AROUND)),
        };
        let span = left.len()..left.len() + middle.len();
        Self { text: left + &middle + &right, span, extent }
    }
}

fn head(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", clean(&text[..end])),
        None => clean(text).into_owned(),
    }
}

fn tail(text: &str, most: usize) -> String {
    match text.char_indices().rev().nth(most) {
        Some((start, _)) => format!("…{}", clean(&text[start..])),
        None => clean(text).into_owned(),
    }
}
