//! `accordance sql`: rules as statements.
//!
//! `UPDATE_DOCS=1 cargo test -p accordance-tests --test sql` writes the table of `docs/sql.md` anew.

use std::{fs, path::Path};

use accordance_sql::UNSAID;
use accordance_tests::{accordance, transcript, workspace};
use tempfile::TempDir;

const DIALECTS: [&str; 2] = ["duckdb", "spark"];

/// What the command prints of some rules, with the name of the folder of records taken out.
fn script(dialect: &str, folder: &Path, arguments: &[&str]) -> (String, String, Option<i32>) {
    let records = folder.join("records");
    let output = accordance()
        .current_dir(folder)
        .args(["sql", "--as-of", "2024-06-01", "--dialect", dialect, "--records"])
        .arg(&records)
        .args(arguments)
        .output()
        .expect("the command runs");
    let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&records.display().to_string(), "/records");
    (shown(&output.stdout), shown(&output.stderr), output.status.code())
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("written");
    }
    folder
}

fn rule(text: &str) -> String {
    format!("accordance 1\n\n{text}")
}

/// What is printed of a rule file of which nothing is refused.
fn said(dialect: &str, rules: &str) -> String {
    let folder = folder(&[("own.accord", rules)]);
    let (script, complaints, status) = script(dialect, folder.path(), &["--no-default-rules", "--rules", "own.accord"]);
    assert_eq!((complaints.as_str(), status), ("", Some(0)));
    script
}

#[test]
fn nothing_of_the_pack_and_of_the_ten_rules_is_refused() {
    let ten = workspace().join("tests/benches/ten.accord").display().to_string();
    for dialect in DIALECTS {
        let folder = folder(&[]);
        let (pack, complaints, status) = script(dialect, folder.path(), &[]);
        assert_eq!((complaints.as_str(), status), ("", Some(0)));
        assert!(pack.matches(" VIEW ").count() > 100, "{}", pack.matches(" VIEW ").count());
        let (rules, complaints, status) = script(dialect, folder.path(), &["--no-default-rules", "--rules", &ten]);
        assert_eq!((complaints.as_str(), status), ("", Some(0)));
        assert_eq!(rules.matches("findings_").count(), 10);
    }
}

#[test]
fn a_rule_of_each_kind_is_said_in_both_dialects() {
    let rules = rule(
        r#"rule days-in-order "A meeting ends on the day that it begins, or later"
  severity error
  for      meeting in meetings
  require  meeting.starts_on <= meeting.ends_on
  message  "-"
end

rule carried "What is carried is listed where it was carried to"
  severity error
  for      meeting in meetings, contribution in meeting.contributions
  when     contribution.status = "carried" and contribution.carried_to is present
  require  some later in contribution.carried_to.contributions has (later.id matches /-c[0-9]+$/)
  at       contribution.carried_to
  message  "-"
end

rule few "An organization takes part in few meetings"
  severity advice
  for      organization in organizations
  require  count(
             meeting in meetings, participant in meeting.participants
             where (participant.organization = organization.id)
           ) < 10
  message  "-"
end
"#,
    );
    for dialect in DIALECTS {
        insta::assert_snapshot!(format!("said_in_{dialect}"), said(dialect, &rules));
    }
}

#[test]
fn what_is_not_said_is_told_and_has_no_statement() {
    let rules = rule(
        r#"rule said "Said"
  severity error
  for      goal in goals
  require  goal.number > 0
  message  "-"
end

rule unsaid "Not said"
  severity error
  for      meeting in meetings
  require  date(text(meeting.id), "%Y-%m-%d") <= as_of
  message  "-"
end
"#,
    );
    let folder = folder(&[("own.accord", &rules)]);
    let mut command = accordance();
    command.current_dir(folder.path());
    command.args(["sql", "--dialect", "duckdb", "--as-of", "2024-06-01", "--records", "records"]);
    command.args(["--no-default-rules", "--rules", "own.accord", "--output", "rules.sql"]);
    insta::assert_snapshot!("not_said", transcript(&mut command));
    let script = fs::read_to_string(folder.path().join("rules.sql")).expect("read");
    assert!(script.contains("findings_said") && !script.contains("findings_unsaid"), "{script}");
}

