//! The kinds of records and the collections that they make up.

use std::fmt;

use accordance_goals::{Alignment, Edition, Goal, Programme, Sdg, SdgTarget};
use accordance_meetings::{Meeting, Organization, Series};
use accordance_themes::Theme;
use schemars::{JsonSchema, Schema, SchemaGenerator};

/// A kind of record: a row of [`KINDS`].
pub struct Kind {
    /// The word in the `kind` of a record, such as `sdg_target`.
    pub kind: &'static str,
    /// The name of the collection that its records make up, such as `sdg_targets`.
    pub collection: &'static str,
    /// What such a record holds, in a line.
    pub meaning: &'static str,
    /// The version of the schemas in which the kind first stands.
    pub since: &'static str,
    /// Its schema with everything that it refers to.
    pub(crate) whole: fn(SchemaGenerator) -> Schema,
    /// A reference to its schema, which is left with the generator.
    pub(crate) reference: fn(&mut SchemaGenerator) -> Schema,
}

impl fmt::Debug for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Kind")
            .field("kind", &self.kind)
            .field("collection", &self.collection)
            .field("meaning", &self.meaning)
            .field("since", &self.since)
            .finish_non_exhaustive()
    }
}

const fn of<T: JsonSchema>(kind: &'static str, collection: &'static str, meaning: &'static str) -> Kind {
    Kind {
        kind,
        collection,
        meaning,
        since: "v1",
        whole: SchemaGenerator::into_root_schema_for::<T>,
        reference: SchemaGenerator::subschema_for::<T>,
    }
}

/// Every kind of record. What a record refers to stands before it, as far as that can be.
pub const KINDS: &[Kind] = &[
    of::<Edition>("edition", "editions", "an edition of the goals or of the foundational themes"),
    of::<Goal>("goal", "goals", "a Global Policing Goal in one edition"),
    of::<Theme>("theme", "themes", "a foundational theme in one edition"),
    of::<Programme>("programme", "programmes", "a global crime programme"),
    of::<Sdg>("sdg", "sdgs", "a Sustainable Development Goal of the United Nations"),
    of::<SdgTarget>("sdg_target", "sdg_targets", "a target of a Sustainable Development Goal"),
    of::<Alignment>("alignment", "alignments", "a link between a goal and something that it is aligned with"),
    of::<Organization>("organization", "organizations", "an organization or a unit of one"),
    of::<Series>("series", "series", "a series of meetings with its editions and working groups"),
    of::<Meeting>("meeting", "meetings", "the record of a meeting"),
];

/// The kind of a word, as it stands in the `kind` of a record.
pub fn kind(word: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|row| row.kind == word)
}

/// The kind whose records make up a collection.
///
/// ```
/// assert_eq!(accordance_canon::kind_of_collection("sdg_targets"), Some("sdg_target"));
/// ```
pub fn kind_of_collection(collection: &str) -> Option<&'static str> {
    KINDS.iter().find(|row| row.collection == collection).map(|row| row.kind)
}

/// The collection that the records of a kind make up.
///
/// ```
/// assert_eq!(accordance_canon::collection_of_kind("series"), Some("series"));
/// ```
pub fn collection_of_kind(word: &str) -> Option<&'static str> {
    kind(word).map(|row| row.collection)
}
