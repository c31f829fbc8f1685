//! Meeting records.

use accordance_terms::{
    Completeness, Date, DateRange, Distinct, EditionId, Language, MeetingId, Ordinal, OrganizationId, Place,
    ProgrammeId, SchemaVersion, SeriesId, Source, Standing, Text, Texts, ThemeId, Weekday, WorkingGroupId, closed_list,
    constant, object, schema,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Action, AgendaItem, AnnouncedSession, Attendance, Contribution, Correction, Decision, EarlierSession, Host,
    Participant, StatedFigure, Topic,
};

constant! {
    /// The `kind` of a meeting record.
    pub struct MeetingKind = "meeting";
}

closed_list! {
    /// What a meeting is for.
    #[non_exhaustive]
    pub enum Activity: "what a meeting is for" {
        /// An edition of a dialogue.
        Dialogue = "dialogue",
        /// Goals or themes are drafted.
        Drafting = "drafting",
        /// Goals or themes are reviewed.
        Review = "review",
        /// A later meeting is prepared.
        Preparation = "preparation",
        /// Something else.
        Other = "other",
    }
}

closed_list! {
    /// How people come together.
    #[non_exhaustive]
    pub enum Mode: "how people come together" {
        /// All in one place.
        InPerson = "in_person",
        /// All over a line.
        Online = "online",
        /// Some in one place, others over a line.
        Hybrid = "hybrid",
        /// The record does not say.
        Unspecified = "unspecified",
    }
}

closed_list! {
    /// Whether a meeting has taken place.
    #[non_exhaustive]
    pub enum MeetingStatus: "whether a meeting has taken place" {
        /// It is to come.
        Planned = "planned",
        /// It has taken place.
        Held = "held",
        /// It did not take place.
        Cancelled = "cancelled",
        /// No source says.
        Unknown = "unknown",
    }
}

/// The record of one meeting on known days.
///
/// A meeting whose days no source gives is an entry in its series, not a record.
///
/// ```
/// use accordance_meetings::Meeting;
/// use accordance_terms::Weekday;
///
/// let session = Meeting::example();
/// assert_eq!(session.starts_on.weekday(), Weekday::Monday);
/// assert_eq!(session.days().map(|days| days.days()), Some(1));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed, example = Meeting::example())]
pub struct Meeting {
    /// Always `meeting`.
    pub kind: MeetingKind,
    /// The schema version that the record is written for.
    pub schema: SchemaVersion,
    /// The id of the meeting.
    #[schemars(transform = schema::identifies)]
    pub id: MeetingId,
    /// What it is called.
    pub title: Texts,
    /// The series that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<SeriesId>,
    /// The number of the edition, where the meeting is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition_number: Option<Ordinal>,
    /// The working group that met, where one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub working_group: Option<WorkingGroupId>,
    /// What it is for.
    pub activity: Activity,
    /// Whether it has taken place.
    pub status: MeetingStatus,
    /// The first day.
    pub starts_on: Date,
    /// The last day. The same as the first for a meeting of one day.
    pub ends_on: Date,
    /// The day of the week of the first day, as the source prints it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weekday_as_printed: Option<Weekday>,
    /// Where it takes place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// How people come together.
    pub mode: Mode,
    /// How well the mode is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode_standing: Option<Standing>,
    /// The organization or unit that convened it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub convener: Option<OrganizationId>,
    /// Who hosts it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub hosts: Option<Vec<Host>>,
    /// Who takes part, as listed.
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few()"))]
    pub participants: Vec<Participant>,
    /// Whether all participants are listed.
    pub participants_complete: Completeness,
    /// The editions of the goals that it worked on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub editions: Option<Distinct<EditionId>>,
    /// The foundational themes that it spoke of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub themes: Option<Distinct<ThemeId>>,
    /// Topics that are not foundational themes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub topics: Option<Vec<Topic>>,
    /// The crime programmes that the record mentions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub programmes: Option<Distinct<ProgrammeId>>,
    /// The agenda.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub agenda: Option<Vec<AgendaItem>>,
    /// What was said.
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few()"))]
    pub contributions: Vec<Contribution>,
    /// What was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub decisions: Option<Vec<Decision>>,
    /// What is to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub actions: Option<Vec<Action>>,
    /// What came out of it, in words of this project.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub outcomes: Option<Vec<Text>>,
    /// The meeting that comes next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_session: Option<MeetingId>,
    /// The next session as this record announces it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_session_announced: Option<AnnouncedSession>,
    /// The sessions before, as the record speaks of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub earlier_sessions: Option<Vec<EarlierSession>>,
    /// Numbers that the record states.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub stated_figures: Option<Vec<StatedFigure>>,
    /// Corrections to the source text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub corrections: Option<Vec<Correction>>,
    /// How well the record as a whole is known.
    pub standing: Standing,
    /// Where it was read.
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few()"))]
    pub sources: Vec<Source>,
    /// What a reader should know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

object!(Meeting);

impl Meeting {
    /// A meeting on its days, with nobody listed and nothing said yet.
    pub fn new(id: MeetingId, title: Texts, activity: Activity, starts_on: Date, ends_on: Date) -> Self {
        Self {
            kind: MeetingKind,
            schema: SchemaVersion,
            id,
            title,
            series: None,
            edition_number: None,
            working_group: None,
            activity,
            status: MeetingStatus::Planned,
            starts_on,
            ends_on,
            weekday_as_printed: None,
            place: None,
            mode: Mode::Unspecified,
            mode_standing: None,
            convener: None,
            hosts: None,
            participants: Vec::new(),
            participants_complete: Completeness::Unknown,
            editions: None,
            themes: None,
            topics: None,
            programmes: None,
            agenda: None,
            contributions: Vec::new(),
            decisions: None,
            actions: None,
            outcomes: None,
            next_session: None,
            next_session_announced: None,
            earlier_sessions: None,
            stated_figures: None,
            corrections: None,
            standing: Standing::Unverified,
            sources: Vec::new(),
            note: None,
        }
    }

