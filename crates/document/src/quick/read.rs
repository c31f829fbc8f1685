//! Reads a record along a guide.
//!
//! Nearly all records are what their schema says, and written as programs write them: with a space behind a comma and a
//! colon or with none, and with members in the order of the schema or another one that they keep to. Each place of the
//! guide says what comes next, and a [`Memory`] in which order members came, so a key is found by a comparison or two, and
//! a value is judged where it is read. A record with a mistake is not read to its end here, nor is one that nests deep:
//! [`json`](crate::json) reads these, and tells what is wrong.

use std::num::NonZeroUsize;

use super::{
    guide::{Guide, MemberPlace, ObjectPlace, Place, QUOTES},
    memory::{Known, Memory, Short},
    shape::Shape,
    walk,
    words::{CHUNK, Chunk, Span},
};
use crate::{
    Limits, Tree,
    json::{Number, SEARCHED, after_space, end_of_plain, escaped, key_bit, number, plain},
    tree::{Kind, Marked, Node, size},
};

/// A record that was read.
pub(crate) struct Read {
    /// Where it ends, in bytes.
    pub(crate) end: usize,
    /// Whether it is surely valid.
    pub(crate) is_valid: bool,
}

/// How deep lists and objects nest in what is read here.
const DEEPEST: u32 = 64;

/// How many members are looked at behind the one that is expected before a key is sought among all, which takes little by
/// its hash.
const NEAR: usize = 4;

/// Reads the record at the start of a text into the tree. What follows it is not looked at.
pub(crate) fn read(source: &str, tree: &mut Tree, limits: Limits, guide: &Guide, memory: &mut Memory) -> Option<Read> {
    tree.clear();
    memory.follow(guide);
    let bytes = source.as_bytes();
    // Each key and value takes two bytes at least.
    let is_small = bytes.len() / 2 < limits.nodes;
    let deepest = u32::try_from(limits.depth).unwrap_or(DEEPEST).min(DEEPEST);
    let mut reader = Reader { source, bytes, tree, guide, memory, deepest, is_lost: false };
    let root = guide.place(guide.root).filter(|_| is_small)?;
    let end = reader.value(after_space(bytes, 0), root, 0)?;
    Some(Read { end, is_valid: !reader.is_lost })
}

struct Reader<'r> {
    source: &'r str,
    bytes: &'r [u8],
    tree: &'r mut Tree,
    guide: &'r Guide,
    memory: &'r mut Memory,
    deepest: u32,
    /// Whether something was met that is not surely as expected.
    is_lost: bool,
}

/// What is known of the keys of an open object.
#[derive(Default)]
struct Keys {
    /// How many there are.
    count: u32,
    /// What tells the member that is expected next, by its number in [`Memory::next`].
    last: usize,
    /// A bit for each member that has a place of its own.
    known: u64,
    /// A bit for each other key; see [`key_bit`].
    seen: u64,
    /// What becomes [`Node::fields`].
    fields: u16,
}

impl<'r> Reader<'r> {
    /// Reads a value, and tells where it ends.
    #[expect(clippy::inline_always, reason = "it is a part of the two loops, over members and over items")]
    #[inline(always)]
    fn value(&mut self, at: usize, place: &'r Place, depth: u32) -> Option<usize> {
        // Many programs write a space behind a colon or a comma.
        let (at, byte) = match *self.bytes.get(at)? {
            b' ' => (at + 1, *self.bytes.get(at + 1)?),
            byte => (at, byte),
        };
        match byte {
            b'"' => self.text(at, place),
            b'{' => self.object(at, place, depth),
            b'[' => self.list(at, place, depth),
            _ => self.other(at, place, depth),
        }
    }

    #[expect(clippy::inline_always, reason = "it is a part of the two loops, over members and over items")]
    #[inline(always)]
    fn text(&mut self, start: usize, place: &'r Place) -> Option<usize> {
        let from = start + 1;
        let Some(chunk) = self.bytes.get(from..).and_then(<[u8]>::first_chunk::<CHUNK>) else {
            return self.any_text(start, from, place);
        };
        let length = plain(chunk);
        if chunk.get(length) != Some(&b'"') {
            return self.any_text(start, from + length, place);
        }
        let own = self.tree.next();
        self.tree.nodes.push(Node::text(size(start), Kind::Text, size(from), size(length)));
        if place.remembers {
            let text = Short::new(chunk, length);
            match self.memory.knows(&text, place.number) {
                Some(Known::Noted) => self.tree.noted = self.tree.noted.saturating_add(place.marks),
                Some(Known::Right(remembered)) if place.marks > 0 => {
                    self.tree.marked.push(Marked { state: place.state, node: own, remembered: Some(remembered) });
                }
                Some(Known::Right(_)) => {}
                None => self.unknown(text, place, own),
            }
        } else if place.judges_texts {
            self.judge(place, own);
        }
        Some(from + length + 1)
    }

