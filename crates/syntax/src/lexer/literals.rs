//! Numbers, dates and regular expressions.

use nom::IResult;
use nom::Parser;
use nom::bytes::complete::{tag, take_while, take_while1};
use nom::character::complete::{char, one_of};
use nom::combinator::{opt, recognize};
use nom::sequence::preceded;

use super::{Lexer, Round};
use crate::ast::{Date, DateTime};
use crate::mistake::{Mistake, shown};
use crate::token::{Kind, Sign};
use crate::vocabulary::RESERVED;
use crate::{Code, Span};

impl Lexer<'_> {
    /// Whether the next byte goes on a name with hyphens.
    fn follows_hyphen(&self) -> bool {
        let before = self.source.get(..self.at).unwrap_or_default();
        before.strip_suffix('-').is_some_and(|name| name.ends_with(|c: char| c.is_ascii_alphanumeric()))
    }

    /// A whole number, a number, a date or a date-time.
    pub(super) fn number(&mut self) {
        let rest = self.rest();
        if let Ok((after, written)) = date_like(rest) {
            return self.date(rest, after, &written);
        }
        if let Ok((after, written)) = day_first(rest) {
            let span = Span::new(self.at, self.at + rest.len() - after.len());
            self.report(Mistake::new(
                Code::Number,
                span,
                format!("a date is written as year-month-day, and this is `{written}`"),
                "write it like `2023-07-03`, without quotes",
            ));
            return self.take(written.len(), Kind::Unreadable);
        }
        if let Ok((after, written)) = year_first(rest)
            && (written.month.starts_with('0') || written.day.starts_with('0'))
        {
            let length = rest.len() - after.len();
            let span = Span::new(self.at, self.at + length);
            let message = format!("a date is written with hyphens, and this is `{}`", shown(&rest[..length]));
            let label = match written.date() {
                Some(_) => format!("write `{}`", written.padded()),
                None => "write a day that exists, as year-month-day".to_owned(),
            };
            self.report(Mistake::new(Code::Number, span, message, label));
            return self.take(length, Kind::Unreadable);
        }
        let Ok((after, (digits, fraction))) = number_like(rest) else {
            return self.take(1, Kind::Unreadable);
        };
        let length = rest.len() - after.len();
        let written = &rest[..length];
        let span = Span::new(self.at, self.at + length);
        if digits.len() > 1 && digits.starts_with('0') && !self.follows_hyphen() {
            self.report(Mistake::new(
                Code::Number,
                span,
                format!("`{}` starts with a zero", shown(written)),
                "write the number without it; write a code in quotes",
            ));
        }
        let kind = match fraction {
            Some(_) => written.parse().ok().filter(|number: &f64| number.is_finite()).map(Kind::Number),
            None => digits.parse().ok().map(Kind::Whole),
        };
        let kind = kind.unwrap_or_else(|| {
            self.report(Mistake::new(
                Code::Number,
                span,
                format!("the number `{}` is too large", shown(written)),
                format!("the largest whole number is {}", i64::MAX),
            ));
            Kind::Unreadable
        });
        self.take(length, kind);
        self.no_letters_after_number(span);
    }

    /// `12days`, `1e5` and `3rd` read as a number and a name would be a riddle further on.
    fn no_letters_after_number(&mut self, number: Span) {
        let rest = self.rest();
        let tail = &rest[..rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len())];
        if tail.is_empty() {
            return;
        }
        let span = Span::new(number.start, self.at + tail.len());
        let written = number.of(self.source);
        if self.source.get(..number.start).is_some_and(|before| before.ends_with('-')) {
            let source = self.source;
            self.at = span.end;
            if let Some(token) = self.tokens.last_mut() {
                token.kind = Kind::Word(span.of(source));
                token.span = span;
            }
        } else if crate::vocabulary::duration_unit(tail).is_some() {
            self.report(Mistake::new(
                Code::Duration,
                span,
                "a space stands between the number and the unit of a duration",
                format!("write `{written} {tail}`"),
            ));
        } else {
            self.report(Mistake::new(
                Code::Number,
                span,
                format!("`{}` is neither a number nor a name", shown(span.of(self.source))),
                "a name starts with a letter, a number has digits only; a text stands in quotes",
            ));
            self.at = span.end;
            if let Some(token) = self.tokens.last_mut() {
                token.kind = Kind::Unreadable;
                token.span = span;
            }
        }
    }

    fn date<'a>(&mut self, rest: &'a str, after: &'a str, written: &DateLike<'a>) {
        let length = rest.len() - after.len();
        let span = Span::new(self.at, self.at + length);
        let text = shown(&rest[..length]);
        let kind = match (written.date(), &written.time) {
            (None, _) if written.is_well_formed() => {
                self.report(Mistake::new(
                    Code::Number,
                    span,
                    format!("there is no day `{text}` in the calendar"),
                    "write a day that exists, as year-month-day",
                ));
                Kind::Unreadable
            }
            (None, _) => {
                self.report(Mistake::new(
                    Code::Number,
                    span,
                    format!("a date has four digits for the year and two each for month and day, and this is `{text}`"),
                    format!("write `{}`", written.padded()),
                ));
                Kind::Unreadable
            }
            (Some(date), None) => Kind::Date(date),
            (Some(date), Some(time)) => match date_time(date, time) {
                Some(date_time) => Kind::DateTime(date_time),
                None => {
                    self.report(Mistake::new(
                        Code::Number,
                        span,
                        format!("`{text}` is not a date with a time"),
                        format!("write it like `{}T09:30:00Z`", written.padded()),
                    ));
                    Kind::Unreadable
                }
            },
        };
        self.take(length, kind);
    }

    pub(super) fn regex_may_follow(&self) -> bool {
        match self.tokens.as_slice() {
            // After a dot any word is a field.
            [.., before, _] if before.is_sign(Sign::Dot) => false,
            [.., last] if last.is_word("matches") => true,
            [.., last] if last.word().is_some_and(is_nearly_matches) => true,
            [.., last] if last.is_sign(Sign::Comma) && self.round.last() == Some(&Round::Replace) => true,
            // Where no value stands before it, a slash divides nothing: what is meant is reported by the parser.
            [.., last] => {
                let no_value = match last.kind {
                    Kind::Sign(sign) => !matches!(sign, Sign::RoundClose | Sign::SquareClose | Sign::CurlyClose),
                    Kind::Word(word) => word != "cell" && word != "true" && word != "false" && RESERVED.contains(&word),
                    _ => false,
                };
                no_value && !last.is_sign(Sign::Slash) && self.slash_follows_on_line()
            }
            [] => false,
        }
    }

    fn slash_follows_on_line(&self) -> bool {
        let inside = self.rest().get(1..).unwrap_or_default();
        inside.find(['/', '\n', '\r']).is_some_and(|at| inside[at..].starts_with('/'))
    }

    /// `/…/` on one line, with `\/` for a slash.
    pub(super) fn regex(&mut self) {
        let rest = self.rest();
        let mut pattern = String::new();
        let mut chars = rest.char_indices().skip(1).peekable();
        while let Some((offset, c)) = chars.next() {
            match c {
                '/' => {
                    if pattern.is_empty() {
                        let span = Span::new(self.at, self.at + offset + 1);
                        self.report(Mistake::new(
                            Code::Regex,
                            span,
                            "there is nothing between the slashes",
                            "write the pattern",
                        ));
                    }
                    return self.take(offset + 1, Kind::Regex(pattern));
                }
                '\n' | '\r' => break,
                '\\' => match chars.next_if(|(_, next)| !matches!(next, '\n' | '\r')) {
                    Some((_, '/')) => pattern.push('/'),
                    Some((_, next)) => pattern.extend(['\\', next]),
                    None => pattern.push('\\'),
                },
                c if super::turns_or_controls(c) => {
                    let span = Span::new(self.at + offset, self.at + offset + c.len_utf8());
                    self.report(super::hidden_character(c, span, "write it as \\t, or as \\x{…} with its number"));
                    pattern.push(c);
                }
                c => pattern.push(c),
            }
        }
        let span = Span::new(self.at, self.at + 1);
        self.report(Mistake::new(
            Code::Regex,
            span,
            "the regular expression that starts here has no closing slash on its line",
            "close it with `/`; a slash inside is written `\\/`",
        ));
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        self.take(length, Kind::Unreadable);
    }
}

