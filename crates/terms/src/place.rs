//! Places and countries.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{InvalidTerm, Text, object, schema};

/// The officially assigned two-letter country codes of ISO 3166-1.
const COUNTRIES: [&str; 249] = [
    "AD", "AE", "AF", "AG", "AI", "AL", "AM", "AO", "AQ", "AR", "AS", "AT", "AU", "AW", "AX", "AZ", "BA", "BB", "BD",
    "BE", "BF", "BG", "BH", "BI", "BJ", "BL", "BM", "BN", "BO", "BQ", "BR", "BS", "BT", "BV", "BW", "BY", "BZ", "CA",
    "CC", "CD", "CF", "CG", "CH", "CI", "CK", "CL", "CM", "CN", "CO", "CR", "CU", "CV", "CW", "CX", "CY", "CZ", "DE",
    "DJ", "DK", "DM", "DO", "DZ", "EC", "EE", "EG", "EH", "ER", "ES", "ET", "FI", "FJ", "FK", "FM", "FO", "FR", "GA",
    "GB", "GD", "GE", "GF", "GG", "GH", "GI", "GL", "GM", "GN", "GP", "GQ", "GR", "GS", "GT", "GU", "GW", "GY", "HK",
    "HM", "HN", "HR", "HT", "HU", "ID", "IE", "IL", "IM", "IN", "IO", "IQ", "IR", "IS", "IT", "JE", "JM", "JO", "JP",
    "KE", "KG", "KH", "KI", "KM", "KN", "KP", "KR", "KW", "KY", "KZ", "LA", "LB", "LC", "LI", "LK", "LR", "LS", "LT",
    "LU", "LV", "LY", "MA", "MC", "MD", "ME", "MF", "MG", "MH", "MK", "ML", "MM", "MN", "MO", "MP", "MQ", "MR", "MS",
    "MT", "MU", "MV", "MW", "MX", "MY", "MZ", "NA", "NC", "NE", "NF", "NG", "NI", "NL", "NO", "NP", "NR", "NU", "NZ",
    "OM", "PA", "PE", "PF", "PG", "PH", "PK", "PL", "PM", "PN", "PR", "PS", "PT", "PW", "PY", "QA", "RE", "RO", "RS",
    "RU", "RW", "SA", "SB", "SC", "SD", "SE", "SG", "SH", "SI", "SJ", "SK", "SL", "SM", "SN", "SO", "SR", "SS", "ST",
    "SV", "SX", "SY", "SZ", "TC", "TD", "TF", "TG", "TH", "TJ", "TK", "TL", "TM", "TN", "TO", "TR", "TT", "TV", "TW",
    "TZ", "UA", "UG", "UM", "US", "UY", "UZ", "VA", "VC", "VE", "VG", "VI", "VN", "VU", "WF", "WS", "YE", "YT", "ZA",
    "ZM", "ZW",
];

/// A country by its two-letter code (ISO 3166-1 alpha-2, officially assigned).
///
/// # Errors
/// [`InvalidTerm`] for a text that is not on the standard's list.
///
/// ```
/// use accordance_terms::CountryCode;
///
/// assert_eq!("FR".parse::<CountryCode>()?.as_str(), "FR");
/// assert!("fr".parse::<CountryCode>().is_err());
/// assert!("UK".parse::<CountryCode>().is_err()); // it is GB
/// # Ok::<(), accordance_terms::InvalidTerm>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryCode(&'static str);

impl CountryCode {
    /// The code.
    pub fn as_str(self) -> &'static str {
        self.0
    }

    fn parse(text: &str) -> Result<Self, InvalidTerm> {
        match COUNTRIES.binary_search(&text) {
            Ok(at) => Ok(Self(COUNTRIES[at])),
            Err(_) => Err(InvalidTerm::text(text, "a two-letter country code in capitals (ISO 3166-1), such as FR")),
        }
    }

    fn as_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.0)
    }
}

crate::text_value::text_value!(CountryCode, { "type": "string", "enum": COUNTRIES.as_slice() });

/// A place where something happened or sits. What a source does not say is left out.
///
/// ```
/// use accordance_terms::Place;
///
/// let lyon = Place { city: Some("Lyon".parse()?), country: Some("FR".parse()?), ..Place::default() };
/// assert!(lyon.venue.is_none());
/// # Ok::<(), accordance_terms::InvalidTerm>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed)]
pub struct Place {
    /// The city or town.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<Text>,
    /// The country, by its two-letter code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<CountryCode>,
    /// The building or hall.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub venue: Option<Text>,
    /// Whether city and country were read together or one was worked out from the other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

object!(Place);

#[cfg(feature = "proptest")]
impl proptest::arbitrary::Arbitrary for CountryCode {
    type Parameters = ();
    type Strategy = proptest::strategy::BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        use proptest::strategy::Strategy;
        proptest::sample::select(COUNTRIES.as_slice()).prop_map(Self).boxed()
    }
}
