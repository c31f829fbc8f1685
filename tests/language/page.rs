//! A page: its blocks in the order of the text, and the cases that they make.

use std::collections::BTreeMap;

use accordance_document::{Format, Limits, Records, Tree};
use serde_json::Value;

use crate::{
    case::{Case, Data, Expected, Page},
    outcomes, table,
};

/// The date of a run where the records of a page give none.
const AS_OF: &str = "2024-01-15";

/// Whom the rows of a table are asked of.
#[derive(Clone)]
pub(crate) enum Asked {
    /// `Each row is asked of every record of `things`, called `it`.`
    Each { collection: String, variable: String },
    /// `Each row is asked once, of the whole data set.`
    Once,
}

/// What the blocks up to a line have said.
struct Reader {
    page: Page,
    data: Data,
    asked: Option<Asked>,
    /// `param` and `define` for the rows of tables.
    definitions: String,
    section: String,
    /// The heading of a single case and its line, until its outcomes are read.
    heading: Option<(usize, String)>,
    /// Rules whose outcomes follow, and their line.
    rules: Option<(usize, String)>,
}

/// Reads a page.
///
/// # Errors
/// The line and what is wrong with it.
pub(crate) fn read(name: &str, text: &str) -> Result<Page, String> {
    let page = Page { name: name.to_owned(), title: String::new(), data: Vec::new(), cases: Vec::new() };
    let mut reader = Reader {
        page,
        data: Data { as_of: AS_OF.to_owned(), ..Data::default() },
        asked: None,
        definitions: String::new(),
        section: String::new(),
        heading: None,
        rules: None,
    };
    let lines: Vec<&str> = text.lines().collect();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        let number = at + 1;
        let fail = |mistake: String| format!("{number}: {mistake}");
        let taken = if let Some(info) = line.strip_prefix("```") {
            let body: Vec<&str> = lines[at + 1..].iter().copied().take_while(|line| *line != "```").collect();
            reader.block(number, info, &(body.join("\n") + "\n")).map_err(fail)?;
            body.len() + 2
        } else if line.starts_with('|') {
            let rows: Vec<&str> = lines[at..].iter().copied().take_while(|line| line.starts_with('|')).collect();
            reader.table(number, &rows)?;
            rows.len()
        } else {
            reader.line(number, line).map_err(fail)?;
            1
        };
        at += taken;
    }
    match reader.rules {
        Some((line, _)) => Err(format!("{line}: the rules have no outcomes")),
        None => Ok(reader.page),
    }
}

impl Reader {
    fn line(&mut self, number: usize, line: &str) -> Result<(), String> {
        if let Some(title) = line.strip_prefix("### ") {
            self.heading = Some((number, title.to_owned()));
        } else if let Some(title) = line.strip_prefix("## ") {
            title.clone_into(&mut self.section);
            self.heading = None;
        } else if let Some(title) = line.strip_prefix("# ") {
            title.clone_into(&mut self.page.title);
        } else if let Some(rest) = line.strip_prefix("Each row is asked ") {
            let parts: Vec<&str> = rest.split('`').collect();
            self.asked = Some(match parts.as_slice() {
                ["of every record of ", collection, ", called ", variable, "."] => {
                    Asked::Each { collection: (*collection).to_owned(), variable: (*variable).to_owned() }
                }
                ["once, of the whole data set."] => Asked::Once,
                _ => return Err("it is not said in a known way whom the rows are asked of".into()),
            });
        }
        Ok(())
    }

    fn block(&mut self, number: usize, info: &str, body: &str) -> Result<(), String> {
        match info {
            "schemas" => {
                self.data = Data { schemas: yaml(body)?, records: BTreeMap::new(), as_of: AS_OF.to_owned() };
                self.definitions.clear();
            }
            "records" => {
                let mut records = yaml(body)?;
                self.data.as_of = match records.remove("as_of") {
                    Some(Value::String(date)) => date,
                    Some(other) => return Err(format!("{other} is no date")),
                    None => AS_OF.to_owned(),
                };
                if let Some(unknown) = records.keys().find(|name| !self.data.schemas.contains_key(*name)) {
                    return Err(format!("there is no schema of {unknown}"));
                }
                self.data.records = records;
            }
            "definitions" => body.clone_into(&mut self.definitions),
            "accord" => {
                if let Some((line, _)) = self.rules {
                    return Err(format!("the rules of line {line} have no outcomes"));
                }
                self.rules = Some((number, whole(body)));
            }
            "outcomes" => {
                let (line, rules) = self.rules.take().ok_or("outcomes follow rules")?;
                let checks = outcomes::read(body, &rules)?;
                self.single(line, rules, Expected::Outcomes(checks))?;
            }
            _ => match info.strip_prefix("accord-refused ") {
                Some(codes) => {
                    let codes = codes.split_whitespace().map(str::to_owned).collect();
                    self.single(number, whole(body), Expected::Refused(codes))?;
                }
                None => return Err(format!("a block of the kind `{info}` is not known")),
            },
        }
        Ok(())
    }

    /// A case under a heading of its own.
    fn single(&mut self, line: usize, rules: String, expected: Expected) -> Result<(), String> {
        let (_, title) = self.heading.take().ok_or("a case with rules of its own has a heading of its own")?;
        self.case(line, title, rules, expected);
        Ok(())
    }

    fn table(&mut self, number: usize, rows: &[&str]) -> Result<(), String> {
        let asked = self.asked.clone().ok_or_else(|| format!("{number}: it is not said whom the rows are asked of"))?;
        for row in table::read(number, rows, &asked, &self.data)? {
            let rules = whole(&format!("{}{}", self.definitions, row.rule));
            self.case(row.line, row.title, rules, row.expected);
        }
        Ok(())
    }

    fn case(&mut self, line: usize, title: String, rules: String, expected: Expected) {
        let known = self.page.data.iter().position(|data| *data == self.data);
        let data = known.unwrap_or_else(|| {
            self.page.data.push(self.data.clone());
            self.page.data.len() - 1
        });
        let section = self.section.clone();
        self.page.cases.push(Case { section, title, line, data, rules, expected });
    }
}

fn whole(rules: &str) -> String {
    format!("accordance 1\n\n{rules}")
}

fn yaml(text: &str) -> Result<BTreeMap<String, Value>, String> {
    let mut tree = Tree::new();
    let mut records = Records::new(text, Format::Yaml, &mut tree, Limits::default());
    let value = match records.next_record() {
        Some(Ok(record)) => record.value.to_json(),
        Some(Err(mistake)) => return Err(mistake.to_string()),
        None => return Ok(BTreeMap::new()),
    };
    match (value, records.next_record()) {
        (Value::Object(members), None) => Ok(members.into_iter().collect()),
        (_, Some(Err(mistake))) => Err(mistake.to_string()),
        _ => Err("collections by name are expected".into()),
    }
}
