//! What a plan has worked out once for a run: indexes, counts, and values that are shared.

use super::{Expr, Loop, Slot};
use crate::CollectionId;

/// An index of a list that is the same for a whole run: its items by a key.
#[derive(Clone, Debug, PartialEq)]
pub struct Index {
    /// The list: a collection, or a shared expression.
    pub source: Expr,
    /// The variable of the key's expressions: the item.
    pub slot: Slot,
    /// What an item is found by: the values of all of these.
    pub key: Vec<Expr>,
    /// For each of the key, whether an item for which it is missing does not matter.
    pub asked_for: Vec<bool>,
    /// Whether the key is one list, each item of which finds the item.
    pub each_item: bool,
}

/// How many items that belong to the records of a collection there are for each key.
///
/// What is counted is known of each record by itself, so that records can be counted while they are read.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The collection.
    pub collection: CollectionId,
    /// The variable of its records.
    pub record: Slot,
    /// What is gone through for each record.
    pub over: Vec<Loop>,
    /// So many of these are counted, the record itself where it is none: each once for a key, however often what is
    /// gone through below it has that key.
    pub counted: usize,
    /// What must hold of an item. One of which it cannot be told leaves all counts open.
    pub conditions: Vec<Expr>,
    /// What an item is counted by: once for each combination of the values of all of these.
    pub key: Vec<GroupKey>,
}

/// A part of the key of a [`Group`].
#[derive(Clone, Debug, PartialEq)]
pub struct GroupKey {
    /// The value.
    pub value: Expr,
    /// Whether the value is a list, each different item of which is one.
    pub each_item: bool,
}

impl Group {
    /// Calls `visit` with each expression that stands in no other.
    pub fn each_expr<'p>(&'p self, visit: &mut dyn FnMut(&'p Expr)) {
        self.over.iter().for_each(|each| each.each_expr(visit));
        self.conditions.iter().chain(self.key.iter().map(|key| &key.value)).for_each(visit);
    }
}

/// What is asked of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// The number.
    Number,
    /// Whether there are any.
    Some,
    /// Whether there are none.
    No,
}

/// An expression that reads no variable, so that it has one value for a whole run.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    /// The expression.
    pub value: Expr,
}
