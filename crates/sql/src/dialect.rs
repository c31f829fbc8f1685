//! How a dialect writes the tree. What dialects share is written here, what they differ in by each of them.

mod duckdb;
mod spark;

use std::fmt::Write as _;

pub(crate) use self::{duckdb::DuckDb, spark::Spark};
use crate::{
    pattern::Pattern,
    query::{Findings, Gathered, Query, RecordColumns, Step},
    sql::{Call, Each, Fold, Name, Op, Sql},
    storage::Stored,
};

/// How a dialect writes.
pub(crate) trait Speak {
    /// A name of a table, column or field, in quotes.
    fn name(&self, name: &str) -> String;
    /// A text.
    fn text(&self, text: &str) -> String;
    fn whole(&self, number: i64) -> String;
    fn ty(&self, stored: &Stored) -> String;
    fn record(&self, fields: &[(Name, String)]) -> String;
    fn list(&self, items: &[String], stored: &Stored) -> String;
    fn call(&self, function: Call, arguments: &[String]) -> String;
    fn each(&self, what: Each, list: &str, item: &str, body: &str) -> String;
    fn fold(&self, list: &str, start: &str, so_far: &str, item: &str, next: &str) -> String;
    fn found(&self, text: &str, pattern: &Pattern) -> String;
    fn replaced(&self, text: &str, pattern: &Pattern, by: &str) -> String;
    fn unnest(&self, from: &str, list: &str, item: &str, position: &str, keeps_empty: bool) -> String;
    fn listed(&self, value: &str, keep: Option<&str>, order: &[String], stored: &Stored) -> String;
    fn sum(&self, value: &str) -> String;
    /// An object of JSON.
    fn object(&self, members: &[(String, String)]) -> String;
    fn create_view(&self, name: &str) -> String;

    fn number(&self, number: f64) -> String {
        format!("CAST('{number:e}' AS DOUBLE)")
    }

    fn sql(&self, sql: &Sql) -> String {
        let all = |all: &[Sql]| all.iter().map(|one| self.sql(one)).collect::<Vec<_>>();
        match sql {
            Sql::Null(Stored::Opaque) => "NULL".into(),
            Sql::Null(stored) => format!("CAST(NULL AS {})", self.ty(stored)),
            Sql::Bool(truth) => if *truth { "TRUE" } else { "FALSE" }.into(),
            Sql::Small(number) => number.to_string(),
            Sql::Whole(number) => self.whole(*number),
            Sql::Number(number) => self.number(*number),
            Sql::Text(text) => self.text(text),
            Sql::Column(name) | Sql::Variable(name) => self.name(name),
            Sql::Field(record, name) => format!("{}.{}", self.grouped(record), self.name(name)),
            Sql::Struct(fields) => {
                let fields: Vec<_> = fields.iter().map(|(name, value)| (name.clone(), self.sql(value))).collect();
                self.record(&fields)
            }
            Sql::Array(items, stored) => self.list(&all(items), stored),
            Sql::Case(cases, last) => {
                let mut text = "CASE".to_owned();
                for (condition, value) in cases {
                    let _ = write!(text, " WHEN {} THEN {}", self.sql(condition), self.sql(value));
                }
                let _ = write!(text, " ELSE {} END", self.sql(last));
                text
            }
            Sql::Op(op, one, two) => format!("{} {} {}", self.operand(*op, one), sign(*op), self.operand(*op, two)),
            Sql::Not(inner) => format!("NOT {}", self.grouped(inner)),
            Sql::IsNull(inner) => format!("{} IS NULL", self.grouped(inner)),
            Sql::OneOf(value, items) => format!("{} IN ({})", self.grouped(value), all(items).join(", ")),
            Sql::Call(function, arguments) => self.call(*function, &all(arguments)),
            Sql::Each(what, list, item, body) => self.each(*what, &self.sql(list), &self.name(item), &self.sql(body)),
            Sql::Fold(fold) => {
                let Fold { list, start, so_far, item, next } = &**fold;
                let (so_far, item) = (self.name(so_far), self.name(item));
                self.fold(&self.sql(list), &self.sql(start), &so_far, &item, &self.sql(next))
            }
            Sql::Found(text, pattern) => self.found(&self.sql(text), pattern),
            Sql::Replace(text, pattern, by) => self.replaced(&self.sql(text), pattern, &self.sql(by)),
            Sql::TryCast(value, stored) => format!("TRY_CAST({} AS {})", self.sql(value), self.ty(stored)),
        }
    }

    /// An operand: in brackets, unless it is of one piece or a part of the same `AND` or `OR`.
    fn operand(&self, op: Op, sql: &Sql) -> String {
        match sql {
            Sql::Op(own, ..) if *own == op && matches!(op, Op::And | Op::Or) => self.sql(sql),
            _ => self.grouped(sql),
        }
    }

    fn grouped(&self, sql: &Sql) -> String {
        let text = self.sql(sql);
        match sql {
            Sql::Op(..) | Sql::Not(_) | Sql::IsNull(_) | Sql::OneOf(..) => format!("({text})"),
            Sql::Small(number) if *number < 0 => format!("({text})"),
            _ => text,
        }
    }

