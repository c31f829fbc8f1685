//! Where the records of a collection refer to others, read once from its schema.

use std::collections::HashMap;

use accordance_document::{Marks, Value as Node, ValueKind, push_step};
use referencing::Resolver;
use serde_json::Value;

/// The places of ids and references in the records of one collection: an automaton over the steps of a record.
#[derive(Clone, Debug, Default)]
pub(crate) struct References {
    states: Vec<State>,
    /// Whether there is a reference at a state, or behind it.
    leads: Vec<bool>,
    id: Option<String>,
    /// Paths that `accordance.toml` gives, and the collections that they refer to.
    pub(crate) given: Vec<(Vec<Box<str>>, usize)>,
}

#[derive(Clone, Debug, Default)]
struct State {
    members: Vec<(Box<str>, usize)>,
    /// The bits of the names of members; see [`bit`].
    bits: u64,
    any_member: Option<usize>,
    items: Option<usize>,
    refers_to: Vec<usize>,
    identifies: bool,
}

/// A schema may unfold to no more states than this.
const MOST_STATES: usize = 20_000;

impl References {
    /// Reads the marks of a schema. `collection` tells the number of a collection by its name.
    pub(crate) fn read(
        schema: &Value,
        resolver: Resolver<'_>,
        collection: &dyn Fn(&str) -> Option<usize>,
    ) -> Result<Self, String> {
        let mut reader = Reader { states: Vec::new(), by_schemas: HashMap::new(), collection };
        reader.state(vec![(schema, resolver)])?;
        let mut read = Self { states: reader.states, ..Self::default() };
        read.id = read.id_below(0, 4);
        read.leave_out_barren();
        Ok(read)
    }

    /// The JSON Pointer of the value that `x-identifies` marks.
    pub(crate) fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Leaves out the ways on which there is no reference, so that records are not searched there.
    fn leave_out_barren(&mut self) {
        let mut leads: Vec<bool> = self.states.iter().map(|state| !state.refers_to.is_empty()).collect();
        loop {
            let next: Vec<bool> =
                self.states.iter().zip(&leads).map(|(state, own)| *own || state.leads(&leads)).collect();
            if next == leads {
                break;
            }
            leads = next;
        }
        for state in &mut self.states {
            state.any_member = state.any_member.filter(|next| leads[*next]);
            state.items = state.items.filter(|next| leads[*next]);
            // A member that has a schema of its own is not one of any other, even where nothing is to be found in it.
            let is_kept = state.any_member.is_some();
            state.members.retain(|(_, next)| is_kept || leads[*next]);
            state.bits = state.members.iter().fold(0, |bits, (name, _)| bits | bit(name));
        }
        self.leads = leads;
    }

    fn id_below(&self, at: usize, depth: usize) -> Option<String> {
        let state = self.states.get(at)?;
        if state.identifies {
            return Some(String::new());
        }
        state.members.iter().filter(|_| depth > 0).find_map(|(name, member)| {
            let below = self.id_below(*member, depth - 1)?;
            let mut pointer = String::new();
            push_step(&mut pointer, name);
            Some(pointer + &below)
        })
    }

    /// Calls `found` for each reference of a record: the collection, the value, and a way to its pointer.
    pub(crate) fn each<'a>(&self, record: Node<'a>, found: &mut dyn FnMut(usize, Node<'a>, &Steps<'_>)) {
        if self.states.first().is_some_and(State::leads_anywhere) {
            self.walk(0, record, &Steps::Record, found);
        }
        self.each_given(record, found);
    }

    /// The same for the references that `accordance.toml` gives, and no others.
    pub(crate) fn each_given<'a>(&self, record: Node<'a>, found: &mut dyn FnMut(usize, Node<'a>, &Steps<'_>)) {
        for (path, collection) in &self.given {
            along(path, *collection, record, &Steps::Record, found);
        }
    }

    /// The same for the references at a value that was marked with a state.
    #[inline]
    pub(crate) fn each_marked<'a>(&self, state: u32, value: Node<'a>, found: &mut impl FnMut(usize, Node<'a>)) {
        match value.kind() {
            ValueKind::Text | ValueKind::Number => {
                let targets = self.state(state).map(|state| state.refers_to.as_slice()).unwrap_or_default();
                targets.iter().for_each(|target| found(*target, value));
            }
            _ => self.walk(state as usize, value, &Steps::Record, &mut |target, value, _| found(target, value)),
        }
    }

    /// A state, if a reference can be reached from it.
    fn leading(&self, state: usize) -> Option<u32> {
        self.leads.get(state).filter(|leads| **leads).and_then(|_| u32::try_from(state).ok())
    }

    fn state(&self, state: u32) -> Option<&State> {
        self.states.get(state as usize)
    }

    fn walk<'a>(
        &self,
        at: usize,
        value: Node<'a>,
        steps: &Steps<'_>,
        found: &mut dyn FnMut(usize, Node<'a>, &Steps<'_>),
    ) {
        let Some(state) = self.states.get(at) else { return };
        match value.kind() {
            ValueKind::Object if state.any_member.is_some() || !state.members.is_empty() => {
                for (key, member) in value.members() {
                    let named = state.member(key);
                    if let Some(next) = named.or(state.any_member) {
                        self.walk(next, member, &Steps::Member(steps, key), found);
                    }
                }
            }
            ValueKind::Array => {
                if let Some(next) = state.items {
                    for (number, item) in value.items().enumerate() {
                        self.walk(next, item, &Steps::Item(steps, number), found);
                    }
                }
            }
            ValueKind::Text | ValueKind::Number => {
                for collection in &state.refers_to {
                    found(*collection, value, steps);
                }
            }
            _ => {}
        }
    }
}

