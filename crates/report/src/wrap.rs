//! Text in lines of a bounded width.

/// A line holds so many letters, unless one word is longer.
const WIDTH: usize = 88;

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
    for word in text.split_whitespace() {
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
    fn a_word_that_is_longer_than_a_line_stays_whole() {
        let word = "x".repeat(200);
        assert_eq!(wrapped(&format!("a {word}"), Indent { first: 0, rest: 0 }, 0), ["a".to_owned(), word]);
    }
}
