//! Values, when two are equal, and which comes first. `None` is *cannot tell*.

use std::cmp::Ordering;

use accordance_rules::core::{self, Constant};
use jiff::civil::{Date, DateTime};

use super::length::Length;

/// A value of a rule.
#[derive(Clone, Debug)]
pub(crate) enum Value<'d> {
    Boolean(bool),
    Whole(i64),
    Number(f64),
    Text(String),
    Date(Date),
    Moment(Moment),
    Duration(Length),
    List(Vec<Value<'d>>),
    Record(&'d serde_json::Value),
}

/// A day and a time as they are written, and the minutes east of UTC.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    pub(crate) written: DateTime,
    pub(crate) offset_minutes: i64,
    /// A leap second, which `written` has as the one before.
    pub(crate) second_60: bool,
}

impl Moment {
    /// Nanoseconds since the first day of 1970 in UTC.
    fn instant(self) -> i128 {
        let days = days_since_1970(self.written.date());
        let time = self.written.time();
        let hours = i128::from(days) * 24 + i128::from(time.hour());
        let minutes = hours * 60 + i128::from(time.minute()) - i128::from(self.offset_minutes);
        let seconds = minutes * 60 + i128::from(time.second()) + i128::from(self.second_60);
        seconds * 1_000_000_000 + i128::from(time.subsec_nanosecond())
    }
}

/// The days from the first day of 1970.
pub(crate) fn days_since_1970(date: Date) -> i64 {
    let first = Date::constant(1970, 1, 1);
    i64::from((date - first).get_days())
}

impl Value<'_> {
    pub(crate) fn of_constant(constant: &Constant) -> Self {
        match constant {
            Constant::Boolean(truth) => Self::Boolean(*truth),
            Constant::Whole(number) => Self::Whole(*number),
            Constant::Number(number) => Self::Number(*number),
            Constant::Text(text) => Self::Text(text.to_string()),
            Constant::Date(date) => Self::Date(of_written(*date)),
            Constant::DateTime(moment) => {
                let time = jiff::civil::time(
                    moment.hour as i8,
                    moment.minute as i8,
                    moment.second as i8,
                    moment.nanosecond as i32,
                );
                let written = of_written(moment.date).to_datetime(time);
                Self::Moment(Moment { written, offset_minutes: moment.offset_minutes.into(), second_60: false })
            }
            Constant::Duration(duration) => Self::Duration(Length::of_written(*duration)),
            Constant::List(items) => Self::List(items.iter().map(Self::of_constant).collect()),
        }
    }

    /// A number as a double.
    pub(crate) fn as_number(&self) -> Option<f64> {
        match self {
            Self::Whole(number) => Some(*number as f64),
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// A day of a rule file.
pub(crate) fn of_written(date: core::Date) -> Date {
    Date::new(date.year, date.month as i8, date.day as i8).expect("a day of a rule file exists")
}

/// Whether two values are equal. Values of two kinds cannot be compared.
pub(crate) fn equal(one: &Value<'_>, two: &Value<'_>) -> Option<bool> {
    match (one, two) {
        (Value::Boolean(one), Value::Boolean(two)) => Some(one == two),
        (Value::List(one), Value::List(two)) => {
            if one.len() != two.len() {
                return Some(false);
            }
            all(one.iter().zip(two).map(|(one, two)| equal(one, two)))
        }
        _ => order(one, two).map(Ordering::is_eq),
    }
}

/// Which of two values comes first. Truth values, lists and records have no order.
pub(crate) fn order(one: &Value<'_>, two: &Value<'_>) -> Option<Ordering> {
    match (one, two) {
        (Value::Whole(one), Value::Whole(two)) => Some(one.cmp(two)),
        (Value::Number(one), Value::Number(two)) => one.partial_cmp(two),
        (Value::Whole(one), Value::Number(two)) => Some(whole_and_number(*one, *two)),
        (Value::Number(one), Value::Whole(two)) => Some(whole_and_number(*two, *one).reverse()),
        (Value::Text(one), Value::Text(two)) => Some(one.chars().cmp(two.chars())),
        (Value::Date(one), Value::Date(two)) => Some(one.cmp(two)),
        (Value::Moment(one), Value::Moment(two)) => Some(one.instant().cmp(&two.instant())),
        (Value::Duration(one), Value::Duration(two)) => one.order(*two),
        _ => None,
    }
}

/// Compares as numbers, not as doubles: 2⁵³ + 1 is greater than 2⁵³.
fn whole_and_number(whole: i64, number: f64) -> Ordering {
    let limit = 9_223_372_036_854_775_808.0;
    if number >= limit {
        return Ordering::Less;
    }
    if number < -limit {
        return Ordering::Greater;
    }
    // What is left of the point is a whole number of 64 bits here.
    let left = number.floor();
    whole.cmp(&(left as i64)).then(if number > left { Ordering::Less } else { Ordering::Equal })
}

/// Kleene's *and*.
pub(crate) fn all(truths: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut whole = Some(true);
    for truth in truths {
        match truth {
            Some(false) => return Some(false),
            None => whole = None,
            Some(true) => {}
        }
    }
    whole
}

/// Kleene's *or*.
pub(crate) fn any(truths: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    all(truths.into_iter().map(not)).map(|none| !none)
}

/// Kleene's *not*.
pub(crate) fn not(truth: Option<bool>) -> Option<bool> {
    truth.map(|truth| !truth)
}
