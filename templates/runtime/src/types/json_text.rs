//! JSON within a string of JSON: the string in, the value that its text stands for out.
//!
//! The string is decoded to the bottom, in the same read as what is around it: places of what does
//! not fit lead through it. What is in it is written back as a text.

use std::cell::Cell;
use std::fmt;
use std::ops::{Deref, DerefMut};

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error};
use serde::ser::{Error as _, Serialize, Serializer};

use crate::runtime::decode::decoded::Decoded;
use crate::runtime::decode::error::DecodeError;
use crate::runtime::decode::nesting::{check_nesting, depth};
use crate::runtime::decode::strictness::Strictness;
use crate::runtime::decode::text::check_text;
use crate::runtime::types::read_within::{DEEPEST, read_within};

/// A value that is sent as JSON in a string, such as the `Message` of a notification.
///
/// It is the value, to which it derefs; serde reads it from a string and writes it as one. The text
/// is written anew: how the sender wrote it is in the body of the delivery.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JsonText<T>(Box<T>);

impl<T> JsonText<T> {
    /// The value.
    #[must_use]
    pub fn into_inner(self) -> T {
        *self.0
    }
}

impl<T> From<T> for JsonText<T> {
    fn from(value: T) -> Self {
        Self(Box::new(value))
    }
}

impl<T> Deref for JsonText<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for JsonText<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for JsonText<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: Serialize> Serialize for JsonText<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = serde_json::to_string(&self.0).map_err(S::Error::custom)?;
        serializer.serialize_str(&text)
    }
}

thread_local! {
    /// How many levels of arrays and objects texts in strings may still nest.
    static LEFT: Cell<usize> = const { Cell::new(DEEPEST) };
}

/// Puts the levels that were left back when dropped.
struct Before(usize);

impl Before {
    /// So many are left from now on.
    fn leave(levels: usize) -> Self {
        Self(LEFT.replace(levels))
    }
}

impl Drop for Before {
    fn drop(&mut self) {
        LEFT.set(self.0);
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for JsonText<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let levels = depth(text.as_bytes(), LEFT.get());
        let Some(left) = LEFT.get().checked_sub(levels) else {
            return Err(D::Error::custom("JSON that nests too deeply"));
        };
        let _before = Before::leave(left);
        let read = read_within(&text, |_| {});
        read.map(|value| Self(Box::new(value)))
            .map_err(|mut mismatch| {
                if check_text(&text).is_err() {
                    return D::Error::custom("not JSON");
                }
                // What is of another type is not the string, whatever strings may stand beside it.
                if mismatch.pointer.is_empty() && mismatch.reason.starts_with("invalid ") {
                    mismatch.reason = format!("in its JSON: {}", mismatch.reason);
                }
                D::Error::custom(mismatch)
            })
    }
}

/// The same function for bodies that nest no more deeply than this, what is in their strings
/// included. For others it fails as [`check_nesting`] does; a string in which there is too much does
/// not fit.
pub fn texts_nested_at_most<T>(
    most: usize,
    decode: impl FnOnce(&[u8], Strictness) -> Result<Decoded<T>, DecodeError>,
) -> impl FnOnce(&[u8], Strictness) -> Result<Decoded<T>, DecodeError> {
    move |body, strictness| {
        check_nesting(body, most)?;
        let _before = Before::leave(most.saturating_sub(depth(body, most)));
        decode(body, strictness)
    }
}
