//! `chain`: a reference followed again and again.
//!
//! The way from each record is worked out by doubling: a way of so many steps is put behind another. Engines without
//! recursive queries can do this, and the ways of all records take as many joins as the longest has binary digits.

use std::sync::Arc;

use accordance_rules::{CollectionId, core::Expr};

use super::{At, Lowered, Lowering, Stop};
use crate::{
    given::{Given, Value},
    query::Query,
    refusal::ANYTHING,
    sql::{Call, Name, Op, Sql, call, text},
    storage::Stored,
};

/// A chain of more steps ends the statement with a message. It has `2^DOUBLINGS` at most.
const DOUBLINGS: u32 = 5;

/// The longest chain that is said in SQL.
pub(crate) const LONGEST: u32 = 1 << DOUBLINGS;

impl<'p> Lowering<'p> {
    pub(super) fn chain(
        &mut self,
        expr: &'p Expr,
        record: &'p Expr,
        field: &Arc<str>,
        collection: CollectionId,
        at: &mut At,
    ) -> Lowered<Given> {
        if at.inside {
            return Err(Stop::NeedsRows);
        }
        let start = self.value(record, at)?;
        let absence = start.absence.needed();
        let Value::Stored(sql, Stored::Record(_)) = &start.value else { return ANYTHING.stop(expr.place) };
        let first = self.column("reference", sql.clone().field(field), &mut at.rows);
        let (id, ids) = self.ways(field, collection, expr)?;
        let left = Arc::clone(&at.rows.name);
        let on = vec![(first.clone(), Sql::Column(Arc::clone(&id.1)))];
        at.rows.name = self.step("rows", Query::Join { left, right: id.0, on, keeps_left: true });
        at.rows.carried.extend([Arc::clone(&id.1), Arc::clone(&ids)]);
        let behind = Sql::Column(ids);
        let one = Sql::Array(vec![first.clone()], Stored::Text);
        let whole = call(Call::JoinLists, [one, Sql::Call(Call::Coalesce, vec![behind, empty()])]);
        let way = Sql::when(first.clone().absent(), empty(), whole);
        let way = self.column("way", way, &mut at.rows);
        // Behind the first record that is reached again, all are.
        let distinct = self.column("reached", call(Call::Distinct, [way.clone()]), &mut at.rows);
        let size = |list: &Sql| call(Call::Size, [list.clone()]);
        let is_endless = size(&distinct)
            .equals(size(&way))
            .and(size(&way).op(Op::Greater, Sql::Small(i32::try_from(LONGEST).unwrap_or(i32::MAX))));
        let message = text("a chain of records is too long for SQL");
        let failure = Sql::Call(Call::Error, vec![message]);
        let reached = Sql::when(is_endless, failure, distinct);
        let list = Given::of(reached, Stored::list(Stored::Text));
        let records = self.records_of(list, collection, at)?;
        Ok(records.or_absent_first(&absence))
    }

    /// For each record of a collection the ids that follow it: a step, its column of ids, and the column of their
    /// lists.
    fn ways(&mut self, field: &Arc<str>, collection: CollectionId, expr: &Expr) -> Lowered<((Name, Name), Name)> {
        let columns = self.record_columns();
        let query = Query::Records { collection, columns: columns.clone(), only_first: true };
        let from = self.step("records", query);
        let stored = self.used.records(collection, self.environment);
        if !matches!(&stored, Stored::Record(fields) if fields.iter().any(|(name, _)| name == field)) {
            return ANYTHING.stop(expr.place);
        }
        let next = Sql::Column(columns.record).field(field);
        let way = Sql::when(next.clone().absent(), empty(), Sql::Array(vec![next], Stored::Text));
        let mut name = from;
        let mut id = columns.id;
        let mut ids = self.name("ways");
        name = self.step("ways", Query::Extend { from: name, columns: vec![(Arc::clone(&ids), way)], keep: None });
        for _ in 0..DOUBLINGS {
            let (other_id, other_ids, last) = (self.name("id"), self.name("ways"), self.name("last"));
            let renamed = vec![
                (Arc::clone(&other_id), Sql::Column(Arc::clone(&id))),
                (Arc::clone(&other_ids), Sql::Column(Arc::clone(&ids))),
            ];
            let extended = self.step("behind", Query::Extend { from: Arc::clone(&name), columns: renamed, keep: None });
            let right = self.step(
                "behind",
                Query::Distinct { from: extended, keys: vec![Arc::clone(&other_id), Arc::clone(&other_ids)] },
            );
            let columns = vec![(Arc::clone(&last), call(Call::LastItem, [Sql::Column(Arc::clone(&ids))]))];
            let left = self.step("ways", Query::Extend { from: Arc::clone(&name), columns, keep: None });
            let on = vec![(Sql::Column(last), Sql::Column(Arc::clone(&other_id)))];
            let joined = self.step("ways", Query::Join { left, right, on, keeps_left: true });
            let (own_id, own_ids) = (self.name("id"), self.name("ways"));
            let behind = Sql::Call(Call::Coalesce, vec![Sql::Column(other_ids), empty()]);
            let longer = call(Call::JoinLists, [Sql::Column(ids), behind]);
            let columns = vec![(Arc::clone(&own_id), Sql::Column(id)), (Arc::clone(&own_ids), longer)];
            let extended = self.step("ways", Query::Extend { from: joined, columns, keep: None });
            name = self.step(
                "ways",
                Query::Distinct { from: extended, keys: vec![Arc::clone(&own_id), Arc::clone(&own_ids)] },
            );
            id = own_id;
            ids = own_ids;
        }
        Ok(((name, id), ids))
    }
}

fn empty() -> Sql {
    Sql::Array(Vec::new(), Stored::Text)
}
