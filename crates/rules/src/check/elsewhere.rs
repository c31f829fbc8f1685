//! What other languages have a function for, and this one says without.

use accordance_syntax::{
    Span, Spanned,
    ast::{self, Aggregate, Argument, Presence, TextTest},
};

use super::{
    names::TODAY,
    scope::{Body, Checked},
};
use crate::{Code, Place, Type, core::ExprKind};

/// Functions of other languages that ask whether something is there.
const PRESENCE: [(&str, Presence); 17] = [
    ("exists", Presence::Present),
    ("present", Presence::Present),
    ("is_present", Presence::Present),
    ("has_value", Presence::Present),
    ("not_null", Presence::Present),
    ("missing", Presence::Missing),
    ("is_missing", Presence::Missing),
    ("is_null", Presence::Missing),
    ("notnull", Presence::Present),
    ("isset", Presence::Present),
    ("isnull", Presence::Missing),
    ("isblank", Presence::Empty),
    ("isna", Presence::Missing),
    ("is_blank", Presence::Empty),
    ("isempty", Presence::Empty),
    ("is_empty", Presence::Empty),
    ("empty", Presence::Empty),
];

/// Functions of other languages that ask of a part of a text.
const TESTS: [(&str, TextTest); 7] = [
    ("startswith", TextTest::StartsWith),
    ("starts_with", TextTest::StartsWith),
    ("begins_with", TextTest::StartsWith),
    ("endswith", TextTest::EndsWith),
    ("ends_with", TextTest::EndsWith),
    ("includes", TextTest::Contains),
    ("containsstring", TextTest::Contains),
];

/// The units of lengths of time that are no functions.
const UNITS: [&str; 4] = ["days", "weeks", "months", "years"];

