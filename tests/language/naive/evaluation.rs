//! Expressions.

use accordance_rules::{
    Type,
    core::{Aggregate, ArithmeticOp, CompareOp, Expr, ExprKind, Loop, Program, Quantifier, TextTest},
};
use regex::Regex;

use super::{CannotTell, Item, Records, Slots, Told, Value, dates::Length, functions};

pub(crate) struct Run<'r> {
    pub(crate) program: &'r Program,
    pub(crate) records: &'r Records,
}

type Truth = Result<bool, CannotTell>;

impl<'r> Run<'r> {
    /// A value that must be there.
    pub(crate) fn needed(&self, expr: &'r Expr, slots: &Slots<'r>) -> Told<'r> {
        match self.value(expr, slots)? {
            Value::Missing => Err(CannotTell),
            there => Ok(there),
        }
    }

    pub(crate) fn condition(&self, expr: &'r Expr, slots: &Slots<'r>) -> Truth {
        match self.needed(expr, slots)? {
            Value::Boolean(it) => Ok(it),
            _ => Err(CannotTell),
        }
    }

    pub(crate) fn items(&self, expr: &'r Expr, slots: &Slots<'r>) -> Result<Vec<Item<'r>>, CannotTell> {
        match self.needed(expr, slots)? {
            Value::List(items) => Ok(items),
            _ => Err(CannotTell),
        }
    }

    /// The items of a list, each of which must be told.
    fn told(&self, expr: &'r Expr, slots: &Slots<'r>) -> Result<Vec<Value<'r>>, CannotTell> {
        self.items(expr, slots)?.into_iter().map(|item| item.value).collect()
    }

    fn text(&self, expr: &'r Expr, slots: &Slots<'r>) -> Result<String, CannotTell> {
        functions::text_of(&self.needed(expr, slots)?)
    }

    /// The value of an expression, which may be missing.
    pub(crate) fn value(&self, expr: &'r Expr, slots: &Slots<'r>) -> Told<'r> {
        let truth = |it: Truth| it.map(Value::Boolean);
        match &expr.kind {
            ExprKind::Constant(constant) => Ok(Value::constant(constant)),
            ExprKind::List(items) => {
                Ok(Value::List(items.iter().map(|item| Item::loose(self.needed(item, slots))).collect()))
            }
            ExprKind::Shared(_) | ExprKind::Counted { .. } => {
                unreachable!("a program that is not planned shares nothing")
            }
            ExprKind::Slot(slot) => slots.get(*slot).cloned().flatten().unwrap_or(Err(CannotTell)),
            ExprKind::Parameter(number) => Ok(Value::constant(&self.program.parameters[*number].value)),
            ExprKind::AsOf => Ok(Value::Date(self.records.as_of)),
            ExprKind::Collection(collection) => {
                let records = self.records.collections[*collection].iter();
                let item = |(pointer, record): &'r (String, _)| Item {
                    value: Ok(Value::Record { record, pointer: pointer.clone() }),
                    pointer: Some(pointer.clone()),
                };
                Ok(Value::List(records.map(item).collect()))
            }
            ExprKind::Field { record, name } => field(self.value(record, slots)?, name, &expr.ty),
            ExprKind::EachField { records, name } => self.each_field(records, name, &expr.ty, slots),
            ExprKind::Follow { reference, collection } => match self.value(reference, slots)? {
                Value::Missing => Ok(Value::Missing),
                reference => self.follow(&reference, *collection),
            },
            ExprKind::EachFollow { references, collection } => {
                let followed = self.items(references, slots)?.into_iter().map(|item| {
                    let value = item.value.and_then(|reference| self.follow(&reference, *collection));
                    Item::loose(value)
                });
                Ok(Value::List(followed.collect()))
            }
            ExprKind::Compare { op, left, right } => {
                let (left, right) = (self.needed(left, slots)?, self.needed(right, slots)?);
                truth(match op {
                    CompareOp::Equal => left.is_equal(&right),
                    CompareOp::NotEqual => left.is_equal(&right).map(|it| !it),
                    CompareOp::Less => left.order(&right).map(std::cmp::Ordering::is_lt),
                    CompareOp::AtMost => left.order(&right).map(std::cmp::Ordering::is_le),
                    CompareOp::Greater => left.order(&right).map(std::cmp::Ordering::is_gt),
                    CompareOp::AtLeast => left.order(&right).map(std::cmp::Ordering::is_ge),
                })
            }
            ExprKind::And(all) => truth(all_of(all.iter().map(|one| self.condition(one, slots)))),
            ExprKind::Or(all) => truth(any_of(all.iter().map(|one| self.condition(one, slots)))),
            ExprKind::Not(inner) => truth(self.condition(inner, slots).map(|it| !it)),
            ExprKind::Implies(left, right) => {
                let not_left = self.condition(left, slots).map(|it| !it);
                truth(any_of([not_left, self.condition(right, slots)].into_iter()))
            }
            ExprKind::In { item, list } => {
                let item = self.needed(item, slots)?;
                let items = self.told(list, slots)?;
                truth(any_of(items.iter().map(|each| each.is_equal(&item))))
            }
            ExprKind::IsPresent(inner) => Ok(Value::Boolean(!matches!(self.value(inner, slots)?, Value::Missing))),
            ExprKind::IsEmpty(inner) => match self.needed(inner, slots)? {
                Value::Text(text) => Ok(Value::Boolean(text.is_empty())),
                Value::List(items) => {
                    let items: Vec<Value<'_>> = items.into_iter().map(|item| item.value).collect::<Result<_, _>>()?;
                    Ok(Value::Boolean(items.is_empty()))
                }
                _ => Err(CannotTell),
            },
            ExprKind::Matches { text, pattern } => {
                let pattern = Regex::new(pattern).expect("the checker has tried it");
                Ok(Value::Boolean(pattern.is_match(&self.text(text, slots)?)))
            }
            ExprKind::TextTest { test, text, part } => {
                let (text, part) = (self.text(text, slots)?, self.text(part, slots)?);
                Ok(Value::Boolean(match test {
                    TextTest::StartsWith => text.starts_with(&part),
                    TextTest::EndsWith => text.ends_with(&part),
                    TextTest::Contains => text.contains(&part),
                }))
            }
            ExprKind::Arithmetic { op, left, right } => {
                arithmetic(*op, &self.needed(left, slots)?, &self.needed(right, slots)?)
            }
            ExprKind::Negate(inner) => match self.needed(inner, slots)? {
                Value::Whole(number) => number.checked_neg().map(Value::Whole).ok_or(CannotTell),
                other => Value::finite(-other.as_number()?),
            },
            ExprKind::Quantifier { quantifier, over, condition } => {
                let items = self.items(&over.list, slots)?;
                let asked = items.into_iter().map(|item| {
                    let mut slots = slots.clone();
                    bind(&mut slots, over.slot, item.value);
                    self.condition(condition, &slots)
                });
                truth(match quantifier {
                    Quantifier::Every => all_of(asked),
                    Quantifier::Some => any_of(asked),
                    Quantifier::No => any_of(asked).map(|it| !it),
                })
            }
            ExprKind::AggregateList { aggregate, list } => functions::aggregate(*aggregate, self.told(list, slots)?),
            ExprKind::AggregateEach { aggregate, value, over, condition } => {
                let mut values = Vec::new();
                self.each(over, condition.as_deref(), value.as_deref(), slots, &mut values)?;
                let aggregate = if value.is_none() { Aggregate::Count } else { *aggregate };
                functions::aggregate(aggregate, values)
            }
            ExprKind::Chain { record, field: name, collection } => self.chain(record, name, *collection, slots),
            ExprKind::Call { function, arguments, pattern } => {
                let arguments: Vec<Value<'r>> =
                    arguments.iter().map(|argument| self.needed(argument, slots)).collect::<Result<_, _>>()?;
                functions::call(*function, &arguments, pattern.as_deref())
            }
            ExprKind::If { condition, then, otherwise } => {
                let chosen = if self.condition(condition, slots)? { then } else { otherwise };
                self.value(chosen, slots)
            }
            ExprKind::Otherwise { value, fallback } => match self.value(value, slots)? {
                Value::Missing => self.value(fallback, slots),
                there => Ok(there),
            },
            ExprKind::With { slot, value, body } => {
                let mut inner = slots.clone();
                bind(&mut inner, *slot, self.value(value, slots));
                self.value(body, &inner)
            }
        }
    }

    fn each_field(&self, records: &'r Expr, name: &str, ty: &Type, slots: &Slots<'r>) -> Told<'r> {
        let item_type = ty.item().unwrap_or(&Type::Anything);
        let mut all = Vec::new();
        for item in self.items(records, slots)? {
            let Value::Record { record, pointer } = (match item.value {
                Ok(value) => value,
                Err(CannotTell) => {
                    all.push(Item::loose(Err(CannotTell)));
                    continue;
                }
            }) else {
                return Err(CannotTell);
            };
            let Some(found) = record.get(name) else { continue };
            let pointer = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
            if found.is_array() {
                if let Value::List(items) = Value::read(found, &Type::list(item_type.clone()), &pointer) {
                    all.extend(items);
                }
            } else {
                let value = Value::read(found, item_type, &pointer);
                all.push(Item { value: Ok(value), pointer: Some(pointer) });
            }
        }
        all.retain(|item| !matches!(item.value, Ok(Value::Missing)));
        Ok(Value::List(all))
    }

    fn follow(&self, reference: &Value<'r>, collection: usize) -> Told<'r> {
        let Value::Text(id) = reference else { return Err(CannotTell) };
        let found = self.records.collections[collection].iter().find(|(_, record)| record["id"] == id.as_str());
        let (pointer, record) = found.ok_or(CannotTell)?;
        Ok(Value::Record { record, pointer: pointer.clone() })
    }

    fn chain(&self, record: &'r Expr, name: &str, collection: usize, slots: &Slots<'r>) -> Told<'r> {
        let mut here = self.needed(record, slots)?;
        let mut reached: Vec<Item<'r>> = Vec::new();
        loop {
            let reference = field(here, name, &Type::Reference(collection))?;
            if matches!(reference, Value::Missing) {
                return Ok(Value::List(reached));
            }
            here = self.follow(&reference, collection)?;
            let Value::Record { pointer, .. } = &here else { return Err(CannotTell) };
            if reached.iter().any(|before| before.pointer.as_ref() == Some(pointer)) {
                return Ok(Value::List(reached));
            }
            reached.push(Item { value: Ok(here.clone()), pointer: Some(pointer.clone()) });
        }
    }

    /// Gathers the value of each combination for which the condition holds.
    fn each(
        &self,
        over: &'r [Loop],
        condition: Option<&'r Expr>,
        value: Option<&'r Expr>,
        slots: &Slots<'r>,
        values: &mut Vec<Value<'r>>,
    ) -> Result<(), CannotTell> {
        let Some((first, rest)) = over.split_first() else {
            if condition.map_or(Ok(true), |condition| self.condition(condition, slots))? {
                values.push(value.map_or(Ok(Value::Whole(1)), |value| self.needed(value, slots))?);
            }
            return Ok(());
        };
        for item in self.items(&first.list, slots)? {
            let mut slots = slots.clone();
            bind(&mut slots, first.slot, item.value);
            self.each(rest, condition, value, &slots, values)?;
        }
        Ok(())
    }
}

