//! The records of a file, one after another.

use std::ops::Range;

use crate::{
    Format, Limits, ReadError, Tree, Value, ValueKind,
    format::text_start,
    json::scan,
    json_mistake,
    quick::{Guide, Memory, Read, read},
    tree::size,
    yaml::{self, Mistake},
    yaml_parts::{YamlParts, parts},
};

/// Which record of a file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin {
    /// From 1: the line in NDJSON, the document in YAML; 1 in JSON.
    pub part: usize,
    /// From 0: the item, where the document is a list of records.
    pub item: Option<usize>,
}

impl Origin {
    /// The JSON Pointer of the record within its document: `/3` for an item, empty for a document that is one record.
    pub fn pointer(self) -> String {
        self.item.map_or_else(String::new, |item| format!("/{item}"))
    }
}

/// A record as it stands in its file.
#[derive(Clone, Debug)]
pub struct Record<'a> {
    /// The record.
    pub value: Value<'a>,
    /// Its bytes in the file.
    pub span: Range<usize>,
    /// Which one of its file it is.
    pub origin: Origin,
}

/// Parses one JSON text into a tree.
///
/// # Errors
/// The first mistake, with its place in the text.
pub fn parse_json<'a>(text: &'a str, tree: &'a mut Tree, limits: Limits) -> Result<Value<'a>, ReadError> {
    let limits = limits.bounded();
    if text.len() > limits.record_bytes {
        return Err(ReadError::too_long(0, limits.record_bytes));
    }
    let scanned = scan(text, tree, limits)?;
    if let Some(after) = next_byte(text, scanned.end) {
        return Err(json_mistake::trailing(text, after));
    }
    match scanned.mistake {
        Some(mistake) => Err(mistake),
        None => Ok(Value::at(tree, text, 0)),
    }
}

/// The lines of an NDJSON text with the place at which each begins, for callers that share them out to threads.
///
/// A byte-order mark at the start of the text belongs to no line.
pub fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = text_start(text);
    std::iter::from_fn(move || {
        let line = line_at(text, start)?;
        let at = start;
        start += line.len();
        Some((at, line))
    })
}

/// The line that begins at a place, with its line break; none at the end of the text.
fn line_at(text: &str, start: usize) -> Option<&str> {
    let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
    let end = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |at| at + 1);
    rest.get(..end)
}

/// Reads one line of an NDJSON text that begins at `start` in its file and is its line `number`, from 1. A blank line
/// holds no record.
pub fn read_line<'a>(
    line: &'a str,
    start: usize,
    number: usize,
    tree: &'a mut Tree,
    limits: Limits,
) -> Option<Result<Record<'a>, ReadError>> {
    let line = without_space_behind(line);
    let start_in_line = next_byte(line, 0)?;
    let origin = Origin { part: number, item: None };
    Some(match parse_json(line, tree, limits) {
        Ok(value) => Ok(Record { value, span: start + start_in_line..start + line.len(), origin }),
        Err(mistake) => Err(mistake.moved(start).within(origin)),
    })
}

/// A record that was read along a guide.
#[derive(Clone, Debug)]
pub struct Guided<'a> {
    /// The record.
    pub record: Record<'a>,
    /// Whether it is surely valid. Of one that is not surely so, nothing is known, and nothing marked.
    pub is_valid: bool,
}

impl<'a> Guided<'a> {
    /// What is marked in a valid record, with its state, in the order of the record, but for what `memory`, with which
    /// it was read, has noted since [`Memory::begin`]. It is noted now.
    pub fn marked<'m>(&self, memory: &'m mut Memory) -> impl Iterator<Item = (u32, Value<'a>)> + use<'a, 'm> {
        let value = self.record.value;
        let marked = if self.is_valid { value.tree.marked.as_slice() } else { &[] };
        marked.iter().map(move |marked| {
            marked.remembered.into_iter().for_each(|remembered| memory.note(remembered));
            (marked.state, value.with(marked.node))
        })
    }

    /// How much is marked besides; see [`Marks::marks`](crate::Marks::marks).
    pub fn noted(&self) -> u32 {
        if self.is_valid { self.record.value.tree.noted } else { 0 }
    }
}

/// Does as [`read_line`], along a guide. `memory` knows what was read along it before.
pub fn read_line_guided<'a>(
    line: &'a str,
    start: usize,
    number: usize,
    tree: &'a mut Tree,
    limits: Limits,
    guide: &Guide,
    memory: &mut Memory,
) -> Option<Result<Guided<'a>, ReadError>> {
    let text = without_space_behind(line);
    let start_in_line = next_byte(text, 0)?;
    let bounded = limits.bounded();
    if text.len() <= bounded.record_bytes
        && let Some(Read { end, is_valid }) = read(text, tree, bounded, guide, memory)
        && next_byte(text, end).is_none()
    {
        let origin = Origin { part: number, item: None };
        let span = start + start_in_line..start + text.len();
        let record = Record { value: Value::at(tree, text, 0), span, origin };
        return Some(Ok(Guided { record, is_valid }));
    }
    // What is wrong with it is told in one way, with a guide or without.
    let read = read_line(line, start, number, tree, limits)?;
    Some(read.map(|record| Guided { record, is_valid: false }))
}

