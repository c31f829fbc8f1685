//! What one operation costs, so that none is without bounds.

use super::absent::Why;

/// What one operation has done.
#[derive(Debug, Default)]
pub(crate) struct Work {
    steps: u64,
}

/// Bytes of text that are looked at in one step.
const BYTES: usize = 64;

impl Work {
    /// One operation looks at so many items at most, lists in lists counted alike.
    const MOST: u64 = 50_000_000;

    /// Looks at an item.
    pub(crate) fn item(&mut self) -> Result<(), Why> {
        self.items(1)
    }

    /// Looks at so many items.
    pub(crate) fn items(&mut self, count: usize) -> Result<(), Why> {
        self.steps = self.steps.saturating_add(count as u64);
        if self.steps > Self::MOST { Err(Why::TooLong) } else { Ok(()) }
    }

    /// Looks at a text.
    pub(crate) fn text(&mut self, text: &str) {
        self.bytes(text.len());
    }

    /// Looks at a text of so many bytes.
    pub(crate) fn bytes(&mut self, length: usize) {
        self.steps += (length / BYTES) as u64;
    }

    /// The steps that it took.
    pub(crate) fn steps(&self) -> u64 {
        self.steps
    }
}
