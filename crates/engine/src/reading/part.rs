//! What came of the records of some files, or of a piece of one.

use accordance_document::Value as Node;

use super::kept::Kept;
use crate::{
    Finding, Problem,
    check::BUILT_IN,
    collection::key,
    ids::{MOST_LIKE, Named, Texts},
    pieces::NotRead,
};

/// What some files, or a piece of one, gave.
#[derive(Default)]
pub(crate) struct Part {
    /// The file, or the first of them.
    pub(super) file: usize,
    pub(crate) findings: Vec<(usize, Finding)>,
    /// How many of them were counted for the bound on all; see [`Told`](crate::told::Told).
    pub(crate) counted: usize,
    /// How many were found beside them, by the numbers of their checks.
    pub(crate) left_out: [u64; BUILT_IN.len()],
    /// What rules found while records were read.
    pub(crate) found: Vec<(usize, Finding)>,
    pub(crate) problems: Vec<(usize, Problem)>,
    pub(crate) ids: Named,
    /// How many references there are.
    pub(crate) referred: u64,
    /// The ids that are referred to, by the number of the collection, but for some of those that a valid record has.
    pub(crate) references: Vec<Texts>,
    pub(super) kept: Vec<Kept>,
    /// The number of the first room of the thread that read it; see [`Reading::rooms`].
    pub(super) first_room: usize,
    pub(crate) records: u64,
    pub(crate) valid: u64,
    /// The number of its piece.
    pub(crate) piece: usize,
    /// Whether it is a part of a file.
    pub(super) is_piece: bool,
    /// Where its first line begins in the file then.
    pub(super) start: usize,
    /// How many lines it has then.
    pub(super) lines: usize,
    /// How many lines of the file are before it then.
    pub(crate) lines_before: usize,
    /// Why the file of which it is a part cannot be read.
    pub(super) not_read: Option<NotRead>,
    /// How many files were read, of which it is the first part or the whole.
    pub(crate) files: u64,
    /// Whether records of it were read, and are left out since the file cannot be read whole.
    pub(crate) lost: bool,
}

impl Part {
    /// Nothing yet of a file.
    pub(super) fn of(file: usize) -> Self {
        Self { file, ..Self::default() }
    }

    /// Nothing yet of a file, of which is likely kept as much as of another part.
    pub(super) fn like(&self, file: usize) -> Self {
        let (ids, references) = (self.ids.like(), self.references.iter().map(Texts::like).collect());
        let kept = Vec::with_capacity(self.kept.len().min(MOST_LIKE));
        Self { ids, references, kept, ..Self::of(file) }
    }

    pub(crate) fn file(&self) -> usize {
        self.file
    }

    /// The ids that are referred to, with their collections, but for some of those that a valid record has.
    pub(crate) fn references(&self) -> impl Iterator<Item = (usize, &str)> {
        let by_collection = self.references.iter().enumerate();
        by_collection.flat_map(|(collection, ids)| ids.iter().map(move |id| (collection, id)))
    }

    /// Gives back the room that is not needed, for there may be many parts, and leaves out references to records of the
    /// part itself: most lead to a record nearby, which is found here at once.
    pub(super) fn shrink(&mut self) {
        self.ids.shrink();
        self.kept.shrink_to_fit();
        for (collection, references) in self.references.iter_mut().enumerate() {
            references.settle(collection, &self.ids);
        }
    }

    /// Notes a reference to a record of a collection.
    pub(super) fn refer(&mut self, target: usize, value: Node<'_>) {
        self.referred += 1;
        if self.references.len() <= target {
            self.references.resize_with(target + 1, Texts::default);
        }
        let ids = &mut self.references[target];
        match value.as_str() {
            Some(id) => ids.add(id),
            None => key(value).into_iter().for_each(|id| ids.add(&id)),
        }
    }

    /// Counts the lines of what was found from the start of the file, and not from that of the part.
    pub(super) fn move_down(&mut self, lines: usize) {
        if lines == 0 {
            return;
        }
        for (_, finding) in self.findings.iter_mut().chain(&mut self.found) {
            finding.place.line += lines;
            finding.related.iter_mut().for_each(|related| related.place.line += lines);
        }
        for (_, problem) in &mut self.problems {
            problem.line = problem.line.map(|line| line + lines);
        }
        if let Some(reason) = &mut self.not_read {
            reason.spot.line += lines;
        }
    }
}

/// The parts of pieces, by the numbers of these, as one thread makes them.
#[derive(Default)]
pub(super) struct Parts(pub(super) Vec<(usize, Part)>);

impl Parts {
    /// The part of a piece, of which a file follows.
    pub(super) fn of(&mut self, piece: usize, file: usize) -> &mut Part {
        if self.0.last().is_none_or(|(number, _)| *number != piece) {
            let next = self.0.last_mut().map(|(_, part)| {
                let next = part.like(file);
                part.shrink();
                next
            });
            self.0.push((piece, next.unwrap_or_else(|| Part::of(file))));
        }
        // INVARIANT: it was added, if it was not there.
        let last = self.0.len() - 1;
        &mut self.0[last].1
    }

    /// All that several threads made, in the order of the pieces.
    pub(super) fn in_order(parts: impl IntoIterator<Item = Self>) -> Vec<Part> {
        let mut all: Vec<(usize, Part)> = parts.into_iter().flat_map(|parts| parts.0).collect();
        all.sort_by_key(|(number, _)| *number);
        all.into_iter().map(|(piece, part)| Part { piece, ..part }).collect()
    }
}