    /// A short text that is not remembered.
    #[inline(never)]
    fn unknown(&mut self, text: Short, place: &'r Place, own: u32) {
        if self.is_right(place, own) {
            let remembered = self.memory.remember(text, place.number);
            if place.marks > 0 {
                self.tree.marked.push(Marked { state: place.state, node: own, remembered });
            }
        } else {
            self.is_lost = true;
        }
    }

    /// A text that is long, has escapes, or stands at the end. It goes on as it is up to `to`.
    #[inline(never)]
    fn any_text(&mut self, start: usize, to: usize, place: &'r Place) -> Option<usize> {
        let (node, end) = self.plain_or_escaped(start, to)?;
        let own = self.tree.next();
        self.tree.nodes.push(node);
        if place.judges_texts {
            self.judge(place, own);
        }
        Some(end)
    }

    /// The text at a quote, which goes on as it is up to `to`, and where it ends.
    fn plain_or_escaped(&mut self, start: usize, to: usize) -> Option<(Node, usize)> {
        let end = end_of_plain(self.bytes, to);
        if self.bytes.get(end) == Some(&b'"') {
            return Some((Node::text(size(start), Kind::Text, size(start + 1), size(end - start - 1)), end + 1));
        }
        let text = escaped(self.source, start, self.tree).ok()?;
        Some((text.node, text.end))
    }

    fn judge(&mut self, place: &'r Place, own: u32) {
        self.is_lost |= !self.is_right(place, own);
        self.mark(place, Kind::Text, own);
    }

    /// Whether a text is surely what is asked at a place.
    #[inline]
    fn is_right(&self, place: &'r Place, own: u32) -> bool {
        let Some(node) = self.tree.nodes.get(own as usize) else { return false };
        let room = if node.kind == Kind::OwnText { self.tree.texts.as_bytes() } else { self.bytes };
        let text = Span::new(room, node.a as usize, node.b as usize);
        self.guide.is_text(place, text) && self.is_more(place, own)
    }

    /// A number, a truth value or null, or what follows white space.
    #[inline(never)]
    fn other(&mut self, at: usize, place: &'r Place, depth: u32) -> Option<usize> {
        let start = after_space(self.bytes, at);
        if start > at {
            return self.value(start, place, depth);
        }
        let word = |word: &str, kind: Kind| {
            let is_there = self.source.as_bytes().get(at..).is_some_and(|rest| rest.starts_with(word.as_bytes()));
            is_there.then(|| (Node::new(size(at), kind), at + word.len()))
        };
        let (node, end) = match self.bytes.get(at)? {
            b't' => word("true", Kind::True)?,
            b'f' => word("false", Kind::False)?,
            b'n' => word("null", Kind::Null)?,
            b'-' | b'0'..=b'9' => match number(self.source, at).ok()? {
                Number::Read(node, end) => (node, end),
                Number::Beyond(_) => return None,
            },
            _ => return None,
        };
        let own = self.tree.next();
        self.tree.nodes.push(node);
        self.is_lost = self.is_lost || !walk::is(&self.guide.shapes, place.shape_number, self.tree, self.source, own);
        self.mark(place, node.kind, own);
        Some(end)
    }

    #[inline(never)]
    fn object(&mut self, start: usize, place: &'r Place, depth: u32) -> Option<usize> {
        let object = self.guide.objects.get(place.object as usize).filter(|_| depth < self.deepest)?;
        let own = self.tree.next();
        self.tree.nodes.push(Node::new(size(start), Kind::Object));
        self.is_lost |= !place.shape.kinds.has(Kind::Object);
        let mut keys = Keys { last: object.first, fields: self.fields(object), ..Keys::default() };
        let (mut at, mut goes_on) = self.first(start, b'}');
        while goes_on {
            let (colon, member) = self.key(at, own, object, &mut keys)?;
            let end = self.value(colon.get() + 1, self.guide.place(member)?, depth + 1)?;
            (at, goes_on) = self.after(end, b'}')?;
        }
        self.close(own, keys.count, keys.fields);
        if keys.count > SEARCHED && self.tree.repeated_key(self.source, own).is_some() {
            return None;
        }
        if place.is_whole {
            self.whole(place, own);
        } else {
            let length = u64::from(keys.count);
            self.is_lost |= object.required & !keys.known != 0 || length < object.least || length > object.most;
            self.complete(place, Kind::Object, own);
        }
        Some(at)
    }

