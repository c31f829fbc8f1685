//! Alignment links: what supports what, who says so, and who confirmed it.

use accordance_terms::{
    AlignmentId, ContributionId, Date, GoalId, ObjectOnly, OrganizationId, SchemaVersion, SdgCode, SdgTargetCode,
    Source, Standing, Text, ThemeId, closed_list, constant, object, schema,
};
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use thiserror::Error;

constant! {
    /// The `kind` of an alignment.
    pub struct AlignmentKind = "alignment";
}

closed_list! {
    /// Whether the goal contributes to the other end straight away or by way of something else.
    ///
    /// What a source does not say is `unspecified`, and counts as neither.
    #[non_exhaustive]
    pub enum Directness: "how direct an alignment is" {
        /// The source calls the link direct.
        Direct = "direct",
        /// The source calls the link indirect.
        Indirect = "indirect",
        /// The source does not say.
        Unspecified = "unspecified",
    }
}

closed_list! {
    /// Who asserts an alignment.
    #[non_exhaustive]
    pub enum Asserter: "who asserts an alignment" {
        /// An organization, which is then named.
        Organization = "organization",
        /// This project, to show how alignments work. No organization stands behind it.
        Project = "project",
    }
}

closed_list! {
    /// How an alignment came about.
    #[non_exhaustive]
    pub enum Method: "how an alignment came about" {
        /// Somebody read the sources and decided.
        Person = "person",
        /// A rule derived it from other records.
        Rule = "rule",
        /// A program suggested it.
        Machine = "machine",
    }
}

/// Who says that an alignment holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed)]
pub struct Assertion {
    /// What kind of asserter it is.
    pub by: Asserter,
    /// The organization that asserts it, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<OrganizationId>,
    /// The day on which it was asserted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// How it came about.
    pub method: Method,
}

impl Assertion {
    /// Said by no organization, on a day that is not known.
    pub fn new(by: Asserter, method: Method) -> Self {
        Self { by, organization: None, on: None, method }
    }
}

/// Who confirmed an alignment, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed)]
pub struct Confirmation {
    /// The organization that confirmed it.
    pub by: OrganizationId,
    /// The day on which it did.
    pub on: Date,
}

impl Confirmation {
    /// Confirmed on a day.
    pub fn new(by: OrganizationId, on: Date) -> Self {
        Self { by, on }
    }
}

/// A link between a goal and one other thing: a theme, an SDG, an SDG target, or a contribution.
///
/// Exactly one of `theme`, `sdg`, `sdg_target` and `contribution` is there.
///
/// ```
/// use accordance_goals::{Alignment, OtherEnd};
///
/// let link = Alignment::example();
/// assert!(matches!(link.other_end(), OtherEnd::Sdg(code) if code.number() == 5));
///
/// let mut nowhere = serde_json::to_value(&link)?;
/// nowhere.as_object_mut().expect("an object").remove("sdg");
/// assert!(<Alignment as serde::Deserialize>::deserialize(&nowhere).is_err());
/// assert!(serde_json::from_value::<Alignment>(nowhere).is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(transform = one_other_end, example = Alignment::example())]
pub struct Alignment {
    /// Always `alignment`.
    pub kind: AlignmentKind,
    /// The schema version that the record is written for.
    pub schema: SchemaVersion,
    /// The id of the link, such as `gpg-2017-1-sdg-16`.
    #[schemars(transform = schema::identifies)]
    pub id: AlignmentId,
    /// The goal.
    pub goal: GoalId,
    /// The theme that underpins the goal.
    #[serde(skip_serializing_if = "Option::is_none")]
    theme: Option<ThemeId>,
    /// The Sustainable Development Goal that the goal supports.
    #[serde(skip_serializing_if = "Option::is_none")]
    sdg: Option<SdgCode>,
    /// The target of a Sustainable Development Goal that the goal supports.
    #[serde(skip_serializing_if = "Option::is_none")]
    sdg_target: Option<SdgTargetCode>,
    /// The contribution that speaks to the goal.
    #[serde(skip_serializing_if = "Option::is_none")]
    contribution: Option<ContributionId>,
    /// Whether the link is direct, where a source says so.
    pub directness: Directness,
    /// What the link is, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(example = "The goal calls for what the target asks of states.")]
    pub statement: Option<Text>,
    /// Who says that it holds.
    pub asserted: Assertion,
    /// Who confirmed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Confirmation>,
    /// How well the link is known.
    pub standing: Standing,
    /// Where it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sources: Option<Vec<Source>>,
    /// What a reader should know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(example = "Read in a copy that is cut short.")]
    pub note: Option<Text>,
}

object!(Assertion, Confirmation);

/// What a goal is aligned with.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[non_exhaustive]
pub enum OtherEnd {
    /// A foundational theme.
    Theme(ThemeId),
    /// A Sustainable Development Goal.
    Sdg(SdgCode),
    /// A target of a Sustainable Development Goal.
    SdgTarget(SdgTargetCode),
    /// A contribution made in a meeting.
    Contribution(ContributionId),
}

/// An alignment names none, or more than one, of the things that a goal can be aligned with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("an alignment names exactly one of theme, sdg, sdg_target and contribution, and this one names {named}")]
pub struct NotOneEnd {
    /// How many it names.
    pub named: usize,
}

const ENDS: [&str; 4] = ["theme", "sdg", "sdg_target", "contribution"];

