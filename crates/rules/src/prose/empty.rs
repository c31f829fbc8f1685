//! Lists that are not empty where a rule decides: `when` or the rest of a condition says so.

use super::{notes::empty_case, phrase::Writer, value::is_empty_list};
use crate::{
    Type,
    core::{Aggregate, Expr, ExprKind},
};

impl<'a> Writer<'a> {
    /// The note on a part of a condition that says that a list or a text is not empty: what its being empty means.
    pub(super) fn note_never_empty(&mut self, part: &'a Expr, what: &str) {
        let ExprKind::Not(inner) = &part.kind else { return };
        let ExprKind::IsEmpty(value) = &inner.kind else { return };
        let phrase = self.value(value);
        self.notes.add(format!("{}, {what}", empty_case(&phrase)));
        self.never_empty.push(without_fallback(value));
    }

    /// Whether a list has items wherever the rule decides.
    pub(super) fn is_never_empty(&self, list: &Expr) -> bool {
        let list = without_fallback(list);
        self.never_empty.iter().any(|known| is_same(known, list))
            || match &list.kind {
                ExprKind::List(items) => !items.is_empty(),
                ExprKind::Slot(slot) => {
                    let mut lets = self.rule.lets.iter();
                    lets.any(|(named, value)| named == slot && self.is_never_empty(value))
                }
                ExprKind::EachFollow { references: below, .. }
                | ExprKind::AggregateList { aggregate: Aggregate::Distinct | Aggregate::List, list: below } => {
                    self.is_never_empty(below)
                }
                ExprKind::EachField { records, name } => self.has_each(records, name) && self.is_never_empty(records),
                _ => false,
            }
    }

    /// Whether each record of a list has one value in a field.
    fn has_each(&self, records: &Expr, name: &str) -> bool {
        let Some(Type::Record(parts)) = records.ty.item() else { return false };
        let field = self.environment.field(parts, name);
        field.is_some_and(|field| !field.may_be_missing && !matches!(field.ty, Type::List(_) | Type::Anything))
    }
}

/// `actions otherwise []` without the `otherwise []`.
pub(super) fn without_fallback(list: &Expr) -> &Expr {
    match &list.kind {
        ExprKind::Otherwise { value, fallback } if is_empty_list(fallback) => value,
        _ => list,
    }
}

/// Whether two expressions read the same value of the data.
fn is_same(one: &Expr, other: &Expr) -> bool {
    match (&one.kind, &other.kind) {
        (ExprKind::Slot(one), ExprKind::Slot(other)) => one == other,
        (ExprKind::Collection(one), ExprKind::Collection(other)) => one == other,
        (ExprKind::Field { record: one, name }, ExprKind::Field { record: other, name: other_name })
        | (ExprKind::EachField { records: one, name }, ExprKind::EachField { records: other, name: other_name }) => {
            name == other_name && is_same(one, other)
        }
        (ExprKind::Follow { reference: one, .. }, ExprKind::Follow { reference: other, .. })
        | (ExprKind::EachFollow { references: one, .. }, ExprKind::EachFollow { references: other, .. }) => {
            is_same(one, other)
        }
        _ => false,
    }
}
