//! Tests of rules.

use super::clauses::TEST;
use super::{Parser, Read};
use crate::ast::{Change, Expect, Expected, Given, Test, Text, TextForm};
use crate::mistake::Mistake;
use crate::token::{Kind, Sign};
use crate::{Code, Span, Spanned, vocabulary};

const EXPECTED: [&str; 4] = ["passes", "fails", "does not apply", "cannot tell"];

impl Parser<'_> {
    /// `"test" title { clause } "end"`, at the title
    pub(super) fn test(&mut self, start: Span) -> Test {
        let outer = std::mem::replace(&mut self.clauses, &vocabulary::TEST_CLAUSES);
        let title = self.text().ok();
        if !self.full_stop() && !self.clause_may_end() && !self.at_a_line_of_its_own() {
            if title.is_some() {
                self.expect("a clause on a line of its own");
                let _ = self.unexpected::<()>();
            }
            self.skip_clause();
        }
        self.clauses = outer;
        let title = title.unwrap_or(Text { value: String::new(), form: TextForm::Line, span: Span::at(start.end) });
        let opening = self.since(start);
        let (mut given, mut changes, mut expects) = (Vec::new(), Vec::new(), Vec::new());
        let clauses = self.clauses(&TEST, opening, |parser, keyword, place| {
            match keyword {
                "given" => given.push(parser.given(place)?),
                "change" => changes.push(parser.change(place)?),
                _ => expects.push(parser.expect_clause(place)?),
            }
            Ok(())
        });
        let span = Span::new(start.start, clauses.end);
        Test { title, given, changes, expects, clauses: clauses.spans, has_mistakes: false, span }
    }

    /// `text { "," text } | collection "[" … "]"`
    fn given(&mut self, place: Span) -> Read<Given> {
        if self.peek().word().is_some() && !self.clause_may_end() {
            let collection = self.variable()?;
            if self.peek().is_sign(Sign::Equal) || self.peek().is_sign(Sign::Colon) {
                let message = "the records of a collection follow its name, and here is a sign";
                let span = self.advance();
                self.report(Mistake::new(Code::ForeignSign, span, message, "take it out"));
            }
            if self.peek().is_sign(Sign::CurlyOpen) {
                let span = self.peek().span;
                let message = "the records of a collection stand in `[` and `]`, and here is one alone";
                return self.fail(Mistake::new(
                    Code::Expected,
                    span,
                    message,
                    "write `[` before it, and `]` behind it",
                ));
            }
            if !self.peek().is_sign(Sign::SquareOpen) {
                return self.fail(Mistake::new(
                    Code::Expected,
                    collection.span,
                    "after `given` stands the path of a file in quotes, or a collection with its records in `[` and `]`",
                    "put the path between `\"` and `\"`",
                ));
            }
            let (records, _) = self.data_list()?;
            return Ok(Given::Records { collection, records, span: self.since(place) });
        }
        let mut paths = Vec::new();
        loop {
            if !matches!(self.peek().kind, Kind::Text { .. }) {
                self.expect("the path of a file in quotes");
                if paths.is_empty() {
                    self.expect("a collection with its records, like `goals [ { id: \"gpg-1\" } ]`");
                }
                return self.unexpected();
            }
            paths.push(self.text()?);
            if self.take_sign(Sign::Comma).is_none() {
                return Ok(Given::Files { paths, span: self.since(place) });
            }
        }
    }

    /// `place "to" data`
    fn change(&mut self, start: Span) -> Read<Change> {
        let place = self.place()?;
        self.expected.clear();
        self.need_word("to")?;
        let to = self.data()?;
        Ok(Change { place, to, span: self.since(start) })
    }

    /// `name ( "passes" | "fails" [ "at" place { "," place } ] | "does" "not" "apply" | "cannot" "tell" )`
    fn expect_clause(&mut self, start: Span) -> Read<Expect> {
        let rule = self.rule_name()?;
        let token = self.peek().clone();
        let expected = match token.word() {
            Some("passes") => {
                self.advance();
                Expected::Passes
            }
            Some("fails") => {
                self.advance();
                let mut at = Vec::new();
                if self.take_word("at").is_some() {
                    at.push(self.place()?);
                    while self.take_sign(Sign::Comma).is_some() {
                        at.push(self.place()?);
                    }
                }
                Expected::Fails { at }
            }
            Some("does") => {
                self.advance();
                self.need_word("not")?;
                if let Some(expected) = self.does_not(token.span) {
                    expected
                } else {
                    self.need_word("apply")?;
                    Expected::DoesNotApply
                }
            }
            Some("cannot") => {
                self.advance();
                self.need_word("tell")?;
                Expected::CannotTell
            }
            _ => return self.no_outcome(),
        };
        Ok(Expect { rule, expected: Spanned::new(expected, self.since(token.span)), span: self.since(start) })
    }

    /// `does not fail`, which is reported, and read as the other outcome.
    fn does_not(&mut self, start: Span) -> Option<Expected> {
        let (expected, word) = match self.peek().word()? {
            "fail" | "fails" => (Expected::Passes, "passes"),
            "pass" | "passes" | "hold" | "holds" => (Expected::Fails { at: Vec::new() }, "fails"),
            _ => return None,
        };
        let span = start.to(self.advance());
        let message = format!("an outcome is {}, and there is another", vocabulary::listed(&EXPECTED));
        self.report(Mistake::new(Code::UnknownChoice, span, message, format!("write `{word}`")));
        Some(expected)
    }

    fn no_outcome<T>(&mut self) -> Read<T> {
        let token = self.peek().clone();
        if token.kind == Kind::Unreadable {
            return self.unexpected();
        }
        let choices = vocabulary::listed(&EXPECTED);
        let near = token.word().and_then(|word| match word {
            "fail" | "failed" | "failing" => Some("fails"),
            "pass" | "passed" | "ok" => Some("passes"),
            "skipped" => Some("does not apply"),
            "unknown" => Some("cannot tell"),
            word => vocabulary::nearest(word, &EXPECTED).map(|(near, _)| near),
        });
        let label = near.map_or_else(|| format!("write {choices}"), |near| format!("write `{near}`"));
        let message = format!("an outcome is {choices}, and there is {}", self.found(&token));
        self.fail(Mistake::new(Code::UnknownChoice, token.span, message, label))
    }
}
