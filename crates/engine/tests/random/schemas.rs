//! The collections as JSON Schemas.

use accordance_engine::{Collections, Config, MemoryFiles};
use serde_json::{Map, Value, json};

use super::kinds::{Field, Kind, LEVELS, Presence, SHAPES, Shape};

/// The names of the collections, in order.
pub(crate) const COLLECTIONS: [&str; 3] = ["projects", "steps", "teams"];

/// The collections, each with its schema, and with the file `NAME.json` for its records.
pub(crate) fn collections() -> Collections {
    let schemas =
        COLLECTIONS.iter().zip(&SHAPES).map(|(name, shape)| (format!("{name}.schema"), of_shape(shape).to_string()));
    let collection = |name| format!("[collections.{name}]\nschema = '{name}.schema'\nfiles = ['{name}*.json']\n");
    let config = COLLECTIONS.map(collection).concat();
    let config: Config = config.parse().expect("the configuration is right");
    Collections::new([], &config, &schemas.collect::<MemoryFiles>()).expect("the schemas are right")
}

fn of_shape(shape: &Shape) -> Value {
    if shape.variants.is_empty() {
        return of_fields(shape.fields.iter(), None);
    }
    let variants = shape.variants.iter();
    let variants = variants.map(|(word, fields)| of_fields(shape.fields.iter().chain(*fields), Some(word)));
    json!({"oneOf": variants.collect::<Vec<_>>()})
}

fn of_fields<'f>(fields: impl Iterator<Item = &'f Field>, word: Option<&str>) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    if let Some(word) = word {
        properties.insert("kind".into(), json!({"const": word}));
        required.push("kind");
    }
    for field in fields {
        let schema = of_kind(&field.kind());
        let schema = match field.presence {
            Presence::Nullable => json!({"anyOf": [schema, {"type": "null"}]}),
            _ => schema,
        };
        properties.insert(field.name.into(), schema);
        if field.presence == Presence::Required {
            required.push(field.name);
        }
    }
    json!({"type": "object", "properties": properties, "required": required})
}

fn of_kind(kind: &Kind) -> Value {
    match kind {
        Kind::Boolean => json!({"type": "boolean"}),
        Kind::Whole => json!({"type": "integer"}),
        Kind::Number => json!({"type": "number"}),
        Kind::Text => json!({"type": "string"}),
        Kind::Level => json!({"enum": LEVELS}),
        Kind::Date => json!({"type": "string", "format": "date"}),
        Kind::Moment => json!({"type": "string", "format": "date-time"}),
        Kind::Id(collection) => json!({"type": "string", "x-identifies": COLLECTIONS[*collection]}),
        Kind::Reference(collection) => json!({"type": "string", "x-refers-to": COLLECTIONS[*collection]}),
        Kind::List(item) => json!({"type": "array", "items": of_kind(item)}),
        Kind::Record(shape) => of_shape(&SHAPES[*shape]),
        Kind::Anything => json!({}),
        Kind::Variant | Kind::Duration => panic!("no field of a record is of this kind"),
    }
}
