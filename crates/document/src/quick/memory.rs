//! What was read before.
//!
//! Records of an archive say the same things over and over: the same organizations, goals and states. A [`Memory`]
//! knows such texts again at the place at which they were judged, so that they are judged once, and what is looked for
//! is looked at once. It knows too in which order members came.

use std::fmt;

use super::{
    guide::Guide,
    words::{CHUNK, Chunk, Leading},
};
use crate::json::plain;

/// Texts that were judged before along a guide, each with its place, and the order in which members came. It has room for
/// a thousand short texts: a new one takes the room of another.
#[derive(Clone, Default)]
pub struct Memory {
    /// The guide along which they were read; see [`Guide::id`].
    guide: u64,
    slots: Vec<Slot>,
    /// The number of the member that is expected in an object at its start, and behind each of its members; see
    /// [`ObjectPlace::first`](super::guide::ObjectPlace::first).
    next: Vec<u16>,
    /// How many texts were remembered.
    serial: u32,
    /// Since when marks are noted; see [`Memory::begin`].
    round: u32,
}

#[derive(Clone, Copy, Default)]
struct Slot {
    text: Short,
    /// Its place; 0 where there is no text.
    place: u32,
    serial: u32,
    /// The round in which its mark was noted last.
    noted: u32,
}

/// A text of up to [`CHUNK`] bytes, with what follows it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Short {
    bytes: Chunk,
    length: u32,
    /// Of its first and last bytes: what it is found by.
    hash: u32,
}

/// Enough that those that come again and again seldom share a room with each other or with those that come once.
const SLOTS: usize = 1024;

/// How many bytes of each end of a text make what it is found by.
const WORD: usize = 8;

/// What is known of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// It is right, and its mark was noted already.
    Noted,
    /// It is right.
    Right(Remembered),
}

/// A text that is remembered: its room, and its number among all that were there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Remembered {
    slot: u32,
    serial: u32,
}

impl Short {
    /// The text of a length at the start of a chunk.
    #[expect(clippy::inline_always, reason = "it is made of most texts")]
    #[inline(always)]
    pub(super) fn new(chunk: &[u8; CHUNK], length: usize) -> Self {
        let word = |from: usize| {
            let word = chunk.get(from..).and_then(<[u8]>::first_chunk);
            u64::from_le_bytes(word.copied().unwrap_or_default())
        };
        // What follows a text that is shorter than a word is pushed out.
        let short = crate::tree::size(WORD.saturating_sub(length) * WORD);
        let own = |from: usize| word(from).checked_shl(short).unwrap_or_default();
        let (first, last) = (own(0), own(length.saturating_sub(WORD).min(CHUNK - WORD)));
        let mixed = (first ^ last.rotate_left(23) ^ length as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Self { bytes: Chunk::new(chunk), length: crate::tree::size(length), hash: (mixed >> 32) as u32 }
    }

    /// A name at the start of a chunk. Names of one object often begin and end alike, so those that are longer than both
    /// ends are found by their middle too.
    #[inline]
    pub(super) fn of_name(chunk: &[u8; CHUNK], length: usize) -> Self {
        let own = Self::new(chunk, length);
        let middle = chunk.get((length / 2).saturating_sub(WORD / 2)..).and_then(<[u8]>::first_chunk);
        match middle.filter(|_| length > 2 * WORD) {
            Some(middle) => {
                let mixed = u64::from_le_bytes(*middle).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                Self { hash: own.hash ^ (mixed >> 32) as u32, ..own }
            }
            None => own,
        }
    }

    /// The name that ends with a quote in a chunk.
    #[inline]
    pub(super) fn name_in(chunk: &[u8; CHUNK]) -> Option<Self> {
        let length = plain(chunk);
        (chunk.get(length) == Some(&b'"')).then(|| Self::of_name(chunk, length))
    }

    /// Its room in a table of a power of two of rooms.
    #[inline]
    pub(super) fn room(&self, rooms: usize) -> usize {
        self.hash as usize & rooms.saturating_sub(1)
    }

    /// Whether it is another text.
    #[expect(clippy::inline_always, reason = "it is asked of most texts")]
    #[inline(always)]
    fn is(&self, other: &Self) -> bool {
        self.length == other.length && self.bytes.agrees(&other.bytes, Leading::new(self.length as usize))
    }

    #[inline]
    fn slot(&self, place: u32) -> usize {
        let mixed = (self.hash ^ place).wrapping_mul(0x9e37_79b1);
        (mixed >> (u32::BITS - SLOTS.trailing_zeros())) as usize % SLOTS
    }
}

impl Memory {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// From now on, marks that were noted before are to be noted anew: what is noted goes to somebody else.
    pub fn begin(&mut self) {
        match self.round.checked_add(1) {
            Some(round) => self.round = round,
            // What was noted in a round of the same number would count as noted in this one.
            None => *self = Self::default(),
        }
    }

