//! From rows to the items of a list: what belongs to a record is unnested, what is in a collection is joined.

use std::sync::Arc;

use accordance_rules::core::{Access, LookUpKey, Loop};

use super::{
    At, Lowered, Lowering, Rows, Stop,
    all_items::{AllItems, holds_records, is_over_all},
    places::Target,
};
use crate::{
    given::{Absence, Given, LOST, Value},
    query::{Gathered, Query},
    refusal::{ANYTHING, DURATIONS, ITEMS},
    sql::{Call, Name, Sql, call, text},
    storage::Stored,
};

/// The way from rows to rows for each item.
pub(super) struct Descent {
    /// The rows before.
    pub(super) parent: Rows,
    /// Whether a row has an item at all.
    pub(super) here: Sql,
    /// Whether the list is not there, in columns of the rows before.
    pub(super) absence: Absence,
    /// The columns that hold the order of the items.
    pub(super) order: Vec<Name>,
}

/// What items are gone through for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum For {
    /// A check of each: it is known where each stands.
    Checks,
    /// One result for each row: a row without items stays.
    Result,
    /// A list of all.
    List,
}

impl<'p> Lowering<'p> {
    /// Goes from rows to the items of a loop.
    pub(super) fn descend(&mut self, over: &'p Loop, at: &mut At, wanted: For) -> Lowered<Descent> {
        if at.inside {
            return Err(Stop::NeedsRows);
        }
        if is_over_all(&over.list) {
            let all = self.all_items(&over.list)?;
            let absence = self.whole_absence(&all, at);
            let (item, place) = (all.item.clone(), all.place.clone());
            let access = match &over.access {
                Access::LookUp { index, key } => Some((*index, key)),
                Access::Scan => None,
            };
            if wanted == For::Checks {
                match &place {
                    Some(place) => drop(self.places.insert(over.slot, place.clone())),
                    None if holds_records(&over.list) => return ITEMS.stop(over.list.place),
                    None => {}
                }
            }
            let descent = self.join_all(all, absence, access, at, wanted)?;
            self.bind(over.slot, Some(item));
            return Ok(descent);
        }
        let place = if wanted == For::Checks { self.place_of(&over.list, at)? } else { None };
        let list = self.value(&over.list, at)?;
        let Value::Stored(_, Stored::List(stored)) = &list.value else {
            return match list.value {
                Value::Length(_) => DURATIONS.stop(over.list.place),
                Value::Stored(..) => ANYTHING.stop(over.list.place),
            };
        };
        let stored = (**stored).clone();
        if wanted == For::Checks && place.is_none() && holds_records(&over.list) {
            return ITEMS.stop(over.list.place);
        }
        let (descent, item) = self.unnest(&list, at, wanted);
        if let Some(place) = place
            && let Some(position) = descent.order.first()
        {
            let here = place.below(&[text("/"), call(Call::ToText, [Sql::Column(Arc::clone(position))])]);
            let is_record = matches!(stored, Stored::Record(_) | Stored::Opaque);
            self.places.insert(over.slot, Target { is_record, ..here });
        }
        let has_nulls = matches!(stored, Stored::List(_));
        self.bind(over.slot, Some(Given { has_nulls, ..Given::of(item, stored) }));
        Ok(descent)
    }

    /// A row for each item of a list of the rows.
    pub(super) fn unnest(&mut self, list: &Given, at: &mut At, wanted: For) -> (Descent, Sql) {
        let value = match &list.value {
            Value::Stored(sql, _) => sql.clone(),
            Value::Length(_) => Sql::Null(Stored::Opaque),
        };
        // A list without any item of its own gives the engine no type to unnest.
        let value = match list.absence.holds() {
            Sql::Bool(false) => value,
            absent => match &list.value {
                Value::Stored(_, stored) => Sql::when(absent, Sql::Null(stored.clone()), value),
                Value::Length(_) => value,
            },
        };
        let absence = Absence {
            code: self.column("absent", list.absence.needed().code, &mut at.rows),
            may: list.absence.needed().may,
        };
        let column = self.name("list");
        self.extend(&mut at.rows, vec![(Arc::clone(&column), value)]);
        let parent = at.rows.clone();
        let (item, position) = (self.name("item"), self.name("position"));
        let query = Query::Unnest {
            from: Arc::clone(&at.rows.name),
            list: column,
            item: Arc::clone(&item),
            position: Arc::clone(&position),
            keeps_empty: wanted == For::Result,
        };
        at.rows.name = self.step("rows", query);
        at.rows.keys.push(Arc::clone(&position));
        at.rows.carried.push(Arc::clone(&item));
        let here = Sql::Column(Arc::clone(&item)).present();
        let here = if wanted == For::Result {
            here
        } else {
            if list.has_nulls {
                self.keep(&mut at.rows, here);
            }
            Sql::Bool(true)
        };
        (Descent { parent, here, absence, order: vec![position] }, Sql::Column(item))
    }

