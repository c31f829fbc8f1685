//! What a record is expected to be like, place by place, so that it is judged while it is read.

use std::{
    collections::HashMap,
    num::NonZeroUsize,
    sync::atomic::{AtomicU64, Ordering},
};

use super::{
    Quick,
    memory::Short,
    shape::{Kinds, ObjectShape, Shape, Shapes, TextShape},
    words::{CHUNK, Chunk, Leading, Name, Span},
};
use crate::tree::{Kind, size};

/// What is looked for in records: an automaton over the steps from a record to its values.
///
/// States are numbers that say something to the caller alone.
pub trait Marks {
    /// The state of a record.
    fn start(&self) -> Option<u32>;

    /// The state of a member of an object, which is that of [`Self::other_member`] where its name is none of
    /// [`Self::names`]; none where nothing is looked for in it.
    fn member(&self, state: u32, name: &str) -> Option<u32>;

    /// The state of members of an object that have no state of their own.
    fn other_member(&self, state: u32) -> Option<u32>;

    /// The names of the members that have a state of their own.
    fn names(&self, state: u32) -> Vec<&str>;

    /// The state of items of a list.
    fn item(&self, state: u32) -> Option<u32>;

    /// How much is looked for at texts and numbers with a state.
    fn marks(&self, state: u32) -> u32;
}

/// Nothing is looked for.
impl Marks for () {
    fn start(&self) -> Option<u32> {
        None
    }

    fn member(&self, _: u32, _: &str) -> Option<u32> {
        None
    }

    fn other_member(&self, _: u32) -> Option<u32> {
        None
    }

    fn names(&self, _: u32) -> Vec<&str> {
        Vec::new()
    }

    fn item(&self, _: u32) -> Option<u32> {
        None
    }

    fn marks(&self, _: u32) -> u32 {
        0
    }
}

/// What records of one schema are expected to be like, and where in them something is looked for. A record that is read
/// along a guide need not be gone through again to see whether it is valid, and for what is marked in it.
///
/// ```
/// use accordance_document::{Guide, Limits, Memory, Quick, Tree, read_line_guided};
/// use serde_json::json;
///
/// let quick = Quick::of(&json!({"properties": {"number": {"type": "integer"}}, "required": ["number"]}));
/// let guide = Guide::new(&quick, &(), &["number"]);
/// let (mut tree, mut memory) = (Tree::new(), Memory::new());
/// let line = r#"{"number": 4}"#;
/// let read = read_line_guided(line, 0, 1, &mut tree, Limits::default(), &guide, &mut memory).expect("a record")?;
/// assert!(read.is_valid);
/// assert_eq!(read.record.value.field(0, "number").and_then(|number| number.as_i64()), Some(4));
/// # Ok::<(), accordance_document::ReadError>(())
/// ```
#[derive(Debug)]
pub struct Guide {
    /// Another one for each guide.
    pub(super) id: u64,
    pub(super) shapes: std::sync::Arc<Shapes>,
    pub(super) places: Vec<Place>,
    pub(super) objects: Vec<ObjectPlace>,
    pub(super) root: u32,
    /// The names of members that are found by number.
    pub(super) fields: Box<[Box<str>]>,
}

/// What is expected at one place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Its own number.
    pub(super) number: u32,
    /// The shape of the value, and its number.
    pub(super) shape: Shape,
    pub(super) shape_number: u32,
    /// Whether a list or object is judged as a whole where it is complete, and nothing is expected within it.
    pub(super) is_whole: bool,
    /// The state of what is looked for, where something is to be looked at here.
    pub(super) state: u32,
    /// The kinds of values that are looked at.
    pub(super) marked: Kinds,
    /// What is expected of the members of an object, by its number in [`Guide::objects`].
    pub(super) object: u32,
    /// The place of the items of a list.
    pub(super) items: u32,
    /// Whether anything is asked of a text, or a text is looked at.
    pub(super) judges_texts: bool,
    /// Whether texts are likely to be some that were there before.
    pub(super) remembers: bool,
    /// How much is looked for at a text.
    pub(super) marks: u32,
}

