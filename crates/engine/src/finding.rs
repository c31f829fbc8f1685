//! What a run found: findings, problems, and how often each check was made.

use std::{fmt, ops::Range, str::FromStr, sync::Arc};

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::Value;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something to know; nothing need be done.
    Advice,
    /// Something that should be mended.
    Warning,
    /// Something that must be mended.
    Error,
}

impl Severity {
    /// The word for it: `advice`, `warning` or `error`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Advice => "advice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A word that is no [`Severity`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} is no severity; write one of advice, warning, error", accordance_document::quoted(.0))]
pub struct NoSeverity(String);

impl FromStr for Severity {
    type Err = NoSeverity;

    /// Reads the word that [`Severity::as_str`] gives.
    ///
    /// ```
    /// use accordance_engine::Severity;
    ///
    /// assert_eq!("warning".parse(), Ok(Severity::Warning));
    /// assert!("Warning".parse::<Severity>().is_err());
    /// ```
    fn from_str(word: &str) -> Result<Self, NoSeverity> {
        let all = [Self::Advice, Self::Warning, Self::Error];
        all.into_iter().find(|severity| severity.as_str() == word).ok_or_else(|| NoSeverity(word.to_owned()))
    }
}

/// What came of a check that is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// What must hold does not.
    Fails,
    /// Something that the check needs is not there.
    CannotTell,
}

impl Outcome {
    /// The word for it: `fails` or `cannot_tell`.
    ///
    /// ```
    /// assert_eq!(accordance_engine::Outcome::CannotTell.to_string(), "cannot_tell");
    /// ```
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fails => "fails",
            Self::CannotTell => "cannot_tell",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// Where a finding points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file, relative to the folder of the run.
    pub file: Arc<str>,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// The bytes in the file.
    #[serde(skip)]
    pub span: Range<usize>,
    /// The JSON Pointer of the value in its record.
    pub pointer: String,
}

/// The record that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordName {
    /// Its collection.
    pub collection: Arc<str>,
    /// Its id, where it has a readable one.
    pub id: Option<String>,
}

/// Another place that belongs to a finding, and what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The place.
    pub place: Place,
    /// What is there.
    pub label: String,
}

/// A waiver that covers a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Waived {
    /// The last day on which it holds, `YYYY-MM-DD`.
    pub until: String,
    /// Why.
    pub because: String,
    /// Who decided it.
    pub by: String,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule or built-in check.
    pub rule: Arc<str>,
    /// Which `require` of the rule it is, from 1, and 1 where its `when` cannot be told; none for a built-in check.
    pub requirement: Option<u32>,
    /// How grave it is.
    pub severity: Severity,
    /// What came of the check.
    pub outcome: Outcome,
    /// What was found, in a sentence.
    pub message: String,
    /// What is said at the place itself: the nearest right form as an instruction.
    pub label: Arc<str>,
    /// What to do.
    pub fix: Option<Arc<str>>,
    /// Where.
    pub place: Place,
    /// The record; none for a rule on the whole data set.
    pub record: Option<RecordName>,
    /// What tells its combination of the items of a rule from others at the place, and the values that decided, by name.
    pub values: Vec<(Arc<str>, Value)>,
    /// How many of the first values tell the combination.
    pub combination: usize,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// The waiver that covers it.
    pub waived: Option<Box<Waived>>,
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(13))?;
        map.serialize_entry("rule", &self.rule)?;
        map.serialize_entry("requirement", &self.requirement)?;
        map.serialize_entry("severity", &self.severity)?;
        map.serialize_entry("outcome", &self.outcome)?;
        map.serialize_entry("message", &self.message)?;
        map.serialize_entry("fix", &self.fix)?;
        map.serialize_entry("file", &self.place.file)?;
        map.serialize_entry("line", &self.place.line)?;
        map.serialize_entry("column", &self.place.column)?;
        map.serialize_entry("pointer", &self.place.pointer)?;
        map.serialize_entry("record", &self.record)?;
        map.serialize_entry("values", &Values(&self.values))?;
        map.serialize_entry("waived", &self.waived)?;
        map.end()
    }
}

/// Values as an object. Rules give each a name of its own; of two with one name, the last is told.
struct Values<'f>(&'f [(Arc<str>, Value)]);

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (number, (name, value)) in self.0.iter().enumerate() {
            let is_same = |(other, _): &&(Arc<str>, Value)| other == name;
            if !self.0.iter().take(number).any(|other| is_same(&other)) {
                map.serialize_entry(name, self.0.iter().rfind(is_same).map_or(value, |(_, last)| last))?;
            }
        }
        map.end()
    }
}

