//! `+`, `-`, `*`, `/`.

use accordance_rules::core::ArithmeticOp;

use super::{
    absent::Why,
    calendar::{add, add_to_moment, between},
    value::Value,
};

/// `one op two`.
pub(crate) fn arithmetic<'d>(one: &Value<'d>, op: ArithmeticOp, two: &Value<'d>) -> Result<Value<'d>, Why> {
    match (one, op, two) {
        (Value::Whole(one), ArithmeticOp::Add, Value::Whole(two)) => whole(one.checked_add(*two)),
        (Value::Whole(one), ArithmeticOp::Subtract, Value::Whole(two)) => whole(one.checked_sub(*two)),
        (Value::Whole(one), ArithmeticOp::Multiply, Value::Whole(two)) => whole(one.checked_mul(*two)),
        (Value::Date(later), ArithmeticOp::Subtract, Value::Date(earlier)) => {
            Ok(Value::Length(between(*later, *earlier)))
        }
        (Value::Date(date), ArithmeticOp::Add | ArithmeticOp::Subtract, Value::Length(length)) => {
            add(*date, *length, op == ArithmeticOp::Subtract).map(Value::Date).ok_or(Why::Calendar)
        }
        (Value::Moment(moment), ArithmeticOp::Add | ArithmeticOp::Subtract, Value::Length(length)) => {
            add_to_moment(*moment, *length, op == ArithmeticOp::Subtract).map(Value::Moment).ok_or(Why::Calendar)
        }
        _ => numbers(number(one)?, op, number(two)?),
    }
}

fn numbers<'d>(one: f64, op: ArithmeticOp, two: f64) -> Result<Value<'d>, Why> {
    let result = match op {
        ArithmeticOp::Add => one + two,
        ArithmeticOp::Subtract => one - two,
        ArithmeticOp::Multiply => one * two,
        ArithmeticOp::Divide if two == 0.0 => return Err(Why::ByZero),
        ArithmeticOp::Divide => one / two,
    };
    finite(result)
}

pub(crate) fn finite<'d>(number: f64) -> Result<Value<'d>, Why> {
    if number.is_finite() { Ok(Value::Number(number)) } else { Err(Why::Overflow) }
}

fn whole<'d>(number: Option<i64>) -> Result<Value<'d>, Why> {
    number.map(Value::Whole).ok_or(Why::Overflow)
}

/// A number as a double.
#[expect(clippy::cast_precision_loss, reason = "the language computes with doubles where one side is one")]
pub(crate) fn number(value: &Value<'_>) -> Result<f64, Why> {
    match value {
        Value::Whole(number) => Ok(*number as f64),
        Value::Number(number) => Ok(*number),
        _ => Err(Why::Kind("a number")),
    }
}

/// `-value`
pub(crate) fn negate<'d>(value: &Value<'d>) -> Result<Value<'d>, Why> {
    match value {
        Value::Whole(number) => whole(number.checked_neg()),
        _ => finite(-number(value)?),
    }
}
