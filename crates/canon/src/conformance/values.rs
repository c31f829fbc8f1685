//! Values that are right for a schema, and values that are wrong for it in one way.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::{
    Case, Uncovered, Verdict,
    forms::Form,
    shape::{A_TEXT, Shape, kind},
};

/// How much is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    /// All that is known.
    Whole,
    /// What shows that the schema is asked at all. The rest was tried at another place.
    Brief,
}

/// Texts longer than this are tried once in a pack for each limit.
const LONG: u64 = 200;
/// Of longer lists of words, the first and the last are tried.
const MANY_WORDS: usize = 24;

/// Up to here, 2 to the power of 53, each whole number is a double. Beyond 64 bits some validators give no verdict at
/// all.
const DOUBLES_END: i64 = 1 << 53;

/// The values to try at places of one type, by what has been tried before.
#[derive(Debug, Default)]
pub(super) struct Values {
    /// Limits of long texts that were tried.
    limits: HashSet<u64>,
    /// Forms that were tried whole in this schema.
    forms: HashSet<&'static [&'static str]>,
}

impl Values {
    /// Forgets what is to be tried anew in each schema.
    pub(super) fn begin_schema(&mut self) {
        self.forms.clear();
    }

    /// The values to try where a schema is asked. What an object holds is left to those who go through its properties.
    pub(super) fn of(&mut self, shape: Shape<'_>, schema: &Value, depth: Depth) -> Result<Vec<Case>, Uncovered> {
        let least = shape.least(schema)?;
        let (schema, _) = shape.resolve(schema)?;
        let mut cases = match kind(schema) {
            _ if schema.contains_key("const") || schema.contains_key("enum") => of_words(schema, depth),
            "string" => self.of_text(schema, depth)?,
            "integer" => of_number(schema),
            "array" => of_list(shape, schema)?,
            "object" => vec![right("with no more than it needs", least.clone())],
            other => return Err(Uncovered::Keyword(format!("type {other}"))),
        };
        cases.push(wrong("null", Value::Null));
        let other_types = [
            ("string", "a text", json!(A_TEXT)),
            ("integer", "a number", json!(7)),
            ("boolean", "true", json!(true)),
            ("array", "a list that holds it", json!([least])),
            ("object", "an object that holds it", json!({"value": least})),
        ];
        let others = other_types.into_iter().filter(|(name, _, value)| {
            // A list in a list may well be what is asked for; an object must not be taken for one with an unknown
            // property.
            *name != kind(schema) && !(kind(schema) == "array" && value.is_array())
        });
        let most = if depth == Depth::Whole { 4 } else { 1 };
        cases.extend(others.take(most).map(|(_, name, value)| wrong(name, value)));
        Ok(cases)
    }

    fn of_text(&mut self, schema: &Map<String, Value>, depth: Depth) -> Result<Vec<Case>, Uncovered> {
        let form = Form::of(schema)?;
        let mut cases = match form {
            Some(form) => {
                let is_first = self.forms.insert(form.patterns);
                of_form(form, if is_first { Depth::Whole } else { Depth::Brief })
            }
            None => of_plain_text(schema, depth),
        };
        let Some(limit) = schema.get("maxLength").and_then(Value::as_u64) else {
            return Ok(cases);
        };
        if limit > LONG && !self.limits.insert(limit) {
            return Ok(cases);
        }
        let length = usize::try_from(limit).unwrap_or(usize::MAX);
        match form {
            Some(form) => {
                let both = form.of_length(length).zip(form.of_length(length + 1));
                cases.extend(both.into_iter().flat_map(|(longest, longer)| as_long_as(limit, longest, longer)));
            }
            None => {
                cases.extend(as_long_as(limit, "a".repeat(length), "a".repeat(length + 1)));
                // Characters beyond the basic plane take two units of UTF-16 and four bytes of UTF-8.
                let wide = "𠀀".repeat(length / 2 + 1);
                cases.push(right(
                    &format!("{} characters, more than {limit} units of UTF-16", length / 2 + 1),
                    wide.into(),
                ));
            }
        }
        Ok(cases)
    }
}

