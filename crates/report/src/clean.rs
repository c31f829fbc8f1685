//! Text that came from a stranger, made harmless to look at.

use std::borrow::Cow;

/// A text without characters that a terminal obeys or that nobody sees: each is shown as `␦`.
///
/// ```
/// assert_eq!(accordance_report::clean("a\u{1b}[31mb"), "a␦[31mb");
/// ```
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_hidden) {
        text.chars().map(|c| if is_hidden(c) { SHOWN } else { c }).collect::<String>().into()
    } else {
        text.into()
    }
}

const SHOWN: char = '␦';

/// Line breaks are kept: who writes a text in a line of its own indents them.
pub(crate) fn is_hidden(c: char) -> bool {
    c != '\n' && accordance_document::is_hidden(c)
}
