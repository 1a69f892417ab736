//! Bodies in `application/x-www-form-urlencoded`, as the [URL
//! standard](https://url.spec.whatwg.org/#application/x-www-form-urlencoded) reads them: any bytes
//! are a form, and what is not UTF-8 becomes U+FFFD.

use serde::de::DeserializeOwned;

use crate::runtime::body::form_field::{FormField, form_json, not_empty};
use crate::runtime::decode::decode_payload;
use crate::runtime::decode::decoded::Decoded;
use crate::runtime::decode::error::DecodeError;
use crate::runtime::decode::strictness::Strictness;

/// Decodes a form into what its fields stand for. Pointers of defects are those of the JSON object
/// that the form stands for.
///
/// # Errors
///
/// [`DecodeError::Payload`] for a form that does not fit `T`; see [`decode_payload`].
pub fn decode_form<T: DeserializeOwned>(
    body: &[u8],
    fields: &[FormField],
    strictness: Strictness,
) -> Result<Decoded<T>, DecodeError> {
    let json = form_json(form_urlencoded::parse(body), fields);
    decode_payload(json.as_bytes(), strictness)
}

/// The first value of a field, which is the one that counts when the form is decoded; `None` if the
/// form has none.
///
/// # Errors
///
/// [`DecodeError::NoEventName`] for one that is empty.
pub fn form_text(body: &[u8], name: &str) -> Result<Option<String>, DecodeError> {
    let mut pairs = form_urlencoded::parse(body);
    let found = pairs.find(|(field, _)| field == name);
    found
        .map(|(_, text)| not_empty(text.into_owned(), name))
        .transpose()
}
