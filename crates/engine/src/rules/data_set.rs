//! The records that rules read: those that are valid, by collection, in the order of the data.

use accordance_document::{Format, Kept, Limits, Records, Tree, Value as Node};
use accordance_rules::CollectionId;
use serde_json::Value as Json;

use super::value::{Place, Value};
use crate::{
    Role,
    collection::key,
    file_text::FileText,
    hash::{Map, Set},
};

/// The records that rules read.
#[derive(Default)]
pub struct DataSet<'f> {
    /// By the number of the file.
    texts: Vec<Option<FileText<'f>>>,
    collections: Vec<Collected>,
}

/// The records of one collection.
#[derive(Default)]
struct Collected {
    /// The JSON Pointer of a record's id.
    id: Option<String>,
    all: Vec<Stored>,
    by_id: Map<Box<str>, usize>,
    checked: usize,
    /// The ids of records that are not valid.
    invalid: Set<Box<str>>,
}

struct Stored {
    kept: Kept,
    file: usize,
    role: Role,
}

/// A record as rules read it.
#[derive(Clone, Debug)]
pub struct ReadRecord<'d> {
    /// The record.
    pub value: Node<'d>,
    /// Its id, if it has one.
    pub id: Option<String>,
    /// Whether it is checked, and not only referred to.
    pub is_checked: bool,
    /// Whether it is the one that references of its id lead to: of several of one id, the first.
    pub is_followed: bool,
}

/// A record that is there, or why it is not.
pub(crate) enum Looked<'d> {
    Found(Place<'d>),
    NotThere,
    Invalid,
}

impl std::fmt::Debug for DataSet<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_list().entries(self.collections.iter().map(|records| records.all.len())).finish()
    }
}

impl<'f> DataSet<'f> {
    /// A data set of collections, each with the JSON Pointer of its ids, and files, without records yet.
    pub(crate) fn new(ids: impl IntoIterator<Item = Option<String>>, files: usize) -> Self {
        let collections = ids.into_iter().map(|id| Collected { id, ..Collected::default() }).collect();
        Self { texts: std::iter::repeat_with(|| None).take(files).collect(), collections }
    }

    /// Records that are written out, by collection. They are read as they are, valid or not.
    pub(crate) fn of_written(ids: impl IntoIterator<Item = Option<String>>, written: &[(CollectionId, Json)]) -> Self {
        let mut data = Self::new(ids, written.len());
        for (file, (collection, records)) in written.iter().enumerate() {
            let text = records.to_string();
            let mut tree = Tree::new();
            let mut read = Records::new(&text, Format::Json, &mut tree, Limits::default());
            let mut kept = Vec::new();
            while let Some(record) = read.next_record() {
                kept.extend(record.ok().map(|record| Kept::new(&record)));
            }
            data.add_text(file, FileText::of_text("", Format::Json, text));
            kept.into_iter().for_each(|kept| data.add(*collection, file, kept, Role::Checked));
        }
        data
    }

    pub(crate) fn add_text(&mut self, file: usize, text: FileText<'f>) {
        if let Some(room) = self.texts.get_mut(file) {
            *room = Some(text);
        }
    }

    /// Adds a valid record. The texts of files are added first. A record in the background whose id is taken is left out.
    pub(crate) fn add(&mut self, collection: CollectionId, file: usize, kept: Kept, role: Role) {
        let Some(text) = self.texts.get(file).and_then(Option::as_ref) else { return };
        let Some(records) = self.collections.get_mut(collection) else { return };
        let value = kept.value(text.text());
        let id = records.id.as_deref().and_then(|id| key(value.pointer(id)?));
        if let Some(id) = id {
            let taken = records.by_id.contains_key(&id) || records.invalid.contains(&id);
            if taken && role == Role::Background {
                return;
            }
            let number = records.all.len();
            records.by_id.entry(id).or_insert(number);
        }
        records.checked += usize::from(role == Role::Checked);
        records.all.push(Stored { kept, file, role });
    }

    /// Notes the id of a record that is not valid.
    pub(crate) fn add_invalid(&mut self, collection: CollectionId, id: &str) {
        if let Some(records) = self.collections.get_mut(collection) {
            records.invalid.insert(id.into());
        }
    }

