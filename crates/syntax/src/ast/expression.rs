//! Expressions.

use super::{Literal, Name, Regex};
use crate::{Span, Spanned};

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
    height: u32,
}

/// The kinds of expressions.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A constant.
    Literal(Literal),
    /// `[a, b]`.
    List(Vec<Expr>),
    /// A variable, parameter, collection, `as_of`, or `cell`.
    Name(Name),
    /// `( … )`, kept as written.
    Paren(Box<Expr>),
    /// `record.field`.
    Field {
        /// What is read.
        record: Box<Expr>,
        /// Which field of it.
        field: Name,
    },
    /// `a = b` and the like.
    Compare {
        /// The left side.
        left: Box<Expr>,
        /// How they are compared.
        op: Spanned<CompareOp>,
        /// The right side.
        right: Box<Expr>,
    },
    /// `a and b and c`, `a or b`: two or more operands, one operator.
    Logic {
        /// Which.
        op: LogicOp,
        /// What it joins. An operand of a file without mistakes is never itself a `Logic` (but in `Paren`).
        operands: Vec<Expr>,
    },
    /// `a implies b`; `a implies b implies c` is `a implies (b implies c)`.
    Implies {
        /// The condition.
        left: Box<Expr>,
        /// What follows from it.
        right: Box<Expr>,
    },
    /// `not a`.
    Not(Box<Expr>),
    /// `x in list`, `x not in list`.
    Membership {
        /// What is looked for.
        item: Box<Expr>,
        /// Whether it is `not in`.
        negated: bool,
        /// Where.
        list: Box<Expr>,
    },
    /// `x is present` and the like.
    Presence {
        /// Of what.
        value: Box<Expr>,
        /// What is asked.
        is: Spanned<Presence>,
    },
    /// `x matches /…/`.
    Matches {
        /// The text.
        text: Box<Expr>,
        /// The pattern.
        regex: Regex,
    },
    /// `x starts with y`, `x ends with y`, `x contains y`.
    TextTest {
        /// The text.
        text: Box<Expr>,
        /// What is asked.
        test: Spanned<TextTest>,
        /// The part that is looked for.
        part: Box<Expr>,
    },
    /// `a + b` and the like; chains lean to the left.
    Arithmetic {
        /// The left side.
        left: Box<Expr>,
        /// What is done.
        op: Spanned<ArithmeticOp>,
        /// The right side.
        right: Box<Expr>,
    },
    /// `-a`; never of a number that is written out, which is a negative literal.
    Negate(Box<Expr>),
    /// `every x in list has (…)`.
    Quantifier {
        /// Which.
        quantifier: Spanned<Quantifier>,
        /// `x in list`.
        binding: Box<Binding>,
        /// What is between the brackets.
        condition: Box<Expr>,
    },
    /// `count(…)`, `sum(…)`, `min(…)`, `max(…)`, `average(…)`, `distinct(…)`, `list(…)`.
    Aggregate {
        /// Which.
        aggregate: Spanned<Aggregate>,
        /// Over what.
        over: Over,
    },
    /// `chain(record, field)`.
    Chain {
        /// Where it starts.
        record: Box<Expr>,
        /// The reference that is followed.
        field: Name,
    },
    /// `name(a, b)`: a built-in function or a definition.
    Call {
        /// Its name.
        function: Name,
        /// What it is given.
        arguments: Vec<Argument>,
    },
    /// `if a then b else c`.
    If {
        /// The condition.
        condition: Box<Expr>,
        /// The value where it holds.
        then: Box<Expr>,
        /// The value where it does not.
        otherwise: Box<Expr>,
    },
    /// `x otherwise y`; chains lean to the left.
    Otherwise {
        /// What may be missing.
        value: Box<Expr>,
        /// What stands in for it.
        fallback: Box<Expr>,
    },
}

/// What a call is given.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    /// A value.
    Value(Expr),
    /// `/…/`, in `replace` only.
    Regex(Regex),
}

/// What an aggregate runs over.
#[derive(Clone, Debug, PartialEq)]
pub enum Over {
    /// `count(list)`.
    List(Box<Expr>),
    /// `count(x in list where (…))`, `sum(e for x in list, y in x.items where (…))`.
    Each {
        /// What is taken of each; `None` for `count` and only there.
        value: Option<Box<Expr>>,
        /// One or more lists; later ones may use earlier names.
        bindings: Vec<Binding>,
        /// What is between the brackets of `where`.
        condition: Option<Box<Expr>>,
    },
}

/// `name in list`.
#[derive(Clone, Debug, PartialEq)]
pub struct Binding {
    /// The variable.
    pub name: Name,
    /// The list that it goes through.
    pub list: Expr,
}

