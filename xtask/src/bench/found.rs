//! What an engine found, short enough to be compared: how many findings of each rule, and whether they are on the same
//! records.

use std::{
    collections::BTreeMap,
    fs::File,
    hash::{DefaultHasher, Hash, Hasher},
    io::{BufRead, BufReader},
    path::Path,
};

use serde::Deserialize;

use crate::Failure;

/// Findings by rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found(BTreeMap<String, Records>);

/// Records with a finding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Records {
    count: u64,
    /// The sum of the hashes of their ids: it is the same in any order.
    sum: u64,
}

/// How an engine writes findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// The NDJSON of `accordance check`.
    Accordance,
    /// Lines `rule,record`.
    Lines,
}

#[derive(Deserialize)]
struct Finding {
    rule: String,
    outcome: String,
    record: Option<Record>,
}

#[derive(Deserialize)]
struct Record {
    id: String,
}

impl Found {
    pub(super) fn read(path: &Path, form: Form) -> Result<Self, Failure> {
        let file = File::open(path).map_err(|error| Failure::at(path, error))?;
        let mut found = Self::default();
        for line in BufReader::new(file).lines() {
            let line = line.map_err(|error| Failure::at(path, error))?;
            let odd = || Failure::Told(format!("{}: `{line}` is no finding", path.display()));
            match form {
                Form::Accordance => {
                    let finding: Finding = serde_json::from_str(&line).map_err(|_| odd())?;
                    let record = finding.record.map(|record| record.id).unwrap_or_default();
                    let rule = if finding.outcome == "fails" {
                        finding.rule
                    } else {
                        format!("{} ({})", finding.rule, finding.outcome)
                    };
                    found.add(&rule, &record);
                }
                Form::Lines => {
                    let (rule, record) = line.trim_end().split_once(',').ok_or_else(odd)?;
                    found.add(rule, record);
                }
            }
        }
        Ok(found)
    }

    fn add(&mut self, rule: &str, record: &str) {
        let mut hasher = DefaultHasher::new();
        record.hash(&mut hasher);
        let records = match self.0.get_mut(rule) {
            Some(records) => records,
            None => self.0.entry(rule.to_owned()).or_default(),
        };
        records.count += 1;
        records.sum = records.sum.wrapping_add(hasher.finish());
    }

    /// How many there are of all rules.
    pub(super) fn total(&self) -> u64 {
        self.0.values().map(|records| records.count).sum()
    }

    /// Each rule with how many there are.
    pub(super) fn counts(&self) -> impl Iterator<Item = (&str, u64)> {
        self.0.iter().map(|(rule, records)| (rule.as_str(), records.count))
    }

    /// Where the findings of some rules differ, in words. Without a list, those of all rules.
    pub(super) fn differences(&self, other: &Self, rules: Option<&[&str]>) -> Vec<String> {
        let mut names: Vec<&str> = self.0.keys().chain(other.0.keys()).map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        let said = |rule: &&str| rules.is_none_or(|rules| rules.contains(rule));
        let get = |found: &Self, rule: &str| found.0.get(rule).copied().unwrap_or_default();
        names
            .into_iter()
            .filter(said)
            .filter_map(|rule| match (get(self, rule), get(other, rule)) {
                (one, two) if one == two => None,
                (one, two) if one.count == two.count => Some(format!("{rule}: on other records")),
                (one, two) => Some(format!("{rule}: {} and {}", one.count, two.count)),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Found;

    fn found(findings: &[(&str, &str)]) -> Found {
        let mut found = Found::default();
        for (rule, record) in findings {
            found.add(rule, record);
        }
        found
    }

    #[test]
    fn the_order_of_findings_does_not_matter_and_their_records_do() {
        let one = found(&[("a", "r-1"), ("a", "r-2"), ("b", "r-1")]);
        assert_eq!(one, found(&[("b", "r-1"), ("a", "r-2"), ("a", "r-1")]));
        assert_eq!(one.differences(&found(&[("a", "r-1"), ("a", "r-3")]), None), ["a: on other records", "b: 1 and 0"]);
        assert_eq!(one.differences(&found(&[("a", "r-1"), ("a", "r-2")]), Some(&["a"])), [""; 0]);
    }
}
