//! Whether values are equal, and which comes first.

use std::cmp::Ordering;

use accordance_rules::core::CompareOp;

use super::{absent::Why, data_set::Data, key::whole, value::Value, work::Work};

/// Whether `one op two`.
pub(crate) fn compare(
    one: &Value<'_>,
    op: CompareOp,
    two: &Value<'_>,
    data: Data<'_>,
    work: &mut Work,
) -> Result<bool, Why> {
    if let (Value::Text(one), Value::Text(_)) = (one, two) {
        work.text(one);
    }
    Ok(match op {
        CompareOp::Equal => equal(one, two, data, work)?,
        CompareOp::NotEqual => !equal(one, two, data, work)?,
        CompareOp::Less => order(one, two, data)?.is_lt(),
        CompareOp::AtMost => order(one, two, data)?.is_le(),
        CompareOp::Greater => order(one, two, data)?.is_gt(),
        CompareOp::AtLeast => order(one, two, data)?.is_ge(),
    })
}

/// Whether two values are equal.
pub(crate) fn equal(one: &Value<'_>, two: &Value<'_>, data: Data<'_>, work: &mut Work) -> Result<bool, Why> {
    match (one, two) {
        (Value::Boolean(one), Value::Boolean(two)) => Ok(one == two),
        (Value::Text(one), Value::Text(two)) => Ok(one == two),
        (one, two) if one.is_list() && two.is_list() => lists(one, two, data, work),
        _ => order(one, two, data).map(Ordering::is_eq),
    }
}

/// Lists are equal item by item: one pair that differs decides.
fn lists(one: &Value<'_>, two: &Value<'_>, data: Data<'_>, work: &mut Work) -> Result<bool, Why> {
    let (one, two) = (items(one), items(two));
    if one.len() != two.len() {
        return Ok(false);
    }
    let mut untold = None;
    for pair in one.iter().zip(&two) {
        work.item()?;
        let told = match pair {
            (Some(one), Some(two)) => equal(one, two, data, work),
            _ => Err(Why::Kind("a value of the kind that its schema says")),
        };
        match told {
            Ok(true) => {}
            Ok(false) => return Ok(false),
            Err(Why::TooLong) => return Err(Why::TooLong),
            Err(why) => untold = untold.or(Some(why)),
        }
    }
    untold.map_or(Ok(true), Err)
}

fn items<'d>(list: &Value<'d>) -> Vec<Option<Value<'d>>> {
    let mut items = Vec::new();
    let done: Result<(), std::convert::Infallible> = list.each(&mut |item| {
        items.push(item);
        Ok(())
    });
    match done {
        Ok(()) => items,
        Err(never) => match never {},
    }
}

/// Which of two values comes first.
pub(crate) fn order(one: &Value<'_>, two: &Value<'_>, data: Data<'_>) -> Result<Ordering, Why> {
    match (one, two) {
        (Value::Whole(one), Value::Whole(two)) => Ok(one.cmp(two)),
        (Value::Number(one), Value::Number(two)) => one.partial_cmp(two).ok_or(Why::Kind("a number")),
        (Value::Whole(one), Value::Number(two)) => Ok(whole_and_number(*one, *two)),
        (Value::Number(one), Value::Whole(two)) => Ok(whole_and_number(*two, *one).reverse()),
        // UTF-8 has the order of Unicode scalar values.
        (Value::Text(one), Value::Text(two)) => Ok(one.as_bytes().cmp(two.as_bytes())),
        (Value::Date(one), Value::Date(two)) => Ok(one.cmp(two)),
        (Value::Moment(one), Value::Moment(two)) => one.partial_cmp(two).ok_or(Why::Kind("a moment")),
        (Value::Length(one), Value::Length(two)) => one.compare(*two).ok_or(Why::Months),
        // A record that an example gives in the place of a reference is compared by its id.
        (Value::Record(place), other @ Value::Text(_)) => {
            order(&data.id_of(*place).ok_or(Why::Kind("a reference"))?, other, data)
        }
        (one @ Value::Text(_), Value::Record(place)) => {
            order(one, &data.id_of(*place).ok_or(Why::Kind("a reference"))?, data)
        }
        (Value::Record(one), Value::Record(two)) => match (data.id_of(*one), data.id_of(*two)) {
            (Some(one), Some(two)) => order(&one, &two, data),
            _ => Err(Why::Kind("a reference")),
        },
        (one, two) => Err(kinds(one, two)),
    }
}

/// A whole number and a double by their mathematical values.
fn whole_and_number(one: i64, two: f64) -> Ordering {
    if let Some(two) = whole(two) {
        return one.cmp(&two);
    }
    let below = two.floor();
    match whole(below) {
        // The double is between two whole numbers.
        Some(below) if one <= below => Ordering::Less,
        Some(_) => Ordering::Greater,
        None if two < 0.0 => Ordering::Greater,
        None => Ordering::Less,
    }
}

fn kinds(one: &Value<'_>, two: &Value<'_>) -> Why {
    Why::Kind(match two {
        _ if one.is_list() != two.is_list() => "comparable: one side is a list",
        Value::Boolean(_) => "true or false",
        Value::Whole(_) | Value::Number(_) => "a number",
        Value::Text(_) => "a text",
        Value::Date(_) => "a date",
        Value::Moment(_) => "a date with a time",
        Value::Length(_) => "a length of time",
        _ => "a value that can be compared",
    })
}