    #[inline(never)]
    fn list(&mut self, start: usize, place: &'r Place, depth: u32) -> Option<usize> {
        let items = self.guide.place(place.items).filter(|_| depth < self.deepest)?;
        let own = self.tree.next();
        self.tree.nodes.push(Node::new(size(start), Kind::Array));
        self.is_lost |= !place.shape.kinds.has(Kind::Array);
        let (mut at, mut goes_on) = self.first(start, b']');
        let mut count = 0;
        while goes_on {
            count += 1;
            let end = self.value(at, items, depth + 1)?;
            (at, goes_on) = self.after(end, b']')?;
        }
        self.close(own, count, 0);
        if place.is_whole {
            self.whole(place, own);
        } else {
            let shapes = &*self.guide.shapes;
            if let Some(list) = shapes.lists.get(place.shape.list as usize) {
                let length = u64::from(count);
                self.is_lost |= length < list.least || length > list.most;
                self.is_lost = self.is_lost
                    || list.is_unique && count > 1 && !walk::is_unique(shapes, self.tree, self.source, own);
            }
            self.complete(place, Kind::Array, own);
        }
        Some(at)
    }

    /// Where the first member or item begins behind a bracket, and that there is one; or what follows the closing
    /// bracket.
    #[inline]
    fn first(&self, start: usize, bracket: u8) -> (usize, bool) {
        let at = after_space(self.bytes, start + 1);
        let is_empty = self.bytes.get(at) == Some(&bracket);
        (at + usize::from(is_empty), !is_empty)
    }

    /// Where the next member or item begins behind one, and that there is one; or what follows the closing bracket.
    #[inline]
    fn after(&self, end: usize, bracket: u8) -> Option<(usize, bool)> {
        let byte = *self.bytes.get(end)?;
        if byte == b',' || byte == bracket { Some((end + 1, byte == b',')) } else { self.after_space(end, bracket) }
    }

    #[inline(never)]
    fn after_space(&self, end: usize, bracket: u8) -> Option<(usize, bool)> {
        let at = after_space(self.bytes, end);
        let byte = *self.bytes.get(at)?;
        (byte == b',' || byte == bracket).then_some((at + 1, byte == b','))
    }

    /// Reads a key and the colon. Tells where the colon is, and the place of the value.
    #[expect(clippy::inline_always, reason = "it is a part of the loop over members")]
    #[inline(always)]
    fn key(
        &mut self,
        mut at: usize,
        own: u32,
        object: &'r ObjectPlace,
        keys: &mut Keys,
    ) -> Option<(NonZeroUsize, u32)> {
        let Some(mut chunk) = self.chunk(at).map(Chunk::new) else { return self.any_key(at, own, object, keys) };
        let guess = self.memory.next(keys.last);
        let mut number = guess;
        let member = loop {
            match object.members.get(number) {
                Some(member) if member.written.is_at(&chunk) => break member,
                // A space between members is most likely one by itself.
                Some(_) if self.bytes.get(at) == Some(&b' ') => {
                    at += 1;
                    let Some(next) = self.chunk(at) else { return self.any_key(at, own, object, keys) };
                    chunk = Chunk::new(next);
                }
                Some(_) if number < guess + NEAR => number += 1,
                _ => return self.sought_key(at, own, object, keys),
            }
        };
        self.known_key(at, object, member, number, keys)
    }

    /// The same for a key that is not where it is expected.
    #[inline(never)]
    fn sought_key(
        &mut self,
        at: usize,
        own: u32,
        object: &'r ObjectPlace,
        keys: &mut Keys,
    ) -> Option<(NonZeroUsize, u32)> {
        let at = after_space(self.bytes, at);
        let written = self.chunk(at).zip(self.chunk(at + 1));
        let found = written.and_then(|(written, name)| object.find(written, Short::name_in(name)?));
        match found.and_then(|number| Some((number, object.members.get(number)?))) {
            Some((number, member)) => {
                self.memory.expect(keys.last, number);
                self.known_key(at, object, member, number, keys)
            }
            None => self.any_key(at, own, object, keys),
        }
    }

