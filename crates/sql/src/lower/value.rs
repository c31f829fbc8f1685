//! Values.

use std::sync::Arc;

use accordance_rules::core::{Constant, Date, DateTime, DurationUnit, Expr, ExprKind};

use super::{
    At, Lowered, Lowering,
    mixed::{common, converted},
    path,
};
use crate::{
    given::{Absence, Given, LOST, Length, MISSING, Told, UNKNOWN, Value},
    query::{Query, RecordColumns},
    refusal::{ANYTHING, DURATIONS, FUNCTIONS, LARGE, LETTERS, MIXED, NESTED, NUL},
    sql::{Sql, text},
    storage::Stored,
};

impl<'p> Lowering<'p> {
    pub(super) fn value(&mut self, expr: &'p Expr, at: &mut At) -> Lowered<Given> {
        let is_gathered = matches!(
            expr.kind,
            ExprKind::AggregateEach { .. } | ExprKind::AggregateList { .. } | ExprKind::Quantifier { .. }
        ) && !at.inside
            && !expr.reads(&|slot| self.arguments.contains(&slot));
        if is_gathered && let Some((_, given)) = at.rows.known.iter().find(|(known, _)| known == expr) {
            return Ok(given.clone());
        }
        let before = Arc::clone(&at.rows.name);
        let given = self.short_value(expr, at)?;
        if is_gathered && before != at.rows.name {
            at.rows.known.push((expr.clone(), given.clone()));
        }
        Ok(given)
    }

    fn short_value(&mut self, expr: &'p Expr, at: &mut At) -> Lowered<Given> {
        let Given { value, absence, has_nulls } = self.whole_value(expr, at)?;
        let value = match value {
            // What is asked of one whole number among doubles is asked once.
            Value::Stored(sql, Stored::Mixed) if !at.inside => {
                Value::Stored(self.column("number", sql, &mut at.rows), Stored::Mixed)
            }
            Value::Stored(sql, stored) => Value::Stored(self.short("value", sql, at), stored),
            Value::Length(Length::Days { count, from }) => {
                let count = self.short("days", count, at);
                let from = from.map(|from| self.short("from", from, at));
                Value::Length(Length::Days { count, from })
            }
            Value::Length(months) => Value::Length(months),
        };
        let absence = Absence { code: self.short("absent", absence.code, at), may: absence.may };
        Ok(Given { value, absence, has_nulls })
    }

