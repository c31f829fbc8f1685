//! The way from a whole instance to a place in it, and back: a value of the place put into an instance of the whole.

use serde_json::{Map, Value, json};

use crate::question::Asked;

/// A step from a schema to one of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Into<'s> {
    /// To a property.
    Property(&'s str),
    /// To the properties that are not named.
    Other,
    /// To the items of a list.
    Items,
    /// To one of several forms of the same value, counted from 1.
    Form(usize),
}

/// A step, with the schemas that it starts from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step<'s> {
    pub(crate) old: &'s Value,
    pub(crate) new: &'s Value,
    pub(crate) into: Into<'s>,
}

/// The steps from the root to a place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trail<'s> {
    steps: Vec<Step<'s>>,
}

impl<'s> Trail<'s> {
    pub(crate) fn push(&mut self, old: &'s Value, new: &'s Value, into: Into<'s>) {
        self.steps.push(Step { old, new, into });
    }

    pub(crate) fn pop(&mut self) {
        self.steps.pop();
    }

    /// The steps, the last one first.
    pub(crate) fn back(&self) -> impl Iterator<Item = Step<'s>> + use<'s> {
        self.steps.clone().into_iter().rev()
    }

    /// How many steps lead into a value, rather than to another form of the same one.
    pub(crate) fn depth(&self) -> usize {
        self.steps.iter().filter(|step| !matches!(step.into, Into::Form(_))).count()
    }

    /// The place as people read it.
    pub(crate) fn place(&self) -> String {
        let mut place = String::new();
        for step in &self.steps {
            add(&mut place, step.into);
        }
        place
    }

    /// The place of a property of this one.
    pub(crate) fn place_of(&self, property: Into<'_>) -> String {
        let mut place = self.place();
        add(&mut place, property);
        place
    }
}

fn add(place: &mut String, into: Into<'_>) {
    let dot = if place.is_empty() { "" } else { "." };
    match into {
        Into::Property(name) => {
            let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-$@".contains(c));
            let name = if plain { name.to_owned() } else { crate::print::brief(&name.into()) };
            place.push_str(&format!("{dot}{name}"));
        }
        Into::Other => place.push_str(&format!("{dot}*")),
        Into::Items => place.push_str("[]"),
        Into::Form(number) => place.push_str(&format!("({number})")),
    }
}

impl Into<'_> {
    /// Puts a value in its place in an instance of `whole`, and says by which part of a JSON Pointer it is found there.
    /// None where no instance was made that can hold it.
    pub(crate) fn put(self, value: &Value, whole: &Asked) -> Option<(Value, String)> {
        match self {
            Self::Property(name) => with_property(value, name, whole),
            Self::Other => ["x", "other", "x-1"].into_iter().find_map(|name| with_property(value, name, whole)),
            Self::Items => {
                let alone = json!([value]);
                let filled = whole.samples().iter().filter_map(Value::as_array).map(|items| {
                    let mut items = items.clone();
                    match items.first_mut() {
                        Some(first) => *first = value.clone(),
                        None => items.push(value.clone()),
                    }
                    Value::Array(items)
                });
                let list = std::iter::once(alone).chain(filled).find(|list| whole.accepts(list))?;
                Some((list, "/0".to_owned()))
            }
            Self::Form(_) => {
                let alone = std::iter::once(value.clone());
                let instance = alone.chain(overlaid(value, &[], whole)).find(|instance| whole.accepts(instance))?;
                Some((instance, String::new()))
            }
        }
    }
}

fn with_property(value: &Value, name: &str, whole: &Asked) -> Option<(Value, String)> {
    let empty = Value::Object(Map::new());
    let object = std::iter::once(&empty).chain(whole.samples()).filter_map(Value::as_object).find_map(|object| {
        let mut object = object.clone();
        object.insert(name.to_owned(), value.clone());
        let object = Value::Object(object);
        whole.accepts(&object).then_some(object)
    })?;
    Some((object, format!("/{}", name.replace('~', "~0").replace('/', "~1"))))
}

/// Instances of `whole` that have the properties of `part`, and of those named only them.
pub(crate) fn overlaid<'a>(
    part: &'a Value,
    names: &'a [&'a str],
    whole: &'a Asked,
) -> impl Iterator<Item = Value> + use<'a> {
    let part = part.as_object();
    whole.samples().iter().filter_map(Value::as_object).filter_map(move |object| {
        let mut object = object.clone();
        object.retain(|name, _| !names.contains(&name.as_str()));
        object.extend(part?.clone());
        Some(object.into())
    })
}
