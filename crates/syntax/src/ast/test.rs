//! Tests of rules.

use super::{Data, Name, Text};
use crate::{Span, Spanned};

/// `test "TITLE" … end`.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// What it shows.
    pub title: Text,
    /// `given`, in order.
    pub given: Vec<Given>,
    /// `change`, in order, after everything that is given.
    pub changes: Vec<Change>,
    /// `expect`, in order.
    pub expects: Vec<Expect>,
    /// Where each clause of the block stands, keyword to end, in the order of the file.
    pub clauses: Vec<Span>,
    /// Whether a mistake was found in it.
    pub has_mistakes: bool,
    /// From `test` to `end`.
    pub span: Span,
}

/// `given …`.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// `given "a.yaml", "b.yaml"`.
    Files {
        /// The paths as written, one or more.
        paths: Vec<Text>,
        /// From `given` to the end.
        span: Span,
    },
    /// `given meetings [ { … } ]`.
    Records {
        /// The collection.
        collection: Name,
        /// Its records: each a record as far as the grammar knows, in square brackets.
        records: Vec<Data>,
        /// From `given` to the closing bracket.
        span: Span,
    },
}

/// `change PLACE to VALUE`.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What is changed.
    pub place: Place,
    /// What it becomes.
    pub to: Data,
    /// From `change` to the end.
    pub span: Span,
}

/// `expect RULE …`.
#[derive(Clone, Debug, PartialEq)]
pub struct Expect {
    /// The rule, matrix or built-in check (`schema`, `unique-id`, …).
    pub rule: Name,
    /// What it is expected to do.
    pub expected: Spanned<Expected>,
    /// From `expect` to the end.
    pub span: Span,
}

/// What a test expects of a rule.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// `passes`: no finding and at least one pass.
    Passes,
    /// `fails`, `fails at PLACE`: with places, exactly there.
    Fails {
        /// The places, none where the test does not say.
        at: Vec<Place>,
    },
    /// `does not apply`.
    DoesNotApply,
    /// `cannot tell`.
    CannotTell,
}

/// A place in the data of a test: `meetings["lyon-2023"].contributions[0]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The collection.
    pub collection: Name,
    /// The way from there.
    pub steps: Vec<Step>,
    /// From the collection to the last step.
    pub span: Span,
}

/// A step of a [`Place`].
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// `.contributions`.
    Field(Name),
    /// `["lyon-2023"]`: the record of that id.
    Id(Text),
    /// `[0]`: the item at that position, counted from 0.
    Position(Spanned<u64>),
}
