//! The JSON-LD context: made from the schemas, which say what each property holds, and the table of what it is called.

use std::{collections::BTreeMap, sync::LazyLock};

use accordance_canon::{BASE, bundle};
use accordance_terms::Language;
use serde_json::{Map, Value, json};

use crate::{
    mapping::{CLASSES, IN_ORDER, LEFT_OUT, MODES, WITHIN_RECORDS, meaning},
    vocabulary::{PREFIXES, base},
};

/// The name of the context among the published files.
pub const CONTEXT_FILE: &str = "context.jsonld";

const COMMENT: &str = "Generated from the types by `cargo xtask schemas`. Do not edit.";

/// The address of the context. Nothing is ever fetched from it: who uses it gives a processor the file.
pub fn context_address() -> String {
    format!("{BASE}{CONTEXT_FILE}")
}

/// The JSON-LD 1.1 context of records, as the file that is published: a record of any kind is linked data once it has
/// this context.
///
/// ```
/// let context = accordance_exchange::context();
/// assert_eq!(context["@context"]["goal"]["@id"], "skos:Concept");
/// ```
pub fn context() -> Value {
    json!({ "$comment": COMMENT, "@context": definitions() })
}

/// What the context defines.
///
/// A property that means the same in all types is defined once. One that does not is defined wherever it is meant, also
/// where it would be so already: by the specification what a kind brings with it ends where an object within the record
/// begins, but not all processors know of that end.
pub(crate) fn definitions() -> &'static Value {
    static DEFINITIONS: LazyLock<Value> = LazyLock::new(define);
    &DEFINITIONS
}

fn define() -> Value {
    let types = Types::read(&bundle());
    let mut context = Map::new();
    context.insert("@version".into(), json!(1.1));
    context.extend(PREFIXES.map(|(prefix, namespace)| (prefix.to_owned(), namespace.into())));
    context.extend(types.terms.iter().filter(|(name, _)| !is_kind(name)).filter_map(|(name, terms)| {
        let (term, _) = terms.iter().rev().max_by_key(|(_, count)| *count)?;
        Some((name.clone(), term.define(&types)))
    }));
    for (kind, class) in CLASSES {
        let scoped = types.objects.get(&type_name(kind)).map(|own| own.define(&types));
        context.insert(kind.into(), json!({ "@id": class, "@context": scoped.unwrap_or_default() }));
    }
    context.into()
}

/// The types of objects that the schemas define.
#[derive(Default)]
struct Types {
    objects: BTreeMap<String, Object>,
    /// For each name of a property the terms that types have for it, and how many types.
    terms: BTreeMap<String, Vec<(Term, usize)>>,
}

/// What the properties of an object are.
struct Object {
    properties: BTreeMap<String, Term>,
    /// The collection that its ids are of.
    collection: Option<String>,
}

/// What a property is called, and what it holds.
#[derive(Clone, PartialEq, Eq)]
struct Term {
    word: String,
    holds: Holds,
    in_order: bool,
}

