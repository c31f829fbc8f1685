//! Keys of counts all of whose parts are texts.

use crate::hash::Hashed;

/// Texts that something is counted by, with the hash of all of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextKey<'k> {
    parts: &'k [&'k str],
    hash: Hashed,
}

/// Where a key is written, its parts stand one behind the other, and this behind each: a byte that stands in no text.
pub(crate) const END: u8 = u8::MAX;

impl<'k> TextKey<'k> {
    /// A key of some texts; nothing where there are none.
    pub(crate) fn new(parts: &'k [&'k str]) -> Option<Self> {
        let hash = parts.iter().map(|part| Hashed::of(part.as_bytes())).reduce(Hashed::and)?;
        Some(Self { parts, hash })
    }

    #[inline]
    pub(crate) fn hash(&self) -> Hashed {
        self.hash
    }

    pub(crate) fn parts(&self) -> &'k [&'k str] {
        self.parts
    }

    /// Whether it is the key that was written as some bytes.
    #[inline]
    pub(crate) fn is(&self, written: &[u8]) -> bool {
        let mut rest = written;
        for part in self.parts {
            let after = rest.strip_prefix(part.as_bytes()).and_then(|rest| rest.strip_prefix(&[END]));
            let Some(after) = after else { return false };
            rest = after;
        }
        rest.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{END, TextKey};

    fn key<'k>(parts: &'k [&'k str]) -> TextKey<'k> {
        TextKey::new(parts).expect("there are parts")
    }

    proptest! {
        #[test]
        fn a_key_is_what_was_written_of_the_same_parts_alone(
            one in prop::collection::vec("[abü]{0,3}", 1..4),
            two in prop::collection::vec("[abü]{0,3}", 1..4),
        ) {
            let [first, second] = [&one, &two].map(|parts| parts.iter().map(String::as_str).collect::<Vec<_>>());
            let (first, second) = (key(&first), key(&second));
            let written = one.iter().flat_map(|part| part.bytes().chain([END])).collect::<Vec<_>>();
            prop_assert!(first.is(&written));
            prop_assert_eq!(second.is(&written), one == two);
            prop_assert!(one != two || first.hash() == second.hash());
        }
    }

    #[test]
    fn the_order_of_parts_tells_keys_apart() {
        assert_ne!(key(&["a", "b"]).hash(), key(&["b", "a"]).hash());
        assert_ne!(key(&["a", "a"]).hash(), key(&["b", "b"]).hash());
        assert!(TextKey::new(&[]).is_none());
    }
}
