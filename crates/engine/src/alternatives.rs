//! Schemas whose alternatives multiply.

use std::collections::{HashMap, HashSet};

use referencing::{Draft, Resolver};
use serde_json::Value;

use crate::subschemas::behind;

/// So many schemas may be asked of one value, where alternatives within alternatives are counted each time that they are
/// met. A validator asks all of them of a value that is wrong, and makes an error of each.
const MOST: u64 = 200_000;

/// A long list of alternatives does not multiply: a schema asks so many times as many as there are.
const TIMES: u64 = 100;

/// So many schemas may refer to each other in a row.
const DEEPEST: u32 = 500;

/// Keywords that ask more of the same value by one schema, by a list of them, and by some with names.
const BY_ONE: [&str; 4] = ["not", "if", "then", "else"];
const BY_EACH: [&str; 3] = ["allOf", "anyOf", "oneOf"];
const BY_NAME: [&str; 2] = ["dependentSchemas", "dependencies"];
const BY_REFERENCE: [&str; 3] = ["$ref", "$dynamicRef", "$recursiveRef"];

/// What stands behind these keywords is looked at where it is referred to.
const ELSEWHERE: [&str; 2] = ["$defs", "definitions"];

/// Whether alternatives of a schema, of one in it, or of one that it refers to multiply: whether far more schemas are asked
/// of one value than there are.
pub(crate) fn multiply<'r>(schema: &'r Value, resolver: &Resolver<'r>) -> bool {
    let mut counting = Counting::default();
    let (mut seen, mut waiting, mut most) = (HashSet::new(), vec![(schema, resolver.clone())], 0);
    while let Some((next, outer)) = waiting.pop() {
        let Value::Object(keywords) = next else { continue };
        if !seen.insert(std::ptr::from_ref(next) as usize) {
            continue;
        }
        let resolver = within(next, &outer);
        most = most.max(counting.count(next, &outer, 0));
        for (keyword, value) in keywords.iter().filter(|(keyword, _)| !ELSEWHERE.contains(&keyword.as_str())) {
            waiting.extend(behind(keyword, value).into_iter().map(|inner| (inner, resolver.clone())));
            waiting.extend(referred_to(keyword, value, &resolver));
        }
    }
    most > MOST && most / TIMES > seen.len() as u64
}

/// What finds the references in a schema, which may have an address of its own.
fn within<'r>(schema: &'r Value, outer: &Resolver<'r>) -> Resolver<'r> {
    let is_resource = schema.get("$id").is_some_and(Value::is_string);
    let own = is_resource.then(|| outer.in_subresource(Draft::Draft202012.create_resource_ref(schema)).ok()).flatten();
    own.unwrap_or_else(|| outer.clone())
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
    fn count<'r>(&mut self, schema: &'r Value, outer: &Resolver<'r>, depth: u32) -> u64 {
        let Value::Object(keywords) = schema else { return 1 };
        if depth > DEEPEST {
            return u64::MAX;
        }
        let place = std::ptr::from_ref(schema) as usize;
        match self.known.get(&place) {
            Some(Some(known)) => return *known,
            // It comes back to itself, and is counted there.
            Some(None) => return 0,
            None => drop(self.known.insert(place, None)),
        }
        let resolver = &within(schema, outer);
        let mut sum: u64 = 1;
        let mut add = |counting: &mut Self, inner: &'r Value, resolver: &Resolver<'r>| {
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
            let codes: Vec<Value> = (0..300_000).map(|code| json!({ "const": code })).collect();
            assert!(!multiplies(&json!({ keyword: codes })), "{keyword}");
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
        let mut own = levels("anyOf", 20, 2);
        own["$id"] = "https://example.org/own".into();
        own["$ref"] = "#/$defs/d19".into();
        own["properties"] = json!({});
        assert!(multiplies(&json!({"$defs": {"own": own}, "properties": {"id": {"$ref": "https://example.org/own"}}})));
    }

    #[test]
    fn a_member_may_be_called_like_a_keyword() {
        for name in ["$defs", "definitions", "enum", "const", "default", "examples", "properties", "$ref", "items"] {
            for keyword in ["properties", "patternProperties", "dependentSchemas"] {
                let mut schema = levels("anyOf", 20, 2);
                let id = schema["properties"]["id"].take();
                schema["properties"] = json!({});
                schema[keyword] = json!({ name: { "properties": { name: id } } });
                assert!(multiplies(&schema), "{name} in {keyword}");
            }
        }
    }

    #[test]
    fn what_nobody_refers_to_and_data_are_not_looked_into() {
        let mut unused = levels("anyOf", 20, 2);
        unused["properties"] = json!({});
        unused["examples"] = json!([{"anyOf": [{"$ref": "#/$defs/d19"}]}]);
        assert!(!multiplies(&unused));
    }

    #[test]
    fn a_schema_that_goes_down_by_itself_does_not_multiply() {
        let tree =
            json!({"properties": {"left": {"$ref": "#"}, "right": {"anyOf": [{"$ref": "#"}, {"type": "null"}]}}});
        assert!(!multiplies(&tree));
    }
}
