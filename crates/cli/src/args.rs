//! The command line.

use std::{num::NonZeroUsize, path::PathBuf};

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

/// Checks records of the Global Policing Goals against the canonical schemas.
#[derive(Debug, Parser)]
#[command(name = "accordance", version, arg_required_else_help = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    Check(Check),
    Explain(Explain),
    Export(Export),
    Fmt(Fmt),
    Matrix(Matrix),
    Schema(Schema),
    Sql(Sql),
    Test(Test),
}

/// Check records: against their schemas, that ids are unique, that references lead to records, and by rules
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  accordance check                          the reference data that is built in
  accordance check records/ lyon-2023.yaml  folders and files (.json, .yaml, .yml, .ndjson, .jsonl)
  accordance check - < records.ndjson       standard input
  accordance check --rules rules/ records/  with rules of your own beside those that are built in
  accordance check --format sarif --output findings.sarif records/

Exit status:
  0  nothing found at or above --fail-on
  1  findings
  2  the run is not to be trusted: something could not be read, a rule has a mistake, or the command is wrong")]
pub(crate) struct Check {
    /// Files and folders of records, or `-` for standard input. Without any: the files of `accordance.toml` in this
    /// folder, or else the reference data that is built in
    pub(crate) paths: Vec<PathBuf>,
    /// Collections with schemas of your own; the patterns in it are relative to its folder [default: accordance.toml,
    /// where there is one]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
    /// How findings are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Write findings to a file, which is replaced only when all are written
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// The least severity that makes the exit status 1
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "SEVERITY")]
    pub(crate) fail_on: FailOn,
    /// How many threads read [default: one for each core]
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
    /// How many findings are shown as text; the count is of all
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(crate) max_findings: usize,
    /// Show each finding as text, also those that have one cause
    #[arg(long)]
    pub(crate) no_fold: bool,
    /// Tell on standard error what each rule cost, the slowest first: checks, steps, time, plan, sizes of indexes
    #[arg(long)]
    pub(crate) stats: bool,
}

/// Which rules are run, and how.
#[derive(Debug, ClapArgs)]
pub(crate) struct RuleArgs {
    /// Rule files (.accord) and folders of them, beside those that are built in
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) rules: Vec<PathBuf>,
    /// Leave the built-in rules out
    #[arg(long)]
    pub(crate) no_default_rules: bool,
    /// The date of the run, `as_of` in rules [default: today, in UTC]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) as_of: Option<jiff::civil::Date>,
    /// The value of a parameter of the rules
    #[arg(long, value_name = "NAME=VALUE", value_parser = parameter)]
    pub(crate) param: Vec<(String, String)>,
    /// The language of messages, where a rule has them in it
    #[arg(long, value_enum)]
    pub(crate) lang: Option<Lang>,
    /// A rule goes through at most so many items of lists
    #[arg(long, value_name = "N", default_value_t = accordance_engine::RuleOptions::MAX_CHECKS)]
    pub(crate) max_checks: u64,
}

fn day(text: &str) -> Result<jiff::civil::Date, String> {
    text.parse().map_err(|_| "write a day that there is, like 2024-03-01".to_owned())
}

