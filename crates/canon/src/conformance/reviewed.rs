//! Cases written by hand: what a schema must say where only people know what is meant.
//!
//! Each is the example of a kind with some properties written anew. They are about mistakes that records of this field
//! really have: a code read as a number, a text in a language that is none of the four, a list where it is not known to
//! be whole.

use serde_json::Value;

use super::{
    Case, Group,
    Verdict::{self, Invalid, Valid},
    edit,
};

/// A case: what it shows, properties of the example by name and JSON text, and the verdict.
type Row = (&'static str, &'static [(&'static str, &'static str)], Verdict);

/// The reviewed cases of a kind.
pub(super) fn groups(kind: &str, example: &Value) -> Vec<Group> {
    let of_kind = TABLES.iter().filter(|(own, ..)| *own == kind);
    of_kind
        .map(|(_, about, rows)| Group {
            description: format!("reviewed: {about}"),
            cases: rows.iter().map(|row| case(example, row)).collect(),
        })
        .collect()
}

fn case(example: &Value, (description, properties, verdict): &Row) -> Case {
    let data = properties.iter().fold(example.clone(), |record, (name, text)| {
        // INVARIANT: the texts below are JSON; a test reads each of them.
        let value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{description}: {text}: {error}"));
        edit::with(&record, &edit::below("", name), value)
    });
    Case { description: (*description).to_owned(), data, verdict: *verdict }
}

