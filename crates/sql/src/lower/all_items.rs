//! The items of a list over a collection, as rows.

use std::sync::Arc;

use accordance_rules::{
    CollectionId, Type,
    core::{Aggregate, Expr, ExprKind, Loop},
};

use super::{
    At, Lowered, Lowering, Rows, Stop,
    items::{For, escaped},
    places::Target,
};
use crate::{
    given::{Absence, Given, LOST, Value},
    query::{Gathered, Query},
    refusal::{ANYTHING, DURATIONS, IDENTITY},
    sql::{Call, Name, Sql, call, text},
    storage::Stored,
};

/// The items of a list over all records.
pub(super) struct AllItems {
    pub(super) rows: Rows,
    pub(super) item: Given,
    /// Where an item stands in the data.
    pub(super) place: Option<Target>,
    /// Rows in which a reference may lead nowhere, so that the list cannot be told, with whether it does.
    pub(super) untold: Vec<(Rows, Absence)>,
}

/// Whether a list is the same for all rows: one over a collection.
pub(super) fn is_over_all(list: &Expr) -> bool {
    match &list.kind {
        ExprKind::Collection(_) | ExprKind::Shared(_) => true,
        ExprKind::EachField { records: below, .. } | ExprKind::EachFollow { references: below, .. } => {
            is_over_all(below)
        }
        _ => false,
    }
}

impl<'p> Lowering<'p> {
    /// The items of a list over all records.
    pub(super) fn all_items(&mut self, list: &'p Expr) -> Lowered<AllItems> {
        let facts = std::mem::take(&mut self.facts);
        let items = self.items_of_all(list);
        self.facts = facts;
        items
    }

    fn items_of_all(&mut self, list: &'p Expr) -> Lowered<AllItems> {
        match &list.kind {
            ExprKind::Collection(collection) => Ok(self.records(*collection)),
            ExprKind::Shared(number) => match self.program.shared.get(*number) {
                Some(shared) => self.items_of_all(&shared.value),
                None => ANYTHING.stop(list.place),
            },
            ExprKind::EachField { records, name } => {
                let AllItems { rows, item, place, untold } = self.items_of_all(records)?;
                let Value::Stored(record, Stored::Record(fields)) = &item.value else {
                    return ANYTHING.stop(list.place);
                };
                let Some((_, of_field)) = fields.iter().find(|(known, _)| known == name) else {
                    return ANYTHING.stop(list.place);
                };
                let of_field = of_field.clone();
                let field = record.clone().field(name);
                let place = place.map(|place| place.below(&[text(&format!("/{}", escaped(name)))]));
                let mut at = At { rows, inside: false };
                match &of_field {
                    Stored::List(inner) => {
                        let given = Given { has_nulls: true, ..Given::of(field, of_field.clone()) };
                        let (descent, item) = self.unnest(&given, &mut at, For::List);
                        let place = place.zip(descent.order.first()).map(|(place, position)| {
                            let position = call(Call::ToText, [Sql::Column(Arc::clone(position))]);
                            let is_record = matches!(**inner, Stored::Record(_) | Stored::Opaque);
                            Target { is_record, ..place.below(&[text("/"), position]) }
                        });
                        let item = Given {
                            has_nulls: matches!(**inner, Stored::List(_)),
                            ..Given::of(item, (**inner).clone())
                        };
                        Ok(AllItems { rows: at.rows, item, place, untold })
                    }
                    other => {
                        let column = self.column("field", field, &mut at.rows);
                        self.keep(&mut at.rows, column.clone().present());
                        let is_record = matches!(other, Stored::Record(_) | Stored::Opaque);
                        let place = place.map(|place| Target { is_record, ..place });
                        Ok(AllItems { rows: at.rows, item: Given::of(column, other.clone()), place, untold })
                    }
                }
            }
            ExprKind::EachFollow { references, collection } => {
                let AllItems { rows, item, mut untold, .. } = self.items_of_all(references)?;
                let Value::Stored(id, Stored::Text) = item.value else { return ANYTHING.stop(list.place) };
                let mut at = At { rows, inside: false };
                let columns = self.look_up(*collection, id, &mut at)?;
                let lost = Absence::when(Sql::Column(Arc::clone(&columns.id)).absent(), LOST);
                let place = Target::record(*collection, &columns);
                let stored = self.used.records(*collection, self.environment);
                let item = Given::of(Sql::Column(columns.record), stored);
                untold.push((at.rows.clone(), lost));
                Ok(AllItems { rows: at.rows, item, place: Some(place), untold })
            }
            ExprKind::AggregateEach { aggregate: Aggregate::List, value: Some(value), over, condition } => {
                self.comprehension(list, value, over, condition.as_deref())
            }
            ExprKind::AggregateList { aggregate: Aggregate::List, list } => self.items_of_all(list),
            ExprKind::AggregateList { aggregate: Aggregate::Distinct, list: inner } => {
                let all = self.items_of_all(inner)?;
                self.distinct(all, list)
            }
            ExprKind::AggregateEach { aggregate: Aggregate::Distinct, value: Some(value), over, condition } => {
                let all = self.comprehension(list, value, over, condition.as_deref())?;
                self.distinct(all, list)
            }
            _ => {
                // A list that is worked out in one row.
                let mut at = At { rows: self.one_row(), inside: false };
                let given = self.value(list, &mut at)?;
                let Value::Stored(_, Stored::List(stored)) = &given.value else { return ANYTHING.stop(list.place) };
                let stored = (**stored).clone();
                if !given.absence.is_never() {
                    return crate::refusal::WHOLE.stop(list.place);
                }
                let (_, item) = self.unnest(&given, &mut at, For::List);
                let item = Given { has_nulls: matches!(stored, Stored::List(_)), ..Given::of(item, stored) };
                Ok(AllItems { rows: at.rows, item, place: None, untold: Vec::new() })
            }
        }
    }

