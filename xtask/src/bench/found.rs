//! What an engine found, short enough to be compared: for each rule, the records with a finding, by the hashes of their
//! ids.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    fs::File,
    hash::{DefaultHasher, Hash, Hasher},
    io::{BufRead, BufReader},
    path::Path,
};

use serde::{
    Deserialize, Deserializer,
    de::{SeqAccess, Visitor},
};

use crate::Failure;

/// Findings by rule: how many each record has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found(BTreeMap<String, HashMap<u64, u64>>);

/// How an engine writes findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// The NDJSON of `accordance check`.
    Accordance,
    /// Lines `rule,record`.
    Lines,
    /// The JSON of `cfn-guard validate`: which rules each file fails. A file is named by the id of its record.
    Guard,
}

/// How the findings of two engines are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Count {
    /// As many findings of a rule on each record.
    Each,
    /// The same records with findings of a rule, however many there are.
    Once,
}

impl Found {
    /// Reads what an engine wrote.
    pub(super) fn read(path: &Path, form: Form) -> Result<Self, Failure> {
        let file = BufReader::new(File::open(path).map_err(|error| Failure::at(path, error))?);
        let mut found = Self::default();
        if form == Form::Guard {
            let mut json = serde_json::Deserializer::from_reader(file);
            json.deserialize_seq(Reports(&mut found))
                .map_err(|error| Failure::Told(format!("{}: {error}", path.display())))?;
            return Ok(found);
        }
        for line in file.lines() {
            let line = line.map_err(|error| Failure::at(path, error))?;
            let odd = || Failure::Told(format!("{}: `{line}` is no finding", path.display()));
            if form == Form::Accordance {
                let finding: Finding = serde_json::from_str(&line).map_err(|_| odd())?;
                let record = finding.record.map(|record| record.id).unwrap_or_default();
                match finding.outcome.as_str() {
                    "fails" => found.add(&finding.rule, &record),
                    other => found.add(&format!("{} ({other})", finding.rule), &record),
                }
            } else {
                let (rule, record) = line.trim_end().split_once(',').ok_or_else(odd)?;
                found.add(rule, record);
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
        *records.entry(hasher.finish()).or_default() += 1;
    }

    /// How many there are of all rules.
    pub(super) fn total(&self) -> u64 {
        self.0.values().flat_map(HashMap::values).sum()
    }

    /// How many there are of a rule.
    pub(super) fn of(&self, rule: &str) -> u64 {
        self.0.get(rule).map_or(0, |records| records.values().sum())
    }

    /// The rules with findings, in the order of their names.
    pub(super) fn rules(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Where the findings of some rules differ, in words. Without a list, those of all rules.
    pub(super) fn differences(&self, other: &Self, rules: Option<&[&str]>, count: Count) -> Vec<String> {
        let mut names: Vec<&str> = self.rules().chain(other.rules()).collect();
        names.sort_unstable();
        names.dedup();
        let none = HashMap::new();
        let mut told = Vec::new();
        for rule in names.into_iter().filter(|rule| rules.is_none_or(|rules| rules.contains(rule))) {
            let [one, two] = [self, other].map(|found| found.0.get(rule).unwrap_or(&none));
            let is_same = match count {
                Count::Each => one == two,
                Count::Once => one.len() == two.len() && one.keys().all(|record| two.contains_key(record)),
            };
            if !is_same {
                let [one, two] = [self.of(rule), other.of(rule)];
                told.push(if one == two {
                    format!("{rule}: on other records")
                } else {
                    format!("{rule}: {one} and {two}")
                });
            }
        }
        told
    }
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

#[derive(Deserialize)]
struct Report {
    name: String,
    not_compliant: Vec<Failed>,
}

#[derive(Deserialize)]
struct Failed {
    #[serde(rename = "Rule")]
    rule: Rule,
}

#[derive(Deserialize)]
struct Rule {
    name: String,
}

/// Reads a list of reports one by one: all at once they would take more memory than what is measured.
struct Reports<'f>(&'f mut Found);

impl<'de> Visitor<'de> for Reports<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of reports")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(report) = list.next_element::<Report>()? {
            let record = Path::new(&report.name).file_stem().unwrap_or_default().to_string_lossy();
            for failed in report.not_compliant {
                self.0.add(&failed.rule.name.replace('_', "-"), &record);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Count, Form, Found};

    fn read(text: &str, form: Form) -> Found {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), text).expect("written");
        Found::read(file.path(), form).map_err(|failure| failure.to_string()).expect("findings")
    }

    #[test]
    fn the_order_of_findings_does_not_matter_and_their_records_do() {
        let one = read("a,r-1\na,r-2\nb,r-1\n", Form::Lines);
        assert_eq!(one, read("b,r-1\r\na,r-2\r\na,r-1\r\n", Form::Lines));
        let other = read("a,r-1\na,r-3\n", Form::Lines);
        assert_eq!(one.differences(&other, None, Count::Each), ["a: on other records", "b: 1 and 0"]);
        assert_eq!(one.differences(&read("a,r-1\na,r-2\n", Form::Lines), Some(&["a"]), Count::Each), [""; 0]);
    }

    #[test]
    fn findings_are_counted_once_where_an_engine_tells_no_more() {
        let [once, twice] = ["a,r-1\n", "a,r-1\na,r-1\n"].map(|text| read(text, Form::Lines));
        assert_eq!(once.differences(&twice, None, Count::Each), ["a: 1 and 2"]);
        assert_eq!(once.differences(&twice, None, Count::Once), [""; 0]);
        assert_eq!(once.differences(&read("a,r-2\n", Form::Lines), None, Count::Once), ["a: on other records"]);
    }

    #[test]
    fn each_form_is_read_to_the_same_findings() {
        let lines = read("days-in-order,m-1\n", Form::Lines);
        let ndjson =
            r#"{"rule": "days-in-order", "outcome": "fails", "record": {"collection": "meetings", "id": "m-1"}}"#;
        assert_eq!(read(ndjson, Form::Accordance), lines);
        let guard = r#"[
            {"name": "m/m-1.json", "not_compliant": [{"Rule": {"name": "days_in_order"}}], "compliant": []},
            {"name": "m/m-2.json", "not_compliant": [], "compliant": ["days_in_order"]}
        ]"#;
        assert_eq!(read(guard, Form::Guard), lines);
        let untold = ndjson.replace("fails", "cannot_tell");
        assert_eq!(read(&untold, Form::Accordance).rules().collect::<Vec<_>>(), ["days-in-order (cannot_tell)"]);
    }
}
