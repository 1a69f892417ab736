//! Structs that keep the members which they do not name.
//!
//! serde's own way (`flatten`) reads these members into a buffer first. A buffer has no text, so
//! neither unions nor integers could be told by it, it takes many times the memory, and the place
//! of what does not fit is lost. So such a struct derives its code as if it had no further members,
//! and `open_object!` reads them one by one, as they come.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, Visitor,
};
use serde_json::{Map, Value};

use crate::runtime::types::whole_number::{Whole, WholeNumbers};

/// Gives a struct that derives `Serialize` and `Deserialize` as `remote = "Self"` these traits, for
/// JSON objects alone, and puts the members that it does not name into one of its fields; a map of
/// what is made of integers is said to be `Whole(field)`.
#[doc(hidden)]
#[macro_export]
macro_rules! open_object {
    ($name:ident, Whole($field:ident)) => {
        $crate::runtime::generated::open_object!(@ $name, $field, further, $crate::runtime::generated::Whole(further));
    };
    ($name:ident, $field:ident) => {
        $crate::runtime::generated::open_object!(@ $name, $field, further, further);
    };
    (@ $name:ident, $field:ident, $further:ident, $members:pat) => {
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
                let mut members = ::std::default::Default::default();
                let object = $crate::runtime::generated::open_object::OpenObject::new(deserializer, &mut members);
                let mut value = Self::deserialize(object)?;
                let $members = members;
                value.$field = $further;
                ::std::result::Result::Ok(value)
            }
        }
    };
}

pub use open_object;

/// Where members go that a struct does not name.
pub trait Further {
    /// Reads the value of the member that is next.
    ///
    /// # Errors
    ///
    /// Those of the deserialiser.
    fn take<'de, A: MapAccess<'de>>(
        &mut self,
        name: String,
        object: &mut A,
    ) -> Result<(), A::Error>;
}

impl Further for Map<String, Value> {
    fn take<'de, A: MapAccess<'de>>(
        &mut self,
        name: String,
        object: &mut A,
    ) -> Result<(), A::Error> {
        self.insert(name, object.next_value()?);
        Ok(())
    }
}

impl<T: DeserializeOwned> Further for BTreeMap<String, T> {
    fn take<'de, A: MapAccess<'de>>(
        &mut self,
        name: String,
        object: &mut A,
    ) -> Result<(), A::Error> {
        self.insert(name, object.next_value()?);
        Ok(())
    }
}

impl<T: WholeNumbers> Further for Whole<BTreeMap<String, T>> {
    fn take<'de, A: MapAccess<'de>>(
        &mut self,
        name: String,
        object: &mut A,
    ) -> Result<(), A::Error> {
        let Whole(value) = object.next_value()?;
        self.0.insert(name, value);
        Ok(())
    }
}

/// A deserialiser that gives structs an object and no array, and of that the members that they
/// name.
#[derive(Debug)]
pub struct OpenObject<'f, D, F> {
    deserializer: D,
    further: &'f mut F,
}

impl<'f, D, F> OpenObject<'f, D, F> {
    /// What a struct does not name goes to `further`.
    pub fn new(deserializer: D, further: &'f mut F) -> Self {
        Self {
            deserializer,
            further,
        }
    }
}

impl<'de, D: Deserializer<'de>, F: Further> Deserializer<'de> for OpenObject<'_, D, F> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_struct("", &[], visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        own: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.deserializer.deserialize_map(Named {
            value: visitor,
            own,
            further: self.further,
        })
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        option unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier
        ignored_any
    }
}

/// A struct's visitor, or the members that are for it.
struct Named<'f, V, F> {
    value: V,
    own: &'static [&'static str],
    further: &'f mut F,
}

impl<'de, V: Visitor<'de>, F: Further> Visitor<'de> for Named<'_, V, F> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<V::Value, A::Error> {
        self.value.visit_map(Named {
            value: members,
            own: self.own,
            further: self.further,
        })
    }
}

impl<'de, A: MapAccess<'de>, F: Further> MapAccess<'de> for Named<'_, A, F> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        while let Some(name) = self.value.next_key_seed(Name)? {
            if self.own.contains(&name.as_ref()) {
                return seed.deserialize(name.into_deserializer()).map(Some);
            }
            self.further.take(name.into_owned(), &mut self.value)?;
        }
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.value.next_value_seed(seed)
    }
}

/// Reads a member's name, without a copy where there is none to make.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}
