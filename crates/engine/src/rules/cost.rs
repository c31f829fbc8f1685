//! What it costs to run rules.

use std::{sync::Arc, time::Duration};

use accordance_rules::{
    Environment, Sources,
    core::{Expr, ExprKind, Program, Rule},
    plan::{groups, indexes, outline, plan_counted},
};

use super::evaluate::Evaluator;

/// What tells how much time has passed, from any moment on. The engine has no clock of its own.
#[derive(Clone, Copy)]
pub struct Clock<'c>(pub &'c (dyn Fn() -> Duration + Sync));

impl std::fmt::Debug for Clock<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Clock")
    }
}

/// What it cost to run a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleCost {
    /// The rule.
    pub rule: Arc<str>,
    /// How often it was checked: what its tally counts together.
    pub checks: u64,
    /// The items of lists that were gone through, which `--max-checks` bounds. An index or a value that several rules
    /// share counts for the first of them.
    pub steps: u64,
    /// How long it took, with messages and places of what it found.
    pub time: Duration,
    /// The indexes that it looks items up in.
    pub indexes: Vec<IndexSize>,
    /// How it is run, as lines. See [`accordance_rules::plan::outline`].
    pub plan: String,
}

/// An index, and how large it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexSize {
    /// The list that it is of, as it is written.
    pub of: String,
    /// What its items are found by, as it is written.
    pub by: String,
    /// How many keys it has.
    pub keys: usize,
    /// How many items it has.
    pub items: usize,
}

/// How a rule is run, as lines; nothing where there is no rule of the name. What its lines mean is told in
/// [`accordance_rules::plan::outline`].
pub fn plan_of(rule: &str, program: &Program, environment: &Environment, sources: &Sources) -> Option<String> {
    let planned = plan_counted(program);
    let rule = planned.rules.iter().find(|each| *each.name == *rule)?;
    Some(outline(rule, &planned, environment, &|expr| sources.shown(expr.place)))
}

/// The indexes of a rule that were built, with their sizes.
pub(crate) fn sizes(
    rule: &Rule,
    evaluator: &Evaluator<'_>,
    environment: &Environment,
    sources: &Sources,
) -> Vec<IndexSize> {
    let shown = |expr: &Expr| match expr.kind {
        ExprKind::Collection(number) => environment.collection_name(number).to_string(),
        _ => sources.shown(expr.place),
    };
    let by = |key: Vec<String>| key.join(", ");
    let used = indexes(rule, evaluator.program()).into_iter();
    let sizes = used.filter_map(|number| {
        let asked = evaluator.program().indexes.get(number)?;
        let (keys, items) = evaluator.built(number)?.size();
        Some(IndexSize { of: shown(&asked.source), by: by(asked.key.iter().map(shown).collect()), keys, items })
    });
    let counts = groups(rule).into_iter().filter_map(|number| {
        let asked = evaluator.program().groups.get(number)?;
        let (keys, items) = evaluator.made_counts(number)?.size();
        let of = environment.collection_name(asked.collection).to_string();
        let own = asked.key.iter().map(|key| shown(&key.value)).collect();
        Some(IndexSize { of, by: by(own), keys, items })
    });
    sizes.chain(counts).collect()
}
