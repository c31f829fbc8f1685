//! Records as tables hold them.

use serde_json::{Map, Value};

use crate::storage::Stored;

/// A number that the native engine reads, and a column does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the number at {pointer:?} is beyond 64 bits, which no column holds")]
pub struct NotHeld {
    /// The JSON Pointer of the number in its record.
    pub pointer: String,
}

/// What a column holds of a value: the fields that rules read, numbers and ids in the form of their types. What is
/// null, or not what its type says, is null.
pub(crate) fn projected(value: &Value, stored: &Stored) -> Result<Value, NotHeld> {
    Ok(match (stored, value) {
        (_, Value::Null) => Value::Null,
        (Stored::Opaque, _) => "".into(),
        (Stored::Bool, Value::Bool(_)) => value.clone(),
        (Stored::Whole | Stored::Small, Value::Number(number)) => {
            whole(number).map(Value::from).ok_or(NotHeld { pointer: String::new() })?
        }
        (Stored::Number | Stored::Mixed, Value::Number(number)) => number.as_f64().map_or(Value::Null, Value::from),
        (Stored::Text, Value::Number(number)) => number.to_string().into(),
        (Stored::Text | Stored::Date | Stored::Moment, Value::String(_)) => value.clone(),
        (Stored::List(item), Value::Array(items)) => {
            let items = items.iter().enumerate();
            items
                .map(|(at, each)| projected(each, item).map_err(|below| below.at(&at.to_string())))
                .collect::<Result<_, _>>()?
        }
        (Stored::Record(fields), Value::Object(members)) => {
            let mut kept = Map::new();
            for (name, stored) in fields.iter() {
                let Some(member) = members.get(&**name) else { continue };
                let value = projected(member, stored).map_err(|below| below.at(name))?;
                if !value.is_null() {
                    kept.insert(name.to_string(), value);
                }
            }
            Value::Object(kept)
        }
        _ => Value::Null,
    })
}

impl NotHeld {
    fn at(self, step: &str) -> Self {
        let step = step.replace('~', "~0").replace('/', "~1");
        Self { pointer: format!("/{step}{}", self.pointer) }
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
