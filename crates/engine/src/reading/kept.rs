//! Records that rules read later.

use accordance_document::{Packed, Position, Value as Node};

use super::{Reading, Ready, part::Part};
use crate::{Role, at::At, check::Keeping, rules::DataSet};

/// A record that rules read, in one of the rooms of the thread that read it.
pub(super) struct Kept {
    pub(super) collection: u32,
    pub(super) room: u32,
    pub(super) number: u32,
    pub(super) at: At,
}

/// Keeps records in the rooms of a thread.
pub(super) struct Keeper<'k> {
    pub(super) keeping: &'k Keeping,
    pub(super) rooms: Vec<Packed>,
}

impl Keeper<'_> {
    /// Keeps what is selected of a record, without some of its items.
    pub(super) fn keep(&mut self, ready: &Ready<'_>, at: At, without: &[Position], part: &mut Part) {
        let Some(selection) = self.keeping.of(ready.collection) else { return };
        match self.rooms.last() {
            // Where there are few records, a room is as large as it needs to be.
            None => self.rooms.push(Packed::default()),
            Some(last) if last.is_full() => self.rooms.push(Packed::spacious()),
            Some(_) => {}
        }
        let room = self.rooms.len() - 1;
        let number = self.rooms[room].push_without(ready.record.value, selection, without);
        // INVARIANT: there are few collections and rooms.
        let short = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        part.kept.push(Kept { collection: short(ready.collection), room: short(room), number, at });
    }
}

/// Adds the records that were kept to a data set, those for which `is_wanted` holds.
pub(crate) fn add(
    data: &mut DataSet,
    reading: &mut Reading,
    keeping: &Keeping,
    role: Role,
    is_wanted: &mut dyn FnMut(usize, Node<'_>) -> bool,
) {
    let rooms = std::mem::take(&mut reading.rooms).into_iter();
    let rooms: Vec<u32> = rooms.map(|room| data.add_room(room, keeping.is_whole)).collect();
    for part in &mut reading.parts {
        for Kept { collection, room, number, at } in std::mem::take(&mut part.kept) {
            let (collection, room) = (collection as usize, rooms[part.first_room + room as usize]);
            if is_wanted(collection, data.in_room(room, number, collection)) {
                data.add(collection, room, number, at, role);
            }
        }
    }
}
