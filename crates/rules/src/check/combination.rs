//! What tells the combinations of a rule's `for` items apart in findings.

use std::sync::Arc;

use super::scope::Body;
use crate::{
    Type,
    core::{Expr, ExprKind, Loop, Slot},
};

impl Body<'_, '_> {
    /// What becomes [`Rule::combination`](crate::core::Rule::combination). `at` is what findings point at, if that is said.
    pub(super) fn combination(&self, over: &[Loop], at: Option<&Expr>, is_matrix: bool) -> Vec<(Arc<str>, Expr)> {
        let records: Vec<&Loop> = over.iter().filter(|each| matches!(item(each), Type::Record(_))).collect();
        // A place in the innermost record is one in those around it too.
        let nests = |pair: &[&Loop]| matches!(pair, [outer, inner] if stands_in(&inner.list, outer.slot));
        let innermost = records.last().map(|each| each.slot);
        let points_there = |at: &Expr| innermost.is_some_and(|slot| stands_in(at, slot));
        let is_placed = !is_matrix && at.is_none_or(points_there) && records.windows(2).all(nests);
        let told = over.iter().filter_map(|each| match item(each) {
            Type::Record(_) if is_placed => None,
            Type::Record(parts) => {
                let id = self.id_field(&parts)?;
                let ty = self.environment().field(&parts, &id)?.ty;
                let record = Expr { kind: ExprKind::Slot(each.slot), ty: Type::Record(parts), place: each.list.place };
                let name = format!("{}.{id}", self.slots[each.slot]);
                let kind = ExprKind::Field { record: Box::new(record), name: id.into() };
                Some((name.into(), Expr { kind, ty, place: each.list.place }))
            }
            Type::Anything | Type::Nothing | Type::List(_) => None,
            ty => {
                let kind = ExprKind::Slot(each.slot);
                Some((self.slots[each.slot].as_str().into(), Expr { kind, ty, place: each.list.place }))
            }
        });
        told.collect()
    }
}

fn item(each: &Loop) -> Type {
    each.list.ty.item().cloned().unwrap_or(Type::Anything)
}

/// Whether an expression is a variable, or a value in it.
fn stands_in(expr: &Expr, variable: Slot) -> bool {
    match &expr.kind {
        ExprKind::Slot(slot) => *slot == variable,
        ExprKind::Field { record: outer, .. }
        | ExprKind::EachField { records: outer, .. }
        | ExprKind::Otherwise { value: outer, .. } => stands_in(outer, variable),
        _ => false,
    }
}