impl Binding {
    /// From the name to the end of the list.
    pub fn span(&self) -> Span {
        self.name.span.to(self.list.span)
    }
}

/// `=`, `!=`, `<`, `<=`, `>`, `>=`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CompareOp {
    /// `=`.
    Equal,
    /// `!=`.
    NotEqual,
    /// `<`.
    Less,
    /// `<=`.
    AtMost,
    /// `>`.
    Greater,
    /// `>=`.
    AtLeast,
}

/// `and`, `or`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LogicOp {
    /// `and`.
    And,
    /// `or`.
    Or,
}

/// What `is` asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// `is present`.
    Present,
    /// `is missing`.
    Missing,
    /// `is empty`: a list or a text.
    Empty,
    /// `is not empty`.
    NotEmpty,
}

impl Presence {
    /// What is asked where this is denied.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Present => Self::Missing,
            Self::Missing => Self::Present,
            Self::Empty => Self::NotEmpty,
            Self::NotEmpty => Self::Empty,
        }
    }
}

/// Questions about a part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextTest {
    /// `starts with`.
    StartsWith,
    /// `ends with`.
    EndsWith,
    /// `contains`.
    Contains,
}

/// `+`, `-`, `*`, `/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ArithmeticOp {
    /// `+`.
    Add,
    /// `-`.
    Subtract,
    /// `*`.
    Multiply,
    /// `/`.
    Divide,
}

/// `every`, `some`, `no`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quantifier {
    /// `every`.
    Every,
    /// `some`.
    Some,
    /// `no`.
    No,
}

/// The functions that take a list or a comprehension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aggregate {
    /// `count`.
    Count,
    /// `sum`.
    Sum,
    /// `min`.
    Min,
    /// `max`.
    Max,
    /// `average`.
    Average,
    /// `distinct`.
    Distinct,
    /// `list`.
    List,
}

impl Expr {
    /// Builds an expression and works out its height.
    pub fn new(kind: ExprKind, span: Span) -> Self {
        let mut below = 0;
        kind.each_child(&mut |child| below = below.max(child.height));
        Self { kind, span, height: below.saturating_add(1) }
    }

    /// How many levels of expressions it holds, itself included: 1 for a name. At most `Limits::nesting` in a parsed
    /// file without mistakes, so that whoever walks the tree may recurse.
    pub const fn height(&self) -> u32 {
        self.height
    }

    /// The expression without the brackets around it.
    pub fn inner(&self) -> &Self {
        let mut expr = self;
        while let ExprKind::Paren(inner) = &expr.kind {
            expr = inner;
        }
        expr
    }

    /// Calls `visit` with each expression directly below this one, in the order of the text.
    pub fn each_child<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        self.kind.each_child(visit);
    }

    /// Calls `visit` with this expression and everything below it, outside in, in the order of the text.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        visit(self);
        self.each_child(&mut |child| child.walk(visit));
    }
}

impl ExprKind {
    fn each_child<'a>(&'a self, visit: &mut dyn FnMut(&'a Expr)) {
        match self {
            Self::Literal(_) | Self::Name(_) => {}
            Self::List(items) | Self::Logic { operands: items, .. } => items.iter().for_each(visit),
            Self::Paren(inner) | Self::Not(inner) | Self::Negate(inner) => visit(inner),
            Self::Field { record, .. } | Self::Chain { record, .. } => visit(record),
            Self::Compare { left, right, .. }
            | Self::Implies { left, right }
            | Self::Arithmetic { left, right, .. } => {
                visit(left);
                visit(right);
            }
            Self::Membership { item, list, .. } => {
                visit(item);
                visit(list);
            }
            Self::Presence { value, .. } => visit(value),
            Self::Matches { text, .. } => visit(text),
            Self::TextTest { text, part, .. } => {
                visit(text);
                visit(part);
            }
            Self::Quantifier { binding, condition, .. } => {
                visit(&binding.list);
                visit(condition);
            }
            Self::Aggregate { over: Over::List(list), .. } => visit(list),
            Self::Aggregate { over: Over::Each { value, bindings, condition }, .. } => {
                value.iter().for_each(|value| visit(value));
                bindings.iter().for_each(|binding| visit(&binding.list));
                condition.iter().for_each(|condition| visit(condition));
            }
            Self::Call { arguments, .. } => arguments.iter().for_each(|argument| {
                if let Argument::Value(value) = argument {
                    visit(value);
                }
            }),
            Self::If { condition, then, otherwise } => {
                visit(condition);
                visit(then);
                visit(otherwise);
            }
            Self::Otherwise { value, fallback } => {
                visit(value);
                visit(fallback);
            }
        }
    }
}
