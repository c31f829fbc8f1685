//! Records with mistakes, for property tests.

mod values;

use proptest::{prelude::*, sample::Index};
use serde_json::{Map, Value};

use crate::schema;

/// JSON values that are records of a kind but for one to three mistakes: a property dropped, added or renamed, another
/// type, `null`, a word from another list, a number that is off by one, a day that does not exist, an item twice, a
/// text that is too long, and the like. Some of the values are valid all the same.
///
/// What reads records can be tested with them against the published schemas: both must accept a value, or neither.
///
/// ```
/// use accordance_canon::mutated;
/// use proptest::{prelude::*, test_runner::TestRunner};
///
/// let example = accordance_canon::schema("goal").expect("goals are a kind")["examples"][0].clone();
/// TestRunner::default().run(&mutated("goal", Just(example)), |value| {
///     let _ = serde_json::from_value::<accordance_goals::Goal>(value);
///     Ok(())
/// })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn mutated(word: &str, records: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    mutated_by(&schema(word).unwrap_or_default(), records)
}

/// As [`mutated`], of values of any schema: the properties that it names are those that are added and renamed to.
pub fn mutated_by<S: Strategy<Value = Value>>(schema: &Value, values: S) -> impl Strategy<Value = Value> + use<S> {
    let names = property_names(schema);
    let mistakes = proptest::collection::vec((any::<Index>(), mistake(names)), 1..=3);
    (values, mistakes).prop_map(|(mut record, mistakes)| {
        for (at, mistake) in mistakes {
            let mut places = Vec::new();
            list_places(&record, &mut String::new(), &mut places);
            let place = at.get(&places).clone();
            mistake.make(&mut record, &place);
        }
        record
    })
}

/// A mistake, made at one value of a record.
#[derive(Clone, Debug)]
enum Mistake {
    /// Takes the value out of the object or list that holds it.
    Drop,
    /// Puts another value in its place.
    Replace(Value),
    /// Puts a copy of another value of the record in its place.
    Graft(Index),
    /// Puts it into a list of its own.
    Wrap,
    /// Puts its first item in its place.
    Unwrap,
    /// Adds a property to it.
    Add(String, Value),
    /// Adds a property to it that is a copy of another value of the record.
    AddGraft(String, Index),
    /// Gives the property another name.
    Rename(String),
    /// Makes a text of it another text.
    Text(TextMistake),
    /// Adds to a number.
    Number(i64),
    /// Writes a whole number as a double: 3.0 for 3.
    Double,
    /// Appends a copy of one of its items, or of itself to the list that it is in.
    Repeat(Index),
    /// Turns a list round.
    Reverse,
    /// Empties a list, object or text.
    Empty,
}

