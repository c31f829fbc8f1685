//! The cross-cutting foundational themes that underpin the Global Policing Goals.
//!
//! ```
//! use accordance_terms::Completeness;
//! use accordance_themes::Theme;
//!
//! let theme = Theme::example();
//! assert_eq!(theme.number_as_printed.as_str(), "i");
//! // The session introduced its list with "these themes include": others may belong to it.
//! assert_eq!(theme.list_complete, Completeness::Unknown);
//! ```
//!
//! What the type reads is what its JSON Schema accepts. With the feature `proptest` it generates values of itself.
//!
//! This crate knows nothing of goals, meetings, rules or files.

mod theme;

pub use theme::{Theme, ThemeKind};
