//! Days of the calendar, dates known only to the month or year, and ranges of days.

use std::borrow::Cow;

use jiff::civil;

use crate::{
    InvalidTerm, closed_list,
    text_value::{STRAY_END, text_value},
};

/// The form of a year from 1 on. RFC 3339 has a year 0, and the calendars of many languages do not: some validators
/// refuse it.
macro_rules! year {
    () => {
        "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
    };
}

/// The form of a date; the `format` beside it in the schema says that the day exists.
const DATE: &str = concat!("^", year!(), "-[0-9]{2}-[0-9]{2}$");
const MONTH: &str = concat!("^", year!(), "-(0[1-9]|1[0-2])$");
const YEAR: &str = concat!("^", year!(), "$");
const FIRST_YEAR: i16 = 1;
const EXPECTED_DATE: &str = "a date: year, month and day, such as 2023-07-03";

/// A day of the Gregorian calendar, written `YYYY-MM-DD` (RFC 3339, full-date).
///
/// # Errors
/// [`InvalidTerm`] for another form, and for a day that does not exist.
///
/// ```
/// use accordance_terms::{Date, Weekday};
///
/// let session: Date = "2023-07-03".parse()?;
/// assert_eq!(session.weekday(), Weekday::Monday);
/// assert!("2023-02-30".parse::<Date>().is_err());
/// assert!("3 July 2023".parse::<Date>().is_err());
/// assert_eq!(Date::try_from(session.civil()), Ok(session));
/// # Ok::<(), accordance_terms::InvalidTerm>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

impl Date {
    /// The day of a year (1 to 9999), month (1 to 12) and day of the month (from 1).
    ///
    /// # Errors
    /// [`InvalidTerm`] where there is no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, InvalidTerm> {
        let date = civil::Date::new(year, month, day).ok().filter(|date| date.year() >= FIRST_YEAR);
        date.map(Self).ok_or_else(|| InvalidTerm::other(format_args!("{year:04}-{month:02}-{day:02}"), EXPECTED_DATE))
    }

    /// The same day for calendar arithmetic.
    pub fn civil(self) -> civil::Date {
        self.0
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        match self.0.weekday() {
            civil::Weekday::Monday => Weekday::Monday,
            civil::Weekday::Tuesday => Weekday::Tuesday,
            civil::Weekday::Wednesday => Weekday::Wednesday,
            civil::Weekday::Thursday => Weekday::Thursday,
            civil::Weekday::Friday => Weekday::Friday,
            civil::Weekday::Saturday => Weekday::Saturday,
            civil::Weekday::Sunday => Weekday::Sunday,
        }
    }

    fn parse(text: &str) -> Result<Self, InvalidTerm> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
            return Err(InvalidTerm::text(text, EXPECTED_DATE));
        };
        let year = digits(&[*y1, *y2, *y3, *y4]);
        let month = digits(&[*m1, *m2]).and_then(|month| i8::try_from(month).ok());
        let day = digits(&[*d1, *d2]).and_then(|day| i8::try_from(day).ok());
        match (year, month, day) {
            (Some(year), Some(month), Some(day)) => Self::new(year, month, day),
            _ => Err(InvalidTerm::text(text, EXPECTED_DATE)),
        }
    }

    fn as_text(&self) -> Cow<'_, str> {
        Cow::Owned(format!("{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day()))
    }
}

impl TryFrom<civil::Date> for Date {
    type Error = InvalidTerm;

    /// # Errors
    /// [`InvalidTerm`] before the year 1, which records have no form for.
    fn try_from(day: civil::Date) -> Result<Self, InvalidTerm> {
        Self::new(day.year(), day.month(), day.day())
    }
}

fn digits(digits: &[u8]) -> Option<i16> {
    digits.iter().try_fold(0_i16, |number, digit| digit.is_ascii_digit().then(|| number * 10 + i16::from(digit - b'0')))
}

text_value!(Date, {
    "type": "string",
    "format": "date",
    "pattern": DATE,
    "not": { "type": "string", "pattern": STRAY_END },
    "x-form": "a date as in 2023-07-03",
});

/// A date known to the day, the month or only the year: `2023-11-09`, `2023-11` or `2014` (EDTF, level 0).
///
/// Partial dates are in the order of a list in which what is less known comes first: `2023`, `2023-07`, `2023-07-03`,
/// `2023-08`. That order is for sorting. It does not say which was earlier: `2023-07` may be any day of July.
///
/// # Errors
/// [`InvalidTerm`] for another form, and for a day or month that does not exist.
///
/// ```
/// use accordance_terms::PartialDate;
///
/// let as_of: PartialDate = "2023-11".parse()?;
/// assert_eq!((as_of.year(), as_of.month(), as_of.day()), (2023, Some(11), None));
/// assert!("2023".parse::<PartialDate>()? < as_of && as_of < "2023-11-01".parse()?);
/// # Ok::<(), accordance_terms::InvalidTerm>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

const EXPECTED_PARTIAL: &str = "a date, a month or a year, such as 2023-07-03, 2023-07 or 2023";

impl PartialDate {
    /// The year, 1 to 9999.
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12, where it is known.
    pub fn month(self) -> Option<i8> {
        self.month
    }

    /// The day of the month, from 1, where it is known.
    pub fn day(self) -> Option<i8> {
        self.day
    }

    /// The date, where it is known to the day.
    pub fn to_date(self) -> Option<Date> {
        Date::new(self.year, self.month?, self.day?).ok()
    }

