//! Statements as processors read them. Nothing is fetched: the one context that there is is handed over.
#![allow(dead_code, reason = "each of the tests that share this uses a part of it")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::LazyLock,
};

use accordance_canon::DATA;
use accordance_document::{Format, Limits, Records, Tree};
use accordance_exchange::{IDENTIFIERS, NAMESPACE, context_address};
use oxjsonld::{JsonLdParser, JsonLdRemoteDocument};
use oxrdf::{NamedOrBlankNode, Term, Triple};
use oxttl::TurtleParser;
use serde_json::{Value, json};

/// The context as it is published.
static CONTEXT: LazyLock<Value> = LazyLock::new(accordance_exchange::context);

/// The names of the properties of records and of what is in them.
static PROPERTIES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let bundle = accordance_canon::bundle();
    let types = bundle["$defs"].as_object().unwrap().values();
    types.filter_map(|schema| schema["properties"].as_object()).flat_map(|names| names.keys().cloned()).collect()
});

/// The statements of a document, in the order in which they were read.
pub(crate) struct Graph(Vec<Triple>);

/// The records of the reference data as they are written.
pub(crate) fn records() -> Vec<Value> {
    let mut all = Vec::new();
    for (_, text) in DATA {
        let mut tree = Tree::new();
        let mut records = Records::new(text, Format::Yaml, &mut tree, Limits::default());
        while let Some(record) = records.next_record() {
            all.push(record.unwrap().value.to_typed().unwrap());
        }
    }
    all
}

/// What a record says when nothing but the address of the context is added.
pub(crate) fn of_record(record: &Value) -> Graph {
    with_context(record, &json!(context_address()))
}

/// What a document says, with the context written out in it where it has none of its own.
pub(crate) fn of_json_ld(document: &Value, add_context: bool) -> Graph {
    if add_context { with_context(document, &CONTEXT["@context"]) } else { read(document) }
}

fn with_context(document: &Value, context: &Value) -> Graph {
    let mut whole = json!({ "@context": context });
    whole.as_object_mut().unwrap().extend(document.as_object().unwrap().clone());
    read(&whole)
}

fn read(document: &Value) -> Graph {
    let text = document.to_string();
    let parser = JsonLdParser::new().for_slice(&text).with_load_document_callback(|address, _| {
        assert_eq!(address, context_address(), "a document is asked for that there is not");
        let document = CONTEXT.to_string().into_bytes();
        Ok(JsonLdRemoteDocument { document, document_url: address.into() })
    });
    Graph(parser.map(|quad| Triple::from(quad.unwrap())).collect())
}

/// What a text in Turtle says.
pub(crate) fn of_turtle(text: &str) -> Graph {
    Graph(TurtleParser::new().for_slice(text).map(Result::unwrap).collect())
}

impl Graph {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The objects of a property of a subject, as N-Triples write them.
    pub(crate) fn objects(&self, subject: &str, property: &str) -> Vec<String> {
        let of = |triple: &&Triple| {
            triple.predicate.as_str() == property
                && matches!(&triple.subject, NamedOrBlankNode::NamedNode(node) if node.as_str() == subject)
        };
        let objects: BTreeSet<String> = self.0.iter().filter(of).map(|triple| triple.object.to_string()).collect();
        objects.into_iter().collect()
    }

    /// Every address in a statement.
    pub(crate) fn addresses(&self) -> BTreeSet<&str> {
        let mut all = BTreeSet::new();
        for triple in &self.0 {
            all.insert(triple.predicate.as_str());
            if let NamedOrBlankNode::NamedNode(node) = &triple.subject {
                all.insert(node.as_str());
            }
            match &triple.object {
                Term::NamedNode(node) => drop(all.insert(node.as_str())),
                Term::Literal(literal) => drop(all.insert(literal.datatype().as_str())),
                Term::BlankNode(_) => {}
            }
        }
        all
    }

    /// What statements begin and end in: texts as they are, and the last parts of addresses.
    pub(crate) fn leaves(&self) -> BTreeSet<String> {
        self.ends()
            .chain(self.0.iter().filter_map(|triple| match &triple.subject {
                NamedOrBlankNode::NamedNode(node) => Some(last_part(node.as_str())),
                NamedOrBlankNode::BlankNode(_) => None,
            }))
            .collect()
    }

    /// What each statement ends in that does not end in a node without a name or in the end of a list.
    pub(crate) fn ends(&self) -> impl Iterator<Item = String> {
        self.0.iter().filter_map(|triple| match &triple.object {
            Term::NamedNode(node) if node.as_str().ends_with("#nil") => None,
            Term::NamedNode(node) => Some(word_of(node.as_str()).unwrap_or_else(|| last_part(node.as_str()))),
            Term::Literal(literal) => Some(literal.value().to_owned()),
            Term::BlankNode(_) => None,
        })
    }

    /// The statements that another graph does not make.
    pub(crate) fn beyond(&self, other: &Self) -> Vec<String> {
        let made: BTreeSet<String> = other.0.iter().map(ToString::to_string).collect();
        self.0.iter().map(ToString::to_string).filter(|statement| !made.contains(statement)).collect()
    }
}

