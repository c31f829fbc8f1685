//! The lines of a piece of an NDJSON file.

use crate::pieces::PieceText;

/// A line of an NDJSON file.
#[derive(Clone, Copy)]
pub(super) struct Line<'t> {
    pub(super) text: &'t str,
    pub(super) start: usize,
    /// From 1, in its piece.
    pub(super) number: usize,
}

/// The lines of a piece.
pub(super) struct Lines<'t> {
    rest: &'t str,
    start: usize,
    /// How many lines there were.
    pub(super) count: usize,
}

/// The lines of a piece. A byte-order mark at the start of the file belongs to none.
pub(super) fn lines<'t>(piece: &'t PieceText<'_>) -> Lines<'t> {
    let rest: &str = &piece.text;
    let behind = rest.strip_prefix('\u{feff}').filter(|_| piece.start == 0).unwrap_or(rest);
    Lines { rest: behind, start: piece.start + rest.len() - behind.len(), count: 0 }
}

impl<'t> Iterator for Lines<'t> {
    type Item = Line<'t>;

    fn next(&mut self) -> Option<Line<'t>> {
        if self.rest.is_empty() {
            return None;
        }
        let length = memchr::memchr(b'\n', self.rest.as_bytes()).map_or(self.rest.len(), |line| line + 1);
        let (text, rest) = self.rest.split_at(length);
        let start = self.start;
        (self.rest, self.start) = (rest, start + length);
        self.count += 1;
        Some(Line { text, start, number: self.count })
    }
}
