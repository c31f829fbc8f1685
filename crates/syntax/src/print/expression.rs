//! Expressions: on one line where they fit, else broken at their loosest operators.

use std::fmt::Write as _;

use super::texts::{quoted, regex};
use super::{WIDTH, field, last_column, new_line, one_line, width};
use crate::ast::{Argument, Binding, DateTime, Expr, ExprKind, Literal, Over};

/// An expression at a column, with `after` characters to follow on its last line.
pub(super) fn expression(expr: &Expr, column: usize, after: usize) -> String {
    let flat = one_line(expr);
    if column + width(&flat) + after <= WIDTH { flat } else { broken(expr, column, after) }
}

/// `a in list, b in a.list` at a column, one a line where they do not fit on one.
pub(super) fn bindings(bindings: &[Binding], column: usize) -> String {
    let mut flat = String::new();
    flat_bindings(bindings, &mut flat);
    if column + width(&flat) <= WIDTH {
        return flat;
    }
    let lines: Vec<String> = bindings
        .iter()
        .map(|binding| {
            let head = format!("{} in ", binding.name.text);
            let list = expression(&binding.list, column + width(&head), 1);
            head + &list
        })
        .collect();
    lines.join(&format!(",{}", new_line(column)))
}

fn broken(expr: &Expr, column: usize, after: usize) -> String {
    let line = new_line(column);
    let inner = new_line(column + 2);
    match &expr.kind {
        ExprKind::Logic { op, operands } => {
            let word = op.word();
            let mut out = String::new();
            for (at, operand) in operands.iter().enumerate() {
                let after = if at + 1 == operands.len() { after } else { 0 };
                if at == 0 {
                    out.push_str(&expression(operand, column, after));
                } else {
                    let _ = write!(out, "{line}{word} {}", expression(operand, column + width(word) + 1, after));
                }
            }
            out
        }
        ExprKind::Implies { left, right } => {
            format!("{}{line}implies {}", expression(left, column, 0), expression(right, column + 8, after))
        }
        ExprKind::Not(operand) => format!("not {}", expression(operand, column + 4, after)),
        ExprKind::Negate(operand) => format!("-{}", expression(operand, column + 1, after)),
        ExprKind::Paren(operand) => format!("({inner}{}{line})", expression(operand, column + 2, 0)),
        ExprKind::Field { record, field: name } => {
            let name = field(&name.text);
            format!("{}.{name}", expression(record, column, after + width(&name) + 1))
        }
        ExprKind::List(items) => in_brackets("[", "]", column, items, |item, column| expression(item, column, 1)),
        ExprKind::Compare { left, op, right } => sides(left, op.value.word(), right, column, after),
        ExprKind::Arithmetic { left, op, right } => sides(left, op.value.word(), right, column, after),
        ExprKind::Membership { item, negated, list } => {
            sides(item, if *negated { "not in" } else { "in" }, list, column, after)
        }
        ExprKind::TextTest { text, test, part } => sides(text, test.value.word(), part, column, after),
        ExprKind::Otherwise { value, fallback } => sides(value, "otherwise", fallback, column, after),
        ExprKind::Presence { value, is } => {
            let tail = format!(" is {}", is.value.word());
            expression(value, column, after + width(&tail)) + &tail
        }
        ExprKind::Matches { text, regex: pattern } => {
            let tail = format!(" matches {}", regex(&pattern.pattern));
            expression(text, column, after + width(&tail)) + &tail
        }
        ExprKind::Quantifier { quantifier, binding, condition } => {
            let head = format!("{} {} in ", quantifier.value.word(), binding.name.text);
            let list = expression(&binding.list, column + width(&head), 0);
            format!("{head}{list}{inner}has {}", condition_at(condition, column + 2, 4, after))
        }
        ExprKind::Aggregate { aggregate, over } => format!("{}{}", aggregate.value.word(), over_lines(over, column)),
        ExprKind::Chain { record, field: name } => {
            let record = expression(record, column + 2, 1);
            format!("chain({inner}{record},{inner}{}{line})", field(&name.text))
        }
        ExprKind::Call { function, arguments } => {
            let open = format!("{}(", function.text);
            in_brackets(&open, ")", column, arguments, |argument, column| match argument {
                Argument::Value(value) => expression(value, column, 1),
                Argument::Regex(pattern) => regex(&pattern.pattern),
            })
        }
        ExprKind::If { .. } => choices(expr, column, after),
        ExprKind::Literal(_) | ExprKind::Name(_) => one_line(expr),
    }
}

