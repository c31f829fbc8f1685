//! Values that are worked out once for all places of a rule.

use std::{
    borrow::Cow,
    sync::{Arc, OnceLock, atomic::Ordering},
};

use accordance_rules::core::Expr;

use super::{
    absent::{Absent, Why},
    evaluate::{Evaluator, Given, LONGEST_LIST},
    frame::Frame,
    key::{Key, Keys},
    value::Value,
    work::Work,
};

/// The value of a shared expression.
#[derive(Default)]
pub(super) struct SharedValue<'d> {
    value: OnceLock<Given<'d>>,
    /// Its items as keys, if it is a list that has a key for each.
    set: OnceLock<Option<Keys<'d>>>,
    /// Its items, if it is a list of the data.
    items: OnceLock<Option<Arc<[Value<'d>]>>>,
}

impl<'d> Evaluator<'d> {
    pub(super) fn shared(&self, expr: &'d Expr, number: usize, frame: &mut Frame<'d>) -> Given<'d> {
        let (Some(shared), Some(asked)) = (self.shared.get(number), self.ready.program.shared.get(number)) else {
            return Err(Absent::unknown(expr, Why::NotGiven));
        };
        let given = shared.value.get_or_init(|| {
            let mut own = Frame::default();
            let mut given = self.value(&asked.value, &mut own);
            own.count(self);
            if let Ok(value) = &given {
                let held = weight(value);
                if self.ready.held.fetch_add(held, Ordering::Relaxed) + held > LONGEST_LIST {
                    own.stopped = true;
                    given = Err(Absent::unknown(expr, Why::Stopped));
                }
            }
            frame.stopped = frame.stopped || own.stopped;
            given
        });
        if let Ok(value) = given {
            frame.spend(copied(value), self);
        }
        given.clone()
    }

    pub(super) fn set(&self, list: &'d Expr, number: usize, frame: &mut Frame<'d>) -> Option<&Keys<'d>> {
        let given = self.shared(list, number, frame).ok()?;
        let set = self.shared.get(number)?.set.get_or_init(|| {
            let mut keys = Keys::default();
            let done = given.each(&mut |item| {
                let key = item.as_ref().and_then(Key::of).ok_or(())?;
                keys.add(key).map(drop).ok_or(())
            });
            done.ok().filter(|()| given.is_list()).map(|()| keys)
        });
        set.as_ref()
    }

    /// The items of a shared list.
    pub(crate) fn shared_items(&self, number: usize) -> Option<&[Value<'d>]> {
        // It is asked for each item: what is known is not looked up anew.
        if let Some(items) = self.shared.get(number)?.items.get() {
            return items.as_deref();
        }
        let asked = self.ready.program.shared.get(number)?;
        let given = self.shared(&asked.value, number, &mut Frame::default());
        let items = self.shared.get(number)?.items.get_or_init(|| match given {
            Ok(Value::List(items)) => Some(items),
            Ok(list) if list.is_list() => {
                let mut items = Vec::new();
                list.each(&mut |item| {
                    items.push(item.ok_or(())?);
                    Ok::<(), ()>(())
                })
                .ok()?;
                Some(items.into())
            }
            _ => None,
        });
        items.as_deref()
    }
}

/// How many items a value that was worked out holds: a text of its own counts by its length.
pub(crate) fn weight(value: &Value<'_>) -> usize {
    match value {
        Value::Text(Cow::Owned(text)) => text.len() / size_of::<Value<'_>>(),
        Value::List(items) => items.len(),
        _ => 0,
    }
}

/// The steps that it takes to copy a value.
pub(super) fn copied(value: &Value<'_>) -> u64 {
    let Value::Text(text @ Cow::Owned(_)) = value else { return 0 };
    let mut work = Work::default();
    work.text(text);
    work.steps()
}