/// What is expected of an object.
#[derive(Debug)]
pub(super) struct ObjectPlace {
    pub(super) least: u64,
    pub(super) most: u64,
    /// Where its own numbers begin in `Memory::next`: one for its start, and one for each of its members.
    pub(super) first: usize,
    pub(super) members: Box<[MemberPlace]>,
    names: Box<[Name]>,
    /// The numbers of the members by their names, sorted.
    sorted: Box<[u16]>,
    /// Rooms for the numbers of the members, from 1, by the hashes of their names; 0 where there is none.
    rooms: Box<[u8]>,
    /// A bit for each member that must be there.
    pub(super) required: u64,
    /// The place of all other members.
    pub(super) other: u32,
    /// Whether a member of it is found by number.
    pub(super) has_fields: bool,
}

/// What is expected of a member. It is small: many are looked at.
#[derive(Debug)]
pub(super) struct MemberPlace {
    pub(super) written: Written,
    pub(super) bit: u64,
    pub(super) place: u32,
    /// The number of its name among those that are found by number, or [`Self::NO_FIELD`].
    pub(super) field: u16,
}

impl MemberPlace {
    pub(super) const NO_FIELD: u16 = u16::MAX;
}

/// A key as most programs write it: in quotes, with a colon right behind it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written {
    bytes: Chunk,
    leading: Leading,
    /// How many bytes the name has.
    pub(super) length: u32,
}

/// How many bytes stand around a name.
pub(super) const QUOTES: NonZeroUsize = NonZeroUsize::new(2).expect("it is two");

impl Written {
    fn new(name: &str) -> Self {
        let written = format!("\"{name}\":");
        let is_plain = !name.bytes().any(|byte| byte < b' ' || byte == b'"' || byte == b'\\');
        if !is_plain || written.len() > CHUNK {
            // No text is like this: no byte of one is.
            return Self { bytes: Chunk::new(&[u8::MAX; CHUNK]), leading: Leading::new(CHUNK), length: 8 };
        }
        let mut chunk = [0; CHUNK];
        chunk.iter_mut().zip(written.bytes()).for_each(|(to, from)| *to = from);
        Self { bytes: Chunk::new(&chunk), leading: Leading::new(written.len()), length: size(name.len()) }
    }

    #[inline]
    pub(super) fn is_at(&self, chunk: &Chunk) -> bool {
        chunk.agrees(&self.bytes, self.leading)
    }
}

/// How many guides there were, and one.
static GUIDES: AtomicU64 = AtomicU64::new(1);

/// Places may be so many. Schemas that need more have no guide.
const MOST_PLACES: usize = 20_000;

/// Objects may have so many members together, each object one more. Schemas that need more have no guide: it would take
/// tens of megabytes.
const MOST_IN_OBJECTS: usize = 200_000;

/// An object of more members than there are bits is judged as a whole.
const MOST_MEMBERS: usize = 64;

impl Guide {
    /// The place at which nothing is expected and nothing looked for.
    pub(super) const ANYTHING: u32 = 0;

    /// So many names can be found by number.
    pub const MOST_FIELDS: u16 = 64;

    /// A guide for the records of a schema, and what is looked for in them. The members of some names are found by
    /// number then, with [`Value::field`](crate::Value::field); names behind the first [`Self::MOST_FIELDS`] are not.
    pub fn new(quick: &Quick, marks: &dyn Marks, fields: &[impl AsRef<str>]) -> Self {
        let fields: Box<[Box<str>]> =
            fields.iter().take(Self::MOST_FIELDS.into()).map(|name| name.as_ref().into()).collect();
        let anything = Place {
            number: Self::ANYTHING,
            shape: Shape::ANY,
            shape_number: Shapes::ANY,
            is_whole: false,
            state: Shape::NO,
            marked: Kinds::NONE,
            object: 0,
            items: Self::ANYTHING,
            judges_texts: false,
            remembers: false,
            marks: 0,
        };
        let known = HashMap::from([((Shapes::ANY, None), Self::ANYTHING)]);
        let shapes = &quick.shapes;
        let (places, objects, waiting) = (vec![anything], vec![ObjectPlace::anything()], Vec::new());
        let mut laying = Laying { shapes, marks, fields: &fields, places, objects, members: 1, known, waiting };
        let root = laying.place(quick.root, marks.start());
        while !laying.is_too_large()
            && let Some((shape, state, place)) = laying.waiting.pop()
        {
            laying.lay(shape, state, place);
        }
        let is_too_large = laying.is_too_large();
        let Laying { places, objects, .. } = laying;
        let shapes_of = std::sync::Arc::clone(shapes);
        let id = GUIDES.fetch_add(1, Ordering::Relaxed);
        let guide = |places, objects, root| Self { id, shapes: shapes_of, places, objects, root, fields };
        if is_too_large {
            // Of a record, nothing is known then.
            let unknown = shapes.all.get(Shapes::UNKNOWN as usize).copied().unwrap_or(Shape::ANY);
            let unknown =
                Place { number: 1, shape: unknown, shape_number: Shapes::UNKNOWN, judges_texts: true, ..anything };
            return guide(vec![anything, unknown], vec![ObjectPlace::anything()], 1);
        }
        guide(places, objects, root)
    }
}

