//! The clauses of a block, one after the other: known, in their order, and once where they stand once.

use super::{Parser, Read};
use crate::mistake::{Mistake, shown};
use crate::token::{Kind, Sign, Token};
use crate::vocabulary;
use crate::{Code, Span};

/// A kind of block that consists of clauses.
pub(super) struct BlockKind {
    /// Its keyword.
    pub(super) keyword: &'static str,
    pub(super) clauses: &'static [&'static str],
    /// The clauses that may stand more than once.
    pub(super) repeatable: &'static [&'static str],
    /// The clauses whose order has a meaning, each of which sees those before it.
    pub(super) ordered: &'static [&'static str],
    /// The clauses that it cannot do without, and an example of each.
    pub(super) required: &'static [(&'static str, &'static str)],
}

pub(super) const RULE: BlockKind = BlockKind {
    keyword: "rule",
    clauses: &vocabulary::RULE_CLAUSES,
    repeatable: &["let", "require", "message", "example"],
    ordered: &["for", "when", "let", "require"],
    required: &[("require", "require goal.number >= 1"), ("message", "message \"{goal.id} has no number.\"")],
};

pub(super) const MATRIX: BlockKind = BlockKind {
    keyword: "matrix",
    clauses: &vocabulary::MATRIX_CLAUSES,
    repeatable: &["let", "require", "message", "example"],
    ordered: &["rows", "columns", "when", "let", "cell", "require"],
    required: &[
        ("rows", "rows goal in goals"),
        ("columns", "columns theme in themes"),
        ("cell", "cell count(link in alignments where (link.goal = goal.id))"),
        ("require", "require cell >= 1"),
        ("message", "message \"No alignment links {goal.id} and {theme.id}.\""),
    ],
};

pub(super) const TEST: BlockKind = BlockKind {
    keyword: "test",
    clauses: &vocabulary::TEST_CLAUSES,
    repeatable: &vocabulary::TEST_CLAUSES,
    ordered: &[],
    required: &[("given", "given \"records/lyon-2023.yaml\""), ("expect", "expect goal-has-title passes")],
};

pub(super) const WAIVER: BlockKind = BlockKind {
    keyword: "waive",
    clauses: &vocabulary::WAIVER_CLAUSES,
    repeatable: &[],
    ordered: &[],
    required: &[
        ("until", "until 2024-06-30"),
        ("because", "because \"The wording is before the working group.\""),
        ("by", "by \"EDPP\""),
    ],
};

/// What the clauses of a block came to.
pub(super) struct Clauses {
    /// Where each stands.
    pub(super) spans: Vec<Span>,
    /// Where the block ends.
    pub(super) end: usize,
}

/// The article of a word.
fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