/// `if a then b else if c then d else e`, each part on a line of its own, however many there are.
fn choices(first: &Expr, column: usize, after: usize) -> String {
    let line = new_line(column);
    let (mut out, mut head, mut rest) = (String::new(), "if ", first);
    while let ExprKind::If { condition, then, otherwise } = &rest.kind {
        let condition = expression(condition, column + width(head), 0);
        let then = expression(then, column + 5, 0);
        let _ = write!(out, "{head}{condition}{line}then {then}{line}");
        (head, rest) = ("else if ", otherwise);
    }
    out + "else " + &expression(rest, column + 5, after)
}

/// `left op right`, with the operator on a line of its own right side where both do not fit.
fn sides(left: &Expr, op: &str, right: &Expr, column: usize, after: usize) -> String {
    let head = expression(left, column, width(op) + 1);
    let flat = one_line(right);
    if last_column(&head, column) + width(op) + 2 + width(&flat) + after <= WIDTH {
        return format!("{head} {op} {flat}");
    }
    let inner = column + 2;
    format!("{head}{}{op} {}", new_line(inner), expression(right, inner + width(op) + 1, after))
}

/// `( … )` after a word that takes `head` characters at `column`.
fn condition_at(condition: &Expr, column: usize, head: usize, after: usize) -> String {
    let flat = one_line(condition);
    if column + head + width(&flat) + 2 + after <= WIDTH {
        return format!("({flat})");
    }
    format!("({}{}{})", new_line(column + 2), expression(condition, column + 2, 0), new_line(column))
}

fn over_lines(over: &Over, column: usize) -> String {
    let (line, inner) = (new_line(column), new_line(column + 2));
    match over {
        Over::List(list) => format!("({inner}{}{line})", expression(list, column + 2, 0)),
        Over::Each { value, bindings: lists, condition } => {
            let mut out = String::from("(");
            if let Some(value) = value {
                let _ = write!(
                    out,
                    "{inner}{}{inner}for {}",
                    expression(value, column + 2, 0),
                    bindings(lists, column + 6)
                );
            } else {
                let _ = write!(out, "{inner}{}", bindings(lists, column + 2));
            }
            if let Some(condition) = condition {
                let _ = write!(out, "{inner}where {}", condition_at(condition, column + 2, 6, 0));
            }
            out + &line + ")"
        }
    }
}

fn in_brackets<T>(open: &str, close: &str, column: usize, items: &[T], item: impl Fn(&T, usize) -> String) -> String {
    let inner = new_line(column + 2);
    let items: Vec<String> = items.iter().map(|it| item(it, column + 2)).collect();
    format!("{open}{inner}{}{}{close}", items.join(&format!(",{inner}")), new_line(column))
}

