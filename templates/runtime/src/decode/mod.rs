//! Decoding payloads: the bytes of a body in, a value of a generated type out.
//!
//! This module knows JSON and nothing of events: the type of a body is known before.
//!
//! # What a body can cost
//!
//! A body in order is read once. In a release build that takes 3 to 12 ns for each byte of small
//! values.
//!
//! A body that does not fit is read again without the values that do not fit, until it fits or a
//! bound is reached. For a body of `n` bytes, all reads together may read 64 KiB and 48 × `n`; each
//! read counts 256 bytes in addition to its text. That is at most about 250 ns for each byte, and a
//! third of a millisecond in addition. A union inside a union is read again for each union around
//! it. Such bodies take longer in the first read too, and at most five times as long altogether.
//!
//! The list of defects takes at most 40 times the length of the body in memory, in addition to the
//! typed values.

pub(crate) mod decoded;
pub(crate) mod defects;
pub(crate) mod error;
pub(crate) mod mismatch;
pub(crate) mod nesting;
pub(crate) mod reading;
pub(crate) mod reason;
pub(crate) mod strictness;
pub(crate) mod text;
pub(crate) mod tolerant;

use serde::de::DeserializeOwned;

use crate::runtime::decode::decoded::Decoded;
use crate::runtime::decode::error::DecodeError;
use crate::runtime::decode::strictness::Strictness;
use crate::runtime::json::text::from_text;

pub use text::{body_text, check_json};

/// Decodes a whole body as one JSON text.
///
/// A body in order is read once, without keeping track of the place, whatever the strictness. Only
/// one that does not fit is read again: to find out where, and with [`Strictness::Tolerant`] to
/// decode the rest of it.
///
/// Reading takes some of the stack for each level that `T` nests. Where values of `T` may hold
/// others of their kind, see that the body keeps to a bound first; the `decode` of a generated
/// crate does.
///
/// ```
/// # use webhook_runtime::{DecodeError, Strictness, decode_payload};
/// let decoded = decode_payload::<Vec<u8>>(br#"[1, "two", 3]"#, Strictness::Tolerant)?;
/// assert_eq!(decoded.value, [1, 3]);
/// for defect in &decoded.defects {
///     assert_eq!(defect.pointer.to_string(), "/1");
/// }
/// # Ok::<(), DecodeError>(())
/// ```
///
/// # Errors
///
/// [`DecodeError::NotUtf8`] and [`DecodeError::NotJson`] for a body that is not a JSON text, and
/// [`DecodeError::Payload`] with the place for one that does not fit `T`: anywhere, or with
/// [`Strictness::Tolerant`] where it cannot do without. A value nested more deeply than
/// `serde_json` reads (127 levels) does not fit. Nor does a number beyond `f64`, or half of a
/// surrogate pair in a text or a name: with [`Strictness::Tolerant`] it is a [defect], but never an
/// error.
///
/// [defect]: crate::runtime::Defect
pub fn decode_payload<T: DeserializeOwned>(
    body: &[u8],
    strictness: Strictness,
) -> Result<Decoded<T>, DecodeError> {
    let text = body_text(body)?;
    from_text(text)
        .map(Decoded::new)
        .or_else(|_| reread(text, strictness))
}

/// Decodes a body as one JSON text, and makes an event of it.
///
/// # Errors
///
/// As [`decode_payload`].
#[doc(hidden)]
pub fn decode_event<T: DeserializeOwned, E>(
    body: &[u8],
    strictness: Strictness,
    event: impl FnOnce(T) -> E,
) -> Result<Decoded<E>, DecodeError> {
    decode_event_by(body, strictness, event, decode_payload)
}

/// Decodes a body by this function, and makes an event of it.
///
/// The payload is on the stack of this function and not on its caller's: a `match` over thousands
/// of events would have room for the payload of each in a build without optimisation, whichever arm
/// is taken.
///
/// # Errors
///
/// Those of `decode`.
#[doc(hidden)]
#[inline(never)]
pub fn decode_event_by<T, E>(
    body: &[u8],
    strictness: Strictness,
    event: impl FnOnce(T) -> E,
    decode: impl FnOnce(&[u8], Strictness) -> Result<Decoded<T>, DecodeError>,
) -> Result<Decoded<E>, DecodeError> {
    Ok(decode(body, strictness)?.map(event))
}

/// Makes an event of a payload that is not decoded.
///
/// # Errors
///
/// None: what other events give, so that a `match` over all of them may hand it on.
#[doc(hidden)]
#[inline(never)]
pub fn undecoded<T, E>(event: impl FnOnce(T) -> E, payload: T) -> Result<Decoded<E>, DecodeError> {
    Ok(Decoded::new(event(payload)))
}

/// Reads a text again that did not fit.
#[cold]
fn reread<T: DeserializeOwned>(
    text: &str,
    strictness: Strictness,
) -> Result<Decoded<T>, DecodeError> {
    // A body that is not JSON at all is called that, even where a value before the break does not
    // fit either.
    text::check_text(text)?;
    tolerant::decode(text, strictness)
}
