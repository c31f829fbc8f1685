//! The functions of the language.

use std::sync::Arc;

use accordance_rules::{
    Function,
    core::{Constant, Expr, ExprKind},
};

use super::{
    At, Lowered, Lowering,
    arithmetic::{date_of, finite},
    condition::text_of,
    value::{told_if, unsaid},
};
use crate::{
    Dialect,
    given::{Absence, Given, Length, Value},
    pattern::Pattern,
    refusal::{
        ANYTHING, CASES, EMPTY_MATCHES, FORMS, IDENTITY, NO_SEPARATOR, PATTERNS, PRINTED, REPLACEMENTS, SEPARATORS,
    },
    sql::{Call, Each, Op, Sql, call, text},
    storage::Stored,
};

impl<'p> Lowering<'p> {
    pub(super) fn call(
        &mut self,
        expr: &'p Expr,
        function: Function,
        arguments: &'p [Expr],
        pattern: Option<&'p Arc<str>>,
        at: &mut At,
    ) -> Lowered<Given> {
        let mut all = Vec::new();
        let mut absence = Absence::NEVER;
        for argument in arguments {
            let given = self.value(argument, at)?;
            absence = absence.or(&given.absence.needed());
            all.push(given);
        }
        let Some(first) = all.first() else { return unsaid(expr) };
        let given = self.called(expr, function, arguments, first, all.get(1), pattern)?;
        Ok(given.or_absent_first(&absence))
    }

