//! Rules and matrices, and the parameters that they read.

use std::{collections::BTreeMap, sync::Arc};

use super::{Constant, Date, Example, Expr, Language, Severity, Slot};
use crate::{Place, Type};

/// `param`. Files that do not see each other may each have one of the same name.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// The value that it has unless a run gives another.
    pub value: Constant,
    /// The type of its value.
    pub ty: Type,
    /// What it means.
    pub description: Option<String>,
}

/// `rule` or `matrix`.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The name.
    pub name: Arc<str>,
    /// One sentence saying what holds.
    pub title: Arc<str>,
    /// How grave a finding is.
    pub severity: Severity,
    /// `owner`.
    pub owner: Option<String>,
    /// `since`.
    pub since: Option<Date>,
    /// `see`.
    pub see: Option<String>,
    /// `because`.
    pub because: Option<String>,
    /// `fix`.
    pub fix: Option<Arc<str>>,
    /// Where it stands.
    pub place: Place,
    /// What it goes through: none where it speaks of the whole data set; rows and columns of a matrix.
    pub loops: Vec<Loop>,
    /// The names of its variables by slot.
    pub slots: Vec<String>,
    /// Where it applies.
    pub when: Option<Expr>,
    /// Values by slot, in order.
    pub lets: Vec<(Slot, Expr)>,
    /// The cell of a matrix, and its slot.
    pub cell: Option<(Slot, Expr)>,
    /// What tells one combination of the items of `for` from another in a finding, beside its record and place: the ids
    /// of records, where these are of several collections, and items that are no records. Each has the name that the rule
    /// has for it.
    pub combination: Vec<(Arc<str>, Expr)>,
    /// What must hold.
    pub requires: Vec<Requirement>,
    /// The place to point at.
    pub at: Option<Expr>,
    /// The message without a language, if there is one, and those in languages.
    pub messages: BTreeMap<Option<Language>, Vec<Piece>>,
    /// What is expected of it. A plan shares it with its program.
    pub examples: Arc<[Example]>,
}

impl Rule {
    /// Calls `visit` with each expression that stands in no other.
    pub fn each_expr<'p>(&'p self, visit: &mut dyn FnMut(&'p Expr)) {
        self.loops.iter().for_each(|each| each.each_expr(visit));
        self.when.iter().for_each(&mut *visit);
        self.lets.iter().chain(&self.cell).for_each(|(_, value)| visit(value));
        self.combination.iter().for_each(|(_, value)| visit(value));
        for require in &self.requires {
            visit(&require.condition);
            require.values.iter().for_each(|(_, value)| visit(value));
        }
        self.at.iter().for_each(&mut *visit);
        for piece in self.messages.values().flatten() {
            if let Piece::Value(value) = piece {
                visit(value);
            }
        }
    }
}

/// `name in list`, of `for`.
#[derive(Clone, Debug, PartialEq)]
pub struct Loop {
    /// The variable.
    pub slot: Slot,
    /// What it goes through.
    pub list: Expr,
    /// How the items that matter are found.
    pub access: Access,
}

impl Loop {
    /// Calls `visit` with the list, and with what is looked up.
    pub(super) fn each_expr<'a>(&'a self, visit: &mut dyn FnMut(&'a Expr)) {
        visit(&self.list);
        match &self.access {
            Access::Scan => {}
            Access::LookUp { key: LookUpKey::Values(values), .. } => values.iter().for_each(visit),
            Access::LookUp { key: LookUpKey::Items(list), .. } => visit(list),
        }
    }
}

/// How the items of a list that matter to a condition are found.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Access {
    /// All are looked at: a scan, or the items of a list of a record.
    #[default]
    Scan,
    /// Those that an index has for a key, and those whose own key cannot be told. For all others the condition is
    /// known: it does not hold (of `every`: it holds). In `for` this is an equi-join, in `some` a semi-join, in `no`
    /// and `every` an anti-join, in aggregates a group.
    LookUp {
        /// The number of the index in the program.
        index: usize,
        /// What is looked up, an expression for each of the index's key. Where one is [`LookUpKey::Items`], each of its
        /// items is looked up.
        key: LookUpKey,
    },
}

/// What is looked up in an index.
#[derive(Clone, Debug, PartialEq)]
pub enum LookUpKey {
    /// These values, all of which must be equal.
    Values(Vec<Expr>),
    /// Each item of a list.
    Items(Box<Expr>),
}

/// One `require`.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// What must hold.
    pub condition: Expr,
    /// The values that decide, by how they are written in the rule, without those of the rule's combination.
    pub values: Vec<(Arc<str>, Expr)>,
}

/// A piece of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Text.
    Text(String),
    /// A value, to be printed.
    Value(Expr),
}
