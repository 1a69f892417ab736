//! Tuples: JSON arrays whose elements differ by position.
//!
//! ```text
//! json_tuple!(Entry { 0: required.whole(), 1: required, 2: optional });
//! ```
//!
//! gives `Entry(i64, String, Option<bool>)` its traits. Serde reads an array element by element and
//! could not say which were there before it: a tolerant decode that takes out a value would move
//! those behind it to other positions. So a tuple is read from its own text, as a union is, and
//! says that it is one where something in it does not fit; the value gives its place to `null`
//! then.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::runtime::decode::reading::note_tuple;
use crate::runtime::json::text::raw_json;
use crate::runtime::types::read_within::read_within;
use crate::runtime::types::whole_number::{Whole, WholeNumbers};

/// Gives tuples `Serialize` and `Deserialize`, for JSON arrays.
///
/// Each position is `required` or `optional` (an `Option`, left out at the end of the array where
/// it is `None`, and `null` before others). `.whole()` marks one that is made of integers.
#[doc(hidden)]
#[macro_export]
macro_rules! json_tuple {
    (@read $positions:ident $presence:ident) => { $positions.$presence() };
    (@read $positions:ident required whole) => { $positions.required_whole() };
    (@read $positions:ident optional whole) => { $positions.optional_whole() };
    (@is_there required $position:expr) => { true };
    (@is_there optional $position:expr) => { $position.is_some() };
    ($name:ident { $($at:tt: $presence:ident $(.$mode:ident())?),* $(,)? }) => {
        impl $crate::runtime::generated::tuple::Tuple for $name {
            const LEAST: usize = [$(stringify!($presence)),*].len()
                - $crate::runtime::generated::tuple::optional(&[$(stringify!($presence)),*]);
            const MOST: usize = [$(stringify!($presence)),*].len();

            fn read<'de, A: ::serde::de::SeqAccess<'de>>(
                positions: &mut $crate::runtime::generated::tuple::Positions<Self, A>,
            ) -> ::std::result::Result<Self, A::Error> {
                ::std::result::Result::Ok(Self($(
                    $crate::runtime::generated::json_tuple!(@read positions $presence $($mode)?)?
                ),*))
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                use ::serde::ser::SerializeSeq as _;

                let there = [$(
                    $crate::runtime::generated::json_tuple!(@is_there $presence self.$at)
                ),*];
                let written = there.iter().rposition(|is_there| *is_there);
                let written = written.map_or(0, |last| last + 1);
                let mut array = serializer.serialize_seq(::std::option::Option::Some(written))?;
                $(if $at < written {
                    array.serialize_element(&self.$at)?;
                })*
                array.end()
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::generated::tuple::read(deserializer)
            }
        }
    };
}

pub use json_tuple;

/// How many of the positions are optional.
#[must_use]
pub const fn optional(presences: &[&str]) -> usize {
    let (mut count, mut at) = (0, 0);
    while at < presences.len() {
        // The other word is `required`.
        if presences[at].as_bytes()[0] == b'o' {
            count += 1;
        }
        at += 1;
    }
    count
}

/// An array whose elements differ by position; `json_tuple!` implements it.
pub trait Tuple: Sized {
    /// How many elements there must be.
    const LEAST: usize;

    /// How many there may be.
    const MOST: usize;

    /// Reads all positions.
    ///
    /// # Errors
    ///
    /// Those of the deserialiser, an element that does not fit, and one that is missing.
    fn read<'de, A: SeqAccess<'de>>(positions: &mut Positions<Self, A>) -> Result<Self, A::Error>;
}

/// The elements of an array, position by position.
#[derive(Debug)]
pub struct Positions<T, A> {
    elements: A,
    /// How many were read.
    read: usize,
    tuple: PhantomData<T>,
}

impl<'de, T: Tuple, A: SeqAccess<'de>> Positions<T, A> {
    /// An element that must be there.
    ///
    /// # Errors
    ///
    /// Those of the deserialiser, an element that does not fit, and one that is missing.
    pub fn required<E: Deserialize<'de>>(&mut self) -> Result<E, A::Error> {
        let element = self.elements.next_element()?;
        let element = element.ok_or_else(|| A::Error::invalid_length(self.read, &Whose::<T>::NEW));
        self.read += 1;
        element
    }

    /// An element that may be absent or `null`.
    ///
    /// # Errors
    ///
    /// Those of the deserialiser, and an element that does not fit.
    pub fn optional<E: Deserialize<'de>>(&mut self) -> Result<Option<E>, A::Error> {
        let element = self.elements.next_element::<Option<E>>()?;
        self.read += 1;
        Ok(element.flatten())
    }

    /// An element that must be there and is made of integers.
    ///
    /// # Errors
    ///
    /// As [`required`](Positions::required).
    pub fn required_whole<E: WholeNumbers>(&mut self) -> Result<E, A::Error> {
        self.required().map(|Whole(element)| element)
    }

    /// An element that may be absent or `null`, and is made of integers.
    ///
    /// # Errors
    ///
    /// As [`optional`](Positions::optional).
    pub fn optional_whole<E: WholeNumbers>(&mut self) -> Result<Option<E>, A::Error> {
        let element = self.elements.next_element::<Whole<Option<E>>>()?;
        self.read += 1;
        Ok(element.and_then(|Whole(element)| element))
    }
}

/// Reads a tuple.
///
/// # Errors
///
/// Those of the deserialiser, and an array that does not fit.
pub fn read<'de, T: Tuple, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let json: Cow<'de, RawValue> = raw_json(deserializer)?;
    let read = read_within(json.get(), |mismatch| note_tuple(&mismatch.pointer));
    read.map(|Elements(tuple)| tuple).map_err(D::Error::custom)
}

/// A tuple, read where its text begins.
struct Elements<T>(T);

impl<'de, T: Tuple> Deserialize<'de> for Elements<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Whose::<T>::NEW).map(Self)
    }
}

/// The tuple that is read.
struct Whose<T>(PhantomData<T>);

impl<T> Whose<T> {
    const NEW: Self = Self(PhantomData);
}

impl<'de, T: Tuple> Visitor<'de> for Whose<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (T::LEAST, T::MOST) {
            (least, most) if least == most => write!(f, "an array of {most} elements"),
            (0, most) => write!(f, "an array of at most {most} elements"),
            (least, most) => write!(f, "an array of {least} to {most} elements"),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, elements: A) -> Result<T, A::Error> {
        let mut positions = Positions {
            elements,
            read: 0,
            tuple: PhantomData,
        };
        let tuple = T::read(&mut positions)?;
        positions.elements.next_element_seed(Surplus(T::MOST))?;
        Ok(tuple)
    }
}

/// An element behind the last position, which no value fits.
struct Surplus(usize);

impl<'de> DeserializeSeed<'de> for Surplus {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for Surplus {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no more than {} elements", self.0)
    }
}
