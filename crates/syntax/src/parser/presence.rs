//! What stands after `is`.

use super::{Parser, Read, recovery::instead_of_like};
use crate::ast::{Argument, CompareOp, Expr, ExprKind, LogicOp, Name, Presence, TextTest};
use crate::mistake::{Mistake, shown};
use crate::token::{Kind, Sign, Token};
use crate::{Code, Span, Spanned, vocabulary};

/// What is meant by something after `is` or `is not` that does not stand there, and by how many words it is said.
#[derive(Clone, Copy)]
enum Meant {
    /// Nothing stands there.
    Nothing,
    Presence(Presence, usize),
    /// A word that says so, or that is one of those that the value may be.
    PresenceOrWord(Presence),
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
    /// A value behind a word that may say any comparison.
    Unclear(CompareOp),
}

impl Meant {
    /// How many words behind `is` or `is not` say it.
    const fn words(self) -> usize {
        match self {
            Self::Nothing => 0,
            Self::Presence(_, words) | Self::Membership { words, .. } | Self::Value { words, .. } => words,
            Self::PresenceOrWord(_) | Self::Sign(_) | Self::Distinct | Self::Like | Self::Unclear(_) => 1,
        }
    }
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
        if let Some(negated) = self.names_each(not) {
            return self.each_named(value, start, negated);
        }
        let meant = self.meant_after_is(not);
        let no = |denied: bool| if denied { "not " } else { "" };
        let label = match meant {
            Meant::Nothing => "write `is present`, `is missing`, `is empty` or `is not empty`".to_owned(),
            Meant::Presence(is, _) => format!("write `is {}`", is.word()),
            Meant::PresenceOrWord(is) => {
                let (word, sign) = (shown(self.peek().span.of(self.source)), if not { "!=" } else { "=" });
                format!("write `is {}`, or `{sign} \"{word}\"` where that is one of its words", is.word())
            }
            Meant::Membership { negated, .. } => format!("write `{}in`", no(negated)),
            Meant::Sign(op) => format!("write `{}`", op.word()),
            Meant::Distinct => format!("write `{}is_distinct(…)`, with the list in the brackets", no(not)),
            Meant::Like => match &self.peek_by(1).kind {
                Kind::Text { value, .. } if !not => instead_of_like(value),
                _ => "write `contains`, with `not` before the value if it is denied".to_owned(),
            },
            Meant::Value { op, .. } => format!("write `{}` to compare with a value", op.word()),
            Meant::Unclear(op) => format!("write `{}`, `<`, `<=`, `>` or `>=`, whichever is meant", op.word()),
        };
        let place = match meant.words() {
            0 => self.since(start),
            words => start.to(self.peek_by(words - 1).span),
        };
        let message = "after `is` stands `present`, `missing`, `empty` or `not empty`";
        self.report(Mistake::new(Code::Is, place, message, label));
        if !matches!(meant, Meant::Distinct | Meant::Like) {
            (0..meant.words()).for_each(|_| {
                self.advance();
            });
        }
        match meant {
            Meant::Nothing => self.presence(value, start, Presence::Present),
            Meant::Presence(is, _) | Meant::PresenceOrWord(is) => self.presence(value, start, is),
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
            Meant::Value { op, .. } | Meant::Unclear(op) => self.compare(value, Spanned::new(op, self.since(start))),
        }
    }

    /// Whether `neither a nor b` or `either a or b` follows, and if so, whether it denies them.
    fn names_each(&self, not: bool) -> Option<bool> {
        let (word, first) = (self.peek().word()?, self.peek_by(1));
        let negated = match word {
            "neither" if !not => true,
            "either" => not,
            _ => return None,
        };
        let second = self.peek_by(2);
        let is_value =
            first.is_literal() || first.word().is_some_and(|_| second.is_sign(Sign::Dot) || second.is_word("nor"));
        let is_presence = self.nor_presence().is_some();
        (is_value || negated && is_presence).then_some(negated)
    }

    /// `is neither a nor b`, at `neither`: reported, and read as `not in [a, b]`.
    fn each_named(&mut self, value: Expr, start: Span, negated: bool) -> Read<Expr> {
        if let Some(both) = self.nor_presence() {
            return self.neither_presence(value, start, both);
        }
        self.advance();
        let mut items = vec![self.sum()?];
        while self.another_is_named() {
            self.advance();
            items.push(self.sum()?);
        }
        let place = self.since(start);
        let written: Vec<String> = items.iter().map(|item| self.one_line(item.span)).collect();
        let word = if negated { "not in" } else { "in" };
        let message = "one of several values is asked by `in`, and they stand in a list";
        self.report(Mistake::new(Code::Is, place, message, format!("write `{word} [{}]`", written.join(", "))));
        let (list, span) = (self.node(ExprKind::List(items), place)?, value.span.to(place));
        self.node(ExprKind::Membership { item: Box::new(value), negated, list: Box::new(list) }, span)
    }

    /// Whether `nor` and a further value follow, and not the other side of an `or`.
    fn another_is_named(&self) -> bool {
        let (joins, value, after) = (self.peek(), self.peek_by(1), self.peek_by(2));
        let is_compared = matches!(after.kind, Kind::Sign(sign) if CompareOp::of(sign).is_some());
        !joins.first_on_line
            && match joins.kind {
                Kind::Word("nor") => value.begins_operand(),
                Kind::Word("or") | Kind::Sign(Sign::Comma) => value.is_literal() && !is_compared,
                _ => false,
            }
    }

    /// What `neither missing nor empty` denies.
    fn nor_presence(&self) -> Option<[Presence; 2]> {
        let joins = matches!(self.peek_by(2).word(), Some("nor" | "or"));
        let [one, other] = [1, 3].map(|by| self.peek_by(by).word().and_then(presence_meant));
        Some([one?, other?]).filter(|_| joins && self.peek().is_word("neither"))
    }

    /// `is neither missing nor empty`, at `neither`: reported, and read as two questions.
    fn neither_presence(&mut self, value: Expr, start: Span, both: [Presence; 2]) -> Read<Expr> {
        (0..4).for_each(|_| {
            self.advance();
        });
        let place = value.span.to(self.last_span());
        let written = self.one_line(value.span);
        let [one, other] = both.map(Presence::opposite);
        let label = format!("write `{written} is {} and {written} is {}`", one.word(), other.word());
        self.report(Mistake::new(Code::Is, place, "one thing is asked after `is`, and here are two", label));
        let first = self.presence(value.clone(), start, one)?;
        let second = self.presence(value, start, other)?;
        let asked = self.node(ExprKind::Logic { op: LogicOp::And, operands: vec![first, second] }, place)?;
        self.node(ExprKind::Paren(Box::new(asked)), place)
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
        if let Some((is, words)) = self.said_presence() {
            let asked = if not { is.opposite() } else { is };
            let may_be_word = token.word().is_some_and(vocabulary::may_be_of_closed_list);
            return if may_be_word { Meant::PresenceOrWord(asked) } else { Meant::Presence(asked, words) };
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
        if is_list { Meant::Membership { words: 1, negated: not } } else { compared_behind(word, next, op) }
    }

    /// What is said of a value by a word of another language, and by how many words: `blank`, `filled in`.
    fn said_presence(&self) -> Option<(Presence, usize)> {
        let (word, next) = (self.peek().word()?, self.peek_by(1));
        if word == "non" && next.is_sign(Sign::Minus) {
            return self.peek_by(2).word().and_then(presence_meant).map(|is| (is.opposite(), 3));
        }
        let with_next = match (word, next.word().filter(|_| !next.first_on_line)) {
            ("filled", Some("in" | "out")) => Some(Presence::Present),
            ("left", Some("blank" | "empty")) => Some(Presence::Empty),
            ("no", Some("one")) => Some(Presence::Missing),
            _ => None,
        };
        with_next.map(|is| (is, 2)).or_else(|| presence_meant(word).map(|is| (is, 1)))
    }
}

/// What is said of a value by a word that is not one of the language, or nearly one.
fn presence_meant(word: &str) -> Option<Presence> {
    if let Some(said) = vocabulary::presence(word) {
        return Some(said);
    }
    match vocabulary::nearest(word, &["present", "missing", "empty"])?.0 {
        "present" => Some(Presence::Present),
        "missing" => Some(Presence::Missing),
        _ => Some(Presence::Empty),
    }
}

/// What is meant by a word that may stand between `is` and a value.
fn compared_behind(word: &str, value: &Token<'_>, op: CompareOp) -> Meant {
    if !follows_operator(value) {
        return Meant::Value { op, words: 0 };
    }
    match word {
        "equal" | "equals" | "the" | "a" | "an" | "always" | "still" | "now" | "called" | "named" => {
            Meant::Value { op, words: 1 }
        }
        "never" => Meant::Value { op: op.opposite(), words: 1 },
        _ => Meant::Unclear(op),
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
