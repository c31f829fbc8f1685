//! `accordance explain` on rules of the canonical schemas, on codes, and on names that there are not.

use accordance_tests::{accordance, transcript};

/// A rule for each construct that a steward is likely to ask about.
const RULES: [&str; 8] = [
    "contribution-names-goal",
    "carried-contribution-reappears",
    "review-in-time",
    "participants-speak",
    "goal-succession-ends",
    "alignment-confirmed",
    "title-in-english",
    "goals-by-theme",
];

fn explain(args: &[&str]) -> String {
    transcript(accordance().arg("explain").args(args))
}

#[test]
fn rules_are_told_in_sentences() {
    for rule in RULES {
        insta::with_settings!({snapshot_suffix => rule, omit_expression => true}, {
            insta::assert_snapshot!(explain(&["--rules", "explain", rule]));
        });
    }
}

#[test]
fn the_plan_of_a_rule_says_which_index_serves_which_condition() {
    for rule in ["carried-contribution-reappears", "goals-by-theme"] {
        insta::with_settings!({snapshot_suffix => rule, omit_expression => true}, {
            insta::assert_snapshot!(explain(&["--plan", "--rules", "explain", rule]));
        });
    }
}

/// What is shown as right is to be copied, and so is to hold of the canonical schemas.
#[test]
fn what_is_shown_as_right_can_be_used_as_it_is() {
    for explanation in accordance_rules::explanations() {
        let Some(example) = &explanation.example else { continue };
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
        write("shared.accord", "accordance 1\n");
        write("own.accord", &whole(example.right));
        let told = transcript(accordance().current_dir(folder.path()).args(["check", "--rules", "own.accord"]));
        assert!(!told.contains("own.accord:"), "{}: {told}", explanation.code);
    }
}

/// A file around a file, a block, or some clauses.
fn whole(example: &str) -> String {
    match example.split_whitespace().next() {
        Some("accordance") => return example.to_owned(),
        Some("waive" | "import" | "param" | "define") => return format!("accordance 1\n\n{example}\n"),
        _ => {}
    }
    let clause = |keyword: &str, clause: &str| if example.contains(keyword) { "" } else { clause }.to_owned();
    let (over, require) = (clause("for ", "for goal in goals\n"), clause("require", "require goal.number >= 1\n"));
    let message = clause("message", "message \"It does not hold.\"\n");
    format!("accordance 1\n\nrule own \"Own\"\n{over}{example}\n{require}{message}end\n")
}

/// The plan of a rule whose clauses are given, and what else is in its file.
fn plan_of(clauses: &str, more: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let text =
        format!("accordance 1\n\nrule own \"Own\"\n  severity advice\n  {clauses}\n  message  \"m\"\nend\n{more}");
    std::fs::write(folder.path().join("own.accord"), text).expect("written");
    transcript(accordance().current_dir(folder.path()).args(["explain", "--plan", "--rules", "own.accord", "own"]))
}

#[test]
fn the_plan_of_a_rule_warns_of_a_product() {
    let clauses = "for      goal in goals\n  require  some link in alignments has (link.goal.number > goal.number)";
    insta::assert_snapshot!(plan_of(clauses, ""));
}

#[test]
fn a_rule_on_one_record_looks_no_records_up_and_one_on_several_does() {
    let held = "for      meeting in meetings\n  when     meeting.status = \"held\"\n  require ";
    let clauses = format!("{held} count(meeting.contributions) >= 1");
    let of_one = plan_of(&clauses, "");
    assert!(of_one.contains("scan meetings\n") && !of_one.contains("join"), "{of_one}");
    let of_several = plan_of(&format!("{held} some other in meetings has (other.starts_on > meeting.ends_on)"), "");
    assert!(of_several.contains("join meetings on (meeting.status) = (\"held\")"), "{of_several}");
    // So does one of which a waiver reads others.
    let waiver = "\nwaive own\n  where    meeting.next_session is present and meeting.next_session.title is present\n  until    \
                  2024-12-31\n  because  \"It was moved.\"\n  by       \"EDPP\"\nend\n";
    let of_waiver = plan_of(&clauses, waiver);
    assert!(of_waiver.contains("join meetings on (meeting.status) = (\"held\")"), "{of_waiver}");
}

