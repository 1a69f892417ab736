//! Members that hold structs of `heap_object!`, and of which absence and `null` are told apart.

use std::fmt;

use serde::de::{Deserializer, Visitor};
use serde::ser::{Serialize, SerializeMap};

use crate::runtime::heap::clone::CloneWith;
use crate::runtime::heap::in_place::{InPlace, empty_place};
use crate::runtime::types::nullable::Nullable;

impl<T: InPlace> InPlace for Nullable<T> {
    fn read<'de, D: Deserializer<'de>>(
        deserializer: D,
        place: &mut Option<Self>,
    ) -> Result<(), D::Error> {
        deserializer.deserialize_option(To(place))
    }
}

/// Reads `null` or a value to a place.
struct To<'p, T>(&'p mut Option<Nullable<T>>);

impl<'de, T: InPlace> Visitor<'de> for To<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("option")
    }

    fn visit_none<E>(self) -> Result<(), E> {
        put_null(self.0);
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        put_null(self.0);
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let mut value = empty_place();
        T::read(deserializer, &mut *value)?;
        put_value(&mut value, self.0);
        Ok(())
    }
}

/// On its own, as what is put there has the size of what it could hold.
#[inline(never)]
fn put_null<T>(place: &mut Option<Nullable<T>>) {
    *place = Some(Nullable::Null);
}

#[inline(never)]
fn put_value<T>(value: &mut Option<T>, place: &mut Option<Nullable<T>>) {
    *place = value.take().map(Nullable::Value);
}

impl<T: CloneWith> CloneWith for Nullable<T> {
    fn clone_with<R>(&self, put: impl FnOnce(Self) -> R) -> R {
        match self {
            Self::Absent => put_nothing(Self::Absent, put),
            Self::Null => put_nothing(Self::Null, put),
            Self::Value(value) => value.clone_with(|value| put(Self::Value(value))),
        }
    }
}

#[inline(never)]
fn put_nothing<T, R>(nothing: Nullable<T>, put: impl FnOnce(Nullable<T>) -> R) -> R {
    put(nothing)
}

/// Writes a member, unless it is absent.
///
/// # Errors
///
/// Those of the serialiser.
pub fn distinct<T: Serialize, S: SerializeMap>(
    value: &Nullable<T>,
    name: &'static str,
    written: &mut S,
) -> Result<(), S::Error> {
    match value {
        Nullable::Absent => Ok(()),
        value => written.serialize_entry(name, value),
    }
}
