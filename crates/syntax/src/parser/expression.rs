//! Expressions, from the loosest operator to the tightest.

use super::{Parser, Read, operand::NULLS};
use crate::ast::{ArithmeticOp, CompareOp, Expr, ExprKind, Literal, LogicOp, Presence, TextTest};
use crate::mistake::{Mistake, shown_up_to};
use crate::token::{Kind, Sign};
use crate::{Code, Span, Spanned, vocabulary};

impl Parser<'_> {
    /// `if e then e else e | implication`
    pub(super) fn expression(&mut self) -> Read<Expr> {
        self.nested(|parser| {
            let is_choice = parser.peek().is_word("if") && !parser.is_function_of_sheet();
            if is_choice { parser.choice() } else { parser.implication() }
        })
    }

    /// `"if" expression "then" expression "else" expression`
    fn choice(&mut self) -> Read<Expr> {
        let start = self.advance();
        self.not_in_capitals(start);
        let condition = Box::new(self.expression()?);
        self.need_word("then")?;
        let then = Box::new(self.expression()?);
        if self.take_word("else").is_none() {
            if self.clause_may_end() || matches!(self.peek().kind, Kind::Sign(_) | Kind::PlaceholderEnd) {
                return self.fail(Mistake::new(
                    Code::If,
                    start,
                    "an `if` says what holds where its condition is false, and this one has no `else`",
                    "write `if … then … else …`",
                ));
            }
            return self.unexpected();
        }
        let otherwise = Box::new(self.expression()?);
        let span = start.to(otherwise.span);
        self.node(ExprKind::If { condition, then, otherwise }, span)
    }

    /// `logic [ "implies" implication ]`
    fn implication(&mut self) -> Read<Expr> {
        let left = self.logic()?;
        if self.is_arrow() {
            self.advance();
        } else if self.take_word("implies").is_none() {
            return Ok(left);
        }
        let right = self.nested(Self::implication)?;
        let span = left.span.to(right.span);
        self.node(ExprKind::Implies { left: Box::new(left), right: Box::new(right) }, span)
    }

    /// Whether `=>` stands here, which was reported, and is read as `>=` where nothing is compared yet.
    fn is_arrow(&self) -> bool {
        let token = self.peek();
        token.is_sign(Sign::AtLeast) && token.span.of(self.source) == "=>"
    }

    /// `negation { "and" negation } | negation { "or" negation }`
    fn logic(&mut self) -> Read<Expr> {
        let first = self.negation()?;
        let Some((op, _)) = self.logic_op() else { return Ok(first) };
        let mut span = first.span;
        let mut operands = vec![first];
        let mut mixed = false;
        while let Some((next, place)) = self.logic_op() {
            self.advance();
            self.not_in_capitals(place);
            let operand = self.negation()?;
            if next != op && !mixed {
                mixed = true;
                self.mixed_logic(op, &operands, next, place, operand.span);
            }
            span = span.to(operand.span);
            operands.push(operand);
        }
        self.node(ExprKind::Logic { op, operands }, span)
    }

    fn logic_op(&mut self) -> Option<(LogicOp, Span)> {
        self.mend_operator(&vocabulary::OPERATORS);
        let token = self.peek();
        let op = match token.word() {
            Some("and") => LogicOp::And,
            Some("or") => LogicOp::Or,
            _ => {
                self.expect("an operator");
                return None;
            }
        };
        Some((op, token.span))
    }

    fn mixed_logic(&mut self, op: LogicOp, before: &[Expr], next: LogicOp, place: Span, after: Span) {
        let (Some(first), Some(last)) = (before.first(), before.last()) else { return };
        let (first_span, last_span) = (first.span, last.span);
        let all = self.one_line(first_span.to(last_span));
        let head = if before.len() > 1 { self.one_line(before_last(first_span, before)) } else { String::new() };
        let (last, after) = (self.one_line(last_span), self.one_line(after));
        let (op, next) = (op.word(), next.word());
        let mistake = Mistake::new(
            Code::MixedLogic,
            place,
            format!("`{op}` and `{next}` stand side by side without brackets"),
            "put brackets around the part that belongs together",
        )
        .note(format!("write `({all}) {next} {after}`"))
        .note(format!("or write `{head} {op} ({last} {next} {after})`"));
        self.report(mistake);
    }

    /// A part of the text, as it is shown in an instruction.
    pub(super) fn one_line(&self, span: Span) -> String {
        const LONGEST: usize = 400;
        let text = span.of(self.source);
        let cut = (0..=LONGEST.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let words: Vec<&str> = text[..cut].split_whitespace().collect();
        shown_up_to(&words.join(" "), 100)
    }

    /// `"not" negation | comparison`
    fn negation(&mut self) -> Read<Expr> {
        let Some(start) = self.peek().is_word("not").then(|| self.advance()) else {
            return self.comparison();
        };
        let operand = self.nested(Self::negation)?;
        let span = start.to(operand.span);
        self.node(ExprKind::Not(Box::new(operand)), span)
    }

    /// `fallback [ operator fallback | presence | text test ]`
    fn comparison(&mut self) -> Read<Expr> {
        let mut left = self.fallback()?;
        let mut compared: Option<Span> = None;
        loop {
            left = self.mend_comparison(left)?;
            self.mend_operator(&vocabulary::OPERATORS);
            if compared.is_none()
                && let Some(denied) = self.denied(&left)
            {
                let denied = denied?;
                compared = Some(right_side(&denied));
                left = denied;
                continue;
            }
            if compared.is_some() && self.is_arrow() {
                return Ok(left);
            }
            let token = self.peek().clone();
            let middle = (left.span, compared);
            let next = match &token.kind {
                Kind::Sign(sign) => match CompareOp::of(*sign) {
                    Some(op) => {
                        self.advance();
                        self.compare(left, Spanned::new(op, token.span))?
                    }
                    None => return Ok(left),
                },
                Kind::Word("in") if self.peek_by(1).is_word("not") => {
                    let place = self.advance().to(self.advance());
                    let message = "`not` stands before `in`";
                    self.report(Mistake::new(Code::UnknownWord, place, message, "write `not in`"));
                    self.membership(left, true)?
                }
                Kind::Word("in") => {
                    self.advance();
                    self.membership(left, false)?
                }
                Kind::Word("not") if self.peek_by(1).is_word("in") => {
                    self.advance();
                    self.advance();
                    self.membership(left, true)?
                }
                Kind::Word("between") if !token.first_on_line => self.between(left, token.span)?,
                Kind::Word("is") if self.peek_by(1).is_word("between") => self.between(left, token.span)?,
                Kind::Word("is") => self.is(left)?,
                Kind::Word("matches") => self.matches(left)?,
                Kind::Word("starts") => self.text_test(left, TextTest::StartsWith)?,
                Kind::Word("ends") => self.text_test(left, TextTest::EndsWith)?,
                Kind::Word("contains") => self.text_test(left, TextTest::Contains)?,
                _ => return Ok(left),
            };
            if let (whole, Some(second)) = middle {
                self.chained(whole, second, token.span, next.span);
            }
            compared = Some(right_side(&next));
            left = next;
        }
    }

    fn chained(&mut self, left: Span, middle: Span, op: Span, whole: Span) {
        // What was read otherwise than it is written is told already.
        let is_told = |mistake: &Mistake| left.start <= mistake.span.start && mistake.span.start < whole.end;
        if self.mistakes.iter().any(is_told) {
            return;
        }
        let (first, rest) = (self.one_line(left), self.one_line(Span::new(op.start, whole.end)));
        let middle = self.one_line(middle);
        self.report(Mistake::new(
            Code::ChainedComparison,
            op,
            "a comparison has two sides, and a third one follows here",
            format!("write `{first} and {middle} {rest}`"),
        ));
    }

    pub(super) fn compare(&mut self, left: Expr, op: Spanned<CompareOp>) -> Read<Expr> {
        if let Some(is) = self.compared_with_null(&left, op.value) {
            let start = self.advance();
            return self.presence(left, start, is);
        }
        let op = self.denied_by_not(op);
        if let Some(month) = self.within_month(&left, op.value) {
            return month;
        }
        let right = self.bound(op.value)?;
        let span = left.span.to(right.span);
        self.node(ExprKind::Compare { left: Box::new(left), op, right: Box::new(right) }, span)
    }

    /// `= not "x"`, at `not`: reported, and read as the sign that is meant.
    fn denied_by_not(&mut self, op: Spanned<CompareOp>) -> Spanned<CompareOp> {
        if !self.peek().is_word("not") || self.peek().first_on_line || !self.peek_by(1).is_literal() {
            return op;
        }
        // Who denies `!=` once more hardly means `=`.
        let meant = if op.value == CompareOp::NotEqual { op.value } else { op.value.opposite() };
        let place = op.span.to(self.advance());
        let message = "a comparison is denied by its sign, and `not` stands behind one";
        self.report(Mistake::new(Code::UnknownWord, place, message, format!("write `{}`", meant.word())));
        Spanned::new(meant, place)
    }

    /// What `= null` asks, which is reported.
    fn compared_with_null(&mut self, left: &Expr, op: CompareOp) -> Option<Presence> {
        let token = self.peek();
        let (word, span) = (token.word().filter(|word| NULLS.contains(word))?, token.span);
        let is = match op {
            CompareOp::Equal => Presence::Missing,
            CompareOp::NotEqual => Presence::Present,
            _ => return None,
        };
        let label = format!("write `{} is {}`", self.one_line(left.span), is.word());
        let message = format!("there is no `{word}`: a value is there, or it is missing");
        self.report(Mistake::new(Code::ForeignSign, span, message, label));
        Some(is)
    }

    pub(super) fn membership(&mut self, item: Expr, negated: bool) -> Read<Expr> {
        let op = if negated { CompareOp::NotEqual } else { CompareOp::Equal };
        if let Some(month) = self.within_month(&item, op) {
            return month;
        }
        let list = self.fallback()?;
        let span = item.span.to(list.span);
        self.node(ExprKind::Membership { item: Box::new(item), negated, list: Box::new(list) }, span)
    }

    /// `"matches" regex`
    pub(super) fn matches(&mut self, text: Expr) -> Read<Expr> {
        self.advance();
        let token = self.peek().clone();
        let Kind::Regex(pattern) = token.kind else {
            if token.kind == Kind::Unreadable {
                return self.unexpected();
            }
            return self.fail(Mistake::new(
                Code::Regex,
                token.span,
                format!("after `matches` stands a regular expression, and there is {}", self.found(&token)),
                "write it between slashes, like `/^[A-Z]/`; for a plain text write `contains`",
            ));
        };
        self.advance();
        let span = text.span.to(token.span);
        let regex = crate::ast::Regex { pattern, span: token.span };
        self.node(ExprKind::Matches { text: Box::new(text), regex }, span)
    }

    /// `"starts" "with" fallback`, `"ends" "with" fallback`, `"contains" fallback`
    pub(super) fn text_test(&mut self, text: Expr, test: TextTest) -> Read<Expr> {
        let start = self.advance();
        if test != TextTest::Contains {
            self.need_word("with")?;
        }
        let place = self.since(start);
        let part = self.fallback()?;
        let span = text.span.to(part.span);
        let (text, part) = (Box::new(text), Box::new(part));
        self.node(ExprKind::TextTest { text, test: Spanned::new(test, place), part }, span)
    }

    /// `sum { "otherwise" sum }`
    pub(super) fn fallback(&mut self) -> Read<Expr> {
        let mut value = self.sum()?;
        loop {
            self.mend_operator(&vocabulary::OPERATORS);
            if self.take_word("otherwise").is_none() {
                return Ok(value);
            }
            let fallback = self.sum()?;
            let span = value.span.to(fallback.span);
            value = self.node(ExprKind::Otherwise { value: Box::new(value), fallback: Box::new(fallback) }, span)?;
        }
    }

    /// `product { ( "+" | "-" ) product }`
    pub(super) fn sum(&mut self) -> Read<Expr> {
        let mut left = self.product()?;
        loop {
            if self.puts_texts_together() {
                left = self.together(left)?;
            }
            let op = match self.peek().kind {
                Kind::Sign(Sign::Plus) => ArithmeticOp::Add,
                Kind::Sign(Sign::Minus) if self.at_comment_with_dashes() => {
                    self.comment_with_dashes();
                    continue;
                }
                Kind::Sign(Sign::Minus) => ArithmeticOp::Subtract,
                _ => return Ok(left),
            };
            let op = Spanned::new(op, self.advance());
            let right = self.product()?;
            let span = left.span.to(right.span);
            left = self.node(ExprKind::Arithmetic { left: Box::new(left), op, right: Box::new(right) }, span)?;
        }
    }

    /// `negative { ( "*" | "/" ) negative }`
    pub(super) fn product(&mut self) -> Read<Expr> {
        let mut left = self.negative()?;
        loop {
            let op = match self.peek().kind {
                Kind::Sign(Sign::Star) => ArithmeticOp::Multiply,
                Kind::Sign(Sign::Slash) => ArithmeticOp::Divide,
                _ => return Ok(left),
            };
            let op = Spanned::new(op, self.advance());
            let right = self.negative()?;
            let span = left.span.to(right.span);
            left = self.node(ExprKind::Arithmetic { left: Box::new(left), op, right: Box::new(right) }, span)?;
        }
    }

    /// `"-" negative | path`
    fn negative(&mut self) -> Read<Expr> {
        let Some(start) = self.peek().is_sign(Sign::Minus).then(|| self.advance()) else {
            return self.path();
        };
        let operand = self.nested(Self::negative)?;
        let span = start.to(operand.span);
        let kind = match operand.kind {
            ExprKind::Literal(Literal::Whole(number)) if number >= 0 => ExprKind::Literal(Literal::Whole(-number)),
            ExprKind::Literal(Literal::Number(number)) if number.is_sign_positive() => {
                ExprKind::Literal(Literal::Number(-number))
            }
            _ => ExprKind::Negate(Box::new(operand)),
        };
        self.node(kind, span)
    }
}

impl CompareOp {
    /// What holds where this does not.
    pub(super) const fn opposite(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::AtLeast,
            Self::AtMost => Self::Greater,
            Self::Greater => Self::AtMost,
            Self::AtLeast => Self::Less,
        }
    }

    pub(super) const fn of(sign: Sign) -> Option<Self> {
        Some(match sign {
            Sign::Equal => Self::Equal,
            Sign::NotEqual => Self::NotEqual,
            Sign::Less => Self::Less,
            Sign::AtMost => Self::AtMost,
            Sign::Greater => Self::Greater,
            Sign::AtLeast => Self::AtLeast,
            _ => return None,
        })
    }
}

/// The operands but for the last one.
fn before_last(first: Span, operands: &[Expr]) -> Span {
    operands.iter().rev().nth(1).map_or(first, |operand| first.to(operand.span))
}

/// What a further comparison would compare.
fn right_side(expr: &Expr) -> Span {
    match &expr.kind {
        ExprKind::Compare { right, .. } => right.span,
        ExprKind::Membership { list, .. } => list.span,
        ExprKind::TextTest { part, .. } => part.span,
        ExprKind::Presence { value, .. } => value.span,
        ExprKind::Matches { text, .. } => text.span,
        _ => expr.span,
    }
}
