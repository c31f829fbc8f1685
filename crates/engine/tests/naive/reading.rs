//! JSON as the type that its schema says.

use accordance_rules::Type;
use jiff::{civil::Date, fmt::temporal::Pieces};
use serde_json::Value as Json;

use super::value::{Moment, Value};

/// Why a value cannot be read.
pub(crate) enum Unreadable {
    /// It is not of its type.
    OtherKind,
    /// It is, and it is more than 64 bits hold.
    TooLarge,
}

/// Reads a value that is there.
pub(crate) fn read<'d>(json: &'d Json, ty: &Type) -> Result<Value<'d>, Unreadable> {
    let text = || json.as_str().ok_or(Unreadable::OtherKind);
    match ty {
        Type::Anything => anything(json),
        Type::Nothing | Type::Duration => Err(Unreadable::OtherKind),
        Type::Boolean => json.as_bool().map(Value::Boolean).ok_or(Unreadable::OtherKind),
        Type::Whole => match (json.as_i64(), json.as_f64()) {
            (Some(whole), _) => Ok(Value::Whole(whole)),
            // In JSON Schema 2.0 is a whole number.
            (None, Some(number)) if number.fract() == 0.0 => {
                whole(number).map(Value::Whole).ok_or(Unreadable::TooLarge)
            }
            _ => Err(Unreadable::OtherKind),
        },
        Type::Number => json.as_f64().map(Value::Number).ok_or(Unreadable::OtherKind),
        Type::Text | Type::Id(_) | Type::Reference(_) => Ok(Value::Text(text()?.to_owned())),
        Type::OneOf(words) => match text()? {
            word if words.iter().any(|known| **known == *word) => Ok(Value::Text(word.to_owned())),
            _ => Err(Unreadable::OtherKind),
        },
        Type::Date => date(text()?).map(Value::Date).ok_or(Unreadable::OtherKind),
        Type::DateTime => moment(text()?).map(Value::Moment).ok_or(Unreadable::OtherKind),
        Type::List(item) => {
            let items = json.as_array().ok_or(Unreadable::OtherKind)?;
            items.iter().map(|each| read(each, item)).collect::<Result<_, _>>().map(Value::List)
        }
        Type::Record(_) if json.is_object() => Ok(Value::Record(json)),
        Type::Record(_) => Err(Unreadable::OtherKind),
    }
}

/// JSON as it is.
fn anything(json: &Json) -> Result<Value<'_>, Unreadable> {
    Ok(match json {
        Json::Null => return Err(Unreadable::OtherKind),
        Json::Bool(truth) => Value::Boolean(*truth),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Value::Whole(whole),
            None => Value::Number(number.as_f64().ok_or(Unreadable::TooLarge)?),
        },
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(anything).collect::<Result<_, _>>()?),
        Json::Object(_) => Value::Record(json),
    })
}

/// The whole number that a double is, if it has 64 bits.
pub(crate) fn whole(number: f64) -> Option<i64> {
    let limit = 9_223_372_036_854_775_808.0;
    (number.fract() == 0.0 && number >= -limit && number < limit).then_some(number as i64)
}

/// `2023-07-03`.
pub(crate) fn date(text: &str) -> Option<Date> {
    let form: Vec<char> = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    if form.iter().collect::<String>() != "0000-00-00" {
        return None;
    }
    Date::new(text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?).ok()
}

/// `2023-07-03T09:30:00+02:00`.
fn moment(text: &str) -> Option<Moment> {
    let mut read = text.to_owned();
    // So many digits of a second count.
    while read.bytes().skip(20).take_while(u8::is_ascii_digit).count() > 9 {
        read.remove(29);
    }
    let pieces = Pieces::parse(&read).ok()?;
    let offset = pieces.to_numeric_offset()?;
    let written = pieces.date().to_datetime(pieces.time()?);
    let second_60 = text.get(16..19) == Some(":60");
    Some(Moment { written, offset_minutes: i64::from(offset.seconds()) / 60, second_60 })
}
