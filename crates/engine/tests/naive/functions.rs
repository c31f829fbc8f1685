//! Functions.

use accordance_rules::{Function, core::Expr};
use jiff::civil::{Date, Weekday};

use super::{
    evaluation::{Evaluated, Gap, Run},
    reading,
    value::{Value, any, equal, not},
};

impl<'r, 'd> Run<'r, 'd> {
    pub(crate) fn call(
        &mut self,
        expr: &'r Expr,
        function: Function,
        arguments: &'r [Expr],
        pattern: Option<&str>,
    ) -> Evaluated<'d> {
        let whole = |number: i8| Ok(Value::Whole(number.into()));
        let first = &arguments[0];
        match function {
            Function::Length => match self.used(first)? {
                Value::Text(text) => Ok(Value::Whole(text.chars().count() as i64)),
                Value::List(items) => Ok(Value::Whole(items.len() as i64)),
                other => self.fault(first, &format!("the length of {other:?}")),
            },
            Function::Lower => Ok(Value::Text(self.text(first)?.to_lowercase())),
            Function::Upper => Ok(Value::Text(self.text(first)?.to_uppercase())),
            Function::Trim => Ok(Value::Text(self.text(first)?.trim().to_owned())),
            Function::Words => {
                let text = self.text(first)?;
                Ok(Value::List(text.split_whitespace().map(|word| Value::Text(word.to_owned())).collect()))
            }
            Function::Split => {
                let (text, between) = (self.text(first)?, self.text(&arguments[1])?);
                if between.is_empty() {
                    return Ok(Value::List(text.chars().map(|c| Value::Text(c.to_string())).collect()));
                }
                Ok(Value::List(text.split(&between).map(|part| Value::Text(part.to_owned())).collect()))
            }
            Function::Join => {
                let items = self.list(first)?;
                let between = self.text(&arguments[1])?;
                let mut texts = Vec::new();
                for item in items {
                    match item {
                        Value::Text(text) => texts.push(text),
                        other => return self.fault(first, &format!("{other:?} is no text to join")),
                    }
                }
                Ok(Value::Text(texts.join(&between)))
            }
            Function::Replace => {
                let (text, with) = (self.text(first)?, self.text(&arguments[1])?);
                let pattern = regex::Regex::new(pattern.unwrap_or_default()).expect("the checker has read it");
                Ok(Value::Text(pattern.replace_all(&text, regex::NoExpand(&with)).into_owned()))
            }
            Function::Year => Ok(Value::Whole(self.day(first)?.year().into())),
            Function::Month => whole(self.day(first)?.month()),
            Function::Day => whole(self.day(first)?.day()),
            Function::Weekday => Ok(Value::Text(weekday(self.day(first)?).to_owned())),
            Function::Hour | Function::Minute => match self.used(first)? {
                Value::Moment(moment) if function == Function::Hour => whole(moment.written.hour()),
                Value::Moment(moment) => whole(moment.written.minute()),
                other => self.fault(first, &format!("the time of {other:?}")),
            },
            Function::Number => number(&self.text(first)?).map(Value::Number).ok_or(Gap::CannotTell),
            Function::Date => match (self.used(first)?, arguments.get(1)) {
                (Value::Moment(moment), None) => Ok(Value::Date(moment.written.date())),
                (Value::Text(text), None) => reading::date(&text).map(Value::Date).ok_or(Gap::CannotTell),
                (Value::Text(text), Some(form)) => {
                    let form = self.text(form)?;
                    let date = Date::strptime(form, text).map_err(|_| Gap::CannotTell)?;
                    if (0..=9999).contains(&date.year()) { Ok(Value::Date(date)) } else { Err(Gap::CannotTell) }
                }
                (other, _) => self.fault(first, &format!("the date of {other:?}")),
            },
            Function::Text => match printed(&self.used(first)?) {
                Some(text) => Ok(Value::Text(text)),
                None => self.fault(first, "the text of a list or record"),
            },
            Function::Abs => match self.used(first)? {
                Value::Whole(number) => number.checked_abs().map(Value::Whole).ok_or(Gap::CannotTell),
                Value::Number(number) => Ok(Value::Number(number.abs())),
                other => self.fault(first, &format!("the number {other:?} without its sign")),
            },
            Function::Round => match self.used(first)? {
                Value::Whole(number) => Ok(Value::Whole(number)),
                Value::Number(number) => reading::whole(number.round()).map(Value::Whole).ok_or(Gap::CannotTell),
                other => self.fault(first, &format!("{other:?} is rounded")),
            },
            Function::First => self.list(first)?.into_iter().next().ok_or(Gap::CannotTell),
            Function::Last => self.list(first)?.into_iter().next_back().ok_or(Gap::CannotTell),
            Function::Overlap | Function::Difference => {
                let (items, others) = (self.list(first)?, self.list(&arguments[1])?);
                let mut kept = Vec::new();
                for item in items {
                    others.iter().for_each(|other| self.note_kinds(expr, &item, other));
                    let is_shared = any(others.iter().map(|other| equal(&item, other))).ok_or(Gap::CannotTell)?;
                    if is_shared == (function == Function::Overlap) {
                        kept.push(item);
                    }
                }
                Ok(Value::List(kept))
            }
            Function::IsDistinct => {
                let items = self.list(first)?;
                let pairs =
                    items.iter().enumerate().flat_map(|(at, one)| items[..at].iter().map(move |two| (one, two)));
                let pairs: Vec<_> = pairs.collect();
                pairs.iter().for_each(|(one, two)| self.note_kinds(first, one, two));
                let is_repeated = any(pairs.into_iter().map(|(one, two)| equal(one, two)));
                not(is_repeated).map(Value::Boolean).ok_or(Gap::CannotTell)
            }
            other => panic!("the function {} has no meaning here yet", other.word()),
        }
    }

    fn day(&mut self, expr: &'r Expr) -> Result<Date, Gap> {
        match self.used(expr)? {
            Value::Date(date) => Ok(date),
            Value::Moment(moment) => Ok(moment.written.date()),
            other => self.fault(expr, &format!("{other:?} is no day")),
        }
    }
}

fn weekday(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// A number as JSON writes it.
fn number(text: &str) -> Option<f64> {
    let form = regex::Regex::new(r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$").expect("a pattern");
    let number: f64 = form.is_match(text).then(|| text.parse().ok())??;
    number.is_finite().then_some(number)
}

/// A value as it is printed.
fn printed(value: &Value<'_>) -> Option<String> {
    Some(match value {
        Value::Boolean(truth) => truth.to_string(),
        Value::Whole(number) => number.to_string(),
        Value::Number(number) if number.fract() == 0.0 && number.abs() < 9e18 => (*number as i64).to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Date(date) => date.to_string(),
        Value::Moment(moment) => {
            let offset = match moment.offset_minutes {
                0 => "Z".to_owned(),
                minutes => {
                    let sign = if minutes < 0 { '-' } else { '+' };
                    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
                }
            };
            let mut written = moment.written.to_string();
            if moment.second_60 {
                written.replace_range(17..19, "60");
            }
            written + &offset
        }
        Value::Duration(length) => length.to_string(),
        Value::List(_) | Value::Record(_) => return None,
    })
}
