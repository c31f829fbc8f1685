//! Where an equality or a membership joins what is gone through with what is known before: the key of an index.

use std::collections::BTreeSet;

use crate::{
    Type,
    core::{Access, Aggregate, CompareOp, Expr, ExprKind, Loop, Quantifier, Slot},
};

/// What a condition says of an item where a join does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Without {
    /// The condition is false: `some`, `no`, `where`, `when`.
    False,
    /// The condition is true: `every`.
    True,
}

/// How the items of a list that matter can be found.
#[derive(Clone, Debug, PartialEq)]
pub enum Join {
    /// By the equality of each of these pairs: of the item, and of what is known before.
    Values(Vec<(ItemKey, Expr)>),
    /// An item has a list (first), and what is known before (second) is looked for in it.
    Holds(ItemKey, Expr),
    /// An item (first) is looked for in a list that is known before (second).
    IsIn(ItemKey, Expr),
}

/// What an item is found by.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemKey {
    /// The value of the item.
    pub value: Expr,
    /// Whether the condition asks that it is there, so that an item without it does not matter.
    pub asked_for: bool,
}

/// One equality or membership.
enum Found {
    Equal(ItemKey, Expr),
    Holds(ItemKey, Expr),
    IsIn(ItemKey, Expr),
}

/// The join by which the items of the first of `loops` can be found, where a condition over all of them has one.
///
/// The side of the item reads no variable but those of the loops, so that the index is the same for all that is looked
/// up; the other side reads none that is made in the loops or in the condition.
pub fn join(loops: &[Loop], condition: &Expr, without: Without) -> Option<Join> {
    let first = loops.first()?;
    let mut made: BTreeSet<Slot> = loops.iter().map(|each| each.slot).collect();
    made_in(condition, &mut made);
    let search = Search { first: first.slot, made };
    let mut found = Vec::new();
    search.look(condition, without, loops, &[], &mut found);
    let mut values = Vec::new();
    let mut other = None;
    for each in found {
        match each {
            Found::Equal(item, known) => values.push((item, known)),
            Found::Holds(item, known) => other = other.or(Some(Join::Holds(item, known))),
            Found::IsIn(item, known) => other = other.or(Some(Join::IsIn(item, known))),
        }
    }
    if values.is_empty() { other } else { Some(Join::Values(values)) }
}

/// The first of several loops, and those that follow as long as they go through what belongs to it.
pub(crate) fn chain(loops: &[Loop]) -> &[Loop] {
    let mut slots: Vec<Slot> = loops.iter().take(1).map(|each| each.slot).collect();
    let mut length = 1;
    for each in loops.iter().skip(1) {
        if each.list.reads(&|slot| !slots.contains(&slot)) || !each.list.reads(&|slot| slots.contains(&slot)) {
            break;
        }
        slots.push(each.slot);
        length += 1;
    }
    &loops[..length.min(loops.len())]
}

/// The parts of a condition that must all hold.
pub fn conjuncts(condition: &Expr) -> Vec<&Expr> {
    match &condition.kind {
        ExprKind::And(all) => all.iter().flat_map(conjuncts).collect(),
        _ => vec![condition],
    }
}

/// Adds the variables that are made in an expression.
pub(crate) fn made_in(expr: &Expr, made: &mut BTreeSet<Slot>) {
    match &expr.kind {
        ExprKind::Quantifier { over, .. } => {
            made.insert(over.slot);
        }
        ExprKind::AggregateEach { over, .. } => made.extend(over.iter().map(|each| each.slot)),
        ExprKind::With { slot, .. } => {
            made.insert(*slot);
        }
        _ => {}
    }
    expr.each_child(&mut |child| made_in(child, made));
}

struct Search {
    /// The variable that is looked up.
    first: Slot,
    /// The variables that are not there yet when it is looked up.
    made: BTreeSet<Slot>,
}

