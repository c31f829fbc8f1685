//! Which comment goes with which part of the file.

use crate::Span;
use crate::ast::{Comment, File};

/// The comments of a file that are not written yet, in order.
pub(super) struct Comments<'a> {
    left: &'a [Comment],
    /// Where each import and block starts, in order.
    starts: Vec<usize>,
}

/// The comments of one block.
#[derive(Default)]
pub(super) struct Attached<'a> {
    /// On lines of their own above it.
    pub(super) above: Vec<&'a Comment>,
    /// At the end of its first line.
    pub(super) heading: Option<&'a Comment>,
    /// One for each clause, in the order of the file.
    pub(super) clauses: Vec<Clause<'a>>,
    /// On lines of their own above `end`.
    pub(super) above_end: Vec<&'a Comment>,
    /// At the end of its last line.
    pub(super) after: Option<&'a Comment>,
}

/// The comments of one clause.
#[derive(Clone, Default)]
pub(super) struct Clause<'a> {
    /// On lines of their own above it.
    pub(super) above: Vec<&'a Comment>,
    /// At the end of its last line.
    pub(super) after: Option<&'a Comment>,
}

impl<'a> Comments<'a> {
    pub(super) fn new(file: &'a File) -> Self {
        let imports = file.imports.iter().map(|import| import.span.start);
        let mut starts: Vec<usize> = imports.chain(file.blocks.iter().map(|block| block.span().start)).collect();
        starts.sort_unstable();
        Self { left: &file.comments, starts }
    }

    /// All that are left.
    pub(super) fn rest(&mut self) -> &'a [Comment] {
        std::mem::take(&mut self.left)
    }

    /// Takes those that go with a block: above it, in it, and at the end of its last line.
    pub(super) fn take(&mut self, block: Span, heading_end: usize, clauses: &[Span]) -> Attached<'a> {
        let mut attached = Attached { clauses: vec![Clause::default(); clauses.len()], ..Attached::default() };
        // At the end of a line further down stands a comment of what is there.
        let next = self.starts.partition_point(|start| *start < block.end);
        let next = self.starts.get(next).copied().unwrap_or(usize::MAX);
        while let Some((comment, rest)) = self.left.split_first() {
            let at = comment.span.start;
            if at >= block.end && (comment.own_line || at > next) {
                break;
            }
            self.left = rest;
            if at >= block.end {
                attached.after = Some(comment);
                break;
            }
            attached.place(comment, heading_end, clauses);
        }
        attached
    }
}

impl<'a> Attached<'a> {
    fn place(&mut self, comment: &'a Comment, heading_end: usize, clauses: &[Span]) {
        let at = comment.span.start;
        if at < heading_end {
            return self.above.push(comment);
        }
        let next = clauses.partition_point(|clause| clause.end <= at);
        let is_within = clauses.get(next).is_some_and(|clause| clause.start < at);
        if !comment.own_line && !is_within {
            let slot = match next.checked_sub(1).and_then(|before| self.clauses.get_mut(before)) {
                Some(before) => &mut before.after,
                None => &mut self.heading,
            };
            if slot.is_none() {
                *slot = Some(comment);
                return;
            }
        }
        match self.clauses.get_mut(next) {
            Some(clause) => clause.above.push(comment),
            None => self.above_end.push(comment),
        }
    }
}
