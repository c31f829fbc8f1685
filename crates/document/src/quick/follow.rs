//! Follows a guide while a record is read.

use super::{
    guide::{Guide, KEY, MemberPlace, ObjectPlace, Place, halves},
    shape::Shape,
    walk,
    words::Span,
};
use crate::{
    Tree,
    tree::{Kind, Marked, Node, Open},
    watch::{Expected, Member, Watch},
};

/// A record on its way along a guide.
pub(crate) struct Follow<'g> {
    guide: &'g Guide,
    /// Whether something was met that is not surely as expected.
    pub(crate) is_lost: bool,
}

impl<'g> Follow<'g> {
    pub(crate) fn new(guide: &'g Guide) -> Self {
        Self { guide, is_lost: false }
    }

    #[inline]
    fn place(&self, place: u32) -> Option<&'g Place> {
        if place == Guide::ANYTHING { None } else { self.guide.places.get(place as usize) }
    }

    fn object(&self, open: &Open) -> Option<&'g ObjectPlace> {
        self.guide.objects.get(open.below as usize)
    }

    /// What is asked of any value, and whether it is looked for.
    #[inline]
    fn complete(&mut self, place: &Place, node: Node, at: u32, source: &str, tree: &mut Tree) {
        if place.shape.more != Shape::NO && !walk::is_more(&self.guide.shapes, place.shape.more, tree, source, at) {
            self.is_lost = true;
        }
        if place.marked.has(node.kind) {
            tree.marked.push(Marked { state: place.state, node: at });
        }
    }
}

/// Notes where a field of an object is.
#[inline]
fn note(member: &MemberPlace, object: &Open, value: u32, tree: &mut Tree) {
    if let Some(first) = usize::from(object.fields).checked_sub(1)
        && let Some(noted) = tree.fields.get_mut(first + usize::from(member.field))
        && member.field != MemberPlace::NO_FIELD
    {
        *noted = value;
    }
}

impl Watch for Follow<'_> {
    #[inline]
    fn root(&self) -> u32 {
        self.guide.root
    }

    #[expect(clippy::inline_always, reason = "it is a part of the loop that reads a text")]
    #[inline(always)]
    fn expected(&mut self, bytes: &[u8], at: usize, object: &mut Open, tree: &mut Tree) -> Option<Expected> {
        let place = self.guide.objects.get(object.below as usize)?;
        let chunk = halves(bytes.get(at..).and_then(<[u8]>::first_chunk::<KEY>)?);
        let near = place.members.get(object.guess as usize..).unwrap_or_default().iter().take(walk::NEAR);
        for (member, number) in near.zip(object.guess..) {
            if member.written.is_at(chunk) {
                object.guess = number + 1;
                if object.fields != 0 {
                    // Its key is the next node, and its value the one behind.
                    note(member, object, tree.next() + 1, tree);
                }
                let (length, place) = (member.written.length as usize, member.place);
                return Some(Expected { length, member: Member { place, bit: member.bit } });
            }
        }
        None
    }

    fn member(&mut self, key: u32, source: &str, object: &mut Open, tree: &mut Tree) -> Member {
        let Some(place) = self.guide.objects.get(object.below as usize) else {
            return Member { place: Guide::ANYTHING, bit: 0 };
        };
        let name = tree.nodes.get(key as usize).map(|node| tree.text(source, *node)).unwrap_or_default();
        match place.search(name.as_bytes()).and_then(|number| Some((number, place.members.get(number)?))) {
            Some((number, member)) => {
                object.guess = crate::tree::size(number + 1);
                note(member, object, key + 1, tree);
                Member { place: member.place, bit: member.bit }
            }
            None => {
                if self.guide.fields.iter().any(|field| **field == *name) {
                    // It is not where it is expected: fields of this object are looked for by name.
                    object.fields = 0;
                }
                Member { place: place.other, bit: 0 }
            }
        }
    }

    #[inline]
    fn text(&mut self, place: u32, node: Node, at: u32, source: &str, tree: &mut Tree) {
        let Some(place) = self.place(place) else { return };
        if !place.shape.kinds.has(Kind::Text) {
            self.is_lost = true;
        } else if let Some(shape) = self.guide.shapes.texts.get(place.shape.text as usize) {
            let room = if node.kind == Kind::OwnText { &tree.texts } else { source };
            self.is_lost |= !shape.has(Span::new(room.as_bytes(), node.a as usize, node.b as usize));
        }
        self.complete(place, node, at, source, tree);
    }

    fn scalar(&mut self, place: u32, node: Node, at: u32, source: &str, tree: &mut Tree) {
        let Some(place) = self.place(place) else { return };
        self.is_lost |= !walk::is(&self.guide.shapes, place.number, tree, source, at);
        if place.marked.has(node.kind) {
            tree.marked.push(Marked { state: place.state, node: at });
        }
    }

    #[inline]
    fn opened(&mut self, open: &mut Open, tree: &mut Tree) {
        match self.place(open.place) {
            Some(place) if open.is_object => {
                self.is_lost |= !place.shape.kinds.has(Kind::Object);
                open.below = place.object;
                if self.object(open).is_some_and(|object| object.has_fields) {
                    let (before, after) = (tree.fields.len(), tree.fields.len() + self.guide.fields.len());
                    if let (Ok(first), Ok(_)) = (u16::try_from(before + 1), u16::try_from(after)) {
                        tree.fields.resize(after, 0);
                        open.fields = first;
                    }
                }
            }
            Some(place) => {
                self.is_lost |= !place.shape.kinds.has(Kind::Array);
                open.below = place.items;
            }
            None => open.below = if open.is_object { Shape::NO } else { Guide::ANYTHING },
        }
    }

    #[inline]
    fn closed(&mut self, open: &Open, source: &str, tree: &mut Tree) {
        let Some(place) = self.place(open.place) else { return };
        let Some(node) = tree.nodes.get(open.node as usize).copied() else { return };
        let shapes = &*self.guide.shapes;
        if place.is_whole {
            self.is_lost |= !walk::is(shapes, place.number, tree, source, open.node);
            if place.marked.has(node.kind) {
                tree.marked.push(Marked { state: place.state, node: open.node });
            }
            return;
        }
        let length = u64::from(open.count);
        if open.is_object {
            if let Some(object) = self.object(open) {
                let is_short = object.required & !open.known != 0;
                self.is_lost |= is_short || length < object.least || length > object.most;
            }
        } else if let Some(list) = shapes.lists.get(place.shape.list as usize) {
            self.is_lost |= length < list.least || length > list.most;
            self.is_lost |= list.is_unique && length > 1 && !walk::is_unique(shapes, tree, source, open.node);
        }
        self.complete(place, node, open.node, source, tree);
    }
}
