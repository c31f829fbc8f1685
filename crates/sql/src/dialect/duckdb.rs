//! DuckDB.

use super::Speak;
use crate::{
    pattern::Pattern,
    sql::{Call, Each, Name},
    storage::Stored,
};

/// DuckDB 2.
pub(crate) struct DuckDb;

impl Speak for DuckDb {
    fn name(&self, name: &str) -> String {
        format!("\"{}\"", name.replace('"', "\"\""))
    }

    fn text(&self, text: &str) -> String {
        format!("'{}'", text.replace('\'', "''"))
    }

    fn whole(&self, number: i64) -> String {
        format!("CAST('{number}' AS BIGINT)")
    }

    fn ty(&self, stored: &Stored) -> String {
        match stored {
            Stored::Bool => "BOOLEAN".into(),
            Stored::Whole => "BIGINT".into(),
            Stored::Number | Stored::Mixed => "DOUBLE".into(),
            Stored::Text | Stored::Date | Stored::Moment | Stored::Opaque => "VARCHAR".into(),
            Stored::Small => "INTEGER".into(),
            Stored::List(item) => format!("{}[]", self.ty(item)),
            Stored::Record(fields) => {
                let fields = fields.iter().map(|(name, stored)| format!("{} {}", self.name(name), self.ty(stored)));
                format!("STRUCT({})", fields.collect::<Vec<_>>().join(", "))
            }
        }
    }

    fn record(&self, fields: &[(Name, String)]) -> String {
        let fields = fields.iter().map(|(name, value)| format!("{} := {value}", self.name(name)));
        format!("struct_pack({})", fields.collect::<Vec<_>>().join(", "))
    }

    fn list(&self, items: &[String], stored: &Stored) -> String {
        if items.is_empty() { format!("CAST([] AS {}[])", self.ty(stored)) } else { format!("[{}]", items.join(", ")) }
    }

    fn call(&self, function: Call, arguments: &[String]) -> String {
        let all = arguments.join(", ");
        let [one, two, three] = [0, 1, 2].map(|number| arguments.get(number).map_or("", String::as_str));
        match function {
            Call::Size => format!("len({all})"),
            Call::Item => format!("list_extract({all})"),
            Call::LastItem => format!("list_extract({one}, -1)"),
            Call::Contains => format!("list_contains({all})"),
            Call::Flatten => format!("flatten({all})"),
            Call::Distinct => format!("list_filter({one}, lambda item, place: list_position({one}, item) = place)"),
            Call::Least => format!("list_min({all})"),
            Call::Greatest => format!("list_max({all})"),
            Call::JoinTexts => format!("coalesce(array_to_string({one}, {two}), '')"),
            Call::Concat => format!("({})", arguments.join(" || ")),
            Call::JoinLists => format!("list_concat({all})"),
            Call::Coalesce => format!("coalesce({all})"),
            Call::Length => format!("length({all})"),
            Call::Part => format!("substring({one}, {two}, {three})"),
            Call::StartsWith => format!("starts_with({all})"),
            Call::EndsWith => format!("ends_with({all})"),
            Call::ContainsText => format!("contains({all})"),
            Call::Lower => format!("lower({all})"),
            Call::Upper => format!("upper({all})"),
            Call::Split => format!("string_split({all})"),
            Call::TryAdd => format!("TRY({one} + {two})"),
            Call::TrySubtract => format!("TRY({one} - {two})"),
            Call::TryMultiply => format!("TRY({one} * {two})"),
            Call::ToNumber => format!("CAST({one} AS DOUBLE)"),
            Call::ToText => format!("CAST({one} AS VARCHAR)"),
            Call::Abs => format!("abs({all})"),
            Call::Floor => format!("floor({all})"),
            Call::ToWhole => format!("TRY_CAST({one} AS BIGINT)"),
            Call::Days => format!("date_diff('day', DATE '1970-01-01', TRY_CAST({one} AS DATE))"),
            Call::FromDays => format!("strftime(DATE '1970-01-01' + CAST({one} AS INTEGER), '%Y-%m-%d')"),
            Call::AddMonths => format!("strftime(CAST({one} AS DATE) + to_months({two}), '%Y-%m-%d')"),
            Call::WeekdayNumber => format!("(({one} + 719533) % 7 + 1)"),
            Call::IsFinite => format!("isfinite({all})"),
            Call::Code => one.to_owned(),
            Call::Error => format!("error({all})"),
            Call::Instant => instant(one),
        }
    }

