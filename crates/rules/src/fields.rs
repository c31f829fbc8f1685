//! What rules read of records: which fields, of which collections.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    CollectionId, Type,
    core::{Access, Aggregate, Expr, ExprKind, LookUpKey, Loop, Piece, Program, Rule, Slot, Waiver},
    group::is_local,
};

/// What is read of the records of a collection: a tree of fields. Lists are no steps of it: what holds of a list holds
/// of each item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// Whether all that is here may be read.
    pub all: bool,
    /// The fields that are read, in the order in which they are met.
    pub members: Vec<(Arc<str>, Fields)>,
}

/// The collection on each record of which a planned rule can be run by itself; none where the rule, or one of its
/// waivers, reads other records.
pub fn of_one_record(program: &Program, number: usize) -> Option<CollectionId> {
    let rule = program.rules.get(number)?;
    let first = &rule.loops.first()?.list;
    let ExprKind::Collection(collection) = first.kind else { return None };
    let mut alone = rule.loops.iter().all(|each| each.access == Access::Scan);
    rule.each_expr(&mut |expr| alone = alone && (std::ptr::eq(expr, first) || is_local(expr)));
    let conditions = waivers(program, number).filter_map(|waiver| waiver.condition.as_ref());
    conditions.for_each(|condition| alone = alone && is_local(condition));
    alone.then_some(collection)
}

fn waivers(program: &Program, rule: usize) -> impl Iterator<Item = &Waiver> {
    program.waivers.iter().filter(move |waiver| waiver.number == Some(rule))
}

/// What some rules of a planned program read, by collection; nothing of a collection whose records they do not need.
pub fn fields(program: &Program, rules: &[usize]) -> BTreeMap<CollectionId, Fields> {
    let mut reading = Reading::new(program);
    for number in rules {
        reading.rule(*number);
    }
    let roots: Vec<(CollectionId, usize)> =
        reading.roots.iter().map(|(collection, root)| (*collection, *root)).collect();
    roots.into_iter().map(|(collection, root)| (collection, reading.tree(root))).collect()
}

/// A list in the records of a collection of which rules need only those items for which `when` of some of them holds. Of
/// the others, it is enough to count them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sifted {
    /// The collection.
    pub collection: CollectionId,
    /// The rules that go through the list, by their numbers.
    pub rules: Vec<usize>,
}

/// Lists that some rules of a planned program go through and do not read in any other way, where each of the rules has a
/// `when`.
pub fn sifted(program: &Program, rules: &[usize]) -> Vec<Sifted> {
    let mut reading = Reading::new(program);
    let mut lists: BTreeMap<(CollectionId, &Arc<str>), Vec<usize>> = BTreeMap::new();
    for number in rules {
        reading.rule(*number);
        if let Some(list) = program.rules.get(*number).and_then(list_gone_through) {
            lists.entry(list).or_default().push(*number);
        }
    }
    let is_sifted = |(collection, name): &(CollectionId, &Arc<str>), own: &[usize]| {
        let place = |place: &usize| reading.places.get(*place);
        let root = reading.roots.get(collection).and_then(place)?;
        let list = root.members.iter().find(|(known, _)| known == *name).and_then(|(_, list)| place(list))?;
        Some(!root.all && !list.all && list.reads == own.len())
    };
    let lists = lists.into_iter().filter(|(list, own)| is_sifted(list, own) == Some(true));
    lists.map(|((collection, _), rules)| Sifted { collection, rules }).collect()
}

/// The collection and the field, where a rule with `when` goes through the items of a list in each record.
fn list_gone_through(rule: &Rule) -> Option<(CollectionId, &Arc<str>)> {
    let [records, items] = rule.loops.as_slice() else { return None };
    let ExprKind::Collection(collection) = records.list.kind else { return None };
    let list = match &items.list.kind {
        ExprKind::Otherwise { value, .. } => value,
        _ => &items.list,
    };
    let ExprKind::Field { record, name } = &list.kind else { return None };
    let is_own = matches!(record.kind, ExprKind::Slot(slot) if slot == records.slot);
    let are_scanned = records.access == Access::Scan && items.access == Access::Scan;
    (is_own && are_scanned && rule.when.is_some()).then_some((collection, name))
}

