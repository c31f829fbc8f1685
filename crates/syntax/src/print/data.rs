//! Records and lists of constants.

use super::expression::literal;
use super::{WIDTH, field, new_line, width};
use crate::ast::{Data, DataKind, Entry};

/// A value at a column: on one line where it fits.
pub(super) fn data(data: &Data, column: usize) -> String {
    let mut flat = String::new();
    flat_data(data, &mut flat);
    if column + width(&flat) <= WIDTH {
        return flat;
    }
    match &data.kind {
        DataKind::Literal(_) => flat,
        DataKind::List(items) => list(items, column),
        DataKind::Record(entries) => record(entries, column),
    }
}

/// `[ … ]` with an item a line.
pub(super) fn list(items: &[Data], column: usize) -> String {
    broken('[', ']', items.len(), column, |at, inner| items.get(at).map_or_else(String::new, |item| data(item, inner)))
}

/// `{ … }`: on one line where it fits at a column.
pub(super) fn record_that_fits(entries: &[Entry], column: usize) -> String {
    let mut flat = String::new();
    flat_record(entries, &mut flat);
    if column + width(&flat) <= WIDTH { flat } else { record(entries, 2) }
}

fn record(entries: &[Entry], column: usize) -> String {
    broken('{', '}', entries.len(), column, |at, inner| {
        let Some(entry) = entries.get(at) else { return String::new() };
        let name = field(&entry.name.text);
        let value = data(&entry.value, inner + width(&name) + 2);
        let value = if value.contains('\n') { data(&entry.value, inner) } else { value };
        format!("{name}: {value}")
    })
}

fn broken(open: char, close: char, count: usize, column: usize, item: impl Fn(usize, usize) -> String) -> String {
    let inner = column + 2;
    let mut out = String::from(open);
    for at in 0..count {
        out.push_str(&new_line(inner));
        out.push_str(&item(at, inner));
        if at + 1 < count {
            out.push(',');
        }
    }
    out.push_str(&new_line(column));
    out.push(close);
    out
}

pub(super) fn flat_data(data: &Data, out: &mut String) {
    match &data.kind {
        DataKind::Literal(value) => literal(value, out),
        DataKind::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                flat_data(item, out);
            }
            out.push(']');
        }
        DataKind::Record(entries) => flat_record(entries, out),
    }
}

fn flat_record(entries: &[Entry], out: &mut String) {
    if entries.is_empty() {
        return out.push_str("{}");
    }
    out.push_str("{ ");
    for (at, entry) in entries.iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        out.push_str(&field(&entry.name.text));
        out.push_str(": ");
        flat_data(&entry.value, out);
    }
    out.push_str(" }");
}