fn bind<'r>(slots: &mut Slots<'r>, slot: usize, value: Told<'r>) {
    if slots.len() <= slot {
        slots.resize(slot + 1, None);
    }
    slots[slot] = Some(value);
}

fn field<'r>(record: Value<'r>, name: &str, ty: &Type) -> Told<'r> {
    match record {
        Value::Missing => Ok(Value::Missing),
        Value::Record { record, pointer } => {
            let pointer = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
            Ok(record.get(name).map_or(Value::Missing, |found| Value::read(found, ty, &pointer)))
        }
        _ => Err(CannotTell),
    }
}

fn all_of(truths: impl Iterator<Item = Truth>) -> Truth {
    any_of(truths.map(|truth| truth.map(|it| !it))).map(|it| !it)
}

fn any_of(truths: impl Iterator<Item = Truth>) -> Truth {
    let all: Vec<Truth> = truths.collect();
    if all.iter().any(|truth| matches!(truth, Ok(true))) {
        return Ok(true);
    }
    if all.iter().any(Result::is_err) { Err(CannotTell) } else { Ok(false) }
}

fn arithmetic<'r>(op: ArithmeticOp, left: &Value<'r>, right: &Value<'r>) -> Told<'r> {
    let later = |length: &Length| match op {
        ArithmeticOp::Add => Some(*length),
        ArithmeticOp::Subtract => Some(length.negated()),
        _ => None,
    };
    match (left, op, right) {
        (Value::Date(left), ArithmeticOp::Subtract, Value::Date(right)) => {
            Ok(Value::Length(Length::between(*right, *left)))
        }
        (Value::Date(date), _, Value::Length(length)) => {
            later(length).and_then(|length| length.after(*date)).map(Value::Date).ok_or(CannotTell)
        }
        (Value::Moment(moment), _, Value::Length(length)) => {
            later(length).and_then(|length| moment.later(&length)).map(Value::Moment).ok_or(CannotTell)
        }
        (_, ArithmeticOp::Divide, _) => Value::finite(left.as_number()? / right.as_number()?),
        (Value::Whole(left), _, Value::Whole(right)) => match op {
            ArithmeticOp::Add => left.checked_add(*right),
            ArithmeticOp::Subtract => left.checked_sub(*right),
            _ => left.checked_mul(*right),
        }
        .map(Value::Whole)
        .ok_or(CannotTell),
        _ => {
            let (left, right) = (left.as_number()?, right.as_number()?);
            Value::finite(match op {
                ArithmeticOp::Add => left + right,
                ArithmeticOp::Subtract => left - right,
                _ => left * right,
            })
        }
    }
}
