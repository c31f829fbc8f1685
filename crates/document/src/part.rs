//! Parts of a record: a validator that gathers all errors sees one after the other, so that their room is bounded.

use std::ops::Range;

use jsonschema::{ValidationError, Validator};

use crate::{Items, Members, Tape, Value, Ways, tree::size};

/// A part has at least so many nodes.
const LEAST: usize = 1 << 14;

/// A record has at most so many parts.
const MOST: usize = 256;

/// What a schema refuses in a record, as far as it was asked for.
#[derive(Debug)]
pub struct Refused<'v> {
    /// The errors.
    pub errors: Vec<ValidationError<'v>>,
    /// The part of the record that the errors' pointers speak of: see [`Ways::of_part`].
    pub part: Value<'v>,
}

/// All that a schema refuses in a record, a few lists of errors one after the other; where there are `most` errors or
/// more, not all of them.
///
/// The library gathers all errors before it tells the first one, and a record of a million mistakes would take a
/// thousand times its own room. A long record is therefore asked about part by part first, and as a whole where the
/// parts have fewer errors. Nothing is told where the schema, which has so many keys and values, asks too much of it; see
/// [`Value::bounded`].
pub fn refused<'v>(
    validator: &'v Validator<Tape>,
    schema: usize,
    record: Value<'v>,
    most: usize,
) -> Option<Vec<Refused<'v>>> {
    let errors_of = |part: Value<'v>| part.bounded(schema, |part| validator.iter_errors(part).collect::<Vec<_>>());
    let (mut found, mut count) = (Vec::new(), 0);
    let mut ways = Ways::new(record);
    for part in record.parts() {
        let mut errors = errors_of(part)?;
        // What reaches beyond the part is not seen whole.
        errors.retain(|error| {
            let pointer = ways.of_part(part, error.instance_path().as_str());
            ways.value(&pointer).is_some_and(|value| part.shows(value))
        });
        count += errors.len();
        found.push(Refused { errors, part });
        if count >= most {
            return Some(found);
        }
    }
    Some(vec![Refused { errors: errors_of(record)?, part: record }])
}

impl Value<'_> {
    /// The parts of a long value, of each of which a validator sees only what begins and ends in it, and what holds
    /// that. A short value has none.
    pub(crate) fn parts(self) -> impl Iterator<Item = Self> {
        let length = length(self);
        let last = self.node().after(self.at) - 1;
        let parts = if last - self.at < length { 0..0 } else { self.at / length..last / length + 1 };
        parts.map(move |part| Self { part: part + 1, ..self })
    }

    /// Whether a validator sees only a part of the record.
    pub fn is_part(self) -> bool {
        self.part > 0
    }

    /// The nodes that a part shows.
    pub(crate) fn shown(self) -> Range<u32> {
        let length = length(self);
        let start = self.part.saturating_sub(1).saturating_mul(length);
        start..start.saturating_add(length)
    }

    /// Whether a part shows all of a value.
    pub(crate) fn shows(self, value: Self) -> bool {
        let shown = self.shown();
        shown.start <= value.at && value.node().after(value.at) <= shown.end
    }
}

fn length(value: Value<'_>) -> u32 {
    size((value.tree.nodes.len() / MOST).max(LEAST))
}

/// Items or members as a validator sees them: those that a part shows, or hold what it shows.
#[derive(Clone, Debug)]
pub struct Shown<I> {
    rest: I,
    /// Nodes; all of them where the record is seen whole.
    shown: Range<u32>,
}

impl<I> Shown<I> {
    #[inline]
    pub(crate) fn new(value: Value<'_>, rest: I) -> Self {
        let shown = if value.is_part() { value.shown() } else { 0..u32::MAX };
        Self { rest, shown }
    }

    fn reaches(&self, value: Value<'_>) -> bool {
        self.shown.start < value.node().after(value.at)
    }
}

impl<'a> Iterator for Shown<Items<'a>> {
    type Item = Value<'a>;

    #[inline]
    fn next(&mut self) -> Option<Value<'a>> {
        loop {
            let item = self.rest.next().filter(|item| item.at < self.shown.end)?;
            if self.reaches(item) {
                return Some(item);
            }
        }
    }
}

impl<'a> Iterator for Shown<Members<'a>> {
    type Item = (&'a str, Value<'a>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (name, member) = self.rest.next().filter(|(_, member)| member.at < self.shown.end)?;
            if self.reaches(member) {
                return Some((name, member));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::{Limits, Tree, parse_json, validation_options};

    /// Lists in lists and objects, long enough for several parts, whose items are wrong here and there.
    fn record() -> impl Strategy<Value = Json> {
        let group = (0..3000_usize, 1..200_usize, any::<bool>()).prop_map(|(items, every, is_list)| {
            let items = (0..items).map(|item| if item % every == 7 { json!(item) } else { json!({"a": "b"}) });
            if is_list {
                json!({"items": items.collect::<Vec<_>>()})
            } else {
                Json::Object(items.enumerate().map(|(number, item)| (format!("n{number}"), item)).collect())
            }
        });
        proptest::collection::vec(group, 20..40).prop_map(|groups| json!({"groups": groups}))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4))]

        #[test]
        fn what_is_refused_in_parts_is_refused_in_the_whole(record in record()) {
            let item = json!({"type": "object", "required": ["a"]});
            let group = json!({
                "properties": {"items": {"items": item, "maxItems": 10, "uniqueItems": true}},
                "patternProperties": {"^n": item},
                "maxProperties": 10,
            });
            let schema = json!({"properties": {"groups": {"items": group, "minItems": 60}}, "required": ["b"]});
            let validator = validation_options().build(&schema).expect("a schema");
            let (mut tree, text) = (Tree::new(), record.to_string());
            let value = parse_json(&text, &mut tree, Limits::default()).expect("JSON");
            let told = |refused: &[Refused<'_>]| {
                let mut ways = Ways::new(value);
                let all = refused.iter().flat_map(|refused| {
                    refused.errors.iter().map(|error| (refused.part, error)).collect::<Vec<_>>()
                });
                all.map(|(part, error)| {
                    let pointer = ways.of_part(part, error.instance_path().as_str());
                    (pointer, error.schema_path().to_string())
                })
                .collect::<Vec<_>>()
            };
            let whole = refused(&validator, 100, value, usize::MAX).expect("it is told");
            prop_assert!(whole.len() == 1 && !whole[0].part.is_part());
            let expected: BTreeSet<_> = told(&whole).into_iter().collect();
            let parts: Vec<Value<'_>> = value.parts().collect();
            // As many as there are, so that the last part is needed.
            let mut ways = Ways::new(value);
            let mut is_in_part = |pointer: &str| {
                ways.value(pointer).is_some_and(|value| parts.iter().any(|part| part.shows(value)))
            };
            let within: BTreeSet<_> = expected.iter().filter(|(pointer, _)| is_in_part(pointer)).cloned().collect();
            if parts.len() > 1 && !within.is_empty() {
                let in_parts = told(&refused(&validator, 100, value, within.len()).expect("it is told"));
                prop_assert_eq!(in_parts.len(), within.len());
                prop_assert_eq!(in_parts.into_iter().collect::<BTreeSet<_>>(), within);
            }
        }
    }

    #[test]
    fn a_short_record_is_seen_whole() {
        let mut tree = Tree::new();
        let value = parse_json("[1, 2]", &mut tree, Limits::default()).expect("JSON");
        assert_eq!(value.parts().count(), 0);
    }
}
