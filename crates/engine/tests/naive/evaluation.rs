//! Expressions.

use accordance_rules::{
    CollectionId, Environment, Type,
    core::{CompareOp, Constant, Expr, ExprKind, Slot, TextTest},
};
use jiff::civil::Date;
use serde_json::Value as Json;

use super::{
    calculation::{Calculated, calculate},
    reading::{Unreadable, read},
    value::{Value, all, any, equal, not, order},
};

/// Why there is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// A field, or a step on the way to it, is absent or null.
    Missing,
    /// Something that is needed is not there, or cannot be worked out.
    CannotTell,
}

pub(crate) type Evaluated<'d> = Result<Value<'d>, Gap>;

/// A run over the records of a data set.
pub(crate) struct Run<'r, 'd> {
    pub(crate) environment: &'r Environment,
    /// The records of each collection. The id of a record is its field `id`.
    pub(crate) records: &'d [Vec<Json>],
    pub(crate) parameters: &'r [Constant],
    pub(crate) as_of: Date,
    /// What each variable stands for at the moment.
    pub(crate) variables: Vec<Variable<'r, 'd>>,
    /// What was not as the checker promised.
    pub(crate) faults: Vec<String>,
}

/// What a variable stands for.
#[derive(Clone, Debug)]
pub(crate) enum Variable<'r, 'd> {
    Nothing,
    Value(Value<'d>),
    /// Worked out wherever it is read.
    Expression(&'r Expr),
}

impl<'r, 'd> Run<'r, 'd> {
    /// The value of an expression.
    pub(crate) fn value(&mut self, expr: &'r Expr) -> Evaluated<'d> {
        match &expr.kind {
            ExprKind::Constant(constant) => Ok(Value::of_constant(constant)),
            ExprKind::List(items) => {
                items.iter().map(|item| self.used(item)).collect::<Result<_, _>>().map(Value::List)
            }
            ExprKind::Slot(slot) => self.variable(*slot),
            ExprKind::Parameter(number) => Ok(Value::of_constant(&self.parameters[*number])),
            ExprKind::AsOf => Ok(Value::Date(self.as_of)),
            ExprKind::Collection(collection) => self.collection(*collection),
            ExprKind::Field { record, name } => match self.value(record)? {
                Value::Record(json) => self.field(json, name, &expr.ty),
                other => self.fault(record, &format!("the field {name} of {other:?}")),
            },
            ExprKind::EachField { records, name } => self.each_field(expr, records, name),
            ExprKind::Follow { reference, collection } => {
                let target = self.value(reference)?;
                self.follow(reference, &target, *collection)
            }
            ExprKind::EachFollow { references, collection } => {
                let targets = self.value(references)?;
                let targets = self.items(references, targets)?;
                let records = targets.iter().map(|target| self.follow(references, target, *collection));
                records.collect::<Result<_, _>>().map(Value::List)
            }
            ExprKind::Compare { .. }
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Not(_)
            | ExprKind::Implies(..)
            | ExprKind::In { .. }
            | ExprKind::IsPresent(_)
            | ExprKind::IsEmpty(_)
            | ExprKind::Matches { .. }
            | ExprKind::TextTest { .. }
            | ExprKind::Quantifier { .. } => self.truth(expr).map(Value::Boolean).ok_or(Gap::CannotTell),
            ExprKind::Arithmetic { op, left, right } => {
                let (one, two) = (self.used(left)?, self.used(right)?);
                let calculated = calculate(*op, &one, &two);
                self.calculated(expr, calculated)
            }
            ExprKind::Negate(number) => match self.used(number)? {
                Value::Whole(whole) => whole.checked_neg().map(Value::Whole).ok_or(Gap::CannotTell),
                Value::Number(number) => Ok(Value::Number(-number)),
                other => self.fault(number, &format!("the negative of {other:?}")),
            },
            ExprKind::AggregateList { aggregate, list } => {
                let items = self.list(list)?;
                self.aggregate(expr, *aggregate, items)
            }
            ExprKind::AggregateEach { aggregate, value, over, condition } => {
                let mut items = Vec::new();
                self.gather(over, condition.as_deref(), value.as_deref(), &mut items)?;
                self.aggregate(expr, *aggregate, items)
            }
            ExprKind::Chain { record, field, collection } => self.chain(record, field, *collection),
            ExprKind::Call { function, arguments, pattern } => {
                self.call(expr, *function, arguments, pattern.as_deref())
            }
            ExprKind::If { condition, then, otherwise } => {
                let chosen = if self.holds(condition).ok_or(Gap::CannotTell)? { then } else { otherwise };
                self.value(chosen)
            }
            ExprKind::Otherwise { value, fallback } => match self.value(value) {
                Err(Gap::Missing) => self.value(fallback),
                there => there,
            },
            ExprKind::Shared(_) | ExprKind::Counted { .. } => {
                panic!("a program that is not planned shares nothing")
            }
            ExprKind::With { slot, value, body } => {
                self.bind(*slot, Variable::Expression(value));
                self.value(body)
            }
        }
    }

    /// The value of an expression that something is done with: where it is missing, that cannot be told.
    pub(crate) fn used(&mut self, expr: &'r Expr) -> Evaluated<'d> {
        match self.value(expr) {
            Err(Gap::Missing) => self.fault(expr, "a missing value is used"),
            other => other,
        }
    }

    /// Whether a condition holds.
    pub(crate) fn holds(&mut self, expr: &'r Expr) -> Option<bool> {
        match self.used(expr).ok()? {
            Value::Boolean(truth) => Some(truth),
            other => self.fault(expr, &format!("{other:?} is no condition")).ok(),
        }
    }

    /// The items of a list.
    pub(crate) fn list(&mut self, expr: &'r Expr) -> Result<Vec<Value<'d>>, Gap> {
        let list = self.used(expr)?;
        self.items(expr, list)
    }

    fn items(&mut self, expr: &'r Expr, list: Value<'d>) -> Result<Vec<Value<'d>>, Gap> {
        match list {
            Value::List(items) => Ok(items),
            other => self.fault(expr, &format!("{other:?} is no list")),
        }
    }

    pub(crate) fn text(&mut self, expr: &'r Expr) -> Result<String, Gap> {
        match self.used(expr)? {
            Value::Text(text) => Ok(text),
            other => self.fault(expr, &format!("{other:?} is no text")),
        }
    }

    pub(crate) fn calculated(&mut self, expr: &'r Expr, calculated: Calculated<'d>) -> Evaluated<'d> {
        match calculated {
            Calculated::Value(value) => Ok(value),
            Calculated::CannotTell => Err(Gap::CannotTell),
            Calculated::OtherKinds => self.fault(expr, "arithmetic of other kinds of values"),
        }
    }

    pub(crate) fn bind(&mut self, slot: Slot, variable: Variable<'r, 'd>) {
        if self.variables.len() <= slot {
            self.variables.resize(slot + 1, Variable::Nothing);
        }
        self.variables[slot] = variable;
    }

    fn variable(&mut self, slot: Slot) -> Evaluated<'d> {
        match self.variables[slot].clone() {
            Variable::Value(value) => Ok(value),
            Variable::Expression(expr) => self.value(expr),
            Variable::Nothing => panic!("the variable {slot} is read before it is bound"),
        }
    }

    fn collection(&mut self, collection: CollectionId) -> Evaluated<'d> {
        let ty = self.environment.record_type(collection).clone();
        self.records[collection].iter().map(|record| self.read(record, &ty)).collect::<Result<_, _>>().map(Value::List)
    }

    fn field(&mut self, record: &'d Json, name: &str, ty: &Type) -> Evaluated<'d> {
        match record.get(name) {
            None | Some(Json::Null) => Err(Gap::Missing),
            Some(json) => self.read(json, ty),
        }
    }

    fn read(&mut self, json: &'d Json, ty: &Type) -> Evaluated<'d> {
        read(json, ty).map_err(|unreadable| {
            if matches!(unreadable, Unreadable::OtherKind) && !is_unknown(ty) {
                self.faults.push(format!("{json} is not of the type {ty:?}"));
            }
            Gap::CannotTell
        })
    }

    fn each_field(&mut self, expr: &'r Expr, records: &'r Expr, name: &str) -> Evaluated<'d> {
        let list = self.value(records)?;
        let records_of_list = self.items(records, list)?;
        let Type::List(item) = &expr.ty else {
            return self.fault(expr, "the type of a path through a list is no list");
        };
        let mut joined = Vec::new();
        for record in records_of_list {
            let Value::Record(json) = record else {
                return self.fault(records, &format!("the field {name} of {record:?}"));
            };
            match json.get(name) {
                None | Some(Json::Null) => {}
                // The items of a list that holds lists are lists: of those, the outer one is joined.
                Some(Json::Array(items)) => {
                    for each in items {
                        joined.push(self.read(each, item)?);
                    }
                }
                Some(single) => joined.push(self.read(single, item)?),
            }
        }
        Ok(Value::List(joined))
    }

    /// The first record of a collection that has an id.
    pub(crate) fn follow(&mut self, expr: &'r Expr, target: &Value<'d>, collection: CollectionId) -> Evaluated<'d> {
        let Value::Text(id) = target else { return self.fault(expr, &format!("{target:?} is no reference")) };
        let found = self.records[collection].iter().find(|record| record.get("id").and_then(Json::as_str) == Some(id));
        found.map(Value::Record).ok_or(Gap::CannotTell)
    }

    fn truth(&mut self, expr: &'r Expr) -> Option<bool> {
        match &expr.kind {
            ExprKind::Compare { op, left, right } => {
                let (one, two) = (self.used(left).ok()?, self.used(right).ok()?);
                self.note_kinds(expr, &one, &two);
                match op {
                    CompareOp::Equal => equal(&one, &two),
                    CompareOp::NotEqual => not(equal(&one, &two)),
                    CompareOp::Less => order(&one, &two).map(std::cmp::Ordering::is_lt),
                    CompareOp::AtMost => order(&one, &two).map(std::cmp::Ordering::is_le),
                    CompareOp::Greater => order(&one, &two).map(std::cmp::Ordering::is_gt),
                    CompareOp::AtLeast => order(&one, &two).map(std::cmp::Ordering::is_ge),
                }
            }
            ExprKind::And(operands) => all(operands.iter().map(|operand| self.holds(operand))),
            ExprKind::Or(operands) => any(operands.iter().map(|operand| self.holds(operand))),
            ExprKind::Not(inner) => not(self.holds(inner)),
            ExprKind::Implies(left, right) => match self.holds(left) {
                Some(false) => Some(true),
                left => any([not(left), self.holds(right)]),
            },
            ExprKind::In { item, list } => {
                let item = self.used(item);
                let list = self.list(list);
                let (item, list) = (item.ok()?, list.ok()?);
                list.iter().for_each(|each| self.note_kinds(expr, &item, each));
                any(list.iter().map(|each| equal(&item, each)))
            }
            ExprKind::IsPresent(value) => match self.there(value) {
                Ok(()) => Some(true),
                Err(Gap::Missing) => Some(false),
                Err(Gap::CannotTell) => None,
            },
            ExprKind::IsEmpty(value) => match self.used(value).ok()? {
                Value::List(items) => Some(items.is_empty()),
                Value::Text(text) => Some(text.is_empty()),
                other => self.fault(value, &format!("{other:?} is empty or not")).ok(),
            },
            ExprKind::Matches { text, pattern } => {
                let text = self.text(text).ok()?;
                Some(regex::Regex::new(pattern).expect("the checker has read it").is_match(&text))
            }
            ExprKind::TextTest { test, text, part } => {
                let text = self.text(text);
                let part = self.text(part);
                let (text, part) = (text.ok()?, part.ok()?);
                Some(match test {
                    TextTest::StartsWith => text.starts_with(&part),
                    TextTest::EndsWith => text.ends_with(&part),
                    TextTest::Contains => text.contains(&part),
                })
            }
            ExprKind::Quantifier { quantifier, over, condition } => self.quantifier(*quantifier, over, condition),
            _ => self.holds(expr),
        }
    }

    /// Whether a value is there. What a field holds need not be of its type.
    fn there(&mut self, expr: &'r Expr) -> Result<(), Gap> {
        if let ExprKind::Field { record, name } = &expr.kind
            && let Value::Record(json) = self.value(record)?
        {
            return if json.get(&**name).is_none_or(Json::is_null) { Err(Gap::Missing) } else { Ok(()) };
        }
        self.value(expr).map(drop)
    }

    /// Notes a fault where the checker should have refused a comparison.
    pub(crate) fn note_kinds(&mut self, expr: &'r Expr, one: &Value<'d>, two: &Value<'d>) {
        let is_number = |value: &Value<'_>| matches!(value, Value::Whole(_) | Value::Number(_));
        let same = std::mem::discriminant(one) == std::mem::discriminant(two) || is_number(one) && is_number(two);
        if !same {
            let _ = self.fault::<()>(expr, &format!("{one:?} is compared with {two:?}"));
        }
    }

    /// *Cannot tell*, and a fault unless the schema says nothing of a value that takes part.
    pub(crate) fn fault<T>(&mut self, expr: &'r Expr, what: &str) -> Result<T, Gap> {
        if !self.has_unknown(expr) {
            self.faults.push(format!("{what}: {expr:?}"));
        }
        Err(Gap::CannotTell)
    }

    /// Whether schemas say nothing of a value that an expression reads.
    fn has_unknown(&self, expr: &'r Expr) -> bool {
        let mut found = is_unknown(&expr.ty);
        if let ExprKind::Slot(slot) = expr.kind
            && let Some(Variable::Expression(value)) = self.variables.get(slot)
        {
            found = found || self.has_unknown(value);
        }
        expr.each_child(&mut |child| found = found || self.has_unknown(child));
        found
    }
}

fn is_unknown(ty: &Type) -> bool {
    match ty {
        Type::Anything => true,
        Type::List(item) => is_unknown(item),
        _ => false,
    }
}
