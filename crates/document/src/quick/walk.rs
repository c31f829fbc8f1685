//! The walk over the nodes of a value.

use std::cell::Cell;

use jsonschema::json::Array;

use super::{
    shape::{Bound, Form, ListShape, More, NumberShape, ObjectShape, Property, Shape, Shapes, TextShape},
    words::{Head, Span},
};
use crate::{
    ArrayView, Tree, Value,
    tree::{Kind, Node, size},
};

/// How deep the walk goes. What lies deeper is not known.
const DEEPEST: u32 = 512;

/// So often it is asked whether more than the form of a value is right, and [`ASKED_OF_NODE`] times more for each node.
const MOST_ASKED: usize = 10_000;

const ASKED_OF_NODE: usize = 16;

/// Whether a value is of a shape, where that is known.
pub(super) fn verdict(shapes: &Shapes, root: u32, value: Value<'_>) -> Option<bool> {
    let walk = Walk::new(shapes, value.tree, value.source, value.at);
    let is_valid = walk.is(root, value.at, 0);
    // INVARIANT: as long as nothing unknown was met, every answer on the way was exact.
    (!walk.is_unknown.get()).then_some(is_valid)
}

/// Whether a value of a tree is surely of a shape.
pub(super) fn is(shapes: &Shapes, shape: u32, tree: &Tree, source: &str, at: u32) -> bool {
    surely(shapes, tree, source, at, |walk| walk.is(shape, at, 0))
}

/// Whether a value of a tree is surely what is asked of any value.
#[inline(never)]
pub(super) fn is_more(shapes: &Shapes, more: u32, tree: &Tree, source: &str, at: u32) -> bool {
    surely(shapes, tree, source, at, |walk| walk.is_more(more, at, 0))
}

/// Whether no two items of a list are surely equal.
pub(super) fn is_unique(shapes: &Shapes, tree: &Tree, source: &str, at: u32) -> bool {
    surely(shapes, tree, source, at, |walk| walk.node(at).is_some_and(|node| walk.is_unique(node, at)))
}

#[inline]
fn surely(shapes: &Shapes, tree: &Tree, source: &str, at: u32, ask: impl FnOnce(&Walk<'_>) -> bool) -> bool {
    let walk = Walk::new(shapes, tree, source, at);
    ask(&walk) && !walk.is_unknown.get()
}

struct Walk<'w> {
    shapes: &'w Shapes,
    tree: &'w Tree,
    source: &'w str,
    /// Whether an answer was given that is not known to be right.
    is_unknown: Cell<bool>,
    /// How often it may still be asked whether more than the form of a value is right. Alternatives that go through the
    /// same values again multiply.
    left: Cell<usize>,
}

impl<'w> Walk<'w> {
    /// For the value at a node: the last of the tree, or all of it.
    fn new(shapes: &'w Shapes, tree: &'w Tree, source: &'w str, at: u32) -> Self {
        let nodes = tree.nodes.len().saturating_sub(at as usize);
        let left = Cell::new(MOST_ASKED + nodes.saturating_mul(ASKED_OF_NODE));
        Self { shapes, tree, source, is_unknown: Cell::new(false), left }
    }

    /// Whether the value at a node is of a shape.
    #[inline]
    fn is(&self, shape: u32, at: u32, depth: u32) -> bool {
        self.node(at).map_or_else(|| self.unknown(), |node| self.node_is(shape, node, at, depth))
    }

    #[inline]
    fn node_is(&self, shape: u32, node: Node, at: u32, depth: u32) -> bool {
        let Some(shape) = self.shapes.all.get(shape as usize) else { return self.unknown() };
        if !shape.kinds.has(node.kind) {
            return false;
        }
        let is_of = match node.kind {
            Kind::Text | Kind::OwnText => match self.shapes.texts.get(shape.text as usize) {
                Some(text) => text.has(self.span(node)),
                None => true,
            },
            Kind::Null | Kind::False | Kind::True => true,
            _ => self.is_other(shape, node, at, depth),
        };
        is_of && (shape.more == Shape::NO || self.is_more(shape.more, at, depth))
    }

