//! From records to a text in one of the formats.

use accordance_canon::Canon;

use crate::{calendar, iati, json_ld, skos};

/// A format that records are written in for others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Editions as concept schemes, and goals, themes, SDGs and targets as concepts of SKOS, in RDF 1.1 Turtle.
    Skos,
    /// All records as one document of JSON-LD 1.1, with its context in it.
    JsonLd,
    /// The SDGs and targets that alignments and contributions refer to, as `tag` elements of IATI 2.03.
    Iati,
    /// Meetings as events of iCalendar (RFC 5545).
    Ics,
}

/// Records in a format.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exported {
    /// The text of the file.
    pub text: String,
    /// What is not in it, and why: a sentence each, without a full stop.
    pub left_out: Vec<String>,
}

/// Why records cannot be written in a format.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// A record has no form in the format.
    #[error("the records cannot be written in this format: {0}")]
    Form(String),
}

impl From<std::io::Error> for ExportError {
    fn from(error: std::io::Error) -> Self {
        Self::Form(error.to_string())
    }
}

impl From<serde_json::Error> for ExportError {
    fn from(error: serde_json::Error) -> Self {
        Self::Form(error.to_string())
    }
}

/// Writes records in a format. The same records in the same order give the same text.
///
/// What records refer to is named by their own titles where it is among them, and else by those of the built-in data.
///
/// # Errors
/// [`ExportError`] where a record has no form in the format. No valid record is known to have none.
pub fn export(records: &Canon, format: Format) -> Result<Exported, ExportError> {
    match format {
        Format::Skos => skos::export(records),
        Format::JsonLd => json_ld::export(records),
        Format::Iati => iati::export(records),
        Format::Ics => Ok(calendar::export(records)),
    }
}
