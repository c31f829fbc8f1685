//! JSON Schemas to shapes and types.
//!
//! A place in the data is described by alternatives, each a set of schemas that all hold there: `$ref` and `allOf`
//! widen the set, `oneOf` and `anyOf` make alternatives. Alternatives that are records become the variants of one
//! shape.

mod alternatives;
mod names;

use std::{collections::HashMap, sync::Arc};

use referencing::Resolver;
use serde_json::{Map, Value};

use crate::{
    CollectionId, Environment, Part, Type,
    environment::{CollectionType, Field, NamePattern, Shape, Variant},
    nearest::nearest,
};
use alternatives::{Held, Kind, Together, alternatives, is_open, key, kinds};
use names::{definition_name, item_name};
pub(crate) use names::{singular, spaced};

/// A schema may unfold to no more shapes than this.
const MOST_SHAPES: usize = 20_000;
/// So many patterns of names are made ready for a collection; others fit every name.
const MOST_PATTERNS: usize = 200;
/// Lists within lists, and references to references, are followed so far.
const DEEPEST: usize = 64;

/// A collection and its schema.
pub struct CollectionSchema<'s> {
    /// Its name.
    pub name: Arc<str>,
    /// The schema of its records.
    pub schema: &'s Value,
    /// What finds the schemas that it refers to.
    pub resolver: Resolver<'s>,
    /// The JSON Pointer of a record's id.
    pub id: Option<String>,
    /// Fields that refer to other collections, though the schema does not say so: the steps from a record, and the
    /// collection.
    pub references: Vec<(Vec<Box<str>>, CollectionId)>,
}

impl std::fmt::Debug for CollectionSchema<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("CollectionSchema").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Environment {
    /// An environment of collections that are read one by one, in the order of their names.
    pub fn of_names(names: impl IntoIterator<Item = Arc<str>>) -> Self {
        let unread = |name| CollectionType { name, record: Type::Anything, id: None };
        Self { collections: names.into_iter().map(unread).collect(), shapes: Vec::new() }
    }

    /// Reads the schema of a collection.
    ///
    /// # Errors
    /// Where the schema unfolds to too many shapes, or knows no field where an id or a reference is said to be.
    ///
    /// # Panics
    /// Where the environment has no collection of that number.
    pub fn read(&mut self, collection: CollectionId, from: &CollectionSchema<'_>) -> Result<(), String> {
        let kind = from.schema.pointer("/properties/kind/const").and_then(Value::as_str);
        let name = kind.map_or_else(|| singular(&from.name), spaced);
        let mut reader = Reader { environment: self, by_schemas: HashMap::new(), types: HashMap::new(), patterns: 0 };
        let read = reader.type_of(vec![Held::new(from.schema, from.resolver.clone())], &name, 0)?;
        let mut record = read.ty;
        for (path, target) in &from.references {
            let leads = || {
                let steps: Vec<&str> = std::iter::once(&*from.name).chain(path.iter().map(|step| &**step)).collect();
                format!("the reference {}", steps.join("."))
            };
            if path.is_empty() {
                return Err(format!("{} names no field; write one behind it, as in {}.goal", leads(), from.name));
            }
            self.is_known(&record, path).map_err(|reason| format!("{} leads nowhere: {reason}", leads()))?;
            record = self.replaced(&record, path, &Type::Reference(*target));
        }
        if let Some(pointer) = &from.id {
            let step = |step: &str| step.replace("~1", "/").replace("~0", "~").into();
            let steps: Vec<Box<str>> = pointer.split('/').skip(1).map(step).collect();
            self.is_known(&record, &steps).map_err(|reason| format!("its id {pointer} leads nowhere: {reason}"))?;
            record = self.replaced(&record, &steps, &Type::Id(collection));
        }
        self.collections[collection].record = record;
        self.collections[collection].id.clone_from(&from.id);
        Ok(())
    }

