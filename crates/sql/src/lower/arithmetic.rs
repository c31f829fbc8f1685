//! `+`, `-`, `*`, `/`, and the calendar.

use accordance_rules::core::{ArithmeticOp, Expr};

use super::{At, Lowered, Lowering, value::told_if};
use crate::{
    given::{Absence, Given, Length, UNKNOWN, Value},
    refusal::{ANYTHING, DURATIONS},
    sql::{Call, Op, Sql, call, text},
    storage::Stored,
};

/// The days of the calendar from 0000-01-01 to 9999-12-31, as days since 1970.
const FIRST_DAY: i64 = -719_528;
const LAST_DAY: i64 = 2_932_896;
pub(crate) const DAYS_OF_CALENDAR: i64 = LAST_DAY - FIRST_DAY;

impl<'p> Lowering<'p> {
    pub(super) fn arithmetic(
        &mut self,
        expr: &'p Expr,
        op: ArithmeticOp,
        left: &'p Expr,
        right: &'p Expr,
        at: &mut At,
    ) -> Lowered<Given> {
        let one = self.value(left, at)?;
        let two = self.value(right, at)?;
        let absence = one.absence.needed().or(&two.absence.needed());
        let minus = op == ArithmeticOp::Subtract;
        let given = match (&one.value, &two.value) {
            (Value::Stored(later, Stored::Date), Value::Stored(earlier, Stored::Date)) => {
                let count = days(later).op(Op::Subtract, days(earlier));
                Given::length(Length::Days { count, from: Some(earlier.clone()) })
            }
            (Value::Stored(date, Stored::Date), Value::Length(length)) => {
                let (date, is_there) = later(date, length, minus);
                told_if(is_there, Given::of(date, Stored::Date))
            }
            (Value::Stored(moment, Stored::Moment), Value::Length(length)) => {
                let (date, is_there) = later(&date_of(moment), length, minus);
                let rest = call(Call::Part, [moment.clone(), Sql::Small(11), Sql::Small(1000)]);
                told_if(is_there, Given::of(call(Call::Concat, [date, rest]), Stored::Moment))
            }
            (Value::Stored(one, Stored::Whole), Value::Stored(two, Stored::Whole)) if op != ArithmeticOp::Divide => {
                let function = match op {
                    ArithmeticOp::Add => Call::TryAdd,
                    ArithmeticOp::Subtract => Call::TrySubtract,
                    ArithmeticOp::Multiply | ArithmeticOp::Divide => Call::TryMultiply,
                };
                let result = call(function, [one.clone(), two.clone()]);
                told_if(result.clone().present(), Given::of(result, Stored::Whole))
            }
            (Value::Stored(one, of_one), Value::Stored(two, of_two)) => {
                let (Some(one), Some(two)) = (double(one, of_one), double(two, of_two)) else {
                    return ANYTHING.stop(expr.place);
                };
                let may_be_whole = |stored: &Stored| matches!(stored, Stored::Whole | Stored::Mixed);
                match op {
                    ArithmeticOp::Divide => {
                        let is_zero = two.clone().equals(Sql::Number(0.0));
                        let result = Sql::when(is_zero.clone(), Sql::Null(Stored::Number), one.op(Op::Divide, two));
                        finite(result).or_absent_first(&Absence::when(is_zero, UNKNOWN))
                    }
                    // At least one of them is mixed.
                    _ if may_be_whole(of_one) && may_be_whole(of_two) => {
                        self.of_mixed(op, (one, of_one), (two, of_two), at)
                    }
                    ArithmeticOp::Add => finite(one.op(Op::Add, two)),
                    ArithmeticOp::Subtract => finite(one.op(Op::Subtract, two)),
                    ArithmeticOp::Multiply => finite(one.op(Op::Multiply, two)),
                }
            }
            _ => return DURATIONS.stop(expr.place),
        };
        Ok(given.or_absent_first(&absence))
    }

