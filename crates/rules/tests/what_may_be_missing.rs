//! Where a value counts as there, and which shape a record has.

mod data;

use data::errors;

const CONTRIBUTION: &str = "for contribution in meetings.contributions\n";
const MEETING: &str = "for meeting in meetings\n";

#[track_caller]
fn accepted(clauses: &str) {
    assert_eq!(errors(clauses), Vec::<String>::new(), "{clauses}");
}

#[track_caller]
fn missing(clauses: &str, what: &str) {
    assert_eq!(errors(clauses), [format!("E0210: `{what}` may be missing")], "{clauses}");
}

#[track_caller]
fn surely_missing(clauses: &str) {
    assert_eq!(errors(clauses), ["E0210: `contribution.note` is missing here"], "{clauses}");
}

fn contribution(clauses: &str) -> String {
    format!("{CONTRIBUTION}{clauses}")
}

fn meeting(clauses: &str) -> String {
    format!("{MEETING}{clauses}")
}

/// A rule with a definition before it.
fn with_definition(define: &str, clauses: &str) -> String {
    format!("accordance 1\n\n{define}\n\nrule a \"A\"\n  {clauses}\n  message \"m\"\nend\n")
}

#[test]
fn a_value_is_there_in_what_follows_a_test_of_it() {
    for clauses in [
        "require contribution.note is present and contribution.note != \"\"",
        "require contribution.note is missing or contribution.note != \"\"",
        "require contribution.note is present implies contribution.note != \"\"",
        "require not (contribution.note is missing) implies contribution.note != \"\"",
        "require not (contribution.note is present and contribution.note = \"\")",
        "require if contribution.note is present then contribution.note != \"\" else true",
        "require if contribution.note is missing then true else contribution.note != \"\"",
        "require (if contribution.note is missing then \"\" else contribution.note) != \"x\"",
        "when contribution.note is present\nrequire contribution.note != \"\"\nmessage \"{contribution.note}\"",
        "when not contribution.note is missing\nrequire contribution.note != \"\"",
        "when contribution.note is present\nlet note = contribution.note\nrequire note != \"\"\nmessage \"{note}\"",
        "let note = contribution.note\nrequire note is present and note != \"\"",
    ] {
        accepted(&contribution(clauses));
    }
}

#[test]
fn a_value_may_be_missing_where_nothing_says_that_it_is_there() {
    for clauses in [
        "require contribution.note != \"\"",
        "when contribution.note != \"\"\nrequire true",
        "require contribution.note != \"\" and contribution.note is present",
        "require (contribution.note is present or contribution.id = \"\") and contribution.note != \"\"",
        "require contribution.note is present\nrequire contribution.note != \"\"",
        "require contribution.note is present\nmessage \"{contribution.note}\"",
        "let size = length(contribution.note)\nrequire size > 1",
    ] {
        missing(&contribution(clauses), "contribution.note");
    }
    missing(&contribution("let note = contribution.note\nrequire note != \"\""), "note");
}

#[test]
fn a_value_is_missing_in_what_follows_a_test_of_that() {
    for clauses in [
        "require contribution.note is present or contribution.note != \"\"",
        "require contribution.note is missing and contribution.note != \"\"",
        "require if contribution.note is present then true else contribution.note != \"\"",
        "require not (contribution.note is present) implies contribution.note != \"\"",
        "when contribution.note is missing\nrequire contribution.note != \"\"",
        "when contribution.note is missing\nrequire true\nmessage \"{contribution.note}\"",
        "when not (contribution.note is present or contribution.id = \"\")\nrequire contribution.note != \"\"",
    ] {
        surely_missing(&contribution(clauses));
    }
    // It is not known in these.
    for clauses in [
        "when contribution.note is missing or contribution.id = \"\"\nrequire contribution.note != \"\"",
        "require (contribution.note is missing implies true) and contribution.note != \"\"",
    ] {
        missing(&contribution(clauses), "contribution.note");
    }
    accepted(&contribution("when contribution.note is missing\nrequire contribution.note otherwise \"\" = \"\""));
}

#[test]
fn a_way_through_references_is_there_as_far_as_it_was_tested() {
    accepted(&contribution(
        "when contribution.carried_to.next_session is present\n\
         require contribution.carried_to.next_session.starts_on > contribution.carried_to.ends_on\n\
         require some meeting in meetings has (meeting.id = contribution.carried_to)\n\
         message \"{contribution.carried_to} {contribution.carried_to.id}\"",
    ));
    missing(
        &contribution(
            "when contribution.carried_to is present\nrequire contribution.carried_to.next_session.ends_on > as_of",
        ),
        "contribution.carried_to.next_session",
    );
    accepted(&contribution("require (contribution.carried_to.next_session.ends_on otherwise as_of) >= as_of"));
}

#[test]
fn a_field_of_a_worked_out_record_is_there_once_it_was_tested() {
    accepted(&meeting(
        "require first(meeting.contributions).note is present and first(meeting.contributions).note != \"\"",
    ));
    missing(
        &meeting("require first(meeting.contributions).note is present and last(meeting.contributions).note != \"\""),
        "last(meeting.contributions).note",
    );
    missing(
        &with_definition(
            "define noted(x) = first(x.contributions).note is present",
            "for meeting in meetings, other in meetings\n  require noted(meeting) and first(other.contributions).note != \"\"",
        ),
        "first(other.contributions).note",
    );
}