/// Whether a word is `matches`, misspelt.
fn is_nearly_matches(word: &str) -> bool {
    word == "match" || crate::vocabulary::nearest(word, &["matches"]).is_some()
}

/// Something that is meant as a date, read before it is judged.
struct DateLike<'a> {
    year: &'a str,
    month: &'a str,
    day: &'a str,
    /// What follows `T`.
    time: Option<&'a str>,
}

impl DateLike<'_> {
    fn is_well_formed(&self) -> bool {
        self.year.len() == 4 && self.month.len() == 2 && self.day.len() == 2
    }

    fn date(&self) -> Option<Date> {
        let (year, month, day) = (self.year.parse().ok()?, self.month.parse().ok()?, self.day.parse().ok()?);
        (self.is_well_formed() && (1..=12).contains(&month) && (1..=days_of(year, month)).contains(&day))
            .then_some(Date { year, month, day })
    }

    fn padded(&self) -> String {
        format!("{:0>4}-{:0>2}-{:0>2}", self.year, self.month, self.day)
    }
}

/// Whether a text is a day as the language writes it, and in the calendar.
///
/// ```
/// assert!(accordance_syntax::is_date("2023-07-03"));
/// assert!(!accordance_syntax::is_date("2023-02-30") && !accordance_syntax::is_date("03.07.2023"));
/// ```
pub fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let [Some(year), Some(month), Some(day), None] = std::array::from_fn(|_| parts.next()) else { return false };
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    [year, month, day].into_iter().all(is_digits) && DateLike { year, month, day, time: None }.date().is_some()
}

