//! `accordance check` on real and on wrong records.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    process::Command,
};

use accordance_tests::{accordance, transcript, transcript_of_input, workspace};
use serde_json::{Value, json};

/// `check` without rules: what is shown is what schemas, ids and references say.
fn check() -> Command {
    let mut command = accordance();
    command.args(["check", "--no-default-rules"]);
    command
}

#[test]
fn each_wrong_record_is_told_in_a_stewards_words() {
    insta::glob!("../fixtures/wrong", "*.*", |path| {
        let name = path.file_name().expect("a file").to_owned();
        let shown = transcript(check().arg(std::path::Path::new("wrong").join(name)));
        assert!(!shown.contains("--- exit status 0"), "{shown}");
        insta::assert_snapshot!(shown);
    });
}

#[test]
fn the_built_in_data_has_no_error() {
    insta::assert_snapshot!(transcript(accordance().args(["check", "--as-of", "2026-01-01"])));
}

#[test]
fn ids_and_references_are_checked_across_records() {
    insta::assert_snapshot!(transcript(check().arg("twice")));
}

#[test]
fn schemas_and_collections_of_another_field_are_checked_alike() {
    insta::assert_snapshot!(transcript(check().args(["--config", "library/accordance.toml"])));
}

#[test]
fn a_configuration_in_the_folder_is_found() {
    let from_outside = transcript(check().args(["--config", "library/accordance.toml"]));
    let mut inside = accordance();
    inside.current_dir(workspace().join("fixtures/library")).args(["check", "--no-default-rules"]);
    assert_eq!(transcript(&mut inside), from_outside);
}

#[test]
fn mistakes_in_a_configuration_are_told() {
    let library = workspace().join("fixtures/library");
    let text = fs::read_to_string(library.join("accordance.toml")).expect("a configuration");
    let mut shown = String::new();
    for (right, wrong) in [
        ("id = \"/isbn\"", "id = \"isbn\""),
        ("id = \"/isbn\"", "id = \"/isbnn\""),
        ("loans.items.book", "lones.items.book"),
        ("loans.items.book", "loans.items.bok"),
        ("loans.items.book", "loans.number.book"),
        ("loans.items.book", "loans"),
        ("id = \"/isbn\"", ""),
        ("= \"books\"", "= \"boks\""),
        ("books/*.ndjson", "boks/*.ndjson"),
        ("loans/**/*.yaml", "loans/*.json"),
    ] {
        let folder = copy_of(&library);
        fs::write(folder.path().join("accordance.toml"), text.replace(right, wrong)).expect("written");
        let told = transcript(check().current_dir(folder.path()));
        let (_, errors) = told.split_once("--- standard error\n").expect("it is told");
        shown.push_str(&format!("{wrong}\n{errors}\n"));
    }
    insta::assert_snapshot!(shown);
}

/// A folder with the same files.
fn copy_of(folder: &std::path::Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("a folder");
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let entry = entry.expect("read");
        let to = copy.path().join(entry.path().strip_prefix(folder).expect("below"));
        if entry.file_type().is_dir() {
            fs::create_dir(to).expect("made");
        } else {
            fs::copy(entry.path(), to).expect("copied");
        }
    }
    copy
}

