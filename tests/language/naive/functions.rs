//! Functions and aggregates.

use accordance_rules::{Function, core::Aggregate};
use regex::{NoExpand, Regex};

use super::{CannotTell, Item, Told, Value, dates::Moment, value::whole};

/// A text that must be one.
pub(crate) fn text_of(value: &Value<'_>) -> Result<String, CannotTell> {
    match value {
        Value::Text(text) => Ok(text.clone()),
        _ => Err(CannotTell),
    }
}

fn list_of<'r>(value: &Value<'r>) -> Result<Vec<Value<'r>>, CannotTell> {
    match value {
        Value::List(items) => items.iter().map(|item| item.value.clone()).collect(),
        _ => Err(CannotTell),
    }
}

fn list<'r>(values: impl IntoIterator<Item = Value<'r>>) -> Value<'r> {
    Value::List(values.into_iter().map(|value| Item::loose(Ok(value))).collect())
}

fn texts<'r, T: Into<String>>(texts: impl Iterator<Item = T>) -> Value<'r> {
    list(texts.map(|text| Value::Text(text.into())))
}

fn counted<'r>(count: usize) -> Value<'r> {
    Value::Whole(i64::try_from(count).expect("it is in memory"))
}

fn holds(list: &[Value<'_>], item: &Value<'_>) -> Result<bool, CannotTell> {
    for each in list {
        if each.is_equal(item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn distinct(items: Vec<Value<'_>>) -> Result<Vec<Value<'_>>, CannotTell> {
    let mut kept: Vec<Value<'_>> = Vec::new();
    for item in items {
        if !holds(&kept, &item)? {
            kept.push(item);
        }
    }
    Ok(kept)
}

pub(crate) fn aggregate(aggregate: Aggregate, items: Vec<Value<'_>>) -> Told<'_> {
    match aggregate {
        Aggregate::Count => Ok(counted(items.len())),
        Aggregate::List => Ok(list(items)),
        Aggregate::Distinct => Ok(list(distinct(items)?)),
        Aggregate::Sum => sum(&items),
        Aggregate::Average => {
            let sum = sum(&items)?.as_number()?;
            Value::finite(sum / counted(items.len()).as_number()?)
        }
        Aggregate::Min | Aggregate::Max => {
            let mut items = items.into_iter();
            let mut best = items.next().ok_or(CannotTell)?;
            for item in items {
                let order = item.order(&best)?;
                if if aggregate == Aggregate::Min { order.is_lt() } else { order.is_gt() } {
                    best = item;
                }
            }
            Ok(best)
        }
    }
}

fn sum<'r>(items: &[Value<'r>]) -> Told<'r> {
    items.iter().try_fold(Value::Whole(0), |sum, item| match (&sum, item) {
        (Value::Whole(sum), Value::Whole(item)) => sum.checked_add(*item).map(Value::Whole).ok_or(CannotTell),
        _ => Value::finite(sum.as_number()? + item.as_number()?),
    })
}

pub(crate) fn call<'r>(function: Function, given: &[Value<'r>], pattern: Option<&str>) -> Told<'r> {
    let first = given.first().ok_or(CannotTell)?;
    let second = || given.get(1).ok_or(CannotTell);
    Ok(match function {
        Function::Length => match first {
            Value::Text(text) => counted(text.chars().count()),
            other => counted(list_of(other)?.len()),
        },
        Function::Lower => Value::Text(text_of(first)?.to_lowercase()),
        Function::Upper => Value::Text(text_of(first)?.to_uppercase()),
        Function::Trim => Value::Text(text_of(first)?.trim().to_owned()),
        Function::Words => texts(text_of(first)?.split_whitespace()),
        Function::Split => {
            let (text, by) = (text_of(first)?, text_of(second()?)?);
            if by.is_empty() { texts(text.chars()) } else { texts(text.split(&by)) }
        }
        Function::Join => {
            let parts: Vec<String> = list_of(first)?.iter().map(text_of).collect::<Result<_, _>>()?;
            Value::Text(parts.join(&text_of(second()?)?))
        }
        Function::Replace => {
            let pattern = Regex::new(pattern.ok_or(CannotTell)?).expect("the checker has tried it");
            Value::Text(pattern.replace_all(&text_of(first)?, NoExpand(&text_of(second()?)?)).into_owned())
        }
        Function::Year => Value::Whole(day_of(first)?.year().into()),
        Function::Month => Value::Whole(day_of(first)?.month().into()),
        Function::Day => Value::Whole(day_of(first)?.day().into()),
        Function::Weekday => Value::Text(weekday(day_of(first)?)),
        Function::Hour => Value::Whole(moment_of(first)?.local.hour().into()),
        Function::Minute => Value::Whole(moment_of(first)?.local.minute().into()),
        Function::Number => return number(&text_of(first)?),
        Function::Date => match (first, given.get(1)) {
            (Value::Text(text), Some(form)) => {
                let date = jiff::civil::Date::strptime(text_of(form)?, text);
                Value::Date(date.map_err(|_| CannotTell)?)
            }
            (Value::Text(text), None) => {
                let is_plain = text.len() == 10;
                let date = text.parse().ok().filter(|_| is_plain);
                Value::Date(date.ok_or(CannotTell)?)
            }
            _ => Value::Date(day_of(first)?),
        },
        Function::Text => Value::Text(written(first)?),
        Function::Abs => match first {
            Value::Whole(number) => Value::Whole(number.checked_abs().ok_or(CannotTell)?),
            other => Value::Number(other.as_number()?.abs()),
        },
        Function::Round => match first {
            Value::Whole(number) => Value::Whole(*number),
            other => Value::Whole(whole(other.as_number()?.round()).ok_or(CannotTell)?),
        },
        Function::First => list_of(first)?.into_iter().next().ok_or(CannotTell)?,
        Function::Last => list_of(first)?.pop().ok_or(CannotTell)?,
        Function::Overlap | Function::Difference => {
            let (one, two) = (list_of(first)?, list_of(second()?)?);
            let mut kept = Vec::new();
            for item in one {
                if holds(&two, &item)? == (function == Function::Overlap) {
                    kept.push(item);
                }
            }
            list(kept)
        }
        Function::IsDistinct => {
            let items = list_of(first)?;
            let count = items.len();
            Value::Boolean(distinct(items)?.len() == count)
        }
        other => unreachable!("the suite knows no function {}", other.word()),
    })
}

