//! The values that conditions ask about, in their swift form: texts, days and whole numbers, and the ways to them.

use std::sync::Arc;

use accordance_rules::{
    Function, Type,
    core::{Aggregate, ArithmeticOp, Constant, Counted, Expr, ExprKind, Slot},
};

use super::{
    super::{
        super::{
            calendar::Length,
            evaluate::constant,
            peek::{is_text, is_texts},
            value::Value,
        },
        Amount, DayOf, EachText, Field, Let, MOST_AMOUNTS, MOST_VARIABLES, Piece, Steps, TextOf, Way,
        condition::Condition,
    },
    Compiler, Numbers,
};

/// A day that has a name is written out where the name is used, so it has at most so many parts: names of names would
/// double it again and again.
const MOST_DAYS: usize = 8;

/// What is known of a value that was worked out before.
pub(super) enum Known {
    Day(DayOf),
    Texts(EachText),
    /// Its number.
    Amount(usize),
}

impl Compiler<'_, '_> {
    /// What is done for a value that gets a name, if anything.
    pub(super) fn named(&mut self, (slot, value): &(Slot, Expr)) -> Option<Let> {
        let (known, done) = if let Some(day) = self.day(value).filter(|day| day.parts() <= MOST_DAYS) {
            (Known::Day(day), None)
        } else if let Some(texts) = self.each_text(value) {
            (Known::Texts(texts.clone()), Some(Let::Texts(texts)))
        } else {
            let amounts = self.lets.iter().filter(|(_, known)| matches!(known, Known::Amount(_))).count();
            match self.amount(value).filter(|_| amounts < MOST_AMOUNTS) {
                Some(amount) => (Known::Amount(amounts), Some(Let::Amount(amount))),
                None => return Some(Let::Else),
            }
        };
        self.lets.push((*slot, known));
        done
    }

    pub(super) fn known(&self, slot: Slot) -> Option<&Known> {
        self.lets.iter().rev().find_map(|(own, known)| (*own == slot).then_some(known))
    }

    pub(super) fn variable(&self, slot: Slot) -> Option<usize> {
        self.variables.iter().rposition(|known| *known == slot)
    }

    pub(super) fn field(&mut self, name: &Arc<str>) -> Field {
        let (Numbers::OfCollection(fields) | Numbers::OfKept(fields)) = &mut self.fields;
        let number = fields.iter().position(|known| known == name).unwrap_or_else(|| {
            fields.push(Arc::clone(name));
            fields.len() - 1
        });
        // Too large a number is that of no field, which is then looked for by its name.
        let number = u16::try_from(number).unwrap_or(u16::MAX);
        Field { name: Arc::clone(name), number }
    }

    pub(super) fn way(&mut self, expr: &Expr) -> Option<Way> {
        match &expr.kind {
            ExprKind::Slot(slot) => Some(Way { variable: self.variable(*slot)?, steps: Steps::default() }),
            ExprKind::Field { record, name } => {
                let mut way = self.way(record)?;
                way.steps.last().fields.push(self.field(name));
                Some(way)
            }
            ExprKind::Follow { reference, collection } if matches!(self.fields, Numbers::OfKept(_)) => {
                let mut way = self.way(reference)?;
                way.steps.last().onward = Some((*collection, Box::default()));
                Some(way)
            }
            _ => None,
        }
    }

    /// A text of each record of a list.
    pub(super) fn each_text(&mut self, expr: &Expr) -> Option<EachText> {
        match &expr.kind {
            ExprKind::EachField { records, name } if is_texts(&expr.ty) => {
                let Type::Record(_) = records.ty.item()? else { return None };
                Some(EachText { records: self.way(records)?, field: self.field(name) })
            }
            _ => None,
        }
    }

    pub(super) fn text(&mut self, expr: &Expr) -> Option<TextOf> {
        if !is_text(&expr.ty) {
            return None;
        }
        match &expr.kind {
            ExprKind::Constant(Constant::Text(text)) => Some(TextOf::Constant(Arc::clone(text))),
            _ => Some(TextOf::Data(self.way(expr)?)),
        }
    }

