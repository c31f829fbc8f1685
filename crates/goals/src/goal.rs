//! The goals and their objectives.

use accordance_terms::{
    Completeness, EditionId, GoalId, Language, Ordinal, SchemaVersion, Source, Standing, Text, Texts, Wording,
    Wordings, constant, object, schema,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

constant! {
    /// The `kind` of a goal.
    pub struct GoalKind = "goal";
}

/// A Global Policing Goal in one edition.
///
/// The same number in another edition is another goal with another id; `succeeds` links the two.
///
/// ```
/// use accordance_goals::Goal;
/// use accordance_terms::{Language, Standing};
///
/// let goal = Goal::example();
/// let title = goal.title.get(Language::English).expect("it has an English title");
/// assert_eq!(title.standing, Standing::Verified);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed, example = Goal::example())]
pub struct Goal {
    /// Always `goal`.
    pub kind: GoalKind,
    /// The schema version that the record is written for.
    pub schema: SchemaVersion,
    /// The id of the goal in its edition, such as `gpg-2017-4`.
    #[schemars(transform = schema::identifies)]
    pub id: GoalId,
    /// Its number in the edition, from 1.
    pub number: Ordinal,
    /// The edition that it belongs to.
    pub edition: EditionId,
    /// Its title, with the standing of each wording.
    pub title: Wordings,
    /// Its objectives, as far as they are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub objectives: Option<Vec<Objective>>,
    /// Whether the objectives are all there.
    pub objectives_complete: Completeness,
    /// The crime area or global threat that the goal is about, in words of this project.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crime_area: Option<Texts>,
    /// The goal of the edition before that this one takes the place of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub succeeds: Option<GoalId>,
    /// Where the goal was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub sources: Option<Vec<Source>>,
    /// What a reader should know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

/// One objective of a goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed)]
pub struct Objective {
    /// Its number within the goal, from 1.
    pub number: Ordinal,
    /// What it says, with the standing of each wording.
    pub text: Wordings,
}

impl Objective {
    /// An objective by its number.
    pub fn new(number: Ordinal, text: Wordings) -> Self {
        Self { number, text }
    }
}

object!(Goal, Objective);

impl Goal {
    /// A goal of which no objective is listed.
    pub fn new(id: GoalId, number: Ordinal, edition: EditionId, title: Wordings) -> Self {
        Self {
            kind: GoalKind,
            schema: SchemaVersion,
            id,
            number,
            edition,
            title,
            objectives: None,
            objectives_complete: Completeness::Unknown,
            crime_area: None,
            succeeds: None,
            sources: None,
            note: None,
        }
    }

    /// Goal 4 of the 2017 edition.
    ///
    /// # Panics
    /// Never: its texts are of their forms.
    pub fn example() -> Self {
        let known = "a text of its form";
        let title = "Secure cyberspace for people and businesses".parse().expect(known);
        Self::new(
            "gpg-2017-4".parse().expect(known),
            Ordinal::new(4).expect(known),
            "gpg-2017".parse().expect(known),
            Wordings::single(Language::English, Wording::new(title, Standing::Verified)),
        )
    }
}
