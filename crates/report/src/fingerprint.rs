//! What a finding is known by from run to run.

use std::{collections::HashMap, fmt};

use accordance_engine::Finding;
use rayon::prelude::*;
use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::WriteError;

/// Is the same in each run that finds the same thing, and no other finding of a run has it: made of the rule, the
/// requirement, the file, the record, the pointer and the combination of the rule's items. Lines, messages, values that
/// decide and waivers have no part in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    digest: [u8; LENGTH],
    /// Which finding it is of those that are alike in all this, from 1.
    number: u32,
}

/// So many bytes of the hash are taken.
const LENGTH: usize = 16;

/// The fingerprints of all findings of a run, in their order.
pub(crate) fn of(findings: &[Finding]) -> Result<Vec<Fingerprint>, WriteError> {
    let digests = findings.par_iter().map_init(Vec::new, |room, finding| digest(finding, room));
    let digests: Vec<[u8; LENGTH]> = digests.collect::<Result<_, _>>()?;
    let mut seen: HashMap<[u8; LENGTH], u32> = HashMap::with_capacity(digests.len());
    let numbered = digests.into_iter().map(|digest| {
        let number = seen.entry(digest).and_modify(|number| *number = number.saturating_add(1)).or_insert(1);
        Fingerprint { digest, number: *number }
    });
    Ok(numbered.collect())
}

/// The beginning of the SHA-256 of what a finding is known by, as an array of JSON on one line.
fn digest(finding: &Finding, room: &mut Vec<u8>) -> Result<[u8; LENGTH], WriteError> {
    let Finding { rule, requirement, place, record, values, combination, .. } = finding;
    // Without their names, which are the rule's variables: another name for one changes nothing.
    let combination: Vec<_> = values.iter().take(*combination).map(|(_, value)| value).collect();
    room.clear();
    serde_json::to_writer(&mut *room, &(rule, requirement, &place.file, record, &place.pointer, combination))?;
    let mut digest = [0; LENGTH];
    digest.iter_mut().zip(Sha256::digest(&*room)).for_each(|(own, byte)| *own = byte);
    Ok(digest)
}

/// In hexadecimal digits, with `:2`, `:3` and so on behind it for those that repeat one.
impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:032x}", u128::from_be_bytes(self.digest))?;
        match self.number {
            1 => Ok(()),
            number => write!(formatter, ":{number}"),
        }
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use accordance_engine::{Finding, Outcome, Place, RecordName, Severity, Waived};

    use super::of;

    fn finding() -> Finding {
        Finding {
            rule: "own".into(),
            requirement: Some(2),
            severity: Severity::Error,
            outcome: Outcome::Fails,
            message: "Goal g-1 has no theme.".into(),
            label: "".into(),
            fix: None,
            place: Place {
                file: "goals.ndjson".into(),
                line: 3,
                column: 1,
                span: 90..120,
                pointer: "/themes/0".into(),
            },
            record: Some(RecordName { collection: "goals".into(), id: Some("g-1".into()) }),
            values: vec![("theme".into(), "t-1".into()), ("goal.year".into(), 2017.into())],
            combination: 1,
            related: Vec::new(),
            waived: None,
        }
    }

    fn told(findings: &[Finding]) -> Vec<String> {
        of(findings).expect("made").iter().map(ToString::to_string).collect()
    }

    fn changed(change: impl Fn(&mut Finding)) -> String {
        let mut other = finding();
        change(&mut other);
        told(&[other]).remove(0)
    }

    /// It is kept from version to version, for those who have written it down.
    #[test]
    fn a_fingerprint_is_the_beginning_of_a_hash_of_what_tells_the_finding() {
        // SHA-256 of ["own",2,"goals.ndjson",{"collection":"goals","id":"g-1"},"/themes/0",["t-1"]].
        assert_eq!(told(&[finding()]), ["eb088a2664c31680414e8aa42d2444ee"]);
    }

    #[test]
    fn lines_words_deciding_values_and_waivers_have_no_part_in_it() {
        let own = changed(|_| {});
        let waived = Waived { until: "2024-06-30".into(), because: "It is late.".into(), by: "Boss".into() };
        assert_eq!(changed(|other| other.place.line = 4), own);
        assert_eq!(changed(|other| other.place.span = 0..1), own);
        assert_eq!(changed(|other| other.message.push_str(" (its waiver by Boss ended on 2020-01-01)")), own);
        assert_eq!(changed(|other| other.severity = Severity::Advice), own);
        assert_eq!(changed(|other| other.values[1].1 = 2023.into()), own);
        assert_eq!(changed(|other| other.values[0].0 = "other".into()), own);
        assert_eq!(changed(|other| other.waived = Some(waived.clone().into())), own);
    }

    #[test]
    fn findings_of_anything_else_have_others() {
        let own = changed(|_| {});
        let others = [
            changed(|other| other.rule = "other".into()),
            changed(|other| other.requirement = Some(1)),
            changed(|other| other.requirement = None),
            changed(|other| other.place.file = "other.ndjson".into()),
            changed(|other| other.place.pointer = "/themes/1".into()),
            changed(|other| other.values[0].1 = "t-2".into()),
            changed(|other| other.record = None),
            changed(|other| other.record = Some(RecordName { collection: "goals".into(), id: Some("g-2".into()) })),
            changed(|other| other.record = Some(RecordName { collection: "themes".into(), id: Some("g-1".into()) })),
        ];
        assert!(!others.contains(&own), "{others:?}");
        assert_eq!(others.iter().collect::<std::collections::HashSet<_>>().len(), others.len(), "{others:?}");
    }

    #[test]
    fn those_that_repeat_one_are_counted() {
        let mut other = finding();
        other.place.line = 4;
        let all = told(&[finding(), Finding { rule: "other".into(), ..finding() }, other.clone(), other]);
        let own = &all[0];
        assert_eq!(all[2..], [format!("{own}:2"), format!("{own}:3")]);
        assert_eq!(own.len(), 32);
        assert_eq!(all[1].len(), 32);
    }
}
