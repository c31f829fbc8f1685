//! How much rules find together, and which waivers they use.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use accordance_rules::core::Program;

/// The rules of a run find at most so much together.
pub(super) const MOST_FINDINGS: usize = 2_000_000;

/// The texts of what they find have at most so many bytes together: messages, instructions, and values.
pub(super) const MOST_BYTES: usize = 512 << 20;

/// What is noted while rules are run, from any thread.
pub(crate) struct Noted {
    /// How much is found.
    pub(super) count: AtomicUsize,
    /// How many bytes its texts have.
    pub(super) bytes: AtomicUsize,
    /// Whether each waiver covers something.
    pub(super) used: Vec<AtomicBool>,
}

impl Noted {
    pub(crate) fn new(program: &Program) -> Self {
        let used = program.waivers.iter().map(|_| AtomicBool::new(false)).collect();
        Self { count: AtomicUsize::new(0), bytes: AtomicUsize::new(0), used }
    }

    /// Whether more is found than a run may find.
    pub(crate) fn is_full(&self) -> bool {
        self.finds_too_many() || self.finds_too_long()
    }

    pub(super) fn finds_too_many(&self) -> bool {
        self.count.load(Ordering::Relaxed) > MOST_FINDINGS
    }

    pub(super) fn finds_too_long(&self) -> bool {
        self.bytes.load(Ordering::Relaxed) > MOST_BYTES
    }

    /// Counts one more, and tells whether there is room for it.
    pub(super) fn take(&self) -> bool {
        self.count.fetch_add(1, Ordering::Relaxed) < MOST_FINDINGS && !self.finds_too_long()
    }

    pub(super) fn weigh(&self, bytes: usize) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Whether each waiver covers something.
    pub(crate) fn used(self) -> Vec<bool> {
        self.used.into_iter().map(AtomicBool::into_inner).collect()
    }
}
