//! What holds for every text.

use std::ops::Range;

use accordance_document::{
    Format, Limits, Locator, Record, Records, Tape, Tree, Value, Ways, decode, locate, parse_json, push_step,
};
use proptest::prelude::*;
use serde_json::Value as Json;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,12}",
        "\\PC{0,8}",
        Just("true".to_owned()),
        Just("1.0".to_owned()),
        Just("line\nbreak \"and\" \\ more".to_owned()),
        Just("- #: *x".to_owned()),
    ]
}

fn number() -> impl Strategy<Value = serde_json::Number> {
    prop_oneof![
        any::<u64>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        (-1e12_f64..1e12).prop_filter_map("finite", serde_json::Number::from_f64),
    ]
}

fn json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        number().prop_map(Json::Number),
        text().prop_map(Json::String),
    ];
    leaf.prop_recursive(5, 48, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Json::Array),
            proptest::collection::vec((text(), inner), 0..6)
                .prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}

/// What `of` makes of each record of a text.
fn each<T>(text: &str, format: Format, of: impl Fn(Record<'_>) -> T) -> Vec<Result<T, String>> {
    let mut tree = Tree::new();
    let mut records = Records::new(text, format, &mut tree, Limits::default());
    let mut all = Vec::new();
    while let Some(found) = records.next_record() {
        all.push(found.map(&of).map_err(|mistake| mistake.to_string()));
    }
    all
}

/// JSON as a stranger might write it: `choices` decides on white space and escapes.
fn loose_json(value: &Json, choices: &mut impl Iterator<Item = u8>, space: &[&str], out: &mut String) {
    let gap = |out: &mut String, choices: &mut dyn Iterator<Item = u8>| {
        out.push_str(space[usize::from(choices.next().unwrap_or(0)) % space.len()]);
    };
    match value {
        Json::Object(members) => {
            out.push('{');
            for (at, (key, member)) in members.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                gap(out, choices);
                loose_json(&Json::String(key.clone()), choices, space, out);
                gap(out, choices);
                // YAML wants white space behind the colon.
                out.push_str(": ");
                loose_json(member, choices, space, out);
                gap(out, choices);
            }
            out.push('}');
        }
        Json::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                gap(out, choices);
                loose_json(item, choices, space, out);
                gap(out, choices);
            }
            out.push(']');
        }
        Json::String(text) => {
            out.push('"');
            for c in text.chars() {
                let mut units = [0; 2];
                match choices.next().unwrap_or(0) % 4 {
                    0 => c.encode_utf16(&mut units).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}"))),
                    _ => {
                        let quoted = Json::String(c.to_string()).to_string();
                        out.push_str(&quoted[1..quoted.len() - 1]);
                    }
                }
            }
            out.push('"');
        }
        other => out.push_str(&other.to_string()),
    }
}

/// JSON in which every value that may stand in a YAML block does, one below the other.
fn block_yaml(value: &Json, indent: usize, out: &mut String) {
    let pad = "  ".repeat(indent);
    match value {
        Json::Object(members) if !members.is_empty() => {
            for (key, member) in members {
                out.push_str(&format!("\n{pad}{}:", Json::String(key.clone())));
                block_yaml(member, indent + 1, out);
            }
        }
        Json::Array(items) if !items.is_empty() => {
            for item in items {
                out.push_str(&format!("\n{pad}-"));
                block_yaml(item, indent + 1, out);
            }
        }
        Json::String(text) if !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase()) => {
            out.push_str(&format!(" '{text}'"));
        }
        other => out.push_str(&format!(" {other}")),
    }
}

fn pointers(value: Value<'_>, pointer: &str, all: &mut Vec<(String, Json)>) {
    all.push((pointer.to_owned(), value.to_json()));
    for (key, member) in value.members() {
        let mut inner = pointer.to_owned();
        push_step(&mut inner, key);
        pointers(member, &inner, all);
    }
    for (at, item) in value.items().enumerate() {
        pointers(item, &format!("{pointer}/{at}"), all);
    }
}

