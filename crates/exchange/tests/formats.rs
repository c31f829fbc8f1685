//! Calendars and tags: what other parsers read in them, and hostile text in all formats.
#![expect(clippy::unwrap_used, reason = "a value that is not there fails the test")]

mod graph;

use accordance_canon::Canon;
use accordance_document::{Limits, Tree, parse_json};
use accordance_exchange::{Format, export};
use accordance_goals::{Alignment, Edition, Goal, Programme, Sdg, SdgTarget};
use accordance_meetings::{Meeting, Organization, Series};
use accordance_themes::Theme;
use icalendar::{Calendar, CalendarComponent, Component};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use quick_xml::{Reader, events::Event};
use serde::Serialize;
use serde_json::{Value, json};

use graph::{leaves, of_json_ld, of_record, of_turtle};

const FORMATS: [Format; 4] = [Format::Skos, Format::JsonLd, Format::Iati, Format::Ics];

fn exported(records: &Canon, format: Format) -> String {
    export(records, format).unwrap().text
}

fn canon<'v>(records: impl IntoIterator<Item = &'v Value>) -> Canon {
    let mut canon = Canon::default();
    for record in records {
        let mut tree = Tree::new();
        canon.add(parse_json(&record.to_string(), &mut tree, Limits::default()).unwrap()).unwrap();
    }
    canon
}

fn value(record: &impl Serialize) -> Value {
    serde_json::to_value(record).unwrap()
}

#[test]
fn the_sessions_on_record_make_a_calendar() {
    insta::assert_snapshot!(exported(Canon::builtin(), Format::Ics).replace("\r\n", "\n"));
}

#[test]
fn the_alignments_on_record_make_tags() {
    insta::assert_snapshot!(exported(Canon::builtin(), Format::Iati));
}

#[test]
fn the_goals_and_themes_on_record_make_concept_schemes() {
    let canon = Canon::builtin();
    let records = canon.goals().iter().map(value).chain(canon.themes().iter().map(value));
    let records = records.chain(canon.editions().iter().map(value)).chain(canon.alignments().iter().map(value));
    let records: Vec<Value> = records.collect();
    insta::assert_snapshot!(exported(&self::canon(&records), Format::Skos));
}

/// The events of a calendar as a parser reads them: each a name and its properties.
fn events(text: &str) -> Vec<icalendar::Event> {
    let calendar: Calendar = text.parse().unwrap();
    let event = |component: &CalendarComponent| component.as_event().cloned();
    calendar.components.iter().filter_map(event).collect()
}

#[test]
fn a_session_has_whole_days_a_lasting_name_and_a_stamp_from_its_sources() {
    let events = events(&exported(Canon::builtin(), Format::Ics));
    assert_eq!(events.len(), 10);
    let lyon = events.iter().find(|event| event.get_uid().unwrap().ends_with("/meetings/wg-2023-07-03")).unwrap();
    let property = |name: &str| lyon.property_value(name).unwrap();
    assert_eq!((property("DTSTART"), property("DTEND")), ("20230703", "20230704"));
    assert_eq!(property("DTSTAMP"), "20231024T000000Z");
    assert_eq!(lyon.property_value("LOCATION"), Some("Lyon, FR"));
}

fn meeting(changes: &Value) -> Value {
    let mut meeting = value(&Meeting::example());
    meeting.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    meeting
}

#[test]
fn text_of_a_record_stays_in_its_property() {
    let title = "Session\r\nEND:VEVENT\nBEGIN:VALARM;x=\\n,\u{1b}[31m\u{202e}\u{85}";
    let calendar = exported(&canon([&meeting(&json!({ "title": { "en": title } }))]), Format::Ics);
    assert!(!calendar.contains(['\u{1b}', '\u{202e}', '\u{85}']), "{calendar:?}");
    let read = events(&calendar);
    assert_eq!(read.len(), 1);
    assert_eq!(read[0].get_summary(), Some("Session END:VEVENT BEGIN:VALARM;x=\\n,␦[31m␦␦"));
}

#[test]
fn a_meeting_that_is_not_known_well_says_so() {
    let calendar = exported(&canon([&meeting(&json!({ "standing": "unverified" }))]), Format::Ics);
    let read = events(&calendar);
    assert!(read[0].get_summary().unwrap().ends_with(" [unverified]"));
    assert_eq!(read[0].property_value("STATUS"), Some("TENTATIVE"));
}

