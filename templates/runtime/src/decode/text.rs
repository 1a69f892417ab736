//! Bodies as JSON texts: bytes in, the text out, or the reason why it is not JSON.
//!
//! Knows how a body is encoded and nothing of types.

use serde::de::IgnoredAny;

use crate::runtime::decode::error::DecodeError;

/// Checks that a body is one JSON text, for those who do not decode it.
///
/// # Errors
///
/// [`DecodeError::NotUtf8`] and [`DecodeError::NotJson`].
pub fn check_json(body: &[u8]) -> Result<(), DecodeError> {
    check_text(body_text(body)?)
}

/// Checks that a text is one JSON text.
///
/// # Errors
///
/// [`DecodeError::NotJson`].
pub(crate) fn check_text(text: &str) -> Result<(), DecodeError> {
    serde_json::from_str::<IgnoredAny>(text)
        .map(drop)
        .map_err(|error| DecodeError::from(&error))
}

/// The body of an event that may come without one: `null` stands for nothing.
#[must_use]
pub fn or_null(body: &[u8]) -> &[u8] {
    if body.trim_ascii().is_empty() {
        b"null"
    } else {
        body
    }
}

/// The body as text, without the byte order mark that some senders put in front of it and that a
/// reader may pass over ([RFC 8259, section
/// 8.1](https://www.rfc-editor.org/rfc/rfc8259#section-8.1)).
///
/// # Errors
///
/// [`DecodeError::NotUtf8`].
pub fn body_text(body: &[u8]) -> Result<&str, DecodeError> {
    let text = std::str::from_utf8(body).map_err(|error| DecodeError::NotUtf8 {
        offset: error.valid_up_to(),
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}
