//! Quantifiers, and whether a value is in a list.

use std::sync::Arc;

use accordance_rules::core::{Expr, Loop, Quantifier};

use super::{
    At, Lowered, Lowering, Stop,
    all_items::is_over_all,
    items::{Descent, For},
    lists::item_type,
};
use crate::{
    given::{Given, Told, Value},
    query::{Gathered, Query},
    refusal::{ANYTHING, DURATIONS, MIXED},
    sql::{Call, Each, Fold, Op, Sql, call},
    storage::Stored,
};

impl<'p> Lowering<'p> {
    pub(super) fn quantifier(
        &mut self,
        quantifier: Quantifier,
        over: &'p Loop,
        condition: &'p Expr,
        at: &mut At,
    ) -> Lowered<Told> {
        let exists = match self.local_quantifier(quantifier, over, condition, at) {
            Err(Stop::NeedsRows) if !at.inside => self.joined_quantifier(quantifier, over, condition, at)?,
            done => done?,
        };
        Ok(exists)
    }

    fn local_quantifier(
        &mut self,
        quantifier: Quantifier,
        over: &'p Loop,
        condition: &'p Expr,
        at: &mut At,
    ) -> Lowered<Told> {
        if is_over_all(&over.list) {
            return Err(Stop::NeedsRows);
        }
        let list = self.value(&over.list, at)?;
        let stored = item_type(&list, &over.list)?;
        if matches!(&list.value, Value::Stored(Sql::Array(items, _), _) if items.is_empty()) {
            let nothing = Told::Plain(Sql::Bool(quantifier != Quantifier::Some));
            return Ok(nothing.needing(&list.absence));
        }
        self.join_ahead(condition, &[over.slot], at)?;
        let item = self.name("item");
        let told = self.inside(over.slot, &item, stored, at, |this, at| this.truth(condition, at))?;
        let told = if quantifier == Quantifier::Every { told.not() } else { told };
        let items = self.items(&list);
        let exists = match told {
            Told::Plain(truth) => Told::Plain(items.each(Each::Exists, &item, truth)),
            Told::Coded(code, may) => {
                let codes = items.each(Each::Transform, &item, call(Call::Code, [code]));
                Told::Coded(self.any_of(codes), may)
            }
        };
        let told = if quantifier == Quantifier::Some { exists } else { exists.not() };
        Ok(told.needing(&list.absence))
    }

    fn joined_quantifier(
        &mut self,
        quantifier: Quantifier,
        over: &'p Loop,
        condition: &'p Expr,
        at: &mut At,
    ) -> Lowered<Told> {
        let mut child = At { rows: at.rows.clone(), inside: false };
        let before = self.bind(over.slot, None);
        let told = self
            .descend(over, &mut child, For::Result)
            .and_then(|descent| Ok((descent, self.truth(condition, &mut child)?)));
        self.bind(over.slot, before);
        let (descent, told) = told?;
        let Descent { parent, here, absence, order } = descent;
        let told = if quantifier == Quantifier::Every { told.not() } else { told };
        let name = self.name("exists");
        let (gathered, may) = match told {
            Told::Plain(truth) => (Gathered::Any(here.and(truth)), None),
            Told::Coded(code, may) => {
                (Gathered::Listed { value: code, stored: Stored::Small, keep: here, order }, Some(may))
            }
        };
        at.rows = self.gather(parent, &child.rows, vec![(Arc::clone(&name), gathered)]);
        let exists = match may {
            None => Told::Plain(Sql::Column(name)),
            Some(may) => Told::Coded(self.any_of(Sql::Column(name)), may),
        };
        let told = if quantifier == Quantifier::Some { exists } else { exists.not() };
        Ok(told.needing(&absence))
    }

    /// Whether a list of a record has an item.
    pub(super) fn is_in_all(&mut self, expr: &'p Expr, one: &Given, list: &'p Expr, at: &mut At) -> Lowered<Told> {
        if at.inside {
            return Err(Stop::NeedsRows);
        }
        let Value::Stored(item, stored) = &one.value else { return DURATIONS.stop(expr.place) };
        let mut child = At { rows: at.rows.clone(), inside: false };
        let all = self.all_items(list)?;
        let Value::Stored(each, of_each) = &all.item.value else { return DURATIONS.stop(expr.place) };
        if !(stored.is_plain() && stored.is_like(of_each)) {
            return if matches!(stored, Stored::Opaque) { ANYTHING.stop(expr.place) } else { MIXED.stop(expr.place) };
        }
        let absence = self.whole_absence(&all, &mut child);
        let parent = child.rows.clone();
        let found = self.name("found");
        let mut right = all.rows;
        self.extend(&mut right, vec![(Arc::clone(&found), each.clone())]);
        let distinct =
            self.step("found", Query::Distinct { from: Arc::clone(&right.name), keys: vec![Arc::clone(&found)] });
        let left = Arc::clone(&child.rows.name);
        let on = vec![(item.clone(), Sql::Column(Arc::clone(&found)))];
        // Each value once: a row is not repeated.
        let mut rows = parent;
        rows.name = self.step("rows", Query::Join { left, right: distinct, on, keeps_left: true });
        rows.carried.push(Arc::clone(&found));
        at.rows = rows;
        Ok(Told::Plain(Sql::Column(found).present()).needing(&absence).needing(&one.absence))
    }

    /// Whether any of a list of codes is that of true; or else the first that is not that of false.
    fn any_of(&mut self, codes: Sql) -> Sql {
        let (so_far, item) = (self.name("so_far"), self.name("code"));
        let (before, one) = (Sql::Variable(Arc::clone(&so_far)), Sql::Variable(Arc::clone(&item)));
        let holds = before.clone().equals(Sql::Small(1)).or(one.clone().equals(Sql::Small(1)));
        let next =
            Sql::when(holds, Sql::Small(1), Sql::when(before.clone().op(Op::NotEqual, Sql::Small(0)), before, one));
        Sql::Fold(Box::new(Fold { list: codes, start: Sql::Small(0), so_far, item, next }))
    }
}
