//! A row of decisions.

/// Decisions that are taken one after the other. Where there are no more, each is for the first and simplest.
#[derive(Clone, Debug)]
pub(crate) struct Choices<'c> {
    rest: &'c [u16],
}

impl<'c> Choices<'c> {
    pub(crate) const fn new(rest: &'c [u16]) -> Self {
        Self { rest }
    }

    /// A number below `count`.
    pub(crate) fn pick(&mut self, count: usize) -> usize {
        let Some((first, rest)) = self.rest.split_first() else { return 0 };
        self.rest = rest;
        usize::from(*first) % count.max(1)
    }

    pub(crate) fn one_of<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.pick(all.len())]
    }

    /// Yes once in so many times.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.pick(times) + 1 == times
    }
}