/// An expression on one line.
pub(super) fn flat(expr: &Expr, out: &mut String) {
    match &expr.kind {
        ExprKind::Literal(value) => literal(value, out),
        ExprKind::Name(name) => out.push_str(&name.text),
        ExprKind::List(items) => {
            out.push('[');
            flat_all(items, ", ", out);
            out.push(']');
        }
        ExprKind::Paren(inner) => {
            out.push('(');
            flat(inner, out);
            out.push(')');
        }
        ExprKind::Field { record, field: name } => {
            flat(record, out);
            out.push('.');
            out.push_str(&field(&name.text));
        }
        ExprKind::Compare { left, op, right } => flat_sides(left, op.value.word(), right, out),
        ExprKind::Arithmetic { left, op, right } => flat_sides(left, op.value.word(), right, out),
        ExprKind::Implies { left, right } => flat_sides(left, "implies", right, out),
        ExprKind::Membership { item, negated, list } => {
            flat_sides(item, if *negated { "not in" } else { "in" }, list, out);
        }
        ExprKind::TextTest { text, test, part } => flat_sides(text, test.value.word(), part, out),
        ExprKind::Otherwise { value, fallback } => flat_sides(value, "otherwise", fallback, out),
        ExprKind::Logic { op, operands } => flat_all(operands, &format!(" {} ", op.word()), out),
        ExprKind::Not(operand) => {
            out.push_str("not ");
            flat(operand, out);
        }
        ExprKind::Negate(operand) => {
            out.push('-');
            flat(operand, out);
        }
        ExprKind::Presence { value, is } => {
            flat(value, out);
            out.push_str(" is ");
            out.push_str(is.value.word());
        }
        ExprKind::Matches { text, regex: pattern } => {
            flat(text, out);
            out.push_str(" matches ");
            out.push_str(&regex(&pattern.pattern));
        }
        ExprKind::Quantifier { quantifier, binding, condition } => {
            let _ = write!(out, "{} {} in ", quantifier.value.word(), binding.name.text);
            flat(&binding.list, out);
            out.push_str(" has (");
            flat(condition, out);
            out.push(')');
        }
        ExprKind::Aggregate { aggregate, over } => {
            out.push_str(aggregate.value.word());
            flat_over(over, out);
        }
        ExprKind::Chain { record, field: name } => {
            out.push_str("chain(");
            flat(record, out);
            let _ = write!(out, ", {})", field(&name.text));
        }
        ExprKind::Call { function, arguments } => {
            out.push_str(&function.text);
            out.push('(');
            for (at, argument) in arguments.iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                match argument {
                    Argument::Value(value) => flat(value, out),
                    Argument::Regex(pattern) => out.push_str(&regex(&pattern.pattern)),
                }
            }
            out.push(')');
        }
        ExprKind::If { condition, then, otherwise } => {
            out.push_str("if ");
            flat(condition, out);
            out.push_str(" then ");
            flat(then, out);
            out.push_str(" else ");
            flat(otherwise, out);
        }
    }
}

fn flat_sides(left: &Expr, op: &str, right: &Expr, out: &mut String) {
    flat(left, out);
    let _ = write!(out, " {op} ");
    flat(right, out);
}

fn flat_all(items: &[Expr], between: &str, out: &mut String) {
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push_str(between);
        }
        flat(item, out);
    }
}

fn flat_bindings(bindings: &[Binding], out: &mut String) {
    for (at, binding) in bindings.iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        let _ = write!(out, "{} in ", binding.name.text);
        flat(&binding.list, out);
    }
}

fn flat_over(over: &Over, out: &mut String) {
    out.push('(');
    match over {
        Over::List(list) => flat(list, out),
        Over::Each { value, bindings, condition } => {
            if let Some(value) = value {
                flat(value, out);
                out.push_str(" for ");
            }
            flat_bindings(bindings, out);
            if let Some(condition) = condition {
                out.push_str(" where (");
                flat(condition, out);
                out.push(')');
            }
        }
    }
    out.push(')');
}

/// A constant.
pub(super) fn literal(value: &Literal, out: &mut String) {
    let _ = match value {
        Literal::Text(text) => write!(out, "{}", quoted(&text.value)),
        Literal::Whole(number) => write!(out, "{number}"),
        Literal::Number(number) if number.fract() == 0.0 => write!(out, "{number:.1}"),
        Literal::Number(number) => write!(out, "{number}"),
        Literal::Date(date) => write!(out, "{:04}-{:02}-{:02}", date.year, date.month, date.day),
        Literal::DateTime(moment) => {
            date_time(moment, out);
            Ok(())
        }
        Literal::Duration(duration) => {
            let plural = if duration.count == 1 { "" } else { "s" };
            write!(out, "{} {}{plural}", duration.count, duration.unit.word())
        }
        Literal::Boolean(value) => write!(out, "{value}"),
    };
}

fn date_time(moment: &DateTime, out: &mut String) {
    let DateTime { date, hour, minute, second, nanosecond, offset_minutes } = moment;
    let _ = write!(out, "{:04}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}", date.year, date.month, date.day);
    if *nanosecond > 0 {
        let fraction = format!("{nanosecond:09}");
        let _ = write!(out, ".{}", fraction.trim_end_matches('0'));
    }
    if *offset_minutes == 0 {
        out.push('Z');
    } else {
        let sign = if *offset_minutes < 0 { '-' } else { '+' };
        let size = offset_minutes.unsigned_abs();
        let _ = write!(out, "{sign}{:02}:{:02}", size / 60, size % 60);
    }
}
