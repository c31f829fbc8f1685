//! Queries of SQL, as steps that each read the one before.

use accordance_rules::CollectionId;

use crate::{
    sql::{Name, Sql},
    storage::Stored,
};

/// A step of a statement: a query with a name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Step {
    pub(crate) name: Name,
    pub(crate) query: Query,
}

/// What a step selects.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Query {
    /// One row.
    One,
    /// The records of a collection, in columns of these names.
    Records { collection: CollectionId, columns: RecordColumns, only_first: bool },
    /// All columns of the step before, and more; of the rows for which `keep` holds.
    Extend { from: Name, columns: Vec<(Name, Sql)>, keep: Option<Sql> },
    /// A row for each item of a list, with the item and its position from 0.
    Unnest { from: Name, list: Name, item: Name, position: Name, keeps_empty: bool },
    /// The columns of both steps, for rows that fit.
    Join { left: Name, right: Name, on: Vec<(Sql, Sql)>, keeps_left: bool },
    /// A row for each key. Without keys it is one row, where there are none to group only if it is `always` there.
    Group { from: Name, keys: Vec<Name>, carried: Vec<Name>, gathered: Vec<(Name, Gathered)>, always: bool },
    /// A row for each key, with no other columns.
    Distinct { from: Name, keys: Vec<Name> },
}

/// The names of the columns of records.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RecordColumns {
    pub(crate) number: Name,
    pub(crate) checked: Name,
    pub(crate) id: Name,
    pub(crate) record: Name,
}

/// What is gathered of the rows of a key.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Gathered {
    /// Whether any row is such.
    Any(Sql),
    /// How many rows are such.
    Count(Sql),
    /// The sum of whole numbers of the rows that are such; null where 64 bits do not hold it.
    Sum { value: Sql, keep: Sql },
    /// What rows that are such have, in an order.
    Listed { value: Sql, stored: Stored, keep: Sql, order: Vec<Name> },
}

/// One kind of findings of a statement.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Findings {
    pub(crate) from: Name,
    pub(crate) keep: Sql,
    /// The number of the `require`, from 1; 0 where it is not reached.
    pub(crate) requirement: usize,
    pub(crate) outcome: Sql,
    pub(crate) place: Place,
    pub(crate) values: Vec<(String, Sql)>,
}

/// Where a finding points to: all null for a rule on the whole data set.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Place {
    pub(crate) collection: Sql,
    pub(crate) id: Sql,
    pub(crate) pointer: Sql,
}

/// Puts steps into one that only add columns and leave out rows, where none reads what the other adds. Engines read
/// fewer steps sooner, and Spark has a bound on their depth.
pub(crate) fn fused(steps: Vec<Step>, findings: &[Findings]) -> Vec<Step> {
    let mut all: Vec<Step> = Vec::with_capacity(steps.len());
    // How often each step is read.
    let mut reads: std::collections::HashMap<Name, usize> = std::collections::HashMap::new();
    let sources = steps.iter().flat_map(|step| step.query.sources()).chain(findings.iter().map(|each| &each.from));
    sources.for_each(|name| *reads.entry(Name::clone(name)).or_default() += 1);
    for step in steps {
        if let Query::Extend { from, columns, keep } = &step.query
            && reads.get(from) == Some(&1)
            && let Some(before) = all.iter_mut().find(|before| before.name == *from)
            && let Query::Extend { columns: own, keep: own_keep, .. } = &mut before.query
        {
            let added: Vec<Name> = own.iter().map(|(name, _)| Name::clone(name)).collect();
            let is_apart = !columns.iter().any(|(_, value)| value.reads(&added))
                && !keep.as_ref().is_some_and(|keep| keep.reads(&added));
            if is_apart {
                own.extend(columns.iter().cloned());
                *own_keep = match (own_keep.take(), keep.clone()) {
                    (Some(one), Some(two)) => Some(one.and(two)),
                    (one, two) => one.or(two),
                };
                before.name = step.name;
                continue;
            }
        }
        all.push(step);
    }
    // What nothing reads is left out, the last first.
    let mut needed: std::collections::HashSet<Name> = findings.iter().map(|each| Name::clone(&each.from)).collect();
    let mut kept: Vec<Step> = all.into_iter().rev().filter(|step| needed_here(step, &mut needed)).collect();
    kept.reverse();
    kept
}

/// Whether a step is needed; what it reads is then needed too.
fn needed_here(step: &Step, needed: &mut std::collections::HashSet<Name>) -> bool {
    let is_needed = needed.contains(&step.name);
    if is_needed {
        needed.extend(step.query.sources().into_iter().cloned());
    }
    is_needed
}

impl Query {
    /// The steps that it reads.
    fn sources(&self) -> Vec<&Name> {
        match self {
            Self::One | Self::Records { .. } => Vec::new(),
            Self::Extend { from, .. }
            | Self::Unnest { from, .. }
            | Self::Group { from, .. }
            | Self::Distinct { from, .. } => vec![from],
            Self::Join { left, right, .. } => vec![left, right],
        }
    }
}
