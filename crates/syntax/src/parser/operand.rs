//! Values: constants, names, paths, calls and what stands in brackets.

use super::{Parser, Read, Stop};
use crate::ast::{
    Aggregate, Argument, Binding, Duration, DurationUnit, Expr, ExprKind, Literal, LogicOp, Name, Over, Quantifier,
    Text,
};
use crate::mistake::{Mistake, shown};
use crate::token::{Kind, Sign};
use crate::{Code, Span, Spanned, vocabulary};

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
            if self.take_sign(Sign::Dot).is_none() {
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

    /// `all x in …`, read as `every x in …`.
    fn misspelt_quantifier(&mut self, word: &str, span: Span) -> Option<Quantifier> {
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
    fn quantifier(&mut self, quantifier: Quantifier) -> Read<Expr> {
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
            if !self.peek().is_word("where") {
                return self.unexpected();
            }
            let place = self.advance();
            let before = self.mistakes.len();
            let first = self.condition("where");
            let second =
                if first.is_ok() && self.take_word("has").is_some() { Some(self.condition("has")) } else { None };
            let joined = if quantifier == Quantifier::Every { "implies" } else { "and" };
            let label = match second {
                Some(_) => format!("write both in the brackets of `has`: `has (… {joined} …)`"),
                None => "write `has (…)`".to_owned(),
            };
            let message = format!("what `{}` asks for follows `has`, and there is `where`", quantifier.word());
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

    /// Whether what follows is `{}`, `{a}` or `{a, …`, and not a record.
    fn is_list_in_braces(&self) -> bool {
        let is_end = |by: usize| self.peek_by(by).is_sign(Sign::CurlyClose);
        is_end(1) || is_end(2) || self.peek_by(2).is_sign(Sign::Comma)
    }

    /// `"(" expression ")"` after `has` and `where`
    fn condition(&mut self, after: &str) -> Read<Expr> {
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

    /// `name "(" … ")"`, at the opening bracket
    fn call(&mut self, name: Name) -> Read<Expr> {
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
            self.check_snake_case(&name.text, span);
            ExprKind::Call { function: name, arguments: self.arguments()? }
        };
        let end = self.close(Sign::RoundClose, open)?;
        self.node(kind, span.to(end))
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
                arguments.push(Argument::Regex(crate::ast::Regex { pattern, span: token.span }));
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
        if self.peek().is_word("where") {
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
        let condition = match self.take_word("where") {
            Some(_) => Some(Box::new(self.condition("where")?)),
            None => None,
        };
        Ok(Over::Each { value, bindings, condition })
    }
}
