//! Organizations and their units.

use accordance_terms::{
    Count, Language, OrganizationId, PartialDate, Place, SchemaVersion, Source, Standing, Text, Texts, closed_list,
    constant, object, schema,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

constant! {
    /// The `kind` of an organization.
    pub struct OrganizationKind = "organization";
}

closed_list! {
    /// What an organization is, so that a whole organization is not mixed up with an organ or agency of one.
    #[non_exhaustive]
    pub enum OrganizationForm: "what an organization is" {
        /// A police organization whose members come from all over the world.
        GlobalPoliceOrganization = "global_police_organization",
        /// A police organization or mechanism of one region.
        RegionalPoliceOrganization = "regional_police_organization",
        /// An organization of states that is not a police body.
        IntergovernmentalOrganization = "intergovernmental_organization",
        /// An agency of an organization of states.
        Agency = "agency",
        /// An organ of an organization of states.
        Organ = "organ",
        /// A council of ministers.
        MinisterialCouncil = "ministerial_council",
        /// An office or programme of the United Nations.
        UnitedNationsOffice = "united_nations_office",
        /// A directorate or other unit within an organization.
        Unit = "unit",
        /// A ministry or other body of one state.
        NationalBody = "national_body",
    }
}

/// An organization that takes part, or a unit of one.
///
/// ```
/// use accordance_meetings::Organization;
///
/// let unit = Organization::example();
/// assert_eq!(unit.parent.expect("a unit has a parent").as_str(), "interpol");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed, example = Organization::example())]
pub struct Organization {
    /// Always `organization`.
    pub kind: OrganizationKind,
    /// The schema version that the record is written for.
    pub schema: SchemaVersion,
    /// The id of the organization, such as `caricom-impacs`.
    #[schemars(transform = schema::identifies)]
    pub id: OrganizationId,
    /// Its name in full.
    pub name: Texts,
    /// How well the name is known to be the official one.
    pub name_standing: Standing,
    /// The short form in common use.
    pub acronym: Text,
    /// Other ways in which sources write its name or acronym. They are all the same organization.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub variants: Option<Vec<NameVariant>>,
    /// What it is.
    pub form: OrganizationForm,
    /// Where it has its seat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seat: Option<Place>,
    /// The organization that it is an organ, agency or unit of, where that one has a record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<OrganizationId>,
    /// The name of the organization that it belongs to, where that one has no record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_name: Option<Text>,
    /// How many members it had, as of a date. The number changes over the years.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub members: Option<Vec<MemberCount>>,
    /// Where it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub sources: Option<Vec<Source>>,
    /// What a reader should know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

/// Another way of writing a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed)]
pub struct NameVariant {
    /// The name as written.
    pub text: Text,
    /// Its language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// When it was written so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<PartialDate>,
    /// Where it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub sources: Option<Vec<Source>>,
}

impl NameVariant {
    /// A name in a language and of a time that are not known.
    pub fn new(text: Text) -> Self {
        Self { text, language: None, as_of: None, sources: None }
    }
}

/// How many members an organization had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(feature = "proptest", derive(proptest_derive::Arbitrary))]
#[serde(remote = "Self", deny_unknown_fields)]
#[schemars(transform = schema::closed)]
pub struct MemberCount {
    /// How many.
    pub count: Count,
    /// What is counted, such as `member countries`.
    pub unit: Text,
    /// When it was so. Left out where no source says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<PartialDate>,
    /// How well the number is known.
    pub standing: Standing,
    /// Where it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "proptest", proptest(strategy = "accordance_terms::few_or_none()"))]
    pub sources: Option<Vec<Source>>,
    /// What a reader should know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

impl MemberCount {
    /// A number of members at a time that is not known, with no source.
    pub fn new(count: Count, unit: Text, standing: Standing) -> Self {
        Self { count, unit, as_of: None, standing, sources: None, note: None }
    }
}

object!(Organization, NameVariant, MemberCount);

impl Organization {
    /// An organization by its name, which nobody has confirmed to be the official one.
    pub fn new(id: OrganizationId, name: Texts, acronym: Text, form: OrganizationForm) -> Self {
        Self {
            kind: OrganizationKind,
            schema: SchemaVersion,
            id,
            name,
            name_standing: Standing::Unverified,
            acronym,
            variants: None,
            form,
            seat: None,
            parent: None,
            parent_name: None,
            members: None,
            sources: None,
            note: None,
        }
    }

    /// The directorate that convened the session of 3 July 2023.
    ///
    /// # Panics
    /// Never: its texts are of their forms.
    pub fn example() -> Self {
        let known = "a text of its form";
        let name = "Executive Directorate for Partnerships and Planning".parse().expect(known);
        let variant = "Executive Directorate for Partnership and Planning".parse().expect(known);
        Self {
            variants: Some(vec![NameVariant {
                language: Some(Language::English),
                as_of: "2023-07-03".parse().ok(),
                ..NameVariant::new(variant)
            }]),
            parent: "interpol".parse().ok(),
            ..Self::new(
                "interpol-edpp".parse().expect(known),
                Texts::single(Language::English, name),
                "EDPP".parse().expect(known),
                OrganizationForm::Unit,
            )
        }
    }
}
