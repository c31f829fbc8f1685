//! Expressions.

use std::sync::Arc;

use super::{Aggregate, ArithmeticOp, CompareOp, Counted, Date, DateTime, Duration, Loop, Quantifier, Slot, TextTest};
use crate::{CollectionId, Function, Place, Type};

/// A value that is known before any record is read.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// A truth value.
    Boolean(bool),
    /// A whole number.
    Whole(i64),
    /// A double, always finite.
    Number(f64),
    /// A text.
    Text(Arc<str>),
    /// A day.
    Date(Date),
    /// A moment.
    DateTime(DateTime),
    /// A length of time.
    Duration(Duration),
    /// A list.
    List(Vec<Constant>),
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// What its values are.
    pub ty: Type,
    /// Where it stands in its rule file.
    pub place: Place,
}

/// The kinds of expressions.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A constant.
    Constant(Constant),
    /// `[a, b]`.
    List(Vec<Expr>),
    /// A variable.
    Slot(Slot),
    /// A parameter, by number.
    Parameter(usize),
    /// The date of the run.
    AsOf,
    /// All records of a collection, in the order of the data.
    Collection(CollectionId),
    /// The value of a field; *missing* where there is none.
    Field {
        /// The record.
        record: Box<Expr>,
        /// The field.
        name: Arc<str>,
    },
    /// The values of a field of each record of a list, in one list: lists among them are joined, missing values left
    /// out.
    EachField {
        /// The records.
        records: Box<Expr>,
        /// The field.
        name: Arc<str>,
    },
    /// The record that a reference names.
    Follow {
        /// The reference.
        reference: Box<Expr>,
        /// The collection.
        collection: CollectionId,
    },
    /// The records that the references of a list name.
    EachFollow {
        /// The references.
        references: Box<Expr>,
        /// The collection.
        collection: CollectionId,
    },
    /// `a = b` and the like.
    Compare {
        /// How.
        op: CompareOp,
        /// The left side.
        left: Box<Expr>,
        /// The right side.
        right: Box<Expr>,
    },
    /// All of two or more.
    And(Vec<Expr>),
    /// Any of two or more.
    Or(Vec<Expr>),
    /// Not.
    Not(Box<Expr>),
    /// `a implies b`.
    Implies(Box<Expr>, Box<Expr>),
    /// Whether a list holds an item.
    In {
        /// The item.
        item: Box<Expr>,
        /// The list.
        list: Box<Expr>,
    },
    /// Whether a value is there, and each step on the way to it.
    IsPresent(Box<Expr>),
    /// Whether a list or a text is empty.
    IsEmpty(Box<Expr>),
    /// Whether a pattern is found in a text.
    Matches {
        /// The text.
        text: Box<Expr>,
        /// The pattern.
        pattern: Arc<str>,
    },
    /// `starts with`, `ends with`, `contains`.
    TextTest {
        /// Which.
        test: TextTest,
        /// The text.
        text: Box<Expr>,
        /// The part that is looked for.
        part: Box<Expr>,
    },
    /// `+`, `-`, `*`, `/`.
    Arithmetic {
        /// Which.
        op: ArithmeticOp,
        /// The left side.
        left: Box<Expr>,
        /// The right side.
        right: Box<Expr>,
    },
    /// `-a`.
    Negate(Box<Expr>),
    /// `every`, `some`, `no`.
    Quantifier {
        /// Which.
        quantifier: Quantifier,
        /// The variable and what it goes through.
        over: Box<Loop>,
        /// What is asked of each.
        condition: Box<Expr>,
    },
    /// An aggregate of a list.
    AggregateList {
        /// Which.
        aggregate: Aggregate,
        /// The list.
        list: Box<Expr>,
    },
    /// An aggregate of what each combination gives.
    AggregateEach {
        /// Which.
        aggregate: Aggregate,
        /// What is taken of each; nothing for `count`.
        value: Option<Box<Expr>>,
        /// The variables and what they go through; later lists may use earlier variables.
        over: Vec<Loop>,
        /// Which combinations count.
        condition: Option<Box<Expr>>,
    },
    /// The records reached by following a reference again and again.
    Chain {
        /// Where it starts.
        record: Box<Expr>,
        /// The field that is followed.
        field: Arc<str>,
        /// The collection that the field refers to.
        collection: CollectionId,
    },
    /// A function.
    Call {
        /// Which.
        function: Function,
        /// What it is given.
        arguments: Vec<Expr>,
        /// The pattern of `replace`.
        pattern: Option<Arc<str>>,
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
    /// `x otherwise y`.
    Otherwise {
        /// What may be missing.
        value: Box<Expr>,
        /// What stands in for it.
        fallback: Box<Expr>,
    },
    /// A value that a definition is given, and what it says of it.
    With {
        /// The variable.
        slot: Slot,
        /// Its value.
        value: Box<Expr>,
        /// What is said of it.
        body: Box<Expr>,
    },
    /// One of the program's shared expressions, by number.
    Shared(usize),
    /// The count of one of the program's groups for a key.
    Counted {
        /// The number of the group.
        group: usize,
        /// The values of the key.
        key: Vec<Expr>,
        /// What is asked of the count.
        asked: Counted,
        /// The same without the group, for where its counts are open. No child of this expression.
        plain: Box<Expr>,
    },
}

