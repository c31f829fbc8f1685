//! What can be compared, added and gathered with what.

mod data;

use data::{errors, errors_in};

/// The codes of the errors of clauses.
fn codes(clauses: &str) -> Vec<String> {
    errors(clauses).iter().map(|error| error[..5].to_owned()).collect()
}

#[track_caller]
fn accepted(clauses: &[&str]) {
    for clauses in clauses {
        assert_eq!(errors(clauses), Vec::<String>::new(), "{clauses}");
    }
}

#[track_caller]
fn refused(code: &str, clauses: &[&str]) {
    for clauses in clauses {
        assert_eq!(codes(clauses), [code], "{clauses}: {:?}", errors(clauses));
    }
}

#[test]
fn numbers_texts_and_truth_values_are_compared_with_their_own_kind() {
    accepted(&[
        "require goal.number = 1.5 and goal.number in [1, 2.5] and goal.number - -1 > 0",
        "require goal.title = goal.standing and goal.title < \"b\" and goal.standing >= \"partial\"",
        "require true = false and (goal.number > 1) = true",
        "require round(goal.number / 2) = 1 and abs(-goal.number) = 1 and number(goal.title) > 1",
    ]);
    refused("E0206", &["require goal.number = \"4\"", "require goal.number = goal.title", "require true < false"]);
}

#[test]
fn dates_are_compared_with_dates_and_date_times_with_date_times() {
    accepted(&[
        "for edition in editions\nrequire edition.read_at > 2023-07-03T09:00:00Z",
        "for edition in editions\nrequire date(edition.read_at) > 2023-07-03",
        "for edition in editions\nrequire edition.read_at + 2 days > edition.read_at",
        "for edition in editions\nrequire as_of - date(edition.read_at) <= 2 weeks and as_of + 1 month - 1 day > as_of",
        "for edition in editions\nrequire hour(edition.read_at) < 12 and year(edition.read_at) > 2000 and year(as_of) > 2000",
        "require 2 days < 1 month and as_of - as_of = 0 days",
    ]);
    refused("E0206", &["for edition in editions\nrequire edition.read_at > 2023-07-03", "require as_of - as_of < 90"]);
    refused("E0209", &["require as_of > \"2023-07-03\"", "require as_of > goal.title"]);
    refused(
        "E0205",
        &[
            "for edition in editions\nrequire as_of - edition.read_at > 2 days",
            "require as_of + 90 > as_of",
            "require 1 day + as_of > as_of",
            "require hour(as_of) > 1",
        ],
    );
}

#[test]
fn ids_are_compared_with_ids_of_the_same_collection_and_with_what_is_written_out() {
    accepted(&[
        "require goal.id = \"gpg-1\" and goal.edition = \"goals-2017\" and goal.edition = goal.edition.id",
        "require goal.id in [\"gpg-1\", \"gpg-2\"] and goal.id in goals.id",
        "for contribution in meetings.contributions\nrequire contribution.goals = [\"gpg-1\"] and contribution.goals != []",
        "for contribution in meetings.contributions\nrequire overlap(contribution.goals, [\"gpg-1\"]) is empty",
        "for contribution in meetings.contributions\nrequire difference(contribution.goals, goals.id) is empty",
        "require (goal.successor_of otherwise \"gpg-1\") = goal.id",
        "require text(goal.id) = goal.title and goal.title contains goal.id",
        "param some_goals = [\"gpg-1\"]\n\nrule a \"A\"\nfor goal in goals\nrequire goal.id in some_goals\nmessage \"m\"\nend",
    ]);
    refused(
        "E0208",
        &[
            "require goal.id = goal.edition",
            "require goal.id = goal.title",
            "for contribution in meetings.contributions\nrequire overlap(contribution.goals, meetings.id) is empty",
        ],
    );
}

#[test]
fn references_are_compared_with_texts_by_their_letters() {
    let contribution = "for contribution in meetings.contributions\nrequire";
    refused(
        "E0208",
        &[
            "require goal.edition = lower(goal.title)",
            &format!("{contribution} contribution.goals = words(contribution.id)"),
        ],
    );
    // The forms that the mistakes above are told to write.
    accepted(&[
        "require text(goal.edition) = lower(goal.title)",
        &format!("{contribution} list(text(item) for item in contribution.goals) = words(contribution.id)"),
    ]);
}

#[test]
fn records_are_told_apart_by_their_ids() {
    refused("E0226", &["require goal in goals", "for goal in goals, other in goals\nrequire goal = other"]);
    refused("E0226", &["require goal.id in goals", "require goal.edition in editions"]);
}

