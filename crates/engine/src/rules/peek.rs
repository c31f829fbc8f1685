//! What most conditions ask, answered from the nodes of a record without making values of them.
//!
//! Each answer here is the one that [`Evaluator::truth`] gives. Where the data is not as its schema says, where
//! something is missing that is needed, and for all that is asked seldom, there is none, and the question goes that
//! way.

use accordance_document::{Value as Node, ValueKind};
use accordance_rules::{
    Type,
    core::{Access, CompareOp, Constant, Expr, ExprKind, Loop, Quantifier, Slot},
};

use super::{
    evaluate::Evaluator,
    frame::Frame,
    value::{Place, Value},
    work::Work,
};

impl<'d> Evaluator<'d> {
    /// Whether a condition holds, where that can be seen at once.
    #[inline]
    pub(crate) fn seen(&self, expr: &'d Expr, frame: &mut Frame<'d>) -> Option<bool> {
        match &expr.kind {
            ExprKind::Compare { op: op @ (CompareOp::Equal | CompareOp::NotEqual), left, right } => {
                let (one, two) = (text(left, frame)?, text(right, frame)?);
                let (is_equal, length) = (one == two, one.len());
                frame.spend(of_text(length), self);
                Some(is_equal == (*op == CompareOp::Equal))
            }
            ExprKind::IsPresent(value) => match &value.kind {
                ExprKind::Field { record, name } => {
                    let record = node(record, frame).filter(|node| node.kind() == ValueKind::Object)?;
                    Some(record.get(name).is_some_and(|member| !member.is_null()))
                }
                _ => None,
            },
            ExprKind::IsEmpty(value) => {
                let Type::List(_) = value.ty else { return None };
                let list = node(value, frame).filter(|node| node.kind() == ValueKind::Array)?;
                Some(list.items().all(Node::is_null))
            }
            ExprKind::Matches { text: of, pattern } => {
                let text = text(of, frame)?;
                let (is_match, length) = (self.ready.pattern(pattern)?.is_match(text), text.len());
                frame.spend(of_text(length), self);
                Some(is_match)
            }
            ExprKind::In { item, list } => {
                let item = text(item, frame)?;
                if !is_texts(&list.ty) {
                    return None;
                }
                let list = node(list, frame).filter(|node| node.kind() == ValueKind::Array)?;
                let mut is_there = false;
                for each in list.items() {
                    is_there |= each.as_str()? == item;
                }
                frame.spend(list.len().unwrap_or(0) as u64, self);
                Some(is_there)
            }
            ExprKind::Quantifier { quantifier, over, condition } => {
                self.is_equal_to_any(over, condition, frame).map(|found| match quantifier {
                    Quantifier::Some => Some(found),
                    Quantifier::No => Some(!found),
                    Quantifier::Every => None,
                })?
            }
            _ => None,
        }
    }

    /// Whether a text of an item of a list of the data is equal to another text.
    fn is_equal_to_any(&self, over: &'d Loop, condition: &'d Expr, frame: &mut Frame<'d>) -> Option<bool> {
        let ExprKind::Compare { op: CompareOp::Equal, left, right } = &condition.kind else { return None };
        if over.access != Access::Scan {
            return None;
        }
        let list = node(&over.list, frame).filter(|node| node.kind() == ValueKind::Array)?;
        let (name, other) = match (member_of(left, over.slot), member_of(right, over.slot)) {
            (Some(name), None) => (name, right),
            (None, Some(name)) => (name, left),
            _ => return None,
        };
        if reads(other, over.slot) {
            return None;
        }
        let wanted = text(other, frame)?;
        let mut is_there = false;
        for item in list.items() {
            is_there |= item.get(name)?.as_str()? == wanted;
        }
        frame.spend(list.len().unwrap_or(0) as u64, self);
        Some(is_there)
    }
}

/// The steps that a text of so many bytes takes.
pub(crate) fn of_text(length: usize) -> u64 {
    let mut work = Work::default();
    work.bytes(length);
    work.steps()
}

/// The name of the field, where a text is a field of a variable.
fn member_of(expr: &Expr, slot: Slot) -> Option<&str> {
    match &expr.kind {
        ExprKind::Field { record, name }
            if is_text(&expr.ty) && matches!(record.kind, ExprKind::Slot(own) if own == slot) =>
        {
            Some(name)
        }
        _ => None,
    }
}

fn reads(expr: &Expr, slot: Slot) -> bool {
    match &expr.kind {
        ExprKind::Constant(_) => false,
        ExprKind::Slot(own) => *own == slot,
        ExprKind::Field { record, .. } => reads(record, slot),
        _ => true,
    }
}

pub(crate) fn is_text(ty: &Type) -> bool {
    matches!(ty, Type::Text | Type::OneOf(_) | Type::Id(_) | Type::Reference(_))
}

pub(crate) fn is_texts(ty: &Type) -> bool {
    matches!(ty, Type::List(item) if is_text(item))
}

/// The text that an expression gives, where it is one of the data or of the rule.
pub(crate) fn text<'f, 'd: 'f>(expr: &'d Expr, frame: &'f Frame<'d>) -> Option<&'f str> {
    if !is_text(&expr.ty) {
        return None;
    }
    match &expr.kind {
        ExprKind::Constant(Constant::Text(text)) => Some(text),
        ExprKind::Slot(slot) => match frame.get(*slot)? {
            Ok(Value::Text(text)) => Some(text),
            _ => None,
        },
        ExprKind::Field { .. } => node(expr, frame)?.as_str(),
        _ => None,
    }
}

/// What stands in the data where an expression leads by fields from a variable, if anything does.
#[inline]
pub(crate) fn node<'d>(expr: &'d Expr, frame: &Frame<'d>) -> Option<Node<'d>> {
    place(expr, frame).map(|place| place.node)
}

/// The same with the record that it is in.
#[inline]
pub(crate) fn place<'d>(expr: &'d Expr, frame: &Frame<'d>) -> Option<Place<'d>> {
    match &expr.kind {
        ExprKind::Slot(slot) => match frame.get(*slot)? {
            Ok(Value::Record(place) | Value::Items(place, _)) => Some(*place),
            _ => None,
        },
        ExprKind::Field { record, name } => {
            let record = place(record, frame)?;
            let node = record.node.get(name).filter(|node| !node.is_null())?;
            Some(Place { node, ..record })
        }
        _ => None,
    }
}
