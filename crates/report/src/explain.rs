//! Rules and codes explained: as text for people, and as JSON.

use std::io::Write;

use accordance_rules::{Explanation, RuleProse, Sentence};
use serde_json::{Value, json};

use crate::{
    WriteError, clean, inert_json,
    wrap::{Indent, wrapped},
};

/// Writes a rule in sentences. `place` says where it stands: `rules/goals.accord:12`.
///
/// What comes from the rule file is made harmless.
///
/// # Errors
/// The output takes no more.
pub fn write_rule_prose(prose: &RuleProse, place: &str, out: &mut dyn Write) -> Result<(), WriteError> {
    let title = format!("{}: {}", prose.name, prose.title);
    line(&title, Indent { first: 0, rest: 2 }, out)?;
    writeln!(out)?;
    let place = ("file", place.to_owned());
    let width = prose.rows.iter().chain([&place]).map(|(word, _)| word.len()).max().unwrap_or(0);
    for (word, text) in prose.rows.iter().chain([&place]) {
        let lines = wrapped(&clean(text), Indent { first: 0, rest: 0 }, width + 4);
        for (number, text) in lines.iter().enumerate() {
            let word = if number == 0 { word } else { "" };
            writeln!(out, "  {word:<width$}  {text}")?;
        }
    }
    for part in &prose.parts {
        writeln!(out, "\n{}", part.subject.heading())?;
        for sentence in &part.sentences {
            whole(sentence, out)?;
        }
    }
    Ok(())
}

/// A sentence of its own, with the items that it leads up to.
fn whole(sentence: &Sentence, out: &mut dyn Write) -> Result<(), WriteError> {
    let text = capital(&sentence.text);
    let indent = Indent { first: 2, rest: 4 };
    if sentence.items.is_empty() {
        return line(&ended(&text), indent, out);
    }
    line(&format!("{text}:"), indent, out)?;
    items(&sentence.items, 2, Last::Yes, out)
}

/// Whether nothing of the sentence follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Yes,
    No,
}

fn items(all: &[Sentence], depth: usize, last: Last, out: &mut dyn Write) -> Result<(), WriteError> {
    for (number, item) in all.iter().enumerate() {
        let is_last = last == Last::Yes && number + 1 == all.len();
        let end = match (item.items.is_empty(), is_last) {
            (false, _) => ":",
            (true, true) => ".",
            (true, false) => ";",
        };
        // However deep a rule is, its lines stay readable.
        let depth = depth.min(DEEPEST);
        line(&format!("– {}{end}", item.text), Indent { first: depth, rest: depth + 2 }, out)?;
        items(&item.items, depth + 2, if is_last { Last::Yes } else { Last::No }, out)?;
    }
    Ok(())
}

/// Items are indented so far.
const DEEPEST: usize = 40;

fn line(text: &str, indent: Indent, out: &mut dyn Write) -> Result<(), WriteError> {
    for text in wrapped(&clean(text), indent, 0) {
        writeln!(out, "{text}")?;
    }
    Ok(())
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A text with a full stop, unless it ends already.
fn ended(text: &str) -> String {
    if text.trim_end_matches(['"', '`']).ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

/// Writes what a code means, with the mistake and its mending.
///
/// # Errors
/// The output takes no more.
pub fn write_explanation(explanation: &Explanation, out: &mut dyn Write) -> Result<(), WriteError> {
    let Explanation { code, title, meaning, example } = explanation;
    writeln!(out, "{code}: {title}\n")?;
    line(meaning, Indent { first: 0, rest: 0 }, out)?;
    if let Some(example) = example {
        for (word, text) in [("Wrong", example.wrong), ("Right", example.right)] {
            writeln!(out, "\n{word}:\n")?;
            for text in text.lines() {
                writeln!(out, "{}", format!("    {text}").trim_end())?;
            }
        }
    }
    Ok(())
}

/// Writes a rule in sentences as one JSON object.
///
/// # Errors
/// The output takes no more.
pub fn write_rule_prose_json(
    prose: &RuleProse,
    file: &str,
    line: usize,
    out: &mut dyn Write,
) -> Result<(), WriteError> {
    let part = |part: &accordance_rules::ProsePart| {
        let sentences: Vec<Value> = part.sentences.iter().map(tree).collect();
        json!({"subject": part.subject.word(), "heading": part.subject.heading(), "sentences": sentences})
    };
    let mut value = json!({"rule": prose.name, "title": prose.title, "file": file, "line": line});
    for (word, text) in &prose.rows {
        value[*word] = text.as_str().into();
    }
    value["parts"] = prose.parts.iter().map(part).collect();
    object(&value, out)
}

fn tree(sentence: &Sentence) -> Value {
    let items: Vec<Value> = sentence.items.iter().map(tree).collect();
    json!({"text": sentence.text, "items": items})
}

/// Writes what a code means as one JSON object.
///
/// # Errors
/// The output takes no more.
pub fn write_explanation_json(explanation: &Explanation, out: &mut dyn Write) -> Result<(), WriteError> {
    let Explanation { code, title, meaning, example } = explanation;
    let example = example.map(|example| json!({"wrong": example.wrong, "right": example.right}));
    object(&json!({"code": code, "title": title, "meaning": meaning, "example": example}), out)
}

fn object(value: &Value, out: &mut dyn Write) -> Result<(), WriteError> {
    inert_json::write_pretty(&value, out)?;
    writeln!(out)?;
    Ok(())
}