    pub(super) fn negate(&mut self, expr: &'p Expr, inner: &'p Expr, at: &mut At) -> Lowered<Given> {
        let given = self.value(inner, at)?;
        let absence = given.absence.needed();
        let result = match &given.value {
            Value::Stored(number, Stored::Whole) => {
                let result = call(Call::TrySubtract, [Sql::Whole(0), number.clone()]);
                told_if(result.clone().present(), Given::of(result, Stored::Whole))
            }
            Value::Stored(number, stored @ (Stored::Number | Stored::Mixed)) => {
                Given::of(Sql::Number(-1.0).op(Op::Multiply, number.clone()), stored.clone())
            }
            _ => return ANYTHING.stop(expr.place),
        };
        Ok(result.or_absent_first(&absence))
    }
}

impl Given {
    /// The same where nothing that it is worked out from is absent.
    pub(crate) fn or_absent_first(self, first: &Absence) -> Self {
        let absence = first.or(&self.absence);
        self.or_absent(absence)
    }
}

/// A number as a double.
pub(crate) fn double(number: &Sql, stored: &Stored) -> Option<Sql> {
    match (number, stored) {
        (Sql::Whole(number), Stored::Whole) => Some(Sql::Number(super::value::as_double(*number))),
        (number, Stored::Whole) => Some(call(Call::ToNumber, [number.clone()])),
        (number, Stored::Number | Stored::Mixed) => Some(number.clone()),
        _ => None,
    }
}

/// A double that cannot be told where it has no bounds.
pub(crate) fn finite(number: Sql) -> Given {
    let is_finite = call(Call::IsFinite, [number.clone()]);
    told_if(Sql::Call(Call::Coalesce, vec![is_finite, Sql::Bool(false)]), Given::of(number, Stored::Number))
}

/// The days of a date since 1970.
fn days(date: &Sql) -> Sql {
    call(Call::Days, [date.clone()])
}

/// The date of a moment by its own clock.
pub(crate) fn date_of(moment: &Sql) -> Sql {
    call(Call::Part, [moment.clone(), Sql::Small(1), Sql::Small(10)])
}

/// A date so much later or earlier, and whether there is one.
fn later(date: &Sql, length: &Length, earlier: bool) -> (Sql, Sql) {
    match length {
        Length::Months(months) => match months.checked_mul(if earlier { -1 } else { 1 }) {
            Some(months) => months_later(date, months),
            None => (Sql::Null(Stored::Date), Sql::Bool(false)),
        },
        Length::Days { count, .. } => {
            if let Sql::Whole(count) = count
                && count.unsigned_abs() > DAYS_OF_CALENDAR.unsigned_abs()
            {
                return (Sql::Null(Stored::Date), Sql::Bool(false));
            }
            let day = days(date).op(if earlier { Op::Subtract } else { Op::Add }, count.clone());
            let is_there = day
                .clone()
                .op(Op::AtLeast, Sql::Whole(FIRST_DAY))
                .and(day.clone().op(Op::AtMost, Sql::Whole(LAST_DAY)));
            let date = Sql::when(is_there.clone(), call(Call::FromDays, [day]), Sql::Null(Stored::Date));
            (date, is_there)
        }
    }
}

/// A date so many months later, and whether there is one.
pub(crate) fn months_later(date: &Sql, months: i64) -> (Sql, Sql) {
    const MONTHS: i64 = 120_000;
    if months.abs() >= MONTHS {
        return (Sql::Null(Stored::Date), Sql::Bool(false));
    }
    // Texts of dates have the order of dates: what is left of a month decides whether the other one is in the calendar.
    let is_there = if months >= 0 {
        let last = MONTHS - 1 - months;
        month_of(date).op(Op::AtMost, text(&format!("{:04}-{:02}", last / 12, last % 12 + 1)))
    } else {
        let first = -months;
        month_of(date).op(Op::AtLeast, text(&format!("{:04}-{:02}", first / 12, first % 12 + 1)))
    };
    let there = call(Call::AddMonths, [date.clone(), Sql::Small(i32::try_from(months).unwrap_or_default())]);
    (Sql::when(is_there.clone(), there, Sql::Null(Stored::Date)), is_there)
}

fn month_of(date: &Sql) -> Sql {
    call(Call::Part, [date.clone(), Sql::Small(1), Sql::Small(7)])
}
