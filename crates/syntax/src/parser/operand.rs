//! Values: constants, names, paths, and what stands in brackets.

use super::{Parser, Read, Stop};
use crate::ast::{Duration, DurationUnit, Expr, ExprKind, Literal, LogicOp, Name, Quantifier, Text};
use crate::mistake::{Mistake, shown};
use crate::token::{Kind, Sign};
use crate::{Code, Span, vocabulary};

/// Words of other languages for what is not there.
pub(super) const NULLS: [&str; 7] = ["null", "nil", "none", "undefined", "NULL", "None", "Null"];

impl Parser<'_> {
    /// `operand { "." field }`
    pub(super) fn path(&mut self) -> Read<Expr> {
        let mut value = self.operand()?;
        loop {
            if let Some(open) = self.peek().is_sign(Sign::SquareOpen).then_some(self.peek().span) {
                return self.index(open);
            }
            if self.full_stop_behind_value() || self.take_sign(Sign::Dot).is_none() {
                return Ok(value);
            }
            let field = self.field()?;
            if self.peek().is_sign(Sign::RoundOpen) && self.peek().span.start == field.span.end {
                return self.method(&value, &field);
            }
            let span = value.span.to(field.span);
            value = self.node(ExprKind::Field { record: Box::new(value), field }, span)?;
        }
    }

    /// `value.function(…)`, as other languages have it.
    fn method(&mut self, value: &Expr, function: &Name) -> Read<Expr> {
        let (value, name) = (shown(value.span.of(self.source)), shown(&function.text));
        self.fail(Mistake::new(
            Code::Expected,
            function.span,
            format!("a function stands before its value in brackets, and `{name}` stands behind it"),
            format!("write `{name}({value})`"),
        ))
    }

    /// An item by its position has no place in a rule.
    pub(super) fn index<T>(&mut self, span: Span) -> Read<T> {
        if let Kind::Text { .. } = self.peek_by(1).kind {
            return self.fail(Mistake::new(
                Code::Index,
                span,
                "an item of a list is not taken by its id in an expression",
                "go through the list, like `some x in … has (x.id = …)`",
            ));
        }
        self.fail(
            Mistake::new(
                Code::Index,
                span,
                "an item of a list is not taken by its position in an expression",
                "write `first(…)` or `last(…)`, or go through the list by `every`, `some` or `no`",
            )
            .note("In a test, `change` and `expect … at` name places by position."),
        )
    }

    fn operand(&mut self) -> Read<Expr> {
        let token = self.peek().clone();
        match token.kind {
            Kind::Sign(Sign::RoundOpen) => self.brackets(),
            Kind::Sign(Sign::SquareOpen) => self.list(),
            Kind::Sign(Sign::CurlyOpen) if self.is_list_in_braces() => self.fail(Mistake::new(
                Code::ForeignSign,
                token.span,
                "a list stands between `[` and `]`, and here stands `{`",
                "write `[…]`",
            )),
            Kind::Sign(Sign::CurlyOpen) => self.fail(Mistake::new(
                Code::Data,
                token.span,
                "a record stands in an example or a test only",
                "compare its fields one by one",
            )),
            Kind::Sign(Sign::Slash) | Kind::Regex(_) => self.fail(Mistake::new(
                Code::Regex,
                token.span,
                "a regular expression stands after `matches` and in `replace(…)` only",
                "write `… matches /…/`",
            )),
            Kind::Word(_) if self.says_how_many() => {
                let span = token.span.to(self.peek_by(1).span);
                let asked = self.how_many(0);
                let some = if asked == ">= 1" { ", or `some x in … has (…)`" } else { "" };
                let message = "how many of a list there are is asked by `count`";
                let label = format!("write `count(x in … where (…)) {asked}`{some}");
                self.fail(Mistake::new(Code::Expected, span, message, label))
            }
            Kind::Word(word) => self.word_operand(word, token.span),
            _ => match self.literal()? {
                Some(literal) => {
                    let span = self.since(token.span);
                    self.node(ExprKind::Literal(literal), span)
                }
                None => {
                    self.expect("a value");
                    self.unexpected()
                }
            },
        }
    }

    /// A constant, if one stands here.
    pub(super) fn literal(&mut self) -> Read<Option<Literal>> {
        let token = self.peek().clone();
        let literal = match token.kind {
            Kind::Text { value, form } => Literal::Text(Text { value: value.into_owned(), form, span: token.span }),
            Kind::Whole(count) => {
                self.advance();
                return Ok(Some(self.duration(count, token.span)));
            }
            Kind::Number(number) => {
                self.advance();
                return Ok(Some(self.part_of_unit(number, token.span).unwrap_or(Literal::Number(number))));
            }
            Kind::Date(date) => Literal::Date(date),
            Kind::DateTime(date_time) => Literal::DateTime(date_time),
            Kind::Word("true") => Literal::Boolean(true),
            Kind::Word("false") => Literal::Boolean(false),
            Kind::Unreadable => {
                self.advance();
                return Err(Stop);
            }
            _ => return Ok(None),
        };
        self.advance();
        Ok(Some(literal))
    }

    /// A number that was taken, and the unit that may follow.
    fn duration(&mut self, count: i64, number: Span) -> Literal {
        let Some(word) = self.peek().word().filter(|_| !self.peek().first_on_line) else {
            return Literal::Whole(count);
        };
        let told = self.date_in_words(count, number).or_else(|| self.kind_of_days(count, number));
        if let Some(told) = told {
            return told;
        }
        let Some((unit, singular)) = vocabulary::duration_unit(word) else {
            return self.other_unit(count, number);
        };
        self.advance();
        if singular != (count == 1) {
            let span = self.since(number);
            let (word, plural) = (unit.word(), if count == 1 { "" } else { "s" });
            self.report(Mistake::new(
                Code::Duration,
                span,
                "a duration is one `day`, or several `days`",
                format!("write `{count} {word}{plural}`"),
            ));
        }
        Literal::Duration(Duration { count, unit })
    }

    /// A number that was taken, and a word that may be meant as a unit.
    fn other_unit(&mut self, count: i64, number: Span) -> Literal {
        let token = self.peek().clone();
        let Some(word) = token.word() else { return Literal::Whole(count) };
        let is_operator = vocabulary::RESERVED.contains(&word) || vocabulary::OPERATORS.contains(&word);
        let meant = vocabulary::unit_meant(word).filter(|_| !is_operator);
        if meant.is_none() && !vocabulary::is_other_unit(word) {
            return Literal::Whole(count);
        }
        self.advance();
        let (span, unit) = match meant {
            Some(unit) => (token.span, unit),
            None => (self.since(number), DurationUnit::Day),
        };
        let label = match meant {
            Some(unit) => format!("write `{}{}`", unit.word(), if count == 1 { "" } else { "s" }),
            None if word.starts_with("quarter") => format!("write `{} months`", count.saturating_mul(3)),
            None if word.starts_with("decade") => format!("write `{} years`", count.saturating_mul(10)),
            None => "write it in days, like `2 days`".to_owned(),
        };
        let message = format!("a duration has days, weeks, months or years, and there is `{}`", shown(word));
        self.report(Mistake::new(Code::Duration, span, message, label));
        Literal::Duration(Duration { count, unit })
    }

    /// `"(" expression ")"`
    fn brackets(&mut self) -> Read<Expr> {
        let open = self.advance();
        let inner = self.expression()?;
        if self.peek().is_sign(Sign::Comma) {
            return self.list_in_round_brackets(open, inner);
        }
        let end = self.close(Sign::RoundClose, open)?;
        self.node(ExprKind::Paren(Box::new(inner)), open.to(end))
    }

    /// `(a, b)`, at the first comma: reported, and read as `[a, b]`.
    fn list_in_round_brackets(&mut self, open: Span, first: Expr) -> Read<Expr> {
        let mut items = vec![first];
        while self.take_sign(Sign::Comma).is_some() {
            items.push(self.expression()?);
        }
        let span = open.to(self.close(Sign::RoundClose, open)?);
        let written = span.of(self.source);
        let inside = written.get(1..written.len().saturating_sub(1)).unwrap_or_default();
        self.report(Mistake::new(
            Code::ForeignSign,
            span,
            "a list stands between `[` and `]`, and here it stands between `(` and `)`",
            format!("write `[{}]`", shown(inside)),
        ));
        self.node(ExprKind::List(items), span)
    }

    /// `"[" [ expression { "," expression } ] "]"`
    fn list(&mut self) -> Read<Expr> {
        let open = self.advance();
        let mut items = Vec::new();
        if !self.next_is_sign(Sign::SquareClose) {
            items.push(self.expression()?);
            while self.take_sign(Sign::Comma).is_some() {
                items.push(self.expression()?);
            }
        }
        let end = self.close(Sign::SquareClose, open)?;
        self.node(ExprKind::List(items), open.to(end))
    }

    fn word_operand(&mut self, word: &str, span: Span) -> Read<Expr> {
        if let Some(quantifier) = self.misspelt_quantifier(word, span) {
            return self.quantifier(quantifier);
        }
        if NULLS.contains(&word) {
            return self.fail(Mistake::new(
                Code::ForeignSign,
                span,
                format!("there is no `{word}`: a value is there, or it is missing"),
                "write `… is missing` or `… is present`",
            ));
        }
        if let Some(literal) = matches!(word, "true" | "false").then(|| self.literal()) {
            let literal = literal?.unwrap_or(Literal::Boolean(false));
            return self.node(ExprKind::Literal(literal), span);
        }
        if let Some(quantifier) = Quantifier::from_word(word) {
            return self.quantifier(quantifier);
        }
        match word {
            "if" if self.is_function_of_sheet() => return self.choice_of_sheet(),
            "and" | "or" if self.is_function_of_sheet() => {
                return self.logic_of_sheet(if word == "and" { LogicOp::And } else { LogicOp::Or });
            }
            "as" if self.peek_by(1).is_word("of") => return self.as_of_in_words(),
            "if" => {
                return self.fail(Mistake::new(
                    Code::If,
                    span,
                    "an `if` within an expression stands in brackets",
                    "write `(if … then … else …)`",
                ));
            }
            "not" => {
                return self.fail(Mistake::new(
                    Code::MissingBrackets,
                    span,
                    "a `not` on the side of an operator stands in brackets",
                    "write `(not …)`",
                ));
            }
            "cell" if !self.in_matrix => {
                return self.fail(Mistake::new(
                    Code::MisplacedClause,
                    span,
                    "`cell` is the value of a cell of a `matrix`, and this is no matrix",
                    "name a variable of `for` or `let`",
                ));
            }
            _ => {}
        }
        // `cell` starts a clause, and is a value in what follows it.
        let is_cell = word == "cell" && self.in_matrix;
        if vocabulary::RESERVED.contains(&word) && !is_cell && !self.is_misnamed(word)
            || (self.peek().first_on_line && self.starts_misspelt_clause())
        {
            self.expect("a value");
            return self.unexpected();
        }
        let told = self.without_brackets(word, span).or_else(|| self.date_by_month(word, span));
        if let Some(told) = told.or_else(|| self.duration_in_words(word, span)) {
            return told;
        }
        self.advance();
        if let Some(name) = self.misnamed_with_hyphens(span) {
            let span = name.span;
            return self.node(ExprKind::Name(name), span);
        }
        let name = Name { text: word.to_owned(), span };
        if self.peek().is_sign(Sign::RoundOpen) {
            return self.call(name);
        }
        self.check_snake_case(word, span);
        self.node(ExprKind::Name(name), span)
    }

    /// Whether what follows is `{}`, `{a}` or `{a, …`, and not a record.
    fn is_list_in_braces(&self) -> bool {
        let is_end = |by: usize| self.peek_by(by).is_sign(Sign::CurlyClose);
        is_end(1) || is_end(2) || self.peek_by(2).is_sign(Sign::Comma)
    }
}
