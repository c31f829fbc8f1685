//! Spark 4, and what speaks its dialect.

use super::Speak;
use crate::{
    pattern::Pattern,
    sql::{Call, Each, Name},
    storage::{Field, Stored},
};

/// Spark 4.
pub(crate) struct Spark;

impl Speak for Spark {
    fn name(&self, name: &str) -> String {
        format!("`{}`", name.replace('`', "``"))
    }

    fn text(&self, text: &str) -> String {
        format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
    }

    fn whole(&self, number: i64) -> String {
        // The least number has no literal: its digits without the sign are one too many.
        if number == i64::MIN { format!("CAST('{number}' AS BIGINT)") } else { format!("{number}L") }
    }

    fn ty(&self, stored: &Stored) -> String {
        self.ty_of(stored, "BIGINT")
    }

    fn record(&self, fields: &[(Name, String)]) -> String {
        let fields = fields.iter().map(|(name, value)| format!("{}, {value}", self.text(name)));
        format!("named_struct({})", fields.collect::<Vec<_>>().join(", "))
    }

    fn list(&self, items: &[String], stored: &Stored) -> String {
        if items.is_empty() {
            format!("CAST(array() AS ARRAY<{}>)", self.ty(stored))
        } else {
            format!("array({})", items.join(", "))
        }
    }

    fn call(&self, function: Call, arguments: &[String]) -> String {
        let all = arguments.join(", ");
        let [one, two, three] = [0, 1, 2].map(|number| arguments.get(number).map_or("", String::as_str));
        match function {
            Call::Size => format!("CAST(size({all}) AS BIGINT)"),
            Call::Item => format!("get({one}, {two} - 1)"),
            Call::LastItem => format!("get({one}, size({one}) - 1)"),
            Call::Contains => format!("array_contains({all})"),
            Call::Flatten => format!("flatten({all})"),
            Call::Distinct => format!("array_distinct({all})"),
            Call::Least => format!("array_min({all})"),
            Call::Greatest => format!("array_max({all})"),
            Call::JoinTexts => format!("array_join({all})"),
            Call::Concat | Call::JoinLists => format!("concat({all})"),
            Call::Coalesce => format!("coalesce({all})"),
            Call::Length => format!("CAST(char_length({all}) AS BIGINT)"),
            Call::Part => format!("substring({one}, {two}, {three})"),
            Call::StartsWith => format!("startswith({all})"),
            Call::EndsWith => format!("endswith({all})"),
            Call::ContainsText => format!("contains({all})"),
            Call::Lower => format!("lower({all})"),
            Call::Upper => format!("upper({all})"),
            Call::Split => format!("split({one}, {}, -1)", quoted_pattern(two)),
            Call::TryAdd => format!("try_add({all})"),
            Call::TrySubtract => format!("try_subtract({all})"),
            Call::TryMultiply => format!("try_multiply({all})"),
            Call::ToNumber => format!("CAST({one} AS DOUBLE)"),
            Call::ToText => format!("CAST({one} AS STRING)"),
            Call::Abs => format!("abs({all})"),
            // Spark has a floor in 64 bits only; doubles from 2^52 on are whole.
            Call::Floor => {
                let is_small = format!("abs({one}) < CAST('4503599627370496' AS DOUBLE)");
                format!("CASE WHEN {is_small} THEN CAST(floor({one}) AS DOUBLE) ELSE {one} END")
            }
            // Spark takes 2^63 for the largest number of 64 bits.
            Call::ToWhole => {
                let two_to_63 = "CAST('9223372036854775808' AS DOUBLE)";
                format!("CASE WHEN {one} >= -{two_to_63} AND {one} < {two_to_63} THEN TRY_CAST({one} AS BIGINT) END")
            }
            Call::Days => format!("CAST(unix_date(TRY_CAST({one} AS DATE)) AS BIGINT)"),
            Call::FromDays => format!("CAST(date_from_unix_date(CAST({one} AS INT)) AS STRING)"),
            Call::AddMonths => format!("CAST(add_months(CAST({one} AS DATE), {two}) AS STRING)"),
            Call::WeekdayNumber => format!("CAST(({one} + 719533) % 7 + 1 AS INT)"),
            Call::IsFinite => format!("(NOT isnan({one}) AND abs({one}) < CAST('Infinity' AS DOUBLE))"),
            // Sail wants lists in lists to be of one mind about nulls.
            Call::Code => format!("nullif({one}, -9)"),
            Call::Error => format!("raise_error({all})"),
            Call::Instant => instant(one),
        }
    }

    fn each(&self, what: Each, list: &str, item: &str, body: &str) -> String {
        let function = match what {
            Each::Transform => "transform",
            Each::Filter => "filter",
            Each::Exists => "exists",
        };
        format!("{function}({list}, {item} -> {body})")
    }

