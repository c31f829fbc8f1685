//! Statements of RDF, in the order in which they are made.

use std::{collections::HashMap, fmt::Display};

use accordance_terms::{Language, Text, Texts};
use oxrdf::{Literal, NamedNode, Term, Triple};

use crate::vocabulary::term;

/// Statements, those on one subject side by side.
#[derive(Default)]
pub(crate) struct Statements {
    order: Vec<NamedNode>,
    by_subject: HashMap<NamedNode, Vec<Triple>>,
}

impl Statements {
    /// States something of a subject. The property is a name with a prefix, such as `skos:broader`.
    pub(crate) fn say(&mut self, subject: &NamedNode, property: &str, object: impl Into<Term>) {
        let triple = Triple::new(subject.clone(), term(property), object);
        let known = self.by_subject.entry(subject.clone()).or_insert_with(|| {
            self.order.push(subject.clone());
            Vec::new()
        });
        if !known.contains(&triple) {
            known.push(triple);
        }
    }

    /// States a text in each language that it is there in.
    pub(crate) fn say_texts(&mut self, subject: &NamedNode, property: &str, texts: &Texts) {
        for (language, text) in texts.iter() {
            self.say(subject, property, in_language(text, language));
        }
    }

    /// States a text that may not be there.
    pub(crate) fn say_text(&mut self, subject: &NamedNode, property: &str, text: Option<&Text>) {
        if let Some(text) = text {
            self.say(subject, property, Literal::new_simple_literal(text.as_str()));
        }
    }

    /// Each subject with what is stated of it.
    pub(crate) fn by_subject(&self) -> impl Iterator<Item = (&NamedNode, &[Triple])> {
        self.order.iter().filter_map(|subject| Some((subject, self.by_subject.get(subject)?.as_slice())))
    }
}

/// A text and its language.
pub(crate) fn in_language(text: impl Display, language: Language) -> Literal {
    // INVARIANT: a code of ISO 639-1 is a language tag.
    Literal::new_language_tagged_literal_unchecked(text.to_string(), language.as_str())
}
