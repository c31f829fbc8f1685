//! Where a record stands.

use std::ops::Range;

/// Where a record stands in the files of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct At {
    start: usize,
    file: u32,
    /// Of NDJSON, the number of the line; 1 else.
    line: u32,
    /// Of NDJSON, how far from the start of the line.
    indent: u32,
    length: u32,
}

impl At {
    /// The place of a record in a file. Of NDJSON, `line` is where its line begins, and the line's number.
    pub(crate) fn new(file: usize, span: &Range<usize>, line: Option<(usize, usize)>) -> Self {
        let (start, number) = line.unwrap_or((span.start, 1));
        // INVARIANT: a record is shorter than 4 GiB, and there are not as many files.
        let short = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self {
            start: span.start,
            file: short(file),
            line: short(number),
            indent: short(span.start - start.min(span.start)),
            length: short(span.len()),
        }
    }

    pub(crate) fn file(&self) -> usize {
        self.file as usize
    }

    /// The number of its line, from 1.
    pub(crate) fn line(&self) -> usize {
        self.line as usize
    }

    /// The same, so many lines further down: lines are first counted from the start of a piece.
    pub(crate) fn below(mut self, lines: usize) -> Self {
        self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        self
    }

    /// Its bytes in the file.
    pub(crate) fn span(&self) -> Range<usize> {
        self.start..self.start + self.length as usize
    }

    /// Its bytes from the start of its line.
    pub(crate) fn line_span(&self) -> Range<usize> {
        self.start - self.indent as usize..self.start + self.length as usize
    }
}
