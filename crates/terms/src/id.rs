//! Typed identifiers: the id of a goal cannot stand where the id of a theme is meant.

use std::borrow::Cow;

use crate::{
    InvalidTerm,
    text_value::{STRAY_END, lends_text, text_value},
};

/// The form of every identifier: lower-case letters and digits in groups joined by single hyphens.
pub(crate) const SLUG: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";
/// Longest identifier, in characters.
pub(crate) const SLUG_MAX: usize = 80;

fn is_slug(text: &str) -> bool {
    let of_slug = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit();
    text.len() <= SLUG_MAX && text.split('-').all(|group| !group.is_empty() && group.bytes().all(of_slug))
}

macro_rules! ids {
    ($($(#[doc = $doc:literal])+ $name:ident, $example:literal $(, $keyword:literal => $collection:literal)?;)+) => {$(
        $(#[doc = $doc])+
        ///
        /// Lower-case letters and digits in groups joined by single hyphens, at most 80 characters.
        ///
        /// # Errors
        /// [`InvalidTerm`] for any other text.
        ///
        /// ```
        #[doc = concat!("let id: accordance_terms::", stringify!($name), " = \"", $example, "\".parse()?;")]
        #[doc = concat!("assert_eq!(id.as_str(), \"", $example, "\");")]
        /// # Ok::<(), accordance_terms::InvalidTerm>(())
        /// ```
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// The identifier as records write it.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            fn parse(text: &str) -> Result<Self, InvalidTerm> {
                if is_slug(text) {
                    Ok(Self(text.into()))
                } else {
                    Err(InvalidTerm::text(
                        text,
                        concat!("an id: up to 80 lower-case letters and digits joined by hyphens, such as ", $example),
                    ))
                }
            }

            fn as_text(&self) -> Cow<'_, str> {
                Cow::Borrowed(&self.0)
            }
        }

        text_value!($name, {
            "type": "string",
            "pattern": SLUG,
            "not": { "type": "string", "pattern": STRAY_END },
            "maxLength": SLUG_MAX,
            "x-form": concat!("lower-case letters and digits joined by hyphens, as in ", $example),
            $($keyword: $collection,)?
        });

        lends_text!($name);

        #[cfg(feature = "proptest")]
        impl proptest::arbitrary::Arbitrary for $name {
            type Parameters = ();
            type Strategy = proptest::strategy::BoxedStrategy<Self>;

            fn arbitrary_with((): ()) -> Self::Strategy {
                use proptest::strategy::Strategy;
                "[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}"
                    .prop_map(|text| Self::parse(&text).expect("the generator makes ids only"))
                    .boxed()
            }
        }
    )+};
}

ids! {
    /// Names an edition of the goals or of the themes.
    EditionId, "gpg-2017", "x-refers-to" => "editions";
    /// Names a Global Policing Goal of one edition.
    GoalId, "gpg-2017-4", "x-refers-to" => "goals";
    /// Names a foundational theme of one edition.
    ThemeId, "theme-2023-draft-1", "x-refers-to" => "themes";
    /// Names a global crime programme.
    ProgrammeId, "cybercrime", "x-refers-to" => "programmes";
    /// Names a stated link between two things.
    AlignmentId, "gpg-2017-1-sdg-16", "x-refers-to" => "alignments";
    /// Names an organization, or a unit of one.
    OrganizationId, "interpol-edpp", "x-refers-to" => "organizations";
    /// Names a series of meetings.
    SeriesId, "dialogue", "x-refers-to" => "series";
    /// Names a meeting.
    MeetingId, "wg-2023-07-03", "x-refers-to" => "meetings";
    /// Names a working group of a series. It lives in the record of the series.
    WorkingGroupId, "wg-strategic-aspects";
    /// Names a contribution. It lives in a meeting record, and keeps its id when it is carried to a later one as
    /// `origin`.
    ContributionId, "wg-2023-07-03-c1";
    /// Names a decision or an action in a meeting record.
    ItemId, "a-1";
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashMap};

    use super::GoalId;
    use crate::Text;

    #[test]
    fn a_map_by_ids_is_asked_by_the_text() {
        let ids = || ["gpg-2017-1", "gpg-2017-10", "gpg-2017-4"].map(|id| (id.parse::<GoalId>().expect("an id"), id));
        let (hashed, ordered) = (HashMap::from(ids()), BTreeMap::from(ids()));
        for (id, text) in ids() {
            assert_eq!((hashed.get(text), ordered.get(text)), (Some(&text), Some(&text)), "{id}");
        }
        let texts = HashMap::from([("Agreed.".parse::<Text>().expect("a text"), 1)]);
        assert_eq!(texts.get("Agreed."), Some(&1));
        assert_eq!(texts.get("agreed."), None);
    }
}
