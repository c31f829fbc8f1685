//! `accordance.toml`: collections of a team's own schemas and data.

use std::collections::BTreeMap;

use schemars::{JsonSchema, generate::SchemaSettings};
use serde::Deserialize;
use serde_json::Value;

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
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Configuration", extend("examples" = [{
    "collections": {"loans": {"schema": "schemas/loan.json", "files": ["loans/*.yaml"], "id": "/number"}},
    "references": {"loans.book": "books"},
    "schemas": {"https://library.example/common/person.json": "schemas/person.json"},
}]))]
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
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Collection")]
pub struct CollectionConfig {
    /// The file of its JSON Schema (draft 4 to 2020-12), relative to the folder of `accordance.toml`.
    pub schema: String,
    /// The files that hold its records, as patterns: `*` within a name, `**` through folders.
    pub files: Vec<String>,
    /// The JSON Pointer of a record's id, for a schema without `x-identifies`.
    // TOML has no null: what is not known is left out.
    #[schemars(transform = without_null)]
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

impl Config {
    /// The name of its schema.
    pub const NAME: &'static str = "config";
    /// What its schema describes, in a line.
    pub const MEANING: &'static str = "`accordance.toml`: the collections of a run, with schemas and data of your own";

    /// The JSON Schema (2020-12) of `accordance.toml`, read as TOML. It accepts what [`Config`] can be read from.
    /// Whether the files are there and the patterns are well formed shows when a run begins.
    ///
    /// ```
    /// let schema = accordance_engine::Config::schema();
    /// assert_eq!(schema["properties"]["collections"]["additionalProperties"]["$ref"], "#/$defs/Collection");
    /// ```
    pub fn schema() -> Value {
        SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Self>().to_value()
    }
}

fn without_null(schema: &mut schemars::Schema) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_mut_slice() {
            let only = only.take();
            schema.insert("type".into(), only);
        }
    }
}

impl std::str::FromStr for Config {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        toml::from_str(text)
            .map_err(|error| ConfigError { message: error.message().trim_end().to_owned(), span: error.span() })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::Config;

    /// Values that come close to a configuration.
    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            3 => "[a-z/*.]{0,8}".prop_map(Value::from),
            1 => any::<bool>().prop_map(Value::from),
            1 => any::<i32>().prop_map(Value::from),
            1 => proptest::collection::vec("[a-z]{0,3}", 0..3).prop_map(Value::from),
        ];
        let name = prop_oneof![
            Just("collections"),
            Just("references"),
            Just("schemas"),
            Just("schema"),
            Just("files"),
            Just("id"),
            Just("x")
        ];
        leaf.prop_recursive(3, 24, 4, move |inner| {
            proptest::collection::btree_map(name.clone().prop_map(str::to_owned), inner, 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect()))
        })
    }

    fn whole() -> impl Strategy<Value = Value> {
        let collection = (any::<bool>(), any::<bool>(), values()).prop_map(|(has_schema, has_id, odd)| {
            let mut collection = json!({"files": ["*.json"]});
            if has_schema {
                collection["schema"] = "book.json".into();
            }
            if has_id {
                collection["id"] = odd;
            }
            collection
        });
        let named = prop_oneof![collection, values()];
        prop_oneof![
            values(),
            (named.clone(), values())
                .prop_map(|(books, more)| { json!({"collections": {"books": books}, "references": more}) }),
            named.prop_map(|books| json!({"collections": {"books": books}}))
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

        #[test]
        fn the_schema_accepts_what_a_configuration_can_be_read_from(value in whole()) {
            let Ok(text) = toml::to_string(&value) else { return Ok(()) };
            let is_valid = jsonschema::is_valid(&Config::schema(), &value);
            prop_assert_eq!(text.parse::<Config>().is_ok(), is_valid, "{}", text);
        }
    }

    #[test]
    fn the_example_is_a_configuration() {
        let example = &Config::schema()["examples"][0];
        assert!(jsonschema::is_valid(&Config::schema(), example));
        let text = toml::to_string(example).expect("an object");
        assert_eq!(text.parse::<Config>().expect("a configuration").references["loans.book"], "books");
    }
}
