//! A rule as plain sentences, for people who do not program.
//!
//! The sentences are made from the typed core, so they say what is run: what a reference leads to, what an empty list
//! means, and where the rule cannot tell. Definitions are named where they are used, and explained once.

mod calls;
mod condition;
mod definition;
mod empty;
mod field;
mod lists;
mod notes;
mod parts;
mod phrase;
mod value;
mod words;

use crate::{Environment, Place, Sources, core};

/// A rule in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleProse {
    /// The name.
    pub name: String,
    /// The title.
    pub title: String,
    /// Where it stands.
    pub place: Place,
    /// What is said of it, by a word each: `severity`, `owner`, `since`, `see`, `because`.
    pub rows: Vec<(&'static str, String)>,
    /// What it says, part by part.
    pub parts: Vec<ProsePart>,
}

/// Sentences about one side of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProsePart {
    /// Which side.
    pub subject: Subject,
    /// What is said.
    pub sentences: Vec<Sentence>,
}

/// A side of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Subject {
    /// What it is asked of.
    Asked,
    /// When it applies.
    Applies,
    /// What its own names stand for.
    Names,
    /// What must hold.
    Required,
    /// What is reported where that does not hold.
    Reported,
    /// What the definitions and parameters mean that it uses.
    Meanings,
    /// What happens where a list is empty or something is missing.
    Notes,
}

impl Subject {
    /// A stable word: `asked`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Applies => "applies",
            Self::Names => "names",
            Self::Required => "required",
            Self::Reported => "reported",
            Self::Meanings => "meanings",
            Self::Notes => "notes",
        }
    }

    /// A heading.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Asked => "What it is asked of",
            Self::Applies => "When it applies",
            Self::Names => "Names in it",
            Self::Required => "What must hold",
            Self::Reported => "What is reported where that does not hold",
            Self::Meanings => "What the words mean",
            Self::Notes => "Empty lists and missing values",
        }
    }
}

/// A sentence without its full stop; where it has items, it leads up to them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// What it says.
    pub text: String,
    /// Sentences in it, in order.
    pub items: Vec<Self>,
}

impl Sentence {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), items: Vec::new() }
    }

    pub(crate) fn with(text: impl Into<String>, items: Vec<Self>) -> Self {
        Self { text: text.into(), items }
    }
}

/// A rule of a program in plain English sentences.
///
/// `program`, `environment` and `sources` are those that the rule was checked with, and `given` is what a run gives the
/// parameters of the program, by their numbers. The texts hold parts of the rule
/// file as they are written; whoever shows them on a terminal has to make them harmless first.
pub fn prose(
    rule: &core::Rule,
    program: &core::Program,
    environment: &Environment,
    sources: &Sources,
    given: &[(usize, core::Constant)],
) -> RuleProse {
    phrase::Writer::new(rule, program, environment, sources, given).rule()
}
