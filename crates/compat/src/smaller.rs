//! An instance made as small as it can be while it still shows what it is there to show.

use serde_json::{Value, json};

/// How many smaller instances are tried.
const MOST_TRIED: usize = 2_000;

/// Takes away from an instance what can be taken away while `shows` holds.
pub(crate) fn smallest(mut instance: Value, shows: &dyn Fn(&Value) -> bool) -> Value {
    let mut left = MOST_TRIED;
    'smaller: loop {
        for candidate in candidates(&instance) {
            if left == 0 {
                return instance;
            }
            left -= 1;
            if shows(&candidate) {
                instance = candidate;
                continue 'smaller;
            }
        }
        return instance;
    }
}

/// Instances that are a step smaller, the largest steps first.
fn candidates(instance: &Value) -> Vec<Value> {
    match instance {
        Value::Object(members) => {
            let fewer = members.keys().map(|name| {
                let mut fewer = members.clone();
                fewer.shift_remove(name);
                Value::Object(fewer)
            });
            let within = members.iter().flat_map(|(name, value)| {
                candidates(value).into_iter().map(|smaller| {
                    let mut members = members.clone();
                    members.insert(name.clone(), smaller);
                    Value::Object(members)
                })
            });
            fewer.chain(within).collect()
        }
        Value::Array(items) => {
            let halves = [&items[..items.len() / 2], &items[items.len() / 2..]];
            let halves = halves.into_iter().filter(|half| half.len() > 1 && half.len() < items.len());
            let fewer = (0..items.len()).rev().take(16).map(|at| {
                let mut fewer = items.clone();
                fewer.remove(at);
                Value::Array(fewer)
            });
            let within = items.iter().take(16).enumerate().flat_map(|(at, item)| {
                candidates(item).into_iter().map(move |smaller| {
                    let mut items = items.clone();
                    items[at] = smaller;
                    Value::Array(items)
                })
            });
            halves.map(|half| json!(half)).chain(fewer).chain(within).collect()
        }
        Value::String(text) => shorter(text).into_iter().map(Value::from).collect(),
        Value::Number(number) => match number.as_i64() {
            Some(number) => [0, 1, number / 2, number - number.signum()]
                .into_iter()
                .filter(|less| less.unsigned_abs() < number.unsigned_abs())
                .map(Value::from)
                .collect(),
            None => Vec::new(),
        },
        Value::Null | Value::Bool(_) => Vec::new(),
    }
}

fn shorter(text: &str) -> Vec<String> {
    let length = text.chars().count();
    let mut texts = Vec::new();
    for keep in [0, 1, length / 2, length - length / 8, length.saturating_sub(1)] {
        if keep < length {
            texts.push(text.chars().take(keep).collect());
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::smallest;

    #[test]
    fn what_is_not_needed_to_show_it_is_taken_away() {
        let instance = json!({"a": [1, {"b": "long text", "c": 900}], "d": null});
        let shown =
            smallest(instance, &|value| value.pointer("/a/1/c").and_then(Value::as_i64).is_some_and(|c| c > 30));
        assert_eq!(shown, json!({"a": [0, {"c": 31}]}));
    }
}
