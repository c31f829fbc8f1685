//! Organizations, dialogue series, and meeting records with what was said in them.
//!
//! ```
//! use accordance_meetings::{Attendance, Meeting};
//!
//! let session = Meeting::example();
//! assert!(matches!(session.attendance(&"afripol".parse()?), Attendance::Present(_)));
//! // The list of participants is not known to be complete: who is not on it may have been there.
//! assert!(matches!(session.attendance(&"aseanapol".parse()?), Attendance::Unknown));
//! # Ok::<(), accordance_terms::InvalidTerm>(())
//! ```
//!
//! Each type has a `new` of what a record cannot do without. Write the rest over it, and a property that is added to the
//! type later leaves your code as it is:
//!
//! ```
//! use accordance_meetings::{Mode, Participant};
//!
//! let present = Participant { mode: Mode::Online, ..Participant::new("afripol".parse()?) };
//! assert!(present.note.is_none());
//! # Ok::<(), accordance_terms::InvalidTerm>(())
//! ```
//!
//! What a type reads is what its JSON Schema accepts. Whether a meeting ends before it begins, or a contribution is
//! carried to a meeting that does not list it, is not a matter of form: rules say it.
//!
//! This crate knows nothing of rules or files.

mod contribution;
mod meeting;
mod organization;
mod outcome;
mod participant;
mod series;
mod transcript;

pub use contribution::{Attribution, Contribution, ContributionStatus, Nature, NotThatWay, Response, StatusChange};
pub use meeting::{Activity, Meeting, MeetingKind, MeetingStatus, Mode};
pub use organization::{MemberCount, NameVariant, Organization, OrganizationForm, OrganizationKind};
pub use outcome::{Action, ActionKind, ActionStatus, Decision, DecisionStatus};
pub use participant::{Attendance, Host, HostRole, Participant, ParticipantRole};
pub use series::{EditionRecord, Series, SeriesKind, SeriesMember, SeriesRole, WorkingGroup};
pub use transcript::{AgendaItem, AnnouncedSession, Correction, DefectClass, EarlierSession, StatedFigure, Topic};