    /// Whether a list over all records is not there, as columns of rows.
    pub(super) fn whole_absence(&mut self, all: &AllItems, at: &mut At) -> Absence {
        let mut absence = Absence::NEVER;
        for (rows, untold) in &all.untold {
            let name = self.name("untold");
            let gathered = vec![(Arc::clone(&name), Gathered::Any(untold.holds()))];
            let query = Query::Group {
                from: Arc::clone(&rows.name),
                keys: Vec::new(),
                carried: Vec::new(),
                gathered,
                always: true,
            };
            let right = self.step("untold", query);
            let left = Arc::clone(&at.rows.name);
            at.rows.name = self.step("rows", Query::Join { left, right, on: Vec::new(), keeps_left: true });
            at.rows.carried.push(Arc::clone(&name));
            // Of no rows at all it is null.
            let any = Sql::Call(Call::Coalesce, vec![Sql::Column(name), Sql::Bool(false)]);
            absence = absence.or(&Absence::when(any, LOST));
        }
        absence
    }

    /// Joins the items of a list over all records with rows: by the key of an index where there is one.
    pub(super) fn join_all(
        &mut self,
        all: AllItems,
        absence: Absence,
        access: Option<(usize, &'p LookUpKey)>,
        at: &mut At,
        wanted: For,
    ) -> Lowered<Descent> {
        let mut right = all.rows;
        let order = right.keys.clone();
        let mut on = Vec::new();
        let mut parent = at.rows.clone();
        if let Some((number, key)) = access
            && let Some(index) = self.program.indexes.get(number)
        {
            // What is known of a variable outside says nothing of the items of the index.
            let facts = std::mem::take(&mut self.facts);
            let before = self.bind(index.slot, Some(all.item.clone()));
            let mut items = At { rows: right, inside: false };
            let keys = self.item_keys(index, &mut items);
            self.bind(index.slot, before);
            self.facts = facts;
            let keys = keys?;
            right = items.rows;
            if let Some(keys) = keys {
                let known = self.known_keys(key, at)?;
                parent = at.rows.clone();
                if let Some(known) = known
                    && known.iter().zip(&keys).all(|(known, key)| fits(known, key))
                    && known.len() == keys.len()
                {
                    on = self.keyed(&known, &keys, &mut at.rows, &mut right);
                }
            }
        }
        if wanted != For::Result && at.rows.keys.is_empty() && at.rows.carried.is_empty() && on.is_empty() {
            // One row without columns adds nothing.
            at.rows = Rows { name: right.name, keys: right.keys, carried: right.carried, ..at.rows.clone() };
            return Ok(Descent { parent, here: Sql::Bool(true), absence, order });
        }
        let marker = self.name("here");
        if wanted == For::Result {
            self.extend(&mut right, vec![(Arc::clone(&marker), Sql::Small(1))]);
        }
        let left = Arc::clone(&at.rows.name);
        let query = Query::Join { left, right: Arc::clone(&right.name), on, keeps_left: wanted == For::Result };
        at.rows.name = self.step("rows", query);
        at.rows.keys.extend(right.keys);
        at.rows.carried.extend(right.carried);
        let here = if wanted == For::Result { Sql::Column(marker).present() } else { Sql::Bool(true) };
        Ok(Descent { parent, here, absence, order })
    }

    /// The keys of the items of an index, as columns; nothing where they are not compared as columns.
    fn item_keys(&mut self, index: &'p accordance_rules::core::Index, items: &mut At) -> Lowered<Option<Vec<Given>>> {
        let mut keys = Vec::new();
        if index.each_item {
            let [list] = index.key.as_slice() else { return Ok(None) };
            let given = self.value(list, items)?;
            if given.absence.needed().may != 0 {
                return Ok(None);
            }
            let Value::Stored(_, Stored::List(stored)) = &given.value else { return Ok(None) };
            if !stored.is_plain() {
                return Ok(None);
            }
            // Each key of an item once.
            let stored = (**stored).clone();
            let distinct = call(Call::Distinct, [self.items(&given)]);
            let own_keys = items.rows.keys.clone();
            let (_, item) = self.unnest(&Given::of(distinct, Stored::list(stored.clone())), items, For::List);
            items.rows.keys = own_keys;
            return Ok(Some(vec![Given::of(item, stored)]));
        }
        for (value, asked_for) in index.key.iter().zip(&index.asked_for) {
            let given = self.value(value, items)?;
            let mut given = self.columns("key", given, &mut items.rows);
            if *asked_for {
                let missing = given.absence.is(crate::given::MISSING);
                self.keep(&mut items.rows, missing.negated());
                given.absence = match given.absence.may & !crate::given::MAY_MISS {
                    0 => Absence::NEVER,
                    may => Absence { may, ..given.absence },
                };
            }
            let is_plain = matches!(&given.value, Value::Stored(_, stored) if stored.is_plain());
            if !is_plain {
                return Ok(None);
            }
            keys.push(given);
        }
        Ok(Some(keys))
    }

    /// What is looked up, as columns of the rows.
    fn known_keys(&mut self, key: &'p LookUpKey, at: &mut At) -> Lowered<Option<Vec<Given>>> {
        match key {
            LookUpKey::Values(values) => {
                let mut keys = Vec::new();
                for value in values {
                    let given = self.value(value, at)?;
                    keys.push(self.columns("key", given, &mut at.rows));
                }
                Ok(Some(keys))
            }
            LookUpKey::Items(_) => Ok(None),
        }
    }

    /// The conditions under which keys are the same. A key that cannot be told may be any: such rows and items are
    /// joined with all others, in a bucket of their own.
    fn keyed(&mut self, known: &[Given], keys: &[Given], left: &mut Rows, right: &mut Rows) -> Vec<(Sql, Sql)> {
        let absence = |keys: &[Given]| keys.iter().fold(Absence::NEVER, |all, key| all.or(&key.absence.needed()));
        let value = |key: &Given| match &key.value {
            Value::Stored(sql, _) => sql.clone(),
            Value::Length(_) => Sql::Null(Stored::Opaque),
        };
        let (of_known, of_keys) = (absence(known), absence(keys));
        if of_known.is_never() && of_keys.is_never() {
            return known.iter().zip(keys).map(|(known, key)| (value(known), value(key))).collect();
        }
        let mut on = vec![];
        let small = |all: &[i32]| Sql::Array(all.iter().map(|number| Sql::Small(*number)).collect(), Stored::Small);
        let untold_known: &[i32] = if of_keys.is_never() { &[0] } else { &[0, 1] };
        let left_bucket = Sql::when(of_known.holds(), small(&[2]), small(untold_known));
        let right_bucket = match (of_known.is_never(), of_keys.is_never()) {
            (true, _) => Sql::when(of_keys.holds(), small(&[1]), small(&[0])),
            (false, _) => Sql::when(of_keys.holds(), small(&[1, 2]), small(&[0, 2])),
        };
        let mut buckets = Vec::new();
        for (rows, bucket) in [(&mut *left, left_bucket), (&mut *right, right_bucket)] {
            let mut at = At { rows: rows.clone(), inside: false };
            let keys = rows.keys.clone();
            let (_, bucket) = self.unnest(&Given::of(bucket, Stored::list(Stored::Small)), &mut at, For::List);
            *rows = at.rows;
            rows.keys = keys;
            buckets.push(bucket);
        }
        let [left_bucket, right_bucket] = [buckets[0].clone(), buckets[1].clone()];
        on.push((left_bucket.clone(), right_bucket.clone()));
        for (known, key) in known.iter().zip(keys) {
            let Value::Stored(_, stored) = &known.value else { continue };
            let of = |bucket: &Sql, value: Sql| {
                // One value for all that are not compared.
                let none = nothing(stored);
                Sql::when(bucket.clone().equals(Sql::Small(0)), value, none)
            };
            on.push((of(&left_bucket, value(known)), of(&right_bucket, value(key))));
        }
        on
    }
}

/// Whether keys are compared as columns.
fn fits(one: &Given, two: &Given) -> bool {
    let (Value::Stored(_, one), Value::Stored(_, two)) = (&one.value, &two.value) else { return false };
    one.is_plain() && one.is_like(two)
}

/// A value of a type, one for all.
fn nothing(stored: &Stored) -> Sql {
    match stored {
        Stored::Bool => Sql::Bool(false),
        Stored::Whole => Sql::Whole(0),
        Stored::Number | Stored::Mixed => Sql::Number(0.0),
        _ => text(""),
    }
}

/// A name as JSON Pointers write it.
pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