    fn records(&mut self, collection: CollectionId) -> AllItems {
        let columns = self.record_columns();
        let query = Query::Records { collection, columns: columns.clone(), only_first: false };
        let name = self.step("records", query);
        let rows = Rows {
            name,
            keys: vec![Arc::clone(&columns.number)],
            carried: [&columns.checked, &columns.id, &columns.record].map(Arc::clone).into(),
            lookups: Vec::new(),
            shared: Vec::new(),
            known: Vec::new(),
        };
        let place = Target::record(collection, &columns);
        let item = Given::of(Sql::Column(columns.record), self.used.records(collection, self.environment));
        AllItems { rows, item, place: Some(place), untold: Vec::new() }
    }

    /// `list(value for … where …)` over all records.
    fn comprehension(
        &mut self,
        list: &'p Expr,
        value: &'p Expr,
        over: &'p [Loop],
        condition: Option<&'p Expr>,
    ) -> Lowered<AllItems> {
        let mut at = At { rows: self.one_row(), inside: false };
        let before: Vec<_> = over.iter().map(|each| (each.slot, self.bind(each.slot, None))).collect();
        let done = self.comprehended(list, value, over, condition, &mut at);
        for (slot, before) in before {
            self.bind(slot, before);
        }
        let item = done?;
        Ok(AllItems { rows: at.rows, item, place: None, untold: Vec::new() })
    }

    fn comprehended(
        &mut self,
        list: &'p Expr,
        value: &'p Expr,
        over: &'p [Loop],
        condition: Option<&'p Expr>,
        at: &mut At,
    ) -> Lowered<Given> {
        for each in over {
            let descent = self.descend(each, at, For::List)?;
            if !descent.absence.is_never() {
                return crate::refusal::WHOLE.stop(each.list.place);
            }
        }
        let before = self.facts.len();
        if let Some(condition) = condition {
            let told = self.truth(condition, at)?;
            if told.may() != 0 {
                return crate::refusal::WHOLE.stop(condition.place);
            }
            self.keep(&mut at.rows, told.holds());
            self.assume(condition, true);
        }
        let given = self.value(value, at);
        self.forget(before);
        let given = given?;
        if given.absence.may != 0 {
            return crate::refusal::WHOLE.stop(list.place);
        }
        let given = self.columns("value", given, &mut at.rows);
        Ok(given)
    }

