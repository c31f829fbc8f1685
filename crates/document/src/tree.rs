//! The tree of a record: a tape of nodes over the source text.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::{Guide, quick::Remembered};

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    False,
    True,
    Unsigned,
    /// A whole number below 0.
    Signed,
    Float,
    /// A text that stands in the source as it is.
    Text,
    /// A text that the source writes otherwise, with escapes for instance. It stands in the tree's own texts.
    OwnText,
    Array,
    Object,
}

/// One value, or the key of a member. The nodes of a container follow it; in an object, each key precedes its value.
///
/// INVARIANT: `Text` nodes hold a range of the source, `OwnText` nodes one of `Tree::texts`, both on character
/// boundaries; `b` of a container is the number of the node after its last one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    /// Where the value begins in the source, in bytes. Of a key in an object that is [`Self::KEYED`], its number.
    pub(crate) start: u32,
    pub(crate) kind: Kind,
    /// Objects: behind how many numbers of `Tree::fields` those of its members begin; [`Self::KEYED`] where each key has
    /// a number; 0 where members are found by their names alone.
    pub(crate) fields: u16,
    /// Texts: offset. Containers: how many members or items. Numbers: the upper half of the bits.
    pub(crate) a: u32,
    /// Texts: length in bytes. Containers: the node after the last. Numbers: the lower half of the bits.
    pub(crate) b: u32,
}

/// Members of the object are not found by number, or not by this one.
pub(crate) struct ByName;

impl Node {
    /// Where keys have numbers; see [`Selection::keys`](crate::Selection::keys).
    pub(crate) const KEYED: u16 = u16::MAX;

    pub(crate) fn new(start: u32, kind: Kind) -> Self {
        Self { start, kind, fields: 0, a: 0, b: 0 }
    }

    pub(crate) fn number(start: u32, kind: Kind, bits: u64) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "the two halves of the bits")]
        let (a, b) = ((bits >> 32) as u32, bits as u32);
        Self { start, kind, fields: 0, a, b }
    }

    #[inline]
    pub(crate) fn text(start: u32, kind: Kind, from: u32, length: u32) -> Self {
        Self { start, kind, fields: 0, a: from, b: length }
    }

    #[inline]
    pub(crate) fn bits(self) -> u64 {
        u64::from(self.a) << 32 | u64::from(self.b)
    }

    #[inline]
    pub(crate) fn is_container(self) -> bool {
        matches!(self.kind, Kind::Array | Kind::Object)
    }

    /// The node that follows a value at `at` and all that is in it.
    #[inline]
    pub(crate) fn after(self, at: u32) -> u32 {
        if self.is_container() { self.b } else { at + 1 }
    }
}

/// An open list or object while a text is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Open {
    pub(crate) node: u32,
    pub(crate) is_object: bool,
    /// How many members or items were begun.
    pub(crate) count: u32,
    /// In an object, a bit for each key that was seen. A key whose bit is free is new.
    pub(crate) seen: u64,
}

/// A value of a record at which something is to be looked at; see [`Marks`](crate::Marks).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marked {
    pub(crate) state: u32,
    pub(crate) node: u32,
    pub(crate) remembered: Option<Remembered>,
}

/// The room that a record's tree is built in. It is kept from one record to the next, so that reading a million records
/// makes room once.
#[derive(Debug, Default)]
pub struct Tree {
    pub(crate) nodes: Vec<Node>,
    pub(crate) texts: String,
    /// Where each value ends in the source, for formats in which that cannot be read off its start.
    pub(crate) ends: Vec<u32>,
    /// What is open around the innermost list or object.
    pub(crate) open: Vec<Open>,
    pub(crate) unescaped: Vec<u8>,
    /// What was marked while the text was read.
    pub(crate) marked: Vec<Marked>,
    /// How much was marked besides, and noted already for another record; see [`Memory`](crate::Memory).
    pub(crate) noted: u32,
    /// The members of objects that are found by number, an object's behind another's: one behind a [`Node::fields`],
    /// which is counted from 1, is the node of the member of the first number. Where there is no such member, it is 0,
    /// the record itself.
    pub(crate) fields: Vec<u32>,
    /// How often a validator may still look into a list or object; see [`Value::bounded`](crate::Value::bounded).
    pub(crate) looks: Looks,
}

/// How often a validator may still look at a record, and how many errors it may still make, if that is bounded.
///
/// Each number is 0 where there is no bound, 1 where none is left, and one more than are left else.
#[derive(Debug, Default)]
pub(crate) struct Looks {
    looks: AtomicU64,
    errors: AtomicU64,
}

const UNBOUNDED: u64 = 0;
const NONE: u64 = 1;

impl Looks {
    /// From now on, so many are left. Tells how many were before, for [`Self::restore`].
    pub(crate) fn bound(&self, looks: u64, errors: u64) -> (u64, u64) {
        let set = |own: &AtomicU64, most: u64| own.swap(most.saturating_add(NONE), Ordering::Relaxed);
        (set(&self.looks, looks), set(&self.errors, errors))
    }

    /// Goes back to how many there were. Tells whether all were used up.
    pub(crate) fn restore(&self, (looks, errors): (u64, u64)) -> bool {
        self.errors.store(errors, Ordering::Relaxed);
        self.looks.swap(looks, Ordering::Relaxed) == NONE
    }

