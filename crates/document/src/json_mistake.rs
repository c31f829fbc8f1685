//! What is wrong with a JSON text at a place, said so that it can be mended. Only for texts that were refused.

use std::ops::Range;

use crate::{
    ReadError,
    error::{Reason, quoted},
};

fn syntax(span: Range<usize>, message: impl Into<String>, advice: impl Into<String>) -> ReadError {
    ReadError::new(Reason::Syntax, span, message, advice)
}

/// The bytes of the character at a place, none at the end.
fn character(source: &str, at: usize) -> Range<usize> {
    let length = source.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    at..at + length
}

fn found(source: &str, at: usize) -> String {
    match source.get(character(source, at)) {
        None | Some("") => "the end of the text".into(),
        Some(character) if character.chars().all(|c| c.is_ascii_graphic() && c != '`') => format!("`{character}`"),
        Some(character) => quoted(character),
    }
}

/// The text ends where a value is due.
pub(crate) fn ends(source: &str, open: usize) -> ReadError {
    let end = source.len();
    if open == 0 {
        return ReadError::new(Reason::Empty, end..end, "there is nothing to read", "write a record");
    }
    let message = "the text ends before all its lists and objects are closed";
    syntax(end..end, message, "close each list with `]` and each object with `}`")
}

/// No value begins like this.
pub(crate) fn value(source: &str, at: usize) -> ReadError {
    let rest = &source[at..];
    let word: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '-').take(40).collect();
    let span = at..at + word.len().max(character(source, at).len());
    let here = |message: String, advice: &str| syntax(span.clone(), message, advice);
    match rest.chars().next() {
        Some(']') if before(source, at) == Some(',') => {
            syntax(span, "a list ends after a comma", "remove the comma before `]`")
        }
        Some('}' | ']' | ',') if before(source, at) == Some(':') => {
            syntax(span, "a value is missing after the colon", "write a value, or `null` for none")
        }
        Some('\'') => here("a text stands in single quotes".into(), "put it in double quotes, as in \"text\""),
        Some('/' | '#') => comment(source, at),
        Some('\u{feff}') => ReadError::mark(span),
        Some('+' | '.') => here("a number begins with a digit or a minus sign".into(), "write it as in 0.5"),
        Some(c) if c.is_alphabetic() => match word.as_str() {
            "True" | "TRUE" | "False" | "FALSE" | "Null" | "NULL" | "None" => {
                let small = if word == "None" { "null".into() } else { word.to_lowercase() };
                here(format!("`{word}` is not a JSON value"), &format!("write `{small}`"))
            }
            "NaN" | "Infinity" => here(format!("`{word}` is not a JSON number"), "leave the property out"),
            _ => here(format!("{} is a text without quotes", quoted(&word)), "put it in double quotes"),
        },
        _ => here(format!("a value is due here, and {} is none", found(source, at)), "write a value"),
    }
}

/// The last character before a place that is not white space.
fn before(source: &str, at: usize) -> Option<char> {
    source.get(..at)?.trim_ascii_end().chars().next_back()
}

fn comment(source: &str, at: usize) -> ReadError {
    let length = source[at..].lines().next().map_or(0, str::len);
    syntax(at..at + length, "JSON has no comments", "remove the comment, or write the file as YAML")
}

/// After a value, neither a comma nor the end of what it stands in.
pub(crate) fn separator(source: &str, at: usize, is_object: bool) -> ReadError {
    let (inner, close) = if is_object { ("object", '}') } else { ("list", ']') };
    let next = source[at..].chars().next();
    if next.is_some_and(|c| c.is_ascii_digit()) && source[..at].ends_with('0') {
        return number(source, at - 1);
    }
    if matches!(next, Some('/' | '#')) {
        return comment(source, at);
    }
    let advice = match next {
        None => format!("close the {inner} with `{close}`"),
        Some('"' | '{' | '[') => "put a comma before it".into(),
        Some(_) => format!("put a comma between two values, or `{close}` at the end"),
    };
    let message = format!("after a value in the {inner} a comma or `{close}` is due, not {}", found(source, at));
    syntax(character(source, at), message, advice)
}

