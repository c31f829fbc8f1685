//! What to write where things are compared that are not alike: a list, a record or a number with something else.

use accordance_syntax::{
    Span, Spanned,
    ast::{self, CompareOp, Presence},
};

use super::{compare::Side, fitting::with_field, scope::Body};
use crate::{
    Code, Function, Type,
    core::{Constant, ExprKind},
    nearest::{listed, nearest},
};

impl Body<'_, '_> {
    /// Reports `x = missing`, and `x = nobody`.
    pub(super) fn not_what_is_missing(&mut self, side: &ast::Expr, other: &ast::Expr, op: CompareOp) -> Option<()> {
        let ast::ExprKind::Name(name) = &side.inner().kind else { return Some(()) };
        let is = match name.text.as_str() {
            "missing" => Presence::Missing,
            "present" => Presence::Present,
            "empty" => Presence::Empty,
            word => match accordance_syntax::presence(word) {
                Some(is) => is,
                None => return Some(()),
            },
        };
        let is = match op {
            CompareOp::Equal => is,
            CompareOp::NotEqual => is.opposite(),
            _ => return Some(()),
        };
        if self.is_name(&name.text) || self.checker.defined.contains_key(&*name.text) {
            return Some(());
        }
        // Where a closed list has such a word, or nearly so, that one is meant.
        if let Some(value) = self.quiet(other)
            && matches!(value.ty(), Type::OneOf(words) if nearest(&name.text, words.iter().map(|word| &**word)).is_some())
        {
            return Some(());
        }
        let message = format!("nothing is equal to `{}`: it is asked whether a value is there", name.text);
        let label = format!("write `{} is {}`", self.written(other.span), is.word());
        let (first, last) = if side.span.start < other.span.start { (side, other) } else { (other, side) };
        self.mistake(Code::UnknownName, first.span.to(last.span), message, label)
    }

    /// Reports a list that is compared with a single value.
    pub(super) fn list_and_single(&mut self, list: &Side<'_>, single: &Side<'_>, op: Spanned<CompareOp>) -> Option<()> {
        let item = list.value.ty().item().unwrap_or(&Type::Anything);
        let is_number = single.value.ty().is_numeric();
        let is_order = !matches!(op.value, CompareOp::Equal | CompareOp::NotEqual);
        let compared = |list: &str, single: &str, is_first: bool| {
            let (first, second) = if is_first { (list, single) } else { (single, list) };
            format!("{first} {} {second}", op.value.word())
        };
        let is_first = list.span.start < single.span.start;
        let fields = match item {
            Type::Record(parts) if !is_number => self.fields_for_value(parts, single.value),
            _ => Vec::new(),
        };
        let (list, single) = (self.written(list.span), self.written(single.span));
        let message = format!("{list} is a list, and {single} is a single value");
        let is_in = if op.value == CompareOp::NotEqual { "not in" } else { "in" };
        let count = compared(&format!("count({list})"), &single, is_first);
        let every = format!("every item in {list} has ({})", compared("item", &single, is_first));
        let label = if let Some(one) = self.of_one_record(&list) {
            format!("write `{}`", compared(&one, &single, is_first))
        } else if is_number && !item.is_numeric() {
            format!("write `{count}`")
        } else if is_number && is_order {
            format!("write `{count}` for how many there are, or `{every}`")
        } else if is_order {
            format!("write `{every}`")
        } else if matches!(item, Type::Record(_)) {
            with_field(&fields, |field| format!("{single} {is_in} {list}.{field}"))
        } else {
            format!("write `{single} {is_in} {list}`")
        };
        self.mistake(Code::ListAndSingle, op.span, message, label)
    }

    /// A field of the record that a variable stands for, where it is written of all records of the collection.
    fn of_one_record(&self, list: &str) -> Option<String> {
        let (collection, field) = list.split_once('.')?;
        let environment = self.environment();
        let own = environment.record_type(environment.collection(collection)?);
        let Type::Record(parts) = own else { return None };
        environment.field(parts, field).filter(|found| found.ty.item().is_none())?;
        let variable = self.variables.iter().rev().find(|variable| variable.value.ty() == own)?;
        Some(format!("{}.{field}", variable.name))
    }

