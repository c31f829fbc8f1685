//! The collections of a run and the shapes of their records, read from JSON Schemas: what names and types a rule may
//! use.

use std::sync::Arc;

use regex::{Regex, RegexBuilder};

use crate::{CollectionId, Part, Type};

/// The collections of a run and the shapes of their records.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    pub(crate) collections: Vec<CollectionType>,
    pub(crate) shapes: Vec<Shape>,
}

/// A collection and what its records are.
#[derive(Clone, Debug)]
pub(crate) struct CollectionType {
    pub(crate) name: Arc<str>,
    pub(crate) record: Type,
    /// The JSON Pointer of a record's id.
    pub(crate) id: Option<String>,
}

/// Records of one kind: one or more variants.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shape {
    /// What such a record is called in a sentence: `contribution`.
    pub(crate) name: String,
    pub(crate) variants: Vec<Variant>,
}

/// One way that a record may be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Variant {
    pub(crate) fields: Vec<Field>,
    /// What fields of other names are, of which these patterns tell.
    pub(crate) patterns: Vec<(NamePattern, Type)>,
    /// What all other fields are; nothing where there are none.
    pub(crate) others: Option<Type>,
}

impl Variant {
    /// What a field is, and whether it is required; nothing where there is no such field.
    fn field(&self, name: &str) -> Option<(Type, bool)> {
        if let Some(field) = self.fields.iter().find(|field| &*field.name == name) {
            return Some((field.ty.clone(), field.required));
        }
        let mut matching = self.patterns.iter().filter(|(pattern, _)| pattern.fits(name)).map(|(_, ty)| ty);
        let ty = match (matching.next(), matching.next()) {
            (None, _) => self.others.clone()?,
            (Some(ty), None) => ty.clone(),
            // Both hold of it.
            (Some(_), Some(_)) => Type::Anything,
        };
        Some((ty, false))
    }

    fn types(&mut self) -> impl Iterator<Item = &mut Type> {
        let fields = self.fields.iter_mut().map(|field| &mut field.ty);
        fields.chain(self.patterns.iter_mut().map(|(_, ty)| ty)).chain(&mut self.others)
    }
}

/// A pattern of names. One that only other dialects of regular expressions have, or that is large, fits every name.
#[derive(Clone, Debug)]
pub(crate) struct NamePattern(Option<Regex>);

impl NamePattern {
    /// The bytes that a pattern may take.
    const MOST_BYTES: usize = 1 << 16;

    /// One that fits every name.
    pub(crate) const ANY: Self = Self(None);

    pub(crate) fn new(pattern: &str) -> Self {
        Self(RegexBuilder::new(pattern).size_limit(Self::MOST_BYTES).build().ok())
    }

    fn fits(&self, name: &str) -> bool {
        self.0.as_ref().is_none_or(|pattern| pattern.is_match(name))
    }
}

/// A field of a record.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: Arc<str>,
    pub(crate) ty: Type,
    pub(crate) required: bool,
}

/// A field as it is found in a type.
#[derive(Clone, Debug)]
pub(crate) struct FoundField {
    pub(crate) ty: Type,
    pub(crate) may_be_missing: bool,
}

impl Environment {
    /// Adds one collection as another environment of the same collections has read it, so that several threads may read
    /// them. That environment has read nothing else.
    pub fn adopt(&mut self, collection: CollectionId, other: Self) {
        let by = self.shapes.len();
        let raise = |ty: &mut Type| *ty = ty.raised(by);
        for mut shape in other.shapes {
            for variant in &mut shape.variants {
                variant.types().for_each(raise);
            }
            self.shapes.push(shape);
        }
        let read = other.collections.into_iter().nth(collection);
        if let (Some(own), Some(mut read)) = (self.collections.get_mut(collection), read) {
            raise(&mut read.record);
            *own = read;
        }
    }

    /// The number of the collection of a name.
    pub fn collection(&self, name: &str) -> Option<CollectionId> {
        self.collections.iter().position(|collection| &*collection.name == name)
    }

    /// The name of a collection.
    ///
    /// # Panics
    /// Where the environment has no collection of that number: one of another environment may be none here.
    pub fn collection_name(&self, collection: CollectionId) -> &Arc<str> {
        &self.collections[collection].name
    }

    /// The names of the collections, in order.
    pub fn collection_names(&self) -> impl Iterator<Item = &str> {
        self.collections.iter().map(|collection| &*collection.name)
    }

    /// What the records of a collection are.
    ///
    /// # Panics
    /// Where the environment has no collection of that number: one of another environment may be none here.
    pub fn record_type(&self, collection: CollectionId) -> &Type {
        &self.collections[collection].record
    }

    /// The JSON Pointer of the ids in the records of a collection, if they have any.
    ///
    /// # Panics
    /// Where the environment has no collection of that number: one of another environment may be none here.
    pub fn id_pointer(&self, collection: CollectionId) -> Option<&str> {
        self.collections[collection].id.as_deref()
    }

    /// What a field of a record type is, and whether it may be missing; nothing where there is no such field.
    ///
    /// # Panics
    /// Where the type is of another environment, which has other records.
    pub fn field_type(&self, record: &Type, name: &str) -> Option<(Type, bool)> {
        let Type::Record(parts) = record else { return None };
        self.field(parts, name).map(|found| (found.ty, found.may_be_missing))
    }