    fn parse(text: &str) -> Result<Self, InvalidTerm> {
        let refused = || InvalidTerm::text(text, EXPECTED_PARTIAL);
        match text.len() {
            4 => {
                let year = digits(text.as_bytes()).filter(|year| *year >= FIRST_YEAR).ok_or_else(refused)?;
                Ok(Self { year, month: None, day: None })
            }
            7 => {
                let first = Date::parse(&format!("{text}-01")).map_err(|_| refused())?;
                Ok(Self { day: None, ..Self::from(first) })
            }
            _ => Date::parse(text).map(Self::from).map_err(|_| refused()),
        }
    }

    fn as_text(&self) -> Cow<'_, str> {
        let mut text = format!("{:04}", self.year);
        for part in [self.month, self.day].into_iter().flatten() {
            text.push_str(&format!("-{part:02}"));
        }
        Cow::Owned(text)
    }
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> Self {
        Self { year: date.0.year(), month: Some(date.0.month()), day: Some(date.0.day()) }
    }
}

text_value!(PartialDate, {
    "type": "string",
    "anyOf": [
        { "type": "string", "pattern": DATE, "format": "date" },
        { "type": "string", "pattern": MONTH },
        { "type": "string", "pattern": YEAR },
    ],
    "not": { "type": "string", "pattern": STRAY_END },
    "x-form": "a date, a month or a year, as in 2023-07-03, 2023-07 or 2023",
});

/// A first and a last day, the last not before the first.
///
/// Records write the two days as properties of their own, and a record may have them the wrong way round;
/// the range is the checked view of them.
///
/// ```
/// use accordance_terms::{Date, DateRange};
///
/// let dialogue = DateRange::new(Date::new(2023, 10, 25)?, Date::new(2023, 10, 26)?).expect("in order");
/// assert_eq!(dialogue.days(), 2);
/// assert!(dialogue.contains(Date::new(2023, 10, 26)?));
/// assert!(DateRange::new(dialogue.last(), dialogue.first()).is_none());
/// # Ok::<(), accordance_terms::InvalidTerm>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DateRange {
    first: Date,
    last: Date,
}

impl DateRange {
    /// The range from one day to another, none where the last comes before the first.
    pub fn new(first: Date, last: Date) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// The first day.
    pub fn first(self) -> Date {
        self.first
    }

    /// The last day.
    pub fn last(self) -> Date {
        self.last
    }

    /// How many days it takes, first and last included.
    pub fn days(self) -> i32 {
        self.last.0.since(self.first.0).map_or(0, |span| span.get_days()) + 1
    }

    /// Whether a day lies within.
    pub fn contains(self, day: Date) -> bool {
        (self.first..=self.last).contains(&day)
    }
}

closed_list! {
    /// A day of the week, by its English name.
    #[non_exhaustive]
    pub enum Weekday: "a day of the week" {
        /// The first day of the week (ISO 8601).
        Monday = "Monday",
        /// The second day of the week.
        Tuesday = "Tuesday",
        /// The third day of the week.
        Wednesday = "Wednesday",
        /// The fourth day of the week.
        Thursday = "Thursday",
        /// The fifth day of the week.
        Friday = "Friday",
        /// The sixth day of the week.
        Saturday = "Saturday",
        /// The seventh day of the week.
        Sunday = "Sunday",
    }
}

#[cfg(feature = "proptest")]
mod generators {
    use proptest::{arbitrary::Arbitrary, prelude::*};

    use super::{Date, PartialDate};

    impl Arbitrary for Date {
        type Parameters = ();
        type Strategy = BoxedStrategy<Self>;

        fn arbitrary_with((): ()) -> Self::Strategy {
            let of_month = (super::FIRST_YEAR..=9999, 1_i8..=12, 1_i8..=31);
            of_month.prop_filter_map("a day of that month", |(y, m, d)| Self::new(y, m, d).ok()).boxed()
        }
    }

    impl Arbitrary for PartialDate {
        type Parameters = ();
        type Strategy = BoxedStrategy<Self>;

        fn arbitrary_with((): ()) -> Self::Strategy {
            prop_oneof![
                any::<Date>().prop_map(Self::from),
                any::<Date>().prop_map(|date| Self { day: None, ..Self::from(date) }),
                any::<Date>().prop_map(|date| Self { day: None, month: None, ..Self::from(date) }),
            ]
            .boxed()
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil;

    use super::{Date, PartialDate};

    #[test]
    fn a_day_of_the_calendar_is_a_date_from_the_year_1_on() {
        let dates = [civil::date(1, 1, 1), civil::date(2024, 2, 29), civil::date(9999, 12, 31)];
        assert_eq!(dates.map(|day| Date::try_from(day).map(Date::civil)), dates.map(Ok));
        for day in [civil::date(0, 12, 31), civil::Date::MIN] {
            assert!(Date::try_from(day).is_err(), "{day}");
        }
    }

    #[test]
    fn what_is_less_known_comes_first() {
        let sorted = ["2022-12-31", "2023", "2023-07", "2023-07-01", "2023-07-31", "2023-08", "2024"];
        let mut dates = sorted.map(str::parse::<PartialDate>);
        dates.reverse();
        dates.sort_by_key(|date| date.as_ref().ok().copied());
        assert_eq!(dates.map(|date| date.map(|date| date.to_string())), sorted.map(|text| Ok(text.to_owned())));
    }
}