/// Reads the records of a file's text in their order, into a tree that is used anew for each.
///
/// What cannot be read is handed over as a [`ReadError`] in its place and loses no record that can be: in NDJSON each
/// line stands for itself, in YAML each document and each item of a list of records, in a JSON list each item up to the
/// first mistake of syntax.
///
/// ```
/// use accordance_document::{Format, Limits, Records, Tree};
///
/// let mut tree = Tree::new();
/// let mut records = Records::new(r#"[{"id": "a"}, {"id": "b"}]"#, Format::Json, &mut tree, Limits::default());
/// let mut pointers = Vec::new();
/// while let Some(record) = records.next_record() {
///     pointers.push(record?.origin.pointer());
/// }
/// assert_eq!(pointers, ["/0", "/1"]);
/// # Ok::<(), accordance_document::ReadError>(())
/// ```
#[derive(Debug)]
pub struct Records<'s, 't> {
    text: &'s str,
    tree: &'t mut Tree,
    limits: Limits,
    state: State<'s>,
}

#[derive(Debug)]
enum State<'s> {
    /// The rest of an NDJSON text and the number of its first line.
    Lines {
        at: usize,
        number: usize,
    },
    /// Before the first value of a JSON text.
    Json {
        at: usize,
    },
    /// Before an item of a JSON list.
    Item {
        at: usize,
        item: usize,
    },
    /// A mistake between the items of a JSON list.
    Broken(ReadError),
    /// After the value of a JSON text.
    End {
        at: usize,
    },
    Yaml(Documents<'s>),
    Done,
}

#[derive(Debug)]
struct Documents<'s> {
    parts: YamlParts<'s>,
    /// How many documents were found.
    found: usize,
    document: Option<Document>,
}

/// A YAML document in the tree, whose items are handed over one by one.
#[derive(Debug)]
struct Document {
    part: Range<usize>,
    /// The node of the next record, and the one after the last.
    next: u32,
    end: u32,
    item: Option<usize>,
    /// In the order of their nodes.
    mistakes: std::vec::IntoIter<Mistake>,
}

impl<'s, 't> Records<'s, 't> {
    /// The records of a text. A byte-order mark at its start is stepped over.
    pub fn new(text: &'s str, format: Format, tree: &'t mut Tree, limits: Limits) -> Self {
        let at = text_start(text);
        let state = match format {
            Format::Json => State::Json { at },
            Format::Ndjson => State::Lines { at, number: 1 },
            Format::Yaml => State::Yaml(Documents { parts: parts(text, at), found: 0, document: None }),
        };
        Self { text, tree, limits: limits.bounded(), state }
    }

