//! Open integer enums: what every one of them can do beside naming its values.
//!
//! A number the enum does not know is kept as its digits, so that one beyond `i64` or with a fraction is kept too. It is
//! kept as exactly as `serde_json` reads it: integers up to 64 bits to the digit, everything else as an `f64` (to the
//! digit as well where a crate turns on `serde_json`'s `arbitrary_precision`).

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use serde_json::Number;

/// Gives open integer enums what every open enum has, `From<i64>`, `as_i64`, and `Serialize` and `Deserialize` by the number's
/// digits.
macro_rules! integer_enum {
    ($($name:ident),+ $(,)?) => {$(
        $crate::runtime::open_enum!($name);

        impl $name {
            /// The number, or `None` for an unknown one that is no `i64`.
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
                $crate::runtime::integer_enum::serialize_digits(self.as_str(), serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::integer_enum::deserialize_digits(
                    deserializer,
                    |value| ::std::matches!(value, Self::Unknown(_)),
                )
            }
        }
    )+};
}

pub(crate) use integer_enum;

/// Reads a number and converts its digits; what `integer_enum!` implements `Deserialize` with.
///
/// A fraction of zero does not change a number (JSON Schema 2020-12, section 4.2.2), so `4.0` is read as the known value
/// `4`, and written as `4`. A number that `is_unknown` either way keeps its fraction.
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
    let digits = Number::deserialize(deserializer)?.to_string();
    let value = T::from(digits.as_str());
    let whole = is_unknown(&value).then(|| without_zero_fraction(&digits));
    let known = whole
        .flatten()
        .map(T::from)
        .filter(|value| !is_unknown(value));
    Ok(known.unwrap_or(value))
}

/// Writes digits as the number they are; what `integer_enum!` implements `Serialize` with.
///
/// A text that is no JSON number, which only `FromStr` lets in, is written as a string.
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

/// The digits before a fraction of nothing but zeros.
fn without_zero_fraction(digits: &str) -> Option<&str> {
    let (whole, fraction) = digits.split_once('.')?;
    fraction.bytes().all(|digit| digit == b'0').then_some(whole)
}
