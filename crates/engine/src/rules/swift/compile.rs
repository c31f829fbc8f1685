//! From a planned rule to its swift form.

use std::sync::Arc;

use accordance_rules::{
    Type,
    core::{
        Access, ArithmeticOp, CompareOp, Constant, Counted, Expr, ExprKind, Group, LookUpKey, Loop, Quantifier, Rule,
        Slot,
    },
    join::conjuncts,
};

use super::{
    super::{
        calendar::Length,
        evaluate::constant,
        peek::{is_text, is_texts},
        ready::Ready,
        value::Value,
    },
    DayOf, Field, Items, KeyOf, ListOf, MOST_VARIABLES, Order, SwiftGroup, SwiftRule, Test, TextOf, Way,
};

/// The swift form of a rule that goes through the records of a collection. `fields` are the names that have a number so
/// far, if fields are found by number.
pub(super) fn rule(rule: &Rule, ready: &Ready<'_>, fields: Option<&mut Vec<Arc<str>>>) -> Option<SwiftRule> {
    let (first, below) = rule.loops.split_first()?;
    let is_scan = matches!(first.list.kind, ExprKind::Collection(_)) && first.access == Access::Scan;
    if !is_scan || !rule.lets.is_empty() || rule.cell.is_some() {
        return None;
    }
    let mut compiler = Compiler { ready, fields, variables: vec![first.slot] };
    let mut lists = Vec::new();
    for each in below {
        let is_open = !matches!(lists.last(), Some(ListOf::Found { .. }));
        lists.push(compiler.list(each, rule.when.as_ref()).filter(|_| is_open)?);
    }
    let when = match &rule.when {
        Some(when) => Some(compiler.test(when)?),
        None => None,
    };
    let requires = rule.requires.iter().map(|require| compiler.test(&require.condition)).collect::<Option<_>>()?;
    Some(SwiftRule { lists, when, requires })
}

/// The swift form of what a group counts.
pub(super) fn group(group: &Group, ready: &Ready<'_>, fields: &mut Vec<Arc<str>>) -> Option<SwiftGroup> {
    let mut compiler = Compiler { ready, fields: Some(fields), variables: vec![group.record] };
    let lists = group.over.iter().map(|each| compiler.below(each)).collect::<Option<_>>()?;
    let conditions = group.conditions.iter().map(|condition| compiler.test(condition)).collect::<Option<_>>()?;
    let key = group.key.iter().map(|part| {
        let way = compiler.way(&part.value)?;
        match part.each_item {
            true if is_texts(&part.value.ty) => Some(KeyOf::EachText(way)),
            false if is_text(&part.value.ty) => Some(KeyOf::Text(way)),
            _ => None,
        }
    });
    let key: Vec<KeyOf> = key.collect::<Option<_>>()?;
    (!key.is_empty()).then_some(SwiftGroup { lists, counted: group.counted, conditions, key })
}

struct Compiler<'c, 'p> {
    ready: &'c Ready<'p>,
    fields: Option<&'c mut Vec<Arc<str>>>,
    /// The slots of the variables.
    variables: Vec<Slot>,
}

impl Compiler<'_, '_> {
    fn list(&mut self, each: &Loop, when: Option<&Expr>) -> Option<ListOf> {
        match (&each.access, &each.list.kind) {
            (Access::LookUp { index, key: LookUpKey::Values(values) }, ExprKind::Collection(collection))
                if self.variables.len() < MOST_VARIABLES =>
            {
                let [text] = values.as_slice() else { return None };
                let text = self.text(text)?;
                let parts = when.into_iter().flat_map(conjuncts);
                let before = parts.filter_map(|part| self.test(part)).collect();
                self.variables.push(each.slot);
                Some(ListOf::Found { collection: *collection, index: *index, text, before })
            }
            _ => self.below(each),
        }
    }

