//! The one layout of rule files.

use crate::print::print;
use crate::{Code, Limits, Mistake, Span, parse};

/// Writes a rule file in the one layout that there is: clauses in their order, keywords in a column, long expressions
/// broken at their operators, every comment kept. Formatting what was formatted changes nothing.
///
/// A comment within a clause moves above it; one at the end of a clause stays there.
///
/// # Errors
///
/// The mistakes of the file, if it has any: then nothing is known of what is meant.
///
/// ```
/// let text = "accordance 1\nrule r \"R\"\nrequire a=1 message \"m\"\nend";
/// let formatted = "accordance 1\n\nrule r \"R\"\n  require  a = 1\n  message  \"m\"\nend\n";
/// assert_eq!(accordance_syntax::format(text).as_deref(), Ok(formatted));
/// ```
pub fn format(text: &str) -> Result<String, Vec<Mistake>> {
    let limits = Limits::default();
    let parsed = parse(text, limits);
    if !parsed.mistakes.is_empty() {
        return Err(parsed.mistakes);
    }
    let formatted = print(&parsed.file);
    if formatted.len() > limits.bytes {
        return Err(vec![Mistake::new(
            Code::FileSize,
            Span::at(0),
            format!(
                "a rule file has at most {} bytes, and in its layout this one has {}",
                limits.bytes,
                formatted.len()
            ),
            "split the file, and join the parts by `import`",
        )]);
    }
    Ok(formatted)
}
