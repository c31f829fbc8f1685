//! Names and constants.

use super::Expr;
use crate::Span;

/// A name as it is meant: a backquoted field without its backquotes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Where it stands, backquotes included.
    pub span: Span,
}

/// A text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// What it says, escapes resolved.
    pub value: String,
    /// How it is written.
    pub form: TextForm,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextForm {
    /// `"…"` on one line.
    Line,
    /// `"""…"""` over several lines. Where the first line is empty, the line end after the opening quotes, the line end
    /// before the closing ones, and the indentation that all lines share (that of the closing quotes included) are not
    /// part of it.
    Lines,
}

/// The text of a message with the values that it shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// Its pieces, in order; two texts never stand side by side, and none is empty.
    pub pieces: Vec<Piece>,
    /// How it is written.
    pub form: TextForm,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// A piece of a [`Template`].
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Text, with escapes, `{{` and `}}` resolved.
    Text {
        /// What it says.
        value: String,
        /// Where it stands.
        span: Span,
    },
    /// `{expression}`.
    Value(Expr),
}

/// `/…/` after `matches` and in `replace(…)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regex {
    /// The pattern between the slashes, with `\/` as `/`.
    pub pattern: String,
    /// Where it stands, slashes included.
    pub span: Span,
}

/// A constant of one word or number.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `"…"`.
    Text(Text),
    /// `12`, `-3`.
    Whole(i64),
    /// `3.5`, always finite.
    Number(f64),
    /// `2023-07-03`.
    Date(Date),
    /// `2023-07-03T09:30:00Z`.
    DateTime(DateTime),
    /// `90 days`.
    Duration(Duration),
    /// `true`, `false`.
    Boolean(bool),
}

/// A day of the calendar (one that exists).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// 0 to 9999.
    pub year: i16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to the last day of the month.
    pub day: u8,
}

/// A moment: a day, a time and the offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DateTime {
    /// The day.
    pub date: Date,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
    /// 0 to 999,999,999.
    pub nanosecond: u32,
    /// Minutes east of UTC, 0 for `Z`; less than a day either way.
    pub offset_minutes: i16,
}

/// A length of time in one unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Duration {
    /// How many; never negative as written.
    pub count: i64,
    /// Of what.
    pub unit: DurationUnit,
}

/// The units of a [`Duration`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DurationUnit {
    /// `day`, `days`.
    Day,
    /// `week`, `weeks`.
    Week,
    /// `month`, `months`: of the calendar.
    Month,
    /// `year`, `years`: of the calendar.
    Year,
}
