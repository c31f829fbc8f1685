//! Expressions over records.

use std::sync::{OnceLock, atomic::Ordering};

use accordance_document::ValueKind;
use accordance_rules::{
    CollectionId, Type,
    core::{Constant, Expr, ExprKind, Program},
};
use jiff::civil;

use super::{
    absent::{Absent, Unknown, Why},
    arithmetic, calendar,
    compare::{compare, equal},
    count::Counts,
    data_set::Data,
    frame::Frame,
    functions,
    index::Index,
    key::Key,
    ready::Ready,
    shared::{SharedValue, copied, weight},
    swift::{Swift, SwiftRule},
    text_key::TextKey,
    value::{Place, Value},
    work::Work,
};
use crate::hash::Hashed;

/// What an expression gives, or why it gives nothing.
pub(crate) type Given<'d> = Result<Value<'d>, Absent<'d>>;

/// Whether a condition holds, or why that cannot be told.
pub(crate) type Told<'d> = Result<bool, Unknown<'d>>;

/// A text that is worked out has at most so many bytes.
pub(crate) const LONGEST_TEXT: usize = 1 << 24;

/// The lists that are worked out for one check have at most so many items together.
pub(crate) const LONGEST_LIST: usize = 10_000_000;

/// All that expressions may read but variables.
pub(crate) struct Evaluator<'d> {
    pub(crate) ready: &'d Ready<'d>,
    pub(crate) data: Data<'d>,
    indexes: Vec<OnceLock<Index<'d>>>,
    pub(super) shared: Vec<SharedValue<'d>>,
    counts: CountsOf<'d>,
    /// The rules in their swift form, where that is used.
    swift: Option<&'d Swift>,
}

/// Where the counts of groups are from.
enum CountsOf<'d> {
    /// They are made of the data where they are needed.
    Made(Vec<OnceLock<Counts>>),
    /// They were made of records that are not all there any more.
    Given(&'d [Counts]),
}

impl<'d> Evaluator<'d> {
    /// An evaluator over a data set.
    pub(crate) fn new(ready: &'d Ready<'d>, data: Data<'d>) -> Self {
        let program = ready.program;
        Self {
            ready,
            data,
            indexes: program.indexes.iter().map(|_| OnceLock::new()).collect(),
            shared: program.shared.iter().map(|_| SharedValue::default()).collect(),
            counts: CountsOf::Made(program.groups.iter().map(|_| OnceLock::new()).collect()),
            swift: None,
        }
    }

    /// An evaluator over a data set that has of its records what rules read, but for what was counted.
    pub(crate) fn with_counts(ready: &'d Ready<'d>, data: Data<'d>, counts: &'d [Counts], swift: &'d Swift) -> Self {
        Self { counts: CountsOf::Given(counts), swift: Some(swift), ..Self::new(ready, data) }
    }

    /// An evaluator for what can be told of each record by itself.
    pub(crate) fn of_records(ready: &'d Ready<'d>, data: Data<'d>, swift: Option<&'d Swift>) -> Self {
        let (indexes, shared, counts) = (Vec::new(), Vec::new(), CountsOf::Made(Vec::new()));
        Self { ready, data, indexes, shared, counts, swift }
    }

