//! The vocabularies that linked data of this project is written in, and the addresses of its records.

use oxrdf::{NamedNode, NamedNodeRef};

/// What the address of every term of this project's own begins with. A property that no other vocabulary has a word for
/// goes by its name in records: `directness` is `https://w3id.org/accordance/ns#directness`. Nothing is ever fetched
/// from it.
pub const NAMESPACE: &str = "https://w3id.org/accordance/ns#";

/// What the address of every record begins with, before the name of its collection and its id. SDGs and their targets
/// have the UN's addresses. Nothing is ever fetched from it.
pub const IDENTIFIERS: &str = "https://w3id.org/accordance/id/";

/// What the UN's addresses of SDGs and targets begin with.
const SDGS: &str = "http://metadata.un.org/sdg/";

/// The UN's address of the scheme that SDGs and targets are concepts of.
pub(crate) const SDG_SCHEME: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://metadata.un.org/sdg");

/// The vocabularies, by the prefix that stands for each.
pub(crate) const PREFIXES: [(&str, &str); 8] = [
    ("acc", NAMESPACE),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("org", "http://www.w3.org/ns/org#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("sdo", "https://schema.org/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("un", SDGS),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// A name with a prefix of [`PREFIXES`] in short, such as `skos:Concept`.
pub(crate) fn term(short: &str) -> NamedNode {
    let whole = short.split_once(':').and_then(|(prefix, name)| {
        let (_, namespace) = PREFIXES.iter().find(|(known, _)| *known == prefix)?;
        Some(format!("{namespace}{name}"))
    });
    // INVARIANT: names are written out in this crate, and a test holds them to the prefixes.
    NamedNode::new_unchecked(whole.unwrap_or_else(|| panic!("{short} has no known prefix")))
}

/// A whole address in short, where a prefix fits.
pub(crate) fn short(address: NamedNodeRef<'_>) -> String {
    let fits =
        |(prefix, namespace): &(&str, &str)| Some(format!("{prefix}:{}", address.as_str().strip_prefix(namespace)?));
    PREFIXES.iter().find_map(fits).unwrap_or_else(|| address.as_str().to_owned())
}

/// What the addresses of the records of a collection begin with.
pub(crate) fn base(collection: &str) -> String {
    match collection {
        "sdgs" | "sdg_targets" => SDGS.to_owned(),
        collection => format!("{IDENTIFIERS}{collection}/"),
    }
}

/// The address of the record of an id. Ids are of letters, digits, hyphens and dots, so that the address is one.
pub(crate) fn record(collection: &str, id: &impl std::fmt::Display) -> NamedNode {
    NamedNode::new_unchecked(format!("{}{id}", base(collection)))
}
