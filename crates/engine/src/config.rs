//! `accordance.toml`: collections of a team's own schemas and data.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What `accordance.toml` says.
///
/// ```
/// let config: accordance_engine::Config = r#"
///     [collections.loans]
///     schema = "schemas/loan.json"
///     files = ["loans/*.yaml"]
///     id = "/number"
///
///     [references]
///     "loans.book" = "books"
/// "#.parse()?;
/// assert_eq!(config.collections["loans"].files, ["loans/*.yaml"]);
/// # Ok::<(), accordance_engine::ConfigError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The collections by name.
    #[serde(default)]
    pub collections: BTreeMap<String, CollectionConfig>,
    /// Where records refer to others, for schemas without `x-refers-to`: a dotted path that begins with a collection
    /// (`loans.copies.book`; lists are gone through), and the collection that is referred to.
    #[serde(default)]
    pub references: BTreeMap<String, String>,
    /// The files that stand for the addresses that schemas refer to. Nothing is fetched from a network.
    #[serde(default)]
    pub schemas: BTreeMap<String, String>,
}

/// A collection of `accordance.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CollectionConfig {
    /// The file of its JSON Schema (draft 4 to 2020-12), relative to the folder of `accordance.toml`.
    pub schema: String,
    /// The files that hold its records, as patterns: `*` within a name, `**` through folders.
    pub files: Vec<String>,
    /// The JSON Pointer of a record's id, for a schema without `x-identifies`.
    pub id: Option<String>,
}

/// What is wrong with `accordance.toml`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ConfigError {
    /// What is wrong, in a sentence.
    pub message: String,
    /// Where, in bytes of its text.
    pub span: Option<std::ops::Range<usize>>,
}

impl std::str::FromStr for Config {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        toml::from_str(text)
            .map_err(|error| ConfigError { message: error.message().trim_end().to_owned(), span: error.span() })
    }
}
