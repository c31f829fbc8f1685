//! The fields of a meeting that the rules need.

use std::borrow::Cow;

use serde::Deserialize;
use smallvec::SmallVec;

/// A text: of the line where it stands there as it is, of its own where it has escapes.
#[derive(Deserialize)]
pub(crate) struct Str<'a>(#[serde(borrow)] pub(crate) Cow<'a, str>);

#[derive(Deserialize)]
pub(crate) struct Meeting<'a> {
    #[serde(borrow)]
    pub(crate) id: Str<'a>,
    pub(crate) title: Title<'a>,
    pub(crate) starts_on: Str<'a>,
    pub(crate) ends_on: Str<'a>,
    pub(crate) participants: Vec<Participant<'a>>,
    pub(crate) contributions: Vec<Contribution<'a>>,
    #[serde(default)]
    pub(crate) actions: Vec<Action<'a>>,
    pub(crate) next_session: Option<Str<'a>>,
}

#[derive(Deserialize)]
pub(crate) struct Title<'a> {
    #[serde(borrow)]
    pub(crate) en: Option<Str<'a>>,
}

#[derive(Deserialize)]
pub(crate) struct Participant<'a> {
    #[serde(borrow)]
    pub(crate) organization: Str<'a>,
}

#[derive(Deserialize)]
pub(crate) struct Contribution<'a> {
    #[serde(borrow)]
    pub(crate) id: Str<'a>,
    pub(crate) text: Str<'a>,
    pub(crate) by: Option<Str<'a>>,
    pub(crate) goals: SmallVec<[Str<'a>; 3]>,
    pub(crate) themes: SmallVec<[Str<'a>; 3]>,
    pub(crate) status: Str<'a>,
    pub(crate) carried_to: Option<Str<'a>>,
    pub(crate) origin: Option<Str<'a>>,
}

#[derive(Deserialize)]
pub(crate) struct Action<'a> {
    #[serde(borrow)]
    pub(crate) due_on: Option<Str<'a>>,
}

/// A record that is only referred to.
#[derive(Deserialize)]
pub(crate) struct Named<'a> {
    #[serde(borrow)]
    pub(crate) id: Str<'a>,
}
