//! What a page says.

use std::{collections::BTreeMap, fmt};

use serde_json::Value;

/// A page of cases.
pub(crate) struct Page {
    /// The name of its file.
    pub(crate) name: String,
    /// Its first heading.
    pub(crate) title: String,
    /// The data sets that its cases speak of.
    pub(crate) data: Vec<Data>,
    pub(crate) cases: Vec<Case>,
}

/// The data of one or more cases.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Data {
    /// Collection → JSON Schema of its records.
    pub(crate) schemas: BTreeMap<String, Value>,
    /// Collection → list of records.
    pub(crate) records: BTreeMap<String, Value>,
    /// The date of the run.
    pub(crate) as_of: String,
}

/// Rules, and what is expected of them.
pub(crate) struct Case {
    /// The heading that it stands under.
    pub(crate) section: String,
    /// What tells it from the other cases of the section: its heading, or what the rule requires.
    pub(crate) title: String,
    /// Its line on the page.
    pub(crate) line: usize,
    /// The number of its data set.
    pub(crate) data: usize,
    /// A whole rule file.
    pub(crate) rules: String,
    pub(crate) expected: Expected,
}

pub(crate) enum Expected {
    /// An outcome for each check.
    Outcomes(Vec<Check>),
    /// The codes of the errors by which the rules are refused.
    Refused(Vec<String>),
}

/// What is expected of one `require` at one place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Check {
    pub(crate) rule: String,
    /// Which `require`, from 1.
    pub(crate) requirement: usize,
    /// `for` variables, each with a JSON Pointer into the records; none for a rule on the whole data set.
    pub(crate) place: BTreeMap<String, String>,
    pub(crate) outcome: Outcome,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    Passes,
    Fails,
    DoesNotApply,
    CannotTell,
}

impl Outcome {
    pub(crate) const ALL: [Self; 4] = [Self::Passes, Self::Fails, Self::DoesNotApply, Self::CannotTell];

    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Passes => "passes",
            Self::Fails => "fails",
            Self::DoesNotApply => "does not apply",
            Self::CannotTell => "cannot tell",
        }
    }

    pub(crate) fn from_words(words: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|outcome| outcome.words() == words);
        found.ok_or_else(|| format!("`{words}` is no outcome"))
    }
}

impl fmt::Display for Check {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} #{}", self.rule, self.requirement)?;
        for (variable, pointer) in &self.place {
            write!(formatter, " {variable}={pointer}")?;
        }
        write!(formatter, ": {}", self.outcome.words())
    }
}