    /// Whether a number, list or object is what a shape asks of such.
    #[inline(never)]
    fn is_other(&self, shape: &Shape, node: Node, at: u32, depth: u32) -> bool {
        match node.kind {
            Kind::Object => match self.shapes.objects.get(shape.object as usize) {
                Some(object) => self.object(object, node, at, depth),
                None => true,
            },
            Kind::Array => match self.shapes.lists.get(shape.list as usize) {
                Some(list) => self.list(list, node, at, depth),
                None => true,
            },
            _ => {
                (!shape.is_whole || is_whole(node))
                    && match self.shapes.numbers.get(shape.number as usize) {
                        Some(number) => self.number(number, node),
                        None => true,
                    }
            }
        }
    }

    #[cold]
    fn unknown(&self) -> bool {
        self.is_unknown.set(true);
        false
    }

    #[inline]
    fn node(&self, at: u32) -> Option<Node> {
        self.tree.nodes.get(at as usize).copied()
    }

    #[inline]
    fn span(&self, node: Node) -> Span<'w> {
        let room = if node.kind == Kind::OwnText { &self.tree.texts } else { self.source };
        Span::new(room.as_bytes(), node.a as usize, node.b as usize)
    }

    fn value(&self, at: u32) -> Value<'w> {
        Value::at(self.tree, self.source, at)
    }

    fn number(&self, shape: &NumberShape, node: Node) -> bool {
        shape.bounds.iter().all(|(bound, limit)| match node.kind {
            Kind::Unsigned => bound.holds(&i128::from(node.bits()), &i128::from(*limit)),
            Kind::Signed => bound.holds(&node.bits().cast_signed(), limit),
            _ => match exact_double(*limit) {
                Some(limit) => bound.holds(&f64::from_bits(node.bits()), &limit),
                None => self.unknown(),
            },
        })
    }

    fn list(&self, list: &ListShape, node: Node, at: u32, depth: u32) -> bool {
        if depth >= DEEPEST {
            return self.unknown();
        }
        let length = u64::from(node.a);
        if length < list.least || length > list.most {
            return false;
        }
        let mut item = at + 1;
        let mut first = list.first.iter();
        while item < node.b {
            let shape = first.next().copied().unwrap_or(list.items);
            let Some(own) = self.node(item) else { return self.unknown() };
            if !self.node_is(shape, own, item, depth + 1) {
                return false;
            }
            item = own.after(item);
        }
        !list.is_unique || self.is_unique(node, at)
    }

    /// Whether no two items of a list are equal.
    fn is_unique(&self, node: Node, at: u32) -> bool {
        let items = self.tree.nodes.get(at as usize + 1..node.b as usize).unwrap_or_default();
        if items.len() > FEW || !items.iter().all(|item| matches!(item.kind, Kind::Text | Kind::OwnText)) {
            return ArrayView(self.value(at)).is_unique();
        }
        items.iter().enumerate().all(|(number, item)| {
            let before = items.get(..number).unwrap_or_default();
            // Texts of different lengths need not be looked at.
            !before.iter().any(|one| one.b == item.b && self.span(*one).bytes() == self.span(*item).bytes())
        })
    }

    fn object(&self, object: &ObjectShape, node: Node, at: u32, depth: u32) -> bool {
        if depth >= DEEPEST {
            return self.unknown();
        }
        let length = u64::from(node.a);
        if length < object.least || length > object.most {
            return false;
        }
        let (mut key, mut guess, mut missing) = (at + 1, 0, object.required);
        while key < node.b {
            let member = key + 1;
            let (Some(name), Some(own)) = (self.node(key), self.node(member)) else { return self.unknown() };
            let (shape, is_other) = match object.find(self.span(name), guess) {
                Some((property, number)) => {
                    guess = number + 1;
                    missing &= !property.bit;
                    (property.shape, property.is_other)
                }
                None => (object.other, true),
            };
            if !self.node_is(shape, own, member, depth + 1) {
                return false;
            }
            if object.has_names && !self.is_named(object, key, is_other, depth) {
                return false;
            }
            key = own.after(member);
        }
        missing == 0
    }

    /// Whether the name of a member is as asked, and the member as asked by patterns of names. `is_other` says that no
    /// property has that name.
    fn is_named(&self, object: &ObjectShape, key: u32, is_other: bool, depth: u32) -> bool {
        let is = |shape: u32, at: u32| self.is(shape, at, depth + 1);
        let mut by_pattern = object.patterns.iter().filter(|(pattern, _)| pattern.is_valid(self.value(key))).peekable();
        let is_other = is_other && !object.patterns.is_empty() && by_pattern.peek().is_none();
        by_pattern.all(|(_, shape)| is(*shape, key + 1))
            && (!is_other || is(object.additional, key + 1))
            && object.names.is_none_or(|names| is(names, key))
    }

    #[inline(never)]
    fn is_more(&self, more: u32, at: u32, depth: u32) -> bool {
        let Some(more) = self.shapes.more.get(more as usize) else { return self.unknown() };
        if depth >= DEEPEST || self.left.get() == 0 {
            return self.unknown();
        }
        // A list or object is gone through for it.
        let length = self.node(at).filter(|node| node.is_container()).map_or(0, |node| node.a as usize);
        self.left.set(self.left.get().saturating_sub(1 + length));
        let is = |shape: u32| self.is(shape, at, depth + 1);
        more.iter().all(|more| match more {
            More::All(shape) => is(*shape),
            More::Any(shapes) => shapes.iter().any(|shape| is(*shape)),
            More::One(shapes) => shapes.iter().filter(|shape| is(**shape)).take(2).count() == 1,
            More::Not(shape) => !is(*shape),
            More::If { condition, then, otherwise } => is(if is(*condition) { *then } else { *otherwise }),
            More::Whole(validator) => validator.is_valid(self.value(at)),
            More::Unknown => self.unknown(),
        })
    }
}