fn one_other_end(schema: &mut Schema) {
    schema::closed(schema);
    let one_of: Vec<_> = ENDS.iter().map(|end| serde_json::json!({ "required": [end] })).collect();
    schema.insert("oneOf".into(), one_of.into());
}

impl Alignment {
    /// A link from a goal, not yet confirmed and without sources.
    pub fn new(id: AlignmentId, goal: GoalId, to: OtherEnd, asserted: Assertion, standing: Standing) -> Self {
        let mut link = Self {
            kind: AlignmentKind,
            schema: SchemaVersion,
            id,
            goal,
            theme: None,
            sdg: None,
            sdg_target: None,
            contribution: None,
            directness: Directness::Unspecified,
            statement: None,
            asserted,
            confirmed: None,
            standing,
            sources: None,
            note: None,
        };
        match to {
            OtherEnd::Theme(theme) => link.theme = Some(theme),
            OtherEnd::Sdg(code) => link.sdg = Some(code),
            OtherEnd::SdgTarget(code) => link.sdg_target = Some(code),
            OtherEnd::Contribution(id) => link.contribution = Some(id),
        }
        link
    }

    /// What the goal is aligned with.
    ///
    /// # Panics
    /// Never: an alignment without another end cannot be built.
    pub fn other_end(&self) -> OtherEnd {
        // INVARIANT: `new` and `deserialize` leave exactly one of the four in place.
        self.ends().next().expect("an alignment has another end")
    }

    fn ends(&self) -> impl Iterator<Item = OtherEnd> {
        let theme = self.theme.clone().map(OtherEnd::Theme);
        let contribution = self.contribution.clone().map(OtherEnd::Contribution);
        [theme, self.sdg.map(OtherEnd::Sdg), self.sdg_target.map(OtherEnd::SdgTarget), contribution]
            .into_iter()
            .flatten()
    }

    /// The support of goal 1 of the 2017 edition for SDG 5, which INTERPOL calls cross-cutting.
    ///
    /// # Panics
    /// Never: its texts are of their forms.
    pub fn example() -> Self {
        let known = "a text of its form";
        let asserted = Assertion {
            organization: "interpol".parse().ok(),
            ..Assertion::new(Asserter::Organization, Method::Person)
        };
        let page = Source {
            url: "https://www.interpol.int/Who-we-are/Strategy2/Global-Policing-Goals".parse().ok(),
            note: "Read in a mirror.".parse().ok(),
            ..Source::new("INTERPOL, page on the Global Policing Goals, later version".parse().expect(known))
        };
        Self {
            sources: Some(vec![page]),
            ..Self::new(
                "gpg-2017-1-sdg-5".parse().expect(known),
                "gpg-2017-1".parse().expect(known),
                OtherEnd::Sdg("5".parse().expect(known)),
                asserted,
                Standing::Verified,
            )
        }
    }
}

/// The members of [`Alignment`], with no word on how many ends there are. It is a type of its own, so that nobody reads
/// one with none.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Alignment", deny_unknown_fields)]
struct Members {
    kind: AlignmentKind,
    schema: SchemaVersion,
    id: AlignmentId,
    goal: GoalId,
    #[serde(skip_serializing_if = "Option::is_none")]
    theme: Option<ThemeId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sdg: Option<SdgCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sdg_target: Option<SdgTargetCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contribution: Option<ContributionId>,
    directness: Directness,
    #[serde(skip_serializing_if = "Option::is_none")]
    statement: Option<Text>,
    asserted: Assertion,
    #[serde(skip_serializing_if = "Option::is_none")]
    confirmed: Option<Confirmation>,
    standing: Standing,
    #[serde(skip_serializing_if = "Option::is_none")]
    sources: Option<Vec<Source>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<Text>,
}

impl Serialize for Alignment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Members::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Alignment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let link = Members::deserialize(ObjectOnly(deserializer))?;
        match link.ends().count() {
            1 => Ok(link),
            named => Err(D::Error::custom(NotOneEnd { named })),
        }
    }
}

#[cfg(feature = "proptest")]
impl proptest::arbitrary::Arbitrary for Alignment {
    type Parameters = ();
    type Strategy = proptest::strategy::BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        use proptest::prelude::*;
        let link = (any::<AlignmentId>(), any::<GoalId>(), any::<OtherEnd>(), any::<Assertion>(), any::<Standing>())
            .prop_map(|(id, goal, to, asserted, standing)| Self::new(id, goal, to, asserted, standing));
        let rest = (
            any::<Directness>(),
            any::<Option<Text>>(),
            any::<Option<Confirmation>>(),
            accordance_terms::few_or_none::<Source>(),
        );
        (link, rest)
            .prop_map(|(link, (directness, statement, confirmed, sources))| Self {
                directness,
                statement,
                confirmed,
                sources,
                ..link
            })
            .boxed()
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::Alignment;

    #[test]
    fn no_way_of_reading_gives_an_alignment_without_another_end() {
        let mut written = serde_json::to_value(Alignment::example()).expect("JSON");
        assert_eq!(Alignment::deserialize(&written).ok(), Some(Alignment::example()));
        written.as_object_mut().expect("an object").remove("sdg");
        assert!(Alignment::deserialize(&written).is_err());
        written["sdg"] = json!("5");
        written["theme"] = json!("theme-2023-draft-1");
        assert!(Alignment::deserialize(&written).is_err());
        assert!(Alignment::deserialize(json!([])).is_err());
    }
}