/// What a call is meant as, where no function is needed for it.
pub(super) enum Meant<'e> {
    /// `today()`.
    DateOfRun,
    /// `exists(x)`.
    Presence(&'e ast::Expr, Presence),
    /// `days(3)`.
    Duration(&'e ast::Expr),
    /// `coalesce(x, y)`.
    Otherwise(&'e ast::Expr, &'e ast::Expr),
    /// `datediff(x, y)`.
    Difference(&'e ast::Expr, &'e ast::Expr),
    /// `startswith(x, y)`.
    Test(&'e ast::Expr, TextTest, &'e ast::Expr),
    /// `concat(x, y)`.
    Together(&'e [Argument]),
    /// `left(x, 3)`: the part of a text, as it is asked for.
    Part(&'e ast::Expr, &'static str),
    /// `countif(list, …)`.
    Count(&'e ast::Expr),
}

/// What a call of a function that there is not is meant as.
pub(super) fn no_function<'e>(name: &str, arguments: &'e [Argument]) -> Option<Meant<'e>> {
    if TODAY.contains(&name) {
        return Some(Meant::DateOfRun);
    }
    let value = match (name, arguments) {
        ("concat" | "concatenate", [_, _, ..]) => return Some(Meant::Together(arguments)),
        (_, [Argument::Value(value)]) => value,
        (_, [Argument::Value(one), rest @ ..]) => return of_several(name, one, rest),
        _ => return None,
    };
    let asked = PRESENCE.iter().find(|(other, _)| *other == name);
    let asked = asked.map(|(_, presence)| Meant::Presence(value, *presence));
    asked.or_else(|| UNITS.contains(&name).then_some(Meant::Duration(value)))
}

/// What a call with several arguments is meant as.
fn of_several<'e>(name: &str, one: &'e ast::Expr, rest: &'e [Argument]) -> Option<Meant<'e>> {
    match name {
        "left" => return Some(Meant::Part(one, "starts with \"…\"")),
        "right" => return Some(Meant::Part(one, "ends with \"…\"")),
        "mid" | "substr" | "substring" => return Some(Meant::Part(one, "matches /…/")),
        "instr" | "find" | "search" | "indexof" => return Some(Meant::Part(one, "contains \"…\"")),
        "countif" | "countifs" => return Some(Meant::Count(one)),
        _ => {}
    }
    let [Argument::Value(two)] = rest else { return None };
    if let Some((_, test)) = TESTS.iter().find(|(other, _)| *other == name) {
        return Some(Meant::Test(one, *test, two));
    }
    match name {
        "coalesce" | "nvl" | "ifnull" | "iferror" => Some(Meant::Otherwise(one, two)),
        "datediff" | "date_diff" | "datedif" | "days_between" => Some(Meant::Difference(one, two)),
        _ => None,
    }
}

impl Body<'_, '_> {
    /// Reports the call of a function that needs none, and reads it as what is meant.
    pub(super) fn without_function(&mut self, name: &ast::Name, meant: &Meant<'_>, place: Place) -> Option<Checked> {
        let unit = &name.text;
        let label = match meant {
            Meant::DateOfRun => "write `as_of`, the date of the run".to_owned(),
            Meant::Presence(value, presence) => {
                format!("write `{} is {}`", self.written(value.span), presence.word())
            }
            Meant::Duration(value) => match &value.inner().kind {
                ast::ExprKind::Literal(ast::Literal::Whole(1)) => format!("write `1 {}`", unit.trim_end_matches('s')),
                ast::ExprKind::Literal(ast::Literal::Whole(_)) => {
                    format!("write `{} {unit}`", self.written(value.span))
                }
                _ => format!("leave `{unit}(…)` out: a length of time is compared with another, like `90 {unit}`"),
            },
            Meant::Otherwise(one, two) => {
                format!("write `({} otherwise {})`", self.written(one.span), self.written(two.span))
            }
            Meant::Difference(one, two) => {
                let (one, two) = (self.written(one.span), self.written(two.span));
                format!(
                    "subtract the earlier day, like `{two} - {one}`, and compare with a length of time, like `90 days`"
                )
            }
            Meant::Test(one, test, two) => {
                format!("write `{} {} {}`", self.written(one.span), test.word(), self.written(two.span))
            }
            Meant::Together(all) => {
                let written: Vec<String> = all.iter().map(|part| self.as_text(part)).collect();
                format!("write `join([{}], \"\")`", written.join(", "))
            }
            Meant::Part(text, asked) => format!("ask for the part of the text: `{} {asked}`", self.written(text.span)),
            Meant::Count(list) => {
                let written = match self.check(list) {
                    Some(value) => self.list_or_none(&value, list.span),
                    None => self.written(list.span),
                };
                format!("write `count(item in {written} where (…))`")
            }
        };
        let message = format!("there is no function or definition `{}`", name.text);
        self.mistake::<()>(Code::UnknownFunction, place.span, message, label);
        match meant {
            Meant::DateOfRun => Some(Checked::new(ExprKind::AsOf, Type::Date, place)),
            Meant::Presence(value, presence) => self.presence(value, *presence, place),
            Meant::Otherwise(one, two) => self.otherwise(one, two, place),
            Meant::Difference(one, two) => {
                self.arithmetic(one, Spanned::new(ast::ArithmeticOp::Subtract, name.span), two, place)
            }
            Meant::Test(one, test, two) => self.text_test(one, Spanned::new(*test, name.span), two, place),
            Meant::Duration(value) | Meant::Part(value, _) => {
                self.check(value);
                None
            }
            // What they are given was checked for what is told of them: to check it twice would double with each level.
            Meant::Together(_) | Meant::Count(_) => None,
        }
    }

    /// Reports `count(list.field = "x")`, which spreadsheets ask by `COUNTIF`.
    pub(super) fn no_condition_to_count(
        &mut self,
        aggregate: Aggregate,
        counted: &ast::Expr,
        place: Place,
    ) -> Option<()> {
        let Some((asked, rest)) = asked_of(counted).filter(|_| aggregate == Aggregate::Count) else { return Some(()) };
        let Some(list) = self.quiet(asked).filter(|value| value.ty().item().is_some()) else { return Some(()) };
        // Where the list is a field of each of several records, those are gone through.
        let of_records = match &asked.inner().kind {
            ast::ExprKind::Field { record, field } => {
                let records = self.quiet(record).filter(|records| records.ty().item().is_some());
                records.map(|records| (self.list_or_none(&records, record.span), format!(".{}", field.text)))
            }
            _ => None,
        };
        let (records, field) = of_records.unwrap_or_else(|| (self.list_or_none(&list, asked.span), String::new()));
        let item = if self.is_name("item") { "one" } else { "item" };
        let rest = self.written(rest);
        let label = format!("write `count({item} in {records} where ({item}{field} {rest}))`");
        let message = "`count` counts the items of a list, and here is a condition";
        self.mistake(Code::NotAList, place.span, message, label)
    }

    /// A list as it is gone through: where it may be missing, with none in its place.
    fn list_or_none(&self, list: &Checked, span: Span) -> String {
        let written = self.written(span);
        if list.missing.is_none() { written } else { format!("({written} otherwise [])") }
    }

    /// Checks a part of texts that are put together, and tells how it is written as a text.
    fn as_text(&mut self, part: &Argument) -> String {
        match part {
            Argument::Regex(regex) => self.written(regex.span),
            Argument::Value(value) => {
                let written = self.written(value.span);
                let is_text = self.check(value).is_none_or(|value| value.ty().is_textual());
                if is_text { written } else { format!("text({written})") }
            }
        }
    }
}

/// The value of the data of which a condition asks something, and where it says what.
fn asked_of(condition: &ast::Expr) -> Option<(&ast::Expr, Span)> {
    let condition = condition.inner();
    let value = match &condition.kind {
        ast::ExprKind::Compare { left, .. } => left,
        ast::ExprKind::Membership { item, .. } => item,
        ast::ExprKind::TextTest { text, .. } | ast::ExprKind::Matches { text, .. } => text,
        ast::ExprKind::Presence { value, .. } => value,
        _ => return None,
    };
    is_path(value).then(|| (&**value, Span::new(value.span.end, condition.span.end)))
}

/// Whether a value is a name and fields of it, which can be checked twice at no cost.
fn is_path(expr: &ast::Expr) -> bool {
    match &expr.inner().kind {
        ast::ExprKind::Name(_) => true,
        ast::ExprKind::Field { record, .. } => is_path(record),
        _ => false,
    }
}
