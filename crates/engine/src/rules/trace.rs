//! A rule at the places of one record, condition by condition.

use accordance_rules::{
    Sources, Type,
    core::{Access, Expr, ExprKind, Language, Program, Rule, Slot},
};
use serde::Serialize;

use super::{
    data_set::{Data, DataSet},
    evaluate::Evaluator,
    frame::Frame,
    lists::Stop,
    options::RuleOptions,
    outcome::CheckOutcome,
    print::in_a_sentence,
    ready::Ready,
    visit::{Checked, Reach},
};

/// A rule at one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Traced {
    /// The variables of `for`, each with its record or item as it is printed, and its place.
    pub items: Vec<TracedItem>,
    /// What came of the rule.
    pub outcome: CheckOutcome,
    /// The conditions in order: `when`, then each `require`.
    pub conditions: Vec<TracedCondition>,
}

/// An item of `for`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TracedItem {
    /// The variable.
    pub variable: String,
    /// How the item is printed.
    pub label: String,
    /// The id of the record that it is in, and the JSON Pointer in it.
    pub place: Option<(Option<String>, String)>,
}

/// A condition, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TracedCondition {
    /// `when` or `require`.
    pub clause: &'static str,
    /// How many conditions it is part of.
    pub depth: usize,
    /// As it is written in the rule.
    pub text: String,
    /// Whether it holds.
    pub holds: Option<bool>,
    /// Why that cannot be told.
    pub reason: Option<String>,
    /// The values found: how each is written in the rule, and what it is.
    pub values: Vec<(String, String)>,
}

/// Places of one record are shown up to this number.
const MOST_PLACES: usize = 100;

/// Shows a rule at all places that have to do with the record of an id, up to a hundred.
pub fn trace(
    program: &Program,
    name: &str,
    record: &str,
    data: &DataSet,
    options: &RuleOptions,
    sources: &Sources,
) -> Vec<Traced> {
    let rules = program.rules.iter().filter(|rule| *rule.name == *name).cloned().collect();
    let own = Program { parameters: program.parameters.clone(), rules, ..Program::default() };
    let mut planned = accordance_rules::plan::plan(&own);
    // Places that the plan would only count are to be seen.
    for each in planned.rules.iter_mut().flat_map(|rule| &mut rule.loops) {
        each.access = Access::Scan;
    }
    let ready = Ready::new(&planned, options);
    let evaluator = Evaluator::new(&ready, Data::of(data));
    let Some(rule) = planned.rules.first() else { return Vec::new() };
    let language = options.language.unwrap_or(Language::English);
    let ran = evaluator.run(rule, Reach::Everywhere, &|checked, frame, found: &mut Vec<Traced>| {
        let has_record = checked.items.iter().flatten().any(|place| data.id(place).as_deref() == Some(record));
        let is_wanted = rule.loops.is_empty() || has_record;
        if checked.requirement > 0 || !is_wanted || found.len() >= MOST_PLACES {
            return;
        }
        let tracing = Tracing { evaluator: &evaluator, data, rule, sources, language };
        found.push(tracing.place(checked, frame));
    });
    let mut found = ran.found;
    found.truncate(MOST_PLACES);
    found
}

struct Tracing<'t, 'd> {
    evaluator: &'t Evaluator<'d>,
    data: &'d DataSet,
    rule: &'d Rule,
    sources: &'t Sources,
    language: Language,
}