    fn each(&self, what: Each, list: &str, item: &str, body: &str) -> String {
        match what {
            Each::Transform => format!("list_transform({list}, lambda {item}: {body})"),
            Each::Filter => format!("list_filter({list}, lambda {item}: {body})"),
            Each::Exists => format!("(len(list_filter({list}, lambda {item}: {body})) > 0)"),
        }
    }

    fn fold(&self, list: &str, start: &str, so_far: &str, item: &str, next: &str) -> String {
        format!("list_reduce({list}, lambda {so_far}, {item}: {next}, {start})")
    }

    fn found(&self, text: &str, pattern: &Pattern) -> String {
        format!("regexp_matches({text}, {})", self.text(&pattern.text))
    }

    fn replaced(&self, text: &str, pattern: &Pattern, by: &str) -> String {
        format!("regexp_replace({text}, {}, {by}, 'g')", self.text(&pattern.text))
    }

    fn unnest(&self, from: &str, list: &str, item: &str, position: &str, keeps_empty: bool) -> String {
        let list = if keeps_empty {
            format!("CASE WHEN len({list}) > 0 THEN {list} ELSE [NULL] END")
        } else {
            list.to_owned()
        };
        format!("SELECT *, unnest({list}) AS {item}, generate_subscripts({list}, 1) - 1 AS {position} FROM {from}")
    }

    fn listed(&self, value: &str, keep: Option<&str>, order: &[String], stored: &Stored) -> String {
        let order = if order.is_empty() { String::new() } else { format!(" ORDER BY {}", order.join(", ")) };
        let filter = keep.map(|keep| format!(" FILTER (WHERE {keep})")).unwrap_or_default();
        let none = match stored {
            Stored::Opaque => "[]".to_owned(),
            stored => self.list(&[], stored),
        };
        format!("coalesce(list({value}{order}){filter}, {none})")
    }

    fn sum(&self, value: &str) -> String {
        format!("TRY_CAST(sum(CAST({value} AS HUGEINT)) AS BIGINT)")
    }

    fn object(&self, members: &[(String, String)]) -> String {
        let members = members.iter().map(|(name, value)| format!("{name}, {value}"));
        format!("CAST(json_object({}) AS VARCHAR)", members.collect::<Vec<_>>().join(", "))
    }

    fn create_view(&self, name: &str) -> String {
        format!("CREATE OR REPLACE TEMPORARY VIEW {name}")
    }
}

/// A moment as nanoseconds since 1970 in UTC, in 128 bits.
fn instant(moment: &str) -> String {
    let part = |pattern: &str| format!("regexp_extract({moment}, '{pattern}', 1)");
    let number = |text: String| format!("CAST({text} AS HUGEINT)");
    let sub = |from: i32, count: i32| number(format!("substring({moment}, {from}, {count})"));
    let offset = part(r"([+-][0-9]{2}:[0-9]{2})$");
    let minutes = format!(
        "CASE WHEN {offset} = '' THEN 0 ELSE (CASE WHEN {offset} LIKE '-%' THEN -1 ELSE 1 END) * (CAST(substring({offset}, 2, 2) AS HUGEINT) * 60 + CAST(substring({offset}, 5, 2) AS HUGEINT)) END"
    );
    let fraction = format!("CAST(rpad({}, 9, '0') AS HUGEINT)", part(r"\.([0-9]+)"));
    format!(
        "((((date_diff('day', DATE '1970-01-01', CAST(substring({moment}, 1, 10) AS DATE)) * 24 + {}) * 60 + {} - ({minutes})) * 60 + {}) * 1000000000 + {fraction})",
        sub(12, 2),
        sub(15, 2),
        sub(18, 2)
    )
}