fn parameter(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

fn lines(text: &str) -> Result<(String, String), String> {
    let (name, path) = text.split_once('=').ok_or("write COLLECTION=PATH")?;
    Ok((name.to_owned(), path.to_owned()))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    Ar,
    En,
    Fr,
    Es,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: each finding with its line, and the place marked
    Text,
    /// One object: findings, rules, problems, summary
    Json,
    /// One finding a line
    Ndjson,
    /// SARIF 2.1.0
    Sarif,
    /// JUnit XML
    Junit,
    /// A table for spreadsheets
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Error,
    Warning,
    Advice,
}

/// Write rule files in the one layout that there is
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  accordance fmt                     the rule files of this folder
  accordance fmt rules/ own.accord   folders and files
  accordance fmt --check rules/      writes nothing, and names the files that would change
  accordance fmt - < own.accord      standard input to standard output

A file with mistakes stays as it is, and its mistakes are shown.

Exit status:
  0  all files are in the layout
  1  with --check: files would change
  2  a file has mistakes or could not be read, or the command is wrong")]
pub(crate) struct Fmt {
    /// Rule files (.accord) and folders of them, or `-` for standard input. Without any: this folder
    pub(crate) paths: Vec<PathBuf>,
    /// Write nothing, and name the files that would change
    #[arg(long)]
    pub(crate) check: bool,
}

/// Say rules in SQL, for records that outgrow one machine
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  accordance sql --dialect duckdb --records out/ records/ > rules.sql
  accordance sql --dialect spark --records out/ --rules rules/ --no-default-rules records/ > rules.sql
  accordance sql --dialect spark --records out/ --lines meetings=/lake/meetings > rules.sql

The script has a table for each collection that rules read, and a view for each rule with what it finds:
rule, requirement, outcome, collection, id, pointer, values.

Exit status:
  0  all rules are said
  2  a rule cannot be said in SQL and is left out, something could not be read, or the command is wrong")]
pub(crate) struct Sql {
    /// Files and folders of records. Without any: the files of `accordance.toml` in this folder, or else the reference
    /// data
    pub(crate) paths: Vec<PathBuf>,
    /// The dialect
    #[arg(long, value_enum)]
    pub(crate) dialect: SqlDialect,
    /// A folder to write the valid records to, for the engine to read: what the rules read of them, a file for each
    /// collection
    #[arg(long, value_name = "DIR")]
    pub(crate) records: PathBuf,
    /// Have the engine read the records of a collection as they are, from NDJSON that `check` has found valid, a record
    /// a line. PATH is one that the engine reads
    #[arg(long, value_name = "COLLECTION=PATH", value_parser = lines)]
    pub(crate) lines: Vec<(String, String)>,
    /// Collections with schemas of your own [default: accordance.toml, where there is one]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
    /// Write the script to a file, which is replaced only when all is written
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SqlDialect {
    /// DuckDB 2
    Duckdb,
    /// Spark 4, and engines that speak its dialect, such as Sail
    Spark,
}

/// Try the examples and tests of rule files
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  accordance test                      the rule files of this folder; where it has none, the built-in rules
  accordance test rules/ own.accord    folders and files
  accordance test --format junit rules/ > rules.xml

Exit status:
  0  all is as stated
  1  something is not
  2  a rule file has mistakes or could not be read, or the command is wrong")]
pub(crate) struct Test {
    /// Rule files (.accord) and folders of them
    pub(crate) paths: Vec<PathBuf>,
    /// Leave the built-in rules out
    #[arg(long)]
    pub(crate) no_default_rules: bool,
    /// The date of the run, `as_of` in rules [default: today, in UTC]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) as_of: Option<jiff::civil::Date>,
    /// The value of a parameter of the rules
    #[arg(long, value_name = "NAME=VALUE", value_parser = parameter)]
    pub(crate) param: Vec<(String, String)>,
    /// Collections with schemas of your own [default: accordance.toml, where there is one]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// How what came of it is written
    #[arg(long, value_enum, default_value_t = TestFormat::Text)]
    pub(crate) format: TestFormat,
}

impl Test {
    /// The rules of the run: those that are tried, beside those that are built in.
    pub(crate) fn rules_with(&self, asked: &[PathBuf]) -> RuleArgs {
        RuleArgs {
            rules: asked.to_vec(),
            no_default_rules: self.no_default_rules,
            as_of: self.as_of,
            param: self.param.clone(),
            lang: None,
            max_checks: accordance_engine::RuleOptions::MAX_CHECKS,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TestFormat {
    /// What is not as stated, each at its place
    Text,
    /// One object
    Json,
    /// JUnit XML
    Junit,
}

/// Explain a rule, a check or a code in plain sentences
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  accordance explain themes-by-goal
  accordance explain --rules rules/ own-rule
  accordance explain dangling-reference
  accordance explain E0204
  accordance explain --plan themes-by-goal
  accordance explain contribution-is-reviewed --record wg-2023-07-03
  accordance explain own-rule --rules rules/ --record lyon-2023 records/

Exit status:
  0  explained
  2  there is no such rule or code, a rule file has mistakes, or the command is wrong")]
pub(crate) struct Explain {
    /// A rule or matrix, a check that needs no rule, or the code of a mistake in a rule file
    #[arg(value_name = "RULE|CODE")]
    pub(crate) name: String,
    /// Show how the rule is run: what is scanned, and which conditions are served by an index
    #[arg(long, conflicts_with_all = ["record", "format"])]
    pub(crate) plan: bool,
    /// Show the rule at each place of the record of this id, condition by condition, with the values found
    #[arg(long, value_name = "ID")]
    pub(crate) record: Option<String>,
    /// Files and folders of records, for --record. Without any: the files of `accordance.toml` in this folder, or else
    /// the reference data that is built in
    #[arg(requires = "record")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
    /// Collections with schemas of your own [default: accordance.toml, where there is one]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = ExplainFormat::Text)]
    pub(crate) format: ExplainFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExplainFormat {
    /// Sentences
    Text,
    /// One object
    Json,
}

/// Draw a matrix: what each pair of a row and a column has in common
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  accordance matrix themes-by-goal
  accordance matrix themes-by-goal records/ --format csv --output themes.csv
  accordance matrix own-matrix --rules rules/ records/

Exit status:
  0  drawn; what fails in it is for `check` to say
  2  there is no such matrix, something could not be read, or the command is wrong")]
pub(crate) struct Matrix {
    /// The name of a matrix
    pub(crate) name: String,
    /// Files and folders of records, or `-` for standard input. Without any: the files of `accordance.toml` in this
    /// folder, or else the reference data that is built in
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) rules: RuleArgs,
    /// Collections with schemas of your own [default: accordance.toml, where there is one]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = MatrixFormat::Text)]
    pub(crate) format: MatrixFormat,
    /// Write it to a file, which is replaced only when all is written
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MatrixFormat {
    /// A table for people
    Text,
    /// A table for spreadsheets
    Csv,
    /// One object
    Json,
}

/// Write records in a format of others: SKOS, JSON-LD, IATI or iCalendar
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  accordance export --format skos --output goals.ttl    the reference data that is built in
  accordance export --format jsonld records/
  accordance export --format ics lyon-2023.yaml > sessions.ics
  accordance export --format iati - < alignments.ndjson

What has no place in the format is told on standard error.

Exit status:
  0  written
  2  a record is not valid or could not be read, or the command is wrong; nothing is written")]
pub(crate) struct Export {
    /// Files and folders of records, or `-` for standard input. Without any: the files of `accordance.toml` in this
    /// folder, or else the reference data that is built in
    pub(crate) paths: Vec<PathBuf>,
    /// What is written
    #[arg(long, value_enum)]
    pub(crate) format: ExportFormat,
    /// Collections with schemas of your own [default: accordance.toml, where there is one]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Write to a file, which is replaced only when all is written
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// Concept schemes of goals, themes and SDGs, as Turtle
    Skos,
    /// All records as one document of linked data
    Jsonld,
    /// Tags of the SDGs and targets that are referred to, for IATI
    Iati,
    /// Meetings, for calendars
    Ics,
}

/// Print a published JSON Schema, or the context of linked data
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  accordance schema meeting
  accordance schema v1/meeting
  accordance schema --list
  accordance schema --context")]
pub(crate) struct Schema {
    /// A kind of record, `bundle` for all in one file, what `check` writes for programs (`finding`, `report`), or what
    /// `accordance.toml` says (`config`); with a version in front where it must be that one
    #[arg(required_unless_present_any = ["list", "context"])]
    pub(crate) kind: Option<String>,
    /// List the kinds with their collections
    #[arg(long, conflicts_with = "kind")]
    pub(crate) list: bool,
    /// Print the JSON-LD context that makes records linked data
    #[arg(long, conflicts_with_all = ["kind", "list"])]
    pub(crate) context: bool,
}