#[test]
fn a_reference_is_one_where_the_schema_says_so_of_that_record() {
    let folder = tempfile::tempdir().expect("a folder");
    let refers = json!({"type": "string", "x-refers-to": "goals"});
    let links = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "id": {"type": "string", "x-identifies": "links"},
            "goal_main": {"type": "string"},
            "pair": {"type": "array", "prefixItems": [refers, {"type": "string"}]},
            "map": {"type": "object", "patternProperties": {"^goal_": refers}},
            "either": {"anyOf": [{"$ref": "#/$defs/Goal"}, {"type": "string", "pattern": "^http"}]},
            "all": {"type": "array", "items": {"allOf": [refers, refers]}},
        },
        "patternProperties": {"^goal_": refers},
        "oneOf": [
            {"properties": {"about": refers, "sort": {"const": "goal"}}, "required": ["sort"]},
            {"properties": {"about": {"type": "string"}, "sort": {"const": "note"}}, "required": ["sort"]},
        ],
        "$defs": {"Goal": {"type": "string", "x-refers-to": "goals", "pattern": "^g"}},
        "required": ["id"],
    });
    let goals = json!({"properties": {"id": {"type": "string", "x-identifies": "goals"}}, "required": ["id"]});
    let records = [
        json!({"sort": "note", "id": "l1", "pair": ["g1", "a note"], "about": "anything"}),
        json!({"sort": "note", "id": "l2", "map": {"goal_a": "g1", "title": "just a title"}, "either": "http://x"}),
        json!({"sort": "note", "id": "l3", "goal_main": "none-1"}),
        json!({"sort": "note", "id": "l4", "goal_other": "none-2", "either": "g-none-3"}),
        json!({"sort": "goal", "id": "l5", "about": "none-4", "subtitle": "words", "pair": ["none-5", "x"]}),
        json!({"sort": "note", "id": "l6", "map": {"goal_b": "none-6"}, "all": ["g1", "none-7"]}),
    ];
    let write = |name: &str, text: String| fs::write(folder.path().join(name), text).expect("written");
    let collection = |name: &str| format!("[collections.{name}]\nschema = '{name}.json'\nfiles = ['{name}.ndjson']\n");
    write("accordance.toml", collection("goals") + &collection("links"));
    write("goals.json", goals.to_string());
    write("links.json", links.to_string());
    write("goals.ndjson", "{\"id\": \"g1\"}\n".into());
    write("links.ndjson", records.map(|record| record.to_string()).join("\n"));
    let shown = transcript(check().args(["--format", "ndjson"]).current_dir(folder.path()));
    let found: Vec<String> = shown
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|finding| finding["rule"] == "dangling-reference")
        .map(|finding| format!("{} {}", finding["record"]["id"], finding["pointer"]).replace('"', ""))
        .collect();
    let expected =
        ["l3 /goal_main", "l4 /goal_other", "l4 /either", "l5 /about", "l5 /pair/0", "l6 /map/goal_b", "l6 /all/1"];
    assert_eq!(found.iter().collect::<BTreeSet<_>>(), expected.map(String::from).iter().collect(), "{shown}");
}

#[test]
fn a_star_in_a_pattern_stays_within_a_name() {
    let folder = copy_of(&workspace().join("fixtures/library"));
    let below = folder.path().join("books/below");
    fs::create_dir(&below).expect("made");
    fs::write(below.join("more.ndjson"), "{}\n").expect("written");
    let shown = transcript(check().current_dir(folder.path()));
    assert!(!shown.contains("more.ndjson"), "{shown}");
}

#[test]
fn a_form_feed_is_no_white_space_wherever_it_stands() {
    let folder = tempfile::tempdir().expect("a folder");
    let goal = r#"{"kind": "goal"}"#;
    for (name, text) in
        [("a.json", goal.to_owned()), ("b.json", format!("{goal}\u{c}")), ("c.ndjson", format!("{goal}\u{c}\n\u{c}\n"))]
    {
        fs::write(folder.path().join(name), text).expect("written");
    }
    let alone = transcript(check().arg("b.json").current_dir(folder.path()));
    assert!(alone.contains("unreadable-file") && alone.ends_with("--- exit status 2\n"), "{alone}");
    let together =
        transcript(check().args(["a.json", "b.json", "c.ndjson", "--threads", "1"]).current_dir(folder.path()));
    for place in ["b.json:1:17", "c.ndjson:1:17", "c.ndjson:2:1"] {
        assert!(together.contains(place), "{place}\n{together}");
    }
}

#[test]
fn standard_input_is_read_in_each_format() {
    let json = r#"{"kind": "gaol"}"#;
    for (input, line) in [(format!("[{json}]"), 1), (format!("\n{json}\n{json}\n"), 3), ("a: 1\nkind: gaol".into(), 2)]
    {
        let shown = transcript_of_input(accordance().args(["check", "-"]), input.as_bytes());
        assert!(shown.contains(&format!("<stdin>:{line}:")) && shown.contains("write \"goal\""), "{shown}");
    }
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let mut text = String::new();
    for number in 0..20_000 {
        let kind = if number % 97 == 0 { "gaol" } else { "theme" };
        text.push_str(&format!(
            "{{\"kind\": \"{kind}\", \"id\": \"theme-{}\", \"edition\": \"e-{number}\"}}\n",
            number % 9000
        ));
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("many.ndjson");
    fs::write(&file, text).expect("written");
    let run = |threads: &str| transcript(check().args(["--format", "ndjson", "--threads", threads]).arg(&file));
    let one = run("1");
    assert!(one.lines().count() > 20_000);
    assert!(one == run("2") && one == run("7"));
}

#[test]
fn what_is_wrong_in_a_long_list_is_told_at_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("long.ndjson");
    // The pointers of what the schema refuses in a list, with what stands at the place that is told.
    let refused = |list: &str, items: Vec<String>| {
        let record = format!("{{\"kind\": \"meeting\", \"id\": \"m\", \"{list}\": [{}]}}\n", items.join(", "));
        fs::write(&file, &record).expect("written");
        let told = transcript(check().args(["--format", "ndjson"]).arg(&file));
        let findings = told.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        let places = findings.filter(|finding| finding["rule"] == "schema").map(|finding| {
            let column = finding["column"].as_u64().and_then(|column| usize::try_from(column).ok()).unwrap_or(0);
            let there = record[column.saturating_sub(1)..].split([',', ']']).next().unwrap_or_default();
            (finding["pointer"].as_str().unwrap_or_default().to_owned(), there.to_owned())
        });
        places.collect::<Vec<_>>()
    };
    let mut themes: Vec<String> = (1..=20_000).map(|number| format!("\"theme-{number}\"")).collect();
    themes[19_000] = "19".into();
    let found = refused("themes", themes);
    assert!(found.contains(&("/themes/19000".into(), "19".into())), "{found:?}");
    assert!(found.len() < 20, "{found:?}");
    // Of very many, a thousand are told.
    let found = refused("contributions", (0..100_000).map(|number| number.to_string()).collect());
    assert!((1000..=1001).contains(&found.len()), "{found:?}");
    let is_there = |(pointer, there): &&(String, String)| *pointer == format!("/contributions/{there}");
    assert!(found.iter().filter(is_there).count() > 900, "{found:?}");
}

