//! Records that are kept, many in one room, as far as they are needed.

use std::{collections::HashMap, sync::Arc};

use crate::{
    Guide, Position, Tree, Value,
    tree::{Kind, Node, size},
};

/// Which members of records are kept: a tree of names. Lists are no steps of it: what holds of a list holds of each
/// item.
///
/// ```
/// use accordance_document::{Limits, Packed, Selection, Tree, parse_json};
///
/// let mut selection = Selection::default();
/// let themes = selection.member(Selection::ROOT, "themes");
/// let id = selection.member(themes, "id");
/// selection.keep_all(id);
///
/// let text = r#"{"title": "…", "themes": [{"id": "a", "text": "…"}, {"id": "b"}]}"#;
/// let mut tree = Tree::new();
/// let mut packed = Packed::default();
/// let record = packed.push(parse_json(text, &mut tree, Limits::default())?, &selection);
/// assert_eq!(packed.value(record, &selection).to_json().to_string(), r#"{"themes":[{"id":"a"},{"id":"b"}]}"#);
/// # Ok::<(), accordance_document::ReadError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Selection {
    /// All names, one behind the other.
    names: String,
    places: Vec<Selected>,
    /// The numbers of names in records that are kept.
    keys: Arc<HashMap<Box<str>, u16>>,
}

#[derive(Clone, Debug, Default)]
struct Selected {
    /// Whether all that is here is kept.
    all: bool,
    members: Vec<Member>,
}

#[derive(Clone, Copy, Debug)]
struct Member {
    /// Where its name begins in the names, and how long it is.
    name: (u32, u32),
    place: usize,
    /// The number by which it is found in records that were read along a guide.
    number: u16,
    /// The number by which it is found in records that are kept.
    key: u16,
}

impl Member {
    /// The node of its key.
    fn node(self) -> Node {
        Node::text(u32::from(self.key), Kind::Text, self.name.0, self.name.1)
    }
}

impl Default for Selection {
    /// Nothing of a record but what it is.
    fn default() -> Self {
        Self { names: String::new(), places: vec![Selected::default()], keys: Arc::default() }
    }
}

impl Selection {
    /// The place of the record itself.
    pub const ROOT: usize = 0;

    /// All of a record.
    pub fn all() -> Self {
        Self { places: vec![Selected { all: true, ..Selected::default() }], ..Self::default() }
    }

    /// The place of a member below a place. It is kept from now on.
    pub fn member(&mut self, place: usize, name: &str) -> usize {
        let Some(here) = self.places.get(place) else { return place };
        if let Some(known) = here.members.iter().find(|member| self.name(**member) == name) {
            return known.place;
        }
        let (next, start) = (self.places.len(), size(self.names.len()));
        let key = self.keys.get(name).copied().unwrap_or(u16::MAX);
        self.names.push_str(name);
        self.places.push(Selected::default());
        self.places[place].members.push(Member { name: (start, size(name.len())), place: next, number: u16::MAX, key });
        next
    }

    /// Keeps all that is at a place.
    pub fn keep_all(&mut self, place: usize) {
        if let Some(here) = self.places.get_mut(place) {
            here.all = true;
        }
    }

    /// Gives each name a number, by which its member is found in records that were read along a
    /// [`Guide`](crate::Guide).
    pub fn number(&mut self, number: &mut dyn FnMut(&str) -> Option<u16>) {
        self.each_name(&mut |name, member| member.number = number(name).unwrap_or(u16::MAX));
    }

    /// Numbers names, by which their members are then found in records that are kept, whichever guide these were read
    /// along.
    ///
    /// ```
    /// use accordance_document::{Limits, Packed, Selection, Tree, parse_json};
    ///
    /// let mut selection = Selection::default();
    /// let title = selection.member(Selection::ROOT, "title");
    /// selection.keep_all(title);
    /// selection.keys(&["text", "title"]);
    ///
    /// let mut tree = Tree::new();
    /// let mut packed = Packed::default();
    /// let record = parse_json(r#"{"id": "a", "title": "…"}"#, &mut tree, Limits::default())?;
    /// let kept = packed.push(record, &selection);
    /// let title = packed.value(kept, &selection).field(1, "title");
    /// assert_eq!(title.and_then(|title| title.as_str()), Some("…"));
    /// # Ok::<(), accordance_document::ReadError>(())
    /// ```
    pub fn keys(&mut self, names: &[impl AsRef<str>]) {
        let keys = (0..u16::MAX).zip(names).map(|(key, name)| (name.as_ref().into(), key));
        let keys: Arc<HashMap<_, _>> = Arc::new(keys.collect());
        self.each_name(&mut |name, member| member.key = keys.get(name).copied().unwrap_or(u16::MAX));
        self.keys = keys;
    }

    fn each_name(&mut self, see: &mut dyn FnMut(&str, &mut Member)) {
        let names = &self.names;
        for member in self.places.iter_mut().flat_map(|place| &mut place.members) {
            let (start, length) = (member.name.0 as usize, member.name.1 as usize);
            see(names.get(start..start + length).unwrap_or_default(), member);
        }
    }

