//! What participants say, and what becomes of it.

use accordance_terms::{
    ContributionId, Date, Distinct, GoalId, Language, MeetingId, OrganizationId, SdgTargetCode, Text, ThemeId,
    closed_list, object, schema,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

closed_list! {
    /// What a contribution is.
    #[non_exhaustive]
    pub enum Nature: "what a contribution is" {
        /// Something to take into account.
        Input = "input",
        /// A proposal to change something.
        Suggestion = "suggestion",
        /// Something shared for the others to know.
        Information = "information",
        /// A worry or reservation.
        Concern = "concern",
    }
}

closed_list! {
    /// Whether the record says who made a contribution.
    #[non_exhaustive]
    pub enum Attribution: "whether it is said who made a contribution" {
        /// The record names the organization.
        Named = "named",
        /// Several participants made it together.
        Collective = "collective",
        /// The record names nobody.
        Unattributed = "unattributed",
    }
}

closed_list! {
    /// Where a contribution stands.
    ///
    /// `noted` leads to `under_review`, and that to `accepted`, `rejected` or `carried`; until then it can be `withdrawn`.
    #[non_exhaustive]
    pub enum ContributionStatus: "where a contribution stands" {
        /// It is on record.
        Noted = "noted",
        /// It is being looked at.
        UnderReview = "under_review",
        /// It was taken up.
        Accepted = "accepted",
        /// It was not taken up.
        Rejected = "rejected",
        /// It goes on to a later meeting.
        Carried = "carried",
        /// Who made it took it back.
        Withdrawn = "withdrawn",
    }
}

impl ContributionStatus {
    /// Whether nothing more is to come in this meeting's record.
    pub fn is_final(self) -> bool {
        !matches!(self, Self::Noted | Self::UnderReview)
    }

    fn leads_to(self, next: Self) -> bool {
        match self {
            Self::Noted => !matches!(next, Self::Noted),
            Self::UnderReview => next.is_final(),
            Self::Accepted | Self::Rejected | Self::Carried | Self::Withdrawn => false,
        }
    }
}

/// A contribution made in a meeting.
///
/// ```
/// use accordance_meetings::{Contribution, ContributionStatus, Nature};
///
/// let mut said = Contribution::new("c-1".parse()?, Nature::Suggestion, "Name goal 4 in theme iii.".parse()?);
/// said.advance(ContributionStatus::UnderReview, None)?;
/// said.carry_to("dialogue-7".parse()?, None)?;
/// assert_eq!(said.status(), ContributionStatus::Carried);
///
/// let again = said.carried_over("d7-c-1".parse()?);
/// assert_eq!(again.origin, Some("c-1".parse()?));
/// assert!(said.advance(ContributionStatus::Noted, None).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed)]
pub struct Contribution {
    /// Its id.
    pub id: ContributionId,
    /// What it is.
    pub nature: Nature,
    /// What was said.
    pub text: Text,
    /// The language of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Whether the record says who made it.
    pub attribution: Attribution,
    /// The organization that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<OrganizationId>,
    /// The goals that it speaks to. Empty where it names none.
    pub goals: Distinct<GoalId>,
    /// The themes that it speaks to. Empty where it names none.
    pub themes: Distinct<ThemeId>,
    /// The SDG targets that it speaks to. Empty where it names none.
    pub sdg_targets: Distinct<SdgTargetCode>,
    /// Where it stands.
    status: ContributionStatus,
    /// How it came there, oldest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    history: Option<Vec<StatusChange>>,
    /// The organization or unit that looks after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub managed_by: Option<OrganizationId>,
    /// The meeting for which it is to be reviewed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_for: Option<MeetingId>,
    /// The meeting that it is carried to.
    #[serde(skip_serializing_if = "Option::is_none")]
    carried_to: Option<MeetingId>,
    /// The contribution of an earlier meeting that it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<ContributionId>,
    /// What was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<Response>,
    /// What a reader should know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

/// A step in the life of a contribution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed)]
pub struct StatusChange {
    /// Where it then stood.
    pub status: ContributionStatus,
    /// The day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// Who decided it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<OrganizationId>,
}

/// An answer to a contribution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed)]
pub struct Response {
    /// What was answered.
    pub text: Text,
    /// Who answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<OrganizationId>,
    /// The day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

object!(Contribution, StatusChange, Response);

/// A contribution cannot go from one status to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a contribution that is {from} does not become {to}")]
pub struct NotThatWay {
    /// Where it stands.
    pub from: ContributionStatus,
    /// Where it was to go.
    pub to: ContributionStatus,
}

impl Contribution {
    /// A contribution that is noted, without saying who made it.
    pub fn new(id: ContributionId, nature: Nature, text: Text) -> Self {
        Self {
            id,
            nature,
            text,
            language: None,
            attribution: Attribution::Unattributed,
            by: None,
            goals: Distinct::default(),
            themes: Distinct::default(),
            sdg_targets: Distinct::default(),
            status: ContributionStatus::Noted,
            history: None,
            managed_by: None,
            review_for: None,
            carried_to: None,
            origin: None,
            response: None,
            note: None,
        }
    }

    /// Where it stands.
    pub fn status(&self) -> ContributionStatus {
        self.status
    }

    /// How it came there, oldest first.
    pub fn history(&self) -> &[StatusChange] {
        self.history.as_deref().unwrap_or_default()
    }

    /// The meeting that it is carried to.
    pub fn carried_to(&self) -> Option<&MeetingId> {
        self.carried_to.as_ref()
    }

    /// Moves it on. To carry it to a later meeting, use [`Contribution::carry_to`].
    ///
    /// # Errors
    /// [`NotThatWay`] where its life does not lead there, and for `carried`, which needs a meeting.
    pub fn advance(&mut self, to: ContributionStatus, on: Option<Date>) -> Result<(), NotThatWay> {
        if to == ContributionStatus::Carried {
            return Err(NotThatWay { from: self.status, to });
        }
        self.change(to, on)
    }

    /// Carries it to a later meeting.
    ///
    /// # Errors
    /// [`NotThatWay`] where it has come to an end already.
    pub fn carry_to(&mut self, meeting: MeetingId, on: Option<Date>) -> Result<(), NotThatWay> {
        self.change(ContributionStatus::Carried, on)?;
        self.carried_to = Some(meeting);
        Ok(())
    }

    /// The contribution as the record of the later meeting lists it: noted anew, with this one as its origin.
    #[must_use]
    pub fn carried_over(&self, id: ContributionId) -> Self {
        Self {
            origin: Some(self.id.clone()),
            id,
            status: ContributionStatus::Noted,
            history: None,
            carried_to: None,
            review_for: None,
            response: None,
            ..self.clone()
        }
    }

    fn change(&mut self, to: ContributionStatus, on: Option<Date>) -> Result<(), NotThatWay> {
        if !self.status.leads_to(to) {
            return Err(NotThatWay { from: self.status, to });
        }
        self.history.get_or_insert_default().push(StatusChange { status: to, on, by: None });
        self.status = to;
        Ok(())
    }
}
