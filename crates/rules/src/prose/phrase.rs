//! What is known while a rule is put into words: what its variables are called, and what there is to explain later.

use std::collections::{BTreeSet, HashMap};

use accordance_syntax::ast;

use super::{Sentence, definition::Defined, definition::calls, notes::Notes, words};
use crate::{
    Environment, Place, Sources, Type,
    core::{Constant, Expr, ExprKind, Loop, Program, Rule, Slot},
    schema::{singular, spaced},
};

/// Expressions in expressions are put into words so far; what is deeper is shown as it is written.
const DEEPEST: usize = 100;

/// What a value is called in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) text: String,
    pub(super) number: Number,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    One,
    Many,
}

impl Phrase {
    pub(super) fn one(text: impl Into<String>) -> Self {
        Self { text: text.into(), number: Number::One }
    }

    pub(super) fn many(text: impl Into<String>) -> Self {
        Self { text: text.into(), number: Number::Many }
    }

    /// The verb that goes with it.
    pub(super) fn verb(&self, one: &'static str, many: &'static str) -> &'static str {
        match self.number {
            Number::One => one,
            Number::Many => many,
        }
    }

    pub(super) fn is(&self) -> &'static str {
        self.verb("is", "are")
    }
}

/// What the arguments of a definition stand for, by name.
pub(super) type Arguments = Vec<(String, Phrase, Type)>;

