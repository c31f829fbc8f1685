//! Typed records from the same tree, by `serde`.

use std::{fmt, marker::PhantomData};

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
    value::{BorrowedStrDeserializer, StrDeserializer},
};

use crate::{Items, Members, Value, ValueKind, push_step, quoted, tree::Kind};

/// A value, or one in it, is not what a type reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotOfType {
    /// The steps to the value, the last first.
    steps: Vec<Box<str>>,
    message: String,
}

impl NotOfType {
    /// The JSON Pointer of the value that is refused, from the one that is read; empty where that is it. For a member
    /// that is not known it is that member's, and the object's for one that is missing. A type that reads a value
    /// before it knows what it is, such as an untagged enum, tells no place in it.
    pub fn pointer(&self) -> String {
        let mut pointer = String::new();
        self.steps.iter().rev().for_each(|step| push_step(&mut pointer, step));
        pointer
    }

    /// What the type says against it, without its place.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The same of a value that holds this one.
    fn within(mut self, step: impl Into<Box<str>>) -> Self {
        self.steps.push(step.into());
        self
    }
}

impl fmt::Display for NotOfType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)?;
        if self.steps.is_empty() { Ok(()) } else { write!(formatter, " (at {})", quoted(&self.pointer())) }
    }
}

impl std::error::Error for NotOfType {}

impl serde::de::Error for NotOfType {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { steps: Vec::new(), message: message.to_string() }
    }
}

impl<'a> Value<'a> {
    /// Reads the value as a type.
    ///
    /// # Errors
    /// What the type says against it, and where.
    ///
    /// ```
    /// use accordance_document::{Limits, Tree, parse_json};
    ///
    /// let mut tree = Tree::new();
    /// let numbers: Vec<u8> = parse_json("[1, 2]", &mut tree, Limits::default())?.to_typed()?;
    /// assert_eq!(numbers, [1, 2]);
    ///
    /// let text = r#"[{"page": 1}, {"page": -2}]"#;
    /// let pages = parse_json(text, &mut tree, Limits::default())?;
    /// let wrong = pages.to_typed::<Vec<std::collections::BTreeMap<String, u8>>>().expect_err("no page is negative");
    /// assert_eq!(wrong.pointer(), "/1/page");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_typed<T: Deserialize<'a>>(self) -> Result<T, NotOfType> {
        T::deserialize(self)
    }
}

impl<'de> Deserializer<'de> for Value<'de> {
    type Error = NotOfType;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotOfType> {
        let node = self.node();
        match node.kind {
            Kind::Null => visitor.visit_unit(),
            Kind::False => visitor.visit_bool(false),
            Kind::True => visitor.visit_bool(true),
            Kind::Unsigned => visitor.visit_u64(node.bits()),
            Kind::Signed => visitor.visit_i64(node.bits().cast_signed()),
            Kind::Float => visitor.visit_f64(f64::from_bits(node.bits())),
            Kind::Text | Kind::OwnText => visitor.visit_borrowed_str(self.tree.text(self.source, node)),
            Kind::Array => visitor.visit_seq(ItemAccess { items: self.items(), number: 0 }),
            Kind::Object => visitor.visit_map(MemberAccess { members: self.members(), member: None }),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotOfType> {
        if self.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, NotOfType> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NotOfType> {
        match self.kind() {
            ValueKind::Text => visitor.visit_enum(self.as_str().unwrap_or_default().into_deserializer()),
            ValueKind::Object if self.len() == Some(1) => match self.members().next() {
                Some((name, value)) => visitor.visit_enum(Variant { name, value }),
                None => Err(NotOfType::custom("an object with one member is expected")),
            },
            _ => Err(NotOfType::invalid_type(
                Unexpected::Other("another value"),
                &"a text, or an object with one member",
            )),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

struct ItemAccess<'a> {
    items: Items<'a>,
    number: usize,
}

impl<'a> SeqAccess<'a> for ItemAccess<'a> {
    type Error = NotOfType;

    fn next_element_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<Option<T::Value>, NotOfType> {
        let Some(item) = self.items.next() else { return Ok(None) };
        let number = self.number;
        self.number += 1;
        seed.deserialize(item).map(Some).map_err(|wrong| wrong.within(number.to_string()))
    }
}

struct MemberAccess<'a> {
    members: Members<'a>,
    member: Option<(&'a str, Value<'a>)>,
}

impl<'a> MapAccess<'a> for MemberAccess<'a> {
    type Error = NotOfType;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, NotOfType> {
        let Some((key, value)) = self.members.next() else { return Ok(None) };
        self.member = Some((key, value));
        let seen = seed.deserialize(BorrowedStrDeserializer::new(key));
        seen.map(Some).map_err(|wrong: NotOfType| wrong.within(key))
    }

    fn next_value_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<T::Value, NotOfType> {
        match self.member.take() {
            Some((key, value)) => seed.deserialize(value).map_err(|wrong| wrong.within(key)),
            None => Err(NotOfType::custom("a key comes before its value")),
        }
    }
}

struct Variant<'a> {
    name: &'a str,
    value: Value<'a>,
}

