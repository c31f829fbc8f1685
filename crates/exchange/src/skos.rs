//! Concept schemes of SKOS, as RDF 1.1 Turtle.

use accordance_canon::Canon;
use accordance_goals::{Edition, OtherEnd};
use oxttl::TurtleSerializer;

use crate::{
    concepts,
    export::{ExportError, Exported},
    inert::{Escape, without_hidden},
    standing::{is_read, is_stated},
    statements::Statements,
    vocabulary::PREFIXES,
};

/// The prefixes of the properties and classes that concepts have.
const USED: [&str; 3] = ["dcterms", "rdf", "skos"];

pub(crate) fn export(records: &Canon) -> Result<Exported, ExportError> {
    let mut statements = Statements::default();
    concepts::stated(records, &mut statements);
    concepts::added(records, &mut statements);
    let mut serializer = TurtleSerializer::new();
    for (prefix, namespace) in PREFIXES.iter().filter(|(prefix, _)| USED.contains(prefix)) {
        serializer =
            serializer.with_prefix(*prefix, *namespace).map_err(|error| ExportError::Form(error.to_string()))?;
    }
    let mut writer = serializer.for_writer(Vec::new());
    for triple in statements.by_subject().flat_map(|(_, triples)| triples) {
        writer.serialize_triple(triple)?;
    }
    let text = String::from_utf8(writer.finish()?).map_err(|error| ExportError::Form(error.to_string()))?;
    Ok(Exported { text: without_hidden(&text, Escape::Turtle), left_out: left_out(records) })
}

fn left_out(records: &Canon) -> Vec<String> {
    let with_concepts = |other| !matches!(other, OtherEnd::Contribution(_));
    let alignments = records.alignments().iter();
    let unstated = alignments.clone().filter(|link| with_concepts(link.other_end()) && !is_stated(link)).count();
    let is_unread = |edition: &&Edition| edition.replaces.is_some() && !is_read(edition.standing);
    let replacing = records.editions().iter().filter(is_unread).count();
    let contributions = alignments.filter(|link| !with_concepts(link.other_end())).count();
    [
        (
            unstated,
            "alignments",
            "no organization is known to state them, and a match of SKOS says nothing of who does",
        ),
        (replacing, "editions that replace others", "that they do was not read in a source"),
        (contributions, "alignments with contributions", "a contribution is no concept"),
        (records.programmes().len(), "programmes", "they are no concepts of an edition"),
        (records.organizations().len(), "organizations", "they are no concepts"),
        (records.series().len(), "series", "they are no concepts"),
        (records.meetings().len(), "meetings", "they are no concepts"),
    ]
    .into_iter()
    .filter(|(count, ..)| *count > 0)
    .map(|(count, what, why)| format!("{what} ({count}): {why}; --format jsonld has them with their standing"))
    .collect()
}
