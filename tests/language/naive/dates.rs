//! Dates, moments, and lengths of time.

use std::cmp::Ordering;

use accordance_rules::core;
use accordance_syntax::ast::DurationUnit;
use jiff::{Span, civil, tz::Offset};

pub(crate) fn day(date: core::Date) -> civil::Date {
    civil::date(date.year, i8::try_from(date.month).expect("12 at most"), i8::try_from(date.day).expect("31 at most"))
}

/// A point in time, as it is written.
#[derive(Clone, Debug)]
pub(crate) struct Moment {
    pub(crate) local: civil::DateTime,
    offset: Offset,
}

impl Moment {
    /// RFC 3339.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let pieces = jiff::fmt::temporal::Pieces::parse(text).ok()?;
        let offset = match pieces.offset()? {
            jiff::fmt::temporal::PiecesOffset::Numeric(numeric) => numeric.offset(),
            _ => Offset::UTC,
        };
        Some(Self { local: pieces.date().to_datetime(pieces.time()?), offset })
    }

    pub(crate) fn constant(moment: &core::DateTime) -> Self {
        let small = |number: u8| i8::try_from(number).expect("59 at most");
        let nanosecond = i32::try_from(moment.nanosecond).expect("below a second");
        let time = civil::time(small(moment.hour), small(moment.minute), small(moment.second), nanosecond);
        let offset = Offset::from_seconds(i32::from(moment.offset_minutes) * 60).expect("less than a day");
        Self { local: day(moment.date).to_datetime(time), offset }
    }

    pub(crate) fn instant(&self) -> jiff::Timestamp {
        self.offset.to_timestamp(self.local).unwrap_or(jiff::Timestamp::MAX)
    }

    pub(crate) fn later(&self, length: &Length) -> Option<Self> {
        let date = length.after(self.local.date())?;
        Some(Self { local: date.to_datetime(self.local.time()), offset: self.offset })
    }

    pub(crate) fn text(&self) -> String {
        let offset = match self.offset.seconds() {
            0 => "Z".to_owned(),
            seconds => {
                let sign = if seconds < 0 { '-' } else { '+' };
                format!("{sign}{:02}:{:02}", seconds.abs() / 3600, seconds.abs() / 60 % 60)
            }
        };
        format!("{}{offset}", self.local)
    }
}

/// Months of the calendar and days.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Length {
    /// Days, counted from a day where they are the difference of two.
    Days(i64, Option<civil::Date>),
    Months(i64),
    /// More than can be counted.
    Endless,
}

impl Length {
    pub(crate) fn constant(length: core::Duration) -> Self {
        let counted = |count: Option<i64>, of: fn(i64) -> Self| count.map_or(Self::Endless, of);
        match length.unit {
            DurationUnit::Day => Self::Days(length.count, None),
            DurationUnit::Week => counted(length.count.checked_mul(7), |count| Self::Days(count, None)),
            DurationUnit::Month => Self::Months(length.count),
            DurationUnit::Year => counted(length.count.checked_mul(12), Self::Months),
        }
    }

    pub(crate) fn between(earlier: civil::Date, later: civil::Date) -> Self {
        Self::Days(i64::from(later.since(earlier).expect("days are counted").get_days()), Some(earlier))
    }

    pub(crate) fn negated(self) -> Self {
        match self {
            Self::Days(count, _) => Self::Days(-count, None),
            Self::Months(count) => Self::Months(-count),
            Self::Endless => Self::Endless,
        }
    }

    /// The day that is so much later, within the years 0 to 9999.
    pub(crate) fn after(self, date: civil::Date) -> Option<civil::Date> {
        let span = match self {
            Self::Days(count, _) => Span::new().try_days(count),
            Self::Months(count) => Span::new().try_months(count),
            Self::Endless => return None,
        };
        date.checked_add(span.ok()?).ok().filter(|date| date.year() >= 0)
    }

    /// The days from a day to the one that is so much later.
    fn days_from(day: civil::Date, length: Self) -> Option<i64> {
        Some(i64::from(length.after(day)?.since(day).ok()?.get_days()))
    }

    /// The least and the most days that it can have.
    fn days(self) -> Option<(i128, i128)> {
        match self {
            Self::Days(count, _) => Some((count.into(), count.into())),
            Self::Months(count) => {
                // So many months on end, from each month of a cycle of leap years.
                let start = civil::date(2000, 1, 1);
                let cycles = i128::from(count / 4800);
                let rest = count % 4800;
                let all = (0..4800).filter_map(|first| {
                    let from = start.checked_add(Span::new().months(first)).ok()?;
                    let to = from.checked_add(Span::new().months(rest)).ok()?;
                    Some(i128::from(to.since(from).ok()?.get_days()))
                });
                let all: Vec<i128> = all.collect();
                Some((cycles * 146_097 + all.iter().min()?, cycles * 146_097 + all.iter().max()?))
            }
            Self::Endless => None,
        }
    }

    pub(crate) fn order(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Days(one, _), Self::Days(two, _)) | (Self::Months(one), Self::Months(two)) => Some(one.cmp(two)),
            (Self::Days(days, Some(from)), Self::Months(_)) => Some(days.cmp(&Self::days_from(*from, *other)?)),
            (Self::Months(_), Self::Days(days, Some(from))) => Some(Self::days_from(*from, *self)?.cmp(days)),
            _ => {
                let (one, two) = (self.days()?, other.days()?);
                match (one.1.cmp(&two.0), one.0.cmp(&two.1)) {
                    (Ordering::Less, _) => Some(Ordering::Less),
                    (_, Ordering::Greater) => Some(Ordering::Greater),
                    (Ordering::Equal, Ordering::Equal) => Some(Ordering::Equal),
                    _ => None,
                }
            }
        }
    }

    pub(crate) fn is_equal(&self, other: &Self) -> Option<bool> {
        self.order(other).map(Ordering::is_eq)
    }

    pub(crate) fn text(self) -> Option<String> {
        let (count, unit) = match self {
            Self::Days(count, _) => (count, "day"),
            Self::Months(count) => (count, "month"),
            Self::Endless => return None,
        };
        Some(format!("{count} {unit}{}", if count == 1 { "" } else { "s" }))
    }
}
