//! The stable codes of mistakes.

use std::fmt;

/// The kind of a mistake. Its number is stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the table of explanations is the documentation, and each code has its row there")]
pub enum Code {
    Version,
    UnknownWord,
    RepeatedClause,
    MisplacedClause,
    MissingClause,
    MissingEnd,
    Character,
    Quotes,
    ForeignSign,
    OpenText,
    Escape,
    OpenBracket,
    Regex,
    Number,
    Duration,
    NameForm,
    KeywordCase,
    Expected,
    ChainedComparison,
    MixedLogic,
    MissingBrackets,
    Comprehension,
    Is,
    Index,
    Placeholder,
    UnknownChoice,
    Data,
    If,
    Nesting,
    FileSize,
    TooMany,
}

impl Code {
    /// The code as it is shown: `E0101`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Version => "E0101",
            Self::UnknownWord => "E0102",
            Self::RepeatedClause => "E0103",
            Self::MisplacedClause => "E0104",
            Self::MissingClause => "E0105",
            Self::MissingEnd => "E0106",
            Self::Character => "E0107",
            Self::Quotes => "E0108",
            Self::ForeignSign => "E0109",
            Self::OpenText => "E0110",
            Self::Escape => "E0111",
            Self::OpenBracket => "E0112",
            Self::Regex => "E0113",
            Self::Number => "E0114",
            Self::Duration => "E0115",
            Self::NameForm => "E0116",
            Self::KeywordCase => "E0117",
            Self::Expected => "E0118",
            Self::ChainedComparison => "E0119",
            Self::MixedLogic => "E0120",
            Self::MissingBrackets => "E0121",
            Self::Comprehension => "E0122",
            Self::Is => "E0123",
            Self::Index => "E0124",
            Self::Placeholder => "E0125",
            Self::UnknownChoice => "E0126",
            Self::Data => "E0127",
            Self::If => "E0128",
            Self::Nesting => "E0190",
            Self::FileSize => "E0191",
            Self::TooMany => "E0192",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
