//! What goes through lists, in words, with what an empty list means.

use super::{
    Sentence,
    condition::Said,
    notes::{CANNOT_TELL, DIFFERENT},
    phrase::{Number, Phrase, Writer},
    words,
};
use crate::{
    Type,
    core::{Aggregate, Expr, ExprKind, Loop, Quantifier, Slot},
};

impl<'a> Writer<'a> {
    pub(super) fn quantifier(
        &mut self,
        quantifier: Quantifier,
        over: &'a Loop,
        condition: &'a Expr,
        said: Said,
    ) -> Sentence {
        let outer = std::mem::take(&mut self.attached);
        let list = self.value(&over.list);
        let attached = std::mem::replace(&mut self.attached, outer);
        let called = self.enter(over).map(|name| format!(", called {name},")).unwrap_or_default();
        let (text, empty) = match (quantifier, said) {
            (Quantifier::Every, Said::AsItIs) => {
                let lead = match called.strip_suffix(',') {
                    Some(called) => format!("for each of {}{called}", list.text),
                    None => format!("for each of {}", list.text),
                };
                (lead, "what is asked of each of them holds")
            }
            (Quantifier::Every, Said::Opposite) => (
                format!("among {} there is at least one{called} for which this does not hold", list.text),
                "there is no such one, and this does not hold",
            ),
            (Quantifier::Some, Said::AsItIs) | (Quantifier::No, Said::Opposite) => (
                format!("among {} there is at least one{called} for which", list.text),
                "there is no such one, and this does not hold",
            ),
            (Quantifier::No, Said::AsItIs) | (Quantifier::Some, Said::Opposite) => {
                (format!("among {} there is none{called} for which", list.text), "there is no such one, and this holds")
            }
        };
        self.note_empty(&over.list, &list, empty);
        let mut items = self.within(over.slot, |writer| writer.items(condition));
        items.extend(attached);
        Sentence::with(text, items)
    }

    /// Runs `inner` where a variable is what sentences are about.
    fn within<T>(&mut self, slot: Slot, inner: impl FnOnce(&mut Self) -> T) -> T {
        let before = (self.subject.replace(slot), self.it.take());
        let result = inner(self);
        (self.subject, self.it) = before;
        result
    }

    pub(super) fn aggregate_list(&mut self, aggregate: Aggregate, list: &'a Expr) -> Phrase {
        let item = list.ty.item().cloned().unwrap_or(Type::Anything);
        let phrase = self.value(list);
        if !self.is_never_empty(list) {
            self.note_aggregate(aggregate, &phrase, &item);
        }
        match aggregate {
            Aggregate::Count => Phrase::one(format!("the number of {}", phrase.text)),
            Aggregate::Distinct => Phrase::many(format!("{DIFFERENT}{}", phrase.text)),
            Aggregate::List => phrase,
            _ => Phrase::one(format!("{} of {}", which(aggregate, &item), phrase.text)),
        }
    }

    pub(super) fn aggregate_each(
        &mut self,
        aggregate: Aggregate,
        value: Option<&'a Expr>,
        over: &'a [Loop],
        condition: Option<&'a Expr>,
    ) -> Phrase {
        let mut lists = Vec::new();
        for each in over {
            let list = self.value(&each.list);
            let called = self.enter(each).map(|name| format!(", called {name},")).unwrap_or_default();
            lists.push((list, called));
        }
        let counted = Phrase::many(lists.iter().map(|(list, _)| list.text.clone()).collect::<Vec<_>>().join(" and "));
        let item = value.map_or(Type::Whole, |value| value.ty.clone());
        match condition {
            None if over.iter().all(|each| self.is_never_empty(&each.list)) => {}
            None => self.note_aggregate(aggregate, &counted, &item),
            Some(_) => self.note_such(aggregate, &counted, &item),
        }
        let subject = over.last().map_or(0, |each| each.slot);
        let condition = condition.map(|condition| self.within(subject, |writer| writer.in_line(condition)));
        let which = condition.as_ref().map(|condition| format!(" for which {condition}")).unwrap_or_default();
        let [(list, called)] = lists.as_slice() else {
            let pairs: Vec<String> =
                lists.iter().map(|(list, called)| format!("one of {}{called}", the(&list.text))).collect();
            let pairs = format!("{}{which}", words::joined(&pairs, "and").trim_end_matches(','));
            let what = match value {
                None => return Phrase::one(format!("the number of ways to take {pairs}")),
                Some(value) => self.operand(value).text,
            };
            return aggregated(aggregate, &item, format!("{what} for each way to take {pairs}"));
        };
        let some = match &condition {
            None => list.text.clone(),
            Some(_) => format!("{}{called}{which}", list.text.strip_prefix("all ").unwrap_or(&list.text)),
        };
        let Some(value) = value else { return Phrase::one(format!("the number of {some}")) };
        let those = if condition.is_some() { format!("those {}", of_those(&some)) } else { some.clone() };
        // Where what is taken is a field, the list says it: `the goals of the alignments`.
        if let Some(taken) = self.taken(value, subject, &Phrase::many(those)) {
            return aggregated(aggregate, &item, taken.text);
        }
        let taken = self.operand(value).text;
        aggregated(aggregate, &item, format!("{taken} for each of {some}"))
    }

