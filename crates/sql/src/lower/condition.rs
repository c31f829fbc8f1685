//! Conditions.

use accordance_rules::core::{Constant, Expr, ExprKind, TextTest};

use super::{At, Lowered, Lowering, compare::same_numbers};
use crate::{
    given::{Given, Told, Value},
    refusal::{ANYTHING, FUNCTIONS, MIXED, PATTERNS},
    sql::{Call, Each, Sql, call},
    storage::Stored,
};

impl<'p> Lowering<'p> {
    pub(super) fn truth(&mut self, expr: &'p Expr, at: &mut At) -> Lowered<Told> {
        Ok(match self.whole_truth(expr, at)? {
            Told::Plain(truth) => Told::Plain(self.short("holds", truth, at)),
            Told::Coded(code, may) => Told::Coded(self.short("told", code, at), may),
        })
    }

    fn whole_truth(&mut self, expr: &'p Expr, at: &mut At) -> Lowered<Told> {
        match &expr.kind {
            ExprKind::And(all) => self.several(all, true, at),
            ExprKind::Or(all) => self.several(all, false, at),
            ExprKind::Not(inner) => Ok(self.truth(inner, at)?.not()),
            ExprKind::Implies(left, right) => {
                let one = self.truth(left, at)?;
                let before = self.facts.len();
                if matches!(one, Told::Plain(_)) {
                    self.assume(left, true);
                }
                let two = self.truth(right, at);
                self.forget(before);
                Ok(one.not().or(two?))
            }
            ExprKind::Compare { op, left, right } => {
                let one = self.value(left, at)?;
                let two = self.value(right, at)?;
                let told = self.compare(*op, &one, &two, expr.place)?;
                Ok(told.needing(&two.absence).needing(&one.absence))
            }
            ExprKind::In { item, list } => self.is_in(expr, item, list, at),
            ExprKind::IsPresent(value) => Ok(self.value(value, at)?.absence.presence()),
            ExprKind::IsEmpty(value) => {
                let given = self.value(value, at)?;
                let told = match &given.value {
                    Value::Stored(text, Stored::Text | Stored::Date) => {
                        Told::Plain(text.clone().equals(crate::sql::text("")))
                    }
                    Value::Stored(_, Stored::List(_)) => {
                        let items = self.items(&given);
                        Told::Plain(call(Call::Size, [items]).equals(Sql::Small(0)))
                    }
                    _ => return ANYTHING.stop(expr.place),
                };
                Ok(told.needing(&given.absence))
            }
            ExprKind::Matches { text, pattern } => {
                let given = self.value(text, at)?;
                let sql = text_of(&given, text)?;
                let Ok(pattern) = crate::pattern::Pattern::new(pattern) else { return PATTERNS.stop(expr.place) };
                Ok(Told::Plain(Sql::Found(Box::new(sql), pattern.into())).needing(&given.absence))
            }
            ExprKind::TextTest { test, text, part } => {
                let one = self.value(text, at)?;
                let two = self.value(part, at)?;
                let function = match test {
                    TextTest::StartsWith => Call::StartsWith,
                    TextTest::EndsWith => Call::EndsWith,
                    TextTest::Contains => Call::ContainsText,
                };
                let told = call(function, [text_of(&one, text)?, text_of(&two, part)?]);
                Ok(Told::Plain(told).needing(&two.absence).needing(&one.absence))
            }
            ExprKind::Quantifier { quantifier, over, condition } => self.quantifier(*quantifier, over, condition, at),
            _ => {
                let given = self.value(expr, at)?;
                match &given.value {
                    Value::Stored(truth, Stored::Bool) => Ok(Told::Plain(truth.clone()).needing(&given.absence)),
                    _ => ANYTHING.stop(expr.place),
                }
            }
        }
    }

    /// All of several conditions, or any of them. Each is read where those before it have not decided.
    fn several(&mut self, all: &'p [Expr], together: bool, at: &mut At) -> Lowered<Told> {
        let before = self.facts.len();
        let mut told = Told::Plain(Sql::Bool(together));
        for each in all {
            let next = match self.truth(each, at) {
                Ok(next) => next,
                Err(stop) => {
                    self.forget(before);
                    return Err(stop);
                }
            };
            if matches!(next, Told::Plain(_)) {
                self.assume(each, together);
            }
            told = if together { told.and(next) } else { told.or(next) };
        }
        self.forget(before);
        Ok(told)
    }

    fn is_in(&mut self, expr: &'p Expr, item: &'p Expr, list: &'p Expr, at: &mut At) -> Lowered<Told> {
        let one = self.value(item, at)?;
        if super::all_items::is_over_all(list) {
            return self.is_in_all(expr, &one, list, at);
        }
        if let ExprKind::Constant(Constant::List(items)) = &list.kind
            && let Value::Stored(item, stored) = &one.value
            && let Some(same) = same_numbers(items, stored)
        {
            let told = if same.is_empty() { Sql::Bool(false) } else { Sql::OneOf(Box::new(item.clone()), same) };
            return Ok(Told::Plain(told).needing(&one.absence));
        }
        let two = self.value(list, at)?;
        let (Value::Stored(item, of_item), Value::Stored(_, Stored::List(of_list))) = (&one.value, &two.value) else {
            return ANYTHING.stop(expr.place);
        };
        let constants = match &list.kind {
            ExprKind::Constant(Constant::List(items)) => self.constants(items, expr)?,
            _ => None,
        };
        let told = match constants {
            Some((items, stored)) if stored == *of_item && stored.is_plain() => {
                if items.is_empty() {
                    Sql::Bool(false)
                } else {
                    Sql::OneOf(Box::new(item.clone()), items)
                }
            }
            // Sail has no -0.0 in a list that has 0.0.
            _ if of_item.is_plain() && !of_item.is_double() && of_list.is_like(of_item) => {
                call(Call::Contains, [self.items(&two), item.clone()])
            }
            _ => {
                let name = self.name("item");
                let each = Given::of(Sql::Variable(name.clone()), (**of_list).clone());
                match self.compare(accordance_rules::core::CompareOp::Equal, &one, &each, expr.place)? {
                    Told::Plain(truth) => self.items(&two).each(Each::Exists, &name, truth),
                    Told::Coded(..) => return MIXED.stop(expr.place),
                }
            }
        };
        Ok(Told::Plain(told).needing(&two.absence).needing(&one.absence))
    }
}

/// A text.
pub(super) fn text_of(given: &Given, expr: &Expr) -> Lowered<Sql> {
    match &given.value {
        Value::Stored(text, stored) if stored.is_text() => Ok(text.clone()),
        Value::Stored(_, Stored::Opaque) => ANYTHING.stop(expr.place),
        _ => FUNCTIONS.stop(expr.place),
    }
}
