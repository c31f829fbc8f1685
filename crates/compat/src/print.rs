//! Comparisons as text. What comes from a schema is shown as JSON in ASCII, so that it cannot control a terminal.

use std::fmt;

use serde_json::Value;

use crate::{Answer, Change, Compared, Comparison, Note, Row, Verdict, Witness};

/// Longer values are cut.
const LONGEST: usize = 400;
/// Longer texts within a value are cut.
const LONGEST_TEXT: usize = 60;

/// A value on one line, cut where it is long.
pub(crate) fn brief(value: &Value) -> String {
    let text = ascii(&cut_texts(value).to_string());
    if text.len() <= LONGEST {
        return text;
    }
    format!("{} and so on ({} characters)", &text[..LONGEST], text.len())
}

fn cut_texts(value: &Value) -> Value {
    match value {
        Value::String(text) if text.chars().count() > LONGEST_TEXT => {
            let start: String = text.chars().take(12).collect();
            Value::from(format!("{start}... ({} characters)", text.chars().count()))
        }
        Value::Array(items) if items.len() > 24 => {
            let mut cut: Vec<Value> = items.iter().take(3).map(cut_texts).collect();
            cut.push(format!("... ({} items)", items.len()).into());
            cut.into()
        }
        Value::Array(items) => items.iter().map(cut_texts).collect(),
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), cut_texts(value))).collect(),
        other => other.clone(),
    }
}

fn ascii(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if character == ' ' || character.is_ascii_graphic() {
            shown.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                shown.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    shown
}

impl fmt::Display for Row {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = ascii(&self.name);
        match &self.what {
            Compared::Both(comparison) => write!(formatter, "{name}: {comparison}"),
            Compared::Added => writeln!(formatter, "{name}: {} (it is added)", self.class()),
            Compared::Removed => writeln!(formatter, "{name}: {} (it is removed)", self.class()),
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let undecided = if self.verdict.is_undecided() { " (not all could be decided)" } else { "" };
        writeln!(formatter, "{}{undecided}", self.verdict.class())?;
        for change in &self.changes {
            write!(formatter, "{change}")?;
        }
        // What the places show need not be said again of the whole.
        let shown = |answer: fn(&Verdict) -> &Answer| {
            let whole = answer(&self.verdict);
            let is_shown = self.changes.iter().map(|change| answer(&change.verdict)).any(|of_place| match whole {
                Answer::Lost(_) => of_place.witness().is_some_and(Witness::is_whole),
                Answer::Kept | Answer::Undecided => of_place == whole,
            });
            if is_shown { &Answer::Kept } else { whole }
        };
        answers(formatter, "  ", shown(|verdict| &verdict.writers), shown(|verdict| &verdict.readers))?;
        for note in &self.notes {
            writeln!(formatter, "  {note}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Change {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.place.is_empty() { "(the whole)" } else { &self.place };
        write!(formatter, "  {}: {}", ascii(place), self.verdict.class())?;
        match &self.definition {
            Some(name) => writeln!(formatter, ", wherever {} is used", ascii(name))?,
            None => writeln!(formatter)?,
        }
        for reason in &self.reasons {
            writeln!(formatter, "    - {}", ascii(reason))?;
        }
        answers(formatter, "    ", &self.verdict.writers, &self.verdict.readers)
    }
}

fn answers(formatter: &mut fmt::Formatter<'_>, indent: &str, writers: &Answer, readers: &Answer) -> fmt::Result {
    for (answer, shown, open) in [
        (writers, "was valid, is refused", "whether all that was valid still is could not be decided"),
        (readers, "is valid, was refused", "whether all that is valid now was valid before could not be decided"),
    ] {
        match answer {
            Answer::Kept => {}
            Answer::Lost(witness) => writeln!(formatter, "{indent}{shown}: {witness}")?,
            Answer::Undecided => writeln!(formatter, "{indent}{open}")?,
        }
    }
    Ok(())
}

impl fmt::Display for Witness {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&brief(&self.instance))?;
        if !self.is_whole() {
            formatter.write_str(" (a value of this place; no whole instance was found)")?;
        }
        Ok(())
    }
}

impl fmt::Display for Note {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.place.is_empty() { "(the whole)" } else { &self.place };
        write!(formatter, "{}: {} differs, which decides nothing", ascii(place), ascii(&self.keyword))
    }
}
