//! Which words of other vocabularies say what records say: the one table that the context is made from.

/// The class of the records of each kind.
pub(crate) const CLASSES: [(&str, &str); 10] = [
    ("edition", "skos:ConceptScheme"),
    ("goal", "skos:Concept"),
    ("theme", "skos:Concept"),
    ("programme", "acc:Programme"),
    ("sdg", "skos:Concept"),
    ("sdg_target", "skos:Concept"),
    ("alignment", "acc:Alignment"),
    ("organization", "org:Organization"),
    ("series", "sdo:EventSeries"),
    ("meeting", "sdo:Event"),
];

/// Stands for every type in [`MEANINGS`] that has no row of its own for a property.
const ANY: &str = "*";

/// What a property of a type is in another vocabulary. All others are terms of this project's own, by their names.
///
/// A title or name of unknown standing is no label: a context cannot tell a verified wording from another, so labels
/// are among what is [added](crate::concepts).
const MEANINGS: [(&str, &str, &str); 44] = [
    (ANY, "note", "skos:note"),
    (ANY, "sources", "dcterms:source"),
    ("Source", "title", "dcterms:title"),
    ("Source", "url", "sdo:url"),
    ("Source", "published_on", "dcterms:issued"),
    ("Wording", "text", "rdf:value"),
    ("Place", "city", "sdo:addressLocality"),
    ("Place", "country", "sdo:addressCountry"),
    ("Place", "venue", "sdo:name"),
    ("Edition", "title", "dcterms:title"),
    ("Edition", "replaces", "dcterms:replaces"),
    ("Goal", "edition", "skos:inScheme"),
    ("Goal", "number", "skos:notation"),
    ("Goal", "succeeds", "dcterms:replaces"),
    ("Theme", "edition", "skos:inScheme"),
    ("Theme", "number", "skos:notation"),
    ("Sdg", "iri", "dcterms:identifier"),
    ("Sdg", "short_title", "skos:altLabel"),
    ("Sdg", "title", "skos:prefLabel"),
    ("Sdg", "wikidata", "sdo:sameAs"),
    ("SdgTarget", "goal", "skos:broader"),
    ("SdgTarget", "iri", "dcterms:identifier"),
    ("SdgTarget", "title", "skos:prefLabel"),
    ("Alignment", "statement", "dcterms:description"),
    ("Organization", "acronym", "skos:altLabel"),
    ("Organization", "parent", "org:subOrganizationOf"),
    ("Organization", "seat", "sdo:location"),
    ("Series", "title", "sdo:name"),
    ("Series", "title_variants", "sdo:alternateName"),
    ("Series", "since", "sdo:startDate"),
    ("Series", "editions", "sdo:subEvent"),
    ("EditionRecord", "participants", "sdo:attendee"),
    ("WorkingGroup", "title", "sdo:name"),
    ("WorkingGroup", "title_variants", "sdo:alternateName"),
    ("Meeting", "title", "sdo:name"),
    ("Meeting", "series", "sdo:superEvent"),
    ("Meeting", "convener", "sdo:organizer"),
    // An attendee is reached through a node that says how it took part, as schema.org has it for roles.
    ("Meeting", "participants", "sdo:attendee"),
    ("Participant", "organization", "sdo:attendee"),
    ("Participant", "role", "sdo:roleName"),
    ("Topic", "title", "dcterms:title"),
    ("AgendaItem", "title", "dcterms:title"),
    ("Contribution", "language", "dcterms:language"),
    ("NameVariant", "language", "dcterms:language"),
];

/// What the days, places and modes of all that is an event are.
const OF_EVENTS: [(&str, &str); 4] = [
    ("starts_on", "sdo:startDate"),
    ("ends_on", "sdo:endDate"),
    ("place", "sdo:location"),
    ("mode", "sdo:eventAttendanceMode"),
];

/// The types that are events.
const EVENTS: [&str; 4] = ["Adoption", "EditionRecord", "Meeting", "AnnouncedSession"];

/// The words for how people come together.
pub(crate) const MODES: [(&str, &str); 4] = [
    ("in_person", "sdo:OfflineEventAttendanceMode"),
    ("online", "sdo:OnlineEventAttendanceMode"),
    ("hybrid", "sdo:MixedEventAttendanceMode"),
    ("unspecified", "acc:unspecified"),
];

/// Ids of what lives within other records: the type and property, and what stands for a collection in their addresses.
pub(crate) const WITHIN_RECORDS: [(&str, &str, &str); 5] = [
    ("WorkingGroup", "id", "working_groups"),
    ("Meeting", "working_group", "working_groups"),
    ("Contribution", "id", "contributions"),
    ("Contribution", "origin", "contributions"),
    ("Alignment", "contribution", "contributions"),
];

/// Lists whose order says something that their items do not.
pub(crate) const IN_ORDER: [(&str, &str); 2] = [("Contribution", "history"), ("Meeting", "agenda")];

/// What no statement is made of: a property, and why.
pub(crate) const LEFT_OUT: [(&str, &str); 1] =
    [("schema", "It says how the record is written, and nothing of what the record is about.")];

/// The word for a property of a type, with its prefix.
pub(crate) fn meaning(of: &str, property: &str) -> String {
    let row = |wanted: &str| MEANINGS.iter().find(|(of, name, _)| *of == wanted && *name == property);
    let own = row(of).or_else(|| row(ANY)).map(|(_, _, word)| *word);
    let of_event = || EVENTS.contains(&of).then(|| OF_EVENTS.iter().find(|(name, _)| *name == property)).flatten();
    own.or_else(|| of_event().map(|(_, word)| *word)).map_or_else(|| format!("acc:{property}"), str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{ANY, CLASSES, EVENTS, IN_ORDER, LEFT_OUT, MEANINGS, OF_EVENTS, WITHIN_RECORDS};
    use crate::vocabulary::term;

    #[test]
    fn every_row_is_of_a_property_that_there_is_and_a_word_with_a_prefix() {
        let bundle = accordance_canon::bundle();
        let has = |of: &str, property: &str| {
            let types = bundle["$defs"].as_object().expect("types");
            let mut named = types.iter().filter(|(name, _)| of == ANY || *name == of);
            named.any(|(_, schema)| schema["properties"].get(property).is_some())
        };
        let rows = MEANINGS.iter().map(|(of, property, _)| (*of, *property));
        let rows = rows.chain(WITHIN_RECORDS.iter().map(|(of, property, _)| (*of, *property))).chain(IN_ORDER);
        for (of, property) in rows.chain(LEFT_OUT.iter().map(|(property, _)| (ANY, *property))) {
            assert!(has(of, property), "{of}.{property}");
        }
        assert!(EVENTS.iter().all(|of| OF_EVENTS.iter().any(|(property, _)| has(of, property))));
        let words = MEANINGS.iter().map(|(_, _, word)| *word).chain(CLASSES.iter().map(|(_, class)| *class));
        for word in words.chain(OF_EVENTS.iter().map(|(_, word)| *word)) {
            assert!(term(word).as_str().starts_with("http"), "{word}");
        }
        let kinds: Vec<&str> = accordance_canon::KINDS.iter().map(|kind| kind.kind).collect();
        assert_eq!(CLASSES.map(|(kind, _)| kind).to_vec(), kinds);
        assert!(bundle["$defs"].as_object().is_some_and(|types| types.values().all(Value::is_object)));
    }
}
