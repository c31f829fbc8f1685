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

pub(crate) fn is_hidden(c: char) -> bool {
    let is_invisible = matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}');
    (c.is_control() && c != '\n') || is_invisible
}