    /// The next record, or why it cannot be read; nothing at the end.
    pub fn next_record(&mut self) -> Option<Result<Record<'_>, ReadError>> {
        match self.state {
            State::Lines { at, number } => self.next_line(at, number),
            State::Yaml(_) => self.next_in_yaml(),
            _ => self.next_in_json(),
        }
    }

    fn next_line(&mut self, mut at: usize, mut number: usize) -> Option<Result<Record<'_>, ReadError>> {
        loop {
            let Some(line) = line_at(self.text, at) else {
                self.state = State::Done;
                return None;
            };
            let (start, this) = (at, number);
            at += line.len();
            number += 1;
            if next_byte(line, 0).is_some() {
                self.state = State::Lines { at, number };
                return read_line(line, start, this, self.tree, self.limits);
            }
        }
    }

    fn next_in_json(&mut self) -> Option<Result<Record<'_>, ReadError>> {
        let origin = Origin { part: 1, item: None };
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Json { at } => {
                    let Some(first) = next_byte(self.text, at) else {
                        return Some(Err(json_mistake::ends(self.text, 0).within(origin)));
                    };
                    if self.text.as_bytes().get(first) != Some(&b'[') {
                        return Some(self.read_json(first, origin));
                    }
                    self.state = match next_byte(self.text, first + 1) {
                        Some(end) if self.text.as_bytes().get(end) == Some(&b']') => State::End { at: end + 1 },
                        _ => State::Item { at: first + 1, item: 0 },
                    };
                }
                State::Item { at, item } => {
                    let start = next_byte(self.text, at).unwrap_or(self.text.len());
                    return Some(self.read_json(start, Origin { item: Some(item), ..origin }));
                }
                State::Broken(mistake) => return Some(Err(mistake)),
                State::End { at } => {
                    let at = next_byte(self.text, at)?;
                    return Some(Err(json_mistake::trailing(self.text, at).within(origin)));
                }
                State::Lines { .. } | State::Yaml(_) | State::Done => return None,
            }
        }
    }

    /// Reads the JSON value at `start`, and looks at what follows it.
    fn read_json(&mut self, start: usize, origin: Origin) -> Result<Record<'_>, ReadError> {
        // Places within a record are kept in 32 bits: a record is read from a text that is no longer than one may be.
        let longest = self.limits.record_bytes;
        let rest = self.text.get(start..).unwrap_or_default();
        let own = beginning(rest, longest + 1);
        let scanned = match scan(own, self.tree, self.limits) {
            Ok(scanned) if scanned.end <= longest => scanned,
            Err(mistake) if own.len() == rest.len() || mistake.span().end < own.len() => {
                let mistake = mistake.moved(start).within(origin);
                let has_more = origin.item.is_some();
                return Err(if has_more { mistake.losing_the_rest() } else { mistake });
            }
            _ => return Err(ReadError::too_long(start, longest).within(origin).losing_the_rest()),
        };
        let end = start + scanned.end;
        self.state = self.after(end, origin);
        match scanned.mistake {
            Some(mistake) => Err(mistake.moved(start).within(origin)),
            None => Ok(Record { value: Value::at(self.tree, own, 0), span: start..end, origin }),
        }
    }

    fn after(&self, end: usize, origin: Origin) -> State<'s> {
        let Some(item) = origin.item else {
            return State::End { at: end };
        };
        let at = next_byte(self.text, end);
        match at.and_then(|at| Some((at, *self.text.as_bytes().get(at)?))) {
            Some((at, b',')) => State::Item { at: at + 1, item: item + 1 },
            Some((at, b']')) => State::End { at: at + 1 },
            _ => {
                let at = at.unwrap_or(self.text.len());
                State::Broken(json_mistake::separator(self.text, at, false).within(origin).losing_the_rest())
            }
        }
    }

    fn next_in_yaml(&mut self) -> Option<Result<Record<'_>, ReadError>> {
        let State::Yaml(documents) = &mut self.state else {
            return None;
        };
        loop {
            if let Some(document) = &mut documents.document {
                if document.next < document.end {
                    let text = self.text.get(document.part.clone()).unwrap_or_default();
                    let origin = Origin { part: documents.found, item: document.item };
                    return Some(document.next_item(text, self.tree, origin));
                }
                documents.document = None;
            }
            let Some(part) = documents.parts.next() else {
                let is_empty = documents.found == 0;
                self.state = State::Done;
                let nothing = json_mistake::ends(self.text, 0).within(Origin { part: 1, item: None });
                return is_empty.then_some(Err(nothing));
            };
            let origin = Origin { part: documents.found + 1, item: None };
            if part.len() > self.limits.record_bytes {
                documents.found += 1;
                return Some(Err(ReadError::too_long(part.start, self.limits.record_bytes).within(origin)));
            }
            let text = self.text.get(part.clone()).unwrap_or_default();
            match yaml::read(text, self.tree, self.limits) {
                Ok(None) => {}
                Ok(Some(mistakes)) => {
                    documents.found += 1;
                    documents.document = Some(Document::new(part, self.tree, mistakes));
                }
                Err(mistake) => {
                    documents.found += 1;
                    return Some(Err(mistake.moved(part.start).within(origin)));
                }
            }
        }
    }
}

impl Document {
    fn new(part: Range<usize>, tree: &Tree, mistakes: Vec<Mistake>) -> Self {
        let root = Value::at(tree, "", 0);
        // A mistake that concerns the list itself leaves no item of it.
        let is_list = root.kind() == ValueKind::Array && mistakes.first().is_none_or(|mistake| mistake.node > 0);
        Self {
            part,
            next: u32::from(is_list),
            end: size(tree.nodes.len()),
            item: is_list.then_some(0),
            mistakes: mistakes.into_iter(),
        }
    }

    fn next_item<'a>(&mut self, text: &'a str, tree: &'a Tree, origin: Origin) -> Result<Record<'a>, ReadError> {
        let value = Value::at(tree, text, self.next);
        self.next = value.node().after(value.at);
        self.item = self.item.map(|item| item + 1);
        let mut first = None;
        while self.mistakes.as_slice().first().is_some_and(|mistake| mistake.node < self.next) {
            let mistake = self.mistakes.next();
            first = first.or(mistake);
        }
        match first {
            Some(mistake) => Err(mistake.describe(text, tree).moved(self.part.start).within(origin)),
            None => {
                let end = tree.ends.get(value.at as usize).map_or(text.len(), |end| *end as usize);
                Ok(Record { value, span: self.part.start + value.start()..self.part.start + end, origin })
            }
        }
    }
}

/// The first `length` bytes of a text, or a few less where a character would be cut.
fn beginning(text: &str, length: usize) -> &str {
    let ends = length.saturating_sub(3)..=length;
    ends.rev().find_map(|end| text.get(..end)).unwrap_or(text)
}

/// Whether a line of an NDJSON text holds nothing: white space of JSON at most.
pub fn is_blank(line: &str) -> bool {
    next_byte(line, 0).is_none()
}

/// Where the next byte stands that is not JSON's white space.
fn next_byte(text: &str, from: usize) -> Option<usize> {
    let rest = text.as_bytes().get(from..)?;
    rest.iter().position(|byte| !is_space(*byte)).map(|at| from + at)
}

fn without_space_behind(text: &str) -> &str {
    let end = text.bytes().rposition(|byte| !is_space(byte)).map_or(0, |last| last + 1);
    text.get(..end).unwrap_or_default()
}

/// Whether a byte is white space of JSON. A form feed is none.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}