/// What records are called by where they are printed: by a title, a name or an id, in one of the languages and with what
/// is said of its standing. INVARIANT: what prints them looks at no other field of them.
pub const CALLED_BY: [&str; 9] = ["title", "title_standing", "name", "name_standing", "id", "en", "fr", "es", "ar"];

/// Places in records: numbers of [`Reading::places`].
type Places = BTreeSet<usize>;

struct Reading<'p> {
    program: &'p Program,
    places: Vec<Read>,
    roots: BTreeMap<CollectionId, usize>,
    /// What the variables of a rule may hold.
    slots: BTreeMap<Slot, Places>,
    shared: BTreeMap<usize, Places>,
    indexes: BTreeSet<usize>,
}

#[derive(Default)]
struct Read {
    all: bool,
    members: Vec<(Arc<str>, usize)>,
    /// How many expressions lead here.
    reads: usize,
}

impl<'p> Reading<'p> {
    fn new(program: &'p Program) -> Self {
        Self {
            program,
            places: Vec::new(),
            roots: BTreeMap::new(),
            slots: BTreeMap::new(),
            shared: BTreeMap::new(),
            indexes: BTreeSet::new(),
        }
    }

    fn tree(&self, place: usize) -> Fields {
        let Read { all, members, .. } = &self.places[place];
        let members = members.iter().map(|(name, below)| (Arc::clone(name), self.tree(*below)));
        Fields { all: *all, members: members.collect() }
    }

    fn rule(&mut self, number: usize) {
        let Some(rule) = self.program.rules.get(number) else { return };
        self.slots.clear();
        rule.loops.iter().for_each(|each| self.go_through(each));
        rule.when.iter().for_each(|when| self.all_of(when));
        for (slot, value) in rule.lets.iter().chain(&rule.cell) {
            let places = self.of(value);
            self.bind(*slot, places);
        }
        rule.combination.iter().for_each(|(_, value)| self.printed(value));
        for require in &rule.requires {
            self.all_of(&require.condition);
            require.values.iter().for_each(|(_, value)| self.printed(value));
        }
        rule.at.iter().for_each(|at| drop(self.of(at)));
        for piece in rule.messages.values().flatten() {
            if let Piece::Value(value) = piece {
                self.printed(value);
            }
        }
        for waiver in waivers(self.program, number) {
            waiver.condition.iter().for_each(|condition| self.all_of(condition));
        }
    }

    /// Variables of one number may hold what any of them does.
    fn bind(&mut self, slot: Slot, places: Places) {
        self.slots.entry(slot).or_default().extend(places);
    }

    fn go_through(&mut self, each: &'p Loop) {
        let places = self.of(&each.list);
        self.bind(each.slot, places);
        let Access::LookUp { index, key } = &each.access else { return };
        match key {
            LookUpKey::Values(values) => values.iter().for_each(|value| self.all_of(value)),
            LookUpKey::Items(list) => self.all_of(list),
        }
        if let Some(asked) = self.program.indexes.get(*index).filter(|_| self.indexes.insert(*index)) {
            let own = std::mem::take(&mut self.slots);
            let places = self.of(&asked.source);
            self.bind(asked.slot, places);
            asked.key.iter().for_each(|key| self.all_of(key));
            self.slots = own;
        }
    }

    fn root(&mut self, collection: CollectionId) -> usize {
        let next = self.places.len();
        let root = *self.roots.entry(collection).or_insert(next);
        if root == next {
            self.places.push(Read::default());
        }
        root
    }

    fn members(&mut self, places: Places, name: &Arc<str>) -> Places {
        places.into_iter().map(|place| self.member(place, name)).collect()
    }

    fn member(&mut self, place: usize, name: &Arc<str>) -> usize {
        let next = self.places.len();
        let known = self.places[place].members.iter().find(|(known, _)| known == name);
        let member = known.map_or(next, |(_, known)| *known);
        if member == next {
            self.places.push(Read::default());
            self.places[place].members.push((Arc::clone(name), next));
        }
        self.places[member].reads += 1;
        member
    }