    /// The variants of a record type that are possible.
    fn variants<'e>(&'e self, parts: &'e [Part]) -> impl Iterator<Item = &'e Variant> {
        parts.iter().flat_map(|part| {
            let variants = &self.shapes[part.shape].variants;
            variants
                .iter()
                .enumerate()
                .filter(|(number, _)| part.variants >> number & 1 == 1)
                .map(|(_, variant)| variant)
        })
    }

    /// A field of a record type; nothing where no variant has it.
    pub(crate) fn field(&self, parts: &[Part], name: &str) -> Option<FoundField> {
        let mut found: Option<Type> = None;
        let mut may_be_missing = false;
        for variant in self.variants(parts) {
            let Some((ty, required)) = variant.field(name) else {
                may_be_missing = true;
                continue;
            };
            may_be_missing |= !required;
            found = Some(match found {
                None => ty,
                Some(before) => before.union(&ty).unwrap_or(Type::Anything),
            });
        }
        // A field that no variant may have is none.
        found.filter(|ty| *ty != Type::Nothing).map(|ty| FoundField { ty, may_be_missing })
    }

    /// The names of the fields that records of a type may have, each once.
    pub(crate) fn field_names<'e>(&'e self, parts: &'e [Part]) -> Vec<&'e str> {
        let mut names: Vec<&str> = Vec::new();
        for field in self.variants(parts).flat_map(|variant| &variant.fields) {
            if field.ty != Type::Nothing && !names.contains(&&*field.name) {
                names.push(&field.name);
            }
        }
        names
    }

    /// A record type without the variants for which `keep` says no of a field's type. What is left may be nothing.
    pub(crate) fn narrowed(&self, parts: &[Part], name: &str, keep: &dyn Fn(&Type, bool) -> bool) -> Type {
        let narrowed = parts.iter().map(|part| {
            let mut variants = 0;
            for (number, variant) in self.shapes[part.shape].variants.iter().enumerate() {
                let is_named = variant.fields.iter().any(|field| &*field.name == name);
                let possible = match variant.field(name) {
                    Some((ty, required)) if is_named => keep(&ty, required),
                    Some(_) => true,
                    None => keep(&Type::Nothing, false),
                };
                if possible && part.variants >> number & 1 == 1 {
                    variants |= 1 << number;
                }
            }
            Part { variants, ..*part }
        });
        let left: Vec<Part> = narrowed.filter(|part| part.variants != 0).collect();
        // What leaves nothing is said by another check; the type stays usable.
        if left.is_empty() { Type::Record(parts.into()) } else { Type::Record(left.into()) }
    }

    /// What a value of a type is called in a sentence, with its article: `a contribution`, `a list of texts`.
    ///
    /// # Panics
    /// Where the type is of another environment, which has other records and collections.
    pub fn describe(&self, ty: &Type) -> String {
        match ty {
            Type::Anything => "a value that the schema says nothing of".into(),
            Type::Nothing => "nothing".into(),
            Type::Boolean => "true or false".into(),
            Type::Whole => "a whole number".into(),
            Type::Number => "a number".into(),
            Type::Text => "a text".into(),
            Type::OneOf(words) if words.len() == 1 => format!("the text {:?}", words[0]),
            Type::OneOf(words) => {
                let first: Vec<String> = words.iter().take(4).map(|word| format!("{word:?}")).collect();
                let more = if words.len() > 4 { ", …" } else { "" };
                format!("one of {}{more}", first.join(", "))
            }
            Type::Date => "a date".into(),
            Type::DateTime => "a date with a time".into(),
            Type::Duration => "a length of time".into(),
            Type::Id(collection) => format!("an id of {}", self.collection_name(*collection)),
            Type::Reference(collection) => format!("a reference to {}", self.collection_name(*collection)),
            Type::List(items) if **items == Type::Nothing => "an empty list".into(),
            Type::List(items) => format!("a list of {}", self.describe_all(items)),
            Type::Record(parts) => with_article(&self.record_name(parts)),
        }
    }

    /// What values of a type are called in a sentence: `texts`.
    fn describe_all(&self, ty: &Type) -> String {
        match ty {
            Type::Anything => "values that the schema says nothing of".into(),
            Type::Nothing => "nothing".into(),
            Type::Boolean => "truth values".into(),
            Type::Whole => "whole numbers".into(),
            Type::Number => "numbers".into(),
            Type::Text => "texts".into(),
            Type::OneOf(_) => "words".into(),
            Type::Date => "dates".into(),
            Type::DateTime => "dates with a time".into(),
            Type::Duration => "lengths of time".into(),
            Type::Id(collection) => format!("ids of {}", self.collection_name(*collection)),
            Type::Reference(collection) => format!("references to {}", self.collection_name(*collection)),
            Type::List(_) => "lists".into(),
            Type::Record(parts) => {
                let name = self.record_name(parts);
                if name.ends_with('s') { format!("{name} records") } else { format!("{name}s") }
            }
        }
    }

    /// What a record of a type is called: `contribution`.
    pub(crate) fn record_name(&self, parts: &[Part]) -> String {
        parts.first().map_or_else(|| "record".into(), |part| self.shapes[part.shape].name.clone())
    }
}

/// A noun with `a` or `an`.
pub(crate) fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O']) { "an" } else { "a" };
    format!("{article} {noun}")
}
