//! What a run found, for people and for programs: marked text, JSON, NDJSON, SARIF 2.1.0, JUnit and CSV; what is wrong
//! with rule files; and rules and codes explained.
//!
//! ```
//! use accordance_engine::Report;
//! use accordance_report::Format;
//!
//! let mut out = Vec::new();
//! Format::Ndjson.write(&Report::default(), &mut out)?;
//! assert!(out.is_empty());
//! # Ok::<(), accordance_report::WriteError>(())
//! ```
//!
//! All formats carry the same findings at the same lines. Text of records never controls a terminal, a spreadsheet or a
//! page.
//!
//! This crate knows nothing of the domain or of how findings come about.

mod clean;
mod costs;
mod error;
mod excerpt;
mod explain;
mod fingerprint;
mod inert_json;
mod json;
mod junit;
mod machine;
mod matrix;
mod mistakes;
mod problems;
mod sarif;
mod schema;
mod table;
mod text;
mod trace;
mod trials;
mod values;
mod wrap;

pub use clean::clean;
pub use costs::write_costs;
pub use error::WriteError;
pub use explain::{write_explanation, write_explanation_json, write_rule_prose, write_rule_prose_json};
pub use machine::Format;
pub use matrix::{MatrixFormat, write_matrix};
pub use mistakes::{RuleMistake, RulePlace, write_mistakes};
pub use problems::write_problems;
pub use schema::{OutputSchema, output_schemas};
pub use text::{Colors, Fold, TextOptions, write_text};
pub use trace::{write_trace, write_trace_json};
pub use trials::{TrialsFormat, write_trials};