fn day_of(value: &Value<'_>) -> Result<jiff::civil::Date, CannotTell> {
    match value {
        Value::Date(date) => Ok(*date),
        Value::Moment(moment) => Ok(moment.local.date()),
        _ => Err(CannotTell),
    }
}

fn moment_of<'v>(value: &'v Value<'_>) -> Result<&'v Moment, CannotTell> {
    match value {
        Value::Moment(moment) => Ok(moment),
        _ => Err(CannotTell),
    }
}

fn weekday(date: jiff::civil::Date) -> String {
    format!("{:?}", date.weekday())
}

/// Digits with a sign before them, and a fraction and an exponent after them.
fn number<'r>(text: &str) -> Told<'r> {
    let form = Regex::new(r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$").expect("a pattern");
    if !form.is_match(text) {
        return Err(CannotTell);
    }
    Value::finite(text.parse().map_err(|_| CannotTell)?)
}

fn written(value: &Value<'_>) -> Result<String, CannotTell> {
    Ok(match value {
        Value::Boolean(it) => it.to_string(),
        Value::Whole(number) => number.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Date(date) => date.to_string(),
        Value::Moment(moment) => moment.text(),
        Value::Length(length) => length.text().ok_or(CannotTell)?,
        Value::Missing | Value::List(_) | Value::Record { .. } => return Err(CannotTell),
    })
}
