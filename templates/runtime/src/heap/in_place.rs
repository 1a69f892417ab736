//! Reading values directly to where they stay, without a copy of them on the stack.
//!
//! serde returns every value from the reader up to the field that it is for, through a dozen
//! functions that each reserve room for it on the stack. If a value holds another of its kind, that
//! room is taken once for each level. Here values are written to a place on the heap, and only
//! errors are returned.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::runtime::decode::decode_payload;
use crate::runtime::decode::decoded::Decoded;
use crate::runtime::decode::error::DecodeError;
use crate::runtime::decode::strictness::Strictness;

/// What can be read to where it stays: structs of `heap_object!`, and options, boxes, lists and
/// maps of such.
pub trait InPlace: Sized {
    /// Reads a value to this place.
    ///
    /// # Errors
    ///
    /// Those of the deserialiser, and a value that does not fit.
    fn read<'de, D: Deserializer<'de>>(
        deserializer: D,
        place: &mut Option<Self>,
    ) -> Result<(), D::Error>;
}

/// Reads a value to this place.
pub(crate) struct To<'p, T>(pub &'p mut Option<T>);

impl<'de, T: InPlace> DeserializeSeed<'de> for To<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        T::read(deserializer, self.0)
    }
}

/// A small value, such as a box or a list, that is read by [`InPlace`] where serde asks for one to
/// hand up.
#[derive(Debug)]
pub(crate) struct Placed<T>(pub T);

impl<'de, T: InPlace> Deserialize<'de> for Placed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut place = None;
        T::read(deserializer, &mut place)?;
        taken(place).map(Self)
    }
}

/// What was read to a place. Every read that is no error leaves something there.
pub(crate) fn taken<T, E: Error>(place: Option<T>) -> Result<T, E> {
    place.ok_or_else(|| E::custom("nothing was read"))
}

/// Decodes a whole body as one JSON text into a box, a list or a map, as [`decode_payload`] does.
///
/// # Errors
///
/// As [`decode_payload`].
pub fn decode_in_place<T: InPlace>(
    body: &[u8],
    strictness: Strictness,
) -> Result<Decoded<T>, DecodeError> {
    let decoded = decode_payload::<Placed<T>>(body, strictness)?;
    Ok(decoded.map(|Placed(value)| value))
}

impl<T: InPlace> InPlace for Option<T> {
    fn read<'de, D: Deserializer<'de>>(
        deserializer: D,
        place: &mut Option<Self>,
    ) -> Result<(), D::Error> {
        deserializer.deserialize_option(OptionTo(open(place)))
    }
}

/// Reads what is inside an option to its place, which is empty without.
struct OptionTo<'p, T>(&'p mut Option<T>);

impl<'de, T: InPlace> Visitor<'de> for OptionTo<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("option")
    }

    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        T::read(deserializer, self.0)
    }
}

impl<T: InPlace> InPlace for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(
        deserializer: D,
        place: &mut Option<Self>,
    ) -> Result<(), D::Error> {
        deserializer.deserialize_seq(ListTo(open(place)))
    }
}

struct ListTo<'p, T>(&'p mut Vec<T>);

impl<'de, T: InPlace> Visitor<'de> for ListTo<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let mut element = empty_place();
        while elements.next_element_seed(To(&mut *element))?.is_some() {
            add(self.0, &mut element);
        }
        Ok(())
    }
}

impl<T: InPlace> InPlace for BTreeMap<String, T> {
    fn read<'de, D: Deserializer<'de>>(
        deserializer: D,
        place: &mut Option<Self>,
    ) -> Result<(), D::Error> {
        deserializer.deserialize_map(MapTo(open(place)))
    }
}

struct MapTo<'p, T>(&'p mut BTreeMap<String, T>);

impl<'de, T: InPlace> Visitor<'de> for MapTo<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(name) = entries.next_key()? {
            read_entry(self.0, name, &mut entries)?;
        }
        Ok(())
    }
}

/// Reads the value of an entry.
///
/// # Errors
///
/// Those of the deserialiser, and a value that does not fit.
pub fn read_entry<'de, T: InPlace, A: MapAccess<'de>>(
    entries: &mut BTreeMap<String, T>,
    name: String,
    access: &mut A,
) -> Result<(), A::Error> {
    let mut value = empty_place();
    access.next_value_seed(To(&mut *value))?;
    add_entry(entries, name, &mut value);
    Ok(())
}

/// Puts what has nothing in it to a place.
#[inline(never)]
fn open<T: Default>(place: &mut Option<T>) -> &mut T {
    place.insert(T::default())
}

/// A place on the heap. A function on its own, so that no value is on the stack while another is
/// read.
#[inline(never)]
#[must_use]
pub fn empty_place<T>() -> Box<Option<T>> {
    Box::new(None)
}

/// Moves what is in a place to the end of a list.
#[inline(never)]
fn add<T>(list: &mut Vec<T>, place: &mut Option<T>) {
    list.extend(place.take());
}

/// Moves what is in a place into a map.
#[inline(never)]
fn add_entry<T>(map: &mut BTreeMap<String, T>, name: String, place: &mut Option<T>) {
    map.extend(place.take().map(|value| (name, value)));
}
