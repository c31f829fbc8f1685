//! Values, and when two of them are equal or one is before the other.

use std::cmp::Ordering;

use accordance_rules::{Type, core::Constant};
use serde_json::Value as Json;

use super::dates::{self, Length, Moment};

/// Something that is needed is not there, or has no value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CannotTell;

pub(crate) type Told<'r> = Result<Value<'r>, CannotTell>;

#[derive(Clone, Debug)]
pub(crate) enum Value<'r> {
    Missing,
    Boolean(bool),
    Whole(i64),
    Number(f64),
    Text(String),
    Date(jiff::civil::Date),
    Moment(Moment),
    Length(Length),
    List(Vec<Item<'r>>),
    Record { record: &'r Json, pointer: String },
}

/// An item of a list; where it is one of the data, its place. A record has its own in any list.
#[derive(Clone, Debug)]
pub(crate) struct Item<'r> {
    pub(crate) value: Told<'r>,
    pub(crate) pointer: Option<String>,
}

impl<'r> Item<'r> {
    pub(crate) fn loose(value: Told<'r>) -> Self {
        let pointer = match &value {
            Ok(Value::Record { pointer, .. }) => Some(pointer.clone()),
            _ => None,
        };
        Self { value, pointer }
    }
}

impl<'r> Value<'r> {
    /// A value of the data, read as its type says.
    pub(crate) fn read(json: &'r Json, ty: &Type, pointer: &str) -> Self {
        match (json, ty) {
            (Json::Null, _) => Self::Missing,
            (Json::Bool(it), _) => Self::Boolean(*it),
            (Json::Number(number), Type::Number) => Self::Number(number.as_f64().unwrap_or(f64::NAN)),
            (Json::Number(number), _) => match number.as_i64().or_else(|| whole(number.as_f64()?)) {
                Some(whole) => Self::Whole(whole),
                None => Self::Number(number.as_f64().unwrap_or(f64::NAN)),
            },
            (Json::String(text), Type::Date) => text.parse().map_or_else(|_| Self::Text(text.clone()), Self::Date),
            (Json::String(text), Type::DateTime) => {
                Moment::read(text).map_or_else(|| Self::Text(text.clone()), Self::Moment)
            }
            (Json::String(text), _) => Self::Text(text.clone()),
            (Json::Array(items), _) => {
                let item_type = ty.item().unwrap_or(&Type::Anything);
                let read = items.iter().enumerate().map(|(position, item)| {
                    let pointer = format!("{pointer}/{position}");
                    let value = Self::read(item, item_type, &pointer);
                    Item { value: Ok(value), pointer: Some(pointer) }
                });
                Self::List(read.collect())
            }
            (Json::Object(_), _) => Self::Record { record: json, pointer: pointer.to_owned() },
        }
    }

    pub(crate) fn constant(constant: &Constant) -> Self {
        match constant {
            Constant::Boolean(it) => Self::Boolean(*it),
            Constant::Whole(it) => Self::Whole(*it),
            Constant::Number(it) => Self::Number(*it),
            Constant::Text(it) => Self::Text(it.to_string()),
            Constant::Date(it) => Self::Date(dates::day(*it)),
            Constant::DateTime(it) => Self::Moment(Moment::constant(it)),
            Constant::Duration(it) => Self::Length(Length::constant(*it)),
            Constant::List(items) => {
                Self::List(items.iter().map(|item| Item::loose(Ok(Self::constant(item)))).collect())
            }
        }
    }

    /// A number of a calculation: none beyond the doubles.
    pub(crate) fn finite(number: f64) -> Told<'r> {
        if number.is_finite() { Ok(Self::Number(number)) } else { Err(CannotTell) }
    }

    pub(crate) fn as_number(&self) -> Result<f64, CannotTell> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "a number is a double")]
            Self::Whole(number) => Ok(*number as f64),
            Self::Number(number) => Ok(*number),
            _ => Err(CannotTell),
        }
    }

    pub(crate) fn is_equal(&self, other: &Self) -> Result<bool, CannotTell> {
        match (self, other) {
            (Self::Boolean(one), Self::Boolean(two)) => Ok(one == two),
            (Self::Length(one), Self::Length(two)) => one.is_equal(two).ok_or(CannotTell),
            (Self::List(one), Self::List(two)) => {
                let mut equal = one.len() == two.len();
                for item in one.iter().chain(two) {
                    item.value.as_ref().map_err(|cannot_tell| *cannot_tell)?;
                }
                for (one, two) in one.iter().zip(two) {
                    equal = equal && one.value.clone()?.is_equal(&two.value.clone()?)?;
                }
                Ok(equal)
            }
            _ => Ok(self.order(other)?.is_eq()),
        }
    }

    pub(crate) fn order(&self, other: &Self) -> Result<Ordering, CannotTell> {
        match (self, other) {
            (Self::Whole(one), Self::Whole(two)) => Ok(one.cmp(two)),
            (Self::Whole(one), Self::Number(two)) => Ok(whole_and_number(*one, *two)),
            (Self::Number(one), Self::Whole(two)) => Ok(whole_and_number(*two, *one).reverse()),
            (Self::Number(one), Self::Number(two)) => one.partial_cmp(two).ok_or(CannotTell),
            (Self::Text(one), Self::Text(two)) => Ok(one.chars().cmp(two.chars())),
            (Self::Date(one), Self::Date(two)) => Ok(one.cmp(two)),
            (Self::Moment(one), Self::Moment(two)) => Ok(one.instant().cmp(&two.instant())),
            (Self::Length(one), Self::Length(two)) => one.order(two).ok_or(CannotTell),
            _ => Err(CannotTell),
        }
    }
}

/// Compares exactly: a double is a whole number and a fraction.
fn whole_and_number(whole: i64, number: f64) -> Ordering {
    const BEYOND: f64 = 9_223_372_036_854_775_808.0;
    if number >= BEYOND {
        return Ordering::Less;
    }
    if number < -BEYOND {
        return Ordering::Greater;
    }
    #[expect(clippy::cast_possible_truncation, reason = "it is within the whole numbers")]
    let floor = number.floor() as i64;
    whole.cmp(&floor).then(if number.fract() == 0.0 { Ordering::Equal } else { Ordering::Less })
}

/// The whole number that a double is.
pub(crate) fn whole(number: f64) -> Option<i64> {
    const BEYOND: f64 = 9_223_372_036_854_775_808.0;
    let is_whole = number.fract() == 0.0 && (-BEYOND..BEYOND).contains(&number);
    #[expect(clippy::cast_possible_truncation, reason = "it is within the whole numbers")]
    let number = number as i64;
    is_whole.then_some(number)
}
