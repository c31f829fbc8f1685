//! Foundational themes.

use accordance_terms::{
    Completeness, EditionId, Language, Ordinal, SchemaVersion, Source, Standing, Text, ThemeId, Wording, Wordings,
    constant, object, schema,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

constant! {
    /// The `kind` of a theme.
    pub struct ThemeKind = "theme";
}

/// A foundational theme in one edition: something that cuts across the goals and impacts how each is put into practice.
///
/// A title that names several things ("good governance, rule of law and respect for human rights") is one theme.
///
/// ```
/// use accordance_themes::Theme;
///
/// let theme = Theme::example();
/// assert_eq!(theme.id.as_str(), "theme-2023-draft-1");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed, example = Theme::example())]
pub struct Theme {
    /// Always `theme`.
    pub kind: ThemeKind,
    /// The schema version that the record is written for.
    pub schema: SchemaVersion,
    /// The id of the theme in its edition.
    #[schemars(transform = schema::identifies)]
    pub id: ThemeId,
    /// Its number as printed, such as `i` or `v`.
    pub number_as_printed: Text,
    /// Its place in the list, from 1.
    pub number: Ordinal,
    /// The edition of the themes that it belongs to, draft or adopted.
    pub edition: EditionId,
    /// Its title, with the standing of each wording.
    pub title: Wordings,
    /// Whether the list in which it was printed is closed.
    pub list_complete: Completeness,
    /// Where it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub sources: Option<Vec<Source>>,
    /// What a reader should know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

object!(Theme);

impl Theme {
    /// A theme of a list that is not known to be closed.
    pub fn new(id: ThemeId, number_as_printed: Text, number: Ordinal, edition: EditionId, title: Wordings) -> Self {
        Self {
            kind: ThemeKind,
            schema: SchemaVersion,
            id,
            number_as_printed,
            number,
            edition,
            title,
            list_complete: Completeness::Unknown,
            sources: None,
            note: None,
        }
    }

    /// The first theme of the draft of 3 July 2023.
    ///
    /// # Panics
    /// Never: its texts are of their forms.
    pub fn example() -> Self {
        let known = "a text of its form";
        let title = "Good governance, rule of law and respect for human rights".parse().expect(known);
        Self::new(
            "theme-2023-draft-1".parse().expect(known),
            "i".parse().expect(known),
            Ordinal::new(1).expect(known),
            "themes-2023-draft".parse().expect(known),
            Wordings::single(Language::English, Wording::new(title, Standing::Verified)),
        )
    }
}
