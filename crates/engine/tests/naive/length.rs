//! Lengths of time.

use std::cmp::Ordering;

use accordance_rules::core::{Duration, DurationUnit};
use jiff::{ToSpan as _, civil::Date};

use super::value::days_since_1970;

/// A length of time: days, or months of the calendar.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Length {
    /// So many days. Where they lie between two days, the second is the one that they are counted from.
    Days(i128, Option<Date>),
    Months(i128),
}

impl Length {
    pub(crate) fn of_written(duration: Duration) -> Self {
        let count = i128::from(duration.count);
        match duration.unit {
            DurationUnit::Day => Self::Days(count, None),
            DurationUnit::Week => Self::Days(count * 7, None),
            DurationUnit::Month => Self::Months(count),
            DurationUnit::Year => Self::Months(count * 12),
        }
    }

    pub(crate) fn between(later: Date, earlier: Date) -> Self {
        Self::Days((days_since_1970(later) - days_since_1970(earlier)).into(), Some(earlier))
    }

    /// Which is longer; nothing where it depends on which months are meant.
    pub(crate) fn order(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Days(one, _), Self::Days(two, _)) | (Self::Months(one), Self::Months(two)) => Some(one.cmp(&two)),
            (Self::Days(days, from), Self::Months(months)) => days_and_months(days, from, months),
            (Self::Months(months), Self::Days(days, from)) => {
                days_and_months(days, from, months).map(Ordering::reverse)
            }
        }
    }

    /// A day so much later, or with `sign` -1 earlier. A day that the month does not have is its last.
    pub(crate) fn after(self, date: Date, sign: i128) -> Option<Date> {
        let moved = match self {
            Self::Days(days, _) => date.checked_add(i32::try_from(sign * days).ok()?.days()).ok()?,
            Self::Months(months) => {
                let month = i128::from(date.year()) * 12 + i128::from(date.month()) - 1 + sign * months;
                let year = i16::try_from(month.div_euclid(12)).ok()?;
                let first = Date::new(year, i8::try_from(month.rem_euclid(12)).ok()? + 1, 1).ok()?;
                Date::new(year, first.month(), date.day().min(first.days_in_month())).ok()?
            }
        };
        (0..=9999).contains(&moved.year()).then_some(moved)
    }
}

/// Days from a day are compared with the months from it. Where no day is known, they are compared with the months from
/// every day.
fn days_and_months(days: i128, from: Option<Date>, months: i128) -> Option<Ordering> {
    if let Some(from) = from
        && let Some(there) = Length::Months(months).after(from, 1)
    {
        return Some(days.cmp(&(days_since_1970(there) - days_since_1970(from)).into()));
    }
    // The calendar comes round every 400 years. From the 29th to the 31st, so many months are no shorter and no longer
    // than from the first day of that month and of the next.
    let cycles = months.div_euclid(4800);
    let whole = cycles * 146_097;
    let rest = i64::try_from(months.rem_euclid(4800)).ok()?;
    let first_day = |month: i64| {
        let year = i16::try_from(2000 + month / 12).expect("within 800 years");
        i128::from(days_since_1970(Date::constant(year, (month % 12) as i8 + 1, 1)))
    };
    let mut orders = (0..4800).map(|month| days.cmp(&(whole + first_day(month + rest) - first_day(month))));
    let first = orders.next()?;
    orders.all(|order| order == first).then_some(first)
}

impl std::fmt::Display for Length {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (count, unit) = match self {
            Self::Days(days, _) => (*days, "day"),
            Self::Months(months) if *months != 0 && months % 12 == 0 => (months / 12, "year"),
            Self::Months(months) => (*months, "month"),
        };
        write!(formatter, "{count} {unit}{}", if count == 1 { "" } else { "s" })
    }
}
