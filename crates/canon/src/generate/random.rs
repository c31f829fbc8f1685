//! Numbers that look random and are the same on every machine.

/// `SplitMix64` (Steele, Lea and Flood, 2014): small, quick, and good enough to spread records.
#[derive(Clone, Debug)]
pub(super) struct Random(u64);

impl Random {
    /// The numbers of one record. They depend on nothing but the two arguments.
    pub(super) fn new(seed: u64, number: u64) -> Self {
        let mut mixed = Self(seed);
        let start = mixed.next() ^ number.wrapping_mul(0xD6E8_FEB8_6659_FD93);
        Self(start)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 to one less than `bound`; 0 where `bound` is 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        let bound = bound as u64;
        let wide = u128::from(self.next()) * u128::from(bound);
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// A number from `least` to `most`.
    pub(super) fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    /// True in so many of a hundred cases.
    pub(super) fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    /// One of a list.
    pub(super) fn one<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// So many of a list, each at most once, in the order of the list.
    pub(super) fn some<'a, T>(&mut self, list: &'a [T], count: usize) -> Vec<&'a T> {
        let mut needed = count.min(list.len());
        let mut chosen = Vec::with_capacity(needed);
        for (at, item) in list.iter().enumerate() {
            if self.below(list.len() - at) < needed {
                chosen.push(item);
                needed -= 1;
            }
        }
        chosen
    }
}
