//! `accordance check` with rules, and `accordance test`, on invented sessions that break rules on purpose.

use std::{fs, process::Command};

use accordance_tests::{accordance, transcript};
use serde_json::{Value, json};

const RULES: &str = "sessions/rules";
const RECORDS: &str = "sessions/records";

/// A verb on the day of the fixtures, without the rules that are built in.
fn on_the_day(verb: &str) -> Command {
    let mut command = accordance();
    command.args([verb, "--no-default-rules", "--as-of", "2024-03-01"]);
    command
}

fn check(args: &[&str]) -> String {
    transcript(on_the_day("check").args(args))
}

fn test(args: &[&str]) -> String {
    transcript(on_the_day("test").args(args))
}

/// Several commands one below the other, each under what was typed.
fn each(verb: &str, all: &[&[&str]]) -> String {
    let shown = all
        .iter()
        .map(|args| format!("$ accordance {verb} {}\n{}\n", args.join(" "), transcript(on_the_day(verb).args(*args))));
    shown.collect()
}

#[test]
fn findings_of_rules_point_at_what_is_to_be_mended() {
    insta::assert_snapshot!(check(&["--rules", RULES, RECORDS]));
}

#[test]
fn messages_are_in_the_language_of_the_run_where_a_rule_has_it() {
    let file = "sessions/records/sessions.yaml";
    insta::assert_snapshot!(each("check", &[&["--lang", "fr", "--rules", RULES, file]]));
    let without = check(&["--lang", "es", "--rules", RULES, file]);
    assert_eq!(without, check(&["--rules", RULES, file]));
}

#[test]
fn waived_findings_count_for_nothing_until_their_waivers_end() {
    insta::assert_snapshot!(check(&["--rules", RULES, "--rules", "sessions/waivers.accord", RECORDS]));
    let last_day = |day| {
        let file = "sessions/records/later.ndjson";
        let rules = ["--rules", RULES, "--rules", "sessions/waivers.accord", "--format", "ndjson"];
        transcript(accordance().args(["check", "--no-default-rules", "--as-of", day, file]).args(rules))
    };
    assert!(!last_day("2024-01-31").contains("ended on"));
    assert!(last_day("2024-02-01").contains("its waiver by EDPP ended on 2024-01-31"));
}

#[test]
fn a_finding_is_waived_as_long_as_one_waiver_of_it_holds() {
    let folder = tempfile::tempdir().expect("a folder");
    let waiver = |rule: &str, until: &str, by: &str| {
        format!("waive {rule}\n  until    {until}\n  because  \"Since {until}.\"\n  by       \"{by}\"\nend\n\n")
    };
    let rules = ["dangling-reference", "contribution-names-goal", "next-session-is-later"];
    let told = |first: &str, second: &str| {
        let all = rules.map(|rule| waiver(rule, first, "EDPP") + &waiver(rule, second, "AFRIPOL"));
        let file = folder.path().join("all.accord");
        fs::write(&file, format!("accordance 1\n\n{}", all.concat())).expect("written");
        let mut command = on_the_day("check");
        transcript(command.args(["--rules", RULES, "--rules"]).arg(&file).arg("sessions/records/sessions.yaml"))
    };
    for (first, second) in [("2024-02-01", "2024-12-31"), ("2024-12-31", "2024-02-01"), ("2024-12-31", "2025-12-31")] {
        let shown = told(first, second);
        assert!(shown.ends_with("4 waived findings.\n--- exit status 0\n"), "{first} {second}: {shown}");
        assert!(!shown.contains("covers no finding"), "{first} {second}: {shown}");
        // The one that holds longest is told.
        let until = format!("waived until {}", first.max(second));
        assert_eq!(shown.matches(&until).count(), shown.matches("waived until").count(), "{first} {second}: {shown}");
        assert!(shown.contains(&until), "{first} {second}: {shown}");
    }
    let shown = told("2024-01-01", "2024-02-01");
    assert!(shown.contains("its waiver by AFRIPOL ended on 2024-02-01") && !shown.contains("EDPP"), "{shown}");
}

