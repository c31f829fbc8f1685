//! Lists in which nothing stands twice.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use thiserror::Error;

/// A list, in the order given, in which nothing stands twice.
///
/// Nothing is collected into one: that would have to pass over repeated items in silence, and [`Distinct::new`] tells
/// them.
///
/// ```
/// use accordance_terms::{Distinct, GoalId};
///
/// let goals: Vec<GoalId> = vec!["gpg-2017-1".parse()?, "gpg-2017-4".parse()?];
/// let goals = Distinct::new(goals).expect("two different goals");
/// assert_eq!(goals.len(), 2);
///
/// assert!(Distinct::try_from(vec![1, 2, 1]).is_err());
/// let ids: Vec<String> = goals.into_iter().map(|goal| goal.to_string()).collect();
/// assert_eq!(ids, ["gpg-2017-1", "gpg-2017-4"]);
/// # Ok::<(), accordance_terms::InvalidTerm>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Distinct<T>(Vec<T>);

/// The same value stands at two places of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("items {first} and {second} of the list are the same; name each once")]
pub struct Repeated {
    /// The earlier of the two places, counted from 1.
    pub first: usize,
    /// The later of the two places, counted from 1.
    pub second: usize,
}

impl<T: Ord> Distinct<T> {
    /// Checks a list.
    ///
    /// # Errors
    /// [`Repeated`] where two items are equal.
    pub fn new(items: Vec<T>) -> Result<Self, Repeated> {
        let mut order: Vec<usize> = (0..items.len()).collect();
        order.sort_by(|&a, &b| items[a].cmp(&items[b]));
        let same = order.windows(2).find(|pair| items[pair[0]] == items[pair[1]]);
        match same {
            Some(pair) => Err(Repeated { first: pair[0] + 1, second: pair[1] + 1 }),
            None => Ok(Self(items)),
        }
    }

    /// Adds an item that is not there yet, and says whether it did.
    ///
    /// It compares the item with each that is there. To make a long list, use [`Distinct::new`], which sorts once.
    pub fn insert(&mut self, item: T) -> bool {
        let is_new = !self.0.contains(&item);
        if is_new {
            self.0.push(item);
        }
        is_new
    }
}

impl<T> Distinct<T> {
    /// The items, in the order given.
    pub fn into_inner(self) -> Vec<T> {
        self.0
    }
}

impl<T: Ord> TryFrom<Vec<T>> for Distinct<T> {
    type Error = Repeated;

    fn try_from(items: Vec<T>) -> Result<Self, Repeated> {
        Self::new(items)
    }
}

impl<T> From<Distinct<T>> for Vec<T> {
    fn from(items: Distinct<T>) -> Self {
        items.0
    }
}

impl<T> Default for Distinct<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> std::ops::Deref for Distinct<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<'a, T> IntoIterator for &'a Distinct<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T> IntoIterator for Distinct<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'de, T: Deserialize<'de> + Ord> Deserialize<'de> for Distinct<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(Vec::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl<T: JsonSchema> JsonSchema for Distinct<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("Distinct{}", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "array", "items": generator.subschema_for::<T>(), "uniqueItems": true })
    }
}

#[cfg(feature = "proptest")]
impl<T: proptest::arbitrary::Arbitrary + Ord + 'static> proptest::arbitrary::Arbitrary for Distinct<T> {
    type Parameters = ();
    type Strategy = proptest::strategy::BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        use proptest::prelude::*;
        proptest::collection::vec(any::<T>(), 0..4)
            .prop_map(|items| {
                let mut distinct = Self::default();
                for item in items {
                    distinct.insert(item);
                }
                distinct
            })
            .boxed()
    }
}
