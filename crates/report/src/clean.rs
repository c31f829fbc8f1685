//! Text that came from a stranger, made harmless to look at.

use std::borrow::Cow;

/// A text without characters that a terminal obeys or that nobody sees: each is shown as `␦`.
///
/// ```
/// assert_eq!(accordance_report::clean("a\u{1b}[31mb"), "a␦[31mb");
/// ```
pub fn clean(text: &str) -> Cow<'_, str> {
    if has_hidden(text) {
        text.chars().map(|c| if is_hidden(c) { SHOWN } else { c }).collect::<String>().into()
    } else {
        text.into()
    }
}

const SHOWN: char = '␦';

/// Whether a text has a character that is hidden. Most texts are plain letters, which are told by their bytes.
pub(crate) fn has_hidden(text: &str) -> bool {
    let is_plain = |byte: &u8| (b' '..=b'~').contains(byte);
    // Without an end in between, many bytes are looked at together.
    let are_plain = text.as_bytes().iter().fold(true, |are, byte| are & is_plain(byte));
    !are_plain && text.chars().any(is_hidden)
}

/// Line breaks are kept: who writes a text in a line of its own indents them.
pub(crate) fn is_hidden(c: char) -> bool {
    c != '\n' && accordance_document::is_hidden(c)
}
