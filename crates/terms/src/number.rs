//! Whole numbers that are read exactly as JSON Schema reads `integer`: `3`, `3.0` and `3e0` are the same number.

use std::{fmt, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, Visitor},
};

use crate::InvalidTerm;

macro_rules! whole_numbers {
    ($($(#[doc = $doc:literal])+ $name:ident($least:literal..=$most:literal), $expected:literal;)+) => {$(
        $(#[doc = $doc])+
        ///
        /// # Errors
        #[doc = concat!("[`InvalidTerm`] for a number that is not ", $expected, ".")]
        ///
        /// ```
        #[doc = concat!("let number = accordance_terms::", stringify!($name), "::new(7)?;")]
        /// assert_eq!(number.get(), 7);
        /// assert_eq!("7".parse(), Ok(number));
        /// # Ok::<(), accordance_terms::InvalidTerm>(())
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// Checks a number.
            ///
            /// # Errors
            ///
            /// Where it is outside the range.
            pub fn new(number: u32) -> Result<Self, InvalidTerm> {
                if ($least..=$most).contains(&number) {
                    Ok(Self(number))
                } else {
                    Err(InvalidTerm::other(number, $expected))
                }
            }

            /// The number.
            pub fn get(self) -> u32 {
                self.0
            }
        }

        impl TryFrom<u32> for $name {
            type Error = InvalidTerm;

            fn try_from(number: u32) -> Result<Self, InvalidTerm> {
                Self::new(number)
            }
        }

        impl FromStr for $name {
            type Err = InvalidTerm;

            /// Reads the digits that it is printed with: no sign, no spaces, no zero before other digits.
            fn from_str(text: &str) -> Result<Self, InvalidTerm> {
                let number = text.parse().ok().filter(|number: &u32| number.to_string() == text);
                number.ok_or_else(|| InvalidTerm::text(text, $expected)).and_then(Self::new)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_u32(self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let number = deserializer.deserialize_any(WholeNumber { expected: $expected })?;
                Self::new(number).map_err(de::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "integer", "minimum": $least, "maximum": $most })
            }
        }

        #[cfg(feature = "proptest")]
        impl proptest::arbitrary::Arbitrary for $name {
            type Parameters = ();
            type Strategy = proptest::strategy::BoxedStrategy<Self>;

            fn arbitrary_with((): ()) -> Self::Strategy {
                use proptest::strategy::Strategy;
                ($least..=$most).prop_map(Self).boxed()
            }
        }
    )+};
}

whole_numbers! {
    /// How many there are: 0 to 4,294,967,295.
    Count(0_u32..=4_294_967_295_u32), "a count: a whole number from 0 to 4294967295";
    /// A place in an order, from 1: the seventh Dialogue, goal 4, the 86th session.
    Ordinal(1_u32..=999_u32), "an ordinal: a whole number from 1 to 999";
}

struct WholeNumber {
    expected: &'static str,
}

impl Visitor<'_> for WholeNumber {
    type Value = u32;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.expected)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<u32, E> {
        u32::try_from(number).map_err(|_| E::custom(InvalidTerm::other(number, self.expected)))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<u32, E> {
        u32::try_from(number).map_err(|_| E::custom(InvalidTerm::other(number, self.expected)))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<u32, E> {
        if number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number) {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and within u32")]
            Ok(number as u32)
        } else {
            Err(E::custom(InvalidTerm::other(number, self.expected)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Count, Ordinal};

    #[test]
    fn a_number_is_read_from_the_digits_that_it_is_printed_with() {
        for number in [0, 1, 7, 999, 1000, u32::MAX] {
            let count = Count::try_from(number);
            assert_eq!(count, number.to_string().parse());
            assert_eq!(count.map(Count::get), Ok(number));
            let ordinal = Ordinal::try_from(number).ok();
            assert_eq!(ordinal, number.to_string().parse().ok());
            assert_eq!(ordinal.is_some(), (1..=999).contains(&number));
        }
        for text in ["", "+7", "-7", "07", " 7", "7.0", "4294967296", "seven", "\u{667}"] {
            assert!(text.parse::<Count>().is_err() && text.parse::<Ordinal>().is_err(), "{text}");
        }
    }
}
