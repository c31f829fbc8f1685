//! Why an expression has no value.

use std::sync::Arc;

use accordance_rules::core::Expr;

/// Why an expression has no value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Absent<'p> {
    /// A field on the way, or its value, is not there.
    Missing(&'p Expr),
    /// Something that is needed cannot be told.
    Unknown(Unknown<'p>),
}

/// Something that cannot be told.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Unknown<'p> {
    /// What was to be worked out.
    pub(crate) expr: &'p Expr,
    pub(crate) why: Why,
}

/// Why something cannot be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// What is needed is missing.
    Missing,
    /// A reference names no record of the data, or one that is not valid. The check of references reports it.
    Lost(Arc<str>),
    /// A value is not of the kind that the rule takes it for.
    Kind(&'static str),
    /// A whole number that 64 bits do not hold, or a number without bounds.
    Overflow,
    /// A division by zero.
    ByZero,
    /// The first, last, least, greatest or average of nothing.
    Empty,
    /// A text that is no number, or no date.
    NotA(&'static str),
    /// A day outside the years 0 to 9999.
    Calendar,
    /// Days and months are compared, and it depends on which months.
    Months,
    /// A text or list that would be longer than the bounds.
    TooLong,
    /// The run has made as many checks as it may.
    Stopped,
    /// An example does not give it.
    NotGiven,
}

impl<'p> Absent<'p> {
    pub(crate) fn unknown(expr: &'p Expr, why: Why) -> Self {
        Self::Unknown(Unknown { expr, why })
    }

    /// The same for something that must be there.
    pub(crate) fn needed(self) -> Unknown<'p> {
        match self {
            Self::Missing(expr) => Unknown { expr, why: Why::Missing },
            Self::Unknown(unknown) => unknown,
        }
    }
}

impl Why {
    /// What is said of an expression, which is written `text`.
    pub(crate) fn told(&self, text: &str) -> String {
        match self {
            Self::Missing => format!("`{text}` is missing"),
            Self::Lost(id) => format!("`{text}` refers to {}, which is not there", accordance_document::quoted(id)),
            Self::Kind(kind) => format!("`{text}` is not {kind}"),
            Self::Overflow => format!("`{text}` gives a number that is too large"),
            Self::ByZero => format!("`{text}` divides by zero"),
            Self::Empty => format!("`{text}` is of an empty list"),
            Self::NotA(what) => format!("`{text}` is of a text that is no {what}"),
            Self::Calendar => format!("`{text}` gives a day outside the years 0 to 9999"),
            Self::Months => format!("`{text}` compares days with months, and it depends on which months"),
            Self::TooLong => format!("`{text}` gives a text or list that is too long"),
            Self::Stopped => "the run has made as many checks as it may".into(),
            Self::NotGiven => format!("`{text}` is not given by the example"),
        }
    }
}
