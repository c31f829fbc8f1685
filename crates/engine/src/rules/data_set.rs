//! The records that rules read: those that are valid, by collection, in the order of the data.

use std::sync::{Arc, OnceLock};

use accordance_document::{Format, Limits, Packed, Records, Selection, Tree, Value as Node};
use accordance_rules::CollectionId;
use serde_json::Value as Json;

use super::value::{Place, Value};
use crate::{
    Role,
    at::At,
    collection::key,
    hash::{Map, RandomState},
    ids::Ids,
};

/// The records that rules read.
#[derive(Debug, Default)]
pub struct DataSet {
    rooms: Vec<Room>,
    collections: Vec<Collected>,
    /// What is kept of records of each collection, in the order of the collections.
    selections: Vec<Selection>,
    all: Selection,
    /// The ids of the records that are checked, if these are known.
    ids: Option<Arc<Ids>>,
}

/// Records in one room.
#[derive(Debug)]
struct Room {
    packed: Packed,
    /// Whether all of each record is kept, and not only what is selected.
    is_whole: bool,
}

/// The records of one collection.
#[derive(Debug, Default)]
struct Collected {
    /// The JSON Pointer of a record's id.
    id: Option<String>,
    /// Those that are checked, and then those in the background.
    all: Vec<Stored>,
    /// The numbers of records by their ids, but for those that are found in [`DataSet::ids`].
    by_id: OnceLock<Map<Box<str>, usize>>,
    checked: usize,
}

#[derive(Debug)]
struct Stored {
    room: u32,
    /// Its number in the room.
    number: u32,
    at: At,
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

impl DataSet {
    /// A data set of collections, each with the JSON Pointer of its ids and what is kept of its records, without
    /// records yet.
    pub(crate) fn new(collections: impl IntoIterator<Item = (Option<String>, Selection)>) -> Self {
        let (ids, selections): (Vec<_>, Vec<_>) = collections.into_iter().unzip();
        let collections = ids.into_iter().map(|id| Collected { id, ..Collected::default() }).collect();
        Self { rooms: Vec::new(), collections, selections, all: Selection::all(), ids: None }
    }

    /// From now on the ids of the records that are checked are known. All of these were added.
    pub(crate) fn know(&mut self, ids: &Arc<Ids>) {
        self.ids = Some(Arc::clone(ids));
    }

    /// The ids of the checked records of a collection, if each has one of its own: the rank of an id is the number of
    /// its record then.
    pub(crate) fn plain_ids(&self, collection: CollectionId) -> Option<&Ids> {
        self.ids.as_deref().filter(|ids| ids.are_plain(collection, self.checked_len(collection)))
    }

    /// Records that are written out, by collection. They are read as they are, valid or not.
    pub(crate) fn of_written(ids: impl IntoIterator<Item = Option<String>>, written: &[(CollectionId, Json)]) -> Self {
        let mut data = Self::new(ids.into_iter().map(|id| (id, Selection::all())));
        for (file, (collection, records)) in written.iter().enumerate() {
            let text = records.to_string();
            let mut tree = Tree::new();
            let mut read = Records::new(&text, Format::Json, &mut tree, Limits::default());
            let (mut packed, mut kept) = (Packed::default(), Vec::new());
            while let Some(record) = read.next_record() {
                if let Ok(record) = record {
                    kept.push((packed.push(record.value, &data.all), At::new(file, &record.span, None)));
                }
            }
            let room = data.add_room(packed, true);
            kept.into_iter().for_each(|(number, at)| data.add(*collection, room, number, at, Role::Checked));
        }
        data
    }

    /// Adds a room of records, and tells its number. `is_whole` is whether all of each record is kept in it.
    pub(crate) fn add_room(&mut self, packed: Packed, is_whole: bool) -> u32 {
        self.rooms.push(Room { packed, is_whole });
        // INVARIANT: there are far fewer rooms than records, which are counted in 32 bits by indexes.
        u32::try_from(self.rooms.len() - 1).unwrap_or(u32::MAX)
    }

    /// A record that stands in a room.
    pub(crate) fn in_room(&self, room: u32, number: u32, collection: CollectionId) -> Node<'_> {
        // INVARIANT: a room's number is told where it is added, a collection is one of the run.
        let room = &self.rooms[room as usize];
        let selection = if room.is_whole { &self.all } else { &self.selections[collection] };
        room.packed.value(number, selection)
    }

