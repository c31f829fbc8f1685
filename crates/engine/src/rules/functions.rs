//! The functions of the language.

use accordance_rules::Function;
use jiff::civil::{self, Weekday};
use regex::Regex;

use super::{
    absent::Why,
    arithmetic,
    calendar::{Moment, local, parse_by_form, parse_date},
    compare::equal,
    data_set::Data,
    evaluate::LONGEST_TEXT,
    key::{Key, Keys, whole},
    print::print,
    value::Value,
    work::Work,
};

/// A text is taken into at most so many parts.
const MOST_PARTS: usize = 1_000_000;

/// Calls a function.
pub(crate) fn call<'d>(
    function: Function,
    values: &[Value<'d>],
    pattern: Option<&Regex>,
    data: Data<'_>,
    work: &mut Work,
) -> Result<Value<'d>, Why> {
    for value in values {
        match value {
            Value::Text(text) => work.text(text),
            // Most functions of lists copy them.
            Value::List(items) => work.items(items.len())?,
            Value::Items(place, _) => work.items(place.node.len().unwrap_or(0))?,
            _ => {}
        }
    }
    let first = values.first().ok_or(Why::Kind("a value"))?;
    let second = values.get(1);
    Ok(match function {
        Function::Length => match first {
            Value::Text(text) => size(text.chars().count()),
            list => size(items(list)?.len()),
        },
        Function::Lower => owned(text(first)?.to_lowercase())?,
        Function::Upper => owned(text(first)?.to_uppercase())?,
        Function::Trim => owned(text(first)?.trim().to_owned())?,
        Function::Words => texts(text(first)?.split_whitespace())?,
        Function::Split => {
            let by = text(second.ok_or(Why::Kind("a text"))?)?;
            if by.is_empty() {
                texts(text(first)?.split("").filter(|part| !part.is_empty()))?
            } else {
                texts(text(first)?.split(by))?
            }
        }
        Function::Join => {
            let between = text(second.ok_or(Why::Kind("a text"))?)?;
            let mut joined = String::new();
            for (number, item) in items(first)?.iter().enumerate() {
                if number > 0 {
                    joined.push_str(between);
                }
                joined.push_str(text(item)?);
                if joined.len() > LONGEST_TEXT {
                    return Err(Why::TooLong);
                }
            }
            owned(joined)?
        }
        Function::Replace => {
            let by = text(second.ok_or(Why::Kind("a text"))?)?;
            let pattern = pattern.ok_or(Why::Kind("a pattern"))?;
            replace(text(first)?, pattern, by, work)?
        }
        Function::Year => Value::Whole(date(first)?.year().into()),
        Function::Month => Value::Whole(date(first)?.month().into()),
        Function::Day => Value::Whole(date(first)?.day().into()),
        Function::Hour => Value::Whole(local(moment(first)?).hour().into()),
        Function::Minute => Value::Whole(local(moment(first)?).minute().into()),
        Function::Weekday => Value::Text(weekday(date(first)?.weekday()).into()),
        Function::Number => parse_number(text(first)?).ok_or(Why::NotA("number"))?,
        Function::Date => match (first, second) {
            (Value::Text(text), None) => Value::Date(parse_date(text).ok_or(Why::NotA("date"))?),
            (Value::Text(text), Some(Value::Text(form))) => {
                Value::Date(parse_by_form(text, form).ok_or(Why::NotA("date of that form"))?)
            }
            (other, None) => Value::Date(date(other)?),
            _ => return Err(Why::Kind("a text")),
        },
        Function::Text => match first {
            Value::Record(place) => {
                data.id_of(*place).map_or(Err(Why::Kind("a single value")), |id| owned(text(&id)?.to_owned()))?
            }
            value if value.is_list() => return Err(Why::Kind("a single value")),
            Value::Text(text) => owned(text.to_string())?,
            value => owned(print(value, data, accordance_rules::core::Language::English))?,
        },
        Function::Abs => match first {
            Value::Whole(number) => number.checked_abs().map(Value::Whole).ok_or(Why::Overflow)?,
            other => Value::Number(arithmetic::number(other)?.abs()),
        },
        Function::Round => match first {
            Value::Whole(number) => Value::Whole(*number),
            other => Value::Whole(whole(arithmetic::number(other)?.round()).ok_or(Why::Overflow)?),
        },
        Function::First => items(first)?.into_iter().next().ok_or(Why::Empty)?,
        Function::Last => items(first)?.into_iter().next_back().ok_or(Why::Empty)?,
        Function::Overlap => chosen(first, second.ok_or(Why::Kind("a list"))?, true, data, work)?,
        Function::Difference => chosen(first, second.ok_or(Why::Kind("a list"))?, false, data, work)?,
        Function::IsDistinct => Value::Boolean(is_distinct(&items(first)?, data, work)?),
        _ => return Err(Why::Kind("a function of this version")),
    })
}

fn size<'d>(number: usize) -> Value<'d> {
    Value::Whole(i64::try_from(number).unwrap_or(i64::MAX))
}

