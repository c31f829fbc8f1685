//! The tree as `jsonschema` reads it.

use std::{borrow::Cow, collections::HashMap, ops::ControlFlow};

use jsonschema::{
    JsonType,
    json::{Array, Json, JsonNumber, Node, NodeIdentity, Object},
};
use serde_json::{Map, Number, Value as SerdeValue};

use crate::{Items, Members, Shown, Tree, Value, ValueKind, number::Exact, tree::Kind};

/// The representation of instances for [`jsonschema::options_for`].
///
/// An error of validation holds a copy of the value that is refused. One of a list or object with more than a thousand
/// keys and values holds an empty one: there may be an error for each of them.
///
/// ```
/// use accordance_document::{Limits, Tape, Tree, jsonschema, parse_json};
/// use serde_json::json;
///
/// let validator = jsonschema::options_for::<Tape>().build(&json!({"required": ["id"]})).expect("a schema");
/// let mut tree = Tree::new();
/// let record = parse_json(r#"{"id": "gpg-2017-4"}"#, &mut tree, Limits::default())?;
/// assert!(validator.is_valid(record));
/// # Ok::<(), accordance_document::ReadError>(())
/// ```
#[derive(Debug)]
pub struct Tape;

impl Json for Tape {
    type Node<'a> = Value<'a>;
    type PreparedKey = Box<str>;
    type StringBuffer = Tree;

    const KEYS_PER_LOOKUP: usize = 4;
    const ACYCLIC: bool = true;

    fn prepare_key(key: &str) -> Box<str> {
        key.into()
    }

    fn with_string_node<T>(buffer: &mut Tree, string: &str, f: impl FnOnce(Value<'_>) -> T) -> T {
        buffer.clear();
        let node = buffer.own_text(0, string);
        buffer.nodes.push(node);
        f(Value::at(buffer, "", 0))
    }
}

/// A validator may look at the lists, objects, items and members of a value so often, and for each key and value
/// [`LOOKS_OF_NODE`] times more, or [`LOOKS_OF_KEYWORD`] times for each part of the schema.
const LOOKS: u64 = 20_000;

const LOOKS_OF_NODE: u64 = 100;

/// Far more than a schema needs that does not multiply.
const LOOKS_OF_KEYWORD: u64 = 2;

/// It may make so many errors, each of which takes a thousand bytes or more. One with a copy of a list or object counts as
/// one more for each [`COPIED`] keys and values of that.
const ERRORS: u64 = 500_000;

const COPIED: u32 = 16;

impl Value<'_> {
    /// Asks a validator something about the value, and gives up where that looks far more often at its lists and objects
    /// than it has any, for a schema of so many keys and values, or makes more than half a million errors. Alternatives of
    /// a schema that go through the same values again, each of them for all that is below, take twice as long or more with
    /// each level that a record nests deeper. One tree is asked on one thread at a time.
    ///
    /// ```
    /// use accordance_document::{Limits, Tape, Tree, jsonschema, parse_json};
    /// use serde_json::json;
    ///
    /// let schema = json!({"anyOf": [
    ///     {"properties": {"a": {"$ref": "#"}}, "required": ["x"]},
    ///     {"properties": {"a": {"$ref": "#"}}, "required": ["y"]},
    /// ]});
    /// let validator = jsonschema::options_for::<Tape>().build(&schema).expect("a schema");
    /// let errors = |levels| {
    ///     let mut tree = Tree::new();
    ///     let text = r#"{"a":"#.repeat(levels) + "{}" + &"}".repeat(levels);
    ///     let record = parse_json(&text, &mut tree, Limits::default()).expect("well-formed");
    ///     record.bounded(14, |record| validator.iter_errors(record).count())
    /// };
    /// assert_eq!((errors(3), errors(100)), (Some(1), None));
    /// ```
    pub fn bounded<T>(self, schema: usize, ask: impl FnOnce(Self) -> T) -> Option<T> {
        let nodes = match self.shown() {
            shown if self.is_part() => u64::from(shown.end - shown.start),
            _ => self.tree.nodes.len() as u64,
        };
        let of_node = LOOKS_OF_KEYWORD.saturating_mul(schema as u64).max(LOOKS_OF_NODE);
        let before = self.tree.looks.bound(nodes.saturating_mul(of_node).saturating_add(LOOKS), ERRORS);
        let told = ask(self);
        (!self.tree.looks.restore(before)).then_some(told)
    }

