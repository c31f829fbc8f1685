//! Days, moments and lengths of time.

use std::{borrow::Cow, cmp::Ordering};

use accordance_rules::core::{Date as Written, DateTime, Duration as WrittenDuration, DurationUnit};
use jiff::{SignedDuration, Span, civil, fmt::temporal::Pieces, tz::Offset};

/// A moment by its own clock, and how far that was from UTC. Moments are equal, and ordered, by what they are in UTC.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    local: civil::DateTime,
    offset: Offset,
    /// Whether it is in the second behind that of its clock: a leap second, which clocks show as 60.
    is_leap: bool,
}

impl Moment {
    /// The last one of the calendar.
    pub(crate) const LAST: Self = Self { local: civil::DateTime::MAX, offset: Offset::UTC, is_leap: false };

    /// The time from the first day of year 0 in UTC. The last hours of 9999 and the first of year 0 are moments like
    /// all others.
    fn since_year_0(self) -> SignedDuration {
        let by_own_clock = self.local.duration_since(civil::DateTime::constant(0, 1, 1, 0, 0, 0, 0));
        by_own_clock + SignedDuration::from_secs(i64::from(self.is_leap) - i64::from(self.offset.seconds()))
    }
}

impl PartialEq for Moment {
    fn eq(&self, other: &Self) -> bool {
        self.since_year_0() == other.since_year_0()
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.since_year_0().cmp(&other.since_year_0()))
    }
}

/// A length of time: days, or months of the calendar.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Length {
    /// So many days. Where they lie between two days, `from` is the one that they are counted from.
    Days { count: i64, from: Option<civil::Date> },
    /// So many months.
    Months(i64),
}

pub(crate) fn date(written: Written) -> Option<civil::Date> {
    let day = |number: u8| i8::try_from(number).ok();
    civil::Date::new(written.year, day(written.month)?, day(written.day)?).ok()
}

pub(crate) fn moment(written: DateTime) -> Option<Moment> {
    let part = |number: u8| i8::try_from(number).ok();
    let nanosecond = i32::try_from(written.nanosecond).ok()?;
    let time = civil::Time::new(part(written.hour)?, part(written.minute)?, part(written.second)?, nanosecond).ok()?;
    let offset = Offset::from_seconds(i32::from(written.offset_minutes) * 60).ok()?;
    Some(Moment { local: date(written.date)?.to_datetime(time), offset, is_leap: false })
}

pub(crate) fn length(written: WrittenDuration) -> Option<Length> {
    Some(match written.unit {
        DurationUnit::Day => Length::Days { count: written.count, from: None },
        DurationUnit::Week => Length::Days { count: written.count.checked_mul(7)?, from: None },
        DurationUnit::Month => Length::Months(written.count),
        DurationUnit::Year => Length::Months(written.count.checked_mul(12)?),
    })
}

/// The day that a text is by ISO 8601: `YYYY-MM-DD`, and nothing else.
pub(crate) fn parse_date(text: &str) -> Option<civil::Date> {
    let bytes = text.as_bytes();
    let [a, b, c, d, b'-', e, f, b'-', g, h] = bytes else { return None };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_i16, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + i16::from(digit - b'0')))
    };
    let small = |digits: &[u8]| number(digits).and_then(|number| i8::try_from(number).ok());
    civil::Date::new(number(&[*a, *b, *c, *d])?, small(&[*e, *f])?, small(&[*g, *h])?).ok()
}

/// The moment that a text is by RFC 3339. Of a second, billionths are told apart, and what follows is not looked at.
pub(crate) fn parse_moment(text: &str) -> Option<Moment> {
    let text = &*to_the_billionth(text);
    let pieces = Pieces::parse(text).ok()?;
    if pieces.time_zone_annotation().is_some() {
        return None;
    }
    let offset = match pieces.offset()? {
        jiff::fmt::temporal::PiecesOffset::Zulu => Offset::UTC,
        other => other.to_numeric_offset(),
    };
    // The library has no second 60, and takes it for the one before.
    let is_leap = text.get(SECONDS) == Some("60");
    Some(Moment { local: pieces.date().to_datetime(pieces.time()?), offset, is_leap })
}

/// Where the seconds of a moment are written.
const SECONDS: std::ops::Range<usize> = 17..19;

fn to_the_billionth(moment: &str) -> Cow<'_, str> {
    const DIGITS: usize = 9;
    let cut = || {
        let (before, fraction) =
            moment.split_at_checked(SECONDS.end + 1).filter(|(before, _)| before.ends_with('.'))?;
        let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
        (digits > DIGITS).then(|| format!("{before}{}{}", &fraction[..DIGITS], &fraction[digits..]))
    };
    cut().map_or(Cow::Borrowed(moment), Cow::Owned)
}

