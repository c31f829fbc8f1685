//! Comparisons that are said in words, and written in signs here.

use super::{Parser, Read};
use crate::ast::{Argument, CompareOp, Expr, ExprKind, LogicOp, Name};
use crate::mistake::{Mistake, shown};
use crate::token::{Kind, Sign};
use crate::{Code, Span, Spanned, vocabulary};

/// So many words say a comparison at most, `is` included.
const LONGEST: usize = 7;

/// A comparison that is said by words that follow.
struct Said {
    /// The sign or word that is meant.
    meant: &'static str,
    /// How many words say it, `is` included.
    words: usize,
    /// Whether they begin with `is`.
    after_is: bool,
}

impl Parser<'_> {
    /// `is before`, `at least`, behind `left`: reported, and read as the sign that is meant.
    pub(super) fn mend_comparison(&mut self, left: Expr) -> Read<Expr> {
        let Some(said) = self.said_comparison() else { return Ok(left) };
        let span = self.peek().span.to(self.peek_by(said.words - 1).span);
        let code = if said.after_is { Code::Is } else { Code::UnknownWord };
        let written = shown(span.of(self.source));
        if self.asks_for_length(&left, &said) {
            return self.length_in_words(left, &said, span);
        }
        let message = if said.meant.ends_with("in") {
            format!("a list is asked by `in`, and there is `{written}`")
        } else {
            format!("a comparison is written as a sign, and there is `{written}`")
        };
        self.report(Mistake::new(code, span, message, format!("write `{}`", said.meant)));
        self.read_as_sign(&said, span);
        Ok(left)
    }

    /// What the words that follow say, if they are a comparison, and none of this language.
    fn said_comparison(&self) -> Option<Said> {
        self.peek().word().filter(|word| vocabulary::begins_comparison(word))?;
        let is_on_line = |by: usize| by == 0 || !self.peek_by(by).first_on_line;
        let count = (0..LONGEST).take_while(|by| is_on_line(*by) && self.peek_by(*by).word().is_some()).count();
        let words: Vec<&str> = (0..count).filter_map(|by| self.peek_by(by).word()).collect();
        let is = usize::from(matches!(words.first(), Some(&"is" | &"are")));
        let anywhere = vocabulary::comparison_meant(&words[is..]);
        let (meant, length) = anywhere.or_else(|| self.said_after_is(is, &words[is..]))?;
        let after = self.peek_by(is + length);
        let is_value = !after.first_on_line && !matches!(after.kind, Kind::End | Kind::PlaceholderEnd);
        let is_own = is == 0 && matches!(words[..length], ["in"] | ["not", "in"]);
        // `at` starts a clause as well.
        let is_at = words[0] == "at"
            && (self.peek().first_on_line
                || after.is_sign(Sign::Dot)
                || after.word().is_some_and(|word| word == "end" || self.clauses.contains(&word)));
        (!is_own && !is_at && is_value).then_some(Said { meant, words: is + length, after_is: is == 1 })
    }

    /// The comparison that words say behind `is` only. With a text such words hardly put two values in an order.
    fn said_after_is(&self, is: usize, words: &[&str]) -> Option<(&'static str, usize)> {
        if is == 0 {
            return None;
        }
        let within = ["within", "not within"].into_iter().find(|written| words.join(" ").starts_with(written));
        let (meant, length) = match within {
            Some(written) if self.is_length_of_time(is + written.split(' ').count()) => {
                (if written == "within" { "<=" } else { ">" }, written.split(' ').count())
            }
            _ => vocabulary::comparison_after_is(words)?,
        };
        let (value, behind) = (self.peek_by(is + length), self.peek_by(is + length + 1));
        let is_text = matches!(value.kind, Kind::Text { .. } | Kind::TemplateStart(_));
        // In `is maximum - 1` the word is a name.
        let is_minus = value.is_sign(Sign::Minus) && value.span.end < behind.span.start;
        (value.begins_operand() && !is_minus && (!is_text || matches!(meant, "=" | "!="))).then_some((meant, length))
    }

    /// Whether a number and a unit stand so many words on.
    fn is_length_of_time(&self, by: usize) -> bool {
        let unit = self.peek_by(by + 1).word().and_then(vocabulary::duration_unit);
        matches!(self.peek_by(by).kind, Kind::Whole(_)) && unit.is_some()
    }

    /// Puts the sign or words that are meant in the place of the last words that say it.
    fn read_as_sign(&mut self, said: &Said, span: Span) {
        let kinds: &[Kind<'_>] = match said.meant {
            "<" => &[Kind::Sign(Sign::Less)],
            "<=" => &[Kind::Sign(Sign::AtMost)],
            ">" => &[Kind::Sign(Sign::Greater)],
            ">=" => &[Kind::Sign(Sign::AtLeast)],
            "=" => &[Kind::Sign(Sign::Equal)],
            "!=" => &[Kind::Sign(Sign::NotEqual)],
            "not in" => &[Kind::Word("not"), Kind::Word("in")],
            _ => &[Kind::Word("in")],
        };
        self.at += said.words - kinds.len();
        for (token, kind) in self.tokens.iter_mut().skip(self.at).zip(kinds) {
            token.kind = kind.clone();
            token.span = span;
            token.first_on_line = false;
        }
    }

    /// Whether a number is compared with how long a text or list is: `c.text is longer than 10`, and not `… 10 days`.
    fn asks_for_length(&self, left: &Expr, said: &Said) -> bool {
        let is_of_length = said.words > 1 && matches!(self.peek_by(said.words - 2).word(), Some("longer" | "shorter"));
        let is_field = matches!(left.inner().kind, ExprKind::Field { .. } | ExprKind::Name(_));
        let value = self.peek_by(said.words);
        is_of_length && is_field && matches!(value.kind, Kind::Whole(_)) && !self.is_length_of_time(said.words)
    }

    /// Reports `c.text is longer than 10`, and reads it as what is asked of the length.
    fn length_in_words(&mut self, left: Expr, said: &Said, words: Span) -> Read<Expr> {
        let span = left.span.to(words);
        let message = format!("a comparison is written as a sign, and there is `{}`", shown(words.of(self.source)));
        let label = format!("write `length({}) {}`", self.one_line(left.span), said.meant);
        let code = if said.after_is { Code::Is } else { Code::UnknownWord };
        self.report(Mistake::new(code, span, message, label));
        self.read_as_sign(said, words);
        let (function, place) = (Name { text: "length".to_owned(), span: left.span }, left.span);
        self.node(ExprKind::Call { function, arguments: vec![Argument::Value(left)] }, place)
    }

    /// `x between a and b`, at `between`: reported, and read as two comparisons.
    pub(super) fn between(&mut self, value: Expr, start: Span) -> Read<Expr> {
        while !self.peek().is_word("between") {
            self.advance();
        }
        self.advance();
        let place = self.since(start);
        let least = self.bound(CompareOp::AtLeast)?;
        self.need_word("and")?;
        let most = self.bound(CompareOp::AtMost)?;
        let [of, from, to] = [value.span, least.span, most.span].map(|span| shown(span.of(self.source)));
        let span = value.span.to(most.span);
        self.report(Mistake::new(
            Code::UnknownWord,
            span,
            "a comparison has two sides, and `between` has three",
            format!("write `{of} >= {from} and {of} <= {to}`"),
        ));
        let compare = |left: Expr, op: CompareOp, right: Expr| ExprKind::Compare {
            left: Box::new(left),
            op: Spanned::new(op, place),
            right: Box::new(right),
        };
        let first = self.node(compare(value.clone(), CompareOp::AtLeast, least), span)?;
        let second = self.node(compare(value, CompareOp::AtMost, most), span)?;
        let both = self.node(ExprKind::Logic { op: LogicOp::And, operands: vec![first, second] }, span)?;
        self.node(ExprKind::Paren(Box::new(both)), span)
    }
}
