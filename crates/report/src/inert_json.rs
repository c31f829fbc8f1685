//! JSON that is harmless to look at: what a terminal obeys, or nobody sees, is written as `\u…`, which means the same.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter, Serializer};

use crate::clean::{has_hidden, is_hidden};

/// Writes a value over several lines.
pub(crate) fn write_pretty(value: &impl Serialize, out: &mut dyn Write) -> serde_json::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Inert(PrettyFormatter::new())))
}

/// Writes a value on one line.
pub(crate) fn write_line(value: &impl Serialize, out: impl Write) -> serde_json::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Inert(CompactFormatter)))
}

/// A value on one line, as a text.
pub(crate) fn line(value: &impl Serialize) -> serde_json::Result<String> {
    let mut text = Vec::new();
    write_line(value, &mut text)?;
    // INVARIANT: it is put together of texts, cut between characters.
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// The layout of another formatter, with hidden characters escaped.
struct Inert<F>(F);

/// Hands what has to do with the layout on.
macro_rules! laid_out {
    ($($method:ident($($first:ident)?);)+) => {
        $(fn $method<W: ?Sized + Write>(&mut self, writer: &mut W $(, $first: bool)?) -> io::Result<()> {
            self.0.$method(writer $(, $first)?)
        })+
    };
}

impl<F: Formatter> Formatter for Inert<F> {
    laid_out! {
        begin_array();
        end_array();
        begin_array_value(first);
        end_array_value();
        begin_object();
        end_object();
        begin_object_key(first);
        begin_object_value();
        end_object_value();
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        if !has_hidden(fragment) {
            return writer.write_all(fragment.as_bytes());
        }
        let mut rest = fragment;
        while let Some((at, hidden)) = rest.char_indices().find(|(_, c)| is_hidden(*c)) {
            let (before, after) = rest.split_at(at);
            writer.write_all(before.as_bytes())?;
            for unit in hidden.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = after.get(hidden.len_utf8()..).unwrap_or_default();
        }
        writer.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::{write_line, write_pretty};

    #[test]
    fn hidden_characters_are_escaped_and_read_back_as_they_were() {
        let value = serde_json::json!({"a\u{202e}": ["x\u{9b}31m\u{e0001}y", "\u{1b}\n\"", "é 漢"]});
        let (mut line, mut pretty) = (Vec::new(), Vec::new());
        write_line(&value, &mut line).expect("written");
        write_pretty(&value, &mut pretty).expect("written");
        for written in [line, pretty] {
            let text = String::from_utf8(written).expect("UTF-8");
            assert!(!text.contains(['\u{202e}', '\u{9b}', '\u{e0001}', '\u{1b}']), "{text}");
            assert!(text.contains("é 漢"));
            assert_eq!(serde_json::from_str::<serde_json::Value>(&text).expect("JSON"), value);
        }
    }
}
