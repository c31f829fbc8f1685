//! Editions of the goals and of the themes.

use accordance_terms::{
    Completeness, Count, Date, EditionId, Language, Ordinal, OrganizationId, PartialDate, Place, SchemaVersion, Source,
    Standing, Text, Texts, closed_list, constant, object, schema,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

constant! {
    /// The `kind` of an edition.
    pub struct EditionKind = "edition";
}

closed_list! {
    /// What an edition is an edition of.
    #[non_exhaustive]
    pub enum EditionOf: "what the edition is of" {
        /// The Global Policing Goals.
        Goals = "goals",
        /// The foundational themes that underpin the goals.
        Themes = "themes",
    }
}

closed_list! {
    /// How far an edition has come.
    #[non_exhaustive]
    pub enum EditionStatus: "how far an edition has come" {
        /// Under discussion.
        Draft = "draft",
        /// Adopted by the body that decides on it.
        Adopted = "adopted",
        /// Adopted once, and replaced by a later edition.
        Superseded = "superseded",
        /// No source says.
        Unknown = "unknown",
    }
}

/// An edition of the goals or of the themes: what was adopted together, by whom and when.
///
/// Approval and launch are two events. The 2017 edition was approved in Beijing in 2017 and launched in Vienna in 2018.
///
/// ```
/// use accordance_goals::Edition;
///
/// let edition = Edition::example();
/// let approved = edition.approved.expect("it was approved");
/// assert_eq!(approved.on.year(), 2017);
/// assert!(edition.launched.is_some());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed, example = Edition::example())]
pub struct Edition {
    /// Always `edition`.
    pub kind: EditionKind,
    /// The schema version that the record is written for.
    pub schema: SchemaVersion,
    /// The id of the edition, such as `gpg-2017`.
    #[schemars(transform = schema::identifies)]
    pub id: EditionId,
    /// What it is an edition of.
    pub of: EditionOf,
    /// What the edition is called.
    pub title: Texts,
    /// How far it has come.
    pub status: EditionStatus,
    /// For an edition of the themes, the edition of the goals that the themes underpin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub underpins: Option<EditionId>,
    /// How many goals or themes the edition has, where a source says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stated_count: Option<Count>,
    /// Whether all its goals or themes are known.
    pub completeness: Completeness,
    /// The body and session that approved or adopted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approved: Option<Adoption>,
    /// Its public launch, where that was an event of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub launched: Option<Adoption>,
    /// The first day on which it is in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_force_from: Option<Date>,
    /// The day on which a later edition took its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub superseded_on: Option<Date>,
    /// The edition that it replaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaces: Option<EditionId>,
    /// How well the record as a whole is known.
    pub standing: Standing,
    /// Where it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub sources: Option<Vec<Source>>,
    /// What a reader should know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

/// The event at which an edition was approved, adopted or launched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed)]
pub struct Adoption {
    /// The organization whose body acted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<OrganizationId>,
    /// The body that acted, such as the General Assembly, or the occasion.
    pub body: Text,
    /// The number of the body's session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<Ordinal>,
    /// When: the day, or the month or year where no more is known.
    pub on: PartialDate,
    /// The first day of the session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts_on: Option<Date>,
    /// The last day of the session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<Date>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Who else took part in the event.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub with: Option<Vec<Text>>,
    /// The number of the resolution.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(example = "3")]
    pub resolution: Option<Text>,
    /// How well the event is known.
    pub standing: Standing,
    /// Where it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub sources: Option<Vec<Source>>,
    /// What a reader should know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

impl Adoption {
    /// An event of a body that belongs to no organization, with no source.
    pub fn new(body: Text, on: PartialDate, standing: Standing) -> Self {
        Self {
            organization: None,
            body,
            session: None,
            on,
            starts_on: None,
            ends_on: None,
            place: None,
            with: None,
            resolution: None,
            standing,
            sources: None,
            note: None,
        }
    }
}

object!(Edition, Adoption);

impl Edition {
    /// An edition of which no source says how far it has come.
    pub fn new(id: EditionId, of: EditionOf, title: Texts) -> Self {
        Self {
            kind: EditionKind,
            schema: SchemaVersion,
            id,
            of,
            title,
            status: EditionStatus::Unknown,
            underpins: None,
            stated_count: None,
            completeness: Completeness::Unknown,
            approved: None,
            launched: None,
            in_force_from: None,
            superseded_on: None,
            replaces: None,
            standing: Standing::Unverified,
            sources: None,
            note: None,
        }
    }

    /// The 2017 edition of the goals, as far as its approval and launch are known.
    ///
    /// # Panics
    /// Never: its texts are of their forms.
    pub fn example() -> Self {
        let known = "a text of its form";
        let event = |body: &str, on: &str, city: &str| Adoption {
            place: Some(Place { city: Some(city.parse().expect(known)), ..Place::default() }),
            ..Adoption::new(body.parse().expect(known), on.parse().expect(known), Standing::Verified)
        };
        let title = "Global Policing Goals, 2017 edition".parse().expect(known);
        Self {
            status: EditionStatus::Superseded,
            stated_count: Count::new(7).ok(),
            completeness: Completeness::Complete,
            approved: Some(Adoption {
                organization: "interpol".parse().ok(),
                session: Ordinal::new(86).ok(),
                ..event("General Assembly", "2017", "Beijing")
            }),
            launched: Some(event("Launch event", "2018", "Vienna")),
            standing: Standing::Verified,
            ..Self::new("gpg-2017".parse().expect(known), EditionOf::Goals, Texts::single(Language::English, title))
        }
    }

    /// Whether the edition was in force on a day; none where its dates do not say.
    pub fn in_force_on(&self, day: Date) -> Option<bool> {
        if self.in_force_from.is_some_and(|from| day < from) || self.superseded_on.is_some_and(|until| day >= until) {
            return Some(false);
        }
        self.in_force_from.map(|_| true)
    }
}
