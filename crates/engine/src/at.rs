//! Where a record stands.

use std::{collections::BTreeMap, ops::Range};

/// Where a record stands in the files of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct At {
    start: usize,
    file: u32,
    /// Of NDJSON, the number of the line in its piece; 1 else.
    line: u32,
    /// Of NDJSON, how far from the start of the line.
    indent: u32,
    length: u32,
}

impl At {
    /// The place of a record in a file. Of NDJSON, `line` is where its line begins, and the line's number in the piece.
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

    /// The number of its line in the file, from 1.
    pub(crate) fn line(&self, before: &LinesBefore) -> usize {
        before.of(self.file(), self.line_span().start).saturating_add(self.line as usize)
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

/// How many lines are before each piece of the files that are read in pieces. Places of records are many, and few of them
/// are shown: their lines are counted from the start of a piece.
#[derive(Debug, Default)]
pub(crate) struct LinesBefore {
    /// By the number of the file, where each piece that has lines begins, in order.
    pieces: BTreeMap<usize, Vec<(usize, usize)>>,
}

impl LinesBefore {
    /// Adds the next piece of a file, and how many lines are before it.
    pub(crate) fn add(&mut self, file: usize, start: usize, lines: usize) {
        self.pieces.entry(file).or_default().push((start, lines));
    }

    /// Adds what is known of other files.
    pub(crate) fn append(&mut self, others: &mut Self) {
        self.pieces.append(&mut others.pieces);
    }

    /// Those before the piece in which a line begins.
    fn of(&self, file: usize, line: usize) -> usize {
        let pieces = self.pieces.get(&file).map(Vec::as_slice).unwrap_or_default();
        let behind = pieces.partition_point(|(start, _)| *start <= line);
        behind.checked_sub(1).map_or(0, |own| pieces[own].1)
    }
}
