//! One question of two schemas: does the second accept all that the first accepts?

use std::cell::OnceCell;

use jsonschema::{
    Validator,
    canonical::{self, CanonicalSchema, Containment, Satisfiability},
};
use serde_json::Value;

use crate::{
    patterns::{Inclusion, inclusion},
    samples,
    smaller::smallest,
};

const PATTERN: &str = "pattern";

/// A schema that stands by itself, ready to be asked.
#[derive(Debug)]
pub(crate) struct Asked {
    schema: Value,
    validator: Option<Validator>,
    canonical: Option<CanonicalSchema>,
    samples: OnceCell<Vec<Value>>,
}

/// What came of a question about two standalone schemas.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Found {
    Kept,
    Lost(Value),
    Undecided,
}

impl Asked {
    pub(crate) fn new(schema: Value) -> Self {
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).ok();
        let canonical = canonical::options().should_validate_formats(true).offline().canonicalize(&schema).ok();
        Self { schema, validator, canonical, samples: OnceCell::new() }
    }

    pub(crate) fn accepts(&self, instance: &Value) -> bool {
        self.validator.as_ref().is_some_and(|validator| validator.is_valid(instance))
    }

    pub(crate) fn refuses(&self, instance: &Value) -> bool {
        self.validator.as_ref().is_some_and(|validator| !validator.is_valid(instance))
    }

    /// Instances that it accepts, the smallest first.
    pub(crate) fn samples(&self) -> &[Value] {
        self.samples.get_or_init(|| {
            let mut samples = self.canonical.as_ref().map(samples::of).unwrap_or_default();
            samples.extend(samples::written_in(&self.schema));
            samples.retain(|instance| self.accepts(instance));
            samples::by_size(&mut samples);
            samples
        })
    }

    /// Whether `other` accepts all that this one does, so far as the canonical forms tell.
    fn is_covered_by(&self, other: &Self) -> bool {
        let (Some(own), Some(other)) = (&self.canonical, &other.canonical) else {
            return false;
        };
        other.covers(own).is_ok_and(|containment| containment == Containment::Yes)
    }

    /// What this one accepts and `other` refuses, as a schema, where that can be written.
    fn without(&self, other: &Self) -> Option<CanonicalSchema> {
        self.canonical.as_ref()?.subtract(other.canonical.as_ref()?).ok()
    }

    /// Whether all texts of the pattern of this one are texts of the pattern of `other`, where that has one.
    fn pattern_within(&self, other: &Self) -> Option<Inclusion> {
        let pattern = |asked: &Self| asked.schema.get(PATTERN).and_then(Value::as_str).map(str::to_owned);
        inclusion(&pattern(self).unwrap_or_default(), &pattern(other)?)
    }

    /// This one, with the pattern of another in the place of its own.
    fn with_pattern_of(&self, other: &Self) -> Self {
        let mut schema = self.schema.clone();
        if let Some(members) = schema.as_object_mut() {
            match other.schema.get(PATTERN) {
                Some(pattern) => drop(members.insert(PATTERN.into(), pattern.clone())),
                None => drop(members.shift_remove(PATTERN)),
            }
        }
        Self::new(schema)
    }

    /// Whether nothing is accepted by both.
    pub(crate) fn shares_nothing_with(&self, other: &Self) -> bool {
        let (Some(own), Some(other)) = (&self.canonical, &other.canonical) else {
            return false;
        };
        own.intersect(other).is_ok_and(|common| common.satisfiability() == Satisfiability::No)
    }
}

/// Does `to` accept all that `from` accepts? A witness is looked for first: no proof outweighs one.
pub(crate) fn ask(from: &Asked, to: &Asked) -> Found {
    let shows = |instance: &Value| from.accepts(instance) && to.refuses(instance);
    let difference = from.without(to).map(|difference| samples::of(&difference)).unwrap_or_default();
    let mut found: Vec<Value> = difference.into_iter().filter(|instance| shows(instance)).collect();
    if found.is_empty() {
        found = from.samples().iter().chain(to.samples()).filter(|instance| shows(instance)).cloned().collect();
    }
    if found.is_empty() {
        found = samples::around_bounds(&from.schema, &to.schema);
        found.retain(|instance| shows(instance));
    }
    let patterns = if found.is_empty() { from.pattern_within(to) } else { None };
    if let Some(Inclusion::Fails(text)) = &patterns {
        found.extend(Some(Value::from(text.as_str())).filter(|instance| shows(instance)));
    }
    samples::by_size(&mut found);
    match found.into_iter().next() {
        Some(instance) => Found::Lost(smallest(instance, &shows)),
        None if from.is_covered_by(to) => Found::Kept,
        // Where all texts of the pattern are texts of the other, they are covered if they are but for that other
        // pattern.
        None if patterns == Some(Inclusion::Holds) && from.is_covered_by(&to.with_pattern_of(from)) => Found::Kept,
        None => Found::Undecided,
    }
}