impl Marks for References {
    fn start(&self) -> Option<u32> {
        self.leading(0)
    }

    fn member(&self, state: u32, name: &str) -> Option<u32> {
        let state = self.state(state)?;
        self.leading(state.member(name).or(state.any_member)?)
    }

    fn other_member(&self, state: u32) -> Option<u32> {
        self.leading(self.state(state)?.any_member?)
    }

    fn names(&self, state: u32) -> Vec<&str> {
        let members = self.state(state).map(|state| state.members.as_slice()).unwrap_or_default();
        members.iter().map(|(name, _)| &**name).collect()
    }

    fn item(&self, state: u32) -> Option<u32> {
        self.leading(self.state(state)?.items?)
    }

    fn is_mark(&self, state: u32) -> bool {
        self.state(state).is_some_and(|state| !state.refers_to.is_empty())
    }
}

fn along<'a>(
    path: &[Box<str>],
    collection: usize,
    value: Node<'a>,
    steps: &Steps<'_>,
    found: &mut dyn FnMut(usize, Node<'a>, &Steps<'_>),
) {
    match (value.kind(), path) {
        (ValueKind::Array, _) => {
            for (number, item) in value.items().enumerate() {
                along(path, collection, item, &Steps::Item(steps, number), found);
            }
        }
        (ValueKind::Object, [first, rest @ ..]) => {
            if let Some(member) = value.get(first) {
                along(rest, collection, member, &Steps::Member(steps, first), found);
            }
        }
        (ValueKind::Text | ValueKind::Number, []) => found(collection, value, steps),
        _ => {}
    }
}

/// The way from a record to one of its values, as a list that needs no memory of its own.
pub(crate) enum Steps<'s> {
    Record,
    Member(&'s Steps<'s>, &'s str),
    Item(&'s Steps<'s>, usize),
}

impl Steps<'_> {
    /// The JSON Pointer of the value.
    pub(crate) fn pointer(&self) -> String {
        let mut pointer = String::new();
        self.write(&mut pointer);
        pointer
    }

    fn write(&self, pointer: &mut String) {
        match self {
            Self::Record => {}
            Self::Member(before, key) => {
                before.write(pointer);
                push_step(pointer, key);
            }
            Self::Item(before, number) => {
                before.write(pointer);
                push_step(pointer, &number.to_string());
            }
        }
    }
}

/// One of 64 bits for a name: of most names that are asked for, it tells that no member has them.
#[inline]
fn bit(name: &str) -> u64 {
    let (first, last) = (name.as_bytes().first(), name.as_bytes().last());
    let of = |byte: Option<&u8>| byte.map_or(0, |byte| usize::from(*byte));
    1 << ((name.len() * 7 + of(first) * 3 + of(last) * 5) & 63)
}

impl State {
    #[inline]
    fn member(&self, key: &str) -> Option<usize> {
        if self.bits & bit(key) == 0 {
            return None;
        }
        self.members.iter().find(|(name, _)| **name == *key).map(|(_, state)| *state)
    }