/// The statements a line each, nodes without a name numbered as they come.
impl fmt::Display for Graph {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut numbers = BTreeMap::new();
        for triple in &self.0 {
            let mut named = |node: &str| {
                let next = numbers.len();
                format!("_:{}", numbers.entry(node.to_owned()).or_insert(next))
            };
            let subject = match &triple.subject {
                NamedOrBlankNode::BlankNode(node) => named(node.as_str()),
                NamedOrBlankNode::NamedNode(node) => node.to_string(),
            };
            let object = match &triple.object {
                Term::BlankNode(node) => named(node.as_str()),
                object => object.to_string(),
            };
            writeln!(formatter, "{subject} {} {object} .", triple.predicate)?;
        }
        Ok(())
    }
}

fn last_part(address: &str) -> String {
    address.rsplit(['/', '#']).next().unwrap_or_default().to_owned()
}

/// The word of records that an address of another vocabulary stands for.
fn word_of(address: &str) -> Option<String> {
    let context = &CONTEXT["@context"];
    let whole = |short: &str| {
        let (prefix, name) = short.split_once(':')?;
        Some(format!("{}{name}", context[prefix].as_str()?))
    };
    let words = context["mode"]["@context"].as_object()?;
    let word = words.iter().find(|(_, short)| short.as_str().and_then(whole).as_deref() == Some(address));
    word.map(|(word, _)| word.clone())
}

/// The texts and numbers of a record by the names of their properties, but for those that no statement is made of.
pub(crate) fn leaves(record: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    walk(record, "", &mut found);
    found
}

fn walk(value: &Value, name: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => members.iter().filter(|(name, _)| *name != "schema").for_each(|(name, member)| {
            let is_class = name == "kind" && members.contains_key("schema");
            match member.as_str().filter(|_| is_class) {
                Some(kind) => found.push((name.clone(), class(kind))),
                None => walk(member, name, found),
            }
        }),
        Value::Array(items) => items.iter().for_each(|item| walk(item, name, found)),
        Value::String(text) => found.push((name.into(), text.clone())),
        other => found.push((name.into(), other.to_string())),
    }
}

fn class(kind: &str) -> String {
    let class = CONTEXT["@context"][kind]["@id"].as_str().unwrap().to_owned();
    class.rsplit(':').next().unwrap().to_owned()
}

/// Whether an address is of a vocabulary that is meant, or of a record.
pub(crate) fn known(address: &str) -> bool {
    const SKOS: [&str; 14] = [
        "Concept",
        "ConceptScheme",
        "altLabel",
        "broader",
        "editorialNote",
        "exactMatch",
        "hasTopConcept",
        "inScheme",
        "notation",
        "note",
        "prefLabel",
        "relatedMatch",
        "scopeNote",
        "topConceptOf",
    ];
    const DCTERMS: [&str; 7] = ["description", "identifier", "issued", "language", "replaces", "source", "title"];
    const SDO: [&str; 23] = [
        "Event",
        "EventCancelled",
        "EventScheduled",
        "EventSeries",
        "MixedEventAttendanceMode",
        "OfflineEventAttendanceMode",
        "OnlineEventAttendanceMode",
        "addressCountry",
        "addressLocality",
        "alternateName",
        "attendee",
        "endDate",
        "eventAttendanceMode",
        "eventStatus",
        "location",
        "name",
        "organizer",
        "roleName",
        "sameAs",
        "startDate",
        "subEvent",
        "superEvent",
        "url",
    ];
    const ORG: [&str; 4] = ["Organization", "OrganizationalUnit", "subOrganizationOf", "unitOf"];
    const RDF: [&str; 6] = ["first", "langString", "nil", "rest", "type", "value"];
    let word =
        |namespace: &str, words: &[&str]| address.strip_prefix(namespace).is_some_and(|word| words.contains(&word));
    let is_slug = |text: &str| {
        !text.is_empty()
            && text.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-' || c == b'/' || c == b'_')
    };
    let is_code = |text: &str| text.bytes().all(|c| c.is_ascii_digit() || c == b'.' || c.is_ascii_lowercase());
    word("http://www.w3.org/2004/02/skos/core#", &SKOS)
        || word("http://purl.org/dc/terms/", &DCTERMS)
        || word("https://schema.org/", &SDO)
        || word("http://www.w3.org/ns/org#", &ORG)
        || word("http://www.w3.org/1999/02/22-rdf-syntax-ns#", &RDF)
        || word("http://www.w3.org/2001/XMLSchema#", &["anyURI", "date", "integer", "string"])
        || address.strip_prefix(NAMESPACE).is_some_and(is_own)
        || address.strip_prefix(IDENTIFIERS).is_some_and(is_slug)
        || address == "http://metadata.un.org/sdg"
        || address.strip_prefix("http://metadata.un.org/sdg/").is_some_and(is_code)
        || address.starts_with("http://www.wikidata.org/entity/Q")
}

/// Whether a name is of this project's own terms: classes, words and the names of properties.
fn is_own(name: &str) -> bool {
    ["Alignment", "Programme", "unspecified", "wording"].contains(&name) || PROPERTIES.contains(name)
}
