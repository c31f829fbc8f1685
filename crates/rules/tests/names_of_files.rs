//! A parameter or definition has a name of its own in each file that sees it.

use accordance_rules::{
    Checked, CollectionSchema, Environment, Sources, argument, check,
    core::{Constant, Program},
};
use serde_json::json;

const LIMIT: &str = "param limit = 1\n";
const WORD: &str = "param limit = \"one\"\n";
const IS_LOW: &str = "define is_low(goal) =\n  goal.number < 1\n";

/// A rule that uses `is_low` and `limit`.
fn rule(name: &str) -> String {
    format!(
        "rule {name} \"R\"\n  severity error\n  for goal in goals\n  when is_low(goal)\n  require goal.number > limit\n  \
         message \"m\"\nend\n"
    )
}

fn checked(files: &[(&str, String)]) -> Checked {
    let schema = json!({
        "properties": {"id": {"type": "string"}, "number": {"type": "integer"}},
        "required": ["id", "number"],
    });
    let registry = referencing::Registry::new()
        .add("urn:goals", &schema)
        .and_then(referencing::RegistryBuilder::prepare)
        .expect("read");
    let resolver = registry.resolver(referencing::uri::from_str("urn:goals").expect("an address"));
    let mut environment = Environment::of_names(["goals".into()]);
    let goals = CollectionSchema { name: "goals".into(), schema: &schema, resolver, id: None, references: Vec::new() };
    environment.read(0, &goals).expect("read");
    let read = |name: &str| {
        let found = files.iter().find(|(known, _)| *known == name);
        found.map(|(_, text)| format!("accordance 1\n{text}").into_bytes()).ok_or_else(|| "it is not there".to_owned())
    };
    let sources = Sources::load(files.iter().map(|(name, _)| (*name).to_owned()), &read);
    check(&sources, &environment)
}

/// The errors of files: code, number of the file and message.
fn errors(files: &[(&str, String)]) -> Vec<String> {
    let found = checked(files).diagnostics.into_iter().filter(|found| found.code.starts_with("E02"));
    found.map(|found| format!("{} {} {}", found.code, found.place.file, found.message)).collect()
}

fn numbers(program: &Program, text: &str) -> Result<Vec<usize>, String> {
    argument(program, "limit", text).map(|given| given.into_iter().map(|(number, _)| number).collect())
}

#[test]
fn files_that_do_not_see_each_other_may_name_alike() {
    let one = format!("{LIMIT}{IS_LOW}{}", rule("one"));
    let other = format!("{LIMIT}{IS_LOW}{}", rule("other"));
    let checked = checked(&[("a.accord", one), ("b.accord", other)]);
    assert!(!checked.has_errors(), "{:?}", checked.diagnostics);
    assert_eq!((checked.program.rules.len(), checked.program.parameters.len()), (2, 2));
}

#[test]
fn a_name_of_its_own_may_not_be_an_imported_one_at_whatever_remove() {
    let files = [
        ("a.accord", IS_LOW.to_owned()),
        ("b.accord", "import \"a.accord\"\n".to_owned()),
        ("c.accord", format!("import \"b.accord\"\n{LIMIT}{IS_LOW}{}", rule("r"))),
    ];
    assert_eq!(errors(&files), ["E0203 2 `is_low` is defined already"]);
    assert_eq!(checked(&files).unusable, ["r"]);
}

#[test]
fn a_parameter_and_a_definition_may_not_name_alike() {
    let files = [("a.accord", "param is_low = 1\n".to_owned()), ("b.accord", format!("import \"a.accord\"\n{IS_LOW}"))];
    assert_eq!(errors(&files), ["E0203 1 `is_low` is defined already"]);
}

#[test]
fn two_imports_of_one_name_are_told_once_where_they_meet() {
    let files = [
        ("a.accord", IS_LOW.to_owned()),
        ("b.accord", IS_LOW.to_owned()),
        ("c.accord", "import \"a.accord\"\nimport \"b.accord\"\n".to_owned()),
        ("d.accord", format!("import \"a.accord\"\nimport \"c.accord\"\n{LIMIT}{}", rule("r"))),
    ];
    assert_eq!(errors(&files), ["E0203 2 `is_low` is defined in a.accord and in b.accord, and this file imports both"]);
    assert_eq!(checked(&files).unusable, ["r"]);
}

#[test]
fn what_comes_by_two_imports_is_one_thing() {
    let files = [
        ("a.accord", IS_LOW.to_owned()),
        ("b.accord", "import \"a.accord\"\n".to_owned()),
        ("c.accord", format!("import \"a.accord\"\nimport \"b.accord\"\n{LIMIT}{}", rule("r"))),
    ];
    assert_eq!(errors(&files), [""; 0]);
}

#[test]
fn definitions_of_one_name_may_use_each_other_through_a_third() {
    let files = [
        ("a.accord", IS_LOW.to_owned()),
        ("b.accord", "import \"a.accord\"\ndefine is_small(goal) =\n  is_low(goal)\n".to_owned()),
        ("c.accord", format!("{LIMIT}{IS_LOW}{}", rule("r"))),
    ];
    assert_eq!(errors(&files), [""; 0]);
}

#[test]
fn only_names_that_are_seen_are_suggested() {
    let files = [
        ("a.accord", format!("{LIMIT}{IS_LOW}")),
        ("b.accord", rule("r").replace("is_low", "is_loww").replace("limit", "limitt")),
        ("c.accord", rule("s")),
    ];
    let labels: Vec<String> = checked(&files).diagnostics.into_iter().map(|found| found.label).collect();
    assert!(labels.contains(&"the nearest is `is_low` of a.accord, which this file does not import".to_owned()));
    assert!(labels.contains(&"the nearest is `limit` of a.accord, which this file does not import".to_owned()));
    assert!(labels.contains(&"import a.accord at the top of this file".to_owned()));
}

#[test]
fn what_cannot_be_imported_is_not_offered() {
    let files = [("builtin:a.accord", format!("{LIMIT}{IS_LOW}")), ("b.accord", rule("r"))];
    assert_eq!(
        errors(&files),
        ["E0202 1 there is no function or definition `is_low`", "E0201 1 there is nothing of the name `limit` here"]
    );
    let labels: Vec<String> = checked(&files).diagnostics.into_iter().map(|found| found.label).collect();
    assert!(!labels.iter().any(|label| label.contains("builtin:")), "{labels:?}");
}

#[test]
fn a_value_is_given_to_each_parameter_of_its_name_that_it_fits() {
    let files = [("a.accord", LIMIT.to_owned()), ("b.accord", WORD.to_owned()), ("c.accord", LIMIT.to_owned())];
    let program = checked(&files).program;
    assert_eq!(numbers(&program, "7"), Ok(vec![0, 2]));
    assert_eq!(numbers(&program, "\"seven\""), Ok(vec![1]));
    for text in ["seven", "it's \"seven\"", "seven\""] {
        assert_eq!(argument(&program, "limit", text), Ok(vec![(1, Constant::Text(text.into()))]));
    }
    assert!(argument(&program, "limit", "\"seven").is_err());
}

#[test]
fn a_value_that_fits_no_parameter_of_its_name_is_refused() {
    let files = [("a.accord", LIMIT.to_owned()), ("b.accord", "param limit = 2 days\n".to_owned())];
    let program = checked(&files).program;
    let expected = "\"seven\" is no value of the parameter limit; write a whole number, like 12, or a length of time, like \"90 days\"";
    assert_eq!(numbers(&program, "seven"), Err(expected.to_owned()));
}
