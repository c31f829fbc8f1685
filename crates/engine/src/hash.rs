//! Hashes, maps and sets for what is looked up once or more for each record. Their hash is quick, and its keys are drawn
//! anew for each process at least, so that no file can be written for its ids to collide.

use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasher, Hasher},
    sync::LazyLock,
};

pub(crate) use foldhash::fast::RandomState;

pub(crate) type Map<K, V> = HashMap<K, V, RandomState>;

pub(crate) type Set<T> = HashSet<T, RandomState>;

/// The hash of a text, the same for a text wherever it stands. It is kept beside the text, so that neither a table that
/// grows nor a look into another table reads the text for it once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hashed(u32);

impl Hashed {
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "half of it tells texts apart well enough")]
    pub(crate) fn of(text: &[u8]) -> Self {
        // One for all: hashes of one table are looked for in others.
        static STATE: LazyLock<RandomState> = LazyLock::new(RandomState::default);
        let mut hasher = STATE.build_hasher();
        hasher.write(text);
        Self(hasher.finish() as u32)
    }

    /// As tables want it, which look at its first bits and at its last.
    #[inline]
    pub(crate) fn wide(self) -> u64 {
        u64::from(self.0) << 32 | u64::from(self.0)
    }

    /// The hash of a text and what comes behind it.
    #[inline]
    pub(crate) fn and(self, next: Self) -> Self {
        let both = u64::from(self.0) << 32 | u64::from(next.0);
        let mixed = both.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        // The upper half, which all bits of both reach.
        Self((mixed >> 32) as u32 ^ next.0)
    }

    /// Which of so many shares it belongs to, of which tables then know nothing: they go by bits of the hash itself.
    #[inline]
    pub(crate) fn share(self, shares: usize) -> usize {
        let mixed = self.0.wrapping_mul(0x9e37_79b1);
        // INVARIANT: it is less than the number of shares.
        usize::try_from((u64::from(mixed) * (shares as u64)) >> 32).unwrap_or_default()
    }
}
