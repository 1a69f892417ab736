//! Open integer enums: what every one of them can do besides naming its values.
//!
//! A number the enum does not know is kept as its digits, so that one beyond `i64` or with a
//! fraction is kept too. It is kept as exactly as `serde_json` reads it: integers up to 64 bits to
//! the digit, everything else as an `f64` (to the digit as well where a crate turns on
//! `serde_json`'s `arbitrary_precision`).

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};
use serde_json::Number;
use serde_json::value::RawValue;

use crate::runtime::decode::reason;
use crate::runtime::json::number::whole_number;
use crate::runtime::json::text::is_lent;

/// Gives open integer enums what every open enum has, `From<i64>`, `as_i64`, and `Serialize` and
/// `Deserialize` by the number's digits.
#[doc(hidden)]
#[macro_export]
macro_rules! integer_enum {
    ($($name:ident),+ $(,)?) => {$(
        $crate::runtime::generated::open_enum!($name);

        impl $name {
            /// The number, or `None` for an unknown one that is not an `i64`.
            #[must_use]
            pub fn as_i64(&self) -> ::std::option::Option<i64> {
                self.as_str().parse().ok()
            }
        }

        impl ::std::convert::From<i64> for $name {
            fn from(number: i64) -> Self {
                Self::from(number.to_string().as_str())
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::runtime::generated::integer_enum::serialize_digits(self.as_str(), serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::generated::integer_enum::deserialize_digits(
                    deserializer,
                    |value| ::std::matches!(value, Self::Unknown(_)),
                )
            }
        }
    )+};
}

pub use integer_enum;

/// Reads a number and converts its digits; what `integer_enum!` implements `Deserialize` with.
///
/// It may be written in any notation: `4.0` is read as the known value `4`, and written as `4`. A
/// number that `is_unknown` either way keeps its fraction.
///
/// # Errors
///
/// Any value but a number, by what it is.
pub fn deserialize_digits<'de, T, D>(
    deserializer: D,
    is_unknown: impl Fn(&T) -> bool,
) -> Result<T, D::Error>
where
    T: for<'t> From<&'t str>,
    D: Deserializer<'de>,
{
    let (digits, whole) = if is_lent() {
        let json = <&RawValue>::deserialize(deserializer)?;
        let number: Number = serde_json::from_str(json.get())
            .map_err(|error| D::Error::custom(reason::without_position(&error)))?;
        (number.to_string(), whole_number(json.get()))
    } else {
        let digits = Number::deserialize(deserializer)?.to_string();
        let whole = whole_number(&digits);
        (digits, whole)
    };
    let value = T::from(digits.as_str());
    let Some(whole) = whole.filter(|_| is_unknown(&value)) else {
        return Ok(value);
    };
    let of_whole = T::from(whole.as_str());
    // An `f64` between its neighbours may be another integer than was sent.
    let is_changed = whole_number(&digits).is_none_or(|digits| digits != whole);
    Ok(if is_changed || !is_unknown(&of_whole) {
        of_whole
    } else {
        value
    })
}

/// Writes digits as the number they are; what `integer_enum!` implements `Serialize` with.
///
/// A text that is not a JSON number, which only `FromStr` lets in, is written as a string.
///
/// # Errors
///
/// Those of the serialiser.
pub fn serialize_digits<S: Serializer>(digits: &str, serializer: S) -> Result<S::Ok, S::Error> {
    match digits.parse::<Number>() {
        Ok(number) => number.serialize(serializer),
        Err(_) => serializer.serialize_str(digits),
    }
}
