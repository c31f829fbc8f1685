//! What changes for whom between two versions of a JSON Schema.
//!
//! Two questions are asked of every place in which the versions differ: is what was valid still valid, so that those
//! who *write* instances need do nothing? And was what is valid now valid before, so that those who *read* them with
//! the older schema need do nothing? A *no* comes with a [`Witness`]: an instance that the one version accepts and the
//! other refuses.
//!
//! ```
//! use accordance_compat::{Class, compare};
//! use serde_json::json;
//!
//! let old = json!({
//!     "type": "object",
//!     "properties": {"mode": {"enum": ["in_person", "online"]}},
//!     "additionalProperties": false
//! });
//! let mut new = old.clone();
//! new["properties"]["mode"]["enum"] = json!(["in_person", "online", "hybrid"]);
//!
//! let comparison = compare(&old, &new)?;
//! assert_eq!(comparison.verdict.class(), Class::WritersKeepWorking);
//!
//! let change = &comparison.changes[0];
//! assert_eq!((change.place.as_str(), change.reasons[0].as_str()), ("mode", "\"hybrid\" is added"));
//! let witness = change.verdict.readers.witness().expect("older readers refuse it");
//! assert_eq!(witness.instance, json!({"mode": "hybrid"}));
//! # Ok::<(), accordance_compat::SchemaError>(())
//! ```
//!
//! # How it is decided
//!
//! The set operations of the `jsonschema` crate prove that one schema covers another. Where they cannot tell of the
//! whole, the versions are walked side by side down to the smallest places that differ, each place is asked by itself,
//! and the answers are put together again: a schema that is covered in every part is covered. What is not proved is
//! looked for: small instances of the one version are made until the other refuses one. Patterns are compared as
//! automata. Every witness is checked with validators of both versions, and no proof outweighs one. What is neither
//! proved nor refuted is [`Answer::Undecided`], and counts as breaking.
//!
//! `format` is asserted. Only JSON Schema 2020-12 is compared, in which all references lead to a place in the same
//! file.
//!
//! This crate knows nothing of records, files or versions of a project.

mod answer;
mod class;
mod comparison;
mod document;
mod keyword;
mod likeness;
mod notes;
mod patterns;
mod print;
mod question;
mod reasons;
mod samples;
mod set;
mod smaller;
mod trail;
mod walk;

pub use answer::{Answer, Scope, Verdict, Witness};
pub use class::Class;
pub use comparison::{Change, Comparison, Note, SchemaError, Version, compare};
pub use set::{Compared, Row, compare_sets};
