//! What formulas of spreadsheets write otherwise: `IF(a, b, c)`, `AND(a, b)`, `a & b`.

use super::{Parser, Read};
use crate::ast::{ArithmeticOp, Expr, ExprKind, LogicOp};
use crate::mistake::{Mistake, shown_up_to};
use crate::token::{Kind, Sign};
use crate::{Code, Span, Spanned};

/// So many tokens are looked through for the comma between two values.
const FARTHEST: usize = 1000;

/// So many characters of what stands together are shown.
const LONGEST: usize = 300;

impl Parser<'_> {
    /// Whether a word with several values in brackets follows: `if(a, b, c)`.
    pub(super) fn is_function_of_sheet(&self) -> bool {
        if !self.peek_by(1).is_sign(Sign::RoundOpen) {
            return false;
        }
        let mut open = 0_usize;
        for by in 1..FARTHEST {
            match self.peek_by(by).kind {
                Kind::Sign(Sign::RoundOpen | Sign::SquareOpen | Sign::CurlyOpen) => open += 1,
                Kind::Sign(Sign::RoundClose | Sign::SquareClose | Sign::CurlyClose) => open = open.saturating_sub(1),
                Kind::Sign(Sign::Comma) if open == 1 => return true,
                Kind::End => return false,
                _ => {}
            }
            if open == 0 {
                return false;
            }
        }
        false
    }

    /// `IF(a, b, c)`, at `IF`: reported, and read as `(if a then b else c)`.
    pub(super) fn choice_of_sheet(&mut self) -> Read<Expr> {
        let (place, mut values) = self.values_of_sheet()?;
        let message = "what is chosen stands behind `then` and `else`, and here it stands in brackets";
        let written: Vec<String> = values.iter().map(|value| self.one_line(value.span)).collect();
        let label = match written.as_slice() {
            [condition, then, otherwise] => format!("write `(if {condition} then {then} else {otherwise})`"),
            [condition, then] => {
                format!("write `({condition} implies {then})`, or `(if {condition} then {then} else …)`")
            }
            _ => "write `(if … then … else …)`".to_owned(),
        };
        self.report(Mistake::new(Code::If, place, message, label));
        let (otherwise, then) = (values.pop(), values.pop());
        let (Some(condition), Some(then), Some(otherwise)) = (values.pop(), then, otherwise) else {
            return Err(super::Stop);
        };
        let (condition, then, otherwise) = (Box::new(condition), Box::new(then), Box::new(otherwise));
        let choice = self.node(ExprKind::If { condition, then, otherwise }, place)?;
        self.node(ExprKind::Paren(Box::new(choice)), place)
    }

    /// `AND(a, b)`, at `AND`: reported, and read as `(a and b)`.
    pub(super) fn logic_of_sheet(&mut self, op: LogicOp) -> Read<Expr> {
        let (place, operands) = self.values_of_sheet()?;
        let word = op.word();
        let written: Vec<String> = operands.iter().map(|operand| self.written_operand(operand)).collect();
        let message = format!("`{word}` stands between conditions, and here it stands before them");
        let label = format!("write `({})`", shown_up_to(&written.join(&format!(" {word} ")), LONGEST));
        self.report(Mistake::new(Code::Expected, place, message, label));
        let logic = self.node(ExprKind::Logic { op, operands }, place)?;
        self.node(ExprKind::Paren(Box::new(logic)), place)
    }

    /// A condition as it is written beside `and`.
    fn written_operand(&self, operand: &Expr) -> String {
        let written = self.one_line(operand.span);
        match operand.kind {
            ExprKind::Logic { .. } | ExprKind::Implies { .. } | ExprKind::If { .. } => format!("({written})"),
            _ => written,
        }
    }

    /// The values in the brackets behind the next word, and the place of the whole.
    fn values_of_sheet(&mut self) -> Read<(Span, Vec<Expr>)> {
        let start = self.advance();
        let open = self.advance();
        let mut values = vec![self.expression()?];
        while self.take_sign(Sign::Comma).is_some() {
            values.push(self.expression()?);
        }
        Ok((start.to(self.close(Sign::RoundClose, open)?), values))
    }

    /// Reports a word of the language in capitals right before a bracket, where it is no function of a spreadsheet.
    pub(super) fn not_in_capitals(&mut self, word: Span) {
        let written = word.of(self.source);
        if self.peek().span.start != word.end || !self.peek().is_sign(Sign::RoundOpen) {
            return;
        }
        if matches!(written.to_ascii_lowercase().as_str(), "if" | "and" | "or")
            && written != written.to_ascii_lowercase()
        {
            let message = format!("the words of the language are written small, and this is `{written}`");
            let label = format!("write `{}`", written.to_ascii_lowercase());
            self.report(Mistake::new(Code::KeywordCase, word, message, label));
        }
    }

    /// Whether `&` stands here, beside a text.
    pub(super) fn puts_texts_together(&self) -> bool {
        self.peek().is_sign(Sign::Plus) && self.peek().span.of(self.source) == "&"
    }

    /// `a & "x"`, at `&`: reported, and read as a sum.
    pub(super) fn together(&mut self, first: Expr) -> Read<Expr> {
        let (mut written, mut sum) = (vec![self.one_line(first.span)], first);
        while self.puts_texts_together() {
            let op = Spanned::new(ArithmeticOp::Add, self.advance());
            let right = self.product()?;
            written.push(self.one_line(right.span));
            let span = sum.span.to(right.span);
            sum = self.node(ExprKind::Arithmetic { left: Box::new(sum), op, right: Box::new(right) }, span)?;
        }
        let label = format!("write `join([{}], \"\")`", shown_up_to(&written.join(", "), LONGEST));
        let message = "the sign `&` is not part of the language: texts are put together by `join`";
        let mistake = Mistake::new(Code::ForeignSign, sum.span, message, label);
        self.report(mistake.note("between two conditions: `and`"));
        Ok(sum)
    }
}
