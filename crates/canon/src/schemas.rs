//! The published JSON Schemas, generated from the types.

mod examples;
mod subschemas;
mod titles;

use std::{fmt::Write, sync::LazyLock};

use accordance_terms::schema::STRAY_END;
use schemars::{Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::{
    DATA_LINES,
    kinds::{KINDS, Kind, kind},
};

macro_rules! version {
    () => {
        "v1"
    };
}

/// The version of the schemas, and the name of the folder in which they are published: `v1`, or `v1.1` for the first
/// that follows it without breaking it.
pub const VERSION: &str = version!();

/// The address that the `$id` of every schema begins with. Nothing is ever fetched from it.
pub const BASE: &str = concat!("https://w3id.org/accordance/schemas/", version!(), "/");

const COMMENT: &str = "Generated from the types by `cargo xtask schemas`. Do not edit.";
const BUNDLE_FILE: &str = "accordance.schema.json";
const INDEX_FILE: &str = "index.json";

/// What the examples of kinds and the reference data hold at each property of the bundle.
static SEEN: LazyLock<examples::Seen> = LazyLock::new(|| {
    let bundle = plain_bundle();
    let definitions = bundle["$defs"].as_object().into_iter().flatten();
    let own = definitions.filter_map(|(_, definition)| definition["examples"].get(0)).cloned();
    let lines = DATA_LINES.iter().flat_map(|(_, text)| text.lines());
    // INVARIANT: the lines are built in, and a test reads every one of them.
    let data = lines.map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")));
    let records: Vec<Value> = own.chain(data).collect();
    examples::seen(&bundle, &records)
});

/// The JSON Schema (2020-12) of a kind, whole in itself; none where there is no such kind.
///
/// Every type and property in it has a title, a description and an example. Examples show forms and are no statements:
/// they are taken from the examples of types and from what is verified in the reference data.
///
/// ```
/// let schema = accordance_canon::schema("meeting").expect("meetings are a kind");
/// assert_eq!(schema["properties"]["kind"]["const"], "meeting");
/// assert!(accordance_canon::schema("minutes").is_none());
/// ```
pub fn schema(word: &str) -> Option<Value> {
    let mut schema = plain_schema(kind(word)?);
    let root = schema["title"].as_str().map(|name| format!("/$defs/{name}")).unwrap_or_default();
    examples::add(&mut schema, &SEEN, &root);
    titles::add(&mut schema);
    Some(schema)
}

/// The schema of a kind as its types make it.
fn plain_schema(kind: &Kind) -> Value {
    publish(&file_name(kind.kind), (kind.whole)(generator()).to_value())
}

/// The JSON Schema of a kind for a validator of which `$` in a pattern matches at the end of a text only, as that of
/// `jsonschema` does: without the `not` beside each pattern that says so to others ([`STRAY_END`]), and without titles
/// and examples of properties.
///
/// It accepts what the published one accepts, and validating a meeting takes about a fifth less time with it.
pub fn lean_schema(word: &str) -> Option<Value> {
    let mut schema = plain_schema(kind(word)?);
    let stray_end = json!({"type": "string", "pattern": STRAY_END});
    subschemas::visit(&mut schema, &mut |_, members| {
        members.shift_remove("examples");
        if members.contains_key("pattern") && members.get("not") == Some(&stray_end) {
            members.shift_remove("not");
        }
    });
    Some(schema)
}

/// One schema of all kinds: a record is of exactly one of them, by its `kind`. Each kind, and each type that kinds
/// share, stands once in `$defs`.
///
/// Types and properties in it have descriptions and examples and no titles: generators of code make a type of each
/// title.
pub fn bundle() -> Value {
    let mut bundle = plain_bundle();
    examples::add(&mut bundle, &SEEN, "");
    bundle
}

fn plain_bundle() -> Value {
    let mut generator = generator();
    let references: Vec<Value> =
        KINDS.iter().map(|kind| (kind.reference)(&mut generator)).map(Schema::to_value).collect();
    let mut generated = json!({
        "$schema": generator.settings().meta_schema.as_deref(),
        "title": "Record",
        "description": "A record of any kind. Its `kind` says which.",
        "oneOf": references,
    });
    generated["$defs"] = generator.take_definitions(true).into();
    generated["examples"] = generated["$defs"]["Goal"]["examples"].clone();
    publish(BUNDLE_FILE, generated)
}

/// A schema that is published beside those of the kinds: of another format of this project, such as that of its
/// findings.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnFormat {
    /// Its name, which that of its file begins with.
    pub name: &'static str,
    /// What it describes, in a line.
    pub meaning: &'static str,
    /// The version of the schemas in which it first stands.
    pub since: &'static str,
    /// The schema, without an address.
    pub schema: Value,
    /// What has a title in it.
    pub titles: Titles,
}

