//! Scripts: the tables that rules read, and a view of findings for each rule.

use std::{fmt::Write as _, sync::Arc};

use accordance_rules::{
    Environment,
    core::{Constant, Date, Program},
    plan::plan,
};

use crate::{
    Refusal,
    dialect::{DuckDb, Spark, Speak},
    lower::Lowering,
    record::{NotHeld, projected},
    storage::{Stored, Used},
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
    /// The date of the run.
    pub as_of: Date,
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

/// The records of a collection as a table.
#[derive(Clone, Debug)]
struct Table {
    collection: usize,
    name: String,
    stored: Stored,
}

impl Script {
    /// Says the rules of a program that is not planned.
    pub fn new(program: &Program, environment: &Environment, options: &Options, dialect: Dialect) -> Self {
        let planned = plan(program);
        let used = Used::by(&planned, environment);
        let parameters = planned.parameters.iter().enumerate().map(|(number, parameter)| {
            let given = options.parameters.iter().rev().find(|(given, _)| *given == number);
            given.map_or(&parameter.value, |(_, value)| value).clone()
        });
        let parameters: Vec<Constant> = parameters.collect();
        let as_of: Arc<str> = crate::lower::written(options.as_of).into();
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
        });
        Self { dialect, tables: tables.collect(), views, refused }
    }

    /// The numbers of the collections that the rules read.
    pub fn collections(&self) -> impl Iterator<Item = usize> {
        self.tables.iter().map(|table| table.collection)
    }

    /// The statements that load the records of a folder as `accordance sql --records` writes it: a file of NDJSON for each
    /// collection, named by `file`, each line of which is a [`record line`](Self::record).
    pub fn load(&self, file: &dyn Fn(usize) -> String) -> String {
        let mut out = String::new();
        let speak = self.dialect.speak();
        for table in &self.tables {
            let name = speak.name(&table.name);
            let path = file(table.collection);
            let record = speak.ty(&table.stored);
            let _ = match self.dialect {
                Dialect::DuckDb => write!(
                    out,
                    "CREATE OR REPLACE TEMPORARY TABLE {name} AS\nSELECT * FROM read_json({}, format = 'newline_delimited', maximum_object_size = 1073741824,\n  columns = {{n: 'BIGINT', is_checked: 'BOOLEAN', is_first: 'BOOLEAN', id: 'VARCHAR', record: {}}});\n\n",
                    speak.text(&path),
                    speak.text(&record)
                ),
                Dialect::Spark => {
                    let line = format!("n BIGINT, is_checked BOOLEAN, is_first BOOLEAN, id STRING, record {record}");
                    write!(
                        out,
                        "CREATE OR REPLACE TEMPORARY VIEW {name} AS\nSELECT line.* FROM (\n  SELECT from_json(value, {}, map('mode', 'FAILFAST')) AS line\n  FROM text.{});\n\n",
                        speak.text(&line),
                        speak.name(&path)
                    )
                }
            };
        }
        out
    }

    /// What rules read of a record, in the form that its column has.
    ///
    /// # Errors
    /// A whole number is beyond 64 bits. The native engine cannot tell what a rule says of it; a column would take it for
    /// something else.
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
