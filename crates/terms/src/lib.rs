//! Value types that the Accordance domain crates share.
//!
//! A value of one of these types is of its form: an invalid one cannot be built, neither in Rust nor by reading JSON.
//! Each type's JSON Schema accepts exactly what the type accepts.
//!
//! ```
//! use accordance_terms::{Date, GoalId, Standing, Wording};
//!
//! let goal: GoalId = "gpg-2017-4".parse()?;
//! let day: Date = "2023-07-03".parse()?;
//! let title = Wording::new("Secure cyberspace for people and businesses".parse()?, Standing::Verified);
//! println!("{goal}, as of {day}: {}", title.text);
//!
//! assert!("GPG 4".parse::<GoalId>().is_err());
//! # Ok::<(), accordance_terms::InvalidTerm>(())
//! ```
//!
//! Absent, unknown and none are three things. A property that a record does not speak of is left out; `null` is
//! refused. What is known not to be known is said by a word (`unspecified`, `unknown`). A list that is known to hold
//! nothing is an empty list whose [`Completeness`] is `complete`.
//!
//! With the feature `proptest` every type generates values of itself.
//!
//! This crate knows nothing of records, rules or files.

mod closed_list;
mod date;
mod distinct;
mod error;
#[cfg(feature = "proptest")]
mod few;
mod id;
mod number;
mod object;
mod place;
mod sdg;
mod source;
mod text;
mod text_value;
mod version;

pub use closed_list::UnknownWord;
#[doc(hidden)]
pub use closed_list::{closed_list_schema, read_word};
pub use date::{Date, DateRange, PartialDate, Weekday};
pub use distinct::{Distinct, Repeated};
pub use error::InvalidTerm;
#[cfg(feature = "proptest")]
#[doc(hidden)]
pub use few::{few, few_or_none};
pub use id::{
    AlignmentId, ContributionId, EditionId, GoalId, ItemId, MeetingId, OrganizationId, ProgrammeId, SeriesId, ThemeId,
    WorkingGroupId,
};
pub use number::{Count, Ordinal};
pub use object::{ObjectOnly, schema};
pub use place::{CountryCode, Place};
pub use sdg::{SdgCode, SdgTargetCode};
pub use source::{Completeness, Source, Standing, Url};
pub use text::{InLanguages, Language, Text, Texts, Wording, Wordings};
pub use version::SchemaVersion;

/// The crate of the days in [`Date`], in the version of this crate's signatures: take it from here, or depend on the
/// same one.
pub use jiff;

/// What the macros of this crate are made with, wherever they are used.
#[doc(hidden)]
pub mod __private {
    #[cfg(feature = "proptest")]
    pub use proptest;
    pub use {schemars, serde};
}
