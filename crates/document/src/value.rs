//! A value of a document, and what can be asked of it.

use std::fmt;

use serde_json::{Map, Value as Json};

use crate::{
    Tree, Ways,
    number::Exact,
    tree::{ByName, Kind, Node},
};

/// One value of a document: a handle, cheap to copy.
///
/// ```
/// use accordance_document::{Limits, Tree, parse_json};
///
/// let mut tree = Tree::new();
/// let record = parse_json(r#"{"id": "gpg-2017-4", "number": 4}"#, &mut tree, Limits::default())?;
/// assert_eq!(record.get("id").and_then(|id| id.as_str()), Some("gpg-2017-4"));
/// assert_eq!(record.pointer("/number").and_then(|number| number.as_i64()), Some(4));
/// # Ok::<(), accordance_document::ReadError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Value<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) source: &'a str,
    pub(crate) at: u32,
    /// The part of the record that `jsonschema` sees, from 1; 0 where it sees all.
    pub(crate) part: u32,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueKind {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number, whole or not.
    Number,
    /// A text.
    Text,
    /// A list.
    Array,
    /// An object.
    Object,
}

impl<'a> Value<'a> {
    /// A value of a tree.
    #[inline]
    pub(crate) fn at(tree: &'a Tree, source: &'a str, at: u32) -> Self {
        Self { tree, source, at, part: 0 }
    }

    pub(crate) fn node(self) -> Node {
        // INVARIANT: a handle is only made for a node that is there.
        self.tree.nodes[self.at as usize]
    }

    pub(crate) fn with(self, at: u32) -> Self {
        Self { at, ..self }
    }

    /// What it is.
    pub fn kind(self) -> ValueKind {
        self.node().kind.into()
    }

    /// Whether it is the same value of the same record as another, not only an equal one.
    pub fn is_same(self, other: Self) -> bool {
        std::ptr::eq(self.tree, other.tree) && self.at == other.at
    }

    /// Whether it is `null`.
    pub fn is_null(self) -> bool {
        self.node().kind == Kind::Null
    }

    /// The truth value, if it is one.
    pub fn as_bool(self) -> Option<bool> {
        match self.node().kind {
            Kind::True => Some(true),
            Kind::False => Some(false),
            _ => None,
        }
    }

