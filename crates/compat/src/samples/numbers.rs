//! Numbers at the edges of what a schema accepts.

use jsonschema::canonical::{IntegerView, NumberView};
use serde_json::{Number, Value, json};

/// Whole numbers of a range, the edges first.
pub(super) fn whole(view: &IntegerView) -> Vec<Value> {
    let bound = |bound: &Option<Number>| bound.as_ref().and_then(Number::as_i64);
    let (least, most) = (bound(&view.minimum), bound(&view.maximum));
    let step = view.multiple_of.iter().filter_map(Number::as_i64).find(|step| *step > 0).unwrap_or(1);
    // The edges are brought onto the steps.
    let least = least.map(|least| least.saturating_add((step - least.rem_euclid(step)) % step));
    let most = most.map(|most| most.saturating_sub(most.rem_euclid(step)));
    let mut numbers: Vec<i64> = [least, most].into_iter().flatten().collect();
    let inside = [least.map(|least| least.saturating_add(step)), most.map(|most| most.saturating_sub(step))];
    numbers.extend([0, step, -step].into_iter().chain(inside.into_iter().flatten()));
    numbers.extend([step.saturating_add(1), 2, 3, 5, 7]);
    numbers.retain(|number| least.is_none_or(|least| least <= *number) && most.is_none_or(|most| *number <= most));
    let mut values: Vec<Value> = numbers.into_iter().map(Value::from).collect();
    values.extend([&view.minimum, &view.maximum].into_iter().flatten().cloned().map(Value::Number));
    values
}

/// Numbers of an interval.
pub(super) fn of(view: &NumberView) -> Vec<Value> {
    let mut values = Vec::new();
    let bound = |bound: &Option<Number>| bound.as_ref().and_then(Number::as_f64);
    let (least, most) = (bound(&view.minimum), bound(&view.maximum));
    match (least, most) {
        (Some(least), Some(most)) => values.push(json!(least.midpoint(most))),
        (Some(least), None) => values.extend([json!(least + 1.0), json!(least + 0.5)]),
        (None, Some(most)) => values.extend([json!(most - 1.0), json!(most - 0.5)]),
        (None, None) => {}
    }
    values.extend([&view.minimum, &view.maximum].into_iter().flatten().flat_map(around));
    values.extend(view.multiple_of.iter().cloned().map(Value::Number));
    values.extend([json!(0), json!(1), json!(-1), json!(0.5)]);
    values
}

/// A bound and its neighbours.
pub(super) fn around(bound: &Number) -> Vec<Value> {
    let mut values = vec![Value::Number(bound.clone())];
    if let Some(bound) = bound.as_i64() {
        values.extend([bound.saturating_sub(1), bound.saturating_add(1)].map(Value::from));
    }
    if let Some(bound) = bound.as_f64() {
        values.extend([json!(bound - 0.5), json!(bound + 0.5)]);
    }
    values
}
