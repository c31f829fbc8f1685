//! What goes through lists: their items, and paths.

use std::sync::Arc;

use accordance_rules::{
    CollectionId,
    core::{Expr, ExprKind, Slot},
};

use super::{
    At, Lowered, Lowering, Rows, Stop,
    aggregate::{coded_record, coded_type},
    all_items::is_over_all,
    items::For,
    reads,
};
use crate::{
    given::{Absence, Given, LOST, Value},
    query::{Gathered, Query},
    refusal::{ANYTHING, DURATIONS},
    sql::{Call, Each, Name, Op, Sql, call},
    storage::Stored,
};

impl<'p> Lowering<'p> {
    /// The items of a list that is there.
    pub(super) fn items(&mut self, list: &Given) -> Sql {
        let Value::Stored(sql, _) = &list.value else { return Sql::Null(Stored::Opaque) };
        if !list.has_nulls {
            return sql.clone();
        }
        let item = self.name("item");
        sql.clone().each(Each::Filter, &item, Sql::Variable(Arc::clone(&item)).present())
    }

    /// One row again for each of those before.
    pub(super) fn gather(&mut self, mut parent: Rows, child: &Rows, gathered: Vec<(Name, Gathered)>) -> Rows {
        let names: Vec<Name> = gathered.iter().map(|(name, _)| Arc::clone(name)).collect();
        let query = Query::Group {
            from: Arc::clone(&child.name),
            keys: parent.keys.clone(),
            carried: parent.carried.clone(),
            gathered,
            always: false,
        };
        parent.name = self.step("rows", query);
        parent.carried.extend(names);
        parent
    }

    pub(super) fn each_field(
        &mut self,
        expr: &'p Expr,
        records: &'p Expr,
        name: &Arc<str>,
        at: &mut At,
    ) -> Lowered<Given> {
        if is_over_all(records) {
            return self.list_of_all(expr, at);
        }
        let list = self.value(records, at)?;
        let Value::Stored(_, Stored::List(item_type)) = &list.value else { return ANYTHING.stop(expr.place) };
        let Stored::Record(fields) = &**item_type else { return ANYTHING.stop(expr.place) };
        let Some((_, of_field)) = fields.iter().find(|(known, _)| known == name) else {
            return ANYTHING.stop(expr.place);
        };
        let of_field = of_field.clone();
        let items = self.items(&list);
        let item = self.name("item");
        let field = Sql::Variable(Arc::clone(&item)).field(name);
        let there = items.each(Each::Filter, &item, field.clone().present());
        let all = there.each(Each::Transform, &item, field);
        let given = match &of_field {
            Stored::List(inner) => {
                Given { has_nulls: true, ..Given::of(call(Call::Flatten, [all]), Stored::List(Arc::clone(inner))) }
            }
            Stored::Opaque => return ANYTHING.stop(expr.place),
            other => Given::of(all, Stored::list(other.clone())),
        };
        Ok(given.or_absent(list.absence))
    }

    pub(super) fn each_follow(
        &mut self,
        expr: &'p Expr,
        references: &'p Expr,
        collection: CollectionId,
        at: &mut At,
    ) -> Lowered<Given> {
        if is_over_all(references) {
            return self.list_of_all(expr, at);
        }
        if at.inside {
            return Err(Stop::NeedsRows);
        }
        let list = self.value(references, at)?;
        self.records_of(list, collection, at)
    }

    /// The records of a list of ids.
    pub(super) fn records_of(&mut self, list: Given, collection: CollectionId, at: &mut At) -> Lowered<Given> {
        let mut child = At { rows: at.rows.clone(), inside: false };
        let absence = list.absence.clone();
        let descent = self.unnest(&Given { absence: Absence::NEVER, ..list }, &mut child, For::Result);
        let (descent, item) = descent;
        let columns = self.look_up(collection, item, &mut child)?;
        let stored = self.used.records(collection, self.environment);
        let lost = Absence::when(Sql::Column(Arc::clone(&columns.id)).absent(), LOST);
        let name = self.name("gathered");
        let value = coded_record(lost.code, Sql::Column(columns.record));
        let gathered =
            Gathered::Listed { value, stored: coded_type(&stored), keep: descent.here, order: descent.order };
        at.rows = self.gather(descent.parent, &child.rows, vec![(Arc::clone(&name), gathered)]);
        let item = self.name("item");
        let records =
            Sql::Column(Arc::clone(&name)).each(Each::Transform, &item, Sql::Variable(Arc::clone(&item)).field("v"));
        let is_lost = Sql::Variable(Arc::clone(&item)).field("c").op(Op::NotEqual, Sql::Small(0));
        let any = Sql::Column(name).each(Each::Exists, &item, is_lost);
        let absence = absence.or(&Absence::when(any, LOST));
        let given = Given::of(records, Stored::list(stored)).or_absent(absence);
        // Worked out once.
        Ok(self.columns("records", given, &mut at.rows))
    }

    /// Lowers what stands inside of an expression over a list.
    pub(super) fn inside<T>(
        &mut self,
        slot: Slot,
        item: &Name,
        stored: Stored,
        at: &mut At,
        lower: impl FnOnce(&mut Self, &mut At) -> Lowered<T>,
    ) -> Lowered<T> {
        let has_nulls = matches!(stored, Stored::List(_));
        let given = Given { has_nulls, ..Given::of(Sql::Variable(Arc::clone(item)), stored) };
        let before = self.bind(slot, Some(given));
        let was_inside = std::mem::replace(&mut at.inside, true);
        let done = lower(self, at);
        at.inside = was_inside;
        self.bind(slot, before);
        done
    }

    /// Joins what an expression over a list follows that does not depend on the list.
    pub(super) fn join_ahead(&mut self, expr: &'p Expr, slots: &[Slot], at: &mut At) -> Lowered<()> {
        if at.inside {
            return Ok(());
        }
        if let ExprKind::Follow { .. } = &expr.kind
            && !slots.iter().any(|slot| reads(expr, *slot))
            && self.is_bound(expr)
        {
            self.value(expr, at)?;
            return Ok(());
        }
        let mut children = Vec::new();
        expr.each_child(&mut |child| children.push(child));
        children.into_iter().try_for_each(|child| self.join_ahead(child, slots, at))
    }

    /// Whether all variables that an expression reads are known.
    pub(super) fn is_bound(&self, expr: &Expr) -> bool {
        !expr.reads(&|slot| self.scope.get(slot).is_none_or(Option::is_none))
    }
}

/// The type of the items of a list.
pub(super) fn item_type(list: &Given, expr: &Expr) -> Lowered<Stored> {
    match &list.value {
        Value::Stored(_, Stored::List(item)) => Ok((**item).clone()),
        Value::Stored(..) => ANYTHING.stop(expr.place),
        Value::Length(_) => DURATIONS.stop(expr.place),
    }
}
