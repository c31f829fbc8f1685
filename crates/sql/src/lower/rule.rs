//! A rule as a statement.

use std::sync::Arc;

use accordance_rules::core::{Expr, ExprKind, Rule};

use super::{At, Lowered, Lowering, Stop, all_items::is_over_all, functions::length_printed, items::For};
use crate::{
    given::{Given, Told, UNKNOWN, Value},
    query::{Findings, Step, fused},
    refusal::Refusal,
    sql::{Call, Sql, text},
    storage::Stored,
};

/// The steps of a rule, and what it finds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Statement {
    pub(crate) rule: Arc<str>,
    pub(crate) steps: Vec<Step>,
    pub(crate) findings: Vec<Findings>,
}

impl<'p> Lowering<'p> {
    /// Lowers a rule of a planned program.
    pub(crate) fn rule(mut self, rule: &'p Rule) -> Result<Statement, Refusal> {
        let mut findings = Vec::new();
        match self.lowered(rule, &mut findings) {
            Ok(()) => {
                let steps = fused(self.steps, &findings);
                Ok(Statement { rule: Arc::clone(&rule.name), steps, findings })
            }
            Err(Stop::Refused(refusal)) => Err(refusal),
            // What stands in no list can be joined.
            Err(Stop::NeedsRows) => Err(crate::refusal::FUNCTIONS.at(rule.place)),
        }
    }

    fn lowered(&mut self, rule: &'p Rule, findings: &mut Vec<Findings>) -> Lowered<()> {
        let mut at = At { rows: self.one_row(), inside: false };
        let conditions: Vec<&'p Expr> = rule.when.as_ref().map(conjuncts).unwrap_or_default();
        for (number, each) in rule.loops.iter().enumerate() {
            if number > 0 || !is_over_all(&each.list) {
                self.filter_ahead(&conditions, &mut at);
            }
            let descent = self.descend(each, &mut at, For::Checks)?;
            if descent.absence.needed().may & (1 << UNKNOWN) != 0 {
                let mut before = At { rows: descent.parent, inside: false };
                let facts = std::mem::take(&mut self.facts);
                let place = self.target(rule, number, &mut before)?;
                self.facts = facts;
                findings.push(Findings {
                    from: before.rows.name,
                    keep: descent.absence.needed().is(UNKNOWN),
                    requirement: 1,
                    outcome: text("cannot_tell"),
                    place,
                    values: Vec::new(),
                });
            }
        }
        let places: Vec<Sql> = rule
            .loops
            .iter()
            .filter_map(|each| self.places.get(&each.slot))
            .map(|place| place.checked.clone())
            .collect();
        if !places.is_empty() {
            let mut distinct: Vec<Sql> = Vec::new();
            places.into_iter().for_each(|checked| {
                if !distinct.contains(&checked) {
                    distinct.push(checked);
                }
            });
            let any = distinct.into_iter().fold(Sql::Bool(false), Sql::or);
            self.keep(&mut at.rows, any);
        }
        if let Some(when) = &rule.when {
            self.when(rule, when, &mut at, findings)?;
            self.assume(when, true);
        }
        for (slot, value) in rule.lets.iter().chain(&rule.cell) {
            let given = self.value(value, &mut at)?;
            let given = self.columns("let", given, &mut at.rows);
            self.bind(*slot, Some(given));
            self.meanings.insert(*slot, value);
        }
        let mut told = Vec::new();
        for requirement in &rule.requires {
            let condition = match self.truth(&requirement.condition, &mut at)? {
                Told::Plain(truth) => Told::Plain(self.column("holds", truth, &mut at.rows)),
                Told::Coded(code, may) => Told::Coded(self.column("told", code, &mut at.rows), may),
            };
            told.push((condition, self.shown_values(&requirement.values, &mut at)));
        }
        let combination = self.shown_values(&rule.combination, &mut at);
        let place = self.target(rule, rule.loops.len(), &mut at)?;
        for (number, (condition, values)) in told.into_iter().enumerate() {
            let (keep, outcome) = match condition {
                // What is neither true nor false is of a record that is not valid.
                Told::Plain(truth) => {
                    let known = Sql::Call(Call::Coalesce, vec![truth.clone(), Sql::Bool(false)]);
                    let outcome = Sql::when(truth.absent(), text("cannot_tell"), text("fails"));
                    (known.negated(), outcome)
                }
                Told::Coded(code, _) => {
                    let keep = Sql::OneOf(Box::new(code.clone()), vec![Sql::Small(0), Sql::Small(UNKNOWN)]);
                    (keep, Sql::when(code.equals(Sql::Small(0)), text("fails"), text("cannot_tell")))
                }
            };
            findings.push(Findings {
                from: Arc::clone(&at.rows.name),
                keep,
                requirement: number + 1,
                outcome,
                place: place.clone(),
                values: combination.iter().cloned().chain(values).collect(),
            });
        }
        Ok(())
    }

