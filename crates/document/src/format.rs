//! How a file is written, and the text of its bytes.

use std::ops::Range;

use crate::{ReadError, Reason};

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// One JSON record, or a list of them.
    Json,
    /// YAML documents, each with one record or a list of them.
    Yaml,
    /// One JSON record a line.
    Ndjson,
}

impl Format {
    /// The format that the ending of a file's name stands for: `.json`, `.yaml` and `.yml`, `.ndjson` and `.jsonl`.
    ///
    /// ```
    /// use accordance_document::Format;
    ///
    /// assert_eq!(Format::from_name("records/lyon-2023.yaml"), Some(Format::Yaml));
    /// assert_eq!(Format::from_name("notes.txt"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "json" => Some(Self::Json),
            "yaml" | "yml" => Some(Self::Yaml),
            "ndjson" | "jsonl" => Some(Self::Ndjson),
            _ => None,
        }
    }
}

/// The text of a file's bytes, checked once for the whole file: UTF-8, with or without a byte-order mark at its start.
///
/// The mark stays in the text, so that places in the text are places in the file; what reads records steps over it.
///
/// # Errors
/// [`Reason::Encoding`] for other encodings, with the place of the first bytes that are not UTF-8.
pub fn decode(bytes: &[u8]) -> Result<&str, ReadError> {
    decode_from(bytes, 0)
}

/// The same for a part of a file that begins at a place of it, at the start of a line.
///
/// # Errors
/// As [`decode`], with places in the file.
pub fn decode_from(bytes: &[u8], start: usize) -> Result<&str, ReadError> {
    let other = |length: usize, encoding: &str| {
        Err(not_utf8(0..length, format!("the file is written in {encoding}, and records are read in UTF-8")))
    };
    match bytes {
        _ if start > 0 => utf8(bytes, start),
        [0xff, 0xfe, 0, 0, ..] => other(4, "UTF-32 (little-endian)"),
        [0, 0, 0xfe, 0xff, ..] => other(4, "UTF-32 (big-endian)"),
        [0xff, 0xfe, ..] => other(2, "UTF-16 (little-endian)"),
        [0xfe, 0xff, ..] => other(2, "UTF-16 (big-endian)"),
        [1..=255, 0, 1..=255, 0, ..] => other(2, "UTF-16 (little-endian, without a byte-order mark)"),
        [0, 1..=255, 0, 1..=255, ..] => other(2, "UTF-16 (big-endian, without a byte-order mark)"),
        _ => utf8(bytes, 0),
    }
}

fn utf8(bytes: &[u8], start: usize) -> Result<&str, ReadError> {
    simdutf8::compat::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let end = at + error.error_len().unwrap_or(bytes.len() - at);
        not_utf8(start + at..start + end, format!("byte {} of the file is not UTF-8", start + at))
    })
}

fn not_utf8(span: Range<usize>, message: String) -> ReadError {
    ReadError::new(Reason::Encoding, span, message, "save the file as UTF-8")
}

/// Where the text of a file begins behind a byte-order mark.
pub(crate) fn text_start(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}
