//! Values as indexes and sets hold them. Two values have one key if and only if they are equal.

use std::borrow::Cow;

use jiff::civil;

use super::value::Value;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key<'d> {
    Boolean(bool),
    Whole(i64),
    /// The bits of a double that is no 64-bit whole number.
    Number(u64),
    Text(Cow<'d, str>),
    Date(civil::Date),
    /// Several, all of which must be equal.
    Several(Vec<Self>),
}

impl<'d> Key<'d> {
    /// The key of a value; nothing for those that are only compared one by one.
    pub(crate) fn of(value: &Value<'d>) -> Option<Self> {
        Some(match value {
            Value::Boolean(truth) => Self::Boolean(*truth),
            Value::Whole(number) => Self::Whole(*number),
            Value::Number(number) => match whole(*number) {
                Some(whole) => Self::Whole(whole),
                None => Self::Number(number.to_bits()),
            },
            Value::Text(text) => Self::Text(text.clone()),
            Value::Date(date) => Self::Date(*date),
            Value::Moment(_) | Value::Length(_) | Value::List(_) | Value::Items(..) | Value::Record(_) => return None,
        })
    }
}

/// The whole number that a double is, if 64 bits hold it.
pub(crate) fn whole(number: f64) -> Option<i64> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    #[expect(clippy::cast_possible_truncation, reason = "whole and within the limits")]
    (number.fract() == 0.0 && (-LIMIT..LIMIT).contains(&number)).then_some(number as i64)
}
