//! Names of members and lists of words, compared without a call for each.

use std::cmp::Ordering;

use wide::u8x16;

/// So many bytes are looked at together.
pub(super) const CHUNK: usize = 32;

/// The bits of the first half of a chunk.
const HALF: u32 = 0xffff;

/// The bytes of a chunk.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Chunk {
    low: u8x16,
    high: u8x16,
}

impl Chunk {
    #[inline]
    pub(super) fn new(bytes: &[u8; CHUNK]) -> Self {
        let half = |bytes: Option<&[u8; 16]>| bytes.copied().map(u8x16::new).unwrap_or_default();
        Self { low: half(bytes.first_chunk()), high: half(bytes.last_chunk()) }
    }

    /// Whether some of its bytes are those of another.
    #[expect(clippy::inline_always, reason = "it is asked of each key and of most texts")]
    #[inline(always)]
    pub(super) fn agrees(&self, other: &Self, bytes: Leading) -> bool {
        let (low, high) = (bytes.0 & HALF, bytes.0 >> 16);
        // Most are no longer than a half.
        self.low.simd_eq(other.low).to_bitmask() & low == low
            && (high == 0 || self.high.simd_eq(other.high).to_bitmask() & high == high)
    }
}

/// The first bytes of a chunk: a bit for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Leading(u32);

impl Leading {
    /// So many, or all.
    #[inline]
    pub(super) fn new(length: usize) -> Self {
        Self(u32::MAX.checked_shr(crate::tree::size(CHUNK.saturating_sub(length))).unwrap_or_default())
    }
}

/// A text in the room that it stands in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span<'a> {
    room: &'a [u8],
    bytes: &'a [u8],
    start: usize,
}

/// The length of a text with its first bytes. Texts of up to 16 bytes are equal where these are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Head {
    length: u32,
    first: u128,
}

/// How many bytes a head has.
const HEAD: usize = 16;

impl<'a> Span<'a> {
    #[inline]
    pub(super) fn new(room: &'a [u8], start: usize, length: usize) -> Self {
        Self { room, bytes: room.get(start..start + length).unwrap_or_default(), start }
    }

    #[inline]
    pub(super) fn bytes(self) -> &'a [u8] {
        self.bytes
    }

    #[inline]
    pub(super) fn head(self) -> Head {
        let length = self.bytes.len();
        // What follows a text in its room is masked out, so that no length is a case of its own.
        let first = match self.room.get(self.start..).and_then(<[u8]>::first_chunk) {
            Some(chunk) if length < HEAD => u128::from_le_bytes(*chunk) & ((1 << (length * 8)) - 1),
            Some(chunk) => u128::from_le_bytes(*chunk),
            None => padded(self.bytes),
        };
        Head { length: crate::tree::size(length), first }
    }
}

#[cold]
fn padded(text: &[u8]) -> u128 {
    let mut chunk = [0; HEAD];
    for (to, from) in chunk.iter_mut().zip(text) {
        *to = *from;
    }
    u128::from_le_bytes(chunk)
}

impl Head {
    /// Whether texts are equal that have this head.
    #[inline]
    fn are_equal(self, one: &[u8], other: &[u8]) -> bool {
        if self.length as usize <= HEAD {
            return true;
        }
        match (one.last_chunk::<HEAD>(), other.last_chunk::<HEAD>()) {
            (Some(one), Some(other)) if u128::from_le_bytes(*one) != u128::from_le_bytes(*other) => false,
            _ => self.length as usize <= HEAD * 2 || one == other,
        }
    }
}

/// A name of a member.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    head: Head,
    whole: Box<[u8]>,
}

impl Name {
    pub(super) fn new(name: &str) -> Self {
        let whole = name.as_bytes();
        Self { head: Span::new(whole, 0, whole.len()).head(), whole: whole.into() }
    }

    pub(super) fn text(&self) -> &str {
        // INVARIANT: it was made from a text.
        std::str::from_utf8(&self.whole).unwrap_or_default()
    }

    /// Whether a text with this head is this name.
    #[inline]
    pub(super) fn is(&self, text: &[u8], head: Head) -> bool {
        self.head == head && head.are_equal(&self.whole, text)
    }

    pub(super) fn compare(&self, text: &[u8], head: Head) -> Ordering {
        self.head.cmp(&head).then_with(|| (*self.whole).cmp(text))
    }
}

/// A list of words.
#[derive(Debug)]
pub(super) struct Words {
    sorted: Box<[Name]>,
}

/// Up to how many words are compared one after another.
const FEW: usize = 8;

impl Words {
    pub(super) fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut sorted: Vec<Name> = words.into_iter().map(Name::new).collect();
        sorted.sort_unstable();
        Self { sorted: sorted.into() }
    }

    #[inline]
    pub(super) fn has(&self, text: Span<'_>) -> bool {
        let head = text.head();
        if self.sorted.len() <= FEW {
            return self.sorted.iter().any(|word| word.is(text.bytes(), head));
        }
        self.sorted.binary_search_by(|word| word.compare(text.bytes(), head)).is_ok()
    }
}