    fn is_named(&self, member: Member, name: &str) -> bool {
        // The length decides most comparisons.
        member.name.1 as usize == name.len() && self.name(member) == name
    }

    fn name(&self, member: Member) -> &str {
        let (start, length) = (member.name.0 as usize, member.name.1 as usize);
        self.names.get(start..start + length).unwrap_or_default()
    }
}

/// Records without their texts' files: what a [`Selection`] keeps of each, in one room for all of them.
#[derive(Debug, Default)]
pub struct Packed {
    tree: Tree,
}

/// So many nodes are a full room. It is a few megabytes, so that many records take few rooms, and no room has to grow by
/// much.
const FULL_OF_NODES: usize = 1 << 16;

/// So many bytes of text are a full room.
const FULL_OF_TEXT: usize = 1 << 20;

impl Packed {
    /// An empty room with space for as much as a room should hold.
    pub fn spacious() -> Self {
        let mut tree = Tree::new();
        tree.nodes.reserve(FULL_OF_NODES + FULL_OF_NODES / 16);
        tree.texts.reserve(FULL_OF_TEXT + FULL_OF_TEXT / 16);
        Self { tree }
    }

    /// Keeps a record, and tells its number, by which it is found again.
    pub fn push(&mut self, record: Value<'_>, selection: &Selection) -> u32 {
        self.push_without(record, selection, &[])
    }

    /// Keeps a record without some items of lists: in the places of those before one that is kept stands `null`. `items`
    /// is sorted; what stands in a list of which all is kept is kept too.
    pub fn push_without(&mut self, record: Value<'_>, selection: &Selection, items: &[Position]) -> u32 {
        let number = self.tree.next();
        self.pack(record, selection, Selection::ROOT, items);
        number
    }

    /// A record by its number. `selection` is the one that it was kept with.
    pub fn value<'a>(&'a self, number: u32, selection: &'a Selection) -> Value<'a> {
        Value::at(&self.tree, &selection.names, number)
    }

    /// Whether the next record belongs in another room.
    pub fn is_full(&self) -> bool {
        self.tree.nodes.len() >= FULL_OF_NODES || self.tree.texts.len() >= FULL_OF_TEXT
    }

    fn pack(&mut self, value: Value<'_>, selection: &Selection, place: usize, without: &[Position]) {
        let node = value.node();
        // INVARIANT: a place is one of the selection's.
        let here = &selection.places[place];
        match node.kind {
            Kind::Text | Kind::OwnText => self.text(value.tree.text(value.source, node)),
            Kind::Array | Kind::Object if here.all => self.copy(value, selection),
            Kind::Array => {
                let own = self.open(node);
                let (mut count, mut left_out) = (0, 0);
                for item in value.items() {
                    if !without.is_empty() && without.binary_search(&item.position()).is_ok() {
                        left_out += 1;
                        continue;
                    }
                    (0..left_out).for_each(|_| self.tree.nodes.push(Node::new(0, Kind::Null)));
                    count += left_out + 1;
                    left_out = 0;
                    self.pack(item, selection, place, without);
                }
                self.close(own, count);
            }
            Kind::Object => {
                let own = self.open(node);
                self.tree.nodes[own].fields = if selection.keys.is_empty() { 0 } else { Node::KEYED };
                let mut count = 0;
                if value.has_fields() && here.members.iter().all(|kept| kept.number < Guide::MOST_FIELDS) {
                    for kept in &here.members {
                        if let Some(member) = value.field(kept.number, selection.name(*kept)) {
                            self.tree.nodes.push(kept.node());
                            self.pack(member, selection, kept.place, without);
                            count += 1;
                        }
                    }
                    self.close(own, count);
                    return;
                }
                for (key, member) in value.members() {
                    if let Some(kept) = here.members.iter().find(|kept| selection.is_named(**kept, key)) {
                        self.tree.nodes.push(kept.node());
                        self.pack(member, selection, kept.place, without);
                        count += 1;
                    }
                }
                self.close(own, count);
            }
            _ => self.tree.nodes.push(node),
        }
    }

    /// Keeps all of a list or object.
    fn copy(&mut self, value: Value<'_>, selection: &Selection) {
        let (from, to) = (value.at, self.tree.next());
        let end = value.node().after(from);
        for node in &value.tree.nodes[from as usize..end as usize] {
            let mut node = Node { fields: 0, ..*node };
            match node.kind {
                Kind::Text | Kind::OwnText => {
                    let text = value.tree.text(value.source, node);
                    node.kind = Kind::OwnText;
                    node.a = size(self.tree.texts.len());
                    self.tree.texts.push_str(text);
                }
                Kind::Array | Kind::Object => node.b = node.b - from + to,
                _ => {}
            }
            self.tree.nodes.push(node);
        }
        if !selection.keys.is_empty() {
            (to..self.tree.next()).for_each(|at| self.number_keys(at, selection));
        }
    }

