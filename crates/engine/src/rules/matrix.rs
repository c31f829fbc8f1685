//! Matrices: a rule over every pair of a row and a column, as a table.

use std::{
    collections::HashMap,
    sync::atomic::{AtomicUsize, Ordering},
};

use accordance_document::Position;
use accordance_rules::{
    CollectionId,
    core::{Language, Program, Rule},
};
use serde::Serialize;
use serde_json::Value as Json;

use super::{
    data_set::{Data, DataSet},
    evaluate::Evaluator,
    found::bytes_of,
    frame::Frame,
    options::RuleOptions,
    outcome::CheckOutcome,
    print::{in_one_line, json, name, print},
    ready::Ready,
    value::{Place, Value},
    visit::{Checked, Reach},
};

/// A matrix, drawn over a data set.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Matrix {
    /// Its name.
    pub name: String,
    /// One sentence saying what holds.
    pub title: String,
    /// The rows, in the order of the data.
    pub rows: Vec<Side>,
    /// The columns, in the order of the data.
    pub columns: Vec<Side>,
    /// A list of cells for each row, one for each column.
    pub cells: Vec<Vec<Cell>>,
}

/// What stands at the side of a matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The id of the record, if it is one.
    pub id: Option<String>,
    /// How it is printed.
    pub label: String,
}

/// A cell of a matrix.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cell {
    /// What came of the rule.
    pub outcome: CheckOutcome,
    /// The value of `cell`; null where the rule does not apply, or it cannot be told.
    pub value: Json,
}

/// Why a matrix is not drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoMatrix {
    /// There is none of that name.
    #[error("there is no matrix of that name")]
    Unknown,
    /// The name is that of a rule.
    #[error("it is a rule, and no matrix")]
    IsRule,
    /// It takes more steps than it may.
    #[error("it takes more checks than it may")]
    Stopped,
    /// Its cells, with what stands at their sides, take more room than they may.
    #[error("it has too many cells to be drawn")]
    TooLarge,
}

/// The cells of a matrix have at most so many bytes, each with what stands at its sides.
const MOST_BYTES: usize = 512 << 20;

/// A cell on its way to its place in the table.
struct Found {
    row: Item,
    column: Item,
    cell: Cell,
}

/// What stands at the side of a cell, and which value of the data it is, if it is one.
struct Item {
    place: Option<(CollectionId, usize, Position)>,
    side: Side,
}

/// Draws the matrix of a name over all records, also those that are only referred to.
///
/// # Errors
/// There is no such matrix, it takes too many steps, or it is too large.
pub fn matrix(program: &Program, name: &str, data: &DataSet, options: &RuleOptions) -> Result<Matrix, NoMatrix> {
    let rule = program.rules.iter().find(|rule| *rule.name == *name).ok_or(NoMatrix::Unknown)?;
    if rule.cell.is_none() {
        return Err(NoMatrix::IsRule);
    }
    let own = Program { parameters: program.parameters.clone(), rules: vec![rule.clone()], ..Program::default() };
    let planned = accordance_rules::plan::plan_counted(&own);
    let ready = Ready::new(&planned, options);
    let evaluator = Evaluator::new(&ready, Data::of(data));
    let rule = planned.rules.first().ok_or(NoMatrix::Unknown)?;
    let language = options.language.unwrap_or(Language::English);
    let bytes = AtomicUsize::new(0);
    let ran = evaluator.run(rule, Reach::Everywhere, &|checked, frame, found: &mut Vec<Found>| {
        // What is over the bound is left out.
        if bytes.load(Ordering::Relaxed) <= MOST_BYTES
            && let Some(cell) = cell(rule, checked, frame, data, language)
        {
            bytes.fetch_add(cell.bytes(), Ordering::Relaxed);
            found.push(cell);
        }
    });
    if ran.stopped {
        return Err(NoMatrix::Stopped);
    }
    if bytes.into_inner() > MOST_BYTES {
        return Err(NoMatrix::TooLarge);
    }
    table(rule, ran.found).ok_or(NoMatrix::TooLarge)
}

