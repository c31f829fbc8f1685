//! Objects that are read exactly as their JSON Schema says.
//!
//! A derived `Deserialize` is laxer than a schema in three ways: it takes a JSON array for a struct, `null` for an
//! absent property, and unknown properties. [`object!`](crate::object) and [`ObjectOnly`] close the first two, and
//! `deny_unknown_fields` the third, so that a value is accepted by the type exactly when the schema accepts it.

use std::fmt;

use schemars::Schema;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, Unexpected, Visitor};
use serde_json::Value;

/// Implements `Serialize` and `Deserialize` for structs that derive them with `#[serde(remote = "Self")]`.
///
/// Reading accepts a JSON object only, and refuses `null` for an optional property.
///
/// The derive leaves an inherent function `deserialize` behind that knows nothing of this: it builds the same values,
/// but takes arrays and `null` too. `Remark::deserialize(…)` would call it; `serde_json::from_str` and whatever else is
/// generic calls the trait. A type that checks more than its properties derives on a type of its own, which is not
/// public.
///
/// ```
/// use accordance_terms::{Text, object, schema};
/// use schemars::JsonSchema;
/// use serde::{Deserialize, Serialize};
///
/// /// A remark in the margin.
/// #[derive(Debug, Serialize, Deserialize, JsonSchema)]
/// #[serde(remote = "Self", deny_unknown_fields)]
/// #[schemars(transform = schema::closed)]
/// struct Remark {
///     /// What it says.
///     text: Text,
///     /// Who made it.
///     #[serde(skip_serializing_if = "Option::is_none")]
///     author: Option<Text>,
/// }
/// object!(Remark);
///
/// assert!(serde_json::from_str::<Remark>(r#"{"text": "Agreed."}"#).is_ok());
/// assert!(serde_json::from_str::<Remark>(r#"{"text": "Agreed.", "author": null}"#).is_err());
/// assert!(serde_json::from_str::<Remark>(r#"["Agreed."]"#).is_err());
/// ```
#[macro_export]
macro_rules! object {
    ($($name:ty),+ $(,)?) => {$(
        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                Self::serialize(self, serializer)
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                Self::deserialize($crate::ObjectOnly(deserializer))
            }
        }
    )+};
}

/// A deserializer that reads a struct from a JSON object only, and refuses `null` for its optional properties.
#[derive(Debug)]
pub struct ObjectOnly<D>(pub D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for ObjectOnly<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(ObjectVisitor(visitor))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_struct(name, fields, ObjectVisitor(visitor))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

struct ObjectVisitor<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for ObjectVisitor<V> {
    type Value = V::Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Members(map))
    }
}

struct Members<A>(A);

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Members<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        self.0.next_key_seed(seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.0.next_value_seed(PropertySeed(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

struct PropertySeed<S>(S);

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for PropertySeed<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Property(deserializer))
    }
}

/// The value of one property. Everything but an optional value is read as the wrapped deserializer reads it, and
/// nothing below the property is wrapped, so the type of the deserializer stays finite however deep objects nest.
struct Property<D>(D);

macro_rules! forward {
    ($($method:ident($($argument:ident: $type:ty),*)),+ $(,)?) => {$(
        fn $method<V: Visitor<'de>>(self, $($argument: $type,)* visitor: V) -> Result<V::Value, D::Error> {
            self.0.$method($($argument,)* visitor)
        }
    )+};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Property<D> {
    type Error = D::Error;

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_option(PresentVisitor(visitor))
    }

    forward! {
        deserialize_any(), deserialize_bool(), deserialize_i8(), deserialize_i16(), deserialize_i32(),
        deserialize_i64(), deserialize_i128(), deserialize_u8(), deserialize_u16(), deserialize_u32(),
        deserialize_u64(), deserialize_u128(), deserialize_f32(), deserialize_f64(), deserialize_char(),
        deserialize_str(), deserialize_string(), deserialize_bytes(), deserialize_byte_buf(), deserialize_unit(),
        deserialize_unit_struct(name: &'static str), deserialize_newtype_struct(name: &'static str),
        deserialize_seq(), deserialize_tuple(len: usize), deserialize_tuple_struct(name: &'static str, len: usize),
        deserialize_map(), deserialize_struct(name: &'static str, fields: &'static [&'static str]),
        deserialize_enum(name: &'static str, variants: &'static [&'static str]), deserialize_identifier(),
        deserialize_ignored_any(),
    }
}

struct PresentVisitor<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for PresentVisitor<V> {
    type Value = V::Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value; a property that is not known is left out")
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<V::Value, E> {
        Err(E::invalid_type(Unexpected::Unit, &self))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<V::Value, E> {
        self.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.0.visit_some(deserializer)
    }
}

/// Transforms that make a derived schema say what [`object!`](crate::object) reads.
pub mod schema {
    use super::{Schema, Value};
    pub use crate::text_value::STRAY_END;

    /// Takes `null` out of the optional properties of an object schema: what is not known is left out.
    pub fn closed(schema: &mut Schema) {
        let Some(Value::Object(properties)) = schema.get_mut("properties") else {
            return;
        };
        for property in properties.values_mut().filter_map(Value::as_object_mut) {
            if let Some(Value::Array(types)) = property.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_mut_slice() {
                    let only = only.take();
                    property.insert("type".into(), only);
                }
            }
            if let Some(Value::Array(words)) = property.get_mut("enum") {
                words.retain(|word| !word.is_null());
            }
            let Some(Value::Array(branches)) = property.get_mut("anyOf") else {
                continue;
            };
            branches.retain(|branch| branch.get("type").is_none_or(|name| name != "null"));
            if let [Value::Object(only)] = branches.as_mut_slice() {
                let only = std::mem::take(only);
                property.remove("anyOf");
                property.extend(only);
            }
        }
    }

    /// Marks a property as the record's own id: `x-identifies` in the place of `x-refers-to`.
    pub fn identifies(schema: &mut Schema) {
        if let Some(collection) = schema.remove("x-refers-to") {
            schema.insert("x-identifies".into(), collection);
        }
    }

    /// Asks for at least one property.
    pub fn not_empty(schema: &mut Schema) {
        closed(schema);
        schema.insert("minProperties".into(), 1.into());
    }
}
