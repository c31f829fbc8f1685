//! Definitions: named where they are used, and explained once.
//!
//! In the core they are written out. What is written out stands at the place where the definition is used, and there
//! the syntax tree has its name.

use std::collections::HashMap;

use accordance_syntax::ast::{self, Argument};

use super::{
    Sentence,
    condition::Said,
    phrase::{Arguments, Number, Phrase, Writer},
    words,
};
use crate::{
    Function, Place, Sources, Type,
    core::{Expr, ExprKind},
    environment::with_article,
    schema::spaced,
};

/// A definition that is to be explained, by its first use.
pub(super) struct Defined<'a> {
    pub(super) name: String,
    /// What the use is called: `the contribution is open`.
    pub(super) phrase: Phrase,
    pub(super) expr: &'a Expr,
    pub(super) arguments: Arguments,
}

/// The uses of definitions in the rule files, by place.
pub(super) fn calls<'a>(sources: &'a Sources) -> HashMap<Place, (&'a ast::Name, &'a [Argument])> {
    let mut calls = HashMap::new();
    for (file, source) in sources.files.iter().enumerate() {
        let mut visit = |expr: &'a ast::Expr| add(expr, file, &mut calls);
        for block in &source.file.blocks {
            match block {
                ast::Block::Define(define) => define.value.iter().for_each(&mut visit),
                ast::Block::Rule(rule) => {
                    rule.bindings.iter().for_each(|binding| visit(&binding.list));
                    each_expression(&rule.body, &mut visit);
                }
                ast::Block::Matrix(matrix) => {
                    matrix.rows.iter().chain(&matrix.columns).for_each(|binding| visit(&binding.list));
                    matrix.cell.iter().for_each(&mut visit);
                    each_expression(&matrix.body, &mut visit);
                }
                _ => {}
            }
        }
    }
    calls
}

fn each_expression<'a>(body: &'a ast::RuleBody, visit: &mut dyn FnMut(&'a ast::Expr)) {
    body.when.iter().for_each(&mut *visit);
    body.lets.iter().for_each(|each| visit(&each.value));
    body.requires.iter().for_each(&mut *visit);
}

fn add<'a>(expr: &'a ast::Expr, file: usize, calls: &mut HashMap<Place, (&'a ast::Name, &'a [Argument])>) {
    expr.walk(&mut |expr| {
        if let ast::ExprKind::Call { function, arguments } = &expr.kind
            && Function::from_word(&function.text).is_none()
        {
            calls.insert(Place { file, span: expr.span }, (function, arguments));
        }
    });
}

impl<'a> Writer<'a> {
    /// The use of a definition that stands for a value.
    pub(super) fn defined_value(&mut self, expr: &'a Expr) -> Option<Phrase> {
        let (name, given) = self.used(expr)?;
        let of = words::joined(&given.iter().map(|(_, phrase, _)| phrase.text.clone()).collect::<Vec<_>>(), "and");
        let number = if matches!(expr.ty, Type::List(_)) { Number::Many } else { Number::One };
        let link = if given.len() > 1 { "for" } else { "of" };
        let phrase = Phrase { text: format!("the {} {link} {of}", spaced(name)), number };
        self.explain(name, &phrase, expr, given);
        Some(phrase)
    }

    /// The use of a definition that is a condition.
    pub(super) fn defined_condition(&mut self, expr: &'a Expr, said: Said) -> Option<String> {
        let (name, given) = self.used(expr)?;
        let texts: Vec<String> = given.iter().map(|(_, phrase, _)| phrase.text.clone()).collect();
        let phrase = |said: Said| {
            let words = spaced(name);
            match (given.as_slice(), words.split_once(' ')) {
                ([(_, one, _)], Some(("is" | "are", rest))) => {
                    format!("{} {}{} {rest}", one.text, one.is(), said.choose("", " not"))
                }
                ([(_, one, _)], Some(("has" | "have", rest))) => {
                    let verb = said.choose(one.verb("has", "have"), one.verb("does not have", "do not have"));
                    let several = words::is_verb(rest.rsplit(' ').next().unwrap_or(rest));
                    let what = if several { rest.to_owned() } else { with_article(rest) };
                    format!("{} {verb} {what}", one.text)
                }
                ([(_, one, _)], Some((verb @ ("was" | "can" | "must" | "may"), rest))) => {
                    format!("{} {verb}{} {rest}", one.text, said.choose("", " not"))
                }
                _ => {
                    let holds = said.choose("holds", "does not hold");
                    format!("`{name}` {holds} of {}", words::joined(&texts, "and"))
                }
            }
        };
        let (text, as_it_is) = (phrase(said), phrase(Said::AsItIs));
        self.explain(name, &Phrase::one(as_it_is), expr, given);
        Some(text)
    }

