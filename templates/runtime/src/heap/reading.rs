//! Reading the structs of `heap_object!`: a JSON object in, a struct in its place out.
//!
//! Which members a struct has is its own knowledge; this module looks their names up and has each
//! read by what the struct says.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use crate::runtime::heap::in_place::{InPlace, taken};
use crate::runtime::heap::object::HeapObject;

/// Reads a struct, to hand it up.
///
/// # Errors
///
/// Those of the deserialiser, and an object that does not fit.
pub fn read<'de, T: HeapObject, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let members = deserializer.deserialize_map(Object::<T>(PhantomData))?;
    taken(T::build(members))
}

/// Reads a struct to its place.
///
/// # Errors
///
/// Those of the deserialiser, and an object that does not fit.
pub fn read_to<'de, T: HeapObject, D: Deserializer<'de>>(
    deserializer: D,
    place: &mut Option<T>,
) -> Result<(), D::Error> {
    let members = deserializer.deserialize_map(Object::<T>(PhantomData))?;
    build_to(members, place);
    Ok(())
}

impl<T: HeapObject> InPlace for Box<T> {
    fn read<'de, D: Deserializer<'de>>(
        deserializer: D,
        place: &mut Option<Self>,
    ) -> Result<(), D::Error> {
        let members = deserializer.deserialize_map(Object::<T>(PhantomData))?;
        *place = build_boxed(members);
        Ok(())
    }
}

/// Where a struct is whole it is on the stack, so what makes it one is on its own.
#[inline(never)]
fn build_to<T: HeapObject>(members: Box<T::Members>, place: &mut Option<T>) {
    *place = T::build(members);
}

#[inline(never)]
fn build_boxed<T: HeapObject>(members: Box<T::Members>) -> Option<Box<T>> {
    T::build(members).map(Box::new)
}

/// The members of a struct of which none has been read.
#[inline(never)]
#[must_use]
pub fn no_members<T: HeapObject>() -> Box<T::Members> {
    Box::default()
}

/// Reads an object's members and completes them.
struct Object<T>(PhantomData<T>);

impl<'de, T: HeapObject> Visitor<'de> for Object<T> {
    type Value = Box<T::Members>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Box<T::Members>, A::Error> {
        let mut members = no_members::<T>();
        let mut next = 0;
        while let Some(name) = access.next_key_seed(NameIn::<T> {
            next,
            object: PhantomData,
        })? {
            match name {
                Name::Listed(index) => {
                    next = index + 1;
                    if let Some(read) = T::reader(index) {
                        read(&mut members, &mut access)?;
                    }
                }
                Name::Other(name) => T::read_other(&mut members, name, &mut access)?,
            }
        }
        T::complete(&mut members).map_err(Error::missing_field)?;
        Ok(members)
    }
}

/// The name of a member.
enum Name {
    /// One that is listed, by its index.
    Listed(usize),
    /// Another; empty where nobody asks for it.
    Other(String),
}

/// Looks a member's name up. Members mostly come in the order of the list, so it is looked for from
/// `next` on.
struct NameIn<T> {
    next: usize,
    object: PhantomData<T>,
}

impl<'de, T: HeapObject> DeserializeSeed<'de> for NameIn<T> {
    type Value = Name;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<T: HeapObject> Visitor<'_> for NameIn<T> {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("field identifier")
    }

    fn visit_str<E>(self, name: &str) -> Result<Name, E> {
        let (before, after) = T::LISTED.split_at_checked(self.next).unwrap_or_default();
        let position = |names: &[&str]| names.iter().position(|listed| *listed == name);
        let index = position(after).map(|index| self.next + index);
        Ok(match index.or_else(|| position(before)) {
            Some(index) => Name::Listed(index),
            None if T::KEEPS_OTHERS => Name::Other(name.to_owned()),
            None => Name::Other(String::new()),
        })
    }
}
