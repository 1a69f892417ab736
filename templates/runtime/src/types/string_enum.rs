//! Open string enums: what every one of them can do besides naming its values.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Visitor};

/// Gives open string enums what every open enum has, and `Serialize` and `Deserialize` by the
/// value's text.
#[doc(hidden)]
#[macro_export]
macro_rules! string_enum {
    ($($name:ident),+ $(,)?) => {$(
        $crate::runtime::generated::open_enum!($name);

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::generated::string_enum::deserialize_text(deserializer)
            }
        }
    )+};
}

pub use string_enum;

/// Reads a string and converts it; what `string_enum!` implements `Deserialize` with.
///
/// # Errors
///
/// Any value but a string, by what it is.
pub fn deserialize_text<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: for<'t> From<&'t str>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_str(Text(PhantomData))
}

/// Converts a string, borrowed or owned.
struct Text<T>(PhantomData<T>);

impl<T: for<'t> From<&'t str>> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, text: &str) -> Result<T, E> {
        Ok(T::from(text))
    }
}
