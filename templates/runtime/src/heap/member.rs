//! Members of the structs of `heap_object!`: what reads and writes one, whatever it is called and
//! wherever it is kept.
//!
//! Each function is on its own in the compiled code, for two reasons: what it has on the stack is
//! gone when the next member is read, and a struct of hundreds of members is compiled from as few
//! of them as it has types.

use serde::de::{Deserialize, Error, MapAccess};
use serde::ser::{Serialize, SerializeMap};

use crate::runtime::heap::in_place::{InPlace, To};
use crate::runtime::types::whole_number::Whole;
use crate::runtime::types::whole_number::WholeNumbers;

/// Reads a member whose type serde reads.
///
/// # Errors
///
/// Those of the deserialiser, a value that does not fit, and a member that was there already.
#[inline(never)]
pub fn read_plain<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    place: &mut Option<T>,
    name: &'static str,
    access: &mut A,
) -> Result<(), A::Error> {
    check_once(place.as_ref(), name)?;
    *place = Some(access.next_value()?);
    Ok(())
}

/// Reads a member that is made of integers.
///
/// # Errors
///
/// As [`read_plain`].
#[inline(never)]
pub fn read_whole<'de, T: WholeNumbers, A: MapAccess<'de>>(
    place: &mut Option<T>,
    name: &'static str,
    access: &mut A,
) -> Result<(), A::Error> {
    check_once(place.as_ref(), name)?;
    let Whole(value) = access.next_value()?;
    *place = Some(value);
    Ok(())
}

/// Reads a member that holds structs whose members are gathered on the heap.
///
/// # Errors
///
/// As [`read_plain`].
#[inline(never)]
pub fn read_nested<'de, T: InPlace, A: MapAccess<'de>>(
    place: &mut Option<T>,
    name: &'static str,
    access: &mut A,
) -> Result<(), A::Error> {
    check_once(place.as_ref(), name)?;
    access.next_value_seed(To(place))
}

/// Checks that a member is there for the first time.
fn check_once<T, E: Error>(place: Option<&T>, name: &'static str) -> Result<(), E> {
    match place {
        Some(_) => Err(E::duplicate_field(name)),
        None => Ok(()),
    }
}

/// Reads a member that is not listed and whose type serde reads.
///
/// # Errors
///
/// Those of the deserialiser, and a value that does not fit.
#[inline(never)]
pub fn read_plain_entry<'de, T, C, A>(
    entries: &mut C,
    name: String,
    access: &mut A,
) -> Result<(), A::Error>
where
    T: Deserialize<'de>,
    C: Extend<(String, T)>,
    A: MapAccess<'de>,
{
    entries.extend([(name, access.next_value()?)]);
    Ok(())
}

/// Reads a member that is not listed and is made of integers.
///
/// # Errors
///
/// As [`read_plain_entry`].
#[inline(never)]
pub fn read_whole_entry<'de, T, C, A>(
    entries: &mut C,
    name: String,
    access: &mut A,
) -> Result<(), A::Error>
where
    T: WholeNumbers,
    C: Extend<(String, T)>,
    A: MapAccess<'de>,
{
    let Whole(value) = access.next_value()?;
    entries.extend([(name, value)]);
    Ok(())
}

/// Writes a member that must be there.
///
/// # Errors
///
/// Those of the serialiser.
#[inline(never)]
pub fn required<T: Serialize, S: SerializeMap>(
    value: &T,
    name: &'static str,
    written: &mut S,
) -> Result<(), S::Error> {
    written.serialize_entry(name, value)
}

/// Writes a member, unless it is absent.
///
/// # Errors
///
/// Those of the serialiser.
pub fn optional<T: Serialize, S: SerializeMap>(
    value: &Option<T>,
    name: &'static str,
    written: &mut S,
) -> Result<(), S::Error> {
    match value {
        Some(value) => required(value, name, written),
        None => Ok(()),
    }
}

/// Writes a member, as `null` if it is absent.
///
/// # Errors
///
/// Those of the serialiser.
pub fn nullable<T: Serialize, S: SerializeMap>(
    value: &Option<T>,
    name: &'static str,
    written: &mut S,
) -> Result<(), S::Error> {
    required(value, name, written)
}

/// Writes the members that are not listed.
///
/// # Errors
///
/// Those of the serialiser.
pub fn others<'m, T, C, S>(entries: &'m C, written: &mut S) -> Result<(), S::Error>
where
    T: Serialize + 'm,
    &'m C: IntoIterator<Item = (&'m String, &'m T)>,
    S: SerializeMap,
{
    for (name, value) in entries {
        written.serialize_entry(name, value)?;
    }
    Ok(())
}
