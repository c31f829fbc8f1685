//! The conformance pack: records, each with the verdict that every validator must give on it.
//!
//! ```
//! use accordance_canon::conformance::{Verdict, suites};
//!
//! let suites = suites()?;
//! let goals = suites.iter().find(|suite| suite.name == "goal").expect("goals are a kind");
//! let cases = || goals.groups.iter().flat_map(|group| &group.cases);
//! assert!(cases().any(|case| case.verdict == Verdict::Valid));
//! assert!(cases().any(|case| case.verdict == Verdict::Invalid));
//! # Ok::<(), accordance_canon::conformance::Uncovered>(())
//! ```
//!
//! Most cases follow from the schemas: the least record of a kind is changed at one place, to a value that is right
//! there or wrong in one way. Where meaning matters (days that do not exist, codes, languages), people wrote and
//! reviewed the values: those of texts of a form in `forms`, whole cases in `reviewed`. The reference data is in it
//! too.
//!
//! The pack is written in the format of the [JSON Schema Test
//! Suite](https://github.com/json-schema-org/JSON-Schema-Test-Suite).

mod edit;
mod forms;
mod reviewed;
mod shape;
mod text;
mod values;
mod walk;

use accordance_document::{Format, Limits, Records, Tree};
use serde_json::Value;

pub use shape::Uncovered;

use crate::{BASE, DATA, KINDS, bundle, schema};
use shape::Shape;
use values::Values;

/// The cases that one schema is tried with.
#[derive(Clone, Debug, PartialEq)]
pub struct Suite {
    /// The kind of record, or `accordance` for the bundle of all kinds. The names of the files are made of it.
    pub name: String,
    /// The `$id` of the schema.
    pub schema: String,
    /// The cases by what they are about.
    pub groups: Vec<Group>,
}

/// Cases about one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The place in a record, as a JSON Pointer, or what the cases are about.
    pub description: String,
    /// The cases.
    pub cases: Vec<Case>,
}

/// A value and the verdict on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// What is particular about the value.
    pub description: String,
    /// The value.
    pub data: Value,
    /// What a validator must say of it.
    pub verdict: Verdict,
}

/// What a validator must say of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The schema accepts it.
    Valid,
    /// The schema refuses it, for what is wrong at one place.
    Invalid,
    /// Only a `format` refuses it: it is valid for a validator that does not assert formats.
    InvalidByFormat,
}

impl Verdict {
    /// Whether the schema accepts the value, where formats are asserted or not.
    pub fn is_valid(self, formats: Formats) -> bool {
        match self {
            Self::Valid => true,
            Self::Invalid => false,
            Self::InvalidByFormat => formats == Formats::Annotated,
        }
    }
}

/// What a validator makes of the keyword `format`. JSON Schema allows both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formats {
    /// A value that is not of the format is refused.
    Asserted,
    /// The format is only told.
    Annotated,
}

/// The pack: a suite for each kind, and one for the bundle.
///
/// # Errors
/// [`Uncovered`] where a schema says something that the pack has no cases for.
pub fn suites() -> Result<Vec<Suite>, Uncovered> {
    let mut values = Values::default();
    let mut suites = Vec::new();
    for kind in KINDS {
        let schema = schema(kind.kind).unwrap_or_default();
        let mut groups = vec![Group { description: "the reference data".into(), cases: reference_data(kind.kind) }];
        groups.extend(reviewed::groups(kind.kind, &schema["examples"][0]));
        groups.extend(walk::groups(&schema, &mut values)?);
        suites.push(Suite { name: kind.kind.into(), schema: id(&schema), groups: without_repeats(groups) });
    }
    suites.push(of_the_bundle()?);
    Ok(suites)
}

/// The files of the pack, by their path under `schemas/v1/`, and their texts.
///
/// `conformance/KIND.json` holds the cases on which a validator agrees whether it asserts formats or not, and
/// `conformance/optional/format/KIND.json` those that only a format decides.
///
/// # Errors
/// As [`suites`].
pub fn files() -> Result<Vec<(String, String)>, Uncovered> {
    Ok(suites()?.iter().flat_map(text::files).collect())
}

/// A record of any kind is a record of the bundle, and nothing else is.
fn of_the_bundle() -> Result<Suite, Uncovered> {
    let bundle = bundle();
    let mut kinds = Vec::new();
    for kind in KINDS {
        let schema = schema(kind.kind).unwrap_or_default();
        kinds.push(Case {
            description: format!("{} with all that it can have", kind.kind),
            data: Shape::of(&schema).fullest(&schema)?,
            verdict: Verdict::Valid,
        });
    }
    let one =
        |data: Value, description: &str| Case { description: description.into(), data, verdict: Verdict::Invalid };
    let mut strangers = vec![
        one(Value::Null, "null"),
        one(Value::Array(Vec::new()), "an empty list"),
        one(Value::Object(serde_json::Map::new()), "an object that holds nothing"),
        one("goal".into(), "a text"),
    ];
    for (at, case) in kinds.iter().enumerate() {
        let next = KINDS[(at + 1) % KINDS.len()].kind;
        strangers.push(one(edit::with(&case.data, "/kind", "minutes".into()), "a kind that there is not"));
        strangers.push(one(edit::with(&case.data, "/kind", next.into()), "the properties of another kind"));
        strangers.push(one(edit::without(&case.data, "/kind"), "no kind"));
    }
    strangers.push(one(Value::Array(kinds.iter().map(|case| case.data.clone()).collect()), "a list of records"));
    let groups = vec![
        Group { description: "a record of each kind".into(), cases: kinds },
        Group { description: "what is no record of any kind".into(), cases: strangers },
    ];
    Ok(Suite { name: BUNDLE.into(), schema: id(&bundle), groups })
}

const BUNDLE: &str = "accordance";

fn id(schema: &Value) -> String {
    schema["$id"].as_str().unwrap_or(BASE).to_owned()
}

/// The reference records of a kind.
fn reference_data(kind: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    for (_, text) in DATA {
        let mut tree = Tree::new();
        let mut records = Records::new(text, Format::Yaml, &mut tree, Limits::default());
        while let Some(record) = records.next_record() {
            // That all of them can be read is tested beside the data.
            let Ok(record) = record else { continue };
            let data = record.value.to_json();
            if data["kind"] == kind {
                let name = ["id", "code"].iter().find_map(|name| data[*name].as_str()).unwrap_or(kind);
                cases.push(Case { description: name.to_owned(), data, verdict: Verdict::Valid });
            }
        }
    }
    cases
}

/// Each value once in a suite, and no group without cases.
fn without_repeats(mut groups: Vec<Group>) -> Vec<Group> {
    let mut known = std::collections::HashSet::new();
    for group in &mut groups {
        group.cases.retain(|case| known.insert(case.data.to_string()));
    }
    groups.retain(|group| !group.cases.is_empty());
    groups
}
