//! Who took part, in what role, and who hosted.

use accordance_terms::{OrganizationId, Source, Standing, Text, closed_list, object, schema};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Mode;

closed_list! {
    /// The part that an organization has in a meeting.
    #[non_exhaustive]
    pub enum ParticipantRole: "the role of a participant" {
        /// It takes part in its own right.
        Participant = "participant",
        /// It observes.
        Observer = "observer",
        /// It convenes or runs the meeting.
        Convener = "convener",
        /// It receives the meeting.
        Host = "host",
        /// The record does not say.
        Unspecified = "unspecified",
    }
}

/// An organization that took part in a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed)]
pub struct Participant {
    /// The organization.
    pub organization: OrganizationId,
    /// The name as the record prints it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_printed: Option<Text>,
    /// Its role.
    pub role: ParticipantRole,
    /// How it took part.
    pub mode: Mode,
    /// What a reader should know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

impl Participant {
    /// An organization that took part, in a role and a way that the record does not say.
    pub fn new(organization: OrganizationId) -> Self {
        Self { organization, as_printed: None, role: ParticipantRole::Unspecified, mode: Mode::Unspecified, note: None }
    }
}

closed_list! {
    /// How far an organization is a host.
    #[non_exhaustive]
    pub enum HostRole: "the role of a host" {
        /// It hosts.
        Host = "host",
        /// It hosts together with others.
        CoHost = "co_host",
        /// It supports the host.
        Support = "support",
        /// Sources do not agree on it.
        Disputed = "disputed",
    }
}

/// A host of a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed)]
pub struct Host {
    /// The organization, where it has a record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<OrganizationId>,
    /// The name, for one without a record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// How far it is the host.
    pub role: HostRole,
    /// How well that is known.
    pub standing: Standing,
    /// Where it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub sources: Option<Vec<Source>>,
    /// What a reader should know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

impl Host {
    /// A host who is not named yet, with no source.
    pub fn new(role: HostRole, standing: Standing) -> Self {
        Self { organization: None, name: None, role, standing, sources: None, note: None }
    }
}

object!(Participant, Host);

/// What a meeting record says of one organization's attendance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Attendance<'a> {
    /// It is on the list.
    Present(&'a Participant),
    /// It is not on the list, and the list is complete.
    Absent,
    /// It is not on the list, which need not name everybody.
    Unknown,
}
