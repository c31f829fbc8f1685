//! What is said in words, and written in digits or brackets here.

use super::{Parser, Read, Stop};
use crate::ast::{Aggregate, Date, Duration, DurationUnit, Expr, ExprKind, Literal, Over};
use crate::lexer::days_of;
use crate::mistake::{Mistake, no_comment, shown};
use crate::token::{Kind, Sign};
use crate::{Code, Span, Spanned, vocabulary};

/// Words that say which days are meant, where durations have calendar days only.
const KINDS_OF_DAYS: [&str; 5] = ["working", "business", "calendar", "full", "whole"];

impl Parser<'_> {
    /// `count of list`, `distinct list`: reported, and read with brackets.
    pub(super) fn without_brackets(&mut self, word: &str, span: Span) -> Option<Read<Expr>> {
        let next = self.peek_by(1);
        let is_of = next.is_word("of");
        let aggregate = match Aggregate::from_word(word) {
            None if word == "number" && is_of => Aggregate::Count,
            found => found?,
        };
        let is_name = next.word().is_some_and(|word| {
            let is_operator = vocabulary::RESERVED.contains(&word) || vocabulary::OPERATORS.contains(&word);
            !is_operator && vocabulary::operator_meant(word, &vocabulary::OPERATORS).is_none()
        });
        let list = self.peek_by(1 + usize::from(is_of));
        if !(is_of || is_name) || list.first_on_line || list.word().is_none() {
            return None;
        }
        self.advance();
        if is_of {
            self.advance();
        }
        Some(self.path().and_then(|list| {
            let written = shown(list.span.of(self.source));
            let word = aggregate.word();
            let place = self.since(span);
            self.report(Mistake::new(
                Code::MissingBrackets,
                place,
                format!("`{word}` takes its list in brackets"),
                format!("write `{word}({written})`"),
            ));
            let over = Over::List(Box::new(list));
            self.node(ExprKind::Aggregate { aggregate: Spanned::new(aggregate, span), over }, place)
        }))
    }

    /// `3 July 2023`, at the month, after the day.
    pub(super) fn date_in_words(&mut self, day: i64, start: Span) -> Option<Literal> {
        let month = vocabulary::month(self.peek().word()?)?;
        let Kind::Whole(year @ 1000..=9999) = self.peek_by(1).kind else { return None };
        if self.peek().first_on_line || !(0..=99).contains(&day) {
            return None;
        }
        self.advance();
        self.advance();
        self.told_date(year, month, day, start)
    }

    /// `July 3, 2023` and `July 2023`, at the month.
    pub(super) fn date_by_month(&mut self, word: &str, start: Span) -> Option<Read<Expr>> {
        if let Some(month) = self.month_of_year() {
            return Some(self.day_of_month(month));
        }
        let month = vocabulary::month(word)?;
        let Kind::Whole(day @ 1..=99) = self.peek_by(1).kind else { return None };
        let comma = usize::from(self.peek_by(2).is_sign(Sign::Comma));
        let Kind::Whole(year @ 1000..=9999) = self.peek_by(2 + comma).kind else { return None };
        if self.peek_by(1).first_on_line {
            return None;
        }
        (0..3 + comma).for_each(|_| {
            self.advance();
        });
        let literal = self.told_date(year, month, day, start)?;
        let span = self.since(start);
        Some(self.node(ExprKind::Literal(literal), span))
    }

    /// Reports a date in words that has been taken.
    fn told_date(&mut self, year: i64, month: u8, day: i64, start: Span) -> Option<Literal> {
        let span = self.since(start);
        let (year, day) = (i16::try_from(year).ok()?, u8::try_from(day).ok()?);
        let written = shown(span.of(self.source));
        let last = days_of(year, month);
        let (message, label) = if (1..=last).contains(&day) {
            let message = format!("a date is written as year-month-day, and this is `{written}`");
            (message, format!("write `{year:04}-{month:02}-{day:02}`"))
        } else {
            let message = format!("there is no day `{written}` in the calendar");
            (message, "write a day that exists, as year-month-day".to_owned())
        };
        self.report(Mistake::new(Code::Number, span, message, label));
        Some(Literal::Date(Date { year, month, day: day.clamp(1, last) }))
    }

    /// `3.5 months`, at the unit.
    pub(super) fn part_of_unit(&mut self, number: f64, start: Span) -> Option<Literal> {
        let word = self.peek().word().filter(|_| !self.peek().first_on_line)?;
        let (unit, _) = vocabulary::duration_unit(word)?;
        self.advance();
        let smaller = match unit {
            DurationUnit::Year => whole(number * 12.0).map(|count| (count, DurationUnit::Month)),
            DurationUnit::Week => whole(number * 7.0).map(|count| (count, DurationUnit::Day)),
            DurationUnit::Day | DurationUnit::Month => None,
        };
        let label = match smaller {
            Some((count, unit)) => format!("write `{count} {}s`", unit.word()),
            None => "write a whole number, of a smaller unit if need be, like `45 days`".to_owned(),
        };
        let span = self.since(start);
        self.report(Mistake::new(
            Code::Duration,
            span,
            "a duration has a whole number of days, weeks, months or years",
            label,
        ));
        Some(Literal::Duration(Duration { count: 1, unit }))
    }

    /// `10 working days`, at the word before the unit.
    pub(super) fn kind_of_days(&mut self, count: i64, start: Span) -> Option<Literal> {
        let word = self.peek().word().filter(|word| KINDS_OF_DAYS.contains(word))?;
        let (unit, _) = vocabulary::duration_unit(self.peek_by(1).word()?)?;
        let word = word.to_owned();
        self.advance();
        self.advance();
        let span = self.since(start);
        let plural = if count == 1 { "" } else { "s" };
        let label = if matches!(&*word, "working" | "business") && unit == DurationUnit::Day && count % 5 == 0 {
            format!("write `{} days`, which holds as many", count / 5 * 7)
        } else if matches!(&*word, "working" | "business") {
            "write calendar days, like `14 days`".to_owned()
        } else {
            format!("write `{count} {}{plural}`", unit.word())
        };
        let message = format!("a duration counts days of the calendar, and there is `{word}`");
        self.report(Mistake::new(Code::Duration, span, message, label));
        Some(Literal::Duration(Duration { count, unit }))
    }

    /// `half a year`, `two weeks`, at the first word.
    pub(super) fn duration_in_words(&mut self, word: &str, start: Span) -> Option<Read<Expr>> {
        let is_half = word == "half";
        let article = usize::from(is_half && matches!(self.peek_by(1).word(), Some("a" | "an")));
        let unit = self.peek_by(1 + article);
        let (unit, _) = unit.word().filter(|_| !unit.first_on_line).and_then(vocabulary::duration_unit)?;
        let (count, written_unit) = match (is_half, unit) {
            (true, DurationUnit::Year) => (6, DurationUnit::Month),
            (true, DurationUnit::Month) => (15, DurationUnit::Day),
            (true, _) => return None,
            (false, unit) => (vocabulary::number(word)?, unit),
        };
        (0..2 + article).for_each(|_| {
            self.advance();
        });
        let span = self.since(start);
        let plural = if count == 1 { "" } else { "s" };
        self.report(Mistake::new(
            Code::Duration,
            span,
            format!("a duration is a whole number and its unit, and this is `{}`", shown(span.of(self.source))),
            format!("write `{count} {}{plural}`", written_unit.word()),
        ));
        let literal = Literal::Duration(Duration { count, unit: written_unit });
        Some(self.node(ExprKind::Literal(literal), span))
    }

    /// `count(list where …)`, at `where`.
    pub(super) fn where_without_name<T>(&mut self, aggregate: Aggregate, list: &Expr) -> Read<T> {
        let (word, list) = (aggregate.word(), shown(list.span.of(self.source)));
        let example = match aggregate {
            Aggregate::Count => format!("count(item in {list} where (…))"),
            _ => format!("{word}(item for item in {list} where (…))"),
        };
        // Where `when` stands for it, no clause begins there.
        let place = self.advance();
        self.report(Mistake::new(
            Code::Comprehension,
            place,
            format!("before `where`, `{word}` gives each item a name"),
            format!("write `{example}`, and `item.` before each field"),
        ));
        Err(Stop)
    }

    /// Whether `at least two` or `at most 2` follows, and not the clause `at` with a value of such a name.
    pub(super) fn says_how_many(&self) -> bool {
        let (at, least, count) = (self.peek(), self.peek_by(1), self.peek_by(2));
        let is_count = match count.kind {
            Kind::Whole(_) => true,
            Kind::Word(word) => !self.clauses.contains(&word) && word != "end" && !vocabulary::RESERVED.contains(&word),
            _ => false,
        };
        at.is_word("at")
            && matches!(least.word(), Some("least" | "most"))
            && is_count
            && ![at, least, count].iter().any(|token| token.first_on_line)
    }

    /// What `at least two` asks of a number, so many tokens on: `>= 2`.
    pub(super) fn how_many(&self, on: usize) -> String {
        const NUMBERS: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
        let sign = if self.peek_by(on + 1).is_word("most") { "<=" } else { ">=" };
        let count = &self.peek_by(on + 2).kind;
        let number = match count {
            Kind::Whole(number) => number.to_string(),
            Kind::Word(word) => NUMBERS
                .iter()
                .position(|known| known == word)
                .map_or("…".to_owned(), |before| (before + 1).to_string()),
            _ => "…".to_owned(),
        };
        format!("{sign} {number}")
    }

    /// `-- words` on lines of their own, where no value can stand: reported, and passed over.
    pub(super) fn comments_with_dashes(&mut self) {
        while self.peek().first_on_line && self.at_dashes() {
            self.comment_with_dashes();
        }
    }

    /// Whether `--` and two words side by side follow, as which no expression goes on.
    pub(super) fn at_comment_with_dashes(&self) -> bool {
        let is_name = |by: usize| {
            let token = self.peek_by(by);
            let is_plain = |word| !vocabulary::RESERVED.contains(&word) && !vocabulary::OPERATORS.contains(&word);
            !token.first_on_line && token.word().is_some_and(is_plain)
        };
        self.at_dashes() && is_name(2) && is_name(3)
    }

    /// Reports `--` and passes over the rest of its line.
    pub(super) fn comment_with_dashes(&mut self) {
        let span = self.advance().to(self.advance());
        self.report(no_comment(span, "--"));
        while !self.peek().first_on_line && self.peek().kind != Kind::End {
            self.advance();
        }
    }

    fn at_dashes(&self) -> bool {
        let (first, second) = (self.peek(), self.peek_by(1));
        first.is_sign(Sign::Minus) && second.is_sign(Sign::Minus) && second.span.start == first.span.end
    }
}

/// A number that is whole, as one.
fn whole(number: f64) -> Option<i64> {
    let is_whole = number.fract() == 0.0 && number.abs() < 1e9;
    is_whole.then(|| format!("{number:.0}").parse().ok()).flatten()
}
