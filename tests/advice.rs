//! Who follows the advice to the letter, writing what it says in the place that it marks, ends at a rule that means what
//! was meant.

use accordance_rules::{Diagnostic, Level, Sources, check};
use accordance_tests::rule_files;

/// So often the advice is followed at most.
const ROUNDS: usize = 4;

/// What a steward writes in `require`, and what is meant.
const MEANT: [(&str, &str); 56] = [
    ("count(c.goals) is under 3", "count(c.goals) < 3"),
    ("count(c.goals) is over 3", "count(c.goals) > 3"),
    ("count(c.goals) is minimum 3", "count(c.goals) >= 3"),
    ("count(c.goals) is maximum 3", "count(c.goals) <= 3"),
    ("count(c.goals) is not over 3", "count(c.goals) <= 3"),
    ("count(c.goals) is not under 3", "count(c.goals) >= 3"),
    ("count(c.goals) is not greater than 3", "count(c.goals) <= 3"),
    ("count(c.goals) is not fewer than 3", "count(c.goals) >= 3"),
    ("count(c.goals) is not 1", "count(c.goals) != 1"),
    ("meeting.starts_on is from 2025-01-01", "meeting.starts_on >= 2025-01-01"),
    ("meeting.starts_on is past 2025-12-31", "meeting.starts_on > 2025-12-31"),
    ("meeting.starts_on is prior to 2025-12-31", "meeting.starts_on < 2025-12-31"),
    ("meeting.starts_on is not later than 2025-12-31", "meeting.starts_on <= 2025-12-31"),
    ("as_of - meeting.ends_on is within 30 days", "as_of - meeting.ends_on <= 30 days"),
    (r#"c.status is not "noted""#, r#"c.status != "noted""#),
    (r#"c.status != not "noted""#, r#"c.status != "noted""#),
    (r#"c.status = not "noted""#, r#"c.status != "noted""#),
    (r#"c.status is neither "noted" nor "carried""#, r#"c.status not in ["noted", "carried"]"#),
    ("c.status is neither noted nor carried", r#"c.status not in ["noted", "carried"]"#),
    (r#"not c.status = "noted" or "carried""#, r#"c.status not in ["noted", "carried"]"#),
    (r#"c.status = "noted" or "carried""#, r#"c.status in ["noted", "carried"]"#),
    ("c.text is not blank", "c.text is not empty"),
    ("c.text is void", "c.text is empty"),
    ("c.text is nonempty", "c.text is not empty"),
    ("c.text = blank", "c.text is empty"),
    ("c.by is nobody", "c.by is missing"),
    ("c.by is anyone", "c.by is present"),
    ("c.by = nothing", "c.by is missing"),
    ("c.by is blank", "c.by is missing"),
    ("c.text contains «\u{202f}goal\u{a0}»", r#"c.text contains "goal""#),
    (r#"c.text contains "crime”"#, r#"c.text contains "crime""#),
    (
        "c.origin is present and c.origin in meetings.contributions",
        "c.origin is present and c.origin in meetings.contributions.id",
    ),
    ("meeting.starts_on <= December 2025", "meeting.starts_on <= 2025-12-31"),
    ("meeting.starts_on > December 2025", "meeting.starts_on > 2025-12-31"),
    ("meeting.starts_on < December 2025", "meeting.starts_on < 2025-12-01"),
    ("meeting.starts_on is in December 2025", "year(meeting.starts_on) = 2025 and month(meeting.starts_on) = 12"),
    (
        "meeting.starts_on between January 2025 and February 2025",
        "meeting.starts_on >= 2025-01-01 and meeting.starts_on <= 2025-02-28",
    ),
    (r#"meeting.ends_on + "3 months" > as_of"#, "meeting.ends_on + 3 months > as_of"),
    (r#"as_of - meeting.ends_on <= "90 days""#, "as_of - meeting.ends_on <= 90 days"),
    ("c.text is longer than 10", "length(c.text) > 10"),
    ("c.text > 10", "length(c.text) > 10"),
    ("meeting.starts_on <= as of", "meeting.starts_on <= as_of"),
    (r#"weekday(meeting.starts_on) = "lundi""#, r#"weekday(meeting.starts_on) = "Monday""#),
    (r#"weekday(meeting.starts_on) = "martes""#, r#"weekday(meeting.starts_on) = "Tuesday""#),
    (
        "count(x in meeting.contributions when x.goals is empty) > 1",
        "count(x in meeting.contributions where (x.goals is empty)) > 1",
    ),
    (
        r#"IF(c.status = "noted", c.text is present, c.id = "a")"#,
        r#"(if c.status = "noted" then c.text is present else c.id = "a")"#,
    ),
    (r#"OR(c.id = "a", AND(c.id = "b", c.text != "c"))"#, r#"(c.id = "a" or (c.id = "b" and c.text != "c"))"#),
    (
        r#"count(meeting.contributions.status = "noted") > 1"#,
        r#"count(item in meeting.contributions where (item.status = "noted")) > 1"#,
    ),
    (r#"count(c.goals = "gpg-4") > 1"#, r#"count(item in c.goals where (item = "gpg-4")) > 1"#),
    ("COUNT(c.goals) > 1", "count(c.goals) > 1"),
    ("meeting.starts_on <= TODAY()", "meeting.starts_on <= as_of"),
    ("LEN(c.text) > 3", "length(c.text) > 3"),
    ("not ISBLANK(c.text)", "not c.text is empty"),
    (r#"c.text & "x" = "ax""#, r#"join([c.text, "x"], "") = "ax""#),
    ("c.text is filled in", "c.text is present"),
    ("some x in meeting.contributions when x.goals is empty", "some x in meeting.contributions has (x.goals is empty)"),
];

#[test]
fn advice_that_is_followed_to_the_letter_leads_to_what_was_meant() {
    let wrong: Vec<String> = MEANT
        .iter()
        .filter_map(|(written, meant)| {
            let led_to = followed(written);
            (led_to != *meant).then(|| format!("{written}\n  led to  {led_to}\n  meant   {meant}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The condition at which the advice ends.
fn followed(written: &str) -> String {
    let before = "accordance 1\n\nrule r \"R\"\n  for meeting in meetings, c in meeting.contributions\n  require ";
    let after = "\n  message \"m\"\nend\n";
    let mut condition = written.to_owned();
    for _ in 0..ROUNDS {
        let text = format!("{before}{condition}{after}");
        let read = |_: &str| Ok(text.clone().into_bytes());
        let sources = Sources::load(vec!["a.accord".to_owned()], &read);
        let mut errors = check(&sources, rule_files::environment()).diagnostics;
        errors.retain(|found| found.level == Level::Error);
        if errors.is_empty() {
            return condition;
        }
        let text = with_advice(text, errors);
        let inside = text.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
        condition = inside.unwrap_or(&text).into();
    }
    format!("{condition} (and no end)")
}

/// A text with what is advised in all places that are marked, the last ones first. What is marked within another mark is
/// told again when the whole has been mended.
fn with_advice(text: String, mut errors: Vec<Diagnostic>) -> String {
    errors.sort_by_key(|found| (found.place.span.start, std::cmp::Reverse(found.place.span.end)));
    let mut end = 0;
    errors.retain(|found| {
        let is_apart = found.place.span.start >= end;
        end = end.max(found.place.span.end);
        is_apart
    });
    let mut mended = text;
    for found in errors.iter().rev() {
        mended.replace_range(found.place.span.range(), advised(&found.label));
    }
    mended
}

/// What is to be written: between backquotes, or a text in its quotes.
fn advised(label: &str) -> &str {
    let text = label.find('"').and_then(|start| Some(&label[start..=label.rfind('"').filter(|end| *end > start)?]));
    match label.split('`').nth(1) {
        Some(written) => written,
        None => text.unwrap_or(label),
    }
}
