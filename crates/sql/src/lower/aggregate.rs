//! What is made of all items of a list together: aggregates.

use std::sync::Arc;

use accordance_rules::core::{Aggregate, Expr, Loop, Slot};

use super::{
    At, Lowered, Lowering, Rows, Stop,
    all_items::is_over_all,
    arithmetic::finite,
    items::{Descent, For},
    lists::item_type,
    mixed::mixed,
    value::told_if,
};
use crate::{
    given::{Absence, Given, MAY_LOSE, MAY_NOT_TELL, Told, Value},
    query::Gathered,
    refusal::{ANYTHING, DURATIONS, IDENTITY, MIXED},
    sql::{Call, Each, Fold, Name, Op, Sql, call},
    storage::Stored,
};

/// The items that an aggregate takes.
enum Taken {
    /// All of them can be told.
    Plain(Sql),
    /// Records of a code and a value.
    Coded(Sql),
    /// Their number.
    Counted(Sql),
    /// Their sum, null where 64 bits do not hold it.
    Summed(Sql),
}

/// The code of what an aggregate does not take.
const SKIPPED: i32 = -1;

/// What an aggregate takes of each combination.
#[derive(Clone, Copy)]
struct Asked<'p> {
    expr: &'p Expr,
    value: Option<&'p Expr>,
    condition: Option<&'p Expr>,
}

/// What is taken of one combination.
struct Leaf {
    keep: Told,
    value: Sql,
    stored: Stored,
    absence: Absence,
}

impl<'p> Lowering<'p> {
    pub(super) fn aggregate_list(
        &mut self,
        expr: &'p Expr,
        aggregate: Aggregate,
        list: &'p Expr,
        at: &mut At,
    ) -> Lowered<Given> {
        if is_over_all(list) && !at.inside {
            let asked = Asked { expr, value: None, condition: None };
            return self.joined_aggregate_of_list(aggregate, asked, list, at);
        }
        let given = self.value(list, at)?;
        let stored = item_type(&given, list)?;
        if matches!(&given.value, Value::Stored(Sql::Array(items, _), _) if items.is_empty())
            && matches!(aggregate, Aggregate::Distinct | Aggregate::List)
        {
            return Ok(given);
        }
        let items = self.items(&given);
        let finished = self.finished(expr, aggregate, Taken::Plain(items), &stored)?;
        Ok(finished.or_absent_first(&given.absence.needed()))
    }

    /// An aggregate of a list over all records.
    fn joined_aggregate_of_list(
        &mut self,
        aggregate: Aggregate,
        asked: Asked<'p>,
        list: &'p Expr,
        at: &mut At,
    ) -> Lowered<Given> {
        let mut child = At { rows: at.rows.clone(), inside: false };
        let all = self.all_items(list)?;
        let absence = self.whole_absence(&all, &mut child);
        let Value::Stored(value, stored) = all.item.value.clone() else { return DURATIONS.stop(asked.expr.place) };
        let descent = self.join_all(all, absence, None, &mut child, For::Result)?;
        let leaf = Leaf { keep: Told::Plain(Sql::Bool(true)), value, stored, absence: Absence::NEVER };
        self.gathered_aggregate(aggregate, asked, &[descent], &leaf, &child.rows, at)
    }

    pub(super) fn aggregate_each(
        &mut self,
        expr: &'p Expr,
        aggregate: Aggregate,
        value: Option<&'p Expr>,
        over: &'p [Loop],
        condition: Option<&'p Expr>,
        at: &mut At,
    ) -> Lowered<Given> {
        let asked = Asked { expr, value, condition };
        match self.local_aggregate(aggregate, asked, over, at) {
            Err(Stop::NeedsRows) if !at.inside => self.joined_aggregate(aggregate, asked, over, at),
            done => done,
        }
    }

