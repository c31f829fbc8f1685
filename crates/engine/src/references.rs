//! Where the records of a collection refer to others, read once from its schema.
//!
//! What `x-refers-to` and `x-identifies` say stands in most schemas at places that are the same in every record: these
//! are an automaton. Where a record decides which parts of its schema hold for it (`anyOf`, `if`, `patternProperties`
//! and the like), the marks are annotations as JSON Schema has them, and the validator tells those of a valid record.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use accordance_document::{Marks, Tape, Value as Node, ValueKind, push_step};
use jsonschema::Validator;
use referencing::Resolver;
use serde_json::Value;

/// The places of ids and references in the records of one collection: an automaton over the steps of a record.
#[derive(Clone, Debug, Default)]
pub(crate) struct References {
    states: Vec<State>,
    /// Whether there is a reference at a state, or behind it.
    leads: Vec<bool>,
    id: Option<String>,
    /// The collections that are referred to where a record decides which parts of the schema hold for it; none where no
    /// record does.
    by_record: BTreeMap<Box<str>, usize>,
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

/// What refuses a keyword that is nearly a mark, by what it says.
type Misspelt<'c> = dyn Fn(&str, &str) -> Result<(), String> + 'c;

/// What tells the number of the collection that a mark names.
type Target<'c> = dyn Fn(&Value) -> Result<Option<usize>, String> + 'c;

/// A schema may unfold to no more states than this.
const MOST_STATES: usize = 20_000;

impl References {
    /// Reads the marks of a schema. `collection` tells the number of the collection that a mark names, if it is one of the
    /// run; `misspelt` refuses what is nearly a mark, if that is to be.
    pub(crate) fn read(
        schema: &Value,
        resolver: Resolver<'_>,
        collection: &Target<'_>,
        misspelt: &Misspelt<'_>,
    ) -> Result<Self, String> {
        let mut reader = Reader {
            states: Vec::new(),
            by_schemas: HashMap::new(),
            waiting: Vec::new(),
            collection,
            misspelt,
            targets: BTreeMap::new(),
            is_sure: true,
        };
        reader.state(vec![Held { schema, resolver, is_sure: true }])?;
        while let Some((at, schemas)) = reader.waiting.pop() {
            reader.read(at, &schemas)?;
        }
        let Reader { states, targets, is_sure, .. } = reader;
        let by_record = if is_sure { BTreeMap::new() } else { targets };
        let mut read = Self { states, by_record, ..Self::default() };
        read.id = read.id_below(0, 4);
        read.leave_out_barren();
        Ok(read)
    }

    /// Whether the schema alone says where records refer to others.
    pub(crate) fn are_of_schema(&self) -> bool {
        self.by_record.is_empty()
    }

    /// Calls `found` for each reference of a valid record that decides itself where its references are. Says no where the
    /// schema asks too much of it for that.
    pub(crate) fn each_of_record<'a>(
        &self,
        record: Node<'a>,
        (validator, schema_size): (&Validator<Tape>, usize),
        found: &mut dyn FnMut(usize, Node<'a>, &Steps<'_>),
    ) -> bool {
        let Some(evaluation) = record.bounded(schema_size, |record| validator.evaluate(record)) else { return false };
        let mut told = BTreeSet::new();
        for entry in evaluation.iter_annotations() {
            let name = entry.annotations.value().get("x-refers-to").and_then(Value::as_str);
            let Some(target) = name.and_then(|name| self.by_record.get(name)) else { continue };
            let pointer = entry.instance_location.as_str();
            let value = record.pointer(pointer);
            let value = value.filter(|value| matches!(value.kind(), ValueKind::Text | ValueKind::Number));
            if let Some(value) = value.filter(|_| told.insert((pointer, *target))) {
                found(*target, value, &Steps::At(pointer));
            }
        }
        true
    }

