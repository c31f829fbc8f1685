//! The alternatives of a place: sets of schemas that hold together, and the kinds of values that they admit.

use std::collections::HashSet;

use referencing::Resolver;
use serde_json::Value;

use super::DEEPEST;

/// A place has at most this many alternatives; beyond, the schema is taken to say nothing of it.
const MOST_ALTERNATIVES: usize = 64;

/// A schema that holds at a place. Of one that holds under a condition, nothing is required.
#[derive(Clone)]
pub(super) struct Held<'r> {
    pub(super) schema: &'r Value,
    pub(super) resolver: Resolver<'r>,
    pub(super) conditional: bool,
}

impl<'r> Held<'r> {
    pub(super) fn new(schema: &'r Value, resolver: Resolver<'r>) -> Self {
        Self { schema, resolver, conditional: false }
    }

    pub(super) fn beside(&self, schema: &'r Value) -> Self {
        Self { schema, ..self.clone() }
    }

    pub(super) fn address(&self) -> (usize, bool) {
        (std::ptr::from_ref(self.schema).addr(), self.conditional)
    }
}

/// Schemas that all hold.
pub(super) type Together<'r> = Vec<Held<'r>>;

/// The alternatives of a place; nothing where there are too many to look at.
pub(super) fn alternatives(held: Together<'_>) -> Option<Vec<Together<'_>>> {
    let mut all: Vec<Together<'_>> = vec![Vec::new()];
    for one in held {
        all = product(all, unfolded(one, 0)?)?;
    }
    all.iter_mut().for_each(keep_each_once);
    Some(all)
}

/// Leaves out schemas that are there already: otherwise they would double with each level that refers to them twice.
fn keep_each_once(together: &mut Together<'_>) {
    if together.len() > 1 {
        let mut seen = HashSet::new();
        together.retain(|held| seen.insert(held.address()));
    }
}

fn product<'r>(mut left: Vec<Together<'r>>, mut right: Vec<Together<'r>>) -> Option<Vec<Together<'r>>> {
    if left.len().saturating_mul(right.len()) > MOST_ALTERNATIVES {
        return None;
    }
    // Most schemas have one alternative.
    match (&mut *left, &mut *right) {
        ([one], [two]) => one.append(two),
        (all, [two]) => all.iter_mut().for_each(|one| one.extend_from_slice(two)),
        _ => return Some(pairs(&left, &right)),
    }
    Some(left)
}

fn pairs<'r>(left: &[Together<'r>], right: &[Together<'r>]) -> Vec<Together<'r>> {
    let pairs = left.iter().flat_map(|one| right.iter().map(move |two| (one, two)));
    pairs.map(|(one, two)| one.iter().chain(two).cloned().collect()).collect()
}

/// The alternatives of one schema.
fn unfolded(held: Held<'_>, depth: usize) -> Option<Vec<Together<'_>>> {
    let Value::Object(keywords) = held.schema else { return Some(vec![vec![held]]) };
    if depth > DEEPEST {
        return None;
    }
    let mut all: Vec<Together<'_>> = vec![vec![held.clone()]];
    for (keyword, value) in keywords {
        match (keyword.as_str(), value) {
            ("$ref" | "$dynamicRef", Value::String(target)) => {
                if let Ok(found) = held.resolver.lookup(target) {
                    let (contents, resolver, _) = found.into_inner();
                    let target = Held { schema: contents, resolver, conditional: held.conditional };
                    all = product(all, unfolded(target, depth + 1)?)?;
                }
            }
            ("allOf", Value::Array(each)) => {
                for one in each {
                    all = product(all, unfolded(held.beside(one), depth + 1)?)?;
                }
            }
            ("anyOf" | "oneOf", Value::Array(each)) => {
                let mut either = Vec::new();
                for one in each {
                    either.extend(unfolded(held.beside(one), depth + 1)?);
                }
                all = product(all, either)?;
            }
            ("if" | "then" | "else", Value::Object(_)) => {
                let under_condition = Held { conditional: true, ..held.beside(value) };
                all = product(all, unfolded(under_condition, depth + 1)?)?;
            }
            ("dependentSchemas", Value::Object(each)) => {
                for one in each.values() {
                    let under_condition = Held { conditional: true, ..held.beside(one) };
                    all = product(all, unfolded(under_condition, depth + 1)?)?;
                }
            }
            _ => {}
        }
    }
    all.iter_mut().for_each(keep_each_once);
    Some(all)
}

pub(super) fn key(together: &Together<'_>) -> Vec<(usize, bool)> {
    let mut key: Vec<(usize, bool)> = together.iter().map(Held::address).collect();
    key.sort_unstable();
    key.dedup();
    key
}

/// Whether an object may have any fields at all, of which the schema says nothing.
pub(super) fn is_open(together: &Together<'_>) -> bool {
    let says = |keyword: &str| together.iter().any(|held| held.schema.get(keyword).is_some());
    !says("properties") && !says("additionalProperties") && !says("patternProperties")
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Boolean,
    Whole,
    Number,
    Text,
    Array,
    Object,
    Any,
}

/// What kinds of values a set of schemas admits.
pub(super) fn kinds(together: &Together<'_>) -> Vec<Kind> {
    let mut admitted: Option<Vec<Kind>> = None;
    let mut restrict = |kinds: Vec<Kind>| {
        admitted = Some(match admitted.take() {
            None => kinds,
            Some(before) => {
                let fits = |kind: &Kind| kinds.contains(kind) || *kind == Kind::Whole && kinds.contains(&Kind::Number);
                let mut both: Vec<Kind> = before.iter().copied().filter(fits).collect();
                if before.contains(&Kind::Number) && kinds.contains(&Kind::Whole) {
                    both.push(Kind::Whole);
                }
                both
            }
        });
    };
    for held in together.iter().filter(|held| !held.conditional) {
        match held.schema.get("type") {
            Some(Value::String(name)) => restrict(kind(name).into_iter().collect()),
            Some(Value::Array(names)) => {
                restrict(names.iter().filter_map(Value::as_str).filter_map(kind).collect());
            }
            _ => {}
        }
        if let Some(value) = held.schema.get("const") {
            restrict(vec![kind_of(value)]);
        }
        if let Some(Value::Array(values)) = held.schema.get("enum") {
            let mut kinds = Vec::new();
            for kind in values.iter().map(kind_of) {
                if !kinds.contains(&kind) {
                    kinds.push(kind);
                }
            }
            restrict(kinds);
        }
    }
    let says = |names: &[&str]| together.iter().any(|held| names.iter().any(|name| held.schema.get(*name).is_some()));
    admitted.unwrap_or_else(|| {
        if says(&["properties", "required"]) {
            vec![Kind::Object]
        } else if says(&["items", "prefixItems"]) {
            vec![Kind::Array]
        } else if says(&["format", "pattern", "x-identifies", "x-refers-to"]) {
            vec![Kind::Text]
        } else {
            vec![Kind::Any]
        }
    })
}

fn kind(name: &str) -> Option<Kind> {
    Some(match name {
        "null" => Kind::Null,
        "boolean" => Kind::Boolean,
        "integer" => Kind::Whole,
        "number" => Kind::Number,
        "string" => Kind::Text,
        "array" => Kind::Array,
        "object" => Kind::Object,
        _ => return None,
    })
}

fn kind_of(value: &Value) -> Kind {
    match value {
        Value::Null => Kind::Null,
        Value::Bool(_) => Kind::Boolean,
        Value::Number(number) if number.is_f64() => Kind::Number,
        Value::Number(_) => Kind::Whole,
        Value::String(_) => Kind::Text,
        Value::Array(_) => Kind::Array,
        Value::Object(_) => Kind::Object,
    }
}
