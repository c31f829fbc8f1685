//! What is asked of the items of a list: quantifiers, bindings, and conditions in brackets.

use super::{Parser, Read};
use crate::ast::{Binding, Expr, ExprKind, LogicOp, Name, Quantifier};
use crate::mistake::{Mistake, shown};
use crate::token::Sign;
use crate::{Code, Span, Spanned, vocabulary};

impl Parser<'_> {
    /// `all x in …`, read as `every x in …`.
    pub(super) fn misspelt_quantifier(&mut self, word: &str, span: Span) -> Option<Quantifier> {
        let is_name = self.peek_by(1).word().is_some_and(|name| !vocabulary::RESERVED.contains(&name));
        if !is_name || !self.peek_by(2).is_word("in") || vocabulary::RESERVED.contains(&word) && word != "for" {
            return None;
        }
        let meant = vocabulary::quantifier_meant(word)?;
        self.report(Mistake::new(
            Code::UnknownWord,
            span,
            format!("`every`, `some` or `no` should stand here, and there is `{}`", shown(word)),
            format!("write `{meant}`"),
        ));
        Quantifier::from_word(meant)
    }

    /// `quantifier binding "has" "(" expression ")"`
    pub(super) fn quantifier(&mut self, quantifier: Quantifier) -> Read<Expr> {
        let start = self.advance();
        let binding = Box::new(self.binding()?);
        self.mend_operator(&["has"]);
        if self.peek().is_sign(Sign::RoundOpen) {
            let word = quantifier.word();
            self.report(Mistake::new(
                Code::Expected,
                self.peek().span,
                format!("what `{word}` asks for follows `has`, and there is `(`"),
                "write `has` before it",
            ));
        } else if self.take_word("has").is_none() {
            if !self.peek().is_word("where") && !self.stands_for_where() {
                return self.unexpected();
            }
            let place = self.peek().span;
            let word = shown(self.advance().of(self.source));
            let before = self.mistakes.len();
            let is_in_brackets = self.peek().is_sign(Sign::RoundOpen);
            let first = if is_in_brackets { self.condition("where") } else { self.expression() };
            let second =
                if first.is_ok() && self.take_word("has").is_some() { Some(self.condition("has")) } else { None };
            let joined = if quantifier == Quantifier::Every { "implies" } else { "and" };
            let (place, label) = match (&second, &first) {
                (Some(_), _) => (place, format!("write both in the brackets of `has`: `has (… {joined} …)`")),
                (None, Ok(first)) if !is_in_brackets => {
                    (self.since(place), format!("write `has ({})`", self.one_line(first.span)))
                }
                _ => (place, "write `has`".to_owned()),
            };
            let message = format!("what `{}` asks for follows `has`, and there is `{word}`", quantifier.word());
            self.mistakes.insert(before, Mistake::new(Code::MissingBrackets, place, message, label));
            let condition = match (first?, second.transpose()?) {
                (first, None) => first,
                (first, Some(second)) => {
                    let span = first.span.to(second.span);
                    let kind = if quantifier == Quantifier::Every {
                        ExprKind::Implies { left: Box::new(first), right: Box::new(second) }
                    } else {
                        ExprKind::Logic { op: LogicOp::And, operands: vec![first, second] }
                    };
                    self.node(kind, span)?
                }
            };
            let span = self.since(start);
            let (quantifier, condition) = (Spanned::new(quantifier, start), Box::new(condition));
            return self.node(ExprKind::Quantifier { quantifier, binding, condition }, span);
        }
        let condition = Box::new(self.condition("has")?);
        let span = self.since(start);
        let quantifier = Spanned::new(quantifier, start);
        self.node(ExprKind::Quantifier { quantifier, binding, condition }, span)
    }

    /// `"(" expression ")"` after `has` and `where`
    pub(super) fn condition(&mut self, after: &str) -> Read<Expr> {
        if self.peek().is_sign(Sign::RoundOpen) {
            let open = self.advance();
            let condition = self.expression()?;
            self.close(Sign::RoundClose, open)?;
            return Ok(condition);
        }
        let start = self.peek().span;
        if self.peek().is_sign(Sign::SquareOpen) {
            return self.in_square_brackets(after);
        }
        if self.clause_may_end() {
            self.expect("`(`");
            return self.unexpected();
        }
        let before = self.mistakes.len();
        let condition = self.expression()?;
        let (span, written) = (self.since(start), condition.span.of(self.source));
        let written = shown(&written.split_whitespace().collect::<Vec<_>>().join(" "));
        self.mistakes.insert(
            before,
            Mistake::new(
                Code::MissingBrackets,
                span,
                format!("the condition after `{after}` stands in brackets"),
                format!("write `{after} ({written})`"),
            ),
        );
        Ok(condition)
    }

    /// Whether `when` or `if` stands where `where` may stand. On a line of its own it may begin a clause.
    pub(super) fn stands_for_where(&self) -> bool {
        let token = self.peek();
        matches!(token.word(), Some("when" | "if")) && !token.first_on_line
    }

    /// `when …`, which was found to stand for `where`: reported, and read as `where (…)`.
    pub(super) fn instead_of_where(&mut self) -> Read<Expr> {
        let start = self.advance();
        let word = start.of(self.source);
        let before = self.mistakes.len();
        let condition = self.expression()?;
        let written = self.one_line(condition.inner().span);
        let message = format!("what is asked of each item follows `where`, and there is `{word}`");
        let mistake = Mistake::new(Code::UnknownWord, self.since(start), message, format!("write `where ({written})`"));
        self.mistakes.insert(before, mistake);
        Ok(condition)
    }

    /// `[…]`, where the brackets of a condition are round.
    fn in_square_brackets(&mut self, after: &str) -> Read<Expr> {
        let open = self.advance();
        let condition = self.expression()?;
        let span = open.to(self.close(Sign::SquareClose, open)?);
        let written = condition.span.of(self.source);
        let written = shown(&written.split_whitespace().collect::<Vec<_>>().join(" "));
        let message = format!("the condition after `{after}` stands between `(` and `)`, and here stands `[`");
        self.report(Mistake::new(Code::MissingBrackets, span, message, format!("write `{after} ({written})`")));
        Ok(condition)
    }

    /// `name "in" fallback`
    pub(super) fn binding(&mut self) -> Read<Binding> {
        self.nested(|parser| {
            parser.each_before_name();
            let name = parser.variable()?;
            parser.mend_operator(&["in"]);
            if !parser.peek().is_word("in") && (parser.clause_may_end() || parser.peek().first_on_line) {
                return parser.no_list(&name);
            }
            parser.need_word("in")?;
            let list = parser.fallback()?;
            Ok(Binding { name, list })
        })
    }

    /// `for goals`: a name, and no list behind it.
    fn no_list(&mut self, name: &Name) -> Read<Binding> {
        let written = shown(&name.text);
        let label = match written.strip_suffix('s') {
            Some(one) if !one.is_empty() => format!("write `{one} in {written}`"),
            _ => format!("write `{written} in` and the list"),
        };
        let message = format!("a list is gone through by `… in …`, and here stands `{written}` alone");
        self.fail(Mistake::new(Code::Expected, name.span, message, label))
    }

    /// `each x in …`, at `each`: reported, and passed over.
    fn each_before_name(&mut self) {
        let token = self.peek().clone();
        let is_each = token.word().filter(|word| matches!(*word, "each" | "every" | "all" | "any"));
        let is_name = self.peek_by(1).word().is_some_and(|name| !vocabulary::RESERVED.contains(&name));
        if let (Some(word), true, true) = (is_each, is_name, self.peek_by(2).is_word("in")) {
            let message = format!("the name of each item stands here, and there is `{word}`");
            self.report(Mistake::new(Code::UnknownWord, token.span, message, "take it out"));
            self.advance();
        }
    }

    /// `binding { "," binding }`
    pub(super) fn bindings(&mut self) -> Read<Vec<Binding>> {
        let mut bindings = vec![self.binding()?];
        while self.take_sign(Sign::Comma).is_some() {
            bindings.push(self.binding()?);
        }
        Ok(bindings)
    }
}
