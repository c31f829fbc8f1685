//! Values in words.

use super::{
    phrase::{Number, Phrase, Writer},
    words,
};
use crate::{
    Function, Type,
    core::{ArithmeticOp, Constant, Expr, ExprKind},
    schema::spaced,
};

impl<'a> Writer<'a> {
    /// What a value is called.
    pub(super) fn value(&mut self, expr: &'a Expr) -> Phrase {
        if let Some(phrase) = self.defined_value(expr) {
            return phrase;
        }
        self.deeper(|writer| writer.value_here(expr)).unwrap_or_else(|| Phrase::one(self.written(expr.place)))
    }

    fn value_here(&mut self, expr: &'a Expr) -> Phrase {
        if *expr.ty.clone().item().unwrap_or(&expr.ty) == Type::Anything {
            self.note_anything(expr);
        }
        match &expr.kind {
            ExprKind::Constant(Constant::List(items)) if !items.is_empty() => {
                let items: Vec<String> = items.iter().map(words::constant).collect();
                Phrase::one(format!("the list {}", items.join(", ")))
            }
            ExprKind::Constant(value) => Phrase::one(words::constant(value)),
            ExprKind::List(items) => {
                let items: Vec<String> = items.iter().map(|item| self.operand(item).text).collect();
                Phrase::many(words::joined(&items, "and"))
            }
            ExprKind::Slot(slot) if self.it == Some(*slot) => Phrase::one("it"),
            ExprKind::Slot(slot) => self.slot(*slot),
            ExprKind::Parameter(number) => {
                self.parameters.insert(*number);
                let name = self.program.parameters.get(*number).map_or("", |parameter| &parameter.name);
                let number = if matches!(expr.ty, Type::List(_)) { Number::Many } else { Number::One };
                Phrase { text: format!("the {}", spaced(name)), number }
            }
            ExprKind::AsOf => Phrase::one("the day of the run"),
            ExprKind::Collection(collection) => Phrase::many(format!("all {}", self.collection(*collection))),
            ExprKind::Field { record, name } => {
                let owner = self.value(record);
                self.field_of(&owner, &record.ty, name, &expr.ty)
            }
            ExprKind::EachField { records, name } => {
                let owner = Phrase { number: Number::Many, ..self.value(records) };
                let record = records.ty.item().unwrap_or(&Type::Anything);
                self.note_left_out(record, name, &owner);
                self.field_of(&owner, record, name, &self.each_type(record, name))
            }
            ExprKind::Follow { reference, .. } => {
                let phrase = self.value(reference);
                self.note_follow(reference);
                phrase
            }
            ExprKind::EachFollow { references, .. } => {
                let phrase = self.value(references);
                self.note_follow(references);
                phrase
            }
            ExprKind::Arithmetic { op, left, right } => self.arithmetic(*op, left, right),
            ExprKind::Negate(inner) => Phrase::one(format!("minus {}", self.operand(inner).text)),
            ExprKind::AggregateList { aggregate, list } => self.aggregate_list(*aggregate, list),
            ExprKind::AggregateEach { aggregate, value, over, condition } => {
                self.aggregate_each(*aggregate, value.as_deref(), over, condition.as_deref())
            }
            ExprKind::Chain { record, field, collection } => {
                let start = self.value(record).text;
                let records = self.collection(*collection);
                self.notes.add(format!(
                    "where the way along `{field}` comes back to a record that it has passed, it ends there"
                ));
                self.note_chain(record, field);
                Phrase::many(format!("the {records} reached from {start} by following `{field}` again and again"))
            }
            ExprKind::Call { function, arguments, pattern } => self.function(*function, arguments, pattern.as_deref()),
            ExprKind::If { condition, then, otherwise } => {
                let then = self.value(then);
                let condition = self.in_line(condition);
                let otherwise = self.value(otherwise);
                Phrase { text: format!("({} if {condition}, or else {})", then.text, otherwise.text), ..then }
            }
            ExprKind::Otherwise { value, fallback } if is_empty_list(fallback) => {
                let value = self.value(value);
                self.notes.add(format!("where {} {} missing, they count as empty", value.text, value.is()));
                value
            }
            ExprKind::Otherwise { value, fallback } => {
                let value = self.value(value);
                let fallback = self.value(fallback);
                Phrase { text: format!("{} (or, where that is missing, {})", value.text, fallback.text), ..value }
            }
            ExprKind::With { slot, value, body } => {
                let phrase = self.value(value);
                self.call_slot(*slot, phrase, value.ty.clone());
                self.value(body)
            }
            _ => Phrase::one(format!("whether {}", self.in_line(expr))),
        }
    }

    /// The type of a field of each record of a list, as the schema has it.
    fn each_type(&self, record: &Type, name: &str) -> Type {
        let Type::Record(parts) = record else { return Type::Anything };
        self.environment.field(parts, name).map_or(Type::Anything, |field| field.ty)
    }

    fn arithmetic(&mut self, op: ArithmeticOp, left: &'a Expr, right: &'a Expr) -> Phrase {
        let one = self.operand(left).text;
        let two = self.operand(right).text;
        if op == ArithmeticOp::Divide {
            self.note_division(right, &two);
        }
        let is_day = matches!(left.ty, Type::Date | Type::DateTime);
        Phrase::one(match (op, &right.ty) {
            (ArithmeticOp::Subtract, Type::Date) if is_day => format!("the time from {two} to {one}"),
            (ArithmeticOp::Add, _) if is_day => format!("the day that lies {two} after {one}"),
            (ArithmeticOp::Subtract, _) if is_day => format!("the day that lies {two} before {one}"),
            (ArithmeticOp::Add, _) => format!("{one} plus {two}"),
            (ArithmeticOp::Subtract, _) => format!("{one} minus {two}"),
            (ArithmeticOp::Multiply, _) => format!("{one} times {two}"),
            (ArithmeticOp::Divide, _) => format!("{one} divided by {two}"),
        })
    }

    /// A value of which something is made, in brackets where it is made of several itself.
    pub(super) fn operand(&mut self, expr: &'a Expr) -> Phrase {
        let phrase = self.value(expr);
        let is_open = match &expr.kind {
            // What is told of a day says itself what belongs to it: "the day that lies …", "the time from …".
            ExprKind::Arithmetic { left, .. } => !matches!(left.ty, Type::Date | Type::DateTime),
            ExprKind::Call { function: Function::Join, .. } => true,
            _ => false,
        };
        if is_open { Phrase { text: format!("({})", phrase.text), ..phrase } } else { phrase }
    }
}

/// `[]`, as in `actions otherwise []`.
pub(super) fn is_empty_list(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Constant(Constant::List(items)) if items.is_empty())
}
