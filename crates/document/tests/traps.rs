//! What strangers write: every trap has a defined answer, at its place, and loses no record beside it.

use std::fmt::Write as _;

use accordance_document::{Format, Limits, LineIndex, Origin, Records, Tree, decode, locate_all};

/// Every record and mistake of a file, each with its place and, for mistakes, the line and what is marked in it.
fn read(text: &str, format: Format, limits: Limits) -> String {
    let lines = LineIndex::new(text);
    let mut shown = String::new();
    let mut tree = Tree::new();
    let mut records = Records::new(text, format, &mut tree, limits);
    while let Some(found) = records.next_record() {
        match found {
            Ok(record) => {
                let (line, column) = lines.line_column(text, record.span.start);
                let Origin { part, item } = record.origin;
                let item = item.map_or(String::new(), |item| format!(", item {item}"));
                let value = record.value.to_json();
                writeln!(shown, "{line}:{column} record (part {part}{item}) {value}")
            }
            Err(mistake) => {
                let span = mistake.span();
                let (line, column) = lines.line_column(text, span.start);
                let there = text.get(span.clone()).expect("a mistake lies within the text");
                let also = mistake.related().map_or(String::new(), |related| {
                    assert!(text.get(related.span.clone()).is_some());
                    let (line, column) = lines.line_column(text, related.span.start);
                    format!("\n   | {}: {line}:{column}", related.label)
                });
                let (before, marks) = (column - 1, there.lines().next().unwrap_or("").chars().count().max(1));
                let source: String = lines.line(text, line).chars().take(80).collect();
                let source = source.replace(|c: char| c.is_control(), "\u{2426}");
                let marked = if before < 80 {
                    format!("   | {source}\n   | {}{}", " ".repeat(before), "^".repeat(marks.min(80)))
                } else {
                    format!("   | {source}…")
                };
                let (reason, advice) = (mistake.reason(), mistake.advice());
                writeln!(shown, "{line}:{column} {reason}: {mistake}\n{marked}{also}\n   = {advice}")
            }
        }
        .expect("writing to a text");
    }
    shown
}

fn table(cases: &[(&str, &str)], format: Format) -> String {
    let mut shown = String::new();
    for (name, text) in cases {
        let source: String = text.chars().take(120).collect();
        writeln!(shown, "## {name}\n{}\n\n{}", source.escape_debug(), read(text, format, Limits::default()))
            .expect("writing to a text");
    }
    shown
}

