//! Expressions of SQL, as a tree. A dialect writes them.

use std::sync::Arc;

use crate::storage::Stored;

/// A name of a column, or of a variable in a list.
pub(crate) type Name = Arc<str>;

/// An expression of SQL.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Sql {
    Null(Stored),
    Bool(bool),
    /// A small number that is no value of the language: a code, a position.
    Small(i32),
    Whole(i64),
    Number(f64),
    Text(Name),
    Column(Name),
    Variable(Name),
    Field(Box<Sql>, Name),
    Struct(Vec<(Name, Sql)>),
    /// A list of items of a type.
    Array(Vec<Sql>, Stored),
    Case(Vec<(Sql, Sql)>, Box<Sql>),
    Op(Op, Box<Sql>, Box<Sql>),
    Not(Box<Sql>),
    IsNull(Box<Sql>),
    /// Whether a value is one of several constants.
    OneOf(Box<Sql>, Vec<Sql>),
    Call(Call, Vec<Sql>),
    Each(Each, Box<Sql>, Name, Box<Sql>),
    Fold(Box<Fold>),
    /// Whether a pattern is found in a text.
    Found(Box<Sql>, Arc<crate::pattern::Pattern>),
    Replace(Box<Sql>, Arc<crate::pattern::Pattern>, Box<Sql>),
    /// A value as another type, or null where it is none.
    TryCast(Box<Sql>, Stored),
}

/// Operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Op {
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
    And,
    Or,
    /// Of doubles.
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// What is done with each item of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Each {
    Transform,
    Filter,
    /// Whether it holds of any.
    Exists,
}

/// A list gone through from its first item to its last.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fold {
    pub(crate) list: Sql,
    pub(crate) start: Sql,
    pub(crate) so_far: Name,
    pub(crate) item: Name,
    pub(crate) next: Sql,
}

/// Functions that each dialect has by some name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    /// How many items; null of null.
    Size,
    /// The item at a position from 1; null where there is none.
    Item,
    LastItem,
    Contains,
    Flatten,
    Distinct,
    Least,
    Greatest,
    JoinTexts,
    Concat,
    JoinLists,
    Coalesce,
    /// Characters of a text.
    Length,
    /// From a position from 1, so many characters.
    Part,
    StartsWith,
    EndsWith,
    ContainsText,
    Lower,
    Upper,
    Split,
    /// Whole numbers, null where 64 bits do not hold the result.
    TryAdd,
    TrySubtract,
    TryMultiply,
    ToNumber,
    ToText,
    Abs,
    Floor,
    /// A double as a whole number of 64 bits; null where there is none.
    ToWhole,
    /// The days of a date since 1970.
    Days,
    /// The date so many days after 1970.
    FromDays,
    /// The date so many months after another.
    AddMonths,
    /// The number of the weekday of a day since 1970, from 1 for Monday.
    WeekdayNumber,
    /// Whether a double has bounds.
    IsFinite,
    /// A code, of a type that may be null.
    Code,
    /// Ends the statement with a message.
    Error,
    /// A moment as nanoseconds, to be compared.
    Instant,
}

pub(crate) fn text(text: &str) -> Sql {
    Sql::Text(text.into())
}

pub(crate) fn call<const N: usize>(function: Call, arguments: [Sql; N]) -> Sql {
    Sql::Call(function, arguments.into())
}

impl Sql {
    pub(crate) fn op(self, op: Op, other: Self) -> Self {
        Self::Op(op, Box::new(self), Box::new(other))
    }

    pub(crate) fn equals(self, other: Self) -> Self {
        self.op(Op::Equal, other)
    }

    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Bool(true), it) | (it, Self::Bool(true)) => it,
            (Self::Bool(false), _) | (_, Self::Bool(false)) => Self::Bool(false),
            (one, two) => one.op(Op::And, two),
        }
    }

    pub(crate) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Bool(false), it) | (it, Self::Bool(false)) => it,
            (Self::Bool(true), _) | (_, Self::Bool(true)) => Self::Bool(true),
            (one, two) => one.op(Op::Or, two),
        }
    }

    pub(crate) fn negated(self) -> Self {
        match self {
            Self::Bool(truth) => Self::Bool(!truth),
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    pub(crate) fn absent(self) -> Self {
        match self {
            Self::Null(_) => Self::Bool(true),
            Self::Bool(_) | Self::Small(_) | Self::Whole(_) | Self::Number(_) | Self::Text(_) | Self::Array(..) => {
                Self::Bool(false)
            }
            other => Self::IsNull(Box::new(other)),
        }
    }

    pub(crate) fn present(self) -> Self {
        self.absent().negated()
    }

    pub(crate) fn field(self, name: &str) -> Self {
        match self {
            Self::Struct(fields) => match fields.iter().find(|(known, _)| &**known == name) {
                Some((_, value)) => value.clone(),
                None => Self::Field(Box::new(Self::Struct(fields)), name.into()),
            },
            record => Self::Field(Box::new(record), name.into()),
        }
    }

    /// Whether it has more than so many parts.
    pub(crate) fn is_longer_than(&self, most: usize) -> bool {
        let mut left = most;
        !self.fits(&mut left)
    }

    /// Takes its parts from those that are left. Says no where there are too few.
    fn fits(&self, left: &mut usize) -> bool {
        let Some(less) = left.checked_sub(1) else { return false };
        *left = less;
        self.parts().into_iter().all(|part| part.fits(left))
    }

    /// Whether it reads any of some columns.
    pub(crate) fn reads(&self, columns: &[Name]) -> bool {
        match self {
            Self::Column(name) => columns.contains(name),
            other => other.parts().into_iter().any(|part| part.reads(columns)),
        }
    }

    /// The expressions directly below it.
    fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Null(_)
            | Self::Bool(_)
            | Self::Small(_)
            | Self::Whole(_)
            | Self::Number(_)
            | Self::Text(_)
            | Self::Column(_)
            | Self::Variable(_) => Vec::new(),
            Self::Field(one, _) | Self::Not(one) | Self::IsNull(one) | Self::Found(one, _) | Self::TryCast(one, _) => {
                vec![one]
            }
            Self::Struct(fields) => fields.iter().map(|(_, value)| value).collect(),
            Self::Array(items, _) | Self::Call(_, items) => items.iter().collect(),
            Self::Case(cases, last) => {
                cases.iter().flat_map(|(condition, value)| [condition, value]).chain([&**last]).collect()
            }
            Self::Op(_, one, two) | Self::Each(_, one, _, two) | Self::Replace(one, _, two) => vec![one, two],
            Self::OneOf(value, items) => std::iter::once(&**value).chain(items).collect(),
            Self::Fold(fold) => vec![&fold.list, &fold.start, &fold.next],
        }
    }

    /// `then` where `condition` holds, or else `otherwise`.
    pub(crate) fn when(condition: Self, then: Self, otherwise: Self) -> Self {
        match condition {
            Self::Bool(true) => then,
            Self::Bool(false) => otherwise,
            _ if then == otherwise => then,
            condition => match otherwise {
                Self::Case(mut cases, last) => {
                    cases.insert(0, (condition, then));
                    Self::Case(cases, last)
                }
                otherwise => Self::Case(vec![(condition, then)], Box::new(otherwise)),
            },
        }
    }

    pub(crate) fn each(self, what: Each, item: &Name, body: Self) -> Self {
        Self::Each(what, Box::new(self), Arc::clone(item), Box::new(body))
    }
}
