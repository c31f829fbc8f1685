//! Patterns in a form that RE2, Java and Rust read alike: every class is written out, and nothing depends on flags.

use std::fmt::Write as _;

use regex_syntax::{
    ParserBuilder,
    hir::{Class, Hir, HirKind, Look},
};

/// A pattern whose meaning is the same in all engines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    /// The pattern, written out.
    pub(crate) text: String,
    /// Whether it finds empty texts.
    pub(crate) may_be_empty: bool,
}

/// A pattern has what engines do not agree on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotPortable;

impl Pattern {
    /// Reads a pattern of the language.
    pub(crate) fn new(pattern: &str) -> Result<Self, NotPortable> {
        let hir = ParserBuilder::new().build().parse(pattern).map_err(|_| NotPortable)?;
        let mut text = String::new();
        write(&hir, &mut text)?;
        Ok(Self { text, may_be_empty: hir.properties().minimum_len() == Some(0) })
    }

    /// A pattern for exactly one text.
    pub(crate) fn literal(text: &str) -> Self {
        let mut out = String::new();
        text.chars().for_each(|letter| write_letter(letter, &mut out));
        Self { text: out, may_be_empty: text.is_empty() }
    }
}

fn write(hir: &Hir, out: &mut String) -> Result<(), NotPortable> {
    match hir.kind() {
        HirKind::Empty => out.push_str("(?:)"),
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).map_err(|_| NotPortable)?;
            text.chars().for_each(|letter| write_letter(letter, out));
        }
        HirKind::Class(Class::Unicode(class)) => {
            let ranges = class.ranges();
            if ranges.is_empty() {
                // What finds nothing: no letter is outside of all.
                out.push_str("[^\\x{0}-\\x{10FFFF}]");
                return Ok(());
            }
            out.push('[');
            for range in ranges {
                write_code(range.start(), out);
                if range.end() != range.start() {
                    out.push('-');
                    write_code(range.end(), out);
                }
            }
            out.push(']');
        }
        HirKind::Class(Class::Bytes(class)) => {
            let class = class.to_unicode_class().ok_or(NotPortable)?;
            write(&Hir::class(Class::Unicode(class)), out)?;
        }
        HirKind::Look(Look::Start) => out.push_str("\\A"),
        HirKind::Look(Look::End) => out.push_str("\\z"),
        HirKind::Look(_) => return Err(NotPortable),
        HirKind::Repetition(repetition) => {
            out.push_str("(?:");
            write(&repetition.sub, out)?;
            out.push(')');
            match (repetition.min, repetition.max) {
                (0, None) => out.push('*'),
                (1, None) => out.push('+'),
                (0, Some(1)) => out.push('?'),
                (min, None) => drop(write!(out, "{{{min},}}")),
                (min, Some(max)) if min == max => drop(write!(out, "{{{min}}}")),
                (min, Some(max)) => drop(write!(out, "{{{min},{max}}}")),
            }
            if !repetition.greedy {
                out.push('?');
            }
        }
        HirKind::Capture(capture) => {
            out.push_str("(?:");
            write(&capture.sub, out)?;
            out.push(')');
        }
        HirKind::Concat(all) => all.iter().try_for_each(|each| write(each, out))?,
        HirKind::Alternation(all) => {
            out.push_str("(?:");
            for (number, each) in all.iter().enumerate() {
                if number > 0 {
                    out.push('|');
                }
                write(each, out)?;
            }
            out.push(')');
        }
    }
    Ok(())
}

fn write_letter(letter: char, out: &mut String) {
    if letter.is_ascii_alphanumeric() { out.push(letter) } else { write_code(letter, out) }
}

fn write_code(letter: char, out: &mut String) {
    let _ = write!(out, "\\x{{{:X}}}", u32::from(letter));
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    fn written(pattern: &str) -> Option<String> {
        Pattern::new(pattern).ok().map(|pattern| pattern.text)
    }

    #[test]
    fn a_pattern_is_written_so_that_no_engine_has_a_choice() {
        assert_eq!(written("^a[0-9]{4}-$").as_deref(), Some(r"\Aa(?:[\x{30}-\x{39}]){4}\x{2D}\z"));
        assert_eq!(written("a|(bc)+?").as_deref(), Some(r"(?:a|(?:(?:bc))+?)"));
        assert_eq!(written(r"(?i)k").as_deref(), Some(r"[\x{4B}\x{6B}\x{212A}]"));
        assert_eq!(written(".").as_deref(), Some(r"[\x{0}-\x{9}\x{B}-\x{10FFFF}]"));
    }

    #[test]
    fn the_borders_of_words_and_lines_are_not_portable() {
        assert_eq!(written(r"\bword"), None);
        assert_eq!(written("(?m)^line$"), None);
    }
}
