//! The canonical set: the kinds of records, the JSON Schema of each, the reference data, and the rule pack.
//!
//! ```
//! use accordance_canon::{Canon, collection_of_kind, schema};
//!
//! let schema = schema("goal").expect("goals are a kind");
//! assert_eq!(schema["$id"], "https://w3id.org/accordance/schemas/v1/goal.schema.json");
//! assert_eq!(collection_of_kind("goal"), Some("goals"));
//!
//! let canon = Canon::builtin();
//! assert_eq!(canon.goals_of(&"gpg-2017".parse()?).len(), 7);
//! assert_eq!(canon.sdg_targets().len(), 169);
//! # Ok::<(), accordance_terms::InvalidTerm>(())
//! ```
//!
//! The reference data is YAML ([`DATA`]), read by type ([`Canon`]). Every claim in it has a standing; `docs/sources.md`
//! says where it was read.
//!
//! The rule pack ([`RULES`]) is carried as text.
//!
//! | feature | adds |
//! |---|---|
//! | `conformance` | `conformance`: records, each with the verdict that every validator of the schemas must give |
//! | `generate` | `Generator`: realistic meeting records in any number, for measurements and demonstrations |
//! | `proptest` | `mutated`: records spoiled for property tests, and values of every type of the domain crates |
//!
//! This crate knows nothing of how rules are read or run, of findings or of the file system.

mod canon;
#[cfg(feature = "conformance")]
pub mod conformance;
mod data;
#[cfg(feature = "generate")]
mod generate;
mod kinds;
#[cfg(feature = "proptest")]
mod mutation;
mod rules;
mod schemas;

pub use canon::{Canon, NotOfAKind};
pub use data::{DATA, DATA_LINES};
#[cfg(feature = "generate")]
pub use generate::Generator;
pub use kinds::{KINDS, Kind, collection_of_kind, kind, kind_of_collection};
#[cfg(feature = "proptest")]
pub use mutation::{mutated, mutated_by};
pub use rules::RULES;
pub use schemas::{BASE, Context, OwnFormat, Titles, VERSION, bundle, files, index, lean_schema, schema, sha256};