    /// A list of a record.
    fn below(&mut self, each: &Loop) -> Option<ListOf> {
        if each.access != Access::Scan || self.variables.len() >= MOST_VARIABLES {
            return None;
        }
        let items = match each.list.ty.item()? {
            Type::Record(_) => Items::Records,
            item if is_text(item) && !matches!(item, Type::Id(_) | Type::Reference(_)) => Items::Texts,
            _ => return None,
        };
        let (way, or_empty) = match &each.list.kind {
            ExprKind::Otherwise { value, fallback } => {
                let is_empty = match &fallback.kind {
                    ExprKind::Constant(Constant::List(items)) => items.is_empty(),
                    ExprKind::List(items) => items.is_empty(),
                    _ => false,
                };
                is_empty.then_some((self.way(value)?, true))?
            }
            // Of one record, a list that is not there has no items.
            ExprKind::EachField { records, name } => {
                let ExprKind::List(only) = &records.kind else { return None };
                let [Expr { kind: ExprKind::Slot(slot), .. }] = only.as_slice() else { return None };
                let field = self.field(name);
                (Way { variable: self.variable(*slot)?, fields: Box::new([field]) }, true)
            }
            _ => (self.way(&each.list)?, false),
        };
        self.variables.push(each.slot);
        Some(ListOf::Below { way, or_empty, items })
    }

    fn variable(&self, slot: Slot) -> Option<usize> {
        self.variables.iter().rposition(|known| *known == slot)
    }

    fn field(&mut self, name: &Arc<str>) -> Field {
        let number = self.fields.as_deref_mut().map(|fields| {
            let known = fields.iter().position(|known| known == name);
            known.unwrap_or_else(|| {
                fields.push(Arc::clone(name));
                fields.len() - 1
            })
        });
        // Too large a number is that of no field, which is then looked for by its name.
        let number = number.and_then(|number| u16::try_from(number).ok()).unwrap_or(u16::MAX);
        Field { name: Arc::clone(name), number }
    }

    fn way(&mut self, expr: &Expr) -> Option<Way> {
        let mut names = Vec::new();
        let mut here = expr;
        loop {
            match &here.kind {
                ExprKind::Slot(slot) => {
                    let variable = self.variable(*slot)?;
                    let fields = names.into_iter().rev().map(|name| self.field(name)).collect();
                    return Some(Way { variable, fields });
                }
                ExprKind::Field { record, name } => {
                    names.push(name);
                    here = record;
                }
                _ => return None,
            }
        }
    }

    fn text(&mut self, expr: &Expr) -> Option<TextOf> {
        if !is_text(&expr.ty) {
            return None;
        }
        match &expr.kind {
            ExprKind::Constant(Constant::Text(text)) => Some(TextOf::Constant(Arc::clone(text))),
            _ => Some(TextOf::Data(self.way(expr)?)),
        }
    }

    fn tests(&mut self, all: &[Expr]) -> Option<Box<[Test]>> {
        all.iter().map(|each| self.test(each)).collect()
    }

    fn test(&mut self, expr: &Expr) -> Option<Test> {
        Some(match &expr.kind {
            ExprKind::And(all) => Test::All(self.tests(all)?),
            ExprKind::Or(all) => Test::Any(self.tests(all)?),
            ExprKind::Not(inner) => Test::Not(Box::new(self.test(inner)?)),
            ExprKind::Implies(left, right) => Test::Implies(Box::new([self.test(left)?, self.test(right)?])),
            ExprKind::Compare { op, left, right } if left.ty == Type::Date && right.ty == Type::Date => {
                let (one, two) = (self.day(left)?, self.day(right)?);
                match op {
                    CompareOp::Equal => Test::Days(one, Order::Equal, two),
                    CompareOp::NotEqual => Test::Not(Box::new(Test::Days(one, Order::Equal, two))),
                    CompareOp::Less => Test::Days(one, Order::Less, two),
                    CompareOp::AtMost => Test::Days(one, Order::AtMost, two),
                    CompareOp::Greater => Test::Days(two, Order::Less, one),
                    CompareOp::AtLeast => Test::Days(two, Order::AtMost, one),
                }
            }
            ExprKind::Compare { op: CompareOp::Equal, left, right } => {
                Test::SameText(self.text(left)?, self.text(right)?)
            }
            ExprKind::Compare { op: CompareOp::NotEqual, left, right } => {
                Test::Not(Box::new(Test::SameText(self.text(left)?, self.text(right)?)))
            }
            ExprKind::IsPresent(value) => {
                let ExprKind::Field { record, name } = &value.kind else { return None };
                Test::IsPresent(self.way(record)?, self.field(name))
            }
            ExprKind::IsEmpty(value) if value.ty.item().is_some() => Test::IsEmpty(self.way(value)?),
            ExprKind::Matches { text, pattern } => {
                Test::Matches(self.text(text)?, self.ready.number_of_pattern(pattern)?)
            }
            ExprKind::In { item, list } if is_texts(&list.ty) => Test::In(self.text(item)?, self.way(list)?),
            ExprKind::Quantifier { quantifier: Quantifier::Some, over, condition } => self.any_has(over, condition)?,
            ExprKind::Quantifier { quantifier: Quantifier::No, over, condition } => {
                Test::Not(Box::new(self.any_has(over, condition)?))
            }
            ExprKind::Counted { group, key, asked: asked @ (Counted::Some | Counted::No), .. } => Test::Counted {
                group: *group,
                key: key.iter().map(|part| self.text(part)).collect::<Option<_>>()?,
                some: *asked == Counted::Some,
            },
            _ => return None,
        })
    }

