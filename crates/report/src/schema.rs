//! The JSON Schemas (2020-12) of what programs read: a finding, as a line of `ndjson` holds it, and the whole of
//! `json`.

use serde_json::{Value, json};

/// A schema of what is written for programs. It has no address of its own: who publishes it gives it one.
#[derive(Clone, Debug, PartialEq)]
pub struct OutputSchema {
    /// Its name: `finding`.
    pub name: &'static str,
    /// What it describes, in a line.
    pub meaning: &'static str,
    /// The schema, whole in itself.
    pub schema: Value,
}

/// The schemas of a finding and of a report.
///
/// Objects are open: a later version of the same schema may tell more.
///
/// ```
/// let [finding, report] = accordance_report::output_schemas();
/// assert_eq!(finding.schema["properties"]["line"]["minimum"], 1);
/// assert_eq!(report.schema["properties"]["findings"]["items"]["$ref"], "#/$defs/Finding");
/// ```
pub fn output_schemas() -> [OutputSchema; 2] {
    [
        OutputSchema {
            name: "finding",
            meaning: "a finding, as `accordance check --format ndjson` writes it in each line",
            schema: with_dialect(finding()),
        },
        OutputSchema {
            name: "report",
            meaning: "a report, as `accordance check --format json` writes it",
            schema: with_dialect(report()),
        },
    ]
}

fn with_dialect(mut schema: Value) -> Value {
    let mut whole = json!({"$schema": "https://json-schema.org/draft/2020-12/schema"});
    if let (Some(whole), Some(members)) = (whole.as_object_mut(), schema.as_object_mut()) {
        whole.append(members);
    }
    whole
}

fn report() -> Value {
    object(
        "Report",
        "What a run over records found, how often each check was made, and what could not be used. Later versions may add \
         properties.",
        &json!({
            "findings": list("Finding", "What was found, in the order of files, places and rules."),
            "rules": list(
                "Tally",
                "Every check that was made: those that need no rule first, then the rules. One that applied to nothing is \
                 among them."
            ),
            "problems": list(
                "Problem",
                "What could not be used. Where there is one, the run is not to be trusted and the exit status is 2."
            ),
            "summary": {"description": "How much was read, and how much was found.", "$ref": "#/$defs/Summary"},
        }),
        &[report_example()],
        Some(json!({
            "Finding": finding(),
            "Tally": tally(),
            "Problem": problem(),
            "Summary": summary(),
        })),
    )
}

fn finding() -> Value {
    object(
        "Finding",
        "One thing that a check found at one place. Later versions may add properties.",
        &json!({
            "rule": text("The rule, or the check that needs no rule: schema, unique-id, dangling-reference, unreadable-file."),
            "requirement": or_null(
                &json!({"type": "integer", "minimum": 1}),
                "Which `require` of the rule it is, from 1, and 1 where its `when` cannot be told; null for a check that needs \
                 no rule."
            ),
            "severity": {
                "description": "How grave it is. What cannot be told is advice.",
                "enum": ["error", "warning", "advice"],
            },
            "outcome": {
                "description": "What came of the check: what must hold does not, or something that is needed to tell is not there.",
                "enum": ["fails", "cannot_tell"],
            },
            "message": text("What was found, in a sentence, in the language of the run where the rule has it."),
            "fix": or_null(&json!({"type": "string"}), "What to do; null where the rule does not say."),
            "file": text("The file, relative to the folder of the run. For a rule on the whole data set, its rule file."),
            "line": from_one("The line in the file."),
            "column": from_one("The column in the line, in characters (Unicode scalar values)."),
            "pointer": text("The JSON Pointer (RFC 6901) of the value in its record; empty for the record itself."),
            "record": or_null(
                &json!({
                    "type": "object",
                    "required": ["collection", "id"],
                    "properties": {
                        "collection": text("The collection that the record belongs to."),
                        "id": or_null(&json!({"type": "string"}), "Its id; null where it has none that can be read."),
                    },
                }),
                "The record; null for a rule on the whole data set, and for what belongs to no collection."
            ),
            "values": {
                "description": "What tells a finding from others of its rule at the place, such as row and column of a matrix, \
                                and the values that decided, by how the rule names them. A record is shown by its id, a date \
                                as text, and what is not there as null. Of a value whose texts have more than 10,000 bytes \
                                together, and of a list of more than 50 items, the rest is left out, and … stands in its place.",
                "type": "object",
            },
            "waived": or_null(
                &json!({
                    "type": "object",
                    "required": ["until", "because", "by"],
                    "properties": {
                        "until": text("The last day on which the waiver holds, YYYY-MM-DD."),
                        "because": text("Why it is waived."),
                        "by": text("Who decided it."),
                    },
                }),
                "The waiver that covers the finding, so that it counts for nothing; null where none does."
            ),
            "fingerprint": text(
                "What the same finding has in every run, and no other of a run: the first 32 hexadecimal digits of the SHA-256 of \
                 rule, requirement, file, record, pointer and the values that tell it from others at the place, with :2, :3 and \
                 so on behind it where several are alike in all these. SARIF has it among partialFingerprints."
            ),
        }),
        &[finding_example()],
        None,
    )
}

