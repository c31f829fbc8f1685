//! A rule file and records, as a property takes them.

use proptest::{collection::vec, option, prelude::*};
use serde_json::Value;

use super::{
    records::records,
    rules::{RuleRows, file},
};

/// A rule file, and records for it.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) text: String,
    /// The records of each collection.
    pub(crate) records: Vec<Vec<Value>>,
}

impl std::fmt::Debug for Case {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(formatter, "\n{}", self.text)?;
        for (name, records) in super::COLLECTIONS.iter().zip(&self.records) {
            for record in records {
                writeln!(formatter, "{name}: {record}")?;
            }
        }
        Ok(())
    }
}

/// Any case.
pub(crate) fn case() -> impl Strategy<Value = Case> {
    let row = |most: usize| vec(any::<u16>(), 0..most);
    let rule = (row(40), option::of(row(60)), vec(row(40), 0..3), vec(row(120), 1..3))
        .prop_map(|(form, when, lets, requires)| RuleRows { form, when, lets, requires });
    let definitions = vec(row(40), 0..3);
    let collections = (vec(row(90), 0..6), vec(row(20), 0..5), vec(row(30), 0..4));
    (definitions, vec(rule, 1..3), collections).prop_map(|(definitions, rules, (projects, steps, teams))| Case {
        text: file(&definitions, &rules),
        records: records(&[projects, steps, teams]),
    })
}
