//! Short lists for property tests: lists within lists of a hundred items each would make records of megabytes.

use proptest::{arbitrary::Arbitrary, prelude::*};

/// Lists of up to three items.
pub fn few<T: Arbitrary + 'static>() -> BoxedStrategy<Vec<T>> {
    proptest::collection::vec(any::<T>(), 0..4).boxed()
}

/// Lists of up to three items, or none.
pub fn few_or_none<T: Arbitrary + 'static>() -> BoxedStrategy<Option<Vec<T>>> {
    proptest::option::of(few()).boxed()
}
