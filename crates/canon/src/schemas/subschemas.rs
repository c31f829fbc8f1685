//! The schemas within a schema. Values and names that look like keywords, such as a property `title`, are none.

use serde_json::{Map, Value};

/// Visits a schema and each schema within it, the outer one first. `at` is the JSON Pointer of the schema visited.
pub(super) fn visit(schema: &mut Value, visit: &mut impl FnMut(&str, &mut Map<String, Value>)) {
    visit_at(schema, &mut String::new(), visit);
}

fn visit_at(schema: &mut Value, at: &mut String, visit: &mut impl FnMut(&str, &mut Map<String, Value>)) {
    let Value::Object(members) = schema else { return };
    visit(at, members);
    for (keyword, value) in members {
        match (keyword.as_str(), value) {
            ("properties" | "$defs", Value::Object(named)) => below(at, keyword, |at| {
                named.iter_mut().for_each(|(name, schema)| below(at, name, |at| visit_at(schema, at, visit)));
            }),
            ("anyOf" | "oneOf" | "allOf", Value::Array(branches)) => below(at, keyword, |at| {
                for (number, schema) in branches.iter_mut().enumerate() {
                    below(at, &number.to_string(), |at| visit_at(schema, at, visit));
                }
            }),
            ("items" | "additionalProperties" | "not", schema) => {
                below(at, keyword, |at| visit_at(schema, at, visit));
            }
            _ => {}
        }
    }
}

/// Goes one step down, and back again.
fn below(at: &mut String, step: &str, go: impl FnOnce(&mut String)) {
    let here = at.len();
    at.push('/');
    at.push_str(step);
    go(at);
    at.truncate(here);
}