#[test]
fn an_object_of_very_many_unknown_properties_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("wide.ndjson");
    let members = (0..20_000).map(|number| format!(", \"x{number}\": 1")).collect::<Vec<_>>().concat();
    let record = format!("{{\"kind\": \"meeting\", \"title\": {{\"en\": \"A\"{members}}}{members}}}\n");
    fs::write(&file, record).expect("written");
    let told = transcript(check().args(["--format", "ndjson"]).arg(&file));
    assert!(told.contains("more than 1000 faults"), "{told}");
    assert!(told.contains("\"pointer\":\"/x7\"") || told.contains("\"pointer\":\"/title/x7\""), "{told}");
    assert!((1000..=1002).contains(&told.lines().count()), "{}", told.lines().count());
}

/// What is read from a pipe is there once, and is shown all the same.
#[cfg(unix)]
#[test]
fn a_finding_in_a_pipe_is_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("goals.yaml");
    assert!(Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()));
    let text = fs::read(workspace().join("fixtures/twice/goals.yaml")).expect("a fixture");
    let shown = std::thread::scope(|scope| {
        scope.spawn(|| fs::write(&pipe, &text));
        transcript(check().arg(&pipe))
    });
    let of_file = transcript(check().arg("twice/goals.yaml"));
    assert_eq!(shown.replace(&*folder.path().to_string_lossy(), "twice"), of_file);
}

#[test]
fn severities_below_the_bound_do_not_fail_and_what_cannot_be_read_does() {
    let fixture = |args: &[&str]| transcript(check().args(args));
    assert!(fixture(&["twice/goals.yaml", "--fail-on", "advice"]).ends_with("--- exit status 1\n"));
    assert!(fixture(&["wrong/empty.yaml"]).ends_with("--- exit status 2\n"));
    assert!(fixture(&["wrong/goal-null.json", "wrong/empty.yaml"]).ends_with("--- exit status 2\n"));
}

#[test]
fn bad_usage_is_told_and_no_run_is_green_by_mistake() {
    let empty = tempfile::tempdir().expect("a folder");
    fs::write(empty.path().join("accordance.toml"), "[collections.x]\nschema = \"x.json\"\nfils = []\n")
        .expect("written");
    let mut shown = String::new();
    for args in [
        &["check", "missing.yaml"][..],
        &["check", "wrong/empty.yaml", "--config", "missing.toml"],
        &["check", "README.txt"],
        &["check", "--output", "twice/goals.yaml", "twice"],
        &["schema", "meating"],
    ] {
        shown.push_str(&format!("$ accordance {}\n{}\n", args.join(" "), transcript(accordance().args(args))));
    }
    let mut nothing = accordance();
    shown.push_str(&transcript(nothing.args(["check", "."]).current_dir(empty.path())));
    insta::assert_snapshot!(shown);
}