    fn called(
        &mut self,
        expr: &'p Expr,
        function: Function,
        arguments: &'p [Expr],
        first: &Given,
        second: Option<&Given>,
        pattern: Option<&'p Arc<str>>,
    ) -> Lowered<Given> {
        let argument = &arguments[0];
        if let Value::Stored(_, Stored::Opaque) = first.value {
            return ANYTHING.stop(argument.place);
        }
        let texts = || Stored::list(Stored::Text);
        Ok(match function {
            Function::Length => match &first.value {
                Value::Stored(_, Stored::List(_)) => whole(call(Call::Size, [self.items(first)])),
                _ => whole(call(Call::Length, [text_of(first, argument)?])),
            },
            Function::Lower | Function::Upper => {
                let given = text_of(first, argument)?;
                letters(function, given, argument)?
            }
            Function::Trim => {
                let pattern = Arc::new(edges());
                let trimmed = Sql::Replace(Box::new(text_of(first, argument)?), pattern, Box::new(text("")));
                Given::of(trimmed, Stored::Text)
            }
            Function::Words => {
                // Other white space as one blank each, so that words are what stands between blanks.
                let blanks = Arc::new(white_space());
                let given = Sql::Replace(Box::new(text_of(first, argument)?), blanks, Box::new(text(" ")));
                let word = self.name("word");
                let is_word = Sql::Variable(Arc::clone(&word)).op(Op::NotEqual, text(""));
                let words = call(Call::Split, [given, text(" ")]).each(Each::Filter, &word, is_word);
                Given::of(words, texts())
            }
            Function::Split => {
                let given = text_of(first, argument)?;
                let by = match second.map(|second| &second.value) {
                    Some(Value::Stored(Sql::Text(by), Stored::Text)) if !by.is_empty() => Sql::Text(Arc::clone(by)),
                    Some(Value::Stored(Sql::Text(_), Stored::Text)) => return NO_SEPARATOR.stop(expr.place),
                    _ => return SEPARATORS.stop(expr.place),
                };
                Given::of(call(Call::Split, [given, by]), texts())
            }
            Function::Join => {
                let Some(second) = second else { return unsaid(expr) };
                let by = text_of(second, &arguments[1])?;
                match &first.value {
                    Value::Stored(_, Stored::List(item)) if item.is_text() => {}
                    Value::Stored(Sql::Array(items, _), _) if items.is_empty() => {
                        return Ok(Given::of(text(""), Stored::Text));
                    }
                    _ => return ANYTHING.stop(argument.place),
                }
                Given::of(call(Call::JoinTexts, [self.items(first), by]), Stored::Text)
            }
            Function::Replace => {
                let given = text_of(first, argument)?;
                let by = match second.map(|second| &second.value) {
                    Some(Value::Stored(Sql::Text(by), Stored::Text)) if !by.contains(['$', '\\']) => {
                        Sql::Text(Arc::clone(by))
                    }
                    _ => return REPLACEMENTS.stop(expr.place),
                };
                let Some(Ok(pattern)) = pattern.map(|pattern| Pattern::new(pattern)) else {
                    return PATTERNS.stop(expr.place);
                };
                if pattern.may_be_empty && self.dialect == Dialect::Spark {
                    return EMPTY_MATCHES.stop(expr.place);
                }
                Given::of(Sql::Replace(Box::new(given), pattern.into(), Box::new(by)), Stored::Text)
            }
            Function::Year => digits(first, argument, 1, 4)?,
            Function::Month => digits(first, argument, 6, 2)?,
            Function::Day => digits(first, argument, 9, 2)?,
            Function::Hour => digits(first, argument, 12, 2)?,
            Function::Minute => digits(first, argument, 15, 2)?,
            Function::Weekday => {
                let days = call(Call::Days, [date(first, argument)?]);
                Given::of(weekday(&days), Stored::Text)
            }
            Function::Number => {
                let given = text_of(first, argument)?;
                let is_number = Pattern::new(NUMBER).map_err(|_| super::Stop::Refused(PATTERNS.at(expr.place)))?;
                let is_number = Sql::Found(Box::new(given.clone()), is_number.into());
                let cast = Sql::TryCast(Box::new(given), Stored::Number);
                finite(Sql::when(is_number, cast, Sql::Null(Stored::Number)))
            }
            Function::Date if second.is_some() => return FORMS.stop(expr.place),
            Function::Date => match &first.value {
                Value::Stored(_, Stored::Text) => {
                    let given = text_of(first, argument)?;
                    let is_date = Pattern::new(DATE).map_err(|_| super::Stop::Refused(PATTERNS.at(expr.place)))?;
                    let is_date = Sql::Found(Box::new(given.clone()), is_date.into());
                    let day = call(Call::Days, [given.clone()]).present();
                    let is_date = Sql::when(is_date, day, Sql::Bool(false));
                    told_if(is_date, Given::of(given, Stored::Date))
                }
                _ => Given::of(date(first, argument)?, Stored::Date),
            },
            Function::Text => printed(first, argument)?,
            Function::Abs => match &first.value {
                Value::Stored(number, Stored::Whole) => {
                    let negated = call(Call::TrySubtract, [Sql::Whole(0), number.clone()]);
                    let is_negative = number.clone().op(Op::Less, Sql::Whole(0));
                    let result = Sql::when(is_negative, negated, number.clone());
                    told_if(result.clone().present(), Given::of(result, Stored::Whole))
                }
                Value::Stored(number, stored @ (Stored::Number | Stored::Mixed)) => {
                    Given::of(call(Call::Abs, [number.clone()]), stored.clone())
                }
                _ => return ANYTHING.stop(argument.place),
            },
            Function::Round => match &first.value {
                Value::Stored(number, Stored::Whole) => Given::of(number.clone(), Stored::Whole),
                Value::Stored(number, Stored::Number | Stored::Mixed) => rounded(number),
                _ => return ANYTHING.stop(argument.place),
            },
            Function::First | Function::Last => {
                let Value::Stored(list, Stored::List(item)) = &first.value else {
                    return ANYTHING.stop(argument.place);
                };
                if matches!(list, Sql::Array(items, _) if items.is_empty()) {
                    return unsaid(expr);
                }
                let items = self.items(first);
                let found = match function {
                    Function::First => call(Call::Item, [items.clone(), Sql::Small(1)]),
                    _ => call(Call::LastItem, [items.clone()]),
                };
                let is_there = call(Call::Size, [items]).op(Op::Greater, Sql::Small(0));
                let has_nulls = matches!(**item, Stored::List(_));
                told_if(is_there, Given { has_nulls, ..Given::of(found, (**item).clone()) })
            }
            Function::Overlap | Function::Difference => {
                let Some(second) = second else { return unsaid(expr) };
                let (Value::Stored(_, Stored::List(one)), Value::Stored(_, Stored::List(two))) =
                    (&first.value, &second.value)
                else {
                    return ANYTHING.stop(expr.place);
                };
                if !one.is_plain() || !one.is_like(two) {
                    return IDENTITY.stop(expr.place);
                }
                let item = self.name("item");
                let own = Sql::Variable(Arc::clone(&item));
                let mut found = if one.is_double() {
                    // Sail has no -0.0 in a list that has 0.0.
                    let other = self.name("item");
                    let is_same = Sql::Variable(Arc::clone(&other)).equals(own);
                    self.items(second).each(Each::Exists, &other, is_same)
                } else {
                    call(Call::Contains, [self.items(second), own])
                };
                if function == Function::Difference {
                    found = found.negated();
                }
                let items = self.items(first).each(Each::Filter, &item, found);
                Given::of(items, Stored::List(Arc::clone(one)))
            }
            Function::IsDistinct => {
                let Value::Stored(_, Stored::List(item)) = &first.value else { return ANYTHING.stop(expr.place) };
                if !item.is_plain() {
                    return IDENTITY.stop(expr.place);
                }
                let items = self.items(first);
                let distinct = call(Call::Size, [call(Call::Distinct, [items.clone()])]);
                Given::of(distinct.equals(call(Call::Size, [items])), Stored::Bool)
            }
            _ => return unsaid(expr),
        })
    }
}

fn date(given: &Given, expr: &Expr) -> Lowered<Sql> {
    match &given.value {
        Value::Stored(date, Stored::Date) => Ok(date.clone()),
        Value::Stored(moment, Stored::Moment) => Ok(date_of(moment)),
        _ => unsaid(expr),
    }
}

