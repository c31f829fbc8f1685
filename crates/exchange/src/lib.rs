//! Records in formats of other worlds: SKOS and JSON-LD for linked data, IATI for reports on development aid, iCalendar
//! for calendars.
//!
//! ```
//! use accordance_canon::Canon;
//! use accordance_exchange::{Format, export};
//!
//! let exported = export(Canon::builtin(), Format::Ics)?;
//! assert!(exported.text.starts_with("BEGIN:VCALENDAR\r\n"));
//! // What has no place in the format is told, never made up.
//! assert!(exported.left_out.iter().any(|left_out| left_out.contains("no day is on record")));
//! # Ok::<(), accordance_exchange::ExportError>(())
//! ```
//!
//! The JSON-LD [`context`] lets records be read as linked data as they are. What a context cannot say, an export adds
//! in the same vocabulary. Other formats say less than records do, above all of how well something is known. So what is
//! not read in a source is shown with its standing, or left out and told. `docs/linked-data.md` says what becomes of
//! what.
//!
//! Nothing is fetched from a network. Text of a record controls no terminal and no other property of what is written.
//!
//! This crate knows nothing of rules, findings or files.

mod calendar;
mod concepts;
mod content_lines;
mod context;
mod events;
mod export;
mod iati;
mod inert;
mod json_ld;
mod mapping;
mod skos;
mod standing;
mod statements;
mod vocabulary;

pub use context::{CONTEXT_FILE, context, context_address};
pub use export::{ExportError, Exported, Format, export};
pub use vocabulary::{IDENTIFIERS, NAMESPACE};
