//! What readers of JSON are known to disagree on, one by one. Each text is given to the type, to its schema, and to the
//! reader that the command uses.

use accordance_canon::{KINDS, schema};
use accordance_document::{Format, Limits, Records, Tree};
use accordance_goals::{Alignment, Edition, Goal, Programme, Sdg, SdgTarget};
use accordance_meetings::{Meeting, Organization, Series};
use accordance_terms::{
    Count, CountryCode, Date, Distinct, GoalId, Ordinal, PartialDate, Place, SdgCode, SdgTargetCode, Source, Text,
    Texts, Url, Weekday, Wording,
};
use accordance_themes::Theme;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{schema_of, validator};

/// Says of a text what the type, the schema and the command's reader say, if they say the same.
fn accepted<T: DeserializeOwned + JsonSchema>(text: &str) -> bool {
    let by_type = serde_json::from_str::<T>(text).map(drop);
    let value = serde_json::from_str::<Value>(text);
    let by_schema = value.as_ref().is_ok_and(|value| validator(&schema_of::<T>()).is_valid(value));
    assert_eq!(by_type.is_ok(), by_schema, "the type says {by_type:?} of {}", shortened(text));
    assert_eq!(read_by_the_command::<T>(text), by_schema, "the command's reader differs on {}", shortened(text));
    by_schema
}

#[derive(serde::Deserialize)]
struct Holder<T> {
    value: T,
}

fn read_by_the_command<T: DeserializeOwned>(text: &str) -> bool {
    // A record is an object; the value is put into one, whole as it stands.
    let file = format!("{{\"value\": {text}}}");
    let mut tree = Tree::new();
    let mut records = Records::new(&file, Format::Json, &mut tree, Limits::default());
    let Some(Ok(record)) = records.next_record() else {
        return false;
    };
    record.value.to_typed::<Holder<T>>().map(|holder| drop(holder.value)).is_ok()
}

fn shortened(text: &str) -> String {
    text.chars().take(80).collect()
}

fn all_accepted<T: DeserializeOwned + JsonSchema>(texts: &[&str]) {
    texts.iter().for_each(|text| assert!(accepted::<T>(text), "{} is refused", shortened(text)));
}

fn all_refused<T: DeserializeOwned + JsonSchema>(texts: &[&str]) {
    texts.iter().for_each(|text| assert!(!accepted::<T>(text), "{} is accepted", shortened(text)));
}

/// The kinds of records by their type.
macro_rules! by_kind {
    ($call:ident) => {
        [
            ("edition", $call::<Edition> as fn(&str) -> bool),
            ("goal", $call::<Goal>),
            ("theme", $call::<Theme>),
            ("programme", $call::<Programme>),
            ("sdg", $call::<Sdg>),
            ("sdg_target", $call::<SdgTarget>),
            ("alignment", $call::<Alignment>),
            ("organization", $call::<Organization>),
            ("series", $call::<Series>),
            ("meeting", $call::<Meeting>),
        ]
    };
}

/// An example, its schema, and what says whether a text is accepted.
type Example = (Value, Value, fn(&str) -> bool);

/// The example of each kind.
fn examples() -> Vec<Example> {
    let read = by_kind!(accepted);
    assert_eq!(read.len(), KINDS.len());
    read.into_iter()
        .map(|(kind, read)| {
            let schema = schema(kind).unwrap();
            (schema["examples"][0].clone(), schema, read)
        })
        .collect()
}

