//! The text of one file while it is read: its records, piece by piece on all cores, and places in it.

use std::{
    borrow::Cow,
    ops::Range,
    sync::{Arc, OnceLock},
};

use accordance_document::{Format, Limits, LineIndex, ReadError, Record, Records, Tree, decode, locate_all, read_line};
use rayon::prelude::*;

use crate::{Files, Place, RecordFile, schema_fault::Focus};

/// How much of an NDJSON file one thread reads at a time, in bytes.
const PIECE: usize = 1 << 20;

pub(crate) struct FileText<'f> {
    name: Arc<str>,
    format: Format,
    text: Cow<'f, str>,
    lines: OnceLock<LineIndex>,
}

/// Why a file cannot be read.
pub(crate) struct NotRead {
    pub(crate) message: String,
    pub(crate) advice: String,
    pub(crate) spot: Spot,
}

/// A place in a file that need not be named yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spot {
    pub(crate) span: Range<usize>,
    line: usize,
    column: usize,
}

impl Spot {
    pub(crate) fn named(self, file: &Arc<str>, pointer: &str) -> Place {
        Place {
            file: Arc::clone(file),
            line: self.line.max(1),
            column: self.column.max(1),
            span: self.span,
            pointer: pointer.to_owned(),
        }
    }
}

impl<'f> FileText<'f> {
    pub(crate) fn read(files: &'f dyn Files, file: &RecordFile) -> Result<Self, NotRead> {
        let bytes = files.read(&file.name).map_err(|reason| NotRead {
            message: format!("the file cannot be read: {reason}"),
            advice: "see that it is there and may be read".into(),
            spot: Spot::default(),
        })?;
        if let Err(mistake) = decode(&bytes) {
            let before = bytes.get(..mistake.span().start).unwrap_or_default();
            let text = String::from_utf8_lossy(before);
            let (line, column) = LineIndex::new(&text).line_column(&text, text.len());
            return Err(NotRead {
                message: mistake.message().to_owned(),
                advice: mistake.advice().to_owned(),
                spot: Spot { span: mistake.span(), line, column },
            });
        }
        let text = match bytes {
            Cow::Borrowed(bytes) => std::str::from_utf8(bytes).map(Cow::Borrowed).ok(),
            Cow::Owned(bytes) => String::from_utf8(bytes).map(Cow::Owned).ok(),
        };
        // INVARIANT: `decode` has accepted the same bytes.
        let text = text.unwrap_or_default();
        Ok(Self { name: Arc::clone(&file.name), format: file.format, text, lines: OnceLock::new() })
    }

    /// A text that is no file.
    pub(crate) fn of_text(name: &str, format: Format, text: String) -> Self {
        Self { name: name.into(), format, text: Cow::Owned(text), lines: OnceLock::new() }
    }

    pub(crate) fn name(&self) -> &Arc<str> {
        &self.name
    }

    pub(crate) fn format(&self) -> Format {
        self.format
    }

    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The text at a place.
    pub(crate) fn slice(&self, span: &Range<usize>) -> &str {
        self.text().get(span.clone()).unwrap_or_default()
    }

    /// Hands all records over in pieces that are read side by side. The pieces are in the order of the file.
    pub(crate) fn pieces<T: Default + Send>(
        &self,
        limits: Limits,
        visit: impl Fn(&mut T, Result<Record<'_>, ReadError>, &Self) + Sync,
    ) -> Vec<T> {
        let text = self.text();
        if self.format != Format::Ndjson {
            let mut piece = T::default();
            let mut tree = Tree::new();
            let mut records = Records::new(text, self.format, &mut tree, limits);
            while let Some(found) = records.next_record() {
                visit(&mut piece, found, self);
            }
            return vec![piece];
        }
        let cuts = cuts(text);
        let pieces = cuts.par_windows(2).map_init(Tree::new, |tree, ends| {
            let mut piece = T::default();
            let [mut at, end] = [ends[0], ends[1]];
            while at < end {
                let rest = &text.as_bytes()[at..end];
                let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |line| line + 1);
                let line = text.get(at..at + length).unwrap_or_default();
                // The number of the line follows from its place where it is asked for.
                if let Some(found) = read_line(line, at, 1, tree, limits) {
                    visit(&mut piece, found, self);
                }
                at += length;
            }
            piece
        });
        pieces.collect()
    }

    fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(self.text()))
    }

    pub(crate) fn spot(&self, span: Range<usize>) -> Spot {
        let (line, column) = self.lines().line_column(self.text(), span.start);
        Spot { span, line, column }
    }

    /// The places of values of a record. A value that is not there has the place of the nearest one above it.
    pub(crate) fn places<'p>(
        &self,
        record: &Record<'_>,
        pointers: impl Iterator<Item = (&'p str, Focus)>,
        limits: Limits,
    ) -> Vec<Spot> {
        self.places_in(record.span.clone(), pointers, limits)
    }

    /// The same for a record that was read before.
    pub(crate) fn places_in<'p>(
        &self,
        record: Range<usize>,
        pointers: impl Iterator<Item = (&'p str, Focus)>,
        limits: Limits,
    ) -> Vec<Spot> {
        let (pointers, focuses): (Vec<&str>, Vec<Focus>) = pointers.unzip();
        let found = locate_all(self.text(), self.format, record.clone(), &pointers, limits);
        found
            .into_iter()
            .zip(focuses)
            .map(|(place, focus)| {
                let span = match place {
                    Some(place) if focus == Focus::Key => place.key.unwrap_or(place.value),
                    Some(place) if place.value.is_empty() => place.key.unwrap_or(place.value),
                    Some(place) => place.value,
                    None => record.clone(),
                };
                self.spot(if focus == Focus::Start { self.start(span) } else { span })
            })
            .collect()
    }

    /// The bracket or the word that a value begins with.
    fn start(&self, span: Range<usize>) -> Range<usize> {
        let text = self.slice(&span);
        let word = text.find(|c: char| c.is_whitespace() || c == ':').unwrap_or(text.len());
        let length = if text.starts_with(['{', '[']) { 1 } else { word };
        span.start..span.start + length
    }

    /// The place of a value of a record that was read before.
    pub(crate) fn place_in(&self, record: Range<usize>, pointer: &str, focus: Focus, limits: Limits) -> Option<Spot> {
        let place = locate_all(self.text(), self.format, record, &[pointer], limits).pop().flatten()?;
        let span = if focus == Focus::Key { place.key.unwrap_or(place.value) } else { place.value };
        Some(self.spot(span))
    }
}

/// Where an NDJSON text is cut into pieces: behind a line break.
fn cuts(text: &str) -> Vec<usize> {
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut cuts = vec![at];
    while at < text.len() {
        let next = text.as_bytes().get(at + PIECE..).and_then(|rest| memchr::memchr(b'\n', rest));
        at = next.map_or(text.len(), |line| at + PIECE + line + 1);
        cuts.push(at);
    }
    cuts
}
