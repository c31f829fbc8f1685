//! One document of JSON-LD: the records as they are, and behind them what the context cannot say.

use accordance_canon::Canon;
use oxrdf::{Literal, NamedNode, Term, Triple, vocab::xsd};
use serde_json::{Map, Value, json};

use crate::{
    concepts,
    context::definitions,
    events,
    export::{ExportError, Exported},
    inert::{Escape, without_hidden},
    statements::Statements,
    vocabulary::short,
};

pub(crate) fn export(records: &Canon) -> Result<Exported, ExportError> {
    let mut graph = Vec::new();
    macro_rules! add {
        ($($all:ident),+) => {
            $(for record in records.$all() { graph.push(serde_json::to_value(record)?); })+
        };
    }
    add!(editions, goals, themes, programmes, sdgs, sdg_targets, alignments, organizations, series, meetings);
    let left_out = taken_for_keywords(&graph);
    let mut statements = Statements::default();
    concepts::added(records, &mut statements);
    events::added(records, &mut statements);
    graph.extend(statements.by_subject().map(|(subject, triples)| node(subject, triples)));
    let document = json!({ "@context": definitions(), "@graph": graph });
    let text = format!("{document:#}\n");
    Ok(Exported { text: without_hidden(&text, Escape::Json), left_out })
}

/// The ids of records, and what refers to such, that the context has for keywords: a processor takes them for these.
fn taken_for_keywords(records: &[Value]) -> Vec<String> {
    let keywords = definitions().as_object().into_iter().flatten();
    let keywords = keywords.filter(|(_, meaning)| meaning.as_str().is_some_and(|meaning| meaning.starts_with('@')));
    let of_record = |record: &Value, word: &str| {
        let of_kind = record["kind"].as_str().map(|kind| &definitions()[kind]["@context"]);
        ids(record, of_kind, &[definitions()], word)
    };
    keywords
        .filter_map(|(word, _)| {
            let count: usize = records.iter().map(|record| of_record(record, word)).sum();
            (count > 0).then(|| format!("what is said by the id {word} ({count}): JSON-LD takes it for a keyword"))
        })
        .collect()
}

/// How often an id, or a reference to it, stands in a value. What properties hold is said by what the kind of the record
/// brings with it, which ends where an object within the record begins, and then by the last of the contexts.
fn ids(value: &Value, of_kind: Option<&Value>, contexts: &[&Value], id: &str) -> usize {
    match value {
        Value::Object(members) => {
            let of_member = |(name, member): (&String, &Value)| {
                let mut known = of_kind.into_iter().chain(contexts.iter().rev().copied());
                let meaning = known.find_map(|context| context.get(name)).unwrap_or(&Value::Null);
                if meaning == "@id" || meaning["@type"] == "@id" {
                    let one = std::slice::from_ref(member);
                    return member.as_array().map_or(one, Vec::as_slice).iter().filter(|item| *item == id).count();
                }
                let within: Vec<&Value> = contexts.iter().copied().chain(meaning.get("@context")).collect();
                ids(member, None, &within, id)
            };
            members.iter().map(of_member).sum()
        }
        Value::Array(items) => items.iter().map(|item| ids(item, of_kind, contexts, id)).sum(),
        _ => 0,
    }
}

/// What is stated of a subject, as an object. Names have their prefixes: the short names of the context are for
/// records.
fn node(subject: &NamedNode, triples: &[Triple]) -> Value {
    let mut node = Map::new();
    node.insert("@id".into(), subject.as_str().into());
    for triple in triples {
        let property = short(triple.predicate.as_ref());
        let (property, object) = match &triple.object {
            Term::NamedNode(class) if property == "rdf:type" => ("@type".to_owned(), short(class.as_ref()).into()),
            Term::NamedNode(object) => (property, json!({ "@id": object.as_str() })),
            Term::Literal(literal) => (property, value(literal)),
            // No statement is about something without a name.
            Term::BlankNode(_) => continue,
        };
        if let Value::Array(objects) = node.entry(property).or_insert_with(|| Value::Array(Vec::new())) {
            objects.push(object);
        }
    }
    node.into()
}

fn value(literal: &Literal) -> Value {
    match literal.language() {
        Some(language) => json!({ "@value": literal.value(), "@language": language }),
        None if literal.datatype() == xsd::STRING => json!({ "@value": literal.value() }),
        None => json!({ "@value": literal.value(), "@type": literal.datatype().as_str() }),
    }
}