    #[inline]
    fn chunk(&self, at: usize) -> Option<&'r [u8; CHUNK]> {
        self.bytes.get(at..)?.first_chunk()
    }

    /// Notes a key that is written as most programs write it.
    #[expect(clippy::inline_always, reason = "it is a part of the loop over members")]
    #[inline(always)]
    fn known_key(
        &mut self,
        at: usize,
        object: &ObjectPlace,
        member: &MemberPlace,
        number: usize,
        keys: &mut Keys,
    ) -> Option<(NonZeroUsize, u32)> {
        let length = member.written.length;
        let key = self.tree.next();
        self.tree.nodes.push(Node::text(size(at), Kind::Text, size(at + 1), length));
        keys.count += 1;
        self.known(object, member, number, key, keys)?;
        Some((QUOTES.saturating_add(at + length as usize), member.place))
    }

    /// The same for a key that is written otherwise, or that nobody knows.
    #[inline(never)]
    fn any_key(
        &mut self,
        at: usize,
        own: u32,
        object: &'r ObjectPlace,
        keys: &mut Keys,
    ) -> Option<(NonZeroUsize, u32)> {
        let start = after_space(self.bytes, at);
        if self.bytes.get(start) != Some(&b'"') {
            return None;
        }
        let key = self.tree.next();
        let (node, end) = self.plain_or_escaped(start, start + 1)?;
        self.tree.nodes.push(node);
        let colon = after_space(self.bytes, end);
        if self.bytes.get(colon) != Some(&b':') {
            return None;
        }
        keys.count += 1;
        let name = self.tree.text(self.source, node);
        if let Some((number, member)) =
            object.search(name.as_bytes()).and_then(|number| Some((number, object.members.get(number)?)))
        {
            self.known(object, member, number, key, keys)?;
            return Some((NonZeroUsize::new(colon)?, member.place));
        }
        if self.guide.fields.iter().any(|field| **field == *name) {
            // It is not where it is expected: fields of this object are looked for by name.
            keys.fields = 0;
        }
        let bit = key_bit(name.as_bytes());
        if keys.seen & bit != 0 && keys.count <= SEARCHED && self.tree.earlier_key(self.source, own, key).is_some() {
            return None;
        }
        keys.seen |= bit;
        Some((NonZeroUsize::new(colon)?, object.other))
    }

    /// Makes room for the fields of an object, and tells what becomes [`Node::fields`].
    #[inline]
    fn fields(&mut self, object: &ObjectPlace) -> u16 {
        if !object.has_fields {
            return 0;
        }
        let (before, after) = (self.tree.fields.len(), self.tree.fields.len() + self.guide.fields.len());
        let (Ok(first), true) = (u16::try_from(before + 1), after < usize::from(Node::KEYED)) else { return 0 };
        self.tree.fields.resize(after, 0);
        first
    }

    /// Notes that an object has a member, by its number, and where: behind its key. Nothing comes of it where the object
    /// has it already.
    #[inline]
    fn known(
        &mut self,
        object: &ObjectPlace,
        member: &MemberPlace,
        number: usize,
        key: u32,
        keys: &mut Keys,
    ) -> Option<()> {
        if keys.known & member.bit != 0 {
            return None;
        }
        keys.last = object.first + 1 + number;
        keys.known |= member.bit;
        if member.field != MemberPlace::NO_FIELD
            && let Some(first) = usize::from(keys.fields).checked_sub(1)
            && let Some(noted) = self.tree.fields.get_mut(first + usize::from(member.field))
        {
            *noted = key + 1;
        }
        Some(())
    }

    #[inline]
    fn close(&mut self, own: u32, count: u32, fields: u16) {
        let after = self.tree.next();
        if let Some(container) = self.tree.nodes.get_mut(own as usize) {
            (container.a, container.b, container.fields) = (count, after, fields);
        }
    }

    /// What is judged only where it is complete.
    #[inline(never)]
    fn whole(&mut self, place: &Place, own: u32) {
        self.is_lost = self.is_lost || !walk::is(&self.guide.shapes, place.shape_number, self.tree, self.source, own);
        let kind = self.tree.nodes.get(own as usize).map_or(Kind::Null, |node| node.kind);
        self.mark(place, kind, own);
    }

    /// What is asked of any value, and whether it is looked for.
    #[inline]
    fn complete(&mut self, place: &Place, kind: Kind, own: u32) {
        self.is_lost = self.is_lost || !self.is_more(place, own);
        self.mark(place, kind, own);
    }

    /// Whether a value is surely what is asked of any value.
    #[inline]
    fn is_more(&self, place: &Place, own: u32) -> bool {
        let more = place.shape.more;
        more == Shape::NO || walk::is_more(&self.guide.shapes, more, self.tree, self.source, own)
    }

    #[inline]
    fn mark(&mut self, place: &Place, kind: Kind, own: u32) {
        if place.marked.has(kind) {
            self.tree.marked.push(Marked { state: place.state, node: own, remembered: None });
        }
    }
}
