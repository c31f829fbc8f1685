//! A rule that looks at each record of a small collection with each of a large one is run in another order than it is
//! told in, and counts the same steps.
#![allow(clippy::expect_used, reason = "a test that cannot go on says why")]

use std::time::Duration;

use accordance_document::Format;
use accordance_engine::{
    Clock, Collections, Config, MemoryFiles, Options, RecordFile, Report, Role, RuleOptions, Rules, check,
};
use accordance_rules::{Sources, check as check_rules};

const SCHEMA: &str = r#"{
    "type": "object",
    "properties": {"id": {"type": "string", "x-identifies": "any"}, "number": {"type": "integer"}},
    "required": ["id", "number"]
}"#;

const SMALLS: usize = 3;
/// More than are run together.
const LARGES: usize = 70;

const PAIRS: &str = r#"accordance 1

matrix pairs "Pairs"
  severity error
  rows     one in smalls
  columns  two in larges
  cell     one.number * two.number
  require  cell < 30 or cell > 50
  message  "{one.id} {two.id}"
end
"#;

const TRIPLES: &str = r#"accordance 1

rule triples "Triples"
  severity error
  for      one in smalls, two in larges, other in smalls
  when     one.number != other.number
  require  one.number + two.number + other.number != 20
  at       other.number
  message  "{one.id} {two.id} {other.id}"
end
"#;

fn lines(of: &str, count: usize) -> String {
    let lines = (0..count).map(|number| format!(r#"{{"id": "{of}{number}", "number": {number}}}"#));
    lines.collect::<Vec<_>>().join("\n")
}

/// A rule run with others, or by itself where there is a clock, with at most so many steps.
fn report(rule: &str, max_checks: u64, clock: Option<Clock<'_>>) -> Report {
    let files = MemoryFiles::from_iter([
        ("any.json", SCHEMA.to_owned()),
        ("smalls.ndjson", lines("s", SMALLS)),
        ("larges.ndjson", lines("l", LARGES)),
    ]);
    let config = "[collections.smalls]\nschema = 'any.json'\nfiles = ['smalls.ndjson']\n\
                  [collections.larges]\nschema = 'any.json'\nfiles = ['larges.ndjson']";
    let config: Config = config.parse().expect("a configuration");
    let collections = Collections::new([], &config, &files).expect("collections");
    let sources = Sources::load(["crossed.accord".to_owned()], &|_| Ok(rule.as_bytes().to_vec()));
    let checked = check_rules(&sources, collections.environment());
    assert!(!checked.has_errors(), "{:?}", checked.diagnostics);
    let list = ["smalls.ndjson", "larges.ndjson"].map(|name| RecordFile {
        name: name.into(),
        format: Format::Ndjson,
        role: Role::Checked,
    });
    let options = RuleOptions { max_checks, ..RuleOptions::on(jiff::civil::date(2023, 7, 3)) };
    let rules = Rules { clock, ..Rules::new(&checked, &sources, &options) };
    check(&files, &list, &collections, Options { rules: Some(rules), ..Options::default() })
}

#[test]
fn crossed_collections_come_to_the_same_however_they_are_run() {
    let no_time = || Duration::ZERO;
    let (smalls, larges) = (SMALLS as u64, LARGES as u64);
    for (rule, below) in [(PAIRS, 0), (TRIPLES, smalls)] {
        let by_itself = report(rule, RuleOptions::MAX_CHECKS, Some(Clock(&no_time)));
        let steps = by_itself.costs[0].steps;
        assert_eq!(steps, smalls + 2 * smalls * larges * (1 + below));
        assert!(by_itself.findings.len() > 5, "{}", by_itself.findings.len());

        let with_others = report(rule, steps, None);
        assert_eq!(with_others, Report { costs: Vec::new(), ..by_itself });
        let bounded = report(rule, steps - 1, None);
        let told: Vec<&str> = bounded.problems.iter().map(|problem| problem.message.as_str()).collect();
        assert!(
            matches!(told[..], [told] if told.contains(&format!("takes more than {} checks", steps - 1))),
            "{told:?}"
        );
        assert!(bounded.findings.is_empty());
    }
}
