//! The typed core lowered to steps of SQL.
//!
//! What belongs to one record is an expression: lists of a record are gone through by the functions that engines have
//! for lists. What needs other records is a join: rows are joined with what is looked up, or with the items of a list
//! over a collection, and gathered again to one row for each of before. So a rule is one chain of steps, each of which
//! reads the one before.

mod aggregate;
mod all_items;
mod arithmetic;
mod chain;
mod compare;
mod condition;
mod functions;
mod items;
mod lists;
mod mixed;
mod places;
mod quantifier;
mod rule;
mod value;

use std::{collections::HashMap, sync::Arc};

use accordance_rules::{
    CollectionId, Environment, Place as RulePlace,
    core::{Constant, Expr, ExprKind, Program, Slot},
};

use self::places::Target;
use crate::{
    Dialect,
    given::{Absence, Given, Value},
    query::{Query, RecordColumns, Step},
    refusal::{Refusal, Unsaid},
    sql::{Name, Sql},
    storage::{Stored, Used},
};

/// Why an expression is not lowered.
pub(crate) enum Stop {
    /// It cannot be said.
    Refused(Refusal),
    /// It needs other records, and stands where none can be joined: in an expression over a list.
    NeedsRows,
}

pub(crate) type Lowered<T> = Result<T, Stop>;

impl Unsaid {
    fn stop<T>(self, place: RulePlace) -> Lowered<T> {
        Err(Stop::Refused(self.at(place)))
    }
}

/// The rows that a step gives, and what is known of their columns.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    /// The name of the step.
    pub(crate) name: Name,
    /// The columns that tell rows apart.
    pub(crate) keys: Vec<Name>,
    /// All other columns.
    pub(crate) carried: Vec<Name>,
    /// The records that are joined, by what they are looked up by.
    lookups: Vec<(CollectionId, Sql, RecordColumns)>,
    /// What is the same for all rows, by its number.
    shared: Vec<(usize, Given)>,
    /// What rows were joined for, so that it is not joined again.
    known: Vec<(Expr, Given)>,
}

/// Where an expression stands.
pub(crate) struct At {
    pub(crate) rows: Rows,
    /// Whether it is inside of an expression over a list, so that nothing can be joined.
    pub(crate) inside: bool,
}

/// What a rule is lowered with.
pub(crate) struct Lowering<'p> {
    program: &'p Program,
    environment: &'p Environment,
    used: &'p Used,
    as_of: Arc<str>,
    parameters: &'p [Constant],
    dialect: Dialect,
    /// The variables.
    scope: Vec<Option<Given>>,
    /// What variables stand for that are no items.
    meanings: HashMap<Slot, &'p Expr>,
    /// Variables that stand for what a definition is given, in each of its uses for something else.
    arguments: Vec<Slot>,
    /// Where the items of `for` stand in the data.
    places: HashMap<Slot, Target>,
    /// Values that are known to be there.
    facts: Vec<String>,
    steps: Vec<Step>,
    names: usize,
}

/// Expressions of more parts are columns of their own.
const LONG: usize = 30;

impl<'p> Lowering<'p> {
    pub(crate) fn new(
        program: &'p Program,
        environment: &'p Environment,
        used: &'p Used,
        as_of: Arc<str>,
        parameters: &'p [Constant],
        dialect: Dialect,
    ) -> Self {
        Self {
            program,
            environment,
            used,
            as_of,
            parameters,
            dialect,
            scope: Vec::new(),
            meanings: HashMap::new(),
            arguments: Vec::new(),
            places: HashMap::new(),
            facts: Vec::new(),
            steps: Vec::new(),
            names: 0,
        }
    }

    /// A name that no other step or column has.
    fn name(&mut self, of: &str) -> Name {
        self.names += 1;
        format!("{of}_{}", self.names).into()
    }

    fn step(&mut self, of: &str, query: Query) -> Name {
        let name = self.name(of);
        self.steps.push(Step { name: Arc::clone(&name), query });
        name
    }

    /// A single row.
    fn one_row(&mut self) -> Rows {
        let name = self.step("one", Query::One);
        Rows { name, keys: Vec::new(), carried: Vec::new(), lookups: Vec::new(), shared: Vec::new(), known: Vec::new() }
    }

    /// Adds columns to rows.
    fn extend(&mut self, rows: &mut Rows, columns: Vec<(Name, Sql)>) {
        if columns.is_empty() {
            return;
        }
        rows.carried.extend(columns.iter().map(|(name, _)| Arc::clone(name)));
        rows.name = self.step("rows", Query::Extend { from: Arc::clone(&rows.name), columns, keep: None });
    }

