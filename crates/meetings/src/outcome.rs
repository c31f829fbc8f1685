//! What a meeting decided, and what is to be done.

use accordance_terms::{Date, Distinct, GoalId, ItemId, OrganizationId, Text, ThemeId, closed_list, object, schema};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

closed_list! {
    /// How far a decision has come.
    #[non_exhaustive]
    pub enum DecisionStatus: "how far a decision has come" {
        /// Put forward.
        Proposed = "proposed",
        /// Agreed by the meeting.
        Adopted = "adopted",
        /// Not agreed.
        Rejected = "rejected",
        /// Sent to another body to decide.
        Referred = "referred",
    }
}

/// Something that the meeting decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed)]
pub struct Decision {
    /// Its id within the record.
    #[schemars(example = "d-1")]
    pub id: ItemId,
    /// What was decided.
    #[schemars(example = "The wording of goal 4 is agreed.")]
    pub text: Text,
    /// How far it has come.
    pub status: DecisionStatus,
    /// The body that it was sent to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(example = "General Assembly")]
    pub referred_to: Option<Text>,
    /// The goals that it speaks of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goals: Option<Distinct<GoalId>>,
    /// The themes that it speaks of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub themes: Option<Distinct<ThemeId>>,
}

impl Decision {
    /// A decision that speaks of no goal and of no theme.
    pub fn new(id: ItemId, text: Text, status: DecisionStatus) -> Self {
        Self { id, text, status, referred_to: None, goals: None, themes: None }
    }
}

closed_list! {
    /// Whether something is to be done or only recommended.
    #[non_exhaustive]
    pub enum ActionKind: "what kind of action it is" {
        /// The meeting asks for it.
        Action = "action",
        /// The meeting recommends it.
        Recommendation = "recommendation",
    }
}

closed_list! {
    /// How far an action has come.
    #[non_exhaustive]
    pub enum ActionStatus: "how far an action has come" {
        /// To be done.
        Open = "open",
        /// Done.
        Done = "done",
        /// Given up.
        Dropped = "dropped",
    }
}

/// Something to be done after the meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed)]
pub struct Action {
    /// Its id within the record.
    #[schemars(example = "a-1")]
    pub id: ItemId,
    /// Whether it is asked for or recommended.
    pub kind: ActionKind,
    /// What is to be done.
    #[schemars(example = "Send the draft of goal 4 to all participants.")]
    pub text: Text,
    /// Who is to do it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<OrganizationId>,
    /// The day by which it is to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// How far it has come.
    pub status: ActionStatus,
    /// The goals that it serves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goals: Option<Distinct<GoalId>>,
}

impl Action {
    /// Something that nobody is named for and that has no day.
    pub fn new(id: ItemId, kind: ActionKind, text: Text, status: ActionStatus) -> Self {
        Self { id, kind, text, owner: None, due_on: None, status, goals: None }
    }
}

object!(Decision, Action);
