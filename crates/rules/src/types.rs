//! What values are, as far as schemas say.

use std::sync::Arc;

/// A collection by its number in one [`Environment`](crate::Environment): its place, from 0, among the
/// [names](crate::Environment::collection_names) of that environment, as [`collection`](crate::Environment::collection)
/// finds it. A number means nothing in another environment, and an environment takes only its own.
pub type CollectionId = usize;

/// What a value is.
///
/// Whether a value may be missing is no part of its type: it is known of each place where a value is read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// Schemas say nothing of it.
    Anything,
    /// There is no value of it: the items of `[]`.
    Nothing,
    /// `true` or `false`.
    Boolean,
    /// A whole number of 64 bits.
    Whole,
    /// A double.
    Number,
    /// A text.
    Text,
    /// One text of a closed list.
    OneOf(Arc<[Arc<str>]>),
    /// A day.
    Date,
    /// A moment.
    DateTime,
    /// A length of time.
    Duration,
    /// The id of a record of a collection.
    Id(CollectionId),
    /// A text that names a record of a collection.
    Reference(CollectionId),
    /// A list.
    List(Arc<Type>),
    /// A record of one of these shapes.
    Record(Arc<[Part]>),
}

/// A shape, and which of its variants are possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Part {
    /// The number of the shape in the environment.
    pub shape: usize,
    /// A bit for each of its variants.
    pub variants: u64,
}

impl Type {
    /// A list of `items`.
    pub fn list(items: Self) -> Self {
        Self::List(Arc::new(items))
    }

    /// The same with the numbers of shapes raised by so many.
    pub(crate) fn raised(&self, by: usize) -> Self {
        match self {
            Self::List(item) => Self::list(item.raised(by)),
            Self::Record(parts) => {
                Self::Record(parts.iter().map(|part| Part { shape: part.shape + by, ..*part }).collect())
            }
            other => other.clone(),
        }
    }

    /// Whether its values are texts in the data.
    pub fn is_textual(&self) -> bool {
        matches!(self, Self::Text | Self::OneOf(_) | Self::Id(_) | Self::Reference(_))
    }

    /// Whether its values are numbers.
    pub fn is_numeric(&self) -> bool {
        matches!(self, Self::Whole | Self::Number)
    }

    /// The type of the items, if it is a list.
    pub fn item(&self) -> Option<&Self> {
        match self {
            Self::List(item) => Some(item),
            _ => None,
        }
    }

    /// The narrowest type that holds the values of both; nothing where they have nothing in common.
    pub fn union(&self, other: &Self) -> Option<Self> {
        Some(match (self, other) {
            (one, same) if one == same => one.clone(),
            (Self::Nothing, it) | (it, Self::Nothing) => it.clone(),
            (Self::Anything, _) | (_, Self::Anything) => Self::Anything,
            (one, two) if one.is_numeric() && two.is_numeric() => Self::Number,
            (Self::Id(one) | Self::Reference(one), Self::Id(two) | Self::Reference(two)) if one == two => {
                Self::Reference(*one)
            }
            (Self::OneOf(one), Self::OneOf(two)) => {
                let mut all = one.to_vec();
                all.extend(two.iter().filter(|word| !one.contains(word)).cloned());
                Self::OneOf(all.into())
            }
            (one, two) if one.is_textual() && two.is_textual() => Self::Text,
            (Self::List(one), Self::List(two)) => Self::list(one.union(two)?),
            (Self::Record(one), Self::Record(two)) => {
                let mut all = one.to_vec();
                for part in two.iter() {
                    match all.iter_mut().find(|known| known.shape == part.shape) {
                        Some(known) => known.variants |= part.variants,
                        None => all.push(*part),
                    }
                }
                Self::Record(all.into())
            }
            _ => return None,
        })
    }
}
