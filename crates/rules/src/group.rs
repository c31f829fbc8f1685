//! Where what is counted is known of each record by itself, but for a key: the count of a group.

use std::collections::BTreeSet;

use crate::{
    CollectionId, Type,
    core::{CompareOp, Expr, ExprKind, Group, GroupKey, Loop, Quantifier, Slot},
    join::{conjuncts, is_key, made_in},
};

/// The group by which what meets a condition is counted, and the values of the key that a count is looked up by;
/// nothing where the condition asks something else of what is counted and of what is known before.
///
/// What is counted belongs to the records of one collection, and is found by equalities and memberships with what is
/// known before; all other parts of the condition are about the record alone.
pub(crate) fn group(over: &[Loop], condition: Option<&Expr>) -> Option<(Group, Vec<Expr>)> {
    let (first, rest) = over.split_first()?;
    let mut made: BTreeSet<Slot> = over.iter().map(|each| each.slot).collect();
    condition.iter().for_each(|condition| made_in(condition, &mut made));
    let unused = made.last().map_or(0, |last| last + 1);
    let (collection, record, own) = match source(&first.list, unused)? {
        (collection, None) => (collection, first.slot, None),
        (collection, Some(list)) => (collection, unused, Some(Loop { list, ..first.clone() })),
    };
    let over = own.into_iter().chain(rest.iter().cloned());
    let mut gathering = Gathering {
        // What the record is made of, as far as it is bound; what is made within the condition is not known before
        // either.
        bound: BTreeSet::from([record]),
        made,
        group: Group { collection, record, over: Vec::new(), counted: 0, conditions: Vec::new(), key: Vec::new() },
        known: Vec::new(),
    };
    for each in over {
        gathering.go_through(each)?;
    }
    gathering.group.counted = gathering.group.over.len();
    for part in condition.into_iter().flat_map(conjuncts) {
        gathering.add(part)?;
    }
    // What must hold is asked before keys are taken, so that a condition can see to it that a key is there.
    Some((gathering.group, gathering.known))
}

/// The collection that a list is of; where the list is of what its records have, that list for one record, in a slot.
fn source(list: &Expr, record: Slot) -> Option<(CollectionId, Option<Expr>)> {
    match &list.kind {
        ExprKind::Collection(collection) => Some((*collection, None)),
        ExprKind::EachField { records, name } => {
            let (collection, below) = source(records, record)?;
            let of_one = || {
                let ty = records.ty.item().cloned().unwrap_or(Type::Anything);
                let only = Expr { kind: ExprKind::Slot(record), ty, place: records.place };
                Expr { kind: ExprKind::List(vec![only]), ..(**records).clone() }
            };
            let records = Box::new(below.unwrap_or_else(of_one));
            let own = Expr { kind: ExprKind::EachField { records, name: name.clone() }, ..list.clone() };
            Some((collection, Some(own)))
        }
        _ => None,
    }
}

struct Gathering {
    bound: BTreeSet<Slot>,
    made: BTreeSet<Slot>,
    group: Group,
    known: Vec<Expr>,
}

impl Gathering {
    fn go_through(&mut self, each: Loop) -> Option<()> {
        if !self.is_of_record(&each.list) {
            return None;
        }
        self.bound.insert(each.slot);
        self.group.over.push(each);
        Some(())
    }

    /// Takes a part of the condition into the group.
    fn add(&mut self, part: &Expr) -> Option<()> {
        if self.is_of_record(part) {
            self.group.conditions.push(part.clone());
            return Some(());
        }
        match &part.kind {
            ExprKind::Compare { op: CompareOp::Equal, left, right } => {
                let (item, known) = if self.is_of_record(left) { (left, right) } else { (right, left) };
                if !is_key(&item.ty) || !is_key(&known.ty) {
                    return None;
                }
                self.key(item, known, false)
            }
            ExprKind::In { item, list } => {
                let listed = list.ty.item()?;
                if !is_key(&item.ty) || !is_key(listed) {
                    return None;
                }
                self.key(list, item, true)
            }
            ExprKind::Quantifier { quantifier: Quantifier::Some, over, condition } => {
                self.go_through((**over).clone())?;
                conjuncts(condition).into_iter().try_for_each(|part| self.add(part))
            }
            _ => None,
        }
    }

    fn key(&mut self, own: &Expr, known: &Expr, each_item: bool) -> Option<()> {
        if !self.is_of_record(own) || known.reads(&|slot| self.made.contains(&slot)) {
            return None;
        }
        self.group.key.push(GroupKey { value: own.clone(), each_item });
        self.known.push(known.clone());
        Some(())
    }

    /// Whether an expression is about the record alone.
    fn is_of_record(&self, expr: &Expr) -> bool {
        let mut own = BTreeSet::new();
        made_in(expr, &mut own);
        is_local(expr) && !expr.reads(&|slot| !self.bound.contains(&slot) && !own.contains(&slot))
    }
}

/// Whether an expression can be worked out without any record but those in its variables.
pub(crate) fn is_local(expr: &Expr) -> bool {
    let mut local = !matches!(
        expr.kind,
        ExprKind::Collection(_)
            | ExprKind::Follow { .. }
            | ExprKind::EachFollow { .. }
            | ExprKind::Chain { .. }
            | ExprKind::Shared(_)
            | ExprKind::Counted { .. }
    );
    expr.each_child(&mut |child| local = local && is_local(child));
    local
}
