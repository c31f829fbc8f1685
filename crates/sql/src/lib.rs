//! Rules as SQL statements, for DuckDB and Spark.
//!
//! ```
//! use accordance_rules::{CollectionSchema, Environment, Sources, check, core::Date, referencing};
//! use accordance_sql::{Dialect, Options, Script, Source};
//! use serde_json::json;
//!
//! let schema = json!({
//!     "properties": {"id": {"type": "string"}, "number": {"type": "integer"}},
//!     "required": ["id", "number"],
//! });
//! let registry = referencing::Registry::new().add("urn:goal", &schema)?.prepare()?;
//! let resolver = registry.resolver(referencing::uri::from_str("urn:goal")?);
//! let mut environment = Environment::of_names(["goals".into()]);
//! let id = Some("/id".into());
//! let goals = CollectionSchema { name: "goals".into(), schema: &schema, resolver, id, references: Vec::new() };
//! environment.read(0, &goals)?;
//!
//! let text = "accordance 1\n\nrule numbered \"Goals have numbers\"\n  severity error\n  for goal in goals\n  \
//!             require goal.number > 0\n  message \"{goal.id}\"\nend\n";
//! let sources = Sources::load(["goals.accord".to_owned()], &|_| Ok(text.as_bytes().to_vec()));
//! let checked = check(&sources, &environment);
//! let options = Options { as_of: jiff::civil::date(2024, 6, 1), parameters: Vec::new() };
//!
//! let script = Script::new(&checked.program, &environment, &options, Dialect::DuckDb);
//! assert!(script.refused.is_empty());
//! assert_eq!(script.views[0].name, "findings_numbered");
//! assert!(script.views[0].statement.contains(r#""number" > CAST('0' AS BIGINT)"#));
//! let load = script.load(&|_| Source::Read("goals.ndjson".to_owned()))?;
//! assert!(load.contains(r#"STRUCT("id" VARCHAR, "number" BIGINT)"#));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A rule goes through three forms. The typed core is *lowered* to a tree of expressions and of steps that each read
//! the one before (`lower`, `sql`, `query`); steps that can be one are *fused*; and a *dialect* writes the tree
//! (`dialect`). All that SQL and the language differ in, missing values first of all, is dealt with in lowering, so
//! that a dialect has names for things and nothing else.
//!
//! This crate knows nothing of the domain, and of records only what form their columns have. It runs no statement.

mod dialect;
mod given;
mod lower;
mod pattern;
mod query;
mod record;
mod refusal;
mod script;
mod sql;
mod storage;

pub use record::NotHeld;
pub use refusal::{Refusal, UNSAID, Unsaid};
pub use script::{Dialect, NoId, Options, Script, Source, View};
