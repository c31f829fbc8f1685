//! Closed lists and constants of `accordance-terms` in a crate that depends on neither `serde` nor `schemars`, has no
//! feature `proptest`, and has a `Result` of its own.
#![allow(clippy::expect_used, reason = "a test that cannot go on says why")]

use std::collections::BTreeMap;

use serde_json::json;

accordance_terms::closed_list! {
    /// How a paper was received.
    #[non_exhaustive]
    pub enum Reception: "how a paper was received" {
        /// It was read out.
        Read = "read",
        /// It was handed out.
        Tabled = "tabled",
    }
}

accordance_terms::constant! {
    /// The `kind` of a paper.
    pub struct PaperKind = "paper";
}

/// What a crate may have.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[test]
fn a_list_and_a_constant_are_read_and_written() -> Result<()> {
    let read: BTreeMap<String, (PaperKind, Reception)> = serde_json::from_value(json!({"a": ["paper", "tabled"]}))?;
    assert_eq!(read.get("a"), Some(&(PaperKind, Reception::Tabled)));
    assert_eq!(serde_json::to_value(&read)?, json!({"a": ["paper", "tabled"]}));
    assert!(serde_json::from_value::<Reception>(json!("sent")).is_err());
    assert!(serde_json::from_value::<PaperKind>(json!("note")).is_err());
    assert_eq!("read".parse(), Ok(Reception::Read));
    Ok(())
}