impl Guide {
    #[inline]
    pub(super) fn place(&self, place: u32) -> Option<&Place> {
        self.places.get(place as usize)
    }

    /// Whether a text is what is asked of texts at a place.
    #[inline]
    pub(super) fn is_text(&self, place: &Place, text: Span<'_>) -> bool {
        let shape = self.shapes.texts.get(place.shape.text as usize);
        place.shape.kinds.has(Kind::Text) && shape.is_none_or(|shape| shape.has(text))
    }
}

/// Lays places out, each once for a shape and a state.
struct Laying<'l> {
    shapes: &'l Shapes,
    marks: &'l dyn Marks,
    fields: &'l [Box<str>],
    places: Vec<Place>,
    objects: Vec<ObjectPlace>,
    /// How many members the objects have, and one for each object.
    members: usize,
    known: HashMap<(u32, Option<u32>), u32>,
    waiting: Vec<(u32, Option<u32>, u32)>,
}

impl Laying<'_> {
    fn is_too_large(&self) -> bool {
        self.places.len() > MOST_PLACES || self.members > MOST_IN_OBJECTS
    }

    /// The place of a shape and a state. It is laid out later.
    fn place(&mut self, shape: u32, state: Option<u32>) -> u32 {
        if let Some(known) = self.known.get(&(shape, state)) {
            return *known;
        }
        if self.places.len() > MOST_PLACES {
            return Guide::ANYTHING;
        }
        let place = size(self.places.len());
        self.places.push(self.places[Guide::ANYTHING as usize]);
        self.known.insert((shape, state), place);
        self.waiting.push((shape, state, place));
        place
    }

    fn lay(&mut self, number: u32, state: Option<u32>, place: u32) {
        let shapes = self.shapes;
        let Some(shape) = shapes.all.get(number as usize).copied() else { return };
        let list = shapes.lists.get(shape.list as usize);
        let object = shapes.objects.get(shape.object as usize);
        let marks = self.marks;
        let mut marked = Kinds::NONE;
        let own_marks = state.map_or(0, |state| marks.marks(state));
        if own_marks > 0 {
            marked = marked.or(Kinds::TEXT).or(Kinds::NUMBER);
        }
        let is_apart = |object: &ObjectShape| object.has_names || object.properties.len() > MOST_MEMBERS;
        let is_whole = object.is_some_and(is_apart) || list.is_some_and(|list| !list.first.is_empty());
        // What is looked for in members is found on the way where their names are expected.
        let names = state.map(|state| marks.names(state)).unwrap_or_default();
        let is_expected = |name: &&str| object.is_some_and(|object| object.has(name));
        let is_found = !is_whole && names.iter().all(is_expected);
        let other = state.and_then(|state| marks.other_member(state));
        if !is_found || object.is_none() && other.is_some() {
            marked = marked.or(Kinds::OBJECT);
        }
        let member_state = state.filter(|_| is_found);
        let item = state.and_then(|state| marks.item(state));
        let items = match list {
            Some(list) if !is_whole => self.place(list.items, item),
            _ => {
                marked = if item.is_some() { marked.or(Kinds::ARRAY) } else { marked };
                Guide::ANYTHING
            }
        };
        let mut own = 0;
        if let Some(object) = object.filter(|_| !is_whole) {
            let laid = self.object(object, member_state);
            self.members += laid.members.len() + 1;
            self.objects.push(laid);
            own = size(self.objects.len() - 1);
        }
        if state.is_none() {
            marked = Kinds::NONE;
        }
        let state = state.unwrap_or(Shape::NO);
        let judges_texts = shape.text != Shape::NO
            || shape.more != Shape::NO
            || !shape.kinds.has(Kind::Text)
            || marked.has(Kind::Text);
        // Words and references are few, and come again; other texts do not.
        let is_word = shapes.texts.get(shape.text as usize).is_some_and(TextShape::is_word);
        let remembers = judges_texts && (is_word || marked.has(Kind::Text));
        self.places[place as usize] = Place {
            number: place,
            shape,
            shape_number: number,
            is_whole,
            state,
            marked,
            object: own,
            items,
            judges_texts,
            remembers,
            marks: own_marks,
        };
    }

    fn object(&mut self, object: &ObjectShape, state: Option<u32>) -> ObjectPlace {
        let mut required = 0;
        let members: Vec<MemberPlace> = object
            .properties
            .iter()
            .enumerate()
            .map(|(number, property)| {
                let bit = 1 << (number % MOST_MEMBERS);
                required |= if property.bit == 0 { 0 } else { bit };
                let name = property.name.text();
                let below = state.and_then(|state| self.marks.member(state, name));
                let field = self.fields.iter().position(|field| **field == *name);
                MemberPlace {
                    written: Written::new(name),
                    bit,
                    place: self.place(property.shape, below),
                    field: field.and_then(|field| u16::try_from(field).ok()).unwrap_or(MemberPlace::NO_FIELD),
                }
            })
            .collect();
        let other = self.place(object.other, state.and_then(|state| self.marks.other_member(state)));
        ObjectPlace {
            least: object.least,
            most: object.most,
            first: self.members,
            has_fields: members.iter().any(|member| member.field != MemberPlace::NO_FIELD),
            members: members.into(),
            rooms: by_hash(object.properties.iter().map(|property| property.name.text())),
            names: object.properties.iter().map(|property| property.name.clone()).collect(),
            sorted: object.sorted.clone(),
            required,
            other,
        }
    }
}

