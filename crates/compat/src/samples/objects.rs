//! Objects.

use std::collections::BTreeMap;

use jsonschema::canonical::{CanonicalSchema, ObjectView, ObjectViolationView};
use serde_json::{Map, Number, Value};

use super::{FEW, Sampler, anything, pattern};

/// Objects with more properties are not made.
const LARGEST: usize = 200;

impl Sampler {
    pub(super) fn objects(&mut self, view: &ObjectView, depth: usize) -> Vec<Value> {
        let parts: BTreeMap<&str, Vec<Value>> =
            view.properties.iter().map(|(name, schema)| (name.as_str(), self.of(schema, depth))).collect();
        let others = self.others(view, depth);
        let values_of = |name: &str| parts.get(name).map_or(others.as_slice(), Vec::as_slice);

        let mut least = Map::new();
        for name in &view.required {
            let Some(value) = values_of(name).first() else {
                return Vec::new();
            };
            least.insert(name.clone(), value.clone());
        }
        let wanted = view.min_properties.as_ref().and_then(Number::as_u64).and_then(|most| usize::try_from(most).ok());
        for name in parts.keys().map(|name| (*name).to_owned()).chain((0..LARGEST).map(|at| format!("p{at}"))) {
            if least.len() >= wanted.unwrap_or(0).min(LARGEST) {
                break;
            }
            if let Some(value) = values_of(&name).first() {
                least.entry(name).or_insert_with(|| value.clone());
            }
        }

        let mut objects = vec![Value::Object(least.clone())];
        let mut vary = |name: &str, values: &[Value]| {
            for value in values {
                let mut object = least.clone();
                object.insert(name.to_owned(), value.clone());
                objects.push(object.into());
            }
        };
        for (name, values) in &parts {
            vary(name, &values[..values.len().min(FEW)]);
        }
        for (name, schema) in &view.pattern_properties {
            let values = self.of(schema, depth);
            for name in pattern::texts(name, 0).iter().take(FEW) {
                vary(name, &values[..values.len().min(FEW)]);
            }
        }
        for violation in &view.violations {
            match violation {
                ObjectViolationView::NameFails(schema) => {
                    for name in self.of_negation(schema, depth).iter().filter_map(Value::as_str) {
                        vary(name, &others[..others.len().min(1)]);
                    }
                }
                ObjectViolationView::UndeclaredValueFails { names, additional, .. } => {
                    let name = unused(|name| names.iter().any(|used| used == name));
                    vary(&name, &self.of_negation(additional, depth));
                }
                ObjectViolationView::PatternValueFails { pattern, schema } => {
                    for name in pattern::texts(pattern, 0).iter().take(FEW) {
                        vary(name, &self.of_negation(schema, depth));
                    }
                }
            }
        }
        let name = unused(|name| parts.contains_key(name));
        vary(&name, &others[..others.len().min(FEW)]);
        objects
    }

    /// Values of the properties that are not named.
    fn others(&mut self, view: &ObjectView, depth: usize) -> Vec<Value> {
        view.additional_properties.as_ref().map_or_else(anything, |schema| self.of(schema, depth))
    }

    /// Values that a schema is likely to refuse.
    fn of_negation(&mut self, schema: &CanonicalSchema, depth: usize) -> Vec<Value> {
        schema.negate().map_or_else(|_| anything(), |negation| self.of(&negation, depth))
    }
}

/// A name that is not used.
fn unused(is_used: impl Fn(&str) -> bool) -> String {
    let numbered = (0..=LARGEST).map(|at| format!("x{at}"));
    ["x", "other"].into_iter().map(str::to_owned).chain(numbered).find(|name| !is_used(name)).unwrap_or_default()
}

/// Objects of as many properties as a bound and its neighbours.
pub(super) fn around(bound: &Number) -> Vec<Value> {
    let Some(bound) = bound.as_u64().filter(|bound| *bound < LARGEST as u64) else {
        return Vec::new();
    };
    let sizes = [bound.saturating_sub(1), bound, bound + 1];
    sizes.into_iter().map(|size| Value::Object((0..size).map(|at| (format!("p{at}"), Value::Null)).collect())).collect()
}
