//! From bytes to lines and columns.

use crate::format::text_start;

/// Where the lines of a text begin.
///
/// ```
/// use accordance_document::LineIndex;
///
/// let lines = LineIndex::new("id: é\nnumber: 4\n");
/// assert_eq!(lines.line_column("id: é\nnumber: 4\n", 7), (2, 1));
/// ```
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Reads the lines of a text once.
    pub fn new(text: &str) -> Self {
        // A byte-order mark is no column.
        let first = text_start(text);
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        Self { starts: std::iter::once(first).chain(breaks).collect() }
    }

    /// The line and column of a place, both from 1, the column in characters.
    pub fn line_column(&self, text: &str, at: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= at).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let before = text.as_bytes().get(start..at.min(text.len())).unwrap_or_default();
        // Counting the bytes that begin a character needs no character boundary at `at`.
        let column = before.iter().filter(|byte| (**byte & 0xc0) != 0x80).count();
        (line, column + 1)
    }

    /// The text of a line, from 1, without its line break.
    pub fn line<'t>(&self, text: &'t str, line: usize) -> &'t str {
        let start = self.starts.get(line.wrapping_sub(1)).copied().unwrap_or(text.len());
        let end = self.starts.get(line).copied().unwrap_or(text.len());
        text.get(start..end).unwrap_or_default().trim_end_matches(['\n', '\r'])
    }
}