/// What has a title in a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Titles {
    /// Each property and type, for editors, which show them.
    OfProperties,
    /// What the schema comes with. Generators of code make a type of each title.
    Own,
}

impl OwnFormat {
    /// The schema with its address, and with an example for each property, as far as its own examples show one.
    pub fn published(&self) -> Value {
        let mut schema = publish(&file_name(self.name), self.schema.clone());
        let seen = examples::seen(&schema, schema["examples"].as_array().into_iter().flatten());
        examples::add(&mut schema, &seen, "");
        if self.titles == Titles::OfProperties {
            titles::add(&mut schema);
        }
        schema
    }
}

/// A file that is published beside the schemas and is none: a context of linked data.
#[derive(Clone, Debug, PartialEq)]
pub struct Context {
    /// The name of its file.
    pub file: &'static str,
    /// What it is for, in a line.
    pub meaning: &'static str,
    /// The version of the schemas in which it first stands.
    pub since: &'static str,
    /// What it holds.
    pub document: Value,
}

/// The list of published schemas: the kind, the collection, the `$id`, the file, its SHA-256 and the first version of
/// each; and those of `formats`, and the `contexts`. `files` are the schema files by name and text; an entry whose file
/// is not among them has no `sha256`.
pub fn index(files: &[(String, String)], formats: &[OwnFormat], contexts: &[Context]) -> Value {
    let entry = |file: &str| {
        let mut entry = Map::new();
        entry.insert("$id".into(), format!("{BASE}{file}").into());
        entry.insert("file".into(), file.into());
        if let Some((_, text)) = files.iter().find(|(name, _)| name == file) {
            entry.insert("sha256".into(), sha256(text).into());
        }
        entry
    };
    let schemas: Vec<Value> = KINDS
        .iter()
        .map(|kind| {
            let mut row = Map::new();
            row.insert("kind".into(), kind.kind.into());
            row.insert("collection".into(), kind.collection.into());
            row.insert("meaning".into(), kind.meaning.into());
            row.extend(entry(&file_name(kind.kind)));
            row.insert("since".into(), kind.since.into());
            row.into()
        })
        .collect();
    let others: Vec<Value> = formats
        .iter()
        .map(|format| {
            let mut row = Map::new();
            row.insert("name".into(), format.name.into());
            row.insert("meaning".into(), format.meaning.into());
            row.extend(entry(&file_name(format.name)));
            row.insert("since".into(), format.since.into());
            row.into()
        })
        .collect();
    let contexts: Vec<Value> = contexts
        .iter()
        .map(|context| {
            let mut row = Map::new();
            row.insert("meaning".into(), context.meaning.into());
            row.extend(entry(context.file));
            row.insert("since".into(), context.since.into());
            row.into()
        })
        .collect();
    json!({
        "$comment": COMMENT,
        "version": VERSION,
        "base": BASE,
        "bundle": entry(BUNDLE_FILE),
        "schemas": schemas,
        "formats": others,
        "contexts": contexts,
    })
}

/// Every file of `schemas/v1/`: its name and its text.
pub fn files(formats: &[OwnFormat], contexts: &[Context]) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = KINDS
        .iter()
        .filter_map(|kind| Some((file_name(kind.kind), text(&schema(kind.kind)?))))
        .chain([(BUNDLE_FILE.to_owned(), text(&bundle()))])
        .chain(formats.iter().map(|format| (file_name(format.name), text(&format.published()))))
        .chain(contexts.iter().map(|context| (context.file.to_owned(), text(&context.document))))
        .collect();
    files.push((INDEX_FILE.to_owned(), text(&index(&files, formats, contexts))));
    files
}

fn file_name(kind: &str) -> String {
    format!("{kind}.schema.json")
}

fn generator() -> SchemaGenerator {
    SchemaSettings::draft2020_12().into_generator()
}

/// Gives a generated schema its address, and takes out of its descriptions what only a reader of the Rust types needs.
fn publish(file: &str, generated: Value) -> Value {
    let mut published = Map::new();
    let mut generated = match generated {
        Value::Object(members) => members,
        other => return other,
    };
    if let Some(dialect) = generated.shift_remove("$schema") {
        published.insert("$schema".into(), dialect);
    }
    published.insert("$id".into(), format!("{BASE}{file}").into());
    published.insert("$comment".into(), COMMENT.into());
    published.extend(generated);
    let mut published = published.into();
    plain_descriptions(&mut published);
    published
}

fn plain_descriptions(schema: &mut Value) {
    subschemas::visit(schema, &mut |_, members| {
        if let Some(Value::String(text)) = members.get_mut("description")
            && let Some(code) = text.find("```")
        {
            text.truncate(code);
            text.truncate(text.trim_end().len());
        }
    });
}

fn text(value: &Value) -> String {
    format!("{value:#}\n")
}

/// The SHA-256 of a text, as the index writes it.
pub fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hexadecimal, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hexadecimal, "{byte:02x}");
        hexadecimal
    })
}