/// Something that keeps a run from being trusted: a file that cannot be read, or a schema that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The file.
    pub file: Arc<str>,
    /// The line, where the problem has a place in the file.
    pub line: Option<usize>,
    /// The column, where the problem has a place in the file.
    pub column: Option<usize>,
    /// What is wrong, in a sentence.
    pub message: String,
}

/// How often a check was made, and what came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The rule or built-in check.
    pub rule: Arc<str>,
    /// How often it held.
    pub passes: u64,
    /// How often it did not.
    pub fails: u64,
    /// How often it did not apply; the largest number of 64 bits where it is more.
    pub does_not_apply: u64,
    /// How often it could not be told.
    pub cannot_tell: u64,
    /// How many findings are waived.
    pub waived: u64,
    /// The file that the rule stands in; none for a built-in check.
    pub file: Option<Arc<str>>,
    /// What the rule says of itself; none for a built-in check.
    pub about: Option<About>,
    /// Whether it reached a bound, so that nothing is known of it. A problem of the run says which.
    pub stopped: bool,
}

/// What a rule says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// What holds, in a sentence.
    pub title: Arc<str>,
    /// How grave a finding is.
    pub severity: Severity,
    /// Who answers for it.
    pub owner: Option<Arc<str>>,
    /// Why it holds.
    pub because: Option<Arc<str>>,
    /// Where more is to be read.
    pub see: Option<Arc<str>>,
}

/// What the rule says of itself comes behind its name, with a `null` for what it does not say.
impl Serialize for Tally {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let about = self.about.as_ref();
        let mut map = serializer.serialize_map(Some(11))?;
        map.serialize_entry("rule", &self.rule)?;
        map.serialize_entry("title", &about.map(|about| &about.title))?;
        map.serialize_entry("severity", &about.map(|about| about.severity))?;
        map.serialize_entry("owner", &about.and_then(|about| about.owner.as_ref()))?;
        map.serialize_entry("because", &about.and_then(|about| about.because.as_ref()))?;
        map.serialize_entry("see", &about.and_then(|about| about.see.as_ref()))?;
        map.serialize_entry("passes", &self.passes)?;
        map.serialize_entry("fails", &self.fails)?;
        map.serialize_entry("does_not_apply", &self.does_not_apply)?;
        map.serialize_entry("cannot_tell", &self.cannot_tell)?;
        map.serialize_entry("waived", &self.waived)?;
        map.end()
    }
}

impl Tally {
    /// Adds what else came of the same check.
    pub(crate) fn add(&mut self, other: &Self) {
        self.passes += other.passes;
        self.fails += other.fails;
        self.does_not_apply = self.does_not_apply.saturating_add(other.does_not_apply);
        self.cannot_tell += other.cannot_tell;
        self.waived += other.waived;
    }

    /// Whether the rule could say something of no place at all.
    pub fn applied_nowhere(&self) -> bool {
        !self.stopped && self.passes + self.fails + self.cannot_tell == 0
    }
}

/// All that came of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// The findings, in the order of files, places and rules.
    pub findings: Vec<Finding>,
    /// The checks that were made.
    pub rules: Vec<Tally>,
    /// What could not be used.
    pub problems: Vec<Problem>,
    /// How much was read.
    pub summary: Summary,
    /// What each rule cost, where it was measured. Reports do not hold it.
    pub costs: Vec<crate::RuleCost>,
}

/// How much was read, and how much was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Files read.
    pub files: u64,
    /// Records read.
    pub records: u64,
    /// Findings that are errors and not waived.
    pub errors: u64,
    /// Findings that are warnings and not waived.
    pub warnings: u64,
    /// Findings that are advice and not waived.
    pub advice: u64,
    /// Findings that are waived.
    pub waived: u64,
}

impl Report {
    /// The gravest finding that is not waived.
    pub fn gravest(&self) -> Option<Severity> {
        self.findings.iter().filter(|finding| finding.waived.is_none()).map(|finding| finding.severity).max()
    }
}

#[cfg(test)]
mod tests {
    use super::Values;

    #[test]
    fn of_two_values_of_a_name_the_last_is_told_in_the_place_of_the_first() {
        let told = |values: &[(&str, u32)]| {
            let values: Vec<_> = values.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
            serde_json::to_string(&Values(&values)).expect("written")
        };
        assert_eq!(told(&[("a", 1), ("b", 2), ("a", 3)]), r#"{"a":3,"b":2}"#);
        assert_eq!(told(&[]), "{}");
    }
}