    /// Leaves out rows to which a part of `when` says that the rule does not apply.
    fn filter_ahead(&mut self, conditions: &[&'p Expr], at: &mut At) {
        for condition in conditions {
            if !self.is_bound(condition) {
                continue;
            }
            // What is refused is refused where the whole of `when` is.
            if let Ok(Told::Plain(truth)) = self.truth(condition, at)
                && truth != Sql::Bool(true)
            {
                self.keep(&mut at.rows, truth);
                self.assume(condition, true);
            }
        }
    }

    fn when(&mut self, rule: &'p Rule, when: &'p Expr, at: &mut At, findings: &mut Vec<Findings>) -> Lowered<()> {
        match self.truth(when, at)? {
            Told::Plain(truth) => self.keep(&mut at.rows, truth),
            Told::Coded(code, may) => {
                let code = self.column("applies", code, &mut at.rows);
                if may & (1 << UNKNOWN) != 0 {
                    let mut untold = At { rows: at.rows.clone(), inside: false };
                    let place = self.target(rule, rule.loops.len(), &mut untold)?;
                    let values = self.shown_values(&rule.combination, &mut untold);
                    findings.push(Findings {
                        from: untold.rows.name,
                        keep: code.clone().equals(Sql::Small(UNKNOWN)),
                        requirement: 1,
                        outcome: text("cannot_tell"),
                        place,
                        values,
                    });
                }
                self.keep(&mut at.rows, code.equals(Sql::Small(1)));
            }
        }
        Ok(())
    }

    /// Those of some values by name that a finding shows.
    fn shown_values(&mut self, values: &'p [(Arc<str>, Expr)], at: &mut At) -> Vec<(String, Sql)> {
        let shown = values.iter().filter_map(|(name, value)| Some((name.to_string(), self.shown_value(value, at)?)));
        shown.collect()
    }

    /// A value that decided, as a finding shows it; nothing where SQL shows it in another way.
    fn shown_value(&mut self, value: &'p Expr, at: &mut At) -> Option<Sql> {
        let Given { value, absence, has_nulls } = match self.value(value, at) {
            Ok(given) => given,
            Err(Stop::Refused(_) | Stop::NeedsRows) => return None,
        };
        let shown = match value {
            Value::Length(length) => length_printed(&length),
            Value::Stored(sql, Stored::List(item)) if item.is_plain() && !item.is_double() => {
                let given = Given { has_nulls, ..Given::of(sql, Stored::List(item)) };
                self.items(&given)
            }
            Value::Stored(sql, stored) if stored.is_plain() && !stored.is_double() => sql,
            Value::Stored(..) => return None,
        };
        let is_there = absence.holds().negated();
        Some(match is_there {
            Sql::Bool(true) => shown,
            is_there => Sql::Case(vec![(is_there, shown)], Box::new(Sql::Null(Stored::Opaque))),
        })
    }
}

/// The parts of a condition that must all hold.
fn conjuncts(condition: &Expr) -> Vec<&Expr> {
    match &condition.kind {
        ExprKind::And(all) => all.iter().flat_map(conjuncts).collect(),
        _ => vec![condition],
    }
}
