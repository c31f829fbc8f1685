//! Records as tables hold them.

use serde_json::{Map, Value};

use crate::storage::Stored;

/// What a column holds of a value: the fields that rules read, numbers and ids in the form of their types. What is null, or not
/// what its type says, is null.
pub(crate) fn projected(value: &Value, stored: &Stored) -> Value {
    match (stored, value) {
        (_, Value::Null) => Value::Null,
        (Stored::Opaque, _) => "".into(),
        (Stored::Bool, Value::Bool(_)) => value.clone(),
        (Stored::Whole | Stored::Small, Value::Number(number)) => whole(number).map_or(Value::Null, Value::from),
        (Stored::Number, Value::Number(number)) => number.as_f64().map_or(Value::Null, Value::from),
        (Stored::Text, Value::Number(number)) => number.to_string().into(),
        (Stored::Text | Stored::Date | Stored::Moment, Value::String(_)) => value.clone(),
        (Stored::List(item), Value::Array(items)) => items.iter().map(|each| projected(each, item)).collect(),
        (Stored::Record(fields), Value::Object(members)) => {
            let kept = fields.iter().filter_map(|(name, stored)| {
                let value = projected(members.get(&**name)?, stored);
                (!value.is_null()).then(|| (name.to_string(), value))
            });
            Value::Object(kept.collect::<Map<_, _>>())
        }
        _ => Value::Null,
    }
}

/// The whole number of 64 bits that a number is.
fn whole(number: &serde_json::Number) -> Option<i64> {
    number.as_i64().or_else(|| {
        let double = number.as_f64()?;
        #[expect(clippy::cast_possible_truncation, reason = "whole and within the limits")]
        (double.fract() == 0.0 && (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&double))
            .then_some(double as i64)
    })
}
