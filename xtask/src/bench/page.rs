//! `docs/performance.md`: tables between two marks, and the words around them, which stay.

use std::{fmt::Write as _, fs, path::Path, time::Duration};

use super::{
    machine,
    measure::Cost,
    race::Entrant,
    workshop::{self, Work},
};
use crate::{Failure, say};

const BEGIN: &str = "<!-- Made by `cargo xtask bench`; what stands between here and the end mark is replaced. -->";
const END: &str = "<!-- The end of what `cargo xtask bench` makes. -->";

/// A heading, with what stands under it.
#[derive(Clone, Debug)]
pub(super) struct Section {
    title: String,
    text: String,
}

impl Section {
    pub(super) fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), text: String::new() }
    }

    #[must_use]
    pub(super) fn saying(mut self, paragraph: &str) -> Self {
        self.text.push_str(paragraph);
        self.text.push_str("\n\n");
        self
    }

    #[must_use]
    pub(super) fn with(self, table: &Table) -> Self {
        let text = table.markdown();
        self.saying(text.trim_end())
    }

    fn markdown(&self) -> String {
        format!("## {}\n\n{}", self.title, self.text)
    }

    /// Shows it on the terminal.
    pub(super) fn show(self) -> Self {
        say(&format!("\n{}", self.markdown().trim_end()));
        self
    }
}

/// A table: the first column to the left, numbers to the right.
#[derive(Clone, Debug)]
pub(super) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new(head: &[&str]) -> Self {
        Self { rows: vec![head.iter().map(|cell| (*cell).to_owned()).collect()] }
    }

    pub(super) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    fn markdown(&self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let cell = |row: &[String], at: usize| row.get(at).cloned().unwrap_or_default();
        let width = |at: usize| self.rows.iter().map(|row| cell(row, at).chars().count()).max().unwrap_or(0).max(2);
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let mut text = String::new();
        for (number, row) in self.rows.iter().enumerate() {
            for (at, width) in widths.iter().enumerate() {
                let cell = cell(row, at);
                let _ = if at == 0 { write!(text, "| {cell:<width$} ") } else { write!(text, "| {cell:>width$} ") };
            }
            text.push_str("|\n");
            if number == 0 {
                for (at, width) in widths.iter().enumerate() {
                    let _ = if at == 0 {
                        write!(text, "| {:-<width$} ", "")
                    } else {
                        write!(text, "| {:->1$} ", ":", width)
                    };
                }
                text.push_str("|\n");
            }
        }
        text
    }
}

/// A time with three digits that count.
pub(super) fn seconds(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    match seconds {
        10.0.. => format!("{seconds:.1} s"),
        1.0.. => format!("{seconds:.2} s"),
        _ => format!("{seconds:.3} s"),
    }
}

/// How many times as long one time is as another.
pub(super) fn ratio(time: Duration, unit: Duration) -> String {
    let times = time.as_secs_f64() / unit.as_secs_f64().max(1e-9);
    if times < 10.0 { format!("{times:.2}") } else { format!("{times:.0}") }
}

pub(super) fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes / 1_000_000)
}

/// The costs of the entrants of a race side by side. Ratios are to the first of them.
pub(super) fn costs(entrants: &[Entrant]) -> Table {
    let mut table = Table::new(&["", "wall", "ratio", "CPU", "memory", "input a second", "rules", "runs"]);
    let unit = entrants.first().and_then(Entrant::cost).map_or(Duration::ZERO, |cost| cost.wall);
    for entrant in entrants {
        let Some(cost) = entrant.cost() else {
            let why = entrant.left_out.clone().unwrap_or_default();
            table.row(vec![entrant.title.clone(), format!("not run: {why}")]);
            continue;
        };
        let Cost { wall, memory, .. } = cost;
        let rate = u128::from(entrant.data.bytes) / wall.as_micros().max(1);
        let rules = entrant.engine.rules().map_or_else(|| "all".to_owned(), |rules| rules.len().to_string());
        table.row(vec![
            entrant.title.clone(),
            seconds(wall),
            ratio(wall, unit),
            seconds(cost.cpu()),
            megabytes(memory),
            format!("{rate} MB"),
            match entrant.work {
                Work::Rules => rules,
                Work::Pack => "built-in".to_owned(),
                Work::Schema | Work::Reading => "none".to_owned(),
            },
            entrant.runs.len().to_string(),
        ]);
    }
    table
}