#[test]
fn an_output_file_is_replaced_only_when_all_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("findings.json");
    fs::write(&file, "before").expect("written");
    let missing = folder.path().join("none").join("findings.json");
    let shown = transcript(accordance().args(["check", "twice", "--format", "json", "--output"]).arg(&missing));
    assert!(shown.ends_with("--- exit status 2\n"), "{shown}");
    let shown = transcript(accordance().args(["check", "twice", "--format", "json", "--output"]).arg(&file));
    assert_eq!(shown, "--- exit status 1\n");
    let text = fs::read_to_string(&file).expect("written");
    assert!(text.starts_with('{') && text.ends_with("}\n"));
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn nothing_that_a_run_reads_is_replaced() {
    let folder = copy_of(&workspace().join("fixtures/library"));
    let rules = "accordance 1\n\nimport \"shared.accord\"\n";
    fs::write(folder.path().join("own.accord"), rules).expect("written");
    fs::write(folder.path().join("shared.accord"), "accordance 1\n").expect("written");
    #[cfg(unix)]
    std::os::unix::fs::symlink(".", folder.path().join("again")).expect("a link");
    let before = contents(folder.path());
    let mut outputs =
        vec!["own.accord", "shared.accord", "accordance.toml", "schemas/book.json", "schemas/person.json"];
    outputs.extend(before.keys().map(String::as_str).filter(|name| name.starts_with("books/")));
    #[cfg(unix)]
    outputs.extend(["again/own.accord", "again/accordance.toml"]);
    for output in outputs {
        let mut command = accordance();
        command.args(["check", "--no-default-rules", "--rules", "own.accord", "--format", "json", "--output", output]);
        let shown = transcript(command.current_dir(folder.path()));
        assert!(shown.contains("the output would replace a file that is read"), "{output}: {shown}");
        assert!(shown.ends_with("--- exit status 2\n"), "{output}: {shown}");
    }
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn a_record_that_stands_in_the_current_folder_is_not_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("session.json"), "[]").expect("written");
    let mut paths = vec![(".", "session.json"), ("session.json", "./session.json")];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("session.json", folder.path().join("link.json")).expect("a link");
        paths.push(("link.json", "session.json"));
    }
    for (path, output) in paths {
        let mut command = accordance();
        command.args(["check", "--no-default-rules", "--format", "json", path, "--output", output]);
        let shown = transcript(command.current_dir(folder.path()));
        assert!(shown.contains("the output would replace a file that is read"), "{path} {output}: {shown}");
    }
    assert_eq!(fs::read_to_string(folder.path().join("session.json")).expect("read"), "[]");
}

#[cfg(unix)]
#[test]
fn the_records_that_are_read_from_standard_input_are_not_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("session.json");
    fs::write(&path, "[]").expect("written");
    for command in [&["check", "--format", "json"][..], &["matrix", "themes-by-goal"], &["export", "--format", "skos"]]
    {
        let mut run = accordance();
        run.args(command).args(["-", "--output", "session.json"]).current_dir(folder.path());
        let shown = transcript(run.stdin(fs::File::open(&path).expect("it is there")));
        assert!(shown.contains("the output would replace a file that is read"), "{command:?}: {shown}");
    }
    assert_eq!(fs::read_to_string(&path).expect("read"), "[]");
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_gone_through_hides_nothing_beside_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let locked = folder.path().join("locked");
    fs::create_dir(&locked).expect("made");
    fs::write(folder.path().join("session.json"), "[{\"kind\": \"meetin\"}]").expect("written");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o0)).expect("set");
    // Whoever may do all may read it too.
    let may_all = fs::read_dir(&locked).is_ok();
    let run =
        |format: &str| transcript(accordance().args(["check", "--format", format, "."]).current_dir(folder.path()));
    let (text, json) = (run("text"), run("json"));
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).expect("set");
    assert!(text.contains("error[schema]") && json.contains("\"summary\""), "{text} {json}");
    let is_told = text.contains("locked: the file cannot be read: it may not be read");
    assert!(may_all || is_told && text.ends_with("--- exit status 2\n"), "{text}");
}

/// The files of a folder with what they hold.
fn contents(folder: &std::path::Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("read"));
    let files = files.filter(|entry| entry.file_type().is_file());
    let name = |path: &std::path::Path| path.strip_prefix(folder).expect("below").to_string_lossy().replace('\\', "/");
    files.map(|entry| (name(entry.path()), fs::read(entry.path()).expect("read"))).collect()
}

#[cfg(unix)]
#[test]
fn a_link_and_a_pipe_stay_what_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::write(at("real.json"), "before").expect("written");
    std::os::unix::fs::symlink("real.json", at("link.json")).expect("a link");
    let to = |name: &str| {
        let mut command = accordance();
        command.args(["check", "--no-default-rules", "--format", "json", "--output"]).arg(at(name));
        transcript(&mut command)
    };
    assert_eq!(to("link.json"), "--- exit status 0\n");
    assert!(at("link.json").is_symlink() && fs::read_to_string(at("real.json")).expect("read").starts_with('{'));
    assert!(Command::new("mkfifo").arg(at("pipe")).status().expect("mkfifo").success());
    let mut reader = Command::new("cat").arg(at("pipe")).stdout(std::process::Stdio::piped()).spawn().expect("cat");
    assert_eq!(to("pipe"), "--- exit status 0\n");
    let mut read = String::new();
    std::io::Read::read_to_string(&mut reader.stdout.take().expect("a pipe"), &mut read).expect("read");
    assert!(reader.wait().expect("it ends").success() && read.starts_with('{'));
    assert!(!at("pipe").is_file());
    assert!(to("none/findings.json").contains("there is no such folder"));
}