    /// Each item or member that a validator sees counts as a look: of a part, it sees no more than that shows.
    fn go_through(self) {
        let shown = if self.is_part() { self.shown() } else { 0..u32::MAX };
        self.tree.looks.look(self.node().a.min(shown.end - shown.start).into());
    }
}

/// The value of an error has at most so many nodes.
const MOST_SHOWN: u32 = 1000;

/// A number of a document.
#[derive(Clone, Copy, Debug)]
pub struct TapeNumber<'a>(Value<'a>);

impl JsonNumber for TapeNumber<'_> {
    fn as_u64(&self) -> Option<u64> {
        (self.0.node().kind == Kind::Unsigned).then(|| self.0.node().bits())
    }

    fn as_i64(&self) -> Option<i64> {
        let node = self.0.node();
        match node.kind {
            Kind::Unsigned => i64::try_from(node.bits()).ok(),
            Kind::Signed => Some(node.bits().cast_signed()),
            _ => None,
        }
    }

    fn as_f64(&self) -> Option<f64> {
        self.0.as_f64()
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Owned(self.0.number().map(|number| number.to_string()).unwrap_or_default())
    }

    fn to_number(&self) -> Cow<'_, Number> {
        Cow::Owned(self.0.number().unwrap_or_else(|| 0.into()))
    }

    fn is_integer(&self) -> bool {
        match self.0.node().kind {
            Kind::Float => f64::from_bits(self.0.node().bits()).fract() == 0.0,
            _ => true,
        }
    }

    fn is_written_as_integer(&self) -> bool {
        self.0.node().kind != Kind::Float
    }
}

impl<'a> Node<'a, Tape> for Value<'a> {
    type Object = ObjectView<'a>;
    type Array = ArrayView<'a>;
    type Number = TapeNumber<'a>;

    #[inline]
    fn as_object(&self) -> Option<ObjectView<'a>> {
        (self.node().kind == Kind::Object && self.tree.looks.look(1)).then_some(ObjectView(*self))
    }

    #[inline]
    fn as_array(&self) -> Option<ArrayView<'a>> {
        (self.node().kind == Kind::Array && self.tree.looks.look(1)).then_some(ArrayView(*self))
    }

    #[inline]
    fn as_string(&self) -> Option<Cow<'a, str>> {
        self.as_str().map(Cow::Borrowed)
    }

    #[inline]
    fn as_number(&self) -> Option<TapeNumber<'a>> {
        self.is_number().then_some(TapeNumber(*self))
    }

    fn as_boolean(&self) -> Option<bool> {
        self.as_bool()
    }

    fn is_null(&self) -> bool {
        Value::is_null(*self)
    }

    #[inline]
    fn is_number(&self) -> bool {
        matches!(self.node().kind, Kind::Unsigned | Kind::Signed | Kind::Float)
    }

    #[inline]
    fn is_string(&self) -> bool {
        matches!(self.node().kind, Kind::Text | Kind::OwnText)
    }

    #[inline]
    fn json_type(&self) -> JsonType {
        match self.kind() {
            ValueKind::Null => JsonType::Null,
            ValueKind::Boolean => JsonType::Boolean,
            ValueKind::Number => JsonType::Number,
            ValueKind::Text => JsonType::String,
            ValueKind::Array => JsonType::Array,
            ValueKind::Object => JsonType::Object,
        }
    }

    fn string_length_within(&self, min: u64, max: u64) -> Option<bool> {
        let node = self.node();
        let bytes = matches!(node.kind, Kind::Text | Kind::OwnText).then_some(u64::from(node.b))?;
        // A character takes one to four bytes: the length in bytes decides most texts.
        if bytes < min {
            return Some(false);
        }
        if bytes.div_ceil(4) >= min && bytes <= max {
            return Some(true);
        }
        Some((min..=max).contains(&(self.as_str()?.chars().count() as u64)))
    }

    fn equals_value(&self, expected: &SerdeValue) -> bool {
        match (self.kind(), expected) {
            (ValueKind::Null, SerdeValue::Null) => true,
            (ValueKind::Boolean, SerdeValue::Bool(expected)) => self.as_bool() == Some(*expected),
            (ValueKind::Text, SerdeValue::String(expected)) => self.as_str() == Some(expected),
            (ValueKind::Number, SerdeValue::Number(expected)) => self.exact() == Exact::from_number(expected),
            (ValueKind::Array, SerdeValue::Array(expected)) => {
                self.len() == Some(expected.len())
                    && self.items().zip(expected).all(|(item, expected)| item.equals_value(expected))
            }
            (ValueKind::Object, SerdeValue::Object(expected)) => {
                self.len() == Some(expected.len())
                    && self
                        .members()
                        .all(|(key, value)| expected.get(key).is_some_and(|expected| value.equals_value(expected)))
            }
            _ => false,
        }
    }

    // What is equal, and what is unique, is decided above and below: this is for errors alone.
    fn to_value(&self) -> Cow<'a, SerdeValue> {
        let length = self.node().after(self.at) - self.at;
        let is_large = length > MOST_SHOWN;
        self.tree.looks.err(1 + u64::from(if is_large { 0 } else { length / COPIED }));
        Cow::Owned(match self.kind() {
            ValueKind::Array if is_large => SerdeValue::Array(Vec::new()),
            ValueKind::Object if is_large => SerdeValue::Object(Map::new()),
            _ => self.to_json(),
        })
    }

    fn identity(&self) -> Option<NodeIdentity> {
        Some(NodeIdentity::tagged(std::ptr::from_ref(self.tree) as usize, self.at))
    }
}