impl ObjectPlace {
    /// Nothing is expected.
    fn anything() -> Self {
        Self {
            least: 0,
            most: u64::MAX,
            first: 0,
            members: Box::new([]),
            names: Box::new([]),
            sorted: Box::new([]),
            rooms: Box::new([]),
            required: 0,
            other: Guide::ANYTHING,
            has_fields: false,
        }
    }

    /// The number of the member of a short name, whose key stands at the start of a chunk.
    #[inline]
    pub(super) fn find(&self, written: &[u8; CHUNK], name: Short) -> Option<usize> {
        let (written, rooms) = (Chunk::new(written), self.rooms.len());
        let mut room = name.room(rooms);
        // INVARIANT: half of the rooms are free.
        while let number @ 1.. = usize::from(*self.rooms.get(room)?) {
            if self.members.get(number - 1)?.written.is_at(&written) {
                return Some(number - 1);
            }
            room = (room + 1) & (rooms - 1);
        }
        None
    }

    /// The number of the member of a name.
    pub(super) fn search(&self, name: &[u8]) -> Option<usize> {
        let head = super::words::Span::new(name, 0, name.len()).head();
        let own = |number: &u16| self.names.get(usize::from(*number));
        let found = self
            .sorted
            .binary_search_by(|number| own(number).map_or(std::cmp::Ordering::Less, |own| own.compare(name, head)));
        self.sorted.get(found.ok()?).map(|number| usize::from(*number))
    }
}

/// The numbers of members, from 1, by the hashes of their names: behind each other where they share a room.
fn by_hash<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> Box<[u8]> {
    let mut rooms = vec![0; (names.len() * 2).next_power_of_two()];
    for (number, name) in (1..).zip(names).take_while(|(number, _)| usize::from(*number) <= MOST_MEMBERS) {
        let mut chunk = [b'"'; CHUNK];
        chunk.iter_mut().zip(name.bytes()).for_each(|(to, from)| *to = from);
        let mut room = Short::of_name(&chunk, name.len().min(CHUNK)).room(rooms.len());
        while rooms[room] != 0 {
            room = (room + 1) & (rooms.len() - 1);
        }
        rooms[room] = number;
    }
    rooms.into()
}
