//! What is wrong with a YAML text at a place, said so that it can be mended. The parser's own words are for
//! programmers.

use saphyr_parser::ScanError;

use crate::{Limits, ReadError, Reason, byte_offsets::ByteOffsets};

/// What the parser says begins or holds the first text; the second is what a steward reads, the third what to do.
const WORDS: [(&str, &str, &str); 22] = [
    ("tab", "a tab stands where only spaces may indent", "indent with spaces"),
    (
        "mapping values are not allowed",
        "a second colon stands in the line, and it is not clear which one ends the name of the property",
        "put a text that holds `: ` in quotes",
    ),
    ("simple key expect", "a line in an object has no colon", "write it as `name: value`"),
    (
        "did not find expected key",
        "the line fits neither the object above it nor another one",
        "indent it like its neighbours",
    ),
    (
        "expected '-' indicator",
        "the line fits neither the list above it nor another one",
        "indent it like its neighbours",
    ),
    ("expected ',' or ']'", "a list in `[…]` is not closed here", "put a comma between two items, or `]` at the end"),
    (
        "expected ',' or '}'",
        "an object in `{…}` is not closed here",
        "put a comma between two properties, or `}` at the end",
    ),
    (
        "invalid indentation in quoted scalar",
        "a text in quotes that begins here goes on in a line that is not indented",
        "close the quotes",
    ),
    ("while scanning a quoted scalar", "a text in quotes begins here and is never closed", "close the quotes"),
    (
        "invalid trailing content",
        "after a text in quotes the line goes on",
        "put the whole text in quotes, and write a quote within it as `\\\"`",
    ),
    (
        "unknown escape character",
        "a backslash stands before a character that needs none",
        "write `\\\\` for a backslash, or use single quotes",
    ),
    ("invalid Unicode character escape", "an escape stands for no character", "write the character itself"),
    (
        "expected hexadecimal number",
        "`\\x` or `\\u` is not followed by hexadecimal digits",
        "write `\\\\` for a backslash, or use single quotes",
    ),
    (
        "unknown anchor",
        "an alias (`*…`) refers to a name that no anchor (`&…`) before it has",
        "put a text that begins with `*` in quotes, or write the value out",
    ),
    ("anchor", "what follows `&` or `*` is no name", "put a text that begins with `&` or `*` in quotes"),
    ("unexpected character", "no text without quotes begins like this", "put the text in quotes"),
    (
        "block scalar",
        "a text over several lines (after `|` or `>`) is not indented evenly",
        "indent all its lines by the same number of spaces",
    ),
    (
        "block sequence entries",
        "an item of a list (`- …`) stands in the line of something else",
        "begin the list on a line of its own, below its name",
    ),
    ("misplaced bracket", "a bracket is closed that was not opened", "remove it, or put the text in quotes"),
    ("tag", "a tag (`!…`) is not well-formed", "remove the tag, or put a text that begins with `!` in quotes"),
    ("indentation", "the line is not indented like the ones that it belongs to", "indent it like its neighbours"),
    ("directive", "a line that begins with `%` is none of YAML's directives", "remove it, or put the text in quotes"),
];

/// The mistake that the parser reports.
pub(crate) fn syntax(source: &str, offsets: &ByteOffsets<'_>, error: &ScanError, limits: Limits) -> ReadError {
    // At the end, the last thing written is what is not finished.
    let at = offsets.at(error.marker().index()).min(source.trim_ascii_end().len());
    let info = error.info();
    // Of a tab the parser may tell the value before it.
    let tab = || memchr::memchr(b'\t', source.as_bytes().get(at..)?).map(|behind| at + behind);
    let at = if info.contains("tab") { tab().unwrap_or(at) } else { at };
    let length = source.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let span = at..at + length;
    if info.contains("recursion limit") {
        return ReadError::too_deep(span, limits.depth.min(255));
    }
    if info.contains("byte order mark") {
        return ReadError::mark(span);
    }
    // All else has words of its own.
    let is_of_layout = info.contains("simple key expect") || info.contains("did not find expected key");
    if let Some(space) = other_space(source, at).filter(|_| is_of_layout) {
        let shown = source.get(space.clone()).and_then(|space| space.chars().next()).map_or(0, u32::from);
        let message = format!("a space of another kind stands here (U+{shown:04X}), which YAML takes for a letter");
        return ReadError::new(Reason::Syntax, space, message, "write a plain space");
    }
    let words = WORDS.iter().find(|(parsers, ..)| info.contains(parsers));
    let (message, advice) = words.map_or(
        (
            "this is not well-formed YAML",
            "check the indentation, the colons and the quotes of this line and the one before",
        ),
        |(_, message, advice)| (*message, *advice),
    );
    ReadError::new(Reason::Syntax, span, message, advice)
}

/// A space that YAML takes for a letter, behind a colon or where a line is indented: in the line of a mistake, or in the
/// one before.
fn other_space(source: &str, at: usize) -> Option<std::ops::Range<usize>> {
    let before = source.get(..at)?;
    let start = before.rmatch_indices('\n').nth(1).map_or(0, |(line, _)| line + 1);
    let end = source.get(at..)?.find('\n').map_or(source.len(), |line| at + line);
    let mut line_start = start;
    for line in source.get(start..end)?.split_inclusive('\n') {
        let is_other = |c: char| c.is_whitespace() && !c.is_ascii();
        let space = line.char_indices().find(|(_, c)| is_other(*c));
        if let Some((place, space)) = space.filter(|_| !line.trim_start().starts_with('#')) {
            let before = line.get(..place)?.trim_start_matches([' ', '-']);
            let is_behind_name = before.strip_suffix(':').is_some_and(|name| !name.contains([':', '"', '\'']));
            if before.is_empty() || is_behind_name {
                return Some(line_start + place..line_start + place + space.len_utf8());
            }
        }
        line_start += line.len();
    }
    None
}