impl Search {
    /// Gathers what must hold (or must not, where the condition is to be false) of an item that matters.
    ///
    /// `there` are the values that the condition asks to be there.
    fn look<'e>(
        &self,
        condition: &'e Expr,
        without: Without,
        chain: &[Loop],
        there: &[&'e Expr],
        found: &mut Vec<Found>,
    ) {
        match (&condition.kind, without) {
            (ExprKind::And(all), Without::False) | (ExprKind::Or(all), Without::True) => {
                let there: Vec<&Expr> =
                    there.iter().copied().chain(all.iter().filter_map(|one| asked(one, without))).collect();
                all.iter().for_each(|one| self.look(one, without, chain, &there, found));
            }
            (ExprKind::Not(inner), _) => self.look(inner, without.other(), chain, there, found),
            (ExprKind::Implies(left, right), Without::True) => {
                self.look(left, Without::False, chain, there, found);
                self.look(right, Without::True, chain, there, found);
            }
            (ExprKind::Compare { op: CompareOp::Equal, left, right }, Without::False)
            | (ExprKind::Compare { op: CompareOp::NotEqual, left, right }, Without::True) => {
                found.extend(
                    self.equality(left, right, chain, there).or_else(|| self.equality(right, left, chain, there)),
                );
            }
            (ExprKind::In { item, list }, Without::False) => {
                let (item_type, list_type) = (&item.ty, list.ty.item());
                if !list_type.is_some_and(|list_type| is_key(item_type) && is_key(list_type)) {
                    return;
                }
                if is_of_item(list, chain) && self.is_known(item) {
                    found.push(Found::Holds(self.listed(list, chain, there, true), (**item).clone()));
                } else if is_of_item(item, chain) && self.is_known(list) && chain.len() == 1 {
                    let item = ItemKey { value: (**item).clone(), asked_for: is_there(item, there) };
                    found.push(Found::IsIn(item, (**list).clone()));
                }
            }
            (ExprKind::Quantifier { quantifier, over, condition }, _) => {
                let inner = match (quantifier, without) {
                    (Quantifier::Some, Without::False) | (Quantifier::No, Without::True) => Without::False,
                    (Quantifier::Every, Without::True) => Without::True,
                    _ => return,
                };
                let mut longer = chain.to_vec();
                longer.push((**over).clone());
                if is_of_item(&over.list, chain) {
                    self.look(condition, inner, &longer, there, found);
                }
            }
            _ => {}
        }
    }

    fn equality(&self, item: &Expr, known: &Expr, chain: &[Loop], there: &[&Expr]) -> Option<Found> {
        let fits = is_key(&item.ty) && is_key(&known.ty);
        if !fits || !is_of_item(item, chain) || !self.is_known(known) {
            return None;
        }
        Some(if chain.len() == 1 || !item.reads(&|slot| slot != self.first) {
            Found::Equal(ItemKey { value: item.clone(), asked_for: is_there(item, there) }, known.clone())
        } else {
            Found::Holds(self.listed(item, chain, there, false), known.clone())
        })
    }

    fn is_known(&self, expr: &Expr) -> bool {
        !expr.reads(&|slot| self.made.contains(&slot))
    }

    /// The values of `item` for all that the chain goes through from its first variable on, as one list.
    fn listed(&self, item: &Expr, chain: &[Loop], there: &[&Expr], is_list: bool) -> ItemKey {
        let over = &chain[1..];
        if over.is_empty() {
            return ItemKey { value: item.clone(), asked_for: is_there(item, there) };
        }
        // Where it is asked to be there, what lacks it has no part in the list.
        let condition = is_there(item, there).then(|| {
            let kind = ExprKind::IsPresent(Box::new(item.clone()));
            Box::new(Expr { kind, ty: Type::Boolean, place: item.place })
        });
        let mut over = over.to_vec();
        let mut value = item.clone();
        if is_list {
            // A list for each: gone through by a variable of its own, which no other expression has.
            let slot = item_slot(&self.made, chain);
            let ty = item.ty.item().cloned().unwrap_or(Type::Anything);
            let list = match condition {
                Some(_) => or_empty(item),
                None => item.clone(),
            };
            over.push(Loop { slot, list, access: Access::Scan });
            value = Expr { kind: ExprKind::Slot(slot), ty, place: item.place };
        }
        let ty = Type::list(value.ty.clone());
        let kind =
            ExprKind::AggregateEach { aggregate: Aggregate::List, value: Some(Box::new(value)), over, condition };
        ItemKey { value: Expr { kind, ty, place: item.place }, asked_for: false }
    }
}