#[test]
fn a_rule_is_told_to_programs() {
    insta::assert_snapshot!(explain(&["--rules", "explain", "--format", "json", "carried-contribution-reappears"]));
}

#[test]
fn codes_and_checks_are_told_without_rule_files() {
    for name in ["E0204", "e0101", "dangling-reference"] {
        insta::with_settings!({snapshot_suffix => name, omit_expression => true}, {
            insta::assert_snapshot!(explain(&[name]));
        });
    }
}

#[test]
fn a_name_that_there_is_not_is_answered_with_the_nearest() {
    let mut shown = String::new();
    for args in [
        &["--rules", "explain", "contribution-names-gaol"][..],
        &["contribution-names-goal"],
        &["dangling-refrence"],
        &["E0240"],
        &["E9"],
        &["--rules", "nowhere", "goals-by-theme"],
        &["--rules", "wrong", "goals-by-theme"],
    ] {
        shown.push_str(&format!("$ accordance explain {}\n{}\n", args.join(" "), explain(args)));
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn a_rule_with_mistakes_is_not_explained_and_stops_no_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "accordance 1\n\nrule themed \"Themed\"\n  severity error\n  for      meeting in meetings\n  \
                require  meeting.themess is not empty\n  message  \"m\"\nend\n\nrule \
                dated \"Dated\"\n  severity error\n  for      meeting in meetings\n  require  meeting.ends_on >= \
                meeting.starts_on\n  message  \"\\u{1b}[31m{meeting.id}\"\nend\n";
    std::fs::write(folder.path().join("own.accord"), text).expect("written");
    let mut shown = String::new();
    for rule in ["themed", "dated"] {
        let mut command = accordance();
        command.current_dir(folder.path()).args(["explain", "--rules", "own.accord", rule]);
        shown.push_str(&format!("$ accordance explain --rules own.accord {rule}\n{}\n", transcript(&mut command)));
    }
    assert!(!shown.contains('\u{1b}'));
    insta::assert_snapshot!(shown);
}

#[test]
fn every_rule_of_the_pack_can_be_explained() {
    let blocks = accordance_canon::RULES.iter().flat_map(|(_, text)| text.lines());
    let names = blocks.filter_map(|line| line.strip_prefix("rule ").or_else(|| line.strip_prefix("matrix ")));
    let mut count = 0;
    for name in names.filter_map(|rest| rest.split(' ').next()) {
        let shown = explain(&[name]);
        assert!(shown.ends_with("--- exit status 0\n") && shown.contains("What must hold"), "{shown}");
        count += 1;
    }
    assert!(count >= 28);
}

#[test]
fn the_pack_can_be_left_out() {
    let shown = explain(&["--no-default-rules", "meeting-days-in-order"]);
    assert_eq!(
        shown,
        "--- standard error\nerror: there is no rule \"meeting-days-in-order\"; name the files that hold it by --rules\n--- exit status 2\n"
    );
}

#[test]
fn a_record_that_is_not_there_is_told_with_the_nearest() {
    let shown = transcript(accordance().args(["explain", "alignment-is-confirmed", "--record", "gpg-2017-1-sdg-55"]));
    assert!(shown.contains("no record of the reference data has the id \"gpg-2017-1-sdg-55\""), "{shown}");
    assert!(shown.contains("write \"gpg-2017-1-sdg-5\", or name the files of your records"), "{shown}");
    let args = ["explain", "alignment-is-confirmed", "--record", "none", "sessions/records"];
    let shown = transcript(accordance().args(args));
    assert!(shown.contains("no valid record of these files has the id \"none\""), "{shown}");
}

#[test]
fn a_value_that_a_run_gives_is_told_with_the_one_that_holds_else() {
    let told = explain(&["contribution-is-reviewed", "--param", "review_period=6 months"]);
    assert!(told.contains("the review period is 6 months in this run, and else 90 days"), "{told}");
}