    /// The text, if it is one.
    pub fn as_str(self) -> Option<&'a str> {
        let node = self.node();
        matches!(node.kind, Kind::Text | Kind::OwnText).then(|| self.tree.text(self.source, node))
    }

    /// The whole number, if it is one and fits. `3.0` is the whole number 3.
    pub fn as_i64(self) -> Option<i64> {
        match self.exact()? {
            Exact::Whole(number) => i64::try_from(number).ok(),
            Exact::Float(_) => None,
        }
    }

    /// The whole number, if it is one from 0 on and fits.
    pub fn as_u64(self) -> Option<u64> {
        match self.exact()? {
            Exact::Whole(number) => u64::try_from(number).ok(),
            Exact::Float(_) => None,
        }
    }

    /// The number as a double, if it is a number.
    #[expect(clippy::cast_precision_loss, reason = "a double is what is asked for")]
    pub fn as_f64(self) -> Option<f64> {
        let node = self.node();
        match node.kind {
            Kind::Unsigned => Some(node.bits() as f64),
            Kind::Signed => Some(node.bits().cast_signed() as f64),
            Kind::Float => Some(f64::from_bits(node.bits())),
            _ => None,
        }
    }

    /// How many members or items it has; none for what is neither list nor object.
    pub fn len(self) -> Option<usize> {
        let node = self.node();
        matches!(node.kind, Kind::Array | Kind::Object).then_some(node.a as usize)
    }

    /// Whether it is a list or object without members or items.
    pub fn is_empty(self) -> bool {
        self.len() == Some(0)
    }

    /// The value of a member of an object.
    #[inline]
    pub fn get(self, key: &str) -> Option<Self> {
        let node = self.node();
        if node.kind != Kind::Object {
            return None;
        }
        // INVARIANT: the nodes of an object are keys, each before its value.
        let (mut at, nodes) = (self.at + 1, self.tree.nodes.get(..node.b as usize)?);
        while let Some([name, value]) = nodes.get(at as usize..).and_then(<[_]>::first_chunk) {
            // The length decides most comparisons without a look at the text.
            if name.b as usize == key.len() && self.tree.is_text(self.source, *name, key) {
                return Some(self.with(at + 1));
            }
            at = value.after(at + 1);
        }
        None
    }

    /// The value of the member of a name that has a number in the [`Guide`](crate::Guide) along which the record was
    /// read, or in the [`Selection`](crate::Selection) with which it is kept. Where there is neither, and where the
    /// number is too large, the name is looked for.
    #[inline]
    pub fn field(self, number: u16, name: &str) -> Option<Self> {
        match self.tree.numbered(self.node(), self.at, number) {
            Ok(member) => member.map(|member| self.with(member)),
            Err(ByName) => self.get(name),
        }
    }

    /// Whether members are found by the numbers of a guide.
    pub(crate) fn has_fields(self) -> bool {
        !matches!(self.node().fields, 0 | Node::KEYED)
    }

    /// The members of an object, in their order; nothing for other values.
    pub fn members(self) -> Members<'a> {
        let node = self.node();
        let end = if node.kind == Kind::Object { node.b } else { 0 };
        Members { value: self, at: self.at + 1, end }
    }

    /// The items of a list, in their order; nothing for other values.
    pub fn items(self) -> Items<'a> {
        let node = self.node();
        let end = if node.kind == Kind::Array { node.b } else { 0 };
        Items { value: self, at: self.at + 1, end }
    }

    /// The value that a JSON Pointer (RFC 6901) names. [`Ways`] finds many values of one record.
    pub fn pointer(self, pointer: &str) -> Option<Self> {
        Ways::new(self).value(pointer)
    }

    /// The JSON Pointer of a value of this one; empty for the value itself and for one that is not of it. [`Ways`]
    /// tells those of many values of one record.
    ///
    /// ```
    /// use accordance_document::{Limits, Tree, parse_json};
    ///
    /// let mut tree = Tree::new();
    /// let record = parse_json(r#"{"themes": [{"id": "a"}, {"id": "b"}]}"#, &mut tree, Limits::default())?;
    /// let second = record.get("themes").and_then(|themes| themes.items().nth(1)).expect("there are two");
    /// assert_eq!(record.pointer_to(second), "/themes/1");
    /// # Ok::<(), accordance_document::ReadError>(())
    /// ```
    pub fn pointer_to(self, inner: Self) -> String {
        Ways::new(self).pointer_to(inner)
    }

    /// The same value as an owned one.
    pub fn to_json(self) -> Json {
        let node = self.node();
        match node.kind {
            Kind::Null => Json::Null,
            Kind::False => Json::Bool(false),
            Kind::True => Json::Bool(true),
            Kind::Unsigned | Kind::Signed | Kind::Float => self.number().map_or(Json::Null, Json::Number),
            Kind::Text | Kind::OwnText => Json::String(self.tree.text(self.source, node).to_owned()),
            Kind::Array => self.items().map(Value::to_json).collect(),
            Kind::Object => Json::Object(
                self.members().map(|(key, value)| (key.to_owned(), value.to_json())).collect::<Map<_, _>>(),
            ),
        }
    }

    /// Where the value begins in the source, in bytes.
    pub(crate) fn start(self) -> usize {
        self.node().start as usize
    }
}

impl From<Kind> for ValueKind {
    #[inline]
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Null => Self::Null,
            Kind::False | Kind::True => Self::Boolean,
            Kind::Unsigned | Kind::Signed | Kind::Float => Self::Number,
            Kind::Text | Kind::OwnText => Self::Text,
            Kind::Array => Self::Array,
            Kind::Object => Self::Object,
        }
    }
}

/// A step of a JSON Pointer without its escapes.
pub(crate) fn unescape(step: &str) -> std::borrow::Cow<'_, str> {
    if step.contains('~') { step.replace("~1", "/").replace("~0", "~").into() } else { step.into() }
}

/// Adds a step to a JSON Pointer.
///
/// ```
/// let mut pointer = String::from("/themes");
/// accordance_document::push_step(&mut pointer, "a/b");
/// assert_eq!(pointer, "/themes/a~1b");
/// ```
pub fn push_step(pointer: &mut String, step: &str) {
    pointer.push('/');
    for c in step.chars() {
        match c {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            _ => pointer.push(c),
        }
    }
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_json().fmt(formatter)
    }
}

/// The members of an object.
#[derive(Clone, Debug)]
pub struct Members<'a> {
    value: Value<'a>,
    at: u32,
    end: u32,
}

impl<'a> Iterator for Members<'a> {
    type Item = (&'a str, Value<'a>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.end {
            return None;
        }
        let key = self.value.tree.text(self.value.source, self.value.tree.nodes[self.at as usize]);
        let member = self.value.with(self.at + 1);
        self.at = member.node().after(member.at);
        Some((key, member))
    }
}

/// The items of a list.
#[derive(Clone, Debug)]
pub struct Items<'a> {
    value: Value<'a>,
    at: u32,
    end: u32,
}

impl<'a> Iterator for Items<'a> {
    type Item = Value<'a>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.end {
            return None;
        }
        let item = self.value.with(self.at);
        self.at = item.node().after(item.at);
        Some(item)
    }
}
