//! Texts, messages, fields and regular expressions as they are written.

use super::{new_line, one_line};
use crate::ast::{Piece, Template, Text, TextForm};
use crate::mistake::is_hidden;

/// A field as it is written after a dot or before a colon: in backquotes where it is no plain name.
pub(crate) fn field(name: &str) -> String {
    let mut bytes = name.bytes();
    let plain = bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if plain { name.to_owned() } else { format!("`{name}`") }
}

/// A text on one line.
pub(super) fn quoted(value: &str) -> String {
    let mut out = String::from("\"");
    for c in value.chars() {
        push_escaped(c, true, &mut out);
    }
    out.push('"');
    out
}

/// A text in its own form, at a column.
pub(super) fn text(text: &Text, column: usize) -> String {
    if text.form == TextForm::Lines && text.value.contains('\n') {
        lines(&[Part::Text(&text.value)], column)
    } else {
        quoted(&text.value)
    }
}

/// A message, at a column.
pub(super) fn template(template: &Template, column: usize) -> String {
    let parts: Vec<Part<'_>> = template
        .pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text { value, .. } => Part::Template(value),
            Piece::Value(value) => Part::Value(format!("{{{}}}", one_line(value))),
        })
        .collect();
    let has_lines = parts.iter().any(|part| matches!(part, Part::Template(value) if value.contains('\n')));
    if template.form == TextForm::Lines && has_lines {
        return lines(&parts, column);
    }
    let mut out = String::from("\"");
    for part in &parts {
        match part {
            Part::Text(value) => value.chars().for_each(|c| push_escaped(c, true, &mut out)),
            Part::Template(value) => value.chars().for_each(|c| push_of_template(c, true, &mut out)),
            Part::Value(value) => out.push_str(value),
        }
    }
    out.push('"');
    out
}

/// A pattern between slashes.
pub(super) fn regex(pattern: &str) -> String {
    let mut out = String::from("/");
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '/' => out.push_str("\\/"),
            '\\' => {
                out.push(c);
                out.extend(chars.next());
            }
            c => out.push(c),
        }
    }
    out.push('/');
    out
}

enum Part<'a> {
    Text(&'a str),
    /// Text in which braces are doubled.
    Template(&'a str),
    Value(String),
}

/// `"""…"""` with each line at `column`.
fn lines(parts: &[Part<'_>], column: usize) -> String {
    let mut body = String::new();
    for part in parts {
        match part {
            Part::Text(value) => value.chars().for_each(|c| push_escaped(c, false, &mut body)),
            Part::Template(value) => value.chars().for_each(|c| push_of_template(c, false, &mut body)),
            Part::Value(value) => body.push_str(value),
        }
    }
    let mut out = String::from("\"\"\"");
    for line in body.split('\n') {
        let kept = line.trim_end_matches(' ');
        if line.is_empty() {
            out.push('\n');
        } else if kept.len() == line.len() {
            out.push_str(&new_line(column));
            out.push_str(line);
        } else {
            // A space at the end of a line cannot be seen, and editors take it away.
            out.push_str(&new_line(column));
            out.push_str(&line[..line.len() - 1]);
            out.push_str("\\u{20}");
        }
    }
    out.push_str(&new_line(column));
    out.push_str("\"\"\"");
    out
}

fn push_of_template(c: char, on_one_line: bool, out: &mut String) {
    match c {
        '{' | '}' => out.extend([c, c]),
        c => push_escaped(c, on_one_line, out),
    }
}

fn push_escaped(c: char, on_one_line: bool, out: &mut String) {
    match c {
        '\n' if !on_one_line => out.push('\n'),
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        // Two quotes side by side could be taken for the end of a text over several lines.
        '"' | '\\' if on_one_line || c == '\\' || out.ends_with('"') => out.extend(['\\', c]),
        c if is_hidden(c) => out.extend(c.escape_unicode()),
        c => out.push(c),
    }
}