#[cfg(unix)]
#[test]
fn the_folder_around_a_linked_one_is_that_of_the_system() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    for name in ["far/sub", "near"] {
        fs::create_dir_all(at(name)).expect("a folder");
    }
    std::os::unix::fs::symlink("../far/sub", at("near/link")).expect("a link");
    fs::write(at("far/goal.json"), r#"{"kind": "goal", "far": 1}"#).expect("written");
    fs::write(at("near/goal.json"), r#"{"kind": "goal", "near": 1}"#).expect("written");
    for (path, property) in [("link/../goal.json", "far"), ("../near/goal.json", "near"), ("../far/goal.json", "far")] {
        let shown = transcript(check().arg(path).current_dir(at("near")));
        assert!(shown.contains(&format!("no property \"{property}\"")), "{path}: {shown}");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_from_a_stranger_is_not_waited_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    for pipe in ["pipe.accord", "pipe.yaml", "pipe.json"] {
        assert!(Command::new("mkfifo").arg(at(pipe)).status().expect("mkfifo").success());
    }
    fs::write(at("importing.accord"), "accordance 1\n\nimport \"pipe.accord\"\n").expect("written");
    let test = "accordance 1\n\ntest \"-\"\n  given \"pipe.yaml\"\n  expect schema passes\nend\n";
    fs::write(at("testing.accord"), test).expect("written");
    fs::write(at("own.toml"), "[collections.x]\nschema = \"pipe.json\"\nfiles = [\"*.ndjson\"]\n").expect("written");
    for args in [
        &["check", "--no-default-rules", "--rules", "importing.accord"][..],
        &["test", "testing.accord"],
        &["check", "--config", "own.toml"],
    ] {
        let shown = transcript(accordance().args(args).current_dir(folder.path()));
        assert!(shown.contains("it is no file"), "{args:?}: {shown}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_is_not_taken_for_another_by_its_name() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().expect("a folder");
    let wrong = r#"{"kind": "goal", "bad": 1}"#;
    fs::write(folder.path().join("builtin:goals.yaml"), wrong).expect("written");
    for path in [".", "builtin:goals.yaml", "./builtin:goals.yaml"] {
        let shown = transcript(check().arg(path).current_dir(folder.path()));
        assert!(shown.contains("./builtin:goals.yaml:1:") && shown.ends_with("--- exit status 1\n"), "{path}: {shown}");
    }
    let broken = std::ffi::OsStr::from_bytes(b"a\xff.json");
    let forged = std::ffi::OsStr::new("a\nChecked 1 record in 1 file: nothing found.\n.json");
    for (name, reason) in [(broken, "is not UTF-8"), (forged, "a control character stands in the name")] {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(name), wrong).expect("written");
        for path in [std::ffi::OsStr::new("."), name] {
            let shown = transcript(check().arg(path).current_dir(folder.path()));
            assert!(shown.contains(reason) && !shown.contains("\nChecked"), "{shown}");
            assert!(shown.ends_with("--- exit status 2\n"), "{shown}");
        }
    }
}

#[test]
fn schemas_outside_the_folder_of_the_run_are_not_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let inside = folder.path().join("inside");
    fs::create_dir(&inside).expect("a folder");
    fs::write(folder.path().join("secret.json"), "{}").expect("written");
    fs::write(inside.join("a.yaml"), "a: 1").expect("written");
    let config = |schema: &str| format!("[collections.a]\nschema = \"{schema}\"\nfiles = [\"*.yaml\"]\n");
    for (schema, told) in
        [("../secret.json", "it is not in the folder of the run"), ("remote.json", "nothing is fetched")]
    {
        fs::write(inside.join("accordance.toml"), config(schema)).expect("written");
        fs::write(inside.join("remote.json"), r#"{"$ref": "https://example.org/a.json"}"#).expect("written");
        let shown = transcript(accordance().arg("check").current_dir(&inside));
        assert!(shown.contains(told) && shown.ends_with("--- exit status 2\n"), "{shown}");
    }
}