    /// Reports a list that is looked for among the items of another one.
    pub(super) fn list_in_list<T>(
        &mut self,
        [one, two]: &[Side<'_>; 2],
        [own, items]: [&Type; 2],
        negated: bool,
    ) -> Option<T> {
        let (first, second) = (self.written(one.span), self.written(two.span));
        let id_of = |ty: &Type| match ty {
            Type::Record(parts) => self.id_field(parts).map(|id| format!(".{id}")),
            _ => None,
        };
        let (of_item, of_list) = (id_of(own).unwrap_or_default(), id_of(items).unwrap_or_default());
        let item = if self.is_name("item") { "one" } else { "item" };
        let quantifier = if negated { "no" } else { "every" };
        let message = format!("`in` looks for one value, and {first} is a list");
        let listed = if second.contains(' ') && !of_list.is_empty() { format!("({second})") } else { second };
        let label = format!("write `{quantifier} {item} in {first} has ({item}{of_item} in {listed}{of_list})`");
        self.mistake(Code::ListAndSingle, one.span, message, label)
    }

    /// Reports an id that is compared with a record.
    pub(super) fn id_and_record(&mut self, id: &Side<'_>, record: &Side<'_>) -> Option<()> {
        let span = record.span;
        let is_list = record.stands_for_items;
        let fields = match record.value.ty() {
            Type::Record(parts) => self.fields_for_value(parts, id.value),
            _ => Vec::new(),
        };
        let (id, record) = (self.written(id.span), self.written(record.span));
        let message = if is_list {
            format!("{id} is an id, and the items of {record} are records")
        } else {
            format!("{id} is an id, and {record} is a record")
        };
        self.mistake(Code::Records, span, message, with_field(&fields, |field| format!("{record}.{field}")))
    }

    /// Reports a text that is compared with a record, with the fields of it that may be meant.
    pub(super) fn text_and_record(
        &mut self,
        text: &Side<'_>,
        record: &Side<'_>,
        parts: &[crate::Part],
        op: Spanned<CompareOp>,
    ) -> Option<()> {
        let is_first = record.span.start < text.span.start && !record.stands_for_items;
        let (first, second) = if is_first { (record, text) } else { (text, record) };
        let environment = self.environment();
        let message = format!(
            "{} is compared with {}",
            environment.describe(first.value.ty()),
            environment.describe(second.value.ty())
        );
        let (text_written, written) = (self.written(text.span), self.written(record.span));
        let label = match self.in_english(parts) {
            Some((english, may_be_missing)) if !record.stands_for_items => {
                let (field, op) = (format!("{written}.{english}"), op.value.word());
                let compared = if is_first {
                    format!("{field} {op} {text_written}")
                } else {
                    format!("{text_written} {op} {field}")
                };
                let present = if may_be_missing { format!("{field} is present and ") } else { String::new() };
                format!("write `{present}{compared}`")
            }
            _ => with_field(&self.fields_for_value(parts, text.value), |field| format!("{written}.{field}")),
        };
        self.mistake(Code::Incomparable, record.span, message, label)
    }

    /// Reports a number that is compared with a text.
    pub(super) fn number_and_text(&mut self, number: &Side<'_>, text: &Side<'_>, op: Spanned<CompareOp>) -> Option<()> {
        let is_first = number.span.start < text.span.start;
        let later = if is_first { text.span } else { number.span };
        let is_order = !matches!(op.value, CompareOp::Equal | CompareOp::NotEqual);
        let (first, second) = if is_first { (number, text) } else { (text, number) };
        let environment = self.environment();
        let message = format!(
            "{} is compared with {}",
            environment.describe(first.value.ty()),
            environment.describe(second.value.ty())
        );
        let written = self.written(text.span);
        let (label, span) = match (text.value.ty(), self.constant(text)) {
            (_, Some(Constant::Text(text))) if text.parse::<f64>().is_ok() => {
                (format!("write `{text}` without quotes"), later)
            }
            (_, Some(Constant::Text(word))) => (number_meant(number, &word), text.span),
            (Type::OneOf(words), _) if words.iter().all(|word| word.parse::<f64>().is_err()) => {
                let note = format!("words of {written}: {}", listed(words.iter().map(|word| &**word)));
                let place = self.place(number.span);
                let label = "write one of its words, in quotes";
                return self.fail(crate::Diagnostic::new(Code::Incomparable, place, message, label).note(note));
            }
            (Type::Id(collection) | Type::Reference(collection), _) if self.constant(number).is_some() => {
                let name = environment.collection_name(*collection);
                (format!("write an id of {name}, in quotes"), number.span)
            }
            _ if text.stands_for_items => match self.constant(number) {
                Some(Constant::Whole(_) | Constant::Number(_)) => {
                    (format!("write `\"{}\"`", self.written(number.span)), number.span)
                }
                _ => (format!("write `text({})`", self.written(number.span)), number.span),
            },
            // Of a text of its own words it is the length that has an order with a number.
            (Type::Text, None) if is_order => {
                let note = format!("where the text is a number: `number({written})`");
                let label = format!("write `length({written})` for how long it is");
                let place = self.place(text.span);
                return self.fail(crate::Diagnostic::new(Code::Incomparable, place, message, label).note(note));
            }
            _ => (format!("write `number({written})` for the number that the text is"), later),
        };
        self.mistake(Code::Incomparable, span, message, label)
    }

    /// What to write for a length of time in quotes, and where.
    pub(super) fn without_quotes(&self, side: &Side<'_>) -> (Span, String) {
        let written = length_of_time(side).unwrap_or_else(|| self.written(side.span));
        (side.span, format!("write `{written}` without quotes"))
    }
}

/// The length of time that a text spells that is written out.
pub(super) fn length_of_time(side: &Side<'_>) -> Option<String> {
    match &side.value.expr.kind {
        ExprKind::Constant(Constant::Text(text)) => accordance_syntax::duration(text),
        _ => None,
    }
}

/// The number that is meant by a word, beside a part of a date.
fn number_meant(number: &Side<'_>, word: &str) -> String {
    let ExprKind::Call { function, .. } = &number.value.expr.kind else { return "write a number".to_owned() };
    match (function, accordance_syntax::month(word)) {
        (Function::Month, Some(month)) => format!("write `{month}`"),
        (Function::Month, None) => "write the number of a month, 1 to 12".to_owned(),
        (Function::Day, _) => "write the number of a day, 1 to 31".to_owned(),
        _ => "write a number".to_owned(),
    }
}