#[derive(Clone, Debug)]
enum TextMistake {
    Capitals,
    Small,
    Prefix(&'static str),
    Suffix(&'static str),
    CutLast,
    Repeat(usize),
}

fn mistake(names: Vec<String>) -> impl Strategy<Value = Mistake> {
    let name = prop_oneof![4 => proptest::sample::select(names), 1 => "[a-zA-Z_ -]{0,6}"].boxed();
    let scalar = values::any_value().boxed();
    prop_oneof![
        2 => Just(Mistake::Drop),
        6 => scalar.clone().prop_map(Mistake::Replace),
        3 => any::<Index>().prop_map(Mistake::Graft),
        1 => Just(Mistake::Wrap),
        1 => Just(Mistake::Unwrap),
        2 => (name.clone(), scalar).prop_map(|(name, value)| Mistake::Add(name, value)),
        2 => (name.clone(), any::<Index>()).prop_map(|(name, from)| Mistake::AddGraft(name, from)),
        1 => name.prop_map(Mistake::Rename),
        4 => text_mistake().prop_map(Mistake::Text),
        2 => prop_oneof![Just(1), Just(-1), Just(999), Just(1000), Just(1_i64 << 32)].prop_map(Mistake::Number),
        2 => Just(Mistake::Double),
        2 => any::<Index>().prop_map(Mistake::Repeat),
        1 => Just(Mistake::Reverse),
        1 => Just(Mistake::Empty),
    ]
}

fn text_mistake() -> impl Strategy<Value = TextMistake> {
    let affix =
        proptest::sample::select(vec![" ", "\n", "\r\n", "\t", "0", "a", "-", "é", "😀", "\u{0}", "\u{202e}", "."]);
    prop_oneof![
        Just(TextMistake::Capitals),
        Just(TextMistake::Small),
        affix.clone().prop_map(TextMistake::Prefix),
        affix.prop_map(TextMistake::Suffix),
        Just(TextMistake::CutLast),
        prop_oneof![Just(2_usize), Just(9), Just(100), Just(3000)].prop_map(TextMistake::Repeat),
    ]
}

impl Mistake {
    fn make(self, record: &mut Value, place: &str) {
        let other = match &self {
            Self::Graft(from) | Self::AddGraft(_, from) => Some(copy_of_one(record, *from)),
            _ => None,
        };
        match self {
            Self::Drop => with_parent(record, place, |parent, key| match parent {
                Value::Object(members) => drop(members.shift_remove(key)),
                Value::Array(items) => {
                    if let Some(at) = key.parse().ok().filter(|at| *at < items.len()) {
                        items.remove(at);
                    }
                }
                _ => {}
            }),
            Self::Rename(name) => with_parent(record, place, |parent, key| {
                if let Some(members) = parent.as_object_mut()
                    && let Some(value) = members.shift_remove(key)
                {
                    members.insert(name, value);
                }
            }),
            mistake => {
                if let Some(value) = record.pointer_mut(place) {
                    mistake.change(value, other);
                }
            }
        }
    }

    fn change(self, value: &mut Value, other: Option<Value>) {
        match (self, value) {
            (Self::Replace(new), value) => *value = new,
            (Self::Graft(_), value) => *value = other.unwrap_or_default(),
            (Self::Wrap, value) => *value = Value::Array(vec![value.take()]),
            (Self::Unwrap, value) => *value = value.get(0).cloned().unwrap_or_default(),
            (Self::Add(name, new), Value::Object(members)) => drop(members.insert(name, new)),
            (Self::AddGraft(name, _), Value::Object(members)) => drop(members.insert(name, other.unwrap_or_default())),
            (Self::Text(mistake), Value::String(text)) => *text = mistake.make(text),
            (Self::Number(more), Value::Number(number)) => {
                if let Some(sum) = number.as_i64().and_then(|number| number.checked_add(more)) {
                    *number = sum.into();
                }
            }
            (Self::Double, Value::Number(number)) => {
                if let Some(double) = number.as_f64().and_then(serde_json::Number::from_f64) {
                    *number = double;
                }
            }
            (Self::Repeat(at), Value::Array(items)) if !items.is_empty() => items.push(at.get(items).clone()),
            (Self::Reverse, Value::Array(items)) => items.reverse(),
            (Self::Empty, Value::Array(items)) => items.clear(),
            (Self::Empty, Value::Object(members)) => *members = Map::new(),
            (Self::Empty, Value::String(text)) => text.clear(),
            _ => {}
        }
    }
}

impl TextMistake {
    fn make(self, text: &str) -> String {
        match self {
            Self::Capitals => text.to_uppercase(),
            Self::Small => text.to_lowercase(),
            Self::Prefix(more) => format!("{more}{text}"),
            Self::Suffix(more) => format!("{text}{more}"),
            Self::CutLast => text.chars().take(text.chars().count().saturating_sub(1)).collect(),
            Self::Repeat(times) => text.repeat(times),
        }
    }
}

fn copy_of_one(record: &Value, from: Index) -> Value {
    let mut places = Vec::new();
    list_places(record, &mut String::new(), &mut places);
    record.pointer(from.get(&places).as_str()).cloned().unwrap_or_default()
}

fn with_parent(record: &mut Value, place: &str, change: impl FnOnce(&mut Value, &str)) {
    if let Some((parent, key)) = place.rsplit_once('/')
        && let Some(parent) = record.pointer_mut(parent)
    {
        change(parent, &key.replace("~1", "/").replace("~0", "~"));
    }
}

/// The JSON Pointer of every value of a record, its root included.
fn list_places(value: &Value, place: &mut String, places: &mut Vec<String>) {
    places.push(place.clone());
    let length = place.len();
    let mut visit = |key: &str, value: &Value| {
        place.push('/');
        place.push_str(&key.replace('~', "~0").replace('/', "~1"));
        list_places(value, place, places);
        place.truncate(length);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| visit(key, value)),
        Value::Array(items) => items.iter().enumerate().for_each(|(at, value)| visit(&at.to_string(), value)),
        _ => {}
    }
}

/// Every name of a property in a schema, at any depth.
fn property_names(schema: &Value) -> Vec<String> {
    fn collect(schema: &Value, names: &mut Vec<String>) {
        match schema {
            Value::Object(members) => {
                if let Some(Value::Object(properties)) = members.get("properties") {
                    names.extend(properties.keys().cloned());
                }
                members.values().for_each(|member| collect(member, names));
            }
            Value::Array(items) => items.iter().for_each(|item| collect(item, names)),
            _ => {}
        }
    }
    let mut names = vec!["kind".to_owned()];
    collect(schema, &mut names);
    names.sort_unstable();
    names.dedup();
    names
}
