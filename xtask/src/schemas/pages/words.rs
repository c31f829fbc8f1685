//! Schemas in words, for a cell of a table.

use accordance_canon::kind_of_collection;
use serde_json::Value;

use super::members;

/// What a value is, in a few words.
pub(super) fn in_words(schema: &Value) -> String {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let name = reference.rsplit('/').next().unwrap_or(reference);
        return format!("[{name}](#{})", name.to_lowercase());
    }
    if let Some(word) = schema.get("const") {
        return format!("`{}`", bare(word));
    }
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        let words: Vec<String> = words.iter().map(|word| format!("`{}`", bare(word))).collect();
        return joined(&words, "or");
    }
    if schema.get("x-form").is_some() {
        return text(schema);
    }
    if let Some(forms) = schema.get("anyOf").and_then(Value::as_array) {
        let forms: Vec<String> = forms.iter().map(in_words).collect();
        return joined(&forms, "or");
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("string") => text(schema),
        Some("integer") => format!("whole number{}", range(schema)),
        Some("number") => format!("number{}", range(schema)),
        Some("array") => list(schema),
        Some("object") => object(schema),
        Some("boolean") => "`true` or `false`".to_owned(),
        Some("null") => "`null`".to_owned(),
        Some(other) => other.to_owned(),
        None => "anything".to_owned(),
    }
}

fn text(schema: &Value) -> String {
    let form = schema.get("x-form").and_then(Value::as_str);
    if let Some(collection) = schema.get("x-refers-to").and_then(Value::as_str) {
        let kind = kind_of_collection(collection).unwrap_or(collection);
        return format!("id in [`{collection}`]({kind}.md)");
    }
    let length = |name: &str| schema.get(name).and_then(Value::as_u64).map(grouped);
    let own = if schema.get("x-identifies").is_some() { "its own id: " } else { "" };
    if let Some(form) = form {
        let most = length("maxLength").map(|most| format!(", up to {most} characters"));
        return format!("{own}{form}{}", most.unwrap_or_default());
    }
    if !own.is_empty() {
        return format!("{own}text");
    }
    match (length("minLength"), length("maxLength")) {
        (Some(least), Some(most)) => format!("text of {least} to {most} characters"),
        (Some(least), None) => format!("text of {least} characters or more"),
        (None, Some(most)) => format!("text of up to {most} characters"),
        (None, None) => "text".to_owned(),
    }
}

fn range(schema: &Value) -> String {
    let bound = |name: &str| schema.get(name).and_then(Value::as_u64).map(grouped);
    match (bound("minimum"), bound("maximum")) {
        (Some(least), Some(most)) => format!(" from {least} to {most}"),
        (Some(least), None) => format!(" from {least}"),
        (None, Some(most)) => format!(" up to {most}"),
        (None, None) => String::new(),
    }
}

fn list(schema: &Value) -> String {
    let items = schema.get("items").map_or_else(|| "anything".to_owned(), in_words);
    let each_once = if schema.get("uniqueItems") == Some(&Value::Bool(true)) { ", each once" } else { "" };
    format!("list: {items}{each_once}")
}

fn object(schema: &Value) -> String {
    if let Some(properties) = members(schema, "properties") {
        let properties: Vec<String> =
            properties.iter().map(|(name, property)| format!("`{name}` ({})", in_words(property))).collect();
        return format!("object with {}", joined(&properties, "and"));
    }
    match schema.get("additionalProperties") {
        Some(others @ Value::Object(_)) => format!("object, by name: {}", in_words(others)),
        _ => "object".to_owned(),
    }
}

/// Words in a row: `a, b and c`.
pub(super) fn joined(words: &[String], last: &str) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// A text for a cell of a table.
pub(super) fn cell(text: &str) -> String {
    text.replace('|', "\\|").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A number with its thousands apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn bare(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::in_words;

    #[test]
    fn schemas_are_said_in_words() {
        for (schema, words) in [
            (json!({"$ref": "#/$defs/Source"}), "[Source](#source)"),
            (json!({"type": "string", "const": "goal"}), "`goal`"),
            (json!({"enum": ["a", "b", "c"]}), "`a`, `b` or `c`"),
            (json!({"type": "string", "minLength": 1, "maxLength": 20000}), "text of 1 to 20,000 characters"),
            (
                json!({"type": "string", "x-refers-to": "sdg_targets", "x-form": "a code"}),
                "id in [`sdg_targets`](sdg_target.md)",
            ),
            (json!({"type": "string", "x-form": "a date as in 2023-07-03"}), "a date as in 2023-07-03"),
            (
                json!({"type": "string", "anyOf": [{"type": "string"}, {"type": "string"}], "x-form": "a date or a year"}),
                "a date or a year",
            ),
            (
                json!({"type": "string", "x-identifies": "goals", "x-form": "letters", "maxLength": 80}),
                "its own id: letters, up to 80 characters",
            ),
            (
                json!({"type": "integer", "minimum": 1, "maximum": 4_294_967_295_u32}),
                "whole number from 1 to 4,294,967,295",
            ),
            (json!({"type": "array", "items": {"type": "string"}, "uniqueItems": true}), "list: text, each once"),
            (json!({"anyOf": [{"type": "string"}, {"type": "null"}]}), "text or `null`"),
            (json!({"type": "object", "additionalProperties": {"type": "string"}}), "object, by name: text"),
            (
                json!({"type": "object", "properties": {"a": {"type": "boolean"}}}),
                "object with `a` (`true` or `false`)",
            ),
            (json!({}), "anything"),
        ] {
            assert_eq!(in_words(&schema), words);
        }
    }
}