    fn local_aggregate(
        &mut self,
        aggregate: Aggregate,
        asked: Asked<'p>,
        over: &'p [Loop],
        at: &mut At,
    ) -> Lowered<Given> {
        let Some(first) = over.first() else { return ANYTHING.stop(asked.expr.place) };
        if over.iter().any(|each| is_over_all(&each.list)) {
            return Err(Stop::NeedsRows);
        }
        let list = self.value(&first.list, at)?;
        let slots: Vec<Slot> = over.iter().map(|each| each.slot).collect();
        for each in &over[1..] {
            self.join_ahead(&each.list, &slots, at)?;
        }
        for each in asked.condition.iter().chain(&asked.value) {
            self.join_ahead(each, &slots, at)?;
        }
        let absence = list.absence.needed();
        let (taken, stored) = self.nested(&Given { absence: Absence::NEVER, ..list }, over, asked, at)?;
        Ok(self.finished(asked.expr, aggregate, taken, &stored)?.or_absent_first(&absence))
    }

    /// What is taken of a list and those behind it.
    fn nested(&mut self, list: &Given, over: &'p [Loop], asked: Asked<'p>, at: &mut At) -> Lowered<(Taken, Stored)> {
        let (first, rest) = (&over[0], &over[1..]);
        let item_type = item_type(list, &first.list)?;
        let item = self.name("item");
        let items = self.items(list);
        if matches!(&items, Sql::Array(items, _) if items.is_empty()) {
            // Nothing is taken, whatever is asked of it.
            let stored = self.stored(&asked.value.map_or(accordance_rules::Type::Boolean, |value| value.ty.clone()));
            return Ok((Taken::Plain(Sql::Array(Vec::new(), stored.clone())), stored));
        }
        let Some(next) = rest.first() else {
            let leaf = self.inside(first.slot, &item, item_type, at, |this, at| this.leaf(asked, at))?;
            let stored = leaf.stored.clone();
            let taken = match leaf.keep {
                Told::Plain(keep) if leaf.absence.is_never() => {
                    let kept = match keep {
                        Sql::Bool(true) => items,
                        keep => items.each(Each::Filter, &item, keep),
                    };
                    Taken::Plain(match leaf.value {
                        Sql::Variable(variable) if variable == item => kept,
                        value => kept.each(Each::Transform, &item, value),
                    })
                }
                _ => {
                    let each = Self::coded(&leaf);
                    let all = items.each(Each::Transform, &item, each);
                    let one = self.name("item");
                    let is_taken = Sql::Variable(Arc::clone(&one)).field("c").op(Op::NotEqual, Sql::Small(SKIPPED));
                    Taken::Coded(all.each(Each::Filter, &one, is_taken))
                }
            };
            return Ok((taken, stored));
        };
        let (inner, stored, absence) = self.inside(first.slot, &item, item_type, at, |this, at| {
            let list = this.value(&next.list, at)?;
            let absence = list.absence.needed();
            let (taken, stored) = this.nested(&Given { absence: Absence::NEVER, ..list }, rest, asked, at)?;
            Ok((taken, stored, absence))
        })?;
        let flat = |each: Sql| call(Call::Flatten, [items.clone().each(Each::Transform, &item, each)]);
        let taken = match inner {
            Taken::Plain(each) if absence.is_never() => Taken::Plain(flat(each)),
            Taken::Plain(each) => {
                let one = self.name("item");
                let as_coded = coded_record(Sql::Small(0), Sql::Variable(Arc::clone(&one)));
                Taken::Coded(flat(untold_list(&absence, each.each(Each::Transform, &one, as_coded), &stored)))
            }
            Taken::Coded(each) => Taken::Coded(flat(untold_list(&absence, each, &stored))),
            Taken::Counted(_) | Taken::Summed(_) => return MIXED.stop(asked.expr.place),
        };
        Ok((taken, stored))
    }

