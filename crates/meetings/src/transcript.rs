//! What the source text of a meeting record says beside the meeting itself, and where the text is mended.

use accordance_terms::{
    Count, Date, MeetingId, Ordinal, OrganizationId, Place, Source, Standing, Text, closed_list, object, schema,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Host, MeetingStatus};

/// An item of the agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed)]
pub struct AgendaItem {
    /// Its number, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<Ordinal>,
    /// What it is called.
    #[schemars(example = "Draft of the goals")]
    pub title: Text,
    /// The organization that presents it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presented_by: Option<OrganizationId>,
    /// What a reader should know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(example = "Read in a copy that is cut short.")]
    pub note: Option<Text>,
}

impl AgendaItem {
    /// An item without a number, presented by nobody who is named.
    pub fn new(title: Text) -> Self {
        Self { number: None, title, presented_by: None, note: None }
    }
}

/// Something that was highlighted or discussed and is not one of the foundational themes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed)]
pub struct Topic {
    /// What it is called.
    pub title: Text,
    /// The organization that raised it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raised_by: Option<OrganizationId>,
    /// What a reader should know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

impl Topic {
    /// A topic that nobody is named for.
    pub fn new(title: Text) -> Self {
        Self { title, raised_by: None, note: None }
    }
}

/// A session before this one, as the record speaks of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed)]
pub struct EarlierSession {
    /// Its record, where it is known which one is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting: Option<MeetingId>,
    /// The words of the record, where it is not known which one is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_printed: Option<Text>,
    /// How many sessions the words speak of, at the least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<Count>,
}

/// The next session as this record announces it. The record of that session may say otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed)]
pub struct AnnouncedSession {
    /// The number of the edition, where the record gives one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition_number: Option<Ordinal>,
    /// The first day announced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts_on: Option<Date>,
    /// The last day announced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<Date>,
    /// The place announced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// The hosts announced.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub hosts: Option<Vec<Host>>,
    /// How it stood when the record was written.
    pub status: MeetingStatus,
    /// The words of the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_printed: Option<Text>,
}

impl AnnouncedSession {
    /// A session with nothing announced but how it stands.
    pub fn new(status: MeetingStatus) -> Self {
        Self {
            edition_number: None,
            starts_on: None,
            ends_on: None,
            place: None,
            hosts: None,
            status,
            as_printed: None,
        }
    }
}

/// A number that the record states, true on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed)]
pub struct StatedFigure {
    /// What is counted, such as `member countries`.
    pub what: Text,
    /// How many.
    pub count: Count,
    /// The organization that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<OrganizationId>,
    /// The day of which it is true.
    pub as_of: Date,
    /// The words of the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_printed: Option<Text>,
    /// How well the number is known.
    pub standing: Standing,
    /// What a reader should know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

impl StatedFigure {
    /// A number that is of no organization.
    pub fn new(what: Text, count: Count, as_of: Date, standing: Standing) -> Self {
        Self { what, count, organization: None, as_of, as_printed: None, standing, note: None }
    }
}

closed_list! {
    /// What is wrong with a passage of the source text.
    #[non_exhaustive]
    pub enum DefectClass: "what is wrong with a passage" {
        /// It states what is not so.
        Factual = "factual",
        /// Letters are missing or wrong.
        Typo = "typo",
        /// A form of a word is wrong.
        Grammar = "grammar",
        /// The same thing goes by two names.
        Identity = "identity",
        /// Line breaks, numerals or dates are set in a way that hinders reading.
        Format = "format",
        /// A name is not written in its usual form.
        Naming = "naming",
        /// What is referred to is not said.
        Reference = "reference",
        /// A word means something else than it seems to.
        Semantics = "semantics",
        /// Something is left out.
        Completeness = "completeness",
        /// A role is not said.
        Role = "role",
        /// Wholes and parts are listed alike.
        Granularity = "granularity",
        /// It can be read in two ways.
        Ambiguity = "ambiguity",
        /// It is not said who said it.
        Attribution = "attribution",
        /// A time or state does not fit the day of the record.
        Status = "status",
        /// It is true only for a time.
        Temporal = "temporal",
        /// Characters that are easily damaged.
        Encoding = "encoding",
        /// Two passages do not go together.
        Consistency = "consistency",
    }
}

/// A correction to the source text: what is printed, how it is read, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed)]
pub struct Correction {
    /// What is wrong.
    pub class: DefectClass,
    /// The passage as printed, to the letter.
    pub as_printed: Text,
    /// How it is read in this record.
    pub as_read: Text,
    /// Why it is read so.
    pub because: Text,
    /// Where the passage begins, in characters from the start of the text, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<Count>,
    /// What the reading rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub sources: Option<Vec<Source>>,
}

impl Correction {
    /// A correction that rests on no source, of a passage at a place that is not known.
    pub fn new(class: DefectClass, as_printed: Text, as_read: Text, because: Text) -> Self {
        Self { class, as_printed, as_read, because, offset: None, sources: None }
    }
}

object!(AgendaItem, Topic, EarlierSession, AnnouncedSession, StatedFigure, Correction);