    fn whole_value(&mut self, expr: &'p Expr, at: &mut At) -> Lowered<Given> {
        match &expr.kind {
            ExprKind::Constant(constant) => self.constant(constant, expr),
            ExprKind::List(items) => self.list_of(expr, items, at),
            ExprKind::Slot(slot) => match self.scope.get(*slot).cloned().flatten() {
                Some(given) => Ok(given),
                None => ANYTHING.stop(expr.place),
            },
            ExprKind::Parameter(number) => match self.parameters.get(*number) {
                Some(constant) => self.constant(constant, expr),
                None => ANYTHING.stop(expr.place),
            },
            ExprKind::AsOf => Ok(Given::of(Sql::Text(Arc::clone(&self.as_of)), Stored::Date)),
            ExprKind::Field { record, name } => self.field(expr, record, name, at),
            ExprKind::Follow { reference, collection } => self.follow(expr, reference, *collection, at),
            ExprKind::Collection(_) => self.list_of_all(expr, at),
            ExprKind::Shared(number) => self.shared(expr, *number, at),
            ExprKind::Counted { plain, .. } => self.whole_value(plain, at),
            ExprKind::EachField { records, name } => self.each_field(expr, records, name, at),
            ExprKind::EachFollow { references, collection } => self.each_follow(expr, references, *collection, at),
            ExprKind::Chain { record, field, collection } => self.chain(expr, record, field, *collection, at),
            ExprKind::Arithmetic { op, left, right } => self.arithmetic(expr, *op, left, right, at),
            ExprKind::Negate(inner) => self.negate(expr, inner, at),
            ExprKind::AggregateList { aggregate, list } => self.aggregate_list(expr, *aggregate, list, at),
            ExprKind::AggregateEach { aggregate, value, over, condition } => {
                self.aggregate_each(expr, *aggregate, value.as_deref(), over, condition.as_deref(), at)
            }
            ExprKind::Call { function, arguments, pattern } => {
                self.call(expr, *function, arguments, pattern.as_ref(), at)
            }
            ExprKind::If { condition, then, otherwise } => {
                let told = self.truth(condition, at)?;
                let before = self.assume(condition, true);
                let one = self.value(then, at);
                self.forget(before);
                let one = one?;
                let before = self.assume(condition, false);
                let two = self.value(otherwise, at);
                self.forget(before);
                let chosen = choose(&told.holds(), one, two?, expr)?;
                let untold = told.untold();
                let absence = untold.or(&chosen.absence);
                Ok(chosen.or_absent(absence))
            }
            ExprKind::Otherwise { value, fallback } => {
                let one = self.value(value, at)?;
                let two = self.value(fallback, at)?;
                let missing = one.absence.is(MISSING);
                if missing == Sql::Bool(false) {
                    return Ok(one);
                }
                let left = one.absence.but_missing();
                let absence = left.or(&two.absence.only_if(missing.clone()));
                let chosen = choose(&missing, two, one, expr)?;
                Ok(chosen.or_absent(absence))
            }
            ExprKind::With { slot, value, body } => {
                let given = self.value(value, at)?;
                let before = self.bind(*slot, Some(given));
                let meant = self.meanings.insert(*slot, value);
                self.arguments.push(*slot);
                let known = self.facts.len();
                // What is known of the value is known of the variable.
                if let Some(from) = path(value) {
                    let of_value = self.facts.iter().filter_map(|fact| {
                        let rest = fact.strip_prefix(&from)?;
                        let is_step = rest.is_empty() || rest.starts_with(['.', '>']);
                        is_step.then(|| format!("{slot}{rest}"))
                    });
                    let of_value: Vec<String> = of_value.collect();
                    self.facts.extend(of_value);
                }
                let given = self.value(body, at);
                self.forget(known);
                self.arguments.pop();
                self.bind(*slot, before);
                match meant {
                    Some(meant) => self.meanings.insert(*slot, meant),
                    None => self.meanings.remove(slot),
                };
                given
            }
            ExprKind::Compare { .. }
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Not(_)
            | ExprKind::Implies(..)
            | ExprKind::In { .. }
            | ExprKind::IsPresent(_)
            | ExprKind::IsEmpty(_)
            | ExprKind::Matches { .. }
            | ExprKind::TextTest { .. }
            | ExprKind::Quantifier { .. } => {
                let told = self.truth(expr, at)?;
                let truth = match &told {
                    Told::Plain(truth) => truth.clone(),
                    Told::Coded(..) => told.holds(),
                };
                Ok(Given::of(truth, Stored::Bool).or_absent(told.untold()))
            }
        }
    }

    fn field(&mut self, expr: &'p Expr, record: &'p Expr, name: &Arc<str>, at: &mut At) -> Lowered<Given> {
        let given = self.value(record, at)?;
        let Value::Stored(sql, stored) = given.value else { return DURATIONS.stop(expr.place) };
        let Stored::Record(fields) = &stored else {
            return match record.ty {
                accordance_rules::Type::Record(ref parts) if self.used.has_names_alike(parts) => {
                    LETTERS.stop(expr.place)
                }
                accordance_rules::Type::Record(_) => NESTED.stop(expr.place),
                _ => ANYTHING.stop(expr.place),
            };
        };
        let Some((_, of_field)) = fields.iter().find(|(known, _)| known == name) else {
            return ANYTHING.stop(expr.place);
        };
        let value = sql.field(name);
        // A schema that says nothing of a value accepts null too, which counts as missing.
        let may_miss = *of_field == Stored::Opaque && !matches!(expr.ty, accordance_rules::Type::Record(_))
            || self.environment.field_type(&record.ty, name).is_none_or(|(_, may_miss)| may_miss);
        let absence = match () {
            () if self.is_fact(expr) => Absence::NEVER,
            () if !may_miss => given.absence,
            // A field of nothing is nothing.
            () if given.absence.may & !crate::given::MAY_MISS == 0 => Absence::when(value.clone().absent(), MISSING),
            () => given.absence.or(&Absence::when(value.clone().absent(), MISSING)),
        };
        let of_field = of_field.clone();
        // A field whose variants are of several types is read as what a rule has narrowed it to.
        let wanted = self.stored(&expr.ty);
        if !matches!(of_field, Stored::Opaque) && wanted.is_plain() != of_field.is_plain() {
            return MIXED.stop(expr.place);
        }
        let has_nulls = matches!(of_field, Stored::List(_));
        Ok(Given { value: Value::Stored(value, of_field), absence, has_nulls })
    }

