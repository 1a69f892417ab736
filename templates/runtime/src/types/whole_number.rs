//! Integers: JSON numbers in any notation in, `i64` and `u64` out.
//!
//! In JSON, `12`, `12.0` and `1.2e1` are the same number, and JSON Schema calls it an integer
//! ([2020-12, section 4.2.3][integers]). serde accepts only the first form. So a field that is made
//! of integers says `#[serde(with = "whole_number")]`, and other values of integers are read as a
//! [`Whole`].
//!
//! In a body, the number is read from its digits and never from an `f64`: `9007199254740993.0` is
//! that integer and not its neighbour, and `1.00000000000000000001` is not an integer. Where there
//! are no digits, as in a [`Value`](serde_json::Value), an `f64` is an integer if it is whole and
//! below 2^53.
//!
//! [integers]: https://json-schema.org/draft/2020-12/json-schema-core#section-4.2.3

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::runtime::decode::reason::{INTEGER, NATURAL};
use crate::runtime::json::kind::{JsonKind, kind};
use crate::runtime::json::number::whole_number;
use crate::runtime::json::text::is_lent;

/// Below, every integer is an `f64` of its own: 2^53.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// What is made of integers and nothing else: an integer, and an option, a list or a map of such.
pub trait WholeNumbers: Sized {
    /// Reads it, its integers in any notation.
    ///
    /// # Errors
    ///
    /// Those of the deserialiser, and any value that is not of this type.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// What is made of integers, to be read where no field says how: as a payload, or as a variant of a
/// union.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Whole<T>(pub T);

impl<'de, T: WholeNumbers> Deserialize<'de> for Whole<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self)
    }
}

impl<T: FromStr> FromStr for Whole<T> {
    type Err = T::Err;

    /// Reads a number that stands alone, as in a header.
    fn from_str(text: &str) -> Result<Self, T::Err> {
        text.parse()
            .or_else(|error| whole_number(text).ok_or(error)?.parse())
            .map(Self)
    }
}

/// Reads what is made of integers; for fields.
///
/// # Errors
///
/// As [`WholeNumbers::read`].
pub fn deserialize<'de, T: WholeNumbers, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    T::read(deserializer)
}

/// Writes what is made of integers; for fields.
///
/// # Errors
///
/// Those of the serialiser.
pub fn serialize<T: Serialize, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.serialize(serializer)
}

impl WholeNumbers for i64 {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if is_lent() {
            read_digits(<&RawValue>::deserialize(deserializer)?, INTEGER)
        } else {
            deserializer.deserialize_i64(Number(INTEGER, PhantomData))
        }
    }
}

impl WholeNumbers for u64 {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if is_lent() {
            read_digits(<&RawValue>::deserialize(deserializer)?, NATURAL)
        } else {
            deserializer.deserialize_u64(Number(NATURAL, PhantomData))
        }
    }
}

impl<T: WholeNumbers> WholeNumbers for Option<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_option(Items::<Self>(PhantomData))
    }
}

impl<T: WholeNumbers> WholeNumbers for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Items::<Self>(PhantomData))
    }
}

impl<T: WholeNumbers> WholeNumbers for BTreeMap<String, T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Items::<Self>(PhantomData))
    }
}

/// Reads an integer from its text, which most often is the plain one.
fn read_digits<T: FromStr, E: Error>(json: &RawValue, wanted: &str) -> Result<T, E> {
    match json.get().parse() {
        Ok(integer) => Ok(integer),
        Err(_) => read_notation(json, wanted).map_err(E::custom),
    }
}

/// Reads an integer that is written in another way; anything else is named by its kind.
#[cold]
fn read_notation<T: FromStr>(json: &RawValue, wanted: &str) -> Result<T, String> {
    match whole_number(json.get()) {
        Some(digits) => digits
            .parse()
            .map_err(|_| format!("out of range: integer, expected {wanted}")),
        None => Err(match kind(json) {
            JsonKind::Integer => format!("invalid type: number, expected {wanted}"),
            other => format!("invalid type: {}, expected {wanted}", other.word()),
        }),
    }
}

/// An integer of which there is no text.
struct Number<T>(&'static str, PhantomData<T>);

impl<T: TryFrom<i64> + TryFrom<u64>> Visitor<'_> for Number<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        let out_of_range = |_| E::invalid_value(Unexpected::Signed(number), &self);
        T::try_from(number).map_err(out_of_range)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        let out_of_range = |_| E::invalid_value(Unexpected::Unsigned(number), &self);
        T::try_from(number).map_err(out_of_range)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
        let whole = Some(number).filter(|number| number.abs() < EXACT);
        match whole.and_then(|number| number.to_string().parse().ok()) {
            Some(integer) => self.visit_i64(integer),
            None => Err(E::invalid_type(Unexpected::Float(number), &self)),
        }
    }
}

/// One after another, what is made of integers.
struct Items<C>(PhantomData<C>);

impl<'de, T: WholeNumbers> Visitor<'de> for Items<Option<T>> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("option")
    }

    fn visit_none<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::read(deserializer).map(Some)
    }
}

impl<'de, T: WholeNumbers> Visitor<'de> for Items<Vec<T>> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(Whole(element)) = elements.next_element()? {
            list.push(element);
        }
        Ok(list)
    }
}

impl<'de, T: WholeNumbers> Visitor<'de> for Items<BTreeMap<String, T>> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some(name) = entries.next_key()? {
            let Whole(value) = entries.next_value()?;
            map.insert(name, value);
        }
        Ok(map)
    }
}