    /// The pieces of a text, and the steps that it takes to put them together.
    pub(super) fn pieces(&mut self, expr: &Expr, pieces: &mut Vec<Piece>) -> Option<u64> {
        match &expr.kind {
            ExprKind::Call { function: Function::Text, arguments, .. } => {
                let [text] = arguments.as_slice() else { return None };
                pieces.push(Piece { text: self.text(text)?, is_called: true });
                Some(0)
            }
            ExprKind::Call { function: Function::Join, arguments, .. } => {
                let [Expr { kind: ExprKind::List(items), .. }, between] = arguments.as_slice() else { return None };
                if !matches!(&between.kind, ExprKind::Constant(Constant::Text(between)) if between.is_empty()) {
                    return None;
                }
                let below = items.iter().map(|item| self.pieces(item, pieces)).sum::<Option<u64>>()?;
                Some(items.len() as u64 + below)
            }
            _ => {
                pieces.push(Piece { text: self.text(expr)?, is_called: false });
                Some(0)
            }
        }
    }

    /// A whole number.
    pub(super) fn amount(&mut self, expr: &Expr) -> Option<Amount> {
        Some(match &expr.kind {
            ExprKind::Constant(Constant::Whole(number)) => Amount::Constant(*number),
            ExprKind::Slot(slot) => match self.known(*slot)? {
                Known::Amount(number) => Amount::Let(*number),
                _ => return None,
            },
            ExprKind::Arithmetic { op: ArithmeticOp::Add, left, right } if expr.ty == Type::Whole => {
                Amount::Sum(Box::new([self.amount(left)?, self.amount(right)?]))
            }
            ExprKind::AggregateList { aggregate: Aggregate::Count, list } => {
                let variable = self.variables.len();
                let list = self.items(list).filter(|_| variable < MOST_VARIABLES)?;
                Amount::Items { list: Box::new(list), variable, condition: None }
            }
            ExprKind::AggregateEach { aggregate: Aggregate::Count, value: None, over, condition } => {
                let [over] = over.as_slice() else { return None };
                let (list, variable, condition) = self.of_items(over, condition.as_deref())?;
                Amount::Items { list, variable, condition }
            }
            ExprKind::Counted { group, key, asked: Counted::Number, .. } => {
                Amount::Counted(*group, key.iter().map(|part| self.text(part)).collect::<Option<_>>()?)
            }
            _ => return None,
        })
    }

    pub(super) fn day(&mut self, expr: &Expr) -> Option<DayOf> {
        if expr.ty != Type::Date {
            return None;
        }
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
            ExprKind::Slot(slot) => match self.known(*slot)? {
                Known::Day(day) => day.clone(),
                _ => return None,
            },
            ExprKind::Otherwise { value, fallback } => {
                DayOf::Otherwise(Box::new([self.day(value)?, self.day(fallback)?]))
            }
            ExprKind::Arithmetic { op: op @ (ArithmeticOp::Add | ArithmeticOp::Subtract), left, right }
                if left.ty == Type::Date =>
            {
                DayOf::Moved(Box::new(self.day(left)?), *op, self.length(right)?)
            }
            _ => return None,
        })
    }

    pub(super) fn length(&self, expr: &Expr) -> Option<Length> {
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

impl Amount {
    /// Whether any part of it has no swift form.
    pub(in crate::rules::swift) fn asks_else(&self) -> bool {
        match self {
            Self::Sum(both) => both.iter().any(Self::asks_else),
            Self::Items { condition, .. } => condition.as_ref().is_some_and(Condition::asks_else),
            _ => false,
        }
    }
}

impl DayOf {
    /// How many parts it has.
    pub(super) fn parts(&self) -> usize {
        match self {
            Self::Data(_) | Self::Constant(_) => 1,
            Self::Moved(inner, ..) => 1 + inner.parts(),
            Self::Otherwise(both) => 1 + both.iter().map(Self::parts).sum::<usize>(),
        }
    }
}

impl Steps {
    /// Those behind the last reference.
    pub(super) fn last(&mut self) -> &mut Self {
        match self.onward {
            Some((_, ref mut next)) => next.last(),
            None => self,
        }
    }
}

impl TextOf {
    /// Whether no reference is followed on the way.
    pub(super) fn is_at_hand(&self) -> bool {
        match self {
            Self::Data(way) => way.steps.onward.is_none(),
            Self::Constant(_) => true,
        }
    }
}