#[test]
fn records_that_are_listed_have_places_whatever_is_asked_of_them() {
    let rules = rule(
        r#"rule listed "-"
  severity error
  for      one in list(one for meeting in meetings, one in meeting.contributions)
  require  as_of > 2030-01-01
  message  "-"
end
"#,
    );
    let folder = folder(&[("own.accord", &rules)]);
    for dialect in DIALECTS {
        let (script, complaints, _) = script(dialect, folder.path(), &["--no-default-rules", "--rules", "own.accord"]);
        assert!(!script.contains("findings_listed"), "{script}");
        assert!(complaints.contains("`for` over records of a list that is worked out"), "{complaints}");
    }
}

#[test]
fn a_rule_of_the_whole_data_set_that_does_not_apply_has_no_row() {
    let rules = rule(
        r#"rule whole "-"
  severity error
  when     some organization in organizations has (organization.id = "nowhere")
  require  no meeting in meetings has (meeting.starts_on = meeting.ends_on)
  message  "-"
end
"#,
    );
    for dialect in DIALECTS {
        let script = said(dialect, &rules);
        // Of no rows, an aggregate without a key gives one.
        let after_when = script.split_once("WHERE \"exists").or(script.split_once("WHERE `exists"));
        let after_when = after_when.map(|(_, after)| after).expect("the rows are kept by the condition");
        let grouped = after_when.lines().filter(|line| line.contains("max(CASE")).collect::<Vec<_>>();
        assert!(!grouped.is_empty() && grouped.iter().all(|line| line.contains("HAVING count(*) > 0")), "{script}");
    }
}

#[test]
fn no_text_of_a_rule_or_schema_leaves_its_quotes() {
    const HOSTILE: &str = "x' \\\" ` -- */ ; DROP TABLE records";
    let schema = serde_json::json!({
        "type": "object",
        "properties": {"id": {"type": "string", "x-identifies": "things"}, HOSTILE: {"type": "string"}},
        "required": ["id", HOSTILE],
    });
    let escaped = HOSTILE.replace('\\', "\\\\").replace('"', "\\\"");
    let field = HOSTILE.replace('`', "");
    let mut schema = schema.to_string();
    schema = schema.replace(" ` ", "  ");
    let rules = rule(&format!(
        "rule hostile \"-\"\n  severity error\n  for      thing in things\n  require  thing.`{field}` != \"{escaped}\"\n           and thing.`{field}` matches /'; DROP/\n  message  \"-\"\nend\n"
    ));
    let record = serde_json::json!({"id": HOSTILE, (field.clone()): HOSTILE}).to_string();
    let config = "[collections.things]\nschema = \"thing.json\"\nfiles = [\"things.ndjson\"]\n";
    let folder = folder(&[
        ("accordance.toml", config),
        ("thing.json", &schema),
        ("things.ndjson", &record),
        ("own.accord", &rules),
    ]);
    for dialect in DIALECTS {
        let (script, complaints, status) =
            script(dialect, folder.path(), &["--no-default-rules", "--rules", "own.accord"]);
        assert_eq!((complaints.as_str(), status), ("", Some(0)));
        assert!(script.contains("DROP"), "the text is there, in quotes");
        assert!(!outside_of_quotes(&script, dialect).contains("DROP"), "{script}");
    }
}

/// What a dialect reads as words, and not as texts or names.
fn outside_of_quotes(script: &str, dialect: &str) -> String {
    let mut out = String::new();
    let mut quote: Option<char> = None;
    let mut letters = script.chars();
    while let Some(letter) = letters.next() {
        match quote {
            // A quote that is doubled ends and begins again, which comes to the same.
            Some(open) if letter == open => quote = None,
            Some('\'') if letter == '\\' && dialect == "spark" => drop(letters.next()),
            Some(_) => {}
            None if letter == '\'' || letter == '"' || (letter == '`' && dialect == "spark") => quote = Some(letter),
            None => out.push(letter),
        }
    }
    assert_eq!(quote, None, "a quote is open at the end");
    out
}

