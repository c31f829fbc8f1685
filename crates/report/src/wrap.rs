//! Text in lines of a bounded width. What is quoted keeps its spaces.

use std::ops::Range;

/// A line holds so many letters, unless one word is longer.
const WIDTH: usize = 88;

/// A quoted text of so many bytes is not broken over lines.
const SHORT: usize = 40;

/// How far the first line of a paragraph and those below it are moved in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Indent {
    pub(crate) first: usize,
    pub(crate) rest: usize,
}

/// The lines of a paragraph; `taken` letters of each are needed for something else.
pub(crate) fn wrapped(text: &str, indent: Indent, taken: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = " ".repeat(indent.first);
    let (mut letters, mut is_empty) = (indent.first, true);
    for word in words(text) {
        let length = word.chars().count();
        let space = usize::from(!is_empty);
        if !is_empty && letters + space + length + taken > WIDTH {
            lines.push(std::mem::replace(&mut line, " ".repeat(indent.rest)));
            letters = indent.rest;
        } else if !is_empty {
            line.push(' ');
            letters += 1;
        }
        line.push_str(word);
        letters += length;
        is_empty = false;
    }
    lines.push(line);
    lines
}

/// What stands between the spaces at which a line may end. Several spaces in a row are part of a quoted text or
/// pattern.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let text = text.trim();
    let whole = unbroken(text);
    let mut start = 0;
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        while let Some((at, c)) = rest.next() {
            if !c.is_whitespace() {
                continue;
            }
            let mut end = at + c.len_utf8();
            while let Some((next, c)) = rest.next_if(|(_, c)| c.is_whitespace()) {
                end = next + c.len_utf8();
            }
            let is_break = end - at == 1 || text[at..end].contains('\n');
            if is_break && !whole.iter().any(|whole| whole.contains(&at)) {
                let word = &text[start..at];
                start = end;
                return Some(word);
            }
        }
        let last = text.get(start..).filter(|last| !last.is_empty());
        start = text.len();
        last
    })
}

/// The patterns and the short quoted texts.
fn unbroken(text: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find(['"', '/']).map(|found| at + found) {
        let (before, after) = (&text[..open], &text[open + 1..]);
        let length = if before.ends_with("pattern ") && text[open..].starts_with('/') {
            after.match_indices('/').map(|(end, _)| end).find(|end| is_end(&after[end + 1..]))
        } else if text[open..].starts_with('"') && (before.is_empty() || before.ends_with([' ', '(', '['])) {
            after.find('"').filter(|length| *length <= SHORT)
        } else {
            None
        };
        at = open + 1;
        if let Some(length) = length {
            all.push(open..open + length + 2);
            at += length + 1;
        }
    }
    all
}

/// Whether a pattern may end before this.
fn is_end(after: &str) -> bool {
    after.is_empty() || after.starts_with([' ', '.', ',', ';', ':', ')'])
}

#[cfg(test)]
mod tests {
    use super::{Indent, wrapped};

    #[test]
    fn words_go_to_the_next_line_where_the_width_ends() {
        let text = "word ".repeat(20);
        let lines = wrapped(&text, Indent { first: 2, rest: 4 }, 0);
        assert_eq!(lines.iter().map(|line| line.chars().count()).collect::<Vec<_>>(), [86, 18]);
        assert!(lines[0].starts_with("  word") && lines[1].starts_with("    word"));
    }

    #[test]
    fn quoted_texts_and_patterns_keep_their_spaces() {
        let text = "the text does not contain \"  \", and the pattern /  +( x)/ is not found in it";
        for width in 0..80 {
            let indent = Indent { first: 0, rest: 0 };
            assert_eq!(wrapped(text, indent, width).join(" "), text);
        }
        let lines = wrapped("the text of the note starts with \" a b \"", Indent { first: 0, rest: 0 }, 50);
        assert_eq!(lines, ["the text of the note starts with", "\" a b \""]);
        let lines = wrapped("the pattern /a b c/ is found", Indent { first: 0, rest: 0 }, 75);
        assert_eq!(lines, ["the pattern", "/a b c/ is", "found"]);
    }

    #[test]
    fn a_word_that_is_longer_than_a_line_stays_whole() {
        let word = "x".repeat(200);
        assert_eq!(wrapped(&format!("a {word}"), Indent { first: 0, rest: 0 }, 0), ["a".to_owned(), word]);
    }
}