    /// Whether a text of an item of a list is another text.
    fn any_has(&mut self, over: &Loop, condition: &Expr) -> Option<Test> {
        let ExprKind::Compare { op: CompareOp::Equal, left, right } = &condition.kind else { return None };
        if over.access != Access::Scan {
            return None;
        }
        let member = |expr: &Expr| match &expr.kind {
            ExprKind::Field { record, name }
                if is_text(&expr.ty) && matches!(record.kind, ExprKind::Slot(own) if own == over.slot) =>
            {
                Some(Arc::clone(name))
            }
            _ => None,
        };
        let (name, other) = match (member(left), member(right)) {
            (Some(name), None) => (name, right),
            (None, Some(name)) => (name, left),
            _ => return None,
        };
        // INVARIANT: the variable of the items is none of those known here, so that the other text does not read it.
        if self.variable(over.slot).is_some() {
            return None;
        }
        Some(Test::AnyHas(self.way(&over.list)?, self.field(&name), self.text(other)?))
    }

    fn day(&mut self, expr: &Expr) -> Option<DayOf> {
        Some(match &expr.kind {
            ExprKind::Constant(value @ Constant::Date(_)) => match constant(value) {
                Value::Date(date) => DayOf::Constant(date),
                _ => return None,
            },
            ExprKind::AsOf => DayOf::Constant(self.ready.as_of),
            ExprKind::Parameter(number) => match self.ready.parameters.get(*number)? {
                Value::Date(date) => DayOf::Constant(*date),
                _ => return None,
            },
            ExprKind::Field { .. } => DayOf::Data(self.way(expr)?),
            ExprKind::Arithmetic { op: op @ (ArithmeticOp::Add | ArithmeticOp::Subtract), left, right }
                if left.ty == Type::Date =>
            {
                DayOf::Moved(Box::new(self.day(left)?), *op, self.length(right)?)
            }
            _ => return None,
        })
    }

    fn length(&self, expr: &Expr) -> Option<Length> {
        let value = match &expr.kind {
            ExprKind::Constant(value) => constant(value),
            ExprKind::Parameter(number) => self.ready.parameters.get(*number)?.clone(),
            _ => return None,
        };
        match value {
            Value::Length(length) => Some(length),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use accordance_rules::{
        Place, Type,
        core::{Access, Constant, Date, Expr, ExprKind, Loop, Program},
    };

    use super::{
        super::super::{ready::Ready, run::RuleOptions},
        Compiler, ListOf,
    };

    #[test]
    fn a_list_may_be_missing_where_an_empty_one_is_given_otherwise() {
        let expr = |kind, ty| Expr { kind, ty, place: Place::default() };
        let record = || Type::Record([].into());
        let records = || Type::List(record().into());
        let program = Program::default();
        let ready = Ready::new(&program, &RuleOptions::on(Date { year: 2023, month: 7, day: 3 }));
        let or_empty = |fallback: ExprKind| {
            let meeting = Box::new(expr(ExprKind::Slot(0), record()));
            let actions = expr(ExprKind::Field { record: meeting, name: "actions".into() }, records());
            let fallback = Box::new(expr(fallback, records()));
            let list = expr(ExprKind::Otherwise { value: Box::new(actions), fallback }, records());
            let each = Loop { slot: 1, list, access: Access::Scan };
            match (Compiler { ready: &ready, fields: None, variables: vec![0] }).below(&each) {
                Some(ListOf::Below { or_empty, .. }) => Some(or_empty),
                _ => None,
            }
        };
        assert_eq!(or_empty(ExprKind::Constant(Constant::List(Vec::new()))), Some(true));
        assert_eq!(or_empty(ExprKind::List(Vec::new())), Some(true));
        assert_eq!(or_empty(ExprKind::Constant(Constant::List(vec![Constant::Whole(1)]))), None);
    }
}