    fn leaf(&mut self, asked: Asked<'p>, at: &mut At) -> Lowered<Leaf> {
        let keep = match asked.condition {
            Some(condition) => self.truth(condition, at)?,
            None => Told::Plain(Sql::Bool(true)),
        };
        let before = self.facts.len();
        if let Some(condition) = asked.condition {
            self.assume(condition, true);
        }
        let value = match asked.value {
            Some(value) => self.value(value, at),
            None => Ok(Given::of(Sql::Bool(true), Stored::Bool)),
        };
        self.forget(before);
        let given = value?;
        let absence = given.absence.needed();
        let Value::Stored(value, stored) = given.value.clone() else {
            return DURATIONS.stop(asked.expr.place);
        };
        let value = if given.has_nulls { self.items(&given) } else { value };
        Ok(Leaf { keep, value, stored, absence })
    }

    /// What is taken of one combination, with a code.
    fn coded(leaf: &Leaf) -> Sql {
        let untold = leaf.keep.untold();
        let code = match &leaf.keep {
            Told::Plain(keep) => Sql::when(keep.clone(), leaf.absence.code.clone(), Sql::Small(SKIPPED)),
            Told::Coded(..) => Sql::when(
                leaf.keep.holds(),
                leaf.absence.code.clone(),
                Sql::when(leaf.keep.fails(), Sql::Small(SKIPPED), untold.code),
            ),
        };
        let value = Sql::when(code.clone().equals(Sql::Small(0)), leaf.value.clone(), Sql::Null(leaf.stored.clone()));
        coded_record(code, value)
    }

    fn joined_aggregate(
        &mut self,
        aggregate: Aggregate,
        asked: Asked<'p>,
        over: &'p [Loop],
        at: &mut At,
    ) -> Lowered<Given> {
        let mut child = At { rows: at.rows.clone(), inside: false };
        let mut descents = Vec::new();
        let before: Vec<(Slot, Option<Given>)> =
            over.iter().map(|each| (each.slot, self.bind(each.slot, None))).collect();
        let mut done = Ok(());
        for each in over {
            match self.descend(each, &mut child, For::Result) {
                Ok(descent) => descents.push(descent),
                Err(stop) => {
                    done = Err(stop);
                    break;
                }
            }
        }
        let leaf = done.and_then(|()| self.leaf(asked, &mut child));
        for (slot, before) in before {
            self.bind(slot, before);
        }
        self.gathered_aggregate(aggregate, asked, &descents, &leaf?, &child.rows, at)
    }

    fn gathered_aggregate(
        &mut self,
        aggregate: Aggregate,
        asked: Asked<'p>,
        descents: &[Descent],
        leaf: &Leaf,
        child: &Rows,
        at: &mut At,
    ) -> Lowered<Given> {
        let Some(first) = descents.first() else { return ANYTHING.stop(asked.expr.place) };
        let absence = first.absence.needed();
        let parent = first.parent.clone();
        let order: Vec<Name> = descents.iter().flat_map(|descent| descent.order.iter().cloned()).collect();
        let later = &descents[1..];
        let name = self.name("gathered");
        let stored = leaf.stored.clone();
        let is_plain = later.iter().all(|descent| descent.absence.is_never()) && leaf.absence.is_never();
        let gathered = match &leaf.keep {
            Told::Plain(keep) if is_plain => {
                let here = descents.iter().fold(Sql::Bool(true), |all, descent| all.and(descent.here.clone()));
                let keep = here.and(keep.clone());
                if aggregate == Aggregate::Average && stored == Stored::Whole {
                    let average = self.average_of_whole(parent, child, keep, &leaf.value, at);
                    return Ok(average.or_absent_first(&absence));
                }
                match aggregate {
                    Aggregate::Count => Gathered::Count(keep),
                    Aggregate::Sum if stored == Stored::Whole => Gathered::Sum { value: leaf.value.clone(), keep },
                    _ => Gathered::Listed { value: leaf.value.clone(), stored: stored.clone(), keep, order },
                }
            }
            _ => {
                let mut code = Self::coded(leaf).field("c");
                for descent in later.iter().rev() {
                    let here = Sql::when(descent.here.clone(), code, Sql::Small(SKIPPED));
                    code = match descent.absence.needed() {
                        absence if absence.is_never() => here,
                        absence => Sql::when(absence.holds(), absence.code.clone(), here),
                    };
                }
                code = Sql::when(first.here.clone(), code, Sql::Small(SKIPPED));
                let mut rows = child.clone();
                let code = self.column("code", code, &mut rows);
                let is_there = code.clone().equals(Sql::Small(0));
                let value = Sql::when(is_there, leaf.value.clone(), Sql::Null(stored.clone()));
                let keep = code.clone().op(Op::NotEqual, Sql::Small(SKIPPED));
                let value = coded_record(code, value);
                let gathered = Gathered::Listed { value, stored: coded_type(&stored), keep, order };
                at.rows = self.gather(parent, &rows, vec![(Arc::clone(&name), gathered)]);
                let taken = Taken::Coded(Sql::Column(name));
                return Ok(self.finished(asked.expr, aggregate, taken, &stored)?.or_absent_first(&absence));
            }
        };
        let taken = match &gathered {
            Gathered::Count(_) => Taken::Counted(Sql::Column(Arc::clone(&name))),
            Gathered::Sum { .. } => Taken::Summed(Sql::Column(Arc::clone(&name))),
            _ => Taken::Plain(Sql::Column(Arc::clone(&name))),
        };
        at.rows = self.gather(parent, child, vec![(name, gathered)]);
        Ok(self.finished(asked.expr, aggregate, taken, &stored)?.or_absent_first(&absence))
    }

