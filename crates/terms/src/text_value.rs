//! What every value type written as JSON text has in common.

/// Implements `Display`, `FromStr`, `Serialize`, `Deserialize` and `JsonSchema` for a type written as text.
///
/// The type offers `fn parse(&str) -> Result<Self, InvalidTerm>` and `fn as_text(&self) -> Cow<str>`; the schema is
/// given in full, and is inlined where the type is used.
macro_rules! text_value {
    ($name:ident, $schema:tt) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&self.as_text())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::InvalidTerm;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::InvalidTerm;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                Self::parse(text)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.as_text())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct TextVisitor;

                impl serde::de::Visitor<'_> for TextVisitor {
                    type Value = $name;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        formatter.write_str("a text")
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        $name::parse(text).map_err(E::custom)
                    }
                }

                deserializer.deserialize_str(TextVisitor)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!($schema)
            }
        }
    };
}

pub(crate) use text_value;

/// Implements `AsRef<str>` and `Borrow<str>` for a type that holds its text alone, so that a map is asked by a `&str`.
///
/// INVARIANT: the type derives `Eq`, `Ord` and `Hash`, which are then those of the text.
macro_rules! lends_text {
    ($name:ident) => {
        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }
    };
}

pub(crate) use lends_text;

/// Matches a text that ends with anything but a visible ASCII character. It stands under `not` beside every pattern: in
/// some dialects of regular expressions, Python's and Java's among them, `$` also matches before a line break at the
/// end of the text.
pub const STRAY_END: &str = "[^!-~]$";
