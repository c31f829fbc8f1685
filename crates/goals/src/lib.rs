//! The Global Policing Goals: editions, goals and their objectives, crime programmes, the SDGs they align with, and
//! the alignment links themselves.
//!
//! ```
//! use accordance_goals::Goal;
//!
//! let goal: Goal = serde_json::from_str(r#"{
//!     "kind": "goal", "schema": "v1", "id": "gpg-2017-6", "number": 6, "edition": "gpg-2017",
//!     "title": {"en": {"text": "Curb illicit markets", "standing": "verified"}},
//!     "objectives_complete": "unknown"
//! }"#)?;
//! assert_eq!(goal.number.get(), 6);
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! Each type has a `new` of what a record cannot do without. Write the rest over it (`Goal { note, ..Goal::new(…) }`), and
//! a property that is added to the type later leaves your code as it is.
//!
//! What a type reads is what its JSON Schema accepts. With the feature `proptest` every type generates values of
//! itself.
//!
//! This crate knows nothing of meetings, rules or files.

mod alignment;
mod edition;
mod goal;
mod programme;
mod sdg;

pub use alignment::{
    Alignment, AlignmentKind, Asserter, Assertion, Confirmation, Directness, Method, NotOneEnd, OtherEnd,
};
pub use edition::{Adoption, Edition, EditionKind, EditionOf, EditionStatus};
pub use goal::{Goal, GoalKind, Objective};
pub use programme::{Programme, ProgrammeKind};
pub use sdg::{Sdg, SdgKind, SdgTarget, SdgTargetKind};
