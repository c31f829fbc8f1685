//! What came of one rule.

/// What came of one rule.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ran<T> {
    /// What was found, in the order of the data.
    pub found: Vec<T>,
    /// How often it held.
    pub passes: u64,
    /// How often it did not.
    pub fails: u64,
    /// How often it did not apply; the largest number of 64 bits where it is more.
    pub does_not_apply: u64,
    /// How often it could not be told.
    pub cannot_tell: u64,
    /// How many steps it took.
    pub steps: u64,
    /// Whether it took more steps than it may. What was found is not whole then.
    pub stopped: bool,
}

impl<T> Ran<T> {
    pub(crate) fn new() -> Self {
        Self { found: Vec::new(), passes: 0, fails: 0, does_not_apply: 0, cannot_tell: 0, steps: 0, stopped: false }
    }

    /// The same with other things in the place of what was found.
    pub(crate) fn with<U>(self, of: impl FnOnce(Vec<T>) -> Vec<U>) -> Ran<U> {
        let Self { found, passes, fails, does_not_apply, cannot_tell, steps, stopped } = self;
        Ran { found: of(found), passes, fails, does_not_apply, cannot_tell, steps, stopped }
    }

    pub(crate) fn join(mut self, other: Self) -> Self {
        self.found.extend(other.found);
        self.steps += other.steps;
        self.passes += other.passes;
        self.fails += other.fails;
        self.does_not_apply = self.does_not_apply.saturating_add(other.does_not_apply);
        self.cannot_tell += other.cannot_tell;
        self.stopped |= other.stopped;
        self
    }
}