#[test]
fn a_stand_in_takes_the_place_of_what_is_missing() {
    accepted("require (goal.weight otherwise 0) > 1");
    accepted("require (goal.note otherwise goal.title) != \"\"");
    accepted("require (goal.edition.replaces.status otherwise \"draft\") = \"draft\"");
    missing("require (goal.weight otherwise goal.successor_of.weight) > 1", "goal.successor_of.weight");
}

#[test]
fn an_empty_list_stands_in_where_no_condition_can_stand_before_it() {
    let list = |clauses: &str| {
        let found = data::diagnostics(clauses);
        let errors = found.into_iter().filter(|found| found.level == accordance_rules::Level::Error);
        errors.map(|found| format!("{}: {}", found.message, found.label)).collect::<Vec<_>>()
    };
    assert_eq!(
        list("for meeting in meetings, one in meeting.next_session.contributions\nrequire one.text != \"\""),
        ["`meeting.next_session` may be missing: write `meeting.next_session.contributions otherwise []`"]
    );
    accepted(
        "for meeting in meetings, one in meeting.next_session.contributions otherwise []\nrequire one.text != \"\"",
    );
    assert_eq!(
        list("for meeting in meetings\nrequire every one in meeting.next_session.contributions has (one.text != \"\")"),
        ["`meeting.next_session` may be missing: add `when meeting.next_session is present`"]
    );
}

#[test]
fn null_counts_as_missing() {
    missing("require goal.weight > 1", "goal.weight");
    accepted("require goal.weight is missing or goal.weight > 1");
}

#[test]
fn a_list_leaves_out_what_is_missing_in_its_records() {
    accepted(&meeting("require meeting.contributions.note is not empty"));
    accepted(&meeting("require meeting.contributions.carried_to.contributions.goals.number is not empty"));
}

#[test]
fn a_definition_that_tests_a_value_says_that_it_is_there() {
    let define = "define is_noted(x) = x.note is present";
    accepted(&with_definition(define, &contribution("when is_noted(contribution)\nrequire contribution.note != \"\"")));
    accepted(&with_definition(
        define,
        &contribution("require is_noted(contribution) implies contribution.note != \"\""),
    ));
    surely_missing(&with_definition(
        define,
        &contribution("require is_noted(contribution) or contribution.note != \"\""),
    ));
    accepted(&with_definition(
        "define shown(x) = x otherwise \"\"",
        &contribution("require shown(contribution.note) != \"\""),
    ));
}

#[test]
fn a_kind_tells_the_shape_of_a_record() {
    for clauses in [
        "require every it in meeting.outcomes has (it.kind = \"action\" implies it.owner != \"\")",
        "require every it in meeting.outcomes has (\"action\" = it.kind implies it.owner != \"\")",
        "require every it in meeting.outcomes has (it.kind != \"action\" or it.owner != \"\")",
        "require every it in meeting.outcomes has (it.kind in [\"decision\", \"vote\"] implies it.adopted)",
        "require every it in meeting.outcomes has ((it.kind = \"decision\" or it.kind = \"vote\") implies it.adopted)",
        "require every it in meeting.outcomes has (it.kind not in [\"action\", \"remark\"] implies it.adopted)",
        "require list(it.owner for it in meeting.outcomes where (it.kind = \"action\")) is not empty",
        "when meeting.main_outcome.kind = \"action\"\nrequire meeting.main_outcome.owner != \"\"",
        "when meeting.main_outcome.kind != \"action\" and meeting.main_outcome.kind != \"remark\"\n\
         require meeting.main_outcome.adopted",
        "require if meeting.main_outcome.kind = \"remark\" then meeting.main_outcome.text != \"\" else true",
        "let outcome = meeting.main_outcome\nrequire outcome.kind = \"remark\" implies outcome.text != \"\"",
        "when meeting.main_outcome.owner is present\nrequire meeting.main_outcome.kind = \"action\"",
    ] {
        accepted(&meeting(clauses));
    }
    missing(&meeting("require every it in meeting.outcomes has (it.owner != \"\")"), "it.owner");
    missing(
        &meeting(
            "require every it in meeting.outcomes has ((it.kind = \"vote\" or it.kind = \"remark\") implies it.adopted)",
        ),
        "it.adopted",
    );
    missing(
        &meeting("require list(it.due for it in meeting.outcomes where (it.kind = \"action\")) is not empty"),
        "it.due",
    );
}

#[test]
fn a_definition_that_tests_the_kind_tells_the_shape() {
    for (define, test) in [
        ("define is_action(x) = x.kind = \"action\"", "is_action(meeting.main_outcome)"),
        ("define is_about_action(x) = x.main_outcome.kind = \"action\"", "is_about_action(meeting)"),
        ("define is_owned(x) = x.kind = \"action\" and x.owner != \"\"", "is_owned(meeting.main_outcome)"),
    ] {
        let clauses = meeting(&format!("when {test}\nrequire meeting.main_outcome.owner != \"\""));
        accepted(&with_definition(define, &clauses));
    }
}

#[test]
fn a_waiver_sees_what_its_rule_needs_to_apply() {
    accepted(
        "rule a \"A\"\n  for goal in goals\n  when goal.note is present\n  require goal.number > 1\n  message \"m\"\nend\n\n\
         waive a\n  where goal.note = \"x\"\n  until 2024-06-30\n  because \"x\"\n  by \"x\"\nend",
    );
}