fn each_place_holds_its_value(text: &str, format: Format) -> Result<usize, TestCaseError> {
    let found = each(text, format, |record| {
        let mut all = Vec::new();
        pointers(record.value, "", &mut all);
        let mut ways = Ways::new(record.value);
        let places: Vec<_> = all.iter().map(|(pointer, _)| record.place(&mut ways, pointer)).collect();
        (record.span, all, places)
    });
    let count = found.len();
    let mut locator = Locator::default();
    for found in found {
        let (span, all, places): (Range<usize>, Vec<(String, Json)>, _) = found.expect("the text is well-formed");
        let asked: Vec<&str> = all.iter().map(|(pointer, _)| pointer.as_str()).collect();
        prop_assert_eq!(&locator.locate_all(text, format, span.clone(), &asked, Limits::default()), &places);
        for ((pointer, value), known) in all.into_iter().zip(places) {
            let place = locate(text, format, span.clone(), &pointer, Limits::default());
            prop_assert_eq!(&place, &known);
            let place = place.ok_or_else(|| TestCaseError::fail(format!("no place for {pointer:?}")))?;
            let there = &text[place.value.clone()];
            let again = match format {
                Format::Yaml => {
                    each(&reindented(text, place.value.start, there), format, |record| record.value.to_json())
                }
                _ => each(there, format, |record| record.value.to_json()),
            };
            let expected = match value.clone() {
                Json::Array(items) => items.into_iter().map(Ok).collect(),
                other => vec![Ok(other)],
            };
            prop_assert_eq!(again, expected, "at {:?}: {:?} in {:?}", pointer, there, text);
            if let Some(key) = place.key {
                let mut last = String::new();
                let name = each(&text[key], Format::Yaml, |record| record.value.to_json());
                push_step(&mut last, name[0].as_ref().expect("a key").as_str().expect("a text"));
                prop_assert!(pointer.ends_with(&last));
            }
        }
    }
    Ok(count)
}

/// A block of YAML with the indentation that its first line has in the file.
fn reindented(text: &str, start: usize, there: &str) -> String {
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    format!("{}{there}", " ".repeat(text[line..start].chars().count()))
}

