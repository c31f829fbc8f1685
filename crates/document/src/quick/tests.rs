//! What is decided here is decided as the library decides it.

use proptest::{prelude::*, sample::select};
use serde_json::{Map, Value as Json, json};

use super::{Guide, Marks, Memory, Quick};
use crate::{Limits, Tree, Value, parse_json, read_line, read_line_guided, validation_options};

/// The verdict on a value, which is that of the library where there is one.
fn verdict(schema: &Json, value: &Json) -> Option<bool> {
    let Ok(validator) = validation_options().build(schema) else { return None };
    let (mut tree, line) = (Tree::new(), value.to_string());
    let value = parse_json(&line, &mut tree, Limits::default()).expect("JSON");
    let verdict = Quick::of(schema).verdict(value);
    assert_eq!(verdict.unwrap_or(validator.is_valid(value)), validator.is_valid(value), "{schema} {line}");
    verdict
}

#[test]
fn keywords_are_decided() {
    let decided = [
        (json!({"type": ["integer", "null"], "minimum": 1, "exclusiveMaximum": 9}), json!(4), json!(9)),
        (json!({"type": "integer"}), json!(3.0), json!(3.5)),
        (json!({"minLength": 2, "maxLength": 3}), json!("éé"), json!("é")),
        (json!({"pattern": "^[a-z]+$"}), json!("a"), json!("A")),
        (json!({"pattern": "é"}), json!("caf\u{e9}"), json!("cafe")),
        (json!({"enum": ["a", null, true]}), json!(true), json!(false)),
        (json!({"const": {"a": 1.0}}), json!({"a": 1}), json!({"a": 2})),
        (json!({"multipleOf": 0.5}), json!(1.5), json!(1.2)),
        (json!({"required": ["a"], "additionalProperties": {"type": "null"}}), json!({"a": null}), json!({"a": 1})),
        (json!({"properties": {"a": false}}), json!({"b": 1}), json!({"a": 1})),
        (
            json!({"patternProperties": {"^a": {"type": "null"}}, "additionalProperties": false}),
            json!({"ab": null}),
            json!({"b": null}),
        ),
        (json!({"propertyNames": {"maxLength": 1}}), json!({"a": 1}), json!({"ab": 1})),
        (json!({"minProperties": 1, "maxProperties": 2}), json!({"a": 1}), json!({})),
        (json!({"items": {"$ref": "#/$defs/word"}, "$defs": {"word": {"type": "string"}}}), json!(["a"]), json!([1])),
        (json!({"prefixItems": [{"type": "null"}], "items": false, "minItems": 1}), json!([null]), json!([null, 1])),
        (json!({"uniqueItems": true}), json!([1, "1"]), json!([1, 1.0])),
        (json!({"contains": {"const": 1}}), json!([2, 1]), json!([2])),
        (json!({"anyOf": [{"type": "null"}, {"minimum": 1}]}), json!(1), json!(0)),
        (json!({"oneOf": [{"type": "integer"}, {"minimum": 1}]}), json!(0), json!(1)),
        (json!({"not": {"type": "null"}}), json!(0), json!(null)),
        (
            json!({"if": {"minimum": 5}, "then": {"type": "integer"}, "else": {"type": "number"}}),
            json!(0.5),
            json!(5.5),
        ),
        (json!({"dependentRequired": {"a": ["b"]}}), json!({"b": 1}), json!({"a": 1})),
        (
            json!({"properties": {"next": {"$ref": "#"}}, "required": ["a"]}),
            json!({"a": 1, "next": {"a": 2}}),
            json!({"a": 1, "next": {}}),
        ),
        (
            json!({"format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
            json!("2024-02-29"),
            json!("2023-02-29"),
        ),
        (json!({"format": "email"}), json!("a@b.example"), json!("a")),
        (json!({"format": "of nobody", "x-note": 1}), json!("a"), json!(null)),
    ];
    for (schema, valid, other) in decided {
        assert_eq!(verdict(&schema, &valid), Some(true), "{schema}");
        assert!(verdict(&schema, &other).is_some(), "{schema}");
    }
}

#[test]
fn what_is_not_known_is_not_accepted() {
    for schema in [
        json!({"$ref": "#"}),
        json!({"allOf": [{"anyOf": [{"$ref": "#"}]}]}),
        json!({"$dynamicRef": "#"}),
        json!({"$ref": "#/$defs/of", "$defs": {"of": {"$schema": "http://json-schema.org/draft-07/schema#"}}}),
        json!({"$schema": "http://json-schema.org/draft-07/schema#", "items": [{"type": "null"}]}),
        json!({"unevaluatedProperties": {"$ref": "#"}}),
        json!({"items": {"$id": "https://example.org/other", "$ref": "#/$defs/of", "$defs": {"of": {}}}}),
        json!({"$ref": "https://example.org/none"}),
        json!({"pattern": "("}),
    ] {
        assert!(
            !Quick::of(&schema).accepts(parse_json("[1]", &mut Tree::new(), Limits::default()).expect("JSON")),
            "{schema}"
        );
    }
}

#[test]
fn what_unfolds_endlessly_or_lies_too_deep_is_not_known() {
    let mut doubled = Map::new();
    for number in 0..40 {
        let next = json!({"$ref": format!("#/$defs/{}", number + 1)});
        doubled.insert(number.to_string(), json!({"allOf": [next, next]}));
    }
    doubled.insert("40".into(), json!({}));
    let doubled = json!({"$ref": "#/$defs/0", "$defs": doubled});
    let deep = format!("{}{}", "[".repeat(500), "]".repeat(500));
    let limits = Limits { depth: 512, ..Limits::default() };
    let mut tree = Tree::new();
    let value = parse_json(&deep, &mut tree, limits).expect("JSON");
    assert!(!Quick::of(&doubled).accepts(value));
    assert!(Quick::of(&json!({"items": {"$ref": "#"}})).accepts(value));
    assert!(!Quick::of(&json!({"items": {"allOf": [{"$ref": "#"}, true]}})).accepts(value));
}

#[test]
fn where_alternatives_multiply_nothing_is_told() {
    // Each list within another doubles how often what is innermost is asked, for neither alternative is right.
    let nested = json!({"type": "array", "items": {"anyOf": [{"$ref": "#/$defs/nested"}, {"$ref": "#/$defs/nested"}]}});
    let lists = |depth| (0..depth).fold(json!("x"), |inner, _| json!([inner]));
    let asked = json!({"$ref": "#/$defs/nested"});
    for (mut schema, is_valid) in [
        (asked.clone(), false),
        (json!({"not": asked}), true),
        (json!({"not": {"not": asked}}), false),
        (json!({"oneOf": [{"type": "array"}, asked]}), true),
        (json!({"if": asked, "then": false}), true),
    ] {
        schema["$defs"] = json!({"nested": nested});
        assert_eq!(verdict(&schema, &lists(3)), Some(is_valid), "{schema}");
        assert_eq!(verdict(&schema, &lists(15)), None, "{schema}");
    }
}

#[test]
fn every_date_is_told_from_every_other_text() {
    let [all, after_zero] = [
        json!({"format": "date"}),
        json!({"format": "date", "pattern": "^([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])-[0-9]{2}-[0-9]{2}$"}),
    ];
    for year in ["0000", "0001", "0004", "1900", "2000", "2023", "2024", "9999", "+999", "20 4"] {
        for month in 0..14 {
            for day in 0..33 {
                let date = json!(format!("{year}-{month:02}-{day:02}"));
                assert!(verdict(&all, &date).is_some() && verdict(&after_zero, &date).is_some());
            }
        }
    }
}

/// Names, texts and words, so few that they meet.
fn word() -> impl Strategy<Value = String> {
    select(vec![
        "",
        "a",
        "b",
        "ab",
        "é",
        "2024-02-29",
        "2023-02-29",
        "0000-01-01",
        "a-long-name-of-20-b",
        "a-long-name-oF-20-b",
        "seventeen-letters",
        "thirty-one-letters-and-a-number",
        "thirty-two-letters-and-a-number.",
        "thirty-three-letters-and-a-number",
        "kind",
        "Kind",
    ])
    .prop_map(str::to_owned)
}

fn number() -> impl Strategy<Value = Json> {
    prop_oneof![
        (-2_i64..4).prop_map(Json::from),
        select(vec![0.0, 1.0, 2.5, -1.0, 1e300]).prop_map(Json::from),
        select(vec![u64::MAX, 1 << 53]).prop_map(Json::from),
    ]
}

fn value() -> impl Strategy<Value = Json> {
    let scalar =
        prop_oneof![Just(Json::Null), any::<bool>().prop_map(Json::from), number(), word().prop_map(Json::from),];
    scalar.prop_recursive(3, 20, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::vec((word(), inner), 0..5).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

fn types() -> impl Strategy<Value = Json> {
    let name = select(vec!["null", "boolean", "integer", "number", "string", "array", "object"]);
    prop_oneof![
        name.clone().prop_map(Json::from),
        prop::collection::btree_set(name, 1..4).prop_map(|names| names.into_iter().collect()),
    ]
}

/// A keyword without schemas in it.
fn keyword() -> impl Strategy<Value = (&'static str, Json)> {
    let limit = prop_oneof![4 => (0_u64..4).prop_map(Json::from), 1 => Just(json!(2.0))];
    let pattern =
        select(vec!["^[a-z]+$", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "a", "é$", "^(a|b)*$", "^[1-9][0-9]{3}-[0-9-]+$"]);
    let words = || prop::collection::btree_set(word(), 1..12);
    prop_oneof![
        3 => types().prop_map(|types| ("type", types)),
        1 => value().prop_map(|value| ("const", value)),
        1 => prop::collection::vec(value(), 1..4).prop_map(|values| ("enum", values.into())),
        2 => words().prop_map(|words| ("enum", words.into_iter().collect())),
        2 => (select(vec!["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"]), limit),
        2 => (select(vec!["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]), number()),
        2 => pattern.prop_map(|pattern| ("pattern", pattern.into())),
        2 => select(vec!["date", "email", "none"]).prop_map(|format| ("format", format.into())),
        1 => any::<bool>().prop_map(|is_unique| ("uniqueItems", is_unique.into())),
        2 => words().prop_map(|names| ("required", names.into_iter().take(3).collect())),
        1 => Just(("multipleOf", json!(2))),
        1 => Just(("title", json!("Title"))),
        1 => Just(("dependentRequired", json!({"a": ["b"]}))),
    ]
}

/// Schemas of up to three levels, which refer to each other and to themselves.
fn schema() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        6 => prop::collection::vec(keyword(), 0..4).prop_map(object),
        1 => any::<bool>().prop_map(Json::from),
        2 => select(vec!["#", "#/$defs/a", "#/$defs/b"]).prop_map(|to| json!({"$ref": to})),
    ];
    let inner = leaf.prop_recursive(3, 24, 4, |inner| {
        let named = prop::collection::btree_map(word(), inner.clone(), 0..5).prop_map(|schemas| json!(schemas));
        let listed = prop::collection::vec(inner.clone(), 1..4).prop_map(Json::from);
        let applied = prop_oneof![
            4 => named.prop_map(|schemas| ("properties", schemas)),
            1 => inner.clone().prop_map(|schema| ("patternProperties", json!({"a": schema}))),
            6 => (select(vec!["additionalProperties", "items", "propertyNames", "not", "if", "then", "else", "contains", "unevaluatedProperties"]), inner),
            2 => (select(vec!["allOf", "anyOf", "oneOf", "prefixItems"]), listed),
        ];
        (prop::collection::vec(keyword(), 0..3), prop::collection::vec(applied, 1..4))
            .prop_map(|(own, applied)| object(own.into_iter().chain(applied).collect()))
    });
    (inner.clone(), inner.clone(), inner).prop_map(|(root, a, b)| match root {
        Json::Object(mut root) => {
            root.insert("$defs".into(), json!({"a": a, "b": b}));
            Json::Object(root)
        }
        other => other,
    })
}

fn object(keywords: Vec<(&str, Json)>) -> Json {
    keywords.into_iter().map(|(keyword, value)| (keyword.to_owned(), value)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_schema_decides_as_the_library_does(schema in schema(), values in prop::collection::vec(value(), 12)) {
        let Ok(validator) = validation_options().build(&schema) else { return Ok(()) };
        let quick = Quick::of(&schema);
        let mut tree = Tree::new();
        for value in values {
            let line = value.to_string();
            let value = parse_json(&line, &mut tree, Limits::default()).expect("JSON");
            if let Some(verdict) = quick.verdict(value) {
                prop_assert_eq!(verdict, validator.is_valid(value), "{} {}", schema, line);
            }
        }
    }
}

/// Everything is marked: the way to each value that is reached by members of these names, and by items.
struct Everything;

const MARKED: [&str; 3] = ["a", "b", "seventeen-letters"];

impl Marks for Everything {
    fn start(&self) -> Option<u32> {
        Some(1)
    }

    fn member(&self, state: u32, name: &str) -> Option<u32> {
        let Some(number) = MARKED.iter().position(|known| *known == name) else { return self.other_member(state) };
        (state < 1000).then(|| state * 5 + u32::try_from(number).expect("there are few"))
    }

    fn other_member(&self, state: u32) -> Option<u32> {
        (state % 2 == 1 && state < 1000).then_some(state * 5 + 3)
    }

    fn names(&self, state: u32) -> Vec<&str> {
        if state < 1000 { MARKED.to_vec() } else { Vec::new() }
    }

    fn item(&self, state: u32) -> Option<u32> {
        (state < 1000).then_some(state * 5 + 4)
    }

    fn marks(&self, state: u32) -> u32 {
        u32::from(!state.is_multiple_of(3))
    }
}

/// What is marked below a value.
fn marked(state: u32, value: Value<'_>, found: &mut Vec<(u32, String)>) {
    let member = |name: &str| {
        let is_named = MARKED.contains(&name) && state < 1000;
        if is_named { Everything.member(state, name) } else { Everything.other_member(state) }
    };
    value.members().for_each(|(name, below)| member(name).into_iter().for_each(|next| marked(next, below, found)));
    value.items().for_each(|item| Everything.item(state).into_iter().for_each(|next| marked(next, item, found)));
    if (value.as_str().is_some() || value.as_f64().is_some()) && Everything.marks(state) > 0 {
        found.push((state, value.to_json().to_string()));
    }
}

const FIELDS: [&str; 4] = ["b", "kind", "é", "a-long-name-of-20-b"];

/// Every field is found by its number as it is by its name.
fn assert_fields(value: Value<'_>) {
    for (number, name) in (0..).zip(FIELDS) {
        let found = value.field(number, name).map(|found| value.pointer_to(found));
        assert_eq!(found, value.get(name).map(|named| value.pointer_to(named)), "{value:?}");
    }
    value.members().for_each(|(_, member)| assert_fields(member));
    value.items().for_each(assert_fields);
}

/// How a program writes JSON: what is behind commas, colons and brackets, and before colons.
const WAYS: [[&str; 4]; 4] = [["", "", "", ""], [" ", " ", "", ""], ["\n  ", " ", "\n", ""], [" ", " ", " ", " "]];

/// Writes a value in a way, the members of each object from one of them on.
fn write(value: &Json, way: [&str; 4], from: usize, line: &mut String) {
    let [comma, colon, bracket, before] = way;
    let mut between = String::new();
    let mut next = |line: &mut String| {
        line.push_str(&between);
        between = format!(",{comma}");
    };
    match value {
        Json::Object(members) => {
            line.push_str(&format!("{{{bracket}"));
            for (name, value) in members.iter().cycle().skip(from).take(members.len()) {
                next(line);
                line.push_str(&format!("{}{before}:{colon}", json!(name)));
                write(value, way, from, line);
            }
            line.push_str(&format!("{bracket}}}"));
        }
        Json::Array(items) => {
            line.push_str(&format!("[{bracket}"));
            for item in items {
                next(line);
                write(item, way, from, line);
            }
            line.push_str(&format!("{bracket}]"));
        }
        scalar => line.push_str(&scalar.to_string()),
    }
}

/// A value as text, as one of several programs writes it, with some spaces, escapes and mistakes.
fn line() -> impl Strategy<Value = String> {
    let spoil = select(vec!["", "", "", " ", "\\u0061", "\"", ":", ",", "}", "[", "{\"a\":1,\"a\":2}", "1e999", "\\"]);
    let way = (select(WAYS.to_vec()), 0..3_usize, any::<bool>());
    (value(), spoil, any::<prop::sample::Index>(), way).prop_map(|(value, spoil, at, (way, from, is_long))| {
        let mut line = String::new();
        write(&value, way, from, &mut line);
        let places: Vec<usize> = line.char_indices().map(|(place, _)| place).chain([line.len()]).collect();
        line.insert_str(*at.get(&places), spoil);
        if let Some(last) = line.pop() {
            // Where more follows, what is near the end is read as what is not.
            line.push_str(&" ".repeat(if is_long { 40 } else { 0 }));
            line.push(last);
        }
        line
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn along_a_guide_a_record_is_read_and_judged_as_without(
        schema in schema(),
        lines in prop::collection::vec(line(), 12),
    ) {
        let Ok(validator) = validation_options().build(&schema) else { return Ok(()) };
        let quick = Quick::of(&schema);
        let guide = Guide::new(&quick, &Everything, &FIELDS);
        let (mut one, mut two) = (Tree::new(), Tree::new());
        let (mut memory, mut noted) = (Memory::new(), Vec::new());
        for (number, line) in lines.iter().chain(&lines).enumerate() {
            if number % 5 == 4 {
                memory.begin();
                noted.clear();
            }
            let guided = read_line_guided(line, 7, 2, &mut one, Limits::default(), &guide, &mut memory);
            let plain = read_line(line, 7, 2, &mut two, Limits::default());
            let (guided, plain) = match (guided, plain) {
                (Some(Ok(guided)), Some(Ok(plain))) => (guided, plain),
                (guided, plain) => {
                    let mistake = |mistake: crate::ReadError| format!("{mistake:?}");
                    let guided = guided.map(|read| read.map(|read| read.is_valid).map_err(mistake));
                    prop_assert_eq!(guided, plain.map(|read| read.map(|_| true).map_err(mistake)), "{}", line);
                    continue;
                }
            };
            let value = guided.record.value;
            prop_assert_eq!(value.to_json().to_string(), plain.value.to_json().to_string());
            prop_assert_eq!((&guided.record.span, guided.record.origin), (&plain.span, plain.origin));
            prop_assert!(!guided.is_valid || validator.is_valid(value), "{} {}", schema, line);
            prop_assert!(guided.is_valid || !quick.accepts(value), "{} {}", schema, line);
            assert_fields(value);
            if guided.is_valid {
                // What is not gone through on the way is marked as a whole.
                let mut found = Vec::new();
                guided.marked(&mut memory).for_each(|(state, value)| marked(state, value, &mut found));
                let mut all = Vec::new();
                marked(1, value, &mut all);
                prop_assert_eq!(found.len() + guided.noted() as usize, all.len(), "{} {}", schema, line);
                noted.extend(found);
                for each in &all {
                    prop_assert!(noted.contains(each), "{} {} {:?}", schema, line, each);
                }
            }
        }
    }
}

/// Each step leads to a state of its own.
struct Endless;

impl Marks for Endless {
    fn start(&self) -> Option<u32> {
        Some(0)
    }

    fn member(&self, state: u32, name: &str) -> Option<u32> {
        Some(state.wrapping_mul(60).wrapping_add(name.parse::<u32>().ok()? + 1))
    }

    fn other_member(&self, _: u32) -> Option<u32> {
        None
    }

    fn names(&self, _: u32) -> Vec<&str> {
        Vec::new()
    }

    fn item(&self, _: u32) -> Option<u32> {
        None
    }

    fn marks(&self, _: u32) -> u32 {
        0
    }
}

#[test]
fn a_guide_that_would_be_very_large_is_none() {
    let members: Map<String, Json> = (0..60).map(|number| (number.to_string(), json!({"$ref": "#"}))).collect();
    let guide = Guide::new(&Quick::of(&json!({ "properties": members })), &Endless, &[] as &[&str]);
    assert!(guide.objects.len() == 1 && guide.places.len() == 2);
    let mut tree = Tree::new();
    let (line, mut memory) = (r#"{"1": {"2": {}}}"#, Memory::new());
    let read = read_line_guided(line, 0, 1, &mut tree, Limits::default(), &guide, &mut memory).expect("a record");
    let read = read.expect("it is JSON");
    assert!(!read.is_valid && read.record.value.pointer("/1/2").is_some());
}

#[test]
fn members_are_expected_in_the_order_in_which_they_came() {
    let quick = Quick::of(&json!({"properties": {"a": {}, "b": {}, "c": {}, "d": {}, "e": {}, "f": {}, "g": {}}}));
    let guide = Guide::new(&quick, &(), &[] as &[&str]);
    let (mut tree, mut memory) = (Tree::new(), Memory::new());
    let line = format!(r#"{{"g": 1, "f": 2, "e": 3, "a": 4, "c": 5{:40}}}"#, "");
    let read = read_line_guided(&line, 0, 1, &mut tree, Limits::default(), &guide, &mut memory);
    assert!(read.is_some_and(|read| read.is_ok_and(|read| read.is_valid)));
    let first = guide.objects.last().expect("there is one object").first;
    // At the start, and behind "a", which is followed by a near one, and behind "e", "f" and "g".
    let expected = [0, 1, 5, 6, 7].map(|last| memory.next(first + last));
    assert_eq!(expected, [6, 1, 0, 4, 5]);
}