    /// The average of whole numbers. While their sum has a double of its own it does not matter in what order they are
    /// added, so that no row has to hold them all.
    fn average_of_whole(&mut self, parent: Rows, child: &Rows, keep: Sql, value: &Sql, at: &mut At) -> Given {
        let [sum, size, count] = ["sum", "size", "count"].map(|of| self.name(of));
        let negative = call(Call::TrySubtract, [Sql::Whole(0), value.clone()]);
        let without_sign = Sql::when(value.clone().op(Op::Less, Sql::Whole(0)), negative, value.clone());
        let gathered = vec![
            (Arc::clone(&sum), Gathered::Sum { value: value.clone(), keep: keep.clone() }),
            (Arc::clone(&size), Gathered::Sum { value: without_sign, keep: keep.clone() }),
            (Arc::clone(&count), Gathered::Count(keep)),
        ];
        at.rows = self.gather(parent, child, gathered);
        let [sum, size, count] = [sum, size, count].map(Sql::Column);
        let is_exact = size.op(Op::AtMost, Sql::Whole(1 << 53));
        let is_exact = Sql::Call(Call::Coalesce, vec![is_exact, Sql::Bool(false)]);
        let message = crate::sql::text("the numbers of an average are too large for SQL to add them in any order");
        let average = call(Call::ToNumber, [sum]).op(Op::Divide, call(Call::ToNumber, [count.clone()]));
        let average = Sql::when(
            count.clone().equals(Sql::Whole(0)),
            Sql::Null(Stored::Number),
            Sql::when(is_exact, average, Sql::TryCast(Box::new(call(Call::Error, [message])), Stored::Number)),
        );
        told_if(count.op(Op::Greater, Sql::Whole(0)), Given::of(average, Stored::Number))
    }

