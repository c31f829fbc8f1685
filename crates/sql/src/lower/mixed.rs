//! Values of two types in one place: whole numbers among doubles.
//!
//! The language leaves such numbers what they are, and a column of doubles makes them alike. The two agree as long as a
//! double holds the whole number and what is computed of it; a statement ends with a message where none does.

use std::sync::Arc;

use accordance_rules::core::ArithmeticOp;

use super::{At, Lowering, arithmetic::finite, value::as_double};
use crate::{
    given::{Given, Value},
    sql::{Call, Each, Name, Op, Sql, call, text},
    storage::Stored,
};

/// Whole numbers up to this one have doubles of their own.
pub(super) const EXACT: i64 = 1 << 53;

/// What computes one number of two, each of which may be a whole number or a double.
struct Computed<'s> {
    op: ArithmeticOp,
    one: (Sql, &'s Stored),
    two: (Sql, &'s Stored),
}

/// The type that holds the values of two.
pub(super) fn common(one: &Stored, two: &Stored) -> Option<Stored> {
    Some(match (one, two) {
        (one, two) if one == two => one.clone(),
        (Stored::Whole | Stored::Number | Stored::Mixed, Stored::Whole | Stored::Number | Stored::Mixed) => {
            Stored::Mixed
        }
        // The items of an empty list.
        (Stored::Opaque, _) | (_, Stored::Opaque) => return None,
        (Stored::List(one), Stored::List(two)) => Stored::list(match (&**one, &**two) {
            (Stored::Opaque, it) | (it, Stored::Opaque) => it.clone(),
            (one, two) => common(one, two)?,
        }),
        _ => return None,
    })
}

/// A value of one type as one of another that [`common`] gave; nothing where it is a constant that this one does not
/// hold.
pub(super) fn converted(sql: Sql, from: &Stored, to: &Stored) -> Option<Sql> {
    Some(match (sql, from, to) {
        (Sql::Whole(number), Stored::Whole, Stored::Mixed) => {
            Sql::Number((number.unsigned_abs() <= EXACT.unsigned_abs()).then(|| as_double(number))?)
        }
        (sql, Stored::Whole, Stored::Mixed) => held(sql),
        (Sql::Array(items, of_items), _, Stored::List(wanted)) => {
            let items = items.into_iter().map(|item| converted(item, &of_items, wanted)).collect::<Option<_>>()?;
            Sql::Array(items, (**wanted).clone())
        }
        (sql, Stored::List(of_items), Stored::List(wanted)) if !of_items.is_like(wanted) => {
            let item: Name = "converted".into();
            let each = converted(Sql::Variable(Arc::clone(&item)), of_items, wanted)?;
            sql.each(Each::Transform, &item, each)
        }
        (sql, _, _) => sql,
    })
}

/// A whole number as the double that it is.
fn held(number: Sql) -> Sql {
    let below = number.clone().op(Op::Less, Sql::Whole(-EXACT));
    let is_beyond = below.or(number.clone().op(Op::Greater, Sql::Whole(EXACT)));
    Sql::when(is_beyond, ended(), call(Call::ToNumber, [number]))
}

/// The end of a statement.
fn ended() -> Sql {
    let message =
        text("a whole number beyond 2^53 stands beside numbers with a point, and no column of SQL holds both");
    Sql::TryCast(Box::new(call(Call::Error, [message])), Stored::Number)
}

impl Lowering<'_> {
    /// What `+`, `-` or `*` give of two numbers of which each may have been whole.
    pub(super) fn of_mixed(
        &mut self,
        op: ArithmeticOp,
        one: (Sql, &Stored),
        two: (Sql, &Stored),
        at: &mut At,
    ) -> Given {
        let (first, second) = (self.once(one.0, at), self.once(two.0, at));
        let computed = Computed { op, one: (first.value(), one.1), two: (second.value(), two.1) };
        let result = second.within(computed.checked());
        let result = first.within(result);
        mixed(finite(result))
    }

    /// The sum of a list of numbers of which each may have been whole.
    pub(super) fn next_of_mixed(sum: Sql, item: Sql) -> Sql {
        Computed { op: ArithmeticOp::Add, one: (sum, &Stored::Mixed), two: (item, &Stored::Mixed) }.checked()
    }

    /// An expression that is read more than once: it is written once.
    fn once(&mut self, sql: Sql, at: &mut At) -> Once {
        if !at.inside {
            return Once::Column(self.column("number", sql, &mut at.rows));
        }
        if !sql.is_longer_than(8) {
            return Once::Column(sql);
        }
        Once::Item(self.name("number"), sql)
    }
}

/// What is written once.
enum Once {
    /// As it stands.
    Column(Sql),
    /// As the only item of a list that is gone through.
    Item(Name, Sql),
}

impl Once {
    fn value(&self) -> Sql {
        match self {
            Self::Column(sql) => sql.clone(),
            Self::Item(name, _) => Sql::Variable(Arc::clone(name)),
        }
    }

    /// What is computed of it.
    fn within(self, body: Sql) -> Sql {
        match self {
            Self::Column(_) => body,
            Self::Item(name, sql) => {
                let list = Sql::Array(vec![sql], Stored::Number);
                call(Call::Item, [list.each(Each::Transform, &name, body), Sql::Small(1)])
            }
        }
    }
}

impl Computed<'_> {
    /// The result as a double. Two whole numbers have a whole result, which is this double as long as all three are
    /// below 2^53.
    fn checked(self) -> Sql {
        let Self { op, one, two } = self;
        let op = match op {
            ArithmeticOp::Add => Op::Add,
            ArithmeticOp::Subtract => Op::Subtract,
            ArithmeticOp::Multiply => Op::Multiply,
            ArithmeticOp::Divide => Op::Divide,
        };
        let result = one.0.clone().op(op, two.0.clone());
        let size = |number: &Sql| call(Call::Abs, [number.clone()]);
        let most = || Sql::Number(as_double(EXACT));
        let (mut may_be_whole, mut is_large) = (Sql::Bool(true), size(&result).op(Op::AtLeast, most()));
        for (number, stored) in [&one, &two] {
            match stored {
                Stored::Whole => is_large = is_large.or(size(number).op(Op::AtLeast, most())),
                // One that was whole is no larger.
                _ => may_be_whole = may_be_whole.and(size(number).op(Op::AtMost, most())),
            }
        }
        Sql::when(may_be_whole.and(is_large), ended(), result)
    }
}

/// The same number as one that may have been whole.
pub(super) fn mixed(given: Given) -> Given {
    let value = match given.value {
        Value::Stored(sql, _) => Value::Stored(sql, Stored::Mixed),
        length @ Value::Length(_) => length,
    };
    Given { value, ..given }
}
