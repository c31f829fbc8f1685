//! Where an equality joins what is gone through with what is known before: the key of an index.

use crate::core::{CompareOp, Expr, ExprKind, Slot};

/// `inner = outer`: `inner` reads one variable only, `outer` does not read it.
#[derive(Clone, Copy, Debug)]
pub struct JoinKey<'e> {
    /// What the index is built on.
    pub inner: &'e Expr,
    /// What is looked up.
    pub outer: &'e Expr,
}

/// The parts of a condition that must all hold.
pub fn conjuncts(condition: &Expr) -> Vec<&Expr> {
    match &condition.kind {
        ExprKind::And(all) => all.iter().flat_map(conjuncts).collect(),
        _ => vec![condition],
    }
}

/// The equalities of a condition by which the items of `slot` can be looked up.
///
/// The inner side reads no variable but `slot`, so that the index is the same for all that is looked up.
pub fn keys(condition: &Expr, slot: Slot) -> Vec<JoinKey<'_>> {
    let mut keys = Vec::new();
    for part in conjuncts(condition) {
        if let ExprKind::Compare { op: CompareOp::Equal, left, right } = &part.kind {
            let reads = |expr: &Expr| expr.reads(&|read| read == slot);
            let reads_others = |expr: &Expr| expr.reads(&|read| read != slot);
            for (inner, outer) in [(left, right), (right, left)] {
                if reads(inner) && !reads_others(inner) && !reads(outer) && is_plain(inner) {
                    keys.push(JoinKey { inner, outer });
                    break;
                }
            }
        }
    }
    keys
}

/// Whether a condition has such an equality with something that changes from one look-up to the next, or with a constant.
pub(crate) fn has_key(condition: &Expr, slot: Slot) -> bool {
    !keys(condition, slot).is_empty()
}

/// Whether an expression is fields of a variable: cheap to work out for each item, and without variables of its own.
fn is_plain(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Slot(_) => true,
        ExprKind::Field { record, .. } => is_plain(record),
        ExprKind::Follow { reference, .. } => is_plain(reference),
        _ => false,
    }
}
