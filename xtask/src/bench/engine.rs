//! The engines that are measured.

use clap::ValueEnum;

use super::found::{Count, Form};

/// What runs the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(super) enum Engine {
    /// `accordance check`: schema validation, and findings with their places
    Accordance,
    /// The ten rules written by hand in Rust: no validation, no places
    Handwritten,
    /// SQL, with the columns and their types given
    Duckdb,
    /// SQL, with the columns and their types given
    Datafusion,
    /// Data frames, with the columns and their types given
    Polars,
    /// Rego, by the quickest interpreter of it
    Regorus,
    /// The rules that look at one record
    Jq,
    /// Five of the rules that look at one record, on a file for each record
    CfnGuard,
    /// Schema validation alone
    Ajv,
}

/// The rules of `tests/benches/ten.accord` that look at one record.
const ONE_RECORD: [&str; 6] =
    ["days-in-order", "due-in-time", "title-has-number", "text-is-final", "names-goal", "speaks"];
/// Those of them that need no arithmetic with days.
const NO_ARITHMETIC: [&str; 5] = ["days-in-order", "title-has-number", "text-is-final", "names-goal", "speaks"];

impl Engine {
    /// How tables name it.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Accordance => "accordance",
            Self::Handwritten => "hand-written Rust",
            Self::Duckdb => "DuckDB",
            Self::Datafusion => "DataFusion",
            Self::Polars => "Polars",
            Self::Regorus => "regorus",
            Self::Jq => "jq",
            Self::CfnGuard => "cfn-guard",
            Self::Ajv => "Ajv",
        }
    }

    /// Whether it takes an NDJSON file and runs rules. The others are measured on what they can do.
    pub(super) fn runs_rules_on_lines(self) -> bool {
        !matches!(self, Self::CfnGuard | Self::Ajv)
    }

    /// The rules that can be said for it, where these are not all.
    pub(super) fn rules(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Jq => Some(&ONE_RECORD),
            Self::CfnGuard => Some(&NO_ARITHMETIC),
            _ => None,
        }
    }

    /// How it writes findings.
    pub(super) fn form(self) -> Form {
        match self {
            Self::Accordance => Form::Accordance,
            Self::CfnGuard => Form::Guard,
            _ => Form::Lines,
        }
    }

    /// How its findings are counted.
    pub(super) fn count(self) -> Count {
        if self == Self::CfnGuard { Count::Once } else { Count::Each }
    }

    /// The exit statuses of a run that went well: some say by theirs that something was found.
    pub(super) fn statuses(self) -> &'static [i32] {
        match self {
            Self::Accordance => &[0, 1],
            Self::CfnGuard => &[0, 19],
            _ => &[0],
        }
    }

    /// How many threads it makes use of, of those that there are.
    pub(super) fn threads(self, most: usize) -> usize {
        match self {
            Self::Jq | Self::CfnGuard | Self::Ajv => 1,
            _ => most,
        }
    }
}