    /// Reads an expression, and all that is at the places that it may give.
    fn all_of(&mut self, expr: &'p Expr) {
        let places = self.of(expr);
        self.all(places);
    }

    fn all(&mut self, places: Places) {
        places.into_iter().for_each(|place| self.places[place].all = true);
    }

    /// Reads an expression whose value is printed. Of a record, that takes its names alone.
    fn printed(&mut self, expr: &'p Expr) {
        let places = self.of(expr);
        let mut ty = &expr.ty;
        while let Some(item) = ty.item() {
            ty = item;
        }
        match ty {
            Type::Record(_) | Type::Anything => CALLED_BY.iter().for_each(|name| {
                let names = self.members(places.clone(), &(*name).into());
                self.all(names);
            }),
            _ => self.all(places),
        }
    }

    /// Reads an expression, and tells the places that it may give. What is at them is not read yet.
    fn of(&mut self, expr: &'p Expr) -> Places {
        match &expr.kind {
            ExprKind::Slot(slot) => self.slots.get(slot).cloned().unwrap_or_default(),
            ExprKind::Collection(collection) => Places::from([self.root(*collection)]),
            ExprKind::Field { record, name } | ExprKind::EachField { records: record, name } => {
                let places = self.of(record);
                self.members(places, name)
            }
            ExprKind::Follow { reference, collection } | ExprKind::EachFollow { references: reference, collection } => {
                self.all_of(reference);
                Places::from([self.root(*collection)])
            }
            ExprKind::Chain { record, field, collection } => {
                let mut places = self.of(record);
                let root = self.root(*collection);
                places.insert(root);
                let references = self.members(places, field);
                self.all(references);
                Places::from([root])
            }
            ExprKind::If { condition, then, otherwise } => {
                self.all_of(condition);
                let mut places = self.of(then);
                places.extend(self.of(otherwise));
                places
            }
            ExprKind::Otherwise { value, fallback } => {
                let mut places = self.of(value);
                places.extend(self.of(fallback));
                places
            }
            ExprKind::With { slot, value, body } => {
                let places = self.of(value);
                self.bind(*slot, places);
                self.of(body)
            }
            ExprKind::List(items) => items.iter().fold(Places::new(), |mut places, item| {
                places.extend(self.of(item));
                places
            }),
            ExprKind::Shared(number) => self.shared(*number),
            ExprKind::IsPresent(value) | ExprKind::IsEmpty(value) => {
                self.of(value);
                Places::new()
            }
            ExprKind::Quantifier { over, condition, .. } => {
                self.go_through(over);
                self.all_of(condition);
                Places::new()
            }
            ExprKind::AggregateEach { aggregate, value, over, condition } => {
                over.iter().for_each(|each| self.go_through(each));
                condition.iter().for_each(|condition| self.all_of(condition));
                let places = value.as_ref().map(|value| self.of(value)).unwrap_or_default();
                self.gathered(*aggregate, value.as_ref().map(|value| &value.ty), places)
            }
            ExprKind::AggregateList { aggregate, list } => {
                let places = self.of(list);
                self.gathered(*aggregate, list.ty.item(), places)
            }
            _ => {
                expr.each_child(&mut |child| self.all_of(child));
                Places::new()
            }
        }
    }

    /// Of records, an aggregate looks at nothing.
    fn gathered(&mut self, aggregate: Aggregate, item: Option<&Type>, places: Places) -> Places {
        match (aggregate, item) {
            (Aggregate::Count, _) => Places::new(),
            (Aggregate::List | Aggregate::Distinct, Some(Type::Record(_))) => places,
            _ => {
                self.all(places.clone());
                places
            }
        }
    }

    fn shared(&mut self, number: usize) -> Places {
        if let Some(known) = self.shared.get(&number) {
            return known.clone();
        }
        let Some(asked) = self.program.shared.get(number) else { return Places::new() };
        let own = std::mem::take(&mut self.slots);
        let places = self.of(&asked.value);
        self.slots = own;
        self.shared.insert(number, places.clone());
        places
    }
}
