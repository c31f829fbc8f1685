//! Where a fact was read, and how well it is known.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Date, InvalidTerm, Text, closed_list, object, schema,
    text_value::{STRAY_END, text_value},
};

closed_list! {
    /// How well a stated fact is known.
    #[non_exhaustive]
    pub enum Standing: "how well a fact is known" {
        /// Read in the source named.
        Verified = "verified",
        /// Read in the source named, in a copy that is cut short.
        Partial = "partial",
        /// Follows from sources that were read, and is stated in none.
        Inferred = "inferred",
        /// No source could be read. Never to be shown as a fact.
        Unverified = "unverified",
        /// A proposal of this project, not a statement of any organization.
        Editorial = "editorial",
    }
}

closed_list! {
    /// Whether a list is known to hold everything that it could.
    #[non_exhaustive]
    pub enum Completeness: "whether a list is complete" {
        /// All are listed. What is not on the list is known not to belong to it.
        Complete = "complete",
        /// Some are known to be missing.
        Incomplete = "incomplete",
        /// Nobody says whether all are listed. What is not on the list may belong to it.
        Unknown = "unknown",
    }
}

/// An address on the web, `http` or `https`, of ASCII characters (RFC 3986), at most 2,000 of them.
///
/// # Errors
/// [`InvalidTerm`] for another scheme, an empty rest, and characters that an address must percent-encode.
///
/// ```
/// let target: accordance_terms::Url = "http://metadata.un.org/sdg/16.4".parse()?;
/// assert!("metadata.un.org/sdg/16.4".parse::<accordance_terms::Url>().is_err());
/// # Ok::<(), accordance_terms::InvalidTerm>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Url(Box<str>);

const URL: &str = "^https?://[!#-;=?-Z_a-z~]+$";
const URL_MAX: usize = 2000;

impl Url {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn parse(text: &str) -> Result<Self, InvalidTerm> {
        let allowed = |c: u8| matches!(c, b'!' | b'#'..=b';' | b'=' | b'?'..=b'Z' | b'_' | b'a'..=b'z' | b'~');
        let rest = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
        match rest {
            Some(rest) if !rest.is_empty() && rest.bytes().all(allowed) && text.len() <= URL_MAX => {
                Ok(Self(text.into()))
            }
            _ => Err(InvalidTerm::text(text, "a web address, such as https://www.interpol.int/")),
        }
    }

    fn as_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.0)
    }
}

text_value!(Url, {
    "type": "string",
    "pattern": URL,
    "not": { "type": "string", "pattern": STRAY_END },
    "maxLength": URL_MAX,
    "x-form": "an address as in https://example.org/page",
});

#[cfg(feature = "proptest")]
impl proptest::arbitrary::Arbitrary for Url {
    type Parameters = ();
    type Strategy = proptest::strategy::BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        use proptest::strategy::Strategy;
        "https?://[a-z]{1,8}\\.example/[!#-;=?-Z_a-z~]{0,16}"
            .prop_map(|text| Self::parse(&text).expect("the generator makes addresses only"))
            .boxed()
    }
}

/// A document in which a fact was read.
///
/// ```
/// use accordance_terms::Source;
///
/// let mut source = Source::new("INTERPOL, Annual Report 2017".parse()?);
/// source.place = Some("foreword".parse()?);
/// assert!(source.url.is_none());
/// # Ok::<(), accordance_terms::InvalidTerm>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed)]
pub struct Source {
    /// What the document is called, with its publisher where that helps to find it.
    pub title: Text,
    /// Where it can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Url>,
    /// The day on which it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_on: Option<Date>,
    /// Where in the document: a page, section or sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Text>,
    /// What a reader should know of the document, for one that the copy read was cut short.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

object!(Source);

impl Source {
    /// A document by its title.
    pub fn new(title: Text) -> Self {
        Self { title, url: None, published_on: None, place: None, note: None }
    }
}