    pub(super) fn follow(
        &mut self,
        expr: &'p Expr,
        reference: &'p Expr,
        collection: usize,
        at: &mut At,
    ) -> Lowered<Given> {
        let given = self.value(reference, at)?;
        let Value::Stored(sql, Stored::Text) = given.value else { return ANYTHING.stop(expr.place) };
        let columns = self.look_up(collection, sql, at)?;
        let absence = if self.is_fact(expr) {
            Absence::NEVER
        } else {
            given.absence.or(&Absence::when(Sql::Column(Arc::clone(&columns.id)).absent(), LOST))
        };
        let stored = self.used.records(collection, self.environment);
        Ok(Given::of(Sql::Column(columns.record), stored).or_absent(absence))
    }

    /// The columns of the record of an id, which is joined.
    pub(super) fn look_up(&mut self, collection: usize, id: Sql, at: &mut At) -> Lowered<RecordColumns> {
        let known = at.rows.lookups.iter().find(|(known, by, _)| *known == collection && *by == id);
        if let Some((_, _, columns)) = known {
            return Ok(columns.clone());
        }
        if at.inside {
            return Err(super::Stop::NeedsRows);
        }
        let columns = self.record_columns();
        let right = self.step("followed", Query::Records { collection, columns: columns.clone(), only_first: true });
        let on = vec![(id.clone(), Sql::Column(Arc::clone(&columns.id)))];
        let left = Arc::clone(&at.rows.name);
        at.rows.name = self.step("rows", Query::Join { left, right, on, keeps_left: true });
        at.rows.carried.extend([&columns.number, &columns.checked, &columns.id, &columns.record].map(Arc::clone));
        at.rows.lookups.push((collection, id, columns.clone()));
        Ok(columns)
    }

    pub(super) fn record_columns(&mut self) -> RecordColumns {
        RecordColumns {
            number: self.name("number"),
            checked: self.name("checked"),
            id: self.name("id"),
            record: self.name("record"),
        }
    }

    fn list_of(&mut self, expr: &'p Expr, items: &'p [Expr], at: &mut At) -> Lowered<Given> {
        let mut values = Vec::new();
        let mut stored: Option<Stored> = None;
        let mut absence = Absence::NEVER;
        for item in items {
            let given = self.value(item, at)?;
            let Value::Stored(sql, of_item) = given.value else { return DURATIONS.stop(expr.place) };
            absence = absence.or(&given.absence.needed());
            stored = match stored {
                None => Some(of_item.clone()),
                Some(before) => match common(&before, &of_item) {
                    Some(both) => Some(both),
                    None => return MIXED.stop(expr.place),
                },
            };
            values.push((sql, of_item));
        }
        let stored = stored.unwrap_or(Stored::Opaque);
        if stored == Stored::Opaque && !values.is_empty() {
            return ANYTHING.stop(expr.place);
        }
        let values = values.into_iter().map(|(sql, of_item)| converted(sql, &of_item, &stored));
        let Some(values) = values.collect() else { return LARGE.stop(expr.place) };
        let list = Sql::Array(values, stored.clone());
        Ok(Given::of(list, Stored::list(stored)).or_absent(absence))
    }

    pub(super) fn constant(&mut self, constant: &Constant, expr: &Expr) -> Lowered<Given> {
        Ok(match constant {
            Constant::Boolean(truth) => Given::of(Sql::Bool(*truth), Stored::Bool),
            Constant::Whole(number) => Given::of(Sql::Whole(*number), Stored::Whole),
            Constant::Number(number) => Given::of(Sql::Number(*number), Stored::Number),
            Constant::Text(text) if text.contains('\0') => return NUL.stop(expr.place),
            Constant::Text(text) => Given::of(Sql::Text(Arc::clone(text)), Stored::Text),
            Constant::Date(date) => Given::of(text(&written(*date)), Stored::Date),
            Constant::DateTime(moment) => Given::of(text(&moment_written(*moment)), Stored::Moment),
            Constant::Duration(length) => match length.unit {
                DurationUnit::Day => days(Some(length.count)),
                DurationUnit::Week => days(length.count.checked_mul(7)),
                DurationUnit::Month => months(Some(length.count)),
                DurationUnit::Year => months(length.count.checked_mul(12)),
            },
            Constant::List(items) => match self.constants(items, expr)? {
                Some((items, stored)) => Given::of(Sql::Array(items, stored.clone()), Stored::list(stored)),
                None => return DURATIONS.stop(expr.place),
            },
        })
    }

