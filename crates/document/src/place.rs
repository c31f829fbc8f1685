//! Places: from a pointer into a record to bytes, on demand.

use std::ops::Range;

use crate::{Format, Limits, Record, Tree, Value, Ways, format::text_start, json::scan, yaml, yaml_parts::part_at};

/// Where a value stands in its file, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The key of the member, with its quotes, where the value is one.
    pub key: Option<Range<usize>>,
    /// The value, a text with its quotes. What a YAML alias stands for has the place of the alias.
    pub value: Range<usize>,
}

/// Finds the place of a value by reading its record once more, so that a record without a finding pays nothing.
///
/// `text` is the text of the file, `record` the bytes of the record in it as [`Record::span`](crate::Record::span) gives
/// them, `pointer` a JSON Pointer (RFC 6901) into the record. Nothing is found where the pointer leads nowhere.
///
/// ```
/// use accordance_document::{Format, Limits, locate};
///
/// let text = r#"{"id": "gpg-2017-4", "number": 4}"#;
/// let place = locate(text, Format::Json, 0..text.len(), "/number", Limits::default()).expect("it is there");
/// assert_eq!(&text[place.value], "4");
/// assert_eq!(place.key.map(|key| &text[key]), Some("\"number\""));
/// ```
pub fn locate(text: &str, format: Format, record: Range<usize>, pointer: &str, limits: Limits) -> Option<Place> {
    locate_all(text, format, record, &[pointer], limits).pop().flatten()
}

/// Finds the places of several values of one record, reading it once. The results are in the order of the pointers.
pub fn locate_all(
    text: &str,
    format: Format,
    record: Range<usize>,
    pointers: &[&str],
    limits: Limits,
) -> Vec<Option<Place>> {
    let mut tree = Tree::new();
    let limits = limits.bounded();
    let found = match format {
        Format::Json | Format::Ndjson => in_json(text, record, pointers, &mut tree, limits),
        Format::Yaml => in_yaml(text, record, pointers, &mut tree, limits),
    };
    found.unwrap_or_else(|| vec![None; pointers.len()])
}

impl<'a> Record<'a> {
    /// Finds the place of a value of a record that was read from JSON, without reading it once more. `ways` are those of
    /// [`Record::value`], the limits those that it was read with.
    ///
    /// ```
    /// use accordance_document::{Limits, Tree, Ways, read_line};
    ///
    /// let (line, mut tree) = (r#"{"id": "gpg-2017-4", "number": 4}"#, Tree::new());
    /// let record = read_line(line, 0, 1, &mut tree, Limits::default()).expect("it is no blank line")?;
    /// let mut ways = Ways::new(record.value);
    /// let place = record.place_in_json(&mut ways, "/number", Limits::default()).expect("it is there");
    /// assert_eq!(&line[place.value], "4");
    /// # Ok::<(), accordance_document::ReadError>(())
    /// ```
    pub fn place_in_json(&self, ways: &mut Ways<'a>, pointer: &str, limits: Limits) -> Option<Place> {
        let place = ways.place_in_json(pointer, limits.bounded())?;
        // The record begins where its value does.
        let before = self.span.start.checked_sub(self.value.start())?;
        Some(moved(before, place.key, place.value))
    }
}

type Places = Option<Vec<Option<Place>>>;

fn in_json(text: &str, record: Range<usize>, pointers: &[&str], tree: &mut Tree, limits: Limits) -> Places {
    let source = text.get(record.clone()).filter(|own| own.len() <= limits.record_bytes)?;
    scan(source, tree, limits).ok()?;
    let mut ways = Ways::new(Value::at(tree, source, 0));
    let place = |pointer: &&str| {
        let place = ways.place_in_json(pointer, limits)?;
        Some(moved(record.start, place.key, place.value))
    };
    Some(pointers.iter().map(place).collect())
}

fn in_yaml(text: &str, record: Range<usize>, pointers: &[&str], tree: &mut Tree, limits: Limits) -> Places {
    let part = part_at(text, text_start(text), record.start)?;
    let source = text.get(part.clone()).filter(|own| own.len() <= limits.record_bytes)?;
    yaml::read(source, tree, limits).ok()?;
    let document = Value::at(tree, source, 0);
    let span = |at: u32| tree.nodes[at as usize].start as usize..tree.ends[at as usize] as usize;
    let is_record = |value: &Value<'_>| span(value.at) == (record.start - part.start..record.end - part.start);
    let root = document.items().find(is_record).or(Some(document).filter(is_record))?;
    let mut ways = Ways::new(root);
    let place = |pointer: &&str| {
        let (key, value) = ways.member(pointer)?;
        Some(moved(part.start, key.map(span), span(value.at)))
    };
    Some(pointers.iter().map(place).collect())
}

fn moved(by: usize, key: Option<Range<usize>>, value: Range<usize>) -> Place {
    let moved = |span: Range<usize>| span.start + by..span.end + by;
    Place { key: key.map(moved), value: moved(value) }
}
