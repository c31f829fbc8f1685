//! Arithmetic. `None` is *cannot tell*.

use accordance_rules::core::ArithmeticOp;

use super::{
    length::Length,
    value::{Moment, Value},
};

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
            Some(Value::Duration(Length::between(*one, *two)))
        }
        (Value::Date(date), ArithmeticOp::Add, Value::Duration(by)) => by.after(*date, 1).map(Value::Date),
        (Value::Date(date), ArithmeticOp::Subtract, Value::Duration(by)) => by.after(*date, -1).map(Value::Date),
        (Value::Moment(moment), ArithmeticOp::Add, Value::Duration(by)) => moved_moment(moment, *by, 1),
        (Value::Moment(moment), ArithmeticOp::Subtract, Value::Duration(by)) => moved_moment(moment, *by, -1),
        _ => return Calculated::OtherKinds,
    };
    result.map_or(Calculated::CannotTell, Calculated::Value)
}

fn moved_moment<'d>(moment: &Moment, by: Length, sign: i128) -> Option<Value<'d>> {
    let date = by.after(moment.written.date(), sign)?;
    Some(Value::Moment(Moment { written: date.to_datetime(moment.written.time()), ..*moment }))
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