/// The day that a text is by a form of strptime, with English names.
pub(crate) fn parse_by_form(text: &str, form: &str) -> Option<civil::Date> {
    let broken = jiff::fmt::strtime::parse(form, text).ok()?;
    broken.to_date().ok().filter(|date| is_in_range(*date))
}

fn is_in_range(date: civil::Date) -> bool {
    (0..=9999).contains(&date.year())
}

/// The days from one to the other.
pub(crate) fn between(later: civil::Date, earlier: civil::Date) -> Length {
    let span = later.since((jiff::Unit::Day, earlier)).map_or(0, |span| i64::from(span.get_days()));
    Length::Days { count: span, from: Some(earlier) }
}

pub(crate) fn add(date: civil::Date, length: Length, negated: bool) -> Option<civil::Date> {
    date.checked_add(span(length, negated)?).ok().filter(|date| is_in_range(*date))
}

/// A moment so much later by its own clock.
pub(crate) fn add_to_moment(moment: Moment, length: Length, negated: bool) -> Option<Moment> {
    let local = moment.local.checked_add(span(length, negated)?).ok()?;
    is_in_range(local.date()).then_some(Moment { local, ..moment })
}

fn span(length: Length, negated: bool) -> Option<Span> {
    let sign = if negated { -1 } else { 1 };
    match length {
        Length::Days { count, .. } => Span::new().try_days(count.checked_mul(sign)?).ok(),
        Length::Months(count) => Span::new().try_months(count.checked_mul(sign)?).ok(),
    }
}

/// The days and the time of a moment by its own clock.
pub(crate) const fn local(moment: Moment) -> civil::DateTime {
    moment.local
}

impl Length {
    /// Which is longer; nothing where it depends on which months are meant.
    pub(crate) fn compare(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Days { count: one, .. }, Self::Days { count: two, .. }) | (Self::Months(one), Self::Months(two)) => {
                Some(one.cmp(&two))
            }
            (Self::Days { count, from }, Self::Months(months)) => days_and_months(count, from, months),
            (Self::Months(months), Self::Days { count, from }) => {
                days_and_months(count, from, months).map(Ordering::reverse)
            }
        }
    }
}

/// Days between two days are compared with the months that follow the first of them. Where no day is known, the longest
/// and the shortest run of so many months decide, if they agree.
fn days_and_months(days: i64, from: Option<civil::Date>, months: i64) -> Option<Ordering> {
    if let Some(from) = from
        && let Some(there) = add(from, Length::Months(months), false)
        && let Length::Days { count, .. } = between(there, from)
    {
        return Some(days.cmp(&count));
    }
    // The days of 400 years are always the same; those of fewer months are near to their share of them.
    let cycles = months.div_euclid(4800);
    let rest = months.rem_euclid(4800);
    let whole = cycles.checked_mul(146_097)?;
    let about = whole + rest * 146_097 / 4800;
    let (least, most) = (about - 10, about + 10);
    if rest == 0 {
        return Some(days.cmp(&whole));
    }
    match () {
        () if days < least => Some(Ordering::Less),
        () if days > most => Some(Ordering::Greater),
        () => days_and_any_months(days - whole, rest),
    }
}

/// Days compared with so many months, fewer than those of 400 years, from every month of 400 years; nothing where they
/// are not alike.
fn days_and_any_months(days: i64, months: i64) -> Option<Ordering> {
    let mut orders = (0..4800).map(|month| days.cmp(&(days_before(month + months) - days_before(month))));
    let first = orders.next()?;
    orders.all(|order| order == first).then_some(first)
}

/// The days from the first day of March of a year that 400 divides to the first day of a month that comes so many
/// later.
const fn days_before(month: i64) -> i64 {
    let (year, month) = (month / 12, month % 12);
    // From March on, the days before a month are those of a straight line.
    year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5
}

impl std::fmt::Display for Length {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (count, unit) = match *self {
            Self::Days { count, .. } => (count, "day"),
            Self::Months(count) if count != 0 && count % 12 == 0 => (count / 12, "year"),
            Self::Months(count) => (count, "month"),
        };
        let plural = if count == 1 { "" } else { "s" };
        write!(formatter, "{count} {unit}{plural}")
    }
}

