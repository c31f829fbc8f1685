//! The canonical set: the kinds of records, the JSON Schema of each, and the reference data.
//!
//! ```
//! use accordance_canon::{collection_of_kind, schema};
//!
//! let schema = schema("goal").expect("goals are a kind");
//! assert_eq!(schema["$id"], "https://w3id.org/accordance/schemas/v1/goal.schema.json");
//! assert_eq!(collection_of_kind("goal"), Some("goals"));
//! ```
//!
//! This crate knows nothing of rules, findings or the file system.

mod kinds;
mod schemas;

pub use kinds::{KINDS, Kind, collection_of_kind, kind, kind_of_collection};
pub use schemas::{BASE, bundle, files, index, schema};