fn is_whole(node: Node) -> bool {
    node.kind != Kind::Float || f64::from_bits(node.bits()).fract() == 0.0
}

/// The double that is equal to a whole number, if that is known.
fn exact_double(number: i64) -> Option<f64> {
    let small = i32::try_from(number).map(f64::from);
    small.or_else(|_| u32::try_from(number).map(f64::from)).ok()
}

impl Bound {
    fn holds<N: PartialOrd>(self, number: &N, limit: &N) -> bool {
        match self {
            Self::Least => number >= limit,
            Self::Most => number <= limit,
            Self::Above => number > limit,
            Self::Below => number < limit,
        }
    }
}

impl TextShape {
    #[inline]
    pub(super) fn has(&self, text: Span<'_>) -> bool {
        self.has_length(text.bytes())
            && match &self.form {
                Form::Any => true,
                Form::Words(words) => words.has(text),
                Form::Pattern(pattern) => pattern.accepts(text.bytes()),
                Form::Dates(dates) => dates.has(text.bytes()),
            }
    }

    #[inline]
    fn has_length(&self, text: &[u8]) -> bool {
        let bytes = size(text.len());
        // A character takes one to four bytes: the length in bytes decides most texts.
        if bytes.div_ceil(4) >= self.least && bytes <= self.most {
            return true;
        }
        bytes >= self.least && (self.least..=self.most).contains(&characters(text))
    }
}

/// How many characters a text has.
#[cold]
fn characters(text: &[u8]) -> u32 {
    text.iter().map(|byte| u32::from(byte & 0xc0 != 0x80)).sum()
}

impl ObjectShape {
    /// The property of a name and its number, which is likely the one guessed or one soon after it.
    #[inline]
    fn find(&self, name: Span<'_>, guess: usize) -> Option<(&Property, usize)> {
        let (name, head) = (name.bytes(), name.head());
        let mut near = self.properties.get(guess..).unwrap_or_default().iter().take(NEAR).zip(guess..);
        near.find(|(property, _)| property.name.is(name, head)).or_else(|| self.search(name, head))
    }

    /// Whether a property has a name.
    pub(super) fn has(&self, name: &str) -> bool {
        let span = Span::new(name.as_bytes(), 0, name.len());
        self.search(span.bytes(), span.head()).is_some()
    }

    fn search(&self, name: &[u8], head: Head) -> Option<(&Property, usize)> {
        let property = |number: &u16| self.properties.get(usize::from(*number));
        let found = self.sorted.binary_search_by(|number| {
            property(number).map_or(std::cmp::Ordering::Less, |property| property.name.compare(name, head))
        });
        let number = *self.sorted.get(found.ok()?)?;
        Some((property(&number)?, number.into()))
    }
}

/// How many properties are looked at before all are searched.
const NEAR: usize = 12;

/// Up to how many items of a list are compared each with each.
const FEW: usize = 12;
