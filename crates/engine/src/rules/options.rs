//! What a run of rules is told.

use accordance_rules::core::{Constant, Date, Language};

/// How rules are run.
#[derive(Clone, Debug)]
pub struct RuleOptions {
    /// The date of the run.
    pub as_of: Date,
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
    pub const fn on(as_of: Date) -> Self {
        Self { as_of, parameters: Vec::new(), language: None, max_checks: Self::MAX_CHECKS }
    }
}
