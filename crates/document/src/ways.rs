//! Ways between pointers and values of one record, for many of them.

use std::{collections::HashMap, ops::Range};

use crate::{
    Place, Value, ValueKind,
    json::{text_end, value_end},
    value::{push_step, unescape},
};

/// How many items or members make a list or object long.
const LONG: usize = 32;

/// Finds values of one record by their pointers, pointers by values, and places of values in JSON.
///
/// A list or object that is long is gone through once, however many values are looked for in it: a record of a hundred
/// thousand items with a finding at each costs no more than its length.
///
/// ```
/// use accordance_document::{Limits, Tree, Ways, parse_json};
///
/// let mut tree = Tree::new();
/// let record = parse_json(r#"{"themes": [{"id": "a"}, {"id": "b"}]}"#, &mut tree, Limits::default())?;
/// let mut ways = Ways::new(record);
/// let second = ways.value("/themes/1").expect("there are two");
/// assert_eq!(ways.pointer_to(second), "/themes/1");
/// # Ok::<(), accordance_document::ReadError>(())
/// ```
#[derive(Debug)]
pub struct Ways<'a> {
    root: Value<'a>,
    /// The values in long lists and objects, by the node of these, in their order.
    inner: HashMap<u32, Vec<u32>>,
    /// The values of the members of long objects, by the node of the object.
    named: HashMap<u32, HashMap<&'a str, u32>>,
    /// Where lists and objects end in the source, by their nodes.
    ends: HashMap<u32, usize>,
}

impl<'a> Ways<'a> {
    /// Ways in a value, mostly a record.
    pub fn new(root: Value<'a>) -> Self {
        Self { root, inner: HashMap::new(), named: HashMap::new(), ends: HashMap::new() }
    }

