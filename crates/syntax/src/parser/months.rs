//! `December 2025`, where a day or what is asked of two parts of one is meant.

use super::{Parser, Read};
use crate::ast::{Argument, CompareOp, Date, Expr, ExprKind, Literal, LogicOp, Name};
use crate::lexer::days_of;
use crate::mistake::{Mistake, shown};
use crate::token::Kind;
use crate::{Code, Span, Spanned, vocabulary};

/// A month of a year.
#[derive(Clone, Copy)]
pub(super) struct Month {
    year: i16,
    month: u8,
}

impl Parser<'_> {
    /// The month of a year that follows in words.
    pub(super) fn month_of_year(&self) -> Option<Month> {
        let month = vocabulary::month(self.peek().word()?)?;
        let (year, behind) = (self.peek_by(1), self.peek_by(2));
        let Kind::Whole(number @ 1000..=9999) = year.kind else { return None };
        // `May 2023 2024` is no month.
        let is_day = matches!(behind.kind, Kind::Whole(1000..=9999)) && !behind.first_on_line;
        let year = i16::try_from(number).ok().filter(|_| !year.first_on_line && !is_day)?;
        Some(Month { year, month })
    }

    /// A value that is compared. Of a month it is the day that the comparison is about.
    pub(super) fn bound(&mut self, op: CompareOp) -> Read<Expr> {
        let Some(month) = self.month_of_year() else { return self.fallback() };
        let day = match op {
            CompareOp::AtMost | CompareOp::Greater => days_of(month.year, month.month),
            _ => 1,
        };
        let label = format!("write `{}`", month.day(day));
        self.told_month(month, day, label)
    }

    /// A month where no comparison says which of its days is meant.
    pub(super) fn day_of_month(&mut self, month: Month) -> Read<Expr> {
        let last = month.day(days_of(month.year, month.month));
        self.told_month(month, 1, format!("write its first day, `{}`, or its last, `{last}`", month.day(1)))
    }

    fn told_month(&mut self, month: Month, day: u8, label: String) -> Read<Expr> {
        let span = self.advance().to(self.advance());
        let message = format!("a date is written as year-month-day, and this is `{}`", shown(span.of(self.source)));
        self.report(Mistake::new(Code::Number, span, message, label));
        let date = Date { year: month.year, month: month.month, day };
        self.node(ExprKind::Literal(Literal::Date(date)), span)
    }

    /// `day = December 2025` and `day in December 2025`, at the month: reported, and read as what is asked of the year and
    /// the month of the day.
    pub(super) fn within_month(&mut self, day: &Expr, op: CompareOp) -> Option<Read<Expr>> {
        let is_equal = match op {
            CompareOp::Equal => true,
            CompareOp::NotEqual => false,
            _ => return None,
        };
        let month = self.month_of_year()?;
        let place = day.span.to(self.advance().to(self.advance()));
        // What was said of the words between them is told with it.
        let is_within = |told: &mut Mistake| place.start <= told.span.start && told.span.end <= place.end;
        self.mistakes.pop_if(is_within);
        let (written, Month { year, month }) = (self.one_line(day.span), month);
        let asked = format!("year({written}) = {year} and month({written}) = {month}");
        let label = if is_equal { format!("write `{asked}`") } else { format!("write `not ({asked})`") };
        self.report(Mistake::new(
            Code::Number,
            place,
            "a day is no month: its year and its month are asked for",
            label,
        ));
        Some(self.parts_of_day(day, [("year", year.into()), ("month", month.into())], is_equal, place))
    }

    fn parts_of_day(&mut self, day: &Expr, parts: [(&str, i64); 2], is_equal: bool, place: Span) -> Read<Expr> {
        let mut operands = Vec::new();
        for (function, number) in parts {
            let function = Name { text: function.to_owned(), span: day.span };
            let arguments = vec![Argument::Value(day.clone())];
            let left = Box::new(self.node(ExprKind::Call { function, arguments }, day.span)?);
            let right = Box::new(self.node(ExprKind::Literal(Literal::Whole(number)), place)?);
            let op = Spanned::new(CompareOp::Equal, place);
            operands.push(self.node(ExprKind::Compare { left, op, right }, place)?);
        }
        let both = self.node(ExprKind::Logic { op: LogicOp::And, operands }, place)?;
        let both = self.node(ExprKind::Paren(Box::new(both)), place)?;
        if is_equal { Ok(both) } else { self.node(ExprKind::Not(Box::new(both)), place) }
    }

    /// `as of`, at `as`: reported, and read as `as_of`.
    pub(super) fn as_of_in_words(&mut self) -> Read<Expr> {
        let mut span = self.advance().to(self.advance());
        if matches!(self.peek().word(), Some("today" | "now")) {
            span = span.to(self.advance());
        }
        let message = format!("the date of the run is one word, and there is `{}`", shown(span.of(self.source)));
        self.report(Mistake::new(Code::UnknownWord, span, message, "write `as_of`"));
        self.node(ExprKind::Name(Name { text: "as_of".to_owned(), span }), span)
    }
}

impl Month {
    fn day(self, day: u8) -> String {
        format!("{:04}-{:02}-{day:02}", self.year, self.month)
    }
}
