//! What happens where a list is empty, where something is missing, and where a reference leads nowhere.

use std::collections::HashSet;

use super::{
    Sentence,
    lists::the,
    phrase::{Phrase, Writer},
};
use crate::{
    Type,
    core::{Constant, Expr, ExprKind},
};

/// So many notes are of use to a reader.
const MOST: usize = 100;

/// Sentences, each once, in the order in which they came up.
#[derive(Debug, Default)]
pub(super) struct Notes {
    all: Vec<String>,
    known: HashSet<String>,
    /// Whether one of them says that the rule cannot tell.
    cannot_tell: bool,
}

impl Notes {
    pub(super) fn add(&mut self, text: String) {
        if self.all.len() < MOST && !self.known.contains(&text) {
            self.known.insert(text.clone());
            self.all.push(text);
        }
    }

    /// A case in which the rule cannot tell: `Where …`.
    pub(super) fn cannot_tell(&mut self, case: &str) {
        self.cannot_tell = true;
        self.add(format!("{case}, the rule cannot tell"));
    }

    pub(super) fn sentences(mut self) -> Vec<Sentence> {
        if self.cannot_tell {
            let known =
                "where the rest of the rule decides without what cannot be told, it passes or fails all the same";
            self.all.push(known.into());
        }
        self.all.into_iter().map(Sentence::new).collect()
    }
}

impl Writer<'_> {
    /// The note on an empty list: what its being empty means, where the rule applies then.
    pub(super) fn note_empty(&mut self, list: &Expr, phrase: &Phrase, what: &str) {
        if !self.is_never_empty(list) {
            self.note_where_empty(phrase, what);
        }
    }

    /// The same of a list that may be empty.
    pub(super) fn note_where_empty(&mut self, list: &Phrase, what: &str) {
        let case = empty_case(list);
        if what == CANNOT_TELL {
            self.notes.cannot_tell(&case);
        } else {
            self.notes.add(format!("{case}, {what}"));
        }
    }

    pub(super) fn note_follow(&mut self, reference: &Expr) {
        let path = self.path(reference);
        let case = match &reference.ty {
            Type::List(_) => format!("where one of {path} names no valid record of the data"),
            _ => format!("where {path} names no valid record of the data"),
        };
        self.notes.cannot_tell(&case);
    }

    pub(super) fn note_chain(&mut self, record: &Expr, field: &str) {
        let from = self.path(record);
        self.notes.cannot_tell(&format!("where `{field}`, followed from {from}, names no valid record of the data"));
    }

    /// The note on records of a list that do not have a field.
    pub(super) fn note_left_out(&mut self, record: &Type, name: &str, owner: &Phrase) {
        let Type::Record(parts) = record else { return };
        if self.environment.field(parts, name).is_some_and(|field| field.may_be_missing) {
            let owner = the(&owner.text);
            self.notes.add(format!("those of {owner} that have no `{name}` are left out there"));
        }
    }

    pub(super) fn note_anything(&mut self, expr: &Expr) {
        if matches!(expr.kind, ExprKind::Field { .. } | ExprKind::EachField { .. }) {
            let path = self.path(expr);
            self.notes.cannot_tell(&format!(
                "the schema does not say what {path} is: where it is not what is asked for here"
            ));
        }
    }

    pub(super) fn note_division(&mut self, divisor: &Expr, phrase: &str) {
        let is_number = |value: &Constant| match value {
            Constant::Whole(number) => *number != 0,
            Constant::Number(number) => *number != 0.0,
            _ => false,
        };
        if !matches!(&divisor.kind, ExprKind::Constant(value) if is_number(value)) {
            self.notes.cannot_tell(&format!("where {phrase} is 0"));
        }
    }
}

/// `Where … are empty`
pub(super) fn empty_case(list: &Phrase) -> String {
    let text = list.text.strip_prefix(DIFFERENT).unwrap_or(&list.text);
    match text.strip_prefix("all ") {
        Some(records) => format!("where the data has no {records}"),
        None => format!("where {text} {} empty", list.is()),
    }
}

/// How the different ones of a list are called.
pub(super) const DIFFERENT: &str = "the different ones among ";

/// What an empty list means where there is no value then.
pub(super) const CANNOT_TELL: &str = "the rule cannot tell";
