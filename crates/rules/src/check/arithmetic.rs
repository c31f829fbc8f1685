//! `+`, `-`, `*` and `/`.

use accordance_syntax::{
    Span, Spanned,
    ast::{self, ArithmeticOp},
};

use super::scope::{Body, Checked};
use crate::{Code, Place, Type, core::ExprKind};

impl Body<'_, '_> {
    pub(super) fn arithmetic(
        &mut self,
        left: &ast::Expr,
        op: Spanned<ArithmeticOp>,
        right: &ast::Expr,
        place: Place,
    ) -> Option<Checked> {
        if self.written(op.span) == "&" {
            // What to write for it has been reported.
            self.check(left);
            self.check(right);
            self.has_errors = true;
            return None;
        }
        if op.value == ArithmeticOp::Subtract {
            self.not_a_hyphen(left, right)?;
        }
        if op.value == ArithmeticOp::Add {
            self.not_texts(left, right, op.span)?;
        }
        let one = self.strict(left);
        let two = self.strict(right);
        let (one, two) = (one?, two?);
        let ty = match (one.ty(), op.value, two.ty()) {
            (Type::Anything, ..) | (_, _, Type::Anything) => Type::Anything,
            (a, ArithmeticOp::Divide, b) if a.is_numeric() && b.is_numeric() => Type::Number,
            (Type::Whole, _, Type::Whole) => Type::Whole,
            (a, _, b) if a.is_numeric() && b.is_numeric() => Type::Number,
            (Type::Date, ArithmeticOp::Subtract, Type::Date) => Type::Duration,
            (Type::Date, ArithmeticOp::Add | ArithmeticOp::Subtract, Type::Duration) => Type::Date,
            (Type::DateTime, ArithmeticOp::Add | ArithmeticOp::Subtract, Type::Duration) => Type::DateTime,
            (Type::Date | Type::DateTime, ArithmeticOp::Subtract, _) if quoted_duration(&[right]).is_some() => {
                return self.no_quoted_duration(&[right]);
            }
            (a, _, b) => {
                let (a, b) = (self.environment().describe(a), self.environment().describe(b));
                let message = format!("`{}` stands between {a} and {b}", op.value.word());
                let other = if one.ty().is_numeric() { (&two, right) } else { (&one, left) };
                let label = match op.value {
                    ArithmeticOp::Add | ArithmeticOp::Subtract
                        if matches!(one.ty(), Type::Date | Type::DateTime) && *two.ty() == Type::Whole =>
                    {
                        days(right, &self.written(right.span))
                    }
                    ArithmeticOp::Add
                        if *one.ty() == Type::Duration && matches!(two.ty(), Type::Date | Type::DateTime) =>
                    {
                        format!("write `{} + {}`", self.written(right.span), self.written(left.span))
                    }
                    ArithmeticOp::Subtract if matches!(one.ty(), Type::DateTime) || *two.ty() == Type::DateTime => {
                        "write `date(…)` around each date with a time".to_owned()
                    }
                    ArithmeticOp::Subtract | ArithmeticOp::Multiply | ArithmeticOp::Divide
                        if other.0.ty().is_textual() =>
                    {
                        format!("write `number({})` for the number that the text is", self.written(other.1.span))
                    }
                    ArithmeticOp::Add if one.ty().is_textual() || two.ty().is_textual() => {
                        let (one, two) = (self.written(left.span), self.written(right.span));
                        format!("write `join([{one}, {two}], \"\")` to put texts together")
                    }
                    ArithmeticOp::Subtract => "write numbers, two dates, or a date and a length of time".to_owned(),
                    ArithmeticOp::Add => "write numbers, or a date and a length of time".to_owned(),
                    _ => "write numbers".to_owned(),
                };
                let is_number_of_days = label.ends_with(" days`") || label.ends_with(" day`");
                let span = if is_number_of_days && *two.ty() == Type::Whole { right.span } else { op.span };
                return self.mistake(Code::WrongType, span, message, label);
            }
        };
        let kind = ExprKind::Arithmetic { op: op.value, left: Box::new(one.expr), right: Box::new(two.expr) };
        Some(Checked::new(kind, ty, place))
    }

    /// Reports a length of time in quotes beside a date.
    pub(super) fn no_quoted_duration<T>(&mut self, values: &[&ast::Expr]) -> Option<T> {
        let (span, duration) = quoted_duration(values)?;
        let message = format!("a length of time stands without quotes, and here is the text {}", self.written(span));
        self.mistake(Code::WrongType, span, message, format!("write `{duration}`"))
    }
}

/// A length of time that is written in quotes among values, and where.
pub(super) fn quoted_duration(values: &[&ast::Expr]) -> Option<(Span, String)> {
    values.iter().find_map(|value| match &value.inner().kind {
        ast::ExprKind::Literal(ast::Literal::Text(text)) => {
            Some((value.span, accordance_syntax::duration(&text.value)?))
        }
        _ => None,
    })
}

/// What to write for a number that is meant as days.
fn days(number: &ast::Expr, written: &str) -> String {
    match &number.inner().kind {
        ast::ExprKind::Literal(ast::Literal::Whole(1)) => "write `1 day`".to_owned(),
        ast::ExprKind::Literal(ast::Literal::Whole(_)) => format!("write `{written} days`"),
        _ => "write a length of time, like `90 days`".to_owned(),
    }
}
