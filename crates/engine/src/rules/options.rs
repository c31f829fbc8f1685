//! What a run of rules is told.

use accordance_rules::core::{Constant, Language};
use jiff::civil;

/// How rules are run.
#[derive(Clone, Debug)]
pub struct RuleOptions {
    /// The day of the run, of the years 0 to 9999 as those of records are.
    pub as_of: civil::Date,
    /// Values of parameters by their numbers in the program; of two for one, the last.
    pub parameters: Vec<(usize, Constant)>,
    /// The language of messages; where a rule has none in it, that without a language, or English.
    pub language: Option<Language>,
    /// A rule takes at most so many steps: items gone through in lists.
    pub max_checks: u64,
}

impl RuleOptions {
    /// A rule takes at most so many steps, where nothing else is said.
    pub const MAX_CHECKS: u64 = 1_000_000_000;

    /// Options for a day, with nothing else said.
    pub const fn on(as_of: civil::Date) -> Self {
        Self { as_of, parameters: Vec::new(), language: None, max_checks: Self::MAX_CHECKS }
    }
}