    /// Each value once, at the place of its first.
    fn distinct(&mut self, all: AllItems, list: &Expr) -> Lowered<AllItems> {
        let Value::Stored(value, stored) = &all.item.value else { return DURATIONS.stop(list.place) };
        if !stored.is_plain() || !all.untold.is_empty() {
            return IDENTITY.stop(list.place);
        }
        let mut rows = all.rows;
        let order = rows.keys.clone();
        let column = self.name("value");
        self.extend(&mut rows, vec![(Arc::clone(&column), value.clone())]);
        let first = self.name("first");
        let place = Sql::Struct(order.iter().map(|key| (Arc::clone(key), Sql::Column(Arc::clone(key)))).collect());
        let gathered =
            Gathered::Listed { value: place, stored: Stored::Opaque, keep: Sql::Bool(true), order: order.clone() };
        let query = Query::Group {
            from: Arc::clone(&rows.name),
            keys: vec![Arc::clone(&column)],
            carried: Vec::new(),
            gathered: vec![(Arc::clone(&first), gathered)],
            always: false,
        };
        let name = self.step("distinct", query);
        let mut rows = Rows {
            name,
            keys: Vec::new(),
            carried: vec![Arc::clone(&column), Arc::clone(&first)],
            lookups: Vec::new(),
            shared: Vec::new(),
            known: Vec::new(),
        };
        let places = order.iter().map(|key| {
            let at = call(Call::Item, [Sql::Column(Arc::clone(&first)), Sql::Small(1)]).field(key);
            (Arc::from(format!("{key}_first")), at)
        });
        let places: Vec<(Name, Sql)> = places.collect();
        rows.keys = places.iter().map(|(name, _)| Arc::clone(name)).collect();
        let query = Query::Extend { from: Arc::clone(&rows.name), columns: places, keep: None };
        rows.name = self.step("rows", query);
        Ok(AllItems { rows, item: Given::of(Sql::Column(column), stored.clone()), place: None, untold: Vec::new() })
    }

    /// A list over all records as one value.
    pub(super) fn list_of_all(&mut self, list: &'p Expr, at: &mut At) -> Lowered<Given> {
        if at.inside {
            return Err(Stop::NeedsRows);
        }
        let all = self.all_items(list)?;
        let absence = self.whole_absence(&all, at);
        let Value::Stored(value, stored) = &all.item.value else { return DURATIONS.stop(list.place) };
        let name = self.name("all");
        let gathered = Gathered::Listed {
            value: value.clone(),
            stored: stored.clone(),
            keep: Sql::Bool(true),
            order: all.rows.keys.clone(),
        };
        let query = Query::Group {
            from: Arc::clone(&all.rows.name),
            keys: Vec::new(),
            carried: Vec::new(),
            gathered: vec![(Arc::clone(&name), gathered)],
            always: true,
        };
        let right = self.step("all", query);
        let left = Arc::clone(&at.rows.name);
        at.rows.name = self.step("rows", Query::Join { left, right, on: Vec::new(), keeps_left: true });
        at.rows.carried.push(Arc::clone(&name));
        Ok(Given::of(Sql::Column(name), Stored::list(stored.clone())).or_absent(absence))
    }

    /// A value that is the same for all rows.
    pub(super) fn shared(&mut self, expr: &'p Expr, number: usize, at: &mut At) -> Lowered<Given> {
        if let Some((_, given)) = at.rows.shared.iter().find(|(known, _)| *known == number) {
            return Ok(given.clone());
        }
        let Some(shared) = self.program.shared.get(number) else { return ANYTHING.stop(expr.place) };
        if at.inside {
            return Err(Stop::NeedsRows);
        }
        let facts = std::mem::take(&mut self.facts);
        let mut own = At { rows: self.one_row(), inside: false };
        let given = self.value(&shared.value, &mut own);
        self.facts = facts;
        let given = self.columns("shared", given?, &mut own.rows);
        let left = Arc::clone(&at.rows.name);
        let query = Query::Join { left, right: own.rows.name, on: Vec::new(), keeps_left: true };
        at.rows.name = self.step("rows", query);
        at.rows.carried.extend(own.rows.carried);
        at.rows.shared.push((number, given.clone()));
        Ok(given)
    }
}

/// Whether the items of a list are records, read or not: they have places in the data.
pub(super) fn holds_records(list: &Expr) -> bool {
    matches!(list.ty.item(), Some(Type::Record(_)))
}
