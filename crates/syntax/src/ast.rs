//! The syntax tree: what a rule file says, and where it says it.
//!
//! Every node and every name has a byte [`Span`]. A file with mistakes still yields a tree: what could not be read is
//! `None` or left out, and the block it belongs to has `has_mistakes` set.

mod data;
mod expression;
mod literal;
mod rule;
mod test;
mod words;

pub use data::{Data, DataKind, Entry};
pub use expression::{
    Aggregate, Argument, ArithmeticOp, Binding, CompareOp, Expr, ExprKind, LogicOp, Over, Presence, Quantifier,
    TextTest,
};
pub use literal::{Date, DateTime, Duration, DurationUnit, Literal, Name, Piece, Regex, Template, Text, TextForm};
pub use rule::{Example, ExampleOutcome, Language, Let, Matrix, Message, Rule, RuleBody, Severity, Waiver};
pub use test::{Change, Expect, Expected, Given, Place, Step, Test};

use crate::{Span, Spanned};

/// A rule file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct File {
    /// The version of the language, from `accordance 1`; `None` where the line is missing or not readable.
    pub version: Option<Spanned<u32>>,
    /// The files it imports, in order.
    pub imports: Vec<Import>,
    /// Parameters, definitions, rules, matrices, tests and waivers, in order.
    pub blocks: Vec<Block>,
    /// Every comment of the file, in order.
    pub comments: Vec<Comment>,
    /// The whole text.
    pub span: Span,
}

/// `import "shared.accord"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// The path as written, relative to the file.
    pub path: Text,
    /// From `import` to the end of the path.
    pub span: Span,
}

/// A comment: `#` to the end of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The comment with its `#`, without spaces at its end.
    pub text: String,
    /// Whether it stands alone on its line.
    pub own_line: bool,
    /// Whether an empty line follows it.
    pub blank_after: bool,
    /// From `#` to the end of [`Comment::text`].
    pub span: Span,
}

/// One thing that a file defines.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a file has few blocks, and a box would stand in every reader's way")]
pub enum Block {
    /// `param`.
    Param(Param),
    /// `define`.
    Define(Define),
    /// `rule … end`.
    Rule(Rule),
    /// `matrix … end`.
    Matrix(Matrix),
    /// `test … end`.
    Test(Test),
    /// `waive … end`.
    Waiver(Waiver),
}

impl Block {
    /// From the block's keyword to its end.
    pub fn span(&self) -> Span {
        match self {
            Self::Param(it) => it.span,
            Self::Define(it) => it.span,
            Self::Rule(it) => it.span,
            Self::Matrix(it) => it.span,
            Self::Test(it) => it.span,
            Self::Waiver(it) => it.span,
        }
    }

    /// Whether a mistake was found in it; what is left of such a block is for finding names, not for running.
    pub fn has_mistakes(&self) -> bool {
        match self {
            Self::Param(it) => it.has_mistakes,
            Self::Define(it) => it.has_mistakes,
            Self::Rule(it) => it.body.has_mistakes,
            Self::Matrix(it) => it.body.has_mistakes,
            Self::Test(it) => it.has_mistakes,
            Self::Waiver(it) => it.has_mistakes,
        }
    }
}

/// `param review_time = 90 days "How long …"`.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    /// Its name.
    pub name: Name,
    /// The value that it has unless a run gives another.
    pub value: Option<Expr>,
    /// What it means.
    pub description: Option<Text>,
    /// Whether a mistake was found in it.
    pub has_mistakes: bool,
    /// From `param` to the end.
    pub span: Span,
}

/// `define is_open(contribution) = …`.
#[derive(Clone, Debug, PartialEq)]
pub struct Define {
    /// Its name.
    pub name: Name,
    /// The names of its arguments, one or more.
    pub arguments: Vec<Name>,
    /// What it stands for.
    pub value: Option<Expr>,
    /// Whether a mistake was found in it.
    pub has_mistakes: bool,
    /// From `define` to the end.
    pub span: Span,
}
