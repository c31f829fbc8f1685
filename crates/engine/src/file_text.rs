//! A text with records, and places in it.

use std::{
    borrow::Cow,
    ops::Range,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use accordance_document::{Format, Limits, LineIndex, Locator, Place as Found, Record, Ways};

use crate::{Place, schema_fault::Focus};

/// The text of a file, or of one line of it.
pub(crate) struct FileText<'t> {
    name: Arc<str>,
    format: Format,
    text: Cow<'t, str>,
    /// Where it begins in its file.
    start: usize,
    /// The number of its first line.
    line: usize,
    lines: OnceLock<LineIndex>,
    locator: Mutex<Locator>,
}

/// A place in a file that need not be named yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spot {
    pub(crate) span: Range<usize>,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Spot {
    pub(crate) fn named(self, file: &Arc<str>, pointer: impl Into<String>) -> Place {
        Place {
            file: Arc::clone(file),
            line: self.line.max(1),
            column: self.column.max(1),
            span: self.span,
            pointer: pointer.into(),
        }
    }
}

impl<'t> FileText<'t> {
    /// The text of a whole file.
    pub(crate) fn whole(name: &Arc<str>, format: Format, text: Cow<'t, str>) -> Self {
        Self {
            name: Arc::clone(name),
            format,
            text,
            start: 0,
            line: 1,
            lines: OnceLock::new(),
            locator: Mutex::default(),
        }
    }

    /// A line of an NDJSON file, its number, and where it begins.
    pub(crate) fn of_line(name: &Arc<str>, text: Cow<'t, str>, start: usize, line: usize) -> Self {
        Self {
            name: Arc::clone(name),
            format: Format::Ndjson,
            text,
            start,
            line,
            lines: OnceLock::new(),
            locator: Mutex::default(),
        }
    }

    pub(crate) fn name(&self) -> &Arc<str> {
        &self.name
    }

    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// Whether a place is one of this text.
    pub(crate) fn holds(&self, span: &Range<usize>) -> bool {
        self.text.get(self.own(span)).is_some()
    }

    /// The text at a place of the file.
    pub(crate) fn slice(&self, span: &Range<usize>) -> &str {
        self.text.get(self.own(span)).unwrap_or_default()
    }

    /// A place of the file as one of this text.
    fn own(&self, span: &Range<usize>) -> Range<usize> {
        span.start.saturating_sub(self.start)..span.end.saturating_sub(self.start)
    }

    pub(crate) fn spot(&self, span: Range<usize>) -> Spot {
        let lines = self.lines.get_or_init(|| LineIndex::new(&self.text));
        let (line, column) = lines.line_column(&self.text, self.own(&span).start);
        Spot { span, line: line + self.line - 1, column }
    }

    /// The places of values of a record. A value that is not there has the place of the record.
    pub(crate) fn places<'p>(
        &self,
        record: &Range<usize>,
        pointers: impl Iterator<Item = (&'p str, Focus)>,
        limits: Limits,
    ) -> Vec<Spot> {
        let (pointers, focuses): (Vec<&str>, Vec<Focus>) = pointers.unzip();
        let found = self.locate(record, &pointers, limits);
        let moved = |span: Range<usize>| span.start + self.start..span.end + self.start;
        let moved = |place: Found| Found { key: place.key.map(moved), value: moved(place.value) };
        let found = found.into_iter().zip(focuses);
        found.map(|(place, focus)| self.pointed_at(place.map(moved), focus, record)).collect()
    }

    fn locate(&self, record: &Range<usize>, pointers: &[&str], limits: Limits) -> Vec<Option<Found>> {
        // A thread that panicked left what is read anew.
        let mut locator = self.locator.lock().unwrap_or_else(PoisonError::into_inner);
        locator.locate_all(&self.text, self.format, self.own(record), pointers, limits)
    }

    /// The same of a record that was just read, and need not be read once more.
    pub(crate) fn places_of<'p>(
        &self,
        record: &Record<'_>,
        pointers: impl Iterator<Item = (&'p str, Focus)>,
    ) -> Vec<Spot> {
        let mut ways = Ways::new(record.value);
        let mut found = |pointer| record.place(&mut ways, pointer);
        let spot = |(pointer, focus)| self.pointed_at(found(pointer), focus, &record.span);
        pointers.map(spot).collect()
    }

    /// Where to point at for a value that was found in the file, or the record where it was not.
    fn pointed_at(&self, place: Option<Found>, focus: Focus, record: &Range<usize>) -> Spot {
        let span = match place {
            Some(place) if focus == Focus::Key => place.key.unwrap_or(place.value),
            Some(place) if place.value.is_empty() => place.key.unwrap_or(place.value),
            Some(place) => place.value,
            None => record.clone(),
        };
        self.spot(if focus == Focus::Start { self.word(span) } else { span })
    }

    /// The bracket or the word that a value begins with.
    fn word(&self, span: Range<usize>) -> Range<usize> {
        let text = self.slice(&span);
        let word = text.find(|c: char| c.is_whitespace() || c == ':').unwrap_or(text.len());
        let length = if text.starts_with(['{', '[']) { 1 } else { word };
        span.start..span.start + length
    }

    /// The place of a value of a record, if it is there.
    pub(crate) fn place(&self, record: &Range<usize>, pointer: &str, focus: Focus, limits: Limits) -> Option<Spot> {
        let found = self.locate(record, &[pointer], limits).pop().flatten()?;
        let span = if focus == Focus::Key { found.key.unwrap_or(found.value) } else { found.value };
        Some(self.spot(span.start + self.start..span.end + self.start))
    }
}
