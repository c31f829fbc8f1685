//! `not` in the middle: `does not contain`, `not missing`, `not > 3`.

use super::{Parser, Read, recovery::instead_of_like};
use crate::ast::{CompareOp, Expr, ExprKind, Presence, TextTest};
use crate::mistake::Mistake;
use crate::token::Kind;
use crate::{Code, Span, Spanned};

/// What is denied by a `not` that stands behind a value.
#[derive(Clone, Copy)]
enum Denied {
    Test(TextTest),
    Like,
    Matches,
    Presence(Presence),
    /// The opposite is asked.
    Compare(CompareOp),
    /// It is compared with a value.
    Value,
}

impl Parser<'_> {
    /// A `not` behind a value, other than `not in`: reported, and read as what is meant.
    pub(super) fn denied(&mut self, value: &Expr) -> Option<Read<Expr>> {
        let before = usize::from(matches!(self.peek().word(), Some("does" | "do" | "did" | "must" | "may" | "should")));
        if self.peek().first_on_line || !self.peek_by(before).is_word("not") {
            return None;
        }
        let be = usize::from(self.peek_by(before + 1).is_word("be"));
        let denied = self.what_is_denied(before + be + 1)?;
        let start = self.peek().span;
        for _ in 0..=before + be {
            self.advance();
        }
        let place = start.to(self.peek().span);
        let written = self.one_line(value.span);
        let label = match &denied {
            Denied::Test(test) => format!("write `not {written} {} …`", test.word()),
            Denied::Like => match &self.peek_by(1).kind {
                Kind::Text { value, .. } => format!("{}, with `not` before the value", instead_of_like(value)),
                _ => format!("write `not {written} contains …`"),
            },
            Denied::Matches => format!("write `not {written} matches …`"),
            Denied::Presence(is) => format!("write `is {}`", is.word()),
            Denied::Compare(op) => format!("write `{}`", op.word()),
            Denied::Value => "write `!=` to compare with a value".to_owned(),
        };
        let place = if matches!(denied, Denied::Value) { start.to(self.last_span()) } else { place };
        let message = match denied {
            Denied::Presence(_) | Denied::Compare(_) | Denied::Value => "`not` does not stand behind a value",
            _ => "`not` stands before the value of which something is denied",
        };
        self.report(Mistake::new(Code::UnknownWord, place, message, label));
        Some(self.read_denied(value.clone(), denied, start))
    }

    fn what_is_denied(&self, by: usize) -> Option<Denied> {
        let token = self.peek_by(by);
        Some(match &token.kind {
            Kind::Word("contain" | "contains" | "include" | "includes") => Denied::Test(TextTest::Contains),
            Kind::Word("start" | "starts") => Denied::Test(TextTest::StartsWith),
            Kind::Word("end" | "ends") if self.peek_by(by + 1).is_word("with") => Denied::Test(TextTest::EndsWith),
            Kind::Word("like") => Denied::Like,
            Kind::Word("match" | "matches") => Denied::Matches,
            Kind::Word("present" | "exist" | "exists") => Denied::Presence(Presence::Missing),
            Kind::Word("missing") => Denied::Presence(Presence::Present),
            Kind::Word("empty") => Denied::Presence(Presence::NotEmpty),
            Kind::Sign(sign) => Denied::Compare(CompareOp::of(*sign)?.opposite()),
            _ if token.is_literal() && !token.first_on_line => Denied::Value,
            _ => return None,
        })
    }

    fn read_denied(&mut self, value: Expr, denied: Denied, start: Span) -> Read<Expr> {
        let test = match denied {
            Denied::Test(test) => self.text_test(value, test)?,
            Denied::Like => self.text_test(value, TextTest::Contains)?,
            Denied::Matches => self.matches(value)?,
            Denied::Presence(is) => {
                self.advance();
                return self.presence(value, start, is);
            }
            Denied::Compare(op) => {
                let place = start.to(self.advance());
                return self.compare(value, Spanned::new(op, place));
            }
            Denied::Value => return self.compare(value, Spanned::new(CompareOp::NotEqual, start)),
        };
        let span = test.span;
        self.node(ExprKind::Not(Box::new(test)), span)
    }
}
