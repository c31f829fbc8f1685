//! Numbers where doubles have gaps, and numbers and lines as others than `accordance` write them.

use std::{fmt::Write as _, path::Path};

use accordance_document::Format;
use accordance_engine::{CollectionConfig, Collections, Config, RecordFile, Role};
use serde_json::json;

use super::job::{Job, Ready, files};
use crate::Failure;

/// Records behind a byte order mark, among blank lines. Whole numbers are written in each way that is one.
const LINES: &str = "\u{feff}{\"id\": \"gap\", \"whole\": 9007199254740993, \"number\": 9007199254740992.0}

{\"id\": \"point\", \"whole\": 4.0, \"number\": 4.5, \"wholes\": [1.0, 2e0, 3], \"numbers\": [0.5, 2]}\r
 \t\r
{\"id\": \"exponent\", \"whole\": -4e0, \"number\": -4, \"within\": {\"whole\": 1.5e1}, \"numbers\": [2, 0.5, 3]}
{\"id\": \"largest\", \"whole\": 9223372036854775807, \"number\": 9223372036854775808.0}
{\"id\": \"smallest\", \"whole\": -9223372036854775808, \"number\": -9.3e18}
{\"id\": \"none\", \"whole\": 0, \"number\": -0.0, \"numbers\": [1e300, 3]}
  ";

/// Conditions of any numbers.
const LARGE: &[&str] = &[
    "it.whole = 9007199254740992.0",
    "it.whole != 9007199254740992.0",
    "it.whole <= 9007199254740992.0",
    "it.whole > 9007199254740992.0",
    "9007199254740992.0 < it.whole",
    "it.whole < 9007199254740993.5",
    "it.whole = 4.5",
    "it.whole != 4.5",
    "it.whole < 4.5",
    "it.whole <= -4.5",
    "it.whole > 3.5",
    "it.whole >= -3.5",
    "it.whole < 9223372036854775808.0",
    "it.whole = 9223372036854775808.0",
    "it.whole >= -9223372036854775808.0",
    "it.whole > -9300000000000000000.0",
    "it.whole = 0.0",
    "it.whole in [9007199254740992.0, 4.0, -0.0]",
    "it.whole in [4, 0.5, 9007199254740993]",
    "it.number in [9007199254740993, 4.5]",
    "it.number in [9007199254740992, 4.5, 0]",
    "it.whole = it.number",
    "count(things) = 6",
    "(it.within.whole otherwise 1) = 15",
    "sum(it.wholes otherwise []) = 6",
];

/// Conditions of numbers that are doubles or whole, where all are small.
const MIXED: &[&str] = &[
    "NUMBER = it.number",
    "NUMBER + it.whole < 8",
    "NUMBER * NUMBER <= 16",
    "NUMBER - 0.5 > 0",
    "NUMBER / 3 > 0",
    "-NUMBER < 4",
    "abs(NUMBER) = 4",
    "round(NUMBER) = 4",
    "max([it.whole, it.number]) = it.whole",
    "min([it.whole, it.number]) = it.number",
    "first([it.whole, it.number]) = it.whole",
    "sum([it.whole, it.number, 1, 2.5]) > 3.5",
    "average([it.whole, it.number, 1, 2.5]) > 1",
    "is_distinct([it.whole, it.number])",
    "distinct([it.whole, it.number, 4.0]) = distinct([it.number, it.whole, 4])",
    "overlap([it.whole, it.number], it.numbers otherwise []) is empty",
    "it.number in [it.whole, 4.5]",
    "every one in [it.whole, it.number] has (one * 2 > one + 0)",
    "sum((if one > 1 then one else it.whole) + it.whole for one in (it.numbers otherwise [])) > 2",
    "some other in things has (other.id != it.id and max([other.whole, other.number]) = min([it.whole, it.number]))",
];

/// A number that is whole in one record, and a double in the others.
const NUMBER: &str = "(if it.id = \"point\" then it.whole else it.number)";

/// Rules on such numbers, over records that `accordance` reads and over the same ones as the engine does.
pub(crate) fn jobs(folder: &Path) -> Result<Vec<Ready>, Failure> {
    let small: Vec<&str> = LINES
        .split_inclusive('\n')
        .filter(|line| !["gap", "largest", "smallest"].iter().any(|id| line.contains(id)))
        .collect();
    let mut ready = Vec::new();
    for (name, conditions, text) in [("large", LARGE, LINES.to_owned()), ("mixed", MIXED, small.concat())] {
        let path = folder.join(format!("numbers-{name}.ndjson"));
        std::fs::write(&path, &text).map_err(|error| Failure::File { path: path.clone(), error })?;
        for lines in [None, Some(path)] {
            let reader = if lines.is_some() { "engine" } else { "command" };
            let name = format!("numbers-{name}-by-{reader}");
            let schema = json!({
                "type": "object",
                "properties": {
                    "id": {"type": "string"},
                    "whole": {"type": "integer"},
                    "number": {"type": "number"},
                    "wholes": {"type": "array", "items": {"type": "integer"}},
                    "numbers": {"type": "array", "items": {"type": "number"}},
                    "within": {"type": "object", "properties": {"whole": {"type": "integer"}}},
                },
                "required": ["id", "whole", "number"],
            });
            let mut config = Config::default();
            let collection = CollectionConfig {
                schema: "thing.json".to_owned(),
                files: vec!["things.ndjson".to_owned()],
                id: Some("/id".to_owned()),
            };
            config.collections.insert("things".to_owned(), collection);
            let files =
                files(vec![("thing.json".to_owned(), schema.to_string()), ("things.ndjson".to_owned(), text.clone())]);
            let collections =
                Collections::new([], &config, &files).map_err(|error| Failure::Told(format!("{name}: {error}")))?;
            let records =
                vec![RecordFile { name: "things.ndjson".into(), format: Format::Ndjson, role: Role::Checked }];
            let as_of = jiff::civil::date(2024, 6, 1);
            let job = Job { name: name.clone(), rules: rules(conditions), records, as_of, lines };
            let job = job.ready(&collections, &files, &folder.join(&name))?;
            let said = job.as_ref().and_then(|job| job.duckdb["views"].as_array()).map_or(0, Vec::len);
            let wanted = conditions.chunks(TOGETHER).len();
            if said != wanted {
                return Err(Failure::Told(format!("{name}: {said} of {wanted} rules are said")));
            }
            ready.extend(job);
        }
    }
    Ok(ready)
}

/// So many conditions are of one rule: Spark takes long to begin with one.
const TOGETHER: usize = 5;

/// Rules with these conditions.
fn rules(conditions: &[&str]) -> String {
    let mut text = "accordance 1\n".to_owned();
    for (number, conditions) in conditions.chunks(TOGETHER).enumerate() {
        let _ = write!(text, "\nrule number-{number} \"-\"\n  severity error\n  for      it in things\n");
        for condition in conditions {
            let _ = writeln!(text, "  require  {}", condition.replace("NUMBER", NUMBER));
        }
        text.push_str("  message  \"-\"\nend\n");
    }
    text
}