impl std::fmt::Display for Moment {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut local = local(*self).to_string();
        if self.is_leap {
            local.replace_range(SECONDS, "60");
        }
        formatter.write_str(&local)?;
        let seconds = self.offset.seconds();
        if seconds == 0 {
            return formatter.write_str("Z");
        }
        let sign = if seconds < 0 { '-' } else { '+' };
        let minutes = seconds.unsigned_abs() / 60;
        write!(formatter, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::{Length, add, between, days_and_months, parse_date, parse_moment};

    #[test]
    fn months_end_where_the_calendar_says() {
        let day = |text| parse_date(text).expect("a day");
        assert_eq!(add(day("2023-01-31"), Length::Months(1), false), Some(day("2023-02-28")));
        assert_eq!(add(day("2024-03-31"), Length::Months(1), true), Some(day("2024-02-29")));
        assert_eq!(add(day("9999-12-31"), Length::Days { count: 1, from: None }, false), None);
    }

    #[test]
    fn days_between_two_days_are_compared_with_the_months_between_them() {
        let day = |text| parse_date(text).expect("a day");
        let half_a_year = between(day("2023-07-03"), day("2023-01-03"));
        assert_eq!(half_a_year.compare(Length::Months(6)), Some(Ordering::Equal));
        assert_eq!(Length::Months(7).compare(half_a_year), Some(Ordering::Greater));
    }

    #[test]
    fn without_a_day_only_what_holds_of_all_months_is_told() {
        for months in (1..4000_i64).step_by(7) {
            let starts =
                ["2000-01-01", "2001-03-01", "2003-01-31", "1896-03-01"].map(|text| parse_date(text).expect("a day"));
            for start in starts {
                let Some(end) = add(start, Length::Months(months), false) else { continue };
                let Length::Days { count, .. } = between(end, start) else { continue };
                assert!(
                    days_and_months(count, None, months).is_none_or(Ordering::is_eq),
                    "{months} months from {start}"
                );
            }
        }
        assert_eq!(
            [27, 28, 31, 32].map(|days| days_and_months(days, None, 1)),
            [Some(Ordering::Less), None, None, Some(Ordering::Greater)]
        );
        assert_eq!(
            [364, 365, 366, 367].map(|days| days_and_months(days, None, 12)),
            [Some(Ordering::Less), None, None, Some(Ordering::Greater)]
        );
        assert_eq!(days_and_months(10, None, 1), Some(Ordering::Less));
        assert_eq!(days_and_months(400, None, 12), Some(Ordering::Greater));
    }

    #[test]
    fn the_shortest_and_the_longest_run_of_months_are_exact() {
        let told = |months, days: [i64; 4]| days.map(|days| days_and_months(days, None, months));
        let between = [Some(Ordering::Less), None, None, Some(Ordering::Greater)];
        assert_eq!(told(1, [27, 28, 31, 32]), between);
        assert_eq!(told(48, [1459, 1460, 1461, 1462]), between);
        assert_eq!(days_and_months(146_097, None, 4800), Some(Ordering::Equal));
    }

    #[test]
    fn moments_are_equal_by_instant_and_printed_by_their_own_clock() {
        let (one, two) = (parse_moment("2023-07-03T09:30:00Z"), parse_moment("2023-07-03T11:30:00+02:00"));
        assert!(one.is_some() && one == two);
        assert_eq!(two.map(|moment| moment.to_string()).as_deref(), Some("2023-07-03T11:30:00+02:00"));
        assert!(parse_moment("2023-07-03T09:30:00").is_none());
        let (first, last) = (parse_moment("0000-01-01T00:00:00+10:00"), parse_moment("9999-12-31T23:59:59Z"));
        assert!(first.is_some() && first < one && one < last);
    }

    #[test]
    fn a_leap_second_lies_between_its_neighbours_and_is_printed_as_it_is_written() {
        let moments = ["2016-12-31T23:59:59.5Z", "2016-12-31T23:59:60.5Z", "2017-01-01T00:00:01Z"].map(parse_moment);
        assert!(moments[0] < moments[1] && moments[1] < moments[2]);
        assert_eq!(moments[1].map(|moment| moment.to_string()).as_deref(), Some("2016-12-31T23:59:60.5Z"));
        assert_eq!(parse_moment("2017-01-01T00:59:60+01:00"), parse_moment("2017-01-01T00:00:00Z"));
    }

    #[test]
    fn what_is_less_than_a_billionth_of_a_second_is_not_looked_at() {
        let of = |fraction: &str| parse_moment(&format!("2020-01-01T00:00:00.{fraction}+01:00"));
        assert!(of("0000000019").is_some());
        assert_eq!(of("0000000019"), of("000000001"));
        assert!(of(&"9".repeat(40)) < parse_moment("2020-01-01T00:00:01+01:00"));
        assert_eq!(of(""), None);
        assert_eq!(of("1x"), None);
    }
}
