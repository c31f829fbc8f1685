//! What values must be like, as tables that refer to each other by number.

use jsonschema::Validator;

use super::{
    date::Dates,
    words::{Name, Words},
};
use crate::{Tape, pattern::Table, tree::Kind};

/// A set of kinds of nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kinds(u16);

impl Kinds {
    pub(super) const NONE: Self = Self(0);
    pub(super) const ALL: Self = Self(u16::MAX);
    pub(super) const NULL: Self = Self::of(Kind::Null);
    pub(super) const FALSE: Self = Self::of(Kind::False);
    pub(super) const TRUE: Self = Self::of(Kind::True);
    pub(super) const TEXT: Self = Self::of(Kind::Text).or(Self::of(Kind::OwnText));
    pub(super) const NUMBER: Self = Self::of(Kind::Unsigned).or(Self::of(Kind::Signed)).or(Self::of(Kind::Float));
    pub(super) const ARRAY: Self = Self::of(Kind::Array);
    pub(super) const OBJECT: Self = Self::of(Kind::Object);

    pub(super) const fn of(kind: Kind) -> Self {
        Self(1 << kind as u16)
    }

    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    #[inline]
    pub(super) const fn has(self, kind: Kind) -> bool {
        self.0 >> kind as u16 & 1 == 1
    }
}

/// All that is asked of a value by one schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) kinds: Kinds,
    /// Whether a number must be whole.
    pub(super) is_whole: bool,
    /// What is asked of a text, by its number in [`Shapes::texts`], or [`Shape::NO`]; and of values of other kinds
    /// likewise.
    pub(super) text: u32,
    pub(super) number: u32,
    pub(super) list: u32,
    pub(super) object: u32,
    /// What is asked of any value besides, by its number in [`Shapes::more`].
    pub(super) more: u32,
}

/// What is asked of a value whatever its kind. Numbers are those of shapes.
#[derive(Debug)]
pub(super) enum More {
    All(u32),
    Any(Box<[u32]>),
    One(Box<[u32]>),
    Not(u32),
    If {
        condition: u32,
        then: u32,
        otherwise: u32,
    },
    /// A schema that the library decides.
    Whole(Box<Validator<Tape>>),
    /// What nobody here knows how to decide.
    Unknown,
}

/// What is asked of a text.
#[derive(Debug)]
pub(super) struct TextShape {
    /// How many characters it has at least, and at most.
    pub(super) least: u32,
    pub(super) most: u32,
    pub(super) form: Form,
}

impl TextShape {
    /// Whether it is one of some words.
    pub(super) fn is_word(&self) -> bool {
        matches!(self.form, Form::Words(_))
    }
}

/// The form of a text.
#[derive(Debug)]
pub(super) enum Form {
    Any,
    Words(Words),
    Dates(Dates),
    Pattern(Table),
}

/// What is asked of a number: each bound with a whole number.
#[derive(Debug, Default)]
pub(super) struct NumberShape {
    pub(super) bounds: Vec<(Bound, i64)>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Bound {
    Least,
    Most,
    Above,
    Below,
}

/// What is asked of a list.
#[derive(Debug)]
pub(super) struct ListShape {
    /// How many items it has at least, and at most.
    pub(super) least: u64,
    pub(super) most: u64,
    pub(super) is_unique: bool,
    /// The shapes of the first items.
    pub(super) first: Box<[u32]>,
    /// The shape of all others.
    pub(super) items: u32,
}

/// What is asked of an object.
#[derive(Debug)]
pub(super) struct ObjectShape {
    /// How many members it has at least, and at most.
    pub(super) least: u64,
    pub(super) most: u64,
    /// The properties that have a name, in the order of the schema.
    pub(super) properties: Box<[Property]>,
    /// The numbers of the properties by their names, sorted.
    pub(super) sorted: Box<[u16]>,
    /// A bit for each property that must be there.
    pub(super) required: u64,
    /// The shapes of members whose name is of a pattern.
    pub(super) patterns: Box<[(Validator<Tape>, u32)]>,
    /// The shape of members that no name is for.
    pub(super) other: u32,
    /// The shape of members that neither a name nor a pattern is for.
    pub(super) additional: u32,
    /// The shape of names.
    pub(super) names: Option<u32>,
    /// Whether something is asked of names other than those of the properties.
    pub(super) has_names: bool,
}

#[derive(Debug)]
pub(super) struct Property {
    pub(super) name: Name,
    pub(super) shape: u32,
    /// The bit of a property that must be there.
    pub(super) bit: u64,
    /// Whether it must be there but has no schema of its own: what is said of other members holds for it.
    pub(super) is_other: bool,
}

/// The tables.
#[derive(Debug)]
pub(super) struct Shapes {
    pub(super) all: Vec<Shape>,
    pub(super) texts: Vec<TextShape>,
    pub(super) numbers: Vec<NumberShape>,
    pub(super) lists: Vec<ListShape>,
    pub(super) objects: Vec<ObjectShape>,
    pub(super) more: Vec<Box<[More]>>,
}

impl Shapes {
    /// The shape of any value.
    pub(super) const ANY: u32 = 0;
    /// The shape of no value.
    pub(super) const NOTHING: u32 = 1;
    /// The shape of which nothing is known.
    pub(super) const UNKNOWN: u32 = 2;

    pub(super) fn new() -> Self {
        let unknown = Shape { more: 0, ..Shape::ANY };
        Self {
            all: vec![Shape::ANY, Shape { kinds: Kinds::NONE, ..Shape::ANY }, unknown],
            texts: Vec::new(),
            numbers: Vec::new(),
            lists: Vec::new(),
            objects: Vec::new(),
            more: vec![Box::new([More::Unknown])],
        }
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// What is asked of any value of a shape besides what is asked of its kind.
    pub(super) fn more_of(&self, shape: u32) -> &[More] {
        let shape = self.all.get(shape as usize);
        shape.and_then(|shape| self.more.get(shape.more as usize)).map(|more| &**more).unwrap_or_default()
    }
}

impl Shape {
    /// The number of nothing.
    pub(super) const NO: u32 = u32::MAX;

    pub(super) const ANY: Self = Self {
        kinds: Kinds::ALL,
        is_whole: false,
        text: Self::NO,
        number: Self::NO,
        list: Self::NO,
        object: Self::NO,
        more: Self::NO,
    };
}
