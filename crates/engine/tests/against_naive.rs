//! What holds for any rules over any data: they are checked, they run without a fault, and they keep their meaning when they
//! are formatted.

mod naive;
mod random;

use std::collections::BTreeMap;

use accordance_engine::Collections;
use accordance_rules::{
    Checked, Environment, Level, Sources, check,
    core::{Constant, Expr, ExprKind},
    join,
};
use jiff::civil::Date;
use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{Config, TestRunner},
};

use self::{
    naive::{Combination, Outcome, Run},
    random::{Case, case, collections},
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

/// A tree as text, without where it stands.
fn without_places(tree: &str) -> String {
    let mut parts = tree.split("place: Place {");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once("} }").map_or("", |(_, rest)| rest))
}

/// What a program says. The names of values that decide are their words in the rule, where only the space between signs may
/// differ.
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

/// How often something is in the rules of a sample.
fn count(expr: &Expr, is: &dyn Fn(&Expr) -> bool) -> usize {
    let mut found = usize::from(is(expr));
    expr.each_child(&mut |child| found += count(child, is));
    found
}

/// Whether an equality joins what is gone through with something outside.
fn is_join(expr: &Expr) -> bool {
    let (over, condition) = match &expr.kind {
        ExprKind::Quantifier { over, condition, .. } => (std::slice::from_ref(&**over), &**condition),
        ExprKind::AggregateEach { over, condition: Some(condition), .. } => (over.as_slice(), &**condition),
        _ => return false,
    };
    over.iter().any(|each| {
        let is_collection = matches!(each.list.kind, ExprKind::Collection(_));
        is_collection && join::keys(condition, each.slot).iter().any(|key| key.outer.reads(&|_| true))
    })
}

#[test]
fn random_rules_have_joins_and_come_to_every_outcome() {
    let collections = collections();
    let mut joins = [0, 0];
    let mut outcomes = [0_usize; 4];
    for case in sample(1000) {
        let checked = checked(&case.text, collections.environment());
        for rule in &checked.program.rules {
            joins[0] += rule.requires.iter().map(|require| count(&require.condition, &is_join)).sum::<usize>();
            if let Some(when) = &rule.when {
                joins[1] += rule.loops.iter().skip(1).filter(|each| !join::keys(when, each.slot).is_empty()).count();
            }
        }
        let (combinations, _) = naively(&checked, &collections, &case);
        for outcome in combinations.iter().flatten().flat_map(|combination| &combination.outcomes) {
            outcomes[*outcome as usize] += 1;
        }
    }
    println!("joins in conditions and in `for`: {joins:?}; {:?}: {outcomes:?}", Outcome::ALL);
    assert!(joins.iter().all(|count| *count > 50), "{joins:?}");
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
