//! A table of cases: a rule a row, and a column for each record that it is asked of.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    case::{Check, Data, Expected, Outcome},
    page::Asked,
};

/// A case as its row says it.
pub(crate) struct Row {
    pub(crate) line: usize,
    pub(crate) title: String,
    pub(crate) rule: String,
    pub(crate) expected: Expected,
}

/// Reads a table whose first row is line `number` of its page.
///
/// # Errors
/// The line and what is wrong with it.
pub(crate) fn read(number: usize, rows: &[&str], asked: &Asked, data: &Data) -> Result<Vec<Row>, String> {
    let header = cells(rows[0]);
    let columns = Columns::read(&header, asked, data).map_err(|mistake| format!("{number}: {mistake}"))?;
    let mut read = Vec::new();
    for (offset, row) in rows.iter().enumerate().skip(2) {
        let line = number + offset;
        let cells = cells(row);
        if cells.len() != header.len() {
            return Err(format!("{line}: {} cells stand under {} headings", cells.len(), header.len()));
        }
        read.push(columns.row(line, &cells, asked).map_err(|mistake| format!("{line}: {mistake}"))?);
    }
    Ok(read)
}

/// What each column of a table is.
struct Columns {
    when: Option<usize>,
    require: usize,
    /// Columns of outcomes, each with the pointer of its record.
    outcomes: Vec<(usize, String)>,
    refused: Option<usize>,
}

impl Columns {
    fn read(header: &[String], asked: &Asked, data: &Data) -> Result<Self, String> {
        let place = |name: &str| header.iter().position(|column| column == name);
        let require = place("require").ok_or("a table has a column `require`")?;
        let mut columns = Self { when: place("when"), require, outcomes: Vec::new(), refused: place("refused with") };
        if columns.refused.is_some() {
            return Ok(columns);
        }
        let others = header.iter().enumerate().filter(|(_, name)| !["when", "require", "why"].contains(&name.as_str()));
        match asked {
            Asked::Once => {
                let outcome = place("outcome").ok_or("a table that is asked once has a column `outcome`")?;
                columns.outcomes.push((outcome, String::new()));
            }
            Asked::Each { collection, .. } => {
                let records = data.records.get(collection).and_then(Value::as_array).cloned().unwrap_or_default();
                for (column, id) in others {
                    let position = records.iter().position(|record| record["id"] == id.as_str());
                    let position = position.ok_or_else(|| format!("{collection} has no record {id}"))?;
                    columns.outcomes.push((column, format!("/{collection}/{position}")));
                }
            }
        }
        Ok(columns)
    }

    fn row(&self, line: usize, cells: &[String], asked: &Asked) -> Result<Row, String> {
        let require = &cells[self.require];
        let mut rule = String::from("rule case \"A case\"\n  severity error\n");
        let mut title = require.clone();
        if let Asked::Each { collection, variable } = asked {
            rule.push_str(&format!("  for {variable} in {collection}\n"));
        }
        if let Some(when) = self.when.map(|column| &cells[column]).filter(|when| !when.is_empty()) {
            rule.push_str(&format!("  when {when}\n"));
            title = format!("when {when} require {require}");
        }
        rule.push_str(&format!("  require {require}\n  message \"-\"\nend\n"));
        let expected = match self.refused {
            Some(column) => Expected::Refused(cells[column].split_whitespace().map(str::to_owned).collect()),
            None => Expected::Outcomes(self.checks(cells, asked)?),
        };
        Ok(Row { line, title, rule, expected })
    }

    fn checks(&self, cells: &[String], asked: &Asked) -> Result<Vec<Check>, String> {
        let check = |(column, pointer): &(usize, String)| {
            let place = match asked {
                Asked::Once => BTreeMap::new(),
                Asked::Each { variable, .. } => BTreeMap::from([(variable.clone(), pointer.clone())]),
            };
            let outcome = Outcome::from_words(&cells[*column])?;
            Ok(Check { rule: "case".to_owned(), requirement: 1, place, outcome })
        };
        self.outcomes.iter().map(check).collect()
    }
}

/// The cells of a row, without the backquotes around them. `\|` is a bar.
fn cells(row: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut letters = row.trim().trim_start_matches('|').chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if letters.peek() == Some(&'|') => {
                letters.next();
                cells.last_mut().expect("there is one").push('|');
            }
            '|' => cells.push(String::new()),
            other => cells.last_mut().expect("there is one").push(other),
        }
    }
    // After the last bar stands nothing.
    cells.pop();
    cells.iter().map(|cell| bare(cell.trim()).to_owned()).collect()
}

fn bare(cell: &str) -> &str {
    for quote in ["``", "`"] {
        let inner = cell.strip_prefix(quote).and_then(|cell| cell.strip_suffix(quote));
        if let Some(inner) = inner {
            return inner.trim();
        }
    }
    cell
}