fn tally() -> Value {
    object(
        "Tally",
        "How often a check was made, and what came of it.",
        &json!({
            "rule": text("The rule, or the check that needs no rule."),
            "title": or_null(&json!({"type": "string"}), "What holds, in a sentence; null for a check that needs no rule."),
            "severity": or_null(
                &json!({"type": "string", "enum": ["error", "warning", "advice"]}),
                "How grave it is where what must hold does not; null for a check that needs no rule."
            ),
            "owner": or_null(&json!({"type": "string"}), "Who answers for the rule; null where it does not say."),
            "because": or_null(&json!({"type": "string"}), "Why it holds; null where the rule does not say."),
            "see": or_null(&json!({"type": "string"}), "Where more is to be read; null where the rule does not say."),
            "passes": count("How often what must hold did."),
            "fails": count("How often it did not, waived or not."),
            "does_not_apply": count("How often the rule did not apply, as its `when` was false."),
            "cannot_tell": count("How often something that is needed to tell was not there."),
            "waived": count("How many findings of it are waived."),
        }),
        &[],
        None,
    )
}

fn problem() -> Value {
    object(
        "Problem",
        "Something that keeps a run from being trusted: a file or record that cannot be read, or a rule that cannot be used.",
        &json!({
            "file": text("The file, relative to the folder of the run."),
            "line": or_null(&json!({"type": "integer", "minimum": 1}), "The line; null where the whole file is meant."),
            "column": or_null(&json!({"type": "integer", "minimum": 1}), "The column; null where the whole file is meant."),
            "message": text("What is wrong, in a sentence."),
        }),
        &[],
        None,
    )
}

fn summary() -> Value {
    object(
        "Summary",
        "How much was read, and how much was found.",
        &json!({
            "files": count("Files read."),
            "records": count("Records read."),
            "errors": count("Findings that are errors and not waived."),
            "warnings": count("Findings that are warnings and not waived."),
            "advice": count("Findings that are advice and not waived."),
            "waived": count("Findings that are waived."),
        }),
        &[],
        None,
    )
}

/// A finding that is waived, so that it shows every property.
fn finding_example() -> Value {
    json!({
        "rule": "contribution-names-goal",
        "requirement": 1,
        "severity": "warning",
        "outcome": "fails",
        "message": "Contribution c-1 of Working group session, February 2024 names no goal.",
        "fix": "Name the goal that it speaks to, for example goals: [gpg-2017-4].",
        "file": "meetings/working-group.yaml",
        "line": 75,
        "column": 7,
        "pointer": "/contributions/0",
        "record": {"collection": "meetings", "id": "wg-2024-02-06"},
        "values": {"contribution.id": "c-1", "meeting.title": "Working group session, February 2024"},
        "waived": {
            "until": "2024-06-30",
            "because": "Who made the contribution is being asked.",
            "by": "The keepers of the records",
        },
        "fingerprint": "9dfddaf1e2c4cbbbc1fb57fa93b0a30c",
    })
}

fn report_example() -> Value {
    json!({
        "findings": [finding_example()],
        "rules": [
            {
                "rule": "contribution-names-goal",
                "title": "Every contribution names a goal",
                "severity": "warning",
                "owner": "The keepers of the records",
                "because": "A contribution that names none cannot be reviewed with the goal that it would change.",
                "see": "https://example.org/guide#goals",
                "passes": 41,
                "fails": 1,
                "does_not_apply": 3,
                "cannot_tell": 0,
                "waived": 1,
            },
        ],
        "problems": [
            {"file": "rules/own.accord", "line": 7, "column": 35, "message": "contribution.status is never \"withdrawed\""},
        ],
        "summary": {"files": 2, "records": 9, "errors": 0, "warnings": 0, "advice": 0, "waived": 1},
    })
}

/// An object that has all its properties.
fn object(title: &str, description: &str, properties: &Value, examples: &[Value], definitions: Option<Value>) -> Value {
    let names: Vec<&String> = properties.as_object().map(|members| members.keys().collect()).unwrap_or_default();
    let mut object = json!({
        "title": title,
        "description": description,
        "type": "object",
        "required": names,
        "properties": properties,
    });
    if !examples.is_empty() {
        object["examples"] = examples.into();
    }
    if let Some(definitions) = definitions {
        object["$defs"] = definitions;
    }
    object
}

fn text(description: &str) -> Value {
    json!({"description": description, "type": "string"})
}

fn count(description: &str) -> Value {
    json!({"description": description, "type": "integer", "minimum": 0})
}

fn from_one(description: &str) -> Value {
    json!({"description": format!("{description} Counted from 1."), "type": "integer", "minimum": 1})
}

fn list(of: &str, description: &str) -> Value {
    json!({"description": description, "type": "array", "items": {"$ref": format!("#/$defs/{of}")}})
}

/// Without `"type": ["string", "null"]`, which some generators of code cannot take.
fn or_null(schema: &Value, description: &str) -> Value {
    json!({"description": description, "anyOf": [schema, {"type": "null"}]})
}