#[test]
fn no_day_is_made_up() {
    let backwards = meeting(&json!({ "starts_on": "2023-07-04" }));
    let last = meeting(&json!({ "id": "last", "starts_on": "9999-12-31", "ends_on": "9999-12-31" }));
    let mut series = value(&Series::example());
    series["editions"][0].as_object_mut().unwrap().retain(|name, _| !["meeting", "ends_on"].contains(&name.as_str()));
    let exported = export(&canon([&backwards, &last, &series]), Format::Ics).unwrap();
    insta::assert_snapshot!(
        "days",
        format!("{}\n{}", exported.left_out.join("\n"), exported.text.replace("\r\n", "\n"))
    );
}

#[test]
fn a_calendar_without_sessions_is_still_one() {
    let calendar = exported(&Canon::default(), Format::Ics);
    assert!(calendar.parse::<Calendar>().is_ok());
    assert!(events(&calendar).is_empty());
}

/// The tags of a fragment: vocabulary, code, narratives.
fn tags(fragment: &str) -> Vec<(String, String, Vec<String>)> {
    let text = format!("<iati-activity>{fragment}</iati-activity>");
    let mut reader = Reader::from_str(&text);
    let (mut tags, mut within) = (Vec::new(), false);
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return tags,
            Event::Start(element) | Event::Empty(element) if element.name().as_ref() == b"tag" => {
                let attribute = |name: &str| {
                    let attribute = element.try_get_attribute(name).unwrap().unwrap();
                    String::from_utf8(attribute.value.into_owned()).unwrap()
                };
                tags.push((attribute("vocabulary"), attribute("code"), Vec::new()));
            }
            Event::Start(_) => within = true,
            Event::End(_) => within = false,
            Event::Text(text) if within => {
                if let Some((_, _, narratives)) = tags.last_mut() {
                    narratives.push(text.decode().unwrap().into_owned());
                }
            }
            _ => {}
        }
    }
}

#[test]
fn tags_are_of_what_organizations_state_and_of_what_is_contributed() {
    let stated = json!({ "kind": "alignment", "schema": "v1", "id": "stated", "goal": "gpg-2017-1", "sdg_target": "16.10",
        "directness": "unspecified", "standing": "verified",
        "asserted": { "by": "organization", "organization": "interpol", "method": "person" } });
    let mut proposed = stated.clone();
    proposed["id"] = "proposed".into();
    proposed["sdg_target"] = "16.4".into();
    proposed["asserted"] = json!({ "by": "project", "method": "person" });
    let mut unverified = stated.clone();
    unverified["id"] = "unverified".into();
    unverified["sdg_target"] = "16.5".into();
    unverified["standing"] = "unverified".into();
    let contribution = json!({ "id": "c-1", "nature": "input", "text": "On arms.", "attribution": "unattributed",
        "goals": [], "themes": [], "sdg_targets": ["16.a"], "status": "noted" });
    let said = meeting(&json!({ "contributions": [contribution] }));
    let mut unread = said.clone();
    unread["id"] = "wg-2024-02-02".into();
    unread["standing"] = "unverified".into();
    unread["contributions"][0]["id"] = "c-2".into();
    let exported = export(&canon([&stated, &proposed, &unverified, &said, &unread]), Format::Iati).unwrap();
    assert!(exported.text.contains("<!-- c-1 -->") && !exported.text.contains("c-2"), "{}", exported.text);
    let read = tags(&exported.text);
    let codes: Vec<(&str, &str)> = read.iter().map(|(vocabulary, code, _)| (&**vocabulary, &**code)).collect();
    assert_eq!(codes, [("3", "16.10"), ("3", "16.a")]);
    assert_eq!(exported.left_out.len(), 3, "{:?}", exported.left_out);
    let told = "SDG target 16.a (1): the records of these contributions were not read in a source";
    assert_eq!(exported.left_out[2], told);
}

#[test]
fn ids_that_json_ld_takes_for_keywords_are_told() {
    let builtin = Canon::builtin();
    let (mut goal, mut theme) = (value(&builtin.goals()[0]), value(&builtin.themes()[0]));
    goal["id"] = "kind".into();
    theme["edition"] = "id".into();
    theme["title"]["en"]["text"] = "id".into();
    let exported = export(&canon([&goal, &theme]), Format::JsonLd).unwrap();
    let told = ["id", "kind"].map(|id| format!("what is said by the id {id} (1): JSON-LD takes it for a keyword"));
    assert_eq!(exported.left_out, told);
    // The id of an action is a text of it.
    let action = json!({ "id": "kind", "kind": "action", "text": "To be done.", "status": "open" });
    let series = json!({ "earlier_sessions": [{ "meeting": "id" }], "actions": [action] });
    let exported = export(&canon([&meeting(&series)]), Format::JsonLd).unwrap();
    assert_eq!(exported.left_out, told[..1]);
}

