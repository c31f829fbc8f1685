//! Content lines of iCalendar (RFC 5545, section 3.1): escaped, folded, ended by CR LF.

/// Longest line in bytes, without its end.
const LONGEST: usize = 75;

/// The lines of a calendar.
#[derive(Default)]
pub(crate) struct ContentLines(String);

impl ContentLines {
    /// Adds a property whose value needs no escapes: a word, a day, an address. Parameters belong to the name.
    pub(crate) fn plain(&mut self, name: &str, value: &str) {
        self.fold(&format!("{name}:{value}"));
    }

    /// Adds a property whose value is a text (section 3.3.11). It holds no control characters but line breaks.
    pub(crate) fn text(&mut self, name: &str, text: &str) {
        let mut line = format!("{name}:");
        for c in text.chars() {
            match c {
                '\n' => line.push_str("\\n"),
                '\\' | ';' | ',' => line.extend(['\\', c]),
                c => line.push(c),
            }
        }
        self.fold(&line);
    }

    pub(crate) fn into_text(self) -> String {
        self.0
    }

    /// Adds a line, and goes on in the next one behind a space wherever it would get too long.
    fn fold(&mut self, line: &str) {
        let mut length = 0;
        for c in line.chars() {
            if length + c.len_utf8() > LONGEST {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(c);
            length += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::ContentLines;

    #[test]
    fn a_line_is_folded_between_characters_and_no_longer_than_it_may_be() {
        let text = "é".repeat(150);
        let mut lines = ContentLines::default();
        lines.text("SUMMARY", &text);
        let folded = lines.into_text();
        assert_eq!(folded.split("\r\n").map(str::len).collect::<Vec<_>>(), [74, 75, 75, 75, 13, 0]);
        assert_eq!(folded.replace("\r\n ", ""), format!("SUMMARY:{text}\r\n"));
    }

    #[test]
    fn what_has_a_meaning_in_texts_is_escaped() {
        let mut lines = ContentLines::default();
        lines.text("SUMMARY", "a;b,c\\n\nd:e");
        assert_eq!(lines.into_text(), "SUMMARY:a\\;b\\,c\\\\n\\nd:e\r\n");
    }
}