    /// Gives the keys of the object at a node their numbers, if there is one.
    fn number_keys(&mut self, at: u32, selection: &Selection) {
        // INVARIANT: the nodes of an object are keys, each before its value.
        let object = &mut self.tree.nodes[at as usize];
        if object.kind != Kind::Object {
            return;
        }
        object.fields = Node::KEYED;
        let (mut key, end) = (at + 1, object.b);
        while key < end {
            let name = self.tree.text("", self.tree.nodes[key as usize]);
            let number = selection.keys.get(name).copied().unwrap_or(u16::MAX);
            self.tree.nodes[key as usize].start = u32::from(number);
            key = self.tree.nodes[key as usize + 1].after(key + 1);
        }
    }

    fn text(&mut self, text: &str) {
        let node = self.tree.own_text(0, text);
        self.tree.nodes.push(node);
    }

    fn open(&mut self, node: Node) -> usize {
        let own = self.tree.nodes.len();
        self.tree.nodes.push(Node { fields: 0, ..node });
        own
    }

    fn close(&mut self, own: usize, count: u32) {
        let after = self.tree.next();
        let container = &mut self.tree.nodes[own];
        container.a = count;
        container.b = after;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value as Json, json};

    use super::{Packed, Selection};
    use crate::{Limits, Position, Tree, Value, parse_json};

    fn any_json() -> impl Strategy<Value = Json> {
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::from),
            any::<i64>().prop_map(Json::from),
            any::<f64>().prop_filter_map("finite", |number| number.is_finite().then(|| json!(number))),
            "[a-z\"\\\\\u{1}é]{0,5}".prop_map(Json::from),
        ];
        leaf.prop_recursive(4, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Json::from),
                prop::collection::btree_map("[ab\"]{1,2}", inner, 0..5)
                    .prop_map(|members| Json::Object(members.into_iter().collect())),
            ]
        })
    }

    /// What a selection of paths keeps, over owned values.
    fn kept(value: &Json, paths: &[&[String]]) -> Json {
        if paths.iter().any(|path| path.is_empty()) {
            return value.clone();
        }
        match value {
            Json::Array(items) => items.iter().map(|item| kept(item, paths)).collect(),
            Json::Object(members) => {
                let own = members.iter().filter_map(|(name, member)| {
                    let below: Vec<&[String]> =
                        paths.iter().filter(|path| path[0] == *name).map(|path| &path[1..]).collect();
                    (!below.is_empty()).then(|| (name.clone(), kept(member, &below)))
                });
                Json::Object(own.collect())
            }
            other => other.clone(),
        }
    }

    /// Names that have a number.
    const NAMES: [&str; 3] = ["b", "a", "ab"];

    /// Whether members of a value and of all below are found by number as they are by name, with a number or without.
    fn is_found_by_number(value: Value<'_>) -> bool {
        let numbered = (0..).zip(NAMES).chain([(u16::MAX, "ba")]);
        let found = |(number, name): (u16, &str)| value.field(number, name).map(|member| member.position());
        numbered
            .into_iter()
            .all(|(number, name)| found((number, name)) == value.get(name).map(|member| member.position()))
            && value.members().map(|(_, member)| member).chain(value.items()).all(is_found_by_number)
    }

    #[test]
    fn items_can_be_left_out() {
        let mut selection = Selection::default();
        let list = selection.member(Selection::ROOT, "list");
        let id = selection.member(list, "id");
        selection.keep_all(id);
        let (mut tree, mut packed) = (Tree::new(), Packed::default());
        let text = r#"{"list": [{"id": 1, "more": 5}, {"id": 2}, {"id": 3}], "other": []}"#;
        let record = parse_json(text, &mut tree, Limits::default()).expect("well-formed");
        let list = record.get("list").expect("it is there");
        let without: Vec<Position> = list
            .items()
            .filter(|item| item.get("id").and_then(Value::as_i64) != Some(2))
            .map(|item| item.position())
            .collect();
        let number = packed.push_without(record, &selection, &without);
        assert_eq!(packed.value(number, &selection).to_json(), json!({"list": [null, {"id": 2}]}));
    }

    proptest! {
        #[test]
        fn what_is_selected_is_kept_and_nothing_else(
            records in prop::collection::vec(any_json(), 1..4),
            paths in prop::collection::vec(prop::collection::vec("[ab\"]{1,2}", 0..3), 0..4),
            has_keys in any::<bool>(),
        ) {
            let mut selection = Selection::default();
            for path in &paths {
                let place = path.iter().fold(Selection::ROOT, |place, name| selection.member(place, name));
                selection.keep_all(place);
            }
            if has_keys {
                selection.keys(&NAMES);
            }
            let (mut tree, mut packed) = (Tree::new(), Packed::default());
            let texts: Vec<String> = records.iter().map(Json::to_string).collect();
            let numbers: Vec<u32> = texts
                .iter()
                .map(|text| {
                    let value = parse_json(text, &mut tree, Limits::default()).expect("well-formed");
                    packed.push(value, &selection)
                })
                .collect();
            let slices: Vec<&[String]> = paths.iter().map(Vec::as_slice).collect();
            for (number, record) in numbers.into_iter().zip(&records) {
                let found = packed.value(number, &selection);
                prop_assert_eq!(found.to_json(), kept(record, &slices));
                prop_assert!(is_found_by_number(found));
            }
        }
    }
}
