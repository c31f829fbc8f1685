//! The reference data as typed records.

use std::sync::LazyLock;

use accordance_document::{Format, Limits, Records, Tree, Value, quoted};
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

    /// Adds a record, behind those of its kind.
    ///
    /// # Errors
    /// [`NotOfAKind`] where it is not a record of a kind, as the schema of its kind has it.
    ///
    /// ```
    /// use accordance_canon::Canon;
    /// use accordance_document::{Limits, Tree, parse_json};
    ///
    /// let mut tree = Tree::new();
    /// let text = r#"{
    ///     "kind": "sdg_target", "schema": "v1", "id": "16.4", "goal": "16", "iri": "http://metadata.un.org/sdg/16.4"
    /// }"#;
    /// let mut canon = Canon::default();
    /// canon.add(parse_json(text, &mut tree, Limits::default())?)?;
    /// assert_eq!(canon.sdg_targets().len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn add(&mut self, record: Value<'_>) -> Result<(), NotOfAKind> {
        match record.get("kind").and_then(Value::as_str) {
            Some("edition") => self.editions.push(typed(record)?),
            Some("goal") => self.goals.push(typed(record)?),
            Some("theme") => self.themes.push(typed(record)?),
            Some("programme") => self.programmes.push(typed(record)?),
            Some("sdg") => self.sdgs.push(typed(record)?),
            Some("sdg_target") => self.sdg_targets.push(typed(record)?),
            Some("alignment") => self.alignments.push(typed(record)?),
            Some("organization") => self.organizations.push(typed(record)?),
            Some("series") => self.series.push(typed(record)?),
            Some("meeting") => self.meetings.push(typed(record)?),
            Some(other) => {
                let message = format!("there is no kind of record named {}", quoted(other));
                return Err(NotOfAKind { pointer: "/kind".into(), message });
            }
            None => return Err(NotOfAKind { pointer: String::new(), message: "the record has no kind".into() }),
        }
        Ok(())
    }

    fn read(&mut self, file: &str, text: &str) {
        let mut tree = Tree::new();
        let mut records = Records::new(text, Format::Yaml, &mut tree, Limits::default());
        while let Some(record) = records.next_record() {
            // INVARIANT: the files are built in, and a test reads every record of them.
            let record = record.unwrap_or_else(|error| panic!("{file}: {error}")).value;
            self.add(record).unwrap_or_else(|error| panic!("{file}: {error}"));
        }
    }
}

/// A value is not a record of a kind: why and where, in a sentence without a full stop.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}{}", at(.pointer))]
pub struct NotOfAKind {
    pointer: String,
    message: String,
}

impl NotOfAKind {
    /// The JSON Pointer of what is wrong in the record; empty where that is the whole of it.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// What is wrong there.
    pub fn message(&self) -> &str {
        &self.message
    }
}

fn at(pointer: &str) -> String {
    if pointer.is_empty() { String::new() } else { format!(" (at {})", quoted(pointer)) }
}

fn typed<T: DeserializeOwned>(record: Value<'_>) -> Result<T, NotOfAKind> {
    record.to_typed().map_err(|wrong| NotOfAKind { pointer: wrong.pointer(), message: wrong.message().to_owned() })
}

#[cfg(test)]
mod tests {
    use accordance_document::{Limits, Tree, parse_json};

    use super::Canon;

    #[test]
    fn a_record_of_no_kind_is_told_with_the_place() {
        let target = r#""kind": "sdg_target", "schema": "v1", "id": "16.4", "goal": "16""#;
        for (text, pointer, begin) in [
            ("{}".to_owned(), "", "the record has no kind"),
            (r#"{"kind": "goals"}"#.to_owned(), "/kind", "there is no kind of record named \"goals\" (at \"/kind\")"),
            (format!("{{{target}}}"), "", "missing field `iri`"),
            (format!("{{{target}, \"iri\": 1}}"), "/iri", "invalid type: integer `1`"),
            (format!("{{{target}, \"sources\": [{{\"title\": \"\"}}]}}"), "/sources/0/title", "\"\" is not a text"),
            (format!("{{{target}, \"note\": null}}"), "/note", "invalid type: unit value"),
        ] {
            let mut tree = Tree::new();
            let record = parse_json(&text, &mut tree, Limits::default()).expect("JSON");
            let wrong = Canon::default().add(record).expect_err(&text);
            assert_eq!(wrong.pointer(), pointer, "{text}");
            assert!(wrong.to_string().starts_with(begin), "{wrong}");
        }
    }
}
