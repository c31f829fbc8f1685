//! Values that come close to what records hold.

use proptest::{prelude::*, sample::select};
use serde_json::{Number, Value, json};

/// Dates that are, and dates that are not.
const DATES: [&str; 20] = [
    "2023-07-03",
    "2024-02-29",
    "2023-02-29",
    "2023-02-30",
    "1900-02-29",
    "2000-02-29",
    "0000-01-01",
    "9999-12-31",
    "10000-01-01",
    "-0001-01-01",
    "2023-13-01",
    "2023-00-10",
    "2023-04-31",
    "2023-7-3",
    "2023-07-03T00:00:00Z",
    "2023-07",
    "2023-13",
    "2023",
    "٢٠٢٣-٠٧-٠٣",
    "2023-07-03\n",
];

/// Codes, words and addresses of all lists, and some that are on none.
const WORDS: [&str; 62] = [
    "v1",
    "v2",
    "goal",
    "meeting",
    "verified",
    "partial",
    "inferred",
    "unverified",
    "editorial",
    "complete",
    "unknown",
    "incomplete",
    "draft",
    "adopted",
    "planned",
    "held",
    "in_person",
    "in person",
    "online",
    "unspecified",
    "direct",
    "organization",
    "project",
    "person",
    "goals",
    "themes",
    "noted",
    "carried",
    "named",
    "Monday",
    "monday",
    "en",
    "EN",
    "de",
    "ar",
    "FR",
    "fr",
    "UK",
    "GB",
    "XK",
    "1",
    "17",
    "18",
    "01",
    "0",
    "16.1",
    "16.10",
    "16.01",
    "16.20",
    "16.d",
    "16.e",
    "16.A",
    "18.1",
    "gpg-2017-4",
    "gpg--2017",
    "-gpg",
    "gpg_2017",
    "GPG-4",
    "http://a.example/",
    "https://a.example/%C3%A9?b=[c]#d",
    "https://é.example/",
    "ftp://a.example/",
];

pub(super) fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        6 => select(WORDS.as_slice()).prop_map(Value::from),
        4 => select(DATES.as_slice()).prop_map(Value::from),
        2 => "[a-z0-9-]{0,12}".prop_map(Value::from),
        1 => "\\PC{0,6}".prop_map(Value::from),
        1 => long_text().prop_map(Value::from),
        3 => number(),
        2 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        2 => select(vec![
            json!([]), json!({}), json!([null]), json!([[]]), json!(["gpg-2017-1", "gpg-2017-1"]), json!({"en": "Said"}),
            json!({"en": null}), json!({"title": "A page"}), json!({"en": {"text": "Said", "standing": "verified"}}),
            json!([{"title": "A page"}, {"title": "A page"}]), json!(["16.1", "16.10"]),
        ]),
    ]
}

/// Texts about as long as the longest that are allowed, of one-byte and of wide characters.
fn long_text() -> impl Strategy<Value = String> {
    let lengths = vec![79_usize, 80, 81, 1999, 2000, 2001, 19_999, 20_000, 20_001];
    (select(lengths), select(vec!["a", "é", "😀", "1-"]), any::<bool>()).prop_map(|(length, unit, address)| {
        let start = if address { "https://" } else { "" };
        start.chars().chain(unit.chars().cycle()).take(length).collect()
    })
}

fn number() -> impl Strategy<Value = Value> {
    let whole = select(vec![0_i64, 1, -1, 2, 999, 1000, 4_294_967_295, 4_294_967_296, i64::MIN, i64::MAX]);
    let double =
        select(vec![0.0, -0.0, 1.0, 3.0, 3.5, -1.0, 999.0, 1000.0, 4_294_967_295.0, 4_294_967_296.0, 1e300, 0.1]);
    prop_oneof![
        whole.prop_map(Value::from),
        Just(Value::from(u64::MAX)),
        double.prop_map(|double| Number::from_f64(double).map_or(Value::Null, Value::Number)),
    ]
}
