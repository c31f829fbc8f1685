//! Whether values are equal, and which comes first.

use accordance_rules::{
    Place,
    core::{CompareOp, Constant},
};

use super::{Lowered, Lowering, mixed::EXACT, value::as_double};
use crate::{
    given::{Given, Length, Told, UNKNOWN, Value},
    refusal::{ANYTHING, DURATIONS, LISTS, MIXED, RECORDS},
    sql::{Call, Op, Sql, call},
    storage::Stored,
};

impl Lowering<'_> {
    /// Whether one value is so to another, where both are there.
    pub(super) fn compare(&mut self, op: CompareOp, one: &Given, two: &Given, place: Place) -> Lowered<Told> {
        let sign = sign(op);
        Ok(match (&one.value, &two.value) {
            (Value::Length(one), Value::Length(two)) => return lengths(op, one, two, place),
            (Value::Stored(a, of_a), Value::Stored(b, of_b)) => match (of_a, of_b) {
                (Stored::Opaque, _) | (_, Stored::Opaque) => return ANYTHING.stop(place),
                (Stored::Record(_), _) | (_, Stored::Record(_)) => return RECORDS.stop(place),
                (Stored::Moment, Stored::Moment) => {
                    let instants = [a, b].map(|moment| call(Call::Instant, [moment.clone()]));
                    let [a, b] = instants;
                    Told::Plain(a.op(sign, b))
                }
                (Stored::Whole, Stored::Number | Stored::Mixed) => Told::Plain(whole_and_number(op, a, b)),
                (Stored::Number | Stored::Mixed, Stored::Whole) => Told::Plain(whole_and_number(turned(op), b, a)),
                (Stored::List(of_one), Stored::List(of_two)) => {
                    let same = of_one.is_plain() && of_one.is_like(of_two);
                    let is_empty = |sql: &Sql| matches!(sql, Sql::Array(items, _) if items.is_empty());
                    if is_empty(a) || is_empty(b) {
                        let other = if is_empty(a) { two } else { one };
                        let none = call(Call::Size, [self.items(other)]).equals(Sql::Small(0));
                        return Ok(Told::Plain(if op == CompareOp::Equal { none } else { none.negated() }));
                    }
                    if !same {
                        return LISTS.stop(place);
                    }
                    Told::Plain(self.items(one).op(sign, self.items(two)))
                }
                (a_stored, b_stored) if a_stored.is_like(b_stored) => Told::Plain(a.clone().op(sign, b.clone())),
                _ => return MIXED.stop(place),
            },
            _ => return DURATIONS.stop(place),
        })
    }
}

const fn sign(op: CompareOp) -> Op {
    match op {
        CompareOp::Equal => Op::Equal,
        CompareOp::NotEqual => Op::NotEqual,
        CompareOp::Less => Op::Less,
        CompareOp::AtMost => Op::AtMost,
        CompareOp::Greater => Op::Greater,
        CompareOp::AtLeast => Op::AtLeast,
    }
}

/// The same comparison with its sides changed.
const fn turned(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Less => CompareOp::Greater,
        CompareOp::AtMost => CompareOp::AtLeast,
        CompareOp::Greater => CompareOp::Less,
        CompareOp::AtLeast => CompareOp::AtMost,
        same => same,
    }
}

/// A whole number and a double by their mathematical values. As doubles they are in the same order; where they are the
/// same double, the double is whole, and the whole numbers decide.
fn whole_and_number(op: CompareOp, whole: &Sql, number: &Sql) -> Sql {
    let sign = sign(op);
    if let Sql::Whole(constant) = whole
        && constant.unsigned_abs() <= EXACT.unsigned_abs()
    {
        return Sql::Number(as_double(*constant)).op(sign, number.clone());
    }
    if let Sql::Number(constant) = number {
        return whole_and_constant(op, whole, *constant);
    }
    let as_number = call(Call::ToNumber, [whole.clone()]);
    // Of the same double, only 2^63 is beyond 64 bits, and every whole number is less.
    let exact = call(Call::ToWhole, [number.clone()]);
    let beyond = Sql::Bool(matches!(op, CompareOp::NotEqual | CompareOp::Less | CompareOp::AtMost));
    let decided = Sql::Call(Call::Coalesce, vec![whole.clone().op(sign, exact), beyond]);
    let by_double = as_number.clone().op(sign, number.clone());
    Sql::when(as_number.equals(number.clone()), decided, by_double)
}

/// A whole number and a double that is known: the whole number is compared with the next one below the double.
fn whole_and_constant(op: CompareOp, whole: &Sql, constant: f64) -> Sql {
    let below = constant.floor();
    let Some(next) = as_whole(below) else {
        let order = if constant < 0.0 { std::cmp::Ordering::Greater } else { std::cmp::Ordering::Less };
        return Sql::Bool(holds(op, order));
    };
    let sign = match op {
        _ if below.total_cmp(&constant).is_eq() => sign(op),
        CompareOp::Equal => return Sql::Bool(false),
        CompareOp::NotEqual => return Sql::Bool(true),
        CompareOp::Less | CompareOp::AtMost => Op::AtMost,
        CompareOp::Greater | CompareOp::AtLeast => Op::Greater,
    };
    whole.clone().op(sign, Sql::Whole(next))
}