#[test]
fn a_number_that_no_column_holds_is_told() {
    let config = "[collections.things]\nschema = \"thing.json\"\nfiles = [\"things.ndjson\"]\nid = \"/id\"\n";
    let schema = r#"{"type": "object", "properties": {"id": {"type": "string"}, "size": {"type": "integer"}}, "required": ["id", "size"]}"#;
    let rules = rule(
        "rule size \"-\"\n  severity error\n  for      thing in things\n  require  thing.size > 0\n  message  \"-\"\nend\n",
    );
    let folder = folder(&[
        ("accordance.toml", config),
        ("thing.json", schema),
        ("things.ndjson", "{\"id\": \"a\", \"size\": 1}\n{\"id\": \"b\", \"size\": 9223372036854775808}\n"),
        ("own.accord", &rules),
    ]);
    let mut command = accordance();
    command.current_dir(folder.path());
    command.args(["sql", "--dialect", "spark", "--records", "records", "--no-default-rules", "--rules", "own.accord"]);
    insta::assert_snapshot!("not_held", transcript(&mut command));
    assert!(!folder.path().join("records/0-things.ndjson").exists());
}

/// The configuration of a collection `things`, whose records have an id and two numbers, in `things.ndjson`.
const THINGS: &str = "[collections.things]\nschema = \"thing.json\"\nfiles = [\"things.ndjson\"]\nid = \"/id\"\n";
const THING: &str = r#"{"type": "object", "properties": {"id": {"type": "string"}, "size": {"type": "integer"}, "share": {"type": "number"}}, "required": ["id", "size", "share"]}"#;

/// What is printed of a rule on `things` with this condition.
fn said_of_things(dialect: &str, condition: &str, arguments: &[&str]) -> (String, String) {
    let rules = rule(&format!(
        "rule asked \"-\"\n  severity error\n  for      thing in things\n  require  {condition}\n  message  \"-\"\nend\n"
    ));
    let record = r#"{"id": "a", "size": 1, "share": 0.5}"#;
    let folder = folder(&[
        ("accordance.toml", THINGS),
        ("thing.json", THING),
        ("things.ndjson", record),
        ("own.accord", &rules),
    ]);
    let arguments = [&["--no-default-rules", "--rules", "own.accord"], arguments].concat();
    let (script, complaints, _) = script(dialect, folder.path(), &arguments);
    (script, complaints)
}

#[test]
fn a_split_by_the_empty_text_is_refused_for_its_own_reason() {
    for dialect in DIALECTS {
        let (_, complaints) = said_of_things(dialect, "count(split(thing.id, \"\")) = 1", &[]);
        assert!(complaints.contains("`split` by the empty text cannot be said"), "{complaints}");
        let (_, complaints) = said_of_things(dialect, "count(split(thing.id, thing.id)) = 1", &[]);
        assert!(complaints.contains("`split` by a text that is no constant"), "{complaints}");
    }
}

#[test]
fn a_whole_number_is_compared_with_a_known_double_as_a_whole_number() {
    for (condition, said) in [
        ("thing.size = 9007199254740992.0", "= CAST('9007199254740992' AS BIGINT)"),
        ("thing.size < 4.5", "<= CAST('4' AS BIGINT)"),
        ("thing.size >= -4.5", "> CAST('-5' AS BIGINT)"),
        ("thing.size in [4.0, 4.5, 5]", "IN (CAST('4' AS BIGINT), CAST('5' AS BIGINT))"),
        ("thing.share in [9007199254740993, 4]", "IN (CAST('4e0' AS DOUBLE))"),
    ] {
        let (script, complaints) = said_of_things("duckdb", condition, &[]);
        assert_eq!(complaints, "");
        assert!(script.contains(said), "{condition}: {script}");
        assert!(!script.contains("\"size\" AS DOUBLE"), "{condition}: {script}");
    }
}

#[test]
fn whole_numbers_beside_doubles_end_a_statement_rather_than_be_rounded() {
    const MESSAGE: &str = "a whole number beyond 2^53";
    for dialect in DIALECTS {
        for condition in [
            "max([thing.size, thing.share]) > 1",
            "(if thing.id = \"a\" then thing.size else thing.share) > 1",
            "(if thing.id = \"a\" then 1 else thing.share) * thing.size > 1",
            "sum((if x > 1 then 1 else x) for x in [thing.share]) > 1",
        ] {
            let (script, complaints) = said_of_things(dialect, condition, &[]);
            assert_eq!(complaints, "");
            assert!(script.contains(MESSAGE), "{condition}: {script}");
        }
        // Where only doubles are computed with, or only whole numbers, nothing can end.
        for condition in ["thing.size + thing.share > 1", "max([thing.share, 0.5]) > 1", "sum([thing.size, 1]) > 1"] {
            let (script, complaints) = said_of_things(dialect, condition, &[]);
            assert_eq!(complaints, "");
            assert!(!script.contains(MESSAGE), "{condition}: {script}");
        }
        let (_, complaints) = said_of_things(dialect, "max([9007199254740993, thing.share]) > 1", &[]);
        assert!(complaints.contains("a whole number beyond 2^53 that is written beside"), "{complaints}");
    }
}