#[test]
fn a_run_in_which_all_is_waived_does_not_fail() {
    let folder = tempfile::tempdir().expect("a folder");
    let waiver = "accordance 1\n\nwaive dangling-reference\n  until    2024-12-31\n  because  \"It is being written.\"\n  \
                  by       \"EDPP\"\nend\n\nwaive contribution-names-goal\n  until    2024-12-31\n  because  \"Later.\"\n  \
                  by       \"EDPP\"\nend\n\nwaive next-session-is-later\n  until    2024-12-31\n  because  \"Later.\"\n  \
                  by       \"EDPP\"\nend\n";
    let file = folder.path().join("all.accord");
    fs::write(&file, waiver).expect("written");
    let mut command = on_the_day("check");
    let shown =
        transcript(command.args(["--rules", RULES, "--rules"]).arg(&file).arg("sessions/records/sessions.yaml"));
    assert!(shown.ends_with("4 waived findings.\n--- exit status 0\n"), "{shown}");
}

#[test]
fn parameters_take_values_of_their_kind_only() {
    let of = |parameter: &'static str| ["--param", parameter, "--rules", RULES, "sessions/records/sessions.yaml"];
    insta::assert_snapshot!(each(
        "check",
        &[&of("revue_time=300 days"), &of("review_time=soon"), &of("least_sessions=1.5"), &of("least_sessions"),]
    ));
    let longer = check(&of("review_time=300 days"));
    assert!(!longer.contains("review-in-time") && check(&of("review_time = 10 days")).contains("review-in-time"));
}

#[test]
fn the_day_of_the_run_decides() {
    let on = |day: &str| {
        transcript(accordance().args([
            "check",
            "--no-default-rules",
            "--rules",
            RULES,
            "--as-of",
            day,
            "sessions/records/sessions.yaml",
        ]))
    };
    assert!(!on("2023-10-02").contains("review-in-time"));
    assert!(on("2023-10-03").contains("warning[review-in-time]: harbour-c1 has been open for 91 days."));
    insta::assert_snapshot!(on("2023-02-30"));
}

#[test]
fn findings_of_one_cause_are_folded_and_counted_in_full() {
    let folded = check(&["--rules", RULES, "sessions/records/sessions.yaml"]);
    let each = check(&["--no-fold", "--rules", RULES, "sessions/records/sessions.yaml"]);
    assert!(folded.contains("= also: sessions/records/sessions.yaml:32:15"), "{folded}");
    assert!(!each.contains("= also:"), "{each}");
    assert_eq!(folded.matches("warning[review-in-time]").count(), 1);
    assert_eq!(each.matches("warning[review-in-time]").count(), 2);
    let count = |shown: &str| shown.lines().find(|line| line.starts_with("Checked")).map(str::to_owned);
    assert_eq!(count(&folded), count(&each));
}

#[test]
fn a_record_that_its_schema_refuses_is_read_by_no_rule_and_named_where_it_is_referred_to() {
    let shown = check(&["--format", "json", "--rules", RULES, "sessions/records/later.ndjson"]);
    let report: Value = serde_json::from_str(shown.split("---").next().expect("a report")).expect("JSON");
    let findings = report["findings"].as_array().expect("a list");
    let of_rule = |rule: &str| findings.iter().filter(|finding| finding["rule"] == rule).collect::<Vec<_>>();
    let dangling = of_rule("dangling-reference");
    assert_eq!(dangling.len(), 1);
    assert!(
        dangling[0]["message"].as_str().expect("a text").ends_with("a record of meetings that is not valid itself")
    );
    // The contribution of the refused record names no goal either.
    assert_eq!(of_rule("contribution-names-goal").len(), 1);
    let tally =
        report["rules"].as_array().expect("a list").iter().find(|tally| tally["rule"] == "next-session-is-later");
    assert_eq!(tally.expect("a rule")["cannot_tell"], 1);
    assert!(of_rule("next-session-is-later").is_empty(), "told once, by the check of references");
}

#[test]
fn a_rule_that_takes_too_long_is_stopped_and_the_run_not_trusted() {
    insta::assert_snapshot!(check(&["--max-checks", "16", "--rules", RULES, "sessions/records/sessions.yaml"]));
    for format in ["json", "ndjson", "sarif", "junit", "csv"] {
        let shown = check(&["--max-checks", "16", "--format", format, "--rules", RULES, RECORDS]);
        assert!(shown.contains("takes more than 16 checks"), "{format}: {shown}");
        assert!(shown.contains("session-opens-with-input"), "{format}: other rules are run: {shown}");
        assert!(shown.ends_with("--- exit status 2\n"), "{format}: {shown}");
    }
}

