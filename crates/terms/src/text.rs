//! Text, and text in the working languages.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::json;

use crate::{
    InvalidTerm, ObjectOnly, Source, Standing, closed_list, object, schema,
    text_value::{lends_text, text_value},
};

/// Longest text, in Unicode characters.
const TEXT_MAX: usize = 20_000;

/// A text of 1 to 20,000 characters, kept to the letter.
///
/// # Errors
/// [`InvalidTerm`] for an empty or a longer text.
///
/// ```
/// let text: accordance_terms::Text = "Counter the threat of terrorism".parse()?;
/// assert_eq!(text.as_str().len(), 31);
/// assert!("".parse::<accordance_terms::Text>().is_err());
/// # Ok::<(), accordance_terms::InvalidTerm>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(Box<str>);

impl Text {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn parse(text: &str) -> Result<Self, InvalidTerm> {
        if text.is_empty() || text.chars().nth(TEXT_MAX).is_some() {
            return Err(InvalidTerm::text(text, "a text of 1 to 20000 characters"));
        }
        Ok(Self(text.into()))
    }

    fn as_text(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.0)
    }
}

text_value!(Text, { "type": "string", "minLength": 1, "maxLength": TEXT_MAX });
lends_text!(Text);

#[cfg(feature = "proptest")]
impl proptest::arbitrary::Arbitrary for Text {
    type Parameters = ();
    type Strategy = proptest::strategy::BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        use proptest::strategy::Strategy;
        "[\\PC]{1,24}".prop_map(|text| Self::parse(&text).expect("the generator makes short texts only")).boxed()
    }
}

closed_list! {
    /// A working language of INTERPOL, by its ISO 639-1 code.
    #[non_exhaustive]
    pub enum Language: "a working language" {
        /// Arabic.
        Arabic = "ar",
        /// English.
        English = "en",
        /// French.
        French = "fr",
        /// Spanish.
        Spanish = "es",
    }
}

impl Language {
    /// The working languages, in the order of their codes in this project.
    pub const ALL: [Self; 4] = [Self::Arabic, Self::English, Self::French, Self::Spanish];
}

/// Something said in one or more of the four working languages. At least one is there.
///
/// ```
/// use accordance_terms::{Language, Text, Texts};
///
/// let name = Texts::single(Language::Spanish, "Comunidad de Policías de América".parse()?);
/// assert_eq!(name.get(Language::Spanish).map(Text::as_str), Some("Comunidad de Policías de América"));
/// assert_eq!(name.get(Language::Arabic), None);
/// assert!(serde_json::from_str::<Texts>("{}").is_err());
/// # Ok::<(), accordance_terms::InvalidTerm>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "{T}InLanguages", transform = shown_in_each)]
pub struct InLanguages<T> {
    /// In Arabic.
    #[serde(skip_serializing_if = "Option::is_none")]
    ar: Option<T>,
    /// In English.
    #[serde(skip_serializing_if = "Option::is_none")]
    en: Option<T>,
    /// In French.
    #[serde(skip_serializing_if = "Option::is_none")]
    fr: Option<T>,
    /// In Spanish.
    #[serde(skip_serializing_if = "Option::is_none")]
    es: Option<T>,
}

/// Asks for at least one language, and shows what is said in English and in each: a text, or a wording.
fn shown_in_each(schema: &mut Schema) {
    schema::not_empty(schema);
    for (language, text) in [("ar", "نص"), ("en", "A text"), ("fr", "Un texte"), ("es", "Un texto")] {
        let Some(said) = schema.pointer_mut(&format!("/properties/{language}")) else { continue };
        let wording = json!({ "text": text, "standing": Standing::Editorial });
        let example = if said.get("$ref").is_some() { wording } else { text.into() };
        said["examples"] = json!([example]);
        if language == "en" {
            schema.insert("examples".into(), json!([{ language: example }]));
        }
    }
}

/// A text of this project in one or more working languages.
pub type Texts = InLanguages<Text>;

/// A wording found in sources, in one or more working languages, each with its standing.
pub type Wordings = InLanguages<Wording>;

impl<T> InLanguages<T> {
    /// In one language only.
    pub fn single(language: Language, value: T) -> Self {
        let mut all = Self { ar: None, en: None, fr: None, es: None };
        all.set(language, value);
        all
    }

    /// In each of the languages given, the last value of each; nothing where there is none, which is why this is no
    /// `FromIterator`.
    ///
    /// ```
    /// use accordance_terms::{Language, Texts};
    ///
    /// let said = [(Language::English, "goal".parse()?), (Language::French, "objectif".parse()?)];
    /// let goal = Texts::new(said).ok_or("it is said in no language")?;
    /// assert_eq!(goal.iter().count(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(said: impl IntoIterator<Item = (Language, T)>) -> Option<Self> {
        let mut said = said.into_iter();
        let (language, value) = said.next()?;
        let mut all = Self::single(language, value);
        all.extend(said);
        Some(all)
    }

    /// Says it in one more language, or anew in one that is there.
    pub fn set(&mut self, language: Language, value: T) {
        *match language {
            Language::Arabic => &mut self.ar,
            Language::English => &mut self.en,
            Language::French => &mut self.fr,
            Language::Spanish => &mut self.es,
        } = Some(value);
    }

    /// What is said in a language, if it is.
    pub fn get(&self, language: Language) -> Option<&T> {
        match language {
            Language::Arabic => self.ar.as_ref(),
            Language::English => self.en.as_ref(),
            Language::French => self.fr.as_ref(),
            Language::Spanish => self.es.as_ref(),
        }
    }

    /// Every language that is there, with what is said in it.
    pub fn iter(&self) -> impl Iterator<Item = (Language, &T)> {
        self.into_iter()
    }
}