    /// A variable or fields from there, said of all that it goes through.
    fn taken(&mut self, expr: &Expr, slot: Slot, all: &Phrase) -> Option<Phrase> {
        match &expr.kind {
            ExprKind::Slot(own) => (*own == slot).then(|| all.clone()),
            ExprKind::Follow { reference, .. } => {
                let phrase = self.taken(reference, slot, all)?;
                self.note_follow(reference);
                Some(phrase)
            }
            ExprKind::Field { record, name } => {
                let owner = self.taken(record, slot, all)?;
                Some(Phrase { number: Number::Many, ..self.field_of(&owner, &record.ty, name, &expr.ty) })
            }
            _ => None,
        }
    }

    fn note_aggregate(&mut self, aggregate: Aggregate, list: &Phrase, item: &Type) {
        if let Some(what) = when_empty(aggregate, item) {
            self.note_where_empty(list, &what);
        }
    }

    /// The same where only some of a list count.
    fn note_such(&mut self, aggregate: Aggregate, list: &Phrase, item: &Type) {
        let Some(what) = when_empty(aggregate, item) else { return };
        let list = the(&list.text);
        let case = format!("where there is no such one among {list}");
        if what == CANNOT_TELL {
            self.notes.cannot_tell(&case);
        } else {
            self.notes.add(format!("{case}, {what}"));
        }
    }
}

/// `all loans` → `the loans`
pub(super) fn the(list: &str) -> String {
    list.strip_prefix("all ").map_or(list.to_owned(), |all| format!("the {all}"))
}

/// `those of the items`, `those loans`
fn of_those(some: &str) -> String {
    if some.starts_with("the ") || some.starts_with('`') { format!("of {some}") } else { some.to_owned() }
}

fn aggregated(aggregate: Aggregate, item: &Type, of: String) -> Phrase {
    match aggregate {
        Aggregate::List => Phrase::many(of),
        Aggregate::Distinct => Phrase::many(format!("{DIFFERENT}{of}")),
        Aggregate::Count => Phrase::one(format!("the number of {of}")),
        _ => Phrase::one(format!("{} of {of}", which(aggregate, item))),
    }
}

/// What an aggregate makes of an empty list, if that is to be said.
fn when_empty(aggregate: Aggregate, item: &Type) -> Option<String> {
    match aggregate {
        Aggregate::Count => Some("the number is 0".into()),
        Aggregate::Sum => Some("the sum is 0".into()),
        Aggregate::Min | Aggregate::Max | Aggregate::Average if *item != Type::Nothing => Some(CANNOT_TELL.into()),
        _ => None,
    }
}

fn which(aggregate: Aggregate, item: &Type) -> &'static str {
    match (aggregate, item) {
        (Aggregate::Sum, _) => "the sum",
        (Aggregate::Average, _) => "the average",
        (Aggregate::Min, Type::Date | Type::DateTime) => "the earliest",
        (Aggregate::Max, Type::Date | Type::DateTime) => "the latest",
        (Aggregate::Min, Type::Duration) => "the shortest",
        (Aggregate::Max, Type::Duration) => "the longest",
        (Aggregate::Min, ty) if ty.is_textual() => "the first in the order of letters",
        (_, ty) if ty.is_textual() => "the last in the order of letters",
        (Aggregate::Min, _) => "the least",
        _ => "the greatest",
    }
}
