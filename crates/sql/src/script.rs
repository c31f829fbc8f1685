//! Scripts: the tables that rules read, and a view of findings for each rule.

use std::sync::Arc;

use accordance_rules::{
    Environment,
    core::{Constant, Program},
    plan::plan,
};

use crate::{
    Refusal,
    dialect::{DuckDb, Spark, Speak},
    lower::Lowering,
    record::{NotHeld, projected},
    storage::{Field, Stored, Used, top_field},
};

/// A dialect of SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// DuckDB 2.
    DuckDb,
    /// Spark 4, and engines that speak its dialect.
    Spark,
}

/// What rules are said with.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day of the run, of the years 0 to 9999 as those of records are.
    pub as_of: jiff::civil::Date,
    /// Values of parameters by their numbers in the program; of two for one, the last.
    pub parameters: Vec<(usize, Constant)>,
}

/// A program in SQL.
#[derive(Clone, Debug)]
pub struct Script {
    dialect: Dialect,
    tables: Vec<Table>,
    /// The views, in the order of the rules.
    pub views: Vec<View>,
    /// The rules that are not said, with why.
    pub refused: Vec<(Arc<str>, Refusal)>,
}

/// A view of what a rule finds: `rule`, `requirement`, `outcome`, `collection`, `id`, `pointer`, `values`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The rule.
    pub rule: Arc<str>,
    /// The name of the view.
    pub name: String,
    /// The statement that makes it.
    pub statement: String,
}

/// Where the records of a collection are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// In a file of NDJSON that `accordance sql --records` writes: in each line a number, whether the record is
    /// checked, whether it is the first of its id, its id, and what rules read of it.
    Read(String),
    /// In files of NDJSON, a whole record a line, all of them valid.
    Lines {
        /// The path, which may be a pattern, as the engine reads it.
        path: String,
        /// A file as that of [`Self::Read`], with further records of the collection.
        beside: Option<String>,
    },
}

/// Records whose id is not in a field of its own cannot be read as they are.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the records of {table} have no id in a field of their own, so that SQL cannot read them as they are")]
pub struct NoId {
    table: String,
}

/// A line of NDJSON has at most so many bytes.
const LONGEST_LINE: usize = 1 << 30;

/// No line has the id of a record beside them.
const IS_NEW: &str = "NOT EXISTS (SELECT 1 FROM lines WHERE lines.id = beside.id)";

/// More than the number of any line.
const BEYOND: u64 = 1 << 62;

/// The records of a collection as a table.
#[derive(Clone, Debug)]
struct Table {
    collection: usize,
    name: String,
    stored: Stored,
    id: Option<String>,
}

impl Table {
    /// The fields of its records, and that of the id.
    fn fields(&self) -> Result<(&[Field], &str), NoId> {
        match (&self.stored, &self.id) {
            (Stored::Record(fields), Some(id)) if fields.iter().any(|(name, _)| **name == **id) => Ok((fields, id)),
            _ => Err(NoId { table: self.name.clone() }),
        }
    }
}

impl Script {
    /// Says the rules of a program that is not planned.
    ///
    /// # Panics
    /// Where the program was checked with another environment, whose collections this one may not have.
    pub fn new(program: &Program, environment: &Environment, options: &Options, dialect: Dialect) -> Self {
        let planned = plan(program);
        let used = Used::by(&planned, environment);
        let parameters = planned.parameters.iter().enumerate().map(|(number, parameter)| {
            let given = options.parameters.iter().rev().find(|(given, _)| *given == number);
            given.map_or(&parameter.value, |(_, value)| value).clone()
        });
        let parameters: Vec<Constant> = parameters.collect();
        let as_of: Arc<str> = options.as_of.to_string().into();
        let names: Vec<String> = environment.collection_names().map(table_name).collect();
        let table = |collection: usize| names.get(collection).cloned().unwrap_or_default();
        let (mut views, mut refused) = (Vec::new(), Vec::new());
        for rule in &planned.rules {
            let lowering = Lowering::new(&planned, environment, &used, Arc::clone(&as_of), &parameters, dialect);
            match lowering.rule(rule) {
                Ok(statement) => {
                    let name = view_name(&rule.name);
                    let speak = dialect.speak();
                    let statement =
                        speak.statement(&name, &statement.rule, &statement.steps, &statement.findings, &table);
                    views.push(View { rule: Arc::clone(&rule.name), name, statement });
                }
                Err(refusal) => refused.push((Arc::clone(&rule.name), refusal)),
            }
        }
        let tables = (0..names.len()).filter(|collection| planned.reads_collection(*collection));
        let tables = tables.map(|collection| Table {
            collection,
            name: table(collection),
            stored: used.records(collection, environment),
            id: environment.id_pointer(collection).and_then(top_field),
        });
        Self { dialect, tables: tables.collect(), views, refused }
    }

    /// The numbers of the collections that the rules read.
    pub fn collections(&self) -> impl Iterator<Item = usize> {
        self.tables.iter().map(|table| table.collection)
    }

