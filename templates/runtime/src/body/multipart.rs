//! Bodies in `multipart/form-data` ([RFC 7578](https://www.rfc-editor.org/rfc/rfc7578),
//! [RFC 2046, section 5.1](https://www.rfc-editor.org/rfc/rfc2046#section-5.1)).

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use crate::runtime::body::form_field::FormField;
use crate::runtime::body::form_json::{Pair, decode_fields};
use crate::runtime::body::form_names::name_inside;
use crate::runtime::body::parts::{Part, parts};
use crate::runtime::decode::decode_payload;
use crate::runtime::decode::decoded::Decoded;
use crate::runtime::decode::error::DecodeError;
use crate::runtime::decode::strictness::Strictness;

/// Decodes the parts into what their fields stand for. Pointers of defects are those of the JSON
/// object that the form stands for. A part that is not UTF-8 is a defect. It is left out, unless it
/// is a file: has a file's name, or is binary by the specification. Then it is read with U+FFFD for
/// what is not UTF-8, whatever the strictness; `part_contents` has its bytes.
///
/// # Errors
///
/// [`DecodeError::NotMultipart`] for a body that is not made of parts, and [`DecodeError::Payload`]
/// for parts that do not fit `T`; see [`decode_payload`](crate::runtime::decode_payload).
pub fn decode_multipart<T: DeserializeOwned>(
    body: &[u8],
    fields: &[FormField<'_>],
    strictness: Strictness,
) -> Result<Decoded<T>, DecodeError> {
    decode_multipart_by(body, fields, strictness, decode_payload)
}

/// Decodes the parts, and the JSON that they stand for by this function.
///
/// # Errors
///
/// [`DecodeError::NotMultipart`] for a body that is not made of parts, and those of `decode`.
pub fn decode_multipart_by<T>(
    body: &[u8],
    fields: &[FormField<'_>],
    strictness: Strictness,
    decode: impl FnOnce(&[u8], Strictness) -> Result<Decoded<T>, DecodeError>,
) -> Result<Decoded<T>, DecodeError> {
    let parts = parts(body).map_err(|reason| DecodeError::NotMultipart {
        reason: reason.to_owned(),
    })?;
    decode_fields(
        parts.into_iter().map(Pair::from),
        fields,
        strictness,
        decode,
    )
}

/// The text of the first part of a name, which is the one that counts when the body is decoded;
/// `None` if there is none.
///
/// # Errors
///
/// [`DecodeError::NoEventName`] for one that is empty, and [`DecodeError::Payload`] for one that is
/// not UTF-8.
pub fn multipart_text(body: &[u8], name: &str) -> Result<Option<String>, DecodeError> {
    multipart_text_at(body, &[name])
}

/// The text at a place in the parts: in brackets, as in `data[type]`, or in the JSON that a part
/// holds. The first one counts; `None` if there is neither.
///
/// # Errors
///
/// As [`multipart_text`], and for a part that is not JSON.
pub fn multipart_text_at(body: &[u8], tokens: &[&str]) -> Result<Option<String>, DecodeError> {
    let parts = parts(body).unwrap_or_default();
    name_inside(parts.into_iter().map(Pair::from), tokens)
}

impl<'b> From<Part<'b>> for Pair<'b> {
    fn from(part: Part<'b>) -> Self {
        Self {
            name: Cow::Owned(part.name),
            is_named: part.is_named,
            is_file: part.is_file,
            text: Cow::Borrowed(part.content),
        }
    }
}