impl<T> Extend<(Language, T)> for InLanguages<T> {
    fn extend<I: IntoIterator<Item = (Language, T)>>(&mut self, said: I) {
        said.into_iter().for_each(|(language, value)| self.set(language, value));
    }
}

/// What goes through four languages, and leaves out those that are not there.
type Each<T> = std::iter::Flatten<std::array::IntoIter<Option<(Language, T)>, 4>>;

impl<T> IntoIterator for InLanguages<T> {
    type Item = (Language, T);
    type IntoIter = Each<T>;

    fn into_iter(self) -> Each<T> {
        let Self { ar, en, fr, es } = self;
        let all = [
            ar.map(|said| (Language::Arabic, said)),
            en.map(|said| (Language::English, said)),
            fr.map(|said| (Language::French, said)),
            es.map(|said| (Language::Spanish, said)),
        ];
        all.into_iter().flatten()
    }
}

impl<'a, T> IntoIterator for &'a InLanguages<T> {
    type Item = (Language, &'a T);
    type IntoIter = Each<&'a T>;

    fn into_iter(self) -> Each<&'a T> {
        let InLanguages { ar, en, fr, es } = self;
        InLanguages { ar: ar.as_ref(), en: en.as_ref(), fr: fr.as_ref(), es: es.as_ref() }.into_iter()
    }
}

/// The members of [`InLanguages`], with no word on how many are there. It is a type of its own, so that nobody reads
/// one without any.
#[derive(Serialize, Deserialize)]
#[serde(remote = "InLanguages", deny_unknown_fields)]
struct Members<T> {
    #[serde(skip_serializing_if = "Option::is_none")]
    ar: Option<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    en: Option<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fr: Option<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    es: Option<T>,
}

impl<T: Serialize> Serialize for InLanguages<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Members::serialize(self, serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for InLanguages<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let all = Members::deserialize(ObjectOnly(deserializer))?;
        if all.iter().next().is_none() {
            return Err(D::Error::custom("at least one language is needed: ar, en, fr or es"));
        }
        Ok(all)
    }
}

/// A text as sources give it, in one language.
///
/// ```
/// use accordance_terms::{Standing, Wording};
///
/// let title = Wording::new("Curb illicit markets".parse()?, Standing::Verified);
/// assert!(title.sources.is_none());
/// # Ok::<(), accordance_terms::InvalidTerm>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed)]
pub struct Wording {
    /// The text. Where its source is cut short, `[…]` stands for what is not there.
    pub text: Text,
    /// How well the text is known.
    pub standing: Standing,
    /// Where it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "crate::few_or_none()"))]
    pub sources: Option<Vec<Source>>,
    /// What a reader should know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(example = "Read in a copy that is cut short.")]
    pub note: Option<Text>,
}

object!(Wording);

impl Wording {
    /// A text and its standing, without sources.
    pub fn new(text: Text, standing: Standing) -> Self {
        Self { text, standing, sources: None, note: None }
    }
}

#[cfg(feature = "proptest")]
impl<T: proptest::arbitrary::Arbitrary + 'static> proptest::arbitrary::Arbitrary for InLanguages<T> {
    type Parameters = ();
    type Strategy = proptest::strategy::BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        use proptest::prelude::*;
        (any::<Language>(), any::<T>(), any::<[Option<T>; 4]>())
            .prop_map(|(language, value, [ar, en, fr, es])| {
                let mut all = Self { ar, en, fr, es };
                all.set(language, value);
                all
            })
            .boxed()
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::{Language, Texts};

    #[test]
    fn no_way_of_reading_gives_a_text_in_no_language() {
        for wrong in [json!({}), json!({"en": null}), json!([null, "a", null, null]), json!({"de": "a"})] {
            assert!(Texts::deserialize(&wrong).is_err(), "{wrong}");
        }
        assert!(Texts::deserialize(json!({"fr": "a"})).is_ok());
    }

    #[test]
    fn what_is_said_is_gone_through_and_gathered_in_the_order_of_languages() {
        let all: Texts = serde_json::from_value(json!({"es": "a", "en": "b", "ar": "c"})).expect("texts");
        let words: Vec<_> = (&all).into_iter().map(|(language, text)| format!("{language} {text}")).collect();
        assert_eq!(words, ["ar c", "en b", "es a"]);
        assert!(all.iter().eq(&all));
        assert_eq!(Texts::new(all.clone().into_iter().rev()), Some(all.clone()));
        assert_eq!(Texts::new([]), None);
        let mut more = all.clone();
        more.extend([(Language::French, "d".parse().expect("a text"))]);
        assert_eq!(more.iter().count(), 4);
    }

    #[cfg(feature = "proptest")]
    #[test]
    fn every_set_of_languages_is_generated() {
        use std::collections::BTreeSet;

        use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};

        let mut runner = TestRunner::deterministic();
        let mut sets: BTreeSet<Vec<Language>> = BTreeSet::new();
        for _ in 0..1000 {
            let texts = any::<Texts>().new_tree(&mut runner).map(|texts| texts.current());
            sets.insert(texts.iter().flat_map(Texts::iter).map(|(language, _)| language).collect());
        }
        // All subsets of the four but the empty one.
        assert_eq!(sets.len(), 15, "{sets:?}");
    }
}
