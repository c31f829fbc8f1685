//! Records on standard input.

use std::io::Read;

use accordance_document::Format;

use crate::{
    failure::Failure,
    workspace::{MOST_AT_ONCE, too_long},
};

/// The name of standard input in findings.
pub(crate) const NAME: &str = "<stdin>";

pub(crate) fn read() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let mut input = std::io::stdin().lock().take(MOST_AT_ONCE + 1);
    input.read_to_end(&mut bytes).map_err(|error| Failure::file(NAME, &error))?;
    if bytes.len() as u64 > MOST_AT_ONCE { Err(Failure::file(NAME, &too_long())) } else { Ok(bytes) }
}

/// How a text without a name is written: what begins with `{` or `[` is JSON, one record a line where a second line
/// begins with `{` too; all else is YAML.
pub(crate) fn format(bytes: &[u8]) -> Format {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut lines = text.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    match lines.next().and_then(|line| line.trim_ascii_start().first().copied()) {
        Some(b'{') if lines.next().is_some_and(|line| line.starts_with(b"{")) => Format::Ndjson,
        Some(b'{' | b'[') => Format::Json,
        _ => Format::Yaml,
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, format};

    #[test]
    fn the_first_lines_tell_how_a_text_is_written() {
        assert_eq!(format(b"{\"a\": 1}\n{\"a\": 2}\n"), Format::Ndjson);
        assert_eq!(format(b"{\n  \"a\": 1\n}\n"), Format::Json);
        assert_eq!(format(b"\xef\xbb\xbf [1]"), Format::Json);
        assert_eq!(format(b"- id: a\n"), Format::Yaml);
        assert_eq!(format(b""), Format::Yaml);
    }
}