/// The outcomes of a condition at records with the texts and lists that are given.
fn outcomes(condition: &str, records: &[Value]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let schema = r#"{"type": "object", "required": ["text", "items"], "properties": {"id": {"type": "string"}, "text": {"type": "string"}, "items": {"type": "array", "items": {"type": "integer"}}}}"#;
    let config = "[collections.things]\nschema = \"thing.json\"\nfiles = [\"things.ndjson\"]\nid = \"/id\"\n";
    let rule = format!(
        "accordance 1\n\nrule bound \"-\"\n  severity error\n  for      it in things\n  require  {condition}\n  message  \"-\"\nend\n"
    );
    let lines: Vec<String> = records.iter().map(Value::to_string).collect();
    let files = [
        ("thing.json", schema),
        ("accordance.toml", config),
        ("own.accord", &rule),
        ("things.ndjson", &lines.join("\n")),
    ];
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("written");
    }
    let output = on_the_day("check")
        .current_dir(folder.path())
        .args(["--rules", "own.accord", "--format", "json", "things.ndjson"])
        .output()
        .expect("the command runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    let tally = report["rules"].as_array().and_then(|rules| rules.iter().find(|rule| rule["rule"] == "bound"));
    let told = ["passes", "fails", "cannot_tell"].iter().flat_map(|outcome| {
        let count = tally.and_then(|tally| tally[*outcome].as_u64()).unwrap_or_default();
        (0..count).map(move |_| (*outcome).to_owned())
    });
    told.collect()
}

#[test]
fn what_rules_make_of_records_is_bounded() {
    let thing = |text: String, items: usize| json!({"id": "a", "text": text, "items": vec![1; items]});
    let twice = |number: usize, text: &str| format!("join([{}], \"\")", vec![text; number].join(", "));
    // A text of 16 MiB and no more.
    let text = "x".repeat(1 << 20);
    let [fits, too_long] = [16, 17].map(|number| format!("length({}) > 0", twice(number, "it.text")));
    assert_eq!(outcomes(&fits, &[thing(text.clone(), 0)]), ["passes"]);
    assert_eq!(outcomes(&too_long, &[thing(text, 0)]), ["cannot_tell"]);
    // Words of a text.
    for (words, outcome) in [(1_000_000, "passes"), (1_000_001, "cannot_tell")] {
        let text = "a ".repeat(words);
        assert_eq!(outcomes("words(it.text) is not empty", &[thing(text, 0)]), [outcome], "{words}");
    }
    // Items of lists that one check works out.
    for (items, outcome) in [(3_000, "passes"), (3_200, "cannot_tell")] {
        let pairs = "list(x for x in it.items, y in it.items) is not empty";
        assert_eq!(outcomes(pairs, &[thing(String::new(), items)]), [outcome], "{items}");
    }
}

#[test]
fn a_run_in_which_something_could_not_be_used_does_not_end_like_one_that_passed() {
    let folder = tempfile::tempdir().expect("a folder");
    let rule = "accordance 1\n\nrule own \"-\"\n  severity error\n  for      goal in goals\n  require  goal.nummer > 0\n  message  \"-\"\nend\n";
    fs::write(folder.path().join("own.accord"), rule).expect("written");
    let shown = transcript(on_the_day("check").args(["--rules", "own.accord"]).current_dir(folder.path()));
    assert!(shown.contains("files: nothing found by what could be used.\n"), "{shown}");
    assert!(shown.ends_with("--- exit status 2\n"), "{shown}");
}

