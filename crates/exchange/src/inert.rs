//! Text of records that is harmless to look at: nothing of it is obeyed by a terminal, or is there without being seen.

/// How a format escapes a character.
#[derive(Clone, Copy)]
pub(crate) enum Escape {
    /// `\u200B`, and `\U000E0001` beyond the basic plane.
    Turtle,
    /// `\u200b`, and two of them beyond the basic plane.
    Json,
}

/// A text in a format that has escapes within its literals, and hidden characters nowhere else: each is escaped, which
/// means the same. Line breaks and tabs are left as the layout of the format.
pub(crate) fn without_hidden(text: &str, escape: Escape) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match escape {
            _ if !is_hidden(c) => shown.push(c),
            Escape::Turtle if u32::from(c) > 0xFFFF => shown.push_str(&format!("\\U{:08X}", u32::from(c))),
            Escape::Turtle => shown.push_str(&format!("\\u{:04X}", u32::from(c))),
            Escape::Json => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    shown.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    shown
}

/// A text for a format without escapes: `␦` stands for each hidden character, and a space for each line break and tab.
pub(crate) fn replaced(text: &str) -> String {
    let lines = text.replace("\r\n", "\n");
    let shown = lines.chars().map(|c| match c {
        '\n' | '\r' | '\t' => ' ',
        c if is_hidden(c) => '␦',
        c => c,
    });
    shown.collect()
}

fn is_hidden(c: char) -> bool {
    let is_invisible = matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}');
    let is_no_character = u32::from(c) & 0xfffe == 0xfffe || matches!(c, '\u{fdd0}'..='\u{fdef}');
    (c.is_control() && !matches!(c, '\n' | '\t')) || is_invisible || is_no_character
}
