//! A second engine, as plain as can be: every list is gone through from end to end, nothing is indexed or remembered,
//! and each construct is written down from the description of the language. It shows that the suite can be held against
//! more than one engine, and keeps the pages from saying only what one engine happens to do.

mod dates;
mod evaluation;
mod functions;
mod value;

use std::collections::BTreeMap;

use accordance_rules::{
    Environment,
    core::{Program, Rule},
};
use serde_json::Value as Json;

use self::{
    evaluation::Run,
    value::{CannotTell, Item, Told, Value},
};
use crate::case::{Check, Data, Outcome};

/// The records that fit their schemas, each with its place.
pub(crate) struct Records {
    /// By the number of the collection: the JSON Pointer of each record, and the record.
    pub(crate) collections: Vec<Vec<(String, Json)>>,
    pub(crate) as_of: jiff::civil::Date,
}

impl Records {
    pub(crate) fn new(data: &Data, environment: &Environment) -> Self {
        let collections = environment.collection_names().map(|name| {
            let schema = data.schemas.get(name).expect("each collection has a schema");
            let schema = jsonschema::options().should_validate_formats(true).build(schema).expect("a JSON Schema");
            let all = data.records.get(name).and_then(Json::as_array).into_iter().flatten().enumerate();
            all.filter(|(_, record)| schema.is_valid(record))
                .map(|(position, record)| (format!("/{name}/{position}"), record.clone()))
                .collect()
        });
        Self { collections: collections.collect(), as_of: data.as_of.parse().expect("a date") }
    }
}

/// All outcomes of a program, in no order.
pub(crate) fn outcomes(program: &Program, records: &Records) -> Vec<Check> {
    let mut checks = Vec::new();
    for rule in &program.rules {
        let run = Run { program, records };
        let mut place = BTreeMap::new();
        combinations(&run, rule, 0, &mut vec![None; rule.slots.len()], &mut place, &mut checks);
    }
    checks
}

type Slots<'r> = Vec<Option<Told<'r>>>;

/// Goes through the lists of `for` from the one of a number on.
fn combinations<'r>(
    run: &Run<'r>,
    rule: &'r Rule,
    number: usize,
    slots: &mut Slots<'r>,
    place: &mut BTreeMap<String, String>,
    checks: &mut Vec<Check>,
) {
    let Some(each) = rule.loops.get(number) else {
        return requirements(run, rule, slots, place, checks);
    };
    match run.items(&each.list, slots) {
        Err(CannotTell) => tell(rule, 0, place, checks, Outcome::CannotTell),
        Ok(items) => {
            for Item { value, pointer } in items {
                slots[each.slot] = Some(value);
                let variable = &rule.slots[each.slot];
                if let Some(pointer) = pointer {
                    place.insert(variable.clone(), pointer);
                }
                combinations(run, rule, number + 1, slots, place, checks);
                place.remove(variable);
            }
        }
    }
}

fn requirements<'r>(
    run: &Run<'r>,
    rule: &'r Rule,
    slots: &mut Slots<'r>,
    place: &BTreeMap<String, String>,
    checks: &mut Vec<Check>,
) {
    match rule.when.as_ref().map(|when| run.condition(when, slots)) {
        Some(Ok(false)) => return tell(rule, 0, place, checks, Outcome::DoesNotApply),
        Some(Err(CannotTell)) => return tell(rule, 0, place, checks, Outcome::CannotTell),
        Some(Ok(true)) | None => {}
    }
    for (slot, value) in rule.lets.iter().chain(&rule.cell) {
        slots[*slot] = Some(run.value(value, slots));
    }
    for (number, requirement) in rule.requires.iter().enumerate() {
        let outcome = match run.condition(&requirement.condition, slots) {
            Ok(true) => Outcome::Passes,
            Ok(false) => Outcome::Fails,
            Err(CannotTell) => Outcome::CannotTell,
        };
        tell(rule, number, place, checks, outcome);
    }
}

fn tell(rule: &Rule, number: usize, place: &BTreeMap<String, String>, checks: &mut Vec<Check>, outcome: Outcome) {
    let rule = rule.name.to_string();
    checks.push(Check { rule, requirement: number + 1, place: place.clone(), outcome });
}
