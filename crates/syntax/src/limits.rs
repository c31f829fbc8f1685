//! Bounds on what is read.

/// What a rule file may hold at most. Reaching a bound is a mistake of the file, never a crash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The bytes of a file.
    pub bytes: usize,
    /// The levels of an expression or of a record, one inside the other ([`Expr::height`](crate::ast::Expr::height)).
    /// At most [`Self::MOST_NESTING`], whatever is given. Trees of the default height can be walked by recursion on a
    /// stack of one mebibyte in an optimised build, and of two, which threads have by default, in any.
    pub nesting: u32,
    /// The mistakes reported of one file; one more says that there are others.
    pub mistakes: usize,
}

impl Limits {
    /// No expression is read that has more levels.
    pub const MOST_NESTING: u32 = 100;

    /// The bytes of the value that one `{…}` of a message shows, as the formatter writes it.
    pub const PLACEHOLDER_BYTES: usize = 1024;
}

impl Default for Limits {
    /// 1 MiB, 64 levels, 100 mistakes.
    fn default() -> Self {
        Self { bytes: 1 << 20, nesting: 64, mistakes: 100 }
    }
}
