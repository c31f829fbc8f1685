//! The pages on kinds: what a schema says, for people. Made from the schemas, so that they cannot say otherwise.

mod words;

use accordance_canon::{KINDS, VERSION};
use serde_json::{Map, Value};

use super::{Failure, Made};
use words::{cell, in_words};

const COMMENT: &str = "<!-- Generated from the schemas by `cargo xtask schemas`. Do not edit. -->";

/// Every page, by its name and its text.
pub(super) fn pages(made: &Made) -> Result<Vec<(String, String)>, Failure> {
    let schemas = made.schemas()?;
    let mut pages = vec![("README.md".to_owned(), index(&schemas))];
    for (name, schema) in &schemas {
        pages.push((format!("{name}.md"), page(name, schema)));
    }
    Ok(pages)
}

fn index(schemas: &std::collections::BTreeMap<String, Value>) -> String {
    let mut text = format!(
        "{COMMENT}\n\n# Kinds of records\n\nWhat a record of each kind holds: its properties, what they mean, and an example. \
         [The guide to the schemas](../schemas.md) says how to use them.\n\n| kind | collection | a record is |\n|---|---|---|\n"
    );
    for kind in KINDS {
        text.push_str(&format!("| [`{0}`]({0}.md) | `{1}` | {2} |\n", kind.kind, kind.collection, kind.meaning));
    }
    text.push_str("\nThe formats of this project itself:\n\n| format | holds |\n|---|---|\n");
    for (name, schema) in schemas.iter().filter(|(name, _)| accordance_canon::kind(name).is_none()) {
        text.push_str(&format!("| [`{name}`]({name}.md) | {} |\n", cell(first_sentence(described(schema)))));
    }
    text
}

fn page(name: &str, schema: &Value) -> String {
    let title = schema["title"].as_str().unwrap_or(name);
    let mut text = format!("{COMMENT}\n\n# {title}\n\n{}\n", paragraphs(described(schema)));
    let schema_file = format!("[{name}.schema.json](../../schemas/{VERSION}/{name}.schema.json)");
    text.push_str(&match accordance_canon::kind(name) {
        Some(kind) => {
            format!("\nSuch records make up the collection `{}`; their schema is {schema_file}.\n", kind.collection)
        }
        None => format!("\nIts schema is {schema_file}.\n"),
    });
    text.push_str(&section(schema));
    let definitions = schema.get("$defs").and_then(Value::as_object);
    let mut definitions: Vec<(&String, &Value)> = definitions.into_iter().flatten().collect();
    definitions.sort_by_key(|(name, _)| *name);
    if !definitions.is_empty() {
        text.push_str("\n## What it is made of\n");
    }
    for (name, definition) in definitions {
        text.push_str(&format!("\n### {name}\n\n{}\n{}", paragraphs(described(definition)), section(definition)));
    }
    if let Some(example) = schema.get("examples").and_then(|examples| examples.get(0)) {
        text.push_str(&format!("\n## Example\n\n```json\n{example:#}\n```\n"));
    }
    text
}

/// The properties of an object, as a table, and what binds them together.
fn section(schema: &Value) -> String {
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        return String::new();
    };
    let mut text = String::from("\n| property | needed | is | meaning |\n|---|---|---|---|\n");
    for (name, property) in properties {
        let required = if is_required(schema, name) { "yes" } else { "" };
        text.push_str(&format!(
            "| `{name}` | {required} | {} | {} |\n",
            cell(&in_words(property)),
            cell(described(property))
        ));
    }
    let mut rules = Vec::new();
    if schema.get("minProperties").is_some_and(|least| *least == 1) {
        rules.push("At least one of them is there.".to_owned());
    }
    rules.extend(schema.get("oneOf").and_then(Value::as_array).and_then(|forms| one_of(forms)));
    if schema.get("additionalProperties") == Some(&Value::Bool(false)) {
        rules.push("No other property is taken.".to_owned());
    }
    if !rules.is_empty() {
        text.push_str(&format!("\n{}\n", rules.join(" ")));
    }
    text
}

/// `oneOf` of forms that each ask for a property.
fn one_of(forms: &[Value]) -> Option<String> {
    let names: Option<Vec<String>> =
        forms.iter().map(|form| Some(format!("`{}`", form.get("required")?.get(0)?.as_str()?))).collect();
    Some(format!("Exactly one of {} is there.", words::joined(&names?, "and")))
}

fn is_required(schema: &Value, name: &str) -> bool {
    schema.get("required").and_then(Value::as_array).is_some_and(|names| names.iter().any(|required| required == name))
}

fn described(schema: &Value) -> &str {
    schema.get("description").and_then(Value::as_str).unwrap_or_default()
}

/// A description as Markdown: lists stand apart.
fn paragraphs(description: &str) -> String {
    description.replacen("\n- ", "\n\n- ", 1)
}

fn first_sentence(description: &str) -> &str {
    description.split_once(". ").map_or(description, |(first, _)| first)
}

/// The members of an object, none for anything else.
fn members<'s>(schema: &'s Value, name: &str) -> Option<&'s Map<String, Value>> {
    schema.get(name).and_then(Value::as_object)
}