    /// The days of the meeting; none where the record has them the wrong way round.
    pub fn days(&self) -> Option<DateRange> {
        DateRange::new(self.starts_on, self.ends_on)
    }

    /// What the record says of an organization's attendance.
    pub fn attendance(&self, organization: &OrganizationId) -> Attendance<'_> {
        let listed = self.participants.iter().find(|participant| participant.organization == *organization);
        match (listed, self.participants_complete) {
            (Some(participant), _) => Attendance::Present(participant),
            (None, Completeness::Complete) => Attendance::Absent,
            (None, _) => Attendance::Unknown,
        }
    }

    /// The session of 3 July 2023 in Lyon, in short.
    ///
    /// # Panics
    /// Never: its texts are of their forms.
    pub fn example() -> Self {
        let known = "a text of its form";
        let day: Date = "2023-07-03".parse().expect(known);
        let title = "Working group session on the Global Policing Goals, Lyon".parse().expect(known);
        Self {
            series: "dialogue".parse().ok(),
            status: MeetingStatus::Held,
            weekday_as_printed: Some(Weekday::Monday),
            place: Some(Place { city: "Lyon".parse().ok(), country: "FR".parse().ok(), ..Place::default() }),
            mode: Mode::InPerson,
            convener: "interpol-edpp".parse().ok(),
            participants: vec![Participant {
                mode: Mode::InPerson,
                ..Participant::new("afripol".parse().expect(known))
            }],
            standing: Standing::Verified,
            editions: Distinct::new(["gpg-2017", "gpg-2023"].map(|edition| edition.parse().expect(known)).into()).ok(),
            sources: vec![Source {
                published_on: "2023-10-24".parse().ok(),
                ..Source::new("ASEANAPOL Secretariat, report on the session of 3 July 2023".parse().expect(known))
            }],
            ..Self::new(
                "wg-2023-07-03".parse().expect(known),
                Texts::single(Language::English, title),
                Activity::Review,
                day,
                day,
            )
        }
    }
}
