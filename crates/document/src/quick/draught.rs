//! What is read of one schema, keyword after keyword.

use jsonschema::Validator;
use serde_json::Value as Schema;

use super::{
    date::Dates,
    shape::{Bound, Form, Kinds, ListShape, More, NumberShape, ObjectShape, Property, Shapes, TextShape},
    words::{Name, Words},
};
use crate::{Tape, pattern::Table};

/// What was read of a schema.
#[derive(Default)]
pub(super) struct Draught<'s> {
    pub(super) kinds: Option<Kinds>,
    pub(super) is_whole: bool,
    pub(super) text: TextDraught,
    pub(super) number: NumberShape,
    pub(super) list: ListDraught,
    pub(super) object: ObjectDraught<'s>,
    pub(super) more: Vec<More>,
}

#[derive(Default)]
pub(super) struct TextDraught {
    pub(super) least: Option<u64>,
    pub(super) most: Option<u64>,
    pub(super) words: Option<Words>,
    pub(super) is_date: bool,
    pub(super) pattern: Option<Table>,
}

#[derive(Default)]
pub(super) struct ListDraught {
    pub(super) least: Option<u64>,
    pub(super) most: Option<u64>,
    pub(super) is_unique: bool,
    pub(super) first: Vec<u32>,
    pub(super) items: Option<u32>,
}

#[derive(Default)]
pub(super) struct ObjectDraught<'s> {
    pub(super) least: Option<u64>,
    pub(super) most: Option<u64>,
    pub(super) properties: Vec<(&'s str, u32)>,
    pub(super) required: Vec<&'s str>,
    pub(super) patterns: Vec<(Validator<Tape>, u32)>,
    pub(super) additional: Option<u32>,
    pub(super) names: Option<u32>,
}

/// Reads a keyword that asks something of a value itself.
pub(super) fn asserted<'s>(draught: &mut Draught<'s>, keyword: &str, value: &'s Schema) -> Option<()> {
    let Draught { kinds, is_whole, text, number, list, object, .. } = draught;
    match keyword {
        "type" => {
            let names = match value {
                Schema::Array(names) => names.iter().map(Schema::as_str).collect::<Option<Vec<_>>>()?,
                name => vec![name.as_str()?],
            };
            let named = names.iter().map(|name| of_type(name)).collect::<Option<Vec<_>>>()?;
            let named = named.into_iter().fold(Kinds::NONE, Kinds::or);
            *is_whole |= names.contains(&"integer") && !names.contains(&"number");
            *kinds = Some(kinds.map_or(named, |kinds| kinds.and(named)));
        }
        "const" => one_of(kinds, text, std::slice::from_ref(value))?,
        "enum" => one_of(kinds, text, value.as_array()?)?,
        "minLength" => text.least = Some(value.as_u64()?),
        "maxLength" => text.most = Some(value.as_u64()?),
        "pattern" => text.pattern = Some(Table::of(value.as_str()?)?),
        "format" if value == "date" => text.is_date = true,
        "minimum" => number.bounds.push((Bound::Least, value.as_i64()?)),
        "maximum" => number.bounds.push((Bound::Most, value.as_i64()?)),
        "exclusiveMinimum" => number.bounds.push((Bound::Above, value.as_i64()?)),
        "exclusiveMaximum" => number.bounds.push((Bound::Below, value.as_i64()?)),
        "minItems" => list.least = Some(value.as_u64()?),
        "maxItems" => list.most = Some(value.as_u64()?),
        "uniqueItems" => list.is_unique = value.as_bool()?,
        "minProperties" => object.least = Some(value.as_u64()?),
        "maxProperties" => object.most = Some(value.as_u64()?),
        "required" => {
            object.required = value.as_array()?.iter().map(Schema::as_str).collect::<Option<_>>()?;
            object.required.sort_unstable();
            object.required.dedup();
        }
        _ => return None,
    }
    Some(())
}

fn of_type(name: &str) -> Option<Kinds> {
    Some(match name {
        "null" => Kinds::NULL,
        "boolean" => Kinds::TRUE.or(Kinds::FALSE),
        "integer" | "number" => Kinds::NUMBER,
        "string" => Kinds::TEXT,
        "array" => Kinds::ARRAY,
        "object" => Kinds::OBJECT,
        _ => return None,
    })
}