    /// The JSON Pointer of the value that `x-identifies` marks.
    pub(crate) fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Leaves out the ways on which there is no reference, so that records are not searched there.
    fn leave_out_barren(&mut self) {
        let mut from: Vec<Vec<usize>> = vec![Vec::new(); self.states.len()];
        for (number, state) in self.states.iter().enumerate() {
            state.steps().for_each(|next| from[next].push(number));
        }
        let mut leads = vec![false; self.states.len()];
        let refers = |(number, state): (usize, &State)| (!state.refers_to.is_empty()).then_some(number);
        let mut waiting: Vec<usize> = self.states.iter().enumerate().filter_map(refers).collect();
        while let Some(state) = waiting.pop() {
            if !std::mem::replace(&mut leads[state], true) {
                waiting.append(&mut from[state]);
            }
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
        self.leading(0).filter(|_| self.are_of_schema())
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

    fn marks(&self, state: u32) -> u32 {
        // INVARIANT: there are few collections.
        self.state(state).map_or(0, |state| u32::try_from(state.refers_to.len()).unwrap_or(u32::MAX))
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
    /// The value at a JSON Pointer.
    At(&'s str),
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
            Self::At(way) => pointer.push_str(way),
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

    /// The states to which a step leads.
    fn steps(&self) -> impl Iterator<Item = usize> {
        self.members.iter().map(|(_, next)| *next).chain(self.any_member).chain(self.items)
    }

    fn leads_anywhere(&self) -> bool {
        !self.members.is_empty() || self.any_member.is_some() || self.items.is_some()
    }
}

/// A schema that holds, or may hold, at a place.
#[derive(Clone)]
struct Held<'r> {
    schema: &'r Value,
    resolver: Resolver<'r>,
    /// Whether it holds there in every record.
    is_sure: bool,
}

impl<'r> Held<'r> {
    /// A schema within this one.
    fn within(&self, schema: &'r Value) -> Self {
        Self { schema, ..self.clone() }
    }

    fn perhaps(&self, schema: &'r Value) -> Self {
        Self { is_sure: false, ..self.within(schema) }
    }

    fn address(&self) -> usize {
        std::ptr::from_ref(self.schema).addr()
    }
}

type Schemas<'r> = Vec<Held<'r>>;

struct Reader<'c, 'r> {
    states: Vec<State>,
    /// The state of each set of schemas that hold at one place, by where they are in memory.
    by_schemas: HashMap<Vec<(usize, bool)>, usize>,
    /// States that are not read yet, with their schemas. They are read one after the other: one may lead to another, and
    /// that to a third one, as often as there is room for.
    waiting: Vec<(usize, Schemas<'r>)>,
    collection: &'c Target<'c>,
    misspelt: &'c Misspelt<'c>,
    /// The collections that are referred to.
    targets: BTreeMap<Box<str>, usize>,
    /// Whether all that is said of references holds in every record.
    is_sure: bool,
}

impl<'r> Reader<'_, 'r> {
    /// The state of schemas that hold at one place.
    fn state(&mut self, schemas: Schemas<'r>) -> Result<usize, String> {
        let schemas = closed(schemas);
        let mut key: Vec<_> = schemas.iter().map(|held| (held.address(), held.is_sure)).collect();
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
        self.waiting.push((at, schemas));
        Ok(at)
    }

    fn read(&mut self, at: usize, schemas: &[Held<'r>]) -> Result<(), String> {
        let mut state = State::default();
        let mut members: Vec<(&str, Schemas<'r>)> = Vec::new();
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let (mut any, mut items): (Schemas<'r>, Schemas<'r>) = (Vec::new(), Vec::new());
        // What holds of other members depends on the names that each of the schemas knows, and that of other items
        // likewise.
        let is_alone = schemas.iter().filter(|held| speaks_of_members(held.schema)).count() == 1;
        let has_places = schemas.iter().any(|held| speaks_of_places(held.schema));
        for held in schemas {
            let Value::Object(keywords) = held.schema else { continue };
            for (keyword, value) in keywords {
                match (keyword.as_str(), value) {
                    ("x-identifies", Value::String(_)) => state.identifies = true,
                    ("x-refers-to", name) => {
                        let Some(number) = (self.collection)(name)? else { continue };
                        self.is_sure &= held.is_sure;
                        self.targets.insert(name.as_str().unwrap_or_default().into(), number);
                        if !state.refers_to.contains(&number) {
                            state.refers_to.push(number);
                        }
                    }
                    (other, Value::String(name)) if other.starts_with(['x', 'X']) => (self.misspelt)(other, name)?,
                    ("properties", Value::Object(properties)) => {
                        for (name, property) in properties {
                            let number = *numbers.entry(name).or_insert(members.len());
                            match members.get_mut(number) {
                                Some((_, all)) => all.push(held.within(property)),
                                None => members.push((name, vec![held.within(property)])),
                            }
                        }
                    }
                    ("patternProperties", Value::Object(patterns)) => {
                        any.extend(patterns.values().map(|property| held.perhaps(property)));
                    }
                    ("additionalProperties", Value::Object(_)) if is_alone => any.push(held.within(value)),
                    ("additionalProperties" | "unevaluatedProperties", Value::Object(_)) => {
                        any.push(held.perhaps(value));
                    }
                    ("items" | "prefixItems", Value::Array(each)) => {
                        items.extend(each.iter().map(|item| held.perhaps(item)));
                    }
                    ("items", Value::Object(_)) if !has_places => items.push(held.within(value)),
                    ("items" | "additionalItems" | "unevaluatedItems", Value::Object(_)) => {
                        items.push(held.perhaps(value));
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
        Ok(())
    }
}

/// Whether a schema says of members by their names what they must be.
fn speaks_of_members(schema: &Value) -> bool {
    ["properties", "patternProperties", "additionalProperties"].iter().any(|keyword| schema.get(keyword).is_some())
}

/// Whether a schema says of items by their places what they must be.
fn speaks_of_places(schema: &Value) -> bool {
    schema.get("prefixItems").is_some() || schema.get("items").is_some_and(Value::is_array)
}

/// All schemas that may hold where those given hold.
fn closed(schemas: Schemas<'_>) -> Schemas<'_> {
    let mut all: Schemas<'_> = Vec::new();
    let mut numbers: HashMap<usize, usize> = HashMap::new();
    let mut waiting = schemas;
    while let Some(held) = waiting.pop() {
        let Value::Object(keywords) = held.schema else { continue };
        let number = *numbers.entry(held.address()).or_insert(all.len());
        match all.get_mut(number) {
            Some(known) if known.is_sure || !held.is_sure => continue,
            // It was found on a way on which it may not hold; now it is sure, and so is what follows from it.
            Some(known) => known.is_sure = true,
            None => all.push(held.clone()),
        }
        for (keyword, value) in keywords {
            match (keyword.as_str(), value) {
                ("$ref" | "$dynamicRef", Value::String(target)) => {
                    if let Ok(found) = held.resolver.lookup(target) {
                        let (schema, resolver, _) = found.into_inner();
                        waiting.push(Held { schema, resolver, is_sure: held.is_sure });
                    }
                }
                ("allOf", Value::Array(each)) => waiting.extend(each.iter().map(|one| held.within(one))),
                ("anyOf" | "oneOf", Value::Array(each)) => waiting.extend(each.iter().map(|one| held.perhaps(one))),
                ("if" | "then" | "else", Value::Object(_)) => waiting.push(held.perhaps(value)),
                ("dependentSchemas", Value::Object(each)) => {
                    waiting.extend(each.values().map(|one| held.perhaps(one)));
                }
                _ => {}
            }
        }
    }
    all
}
