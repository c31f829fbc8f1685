//! Bounds that keep a stranger's file from taking more than its share.

/// How much a record may be and hold. Reaching a bound is a [`ReadError`](crate::ReadError) with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How deep lists and objects may nest; at most 512 whatever is asked, since what walks a record may recurse.
    pub depth: usize,
    /// How many keys and values a record may hold. Each takes 16 bytes of memory, 20 in YAML.
    pub nodes: usize,
    /// How long a record may be, in bytes; at most 1 GiB whatever is asked. In YAML, a document.
    pub record_bytes: usize,
    /// How many keys and values the aliases of a YAML document may stand for together.
    pub alias_nodes: usize,
}

impl Default for Limits {
    /// 128 levels, 20 million keys and values, 256 MiB, 100,000 keys and values by aliases.
    fn default() -> Self {
        Self { depth: 128, nodes: 20_000_000, record_bytes: 256 << 20, alias_nodes: 100_000 }
    }
}

impl Limits {
    /// The bounds that hold whatever is asked, applied.
    pub(crate) fn bounded(self) -> Self {
        Self { depth: self.depth.min(512), record_bytes: self.record_bytes.min(1 << 30), ..self }
    }
}
