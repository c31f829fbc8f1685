//! Calls of functions, and aggregates.

use super::{Parser, Read};
use crate::ast::{Aggregate, Argument, Expr, ExprKind, Name, Over, Regex};
use crate::mistake::{Mistake, shown};
use crate::token::{Kind, Sign};
use crate::{Code, Spanned, vocabulary};

impl Parser<'_> {
    /// `name "(" … ")"`, at the opening bracket
    pub(super) fn call(&mut self, name: Name) -> Read<Expr> {
        let name = self.aggregate_in_capitals(name);
        let open = self.advance();
        let span = name.span;
        let kind = if let Some(aggregate) = Aggregate::from_word(&name.text) {
            let over = self.over(aggregate)?;
            ExprKind::Aggregate { aggregate: Spanned::new(aggregate, span), over }
        } else if name.text == "chain" {
            let record = Box::new(self.expression()?);
            self.need_sign(Sign::Comma)?;
            ExprKind::Chain { record, field: self.field()? }
        } else {
            if !is_in_capitals(&name.text) {
                self.check_snake_case(&name.text, span);
            }
            ExprKind::Call { function: name, arguments: self.arguments()? }
        };
        let end = self.close(Sign::RoundClose, open)?;
        self.node(kind, span.to(end))
    }

    /// `COUNT(…)`, at its bracket: reported, and read as `count(…)`.
    fn aggregate_in_capitals(&mut self, name: Name) -> Name {
        let small = name.text.to_ascii_lowercase();
        if !is_in_capitals(&name.text) || Aggregate::from_word(&small).is_none() {
            return name;
        }
        self.check_snake_case(&name.text, name.span);
        Name { text: small, ..name }
    }

    /// `[ argument { "," argument } ]`
    fn arguments(&mut self) -> Read<Vec<Argument>> {
        let mut arguments = Vec::new();
        if self.next_is_sign(Sign::RoundClose) {
            return Ok(arguments);
        }
        loop {
            let token = self.peek().clone();
            if let Kind::Regex(pattern) = token.kind {
                self.advance();
                arguments.push(Argument::Regex(Regex { pattern, span: token.span }));
            } else {
                arguments.push(Argument::Value(self.expression()?));
            }
            if self.take_sign(Sign::Comma).is_none() {
                return Ok(arguments);
            }
        }
    }

    /// `bindings [ where ]` of `count`, `expression "for" bindings [ where ]` of the others, `expression` of all
    fn over(&mut self, aggregate: Aggregate) -> Read<Over> {
        let word = aggregate.word();
        let is_in = |word| {
            let is_operator = vocabulary::RESERVED.contains(&word) || vocabulary::OPERATORS.contains(&word);
            word == "in" || !is_operator && vocabulary::operator_meant(word, &["in"]).is_some()
        };
        let is_each = self.peek().word().is_some() && self.peek_by(1).word().is_some_and(is_in);
        if aggregate == Aggregate::Count && is_each {
            return self.each(None);
        }
        let value = self.expression()?;
        if let Some(place) = self.peek().is_word("for").then_some(self.peek().span) {
            self.advance();
            if aggregate == Aggregate::Count {
                self.report(Mistake::new(
                    Code::Comprehension,
                    place,
                    "`count` counts items, and takes no value of each",
                    "write `count(x in list where (…))`",
                ));
            }
            return self.each(Some(Box::new(value)));
        }
        if let (ExprKind::Membership { item, .. }, Some(place)) =
            (&value.kind, self.peek().is_word("where").then_some(self.peek().span))
        {
            let item = shown(item.span.of(self.source));
            self.report(Mistake::new(
                Code::Comprehension,
                place,
                format!("`{word}` says first what it takes of each item"),
                format!("write `{word}({item} for {item} in … where (…))`"),
            ));
            self.advance();
            self.condition("where")?;
        }
        if self.peek().is_word("where") || self.stands_for_where() {
            return self.where_without_name(aggregate, &value);
        }
        if self.peek().is_sign(Sign::Comma) {
            let place = self.peek().span;
            return self.fail(Mistake::new(
                Code::Comprehension,
                place,
                format!("`{word}` takes one list"),
                format!("write the values as a list: `{word}([…, …])`"),
            ));
        }
        self.expect("for");
        Ok(Over::List(Box::new(value)))
    }

    fn each(&mut self, value: Option<Box<Expr>>) -> Read<Over> {
        let bindings = self.bindings()?;
        self.mend_operator(&["where"]);
        let condition = if self.take_word("where").is_some() {
            Some(Box::new(self.condition("where")?))
        } else if self.stands_for_where() {
            Some(Box::new(self.instead_of_where()?))
        } else {
            None
        };
        Ok(Over::Each { value, bindings, condition })
    }
}

/// Whether a name is written as spreadsheets write functions. No definition has such a name, so that it is told with its
/// meaning where it is looked for.
fn is_in_capitals(name: &str) -> bool {
    name.len() > 1 && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}
