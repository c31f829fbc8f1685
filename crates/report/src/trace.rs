//! A rule at the places of a record, condition by condition, for people and for programs.

use std::io::Write;

use accordance_engine::{CheckOutcome, Traced, TracedCondition, TracedItem};

use crate::{WriteError, clean, inert_json};

/// Writes a rule at the places of a record.
///
/// # Errors
/// The output takes no more.
pub fn write_trace(rule: &str, record: &str, places: &[Traced], out: &mut dyn Write) -> Result<(), WriteError> {
    let (rule, record) = (clean(rule), clean(record));
    if places.is_empty() {
        writeln!(out, "{rule} goes through no list in which {record} is.")?;
        return Ok(());
    }
    let noun = if places.len() == 1 { "place" } else { "places" };
    writeln!(out, "{rule} at {record}: {} {noun}", places.len())?;
    for place in places {
        let items: Vec<String> = place.items.iter().map(item).collect();
        let whole = if items.is_empty() { "the whole data set".to_owned() } else { items.join(", ") };
        writeln!(out, "\n{whole}\n  {}", told(place.outcome))?;
        for each in &place.conditions {
            condition(each, out)?;
        }
    }
    Ok(())
}

/// The same as one list of objects.
///
/// # Errors
/// The output takes no more.
pub fn write_trace_json(places: &[Traced], out: &mut dyn Write) -> Result<(), WriteError> {
    inert_json::write_pretty(&places, out)?;
    out.write_all(b"\n")?;
    Ok(())
}

fn told(outcome: CheckOutcome) -> &'static str {
    match outcome {
        CheckOutcome::Passes => "passes",
        CheckOutcome::Fails => "fails",
        CheckOutcome::DoesNotApply => "does not apply",
        CheckOutcome::CannotTell => "cannot tell",
    }
}

fn item(item: &TracedItem) -> String {
    let place = match &item.place {
        Some((Some(id), pointer)) if pointer.is_empty() => id.clone(),
        Some((Some(id), pointer)) => format!("{id} {pointer}"),
        Some((None, pointer)) => pointer.clone(),
        None => item.label.clone(),
    };
    format!("{} = {}", clean(&item.variable), clean(&place))
}

fn condition(condition: &TracedCondition, out: &mut dyn Write) -> Result<(), WriteError> {
    let holds = match condition.holds {
        Some(true) => "holds",
        Some(false) => "does not hold",
        None => "cannot be told",
    };
    let word = if condition.depth == 0 { condition.clause } else { "" };
    let indent = "  ".repeat(condition.depth);
    writeln!(out, "  {word:<8}{indent}{}", clean(&condition.text))?;
    let reason = condition.reason.as_deref().map_or_else(String::new, |reason| format!(": {}", clean(reason)));
    writeln!(out, "          {indent}→ {holds}{reason}")?;
    for (name, value) in &condition.values {
        writeln!(out, "            {indent}{} is {}", clean(name), shown(value))?;
    }
    Ok(())
}

/// A value in one line of a bounded length.
fn shown(value: &str) -> String {
    const LONGEST: usize = 200;
    let clean = clean(value);
    match clean.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &clean[..end]),
        None if clean.is_empty() => "\"\"".into(),
        None => clean.into_owned(),
    }
}