impl<'d> Tracing<'_, 'd> {
    fn place(&self, checked: &Checked<'_, 'd>, frame: &mut Frame<'d>) -> Traced {
        let items = self.rule.loops.iter().zip(checked.items).map(|(each, place)| TracedItem {
            variable: self.rule.slots.get(each.slot).cloned().unwrap_or_default(),
            label: frame
                .get(each.slot)
                .and_then(|given| given.as_ref().ok())
                .map_or_else(String::new, |value| in_a_sentence(value, self.evaluator.data, self.language)),
            place: place.as_ref().map(|place| (self.data.id(place), frame.pointer(place, self.evaluator.data))),
        });
        let items = items.collect();
        let mut conditions = Vec::new();
        let mut applies = true;
        if let Some(when) = &self.rule.when {
            self.condition("when", when, 0, frame, &mut conditions);
            applies = conditions.first().is_some_and(|condition| condition.holds == Some(true));
        }
        let mut outcome = checked.outcome;
        for requirement in self.rule.requires.iter().filter(|_| applies) {
            let before = conditions.len();
            self.condition("require", &requirement.condition, 0, frame, &mut conditions);
            let here = match conditions.get(before).and_then(|condition| condition.holds) {
                Some(true) => CheckOutcome::Passes,
                Some(false) => CheckOutcome::Fails,
                None => CheckOutcome::CannotTell,
            };
            // The place as a whole is as its gravest check.
            if here == CheckOutcome::Fails || outcome == CheckOutcome::Passes {
                outcome = here;
            }
        }
        Traced { items, outcome, conditions }
    }

    fn condition(
        &self,
        clause: &'static str,
        expr: &'d Expr,
        depth: usize,
        frame: &mut Frame<'d>,
        found: &mut Vec<TracedCondition>,
    ) {
        let told = self.evaluator.truth(expr, frame);
        let is_split = matches!(expr.kind, ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Implies(..));
        let values = if is_split { Vec::new() } else { self.values(expr, frame) };
        let reason = told.as_ref().err().filter(|_| !is_split);
        found.push(TracedCondition {
            clause,
            depth,
            text: self.sources.shown(expr.place),
            holds: told.as_ref().ok().copied(),
            reason: reason.map(|unknown| unknown.why.told(&self.sources.shown(unknown.expr.place))),
            values,
        });
        if is_split {
            expr.each_child(&mut |child| self.condition(clause, child, depth + 1, frame, found));
        }
    }

    /// The values in a condition that can be shown, each once.
    fn values(&self, expr: &'d Expr, frame: &mut Frame<'d>) -> Vec<(String, String)> {
        let mut shown = Vec::new();
        self.gather(expr, &mut Vec::new(), frame, &mut shown);
        shown
    }

    fn gather(&self, expr: &'d Expr, made: &mut Vec<Slot>, frame: &mut Frame<'d>, shown: &mut Vec<(String, String)>) {
        let is_value = match &expr.kind {
            ExprKind::Field { .. } | ExprKind::EachField { .. } | ExprKind::Parameter(_) | ExprKind::AsOf => true,
            ExprKind::Slot(_) => !matches!(expr.ty, Type::Record(_)),
            ExprKind::AggregateEach { .. }
            | ExprKind::AggregateList { .. }
            | ExprKind::Call { .. }
            | ExprKind::Arithmetic { .. }
            | ExprKind::Shared(_) => !matches!(expr.ty, Type::Record(_) | Type::Boolean),
            _ => false,
        };
        let reads_made = expr.reads(&|slot| made.contains(&slot));
        let is_aggregate = matches!(expr.kind, ExprKind::AggregateEach { .. } | ExprKind::Shared(_));
        if is_value && !reads_made {
            self.show(expr, frame, shown);
            if is_aggregate {
                return;
            }
        }
        if let ExprKind::Quantifier { over, condition, .. } = &expr.kind {
            if !reads_made && over.access == Access::Scan {
                self.show_items(over, condition, frame, shown);
            }
            made.push(over.slot);
        }
        if let ExprKind::AggregateEach { over, .. } = &expr.kind {
            made.extend(over.iter().map(|each| each.slot));
        }
        if let ExprKind::With { slot, .. } = &expr.kind {
            made.push(*slot);
        }
        expr.each_child(&mut |child| self.gather(child, made, frame, shown));
    }

    fn show(&self, expr: &'d Expr, frame: &mut Frame<'d>, shown: &mut Vec<(String, String)>) {
        let name = self.sources.shown(expr.place);
        if shown.iter().any(|(known, _)| *known == name) {
            return;
        }
        let value = match self.evaluator.value(expr, frame) {
            Ok(value) if value.is_list() => format!("[{}]", in_a_sentence(&value, self.evaluator.data, self.language)),
            Ok(value) => in_a_sentence(&value, self.evaluator.data, self.language),
            Err(super::absent::Absent::Missing(_)) => "missing".into(),
            Err(super::absent::Absent::Unknown(_)) => "cannot tell".into(),
        };
        shown.push((name, value));
    }

    /// How many items of a list a condition holds for.
    fn show_items(
        &self,
        over: &'d accordance_rules::core::Loop,
        condition: &'d Expr,
        frame: &mut Frame<'d>,
        shown: &mut Vec<(String, String)>,
    ) {
        let (mut all, mut holds, mut untold) = (0_u64, 0_u64, 0_u64);
        let mut own = std::mem::take(frame);
        let done = self.evaluator.each_item(over, &mut own, &mut |(item, _), frame| {
            frame.set(over.slot, Some(item));
            all += 1;
            match self.evaluator.truth(condition, frame) {
                Ok(true) => holds += 1,
                Ok(false) => {}
                Err(_) => untold += 1,
            }
            Ok::<(), Stop<'d>>(())
        });
        *frame = own;
        if done.is_ok() {
            let untold = if untold > 0 { format!(", {untold} cannot be told") } else { String::new() };
            let list = self.sources.shown(over.list.place);
            shown.push((list, format!("{all} items; the condition holds for {holds}{untold}")));
        }
    }
}
