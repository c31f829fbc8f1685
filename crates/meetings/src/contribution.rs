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
    /// From `noted`, by way of `under_review` or at once, a contribution comes to one of `accepted`, `rejected`, `carried` and
    /// `withdrawn`, and stays there.
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
/// use accordance_meetings::{Contribution, ContributionStatus, Nature, StatusChange};
///
/// let mut said = Contribution::new("c-1".parse()?, Nature::Suggestion, "Name goal 4 in theme iii.".parse()?);
/// said.advance(StatusChange { by: "interpol".parse().ok(), ..StatusChange::to(ContributionStatus::UnderReview) })?;
/// said.carry_to("dialogue-7".parse()?, None, None)?;
/// assert_eq!(said.status(), ContributionStatus::Carried);
///
/// let again = said.carried_over("d7-c-1".parse()?);
/// assert_eq!(again.origin, Some("c-1".parse()?));
/// assert!(said.advance(StatusChange::to(ContributionStatus::Noted)).is_err());
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
    #[schemars(example = "Read in a copy that is cut short.")]
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

impl StatusChange {
    /// A change on a day that is not known, by nobody who is named.
    pub fn to(status: ContributionStatus) -> Self {
        Self { status, on: None, by: None }
    }
}

/// An answer to a contribution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed)]
pub struct Response {
    /// What was answered.
    #[schemars(example = "The next draft of theme iii names goal 4.")]
    pub text: Text,
    /// Who answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<OrganizationId>,
    /// The day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

impl Response {
    /// An answer of nobody who is named, on a day that is not known.
    pub fn new(text: Text) -> Self {
        Self { text, by: None, on: None }
    }
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
    pub fn advance(&mut self, change: StatusChange) -> Result<(), NotThatWay> {
        if change.status == ContributionStatus::Carried {
            return Err(NotThatWay { from: self.status, to: change.status });
        }
        self.change(change)
    }

    /// Carries it to a later meeting, decided on a day and by an organization where that is known.
    ///
    /// # Errors
    /// [`NotThatWay`] where it has come to an end already.
    pub fn carry_to(
        &mut self,
        meeting: MeetingId,
        on: Option<Date>,
        by: Option<OrganizationId>,
    ) -> Result<(), NotThatWay> {
        self.change(StatusChange { status: ContributionStatus::Carried, on, by })?;
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

    fn change(&mut self, change: StatusChange) -> Result<(), NotThatWay> {
        let to = change.status;
        if !self.status.leads_to(to) {
            return Err(NotThatWay { from: self.status, to });
        }
        self.history.get_or_insert_default().push(change);
        self.status = to;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ContributionStatus::{Accepted, Carried, Noted, Rejected, UnderReview, Withdrawn};

    use super::*;

    #[test]
    fn a_contribution_comes_to_one_end_and_stays_there() {
        for (from, to) in [
            (Noted, [UnderReview, Accepted, Rejected, Carried, Withdrawn].as_slice()),
            (UnderReview, &[Accepted, Rejected, Carried, Withdrawn]),
            (Accepted, &[]),
            (Rejected, &[]),
            (Carried, &[]),
            (Withdrawn, &[]),
        ] {
            for next in [Noted, UnderReview, Accepted, Rejected, Carried, Withdrawn] {
                assert_eq!(from.leads_to(next), to.contains(&next), "{from} to {next}");
            }
        }
    }

    #[test]
    fn each_change_is_kept_with_who_decided_it() {
        let mut said = Contribution::new(
            "c-1".parse().expect("an id"),
            Nature::Suggestion,
            "Name goal 4.".parse().expect("a text"),
        );
        let by: Option<OrganizationId> = "interpol".parse().ok();
        let review = StatusChange { by: by.clone(), ..StatusChange::to(UnderReview) };
        said.advance(review.clone()).expect("it can be reviewed");
        assert_eq!(said.advance(StatusChange::to(Carried)), Err(NotThatWay { from: UnderReview, to: Carried }));
        said.carry_to("dialogue-7".parse().expect("an id"), None, by.clone()).expect("it can be carried");
        assert_eq!(said.history(), [review, StatusChange { by, ..StatusChange::to(Carried) }]);
    }
}
