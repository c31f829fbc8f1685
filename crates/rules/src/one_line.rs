//! Parts of a rule file on one line, as they are shown in a sentence.

/// What is written, in the same words however it is broken over lines: without comments, with one space where there are
/// some, and none inside of brackets. Texts and patterns stay as they are, but for the lines of a text over several.
pub(crate) fn on_one_line(written: &str) -> String {
    let mut line = String::new();
    let mut chars = written.chars().peekable();
    // The sign that ends a text or a pattern.
    let mut quote: Option<char> = None;
    let mut is_apart = false;
    while let Some(mut c) = chars.next() {
        if let Some(end) = quote {
            if matches!(c, '\n' | '\r') {
                while chars.next_if(|next| next.is_whitespace()).is_some() {}
                line.truncate(line.trim_end_matches([' ', '\t']).len());
                line.push(' ');
                continue;
            }
            line.push(c);
            if c == '\\' {
                line.extend(chars.next());
            } else if c == end {
                quote = None;
            }
            continue;
        }
        if c == '#' {
            c = chars.find(|c| *c == '\n').unwrap_or('\n');
        }
        if c.is_whitespace() {
            is_apart = true;
            continue;
        }
        let is_inside = line.ends_with(['(', '[']) || matches!(c, ')' | ']' | ',');
        if std::mem::take(&mut is_apart) && !is_inside && !line.is_empty() {
            line.push(' ');
        }
        if c == '"' || c == '/' && starts_pattern(&line) {
            quote = Some(c);
        }
        line.push(c);
    }
    line
}

/// Whether a slash behind this starts a pattern: it stands after `matches`, or as the second argument of `replace`.
fn starts_pattern(before: &str) -> bool {
    let before = before.trim_end();
    let is_of_name = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    before.ends_with(',') || before.rsplit(|c| !is_of_name(c)).next() == Some("matches")
}

#[cfg(test)]
mod tests {
    use super::on_one_line;

    #[test]
    fn what_is_broken_over_lines_reads_as_on_one() {
        let broken = "count(\n  x in goals # all of them\n  where (x.id = \"a ( # b\\\" )\")\n)";
        assert_eq!(on_one_line("replace(x,\n /#\"\\/ /, y) # z"), "replace(x, /#\"\\/ /, y)");
        assert_eq!(on_one_line(broken), "count(x in goals where (x.id = \"a ( # b\\\" )\"))");
    }

    #[test]
    fn texts_and_patterns_keep_their_spaces() {
        for written in ["x contains \"  \"", "x matches /  +( )/", "replace(x, /  /, \" ( \")", "x.matches / 2"] {
            assert_eq!(on_one_line(written), written);
        }
        assert_eq!(
            on_one_line("x  =\n  \"\"\"\n    two\n    lines  here\n    \"\"\""),
            "x = \"\"\" two lines  here \"\"\""
        );
    }
}
