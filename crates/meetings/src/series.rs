//! Series of meetings: their members, editions and working groups.

use accordance_terms::{
    Completeness, Date, Language, MeetingId, Ordinal, OrganizationId, PartialDate, Place, SchemaVersion, SeriesId,
    Source, Standing, Text, Texts, WorkingGroupId, closed_list, constant, object, schema,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Host, MeetingStatus, Mode};

constant! {
    /// The `kind` of a series.
    pub struct SeriesKind = "series";
}

closed_list! {
    /// The standing of an organization in a series.
    #[non_exhaustive]
    pub enum SeriesRole: "the standing of an organization in a series" {
        /// It takes part in its own right.
        Member = "member",
        /// It observes.
        Observer = "observer",
    }
}

/// A series of meetings: a dialogue with its editions and working groups.
///
/// The series, its working groups and a session of one of them are three things with three ids.
///
/// ```
/// use accordance_meetings::Series;
///
/// let dialogue = Series::example();
/// assert_eq!(dialogue.edition(7).and_then(|edition| edition.starts_on).map(|day| day.to_string()).as_deref(),
///            Some("2023-10-25"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed, example = Series::example())]
pub struct Series {
    /// Always `series`.
    pub kind: SeriesKind,
    /// The schema version that the record is written for.
    pub schema: SchemaVersion,
    /// The id of the series.
    #[schemars(transform = schema::identifies)]
    pub id: SeriesId,
    /// What it is called.
    pub title: Texts,
    /// Other ways in which sources write the title.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub title_variants: Option<Vec<Text>>,
    /// When it began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<PartialDate>,
    /// Who belongs to it.
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few()"))]
    pub members: Vec<SeriesMember>,
    /// Whether all members and observers are listed.
    pub members_complete: Completeness,
    /// Its editions, in order.
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few()"))]
    pub editions: Vec<EditionRecord>,
    /// Whether all editions are listed.
    pub editions_complete: Completeness,
    /// Its working groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub working_groups: Option<Vec<WorkingGroup>>,
    /// Where it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub sources: Option<Vec<Source>>,
    /// What a reader should know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

/// An organization's part in a series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed)]
pub struct SeriesMember {
    /// The organization.
    pub organization: OrganizationId,
    /// Its standing.
    pub role: SeriesRole,
    /// How well that is known.
    pub standing: Standing,
    /// What a reader should know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

impl SeriesMember {
    /// A part in a series, with no note.
    pub fn new(organization: OrganizationId, role: SeriesRole, standing: Standing) -> Self {
        Self { organization, role, standing, note: None }
    }
}

/// One edition of a series, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed)]
pub struct EditionRecord {
    /// Its number in the series, from 1.
    pub number: Ordinal,
    /// When: the day it began, or the month or year where no more is known.
    pub on: PartialDate,
    /// The first day, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts_on: Option<Date>,
    /// The last day, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<Date>,
    /// Where it was held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// In person, online or both.
    pub mode: Mode,
    /// Whether it was held.
    pub status: MeetingStatus,
    /// Who hosted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub hosts: Option<Vec<Host>>,
    /// Who took part, for an edition that has no record of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub participants: Option<Vec<OrganizationId>>,
    /// The record of the meeting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting: Option<MeetingId>,
    /// What came out of it, in words of this project.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub outcomes: Option<Vec<Text>>,
    /// How well it is known.
    pub standing: Standing,
    /// Where it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub sources: Option<Vec<Source>>,
    /// What a reader should know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

impl EditionRecord {
    /// An edition of which nothing is known but when it was.
    pub fn new(number: Ordinal, on: PartialDate) -> Self {
        Self {
            number,
            on,
            starts_on: None,
            ends_on: None,
            place: None,
            mode: Mode::Unspecified,
            status: MeetingStatus::Unknown,
            hosts: None,
            participants: None,
            meeting: None,
            outcomes: None,
            standing: Standing::Unverified,
            sources: None,
            note: None,
        }
    }
}

/// A working group of a series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed)]
pub struct WorkingGroup {
    /// Its id.
    pub id: WorkingGroupId,
    /// What it is called.
    pub title: Texts,
    /// Other ways in which sources write its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub title_variants: Option<Vec<Text>>,
    /// How well it is known.
    pub standing: Standing,
    /// Where it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub sources: Option<Vec<Source>>,
    /// What a reader should know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

impl WorkingGroup {
    /// A working group with no source.
    pub fn new(id: WorkingGroupId, title: Texts, standing: Standing) -> Self {
        Self { id, title, title_variants: None, standing, sources: None, note: None }
    }
}

object!(Series, SeriesMember, EditionRecord, WorkingGroup);

impl Series {
    /// A series of which no member and no edition is listed.
    pub fn new(id: SeriesId, title: Texts) -> Self {
        Self {
            kind: SeriesKind,
            schema: SchemaVersion,
            id,
            title,
            title_variants: None,
            since: None,
            members: Vec::new(),
            members_complete: Completeness::Unknown,
            editions: Vec::new(),
            editions_complete: Completeness::Unknown,
            working_groups: None,
            sources: None,
            note: None,
        }
    }

    /// The edition of a number.
    pub fn edition(&self, number: u32) -> Option<&EditionRecord> {
        self.editions.iter().find(|edition| edition.number.get() == number)
    }

    /// The Dialogue with its seventh edition.
    ///
    /// # Panics
    /// Never: its texts are of their forms.
    pub fn example() -> Self {
        let known = "a text of its form";
        let title = "Dialogue on an Effective Multilateral Policing Architecture against Global Threats";
        let seventh = EditionRecord {
            starts_on: "2023-10-25".parse().ok(),
            ends_on: "2023-10-26".parse().ok(),
            place: Some(Place { city: "Abu Dhabi".parse().ok(), country: "AE".parse().ok(), ..Place::default() }),
            mode: Mode::InPerson,
            status: MeetingStatus::Held,
            meeting: "dialogue-7".parse().ok(),
            standing: Standing::Verified,
            ..EditionRecord::new(Ordinal::new(7).expect(known), "2023-10-25".parse().expect(known))
        };
        Self {
            since: "2016".parse().ok(),
            members: vec![SeriesMember::new("afripol".parse().expect(known), SeriesRole::Member, Standing::Verified)],
            editions: vec![seventh],
            ..Self::new("dialogue".parse().expect(known), Texts::single(Language::English, title.parse().expect(known)))
        }
    }
}
