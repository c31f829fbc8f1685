//! A record with one change.

use serde_json::Value;

/// The record with a value at a place whose parent is there. A property that is not there is added; a list grows by an
/// item at its end.
pub(super) fn with(record: &Value, pointer: &str, value: Value) -> Value {
    let mut record = record.clone();
    match parent(&mut record, pointer) {
        None => return value,
        Some((Value::Object(members), name)) => drop(members.insert(name, value)),
        Some((Value::Array(items), name)) => match name.parse::<usize>().ok().and_then(|at| items.get_mut(at)) {
            Some(item) => *item = value,
            None => items.push(value),
        },
        Some(_) => {}
    }
    record
}

/// The record without the property at a place.
pub(super) fn without(record: &Value, pointer: &str) -> Value {
    let mut record = record.clone();
    if let Some((Value::Object(members), name)) = parent(&mut record, pointer) {
        members.shift_remove(&name);
    }
    record
}

/// The place of a property or an item of the value at a place.
pub(super) fn below(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// What holds the value at a place, and its name there; none for the record itself.
fn parent<'v>(record: &'v mut Value, pointer: &str) -> Option<(&'v mut Value, String)> {
    let (parent, name) = pointer.rsplit_once('/')?;
    Some((record.pointer_mut(parent)?, name.replace("~1", "/").replace("~0", "~")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{below, with, without};

    #[test]
    fn a_change_is_made_at_its_place_only() {
        let record = json!({"a": [{"b/c": 1}], "d": 2});
        assert_eq!(with(&record, "/a/0/b~1c", 3.into()), json!({"a": [{"b/c": 3}], "d": 2}));
        assert_eq!(with(&record, "/a/1", 3.into()), json!({"a": [{"b/c": 1}, 3], "d": 2}));
        assert_eq!(with(&record, "", 3.into()), json!(3));
        assert_eq!(without(&record, "/a/0/b~1c"), json!({"a": [{}], "d": 2}));
        assert_eq!(below("/a/0", "b/c"), "/a/0/b~1c");
    }
}