    /// Leaves rows out.
    fn keep(&mut self, rows: &mut Rows, keep: Sql) {
        if keep != Sql::Bool(true) {
            let query = Query::Extend { from: Arc::clone(&rows.name), columns: Vec::new(), keep: Some(keep) };
            rows.name = self.step("rows", query);
        }
    }

    /// A column for an expression, if it is more than a column already.
    fn column(&mut self, of: &str, sql: Sql, rows: &mut Rows) -> Sql {
        if matches!(
            sql,
            Sql::Column(_)
                | Sql::Bool(_)
                | Sql::Small(_)
                | Sql::Whole(_)
                | Sql::Number(_)
                | Sql::Text(_)
                | Sql::Null(_)
        ) {
            return sql;
        }
        let name = self.name(of);
        self.extend(rows, vec![(Arc::clone(&name), sql)]);
        Sql::Column(name)
    }

    /// Columns for a value and its absence.
    fn columns(&mut self, of: &str, given: Given, rows: &mut Rows) -> Given {
        let Given { value, absence, has_nulls } = given;
        let value = match value {
            Value::Stored(sql, stored) => Value::Stored(self.column(of, sql, rows), stored),
            length @ Value::Length(_) => length,
        };
        let absence = Absence { code: self.column("absent", absence.code, rows), may: absence.may };
        Given { value, absence, has_nulls }
    }

    /// An expression, in a column of its own where it is long: what is read more than once is written once.
    fn short(&mut self, of: &str, sql: Sql, at: &mut At) -> Sql {
        if at.inside || !sql.is_longer_than(LONG) { sql } else { self.column(of, sql, &mut at.rows) }
    }

    fn bind(&mut self, slot: Slot, given: Option<Given>) -> Option<Given> {
        if self.scope.len() <= slot {
            self.scope.resize(slot + 1, None);
        }
        std::mem::replace(&mut self.scope[slot], given)
    }

    fn is_fact(&self, expr: &Expr) -> bool {
        path(expr).is_some_and(|path| self.facts.contains(&path))
    }

    /// Takes what a condition says to be there for granted. The result is given to [`Self::forget`].
    fn assume(&mut self, condition: &Expr, truth: bool) -> usize {
        let before = self.facts.len();
        self.gather_facts(condition, truth);
        before
    }

    fn forget(&mut self, before: usize) {
        self.facts.truncate(before);
    }

    fn gather_facts(&mut self, condition: &Expr, truth: bool) {
        match (&condition.kind, truth) {
            (ExprKind::IsPresent(value), true) => {
                let mut here = Some(&**value);
                while let Some(step) = here {
                    self.facts.extend(path(step));
                    here = match &step.kind {
                        ExprKind::Field { record: before, .. } | ExprKind::Follow { reference: before, .. } => {
                            Some(before)
                        }
                        _ => None,
                    };
                }
            }
            (ExprKind::And(all), true) | (ExprKind::Or(all), false) => {
                all.iter().for_each(|each| self.gather_facts(each, truth));
            }
            (ExprKind::Not(inner), _) => self.gather_facts(inner, !truth),
            (ExprKind::Implies(left, right), false) => {
                self.gather_facts(left, true);
                self.gather_facts(right, false);
            }
            (ExprKind::With { slot, value, body }, _) => {
                // What a definition says of its argument, it says of what is given for it.
                if let Some(given) = path(value) {
                    let before = self.facts.len();
                    self.gather_facts(body, truth);
                    let of_slot = slot.to_string();
                    for fact in self.facts.split_off(before) {
                        let rest =
                            fact.strip_prefix(&of_slot).filter(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
                        self.facts.push(rest.map_or(fact.clone(), |rest| format!("{given}{rest}")));
                    }
                }
            }
            _ => {}
        }
    }

    /// The item type of a list that is stored.
    fn stored(&self, ty: &accordance_rules::Type) -> Stored {
        self.used.stored(ty, self.environment)
    }
}

/// A value of the data as a text, the same for the same value.
fn path(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Slot(slot) => Some(slot.to_string()),
        ExprKind::Field { record, name } => Some(format!("{}.{name}", path(record)?)),
        ExprKind::Follow { reference, .. } => Some(format!("{}>", path(reference)?)),
        _ => None,
    }
}

/// The slots that an expression reads and does not make.
fn reads(expr: &Expr, slot: Slot) -> bool {
    expr.reads(&|read| read == slot)
}