/// Those of some numbers that a column of numbers may hold, as its own type has them; nothing where any of them, or the
/// column, is of something else.
pub(super) fn same_numbers(constants: &[Constant], stored: &Stored) -> Option<Vec<Sql>> {
    let number = |constant: &Constant| {
        Some(match (constant, stored) {
            (Constant::Whole(number), Stored::Whole) => Some(Sql::Whole(*number)),
            (Constant::Number(number), Stored::Whole) => as_whole(number.floor())
                .filter(|whole| as_double(*whole).partial_cmp(number) == Some(std::cmp::Ordering::Equal))
                .map(Sql::Whole),
            (Constant::Number(number), _) if stored.is_double() => Some(Sql::Number(*number)),
            (Constant::Whole(number), _) if stored.is_double() => {
                let double = as_double(*number);
                (as_whole(double) == Some(*number)).then_some(Sql::Number(double))
            }
            _ => return None,
        })
    };
    let all: Option<Vec<Option<Sql>>> = constants.iter().map(number).collect();
    Some(all?.into_iter().flatten().collect())
}

/// The whole number of 64 bits that a double without a fraction is.
#[expect(clippy::cast_possible_truncation, reason = "whole and within the limits")]
fn as_whole(number: f64) -> Option<i64> {
    (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&number).then_some(number as i64)
}

fn holds(op: CompareOp, order: std::cmp::Ordering) -> bool {
    match op {
        CompareOp::Equal => order.is_eq(),
        CompareOp::NotEqual => order.is_ne(),
        CompareOp::Less => order.is_lt(),
        CompareOp::AtMost => order.is_le(),
        CompareOp::Greater => order.is_gt(),
        CompareOp::AtLeast => order.is_ge(),
    }
}

fn lengths(op: CompareOp, one: &Length, two: &Length, place: Place) -> Lowered<Told> {
    Ok(match (one, two) {
        (Length::Days { count: one, .. }, Length::Days { count: two, .. }) => {
            Told::Plain(one.clone().op(sign(op), two.clone()))
        }
        (Length::Months(one), Length::Months(two)) => Told::Plain(Sql::Bool(holds(op, one.cmp(two)))),
        (Length::Days { count, from }, Length::Months(months)) => {
            days_and_months(op, count, from.as_ref(), *months, place)?
        }
        (Length::Months(months), Length::Days { count, from }) => {
            days_and_months(turned(op), count, from.as_ref(), *months, place)?
        }
    })
}

/// Days between two days are compared with the months that follow the first of them; other days by the shortest and the
/// longest run of so many months.
fn days_and_months(op: CompareOp, count: &Sql, from: Option<&Sql>, months: i64, place: Place) -> Lowered<Told> {
    let Some((least, most)) = bounds_of(months) else { return DURATIONS.stop(place) };
    let is = |order| Sql::Small(i32::from(holds(op, order)));
    // All runs of so many months have so many days only where the shortest is the longest.
    let (less, greater) = (Sql::Whole(least), Sql::Whole(most));
    let by_bounds = Sql::when(
        count.clone().op(Op::Less, less.clone()),
        is(std::cmp::Ordering::Less),
        Sql::when(
            count.clone().op(Op::Greater, greater),
            is(std::cmp::Ordering::Greater),
            if least == most { is(std::cmp::Ordering::Equal) } else { Sql::Small(UNKNOWN) },
        ),
    );
    let by_bounds = Told::Coded(by_bounds, 1 << UNKNOWN);
    Ok(match from {
        None => by_bounds,
        Some(from) => {
            let (end, is_there) = super::arithmetic::months_later(from, months);
            let between = call(Call::Days, [end]).op(Op::Subtract, call(Call::Days, [from.clone()]));
            let told = count.clone().op(sign(op), between);
            // Where the calendar has no such day, any run of so many months is thought of.
            match is_there {
                Sql::Bool(true) => Told::Plain(told),
                Sql::Bool(false) => by_bounds,
                is_there => {
                    let told = Told::Plain(told).code();
                    Told::Coded(Sql::when(is_there, told, by_bounds.code()), 1 << UNKNOWN)
                }
            }
        }
    })
}

/// The days of the shortest and of the longest run of so many months.
fn bounds_of(months: i64) -> Option<(i64, i64)> {
    if months < 0 {
        return None;
    }
    let (cycles, rest) = (months / 4800, months % 4800);
    let whole = cycles.checked_mul(146_097)?;
    let runs = (0..4800).map(|month| days_before(month + rest) - days_before(month));
    let (least, most) = runs.fold((i64::MAX, i64::MIN), |(least, most), days| (least.min(days), most.max(days)));
    Some((whole.checked_add(least)?, whole.checked_add(most)?))
}

/// The days from the first day of March of a year that 400 divides to the first day of a month that comes so many
/// later.
const fn days_before(month: i64) -> i64 {
    let (year, month) = (month / 12, month % 12);
    year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5
}

#[cfg(test)]
mod tests {
    use super::bounds_of;

    #[test]
    fn runs_of_months_have_their_shortest_and_their_longest() {
        assert_eq!(bounds_of(0), Some((0, 0)));
        assert_eq!(bounds_of(1), Some((28, 31)));
        assert_eq!(bounds_of(12), Some((365, 366)));
        assert_eq!(bounds_of(4800), Some((146_097, 146_097)));
    }
}
