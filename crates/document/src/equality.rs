//! JSON equality, and a hash that agrees with it.

use std::hash::{BuildHasher, Hash, Hasher};

use crate::{Value, ValueKind, Ways, number::Exact};

impl PartialEq for Value<'_> {
    /// JSON equality: numbers by their value, objects whatever the order of their members.
    fn eq(&self, other: &Self) -> bool {
        let kind = self.kind();
        if kind != other.kind() {
            return false;
        }
        match kind {
            ValueKind::Null => true,
            ValueKind::Boolean => self.as_bool() == other.as_bool(),
            ValueKind::Number => self.exact() == other.exact(),
            ValueKind::Text => self.as_str() == other.as_str(),
            ValueKind::Array => self.len() == other.len() && self.items().eq(other.items()),
            ValueKind::Object => {
                let mut ways = Ways::new(*other);
                self.len() == other.len() && self.members().all(|(key, value)| ways.named(*other, key) == Some(value))
            }
        }
    }
}

impl Eq for Value<'_> {}

impl Value<'_> {
    /// A hash that is the same for values that are equal, whatever the order of members and the spelling of numbers.
    ///
    /// ```
    /// use accordance_document::{Limits, Tree, parse_json};
    ///
    /// let state = std::hash::RandomState::new();
    /// let (mut one, mut two) = (Tree::new(), Tree::new());
    /// let one = parse_json(r#"{"a": 1, "b": 2}"#, &mut one, Limits::default())?;
    /// let two = parse_json(r#"{"b": 2.0, "a": 1}"#, &mut two, Limits::default())?;
    /// assert_eq!(one, two);
    /// assert_eq!(one.hash_with(&state), two.hash_with(&state));
    /// # Ok::<(), accordance_document::ReadError>(())
    /// ```
    pub fn hash_with(self, state: &impl BuildHasher) -> u64 {
        let mut hasher = state.build_hasher();
        self.kind().hash(&mut hasher);
        match self.kind() {
            ValueKind::Null => {}
            ValueKind::Boolean => self.as_bool().hash(&mut hasher),
            ValueKind::Number => match self.exact() {
                Some(Exact::Whole(number)) => number.hash(&mut hasher),
                Some(Exact::Float(number)) => number.to_bits().hash(&mut hasher),
                None => {}
            },
            ValueKind::Text => self.as_str().hash(&mut hasher),
            ValueKind::Array => self.items().for_each(|item| hasher.write_u64(item.hash_with(state))),
            ValueKind::Object => {
                // The sum does not depend on the order.
                let members = self.members().map(|(key, value)| state.hash_one((key, value.hash_with(state))));
                hasher.write_u64(members.fold(0, u64::wrapping_add));
            }
        }
        hasher.finish()
    }
}
