//! Global crime programmes.

use accordance_terms::{
    Completeness, Date, Distinct, GoalId, Language, ProgrammeId, SchemaVersion, Source, Standing, Text, Wording,
    Wordings, constant, object, schema,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

constant! {
    /// The `kind` of a programme.
    pub struct ProgrammeKind = "programme";
}

/// A global crime programme: policing capabilities that INTERPOL delivers against one area of crime.
///
/// ```
/// use accordance_goals::Programme;
/// use accordance_terms::Completeness;
///
/// // No source says which goals it serves: the list is empty, and not known to be complete.
/// let programme = Programme::example();
/// assert!(programme.goals.is_empty());
/// assert_eq!(programme.goals_complete, Completeness::Unknown);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed, example = Programme::example())]
pub struct Programme {
    /// Always `programme`.
    pub kind: ProgrammeKind,
    /// The schema version that the record is written for.
    pub schema: SchemaVersion,
    /// The id of the programme, such as `cybercrime`.
    #[schemars(transform = schema::identifies)]
    pub id: ProgrammeId,
    /// Its title, with the standing of each wording.
    pub title: Wordings,
    /// The goals that it serves, as far as they are known.
    pub goals: Distinct<GoalId>,
    /// Whether all the goals that it serves are listed.
    pub goals_complete: Completeness,
    /// The day on which the source speaks of it. The number of programmes has changed over the years.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
    /// Where it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub sources: Option<Vec<Source>>,
    /// What a reader should know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

object!(Programme);

impl Programme {
    /// A programme of which it is not known which goals it serves.
    pub fn new(id: ProgrammeId, title: Wordings) -> Self {
        Self {
            kind: ProgrammeKind,
            schema: SchemaVersion,
            id,
            title,
            goals: Distinct::default(),
            goals_complete: Completeness::Unknown,
            as_of: None,
            sources: None,
            note: None,
        }
    }

    /// The cybercrime programme, as the session of 3 July 2023 names it.
    ///
    /// # Panics
    /// Never: its texts are of their forms.
    pub fn example() -> Self {
        let known = "a text of its form";
        let title = Wording::new("Cybercrime".parse().expect(known), Standing::Verified);
        Self {
            as_of: "2023-07-03".parse().ok(),
            ..Self::new("cybercrime".parse().expect(known), Wordings::single(Language::English, title))
        }
    }
}