    /// Constants of one type; nothing where they are lengths of time.
    pub(super) fn constants(&mut self, items: &[Constant], expr: &Expr) -> Lowered<Option<(Vec<Sql>, Stored)>> {
        let mut all = Vec::new();
        let mut stored: Option<Stored> = None;
        for item in items {
            let Value::Stored(sql, of_item) = self.constant(item, expr)?.value else { return Ok(None) };
            stored = match stored {
                None => Some(of_item.clone()),
                Some(before) => match common(&before, &of_item) {
                    Some(both) => Some(both),
                    None => return MIXED.stop(expr.place),
                },
            };
            all.push((sql, of_item));
        }
        let stored = stored.unwrap_or(Stored::Opaque);
        let all = all.into_iter().map(|(sql, of_item)| converted(sql, &of_item, &stored)).collect();
        let Some(all) = all else { return LARGE.stop(expr.place) };
        Ok(Some((all, stored)))
    }
}

/// One value where a condition holds, and else another.
fn choose(condition: &Sql, one: Given, two: Given, expr: &Expr) -> Lowered<Given> {
    let absence = Absence::choose(condition, &one.absence, &two.absence);
    let has_nulls = one.has_nulls || two.has_nulls;
    let value = match (one.value, two.value) {
        (Value::Stored(one, of_one), Value::Stored(two, of_two)) => {
            let Some(stored) = common(&of_one, &of_two) else { return MIXED.stop(expr.place) };
            let (Some(one), Some(two)) = (converted(one, &of_one, &stored), converted(two, &of_two, &stored)) else {
                return LARGE.stop(expr.place);
            };
            Value::Stored(Sql::when(condition.clone(), one, two), stored)
        }
        (
            Value::Length(Length::Days { count: one, from: from_one }),
            Value::Length(Length::Days { count: two, from: from_two }),
        ) if from_one.is_some() == from_two.is_some() => {
            let from = from_one.zip(from_two).map(|(one, two)| Sql::when(condition.clone(), one, two));
            Value::Length(Length::Days { count: Sql::when(condition.clone(), one, two), from })
        }
        (Value::Length(one), Value::Length(two)) if one == two => Value::Length(one),
        _ => return DURATIONS.stop(expr.place),
    };
    Ok(Given { value, absence, has_nulls })
}

fn days(count: Option<i64>) -> Given {
    match count {
        Some(count) => Given::length(Length::Days { count: Sql::Whole(count), from: None }),
        None => Given::length(Length::Days { count: Sql::Whole(i64::MAX), from: None }),
    }
}

fn months(count: Option<i64>) -> Given {
    match count {
        Some(count) => Given::length(Length::Months(count)),
        None => Given::length(Length::Days { count: Sql::Whole(i64::MAX), from: None }),
    }
}

/// A day as a text.
pub(crate) fn written(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

fn moment_written(moment: DateTime) -> String {
    let DateTime { date, hour, minute, second, nanosecond, offset_minutes } = moment;
    let sign = if offset_minutes < 0 { '-' } else { '+' };
    let offset = offset_minutes.unsigned_abs();
    format!(
        "{}T{hour:02}:{minute:02}:{second:02}.{nanosecond:09}{sign}{:02}:{:02}",
        written(date),
        offset / 60,
        offset % 60
    )
}

#[expect(clippy::cast_precision_loss, reason = "the language computes with doubles where one side is one")]
pub(crate) fn as_double(number: i64) -> f64 {
    number as f64
}

/// A value that cannot be told unless a condition holds.
pub(crate) fn told_if(condition: Sql, given: Given) -> Given {
    let absence = given.absence.or(&Absence::when(condition.negated(), UNKNOWN));
    given.or_absent(absence)
}

/// What no function says.
pub(crate) fn unsaid<T>(expr: &Expr) -> Lowered<T> {
    FUNCTIONS.stop(expr.place)
}