impl Parser<'_> {
    /// Reads clauses up to `end`. `read` reads what follows a keyword; where it stops, reading goes on at the next
    /// clause.
    pub(super) fn clauses(
        &mut self,
        kind: &BlockKind,
        opening: Span,
        mut read: impl FnMut(&mut Self, &'static str, Span) -> Read<()>,
    ) -> Clauses {
        let outer = std::mem::replace(&mut self.clauses, kind.clauses);
        let lost_before = std::mem::take(&mut self.lost_clauses);
        let mut seen: Vec<(&'static str, Span)> = Vec::new();
        let mut spans = Vec::new();
        let end = loop {
            let Some((keyword, place)) = self.clause_keyword(kind, &seen, opening) else { break self.last_end() };
            self.no_sign_after(keyword);
            self.check_once(kind, &seen, keyword, place);
            self.check_order(kind, &seen, keyword, place);
            // The first of each is enough, however many there are.
            if seen.iter().all(|(known, _)| *known != keyword) {
                seen.push((keyword, place));
            }
            let result = read(self, keyword, place);
            if result.is_err() || !self.at_clause_end(keyword) {
                self.skip_clause();
            }
            spans.push(self.since(place));
        };
        self.clauses = outer;
        if !self.lost_clauses {
            self.check_required(kind, &seen, opening);
        }
        self.lost_clauses = lost_before;
        Clauses { spans, end }
    }

    /// Takes the keyword of the next clause, or `end`: then none.
    fn clause_keyword(
        &mut self,
        kind: &BlockKind,
        seen: &[(&'static str, Span)],
        opening: Span,
    ) -> Option<(&'static str, Span)> {
        loop {
            self.comments_with_dashes();
            let token = self.peek().clone();
            let word = token.word();
            if word == Some("end") {
                self.advance();
                self.nothing_after_end();
                return None;
            }
            let is_block = word.is_some_and(|word| vocabulary::BLOCKS.contains(&word));
            if is_block || token.kind == Kind::End {
                let before = if is_block { "the next block starts" } else { "the file ends" };
                self.report(
                    Mistake::new(
                        Code::MissingEnd,
                        Span::at(self.last_end()),
                        format!("a `{}` ends with `end`, and {before} without it", kind.keyword),
                        "write `end` on a line of its own here",
                    )
                    .related(opening, format!("the `{}` starts here", kind.keyword)),
                );
                return None;
            }
            if let Some(keyword) = kind.clauses.iter().find(|clause| word == Some(**clause)) {
                self.advance();
                return Some((keyword, token.span));
            }
            match word {
                Some(word) => match self.unknown_clause(kind, word, token.span) {
                    Some("end") => {
                        self.advance();
                        return None;
                    }
                    // `cell` has no name in it, as `let` does, and `for` more lists than `rows`.
                    Some(_) if matches!(word, "cell" | "for") => {}
                    Some(keyword)
                        if kind.repeatable.contains(&keyword)
                            || seen.iter().all(|(other, _)| *other != keyword)
                            || matches!(word, "rows" | "columns") =>
                    {
                        self.advance();
                        return Some((keyword, token.span));
                    }
                    _ => {}
                },
                None if token.kind == Kind::Unreadable => {}
                None => {
                    let message = format!(
                        "a clause of the `{}` should stand here, and there is {}",
                        kind.keyword,
                        self.found(&token)
                    );
                    let label = format!("start with {}, or write `end`", vocabulary::listed(kind.clauses));
                    self.report(Mistake::new(Code::Expected, token.span, message, label));
                }
            }
            self.lost_clauses = true;
            self.advance();
            self.skip_clause();
        }
    }

    /// `require:` and `message =`: reported, and passed over.
    fn no_sign_after(&mut self, keyword: &str) {
        let token = self.peek().clone();
        if let Kind::Sign(sign @ (Sign::Colon | Sign::Equal)) = token.kind {
            let message = format!("`{keyword}` stands without a sign behind it, and here is `{}`", sign.text());
            self.report(Mistake::new(Code::ForeignSign, token.span, message, "take it out"));
            self.advance();
        }
    }

    /// `end rule`: reported, and passed over.
    fn nothing_after_end(&mut self) {
        self.full_stop();
        let token = self.peek().clone();
        // A block whose name stands on the next line may begin here.
        let after = self.peek_by(1);
        let is_block = after.word().is_some_and(|word| vocabulary::BLOCKS.contains(&word));
        let is_alone = after.first_on_line && is_block || after.kind == Kind::End;
        if let Some(word) = token.word().filter(|word| vocabulary::BLOCKS.contains(word))
            && !token.first_on_line
            && is_alone
        {
            let message = format!("`end` stands alone on its line, and `{word}` follows");
            self.report(Mistake::new(Code::Expected, token.span, message, "take it out"));
            self.advance();
        }
    }

    /// Reports a word that starts no clause here, and gives the one that it was meant as.
    fn unknown_clause(&mut self, kind: &BlockKind, word: &str, span: Span) -> Option<&'static str> {
        let mut choices = kind.clauses.to_vec();
        choices.push("end");
        let known: Vec<&str> = choices.iter().copied().filter(|choice| *choice != "end").collect();
        let elsewhere = [&RULE, &MATRIX, &TEST, &WAIVER].into_iter().find(|other| other.clauses.contains(&word));
        let meant = vocabulary::meant(word, &choices);
        let (code, message) = match elsewhere {
            Some(other) => (
                Code::MisplacedClause,
                format!("`{word}` is a clause of a `{}`, and this is a `{}`", other.keyword, kind.keyword),
            ),
            None => (Code::UnknownWord, format!("a `{}` has no clause `{}`", kind.keyword, shown(word))),
        };
        let label = match meant {
            Some("end") => "write `end`".to_owned(),
            Some("when") if word == "unless" => "write `when not (…)`".to_owned(),
            _ if word == "cell" => "write `let`, and give the value a name: `let size = …`".to_owned(),
            _ if matches!(word, "rows" | "columns") && kind.keyword == RULE.keyword => {
                "write `for`, or `matrix` in place of `rule`".to_owned()
            }
            _ if word == "for" && kind.keyword == MATRIX.keyword => {
                "write `rows` for the first list, and `columns` for the second".to_owned()
            }
            _ if word == "for" && kind.keyword == WAIVER.keyword => {
                "write `where` and what is asked, like `where goal.number = 4`".to_owned()
            }
            Some(meant) => format!("the nearest clause is `{meant}`: write `{meant}`"),
            None => "take it out, or start the line with a clause".to_owned(),
        };
        let note = format!("clauses of a `{}`: {}", kind.keyword, known.join(", "));
        self.report(Mistake::new(code, span, message, label).note(note));
        meant
    }

    fn check_once(&mut self, kind: &BlockKind, seen: &[(&'static str, Span)], keyword: &str, place: Span) {
        let earlier = seen.iter().find(|(clause, _)| *clause == keyword);
        let Some((_, first)) = earlier.filter(|_| !kind.repeatable.contains(&keyword)) else { return };
        let first = *first;
        if place.of(self.source) != keyword {
            // It was told already what stands there.
            return;
        }
        self.report(
            Mistake::new(
                Code::RepeatedClause,
                place,
                format!("a `{}` has one `{keyword}`, and this is another", kind.keyword),
                if matches!(keyword, "when" | "where") {
                    "join the two by `and`".to_owned()
                } else if keyword == "for" {
                    "join the two by a comma: `for … in …, … in …`".to_owned()
                } else {
                    "keep one of them".to_owned()
                },
            )
            .related(first, format!("the first `{keyword}`")),
        );
    }

    fn check_order(&mut self, kind: &BlockKind, seen: &[(&'static str, Span)], keyword: &str, place: Span) {
        let rank = |clause: &str| kind.ordered.iter().position(|ordered| *ordered == clause);
        let Some(own) = rank(keyword) else { return };
        let Some((later, span)) = seen.iter().find(|(clause, _)| rank(clause).is_some_and(|other| other > own)) else {
            return;
        };
        let (later, span) = (*later, *span);
        self.report(
            Mistake::new(
                Code::MisplacedClause,
                place,
                format!("`{keyword}` stands before `{later}`, and here it follows it"),
                format!("move it above `{later}`"),
            )
            .related(span, format!("the `{later}` that it stands before")),
        );
    }

    /// After a clause the next one starts, on a line of its own.
    fn at_clause_end(&mut self, keyword: &str) -> bool {
        self.comments_with_dashes();
        if self.full_stop() || self.clause_may_end() || self.at_a_line_of_its_own() {
            return true;
        }
        let token = self.peek().clone();
        if token.kind == Kind::Unreadable {
            return false;
        }
        let mut wanted = self.wanted();
        wanted.push("the next clause".to_owned());
        let message = format!("the `{keyword}` is complete, and {} follows", self.found(&token));
        let label = match token.kind {
            Kind::Sign(Sign::RoundClose | Sign::SquareClose | Sign::CurlyClose) => {
                "take it out: no bracket is open here".to_owned()
            }
            Kind::Word("where") if keyword == "for" => "write what is asked of it in a `when`".to_owned(),
            Kind::Word("and") if keyword == "for" => {
                "write a comma between lists; what is asked stands in `when`".to_owned()
            }
            Kind::Sign(Sign::Plus) if keyword == "message" => {
                "write the value in braces within the text, like `\"… {goal.id}\"`".to_owned()
            }
            Kind::Sign(Sign::Comma) if self.follows_in() => "write the list in brackets: `in [… , …]`".to_owned(),
            Kind::Word("has" | "have" | "contains") if self.peek_by(1).is_word("at") => {
                format!("write `count(…) {}`, with the list in the brackets", self.how_many(1))
            }
            _ if keyword == "expect" => "take it out: an outcome is told in a word or two".to_owned(),
            Kind::Word("ago") => {
                let before = self.at.checked_sub(2).and_then(|at| Some((self.tokens.get(at)?, self.last()?)));
                let length = match before {
                    Some((count, unit)) if matches!(count.kind, Kind::Whole(_)) && unit.word().is_some() => {
                        shown(count.span.to(unit.span).of(self.source))
                    }
                    _ => "90 days".to_owned(),
                };
                format!("write `as_of - {length}` for a day before that of the run")
            }
            Kind::Word("year" | "month" | "week")
                if self.last().is_some_and(|last| matches!(last.word(), Some("last" | "this" | "next" | "past"))) =>
            {
                "write the day, like `2023-07-03`, or one counted from the run, like `as_of - 1 year`".to_owned()
            }
            _ => self.number_with_a_comma().unwrap_or_else(|| {
                format!("write {} here{}", vocabulary::joined(&wanted), self.brackets_of_a_function())
            }),
        };
        self.report(Mistake::new(Code::Expected, token.span, message, label));
        false
    }

    /// Whether one value stands before this, and `in` before that.
    fn follows_in(&self) -> bool {
        let before = self.at.checked_sub(2).and_then(|at| self.tokens.get(at));
        before.is_some_and(|token| token.is_word("in")) && self.last().is_some_and(Token::is_literal)
    }

    /// What to write for `1,500` and `1,5`, at the comma.
    fn number_with_a_comma(&self) -> Option<String> {
        let before = self.last()?;
        let (comma, after) = (self.peek(), self.peek_by(1));
        let are_numbers = matches!((&before.kind, &after.kind), (Kind::Whole(_), Kind::Whole(_)));
        if !are_numbers
            || !comma.is_sign(Sign::Comma)
            || before.span.end != comma.span.start
            || comma.span.end != after.span.start
        {
            return None;
        }
        let [before, after] = [before, after].map(|token| token.span.of(self.source));
        Some(if after.len() == 3 && !before.starts_with('0') {
            "write the number without it".to_owned()
        } else {
            format!("write `{}.{}`, with a dot", shown(before), shown(after))
        })
    }

    /// What else may be meant where two names stand side by side.
    fn brackets_of_a_function(&self) -> String {
        let is_field =
            self.at.checked_sub(2).and_then(|at| self.tokens.get(at)).is_some_and(|it| it.is_sign(Sign::Dot));
        match self.last().and_then(crate::token::Token::word) {
            Some(word)
                if !is_field
                    && !vocabulary::RESERVED.contains(&word)
                    && self.peek().word().is_some_and(|next| !vocabulary::RESERVED.contains(&next)) =>
            {
                format!("; a function has brackets: `{}(…)`", shown(word))
            }
            _ => String::new(),
        }
    }

    fn check_required(&mut self, kind: &BlockKind, seen: &[(&'static str, Span)], opening: Span) {
        for (clause, example) in kind.required {
            if !seen.iter().any(|(keyword, _)| keyword == clause) {
                self.report(Mistake::new(
                    Code::MissingClause,
                    opening,
                    format!("a `{}` has {} `{clause}`, and this one has none", kind.keyword, article(clause)),
                    format!("add a line like `{example}`"),
                ));
            }
        }
    }
}
