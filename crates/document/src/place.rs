//! Places: from a pointer into a record to bytes, on demand.

use std::{collections::HashMap, ops::Range};

use crate::{
    Format, Limits, Record, Tree, Value, Ways, format::text_start, json::scan, tree::size, yaml, yaml_parts::parts,
};

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
/// `text` is the text of the file, `record` the bytes of the record in it as [`Record::span`](crate::Record::span)
/// gives them, `pointer` a JSON Pointer (RFC 6901) into the record. Nothing is found where the pointer leads nowhere.
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
    Locator::default().locate_all(text, format, record, pointers, limits)
}

/// Does as [`locate_all`] for the records of one text, one after the other. A YAML document is read once for all of its
/// records that follow each other, so that a list of a thousand records with a finding in each costs no more than its
/// length.
///
/// ```
/// use accordance_document::{Format, Limits, Locator};
///
/// let text = "- id: a\n- id: b\n";
/// let mut locator = Locator::default();
/// let mut place = |record| locator.locate_all(text, Format::Yaml, record, &["/id"], Limits::default()).pop().flatten();
/// assert_eq!(place(2..7).map(|place| &text[place.value]), Some("a"));
/// assert_eq!(place(10..15).map(|place| &text[place.value]), Some("b"));
/// ```
#[derive(Debug, Default)]
pub struct Locator {
    tree: Tree,
    /// The parts of a YAML text, each a document, once they were asked for.
    parts: Option<Vec<Range<usize>>>,
    /// The part that is in the tree.
    part: Option<Range<usize>>,
    /// The nodes of its records, by where these stand in it.
    records: HashMap<Range<u32>, u32>,
}

impl Locator {
    /// The places of values of a record, in the order of their pointers. The text is the same each time.
    pub fn locate_all(
        &mut self,
        text: &str,
        format: Format,
        record: Range<usize>,
        pointers: &[&str],
        limits: Limits,
    ) -> Vec<Option<Place>> {
        let limits = limits.bounded();
        let found = match format {
            Format::Json | Format::Ndjson => {
                // The tree holds no document then.
                self.part = None;
                in_json(text, record, pointers, &mut self.tree, limits)
            }
            Format::Yaml => self.in_yaml(text, record, pointers, limits),
        };
        found.unwrap_or_else(|| vec![None; pointers.len()])
    }

    fn in_yaml(&mut self, text: &str, record: Range<usize>, pointers: &[&str], limits: Limits) -> Places {
        let all = self.parts.get_or_insert_with(|| parts(text, text_start(text)).collect());
        let part = all.get(all.partition_point(|part| part.end <= record.start))?.clone();
        let source = text.get(part.clone()).filter(|own| own.len() <= limits.record_bytes)?;
        if self.part.as_ref() != Some(&part) {
            self.read(source, limits)?;
            self.part = Some(part.clone());
        }
        let within = size(record.start.checked_sub(part.start)?)..size(record.end.checked_sub(part.start)?);
        let mut ways = Ways::new(Value::at(&self.tree, source, *self.records.get(&within)?));
        let place = |pointer: &&str| Some(ways.place_in_yaml(pointer)?.moved(part.start));
        Some(pointers.iter().map(place).collect())
    }

    /// Reads a document, and notes its records: its items, or itself.
    fn read(&mut self, source: &str, limits: Limits) -> Option<()> {
        (self.part, self.records) = (None, HashMap::new());
        yaml::read(source, &mut self.tree, limits).ok()?;
        let document = Value::at(&self.tree, source, 0);
        for value in document.items().chain([document]) {
            self.records.entry(self.tree.span(value.at)).or_insert(value.at);
        }
        Some(())
    }
}

impl<'a> Record<'a> {
    /// Finds the place of a value of a record that was just read, without reading it once more. `ways` are those of
    /// [`Record::value`].
    ///
    /// ```
    /// use accordance_document::{Limits, Tree, Ways, read_line};
    ///
    /// let (line, mut tree) = (r#"{"id": "gpg-2017-4", "number": 4}"#, Tree::new());
    /// let record = read_line(line, 0, 1, &mut tree, Limits::default()).expect("it is no blank line")?;
    /// let mut ways = Ways::new(record.value);
    /// let place = record.place(&mut ways, "/number").expect("it is there");
    /// assert_eq!(&line[place.value], "4");
    /// # Ok::<(), accordance_document::ReadError>(())
    /// ```
    pub fn place(&self, ways: &mut Ways<'a>, pointer: &str) -> Option<Place> {
        let place =
            if self.value.tree.has_ends() { ways.place_in_yaml(pointer)? } else { ways.place_in_json(pointer)? };
        // The record begins where its value does.
        Some(place.moved(self.span.start.checked_sub(self.value.start())?))
    }
}

type Places = Option<Vec<Option<Place>>>;

fn in_json(text: &str, record: Range<usize>, pointers: &[&str], tree: &mut Tree, limits: Limits) -> Places {
    let source = text.get(record.clone()).filter(|own| own.len() <= limits.record_bytes)?;
    scan(source, tree, limits).ok()?;
    let mut ways = Ways::new(Value::at(tree, source, 0));
    let place = |pointer: &&str| Some(ways.place_in_json(pointer)?.moved(record.start));
    Some(pointers.iter().map(place).collect())
}

impl Place {
    fn moved(self, by: usize) -> Self {
        let moved = |span: Range<usize>| span.start + by..span.end + by;
        Self { key: self.key.map(moved), value: moved(self.value) }
    }
}
