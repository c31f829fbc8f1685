//! The reference data as typed records.

use std::sync::LazyLock;

use accordance_document::{Format, Limits, Records, Tree, Value};
use accordance_goals::{Alignment, Edition, Goal, Programme, Sdg, SdgTarget};
use accordance_meetings::{Meeting, Organization, Series};
use accordance_terms::{
    AlignmentId, EditionId, GoalId, MeetingId, OrganizationId, ProgrammeId, SdgCode, SdgTargetCode, SeriesId, ThemeId,
};
use accordance_themes::Theme;
use serde::de::DeserializeOwned;

use crate::DATA;

/// The reference data, a list of records for each kind, in the order of the files.
///
/// ```
/// use accordance_canon::Canon;
/// use accordance_terms::Language;
///
/// let canon = Canon::builtin();
/// let goal = canon.goal(&"gpg-2017-6".parse()?).expect("it is one of the seven");
/// let title = goal.title.get(Language::English).expect("it has an English title");
/// assert_eq!(title.text.as_str(), "Curb illicit markets");
///
/// let session = canon.meeting(&"wg-2023-07-03".parse()?).expect("it is on record");
/// assert_eq!(session.participants.len(), 9);
/// # Ok::<(), accordance_terms::InvalidTerm>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Canon {
    editions: Vec<Edition>,
    goals: Vec<Goal>,
    themes: Vec<Theme>,
    programmes: Vec<Programme>,
    sdgs: Vec<Sdg>,
    sdg_targets: Vec<SdgTarget>,
    alignments: Vec<Alignment>,
    organizations: Vec<Organization>,
    series: Vec<Series>,
    meetings: Vec<Meeting>,
}

static BUILTIN: LazyLock<Canon> = LazyLock::new(|| {
    let mut canon = Canon::default();
    for (file, text) in DATA {
        canon.read(file, text);
    }
    canon
});

macro_rules! collections {
    ($($(#[doc = $doc:literal])+ $all:ident, $one:ident($id:ty) -> $record:ty;)+) => {
        impl Canon {$(
            $(#[doc = $doc])+
            pub fn $all(&self) -> &[$record] {
                &self.$all
            }

            #[doc = concat!("The record of an id among [`Canon::", stringify!($all), "`].")]
            pub fn $one(&self, id: &$id) -> Option<&$record> {
                self.$all.iter().find(|record| record.id == *id)
            }
        )+}
    };
}

collections! {
    /// The editions of the goals and of the themes.
    editions, edition(EditionId) -> Edition;
    /// The Global Policing Goals of all editions.
    goals, goal(GoalId) -> Goal;
    /// The foundational themes of all editions.
    themes, theme(ThemeId) -> Theme;
    /// The global crime programmes.
    programmes, programme(ProgrammeId) -> Programme;
    /// The 17 Sustainable Development Goals.
    sdgs, sdg(SdgCode) -> Sdg;
    /// The 169 targets of the Sustainable Development Goals.
    sdg_targets, sdg_target(SdgTargetCode) -> SdgTarget;
    /// The links between goals and what they are aligned with.
    alignments, alignment(AlignmentId) -> Alignment;
    /// The organizations.
    organizations, organization(OrganizationId) -> Organization;
    /// The series of meetings.
    series, one_series(SeriesId) -> Series;
    /// The records of meetings.
    meetings, meeting(MeetingId) -> Meeting;
}

impl Canon {
    /// The built-in reference data. It is read once, when it is first asked for.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// The goals of an edition, in the order of their numbers.
    pub fn goals_of(&self, edition: &EditionId) -> Vec<&Goal> {
        let mut goals: Vec<&Goal> = self.goals.iter().filter(|goal| goal.edition == *edition).collect();
        goals.sort_by_key(|goal| goal.number);
        goals
    }

    fn read(&mut self, file: &str, text: &str) {
        let mut tree = Tree::new();
        let mut records = Records::new(text, Format::Yaml, &mut tree, Limits::default());
        while let Some(record) = records.next_record() {
            // INVARIANT: the files are built in, and a test reads every record of them.
            let record = record.unwrap_or_else(|error| panic!("{file}: {error}")).value;
            match record.get("kind").and_then(Value::as_str) {
                Some("edition") => self.editions.push(typed(file, record)),
                Some("goal") => self.goals.push(typed(file, record)),
                Some("theme") => self.themes.push(typed(file, record)),
                Some("programme") => self.programmes.push(typed(file, record)),
                Some("sdg") => self.sdgs.push(typed(file, record)),
                Some("sdg_target") => self.sdg_targets.push(typed(file, record)),
                Some("alignment") => self.alignments.push(typed(file, record)),
                Some("organization") => self.organizations.push(typed(file, record)),
                Some("series") => self.series.push(typed(file, record)),
                Some("meeting") => self.meetings.push(typed(file, record)),
                other => panic!("{file}: a record of kind {other:?}"),
            }
        }
    }
}

fn typed<T: DeserializeOwned>(file: &str, record: Value<'_>) -> T {
    // INVARIANT: as above.
    record.to_typed().unwrap_or_else(|error| panic!("{file}: {error}"))
}