/// Puts one rule into words.
pub(super) struct Writer<'a> {
    pub(super) rule: &'a Rule,
    pub(super) program: &'a Program,
    pub(super) environment: &'a Environment,
    pub(super) sources: &'a Sources,
    /// What a run gives parameters, by their numbers.
    pub(super) given: &'a [(usize, Constant)],
    /// The places where definitions are used, and how.
    pub(super) calls: HashMap<Place, (&'a ast::Name, &'a [ast::Argument])>,
    /// What variables are called.
    slots: HashMap<Slot, (Phrase, Type)>,
    /// What the arguments of the definition that is being explained stand for.
    pub(super) arguments: Arguments,
    /// The variable that a sentence may call `it`, until something else was named.
    pub(super) it: Option<Slot>,
    /// The variable of the innermost quantifier.
    pub(super) subject: Option<Slot>,
    pub(super) notes: Notes,
    /// What is not empty wherever the rule decides.
    pub(super) never_empty: Vec<&'a Expr>,
    /// Definitions to be explained, each once.
    pub(super) defined: Vec<Defined<'a>>,
    /// Parameters to be explained.
    pub(super) parameters: BTreeSet<usize>,
    /// Conditions that are too long for the sentence that they belong to.
    pub(super) attached: Vec<Sentence>,
    depth: usize,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        rule: &'a Rule,
        program: &'a Program,
        environment: &'a Environment,
        sources: &'a Sources,
        given: &'a [(usize, Constant)],
    ) -> Self {
        Self {
            rule,
            program,
            environment,
            sources,
            given,
            calls: calls(sources),
            slots: HashMap::new(),
            arguments: Vec::new(),
            it: None,
            subject: None,
            notes: Notes::default(),
            never_empty: Vec::new(),
            defined: Vec::new(),
            parameters: BTreeSet::new(),
            attached: Vec::new(),
            depth: 0,
        }
    }

    /// A stretch of the rule file as it is written.
    pub(super) fn written(&self, place: Place) -> String {
        format!("`{}`", self.sources.shown(place))
    }

    /// Runs `inner` one level deeper; nothing where that is too deep.
    pub(super) fn deeper<T>(&mut self, inner: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= DEEPEST {
            return None;
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        Some(result)
    }

    pub(super) fn slot(&self, slot: Slot) -> Phrase {
        match self.slots.get(&slot) {
            Some((phrase, _)) => phrase.clone(),
            None => Phrase::one(format!("`{}`", self.slot_name(slot))),
        }
    }

    pub(super) fn slot_name(&self, slot: Slot) -> &'a str {
        self.rule.slots.get(slot).map_or("", String::as_str)
    }

    pub(super) fn call_slot(&mut self, slot: Slot, phrase: Phrase, ty: Type) {
        self.slots.insert(slot, (phrase, ty));
    }

    /// What a name of the rule file is called, and its type.
    pub(super) fn named(&self, name: &str) -> Option<(Phrase, Type)> {
        if let Some((_, phrase, ty)) = self.arguments.iter().find(|(known, ..)| known == name) {
            return Some((phrase.clone(), ty.clone()));
        }
        let slot = self.slots.keys().copied().filter(|slot| self.slot_name(*slot) == name).max()?;
        self.slots.get(&slot).cloned()
    }

    /// Makes the variable of a loop known. Says how it is called, if that is not what its list says already.
    pub(super) fn enter(&mut self, over: &Loop) -> Option<String> {
        let name = spaced(self.slot_name(over.slot));
        let item = over.list.ty.item().cloned().unwrap_or(Type::Anything);
        let nouns = self.nouns(&over.list, &item);
        let is_noun = nouns.iter().any(|noun| *noun == name || noun.ends_with(&format!(" {name}")));
        if is_noun {
            self.call_slot(over.slot, Phrase::one(format!("the {name}")), item);
            return None;
        }
        let called = format!("`{}`", self.slot_name(over.slot));
        self.call_slot(over.slot, Phrase::one(called.clone()), item);
        Some(called)
    }

    /// What the items of a list may be called.
    fn nouns(&self, list: &Expr, item: &Type) -> Vec<String> {
        let mut nouns = vec![self.noun(item)];
        match &list.kind {
            ExprKind::Field { name, .. } | ExprKind::EachField { name, .. } => nouns.push(singular(name)),
            ExprKind::Collection(collection) => nouns.push(singular(self.environment.collection_name(*collection))),
            ExprKind::Otherwise { value, .. } => return self.nouns(value, item),
            _ => {}
        }
        nouns
    }

    /// What a value of a type is called: `contribution`, `day`.
    pub(super) fn noun(&self, ty: &Type) -> String {
        match ty {
            Type::Record(parts) => self.environment.record_name(parts),
            Type::Reference(collection) => self.noun(self.environment.record_type(*collection)),
            Type::Id(_) => "id".into(),
            Type::Date => "day".into(),
            Type::DateTime => "time".into(),
            Type::Whole | Type::Number => "number".into(),
            Type::Text | Type::OneOf(_) => "text".into(),
            _ => "value".into(),
        }
    }

    /// The way to a value as a rule writes it: `contribution.carried_to`.
    pub(super) fn path(&self, expr: &Expr) -> String {
        let mut steps = Vec::new();
        let mut expr = expr;
        loop {
            match &expr.kind {
                ExprKind::Field { record: below, name } | ExprKind::EachField { records: below, name } => {
                    steps.push(&**name);
                    expr = below;
                }
                ExprKind::Follow { reference: below, .. } | ExprKind::EachFollow { references: below, .. } => {
                    expr = below;
                }
                _ => break,
            }
        }
        let root = match &expr.kind {
            ExprKind::Slot(slot) => self.slot_name(*slot).to_owned(),
            ExprKind::Collection(collection) => self.environment.collection_name(*collection).to_string(),
            _ => return self.written(expr.place),
        };
        let mut path = root;
        for step in steps.iter().rev() {
            path.push('.');
            path.push_str(step);
        }
        format!("`{path}`")
    }

    /// Puts what a sentence is about into words: there the variable of a quantifier is `it`.
    pub(super) fn subject_value(&mut self, expr: &'a Expr) -> Phrase {
        let before = std::mem::replace(&mut self.it, self.subject);
        let phrase = self.value(expr);
        self.it = before;
        phrase
    }

    /// One sentence, with the conditions that did not fit into it below.
    pub(super) fn leaf(&mut self, inner: impl FnOnce(&mut Self) -> String) -> Sentence {
        let outer = std::mem::take(&mut self.attached);
        let text = inner(self);
        let items = std::mem::replace(&mut self.attached, outer);
        Sentence { text, items }
    }

    /// What is said of each of several languages.
    pub(super) fn in_language(name: &str) -> Option<&'static str> {
        Some(match name {
            "ar" => "Arabic",
            "en" => "English",
            "fr" => "French",
            "es" => "Spanish",
            _ => return None,
        })
    }

    /// `all goals`, for a collection.
    pub(super) fn collection(&self, collection: crate::CollectionId) -> String {
        words::plural(&self.noun(self.environment.record_type(collection)))
    }
}