    /// Whether the schemas know of each step of a path, where they say what there is; if not, which one they do not
    /// know.
    fn is_known(&self, ty: &Type, path: &[Box<str>]) -> Result<(), String> {
        let Some((first, rest)) = path.split_first() else { return Ok(()) };
        let mut ty = ty;
        while let Type::List(item) = ty {
            ty = item;
            if first.parse::<u32>().is_ok() {
                return self.is_known(ty, rest);
            }
        }
        let parts = match ty {
            Type::Record(parts) => parts,
            Type::Anything => return Ok(()),
            other => return Err(format!("\"{first}\" stands below {}", self.describe(other))),
        };
        let Some(field) = self.field(parts, first) else {
            let near = nearest(first, self.field_names(parts)).map(|near| format!("; write \"{near}\""));
            return Err(format!("the schema knows of no \"{first}\" there{}", near.unwrap_or_default()));
        };
        self.is_known(&field.ty, rest)
    }

    /// A type whose fields at the end of a path are of another type, inside the lists that they are.
    ///
    /// Shapes on the way are copied: the same schema may be referred to from a place that the path does not lead to.
    fn replaced(&mut self, ty: &Type, path: &[Box<str>], with: &Type) -> Type {
        match (ty, path) {
            (_, []) => in_lists(ty, with),
            (Type::List(item), _) => Type::list(self.replaced(item, path, with)),
            (Type::Record(parts), [first, rest @ ..]) => {
                Type::Record(parts.iter().map(|part| self.replaced_in(*part, first, rest, with)).collect())
            }
            _ => ty.clone(),
        }
    }

    fn replaced_in(&mut self, part: Part, first: &str, rest: &[Box<str>], with: &Type) -> Part {
        let mut shape = self.shapes[part.shape].clone();
        let mut is_there = false;
        for variant in &mut shape.variants {
            for field in variant.fields.iter_mut().filter(|field| *field.name == *first) {
                field.ty = self.replaced(&field.ty, rest, with);
                is_there = true;
            }
        }
        if !is_there {
            return part;
        }
        self.shapes.push(shape);
        Part { shape: self.shapes.len() - 1, ..part }
    }
}

fn in_lists(ty: &Type, with: &Type) -> Type {
    match ty {
        Type::List(item) => Type::list(in_lists(item, with)),
        _ => with.clone(),
    }
}

/// A type and whether `null` stands beside it.
#[derive(Clone)]
struct Read {
    ty: Type,
    nullable: bool,
}

/// Where the schemas of some alternatives are in memory, and whether each holds under a condition.
type Places = Vec<Vec<(usize, bool)>>;

struct Reader<'e> {
    environment: &'e mut Environment,
    /// The shape of each set of alternatives, by where they are in memory.
    by_schemas: HashMap<Places, usize>,
    /// What each set of alternatives came to, and how deep: deeper down, it is no more than that.
    types: HashMap<Places, (usize, Read)>,
    /// How many patterns of names were made ready.
    patterns: usize,
}