impl Expr {
    /// Calls `visit` with each expression directly below this one.
    pub fn each_child<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        match &self.kind {
            ExprKind::Constant(_)
            | ExprKind::Slot(_)
            | ExprKind::Parameter(_)
            | ExprKind::AsOf
            | ExprKind::Collection(_)
            | ExprKind::Shared(_) => {}
            ExprKind::List(all)
            | ExprKind::And(all)
            | ExprKind::Or(all)
            | ExprKind::Call { arguments: all, .. }
            | ExprKind::Counted { key: all, .. } => {
                all.iter().for_each(visit);
            }
            ExprKind::Field { record: one, .. }
            | ExprKind::EachField { records: one, .. }
            | ExprKind::Follow { reference: one, .. }
            | ExprKind::EachFollow { references: one, .. }
            | ExprKind::Not(one)
            | ExprKind::IsPresent(one)
            | ExprKind::IsEmpty(one)
            | ExprKind::Matches { text: one, .. }
            | ExprKind::Negate(one)
            | ExprKind::AggregateList { list: one, .. }
            | ExprKind::Chain { record: one, .. } => visit(one),
            ExprKind::Compare { left, right, .. }
            | ExprKind::Implies(left, right)
            | ExprKind::In { item: left, list: right }
            | ExprKind::TextTest { text: left, part: right, .. }
            | ExprKind::Arithmetic { left, right, .. }
            | ExprKind::Otherwise { value: left, fallback: right }
            | ExprKind::With { value: left, body: right, .. } => {
                visit(left);
                visit(right);
            }
            ExprKind::Quantifier { over, condition, .. } => {
                over.each_expr(visit);
                visit(condition);
            }
            ExprKind::AggregateEach { value, over, condition, .. } => {
                over.iter().for_each(|each| each.each_expr(visit));
                condition.iter().for_each(|condition| visit(condition));
                value.iter().for_each(|value| visit(value));
            }
            ExprKind::If { condition, then, otherwise } => {
                visit(condition);
                visit(then);
                visit(otherwise);
            }
        }
    }

    /// Calls `visit` with each expression directly below this one, to change it.
    pub fn each_child_mut(&mut self, visit: &mut dyn FnMut(&mut Self)) {
        match &mut self.kind {
            ExprKind::Constant(_)
            | ExprKind::Slot(_)
            | ExprKind::Parameter(_)
            | ExprKind::AsOf
            | ExprKind::Collection(_)
            | ExprKind::Shared(_) => {}
            ExprKind::List(all)
            | ExprKind::And(all)
            | ExprKind::Or(all)
            | ExprKind::Call { arguments: all, .. }
            | ExprKind::Counted { key: all, .. } => {
                all.iter_mut().for_each(visit);
            }
            ExprKind::Field { record: one, .. }
            | ExprKind::EachField { records: one, .. }
            | ExprKind::Follow { reference: one, .. }
            | ExprKind::EachFollow { references: one, .. }
            | ExprKind::Not(one)
            | ExprKind::IsPresent(one)
            | ExprKind::IsEmpty(one)
            | ExprKind::Matches { text: one, .. }
            | ExprKind::Negate(one)
            | ExprKind::AggregateList { list: one, .. }
            | ExprKind::Chain { record: one, .. } => visit(one),
            ExprKind::Compare { left, right, .. }
            | ExprKind::Implies(left, right)
            | ExprKind::In { item: left, list: right }
            | ExprKind::TextTest { text: left, part: right, .. }
            | ExprKind::Arithmetic { left, right, .. }
            | ExprKind::Otherwise { value: left, fallback: right }
            | ExprKind::With { value: left, body: right, .. } => {
                visit(left);
                visit(right);
            }
            ExprKind::Quantifier { over, condition, .. } => {
                visit(&mut over.list);
                visit(condition);
            }
            ExprKind::AggregateEach { value, over, condition, .. } => {
                over.iter_mut().for_each(|each| visit(&mut each.list));
                condition.iter_mut().for_each(|condition| visit(condition));
                value.iter_mut().for_each(|value| visit(value));
            }
            ExprKind::If { condition, then, otherwise } => {
                visit(condition);
                visit(then);
                visit(otherwise);
            }
        }
    }

    pub(super) fn reads_collection(&self, collection: CollectionId) -> bool {
        let own = match &self.kind {
            ExprKind::Collection(read)
            | ExprKind::Follow { collection: read, .. }
            | ExprKind::EachFollow { collection: read, .. }
            | ExprKind::Chain { collection: read, .. } => *read == collection,
            _ => false,
        };
        let mut found = own;
        self.each_child(&mut |child| found = found || child.reads_collection(collection));
        found
    }

    /// Whether any slot for which `is_free` holds is read in it.
    pub fn reads(&self, is_free: &dyn Fn(Slot) -> bool) -> bool {
        if let ExprKind::Slot(slot) = self.kind {
            return is_free(slot);
        }
        let mut found = false;
        self.each_child(&mut |child| found = found || child.reads(is_free));
        found
    }
}