/// The days of a month.
pub(crate) fn days_of(year: i16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

fn digits(input: &str) -> IResult<&str, &str> {
    take_while1(|c: char| c.is_ascii_digit()).parse(input)
}

/// `digits [ "." digits ]`
fn number_like(input: &str) -> IResult<&str, (&str, Option<&str>)> {
    (digits, opt(recognize(preceded(char('.'), digits)))).parse(input)
}

/// `digits "-" digits "-" digits [ "T" … ]`, of four digits first so that no subtraction is taken for it.
fn date_like(input: &str) -> IResult<&str, DateLike<'_>> {
    let (rest, year) = nom::combinator::verify(digits, |year: &str| year.len() == 4).parse(input)?;
    let (rest, _) = char('-').parse(rest)?;
    let (rest, month) = nom::combinator::verify(digits, |month: &str| month.len() <= 2).parse(rest)?;
    let (rest, _) = char('-').parse(rest)?;
    let (rest, day) = nom::combinator::verify(digits, |day: &str| day.len() <= 2).parse(rest)?;
    let (rest, time) = opt(preceded(one_of("Tt"), time_like)).parse(rest)?;
    Ok((rest, DateLike { year, month, day, time }))
}

/// `2023/07/03`, `2023.07.03`: a date with other signs. Without a zero in front, it may be meant as numbers.
fn year_first(input: &str) -> IResult<&str, DateLike<'_>> {
    let (rest, year) = nom::combinator::verify(digits, |year: &str| year.len() == 4).parse(input)?;
    let two = |input| nom::combinator::verify(digits, |two: &str| two.len() == 2).parse(input);
    let (rest, (sign, month)) = (one_of("/."), two).parse(rest)?;
    let (rest, (_, day)) = (char(sign), two).parse(rest)?;
    Ok((rest, DateLike { year, month, day, time: None }))
}

/// `03/07/2023`, `7.3.2023`: a date in an order of its own.
fn day_first(input: &str) -> IResult<&str, &str> {
    let few = |input| nom::combinator::verify(digits, |few: &str| few.len() <= 2).parse(input);
    let year = |input| nom::combinator::verify(digits, |year: &str| year.len() == 4).parse(input);
    nom::branch::alt((
        recognize((few, char('/'), few, char('/'), year)),
        recognize((few, char('.'), few, char('.'), year)),
    ))
    .parse(input)
}

/// All that could be meant as a time.
fn time_like(input: &str) -> IResult<&str, &str> {
    recognize((
        take_while(|c: char| c.is_ascii_digit() || matches!(c, ':' | '.')),
        opt(nom::branch::alt((
            recognize(one_of("Zz")),
            recognize((one_of("+-"), take_while(|c: char| c.is_ascii_digit() || c == ':'))),
        ))),
    ))
    .parse(input)
}

/// Two digits as a number.
fn two_digits(input: &str) -> IResult<&str, u8> {
    nom::combinator::map_res(nom::bytes::complete::take(2usize), |two: &str| {
        if two.bytes().all(|byte| byte.is_ascii_digit()) { two.parse().map_err(|_| ()) } else { Err(()) }
    })
    .parse(input)
}

/// `hh:mm:ss [ "." digits ] ( "Z" | ("+" | "-") hh:mm )`
fn time_parts(input: &str) -> IResult<&str, (u8, u8, u8, Option<&str>, i16)> {
    let (rest, (hour, _, minute, _, second)) =
        (two_digits, char(':'), two_digits, char(':'), two_digits).parse(input)?;
    let (rest, fraction) = opt(preceded(char('.'), digits)).parse(rest)?;
    let (rest, offset) = nom::branch::alt((
        tag("Z").map(|_| Some(0)),
        (one_of("+-"), two_digits, char(':'), two_digits).map(|(sign, hours, _, minutes)| {
            let size = i16::from(hours) * 60 + i16::from(minutes);
            (hours < 24 && minutes < 60).then_some(if sign == '-' { -size } else { size })
        }),
    ))
    .parse(rest)?;
    // An offset that is out of range is carried as one that no clock has, and refused below.
    Ok((rest, (hour, minute, second, fraction, offset.unwrap_or(i16::MAX))))
}

fn date_time(date: Date, time: &str) -> Option<DateTime> {
    let (rest, (hour, minute, second, fraction, offset_minutes)) = time_parts(time).ok()?;
    let fraction = fraction.unwrap_or("0");
    let nanosecond = format!("{fraction:0<9}").parse().ok()?;
    let fits =
        rest.is_empty() && hour < 24 && minute < 60 && second < 60 && fraction.len() <= 9 && offset_minutes != i16::MAX;
    fits.then_some(DateTime { date, hour, minute, second, nanosecond, offset_minutes })
}