    fn fold(&self, list: &str, start: &str, so_far: &str, item: &str, next: &str) -> String {
        format!("aggregate({list}, {start}, ({so_far}, {item}) -> {next})")
    }

    fn found(&self, text: &str, pattern: &Pattern) -> String {
        format!("({text} RLIKE {})", self.text(&pattern.text))
    }

    fn replaced(&self, text: &str, pattern: &Pattern, by: &str) -> String {
        format!("regexp_replace({text}, {}, {by})", self.text(&pattern.text))
    }

    fn unnest(&self, from: &str, list: &str, item: &str, position: &str, keeps_empty: bool) -> String {
        let outer = if keeps_empty { "OUTER " } else { "" };
        format!("SELECT * FROM {from} LATERAL VIEW {outer}posexplode({list}) unnested AS {position}, {item}")
    }

    fn listed(&self, value: &str, keep: Option<&str>, order: &[String], _: &Stored) -> String {
        let order = order.iter().enumerate().map(|(number, column)| format!("'o{number}', {column}, "));
        let item = format!("named_struct({}'v', {value})", order.collect::<String>());
        let item = match keep {
            Some(keep) => format!("CASE WHEN {keep} THEN {item} END"),
            None => item,
        };
        format!("transform(sort_array(collect_list({item})), gathered -> gathered.v)")
    }

    fn sum(&self, value: &str) -> String {
        format!("TRY_CAST(sum(CAST({value} AS DECIMAL(38, 0))) AS BIGINT)")
    }

    fn object(&self, members: &[(String, String)]) -> String {
        let members = members.iter().map(|(name, value)| format!("{name}, {value}"));
        format!("to_json(named_struct({}))", members.collect::<Vec<_>>().join(", "))
    }

    fn create_view(&self, name: &str) -> String {
        format!("CREATE OR REPLACE TEMPORARY VIEW {name}")
    }
}

impl Spark {
    /// A type whose whole numbers are of another.
    fn ty_of(&self, stored: &Stored, whole: &str) -> String {
        match stored {
            Stored::Bool => "BOOLEAN".into(),
            Stored::Whole => whole.into(),
            Stored::Number | Stored::Mixed => "DOUBLE".into(),
            Stored::Text | Stored::Date | Stored::Moment | Stored::Opaque => "STRING".into(),
            Stored::Small => "INT".into(),
            Stored::List(item) => format!("ARRAY<{}>", self.ty_of(item, whole)),
            Stored::Record(fields) => {
                let fields =
                    fields.iter().map(|(name, stored)| format!("{}: {}", self.name(name), self.ty_of(stored, whole)));
                format!("STRUCT<{}>", fields.collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// A record of JSON in a column of texts. A whole number that is written with a point or an exponent is one only as a
    /// decimal.
    pub(crate) fn record_of_json(&self, text: &str, fields: &[Field]) -> String {
        let column = |(name, stored): &Field| format!("{} {}", self.name(name), self.ty_of(stored, "DECIMAL(38, 0)"));
        let columns: Vec<String> = fields.iter().map(column).collect();
        format!(
            "CAST(from_json({text}, {}, map('mode', 'FAILFAST')) AS {})",
            self.text(&columns.join(", ")),
            self.ty(&Stored::Record(fields.into()))
        )
    }
}

/// A pattern for the text of a literal, which only constants are.
fn quoted_pattern(literal: &str) -> String {
    let inner = literal.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).unwrap_or(literal);
    let text = inner.replace("\\'", "'").replace("\\\\", "\\");
    Spark.text(&Pattern::literal(&text).text)
}

/// A moment as nanoseconds since 1970 in UTC, in 38 digits.
fn instant(moment: &str) -> String {
    let part = |pattern: &str| format!("regexp_extract({moment}, '{pattern}', 1)");
    let sub = |from: i32, count: i32| format!("CAST(substring({moment}, {from}, {count}) AS BIGINT)");
    let offset = part("([+-][0-9]{2}:[0-9]{2})$");
    let minutes = format!(
        "CASE WHEN {offset} = '' THEN 0L ELSE (CASE WHEN startswith({offset}, '-') THEN -1L ELSE 1L END) * (CAST(substring({offset}, 2, 2) AS BIGINT) * 60L + CAST(substring({offset}, 5, 2) AS BIGINT)) END"
    );
    let fraction = format!("CAST(rpad({}, 9, '0') AS BIGINT)", part("[.]([0-9]+)"));
    format!(
        "(CAST(((CAST(unix_date(CAST(substring({moment}, 1, 10) AS DATE)) AS BIGINT) * 24L + {}) * 60L + {} - ({minutes})) * 60L + {} AS DECIMAL(19, 0)) * CAST(1000000000 AS DECIMAL(10, 0)) + {fraction})",
        sub(12, 2),
        sub(15, 2),
        sub(18, 2)
    )
}