fn of_words(schema: &Map<String, Value>, depth: Depth) -> Vec<Case> {
    let one = schema.get("const").into_iter();
    let words: Vec<&Value> = one.chain(schema.get("enum").and_then(Value::as_array).into_iter().flatten()).collect();
    let first = words.first().copied().cloned().unwrap_or_default();
    let tried = match depth {
        Depth::Brief => 1,
        Depth::Whole if words.len() > MANY_WORDS => 3,
        Depth::Whole => words.len(),
    };
    let mut cases: Vec<Case> =
        words.iter().take(tried).map(|word| right(&format!("the word {word}"), (*word).clone())).collect();
    if depth == Depth::Whole
        && let Some(last) = words.last()
    {
        cases.push(right(&format!("the word {last}"), (*last).clone()));
    }
    cases.push(wrong("a word that is not on the list", "no such word".into()));
    if let (Depth::Whole, Value::String(word)) = (depth, first) {
        let turned = if word.chars().any(char::is_lowercase) { word.to_uppercase() } else { word.to_lowercase() };
        cases.push(wrong("in other letters", turned.into()));
        cases.push(wrong("with a space behind", format!("{word} ").into()));
        cases.push(wrong("with a line break behind", format!("{word}\n").into()));
        cases.push(wrong("an empty text", "".into()));
    }
    cases
}

fn of_form(form: &Form, depth: Depth) -> Vec<Case> {
    let (most_right, most_wrong, most_refused) = match depth {
        Depth::Whole => (usize::MAX, usize::MAX, usize::MAX),
        Depth::Brief => (1, form.everywhere, 1),
    };
    let rights = form.right.iter().take(most_right).map(|text| right(&format!("{text:?}"), (*text).into()));
    let wrongs = form.wrong.iter().take(most_wrong).map(|text| wrong(&format!("{text:?}"), (*text).into()));
    let refused = form.refused_by_format.iter().take(most_refused).map(|text| Case {
        verdict: Verdict::InvalidByFormat,
        ..wrong(&format!("{text:?}, a day that there is not"), (*text).into())
    });
    rights.chain(wrongs).chain(refused).collect()
}

fn of_plain_text(schema: &Map<String, Value>, depth: Depth) -> Vec<Case> {
    let mut cases = vec![right("a text", A_TEXT.into())];
    if schema.contains_key("minLength") {
        cases.push(wrong("an empty text", "".into()));
    }
    if depth == Depth::Whole {
        cases.push(right("in Arabic", "نص.".into()));
        cases.push(right("over two lines", "A text\nof two lines.\n".into()));
        cases.push(right("one character of two units of UTF-16", "𠀀".into()));
        cases.push(right("a space", " ".into()));
    }
    cases
}

fn of_number(schema: &Map<String, Value>) -> Vec<Case> {
    let mut cases = Vec::new();
    let bound = |keyword: &str| schema.get(keyword).and_then(Value::as_i64);
    if let Some(least) = bound("minimum") {
        cases.push(right("the least", least.into()));
        cases.push(wrong("one less than the least", (least - 1).into()));
    }
    if let Some(most) = bound("maximum") {
        cases.push(right("the most", most.into()));
        let written_as_double = u32::try_from(most).map(f64::from);
        cases.extend(
            written_as_double.map(|most| right("the most, written with a fraction of zero", Value::from(most))),
        );
        cases.push(wrong("one more than the most", (most + 1).into()));
        cases.push(wrong("a whole number that no double is equal to", (DOUBLES_END + 1).into()));
    }
    cases.push(wrong("half a number", Value::from(1.5)));
    cases.push(wrong("a number in quotes", "1".into()));
    cases
}

fn of_list(shape: Shape<'_>, schema: &Map<String, Value>) -> Result<Vec<Case>, Uncovered> {
    let mut cases = vec![right("an empty list", json!([]))];
    if let Some(items) = schema.get("items") {
        let item = shape.least(items)?;
        cases.push(right("a list of one", json!([item])));
        let twice = json!([item, item]);
        let is_distinct = schema.get("uniqueItems") == Some(&Value::Bool(true));
        cases.push(if is_distinct { wrong("an item twice", twice) } else { right("an item twice", twice) });
        cases.push(wrong("an item without a list", item));
    }
    Ok(cases)
}

fn right(description: &str, data: Value) -> Case {
    Case { description: description.into(), data, verdict: Verdict::Valid }
}

fn wrong(description: &str, data: Value) -> Case {
    Case { description: description.into(), data, verdict: Verdict::Invalid }
}

fn as_long_as(limit: u64, longest: String, longer: String) -> [Case; 2] {
    [right(&format!("{limit} characters"), longest.into()), wrong(&format!("{} characters", limit + 1), longer.into())]
}
