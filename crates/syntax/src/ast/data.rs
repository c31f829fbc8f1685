//! Records that a rule file holds itself: in examples, and in `given` and `change` of a test.

use super::{Literal, Name};
use crate::Span;

/// A constant value with no names in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// The value.
    pub kind: DataKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of [`Data`].
#[derive(Clone, Debug, PartialEq)]
pub enum DataKind {
    /// A text, number, date, duration or truth value.
    Literal(Literal),
    /// `[a, b]`.
    List(Vec<Data>),
    /// `{ name: value }`; no name twice.
    Record(Vec<Entry>),
}

/// `name: value` of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The name of the field.
    pub name: Name,
    /// Its value.
    pub value: Data,
}
