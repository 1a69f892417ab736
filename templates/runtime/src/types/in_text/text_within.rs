//! The JSON that a string holds: its text in, the value that it stands for out.
//!
//! The text is read in the same read as what is around it, so places of what does not fit lead
//! through the string. Knows nothing of how the text stands in the string.

use std::cell::Cell;

use serde::de::{DeserializeOwned, Error};

use crate::runtime::decode::decoded::Decoded;
use crate::runtime::decode::error::DecodeError;
use crate::runtime::decode::nesting::{check_nesting, depth};
use crate::runtime::decode::strictness::Strictness;
use crate::runtime::decode::text::check_text;
use crate::runtime::types::read_within::{DEEPEST, read_within};

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

/// Reads the JSON that a string holds.
///
/// # Errors
///
/// A text that is not JSON, that nests too deeply, or does not fit, with the place in it.
pub(crate) fn read_json<T: DeserializeOwned, E: Error>(text: &str) -> Result<T, E> {
    let levels = depth(text.as_bytes(), LEFT.get());
    let Some(left) = LEFT.get().checked_sub(levels) else {
        return Err(E::custom("JSON that nests too deeply"));
    };
    let _before = Before::leave(left);
    read_within(text, |_| {}).map_err(|mut mismatch| {
        if check_text(text).is_err() {
            return E::custom("not JSON");
        }
        // What is of another type is not the string, whatever strings may stand beside it.
        if mismatch.pointer.is_empty() && mismatch.reason.starts_with("invalid ") {
            mismatch.reason = format!("in its JSON: {}", mismatch.reason);
        }
        E::custom(mismatch)
    })
}

/// The same function for bodies that nest no more deeply than this, what is in their strings
/// included. For others it fails as [`check_nesting`] does; a string in which there is too much
/// does not fit.
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
