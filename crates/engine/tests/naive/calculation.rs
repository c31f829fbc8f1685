//! Arithmetic. `None` is *cannot tell*.

use accordance_rules::core::{ArithmeticOp, Duration};
use accordance_syntax::ast::DurationUnit;
use jiff::{ToSpan as _, civil::Date};

use super::value::{Length, Moment, Value, days_since_1970, length};

/// What the values of an operator are, as far as it matters here.
pub(crate) enum Calculated<'d> {
    Value(Value<'d>),
    CannotTell,
    /// The operator is not for values of these kinds.
    OtherKinds,
}

/// `one op two`.
pub(crate) fn calculate<'d>(op: ArithmeticOp, one: &Value<'d>, two: &Value<'d>) -> Calculated<'d> {
    let result = match (one, op, two) {
        (Value::Whole(one), ArithmeticOp::Add, Value::Whole(two)) => one.checked_add(*two).map(Value::Whole),
        (Value::Whole(one), ArithmeticOp::Subtract, Value::Whole(two)) => one.checked_sub(*two).map(Value::Whole),
        (Value::Whole(one), ArithmeticOp::Multiply, Value::Whole(two)) => one.checked_mul(*two).map(Value::Whole),
        (Value::Whole(_) | Value::Number(_), _, Value::Whole(_) | Value::Number(_)) => {
            let (Some(one), Some(two)) = (one.as_number(), two.as_number()) else { return Calculated::OtherKinds };
            let number = match op {
                ArithmeticOp::Add => one + two,
                ArithmeticOp::Subtract => one - two,
                ArithmeticOp::Multiply => one * two,
                ArithmeticOp::Divide => one / two,
            };
            number.is_finite().then_some(Value::Number(number))
        }
        (Value::Date(one), ArithmeticOp::Subtract, Value::Date(two)) => {
            let count = days_since_1970(*one) - days_since_1970(*two);
            Some(Value::Duration(Duration { count, unit: DurationUnit::Day }))
        }
        (Value::Date(date), ArithmeticOp::Add, Value::Duration(by)) => moved(*date, *by, 1).map(Value::Date),
        (Value::Date(date), ArithmeticOp::Subtract, Value::Duration(by)) => moved(*date, *by, -1).map(Value::Date),
        (Value::Moment(moment), ArithmeticOp::Add, Value::Duration(by)) => moved_moment(moment, *by, 1),
        (Value::Moment(moment), ArithmeticOp::Subtract, Value::Duration(by)) => moved_moment(moment, *by, -1),
        _ => return Calculated::OtherKinds,
    };
    result.map_or(Calculated::CannotTell, Calculated::Value)
}

fn moved_moment<'d>(moment: &Moment, by: Duration, sign: i128) -> Option<Value<'d>> {
    let date = moved(moment.written.date(), by, sign)?;
    Some(Value::Moment(Moment { written: date.to_datetime(moment.written.time()), ..*moment }))
}

/// A day so much later or earlier. A day that the month does not have is its last.
fn moved(date: Date, by: Duration, sign: i128) -> Option<Date> {
    let moved = match length(by) {
        Length::Days(days) => date.checked_add(i32::try_from(sign * days).ok()?.days()).ok()?,
        Length::Months(months) => {
            let month = i128::from(date.year()) * 12 + i128::from(date.month()) - 1 + sign * months;
            let year = i16::try_from(month.div_euclid(12)).ok()?;
            let first = Date::new(year, i8::try_from(month.rem_euclid(12)).ok()? + 1, 1).ok()?;
            Date::new(year, first.month(), date.day().min(first.days_in_month())).ok()?
        }
    };
    (0..=9999).contains(&moved.year()).then_some(moved)
}

/// The sum of numbers, from the first to the last.
pub(crate) fn sum<'d>(numbers: &[Value<'d>]) -> Calculated<'d> {
    let mut sum = Value::Whole(0);
    for number in numbers {
        match calculate(ArithmeticOp::Add, &sum, number) {
            Calculated::Value(more) => sum = more,
            other => return other,
        }
    }
    Calculated::Value(sum)
}
