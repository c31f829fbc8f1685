//! Runs over data sets: which collection each record belongs to, whether it fits the collection's schema, whether ids
//! are unique and references lead to records, and what was found, at its place.
//!
//! ```
//! use accordance_document::Format;
//! use accordance_engine::{Collections, Config, MemoryFiles, Options, RecordFile, Role, check};
//!
//! let files = MemoryFiles::from_iter([
//!     ("book.json", r#"{"properties": {"id": {"x-identifies": "books"}, "year": {"type": "integer"}}}"#),
//!     ("books.yaml", "- {id: b-1, year: 1999}\n- {id: b-2, year: '2001'}\n"),
//! ]);
//! let config: Config = "[collections.books]\nschema = 'book.json'\nfiles = ['books.yaml']".parse()?;
//! let collections = Collections::new([], &config, &files)?;
//! let list = [RecordFile { name: "books.yaml".into(), format: Format::Yaml, role: Role::Checked }];
//!
//! let report = check(&files, &list, &collections, Options::default());
//! let finding = &report.findings[0];
//! assert_eq!((finding.place.line, finding.place.column), (2, 19));
//! assert_eq!(finding.message, r#""year" is the text "2001", and a whole number is expected"#);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! This crate knows nothing of the domain, of disks and clocks, or of how findings are shown.

mod alternatives;
mod at;
mod check;
mod collection;
mod config;
mod file_text;
mod finding;
mod findings;
mod hash;
mod ids;
mod input;
mod kind;
mod nearest;
mod order;
mod pieces;
mod reading;
mod references;
mod references_lost;
mod rules;
mod schema_fault;
mod schema_faults;
mod schemas;
mod subschemas;
mod told;

pub use check::{BUILT_IN, Options, check};
pub use collection::{CollectionError, Collections};
pub use config::{CollectionConfig, Config, ConfigError};
pub use finding::{
    About, Finding, NoSeverity, Outcome, Place, Problem, RecordName, Related, Report, Severity, Summary, Tally, Waived,
};
pub use input::{Files, MemoryFiles, OpenFile, RecordFile, Role};
pub use nearest::nearest;
pub use rules::{
    Cell, CheckOutcome, Clock, DataSet, IndexSize, ItemPlace, Matrix, NoMatrix, ReadRecord, RuleCost, RuleOptions,
    RuleOutcome, Rules, Side, Traced, TracedCondition, TracedItem, Trial, TrialKind, Trials, Trying, matrix, outcomes,
    plan_of, trace,
};

/// The crate of days such as the one of [`RuleOptions::on`], in the version of this crate's signatures: take it from
/// here, or depend on the same one.
pub use jiff;
