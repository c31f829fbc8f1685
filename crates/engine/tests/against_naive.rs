//! What holds for any rules over any data: they are checked, they run without a fault, and they keep their meaning when
//! they are formatted.

mod naive;
mod random;

use std::collections::BTreeMap;

use accordance_document::{Format, Limits};
use accordance_engine::{
    CheckOutcome, Collections, DataSet, ItemPlace, MemoryFiles, Options, RecordFile, Role, RuleOptions, Rules, outcomes,
};
use accordance_rules::{
    Checked, Environment, Level, Sources, check,
    core::{self, Constant},
    plan::plan,
};
use jiff::civil::Date;
use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{Config, TestRunner},
};

use self::{
    naive::{Combination, Outcome, Run, Value},
    random::{COLLECTIONS, Case, case, collections},
};

/// Of so many cases, unless `PROPTEST_CASES` says otherwise.
fn cases(cases: u32) -> Config {
    let config = Config::default();
    let is_given = std::env::var_os("PROPTEST_CASES").is_some();
    Config { cases: if is_given { config.cases } else { cases }, max_shrink_iters: 20_000, ..config }
}

/// The same cases in each run.
fn sample(cases: usize) -> impl Iterator<Item = Case> {
    let mut runner = TestRunner::deterministic();
    (0..cases).map(move |_| case().new_tree(&mut runner).expect("nothing is filtered").current())
}

fn checked(text: &str, environment: &Environment) -> Checked {
    let sources = Sources::load(["rules.accord".to_owned()], &|_| Ok(text.as_bytes().to_vec()));
    check(&sources, environment)
}

/// What the obvious evaluation says of each rule, and what was not as the checker promised.
fn naively<'d>(
    checked: &Checked,
    collections: &Collections,
    case: &'d Case,
) -> (Vec<Vec<Combination<'d>>>, Vec<String>) {
    let parameters: Vec<Constant> = checked.program.parameters.iter().map(|each| each.value.clone()).collect();
    let mut run = Run {
        environment: collections.environment(),
        records: &case.records,
        parameters: &parameters,
        as_of: Date::constant(2024, 2, 29),
        variables: Vec::new(),
        faults: Vec::new(),
    };
    let combinations = checked.program.rules.iter().map(|rule| run.rule(rule)).collect();
    (combinations, run.faults.iter().map(|fault| without_places(fault)).collect())
}

/// What a rule comes to at one place: the records of `for`, by the numbers of collection and record, and an outcome for
/// each `require`.
type At = (Vec<(usize, usize)>, Vec<Outcome>);

/// The same from the combinations of the obvious evaluation.
fn places(combinations: &[Combination<'_>], case: &Case) -> Vec<At> {
    let number = |item: &Value<'_>| {
        let Value::Record(json) = item else { return None };
        let of_collection = |(collection, records): (usize, &Vec<serde_json::Value>)| {
            let record = records.iter().position(|record| std::ptr::eq(record, *json))?;
            Some((collection, record))
        };
        case.records.iter().enumerate().find_map(of_collection)
    };
    let place = |each: &Combination<'_>| (each.items.iter().filter_map(number).collect(), each.outcomes.clone());
    combinations.iter().map(place).collect()
}

/// The records of a case as files.
fn files(case: &Case) -> (MemoryFiles, Vec<RecordFile>) {
    let name = |collection: &str| format!("{collection}.json");
    let texts = COLLECTIONS.iter().zip(&case.records);
    let texts = texts.map(|(collection, records)| (name(collection), serde_json::json!(records).to_string()));
    let list = COLLECTIONS.iter().map(|collection| RecordFile {
        name: name(collection).into(),
        format: Format::Json,
        role: Role::Checked,
    });
    (texts.collect(), list.collect())
}

const OPTIONS: RuleOptions = RuleOptions::on(jiff::civil::date(2024, 2, 29));

const fn outcome(of_engine: CheckOutcome) -> Outcome {
    match of_engine {
        CheckOutcome::Passes => Outcome::Passes,
        CheckOutcome::Fails => Outcome::Fails,
        CheckOutcome::DoesNotApply => Outcome::DoesNotApply,
        CheckOutcome::CannotTell => Outcome::CannotTell,
    }
}