    /// The statements that load the records that rules read, by where those of each collection are.
    ///
    /// # Errors
    /// A collection whose lines are records has no id in a field of its own.
    pub fn load(&self, source: &dyn Fn(usize) -> Source) -> Result<String, NoId> {
        let mut out = String::new();
        for table in &self.tables {
            let records = match source(table.collection) {
                Source::Read(path) => self.read(table, &path),
                Source::Lines { path, beside } => self.together(table, &path, beside.as_deref())?,
            };
            let kind = match self.dialect {
                Dialect::DuckDb => "TABLE",
                Dialect::Spark => "VIEW",
            };
            let name = self.dialect.speak().name(&table.name);
            out.push_str(&format!("CREATE OR REPLACE TEMPORARY {kind} {name} AS\n{records};\n\n"));
        }
        Ok(out)
    }

    /// The records of a file that `accordance sql --records` writes.
    fn read(&self, table: &Table, path: &str) -> String {
        let speak = self.dialect.speak();
        match self.dialect {
            Dialect::DuckDb => format!(
                "SELECT * FROM read_json({}, format = 'newline_delimited', maximum_object_size = {LONGEST_LINE},\n  columns = {{n: 'BIGINT', is_checked: 'BOOLEAN', is_first: 'BOOLEAN', id: 'VARCHAR', record: {}}})",
                speak.text(path),
                speak.text(&speak.ty(&table.stored))
            ),
            Dialect::Spark => format!(
                "SELECT line.* FROM (\n  SELECT from_json(value, {}, map('mode', 'FAILFAST')) AS line\n  FROM text.{})",
                speak.text(&format!(
                    "n BIGINT, is_checked BOOLEAN, is_first BOOLEAN, id STRING, record {}",
                    speak.ty(&table.stored)
                )),
                speak.name(path)
            ),
        }
    }

    /// The records of lines, with their numbers and ids.
    fn lines(&self, table: &Table, path: &str) -> Result<String, NoId> {
        let speak = self.dialect.speak();
        let (fields, id) = table.fields()?;
        Ok(match self.dialect {
            Dialect::DuckDb => {
                let column =
                    |(name, stored): &Field| format!("{}: {}", speak.text(name), speak.text(&speak.ty(stored)));
                let columns: Vec<String> = fields.iter().map(column).collect();
                let packed: Vec<String> =
                    fields.iter().map(|(name, _)| format!("{0} := {0}", speak.name(name))).collect();
                format!(
                    "SELECT row_number() OVER () - 1 AS n, {} AS id, struct_pack({}) AS record\n  FROM read_json({}, format = 'newline_delimited', maximum_object_size = {LONGEST_LINE},\n    columns = {{{}}})",
                    speak.name(id),
                    packed.join(", "),
                    speak.text(path),
                    columns.join(", ")
                )
            }
            // A line of white space is no record, and a byte order mark is no part of one.
            Dialect::Spark => format!(
                "SELECT n, record.{} AS id, record FROM (\n  SELECT monotonically_increasing_id() AS n, {} AS record\n  FROM text.{}\n  WHERE value RLIKE {})",
                speak.name(id),
                Spark.record_of_json(&format!("regexp_replace(value, {}, '')", speak.text(r"^\x{FEFF}")), fields),
                speak.name(path),
                speak.text(r"[^ \t\r\x{FEFF}]")
            ),
        })
    }

    /// The records of lines, and those beside them whose ids no line has: those that are checked before, and behind them
    /// those that are only referred to. A record that stands in a line may have been read with the others too.
    fn together(&self, table: &Table, lines: &str, beside: Option<&str>) -> Result<String, NoId> {
        let lines = self.lines(table, lines)?;
        let (with, others) = match beside {
            None => (String::new(), String::new()),
            Some(path) => (
                format!(",\nbeside AS (\n{})", self.read(table, path)),
                format!(
                    "\n  UNION ALL SELECT n - {BEYOND}, TRUE, id, record FROM beside\n    WHERE is_checked AND {IS_NEW}\n  UNION ALL SELECT n + {BEYOND}, FALSE, id, record FROM beside\n    WHERE NOT is_checked AND {IS_NEW}"
                ),
            ),
        };
        Ok(format!(
            "WITH lines AS (\n{lines}){with}\nSELECT n, is_checked, row_number() OVER (PARTITION BY id ORDER BY n) = 1 AS is_first, id, record FROM (\n  SELECT n, TRUE AS is_checked, id, record FROM lines{others})"
        ))
    }

    /// What rules read of a record, in the form that its column has; null where they read nothing of its collection.
    ///
    /// # Errors
    /// A whole number is beyond 64 bits. The native engine cannot tell what a rule says of it; a column would take it
    /// for something else.
    pub fn record(&self, collection: usize, record: &serde_json::Value) -> Result<serde_json::Value, NotHeld> {
        let table = self.tables.iter().find(|table| table.collection == collection);
        table.map_or(Ok(serde_json::Value::Null), |table| projected(record, &table.stored))
    }
}

impl Dialect {
    pub(crate) fn speak(self) -> &'static dyn Speak {
        match self {
            Self::DuckDb => &DuckDb,
            Self::Spark => &Spark,
        }
    }
}

fn table_name(collection: &str) -> String {
    format!("records_{collection}")
}

fn view_name(rule: &str) -> String {
    format!("findings_{}", rule.replace('-', "_"))
}