impl Reader<'_> {
    fn type_of(&mut self, held: Together<'_>, name: &str, depth: usize) -> Result<Read, String> {
        let anything = Read { ty: Type::Anything, nullable: false };
        if depth > DEEPEST {
            return Ok(anything);
        }
        let name = held.iter().find_map(definition_name).unwrap_or_else(|| name.to_owned());
        let Some(alternatives) = alternatives(held) else { return Ok(anything) };
        // The same schema may refer to others within another one: they are among the alternatives.
        let mut key: Places = alternatives.iter().map(key).collect();
        key.sort_unstable();
        if let Some((_, read)) = self.types.get(&key).filter(|(known, _)| *known <= depth) {
            return Ok(read.clone());
        }
        let read = self.type_read(alternatives, &name, depth)?;
        self.types.insert(key, (depth, read.clone()));
        Ok(read)
    }

    fn type_read(&mut self, alternatives: Vec<Together<'_>>, name: &str, depth: usize) -> Result<Read, String> {
        let mut nullable = false;
        let mut whole: Option<Type> = None;
        let mut records = Vec::new();
        for alternative in alternatives {
            let kinds = kinds(&alternative);
            for kind in &kinds {
                let ty = match kind {
                    Kind::Null => {
                        nullable = true;
                        continue;
                    }
                    Kind::Object => {
                        records.push(alternative.clone());
                        continue;
                    }
                    Kind::Array => Type::list(self.items(&alternative, name, depth)?),
                    Kind::Text => self.text(&alternative),
                    Kind::Boolean => Type::Boolean,
                    Kind::Whole => Type::Whole,
                    Kind::Number => Type::Number,
                    Kind::Any => Type::Anything,
                };
                whole = Some(joined(whole, ty));
            }
        }
        if !records.is_empty() {
            let record = self.record(records, name, depth)?;
            whole = Some(joined(whole, record));
        }
        Ok(Read { ty: whole.unwrap_or(Type::Anything), nullable })
    }

    fn items(&mut self, together: &Together<'_>, name: &str, depth: usize) -> Result<Type, String> {
        let mut all: Together<'_> = Vec::new();
        let mut each: Vec<Held<'_>> = Vec::new();
        for held in together {
            let Value::Object(keywords) = held.schema else { continue };
            for (keyword, value) in keywords {
                match (keyword.as_str(), value) {
                    ("items", Value::Object(_)) => all.push(held.beside(value)),
                    ("items" | "prefixItems", Value::Array(places)) => {
                        each.extend(places.iter().map(|place| held.beside(place)));
                    }
                    ("additionalItems" | "unevaluatedItems", Value::Object(_)) => each.push(held.beside(value)),
                    _ => {}
                }
            }
        }
        let name = item_name(name);
        if each.is_empty() {
            return if all.is_empty() { Ok(Type::Anything) } else { Ok(self.type_of(all, &name, depth + 1)?.ty) };
        }
        each.extend(all);
        let mut whole: Option<Type> = None;
        for one in each {
            let ty = self.type_of(vec![one], &name, depth + 1)?.ty;
            whole = Some(joined(whole, ty));
        }
        Ok(whole.unwrap_or(Type::Anything))
    }

    fn text(&self, together: &Together<'_>) -> Type {
        let sure = |held: &&Held<'_>| !held.conditional;
        let keyword = |name: &'static str| together.iter().filter(sure).filter_map(move |held| held.schema.get(name));
        let collection = |name| keyword(name).find_map(|value| self.environment.collection(value.as_str()?));
        if let Some(collection) = collection("x-identifies") {
            return Type::Id(collection);
        }
        if let Some(collection) = collection("x-refers-to") {
            return Type::Reference(collection);
        }
        let fixed = keyword("const").find_map(Value::as_str);
        if let Some(fixed) = fixed {
            return Type::OneOf([fixed.into()].into());
        }
        let mut lists = keyword("enum").filter_map(Value::as_array);
        if let Some(words) = lists.next() {
            let others: Vec<&Vec<Value>> = lists.collect();
            let in_all = |word: &&Value| others.iter().all(|other| other.contains(word));
            return Type::OneOf(words.iter().filter(in_all).filter_map(Value::as_str).map(Into::into).collect());
        }
        match keyword("format").find_map(Value::as_str) {
            Some("date") => Type::Date,
            Some("date-time") => Type::DateTime,
            _ => Type::Text,
        }
    }

    /// The shape whose variants are the alternatives.
    fn record(&mut self, alternatives: Vec<Together<'_>>, name: &str, depth: usize) -> Result<Type, String> {
        if alternatives.iter().any(is_open) {
            return Ok(Type::Anything);
        }
        let count = alternatives.len();
        let part = |shape| Type::Record([Part { shape, variants: bits(count) }].into());
        let mut key: Places = alternatives.iter().map(key).collect();
        key.sort_unstable();
        if let Some(known) = self.by_schemas.get(&key) {
            return Ok(part(*known));
        }
        let shape = self.environment.shapes.len();
        if shape >= MOST_SHAPES {
            return Err(format!("the schema unfolds to more than {MOST_SHAPES} shapes"));
        }
        self.by_schemas.insert(key, shape);
        self.environment.shapes.push(Shape { name: name.to_owned(), variants: Vec::new() });
        let mut variants = Vec::new();
        for alternative in alternatives {
            variants.push(self.variant(&alternative, depth)?);
        }
        self.environment.shapes[shape].variants = variants;
        Ok(part(shape))
    }

    fn variant(&mut self, together: &Together<'_>, depth: usize) -> Result<Variant, String> {
        let mut fields: Vec<(&str, Together<'_>)> = Vec::new();
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut patterns: Vec<(&String, Held<'_>)> = Vec::new();
        let mut others: Together<'_> = Vec::new();
        let mut open = false;
        for held in together {
            let Value::Object(keywords) = held.schema else { continue };
            for (name, property) in properties(keywords) {
                let number = *numbers.entry(name).or_insert(fields.len());
                match fields.get_mut(number) {
                    Some((_, all)) => all.push(held.beside(property)),
                    None => fields.push((name, vec![held.beside(property)])),
                }
            }
            for keyword in ["additionalProperties", "unevaluatedProperties"] {
                match keywords.get(keyword) {
                    Some(Value::Bool(true)) => open = true,
                    Some(schema @ Value::Object(_)) => others.push(held.beside(schema)),
                    _ => {}
                }
            }
            if let Some(Value::Object(all)) = keywords.get("patternProperties") {
                patterns.extend(all.iter().map(|(pattern, schema)| (pattern, held.beside(schema))));
            }
        }
        let mut variant = Variant::default();
        for (name, all) in fields {
            if all.iter().any(holds_of_nothing) {
                variant.fields.push(Field { name: name.into(), ty: Type::Nothing, required: false });
                continue;
            }
            let required = together.iter().any(|held| !held.conditional && requires(held.schema, name));
            let read = self.type_of(all, &singular(name), depth + 1)?;
            variant.fields.push(Field { name: name.into(), ty: read.ty, required: required && !read.nullable });
        }
        for (pattern, held) in patterns {
            let is_one_too_many = self.patterns == MOST_PATTERNS;
            self.patterns += usize::from(!is_one_too_many);
            let pattern = if is_one_too_many { NamePattern::ANY } else { NamePattern::new(pattern) };
            let is_none = holds_of_nothing(&held);
            let ty = if is_none { Type::Nothing } else { self.type_of(vec![held], "value", depth + 1)?.ty };
            variant.patterns.push((pattern, ty));
        }
        variant.others = match others.len() {
            _ if open => Some(Type::Anything),
            0 => None,
            1 => Some(self.type_of(others, "value", depth + 1)?.ty),
            _ => Some(Type::Anything),
        };
        Ok(variant)
    }
}

/// `false` holds of no value: a record of such a variant does not have the field.
fn holds_of_nothing(held: &Held<'_>) -> bool {
    !held.conditional && *held.schema == Value::Bool(false)
}

fn joined(before: Option<Type>, ty: Type) -> Type {
    match before {
        None => ty,
        // A text that is a date in one alternative only need not be one.
        Some(before) if is_written_as_text(&before) && is_written_as_text(&ty) => {
            before.union(&ty).unwrap_or(Type::Text)
        }
        Some(before) => before.union(&ty).unwrap_or(Type::Anything),
    }
}

fn is_written_as_text(ty: &Type) -> bool {
    ty.is_textual() || matches!(ty, Type::Date | Type::DateTime)
}

fn bits(count: usize) -> u64 {
    if count >= 64 { u64::MAX } else { (1 << count) - 1 }
}

fn properties(keywords: &Map<String, Value>) -> impl Iterator<Item = (&str, &Value)> {
    let found = keywords.get("properties").and_then(Value::as_object);
    found.into_iter().flatten().map(|(name, property)| (name.as_str(), property))
}

fn requires(schema: &Value, name: &str) -> bool {
    schema.get("required").and_then(Value::as_array).is_some_and(|names| names.iter().any(|other| other == name))
}
