//! Records that fit their schemas: with gaps, equal values, and references that lead nowhere or in circles.

use serde_json::{Map, Value, json};

use super::{
    choices::Choices,
    kinds::{Field, Kind, LEVELS, Presence, SHAPES},
};

/// The records of each collection.
pub(crate) fn records(rows: &[Vec<Vec<u16>>]) -> Vec<Vec<Value>> {
    let counts: Vec<usize> = rows.iter().map(Vec::len).collect();
    let record = |collection: usize, number: usize, row: &[u16]| {
        let mut writer = Writer { choices: Choices::new(row), counts: &counts };
        let mut record = writer.record(collection);
        record["id"] = id(collection, number).into();
        record
    };
    let of_collection = |(collection, rows): (usize, &Vec<Vec<u16>>)| {
        rows.iter().enumerate().map(|(number, row)| record(collection, number, row)).collect()
    };
    rows.iter().enumerate().map(of_collection).collect()
}

/// The id of a record: `p-0`.
pub(crate) fn id(collection: usize, number: usize) -> String {
    format!("{}-{number}", &SHAPES[collection].name[..1])
}

pub(crate) const TEXTS: [&str; 12] =
    ["a", "b", "", "ab", " a  b ", "É", "straße", "12", "-3.5", "2024-02-29", "31 January 2023", "\u{ff5e}\u{10000}"];

struct Writer<'c> {
    choices: Choices<'c>,
    counts: &'c [usize],
}

impl Writer<'_> {
    fn record(&mut self, shape: usize) -> Value {
        let shape = &SHAPES[shape];
        let mut members = Map::new();
        let mut further: &[Field] = &[];
        if !shape.variants.is_empty() {
            let (word, fields) = self.choices.one_of(shape.variants);
            members.insert("kind".into(), (*word).into());
            further = fields;
        }
        for field in shape.fields.iter().chain(further) {
            let is_there = match field.presence {
                Presence::Required => true,
                Presence::Optional => self.choices.pick(3) != 0,
                Presence::Nullable => match self.choices.pick(4) {
                    0 => false,
                    1 => {
                        members.insert(field.name.into(), Value::Null);
                        false
                    }
                    _ => true,
                },
            };
            if is_there {
                members.insert(field.name.into(), self.value(&field.kind()));
            }
        }
        Value::Object(members)
    }

    fn value(&mut self, kind: &Kind) -> Value {
        match kind {
            Kind::Boolean => (self.choices.pick(2) == 1).into(),
            Kind::Whole => self
                .choices
                .one_of(&[
                    json!(0),
                    json!(1),
                    json!(2),
                    json!(3),
                    json!(-1),
                    json!(2.0),
                    json!(9_007_199_254_740_993_i64),
                    json!(i64::MAX),
                    json!(i64::MIN),
                    json!(u64::MAX),
                ])
                .clone(),
            Kind::Number => self
                .choices
                .one_of(&[
                    json!(0),
                    json!(1),
                    json!(0.5),
                    json!(2),
                    json!(2.0),
                    json!(-1.5),
                    json!(-0.0),
                    json!(0.1),
                    json!(9_007_199_254_740_993_i64),
                    json!(1e308),
                ])
                .clone(),
            Kind::Text => (*self.choices.one_of(&TEXTS)).into(),
            Kind::Level => (*self.choices.one_of(&LEVELS)).into(),
            Kind::Date => (*self.choices.one_of(&[
                "2024-01-31",
                "2024-02-29",
                "2023-12-31",
                "2023-07-03",
                "0000-01-01",
                "9999-12-31",
            ]))
            .into(),
            Kind::Moment => (*self.choices.one_of(&[
                "2024-01-31T23:30:00Z",
                "2024-02-01T01:30:00+02:00",
                "2024-01-31T23:30:00.5-05:30",
                "2016-12-31T23:59:60Z",
                "2017-01-01T00:00:00.1234567899Z",
                "2023-07-03T09:30:00Z",
                "0000-01-01T00:00:00+10:00",
                "9999-12-31T23:59:59Z",
            ]))
            .into(),
            Kind::Id(_) => Value::Null,
            Kind::Reference(collection) => {
                let count = self.counts[*collection];
                match self.choices.pick(9) {
                    number if number < 8 && count > 0 => id(*collection, number % count).into(),
                    _ => id(*collection, 9).into(),
                }
            }
            Kind::List(kind) => {
                let count = self.choices.pick(4);
                // Whether a list can be told where an item is too large is left open.
                let item = |value: Value| if value.is_u64() && value.as_i64().is_none() { json!(0) } else { value };
                (0..count).map(|_| item(self.value(kind))).collect()
            }
            Kind::Record(shape) => self.record(*shape),
            Kind::Anything => self.anything(2),
            Kind::Variant | Kind::Duration => panic!("no field of a record is of this kind"),
        }
    }

    fn anything(&mut self, depth: usize) -> Value {
        let kinds = [Kind::Whole, Kind::Text, Kind::Number, Kind::Boolean, Kind::Date];
        match self.choices.pick(if depth == 0 { 5 } else { 8 }) {
            scalar @ 0..=4 => self.value(&kinds[scalar]),
            5 => {
                let count = self.choices.pick(3);
                (0..count).map(|_| self.anything(depth - 1)).collect()
            }
            _ => json!({"value": self.anything(depth - 1), "name": self.value(&Kind::Text)}),
        }
    }
}
