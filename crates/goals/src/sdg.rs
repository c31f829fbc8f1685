//! The UN's Sustainable Development Goals and their targets.

use accordance_terms::{
    Language, SchemaVersion, SdgCode, SdgTargetCode, Source, Text, Texts, Url, constant, object, schema,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

constant! {
    /// The `kind` of a Sustainable Development Goal.
    pub struct SdgKind = "sdg";
}

constant! {
    /// The `kind` of a target of a Sustainable Development Goal.
    pub struct SdgTargetKind = "sdg_target";
}

/// A Sustainable Development Goal of the 2030 Agenda.
///
/// ```
/// use accordance_goals::Sdg;
///
/// let peace = Sdg::example();
/// assert_eq!(peace.iri, peace.id.iri());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed, example = Sdg::example())]
pub struct Sdg {
    /// Always `sdg`.
    pub kind: SdgKind,
    /// The schema version that the record is written for.
    pub schema: SchemaVersion,
    /// The code of the goal, `1` to `17`, as text.
    #[schemars(transform = schema::identifies)]
    pub id: SdgCode,
    /// The UN's official identifier of the goal.
    pub iri: Url,
    /// The short title in common use.
    pub short_title: Texts,
    /// The title as the UN's knowledge organization system gives it.
    pub title: Texts,
    /// The item of the goal in Wikidata.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wikidata: Option<Url>,
    /// Where it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub sources: Option<Vec<Source>>,
}

/// A target of a Sustainable Development Goal.
///
/// ```
/// use accordance_goals::SdgTarget;
///
/// let arms = SdgTarget::example();
/// assert_eq!((arms.goal, arms.iri.clone()), (arms.id.goal(), arms.id.iri()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed, example = SdgTarget::example())]
pub struct SdgTarget {
    /// Always `sdg_target`.
    pub kind: SdgTargetKind,
    /// The schema version that the record is written for.
    pub schema: SchemaVersion,
    /// The code of the target as text: `16.1` is not `16.10`.
    #[schemars(transform = schema::identifies)]
    pub id: SdgTargetCode,
    /// The goal that it belongs to.
    pub goal: SdgCode,
    /// The UN's official identifier of the target.
    pub iri: Url,
    /// The UN's wording of the target.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Texts>,
    /// Where it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub sources: Option<Vec<Source>>,
    /// What a reader should know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(example = "Read in a copy that is cut short.")]
    pub note: Option<Text>,
}

object!(Sdg, SdgTarget);

impl Sdg {
    /// A goal at the UN's identifier of its code.
    pub fn new(id: SdgCode, short_title: Texts, title: Texts) -> Self {
        Self {
            kind: SdgKind,
            schema: SchemaVersion,
            id,
            iri: id.iri(),
            short_title,
            title,
            wikidata: None,
            sources: None,
        }
    }

    /// Goal 16.
    ///
    /// # Panics
    /// Never: its texts are of their forms.
    pub fn example() -> Self {
        let known = "a text of its form";
        let title = "Promote peaceful and inclusive societies for sustainable development, provide access to justice \
                     for all and build effective, accountable and inclusive institutions at all levels";
        let in_english = |text: &str| Texts::single(Language::English, text.parse().expect(known));
        Self::new("16".parse().expect(known), in_english("Peace, justice and strong institutions"), in_english(title))
    }
}

impl SdgTarget {
    /// A target at the UN's identifier of its code, of the goal that the code begins with.
    pub fn new(id: SdgTargetCode) -> Self {
        Self {
            kind: SdgTargetKind,
            schema: SchemaVersion,
            id,
            goal: id.goal(),
            iri: id.iri(),
            title: None,
            sources: None,
            note: None,
        }
    }

    /// Target 16.4.
    ///
    /// # Panics
    /// Never: its texts are of their forms.
    pub fn example() -> Self {
        Self::new("16.4".parse().expect("a text of its form"))
    }
}