    /// Adds a record that stands in a room.
    pub(crate) fn add(&mut self, collection: CollectionId, room: u32, number: u32, at: At, role: Role) {
        let Some(records) = self.collections.get_mut(collection) else { return };
        records.checked += usize::from(role == Role::Checked);
        records.all.push(Stored { room, number, at, role });
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
            let first = id.as_deref().and_then(|id| self.look_up(collection, id));
            let is_followed = first.is_some_and(|first| first.record == place.record);
            visit(ReadRecord { value: place.node, is_followed, id, is_checked: self.is_checked(&place) })
        })
    }

    /// Whether there are records of a collection.
    pub fn has_records(&self, collection: CollectionId) -> bool {
        self.len(collection) > 0
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
        Some(Place { collection, record: number, node: self.in_room(stored.room, stored.number, collection) })
    }

    /// The records of a collection.
    pub(crate) fn records(&self, collection: CollectionId) -> impl Iterator<Item = Place<'_>> {
        (0..self.len(collection)).filter_map(move |number| self.record(collection, number))
    }

    /// The record of an id: of several, the first.
    pub(crate) fn look_up(&self, collection: CollectionId, id: &str) -> Option<Place<'_>> {
        let known = self.plain_ids(collection).and_then(|ids| ids.get(collection, id)).filter(|known| known.is_valid);
        match known {
            Some(known) => self.record(collection, *known.rank as usize),
            None => self.record(collection, *self.by_id(collection)?.get(id)?),
        }
    }

    fn by_id(&self, collection: CollectionId) -> Option<&Map<Box<str>, usize>> {
        let records = self.collections.get(collection)?;
        let pointer = records.id.as_deref()?;
        Some(records.by_id.get_or_init(|| {
            let first = if self.plain_ids(collection).is_some() { records.checked } else { 0 };
            let numbers = first..records.all.len();
            let mut by_id = Map::with_capacity_and_hasher(numbers.len(), RandomState::default());
            for place in numbers.filter_map(|number| self.record(collection, number)) {
                if let Some(id) = place.node.pointer(pointer).and_then(key) {
                    by_id.entry(id).or_insert(place.record);
                }
            }
            by_id
        }))
    }

    /// Whether a valid record of any collection has an id.
    pub fn has_id(&self, id: &str) -> bool {
        (0..self.collections.len()).any(|collection| self.look_up(collection, id).is_some())
    }

    pub(crate) fn is_checked(&self, place: &Place<'_>) -> bool {
        self.stored(place).is_some_and(|stored| stored.role == Role::Checked)
    }

    /// Where a record stands.
    pub(crate) fn at(&self, place: &Place<'_>) -> Option<At> {
        self.stored(place).map(|stored| stored.at)
    }

    fn stored(&self, place: &Place<'_>) -> Option<&Stored> {
        self.collections.get(place.collection)?.all.get(place.record)
    }

    /// The JSON Pointer of ids in the records of a collection.
    pub(crate) fn id_pointer(&self, collection: CollectionId) -> Option<&str> {
        self.collections.get(collection)?.id.as_deref()
    }

    /// The id of a whole record.
    pub(crate) fn id(&self, place: &Place<'_>) -> Option<String> {
        let record = self.record(place.collection, place.record)?;
        key(record.node.pointer(self.id_pointer(place.collection)?)?).map(String::from)
    }
}

/// The records that a rule is run over: a data set, or some records of one collection while they are read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Data<'d> {
    set: &'d DataSet,
    /// The collection, and its records.
    here: Option<(CollectionId, &'d [Node<'d>])>,
}

impl<'d> Data<'d> {
    pub(crate) fn of(set: &'d DataSet) -> Self {
        Self { set, here: None }
    }

    /// Some checked records of one collection, with none beside them. `set` is that of the run, and may be empty yet.
    pub(crate) fn here(set: &'d DataSet, collection: CollectionId, records: &'d [Node<'d>]) -> Self {
        Self { set, here: Some((collection, records)) }
    }

    /// How many collections there are.
    pub(crate) fn collections(self) -> usize {
        self.set.collections()
    }

    pub(crate) fn len(self, collection: CollectionId) -> usize {
        match self.here {
            Some((own, records)) if own == collection => records.len(),
            Some(_) => 0,
            None => self.set.len(collection),
        }
    }

    /// How many records of a collection are checked, and not only referred to.
    pub(crate) fn checked_len(self, collection: CollectionId) -> usize {
        if self.here.is_some() { self.len(collection) } else { self.set.checked_len(collection) }
    }

    #[inline]
    pub(crate) fn record(self, collection: CollectionId, number: usize) -> Option<Place<'d>> {
        match self.here {
            Some((own, records)) if own == collection => {
                records.get(number).map(|node| Place { collection, record: number, node: *node })
            }
            Some(_) => None,
            None => self.set.record(collection, number),
        }
    }

    /// The records of a collection.
    pub(crate) fn records(self, collection: CollectionId) -> impl Iterator<Item = Place<'d>> {
        (0..self.len(collection)).filter_map(move |number| self.record(collection, number))
    }

    /// Whether the member of a name is the id of the records of a collection.
    pub(crate) fn is_id(self, collection: CollectionId, name: &str) -> bool {
        let pointer = self.set.id_pointer(collection).and_then(|pointer| pointer.strip_prefix('/'));
        pointer == Some(name) && !name.contains(['/', '~'])
    }

    /// The ids of the checked records of a collection, if each has one of its own; see [`DataSet::plain_ids`].
    pub(crate) fn plain_ids(self, collection: CollectionId) -> Option<&'d Ids> {
        if self.here.is_some() { None } else { self.set.plain_ids(collection) }
    }

    /// The record of an id.
    pub(crate) fn look_up(self, collection: CollectionId, id: &str) -> Option<Place<'d>> {
        if self.here.is_some() { None } else { self.set.look_up(collection, id) }
    }

    #[inline]
    pub(crate) fn is_checked(self, place: &Place<'_>) -> bool {
        self.here.is_some() || self.set.is_checked(place)
    }

    /// Whether a place is that of a whole record.
    pub(crate) fn is_whole(self, place: &Place<'_>) -> bool {
        self.record(place.collection, place.record).is_some_and(|record| record.node.is_same(place.node))
    }

    /// The id of a whole record, where its collection says.
    pub(crate) fn own_id(self, place: &Place<'d>) -> Option<Node<'d>> {
        let pointer = self.set.id_pointer(place.collection)?;
        if self.is_whole(place) { place.node.pointer(pointer) } else { None }
    }

    /// The id of a record as a value; also of one that an example gives in the place of a reference.
    pub(crate) fn id_of(self, place: Place<'d>) -> Option<Value<'d>> {
        let node = place.node.pointer(self.set.id_pointer(place.collection).unwrap_or("/id"))?;
        node.as_str().map(|text| Value::Text(text.into()))
    }
}
