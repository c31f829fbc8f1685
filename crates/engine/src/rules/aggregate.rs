//! Aggregates: what is made of all items of a list together.

use std::cmp::Ordering;

use accordance_rules::core::{Aggregate, ArithmeticOp, Expr, ExprKind, Loop, Slot};

use super::{
    absent::{Absent, Unknown, Why},
    arithmetic::{arithmetic, finite, number},
    compare::{equal, order},
    evaluate::{Evaluator, Given},
    frame::Frame,
    functions::any,
    key::{Key, Keys},
    lists::{Sought, Stop},
    shared::weight,
    value::Value,
    work::Work,
};

/// What an aggregate takes of each combination.
struct Asked<'d> {
    expr: &'d Expr,
    value: Option<&'d Expr>,
    condition: Option<&'d Expr>,
}

/// What an aggregate has so far.
enum Gathered<'d> {
    Count(usize),
    Sum(Value<'d>),
    Average { sum: f64, count: usize },
    Extreme { best: Option<Value<'d>>, wanted: Ordering },
    Items { items: Vec<Value<'d>>, keys: Option<Keys<'d>> },
}

impl<'d> Evaluator<'d> {
    pub(crate) fn aggregate_list(
        &self,
        expr: &'d Expr,
        aggregate: Aggregate,
        list: &'d Expr,
        frame: &mut Frame<'d>,
    ) -> Given<'d> {
        if aggregate == Aggregate::Count
            && let ExprKind::Collection(collection) = list.kind
        {
            return Ok(count(self.data.len(collection)));
        }
        let mut gathered = Gathered::new(aggregate);
        let done = self.every_item(list, frame, &mut |(item, _), frame| {
            if !frame.step(self) {
                return Err(Stop::Unknown(Unknown { expr, why: Why::Stopped }));
            }
            gathered.add(item, expr, self, frame)
        });
        gathered.given(expr, done)
    }

    pub(crate) fn aggregate_each(
        &self,
        expr: &'d Expr,
        aggregate: Aggregate,
        value: Option<&'d Expr>,
        over: &'d [Loop],
        condition: Option<&'d Expr>,
        frame: &mut Frame<'d>,
    ) -> Given<'d> {
        let mut gathered = Gathered::new(aggregate);
        let asked = Asked { expr, value, condition };
        let done = self.combinations(over, &asked, &mut gathered, frame);
        gathered.given(expr, done)
    }

    fn combinations(
        &self,
        over: &'d [Loop],
        asked: &Asked<'d>,
        gathered: &mut Gathered<'d>,
        frame: &mut Frame<'d>,
    ) -> Result<(), Stop<'d>> {
        let Some((first, rest)) = over.split_first() else {
            let held = frame.held;
            if let Some(condition) = asked.condition
                && !self.truth(condition, frame).map_err(Stop::Unknown)?
            {
                frame.held = held;
                return Ok(());
            }
            let item = match asked.value {
                Some(value) => self.needed(value, frame).map_err(Stop::Unknown)?,
                None => Value::Boolean(true),
            };
            frame.held = held;
            return gathered.add(item, asked.expr, self, frame);
        };
        let (mut is_first, mut is_left_out) = (true, false);
        let done = self.each_sought(first, frame, &mut |(item, _), sought, frame| {
            if sought == Sought::ForNothing && std::mem::take(&mut is_first) {
                let is_bound = |slot: Slot| over.iter().any(|each| each.slot == slot);
                is_left_out = asked.condition.is_some_and(|asked| self.is_false_before(asked, &is_bound, frame));
                if is_left_out {
                    return Err(Stop::Decided);
                }
            }
            frame.set(first.slot, Some(item));
            self.combinations(rest, asked, gathered, frame)
        });
        if is_left_out { Ok(()) } else { done }
    }
}

impl<'d> Gathered<'d> {
    fn new(aggregate: Aggregate) -> Self {
        match aggregate {
            Aggregate::Count => Self::Count(0),
            Aggregate::Sum => Self::Sum(Value::Whole(0)),
            Aggregate::Average => Self::Average { sum: 0.0, count: 0 },
            Aggregate::Min => Self::Extreme { best: None, wanted: Ordering::Less },
            Aggregate::Max => Self::Extreme { best: None, wanted: Ordering::Greater },
            Aggregate::Distinct => Self::Items { items: Vec::new(), keys: Some(Keys::default()) },
            Aggregate::List => Self::Items { items: Vec::new(), keys: None },
        }
    }

    fn add(
        &mut self,
        item: Value<'d>,
        expr: &'d Expr,
        evaluator: &Evaluator<'d>,
        frame: &mut Frame<'d>,
    ) -> Result<(), Stop<'d>> {
        let stop = |why| Stop::Unknown(Unknown { expr, why });
        match self {
            Self::Count(count) => *count += 1,
            Self::Sum(sum) => {
                *sum = arithmetic(sum, ArithmeticOp::Add, &item).map_err(stop)?;
            }
            Self::Average { sum, count } => {
                *sum += number(&item).map_err(stop)?;
                *count += 1;
            }
            Self::Extreme { best, wanted } => {
                let better = match best {
                    None => true,
                    Some(best) => order(&item, best, evaluator.data).map_err(stop)? == *wanted,
                };
                if better {
                    *best = Some(item);
                }
            }
            Self::Items { items, keys: Some(keys) } => {
                let has_all = keys.len() == items.len();
                let is_new = match Key::of(&item).filter(|_| has_all).and_then(|key| keys.add(key)) {
                    Some(is_new) => is_new,
                    None => {
                        let mut work = Work::default();
                        let is_there = has(items, &item, evaluator, &mut work);
                        frame.spend(work.steps(), evaluator);
                        !is_there.map_err(stop)?
                    }
                };
                if is_new {
                    frame.hold(1 + weight(&item), expr).map_err(Stop::Unknown)?;
                    items.push(item);
                }
            }
            Self::Items { items, keys: None } => {
                frame.hold(1 + weight(&item), expr).map_err(Stop::Unknown)?;
                items.push(item);
            }
        }
        Ok(())
    }

    fn given(self, expr: &'d Expr, done: Result<(), Stop<'d>>) -> Given<'d> {
        if let Err(Stop::Unknown(unknown)) = done {
            return Err(Absent::Unknown(unknown));
        }
        match self {
            Self::Count(number) => Ok(count(number)),
            Self::Sum(sum) => Ok(sum),
            Self::Average { count: 0, .. } | Self::Extreme { best: None, .. } => Err(Absent::unknown(expr, Why::Empty)),
            #[expect(clippy::cast_precision_loss, reason = "an average is a double")]
            Self::Average { sum, count } => finite(sum / count as f64).map_err(|why| Absent::unknown(expr, why)),
            Self::Extreme { best: Some(best), .. } => Ok(best),
            Self::Items { items, .. } => Ok(Value::list(items)),
        }
    }
}

fn count<'d>(number: usize) -> Value<'d> {
    Value::Whole(i64::try_from(number).unwrap_or(i64::MAX))
}

fn has<'d>(items: &[Value<'d>], item: &Value<'d>, evaluator: &Evaluator<'d>, work: &mut Work) -> Result<bool, Why> {
    any(items.iter().map(|known| {
        work.item()?;
        match (known, item) {
            (Value::Record(one), Value::Record(two)) => {
                Ok((one.collection, one.record) == (two.collection, two.record) && one.node.is_same(two.node))
            }
            _ => equal(known, item, evaluator.data, work),
        }
    }))
}