/// Texts with characters that mean something to a terminal, a page or one of the formats.
fn hostile() -> impl Strategy<Value = String> {
    let hidden = proptest::char::ranges(
        [
            '\0'..='\u{1f}',
            '\u{7f}'..='\u{9f}',
            '\u{200b}'..='\u{200f}',
            '\u{2028}'..='\u{202e}',
            '\u{fffe}'..='\u{ffff}',
            '\u{e0000}'..='\u{e007f}',
        ]
        .as_slice()
        .into(),
    );
    let obeyed = proptest::sample::select("<>&\"'\\,;:{}@%#_-[]".chars().collect::<Vec<_>>());
    let one = prop_oneof![any::<char>(), hidden, obeyed];
    proptest::collection::vec(one, 1..120).prop_map(String::from_iter)
}

/// Puts a text in place of all texts of a record that may be any text.
fn spoil(value: &mut Value, text: &str) {
    const FREE: [&str; 16] = [
        "ar",
        "en",
        "fr",
        "es",
        "city",
        "venue",
        "acronym",
        "note",
        "text",
        "name",
        "as_printed",
        "body",
        "statement",
        "what",
        "unit",
        "number_as_printed",
    ];
    match value {
        Value::Object(members) => members.iter_mut().for_each(|(name, member)| match member {
            Value::String(own) if FREE.contains(&name.as_str()) => text.clone_into(own),
            member => spoil(member, text),
        }),
        Value::Array(items) => items.iter_mut().for_each(|item| spoil(item, text)),
        _ => {}
    }
}

fn is_hidden(c: char) -> bool {
    matches!(c, '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{feff}' | '\u{fdd0}' | '\u{fffe}' | '\u{ffff}' | '\u{e0001}')
}

/// Cases of each kind; more by the environment variable `PROPTEST_CASES`.
const CASES: u32 = 24;

/// Words of the context for keywords of JSON-LD, which takes an id or a reference for the keyword where it is one.
const KEYWORDS: [&str; 2] = ["id", "kind"];

fn any_record_is_written_and_read_again<T: Arbitrary + Serialize>() {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(CASES);
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&(any::<T>(), hostile()), |(record, text)| {
        let record = value(&record);
        if record["id"].as_str().is_some_and(|id| KEYWORDS.contains(&id)) {
            return Ok(());
        }
        let mut spoiled = record.clone();
        spoil(&mut spoiled, &text);
        for record in [record, spoiled] {
            is_read_again(&record)?;
            let said = of_record(&record).leaves();
            for (property, value) in leaves(&record).into_iter().filter(|(_, value)| !KEYWORDS.contains(&&**value)) {
                prop_assert!(said.contains(&value), "{property}: {value:?} is in no statement");
            }
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

fn is_read_again(record: &Value) -> Result<(), TestCaseError> {
    let canon = canon([record]);
    let [skos, json_ld, iati, ics] = FORMATS.map(|format| exported(&canon, format));
    for text in [&skos, &json_ld, &iati, &ics] {
        prop_assert!(!text.contains(is_hidden), "{text:?}");
    }
    let document: Value = serde_json::from_str(&json_ld).unwrap();
    prop_assert_eq!(&document["@graph"][0], record);
    prop_assert_eq!(of_turtle(&skos).beyond(&of_json_ld(&document, false)), Vec::<String>::new());
    let tags: Vec<String> = tags(&iati).into_iter().map(|(_, code, _)| code).collect();
    let said = record.to_string();
    prop_assert!(tags.iter().all(|code| said.contains(&format!("\"{code}\""))), "{tags:?}");
    let editions = record["editions"].as_array().map_or(0, Vec::len);
    prop_assert!(events(&ics).len() <= 1 + editions);
    prop_assert!(ics.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])), "{ics:?}");
    Ok(())
}

macro_rules! kinds {
    ($($name:ident: $record:ty;)+) => {$(
        #[test]
        fn $name() {
            any_record_is_written_and_read_again::<$record>();
        }
    )+};
}

kinds! {
    any_edition_is_written_and_read_again: Edition;
    any_goal_is_written_and_read_again: Goal;
    any_theme_is_written_and_read_again: Theme;
    any_programme_is_written_and_read_again: Programme;
    any_sdg_is_written_and_read_again: Sdg;
    any_sdg_target_is_written_and_read_again: SdgTarget;
    any_alignment_is_written_and_read_again: Alignment;
    any_organization_is_written_and_read_again: Organization;
    any_series_is_written_and_read_again: Series;
    any_meeting_is_written_and_read_again: Meeting;
}