#[test]
fn what_rules_say_of_records_is_bounded() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("own.accord");
    let checked = |text: &str| {
        fs::write(&file, format!("accordance 1\n\n{text}")).expect("written");
        transcript(accordance().args(["check", "--no-default-rules", "--format", "ndjson", "--rules"]).arg(&file))
    };
    let rule = |over: &str, message: &str| {
        format!(
            "rule own \"-\"\n  severity error\n  for      {over}\n  require  1 = 2\n  message  \"{message}\"\nend\n"
        )
    };
    // A message is cut, and the texts of all findings are bounded.
    let long = "x".repeat(70_000) + "{goal.id}";
    let shown = checked(&rule("goal in goals", &long));
    assert!(shown.contains('…') && shown.lines().all(|line| line.len() < 70_000), "{}", shown.len());
    let pairs = "goal in goals, target in sdg_targets, other in sdg_targets";
    let shown = checked(&rule(pairs, &long));
    assert!(shown.contains("the rule own has messages and values that are longer together"), "{}", shown.len());
    assert!(shown.ends_with("--- exit status 2\n") && shown.len() < 1000, "{}", shown.len());
    // Patterns are bounded together, each counted once.
    let condition = |number: usize| format!("goal.id matches /\\w{{15}}x{}/", number % 400);
    let all: Vec<String> = (0..800).map(condition).collect();
    let own = rule("goal in goals", "-").replace("1 = 2", &all.join(" or "));
    let shown = checked(&own);
    let told = shown.matches("the patterns of all rule files are too large together").count();
    assert!(told > 0 && shown.ends_with("--- exit status 2\n"), "{told}");
    assert!(!checked(&own.replace("{15}", "{2}")).contains("error["), "smaller ones have room");
    // Definitions within definitions.
    let define = |number: usize| {
        let below = if number == 0 { "x + 1".to_owned() } else { format!("d{0}(d{0}(x))", number - 1) };
        format!("define d{number}(x) = {below}\n")
    };
    let definitions: String = (0..14).map(define).collect();
    let shown = checked(&(definitions + &rule("goal in goals", "-").replace("1 = 2", "d13(1) = 1")));
    assert!(shown.ends_with("--- exit status 1\n"), "{shown}");
}

#[test]
fn a_matrix_of_very_many_cells_is_not_drawn() {
    let folder = tempfile::tempdir().expect("a folder");
    let rule = "accordance 1\n\nmatrix own \"-\"\n  severity advice\n  rows     row in goals\n  columns  column in goals\n  cell     1\n  require  cell = 1\n  message  \"-\"\nend\n";
    fs::write(folder.path().join("own.accord"), rule).expect("written");
    let schema = r#"{"properties": {"id": {"type": "string"}}, "required": ["id"]}"#;
    fs::write(folder.path().join("goal.json"), schema).expect("written");
    let config = "[collections.goals]\nschema = \"goal.json\"\nfiles = [\"goals.ndjson\"]\nid = \"/id\"\n";
    fs::write(folder.path().join("accordance.toml"), config).expect("written");
    let goals: Vec<String> = (0..300).map(|number| json!({"id": format!("{number:04000}")}).to_string()).collect();
    fs::write(folder.path().join("goals.ndjson"), goals.join("\n")).expect("written");
    let drawn = |format: &str| {
        let args = ["matrix", "own", "--rules", "own.accord", "--no-default-rules", "--format", format];
        transcript(accordance().args(args).current_dir(folder.path()))
    };
    let shown = drawn("csv");
    assert!(shown.contains("too many cells") && shown.ends_with("--- exit status 2\n"), "{}", shown.len());
}

/// A folder with cases whose ids are called something else, and that have parts without one.
fn cases() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    let part = r#"{"type": "object", "properties": {"unit": {"type": "string"}}, "required": ["unit"]}"#;
    let schema = format!(
        r#"{{"properties": {{"code": {{"type": "string"}}, "state": {{"enum": ["open", "closed"]}},
            "parts": {{"type": "array", "items": {part}}}}}, "required": ["code", "state", "parts"]}}"#
    );
    write("case.json", &schema);
    write("accordance.toml", "[collections.cases]\nschema = \"case.json\"\nfiles = [\"*.ndjson\"]\nid = \"/code\"\n");
    write(
        "cases.ndjson",
        "{\"code\": \"c-1\", \"state\": \"open\", \"parts\": [{\"unit\": \"a\"}, {\"unit\": \"b\"}]}\n\
         {\"code\": \"c-2\", \"state\": \"closed\", \"parts\": []}\n",
    );
    folder
}

#[test]
fn records_are_called_by_their_ids_whatever_these_are_called() {
    let folder = cases();
    let rules = "accordance 1\n\nmatrix parts \"Parts\"\n  severity advice\n  rows part in cases.parts\n  columns case in cases\n  \
        cell part.unit = \"b\" or case.code = \"c-2\"\n  require cell\n  message \"{case}: {part}, {list(one for one in cases)}\"\nend\n";
    fs::write(folder.path().join("own.accord"), rules).expect("written");
    let run = |args: &[&str]| {
        transcript(accordance().args(args).args(["--rules", "own.accord", "--no-default-rules"]).current_dir(&folder))
    };
    insta::assert_snapshot!(
        [
            run(&["check"]),
            run(&["check", "--format", "ndjson"]),
            run(&["matrix", "parts"]),
            run(&["matrix", "parts", "--format", "csv"]),
        ]
        .join("\n")
    );
}