/// A part of a date or of a moment, which is written in digits.
fn digits(given: &Given, expr: &Expr, from: i32, count: i32) -> Lowered<Given> {
    match &given.value {
        Value::Stored(written, Stored::Date | Stored::Moment) => {
            let digits = call(Call::Part, [written.clone(), Sql::Small(from), Sql::Small(count)]);
            Ok(Given::of(Sql::TryCast(Box::new(digits), Stored::Whole), Stored::Whole))
        }
        _ => unsaid(expr),
    }
}

/// A text in small letters or capitals, where it has only letters of which all engines have the same table.
fn letters(function: Function, given: Sql, expr: &Expr) -> Lowered<Given> {
    let function = if function == Function::Lower { Call::Lower } else { Call::Upper };
    let is_ascii = match &expr.kind {
        // What is left behind such a pattern has no other letters.
        ExprKind::Call { function: Function::Replace, pattern: Some(pattern), arguments, .. } => {
            let by = arguments
                .get(1)
                .is_some_and(|by| matches!(&by.kind, ExprKind::Constant(Constant::Text(text)) if text.is_ascii()));
            by && leaves_ascii(pattern)
        }
        _ => match &expr.ty {
            accordance_rules::Type::OneOf(words) => words.iter().all(|word| word.is_ascii()),
            _ => matches!(&given, Sql::Text(text) if text.is_ascii()),
        },
    };
    if is_ascii {
        return Ok(Given::of(call(function, [given]), Stored::Text));
    }
    CASES.stop(expr.place)
}

fn printed(given: &Given, expr: &Expr) -> Lowered<Given> {
    let printed = match &given.value {
        Value::Stored(value, Stored::Text | Stored::Date) => value.clone(),
        Value::Stored(value, Stored::Bool) => Sql::when(value.clone(), text("true"), text("false")),
        Value::Stored(value, Stored::Whole) => call(Call::ToText, [value.clone()]),
        Value::Length(length) => length_printed(length),
        Value::Stored(_, Stored::Number | Stored::Mixed | Stored::Moment) => return PRINTED.stop(expr.place),
        Value::Stored(..) => return ANYTHING.stop(expr.place),
    };
    Ok(Given::of(printed, Stored::Text))
}

/// A length of time as it is printed.
pub(crate) fn length_printed(length: &Length) -> Sql {
    match length {
        Length::Days { count, .. } => {
            let one = count.clone().equals(Sql::Whole(1));
            let unit = Sql::when(one, text(" day"), text(" days"));
            call(Call::Concat, [call(Call::ToText, [count.clone()]), unit])
        }
        Length::Months(count) => {
            let (count, unit) = if *count != 0 && count % 12 == 0 { (count / 12, "year") } else { (*count, "month") };
            text(&format!("{count} {unit}{}", if count == 1 { "" } else { "s" }))
        }
    }
}

fn whole(number: Sql) -> Given {
    Given::of(number, Stored::Whole)
}

/// The nearest whole number; halves away from zero.
fn rounded(number: &Sql) -> Given {
    let size = call(Call::Abs, [number.clone()]);
    let below = call(Call::Floor, [size.clone()]);
    let is_up = size.op(Op::Subtract, below.clone()).op(Op::AtLeast, Sql::Number(0.5));
    let up = below.clone().op(Op::Add, Sql::Number(1.0));
    let rounded = Sql::when(is_up, up, below);
    let is_negative = number.clone().op(Op::Less, Sql::Number(0.0));
    let signed = Sql::when(is_negative, Sql::Number(-1.0).op(Op::Multiply, rounded.clone()), rounded);
    let result = call(Call::ToWhole, [signed]);
    told_if(result.clone().present(), Given::of(result, Stored::Whole))
}

const NUMBER: &str = r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$";
const DATE: &str = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

fn weekday(days: &Sql) -> Sql {
    let names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let names = Sql::Array(names.iter().map(|name| text(name)).collect(), Stored::Text);
    call(Call::Item, [names, call(Call::WeekdayNumber, [days.clone()])])
}

fn white_space() -> Pattern {
    Pattern::new(r"[\s]").unwrap_or_else(|_| Pattern::literal(" "))
}

fn edges() -> Pattern {
    Pattern::new(r"^\s+|\s+$").unwrap_or_else(|_| Pattern::literal(" "))
}

/// Whether a pattern finds every letter that is not ASCII, so that none is left where what it finds is replaced.
fn leaves_ascii(pattern: &str) -> bool {
    let Ok(hir) = regex_syntax::parse(pattern) else { return false };
    let regex_syntax::hir::HirKind::Class(regex_syntax::hir::Class::Unicode(class)) = hir.kind() else { return false };
    let mut others =
        regex_syntax::hir::ClassUnicode::new([regex_syntax::hir::ClassUnicodeRange::new('\u{80}', char::MAX)]);
    others.difference(class);
    others.ranges().is_empty()
}
