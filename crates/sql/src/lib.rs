//! Rules as SQL statements, for DuckDB and Spark.

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
pub use script::{Dialect, Options, Script, View};
