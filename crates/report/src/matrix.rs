//! Matrices as tables.

use std::io::Write;

use accordance_engine::{Cell, CheckOutcome, Matrix, Side};
use serde_json::Value as Json;
use unicode_width::UnicodeWidthStr;

use crate::{WriteError, clean, inert_json, table::inert};

/// How a matrix is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatrixFormat {
    /// A table for people: columns by number, with their names below.
    Text,
    /// A table for spreadsheets.
    Csv,
    /// One object: `name`, `title`, `rows`, `columns`, `cells`.
    Json,
}

/// Writes a matrix.
///
/// # Errors
/// The output takes no more.
pub fn write_matrix(matrix: &Matrix, format: MatrixFormat, out: &mut dyn Write) -> Result<(), WriteError> {
    match format {
        MatrixFormat::Text => text(matrix, out),
        MatrixFormat::Csv => csv(matrix, out),
        MatrixFormat::Json => {
            inert_json::write_pretty(&matrix, out)?;
            out.write_all(b"\n")?;
            Ok(())
        }
    }
}

/// The name of a row takes at most so many columns of the terminal.
const WIDEST_NAME: usize = 44;

fn text(matrix: &Matrix, out: &mut dyn Write) -> Result<(), WriteError> {
    writeln!(out, "{}: {}\n", clean(&matrix.name), clean(&matrix.title))?;
    let names: Vec<String> = matrix.rows.iter().map(|row| short(&named(row))).collect();
    let name_width = names.iter().map(|name| name.width()).max().unwrap_or(0);
    let shown: Vec<Vec<String>> = matrix.cells.iter().map(|row| row.iter().map(mark).collect()).collect();
    let last_number = matrix.columns.len().to_string().len();
    let width = shown.iter().flatten().map(|cell| cell.width()).max().unwrap_or(1).max(last_number);
    let numbers: String =
        (1..=matrix.columns.len()).map(|number| format!("  {number:>width$}")).collect::<Vec<_>>().concat();
    writeln!(out, "{}{numbers}", " ".repeat(name_width))?;
    for (name, cells) in names.iter().zip(&shown) {
        let mut line = format!("{name}{}", " ".repeat(name_width - name.width()));
        for cell in cells {
            line.push_str(&" ".repeat(2 + width - cell.width()));
            line.push_str(cell);
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    writeln!(out, "\ncolumns:")?;
    for (number, column) in (1..).zip(&matrix.columns) {
        writeln!(out, "  {number:>last_number$}  {}", named(column))?;
    }
    let has = |outcome| matrix.cells.iter().flatten().any(|cell| cell.outcome == outcome);
    let legend = [
        (CheckOutcome::Fails, "! fails"),
        (CheckOutcome::CannotTell, "? cannot tell"),
        (CheckOutcome::DoesNotApply, "· does not apply"),
    ];
    let legend: Vec<&str> = legend.iter().filter(|(outcome, _)| has(*outcome)).map(|(_, what)| *what).collect();
    if !legend.is_empty() {
        writeln!(out, "\n{}", legend.join("   "))?;
    }
    Ok(())
}

fn mark(cell: &Cell) -> String {
    match cell.outcome {
        CheckOutcome::Passes => printed(&cell.value),
        CheckOutcome::Fails => format!("{}!", printed(&cell.value)),
        CheckOutcome::DoesNotApply => "·".into(),
        CheckOutcome::CannotTell => "?".into(),
    }
}

fn printed(value: &Json) -> String {
    match value {
        Json::String(text) => short(&clean(text)),
        Json::Null => String::new(),
        Json::Array(items) => short(&items.iter().map(printed).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

/// The id of a side and how it is printed.
fn named(side: &Side) -> String {
    match &side.id {
        Some(id) if *id != side.label => format!("{}  {}", clean(id), clean(&side.label)),
        _ => clean(&side.label).into_owned(),
    }
}

fn short(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if out.width() + 1 >= WIDEST_NAME {
            out.push('…');
            break;
        }
        out.push(c);
    }
    out
}

fn csv(matrix: &Matrix, out: &mut dyn Write) -> Result<(), WriteError> {
    let mut table = csv::Writer::from_writer(out);
    let name = |side: &Side| side.id.clone().unwrap_or_else(|| side.label.clone());
    let first = ["id".to_owned(), "row".to_owned()];
    let head: Vec<String> = first.into_iter().chain(matrix.columns.iter().map(name)).collect();
    table.write_record(head.iter().map(|cell| inert(cell)))?;
    for (row, cells) in matrix.rows.iter().zip(&matrix.cells) {
        let first = [row.id.clone().unwrap_or_default(), row.label.clone()];
        let rest = cells.iter().map(|cell| match cell.outcome {
            CheckOutcome::Passes => printed(&cell.value),
            CheckOutcome::Fails => format!("{} fails", printed(&cell.value)).trim().to_owned(),
            CheckOutcome::DoesNotApply => String::new(),
            CheckOutcome::CannotTell => "cannot tell".into(),
        });
        let line: Vec<String> = first.into_iter().chain(rest).collect();
        table.write_record(line.iter().map(|cell| inert(cell)))?;
    }
    table.flush()?;
    Ok(())
}