#[test]
fn a_word_that_is_given_to_a_parameter_is_checked_like_one_that_is_written() {
    let folder = cases();
    let rules = "accordance 1\n\nparam word = \"open\"\nparam words = [\"open\"]\n\nrule one \"One\"\n  severity advice\n  \
        for case in cases\n  require case.state != word and case.state not in words\n  message \"{case} is {word}.\"\nend\n";
    fs::write(folder.path().join("own.accord"), rules).expect("written");
    let run = |given: &[&str]| {
        let args = ["check", "--rules", "own.accord", "--no-default-rules"];
        transcript(accordance().args(args).args(given).current_dir(&folder))
    };
    let closed = run(&["--param", "word=closed", "--param", "words=[]"]);
    assert!(closed.contains("c-2 is closed.") && closed.ends_with("--- exit status 0\n"), "{closed}");
    insta::assert_snapshot!(run(&["--param", "word=opne", "--param", "words=[\"open\", \"closd\"]"]));
    let number = run(&["--param", "words=[1]"]);
    assert!(number.contains("write a list, like [\"a\", \"b\"]"), "{number}");
}

#[test]
fn of_two_parameters_of_a_name_the_one_gets_a_word_whose_words_it_is_one_of() {
    let folder = cases();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    let of = |words: &str| format!(r#"{{"enum": {words}}}"#);
    let (state, level) = (of(r#"["open", "closed"]"#), of(r#"["low", "high"]"#));
    let properties = format!(r#"{{"code": {{"type": "string"}}, "state": {state}, "level": {level}}}"#);
    write("case.json", &format!(r#"{{"properties": {properties}, "required": ["code", "state", "level"]}}"#));
    write("cases.ndjson", "{\"code\": \"c-1\", \"state\": \"open\", \"level\": \"low\"}\n");
    for (field, word) in [("state", "open"), ("level", "low")] {
        let rule = format!(
            "accordance 1\n\nparam wanted = \"{word}\"\n\nrule {field}-wanted \"Wanted\"\n  severity advice\n  for case in cases\n  \
             require case.{field} = wanted\n  message \"{{case}} is not {{wanted}}.\"\nend\n"
        );
        write(&format!("{field}.accord"), &rule);
    }
    let run = |given: &str| {
        let args =
            ["check", "--no-default-rules", "--rules", "state.accord", "--rules", "level.accord", "--param", given];
        transcript(accordance().args(args).current_dir(&folder))
    };
    for word in ["closed", "high"] {
        let shown = run(&format!("wanted={word}"));
        assert!(shown.contains(&format!("c-1 is not {word}.")) && shown.contains(": 1 piece of advice."), "{shown}");
    }
    assert!(run("wanted=other").matches("error[E0207]").count() == 2, "{}", run("wanted=other"));
}

#[test]
fn no_value_of_a_record_breaks_a_line_of_a_message() {
    let folder = cases();
    let breaks = "c\\n::error::a\\r\\u2028::b\\u0085 d";
    let case = format!("{{\"code\": \"c-1\", \"state\": \"open\", \"parts\": [{{\"unit\": \"{breaks}\"}}]}}\n");
    fs::write(folder.path().join("cases.ndjson"), case).expect("written");
    let rules = "accordance 1\n\nrule own \"Own\"\n  severity error\n  for case in cases\n  require case.state = \"closed\"\n  \
        message \"{case.parts.unit} {list(one.parts.unit for one in cases)}\"\nend\n";
    fs::write(folder.path().join("own.accord"), rules).expect("written");
    let run = |format: &str| {
        let args = ["check", "--rules", "own.accord", "--no-default-rules", "--format", format];
        transcript(accordance().args(args).current_dir(&folder))
    };
    assert!(run("text").starts_with("error[own]: c ::error::a  ::b  d c ::error::a  ::b  d\n --> "), "{}", run("text"));
    for format in ["json", "ndjson", "csv", "junit", "sarif"] {
        let shown = run(format);
        assert!(!shown.lines().any(|line| line.trim_start().starts_with("::")), "{format}: {shown}");
    }
}

#[test]
fn items_that_are_equal_are_told_whatever_the_order_of_their_members() {
    let folder = cases();
    let schema = r#"{"properties": {"code": {"type": "string"}, "parts": {"type": "array", "uniqueItems": true}}, "required": ["code"]}"#;
    fs::write(folder.path().join("case.json"), schema).expect("written");
    let told = |parts: &str| {
        let case = format!("{{\"code\": \"c\", \"parts\": {parts}}}\n");
        fs::write(folder.path().join("cases.ndjson"), case).expect("written");
        let args = ["check", "--no-default-rules", "--format", "ndjson"];
        let shown = transcript(accordance().args(args).current_dir(&folder));
        let finding: serde_json::Value = serde_json::from_str(shown.lines().next().expect("a finding")).expect("JSON");
        (finding["pointer"].clone(), finding["message"].clone())
    };
    let first = told(r#"[{"a": 1, "b": 2}, {"a": 1, "b": 2}, {"a": 1, "b": 2}]"#);
    assert_eq!(first, (json!("/parts/1"), json!("\"parts\" holds an object twice, as item 1 and as item 2")));
    assert_eq!(told(r#"[{"a": 1, "b": 2}, {"b": 2.0, "a": 1}, {"a": 1, "b": 2}]"#), first);
}

#[test]
fn a_waiver_of_unreadable_files_that_covers_none_is_no_unreadable_file() {
    let folder = cases();
    let rules = "accordance 1\n\nwaive unreadable-file\n  until 2099-12-31\n  because \"-\"\n  by \"-\"\nend\n";
    fs::write(folder.path().join("own.accord"), rules).expect("written");
    let args = ["check", "--rules", "own.accord", "--no-default-rules", "--format", "json"];
    let output = accordance().args(args).current_dir(&folder).output().expect("run");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let tally = report["rules"].as_array().and_then(|all| all.iter().find(|tally| tally["rule"] == "unreadable-file"));
    let tally = tally.expect("each check has a tally");
    assert_eq!((&tally["passes"], &tally["fails"]), (&json!(1), &json!(0)), "{tally}");
    assert_eq!(report["findings"][0]["message"], "the waiver of unreadable-file covers no finding");
}

#[test]
fn a_matrix_whose_rows_each_have_columns_of_their_own_is_not_drawn_with_very_many_empty_cells() {
    let folder = cases();
    let case = |number: usize| {
        format!(
            "{{\"code\": \"c-{number}\", \"state\": \"open\", \"parts\": [{{\"unit\": \"a\"}}, {{\"unit\": \"b\"}}]}}\n"
        )
    };
    let rules = "accordance 1\n\nmatrix parts \"Parts\"\n  severity advice\n  rows case in cases\n  columns part in case.parts\n  \
        cell part.unit = \"a\"\n  require cell\n  message \"-\"\nend\n";
    fs::write(folder.path().join("own.accord"), rules).expect("written");
    let drawn = |cases: usize| {
        fs::write(folder.path().join("cases.ndjson"), (0..cases).map(case).collect::<String>()).expect("written");
        let args = ["matrix", "parts", "--rules", "own.accord", "--no-default-rules", "--format", "csv"];
        transcript(accordance().args(args).current_dir(&folder))
    };
    assert!(drawn(20).ends_with("--- exit status 0\n"));
    let shown = drawn(5000);
    assert!(shown.contains("too many cells") && shown.ends_with("--- exit status 2\n"), "{}", shown.len());
}

#[test]
fn what_rules_cost_is_told_beside_the_findings() {
    let args = ["check", "--as-of", "2026-11-25", "--format", "ndjson"];
    let without = accordance().args(args).output().expect("run");
    let with = accordance().args(args).arg("--stats").output().expect("run");
    assert!(without.stdout == with.stdout && without.stderr.is_empty());
    let told = String::from_utf8_lossy(&with.stderr);
    // A rule that joins: its checks and steps, its plan, and its indexes of the reference data.
    let (_, own) = told.split_once("goal-has-sdg-link: 14 checks, 70 steps, ").expect("the rule is told");
    let lines: Vec<&str> = own.lines().skip(1).take(6).collect();
    assert_eq!(
        lines,
        [
            "  join goals on (goal.edition.status) = (\"adopted\")",
            "  filter goal.edition.status = \"adopted\"",
            "  require some link in alignments has (link.goal = goal.id and (link.sdg is present or link.sdg_target is \
             present))",
            "    semi-join alignments on (link.goal) = (goal.id), counted while records are read",
            "  index of goals by goal.edition.status: 2 keys, 14 items",
            "  index of alignments by link.goal: 7 keys, 21 items",
        ]
    );
}

#[test]
fn a_rule_file_with_a_mistake_is_loud_and_stops_nothing_else() {
    insta::assert_snapshot!(check(&["--rules", "sessions/mistaken", "sessions/records/sessions.yaml"]));
    for format in ["text", "json", "ndjson", "sarif", "junit", "csv"] {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("findings");
        let mut command = on_the_day("check");
        command.args([
            "--format",
            format,
            "--rules",
            "sessions/mistaken",
            "sessions/records/sessions.yaml",
            "--output",
        ]);
        let shown = transcript(command.arg(&file));
        let written = fs::read_to_string(&file).expect("findings are written");
        assert!(written.contains("session-is-online"), "{format}: the other rule is run: {written}");
        assert!(shown.contains("error[E0204]") && shown.contains("mistaken/own.accord:6:25"), "{format}: {shown}");
        assert!(shown.ends_with("--- exit status 2\n"), "{format}: {shown}");
        if matches!(format, "ndjson" | "csv") {
            assert!(
                shown.contains("error: this run is not to be trusted:\n  sessions/mistaken/own.accord:6:25: E0204"),
                "{shown}"
            );
        } else {
            assert!(written.contains("E0204") && written.contains("has no field `themess`"), "{format}: {written}");
        }
    }
}

#[test]
fn an_unreadable_record_is_loud_and_stops_nothing_else() {
    insta::assert_snapshot!(check(&["--rules", RULES, "sessions/unreadable"]));
    for format in ["text", "json", "ndjson", "sarif", "junit", "csv"] {
        let shown = check(&["--format", format, "--rules", RULES, "sessions/unreadable"]);
        for told in ["a text begins here and is never closed", "plain-c2", "shore-c1"] {
            assert!(shown.contains(told), "{format}: {told}: {shown}");
        }
        assert!(shown.ends_with("--- exit status 2\n"), "{format}: {shown}");
    }
}

#[test]
fn a_rule_file_that_cannot_be_read_is_loud_and_stops_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("own.accord"), "accordance 1\n\nimport \"lost.accord\"\n").expect("written");
    fs::write(folder.path().join("latin.accord"), b"accordance 1\n# caf\xe9\n").expect("written");
    for format in ["text", "json", "ndjson", "sarif", "junit", "csv"] {
        let mut command = on_the_day("check");
        command.args(["--format", format, "--rules", RULES, "sessions/records/sessions.yaml", "--rules"]);
        let shown = transcript(command.arg(folder.path()));
        assert!(shown.contains("latin.accord") && shown.contains("harbour-c2"), "{format}: {shown}");
        assert!(shown.contains("lost.accord"), "{format}: {shown}");
        assert!(shown.ends_with("--- exit status 2\n"), "{format}: {shown}");
    }
}

/// Meetings of which each has something to find, enough of them that files are cut into pieces.
fn many_sessions() -> String {
    let mut text = String::new();
    for number in 0..6000 {
        let goals = if number % 3 == 0 { "" } else { "\"gpg-2017-1\"" };
        let status = ["noted", "accepted", "withdrawn"][number % 3];
        text.push_str(&format!(
            "{{\"kind\": \"meeting\", \"schema\": \"v1\", \"id\": \"m-{number}\", \"title\": {{\"en\": \"Session {number}\"}}, \
             \"activity\": \"review\", \"status\": \"held\", \"starts_on\": \"2023-07-{day:02}\", \"ends_on\": \
             \"2023-07-{day:02}\", \"mode\": \"online\", \"participants\": [], \"participants_complete\": \"unknown\", \
             \"contributions\": [{{\"id\": \"m-{number}-c1\", \"nature\": \"input\", \"text\": \"A contribution of some \
             length, so that the file is cut into pieces.\", \"attribution\": \"unattributed\", \"goals\": [{goals}], \
             \"themes\": [], \"sdg_targets\": [], \"status\": \"{status}\"}}], \"next_session\": \"m-{next}\", \
             \"standing\": \"editorial\", \"sources\": []}}\n",
            day = number % 28 + 1,
            next = (number * 7 + 1) % 6100,
        ));
    }
    text
}

#[test]
fn the_number_of_threads_changes_no_byte_of_what_rules_find() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("many.ndjson");
    fs::write(&file, many_sessions()).expect("written");
    let run = |format: &str, threads: &str| {
        let mut command = on_the_day("check");
        command.args(["--format", format, "--threads", threads, "--max-findings", "1000", "--rules", RULES]);
        transcript(command.arg(&file))
    };
    for format in ["text", "json", "ndjson"] {
        let one = run(format, "1");
        assert!(one.lines().count() > 1000, "{format}");
        for threads in ["2", "4"] {
            assert!(one == run(format, threads), "{format} with {threads} threads");
        }
    }
}

#[test]
fn tests_and_examples_that_hold_are_counted() {
    insta::assert_snapshot!(each("test", &[&["sessions/tests/good.accord"], &["sessions/tests/good.accord", RULES]]));
}

#[test]
fn tests_and_examples_that_do_not_hold_are_shown_where_they_are_stated() {
    insta::assert_snapshot!(test(&["sessions/tests/wrong.accord"]));
}

#[test]
fn tests_are_told_to_programs_and_mistakes_with_them() {
    for format in ["json", "junit"] {
        insta::with_settings!({snapshot_suffix => format, omit_expression => true}, {
            insta::assert_snapshot!(test(&["--format", format, "sessions/tests/wrong.accord", "sessions/mistaken"]));
        });
    }
}

#[test]
fn the_status_of_tests_says_what_came_of_them() {
    let status = |args: &[&str]| on_the_day("test").args(args).output().expect("the command runs").status.code();
    assert_eq!(status(&["sessions/tests/good.accord"]), Some(0));
    assert_eq!(status(&["sessions/tests/wrong.accord"]), Some(1));
    assert_eq!(status(&["sessions/tests/good.accord", "sessions/mistaken"]), Some(2));
    assert_eq!(status(&["sessions/tests/lost.accord"]), Some(2));
}

#[test]
fn rules_are_in_the_layout_of_the_formatter() {
    let shown = transcript(accordance().args(["fmt", "--check", "sessions"]));
    assert!(shown.ends_with("--- exit status 0\n"), "{shown}");
}

/// A condition with an id that no record has is quietly false. Where another id is near, it is told.
#[test]
fn an_id_that_no_record_has_is_told_where_another_is_near() {
    let told = |clauses: &str, more: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        let rule = format!("rule own \"Own\"\n  for meeting in meetings\n{clauses}\n  message \"m\"\nend\n");
        let rules = folder.path().join("own.accord");
        fs::write(&rules, format!("accordance 1\n\n{rule}{more}")).expect("written");
        let args = ["--no-fold", "sessions/records/later.ndjson", "--format", "ndjson", "--rules"];
        let output = on_the_day("check").args(args).arg(&rules).output().expect("it runs");
        let found = String::from_utf8(output.stdout).expect("text");
        let found = found.lines().map(|line| serde_json::from_str::<Value>(line).expect("a finding"));
        let own = found.filter(|finding| finding["rule"] == "own" && finding["severity"] == "advice");
        own.map(|finding| format!("{} {}", finding["line"], finding["fix"].as_str().expect("a fix")))
            .collect::<Vec<_>>()
    };
    let none: [String; 0] = [];
    assert_eq!(
        told("  require meeting.convener is missing or meeting.convener != \"AFRIPOL\"", ""),
        ["5 Write \"afripol\"."]
    );
    assert_eq!(told("  require meeting.convener is missing or meeting.convener != \"afripol\"", ""), none);
    assert_eq!(
        told("  require every one in meeting.contributions has (not (\"gpq-2017-4\" in one.goals))", ""),
        ["5 Write \"gpg-2017-4\"."]
    );
    assert_eq!(
        told("  require meeting.id != \"\" and meeting.id not in [\"ridgee\", \"plain\", \"far away\"]", ""),
        ["5 Write \"ridge\"."]
    );
    let waiver = "\nwaive own\n  where meeting.id = \"plan\"\n  until 2024-12-31\n  because \"b\"\n  by \"b\"\nend\n";
    assert_eq!(told("  require meeting.id = meeting.id", waiver), ["10 Write \"plain\"."]);
    // A test has the records that matter to it.
    let test = "\ntest \"t\"\n  given meetings [{ id: \"a\" }]\n  expect own passes\nend\n";
    assert_eq!(told("  require meeting.id != \"ridge\"", test), none);
}