/// What the engine says of each rule.
fn by_engine(checked: &Checked, collections: &Collections, case: &Case) -> Vec<Vec<At>> {
    let (files, list) = files(case);
    let data = DataSet::read(&files, &list, collections, Limits::default());
    let all = outcomes(&checked.program, &data, &OPTIONS, &|_| String::new());
    let is_record = |place: &&ItemPlace| place.pointer.is_empty();
    let of_rule = |rule: &core::Rule| {
        let mut found: Vec<At> = Vec::new();
        for each in all.iter().filter(|outcome| outcome.rule == rule.name) {
            // A further `require` of the same combination.
            match found.last_mut() {
                Some((_, outcomes)) if each.requirement > 0 => outcomes.push(outcome(each.outcome)),
                _ => {
                    let records = each.places.iter().filter(is_record).map(|place| (place.collection, place.record));
                    found.push((records.collect(), vec![outcome(each.outcome)]));
                }
            }
        }
        found
    };
    checked.program.rules.iter().map(of_rule).collect()
}

/// How often a rule comes to each outcome.
type Counts = [u64; 4];

fn counts(combinations: &[Combination<'_>]) -> Counts {
    let mut counts = [0; 4];
    for outcome in combinations.iter().flat_map(|each| &each.outcomes) {
        counts[*outcome as usize] += 1;
    }
    counts
}

/// How often each rule comes to each outcome in a whole run, which leaves out what it need not look at.
fn counted_by_engine(checked: &Checked, collections: &Collections, case: &Case) -> Vec<Counts> {
    let (files, list) = files(case);
    let sources = Sources::default();
    let options = &OPTIONS;
    let rules = Rules { diagnostics: &[], ..Rules::new(checked, &sources, options) };
    let options = Options { rules: Some(rules), ..Options::default() };
    let report = accordance_engine::check(&files, &list, collections, options);
    let of_rule = |rule: &core::Rule| {
        let tally = report.rules.iter().find(|tally| tally.rule == rule.name).expect("each rule has a tally");
        [tally.passes, tally.fails, tally.does_not_apply, tally.cannot_tell]
    };
    checked.program.rules.iter().map(of_rule).collect()
}

/// A tree as text, without where it stands.
fn without_places(tree: &str) -> String {
    let mut parts = tree.split("place: Place {");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once("} }").map_or("", |(_, rest)| rest))
}

/// What a program says. The names of values that decide are their words in the rule, where only the space between signs
/// may differ.
fn meaning(checked: &Checked) -> String {
    let program = without_places(&format!("{:?}", checked.program));
    program.split(char::is_whitespace).collect()
}

#[test]
fn nearly_all_random_rules_are_accepted() {
    let collections = collections();
    let (mut rules, mut refused) = (0, 0);
    let mut reasons: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for case in sample(1000) {
        let checked = checked(&case.text, collections.environment());
        rules += checked.program.rules.len() + checked.unusable.len();
        refused += checked.unusable.len();
        for mistake in checked.diagnostics.into_iter().filter(|diagnostic| diagnostic.level == Level::Error) {
            reasons.entry(mistake.code).or_default().push(mistake.message);
        }
    }
    println!("{refused} of {rules} rules are refused: {reasons:#?}");
    assert!(refused * 20 < rules, "{refused} of {rules}");
    // What an earlier condition has said of a variant rules out what a later one asks.
    let understood = ["E0204", "E0207", "E0210"];
    assert!(reasons.keys().all(|code| understood.contains(code)), "{reasons:#?}");
}

#[test]
fn random_rules_are_joined_and_come_to_every_outcome() {
    let collections = collections();
    let mut indexes = 0;
    let mut outcomes = [0_usize; 4];
    for case in sample(1000) {
        let checked = checked(&case.text, collections.environment());
        indexes += plan(&checked.program).indexes.len();
        let (combinations, _) = naively(&checked, &collections, &case);
        for outcome in combinations.iter().flatten().flat_map(|combination| &combination.outcomes) {
            outcomes[*outcome as usize] += 1;
        }
    }
    println!("{indexes} indexes; {:?}: {outcomes:?}", Outcome::ALL);
    assert!(indexes > 500, "{indexes}");
    let all: usize = outcomes.iter().sum();
    assert!(outcomes.iter().all(|count| count * 20 > all), "{outcomes:?}");
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn rules_run_without_a_fault(case in case()) {
        let collections = collections();
        let checked = checked(&case.text, collections.environment());
        let (_, faults) = naively(&checked, &collections, &case);
        prop_assert_eq!(faults, Vec::<String>::new());
    }
}

