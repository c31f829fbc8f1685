//! Why a value is not of its form.

use thiserror::Error;

/// Longest piece of a refused value that an error quotes, in characters.
const QUOTED: usize = 60;

/// A text or number that is not of the form its type asks for.
///
/// The message names the value, with control characters escaped, and says what is expected.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{found} is not {expected}")]
pub struct InvalidTerm {
    found: String,
    expected: &'static str,
}

impl InvalidTerm {
    pub(crate) fn text(found: &str, expected: &'static str) -> Self {
        Self { found: quoted(found), expected }
    }

    pub(crate) fn other(found: impl std::fmt::Display, expected: &'static str) -> Self {
        Self { found: found.to_string(), expected }
    }

    /// What a value of the type looks like.
    pub fn expected(&self) -> &'static str {
        self.expected
    }
}

/// A text in quotes, without what controls a terminal; `…` stands for what is left out.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted: String = text.chars().take(QUOTED).flat_map(char::escape_debug).collect();
    if text.chars().nth(QUOTED).is_some() {
        quoted.push('…');
    }
    format!("\"{quoted}\"")
}