/// No key begins like this.
pub(crate) fn key(source: &str, at: usize) -> ReadError {
    match source[at..].chars().next() {
        Some('}') if before(source, at) == Some(',') => {
            syntax(at..at + 1, "an object ends after a comma", "remove the comma before `}`")
        }
        Some('\'') => syntax(at..at + 1, "a key stands in single quotes", "put it in double quotes, as in \"id\""),
        Some('/' | '#') => comment(source, at),
        Some(c) if c.is_alphabetic() => {
            let length = source[at..].find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(source.len() - at);
            syntax(at..at + length, "a key stands without quotes", "put it in double quotes, as in \"id\"")
        }
        _ => {
            let message = format!("a key in double quotes is due here, not {}", found(source, at));
            syntax(character(source, at), message, "write the key in double quotes")
        }
    }
}

/// After a key, no colon.
pub(crate) fn colon(source: &str, at: usize) -> ReadError {
    let message = format!("after a key a colon is due, not {}", found(source, at));
    syntax(character(source, at), message, "write `:` between key and value")
}

/// More text after the record.
pub(crate) fn trailing(source: &str, at: usize) -> ReadError {
    let message = format!("after the record the text goes on with {}", found(source, at));
    syntax(
        character(source, at),
        message,
        "put several records in a list, or one on each line of a file that ends in .ndjson",
    )
}

/// A text that is not well-formed, from its opening quote.
pub(crate) fn text(source: &str, start: usize) -> ReadError {
    let mut characters = source[start + 1..].char_indices().map(|(at, c)| (start + 1 + at, c));
    while let Some((at, c)) = characters.next() {
        match c {
            '"' => break,
            '\n' | '\r' => {
                let message = "a text is not closed at the end of its line";
                return syntax(start..at, message, "close it with `\"`, and write a line break within it as `\\n`");
            }
            '\u{0}'..='\u{1f}' => {
                let message = format!("the control character {} stands in a text", quoted(&c.to_string()));
                return syntax(at..at + 1, message, format!("write it as `\\u{:04x}`, or remove it", u32::from(c)));
            }
            '\\' => {
                let Some((_, escape)) = characters.next() else { break };
                if let Some(mistake) = escape_mistake(source, at, escape) {
                    return mistake;
                }
            }
            _ => {}
        }
    }
    syntax(start..start + 1, "a text begins here and is never closed", "close it with `\"`")
}

fn escape_mistake(source: &str, at: usize, escape: char) -> Option<ReadError> {
    if matches!(escape, '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') {
        return None;
    }
    let end = at + 1 + escape.len_utf8();
    if escape != 'u' {
        let message = format!("`\\{}` is not an escape", escape.escape_debug());
        return Some(syntax(at..end, message, "write `\\\\` for a backslash"));
    }
    let unit = |from: usize| source.get(from..from + 4).and_then(|hex| u16::from_str_radix(hex, 16).ok());
    let is_low =
        |from: usize| source.get(from..from + 2) == Some("\\u") && matches!(unit(from + 2), Some(0xdc00..=0xdfff));
    match unit(end) {
        None => Some(syntax(at..end, "`\\u` is followed by four hexadecimal digits", "write it as in `\\u00e9`")),
        Some(0xd800..=0xdbff) if is_low(end + 4) => None,
        Some(0xdc00..=0xdfff) if at >= 6 && matches!(unit(at - 4), Some(0xd800..=0xdbff)) => None,
        Some(0xd800..=0xdfff) => {
            Some(syntax(at..end + 4, "half of a surrogate pair stands alone", "write the character itself"))
        }
        Some(_) => None,
    }
}

/// A number that is refused, from its first character.
pub(crate) fn number(source: &str, start: usize) -> ReadError {
    let length =
        source[start..].bytes().take_while(|b| matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')).count();
    let span = start..start + length;
    let number = &source[span.clone()];
    let digits = number.trim_start_matches('-');
    if digits.len() > 1 && digits.starts_with('0') && digits.as_bytes()[1].is_ascii_digit() {
        return syntax(
            span,
            "a number begins with a zero",
            "put it in double quotes if it is a code, or drop the zero",
        );
    }
    // Rust reads more than JSON has: a point with no digit before or behind it.
    let is_json =
        !digits.starts_with('.') && !digits.ends_with('.') && !digits.contains(".e") && !digits.contains(".E");
    if is_json && number.parse::<f64>().is_ok_and(f64::is_infinite) {
        return ReadError::number(source, span);
    }
    syntax(span, format!("{} is not a JSON number", quoted(number)), "write it as in -1.5, or in double quotes")
}