#[test]
fn flatten_no_property_of_a_part_is_taken_in_the_whole() {
    // `serde(flatten)` would take these, and would switch `deny_unknown_fields` off.
    all_refused::<Wording>(&[
        r#"{"text": "Said", "standing": "verified", "title": "A page"}"#,
        r#"{"text": "Said", "standing": "verified", "en": {"text": "Said", "standing": "verified"}}"#,
    ]);
    all_refused::<Source>(&[r#"{"title": "A page", "text": "Said", "standing": "verified"}"#]);
    for (example, _, read) in examples() {
        for (name, value) in [("text", json!("Said")), ("standing_of", json!("verified")), ("en", json!("Said"))] {
            let mut spoiled = example.clone();
            spoiled[name] = value;
            assert!(!read(&spoiled.to_string()), "{spoiled}");
        }
    }
}

#[test]
fn untagged_enums_one_of_several_properties_is_one_and_no_more() {
    let example = serde_json::to_value(Alignment::example()).unwrap();
    assert!(accepted::<Alignment>(&example.to_string()));
    let ends = [
        ("theme", json!("theme-2023-draft-1")),
        ("sdg", json!("5")),
        ("sdg_target", json!("5.2")),
        ("contribution", json!("wg-2023-07-03-c1")),
    ];
    for (one, (name, value)) in ends.iter().enumerate() {
        let mut link = example.clone();
        link.as_object_mut().unwrap().shift_remove("sdg");
        assert!(!accepted::<Alignment>(&link.to_string()), "it has no end");
        link[name] = value.clone();
        assert!(accepted::<Alignment>(&link.to_string()), "{name}");
        for (other, value) in ends.iter().skip(one + 1) {
            let mut two = link.clone();
            two[other] = value.clone();
            assert!(!accepted::<Alignment>(&two.to_string()), "{name} and {other}");
        }
        // A wrong value is no other form of the property.
        link[name] = json!({"id": value});
        assert!(!accepted::<Alignment>(&link.to_string()), "{name}");
    }
    all_refused::<Weekday>(&[r#"{"Monday": null}"#, r#"["Monday"]"#, "1", r#"{"word": "Monday"}"#]);
}

#[test]
fn defaults_what_is_required_has_none() {
    for (example, schema, read) in examples() {
        for name in schema["required"].as_array().unwrap() {
            let mut spoiled = example.clone();
            spoiled.as_object_mut().unwrap().shift_remove(name.as_str().unwrap()).unwrap();
            assert!(!read(&spoiled.to_string()), "without {name}");
        }
    }
}

#[test]
fn defaults_an_absent_list_stays_absent_and_an_empty_one_empty() {
    let with = r#"{"text": "Said", "standing": "verified", "sources": []}"#;
    let without = r#"{"text": "Said", "standing": "verified"}"#;
    all_accepted::<Wording>(&[with, without]);
    let written = |text| serde_json::to_string(&serde_json::from_str::<Wording>(text).unwrap()).unwrap();
    assert!(written(with).contains("\"sources\":[]"));
    assert!(!written(without).contains("sources"));
}

#[test]
fn unknown_fields_are_refused_at_every_level() {
    for (example, _, read) in examples() {
        let mut places = Vec::new();
        objects(&example, "", &mut places);
        for place in places {
            let mut spoiled = example.clone();
            spoiled.pointer_mut(&place).unwrap()["x-more"] = json!(1);
            assert!(!read(&spoiled.to_string()), "at {place:?}: {spoiled}");
        }
    }
    all_refused::<Source>(&[r#"{"title": "A page", "Title": "A page"}"#, r#"{"title": "A page", "": ""}"#]);
}

fn objects(value: &Value, place: &str, places: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            places.push(place.to_owned());
            members.iter().for_each(|(name, member)| objects(member, &format!("{place}/{name}"), places));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| objects(item, &format!("{place}/{at}"), places));
        }
        _ => {}
    }
}

#[test]
fn integer_ranges_a_whole_number_is_one_however_it_is_written() {
    all_accepted::<Ordinal>(&["1", "1.0", "1e0", "10e-1", "0.1e1", "999", "999.0", "9.99e2", "9.99E+2"]);
    all_refused::<Ordinal>(&[
        "0", "-0", "0.0", "-0.0", "1000", "1e3", "1.5", "0.999", "-1", "1e300", "\"1\"", "true", "[1]",
    ]);
    all_accepted::<Count>(&["0", "-0", "0.0", "-0.0", "0e10", "4294967295", "4294967295.0", "4.294967295e9"]);
    all_refused::<Count>(&[
        "-1",
        "4294967296",
        "4294967296.0",
        "4294967295.5",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775808",
        "-9223372036854775809",
        "1e19",
        "123456789012345678901234567890",
        "1e308",
    ]);
    // No number of JSON, or none that a double can hold.
    all_refused::<Count>(&["01", "+1", "1.", ".1", "0x1", "NaN", "Infinity", "1e400", "1_000", ""]);
}

#[test]
fn dates_are_days_that_exist() {
    all_accepted::<Date>(&[
        r#""2023-07-03""#,
        r#""2024-02-29""#,
        r#""2000-02-29""#,
        r#""0001-01-01""#,
        r#""9999-12-31""#,
    ]);
    all_refused::<Date>(&[
        r#""2023-02-29""#,
        r#""1900-02-29""#,
        r#""2023-02-30""#,
        r#""2023-04-31""#,
        r#""2023-13-01""#,
        r#""2023-00-01""#,
        r#""2023-01-00""#,
        r#""2023-7-3""#,
        r#""23-07-03""#,
        r#""+2023-07-03""#,
        r#""-0001-01-01""#,
        r#""10000-01-01""#,
        r#""2023-07-03T00:00:00Z""#,
        r#""2023-07-03 ""#,
        r#"" 2023-07-03""#,
        r#""2023-07-03\n""#,
        r#""20230703""#,
        r#""2023-W27-1""#,
        r#""2023-184""#,
        r#""٢٠٢٣-٠٧-٠٣""#,
        r#""２０２３-０７-０３""#,
        "20230703",
        "null",
    ]);
    all_accepted::<PartialDate>(&[r#""2023""#, r#""2023-07""#, r#""2023-07-03""#, r#""2024-02-29""#]);
    all_refused::<PartialDate>(&[
        r#""2023-02-29""#,
        r#""2023-13""#,
        r#""2023-00""#,
        r#""2023-""#,
        r#""202""#,
        "2023",
        r#""""#,
    ]);
}

#[test]
fn duplicate_keys_are_refused_by_types_and_by_the_reader_of_the_command() {
    // A JSON Schema does not see them: a parser has dropped one of the two.
    for text in [
        r#"{"title": "A page", "title": "A page"}"#,
        r#"{"title": "A page", "note": "Said", "note": "Said"}"#,
        r#"{"title": "A page", "t\u0069tle": "A page"}"#,
        r#"{"title": "A page", "place": "1", "url": "https://a.example/", "place": "2"}"#,
    ] {
        assert!(serde_json::from_str::<Source>(text).is_err(), "{text}");
        assert!(!read_by_the_command::<Source>(text), "{text}");
    }
    let nested = r#"{"en": {"text": "Said", "standing": "verified"}, "en": {"text": "Other", "standing": "verified"}}"#;
    assert!(serde_json::from_str::<accordance_terms::Wordings>(nested).is_err());
    assert!(!read_by_the_command::<accordance_terms::Wordings>(nested));
}

#[test]
fn null_is_not_absent() {
    for (example, schema, read) in examples() {
        for name in schema["properties"].as_object().unwrap().keys() {
            let mut spoiled = example.clone();
            spoiled[name] = Value::Null;
            assert!(!read(&spoiled.to_string()), "{name} is null");
        }
    }
    all_accepted::<Place>(&["{}", r#"{"city": "Lyon"}"#]);
    all_refused::<Place>(&["null", r#"{"city": null}"#, r#"{"city": "Lyon", "country": null}"#]);
    all_refused::<Texts>(&["null", "{}", r#"{"en": null}"#, r#"{"en": "Said", "fr": null}"#]);
    all_refused::<Distinct<GoalId>>(&["null", "[null]"]);
}

#[test]
fn texts_with_nul_and_surrogates() {
    all_accepted::<Text>(&[
        r#""\u0000""#,
        r#""a\u0000b""#,
        r#""\ud83d\ude00""#,
        r#""\u202e""#,
        r#""\ufeff""#,
        "\"\u{10ffff}\"",
    ]);
    // Half of a pair is no character, and a NUL byte no JSON.
    all_refused::<Text>(&[r#""\ud83d""#, r#""\ude00""#, r#""\ude00\ud83d""#, r#""\ud83dx""#, "\"\0\"", r#""\x00""#]);
    all_refused::<GoalId>(&[
        r#""gpg-2017-4\u0000""#,
        r#""\u0000gpg-2017-4""#,
        r#""gpg-2017-4\n""#,
        "\"gpg-2017-４\"",
        "\"gpg‑2017‑4\"",
    ]);
    all_refused::<Url>(&[
        r#""https://a.example/\u0000""#,
        r#""https://a.example/\ud83d\ude00""#,
        r#""https://a.example/ ""#,
        r#""https://a.example/\n""#,
    ]);
}

#[test]
fn empty_texts_are_refused_where_something_must_be_said() {
    all_refused::<Text>(&[r#""""#]);
    all_accepted::<Text>(&[r#"" ""#, r#""\n""#, r#""\u200b""#]);
    all_refused::<GoalId>(&[r#""""#, r#"" ""#, r#""-""#]);
    all_refused::<SdgCode>(&[r#""""#]);
    all_refused::<CountryCode>(&[r#""""#]);
    all_refused::<Source>(&[r#"{"title": ""}"#]);
}

#[test]
fn very_long_texts_are_measured_in_characters() {
    for unit in ["a", "é", "😀", "\u{301}"] {
        assert!(accepted::<Text>(&json!(unit.repeat(20_000)).to_string()), "20,000 of {unit}");
        assert!(!accepted::<Text>(&json!(unit.repeat(20_001)).to_string()), "20,001 of {unit}");
    }
    // Two code units of an escape are one character.
    assert!(accepted::<Text>(&format!("\"{}\"", r"\ud83d\ude00".repeat(20_000))));
    assert!(accepted::<GoalId>(&json!("a".repeat(80)).to_string()));
    assert!(!accepted::<GoalId>(&json!("a".repeat(81)).to_string()));
    let address = |length: usize| json!(format!("https://{}", "a".repeat(length - 8))).to_string();
    assert!(accepted::<Url>(&address(2_000)) && !accepted::<Url>(&address(2_001)));
    assert!(!accepted::<Text>(&json!("a".repeat(2_000_000)).to_string()));
}

#[test]
fn unique_items_are_so_by_value() {
    all_accepted::<Distinct<GoalId>>(&["[]", r#"["gpg-2017-1"]"#, r#"["gpg-2017-1", "gpg-2017-2"]"#]);
    all_refused::<Distinct<GoalId>>(&[r#"["gpg-2017-1", "gpg-2017-1"]"#, r#"["gpg-2017-1", "\u0067pg-2017-1"]"#]);
    // One number, written in two ways; two codes that are one number.
    all_refused::<Distinct<Ordinal>>(&["[1, 1.0]", "[10, 1e1]", "[1, 2, 3, 2]"]);
    all_accepted::<Distinct<SdgTargetCode>>(&[r#"["16.1", "16.10"]"#]);
    // What only looks the same.
    all_accepted::<Distinct<Text>>(&[r#"["é", "e\u0301"]"#, r#"["a", "A"]"#, r#"["a", "a "]"#]);
}

#[test]
fn codes_are_texts_and_words_are_written_as_listed() {
    all_accepted::<SdgCode>(&[r#""1""#, r#""17""#]);
    all_refused::<SdgCode>(&["1", "17", r#""01""#, r#""18""#, r#""0""#, r#""1.0""#, r#""١""#, r#"" 1""#]);
    all_accepted::<SdgTargetCode>(&[r#""16.1""#, r#""16.10""#, r#""16.a""#]);
    all_refused::<SdgTargetCode>(&["16.1", r#""16.01""#, r#""16.A""#, r#""16.""#, r#""18.1""#, r#""16.1 ""#]);
    all_accepted::<Weekday>(&[r#""Monday""#]);
    all_refused::<Weekday>(&[r#""monday""#, r#""MONDAY""#, r#""Monday ""#, r#""Mon""#]);
    all_refused::<CountryCode>(&[r#""fr""#, r#""FRA""#, r#""ZZ""#]);
}

#[test]
fn a_list_is_no_object_and_an_object_no_list() {
    // A derived `Deserialize` reads a struct from a list of its fields.
    all_refused::<Wording>(&[r#"["Said", "verified"]"#, r#"["Said", "verified", null, null]"#, "[]"]);
    all_refused::<Place>(&["[]", r#"["Lyon", "FR", null, null]"#]);
    all_refused::<Distinct<GoalId>>(&["{}", r#"{"0": "gpg-2017-1"}"#, r#""gpg-2017-1""#]);
    for (example, _, read) in examples() {
        let values: Vec<&Value> = example.as_object().unwrap().values().collect();
        assert!(!read(&json!(values).to_string()));
        assert!(!read(&json!([example]).to_string()));
    }
}

#[test]
fn the_order_of_properties_and_white_space_say_nothing() {
    for (example, _, read) in examples() {
        let turned: serde_json::Map<String, Value> =
            example.as_object().unwrap().iter().rev().map(|(name, value)| (name.clone(), value.clone())).collect();
        assert!(read(&Value::Object(turned).to_string()));
        assert!(read(&format!("\n\t {example:#} \r\n")));
    }
}
