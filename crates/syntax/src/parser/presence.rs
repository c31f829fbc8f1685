//! What stands after `is`.

use super::{Parser, Read, recovery::instead_of_like};
use crate::ast::{Argument, CompareOp, Expr, ExprKind, Name, Presence, TextTest};
use crate::mistake::Mistake;
use crate::token::{Kind, Sign, Token};
use crate::{Code, Span, Spanned, vocabulary};

/// What is meant by something after `is` or `is not` that does not stand there, and by how many words it is said.
#[derive(Clone, Copy)]
enum Meant {
    /// Nothing stands there.
    Nothing,
    Presence(Presence, usize),
    Membership {
        words: usize,
        negated: bool,
    },
    Sign(CompareOp),
    Distinct,
    Like,
    /// A value, with which it is compared.
    Value {
        op: CompareOp,
        words: usize,
    },
}

impl Parser<'_> {
    /// `"is" ( "present" | "missing" | [ "not" ] "empty" )`
    pub(super) fn is(&mut self, value: Expr) -> Read<Expr> {
        let start = self.advance();
        let not = self.peek().is_word("not");
        if not {
            self.advance();
        }
        let is = match (not, self.peek().word()) {
            (false, Some("present")) => Presence::Present,
            (false, Some("missing")) => Presence::Missing,
            (false, Some("empty")) => Presence::Empty,
            (true, Some("empty")) => Presence::NotEmpty,
            _ => return self.not_a_presence(value, start, not),
        };
        self.advance();
        self.presence(value, start, is)
    }

    /// What is said of a value by the words from `start` on.
    pub(super) fn presence(&mut self, value: Expr, start: Span, is: Presence) -> Read<Expr> {
        let place = self.since(start);
        let span = value.span.to(place);
        self.node(ExprKind::Presence { value: Box::new(value), is: Spanned::new(is, place) }, span)
    }

    /// Something else after `is` or `is not`: it is reported, and read as what is meant.
    fn not_a_presence(&mut self, value: Expr, start: Span, not: bool) -> Read<Expr> {
        let meant = self.meant_after_is(not);
        let no = |denied: bool| if denied { "not " } else { "" };
        let label = match meant {
            Meant::Nothing => "write `is present`, `is missing`, `is empty` or `is not empty`".to_owned(),
            Meant::Presence(is, _) => format!("write `is {}`", is.word()),
            Meant::Membership { negated, .. } => format!("write `{}in`", no(negated)),
            Meant::Sign(op) => format!("write `{}`", op.word()),
            Meant::Distinct => format!("write `{}is_distinct(…)`, with the list in the brackets", no(not)),
            Meant::Like => match &self.peek_by(1).kind {
                Kind::Text { value, .. } if !not => instead_of_like(value),
                _ => "write `contains`, with `not` before the value if it is denied".to_owned(),
            },
            Meant::Value { op, .. } => format!("write `{}` to compare with a value", op.word()),
        };
        let is_word = self.peek().word().is_some() && !matches!(meant, Meant::Nothing);
        let span = if is_word { start.to(self.peek().span) } else { start };
        let message = "after `is` stands `present`, `missing`, `empty` or `not empty`";
        self.report(Mistake::new(Code::Is, span, message, label));
        let words = match meant {
            Meant::Nothing | Meant::Distinct | Meant::Like => 0,
            Meant::Presence(_, words) | Meant::Membership { words, .. } | Meant::Value { words, .. } => words,
            Meant::Sign(_) => 1,
        };
        for _ in 0..words {
            self.advance();
        }
        match meant {
            Meant::Nothing => self.presence(value, start, Presence::Present),
            Meant::Presence(is, _) => self.presence(value, start, is),
            Meant::Membership { negated, .. } => self.membership(value, negated),
            Meant::Sign(op) => self.compare(value, Spanned::new(op, self.since(start))),
            Meant::Distinct => {
                let function = Name { text: "is_distinct".to_owned(), span: self.advance() };
                let span = value.span.to(function.span);
                let call = self.node(ExprKind::Call { function, arguments: vec![Argument::Value(value)] }, span)?;
                self.turned(call, not)
            }
            Meant::Like => {
                let test = self.text_test(value, TextTest::Contains)?;
                self.turned(test, not)
            }
            Meant::Value { op, .. } => self.compare(value, Spanned::new(op, self.since(start))),
        }
    }

    /// An expression, or its opposite.
    fn turned(&mut self, expr: Expr, not: bool) -> Read<Expr> {
        let span = expr.span;
        if not { self.node(ExprKind::Not(Box::new(expr)), span) } else { Ok(expr) }
    }

    fn meant_after_is(&self, not: bool) -> Meant {
        let (token, next) = (self.peek(), self.peek_by(1));
        if self.clause_may_end() {
            return Meant::Nothing;
        }
        if next.is_word("of") {
            match token.word() {
                Some("any" | "one" | "some" | "either") => return Meant::Membership { words: 2, negated: not },
                Some("none" | "neither") => return Meant::Membership { words: 2, negated: !not },
                _ => {}
            }
        }
        if let Kind::Sign(sign) = token.kind
            && let Some(op) = CompareOp::of(sign)
        {
            return Meant::Sign(if not { op.opposite() } else { op });
        }
        if let Some(is) = token.word().and_then(presence_meant) {
            return Meant::Presence(if not { opposite(is) } else { is }, 1);
        }
        if !token.begins_operand() && !token.is_word("in") {
            return Meant::Nothing;
        }
        let op = if not { CompareOp::NotEqual } else { CompareOp::Equal };
        let Some(word) = token.word() else {
            return match token.kind {
                Kind::Sign(Sign::SquareOpen) => Meant::Membership { words: 0, negated: not },
                _ => Meant::Value { op, words: 0 },
            };
        };
        match word {
            "in" => return Meant::Membership { words: 1, negated: not },
            "unique" | "distinct" => return Meant::Distinct,
            "like" => return Meant::Like,
            "unlike" if !not => return Meant::Value { op: CompareOp::NotEqual, words: 1 },
            _ => {}
        }
        if next.is_word("empty") {
            let denies = matches!(word, "no" | "non" | "never") || vocabulary::nearest(word, &["not"]).is_some();
            return Meant::Presence(if not == denies { Presence::Empty } else { Presence::NotEmpty }, 2);
        }
        // Where another operand follows, the word is an operator of another language.
        let is_list = next.is_sign(Sign::SquareOpen) && token.span.end < next.span.start;
        if is_list {
            Meant::Membership { words: 1, negated: not }
        } else {
            Meant::Value { op, words: usize::from(follows_operator(next)) }
        }
    }
}

/// What is said of a value by a word that is not one of the language, or nearly one.
fn presence_meant(word: &str) -> Option<Presence> {
    match word {
        "absent" | "null" | "nil" | "none" | "undefined" | "unset" => return Some(Presence::Missing),
        _ => {}
    }
    match vocabulary::nearest(word, &["present", "missing", "empty"]) {
        Some(("present", _)) => Some(Presence::Present),
        Some(("missing", _)) => Some(Presence::Missing),
        Some(_) => Some(Presence::Empty),
        None => matches!(word, "given" | "there" | "known" | "set" | "filled" | "defined" | "available")
            .then_some(Presence::Present),
    }
}

fn opposite(is: Presence) -> Presence {
    match is {
        Presence::Present => Presence::Missing,
        Presence::Missing => Presence::Present,
        Presence::Empty => Presence::NotEmpty,
        Presence::NotEmpty => Presence::Empty,
    }
}

/// Whether a token is a value, so that a word right before it is none.
fn follows_operator(token: &Token<'_>) -> bool {
    token.is_literal()
        || token.word().is_some_and(|word| {
            !vocabulary::RESERVED.contains(&word)
                && vocabulary::operator_meant(word, &vocabulary::OPERATORS).is_none()
                && !token.first_on_line
        })
}