    /// Whether a step leads to a state of those marked.
    fn leads(&self, marked: &[bool]) -> bool {
        let steps = self.members.iter().map(|(_, next)| *next).chain(self.any_member).chain(self.items);
        steps.into_iter().any(|next| marked[next])
    }

    fn leads_anywhere(&self) -> bool {
        !self.members.is_empty() || self.any_member.is_some() || self.items.is_some()
    }
}

type Schemas<'r> = Vec<(&'r Value, Resolver<'r>)>;

struct Reader<'c> {
    states: Vec<State>,
    /// The state of each set of schemas that hold at one place, by where they are in memory.
    by_schemas: HashMap<Vec<usize>, usize>,
    collection: &'c dyn Fn(&str) -> Option<usize>,
}

impl Reader<'_> {
    fn state(&mut self, schemas: Schemas<'_>) -> Result<usize, String> {
        let schemas = closed(schemas);
        let mut key: Vec<usize> = schemas.iter().map(|(schema, _)| std::ptr::from_ref(*schema).addr()).collect();
        key.sort_unstable();
        if let Some(known) = self.by_schemas.get(&key) {
            return Ok(*known);
        }
        if self.states.len() >= MOST_STATES {
            return Err(format!("the schema unfolds to more than {MOST_STATES} places"));
        }
        let at = self.states.len();
        self.by_schemas.insert(key, at);
        self.states.push(State::default());
        let mut state = State::default();
        let mut members: Vec<(&str, Schemas<'_>)> = Vec::new();
        let (mut any, mut items): (Schemas<'_>, Schemas<'_>) = (Vec::new(), Vec::new());
        for (schema, resolver) in &schemas {
            let Value::Object(keywords) = schema else { continue };
            for (keyword, value) in keywords {
                match (keyword.as_str(), value) {
                    ("x-identifies", Value::String(_)) => state.identifies = true,
                    ("x-refers-to", Value::String(name)) => {
                        let number = (self.collection)(name);
                        state.refers_to.extend(number.filter(|number| !state.refers_to.contains(number)));
                    }
                    ("properties", Value::Object(properties)) => {
                        for (name, property) in properties {
                            match members.iter_mut().find(|(known, _)| known == name) {
                                Some((_, all)) => all.push((property, resolver.clone())),
                                None => members.push((name, vec![(property, resolver.clone())])),
                            }
                        }
                    }
                    ("patternProperties", Value::Object(patterns)) => {
                        any.extend(patterns.values().map(|property| (property, resolver.clone())));
                    }
                    ("additionalProperties" | "unevaluatedProperties", Value::Object(_)) => {
                        any.push((value, resolver.clone()));
                    }
                    ("items" | "prefixItems", Value::Array(each)) => {
                        items.extend(each.iter().map(|item| (item, resolver.clone())));
                    }
                    ("items" | "additionalItems" | "unevaluatedItems", Value::Object(_)) => {
                        items.push((value, resolver.clone()));
                    }
                    _ => {}
                }
            }
        }
        for (name, all) in members {
            let next = self.state(all)?;
            state.members.push((name.into(), next));
        }
        state.any_member = if any.is_empty() { None } else { Some(self.state(any)?) };
        state.items = if items.is_empty() { None } else { Some(self.state(items)?) };
        self.states[at] = state;
        Ok(at)
    }
}

/// All schemas that may hold where those given hold.
fn closed(schemas: Schemas<'_>) -> Schemas<'_> {
    let mut all: Schemas<'_> = Vec::new();
    let mut waiting = schemas;
    while let Some((schema, resolver)) = waiting.pop() {
        if all.iter().any(|(known, _)| std::ptr::eq(*known, schema)) {
            continue;
        }
        let Value::Object(keywords) = schema else { continue };
        for (keyword, value) in keywords {
            match (keyword.as_str(), value) {
                ("$ref" | "$dynamicRef", Value::String(target)) => {
                    if let Ok(found) = resolver.lookup(target) {
                        let (contents, resolver, _) = found.into_inner();
                        waiting.push((contents, resolver));
                    }
                }
                ("allOf" | "anyOf" | "oneOf", Value::Array(each)) => {
                    waiting.extend(each.iter().map(|one| (one, resolver.clone())));
                }
                ("if" | "then" | "else", Value::Object(_)) => waiting.push((value, resolver.clone())),
                ("dependentSchemas", Value::Object(each)) => {
                    waiting.extend(each.values().map(|one| (one, resolver.clone())));
                }
                _ => {}
            }
        }
        all.push((schema, resolver));
    }
    all
}