/// A value with one zero: `-0` is read as the whole number 0, and by others as a double.
fn one_zero(value: Json) -> Json {
    match value {
        Json::Number(number) if number.as_f64() == Some(0.0) => 0.into(),
        Json::Array(items) => items.into_iter().map(one_zero).collect(),
        Json::Object(members) => members.into_iter().map(|(key, member)| (key, one_zero(member))).collect(),
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn ways_lead_there_and_back(
        items in proptest::collection::vec((text(), json()), 0..80),
        is_list in any::<bool>(),
        other in text(),
    ) {
        let long = if is_list {
            items.into_iter().map(|(_, item)| item).collect()
        } else {
            Json::Object(items.into_iter().collect())
        };
        let (text, mut tree) = (long.to_string(), Tree::new());
        let record = parse_json(&text, &mut tree, Limits::default()).expect("JSON");
        let mut ways = Ways::new(record);
        let mut all = Vec::new();
        pointers(record, "", &mut all);
        for (pointer, value) in all {
            let found = ways.value(&pointer);
            prop_assert_eq!(found.map(Value::to_json), Some(value), "{}", pointer);
            prop_assert_eq!(found.map(|found| ways.pointer_to(found)), Some(pointer));
        }
        let other = format!("/{other}");
        prop_assert_eq!(ways.value(&other).map(Value::to_json), long.pointer(&other).cloned());
    }

    #[test]
    fn json_reads_as_serde_json_reads_it(value in json(), pretty: bool) {
        let text = if pretty { format!("{value:#}") } else { value.to_string() };
        let mut tree = Tree::new();
        let read = parse_json(&text, &mut tree, Limits::default()).expect("well-formed");
        prop_assert_eq!(read.to_json(), value.clone());
        prop_assert_eq!(read.to_typed::<Json>().expect("any value is one"), value);
    }

    #[test]
    fn json_with_any_white_space_and_escapes_reads_the_same(value in json(), choices in proptest::collection::vec(any::<u8>(), 1..64)) {
        let mut text = String::new();
        loose_json(&value, &mut choices.into_iter().cycle(), &["", " ", "\n", "\t \r\n", "  \n   "], &mut text);
        prop_assert_eq!(&serde_json::from_str::<Json>(&text).expect("well-formed"), &value, "{}", text);
        let mut tree = Tree::new();
        prop_assert_eq!(parse_json(&text, &mut tree, Limits::default()).expect("well-formed").to_json(), value);
        let records = each(&text, Format::Json, |record| text[record.span.clone()].to_owned());
        prop_assert!(records.iter().all(Result::is_ok));
    }

    #[test]
    fn yaml_flows_read_as_the_json_that_they_stand_for(value in json(), choices in proptest::collection::vec(any::<u8>(), 1..64)) {
        let mut text = String::from("root: ");
        // Half of a surrogate pair is no escape in YAML, so escapes stay below U+10000.
        let value: Json = serde_json::from_str(&value.to_string().replace(|c: char| c > '\u{ffff}', "x")).expect("JSON");
        loose_json(&value, &mut choices.into_iter().cycle(), &["", " ", "\n  ", " # note\n  "], &mut text);
        let read = each(&text, Format::Yaml, |record| record.value.to_json());
        prop_assert_eq!(read, vec![Ok(serde_json::json!({ "root": value }))], "{}", text);
        prop_assert_eq!(each_place_holds_its_value(&text, Format::Yaml)?, 1);
    }

    #[test]
    fn any_bytes_are_text_or_refused_at_a_place(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        if let Err(mistake) = decode(&bytes) {
            prop_assert!(bytes.get(mistake.span()).is_some());
        }
    }

    #[test]
    fn yaml_blocks_read_as_the_json_that_they_stand_for(value in json()) {
        let mut text = String::from("root:");
        block_yaml(&value, 1, &mut text);
        let read = each(&text, Format::Yaml, |record| record.value.to_json());
        prop_assert_eq!(read, vec![Ok(serde_json::json!({ "root": value }))], "{}", text);
    }

    #[test]
    fn the_text_at_a_place_is_the_value_in_json(value in json(), pretty: bool) {
        let text = if pretty { format!("{:#}", serde_json::json!({ "root": value })) } else { format!("{{\"root\":{value}}}") };
        prop_assert_eq!(each_place_holds_its_value(&text, Format::Json)?, 1);
    }

    #[test]
    fn the_text_at_a_place_is_the_value_in_yaml(value in json()) {
        let mut text = String::from("root:");
        block_yaml(&value, 1, &mut text);
        prop_assert_eq!(each_place_holds_its_value(&text, Format::Yaml)?, 1);
    }

    #[test]
    fn any_bytes_are_read_or_refused(text in "([\\[\\]{}:,\"'a-e0-9.\\-\\\\ \n&*!|>#%?~\t]|---\n|\\.\\.\\.\n|- |: |\\PC){0,60}") {
        for format in [Format::Json, Format::Yaml, Format::Ndjson] {
            let mut tree = Tree::new();
            let mut records = Records::new(&text, format, &mut tree, Limits::default());
            let mut count = 0;
            while let Some(found) = records.next_record() {
                let span = match found { Ok(record) => record.span, Err(mistake) => mistake.span() };
                prop_assert!(span.start <= span.end && text.get(span).is_some(), "a place within the text");
                count += 1;
                prop_assert!(count <= text.len() + 1, "reading ends");
            }
        }
    }

    #[test]
    fn json_is_accepted_as_serde_json_accepts_it(text in "[\\[\\]{}:,\"ab0-2.e\\-\\\\ un]{0,16}") {
        let ours = parse_json(&text, &mut Tree::new(), Limits::default()).map(Value::to_json);
        match serde_json::from_str::<Json>(&text) {
            Ok(value) if text.matches(':').count() < 2 => prop_assert_eq!(ours.ok().map(one_zero), Some(one_zero(value))),
            Ok(_) => {}
            Err(_) => prop_assert!(ours.is_err()),
        }
    }

    #[test]
    fn equality_is_that_of_json(one in json(), two in json()) {
        let (one_text, two_text) = (one.to_string(), two.to_string());
        let (mut one_tree, mut two_tree) = (Tree::new(), Tree::new());
        let left = parse_json(&one_text, &mut one_tree, Limits::default()).expect("well-formed");
        let right = parse_json(&two_text, &mut two_tree, Limits::default()).expect("well-formed");
        prop_assert_eq!(left == right, jsonschema::json::cmp::equal(&one, &two));
        let constant = jsonschema::options_for::<Tape>().build(&serde_json::json!({ "const": one })).expect("a schema");
        prop_assert!(constant.is_valid(left));
    }
}
