//! Schemas whose alternatives multiply.

use std::collections::{HashMap, HashSet};

use referencing::Resolver;
use serde_json::Value;

/// So many schemas may be asked of one value. A validator asks all of them of a value that is wrong, and makes an error of
/// each: where one of ten lines refers to the one before twice, these are a thousand.
pub(crate) const MOST: u64 = 20_000;

/// So many schemas may refer to each other in a row.
const DEEPEST: u32 = 500;

/// Keywords that ask more of the same value by one schema, by a list of them, and by some with names.
const BY_ONE: [&str; 4] = ["not", "if", "then", "else"];
const BY_EACH: [&str; 3] = ["allOf", "anyOf", "oneOf"];
const BY_NAME: [&str; 2] = ["dependentSchemas", "dependencies"];
const BY_REFERENCE: [&str; 2] = ["$ref", "$dynamicRef"];

/// Whether a schema, one in it, or one that it refers to asks more than [`MOST`] schemas of one value.
pub(crate) fn multiply<'r>(schema: &'r Value, resolver: &Resolver<'r>) -> bool {
    let mut counting = Counting::default();
    let (mut seen, mut waiting) = (HashSet::new(), vec![(schema, resolver.clone())]);
    while let Some((next, resolver)) = waiting.pop() {
        match next {
            Value::Array(items) => waiting.extend(items.iter().map(|item| (item, resolver.clone()))),
            Value::Object(members) if seen.insert(std::ptr::from_ref(next) as usize) => {
                if counting.count(next, &resolver, 0) > MOST {
                    return true;
                }
                waiting.extend(members.values().map(|member| (member, resolver.clone())));
                waiting.extend(members.iter().filter_map(|(keyword, target)| referred_to(keyword, target, &resolver)));
            }
            _ => {}
        }
    }
    false
}

fn referred_to<'r>(keyword: &str, target: &Value, resolver: &Resolver<'r>) -> Option<(&'r Value, Resolver<'r>)> {
    let target = target.as_str().filter(|_| BY_REFERENCE.contains(&keyword))?;
    let (contents, resolver, _) = resolver.lookup(target).ok()?.into_inner();
    Some((contents, resolver))
}

#[derive(Default)]
struct Counting {
    /// How many schemas each asks, by where it is in memory; none while that is counted.
    known: HashMap<usize, Option<u64>>,
}

impl Counting {
    /// How many schemas are asked of a value by one, itself included.
    fn count(&mut self, schema: &Value, resolver: &Resolver<'_>, depth: u32) -> u64 {
        let Value::Object(keywords) = schema else { return 1 };
        if depth > DEEPEST {
            return MOST + 1;
        }
        let place = std::ptr::from_ref(schema) as usize;
        match self.known.get(&place) {
            Some(Some(known)) => return *known,
            // It comes back to itself, and is counted there.
            Some(None) => return 0,
            None => drop(self.known.insert(place, None)),
        }
        let mut sum: u64 = 1;
        let mut add = |counting: &mut Self, inner: &Value, resolver: &Resolver<'_>| {
            sum = sum.saturating_add(counting.count(inner, resolver, depth + 1));
        };
        for (keyword, value) in keywords {
            match (keyword.as_str(), value) {
                (keyword, one) if BY_ONE.contains(&keyword) => add(self, one, resolver),
                (keyword, Value::Array(each)) if BY_EACH.contains(&keyword) => {
                    each.iter().for_each(|one| add(self, one, resolver));
                }
                (keyword, Value::Object(named)) if BY_NAME.contains(&keyword) => {
                    named.values().for_each(|one| add(self, one, resolver));
                }
                (keyword, target) => {
                    if let Some((target, resolver)) = referred_to(keyword, target, resolver) {
                        add(self, target, &resolver);
                    }
                }
            }
        }
        self.known.insert(place, Some(sum));
        sum
    }
}

#[cfg(test)]
mod tests {
    use referencing::{Registry, RegistryBuilder};
    use serde_json::{Map, Value, json};

    use super::multiply;

    fn multiplies(schema: &Value) -> bool {
        let registry = Registry::new().add("urn:own", schema).and_then(RegistryBuilder::prepare).expect("a schema");
        multiply(schema, &registry.resolver(referencing::uri::from_str("urn:own").expect("an address")))
    }

    /// A schema of so many levels, each of which refers to the one below so many times.
    fn levels(keyword: &str, levels: usize, times: usize) -> Value {
        let level = |number: usize| match number {
            0 => json!({"type": "integer"}),
            _ => json!({ keyword: vec![json!({"$ref": format!("#/$defs/d{}", number - 1)}); times] }),
        };
        let definitions: Map<String, Value> = (0..levels).map(|number| (format!("d{number}"), level(number))).collect();
        json!({"$defs": definitions, "properties": {"id": {"$ref": format!("#/$defs/d{}", levels - 1)}}})
    }

    #[test]
    fn alternatives_within_alternatives_multiply() {
        for keyword in ["anyOf", "oneOf", "allOf"] {
            assert!(multiplies(&levels(keyword, 20, 2)), "{keyword}");
            assert!(!multiplies(&levels(keyword, 8, 2)), "{keyword}");
            assert!(!multiplies(&levels(keyword, 2, 300)), "{keyword}");
        }
        assert!(multiplies(&levels("anyOf", 600, 1)));
    }

    #[test]
    fn what_is_referred_to_is_looked_into() {
        let inner = json!({"properties": {"a": levels("oneOf", 20, 2)["properties"]["id"].clone()}});
        let mut whole = levels("oneOf", 20, 2);
        whole["properties"] = json!({"id": {"$ref": "#/x/y"}});
        whole["x"] = json!({"y": inner});
        assert!(multiplies(&whole));
    }

    #[test]
    fn a_schema_that_goes_down_by_itself_does_not_multiply() {
        let tree =
            json!({"properties": {"left": {"$ref": "#"}, "right": {"anyOf": [{"$ref": "#"}, {"type": "null"}]}}});
        assert!(!multiplies(&tree));
    }
}
