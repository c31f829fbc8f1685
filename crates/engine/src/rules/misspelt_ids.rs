//! Ids that are written out in rules and that no record has, though another has nearly the same.

use std::{collections::BTreeSet, sync::Arc};

use accordance_rules::{
    CollectionId, Place as RulePlace, Type,
    core::{Constant, Expr, ExprKind},
};

use super::{
    report::{NO_FILE, RunRules},
    rule_lines::RuleLines,
};
use crate::{Finding, Severity, nearest::nearest, order::Located};

/// Ids are compared at most so often in search of near ones.
const MOST_COMPARISONS: usize = 200_000;

/// An id that is written out.
struct Written<'p> {
    rule: &'p str,
    collection: CollectionId,
    id: &'p Arc<str>,
    place: RulePlace,
}

impl<'r> RunRules<'r> {
    /// Advice for each id in a rule or waiver that no record of its collection has, where one has an id that is near: a
    /// condition with such an id is quietly false. `known` are the ids of the run, by their collections.
    pub(crate) fn misspelt_ids<'k>(
        &self,
        is_known: &dyn Fn(CollectionId, &str) -> bool,
        known: &mut dyn FnMut() -> Vec<(CollectionId, &'k str)>,
    ) -> Located {
        let mut unknown = self.written_ids();
        unknown.retain(|written| !is_known(written.collection, written.id));
        if unknown.is_empty() {
            return Located::new();
        }
        let mut known = known();
        if unknown.len().saturating_mul(known.len()) > MOST_COMPARISONS {
            return Located::new();
        }
        known.sort_unstable();
        let lines = RuleLines::of(self.sources);
        let advice = unknown.into_iter().filter_map(|Written { rule, collection, id, place }| {
            let ids = known.iter().filter(|(other, _)| *other == collection).map(|(_, id)| *id);
            let near = accordance_document::quoted(nearest(id, ids)?);
            let name = self.collections.environment().collection_name(collection);
            let shown = accordance_document::quoted(id);
            let finding = Finding {
                severity: Severity::Advice,
                message: format!("no record of {name} has the id {shown}, which the rule names"),
                label: format!("write {near}").into(),
                fix: Some(format!("Write {near}.").into()),
                ..Finding::built_in(rule, lines.place(place))
            };
            Some((NO_FILE + place.file, finding))
        });
        advice.collect()
    }

    /// The ids that stand in rules and waivers, each place once, though definitions are written out.
    fn written_ids(&self) -> Vec<Written<'r>> {
        let mut written = Vec::new();
        for rule in &self.program.rules {
            rule.each_expr(&mut |expr| ids_in(expr, &rule.name, &mut written));
        }
        for waiver in &self.program.waivers {
            waiver.condition.iter().for_each(|condition| ids_in(condition, &waiver.rule, &mut written));
        }
        let mut seen = BTreeSet::new();
        written.retain(|own| seen.insert((own.place.file, own.place.span.start, Arc::clone(own.id))));
        written
    }
}

fn ids_in<'p>(expr: &'p Expr, rule: &'p str, written: &mut Vec<Written<'p>>) {
    let (one, other) = match &expr.kind {
        ExprKind::Compare { left, right, .. } => (left, right),
        ExprKind::In { item, list } => (item, list),
        _ => return expr.each_child(&mut |child| ids_in(child, rule, written)),
    };
    for (value, beside) in [(one, other), (other, one)] {
        if let Some(collection) = collection_of(&value.ty) {
            each_text(beside, &mut |id, place| written.push(Written { rule, collection, id, place }));
        }
    }
    expr.each_child(&mut |child| ids_in(child, rule, written));
}

/// The collection whose ids values of a type are, or the items of lists.
fn collection_of(ty: &Type) -> Option<CollectionId> {
    match ty {
        Type::Id(collection) | Type::Reference(collection) => Some(*collection),
        Type::List(item) => collection_of(item),
        _ => None,
    }
}

/// The texts that are written out in an expression, by itself or as items of a list.
fn each_text<'p>(expr: &'p Expr, visit: &mut dyn FnMut(&'p Arc<str>, RulePlace)) {
    match &expr.kind {
        ExprKind::Constant(Constant::Text(text)) => visit(text, expr.place),
        ExprKind::Constant(Constant::List(items)) => {
            for item in items {
                if let Constant::Text(text) = item {
                    visit(text, expr.place);
                }
            }
        }
        ExprKind::List(items) => items.iter().for_each(|item| each_text(item, visit)),
        _ => {}
    }
}