    fn query(&self, query: &Query, table: &dyn Fn(usize) -> String) -> String {
        match query {
            Query::One => "SELECT 1 AS only".into(),
            Query::Records { collection, columns, only_first } => {
                let RecordColumns { number, checked, id, record } = columns;
                let [number, checked, id, record] = [number, checked, id, record].map(|name| self.name(name));
                let filter = if *only_first { " WHERE is_first" } else { "" };
                format!(
                    "SELECT n AS {number}, is_checked AS {checked}, id AS {id}, record AS {record} FROM {}{filter}",
                    self.name(&table(*collection))
                )
            }
            Query::Extend { from, columns, keep } => {
                let mut text = "SELECT *".to_owned();
                for (name, value) in columns {
                    let _ = write!(text, ", {} AS {}", self.sql(value), self.name(name));
                }
                let _ = write!(text, " FROM {}", self.name(from));
                if let Some(keep) = keep {
                    let _ = write!(text, " WHERE {}", self.sql(keep));
                }
                text
            }
            Query::Unnest { from, list, item, position, keeps_empty } => {
                let [from, list, item, position] = [from, list, item, position].map(|name| self.name(name));
                self.unnest(&from, &list, &item, &position, *keeps_empty)
            }
            Query::Join { left, right, on, keeps_left } => {
                let kind = match (on.is_empty(), keeps_left) {
                    (_, true) => "LEFT JOIN",
                    (true, false) => "CROSS JOIN",
                    (false, false) => "JOIN",
                };
                let mut text = format!("SELECT * FROM {} {kind} {}", self.name(left), self.name(right));
                let on: Vec<String> =
                    on.iter().map(|(one, two)| format!("{} = {}", self.grouped(one), self.grouped(two))).collect();
                match (on.is_empty(), keeps_left) {
                    (true, true) => text.push_str(" ON TRUE"),
                    (true, false) => {}
                    (false, _) => drop(write!(text, " ON {}", on.join(" AND "))),
                }
                text
            }
            Query::Group { from, keys, carried, gathered, always } => {
                let mut columns: Vec<String> = keys.iter().map(|key| self.name(key)).collect();
                columns.extend(carried.iter().map(|name| {
                    let name = self.name(name);
                    format!("any_value({name}) AS {name}")
                }));
                columns.extend(
                    gathered
                        .iter()
                        .map(|(name, gathered)| format!("{} AS {}", self.gathered(gathered), self.name(name))),
                );
                let mut text = format!("SELECT {} FROM {}", columns.join(", "), self.name(from));
                if !keys.is_empty() {
                    let keys: Vec<String> = keys.iter().map(|key| self.name(key)).collect();
                    let _ = write!(text, " GROUP BY {}", keys.join(", "));
                } else if !always {
                    text.push_str(" HAVING count(*) > 0");
                }
                text
            }
            Query::Distinct { from, keys } => {
                let keys: Vec<String> = keys.iter().map(|key| self.name(key)).collect();
                format!("SELECT DISTINCT {} FROM {}", keys.join(", "), self.name(from))
            }
        }
    }

    fn gathered(&self, gathered: &Gathered) -> String {
        let one_where = |keep: &Sql| format!("CASE WHEN {} THEN 1 ELSE 0 END", self.sql(keep));
        match gathered {
            Gathered::Any(keep) => format!("max({}) = 1", one_where(keep)),
            Gathered::Count(keep) => format!("CAST(sum({}) AS BIGINT)", one_where(keep)),
            Gathered::Sum { value, keep } => {
                self.sum(&format!("CASE WHEN {} THEN {} ELSE 0 END", self.sql(keep), self.sql(value)))
            }
            Gathered::Listed { value, stored, keep, order } => {
                let order: Vec<String> = order.iter().map(|name| self.name(name)).collect();
                let keep = (*keep != Sql::Bool(true)).then(|| self.sql(keep));
                self.listed(&self.sql(value), keep.as_deref(), &order, stored)
            }
        }
    }

    /// A select of findings.
    fn findings(&self, rule: &str, findings: &Findings) -> String {
        let Findings { from, keep, requirement, outcome, place, values } = findings;
        let values: Vec<(String, String)> =
            values.iter().map(|(name, value)| (self.text(name), self.sql(value))).collect();
        let values = if values.is_empty() { self.text("{}") } else { self.object(&values) };
        format!(
            "SELECT {} AS rule, {requirement} AS requirement, {} AS outcome, {} AS collection, {} AS id, {} AS pointer, {values} AS {}\nFROM {}\nWHERE {}",
            self.text(rule),
            self.sql(outcome),
            self.sql(&place.collection),
            self.sql(&place.id),
            self.sql(&place.pointer),
            self.name("values"),
            self.name(from),
            self.sql(keep)
        )
    }

    /// A whole statement: a view of what a rule finds.
    fn statement(
        &self,
        view: &str,
        rule: &str,
        steps: &[Step],
        findings: &[Findings],
        table: &dyn Fn(usize) -> String,
    ) -> String {
        let steps: Vec<String> = steps
            .iter()
            .map(|step| format!("  {} AS ({})", self.name(&step.name), self.query(&step.query, table)))
            .collect();
        let findings: Vec<String> = findings.iter().map(|findings| self.findings(rule, findings)).collect();
        format!(
            "{} AS\nWITH\n{}\n{};\n",
            self.create_view(&self.name(view)),
            steps.join(",\n"),
            findings.join("\nUNION ALL\n")
        )
    }
}

const fn sign(op: Op) -> &'static str {
    match op {
        Op::Equal => "=",
        Op::NotEqual => "<>",
        Op::Less => "<",
        Op::AtMost => "<=",
        Op::Greater => ">",
        Op::AtLeast => ">=",
        Op::And => "AND",
        Op::Or => "OR",
        Op::Add => "+",
        Op::Subtract => "-",
        Op::Multiply => "*",
        Op::Divide => "/",
    }
}
