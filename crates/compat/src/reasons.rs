//! What differs between two schemas, in words.

use serde_json::{Map, Value};

use crate::{
    keyword::{self, Holds},
    likeness::words,
    print::brief,
};

/// The keywords that differ, each in words.
pub(crate) fn of(old: &Value, new: &Value) -> Vec<String> {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) if !old.is_empty() && !new.is_empty() => of_objects(old, new),
        (old, new) => vec![format!("was {}, is {}", whole(old), whole(new))],
    }
}

fn of_objects(old: &Map<String, Value>, new: &Map<String, Value>) -> Vec<String> {
    let mut reasons = Vec::new();
    for (name, holds) in keyword::deciding_of_either(old, new) {
        let (was, is) = (old.get(name), new.get(name));
        if was == is {
            continue;
        }
        match (name, holds, was, is) {
            ("enum", _, Some(was), Some(is)) => {
                let (was, is) = (words(was), words(is));
                reasons.extend(is.difference(&was).map(|word| format!("{} is added", shortened(word))));
                reasons.extend(was.difference(&is).map(|word| format!("{} is removed", shortened(word))));
            }
            ("type", _, Some(was), Some(is)) => reasons.push(format!("type was {}, is {}", types(was), types(is))),
            (_, Holds::Data | Holds::Words, Some(was), Some(is)) => {
                reasons.push(format!("{name} was {}, is {}", brief(was), brief(is)));
            }
            (_, Holds::Data | Holds::Words, None, Some(is)) => reasons.push(format!("{name} {} is added", brief(is))),
            (_, Holds::Data | Holds::Words, Some(was), None) => reasons.push(format!("{name} {} is gone", brief(was))),
            (_, _, None, Some(_)) => reasons.push(format!("{name} is added")),
            (_, _, Some(_), None) => reasons.push(format!("{name} is gone")),
            (_, _, _, _) => reasons.push(format!("{name} differs")),
        }
    }
    reasons
}

/// A schema in a few words.
pub(crate) fn whole(schema: &Value) -> String {
    match schema {
        Value::Bool(false) => "nothing".to_owned(),
        Value::Object(members) if keyword::deciding(members).next().is_some() => match members.get("type") {
            Some(name) => types(name),
            None => "what its schema says".to_owned(),
        },
        _ => "anything".to_owned(),
    }
}

fn types(value: &Value) -> String {
    match value {
        Value::Array(names) => names.iter().map(types).collect::<Vec<_>>().join(" or "),
        Value::String(name) => name.clone(),
        other => brief(other),
    }
}

fn shortened(word: &str) -> String {
    serde_json::from_str::<Value>(word).map_or_else(|_| word.to_owned(), |word| brief(&word))
}
