//! One parsed record: a compact tree over its source text, JSON and YAML alike.
//!
//! The tree is what `jsonschema` validates ([`Tape`]), what typed crates are read from ([`Value::to_typed`]), and what
//! rules read: a record is parsed once. Where a value stands in its file is found on demand ([`locate`]).
//!
//! ```
//! use accordance_document::{Format, Limits, Records, Tree};
//!
//! let file = "id: gpg-2017-4\n---\nid: gpg-2017-5\nid: again\n---\nid: gpg-2017-6\n";
//! let mut tree = Tree::new();
//! let mut records = Records::new(file, Format::Yaml, &mut tree, Limits::default());
//! let mut ids = Vec::new();
//! while let Some(found) = records.next_record() {
//!     match found {
//!         Ok(record) => ids.extend(record.value.get("id").and_then(|id| id.as_str()).map(str::to_owned)),
//!         Err(mistake) => ids.push(mistake.to_string()),
//!     }
//! }
//! assert_eq!(ids.len(), 3);
//! assert_eq!(ids[2], "gpg-2017-6"); // a broken record loses no other
//! ```
//!
//! What strangers write has a defined answer: see [`Reason`] and [`Limits`]. Numbers are 64-bit whole numbers or
//! doubles; a whole number that does not fit is refused, never rounded. Reading looks at nothing but the
//! text, and recurses 64 levels at most, however deep a record nests.
//!
//! The keywords of schemas are the library's, but for two shortcuts: plain patterns are decided by tables
//! ([`validation_options`]), and most valid records are known to be valid before the library is asked ([`Quick`]), or
//! while they are read ([`Guide`]).
//!
//! This crate knows nothing of the domain, of its schemas, rules or files.

mod byte_offsets;
mod de;
mod equality;
mod error;
mod format;
mod json;
mod json_mistake;
mod limits;
mod line_index;
mod number;
mod packed;
mod part;
mod pattern;
mod place;
mod position;
mod quick;
mod records;
mod tree;
mod validation;
mod value;
mod ways;
mod yaml;
mod yaml_mistake;
mod yaml_parts;
mod yaml_scalar;

/// The validator and its registry, of the version whose types [`Tape`], [`Quick`] and [`validation_options`] speak of.
pub use jsonschema;
/// What finds the schemas that a schema refers to, of the version whose types [`Quick::new`] takes.
pub use referencing;

pub use de::NotOfType;
pub use error::{ReadError, Reason, Related, is_hidden, quoted};
pub use format::{Format, decode, decode_from};
pub use limits::Limits;
pub use line_index::LineIndex;
pub use packed::{Packed, Selection};
pub use part::{Refused, Shown, refused};
pub use pattern::validation_options;
pub use place::{Locator, Place, locate, locate_all};
pub use position::{Position, Positions};
pub use quick::{Guide, Marks, Memory, Quick};
pub use records::{Guided, Origin, Record, Records, is_blank, lines, parse_json, read_line, read_line_guided};
pub use tree::Tree;
pub use validation::{ArrayView, ObjectView, Tape, TapeNumber};
pub use value::{Items, Members, Value, ValueKind, push_step};
pub use ways::Ways;