#[derive(Clone, PartialEq, Eq)]
enum Holds {
    /// A text, number or word.
    Plain,
    /// A text in one language.
    In(&'static str),
    /// Texts by their languages.
    InLanguages,
    /// Something written in the form of a datatype.
    Of(&'static str),
    /// The id of a record of a collection.
    IdOf(String),
    /// One of some words, each with an address.
    Words,
    /// An object of a type.
    Object(String),
    /// Nothing that a statement is made of.
    Nothing,
}

impl Object {
    /// The terms of its properties, those left out that mean the same everywhere.
    fn define(&self, types: &Types) -> Map<String, Value> {
        let mut context = Map::new();
        context.extend(self.collection.as_deref().map(|collection| ("@base".to_owned(), base(collection).into())));
        let is_clear = |name: &str| types.terms.get(name).is_some_and(|terms| terms.len() == 1) && !is_kind(name);
        let unclear = self.properties.iter().filter(|(name, _)| !is_clear(name));
        context.extend(unclear.map(|(name, term)| (name.clone(), term.define(types))));
        context
    }
}

impl Term {
    fn define(&self, types: &Types) -> Value {
        let mut definition = Map::new();
        definition.insert("@id".into(), self.word.as_str().into());
        let mut says = |keyword: &str, what: Value| drop(definition.insert(keyword.into(), what));
        match &self.holds {
            Holds::Plain => {}
            Holds::Nothing => return Value::Null,
            Holds::In(language) => says("@language", (*language).into()),
            Holds::InLanguages => says("@container", "@language".into()),
            Holds::Of(datatype) => says("@type", (*datatype).into()),
            Holds::IdOf(collection) => {
                says("@type", "@id".into());
                says("@context", json!({ "@base": base(collection) }));
            }
            Holds::Words => {
                says("@type", "@vocab".into());
                let words = MODES.iter().map(|(word, address)| ((*word).to_owned(), Value::from(*address)));
                says("@context", words.collect::<Map<_, _>>().into());
            }
            Holds::Object(name) => {
                let within = types.objects.get(name).map(|within| within.define(types)).unwrap_or_default();
                if !within.is_empty() {
                    says("@context", within.into());
                }
            }
        }
        if self.in_order {
            says("@container", "@list".into());
        }
        if definition.len() == 1 { self.word.as_str().into() } else { definition.into() }
    }
}

const TEXTS: &str = "TextInLanguages";
const WORDING: &str = "Wording";
const WORDINGS: &str = "WordingInLanguages";

impl Types {
    fn read(bundle: &Value) -> Self {
        let schemas = bundle.get("$defs").and_then(Value::as_object);
        let schemas = schemas.into_iter().flatten().filter_map(|(name, schema)| {
            let properties = schema.get("properties")?.as_object()?;
            Some((name.as_str(), properties))
        });
        let mut types = Self::default();
        for (name, properties) in schemas.filter(|(name, _)| *name != TEXTS) {
            let object = Object::read(name, properties, bundle);
            if name == WORDING {
                types.objects.extend(Language::ALL.map(|language| object.in_language(language.as_str())));
            } else {
                types.objects.insert(name.to_owned(), object);
            }
        }
        for (name, term) in types.objects.values().flat_map(|object| &object.properties) {
            let terms = types.terms.entry(name.clone()).or_default();
            match terms.iter_mut().find(|(known, _)| known == term) {
                Some((_, count)) => *count += 1,
                None => terms.push((term.clone(), 1)),
            }
        }
        types
    }
}

impl Object {
    fn read(name: &str, properties: &Map<String, Value>, bundle: &Value) -> Self {
        let within_records = |property: &str| {
            let row = WITHIN_RECORDS.iter().find(|(of, known, _)| *of == name && *known == property);
            row.map(|(_, _, collection)| (*collection).to_owned())
        };
        let identifies = properties.get("id").and_then(|id| id.get("x-identifies")).and_then(Value::as_str);
        let collection = identifies.map(str::to_owned).or_else(|| within_records("id"));
        let term = |(property, schema): (&String, &Value)| {
            let word = match property.as_str() {
                "id" if collection.is_some() => "@id".to_owned(),
                "kind" if identifies.is_some() => "@type".to_owned(),
                // A wording stands under its language.
                _ if name == WORDINGS => "acc:wording".to_owned(),
                _ => meaning(name, property),
            };
            let holds = match within_records(property).filter(|_| property != "id") {
                Some(collection) => Holds::IdOf(collection),
                None if name == WORDINGS => Holds::Object(wording_in(property)),
                None => holds(name, property, schema, bundle),
            };
            (property.clone(), Term { word, holds, in_order: IN_ORDER.contains(&(name, property)) })
        };
        Self { properties: properties.iter().map(term).collect(), collection }
    }

    /// A wording that stands under a language.
    fn in_language(&self, language: &'static str) -> (String, Self) {
        let mut properties = self.properties.clone();
        if let Some(text) = properties.get_mut("text") {
            text.holds = Holds::In(language);
        }
        (wording_in(language), Self { properties, collection: None })
    }
}

fn wording_in(language: &str) -> String {
    format!("{WORDING} {language}")
}

/// What a property holds, by its schema.
fn holds(of: &str, property: &str, schema: &Value, bundle: &Value) -> Holds {
    let schema = schema.get("items").unwrap_or(schema);
    let says = |keyword: &str| schema.get(keyword).and_then(Value::as_str);
    let has_properties = |name: &str| bundle.pointer(&format!("/$defs/{name}/properties")).is_some();
    if LEFT_OUT.iter().any(|(name, _)| *name == property) {
        return Holds::Nothing;
    }
    match says("$ref").and_then(|target| target.strip_prefix("#/$defs/")) {
        Some(TEXTS) => return Holds::InLanguages,
        Some("Mode") if !meaning(of, property).starts_with("acc:") => return Holds::Words,
        Some(name) if has_properties(name) => return Holds::Object(name.to_owned()),
        _ => {}
    }
    if let Some(collection) = says("x-refers-to") {
        return Holds::IdOf(collection.to_owned());
    }
    match (says("format"), says("pattern")) {
        (Some("date"), _) => Holds::Of("xsd:date"),
        (_, Some(pattern)) if pattern.starts_with("^https?://") => Holds::Of("xsd:anyURI"),
        _ => Holds::Plain,
    }
}

/// Whether a word is that of a kind, and so is defined as a class.
fn is_kind(name: &str) -> bool {
    CLASSES.iter().any(|(kind, _)| *kind == name)
}

/// The name of the type of a kind: `SdgTarget` for `sdg_target`.
fn type_name(kind: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    kind.split('_').map(capital).collect()
}
