//! Values that rule files write out: constants, and records in examples and tests.

use std::sync::Arc;

use accordance_syntax::ast::{self, Data, DataKind, DurationUnit, Literal};
use serde_json::{Map, Value};

use super::scope::Body;
use crate::{
    Code, Type,
    core::Constant,
    nearest::{listed, nearest},
};

/// A literal and its type.
pub(crate) fn of_literal(literal: &Literal) -> (Constant, Type) {
    match literal {
        Literal::Text(text) => (Constant::Text(Arc::from(text.value.as_str())), Type::Text),
        Literal::Whole(number) => (Constant::Whole(*number), Type::Whole),
        Literal::Number(number) => (Constant::Number(*number), Type::Number),
        Literal::Date(date) => (Constant::Date(*date), Type::Date),
        Literal::DateTime(moment) => (Constant::DateTime(*moment), Type::DateTime),
        Literal::Duration(duration) => (Constant::Duration(*duration), Type::Duration),
        Literal::Boolean(truth) => (Constant::Boolean(*truth), Type::Boolean),
    }
}

/// The value of an expression that is written out, and its type.
pub(crate) fn constant(expr: &ast::Expr) -> Option<(Constant, Type)> {
    match &expr.inner().kind {
        ast::ExprKind::Literal(literal) => Some(of_literal(literal)),
        ast::ExprKind::List(items) => {
            let mut ty = Type::Nothing;
            let mut values = Vec::new();
            for item in items {
                let (value, item) = constant(item)?;
                ty = ty.union(&item)?;
                values.push(value);
            }
            Some((Constant::List(values), Type::list(ty)))
        }
        _ => None,
    }
}

/// Data as JSON: dates and moments are texts there.
pub(super) fn json(data: &Data) -> Value {
    match &data.kind {
        DataKind::Literal(literal) => match literal {
            Literal::Text(text) => text.value.as_str().into(),
            Literal::Whole(number) => (*number).into(),
            Literal::Number(number) => (*number).into(),
            Literal::Boolean(truth) => (*truth).into(),
            Literal::Date(date) => date_text(*date).into(),
            Literal::DateTime(moment) => moment_text(moment).into(),
            Literal::Duration(duration) => {
                let unit = match duration.unit {
                    DurationUnit::Day => "days",
                    DurationUnit::Week => "weeks",
                    DurationUnit::Month => "months",
                    DurationUnit::Year => "years",
                };
                format!("{} {unit}", duration.count).into()
            }
        },
        DataKind::List(items) => items.iter().map(json).collect(),
        DataKind::Record(entries) => record(entries),
    }
}

pub(super) fn record(entries: &[ast::Entry]) -> Value {
    Value::Object(entries.iter().map(|entry| (entry.name.text.clone(), json(&entry.value))).collect::<Map<_, _>>())
}

fn date_text(date: ast::Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

fn moment_text(moment: &ast::DateTime) -> String {
    let ast::DateTime { date, hour, minute, second, nanosecond, offset_minutes } = *moment;
    let mut text = format!("{}T{hour:02}:{minute:02}:{second:02}", date_text(date));
    if nanosecond > 0 {
        text.push_str(format!(".{nanosecond:09}").trim_end_matches('0'));
    }
    if offset_minutes == 0 {
        return text + "Z";
    }
    let sign = if offset_minutes < 0 { '-' } else { '+' };
    let minutes = offset_minutes.unsigned_abs();
    format!("{text}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

impl Body<'_, '_> {
    /// Requires that the fields of written records are fields of their type. Values may be wrong: an example may show
    /// that.
    pub(super) fn known_fields(&mut self, data: &Data, ty: &Type) {
        let ty = self.written_out(data, ty);
        match (&data.kind, &ty) {
            (DataKind::List(items), Type::List(item)) => {
                for each in items {
                    self.known_fields(each, item);
                }
            }
            (DataKind::Record(entries), Type::Record(parts)) => {
                for entry in entries {
                    match self.environment().field(parts, &entry.name.text) {
                        Some(found) => self.known_fields(&entry.value, &found.ty),
                        None => drop(self.unknown_field::<()>(parts, &entry.name)),
                    }
                }
            }
            _ => {}
        }
    }

    /// Where a record is written out in the place of a reference to it, its own type.
    fn written_out(&self, data: &Data, ty: &Type) -> Type {
        match (&data.kind, ty) {
            (DataKind::Record(_), Type::Reference(collection)) => self.environment().record_type(*collection).clone(),
            _ => ty.clone(),
        }
    }

    /// Requires that words of closed lists are in them: a rule never sees a record with another one.
    pub(super) fn known_words(&mut self, data: &Data, ty: &Type, written: &str) {
        let ty = self.written_out(data, ty);
        match (&data.kind, &ty) {
            (DataKind::List(items), Type::List(item)) => {
                for each in items {
                    self.known_words(each, item, written);
                }
            }
            (DataKind::Record(entries), Type::Record(parts)) => {
                for entry in entries {
                    if let Some(found) = self.environment().field(parts, &entry.name.text) {
                        self.known_words(&entry.value, &found.ty, &format!("{written}.{}", entry.name.text));
                    }
                }
            }
            (DataKind::Literal(Literal::Text(text)), Type::OneOf(words)) => {
                self.word_of(words, &text.value, written, data.span);
            }
            _ => {}
        }
    }

    pub(super) fn unknown_entry(&mut self, name: &ast::Name, names: &[&str], what: &str) {
        let label = nearest(&name.text, names.iter().copied()).map_or_else(
            || format!("write one of {}", listed(names.iter().copied())),
            |near| format!("the nearest name is `{near}`"),
        );
        let message = format!("`{}` is no {what}", name.text);
        self.mistake::<()>(Code::ExampleName, name.span, message, label);
    }
}