    fn explain(&mut self, name: &str, phrase: &Phrase, expr: &'a Expr, arguments: Arguments) {
        if !self.defined.iter().any(|known| known.name == name) {
            self.defined.push(Defined { name: name.to_owned(), phrase: phrase.clone(), expr, arguments });
        }
    }

    /// The name of the definition that an expression is a use of, and what it is given.
    fn used(&mut self, expr: &'a Expr) -> Option<(&'a str, Arguments)> {
        let (name, arguments) = *self.calls.get(&expr.place)?;
        // What is followed from a use stands at the same place.
        if let ExprKind::Follow { reference: inner, .. } | ExprKind::EachFollow { references: inner, .. } = &expr.kind
            && inner.place == expr.place
        {
            return None;
        }
        let define = self.definition(&name.text)?;
        let mut bound: Vec<(&str, &'a Expr)> = Vec::new();
        let mut body = expr;
        while let ExprKind::With { slot, value, body: below } = &body.kind {
            if body.place != expr.place {
                break;
            }
            bound.push((self.slot_name(*slot), value));
            body = below;
        }
        let mut given = Vec::new();
        for (parameter, argument) in define.arguments.iter().zip(arguments) {
            let value = bound.iter().find(|(name, _)| *name == parameter.text).map(|(_, value)| *value);
            let (phrase, ty) = match (value, argument) {
                (Some(value), _) => (self.value(value), value.ty.clone()),
                (None, Argument::Value(written)) => self
                    .way(written)
                    .unwrap_or_else(|| (Phrase::one(self.written_in(expr.place, written)), Type::Anything)),
                (None, Argument::Regex(_)) => return None,
            };
            given.push((parameter.text.clone(), phrase, ty));
        }
        Some((&name.text, given))
    }

    fn definition(&self, name: &str) -> Option<&'a ast::Define> {
        let blocks = self.sources.files.iter().flat_map(|source| &source.file.blocks);
        blocks.into_iter().find_map(|block| match block {
            ast::Block::Define(define) if define.name.text == name => Some(define),
            _ => None,
        })
    }

    fn written_in(&self, call: Place, argument: &ast::Expr) -> String {
        self.written(Place { file: call.file, span: argument.span })
    }

    /// A variable, or a field of one, as the rule file writes it.
    fn way(&self, expr: &ast::Expr) -> Option<(Phrase, Type)> {
        match &expr.inner().kind {
            ast::ExprKind::Name(name) => self.named(&name.text),
            ast::ExprKind::Field { record, field } => {
                let (owner, ty) = self.way(record)?;
                let ty = match ty {
                    Type::Reference(collection) => self.environment.record_type(collection).clone(),
                    other => other,
                };
                let Type::Record(parts) = &ty else { return None };
                let found = self.environment.field(parts, &field.text)?.ty;
                Some((self.field_of(&owner, &ty, &field.text, &found), found))
            }
            _ => None,
        }
    }

    /// What the definitions mean that the rule uses; one may use another.
    pub(super) fn meanings(&mut self) -> Vec<Sentence> {
        let mut sentences = Vec::new();
        let mut at = 0;
        while let Some(Defined { name, phrase, expr, arguments }) = self.defined.get(at) {
            let (name, phrase, expr) = (name.clone(), phrase.clone(), *expr);
            self.arguments.clone_from(arguments);
            (self.subject, self.it) = (None, None);
            // The use itself is what is explained here.
            let call = self.calls.remove(&expr.place);
            sentences.push(self.meaning(&name, &phrase, expr));
            if let Some(call) = call {
                self.calls.insert(expr.place, call);
            }
            at += 1;
        }
        self.arguments.clear();
        sentences
    }

    fn meaning(&mut self, name: &str, phrase: &Phrase, expr: &'a Expr) -> Sentence {
        if expr.ty != Type::Boolean {
            let outer = std::mem::take(&mut self.attached);
            let value = self.value(expr).text;
            let items = std::mem::replace(&mut self.attached, outer);
            return Sentence::with(format!("`{name}`: {} {} {value}", phrase.text, phrase.is()), items);
        }
        let condition = self.condition(expr, Said::AsItIs);
        Sentence::with(format!("`{name}`: {} where {}", phrase.text, condition.text), condition.items)
    }
}