fn item_slot(made: &BTreeSet<Slot>, chain: &[Loop]) -> Slot {
    let last = chain.iter().map(|each| each.slot).chain(made.iter().copied()).max().unwrap_or(0);
    last + 1
}

impl Without {
    const fn other(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::True => Self::False,
        }
    }
}

/// What a part of a condition asks to be there.
fn asked(part: &Expr, without: Without) -> Option<&Expr> {
    match (&part.kind, without) {
        (ExprKind::IsPresent(value), Without::False) => Some(value),
        (ExprKind::Not(inner), Without::True) => match &inner.kind {
            ExprKind::IsPresent(value) => Some(value),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a value is among those that are asked to be there, or on the way to one.
fn is_there(value: &Expr, there: &[&Expr]) -> bool {
    let is_on_the_way = |asked: &Expr| {
        let mut here = Some(asked);
        while let Some(step) = here {
            if is_same(value, step) {
                return true;
            }
            here = before(step);
        }
        false
    };
    there.iter().any(|asked| is_on_the_way(asked))
}

/// What a value of the data is read from.
fn before(value: &Expr) -> Option<&Expr> {
    match &value.kind {
        ExprKind::Field { record: before, .. } | ExprKind::Follow { reference: before, .. } => Some(before),
        _ => None,
    }
}

/// Whether two expressions read the same value of the data.
fn is_same(one: &Expr, two: &Expr) -> bool {
    let ends = match (&one.kind, &two.kind) {
        (ExprKind::Slot(one), ExprKind::Slot(two)) => return one == two,
        (ExprKind::Field { name: one, .. }, ExprKind::Field { name: two, .. }) => one == two,
        (ExprKind::Follow { collection: one, .. }, ExprKind::Follow { collection: two, .. }) => one == two,
        _ => false,
    };
    ends && before(one).zip(before(two)).is_some_and(|(one, two)| is_same(one, two))
}

/// A list, or the empty one where it is not there.
fn or_empty(list: &Expr) -> Expr {
    let empty = Expr { kind: ExprKind::List(Vec::new()), ..list.clone() };
    let kind = ExprKind::Otherwise { value: Box::new(list.clone()), fallback: Box::new(empty) };
    Expr { kind, ..list.clone() }
}

/// Whether an expression reads variables of the chain, and no others.
fn is_of_item(expr: &Expr, chain: &[Loop]) -> bool {
    let in_chain = |slot: Slot| chain.iter().any(|each| each.slot == slot);
    expr.reads(&in_chain) && !expr.reads(&|slot| !in_chain(slot)) && is_plain(expr)
}

/// Whether values of a type can be looked up.
pub(crate) fn is_key(ty: &Type) -> bool {
    ty.is_textual() || ty.is_numeric() || matches!(ty, Type::Date | Type::Boolean)
}

/// Whether an expression is cheap to work out for each item, and makes no variables of its own.
fn is_plain(expr: &Expr) -> bool {
    let mut plain = !matches!(
        expr.kind,
        ExprKind::Quantifier { .. }
            | ExprKind::AggregateEach { .. }
            | ExprKind::With { .. }
            | ExprKind::Chain { .. }
            | ExprKind::Collection(_)
    );
    expr.each_child(&mut |child| plain = plain && is_plain(child));
    plain
}
