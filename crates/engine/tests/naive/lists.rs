//! What goes through lists: quantifiers, aggregates, chains.

use std::cmp::Ordering;

use accordance_rules::{
    CollectionId,
    core::{Aggregate, Expr, Loop, Quantifier},
};
use serde_json::Value as Json;

use super::{
    calculation::sum,
    evaluation::{Evaluated, Gap, Run, Variable},
    value::{Value, all, any, equal, not, order},
};

impl<'r, 'd> Run<'r, 'd> {
    pub(crate) fn quantifier(&mut self, quantifier: Quantifier, over: &'r Loop, condition: &'r Expr) -> Option<bool> {
        let items = self.list(&over.list).ok()?;
        let truths = items.into_iter().map(|item| {
            self.bind(over.slot, Variable::Value(item));
            self.holds(condition)
        });
        match quantifier {
            Quantifier::Every => all(truths),
            Quantifier::Some => any(truths),
            Quantifier::No => not(any(truths)),
        }
    }

    /// The value for each combination that counts. `count` takes nothing of them, which is as good as `true`.
    pub(crate) fn gather(
        &mut self,
        over: &'r [Loop],
        condition: Option<&'r Expr>,
        value: Option<&'r Expr>,
        gathered: &mut Vec<Value<'d>>,
    ) -> Result<(), Gap> {
        if let [first, rest @ ..] = over {
            for item in self.list(&first.list)? {
                self.bind(first.slot, Variable::Value(item));
                self.gather(rest, condition, value, gathered)?;
            }
            return Ok(());
        }
        if let Some(condition) = condition
            && !self.holds(condition).ok_or(Gap::CannotTell)?
        {
            return Ok(());
        }
        gathered.push(match value {
            Some(value) => self.used(value)?,
            None => Value::Boolean(true),
        });
        Ok(())
    }

    pub(crate) fn aggregate(&mut self, expr: &'r Expr, aggregate: Aggregate, items: Vec<Value<'d>>) -> Evaluated<'d> {
        match aggregate {
            Aggregate::Count => Ok(Value::Whole(items.len() as i64)),
            Aggregate::Sum => self.calculated(expr, sum(&items)),
            Aggregate::Average => {
                let sum = items.iter().map(Value::as_number).sum::<Option<f64>>();
                let Some(sum) = sum else { return self.fault(expr, "the average of what are no numbers") };
                let average = sum / items.len() as f64;
                if average.is_finite() { Ok(Value::Number(average)) } else { Err(Gap::CannotTell) }
            }
            Aggregate::Min => self.extreme(expr, items, Ordering::Less),
            Aggregate::Max => self.extreme(expr, items, Ordering::Greater),
            Aggregate::Distinct => self.distinct(expr, items),
            Aggregate::List => Ok(Value::List(items)),
        }
    }

    /// The first item that no other comes before, or after.
    fn extreme(&mut self, expr: &'r Expr, items: Vec<Value<'d>>, is: Ordering) -> Evaluated<'d> {
        let mut best: Option<Value<'d>> = None;
        for item in items {
            let Some(known) = &best else {
                best = Some(item);
                continue;
            };
            self.note_kinds(expr, known, &item);
            if order(&item, known).ok_or(Gap::CannotTell)? == is {
                best = Some(item);
            }
        }
        best.ok_or(Gap::CannotTell)
    }

    /// Each item once, where it stands first.
    fn distinct(&mut self, expr: &'r Expr, items: Vec<Value<'d>>) -> Evaluated<'d> {
        let mut kept: Vec<Value<'d>> = Vec::new();
        for item in items {
            kept.iter().for_each(|known| self.note_kinds(expr, known, &item));
            if !any(kept.iter().map(|known| equal(known, &item))).ok_or(Gap::CannotTell)? {
                kept.push(item);
            }
        }
        Ok(Value::List(kept))
    }

    /// The records reached by following a field again and again, each once.
    pub(crate) fn chain(&mut self, start: &'r Expr, field: &str, collection: CollectionId) -> Evaluated<'d> {
        let Value::Record(mut record) = self.used(start)? else { return self.fault(start, "a chain of no record") };
        let mut reached: Vec<&'d Json> = Vec::new();
        loop {
            let id = match record.get(field) {
                None | Some(Json::Null) => break,
                Some(Json::String(id)) => id.clone(),
                Some(other) => return self.fault(start, &format!("{other} is no reference")),
            };
            let Value::Record(next) = self.follow(start, &Value::Text(id), collection)? else { break };
            if reached.iter().any(|known| std::ptr::eq(*known, next)) {
                break;
            }
            reached.push(next);
            record = next;
        }
        Ok(Value::List(reached.into_iter().map(Value::Record).collect()))
    }
}
