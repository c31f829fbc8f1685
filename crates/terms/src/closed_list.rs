//! Closed lists: enums written as one of a few words.

/// Defines an enum that is written as one of a closed list of words in `snake_case`, or as the words given.
///
/// `serde` and `schemars` are this crate's: a crate that defines a list need not depend on them. With the feature
/// `proptest` of this crate, the list generates words of itself.
///
/// Unlike a derived enum it is read from a JSON string only, never from `{"word": null}`, as its schema says.
///
/// ```
/// accordance_terms::closed_list! {
///     /// How a paper was received.
///     #[non_exhaustive]
///     pub enum Reception: "how a paper was received" {
///         /// It was read out.
///         Read = "read",
///         /// It was handed out.
///         Tabled = "tabled",
///     }
/// }
///
/// assert_eq!(serde_json::to_string(&Reception::Tabled)?, "\"tabled\"");
/// assert_eq!("read".parse(), Ok(Reception::Read));
/// assert!(serde_json::from_str::<Reception>("\"sent\"").is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! closed_list {
    (
        $(#[doc = $doc:literal])+
        #[non_exhaustive]
        pub enum $name:ident: $meaning:literal {
            $($(#[doc = $variant_doc:literal])+ $variant:ident = $word:literal,)+
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[doc = $variant_doc])+ $variant,)+
        }

        impl $name {
            /// Every word of the list, in its order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word as records write it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::UnknownWord;

            fn from_str(word: &str) -> ::std::result::Result<Self, Self::Err> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    other => Err($crate::UnknownWord::new(other, $meaning, Self::WORDS)),
                }
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                $crate::read_word(deserializer, $meaning)
            }
        }

        impl $crate::__private::schemars::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn schema_id() -> ::std::borrow::Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($name)).into()
            }

            fn json_schema(_: &mut $crate::__private::schemars::SchemaGenerator) -> $crate::__private::schemars::Schema {
                $crate::closed_list_schema(
                    concat!($($doc),+),
                    &[$(($word, concat!($($variant_doc),+))),+],
                )
            }
        }

        $crate::__generates!($name: $($name::$variant,)+);
    };
}

use std::{fmt, marker::PhantomData, str::FromStr};

use schemars::{Schema, json_schema};
use serde::de::{Deserializer, Error as _, Visitor};
use thiserror::Error;

use crate::error::quoted;

/// A word that is not on a closed list.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{found} is no word for {meaning}; write {}", one_of(.words))]
pub struct UnknownWord {
    found: String,
    meaning: &'static str,
    words: &'static [&'static str],
}

impl UnknownWord {
    /// The refused word, what the list is for, and the words of the list.
    #[doc(hidden)]
    pub fn new(found: &str, meaning: &'static str, words: &'static [&'static str]) -> Self {
        Self { found: quoted(found), meaning, words }
    }

    /// The words that the list holds.
    pub fn words(&self) -> &'static [&'static str] {
        self.words
    }
}

fn one_of(words: &[&str]) -> String {
    match words {
        [only] => (*only).to_owned(),
        all => format!("one of {}", all.join(", ")),
    }
}

/// Reads a word of a closed list from a JSON string.
#[doc(hidden)]
pub fn read_word<'de, D, T>(deserializer: D, meaning: &'static str) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err = UnknownWord>,
{
    struct WordVisitor<T>(&'static str, PhantomData<T>);

    impl<T: FromStr<Err = UnknownWord>> Visitor<'_> for WordVisitor<T> {
        type Value = T;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(formatter, "a text: {}", self.0)
        }

        fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<T, E> {
            word.parse().map_err(E::custom)
        }
    }

    deserializer.deserialize_str(WordVisitor(meaning, PhantomData)).map_err(D::Error::custom)
}

/// The schema of a closed list: its meaning, its words, and what each word stands for.
#[doc(hidden)]
pub fn closed_list_schema(doc: &str, words: &[(&str, &str)]) -> Schema {
    let list: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    let mut description = doc.trim().replace("\n ", "\n");
    for (word, meaning) in words {
        description.push_str(&format!("\n- `{word}`: {}", meaning.trim().replace("\n ", " ")));
    }
    json_schema!({ "description": description, "type": "string", "enum": list })
}

/// Defines the fixed text of a property, such as a record's `kind`.
#[macro_export]
macro_rules! constant {
    ($(#[doc = $doc:literal])+ pub struct $name:ident = $word:literal;) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub struct $name;

        impl $name {
            /// The text as records write it.
            pub const WORD: &'static str = $word;
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str($word)
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::UnknownWord;

            fn from_str(word: &str) -> ::std::result::Result<Self, Self::Err> {
                if word == $word { Ok(Self) } else { Err($crate::UnknownWord::new(word, "the fixed text", &[$word])) }
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                $crate::read_word(deserializer, concat!("always \"", $word, "\""))
            }
        }

        impl $crate::__private::schemars::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut $crate::__private::schemars::SchemaGenerator) -> $crate::__private::schemars::Schema {
                $crate::__private::schemars::json_schema!({ "type": "string", "const": $word })
            }
        }

        $crate::__generates!($name: $name,);
    };
}

/// Lets property tests generate the values of a type. Whether they do is a matter of this crate's feature, not of one
/// of the crate that the macros are used in.
#[cfg(feature = "proptest")]
#[doc(hidden)]
#[macro_export]
macro_rules! __generates {
    ($name:ident: $($value:expr,)+) => {
        impl $crate::__private::proptest::arbitrary::Arbitrary for $name {
            type Parameters = ();
            type Strategy = $crate::__private::proptest::sample::Select<Self>;

            fn arbitrary_with((): ()) -> Self::Strategy {
                $crate::__private::proptest::sample::select(&[$($value),+])
            }
        }
    };
}

/// Nothing is generated without the feature.
#[cfg(not(feature = "proptest"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __generates {
    ($($nothing:tt)*) => {};
}
