//! What follows from a mistake of the syntax, and is no mistake of its own.

use std::collections::HashSet;

use accordance_syntax::{Span, ast};

use crate::{Code, Diagnostic, FileId, Place, Sources};

/// The mistakes of the syntax that the parser reads on from as if the right form stood there.
const READ_AS_MEANT: [&str; 15] = [
    "E0102", "E0103", "E0104", "E0105", "E0106", "E0108", "E0109", "E0111", "E0115", "E0116", "E0117", "E0120",
    "E0121", "E0123", "E0126",
];

/// The same of a sign at the end of a line, of which others have the code too.
const AT_LINE_END: &str = "a line needs nothing at its end";

/// A clause, or the heading of a block, of which a part could not be read.
struct Damaged<'s> {
    file: FileId,
    span: Span,
    text: &'s str,
    block: Span,
}

/// Diagnostics without those that only follow from a part that could not be read: those of the same clause, of names
/// that it may have made, and of what may be missing where `when` may have said that it is there.
pub(super) fn left_out(sources: &Sources, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let diagnostics = told_once(diagnostics);
    let damaged: Vec<Damaged<'_>> = diagnostics.iter().filter_map(|found| damaged(sources, found)).collect();
    if damaged.is_empty() {
        return diagnostics;
    }
    let names = [Code::UnknownName, Code::UnknownFunction, Code::UnknownRule, Code::ExampleName].map(Code::as_str);
    let follows = |found: &Diagnostic| {
        let place = found.place;
        let is_inside = |part: &Damaged<'_>| {
            part.file == place.file && part.span.start <= place.span.start && place.span.end <= part.span.end
        };
        let made_there = |part: &Damaged<'_>| part.makes(sources.text(place));
        let is_of_lost_list = |part: &Damaged<'_>| part.file == place.file && part.goes_through_for(place.span);
        let said_there = |part: &Damaged<'_>| part.file == place.file && part.is_when_of(place.span);
        let may_be_missing = found.code == Code::MayBeMissing.as_str();
        is_of_the_checker(found)
            && (damaged.iter().any(is_inside)
                || names.contains(&found.code) && damaged.iter().any(made_there)
                || found.code == Code::UnknownName.as_str() && damaged.iter().any(is_of_lost_list)
                || may_be_missing && damaged.iter().any(said_there))
    };
    diagnostics.into_iter().filter(|found| !follows(found)).collect()
}

/// Diagnostics without words that were read as operators, and names that were read in another form, where the checker
/// says what to write at the same place.
fn told_once(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let places = |code: Code| -> HashSet<Place> {
        diagnostics.iter().filter(|found| found.code == code.as_str()).map(|found| found.place).collect()
    };
    let (types, names) = (places(Code::WrongType), places(Code::UnknownName));
    let dates = places(Code::DateAsText);
    let is_kept = |found: &Diagnostic| match found.code {
        "E0102" => !types.contains(&found.place),
        "E0108" => !dates.contains(&found.place),
        "E0116" => !names.contains(&found.place),
        _ => true,
    };
    diagnostics.into_iter().filter(is_kept).collect()
}

fn is_of_the_checker(found: &Diagnostic) -> bool {
    !found.code.starts_with("E01") && ![Code::Import, Code::ImportOutside].map(Code::as_str).contains(&found.code)
}

fn damaged<'s>(sources: &'s Sources, found: &Diagnostic) -> Option<Damaged<'s>> {
    let is_read_on = READ_AS_MEANT.contains(&found.code) || found.message.starts_with(AT_LINE_END);
    if !found.code.starts_with("E01") || is_read_on {
        return None;
    }
    let file = found.place.file;
    let source = sources.files.get(file)?;
    let at = found.place.span.start;
    let holds = |span: &&Span| span.start <= at && at <= span.end;
    let block = source.file.blocks.iter().find(|block| holds(&&block.span()))?;
    let clauses: &[Span] = match block {
        ast::Block::Rule(rule) => &rule.body.clauses,
        ast::Block::Matrix(matrix) => &matrix.body.clauses,
        ast::Block::Test(test) => &test.clauses,
        ast::Block::Waiver(waiver) => &waiver.clauses,
        ast::Block::Param(_) | ast::Block::Define(_) => &[],
    };
    // A clause that could not be read to its end reaches to the next one.
    let clause = clauses.iter().rev().find(|clause| clause.start <= at).map(|clause| {
        let next = clauses.iter().find(|next| next.start > at).map_or(block.span().end, |next| next.start);
        Span::new(clause.start, next.max(clause.end))
    });
    let heading = || match clauses.first() {
        Some(first) => Span::new(block.span().start, first.start),
        None => block.span(),
    };
    let span = clause.unwrap_or_else(heading);
    Some(Damaged { file, span, text: span.of(&source.text), block: block.span() })
}

impl Damaged<'_> {
    /// Whether it is the `when` of the block that a place is in.
    fn is_when_of(&self, place: Span) -> bool {
        self.text.split_whitespace().next() == Some("when")
            && self.block.start <= place.start
            && place.end <= self.block.end
    }

    /// Whether it says what is gone through in the block that a place is in.
    fn goes_through_for(&self, place: Span) -> bool {
        matches!(self.text.split_whitespace().next(), Some("for" | "rows" | "columns"))
            && self.block.start <= place.start
            && place.end <= self.block.end
    }

    /// Whether it may have made a name.
    fn makes(&self, name: &str) -> bool {
        const MAKERS: [&str; 8] = ["for", "let", "rows", "columns", "param", "define", "rule", "matrix"];
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        let mut words = self.text.split(|c| !is_part(c)).filter(|word| !word.is_empty());
        words.next().is_some_and(|first| MAKERS.contains(&first)) && words.any(|word| word == name)
    }
}