#[test]
fn json_traps() {
    let deep = "[".repeat(100_000);
    let cases = [
        ("a key stands twice", r#"{"id": "a", "title": 1, "id": "b"}"#),
        ("a key stands twice with an escape", r#"{"id": "a", "\u0069d": "b"}"#),
        ("a whole number beyond 64 bits", r#"{"count": 18446744073709551616}"#),
        ("a negative number beyond 64 bits", r#"{"count": -9223372036854775809}"#),
        ("a number beyond a double", r#"[{"count": 1e999}, {"count": 1}]"#),
        ("a number beyond a double that goes on", r#"[{"count": 1.e999}, {"count": 1}]"#),
        ("the largest numbers that fit", "[18446744073709551615, -9223372036854775808, 1.7976931348623157e308]"),
        ("a list that never ends", &deep),
        ("a zero in front", r#"{"count": 007}"#),
        ("a text without quotes", r#"{"id": gpg-4}"#),
        ("a text in single quotes", r#"{"id": 'gpg-4'}"#),
        ("a key without quotes", r#"{id: "gpg-4"}"#),
        ("a comma too many in an object", r#"{"id": "gpg-4",}"#),
        ("a comma too many in a list", r"[1, 2,]"),
        ("a comma missing", "{\"id\": \"gpg-4\"\n \"number\": 4}"),
        ("a colon missing", r#"{"id" "gpg-4"}"#),
        ("a value missing", r#"{"id": }"#),
        ("an object that is not closed", r#"{"id": "gpg-4""#),
        ("a text that is not closed", "{\"id\": \"gpg-4\n}"),
        ("a control character", "{\"id\": \"gpg\u{1b}[31m\"}"),
        ("a zero byte", "{\"id\": \"gpg\u{0}\"}"),
        ("half of a surrogate pair", r#"{"id": "\ud800"}"#),
        ("an unknown escape", r#"{"id": "C:\data"}"#),
        ("NaN", r#"{"count": NaN}"#),
        ("True", r#"{"closed": True}"#),
        ("a comment", "{\"id\": \"a\" // the id\n}"),
        ("text after the record", r#"{"id": "a"} {"id": "b"}"#),
        ("an empty file", ""),
        ("white space only", " \n\t"),
        ("a mark in the middle", "{\"id\": \u{feff}\"a\"}"),
        ("a list of records with a broken one", r#"[{"id": "a"}, {"id": "b", "id": "c"}, {"id": "d"}]"#),
        ("a list of records that breaks off", r#"[{"id": "a"}, {"id": "b"}, {"id": ]"#),
        ("a list without records", "[]"),
        ("a list of which one value is missing", r#"{"themes": [, 1]}"#),
        ("a key in single quotes", r"{'id': 1}"),
        ("a comment between properties", "{\"id\": 1, # one\n \"title\": 2}"),
        ("a lone low surrogate", r#"{"id": "\udc00 x"}"#),
        ("a surrogate pair", r#"{"id": "\ud83d\ude00"}"#),
        ("an escape for a zero byte", r#"{"id": "a\u0000b"}"#),
        ("another list after the list", "[{\"id\": 1}]\n[{\"id\": 2}]"),
        ("two records in a list without a comma", r#"[{"id": 1} {"id": 2}]"#),
        ("a number that goes on", r#"{"count": 1.}"#),
        ("a plus sign", r#"{"count": +1}"#),
    ];
    insta::assert_snapshot!(table(&cases, Format::Json));
}

#[test]
fn yaml_traps() {
    let laughs = "a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n\
                  c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n\
                  e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\nf: [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]\n";
    let deep = "[".repeat(2_000);
    let cases = [
        ("a key stands twice", "id: a\ntitle: 1\nid: b\n"),
        ("aliases that multiply", laughs),
        ("an alias within its own value", "a: &a\n  b: *a\n"),
        ("an alias to nothing", "a: *b\n"),
        ("an alias to a value", "a: &a {x: 1}\nb: *a\n"),
        ("several documents", "id: a\n---\nid: b\n...\n---\nid: c\n"),
        ("a broken document among others", "id: a\n---\nid: [b\n---\nid: c\n"),
        ("a list with a broken record", "- id: a\n- id: b\n  id: c\n- id: d\n"),
        ("a list that nests too deep", &deep),
        ("a tab for indentation", "meeting:\n\tid: a\n"),
        ("a tab for indentation behind a value", "id: a\n\ttitle: b\n"),
        ("a text with a colon", "title: Goal 4: cyberspace\n"),
        ("quotes that are not closed", "title: \"Goal 4\nid: a\n"),
        ("a date stays a text", "starts_on: 2023-07-03\n"),
        ("a code that reads as a number", "id: 16.10\n"),
        ("a number beyond 64 bits", "count: 99999999999999999999\n"),
        ("infinity", "count: .inf\n"),
        ("a merge key", "a: &a {x: 1}\nb:\n  <<: *a\n"),
        ("a key that is a list", "[a, b]: c\n"),
        ("a key that is a number", "4: a\n"),
        ("a tag that is not known", "id: !goal a\n"),
        ("a core tag", "id: !!str 4\n"),
        ("an empty file", ""),
        ("only a comment", "# nothing yet\n"),
        ("a text over several lines", "text: |\n  one\n  two\nother: >\n  three\n  four\n"),
        ("an anchor before a key", "&a id: 1\n"),
        ("a key without a name", ": 1\n"),
        ("a core tag that does not fit", "count: !!int four\nratio: !!float 1\n"),
        ("a text that begins with a percent sign", "rate: %5\n"),
        ("a text that begins with a star", "note: *important*\n"),
        ("a zero byte", "id: a\u{0}b\nlost: true\n"),
        ("a mark in the middle", "id: 1\n---\n\u{feff}id: 2\n"),
        ("an object that is not closed", "id: {a: 1\nb: 2\n"),
        ("an item that is not indented", "themes:\n  - a\n - b\n"),
        ("a property that is not indented", "place:\n    city: Lyon\n  country: FR\n"),
        ("text after quotes", "title: \"Goal\" 4\n"),
        ("a backslash in double quotes", "path: \"C:\\data\"\n"),
        ("a property without a colon", "id: a\ntitle\nkind: b\n"),
        ("directives", "%YAML 1.2\n---\nid: a\n...\n# between\n%TAG !e! tag:example.org,2000:\n---\nid: !e!x b\n"),
        ("marks of documents without any", "---\n---\n# nothing\n...\n"),
        ("wide characters before the place", "title: \u{627}\u{644}\u{623}\u{645}\u{646}\nid: a\nid: b\n"),
    ];
    insta::assert_snapshot!(table(&cases, Format::Yaml));
}

#[test]
fn ndjson_traps() {
    let cases = [
        ("a broken line", "{\"id\": \"a\"}\n{\"id\": \n{\"id\": \"c\"}\n"),
        ("an empty line", "{\"id\": \"a\"}\n\n  \r\n{\"id\": \"b\"}\r\n"),
        ("two records on a line", "{\"id\": \"a\"} {\"id\": \"b\"}\n{\"id\": \"c\"}\n"),
        ("no line break at the end", "{\"id\": \"a\"}\n{\"id\": \"b\"}"),
        ("an empty file", ""),
    ];
    insta::assert_snapshot!(table(&cases, Format::Ndjson));
}

/// The text at the place of each pointer, and of its key.
fn places(text: &str, format: Format, pointers: &[&str]) -> String {
    let mut tree = Tree::new();
    let mut records = Records::new(text, format, &mut tree, Limits::default());
    let record = records.next_record();
    let span = record.expect("a record").expect("well-formed").span;
    let places = locate_all(text, format, span, pointers, Limits::default());
    let mut shown = String::new();
    for (pointer, place) in pointers.iter().zip(places) {
        let place = place.map(|place| (place.key.map(|key| &text[key]), &text[place.value]));
        writeln!(shown, "{pointer:?} {place:?}").expect("a text");
    }
    shown
}

#[test]
fn places_of_json_values() {
    let text = r#"{"id": "a\"b", "list": [1, {"x/y": null, "t~": {}}], "n": -1.5e3, "é": true}"#;
    let pointers = [
        "",
        "/id",
        "/list",
        "/list/0",
        "/list/1",
        "/list/1/x~1y",
        "/list/1/t~0",
        "/n",
        "/é",
        "/none",
        "/list/2",
        "/list/01",
        "x",
    ];
    insta::assert_snapshot!(places(text, Format::Json, &pointers));
}

#[test]
fn places_of_yaml_values() {
    let text = "id: \"a\\\"b\"\nflow: &f {x: [1, 2], y: }\nsame: *f\nblock: |  # header\n  one\n  two\n\nlist: # items\n- a\n- !!str 4\n-\n- - b\n\n# after\nmissing:\n'quoted': &q\n  deep: ''\nlast: x\n";
    let pointers = [
        "",
        "/id",
        "/flow",
        "/flow/x",
        "/flow/x/1",
        "/flow/y",
        "/same",
        "/same/x/1",
        "/block",
        "/list",
        "/list/1",
        "/list/2",
        "/list/3",
        "/missing",
        "/quoted",
        "/quoted/deep",
        "/last",
    ];
    insta::assert_snapshot!(places(text, Format::Yaml, &pointers));
}

#[test]
fn a_record_longer_than_the_limit_is_refused() {
    let limits = Limits { record_bytes: 20, ..Limits::default() };
    let text = "{\"id\": \"a\"}\n{\"id\": \"a very long one indeed\"}\n{\"id\": \"b\"}\n";
    insta::assert_snapshot!(read(text, Format::Ndjson, limits));
}

#[test]
fn bytes_that_are_not_utf_8_are_named_with_their_place() {
    let mut shown = String::new();
    for bytes in [
        &b"{\"id\": \"\xe9\"}"[..],
        b"\xff\xfe{\x00",
        b"\xfe\xff\x00{",
        b"{\x00\"\x00",
        b"\x00{\x00\"",
        b"\xff\xfe\x00\x00{\x00\x00\x00",
        b"\xef\xbb\xbf\xc3",
    ] {
        let mistake = decode(bytes).expect_err("not UTF-8");
        writeln!(shown, "{:?} {}: {mistake}; {}", mistake.span(), mistake.reason(), mistake.advice()).expect("a text");
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn a_byte_order_mark_at_the_start_of_a_file_is_stepped_over() {
    for (format, rest) in
        [(Format::Json, "{\"id\": 1, }"), (Format::Ndjson, "{\"id\": 1, }\n"), (Format::Yaml, "id: 1\nid: 2\n")]
    {
        let text = format!("\u{feff}{rest}");
        let with = decode(text.as_bytes()).expect("UTF-8");
        let shown = read(with, format, Limits::default());
        assert_eq!(shown, read(rest, format, Limits::default()));
        assert!(shown.contains("1:") || shown.contains("2:1"), "{shown}");
    }
}

#[test]
fn an_object_with_many_members_finds_its_repeated_key() {
    let members: Vec<String> = (0..20_000).map(|n| format!("\"key{n}\": {n}")).collect();
    let text = format!("{{{}, \"key7\": 0}}", members.join(", "));
    let shown = read(&text, Format::Json, Limits::default());
    assert!(shown.contains("duplicate-key: the key \"key7\"") && shown.contains("here: 1:79"), "{shown}");
}