    /// The value whose ways these are.
    pub fn root(&self) -> Value<'a> {
        self.root
    }

    /// The value that a JSON Pointer (RFC 6901) names.
    pub fn value(&mut self, pointer: &str) -> Option<Value<'a>> {
        self.member(pointer).map(|(_, value)| value)
    }

    /// The value that a JSON Pointer names, and the node of its key where it is a member.
    pub(crate) fn member(&mut self, pointer: &str) -> Option<(Option<u32>, Value<'a>)> {
        let mut here = (None, self.root);
        if pointer.is_empty() {
            return Some(here);
        }
        for step in pointer.strip_prefix('/')?.split('/') {
            let value = here.1;
            here = match value.kind() {
                ValueKind::Object => {
                    let member = self.named(value, &unescape(step))?;
                    (Some(member.at - 1), member)
                }
                ValueKind::Array => (None, self.item(value, index(step)?)?),
                _ => return None,
            };
        }
        Some(here)
    }

    /// The JSON Pointer of a value of the root; empty for the root itself and for what is not of it.
    pub fn pointer_to(&mut self, inner: Value<'a>) -> String {
        let mut pointer = String::new();
        let mut here = self.root;
        while here.at < inner.at && inner.at < here.node().after(here.at) {
            let Some((number, next)) = self.towards(here, inner.at) else { break };
            match here.kind() {
                ValueKind::Object => {
                    let key = here.tree.nodes[next.at as usize - 1];
                    push_step(&mut pointer, here.tree.text(here.source, key));
                }
                _ => push_step(&mut pointer, &number.to_string()),
            }
            here = next;
        }
        pointer
    }

    /// The JSON Pointer into the record of what a validator names by one that was given a part of it: see
    /// [`refused`](crate::refused). `part` may be the record itself.
    pub fn of_part(&mut self, part: Value<'a>, pointer: &str) -> String {
        if !part.is_part() {
            return pointer.to_owned();
        }
        let mut real = String::new();
        let mut here = self.root;
        for step in pointer.split('/').skip(1) {
            let next = match here.kind() {
                ValueKind::Array => index(step).and_then(|number| {
                    let hidden = self.hidden(here, part);
                    push_step(&mut real, &(hidden + number).to_string());
                    self.item(here, hidden + number)
                }),
                _ => {
                    real.push('/');
                    real.push_str(step);
                    self.named(here, &unescape(step))
                }
            };
            // What is not there, as a member that is missing, has no items.
            here = next.unwrap_or(here);
        }
        real
    }

    /// The place of a value in the text that was read, where the tree knows where each value ends.
    pub(crate) fn place_in_yaml(&mut self, pointer: &str) -> Option<Place> {
        let (key, value) = self.member(pointer)?;
        let span = |node: u32| {
            let span = value.tree.span(node);
            span.start as usize..span.end as usize
        };
        Some(Place { key: key.map(span), value: span(value.at) })
    }

    /// The place of a value in the JSON text that the record was read from.
    pub(crate) fn place_in_json(&mut self, pointer: &str) -> Option<Place> {
        let (key, value) = self.member(pointer)?;
        let (tree, source) = (self.root.tree, self.root.source);
        let key = key.map(|key| {
            let start = tree.nodes[key as usize].start as usize;
            start..text_end(source, start)
        });
        let end = match value.kind() {
            ValueKind::Array | ValueKind::Object => {
                *self.ends.entry(value.at).or_insert_with(|| value_end(source, tree, value.at))
            }
            _ => value_end(source, tree, value.at),
        };
        Some(Place { key, value: value.start()..end })
    }

    fn item(&mut self, list: Value<'a>, number: usize) -> Option<Value<'a>> {
        if !is_long(list) {
            return list.items().nth(number);
        }
        self.inner(list).get(number).map(|at| list.with(*at))
    }

    pub(crate) fn named(&mut self, object: Value<'a>, name: &str) -> Option<Value<'a>> {
        if !is_long(object) {
            return object.get(name);
        }
        let named = self.named.entry(object.at);
        let named = named.or_insert_with(|| object.members().map(|(name, value)| (name, value.at)).collect());
        named.get(name).map(|at| object.with(*at))
    }

    /// The values in a list or object, in their order.
    fn inner(&mut self, value: Value<'a>) -> &[u32] {
        let inner = self.inner.entry(value.at);
        inner.or_insert_with(|| match value.kind() {
            ValueKind::Object => value.members().map(|(_, member)| member.at).collect(),
            _ => value.items().map(|item| item.at).collect(),
        })
    }

    /// The item or member in which a node is, with its number.
    fn towards(&mut self, value: Value<'a>, node: u32) -> Option<(usize, Value<'a>)> {
        if is_long(value) {
            let inner = self.inner(value);
            let number = inner.partition_point(|at| *at <= node).checked_sub(1)?;
            return Some((number, value.with(inner[number])));
        }
        let holds = |value: &Value<'_>| node < value.node().after(value.at);
        match value.kind() {
            ValueKind::Object => value.members().map(|(_, member)| member).enumerate().find(|(_, value)| holds(value)),
            ValueKind::Array => value.items().enumerate().find(|(_, value)| holds(value)),
            _ => None,
        }
    }

    /// How many items of a list come before those that a part shows.
    fn hidden(&mut self, list: Value<'a>, part: Value<'a>) -> usize {
        let Range { start, .. } = part.shown();
        let is_before = |at: u32| list.with(at).node().after(at) <= start;
        if is_long(list) {
            return self.inner(list).partition_point(|at| is_before(*at));
        }
        list.items().take_while(|item| is_before(item.at)).count()
    }
}

fn is_long(value: Value<'_>) -> bool {
    value.len().is_some_and(|length| length > LONG)
}

/// The number of an item, as a step of a JSON Pointer gives it.
pub(crate) fn index(step: &str) -> Option<usize> {
    let is_index = step == "0" || (!step.starts_with('0') && step.bytes().all(|byte| byte.is_ascii_digit()));
    if is_index { step.parse().ok() } else { None }
}
