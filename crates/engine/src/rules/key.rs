//! Values as indexes and sets hold them. Two values have one key if and only if they are equal.

use std::{
    borrow::Cow,
    hash::{Hash, Hasher},
};

use jiff::civil;

use super::value::Value;
use crate::hash::Set;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Key<'d> {
    Boolean(bool),
    Whole(i64),
    /// The bits of a double that is no 64-bit whole number.
    Number(u64),
    Text(Cow<'d, str>),
    Date(civil::Date),
    /// Several, all of which must be equal.
    Several(Vec<Self>),
}

impl Hash for Key<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            // Nearly all keys are texts: one word less is hashed than for what tells kinds apart.
            Self::Text(text) => text.hash(state),
            Self::Boolean(truth) => truth.hash(state),
            Self::Whole(number) => number.hash(state),
            Self::Number(bits) => bits.hash(state),
            Self::Date(date) => date.hash(state),
            Self::Several(keys) => keys.hash(state),
        }
    }
}

impl<'d> Key<'d> {
    /// The key of a value; nothing for those that are only compared one by one.
    pub(crate) fn of(value: &Value<'d>) -> Option<Self> {
        Some(match value {
            Value::Boolean(truth) => Self::Boolean(*truth),
            Value::Whole(number) => Self::Whole(*number),
            Value::Number(number) => match whole(*number) {
                Some(whole) => Self::Whole(whole),
                None => Self::Number(number.to_bits()),
            },
            Value::Text(text) => Self::Text(text.clone()),
            Value::Date(date) => Self::Date(*date),
            Value::Moment(_) | Value::Length(_) | Value::List(_) | Value::Items(..) | Value::Record(_) => return None,
        })
    }
}

impl Key<'_> {
    /// The same key with texts of its own.
    pub(crate) fn owned(&self) -> Key<'static> {
        match self {
            Self::Boolean(truth) => Key::Boolean(*truth),
            Self::Whole(number) => Key::Whole(*number),
            Self::Number(bits) => Key::Number(*bits),
            Self::Text(text) => Key::Text(Cow::Owned(text.to_string())),
            Self::Date(date) => Key::Date(*date),
            Self::Several(keys) => Key::Several(keys.iter().map(Self::owned).collect()),
        }
    }
}

/// Keys of one kind. Of values of two kinds it cannot be told whether they are equal, so that such are compared one by
/// one.
#[derive(Debug, Default)]
pub(crate) struct Keys<'d> {
    all: Set<Key<'d>>,
    one: Option<Key<'d>>,
}

impl<'d> Keys<'d> {
    /// Whether a key is there; nothing where the keys are of another kind.
    pub(crate) fn has(&self, key: &Key<'d>) -> Option<bool> {
        self.is_like(key).then(|| self.all.contains(key))
    }

    /// Adds a key, and says whether it is new; nothing where the keys are of another kind.
    pub(crate) fn add(&mut self, key: Key<'d>) -> Option<bool> {
        if !self.is_like(&key) {
            return None;
        }
        self.one.get_or_insert_with(|| key.clone());
        Some(self.all.insert(key))
    }

    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// The keys of values; nothing where one has no key, or there are values of two kinds.
    pub(crate) fn of<'v>(values: impl IntoIterator<Item = &'v Value<'d>>) -> Option<Self>
    where
        'd: 'v,
    {
        let mut keys = Self::default();
        for value in values {
            keys.add(Key::of(value)?)?;
        }
        Some(keys)
    }

    fn is_like(&self, key: &Key<'d>) -> bool {
        let is_number = |key: &Key<'_>| matches!(key, Key::Whole(_) | Key::Number(_));
        self.one.as_ref().is_none_or(|one| {
            is_number(one) && is_number(key) || std::mem::discriminant(one) == std::mem::discriminant(key)
        })
    }
}

/// The whole number that a double is, if 64 bits hold it.
pub(crate) fn whole(number: f64) -> Option<i64> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    #[expect(clippy::cast_possible_truncation, reason = "whole and within the limits")]
    (number.fract() == 0.0 && (-LIMIT..LIMIT).contains(&number)).then_some(number as i64)
}