    /// Uses some looks up. Says no where none is left.
    #[inline]
    pub(crate) fn look(&self, some: u64) -> bool {
        use_up(&self.looks, some)
    }

    /// Uses some errors up. Where none is left, neither is a look.
    pub(crate) fn err(&self, some: u64) {
        if !use_up(&self.errors, some) {
            self.looks.fetch_min(NONE, Ordering::Relaxed);
        }
    }
}

#[inline]
fn use_up(left: &AtomicU64, some: u64) -> bool {
    match left.load(Ordering::Relaxed) {
        UNBOUNDED => true,
        NONE => false,
        now => {
            left.store(now.saturating_sub(some).max(NONE), Ordering::Relaxed);
            true
        }
    }
}

impl Tree {
    /// An empty room.
    pub fn new() -> Self {
        Self::default()
    }

    pub(crate) fn clear(&mut self) {
        self.nodes.clear();
        self.texts.clear();
        self.ends.clear();
        self.open.clear();
        self.marked.clear();
        self.noted = 0;
        self.fields.clear();
        self.looks = Looks::default();
    }

    /// How many nodes there are, which is the number of the next one.
    #[inline]
    pub(crate) fn next(&self) -> u32 {
        size(self.nodes.len())
    }

    /// Whether it is known where each value ends.
    pub(crate) fn has_ends(&self) -> bool {
        !self.ends.is_empty()
    }

    /// Where a value stands in the source, where it is known where it ends.
    pub(crate) fn span(&self, node: u32) -> std::ops::Range<u32> {
        let start = self.nodes.get(node as usize).map_or(0, |node| node.start);
        start..self.ends.get(node as usize).copied().unwrap_or(start)
    }

    #[inline]
    pub(crate) fn text<'a>(&'a self, source: &'a str, node: Node) -> &'a str {
        let from = match node.kind {
            Kind::Text => source,
            Kind::OwnText => &self.texts,
            _ => return "",
        };
        from.get(node.a as usize..node.a as usize + node.b as usize).unwrap_or_default()
    }

    /// The member of a number in the object at a node, if there is one.
    #[inline]
    pub(crate) fn numbered(&self, object: Node, at: u32, number: u16) -> Result<Option<u32>, ByName> {
        match object.fields {
            0 => Err(ByName),
            Node::KEYED if number == u16::MAX => Err(ByName),
            Node::KEYED => Ok(self.keyed(object, at, number)),
            first if number < Guide::MOST_FIELDS => {
                let member = self.fields.get(usize::from(first) - 1 + usize::from(number));
                Ok(member.copied().filter(|member| *member != 0))
            }
            _ => Err(ByName),
        }
    }

    /// The member of a number in the object at a node, whose keys have numbers.
    #[inline(never)]
    pub(crate) fn keyed(&self, object: Node, at: u32, number: u16) -> Option<u32> {
        let (mut key, nodes) = (at + 1, self.nodes.get(..object.b as usize)?);
        while let Some([name, value]) = nodes.get(key as usize..).and_then(<[_]>::first_chunk) {
            if name.start == u32::from(number) {
                return Some(key + 1);
            }
            key = value.after(key + 1);
        }
        None
    }

    /// Whether the text of a node is another one. The node is that of a text, and both are as long.
    #[inline]
    pub(crate) fn is_text(&self, source: &str, node: Node, text: &str) -> bool {
        let room = if node.kind == Kind::OwnText { self.texts.as_bytes() } else { source.as_bytes() };
        room.get(node.a as usize..).is_some_and(|room| room.starts_with(text.as_bytes()))
    }

    pub(crate) fn own_text(&mut self, start: u32, text: &str) -> Node {
        let a = size(self.texts.len());
        self.texts.push_str(text);
        Node::text(start, Kind::OwnText, a, size(text.len()))
    }

    /// The keys of the object at `object` with their numbers. The object may still be open.
    fn keys(&self, object: u32) -> impl Iterator<Item = (u32, Node)> {
        let (mut at, end) = (object + 1, self.next());
        std::iter::from_fn(move || {
            if at >= end {
                return None;
            }
            let key = at;
            at = self.nodes.get(key as usize + 1).map_or(end, |value| value.after(key + 1));
            Some((key, self.nodes[key as usize]))
        })
    }

    /// The node of an earlier key of the open object at `object` that is equal to the key at `key`.
    pub(crate) fn earlier_key(&self, source: &str, object: u32, key: u32) -> Option<u32> {
        let own = self.nodes[key as usize];
        let last = self.text(source, own);
        self.keys(object)
            .take_while(|(at, _)| *at < key)
            .find_map(|(at, node)| (node.b == own.b && self.text(source, node) == last).then_some(at))
    }

    /// The nodes of two equal keys of the object at `object`, which is the last one in the tree.
    ///
    /// Sorting keeps this near linear for objects with many members.
    pub(crate) fn repeated_key(&self, source: &str, object: u32) -> Option<(u32, u32)> {
        let mut keys: Vec<_> = self.keys(object).map(|(at, node)| (self.text(source, node), at)).collect();
        keys.sort_unstable();
        keys.windows(2)
            .filter(|pair| pair[0].0 == pair[1].0)
            .map(|pair| (pair[0].1, pair[1].1))
            .min_by_key(|pair| pair.1)
    }
}

/// A length or place within a record, which the limits keep below 4 GiB.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "limits keep a record that short, whatever they are set to")]
pub(crate) fn size(length: usize) -> u32 {
    length as u32
}
