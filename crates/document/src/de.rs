//! Typed records from the same tree, by `serde`.

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
    value::{Error, StrDeserializer},
};

use crate::{Items, Members, Value, ValueKind, tree::Kind};

impl<'a> Value<'a> {
    /// Reads the value as a type.
    ///
    /// # Errors
    /// What the type says against it.
    ///
    /// ```
    /// use accordance_document::{Limits, Tree, parse_json};
    ///
    /// let mut tree = Tree::new();
    /// let numbers: Vec<u8> = parse_json("[1, 2]", &mut tree, Limits::default())?.to_typed()?;
    /// assert_eq!(numbers, [1, 2]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_typed<T: Deserialize<'a>>(self) -> Result<T, Error> {
        T::deserialize(self)
    }
}

impl<'de> Deserializer<'de> for Value<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let node = self.node();
        match node.kind {
            Kind::Null => visitor.visit_unit(),
            Kind::False => visitor.visit_bool(false),
            Kind::True => visitor.visit_bool(true),
            Kind::Unsigned => visitor.visit_u64(node.bits()),
            Kind::Signed => visitor.visit_i64(node.bits().cast_signed()),
            Kind::Float => visitor.visit_f64(f64::from_bits(node.bits())),
            Kind::Text | Kind::OwnText => visitor.visit_borrowed_str(self.tree.text(self.source, node)),
            Kind::Array => visitor.visit_seq(ItemAccess(self.items())),
            Kind::Object => visitor.visit_map(MemberAccess { members: self.members(), value: None }),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.kind() {
            ValueKind::Text => visitor.visit_enum(self.as_str().unwrap_or_default().into_deserializer()),
            ValueKind::Object if self.len() == Some(1) => match self.members().next() {
                Some((name, value)) => visitor.visit_enum(Variant { name, value }),
                None => Err(Error::custom("an object with one member is expected")),
            },
            _ => Err(Error::invalid_type(Unexpected::Other("another value"), &"a text, or an object with one member")),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

struct ItemAccess<'a>(Items<'a>);

impl<'a> SeqAccess<'a> for ItemAccess<'a> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.0.next().map(|item| seed.deserialize(item)).transpose()
    }
}

struct MemberAccess<'a> {
    members: Members<'a>,
    value: Option<Value<'a>>,
}

impl<'a> MapAccess<'a> for MemberAccess<'a> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some((key, value)) = self.members.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        seed.deserialize(serde::de::value::BorrowedStrDeserializer::new(key)).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<T::Value, Error> {
        match self.value.take() {
            Some(value) => seed.deserialize(value),
            None => Err(Error::custom("a key comes before its value")),
        }
    }
}

struct Variant<'a> {
    name: &'a str,
    value: Value<'a>,
}

impl<'a> EnumAccess<'a> for Variant<'a> {
    type Error = Error;
    type Variant = VariantValue<'a>;

    fn variant_seed<T: DeserializeSeed<'a>>(self, seed: T) -> Result<(T::Value, VariantValue<'a>), Error> {
        let name: StrDeserializer<'_, Error> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, VariantValue(self.value)))
    }
}

struct VariantValue<'a>(Value<'a>);

impl<'a> VariantAccess<'a> for VariantValue<'a> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Deserialize::deserialize(self.0)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'a>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'a>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.0.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'a>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        self.0.deserialize_any(visitor)
    }
}
