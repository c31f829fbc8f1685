//! What is known of values where a condition holds, or does not.

use std::sync::Arc;

use accordance_syntax::ast::Presence;

use crate::{Place, Type, core::Slot};

/// A value of the data: a variable, and fields from there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Path {
    pub(super) root: Root,
    pub(super) steps: Vec<Arc<str>>,
}

/// Where a [`Path`] starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Root {
    /// A variable.
    Slot(Slot),
    /// An expression as it is written, in the definition that is being written out: it has the same value wherever it
    /// stands.
    Written(String, usize),
}

/// Something that is known of a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fact {
    /// It is there, and so is each step on the way to it.
    Present(Path),
    /// It is missing, since something was asked. This decides nothing: it is told where the value is used.
    Missing(Path, Asked),
    /// It has a narrower type than its schema says.
    Narrowed(Path, Type),
}

/// What was asked, so that a value is known to be missing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Asked {
    pub(super) place: Place,
    /// What would be asked for a value that is there, where that is known.
    pub(super) turned: Option<Presence>,
}

/// Behind so many facts it is not noted what is missing.
const MOST_MISSING: usize = 64;

impl Fact {
    pub(super) const fn path(&self) -> &Path {
        match self {
            Self::Present(path) | Self::Missing(path, _) | Self::Narrowed(path, _) => path,
        }
    }
}

impl Path {
    /// Whether `other` is this value or one in it.
    pub(super) fn is_on_the_way_to(&self, other: &Self) -> bool {
        self.root == other.root && other.steps.starts_with(&self.steps)
    }
}

/// Adds facts to those from `start` on, each once: definitions may say the same thousands of times.
pub(super) fn learn(known: &mut Vec<Fact>, start: usize, more: &[Fact]) {
    for fact in more {
        let own = known.get(start..).unwrap_or_default();
        let is_known = match fact {
            Fact::Present(_) => own.contains(fact),
            Fact::Missing(path, _) => own.len() >= MOST_MISSING || missing(own, path).is_some(),
            Fact::Narrowed(path, ty) => narrowest(own, path) == Some(ty),
        };
        if !is_known {
            known.push(fact.clone());
        }
    }
}

/// The facts of both lists: what holds whichever of two conditions does.
pub(super) fn common(one: &[Fact], other: &[Fact]) -> Vec<Fact> {
    let mut both: Vec<Fact> = Vec::new();
    for (at, fact) in one.iter().enumerate() {
        match fact {
            Fact::Present(path) => {
                if other.iter().any(|known| matches!(known, Fact::Present(known) if path.is_on_the_way_to(known))) {
                    both.push(fact.clone());
                }
            }
            Fact::Missing(path, _) => {
                if let Some((_, asked)) = missing(other, path) {
                    both.push(Fact::Missing(path.clone(), Asked { turned: None, ..asked }));
                }
            }
            // The last of several is the narrowest.
            Fact::Narrowed(path, _) if narrowest(&one[at + 1..], path).is_some() => {}
            Fact::Narrowed(path, ty) => {
                if let Some(either) = narrowest(other, path).and_then(|known| ty.union(known)) {
                    both.push(Fact::Narrowed(path.clone(), either));
                }
            }
        }
    }
    both
}

/// What is known to be missing of a value and what is on the way to it, and why.
pub(super) fn missing<'f>(facts: &'f [Fact], path: &Path) -> Option<(&'f Path, Asked)> {
    facts.iter().rev().find_map(|fact| match fact {
        Fact::Missing(known, asked) if known.is_on_the_way_to(path) => Some((known, *asked)),
        _ => None,
    })
}

fn narrowest<'f>(facts: &'f [Fact], path: &Path) -> Option<&'f Type> {
    facts.iter().rev().find_map(|fact| match fact {
        Fact::Narrowed(known, ty) if known == path => Some(ty),
        _ => None,
    })
}
