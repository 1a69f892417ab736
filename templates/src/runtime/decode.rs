//! Payloads: the bytes of a body in, a value of a generated type out.
//!
//! Knows JSON and nothing of events: which type a body has is settled before.

use serde::de::{DeserializeOwned, IgnoredAny};

use crate::runtime::{DecodeError, Decoded, Strictness, mismatch, tolerant};

/// Decodes a whole body as one JSON text.
///
/// A body in order is read once, without keeping track of the place, whatever the strictness. Only one that does not fit is
/// read again: to find out where, and with [`Strictness::Tolerant`] to decode the rest of it, as [`tolerant::decode`] does.
///
/// # Errors
///
/// [`DecodeError::NotUtf8`] and [`DecodeError::NotJson`] for a body that is no JSON text, and [`DecodeError::Payload`] with
/// the place for one that does not fit `T`: anywhere, or with [`Strictness::Tolerant`] where it cannot do without. A value
/// nested more deeply than `serde_json` reads (127 levels) does not fit, nor does a number out of `f64`'s range.
pub fn decode_payload<T: DeserializeOwned>(
    body: &[u8],
    strictness: Strictness,
) -> Result<Decoded<T>, DecodeError> {
    let text = body_text(body)?;
    serde_json::from_str(text)
        .map(Decoded::new)
        .or_else(|_| reread(text, strictness))
}

/// Reads a text again that did not fit.
#[cold]
fn reread<T: DeserializeOwned>(
    text: &str,
    strictness: Strictness,
) -> Result<Decoded<T>, DecodeError> {
    // A body that is no JSON at all is called that, even where a value before the break does not fit either.
    let _: IgnoredAny = serde_json::from_str(text).map_err(|error| DecodeError::from(&error))?;
    match strictness {
        Strictness::Tolerant => tolerant::decode(text),
        Strictness::Strict => Ok(Decoded::new(mismatch::read_tracking_place(text)?)),
    }
}

/// The body as text.
///
/// # Errors
///
/// [`DecodeError::NotUtf8`].
pub fn body_text(body: &[u8]) -> Result<&str, DecodeError> {
    std::str::from_utf8(body).map_err(|error| DecodeError::NotUtf8 {
        offset: error.valid_up_to(),
    })
}
