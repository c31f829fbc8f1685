//! The schemas in a schema.

use serde_json::Value;

/// Keywords of schemas by name. A name may be the same as a keyword, and is none.
const BY_NAME: [&str; 6] =
    ["$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties"];

/// What stands behind these keywords is data, and may look like a schema.
const DATA: [&str; 4] = ["const", "default", "enum", "examples"];

/// What stands behind a keyword and may be a schema.
pub(crate) fn behind<'s>(keyword: &str, value: &'s Value) -> Vec<&'s Value> {
    match value {
        _ if DATA.contains(&keyword) => Vec::new(),
        Value::Object(named) if BY_NAME.contains(&keyword) => named.values().collect(),
        Value::Array(items) => items.iter().collect(),
        one => vec![one],
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::behind;

    #[test]
    fn names_are_no_keywords_and_data_are_no_schemas() {
        let named = json!({"const": {"type": "integer"}, "properties": {"type": "string"}});
        assert_eq!(behind("properties", &named), [&json!({"type": "integer"}), &json!({"type": "string"})]);
        assert_eq!(behind("allOf", &json!([true, {}])), [&json!(true), &json!({})]);
        assert_eq!(behind("not", &named), [&named]);
        assert!(behind("const", &named).is_empty());
    }
}
