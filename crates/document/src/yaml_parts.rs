//! A YAML text in parts that hold one document each, so that a broken document does not hide the ones after it.

use std::ops::Range;

/// The parts of a YAML text, in their order. They cover it without gaps.
#[derive(Clone, Debug)]
pub(crate) struct YamlParts<'s> {
    text: &'s str,
    at: usize,
}

/// The parts of a text from `at` on.
pub(crate) fn parts(text: &str, at: usize) -> YamlParts<'_> {
    YamlParts { text, at }
}

impl Iterator for YamlParts<'_> {
    type Item = Range<usize>;

    /// A part ends behind a line `...`, and before a line `---` unless only directives and comments stand before it
    /// (YAML 1.2.2, section 9.1; neither line can stand within a value).
    fn next(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        let rest = self.text.get(start..).filter(|rest| !rest.is_empty())?;
        let mut has_begun = false;
        for line in rest.split_inclusive(['\n', '\r']) {
            let is_start = is_marker(line, "---");
            if is_start && has_begun {
                return Some(start..self.at);
            }
            self.at += line.len();
            if is_marker(line, "...") {
                return Some(start..self.at);
            }
            has_begun |= is_start || !(line.starts_with('%') || is_blank(line));
        }
        Some(start..self.at)
    }
}

fn is_marker(line: &str, marker: &str) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
}

/// Whether a line holds nothing but white space and a comment.
fn is_blank(line: &str) -> bool {
    let line = line.trim_ascii();
    line.is_empty() || line.starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::parts;

    fn split(text: &str) -> Vec<&str> {
        parts(text, 0).map(|part| &text[part]).collect()
    }

    #[test]
    fn a_text_is_split_at_its_markers() {
        assert_eq!(split("a: 1\n---\nb: 2\n--- c\n"), ["a: 1\n", "---\nb: 2\n", "--- c\n"]);
        assert_eq!(
            split("%YAML 1.2\n# x\n---\na\n...\n%YAML 1.2\n---\nb"),
            ["%YAML 1.2\n# x\n---\na\n...\n", "%YAML 1.2\n---\nb"]
        );
        assert_eq!(split("---\r\na\r\n---\r\nb"), ["---\r\na\r\n", "---\r\nb"]);
        assert_eq!(split("a\n----\n --- b\n"), ["a\n----\n --- b\n"]);
        assert_eq!(split("a\n%b\n---\nc"), ["a\n%b\n", "---\nc"]);
    }
}