fn text<'v>(value: &'v Value<'_>) -> Result<&'v str, Why> {
    value.as_text().ok_or(Why::Kind("a text"))
}

fn owned<'d>(text: String) -> Result<Value<'d>, Why> {
    if text.len() > LONGEST_TEXT { Err(Why::TooLong) } else { Ok(Value::Text(text.into())) }
}

fn texts<'d, 't>(parts: impl Iterator<Item = &'t str>) -> Result<Value<'d>, Why> {
    let most = MOST_PARTS + 1;
    let parts: Vec<Value<'d>> = parts.take(most).map(|part| Value::Text(part.to_owned().into())).collect();
    if parts.len() == most { Err(Why::TooLong) } else { Ok(Value::list(parts)) }
}

fn items<'d>(list: &Value<'d>) -> Result<Vec<Value<'d>>, Why> {
    if !list.is_list() {
        return Err(Why::Kind("a list"));
    }
    let mut items = Vec::new();
    list.each(&mut |item| {
        items.push(item.ok_or(Why::Kind("a list whose items are what its schema says"))?);
        Ok(())
    })?;
    Ok(items)
}

fn replace<'d>(text: &str, pattern: &Regex, by: &str, work: &mut Work) -> Result<Value<'d>, Why> {
    let mut out = String::new();
    let mut at = 0;
    for found in pattern.find_iter(text) {
        work.item()?;
        out.push_str(text.get(at..found.start()).unwrap_or_default());
        out.push_str(by);
        at = found.end();
        if out.len() > LONGEST_TEXT {
            return Err(Why::TooLong);
        }
    }
    out.push_str(text.get(at..).unwrap_or_default());
    owned(out)
}

fn date(value: &Value<'_>) -> Result<civil::Date, Why> {
    match value {
        Value::Date(date) => Ok(*date),
        Value::Moment(moment) => Ok(local(*moment).date()),
        _ => Err(Why::Kind("a date")),
    }
}

fn moment(value: &Value<'_>) -> Result<Moment, Why> {
    match value {
        Value::Moment(moment) => Ok(*moment),
        _ => Err(Why::Kind("a date with a time")),
    }
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// A number as JSON writes it, without white space.
fn parse_number<'d>(text: &str) -> Option<Value<'d>> {
    if let Ok(serde_json::Value::Number(number)) = serde_json::from_str(text)
        && text.trim() == text
    {
        return number.as_f64().filter(|number| number.is_finite()).map(Value::Number);
    }
    None
}

/// The items of one list that are, or are not, in another.
fn chosen<'d>(
    one: &Value<'d>,
    two: &Value<'d>,
    wanted: bool,
    data: Data<'_>,
    work: &mut Work,
) -> Result<Value<'d>, Why> {
    let (one, two) = (items(one)?, items(two)?);
    let keys = Keys::of(&two);
    let mut kept = Vec::new();
    for item in one {
        let by_key = keys.as_ref().and_then(|keys| keys.has(&Key::of(&item)?));
        let is_there = match by_key {
            Some(is_there) => is_there,
            None => has(&two, &item, data, work)?,
        };
        if is_there == wanted {
            kept.push(item);
        }
    }
    Ok(Value::list(kept))
}

/// Whether a list has an item: where one is equal, it does not matter what cannot be told of others.
fn has(items: &[Value<'_>], item: &Value<'_>, data: Data<'_>, work: &mut Work) -> Result<bool, Why> {
    any(items.iter().map(|known| {
        work.item()?;
        equal(known, item, data, work)
    }))
}

/// Whether any of several holds.
pub(crate) fn any(all: impl IntoIterator<Item = Result<bool, Why>>) -> Result<bool, Why> {
    let mut untold = None;
    for told in all {
        match told {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            // A bound was reached, and it is not gone on.
            Err(Why::TooLong) => return Err(Why::TooLong),
            Err(why) => untold = untold.or(Some(why)),
        }
    }
    untold.map_or(Ok(false), Err)
}

fn is_distinct(items: &[Value<'_>], data: Data<'_>, work: &mut Work) -> Result<bool, Why> {
    let mut seen = Keys::default();
    let by_key: Option<Vec<bool>> = items.iter().map(|item| seen.add(Key::of(item)?)).collect();
    if let Some(are_new) = by_key {
        return Ok(are_new.into_iter().all(|is_new| is_new));
    }
    let earlier = |(number, item)| has(items.get(..number).unwrap_or_default(), item, data, work);
    any(items.iter().enumerate().map(earlier)).map(|repeated| !repeated)
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::{Work, replace};

    #[test]
    fn each_match_that_is_replaced_is_a_step() {
        let text = "a".repeat(1000);
        let every_letter = Regex::new(".").expect("a pattern");
        let mut work = Work::default();
        replace(&text, &every_letter, "b", &mut work).expect("short enough");
        assert_eq!(work.steps(), 1000);
    }
}
