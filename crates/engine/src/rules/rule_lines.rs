//! Places of rule files, by line and column.

use std::cell::OnceCell;

use accordance_document::LineIndex;
use accordance_rules::{Place as RulePlace, Sources};

use super::report::NO_FILE;
use crate::{Place as FilePlace, Problem};

/// Where places of rule files are. The lines of a file are gone through once, however many places of it are told.
pub(super) struct RuleLines<'s> {
    sources: &'s Sources,
    /// By the number of the file.
    lines: Vec<OnceCell<LineIndex>>,
}

impl<'s> RuleLines<'s> {
    pub(super) fn of(sources: &'s Sources) -> Self {
        Self { sources, lines: sources.files.iter().map(|_| OnceCell::new()).collect() }
    }

    /// A place of a rule file: of a block, its first line.
    pub(super) fn place(&self, place: RulePlace) -> FilePlace {
        let Some((source, lines)) = self.sources.files.get(place.file).zip(self.lines.get(place.file)) else {
            return FilePlace { file: "".into(), line: 1, column: 1, span: 0..0, pointer: String::new() };
        };
        let range = place.span.range();
        let text = source.text.get(range.clone()).unwrap_or_default();
        let first_line = text.lines().next().map_or(0, str::len);
        let lines = lines.get_or_init(|| LineIndex::new(&source.text));
        let (line, column) = lines.line_column(&source.text, range.start);
        let span = range.start..range.start + first_line;
        FilePlace { file: source.name.as_str().into(), line, column, span, pointer: String::new() }
    }

    /// What is wrong at a place of a rule file.
    pub(super) fn problem(&self, place: RulePlace, message: String) -> (usize, Problem) {
        let place_in_file = self.place(place);
        let problem = Problem {
            file: place_in_file.file,
            line: Some(place_in_file.line),
            column: Some(place_in_file.column),
            message,
        };
        (NO_FILE + place.file, problem)
    }
}