/// The members of an object as `jsonschema` asks for them.
#[derive(Clone, Copy, Debug)]
pub struct ObjectView<'a>(Value<'a>);

impl<'a> Object<'a, Tape> for ObjectView<'a> {
    type Node = Value<'a>;
    type MemberName = &'a str;
    type MembersIter = Shown<Members<'a>>;

    fn len(&self) -> usize {
        self.0.node().a as usize
    }

    #[inline]
    fn get(&self, key: &Box<str>) -> Option<Value<'a>> {
        self.0.get(key)
    }

    #[inline]
    fn members(&self) -> Shown<Members<'a>> {
        self.0.go_through();
        Shown::new(self.0, self.0.members())
    }

    fn try_for_each_name_node<B>(
        &self,
        _: &mut Tree,
        mut f: impl FnMut(Value<'_>) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        // Keys are nodes.
        self.0.members().try_for_each(|(_, member)| f(member.with(member.at - 1)))
    }
}

/// The items of a list as `jsonschema` asks for them.
#[derive(Clone, Copy, Debug)]
pub struct ArrayView<'a>(pub(crate) Value<'a>);

impl<'a> Array<'a, Tape> for ArrayView<'a> {
    type Node = Value<'a>;
    type ElementsIter = Shown<Items<'a>>;

    fn len(&self) -> usize {
        self.0.node().a as usize
    }

    #[inline]
    fn elements(&self) -> Shown<Items<'a>> {
        self.0.go_through();
        Shown::new(self.0, self.0.items())
    }

    fn is_unique(&self) -> bool {
        self.0.go_through();
        // Of what is not seen whole nothing is told.
        if self.0.is_part() && !self.0.shows(self.0) {
            return true;
        }
        let mut items = self.0.items();
        if self.len() <= PAIRWISE {
            return std::iter::from_fn(|| items.next().map(|item| (item, items.clone())))
                .all(|(item, mut others)| others.all(|other| other != item));
        }
        if let Some(mut texts) = items.clone().map(Value::as_str).collect::<Option<Vec<&str>>>() {
            texts.sort_unstable();
            return texts.windows(2).all(|pair| pair[0] != pair[1]);
        }
        let state = std::hash::RandomState::new();
        let mut seen: HashMap<u64, Vec<Value<'a>>> = HashMap::with_capacity(self.len());
        items.all(|item| {
            let alike = seen.entry(item.hash_with(&state)).or_default();
            let is_new = !alike.contains(&item);
            alike.push(item);
            is_new
        })
    }
}

/// Up to how many items of a list are compared each with each.
const PAIRWISE: usize = 12;