    /// What an aggregate comes to.
    fn finished(&mut self, expr: &Expr, aggregate: Aggregate, taken: Taken, stored: &Stored) -> Lowered<Given> {
        let (items, absence) = match taken {
            Taken::Counted(count) => return Ok(Given::of(count, Stored::Whole)),
            Taken::Summed(sum) => return Ok(told_if(sum.clone().present(), Given::of(sum, Stored::Whole))),
            Taken::Plain(items) => (items, Absence::NEVER),
            Taken::Coded(items) => {
                let item = self.name("item");
                let is_untold = Sql::Variable(Arc::clone(&item)).field("c").op(Op::NotEqual, Sql::Small(0));
                let untold = items.clone().each(Each::Filter, &item, is_untold);
                let first = call(Call::Item, [untold, Sql::Small(1)]).field("c");
                let code = Sql::Call(Call::Coalesce, vec![first, Sql::Small(0)]);
                let value = Sql::Variable(Arc::clone(&item)).field("v");
                let items = items.each(Each::Transform, &item, value);
                (items, Absence { code, may: MAY_NOT_TELL | MAY_LOSE })
            }
        };
        let size = |items: &Sql| call(Call::Size, [items.clone()]);
        let not_empty = |items: &Sql| size(items).op(Op::Greater, Sql::Small(0));
        let given = match aggregate {
            Aggregate::Count => Given::of(size(&items), Stored::Whole),
            Aggregate::List => Given::of(items, Stored::list(stored.clone())),
            Aggregate::Distinct if stored.is_plain() => {
                Given::of(call(Call::Distinct, [items]), Stored::list(stored.clone()))
            }
            Aggregate::Distinct => return IDENTITY.stop(expr.place),
            Aggregate::Min | Aggregate::Max if stored.is_plain() && *stored != Stored::Bool => {
                let function = if aggregate == Aggregate::Min { Call::Least } else { Call::Greatest };
                told_if(not_empty(&items), Given::of(call(function, [items]), stored.clone()))
            }
            Aggregate::Min | Aggregate::Max => return IDENTITY.stop(expr.place),
            Aggregate::Sum | Aggregate::Average => {
                let (so_far, item) = (self.name("sum"), self.name("item"));
                let one = Sql::Variable(Arc::clone(&item));
                let sum = Sql::Variable(Arc::clone(&so_far));
                let (start, next) = match (stored, aggregate) {
                    (Stored::Whole, Aggregate::Sum) => (Sql::Whole(0), call(Call::TryAdd, [sum, one])),
                    (Stored::Whole, _) => (Sql::Number(0.0), sum.op(Op::Add, call(Call::ToNumber, [one]))),
                    (Stored::Mixed, Aggregate::Sum) => (Sql::Number(0.0), Self::next_of_mixed(sum, one)),
                    (Stored::Number | Stored::Mixed, _) => (Sql::Number(0.0), sum.op(Op::Add, one)),
                    _ if matches!(&items, Sql::Array(items, _) if items.is_empty()) => (Sql::Whole(0), sum),
                    _ => return ANYTHING.stop(expr.place),
                };
                let sum = Sql::Fold(Box::new(Fold { list: items.clone(), start, so_far, item, next }));
                match (stored, aggregate) {
                    (Stored::Number, Aggregate::Sum) => finite(sum),
                    (Stored::Mixed, Aggregate::Sum) => mixed(finite(sum)),
                    (_, Aggregate::Sum) => told_if(sum.clone().present(), Given::of(sum, Stored::Whole)),
                    _ => {
                        let count = call(Call::ToNumber, [size(&items)]);
                        let average =
                            Sql::when(not_empty(&items), sum.op(Op::Divide, count), Sql::Null(Stored::Number));
                        finite(average)
                    }
                }
            }
        };
        Ok(given.or_absent_first(&absence))
    }
}

pub(super) fn coded_record(code: Sql, value: Sql) -> Sql {
    Sql::Struct(vec![("c".into(), code), ("v".into(), value)])
}

pub(super) fn coded_type(stored: &Stored) -> Stored {
    Stored::Record([("c".into(), Stored::Small), ("v".into(), stored.clone())].into())
}

/// A list of codes and values, or where it is not there the code alone.
fn untold_list(absence: &Absence, list: Sql, stored: &Stored) -> Sql {
    if absence.is_never() {
        return list;
    }
    let untold = coded_record(absence.code.clone(), Sql::Null(stored.clone()));
    Sql::when(absence.holds(), Sql::Array(vec![untold], coded_type(stored)), list)
}