#[test]
fn lines_are_read_as_others_write_them() {
    let (script, complaints) = said_of_things("spark", "thing.size > 1", &["--lines", "things=/lake/*.ndjson"]);
    assert_eq!(complaints, "");
    for said in [
        r"from_json(regexp_replace(value, '^\\x{FEFF}', ''), '`id` STRING, `size` DECIMAL(38, 0)', map('mode', 'FAILFAST'))",
        "AS STRUCT<`id`: STRING, `size`: BIGINT>)",
        r"WHERE value RLIKE '[^ \\t\\r\\x{FEFF}]'",
    ] {
        assert!(script.contains(said), "{said}: {script}");
    }
}

#[test]
fn a_run_that_fails_leaves_the_records_of_the_one_before() {
    let config = format!("{THINGS}\n{}", THINGS.replace("things", "others"));
    let rules = ["things", "others"].map(|name| {
        format!("rule {name} \"-\"\n  severity error\n  for      one in {name}\n  require  one.size > 0\n  message  \"-\"\nend\n")
    });
    let record = |size: &str| format!("{{\"id\": \"a\", \"size\": {size}, \"share\": 0.5}}\n");
    let folder = folder(&[
        ("accordance.toml", &config),
        ("thing.json", THING),
        ("own.accord", &rule(&rules.concat())),
        ("things.ndjson", &record("1")),
        ("others.ndjson", &record("1")),
    ]);
    let arguments = ["--no-default-rules", "--rules", "own.accord"];
    let files = || {
        let files = fs::read_dir(folder.path().join("records")).expect("a folder");
        let mut files: Vec<(String, String)> = files
            .map(|file| {
                let file = file.expect("a file");
                (file.file_name().display().to_string(), fs::read_to_string(file.path()).expect("read"))
            })
            .collect();
        files.sort();
        files
    };
    let (_, complaints, status) = script("duckdb", folder.path(), &arguments);
    assert_eq!((complaints.as_str(), status), ("", Some(0)));
    let before = files();
    assert_eq!(before.len(), 2);
    for (fresh, broken) in [("things", "others"), ("others", "things")] {
        fs::write(folder.path().join(format!("{fresh}.ndjson")), record("2")).expect("written");
        fs::write(folder.path().join(format!("{broken}.ndjson")), record("9223372036854775808")).expect("written");
        let (script, _, status) = script("duckdb", folder.path(), &arguments);
        assert_eq!((script.as_str(), status), ("", Some(2)));
        assert_eq!(files(), before);
    }
    for name in ["things", "others"] {
        fs::write(folder.path().join(format!("{name}.ndjson")), record("2")).expect("written");
    }
    script("duckdb", folder.path(), &arguments);
    assert!(files().iter().all(|(_, text)| text.contains("\"size\":2")), "{:?}", files());
}

#[test]
fn the_page_lists_all_that_is_refused() {
    const START: &str = "<!-- table: written by `UPDATE_DOCS=1 cargo test -p accordance-tests --test sql` -->\n";
    const END: &str = "<!-- end of the table -->";
    let path = workspace().join("docs/sql.md");
    let page = fs::read_to_string(&path).expect("the page is there");
    let (before, rest) = page.split_once(START).expect("the page has a table");
    let (_, after) = rest.split_once(END).expect("the table has an end");
    let rows = UNSAID.iter().map(|unsaid| format!("| {} | {} | {} |\n", unsaid.what, unsaid.why, unsaid.dialects));
    let table = format!("| what is refused | why | in |\n|---|---|---|\n{}", rows.collect::<String>());
    let fresh = format!("{before}{START}{table}{END}{after}");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, fresh).expect("written");
    } else {
        assert!(page == fresh, "docs/sql.md is not fresh: UPDATE_DOCS=1 cargo test -p accordance-tests --test sql");
    }
}