proptest! {
    #![proptest_config(cases(800))]

    #[test]
    fn formatting_keeps_what_rules_mean(case in case()) {
        let collections = collections();
        let formatted = accordance_syntax::format(&case.text).expect("a random rule is written as it should be");
        let before = checked(&case.text, collections.environment());
        let after = checked(&formatted, collections.environment());
        prop_assert_eq!(meaning(&before), meaning(&after), "{}", formatted);
        prop_assert_eq!(before.unusable, after.unusable);
    }
}

/// One rule over one project, with what is given of it, and no other records; what both evaluations say of it.
fn outcome_for_a_project(clauses: &str, given: &serde_json::Value) -> Outcome {
    let mut project = serde_json::json!({
        "id": "p-0", "number": 0, "weight": 0, "title": "a", "active": false, "level": "low", "starts_on": "2024-01-31",
        "seen_at": "2024-01-31T23:30:00Z", "team": "t-9", "tags": [], "ranks": [], "scores": [], "levels": [], "flags": [],
        "moments": [], "related": [], "parts": [], "entries": [],
    });
    for (name, value) in given.as_object().into_iter().flatten() {
        project[name] = value.clone();
    }
    let text = format!("accordance 1\n\nrule r \"R\"\n  severity error\n{clauses}\n  message \"m\"\nend\n");
    let case = Case { text, records: vec![vec![project], Vec::new(), Vec::new()] };
    let collections = collections();
    let checked = checked(&case.text, collections.environment());
    assert!(!checked.has_errors(), "{:?}", checked.diagnostics);
    let (combinations, _) = naively(&checked, &collections, &case);
    let [found] = combinations.as_slice() else { panic!("one rule") };
    assert_eq!(by_engine(&checked, &collections, &case), [places(found, &case)]);
    assert_eq!(counted_by_engine(&checked, &collections, &case), [counts(found)]);
    found[0].outcomes[0]
}

#[test]
fn a_path_through_a_list_that_is_missing_is_missing() {
    let clauses = "  for a in projects\n  require \"low\" in (a.teams.home.level otherwise [\"low\"])";
    assert_eq!(outcome_for_a_project(clauses, &serde_json::json!({})), Outcome::Passes);
}

#[test]
fn a_list_that_cannot_be_told_is_not_an_empty_one() {
    let clauses =
        "  for a in projects\n  require no part in projects.last_step.project.parts has (part.name = a.title)";
    let lost = serde_json::json!({"last_step": "s-9"});
    assert_eq!(outcome_for_a_project(clauses, &lost), Outcome::CannotTell);
}

#[test]
fn what_is_of_another_kind_than_the_items_of_a_list_cannot_be_told_to_be_in_it() {
    let clauses = "  for a in projects\n  when a.extra is present\n  require a.extra in projects.starts_on";
    assert_eq!(outcome_for_a_project(clauses, &serde_json::json!({"extra": 0})), Outcome::CannotTell);
    let clauses = "  for a in projects\n  when a.extra is present\n  require count(distinct(a.extra)) = 2";
    assert_eq!(outcome_for_a_project(clauses, &serde_json::json!({"extra": [[1], 1]})), Outcome::CannotTell);
}

#[test]
fn a_number_is_a_double_however_it_is_written() {
    let clauses = "  for a in projects\n  require a.weight = 9007199254740992";
    let odd = serde_json::json!({"weight": 9_007_199_254_740_993_i64});
    assert_eq!(outcome_for_a_project(clauses, &odd), Outcome::Passes);
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn a_planned_run_comes_to_the_same_as_the_obvious_one(case in case()) {
        let collections = collections();
        let checked = checked(&case.text, collections.environment());
        let (combinations, _) = naively(&checked, &collections, &case);
        let found: Vec<Vec<At>> = combinations.iter().map(|each| places(each, &case)).collect();
        prop_assert_eq!(by_engine(&checked, &collections, &case), found);
        let found: Vec<Counts> = combinations.iter().map(|each| counts(each)).collect();
        prop_assert_eq!(counted_by_engine(&checked, &collections, &case), found);
    }
}
