//! The version of the schemas that a record is written for.

use crate::constant;

constant! {
    /// The schema version that a record is written for: `v1`.
    pub struct SchemaVersion = "v1";
}