const TABLES: &[(&str, &str, &[Row])] = &[
    (
        "goal",
        "titles and their languages",
        &[
            (
                "a title in all four languages",
                &[(
                    "title",
                    r#"{"ar": {"text": "مكافحة الإرهاب", "standing": "unverified"}, "en": {"text": "Counter the threat of terrorism", "standing": "verified"}, "fr": {"text": "Lutter contre le terrorisme", "standing": "unverified"}, "es": {"text": "Luchar contra el terrorismo", "standing": "unverified"}}"#,
                )],
                Valid,
            ),
            (
                "a title in French only",
                &[("title", r#"{"fr": {"text": "Lutter contre le terrorisme", "standing": "unverified"}}"#)],
                Valid,
            ),
            (
                "a text that is not in the language it is given for, which no schema can tell",
                &[("title", r#"{"es": {"text": "Counter the threat of terrorism", "standing": "unverified"}}"#)],
                Valid,
            ),
            (
                "a title in German, which is no working language",
                &[("title", r#"{"de": {"text": "Terrorismus bekämpfen", "standing": "unverified"}}"#)],
                Invalid,
            ),
            (
                "German beside English",
                &[(
                    "title",
                    r#"{"en": {"text": "Counter the threat of terrorism", "standing": "verified"}, "de": {"text": "Terrorismus bekämpfen", "standing": "unverified"}}"#,
                )],
                Invalid,
            ),
            (
                "the code of a language in capitals",
                &[("title", r#"{"EN": {"text": "Counter the threat of terrorism", "standing": "verified"}}"#)],
                Invalid,
            ),
            (
                "the tag of a language with its region",
                &[("title", r#"{"en-GB": {"text": "Counter the threat of terrorism", "standing": "verified"}}"#)],
                Invalid,
            ),
            ("a title in no language", &[("title", r"{}")], Invalid),
            ("a title without its language", &[("title", r#""Counter the threat of terrorism""#)], Invalid),
            ("a text without its standing", &[("title", r#"{"en": "Counter the threat of terrorism"}"#)], Invalid),
            ("a standing without its text", &[("title", r#"{"en": {"standing": "verified"}}"#)], Invalid),
            (
                "a language that is null for not known",
                &[(
                    "title",
                    r#"{"en": {"text": "Counter the threat of terrorism", "standing": "verified"}, "fr": null}"#,
                )],
                Invalid,
            ),
            (
                "a standing of another scale",
                &[("title", r#"{"en": {"text": "Counter the threat of terrorism", "standing": "confirmed"}}"#)],
                Invalid,
            ),
        ],
    ),
    (
        "goal",
        "numbers and ids",
        &[
            ("a number in quotes", &[("number", r#""6""#)], Invalid),
            ("a Roman number", &[("number", r#""VI""#)], Invalid),
            ("a number with a fraction of zero", &[("number", "6.0")], Valid),
            ("a number with an exponent", &[("number", "6e0")], Valid),
            ("a number between two goals", &[("number", "6.5")], Invalid),
            ("an id as people write it", &[("id", r#""GPG 6""#)], Invalid),
            ("a number where an id is meant", &[("edition", "2017")], Invalid),
            (
                "an edition that there is not, which is for a check of references",
                &[("edition", r#""gpg-1917""#)],
                Valid,
            ),
            ("an id that does not fit its number, which is for a rule", &[("id", r#""gpg-2017-7""#)], Valid),
        ],
    ),
    (
        "theme",
        "what is written for another version",
        &[
            ("another version of the schemas", &[("schema", r#""v2""#)], Invalid),
            ("a version as a number", &[("schema", "1")], Invalid),
            ("a version in full", &[("schema", r#""v1.0""#)], Invalid),
            (
                "the address of the schema where its version is meant",
                &[("schema", r#""https://w3id.org/accordance/schemas/v1/theme.schema.json""#)],
                Invalid,
            ),
            ("the name of a collection where the kind is meant", &[("kind", r#""themes""#)], Invalid),
        ],
    ),
    (
        "sdg_target",
        "codes",
        &[
            ("target 10 of goal 16", &[("id", r#""16.10""#)], Valid),
            ("target 1 of goal 16, another one", &[("id", r#""16.1""#)], Valid),
            ("a code read as a number, which makes 16.1 of 16.10", &[("id", "16.10")], Invalid),
            ("a means of implementation", &[("id", r#""16.a""#)], Valid),
            ("a target that the UN does not have, which is for a check of references", &[("id", r#""16.19""#)], Valid),
            ("the code of an indicator", &[("id", r#""16.10.1""#)], Invalid),
            ("the code of a goal", &[("id", r#""16""#)], Invalid),
            (
                "the official address where the code is meant",
                &[("id", r#""http://metadata.un.org/sdg/16.10""#)],
                Invalid,
            ),
        ],
    ),
    (
        "alignment",
        "what a goal is aligned with",
        &[
            ("confirmed on a leap day", &[("confirmed", r#"{"by": "interpol", "on": "2024-02-29"}"#)], Valid),
            (
                "confirmed by a person's name, where an id is meant",
                &[("confirmed", r#"{"by": "A. Reviewer", "on": "2024-02-29"}"#)],
                Invalid,
            ),
            ("both a target and its goal", &[("sdg_target", r#""5.1""#)], Invalid),
            ("confirmed by nobody, said with null", &[("confirmed", "null")], Invalid),
            ("a word for how direct it is in capitals", &[("directness", r#""Direct""#)], Invalid),
        ],
    ),
    (
        "organization",
        "places",
        &[
            ("a seat by its country only", &[("seat", r#"{"country": "FR"}"#)], Valid),
            ("a seat of which nothing is known", &[("seat", "{}")], Valid),
            ("the United Kingdom by a code that is only reserved", &[("seat", r#"{"country": "UK"}"#)], Invalid),
            ("the United Kingdom by its code", &[("seat", r#"{"country": "GB"}"#)], Valid),
            ("a country in small letters", &[("seat", r#"{"country": "fr"}"#)], Invalid),
            ("a country by three letters", &[("seat", r#"{"country": "FRA"}"#)], Invalid),
            ("a country by its name", &[("seat", r#"{"country": "France"}"#)], Invalid),
            ("a country that is null for not known", &[("seat", r#"{"city": "Lyon", "country": null}"#)], Invalid),
            ("Norway as YAML 1.1 reads its code", &[("seat", r#"{"country": false}"#)], Invalid),
        ],
    ),
    (
        "meeting",
        "days",
        &[
            ("a meeting on the leap day", &[("starts_on", r#""2024-02-29""#), ("ends_on", r#""2024-02-29""#)], Valid),
            ("the last day before the first, which is for a rule", &[("ends_on", r#""2023-07-02""#)], Valid),
            (
                "a day of the week that does not fit, which is for a rule",
                &[("weekday_as_printed", r#""Sunday""#)],
                Valid,
            ),
            ("a day of the week in French", &[("weekday_as_printed", r#""lundi""#)], Invalid),
            ("the leap day of a common year", &[("starts_on", r#""2023-02-29""#)], Verdict::InvalidByFormat),
            ("the day as the record prints it", &[("starts_on", r#""Monday, 3 July 2023""#)], Invalid),
            ("a month where a day is needed", &[("starts_on", r#""2023-07""#)], Invalid),
            ("a day with its time", &[("starts_on", r#""2023-07-03T09:00:00+02:00""#)], Invalid),
        ],
    ),
    (
        "meeting",
        "what is known to be absent and what is not known",
        &[
            (
                "nobody is listed, and the list may lack some",
                &[("participants", "[]"), ("participants_complete", r#""unknown""#)],
                Valid,
            ),
            ("nobody was there", &[("participants", "[]"), ("participants_complete", r#""complete""#)], Valid),
            ("participants that are null for not known", &[("participants", "null")], Invalid),
            ("completeness as a truth value", &[("participants_complete", "true")], Invalid),
            ("a mode as people write it", &[("mode", r#""in person""#)], Invalid),
            ("a mode that is not known", &[("mode", r#""unspecified""#)], Valid),
        ],
    ),
    (
        "meeting",
        "contributions",
        &[
            (
                "two contributions of one id, which is for a check of ids",
                &[(
                    "contributions",
                    r#"[{"id": "c-1", "nature": "input", "text": "First.", "attribution": "unattributed", "goals": [], "themes": [], "sdg_targets": [], "status": "noted"}, {"id": "c-1", "nature": "input", "text": "Second.", "attribution": "unattributed", "goals": [], "themes": [], "sdg_targets": [], "status": "noted"}]"#,
                )],
                Valid,
            ),
            (
                "targets 16.1 and 16.10, which are two",
                &[(
                    "contributions",
                    r#"[{"id": "c-1", "nature": "input", "text": "First.", "attribution": "unattributed", "goals": [], "themes": [], "sdg_targets": ["16.1", "16.10"], "status": "noted"}]"#,
                )],
                Valid,
            ),
            (
                "one target twice",
                &[(
                    "contributions",
                    r#"[{"id": "c-1", "nature": "input", "text": "First.", "attribution": "unattributed", "goals": [], "themes": [], "sdg_targets": ["16.1", "16.10", "16.1"], "status": "noted"}]"#,
                )],
                Invalid,
            ),
            (
                "a target as a number",
                &[(
                    "contributions",
                    r#"[{"id": "c-1", "nature": "input", "text": "First.", "attribution": "unattributed", "goals": [], "themes": [], "sdg_targets": [16.1], "status": "noted"}]"#,
                )],
                Invalid,
            ),
        ],
    ),
];
