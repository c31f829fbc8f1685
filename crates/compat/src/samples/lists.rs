//! Lists.

use jsonschema::canonical::{ArrayView, Distinctness};
use serde_json::{Number, Value, json};

use super::{FEW, Sampler, anything};

/// Longer lists are not made.
const LONGEST: usize = 2_000;

impl Sampler {
    pub(super) fn lists(&mut self, view: &ArrayView, depth: usize) -> Vec<Value> {
        let items = match &view.items {
            Some(items) => self.of(items, depth),
            None => anything(),
        };
        let first: Vec<Vec<Value>> = view.prefix_items.iter().map(|item| self.of(item, depth)).collect();
        let contained: Vec<Vec<Value>> =
            view.contains.iter().map(|contains| self.of(&contains.schema, depth)).collect();
        let bound = |bound: &Option<Number>| bound.as_ref().and_then(length);
        let least = bound(&view.min_items).unwrap_or(0);
        let most = bound(&view.max_items);

        let filled = |given: Vec<Value>, length: usize| filled(given, length, &first, &items);
        let mut lists = Vec::new();
        lists.extend(filled(Vec::new(), least));
        for value in contained.iter().flatten().take(FEW) {
            lists.extend(filled(vec![value.clone()], least));
        }
        if view.distinctness == Distinctness::SomeRepeated {
            for item in items.iter().take(FEW) {
                lists.extend(filled(vec![item.clone(), item.clone()], least));
            }
        }
        let alone = first.first().filter(|first| !first.is_empty()).unwrap_or(&items);
        for item in alone.iter().take(super::MOST / 2) {
            lists.extend(filled(vec![item.clone()], least));
        }
        for (at, others) in first.iter().enumerate().skip(1) {
            let before: Option<Vec<Value>> = first[..at].iter().map(|values| values.first().cloned()).collect();
            for other in others.iter().take(FEW) {
                let given = before.iter().flatten().cloned().chain([other.clone()]).collect();
                lists.extend(filled(given, least));
            }
        }
        for length in [Some(least + 1), most, most.and_then(|most| most.checked_sub(1))].into_iter().flatten() {
            lists.extend(filled(Vec::new(), length));
        }
        for item in items.iter().take(2) {
            lists.push(json!([item, item]));
        }
        lists
    }
}

/// A list that begins with the items given, and is filled up to a length with items that differ, as far as there are
/// some.
fn filled(mut list: Vec<Value>, length: usize, first: &[Vec<Value>], items: &[Value]) -> Option<Value> {
    while list.len() < length {
        let choice = first.get(list.len()).map_or(items, Vec::as_slice);
        let next = choice.iter().find(|item| !list.contains(item)).cloned();
        let next = next.or_else(|| longer(choice.first()?, list.len()));
        list.push(next.or_else(|| choice.first().cloned())?);
    }
    Some(Value::Array(list))
}

/// Another value of the same make.
fn longer(value: &Value, by: usize) -> Option<Value> {
    match value {
        Value::String(text) => Some(format!("{text}{by}").into()),
        Value::Number(number) => Some((number.as_i64()? + i64::try_from(by).ok()?).into()),
        _ => None,
    }
}

/// Lists of a length and its neighbours.
pub(super) fn around(bound: &Number) -> Vec<Value> {
    let Some(bound) = length(bound) else {
        return Vec::new();
    };
    let lengths = [bound.saturating_sub(1), bound, bound + 1];
    lengths.into_iter().flat_map(|length| [(0..length).collect::<Value>(), vec![0; length].into()]).collect()
}

fn length(bound: &Number) -> Option<usize> {
    usize::try_from(bound.as_u64()?).ok().filter(|length| *length <= LONGEST)
}