    /// A rule in its swift form.
    pub(crate) fn swift(&self, rule: usize) -> Option<&'d SwiftRule> {
        self.swift?.rules.get(rule)?.as_ref()
    }

    pub(crate) fn program(&self) -> &'d Program {
        self.ready.program
    }

    /// The count of a group for a key; nothing where it cannot be told.
    pub(crate) fn count_for(&self, group: usize, key: &[Key<'_>], frame: &mut Frame<'d>) -> Option<u64> {
        match &self.counts {
            CountsOf::Given(all) => all.get(group)?.get(key),
            CountsOf::Made(_) => self.make_counts(group, frame)?.get(key),
        }
    }

    /// The same for a key of texts, of counts that were given.
    pub(crate) fn count_for_texts(&self, group: usize, key: &TextKey<'_>) -> Option<u64> {
        match &self.counts {
            CountsOf::Given(all) => all.get(group)?.of_texts(key),
            CountsOf::Made(_) => None,
        }
    }

    /// Fetches from memory what is then looked up of counts that were given, by the hashes of keys of texts.
    pub(crate) fn fetch_counts(&self, group: usize, hashes: &[Hashed]) {
        if let CountsOf::Given(all) = &self.counts
            && let Some(counts) = all.get(group)
        {
            counts.fetch(hashes);
        }
    }

    /// Makes the counts of a group, where they are not given.
    pub(crate) fn make_counts(&self, group: usize, frame: &mut Frame<'d>) -> Option<&Counts> {
        let CountsOf::Made(all) = &self.counts else { return None };
        let asked = self.ready.program.groups.get(group)?;
        Some(all.get(group)?.get_or_init(|| self.count_all(asked, frame)))
    }

    /// The counts of a group that were made.
    pub(crate) fn made_counts(&self, group: usize) -> Option<&Counts> {
        match &self.counts {
            CountsOf::Given(_) => None,
            CountsOf::Made(all) => all.get(group)?.get(),
        }
    }

    pub(crate) fn counts_are_given(&self) -> bool {
        matches!(self.counts, CountsOf::Given(_))
    }

    /// Whether the lists that are worked out once for all checks have more items than they may, so that no rule can be
    /// run.
    pub(crate) fn is_full(&self) -> bool {
        self.ready.held.load(Ordering::Relaxed) > LONGEST_LIST
    }

    /// Begins to count steps anew. Tells how many there were.
    pub(crate) fn steps(&self) -> u64 {
        self.ready.counted()
    }

    /// Whether there were more steps than there may be.
    pub(crate) fn is_too_many(&self, steps: u64) -> bool {
        steps > self.ready.most_steps
    }

    /// Whether a condition holds: of two parts one of which cannot be told, the other may still decide.
    pub(crate) fn truth(&self, expr: &'d Expr, frame: &mut Frame<'d>) -> Told<'d> {
        if let Some(truth) = self.seen(expr, frame) {
            return Ok(truth);
        }
        match &expr.kind {
            ExprKind::And(all) => self.until(all, false, frame),
            ExprKind::Or(all) => self.until(all, true, frame),
            ExprKind::Not(inner) => self.truth(inner, frame).map(|truth| !truth),
            ExprKind::Implies(left, right) => match self.truth(left, frame) {
                Ok(false) => Ok(true),
                Ok(true) => self.truth(right, frame),
                Err(unknown) => match self.truth(right, frame) {
                    Ok(true) => Ok(true),
                    _ => Err(unknown),
                },
            },
            ExprKind::Compare { op, left, right } => {
                let one = self.needed(left, frame)?;
                let two = self.needed(right, frame)?;
                let mut work = Work::default();
                let told = compare(&one, *op, &two, self.data, &mut work);
                frame.spend(work.steps(), self);
                told.map_err(|why| Unknown { expr, why })
            }
            ExprKind::In { item, list } => self.is_in(expr, item, list, frame),
            ExprKind::IsPresent(value) => self.is_present(value, frame),
            ExprKind::IsEmpty(value) => {
                let value = self.needed(value, frame)?;
                match &value {
                    Value::Text(text) => Ok(text.is_empty()),
                    list if list.is_list() => Ok(list.each(&mut |_| Err(())).is_ok()),
                    _ => Err(Unknown { expr, why: Why::Kind("a list or a text") }),
                }
            }
            ExprKind::Matches { text, pattern } => {
                let text = self.text(text, frame)?;
                let regex = self.ready.pattern(pattern).ok_or(Unknown { expr, why: Why::Kind("a pattern") })?;
                Ok(regex.is_match(&text))
            }
            ExprKind::TextTest { test, text, part } => {
                use accordance_rules::core::TextTest;
                let text = self.text(text, frame)?;
                let part = self.text(part, frame)?;
                Ok(match test {
                    TextTest::StartsWith => text.starts_with(&*part),
                    TextTest::EndsWith => text.ends_with(&*part),
                    TextTest::Contains => text.contains(&*part),
                })
            }
            ExprKind::Quantifier { quantifier, over, condition } => {
                self.quantifier(*quantifier, over, condition, frame)
            }
            _ => {
                let value = self.needed(expr, frame)?;
                value.as_bool().ok_or(Unknown { expr, why: Why::Kind("true or false") })
            }
        }
    }

    /// Whether any of several conditions is as `decisive` says; that of all is the other truth value.
    fn until(&self, all: &'d [Expr], decisive: bool, frame: &mut Frame<'d>) -> Told<'d> {
        let mut untold = None;
        for each in all {
            match self.truth(each, frame) {
                Ok(truth) if truth == decisive => return Ok(decisive),
                Ok(_) => {}
                Err(unknown) => untold = untold.or(Some(unknown)),
            }
        }
        untold.map_or(Ok(!decisive), Err)
    }

    /// A value that must be there.
    pub(crate) fn needed(&self, expr: &'d Expr, frame: &mut Frame<'d>) -> Result<Value<'d>, Unknown<'d>> {
        self.value(expr, frame).map_err(Absent::needed)
    }

    pub(crate) fn text(&self, expr: &'d Expr, frame: &mut Frame<'d>) -> Result<std::borrow::Cow<'d, str>, Unknown<'d>> {
        match self.needed(expr, frame)? {
            Value::Text(text) => {
                let mut work = Work::default();
                work.text(&text);
                frame.spend(work.steps(), self);
                Ok(text)
            }
            Value::Record(place) => match self.data.id_of(place) {
                Some(Value::Text(text)) => Ok(text),
                _ => Err(Unknown { expr, why: Why::Kind("a text") }),
            },
            _ => Err(Unknown { expr, why: Why::Kind("a text") }),
        }
    }

    pub(crate) fn value(&self, expr: &'d Expr, frame: &mut Frame<'d>) -> Given<'d> {
        match &expr.kind {
            ExprKind::Constant(value) => Ok(constant(value)),
            ExprKind::List(items) => {
                let mut values = Vec::with_capacity(items.len());
                for item in items {
                    values.push(self.needed(item, frame).map_err(Absent::Unknown)?);
                }
                frame.hold(values.len(), expr).map_err(Absent::Unknown)?;
                Ok(Value::list(values))
            }
            ExprKind::Slot(slot) => match frame.get(*slot) {
                Some(Ok(value)) => {
                    let value = value.clone();
                    frame.spend(copied(&value), self);
                    Ok(value)
                }
                Some(Err(Absent::Missing(_))) => Err(Absent::Missing(expr)),
                Some(Err(unknown)) => Err(unknown.clone()),
                None => Err(Absent::unknown(expr, Why::NotGiven)),
            },
            ExprKind::Parameter(number) => {
                self.ready.parameters.get(*number).cloned().ok_or_else(|| Absent::unknown(expr, Why::NotGiven))
            }
            ExprKind::AsOf => Ok(Value::Date(self.ready.as_of)),
            ExprKind::Collection(collection) => {
                let length = self.data.len(*collection);
                frame.spend(length as u64, self);
                frame.hold(length, expr).map_err(Absent::Unknown)?;
                Ok(Value::list(self.data.records(*collection).map(Value::Record).collect()))
            }
            ExprKind::Field { .. } => {
                let place = self.place(expr, frame)?;
                Value::read(place, &expr.ty).ok_or_else(|| Absent::unknown(expr, Why::Kind(kind(&expr.ty))))
            }
            ExprKind::Follow { .. } => self.place(expr, frame).map(Value::Record),
            ExprKind::EachField { records, name } => self.each_field(expr, records, name, frame),
            ExprKind::EachFollow { references, collection } => self.each_follow(expr, references, *collection, frame),
            ExprKind::Arithmetic { op, left, right } => {
                let one = self.needed(left, frame).map_err(Absent::Unknown)?;
                let two = self.needed(right, frame).map_err(Absent::Unknown)?;
                arithmetic::arithmetic(&one, *op, &two).map_err(|why| Absent::unknown(expr, why))
            }
            ExprKind::Negate(inner) => {
                let value = self.needed(inner, frame).map_err(Absent::Unknown)?;
                arithmetic::negate(&value).map_err(|why| Absent::unknown(expr, why))
            }
            ExprKind::AggregateList { aggregate, list } => self.aggregate_list(expr, *aggregate, list, frame),
            ExprKind::AggregateEach { aggregate, value, over, condition } => {
                self.aggregate_each(expr, *aggregate, value.as_deref(), over, condition.as_deref(), frame)
            }
            ExprKind::Chain { record, field, collection } => self.chain(expr, record, field, *collection, frame),
            ExprKind::Call { function, arguments, pattern } => {
                let mut values = Vec::with_capacity(arguments.len());
                for argument in arguments {
                    values.push(self.needed(argument, frame).map_err(Absent::Unknown)?);
                }
                let pattern = pattern.as_ref().and_then(|pattern| self.ready.pattern(pattern));
                let mut work = Work::default();
                let given = functions::call(*function, &values, pattern, self.data, &mut work);
                frame.spend(work.steps(), self);
                let value = given.map_err(|why| Absent::unknown(expr, why))?;
                frame.hold(weight(&value), expr).map_err(Absent::Unknown)?;
                Ok(value)
            }
            ExprKind::If { condition, then, otherwise } => {
                if self.truth(condition, frame).map_err(Absent::Unknown)? {
                    self.value(then, frame)
                } else {
                    self.value(otherwise, frame)
                }
            }
            ExprKind::Otherwise { value, fallback } => match self.value(value, frame) {
                Err(Absent::Missing(_)) => self.value(fallback, frame),
                given => given,
            },
            ExprKind::With { slot, value, body } => {
                let given = self.value(value, frame);
                frame.give(*slot, Some(given));
                self.value(body, frame)
            }
            ExprKind::Shared(number) => self.shared(expr, *number, frame),
            ExprKind::Counted { group, key, asked, plain } => self.counted(expr, (*group, key, *asked, plain), frame),
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
            | ExprKind::Quantifier { .. } => self.truth(expr, frame).map(Value::Boolean).map_err(Absent::Unknown),
        }
    }

    /// A value of the data as it stands there.
    pub(crate) fn place(&self, expr: &'d Expr, frame: &mut Frame<'d>) -> Result<Place<'d>, Absent<'d>> {
        match &expr.kind {
            ExprKind::Slot(slot) => match frame.get(*slot) {
                Some(Ok(Value::Record(place) | Value::Items(place, _))) => Ok(*place),
                Some(Ok(_)) => Err(Absent::unknown(expr, Why::Kind("a record"))),
                Some(Err(Absent::Missing(_))) => Err(Absent::Missing(expr)),
                Some(Err(unknown)) => Err(unknown.clone()),
                None => Err(Absent::unknown(expr, Why::NotGiven)),
            },
            ExprKind::Field { record, name } => {
                let place = self.place(record, frame)?;
                if place.node.kind() != ValueKind::Object {
                    return Err(Absent::unknown(record, Why::Kind("a record")));
                }
                match place.node.get(name).filter(|node| !node.is_null()) {
                    Some(node) => Ok(Place { node, ..place }),
                    None => Err(Absent::Missing(expr)),
                }
            }
            ExprKind::Follow { reference, collection } => match self.value(reference, frame)? {
                Value::Text(id) => self.follow(reference, *collection, &id),
                Value::Record(place) => Ok(place),
                _ => Err(Absent::unknown(reference, Why::Kind("a reference"))),
            },
            _ => match self.value(expr, frame)? {
                Value::Record(place) => Ok(place),
                _ => Err(Absent::unknown(expr, Why::Kind("a record"))),
            },
        }
    }

    pub(crate) fn follow(&self, expr: &'d Expr, collection: CollectionId, id: &str) -> Result<Place<'d>, Absent<'d>> {
        self.data.look_up(collection, id).ok_or_else(|| Absent::unknown(expr, Why::Lost(id.into())))
    }

    fn is_present(&self, value: &'d Expr, frame: &mut Frame<'d>) -> Told<'d> {
        let there = match &value.kind {
            ExprKind::Field { .. } | ExprKind::Follow { .. } => self.place(value, frame).map(drop),
            _ => self.value(value, frame).map(drop),
        };
        match there {
            Ok(()) => Ok(true),
            Err(Absent::Missing(_)) => Ok(false),
            Err(Absent::Unknown(unknown)) => Err(unknown),
        }
    }

    fn is_in(&self, expr: &'d Expr, item: &'d Expr, list: &'d Expr, frame: &mut Frame<'d>) -> Told<'d> {
        let item = self.needed(item, frame)?;
        if let ExprKind::Shared(number) = list.kind
            && let Some(set) = self.set(list, number, frame)
            && let Some(key) = Key::of(&item)
            && let Some(found) = set.has(&key)
        {
            return Ok(found);
        }
        if let ExprKind::Constant(Constant::List(items)) = &list.kind
            && let Value::Text(item) = &item
            && items.iter().all(|each| matches!(each, Constant::Text(_)))
        {
            return Ok(items.iter().any(|each| matches!(each, Constant::Text(text) if **text == **item)));
        }
        let list = self.needed(list, frame)?;
        if !list.is_list() {
            return Err(Unknown { expr, why: Why::Kind("a list") });
        }
        let mut untold = None;
        let found = list.each(&mut |each| {
            if !frame.step(self) {
                return Err(());
            }
            let mut work = Work::default();
            let told = each.map_or(Err(Why::Kind("a value of the kind that its schema says")), |each| {
                equal(&item, &each, self.data, &mut work)
            });
            frame.spend(work.steps(), self);
            match told {
                Ok(true) => return Err(()),
                Ok(false) => {}
                Err(why) => untold = untold.take().or(Some(why)),
            }
            Ok(())
        });
        match (found, untold) {
            _ if frame.stopped => Err(Unknown { expr, why: Why::Stopped }),
            (Err(()), _) => Ok(true),
            (Ok(()), Some(why)) => Err(Unknown { expr, why }),
            (Ok(()), None) => Ok(false),
        }
    }

    /// An index, if it was built.
    pub(crate) fn built(&self, number: usize) -> Option<&Index<'d>> {
        self.indexes.get(number)?.get()
    }

    /// Builds an index on several threads, before any of them needs it.
    pub(crate) fn build(&self, number: usize, frame: &mut Frame<'d>) {
        if let (Some(asked), Some(room)) = (self.ready.program.indexes.get(number), self.indexes.get(number))
            && room.get().is_none()
        {
            // It is not built within the room: what a thread does while it waits might need it.
            let _ = room.set(Index::build_on_threads(asked, self, frame));
        }
    }

    pub(crate) fn index(&self, number: usize, frame: &mut Frame<'d>) -> Option<&Index<'d>> {
        let asked = self.ready.program.indexes.get(number)?;
        Some(self.indexes.get(number)?.get_or_init(|| Index::build(asked, self, frame)))
    }
}