/// The first lines of what is written: the machine, and the versions of the peers.
pub(super) fn setting(project: &Path, runs: usize) -> Result<Section, Failure> {
    let read = |path: &str| {
        let path = project.join("xtask/bench").join(path);
        fs::read_to_string(&path).map_err(|error| Failure::at(&path, error))
    };
    let python = read("peers/requirements.in")?;
    let after = |text: &str, mark: &str| {
        let rest = text.split_once(mark).map_or("", |(_, rest)| rest);
        rest.split(['"', '\n']).next().unwrap_or_default().to_owned()
    };
    let peers = [
        ("DuckDB", after(&python, "duckdb==")),
        ("DataFusion", after(&python, "datafusion==")),
        ("Polars", after(&python, "polars==")),
        ("regorus", after(&read("with-regorus/Cargo.toml")?, "regorus = { version = \"=")),
        ("cfn-guard", workshop::CFN_GUARD.to_owned()),
        ("Ajv", after(&read("with-ajv/package.json")?, "\"ajv\": \"")),
        ("jq", machine::said("jq", "--version").trim_start_matches("jq-").to_owned()),
        ("Node.js", machine::said("node", "--version").trim_start_matches('v').to_owned()),
    ];
    let peers = peers.map(|(name, version)| format!("{name} {version}")).join(", ");
    Ok(Section::new("The machine and the peers")
        .saying(&machine::description()?)
        .saying(&format!("{peers}."))
        .saying(&format!("Each value is the median of {runs} runs, fewer where the last column says so.")))
}

/// Replaces what stands between the marks of a page.
pub(super) fn write(path: &Path, sections: &[Section]) -> Result<(), Failure> {
    let page = fs::read_to_string(path).map_err(|error| Failure::at(path, error))?;
    let page = replaced(&page, sections).ok_or_else(|| {
        Failure::Told(format!("{}: the lines `{BEGIN}` and `{END}` are needed, in this order", path.display()))
    })?;
    fs::write(path, page).map_err(|error| Failure::at(path, error))?;
    say(&format!("wrote {}", path.display()));
    Ok(())
}

fn replaced(page: &str, sections: &[Section]) -> Option<String> {
    let (before, rest) = page.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    let made: String = sections.iter().map(Section::markdown).collect();
    Some(format!("{before}{BEGIN}\n\n{made}{END}{after}"))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{BEGIN, END, Section, Table, ratio, replaced, seconds};

    #[test]
    fn words_around_the_marks_stay() {
        let mut table = Table::new(&["", "wall"]);
        table.row(vec!["DuckDB".to_owned(), "1.08 s".to_owned()]);
        let section = Section::new("Ten rules").with(&table);
        let page = format!("# Performance\n\nBefore.\n\n{BEGIN}\nold\n{END}\n\nAfter.\n");
        let made = format!(
            "# Performance\n\nBefore.\n\n{BEGIN}\n\n## Ten rules\n\n|        |   wall |\n| ------ | -----: |\n\
             | DuckDB | 1.08 s |\n\n{END}\n\nAfter.\n"
        );
        assert_eq!(replaced(&page, std::slice::from_ref(&section)).as_deref(), Some(&*made));
        assert_eq!(replaced(&made, &[section]).as_deref(), Some(&*made));
        assert_eq!(replaced("no marks", &[]), None);
    }

    #[test]
    fn times_have_three_digits() {
        assert_eq!(
            [0.0123, 1.234, 12.34].map(|time| seconds(Duration::from_secs_f64(time))),
            ["0.012 s", "1.23 s", "12.3 s"]
        );
        assert_eq!(ratio(Duration::from_millis(500), Duration::from_millis(200)), "2.50");
        assert_eq!(ratio(Duration::from_secs(50), Duration::from_secs(2)), "25");
    }
}