    /// How many collections there are.
    pub(crate) fn collections(&self) -> usize {
        self.collections.len()
    }

    /// Calls `visit` with each record of a collection that rules read, in the order of the data.
    ///
    /// # Errors
    /// What `visit` says.
    pub fn each_record<E>(
        &self,
        collection: CollectionId,
        visit: &mut dyn FnMut(ReadRecord<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.records(collection).try_for_each(|place| {
            let id = self.id(&place);
            let first = id.as_deref().and_then(|id| match self.look_up(collection, id) {
                Looked::Found(found) => Some(found.record),
                Looked::NotThere | Looked::Invalid => None,
            });
            let is_checked = self.is_checked(&place);
            visit(ReadRecord { value: place.node, is_followed: first == Some(place.record), id, is_checked })
        })
    }

    pub(crate) fn len(&self, collection: CollectionId) -> usize {
        self.collections.get(collection).map_or(0, |records| records.all.len())
    }

    /// How many records of a collection are checked, and not only referred to.
    pub(crate) fn checked_len(&self, collection: CollectionId) -> usize {
        self.collections.get(collection).map_or(0, |records| records.checked)
    }

    pub(crate) fn record(&self, collection: CollectionId, number: usize) -> Option<Place<'_>> {
        let stored = self.collections.get(collection)?.all.get(number)?;
        let text = self.texts.get(stored.file)?.as_ref()?;
        Some(Place { collection, record: number, node: stored.kept.value(text.text()) })
    }

    /// The records of a collection.
    pub(crate) fn records(&self, collection: CollectionId) -> impl Iterator<Item = Place<'_>> {
        (0..self.len(collection)).filter_map(move |number| self.record(collection, number))
    }

    pub(crate) fn look_up(&self, collection: CollectionId, id: &str) -> Looked<'_> {
        let Some(records) = self.collections.get(collection) else { return Looked::NotThere };
        match records.by_id.get(id).and_then(|number| self.record(collection, *number)) {
            Some(place) => Looked::Found(place),
            None if records.invalid.contains(id) => Looked::Invalid,
            None => Looked::NotThere,
        }
    }

    /// Whether a valid record of any collection has an id.
    pub fn has_id(&self, id: &str) -> bool {
        self.collections.iter().any(|records| records.by_id.contains_key(id))
    }

    pub(crate) fn is_checked(&self, place: &Place<'_>) -> bool {
        self.stored(place).is_some_and(|stored| stored.role == Role::Checked)
    }

    /// The file of a record, its number, and the record's bytes in it.
    pub(crate) fn source(&self, place: &Place<'_>) -> Option<(usize, &FileText<'f>, std::ops::Range<usize>)> {
        let stored = self.stored(place)?;
        Some((stored.file, self.texts.get(stored.file)?.as_ref()?, stored.kept.span()))
    }

    fn stored(&self, place: &Place<'_>) -> Option<&Stored> {
        self.collections.get(place.collection)?.all.get(place.record)
    }

    /// The record that a value is in.
    pub(crate) fn whole<'d>(&'d self, place: &Place<'_>) -> Option<Node<'d>> {
        self.record(place.collection, place.record).map(|place| place.node)
    }

    /// The JSON Pointer of a value in its record.
    pub(crate) fn pointer(&self, place: &Place<'_>) -> String {
        self.whole(place).map(|record| record.pointer_to(place.node)).unwrap_or_default()
    }

    /// The id of a whole record.
    pub(crate) fn id(&self, place: &Place<'_>) -> Option<String> {
        let pointer = self.collections.get(place.collection)?.id.as_deref()?;
        key(self.whole(place)?.pointer(pointer)?).map(String::from)
    }

    /// The id of a record as a value; also of one that an example gives in the place of a reference.
    pub(crate) fn id_of<'d>(&self, place: Place<'d>) -> Option<Value<'d>> {
        let pointer = self.collections.get(place.collection).and_then(|records| records.id.as_deref());
        let node = place.node.pointer(pointer.unwrap_or("/id"))?;
        node.as_str().map(|text| Value::Text(text.into()))
    }
}