impl<'a> EnumAccess<'a> for Variant<'a> {
    type Error = NotOfType;
    type Variant = VariantValue<'a>;

    fn variant_seed<T: DeserializeSeed<'a>>(self, seed: T) -> Result<(T::Value, VariantValue<'a>), NotOfType> {
        let name: StrDeserializer<'_, NotOfType> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, VariantValue(self)))
    }
}

struct VariantValue<'a>(Variant<'a>);

impl<'a> VariantAccess<'a> for VariantValue<'a> {
    type Error = NotOfType;

    fn unit_variant(self) -> Result<(), NotOfType> {
        self.newtype_variant_seed(PhantomData)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'a>>(self, seed: T) -> Result<T::Value, NotOfType> {
        let Variant { name, value } = self.0;
        seed.deserialize(value).map_err(|wrong| wrong.within(name))
    }

    fn tuple_variant<V: Visitor<'a>>(self, _: usize, visitor: V) -> Result<V::Value, NotOfType> {
        let Variant { name, value } = self.0;
        value.deserialize_any(visitor).map_err(|wrong| wrong.within(name))
    }

    fn struct_variant<V: Visitor<'a>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, NotOfType> {
        let Variant { name, value } = self.0;
        value.deserialize_any(visitor).map_err(|wrong| wrong.within(name))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use crate::{Limits, Tree, parse_json};

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case", deny_unknown_fields)]
    #[expect(dead_code, reason = "it is read, and nothing is asked of it")]
    enum Said {
        Nothing,
        Text(String),
        Both { first: u8, then: Option<Box<Said>> },
        Pair(u8, u8),
    }

    #[test]
    fn the_place_of_what_a_type_refuses_is_told() {
        for (text, pointer) in [
            (r#""nothng""#, ""),
            (r#"{"text": 1}"#, "/text"),
            (r#"{"nothing": 1}"#, "/nothing"),
            (r#"{"pair": [1, "2"]}"#, "/pair/1"),
            (r#"{"pair": [1]}"#, "/pair"),
            (r#"{"both": {"then": "nothing"}}"#, "/both"),
            (r#"{"both": {"first": 1, "a/b~c": 2}}"#, "/both/a~1b~0c"),
            (r#"{"both": {"first": 1, "then": {"both": {"first": 256}}}}"#, "/both/then/both/first"),
        ] {
            let mut tree = Tree::new();
            let value = parse_json(text, &mut tree, Limits::default()).expect("JSON");
            assert_eq!(value.to_typed::<Said>().expect_err(text).pointer(), pointer, "{text}");
        }
    }

    #[test]
    fn the_place_is_told_behind_the_message() {
        let mut tree = Tree::new();
        let value = parse_json(r#"{"a": [1, "b"]}"#, &mut tree, Limits::default()).expect("JSON");
        let wrong = value.to_typed::<BTreeMap<String, Vec<u8>>>().expect_err("a text is no number");
        assert_eq!(wrong.message(), "invalid type: string \"b\", expected u8");
        assert_eq!(wrong.to_string(), "invalid type: string \"b\", expected u8 (at \"/a/1\")");
    }
}