    /// Forgets what was read along another guide.
    pub(super) fn follow(&mut self, guide: &Guide) {
        if self.guide != guide.id {
            // Members come in the order of the schema, as long as they do not come otherwise.
            let next = guide.objects.iter().flat_map(|object| 0..=object.members.len());
            let next = next.map(|number| u16::try_from(number).unwrap_or(u16::MAX)).collect();
            *self = Self { guide: guide.id, slots: vec![Slot::default(); SLOTS], next, serial: 0, round: 1 };
        }
    }

    /// The number of the member that is expected behind another.
    #[inline]
    pub(super) fn next(&self, last: usize) -> usize {
        self.next.get(last).copied().unwrap_or_default().into()
    }

    /// Expects another member behind one.
    pub(super) fn expect(&mut self, last: usize, member: usize) {
        if let (Some(next), Ok(member)) = (self.next.get_mut(last), u16::try_from(member)) {
            *next = member;
        }
    }

    /// Whether a text was right at a place.
    #[expect(clippy::inline_always, reason = "it is asked of most texts")]
    #[inline(always)]
    pub(super) fn knows(&self, text: &Short, place: u32) -> Option<Known> {
        let number = text.slot(place);
        let slot = self.slots.get(number)?;
        if slot.place != place || !slot.text.is(text) {
            return None;
        }
        Some(if slot.noted == self.round {
            Known::Noted
        } else {
            Known::Right(Remembered { slot: crate::tree::size(number), serial: slot.serial })
        })
    }

    /// Remembers that a text is right at a place.
    pub(super) fn remember(&mut self, text: Short, place: u32) -> Option<Remembered> {
        let number = text.slot(place);
        let slot = self.slots.get_mut(number)?;
        self.serial = self.serial.wrapping_add(1);
        *slot = Slot { text, place, serial: self.serial, noted: 0 };
        Some(Remembered { slot: crate::tree::size(number), serial: self.serial })
    }

    /// Notes that the mark of a text was looked at in this round.
    pub(crate) fn note(&mut self, Remembered { slot, serial }: Remembered) {
        // Another text may have taken its room.
        if let Some(slot) = self.slots.get_mut(slot as usize).filter(|slot| slot.serial == serial) {
            slot.noted = self.round;
        }
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Memory").field("remembered", &self.serial).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::{CHUNK, Known, Memory, SLOTS, Short};

    fn short(text: &str) -> Short {
        let mut chunk = [b'"'; CHUNK];
        chunk[..text.len()].copy_from_slice(text.as_bytes());
        Short::new(&chunk, text.len())
    }

    #[test]
    fn a_text_has_one_slot_whatever_follows_it() {
        let text = "abcdefghijklmnopqrstuvwxyz";
        for length in 0..text.len() {
            let of = |follows: u8| {
                let mut chunk = [follows; CHUNK];
                chunk[..length].copy_from_slice(&text.as_bytes()[..length]);
                Short::new(&chunk, length)
            };
            assert_eq!(of(b'a').slot(1), of(b'"').slot(1), "{length}");
            assert!(of(b'a').is(&of(b'"')), "{length}");
        }
    }

    #[test]
    fn names_that_begin_and_end_alike_have_rooms_of_their_own() {
        let name = |number: usize| format!("question_{number:02}_answer_text");
        let rooms: std::collections::BTreeSet<usize> = (0..60)
            .map(|number| {
                let name = name(number);
                let mut chunk = [b'"'; CHUNK];
                chunk[..name.len()].copy_from_slice(name.as_bytes());
                Short::of_name(&chunk, name.len()).room(128)
            })
            .collect();
        assert!(rooms.len() > 30, "{}", rooms.len());
    }

    #[test]
    fn a_text_is_known_at_its_place_until_another_takes_its_room() {
        let mut memory = Memory { slots: vec![super::Slot::default(); SLOTS], round: 1, ..Memory::default() };
        let remembered = memory.remember(short("interpol"), 3).expect("there is room");
        assert_eq!(memory.knows(&short("interpol"), 3), Some(Known::Right(remembered)));
        assert_eq!(memory.knows(&short("interpol"), 4), None);
        assert_eq!(memory.knows(&short("interpo"), 3), None);
        assert_eq!(memory.knows(&short("interpol\0"), 3), None);
        memory.note(remembered);
        assert_eq!(memory.knows(&short("interpol"), 3), Some(Known::Noted));
        memory.begin();
        assert_eq!(memory.knows(&short("interpol"), 3), Some(Known::Right(remembered)));
        let room = short("interpol").slot(3);
        let others = (0..100_000).map(|number| short(&number.to_string()));
        let other = others.into_iter().find(|text| text.slot(3) == room).expect("there are few rooms");
        memory.remember(other, 3);
        assert_eq!(memory.knows(&short("interpol"), 3), None);
        memory.note(remembered);
        assert!(matches!(memory.knows(&other, 3), Some(Known::Right(_))));
    }
}