#[test]
fn words_of_closed_lists_are_in_them_however_they_are_reached() {
    refused(
        "E0207",
        &[
            "require goal.standing = \"verifed\"",
            "require goal.standing in [\"verified\", \"partal\"]",
            "require goal.standing not in [\"verified\", \"partal\"]",
            "require goal.standing < \"verifed\"",
            "require \"verifed\" in goals.standing",
            "require first(goals.standing) = \"verifed\"",
            "require max(goals.standing) = \"verifed\"",
            "let standing = goal.standing\nrequire standing = \"verifed\"",
            "require every standing in [goal.standing] has (standing = \"verifed\")",
            "require (goal.standing otherwise \"none\") = \"nobody\"",
            "require weekday(as_of) = \"Mondy\"",
            "require goal.kind = \"gaol\"",
            "require goal.edition.status = goal.standing",
            "require goal.number > 0\nexample passes { goal: { standing: \"verifed\" } }",
            "param words = [\"verifed\"]\n\nrule a \"A\"\nfor goal in goals\nrequire goal.standing in words\nmessage \"m\"\nend",
        ],
    );
    accepted(&[
        "require (goal.standing otherwise \"none\") = \"none\"",
        "require (if goal.number > 1 then \"a\" else \"b\") = \"c\"",
        "require lower(goal.standing) = \"verifed\"",
        "require goal.standing in []",
    ]);
}

#[test]
fn a_list_is_compared_with_lists() {
    accepted(&[
        "for meeting in meetings\nrequire [\"x\"] in meeting.days and meeting.contributions != []",
        "for meeting in meetings, day in meeting.days, word in day\nrequire word != \"\"",
        "require [goal.number, 1.5] != [] and distinct(goals.number) = goals.number",
    ]);
    refused("E0213", &["for meeting in meetings\nrequire \"x\" in meeting.days", "require goals.number = 3"]);
    refused("E0212", &["require goal.number in goal.number", "require count(goal) > 1"]);
}

#[test]
fn aggregates_take_what_can_be_gathered() {
    accepted(&[
        "require min(editions.read_at) < 2023-07-03T09:00:00Z and max(editions.id) = \"x\" and average(goals.number) > 1",
        "require sum(one.number for one in goals, two in goals where (one.number = two.number)) > 1",
        "require count(one in goals where (one.number = goal.number and one.id != goal.id)) = 0",
        "require sum(goals.weight) > 1 and is_distinct(goals.number) and length(goals) > 1",
        "require max(list(as_of - date(edition.read_at) for edition in editions)) < 2 days",
        "require every earlier in chain(goal, successor_of) has (earlier.number > 0)",
    ]);
    refused("E0205", &["require sum(goals.title) > 1", "require max(goals) = 1", "require average(editions.id) > 1"]);
    refused("E0225", &["require count(chain(goal, edition)) = 0", "require count(chain(goal, title)) = 0"]);
}

#[test]
fn a_variable_hides_no_other_name() {
    refused(
        "E0203",
        &[
            "for goal in goals\nlet goal = 3\nrequire true",
            "for goals in goals\nrequire true",
            "let as_of = 2023-07-03\nrequire as_of = as_of",
            "require some goal in goals has (goal.number > 1)",
            "param limit = 3\n\nrule a \"A\"\nfor goal in goals\nlet limit = 4\nrequire goal.number < limit\nmessage \"m\"\nend",
            "define f(x) = some x in goals has (x.number > 1)",
        ],
    );
    accepted(&[
        "define f(goal) = goal.number > 1\n\nrule a \"A\"\nfor goal in goals\nrequire f(goal)\nmessage \"m\"\nend",
    ]);
}

#[test]
fn at_names_a_place_in_the_data() {
    accepted(&[
        "for goal in goals\nlet edition = goal.edition\nrequire edition.status = \"draft\"\nat edition.status",
        "require goal.note is missing\nat goal.note",
        "matrix a \"A\"\nrows goal in goals\ncolumns edition in editions\ncell goal.number\nrequire cell > 1\nat goal\nmessage \"{cell}\"\nend",
    ]);
    refused(
        "E0217",
        &[
            "require goal.number > 0\nat goal.number + 1",
            "let size = length(goal.title)\nrequire size > 0\nat size",
            "for meeting in meetings\nrequire true\nat meeting.contributions.goals",
            "rule a \"A\"\nrequire count(goals) > 1\nat goals\nmessage \"m\"\nend",
        ],
    );
}

#[test]
fn many_expressions_within_each_other_are_told_and_not_worked_through() {
    let mut text = String::from("accordance 1\n\ndefine f0(x) = x.number > 0 and x.number < 9\n");
    for level in 1..40 {
        let before = level - 1;
        text.push_str(&format!("\ndefine f{level}(x) = f{before}(x) or f{before}(x)\n"));
    }
    text.push_str("\nrule a \"A\"\n  for goal in goals\n  require f39(goal)\n  message \"m\"\nend\n");
    let found = errors_in(&data::environment(), &text);
    assert!(found.iter().any(|error| error.starts_with("E0227")), "{found:?}");
    let nested = (0..30).fold("unknown".to_owned(), |inner, _| format!("unknown = ({inner})"));
    assert!(!errors(&format!("require {nested}")).is_empty());
}
