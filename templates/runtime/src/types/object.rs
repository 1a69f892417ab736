//! Structs that are read from JSON objects and from nothing else.
//!
//! serde reads a struct from an array too, member by member in the order of its fields. A sender
//! that writes `[]` for an empty object would be misunderstood in silence, so a struct of a
//! generated crate derives its code as `remote = "Self"`, which leaves the traits to
//! `json_object!`, and that asks for an object.

use serde::de::{Deserializer, Visitor};

/// Gives structs that derive `Serialize` and `Deserialize` as `remote = "Self"` these traits, for
/// JSON objects alone.
#[doc(hidden)]
#[macro_export]
macro_rules! json_object {
    ($($name:ident),+ $(,)?) => {$(
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                Self::serialize(self, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                Self::deserialize($crate::runtime::generated::object::Object(deserializer))
            }
        }
    )+};
}

pub use json_object;

/// A deserialiser that gives structs an object and no array.
#[derive(Debug)]
pub struct Object<D>(pub D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Object<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        option unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}