pub(crate) fn constant<'d>(value: &Constant) -> Value<'d> {
    match value {
        Constant::Boolean(truth) => Value::Boolean(*truth),
        Constant::Whole(number) => Value::Whole(*number),
        Constant::Number(number) => Value::Number(*number),
        Constant::Text(text) => Value::Text(text.to_string().into()),
        // INVARIANT: the parser takes only days and moments that exist; what the calendar cannot hold ends with it.
        Constant::Date(date) => Value::Date(calendar::date(*date).unwrap_or(civil::Date::MAX)),
        Constant::DateTime(moment) => Value::Moment(calendar::moment(*moment).unwrap_or(calendar::Moment::LAST)),
        Constant::Duration(length) => {
            Value::Length(calendar::length(*length).unwrap_or(calendar::Length::Days { count: i64::MAX, from: None }))
        }
        Constant::List(items) => Value::list(items.iter().map(constant).collect()),
    }
}

/// What a value of a type is called.
pub(crate) fn kind(ty: &Type) -> &'static str {
    match ty {
        Type::Anything | Type::Nothing => "a value",
        Type::Boolean => "true or false",
        Type::Whole => "a whole number",
        Type::Number => "a number",
        Type::Text => "a text",
        Type::OneOf(_) => "one of the words that its schema lists",
        Type::Date => "a date",
        Type::DateTime => "a date with a time",
        Type::Duration => "a length of time",
        Type::Id(_) => "an id",
        Type::Reference(_) => "a reference",
        Type::List(_) => "a list",
        Type::Record(_) => "a record",
    }
}
