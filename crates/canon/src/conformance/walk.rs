//! Every place of a record, each changed in a record that is valid but for that.

use std::collections::{HashSet, VecDeque};

use serde_json::{Value, json};

use super::{
    Case, Group, Uncovered, Verdict, edit,
    shape::{Shape, alternatives, choosing, kind, names, properties},
    values::{Depth, Values},
};

/// The cases of a schema: a group for each place. What types share is tried whole where it stands first, nearest to the
/// root, and briefly elsewhere. `values` knows what was tried in other schemas of the pack.
pub(super) fn groups(root: &Value, values: &mut Values) -> Result<Vec<Group>, Uncovered> {
    values.begin_schema();
    let shape = Shape::of(root);
    let mut cases = values.of(shape, root, Depth::Whole)?;
    let fullest = shape.fullest(root)?;
    cases.insert(1, Case { description: "with all that it can have".into(), data: fullest, verdict: Verdict::Valid });
    let mut walk = Walk {
        shape,
        values,
        known: HashSet::new(),
        open: VecDeque::from([Place { pointer: String::new(), record: shape.least(root)?, schema: root }]),
        groups: vec![Group { description: "a record".into(), cases }],
    };
    while let Some(place) = walk.open.pop_front() {
        walk.object(&place)?;
    }
    Ok(walk.groups)
}

/// On the way through a schema.
struct Walk<'s, 'v> {
    shape: Shape<'s>,
    values: &'v mut Values,
    /// Shared types that were met.
    known: HashSet<&'s str>,
    /// Objects that are still to be gone through, those nearest to the root first.
    open: VecDeque<Place<'s>>,
    groups: Vec<Group>,
}

/// An object in a record: the record is valid, and has no more than it needs to have the object.
struct Place<'s> {
    pointer: String,
    record: Value,
    schema: &'s Value,
}

impl<'s> Walk<'s, '_> {
    fn object(&mut self, place: &Place<'s>) -> Result<(), Uncovered> {
        self.groups.push(of_object(self.shape, place)?);
        let (schema, _) = self.shape.resolve(place.schema)?;
        let alternatives = alternatives(schema)?;
        for (name, property) in properties(schema) {
            let record = choosing(&place.record, &place.pointer, &alternatives, name);
            self.value(property, &edit::below(&place.pointer, name), &record)?;
        }
        Ok(())
    }

    /// Tries a place of a record, which is valid and has a value there or can have one.
    fn value(&mut self, schema: &'s Value, pointer: &str, record: &Value) -> Result<(), Uncovered> {
        let (resolved, name) = self.shape.resolve(schema)?;
        let is_first = name.is_none_or(|name| self.known.insert(name));
        let mut cases = self.values.of(self.shape, schema, if is_first { Depth::Whole } else { Depth::Brief })?;
        for case in &mut cases {
            case.data = edit::with(record, pointer, case.data.take());
        }
        self.groups.push(Group { description: pointer.to_owned(), cases });
        match (kind(resolved), resolved.get("items")) {
            ("object", _) if is_first => {
                let record = edit::with(record, pointer, self.shape.least(schema)?);
                self.open.push_back(Place { pointer: pointer.to_owned(), record, schema });
            }
            ("array", Some(items)) => {
                let record = edit::with(record, pointer, json!([]));
                self.value(items, &edit::below(pointer, "0"), &record)?;
            }
            _ => {}
        }
        Ok(())
    }
}

/// What is wrong with an object and not with any of its properties.
fn of_object(shape: Shape<'_>, place: &Place<'_>) -> Result<Group, Uncovered> {
    let (schema, _) = shape.resolve(place.schema)?;
    let at = |name: &str| edit::below(&place.pointer, name);
    let mut cases = Vec::new();
    let mut wrong = |description: String, data: Value| {
        cases.push(Case { description, data, verdict: Verdict::Invalid });
    };
    for name in names(schema, "required") {
        wrong(format!("without {name:?}"), edit::without(&place.record, &at(name)));
    }
    if schema.contains_key("minProperties") {
        wrong("without any property".into(), edit::with(&place.record, &place.pointer, json!({})));
    }
    let alternatives = alternatives(schema)?;
    let choices: Vec<_> = properties(schema).filter(|(name, _)| alternatives.contains(&name.as_str())).collect();
    if !choices.is_empty() {
        let none = alternatives.iter().fold(place.record.clone(), |record, name| edit::without(&record, &at(name)));
        for (number, (one, of_one)) in choices.iter().enumerate() {
            let with_one = edit::with(&none, &at(one), shape.least(of_one)?);
            for (other, of_other) in &choices[number + 1..] {
                let with_both = edit::with(&with_one, &at(other), shape.least(of_other)?);
                wrong(format!("with both {one} and {other}"), with_both);
            }
        }
        wrong(format!("with none of {}", alternatives.join(", ")), none);
    }
    if schema.get("additionalProperties") == Some(&Value::Bool(false)) {
        let strangers: &[&str] = if place.pointer.is_empty() { &STRANGERS } else { &STRANGERS[..1] };
        for name in strangers {
            wrong(format!("with a property {name:?}"), edit::with(&place.record, &at(name), "A text.".into()));
        }
    }
    let whole = if place.pointer.is_empty() {
        "properties of the record".to_owned()
    } else {
        format!("properties of {}", place.pointer)
    };
    Ok(Group { description: whole, cases })
}

/// Names of no property. Some of them mean something to a language or to a tool.
const STRANGERS: [&str; 10] =
    ["no_such_property", "__proto__", "constructor", "toString", "$schema", "$ref", "x-note", "@context", "", "ID"];