/// Reads a list of texts, truth values and `null`.
fn one_of(kinds: &mut Option<Kinds>, text: &mut TextDraught, values: &[Schema]) -> Option<()> {
    let (mut named, mut words) = (Kinds::NONE, Vec::new());
    for value in values {
        named = named.or(match value {
            Schema::Null => Kinds::NULL,
            Schema::Bool(true) => Kinds::TRUE,
            Schema::Bool(false) => Kinds::FALSE,
            Schema::String(word) => {
                words.push(word.as_str());
                Kinds::TEXT
            }
            _ => return None,
        });
    }
    // A second list is left to the library.
    if text.words.is_some() {
        return None;
    }
    text.words = Some(Words::new(words));
    *kinds = Some(kinds.map_or(named, |kinds| kinds.and(named)));
    Some(())
}

impl TextDraught {
    /// What is asked of a text, each form by itself.
    pub(super) fn finish(self) -> Vec<TextShape> {
        let Self { least, most, words, is_date, mut pattern } = self;
        let mut forms = Vec::new();
        if is_date {
            let decided = pattern.as_ref().and_then(Dates::of_pattern);
            pattern = pattern.filter(|_| decided.is_none());
            forms.push(Form::Dates(decided.unwrap_or(Dates::All)));
        }
        forms.extend(words.map(Form::Words));
        forms.extend(pattern.map(Form::Pattern));
        if forms.is_empty() && least.or(most).is_some() {
            forms.push(Form::Any);
        }
        // No text is as long as the largest number.
        let [least, most] = [least.unwrap_or_default(), most.unwrap_or(u64::MAX)]
            .map(|length| u32::try_from(length).unwrap_or(u32::MAX));
        forms.into_iter().map(|form| TextShape { least, most, form }).collect()
    }
}

impl ListDraught {
    pub(super) fn finish(self) -> Option<ListShape> {
        let Self { least, most, is_unique, first, items } = self;
        let is_asked = least.or(most).is_some() || is_unique || !first.is_empty() || items.is_some();
        is_asked.then(|| ListShape {
            least: least.unwrap_or_default(),
            most: most.unwrap_or(u64::MAX),
            is_unique,
            first: first.into(),
            items: items.unwrap_or(Shapes::ANY),
        })
    }
}

impl ObjectDraught<'_> {
    pub(super) fn is_empty(&self) -> bool {
        self.least.or(self.most).is_none()
            && self.properties.is_empty()
            && self.required.is_empty()
            && self.patterns.is_empty()
            && self.additional.is_none()
            && self.names.is_none()
    }

    /// None where more properties are required than there are bits, or the properties are too many to be numbered.
    pub(super) fn finish(self) -> Option<ObjectShape> {
        let Self { least, most, properties, required, patterns, additional, names } = self;
        let bits: Vec<(&str, u64)> = required.iter().zip(0..64).map(|(name, place)| (*name, 1 << place)).collect();
        if bits.len() < required.len() {
            return None;
        }
        let bit = |name: &str| bits.iter().find(|(required, _)| *required == name).map_or(0, |(_, bit)| *bit);
        let additional = additional.unwrap_or(Shapes::ANY);
        let other = if patterns.is_empty() { additional } else { Shapes::ANY };
        let is_named = |name: &str| properties.iter().any(|(known, _)| *known == name);
        let others = bits.iter().filter(|(name, _)| !is_named(name)).map(|(name, bit)| Property {
            name: Name::new(name),
            shape: other,
            bit: *bit,
            is_other: true,
        });
        let named = properties.iter().map(|(name, shape)| Property {
            name: Name::new(name),
            shape: *shape,
            bit: bit(name),
            is_other: false,
        });
        let all: Box<[Property]> = named.chain(others).collect();
        let mut sorted: Vec<u16> = (0..u16::try_from(all.len()).ok()?).collect();
        sorted.sort_unstable_by(|a, b| all[usize::from(*a)].name.cmp(&all[usize::from(*b)].name));
        Some(ObjectShape {
            least: least.unwrap_or_default(),
            most: most.unwrap_or(u64::MAX),
            properties: all,
            sorted: sorted.into(),
            required: bits.iter().fold(0, |all, (_, bit)| all | bit),
            other,
            additional,
            has_names: names.is_some() || !patterns.is_empty(),
            patterns: patterns.into(),
            names,
        })
    }
}
