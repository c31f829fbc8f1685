//! Rule files checked against JSON Schemas, and lowered to a small typed core that any engine can run.
//!
//! ```
//! use accordance_rules::{CollectionSchema, Environment, Sources, check, referencing};
//! use serde_json::json;
//!
//! let schema = json!({
//!     "properties": {"id": {"type": "string"}, "number": {"type": "integer"}},
//!     "required": ["id", "number"],
//! });
//! let registry = referencing::Registry::new().add("urn:goal", &schema)?.prepare()?;
//! let resolver = registry.resolver(referencing::uri::from_str("urn:goal")?);
//! let mut environment = Environment::of_names(["goals".into()]);
//! let goals = CollectionSchema { name: "goals".into(), schema: &schema, resolver, id: None, references: Vec::new() };
//! environment.read(0, &goals)?;
//!
//! let text = "accordance 1\n\nrule numbered \"Goals have numbers\"\n  severity error\n  for goal in goals\n  \
//!             require goal.nubmer > 0\n  message \"{goal.id}\"\nend\n";
//! let sources = Sources::load(["goals.accord".to_owned()], &|_| Ok(text.as_bytes().to_vec()));
//! let checked = check(&sources, &environment);
//! assert_eq!(checked.diagnostics[0].message, "a goal has no field `nubmer`");
//! assert_eq!(checked.diagnostics[0].label, "the nearest field is `number`");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! This crate knows nothing of the domain, of records, or of how a rule is run.

mod argument;
mod check;
mod code;
pub mod core;
mod diagnostic;
mod environment;
pub mod fields;
mod function;
mod group;
pub mod join;
mod nearest;
mod one_line;
pub mod plan;
mod prose;
mod schema;
mod source;
mod types;

/// What finds the schemas that a schema refers to, of the version whose types [`CollectionSchema`] takes.
pub use referencing;

pub use argument::argument;
pub use check::{BUILT_IN, Checked, check, check_given};
pub use code::{Explanation, explanations};
pub use diagnostic::{Diagnostic, FileId, Level, Place};
pub use environment::Environment;
pub use function::Function;
pub use prose::{ProsePart, RuleProse, Sentence, Subject, prose};
pub use schema::CollectionSchema;
pub use source::{ReadFile, SourceFile, Sources};
pub use types::{CollectionId, Part, Type};

pub(crate) use check::data_constant;
pub(crate) use code::Code;