impl Found {
    fn bytes(&self) -> usize {
        let side = |Item { side, .. }: &Item| side.label.len() + side.id.as_ref().map_or(0, String::len);
        // In the table, too, it takes a place and a key.
        3 * size_of::<Self>() + side(&self.row) + side(&self.column) + bytes_of(&self.cell.value)
    }
}

fn cell(
    rule: &Rule,
    checked: &Checked<'_, '_>,
    frame: &Frame<'_>,
    data: &DataSet,
    language: Language,
) -> Option<Found> {
    let mut sides = rule.loops.iter().zip(checked.items).map(|(each, place)| {
        let value = frame.get(each.slot)?.as_ref().ok()?;
        let all = Data::of(data);
        let id = place.as_ref().filter(|place| all.is_whole(place)).and_then(|place| data.id(place));
        let label = match value {
            Value::Record(place) => name(place, all, language).unwrap_or_else(|| place_in_words(place, data)),
            value => print(value, all, language),
        };
        let place = place.as_ref().map(|place| (place.collection, place.record, place.node.position()));
        Some(Item { place, side: Side { id, label: in_one_line(&label) } })
    });
    let (row, column) = (sides.next()??, sides.next()??);
    let slot = rule.cell.as_ref().map(|(slot, _)| *slot)?;
    let value = match checked.outcome {
        CheckOutcome::DoesNotApply => Json::Null,
        _ => frame
            .get(slot)
            .and_then(|given| given.as_ref().ok())
            .map_or(Json::Null, |value| json(value, Data::of(data))),
    };
    Some(Found { row, column, cell: Cell { outcome: checked.outcome, value } })
}

/// Where a record is that has no name: `m-1 /participants/0`.
fn place_in_words(place: &Place<'_>, data: &DataSet) -> String {
    let record = data.record(place.collection, place.record);
    let pointer = record.map(|record| record.node.pointer_to(place.node)).unwrap_or_default();
    [data.id(place).unwrap_or_else(|| "a record".into()), pointer].join(" ").trim_end().to_owned()
}

/// The table, with an empty cell where a row and a column are no pair; nothing where these are too many.
fn table(rule: &Rule, found: Vec<Found>) -> Option<Matrix> {
    let (mut rows, mut columns): (Sides, Sides) = (Sides::default(), Sides::default());
    let mut cells: HashMap<(usize, usize), Cell> = HashMap::new();
    for Found { row, column, cell } in found {
        let at = (rows.number(row), columns.number(column));
        match cells.get_mut(&at) {
            // Of several `require`, the gravest outcome is that of the cell.
            Some(known) if weight(cell.outcome) > weight(known.outcome) => known.outcome = cell.outcome,
            Some(_) => {}
            None => drop(cells.insert(at, cell)),
        }
    }
    let all = rows.all.len().saturating_mul(columns.all.len());
    if all.saturating_mul(size_of::<Cell>()) > MOST_BYTES {
        return None;
    }
    let nothing = || Cell { outcome: CheckOutcome::DoesNotApply, value: Json::Null };
    let cells = (0..rows.all.len())
        .map(|row| (0..columns.all.len()).map(|column| cells.remove(&(row, column)).unwrap_or_else(nothing)).collect());
    Some(Matrix {
        name: rule.name.to_string(),
        title: rule.title.to_string(),
        cells: cells.collect(),
        rows: rows.all,
        columns: columns.all,
    })
}

#[derive(Default)]
struct Sides {
    all: Vec<Side>,
    by_place: HashMap<(CollectionId, usize, Position), usize>,
    /// What is no value of the data is told apart by how it is printed.
    by_label: HashMap<String, usize>,
}

impl Sides {
    fn number(&mut self, Item { place, side }: Item) -> usize {
        let next = self.all.len();
        let number = match place {
            Some(place) => *self.by_place.entry(place).or_insert(next),
            None => *self.by_label.entry(side.label.clone()).or_insert(next),
        };
        if number == next {
            self.all.push(side);
        }
        number
    }
}

fn weight(outcome: CheckOutcome) -> u8 {
    match outcome {
        CheckOutcome::DoesNotApply => 0,
        CheckOutcome::Passes => 1,
        CheckOutcome::CannotTell => 2,
        CheckOutcome::Fails => 3,
    }
}
