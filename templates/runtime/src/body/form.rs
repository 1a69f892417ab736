//! Bodies in `application/x-www-form-urlencoded`, as the [URL
//! standard](https://url.spec.whatwg.org/#application/x-www-form-urlencoded) reads them: any bytes
//! are a form. A value that is not UTF-8 is a defect, and in a name such bytes become U+FFFD.

use serde::de::DeserializeOwned;

use crate::runtime::body::form_field::{FormField, decode_fields, name_of_event};
use crate::runtime::decode::decoded::Decoded;
use crate::runtime::decode::error::DecodeError;
use crate::runtime::decode::strictness::Strictness;

/// Decodes a form into what its fields stand for. Pointers of defects are those of the JSON object
/// that the form stands for.
///
/// # Errors
///
/// [`DecodeError::Payload`] for a form that does not fit `T`; see
/// [`decode_payload`](crate::runtime::decode_payload).
pub fn decode_form<T: DeserializeOwned>(
    body: &[u8],
    fields: &[FormField],
    strictness: Strictness,
) -> Result<Decoded<T>, DecodeError> {
    decode_fields(pairs(body), fields, strictness)
}

/// The first value of a field, which is the one that counts when the form is decoded; `None` if the
/// form has none.
///
/// # Errors
///
/// [`DecodeError::NoEventName`] for one that is empty, and [`DecodeError::Payload`] for one that is
/// not UTF-8.
pub fn form_text(body: &[u8], name: &str) -> Result<Option<String>, DecodeError> {
    let mut pairs = pairs(body);
    let found = pairs.find(|(field, _)| field == name);
    found.map(|(_, text)| name_of_event(text, name)).transpose()
}

/// The fields of a form: the name of each, and the bytes of its value.
fn pairs(body: &[u8]) -> impl Iterator<Item = (String, Vec<u8>)> {
    let written = body.split(|byte| *byte == b'&');
    let written = written.filter(|pair| !pair.is_empty());
    let read = form_urlencoded::parse(body).zip(written);
    read.map(|((name, text), pair)| {
        // What may stand for bytes that are not UTF-8 is read again as bytes.
        let value = if text.contains(char::REPLACEMENT_CHARACTER) {
            let start = pair.iter().position(|byte| *byte == b'=');
            bytes(
                start
                    .and_then(|start| pair.get(start + 1..))
                    .unwrap_or_default(),
            )
        } else {
            text.into_owned().into_bytes()
        };
        (name.into_owned(), value)
    })
}

/// The bytes that the value of a field stands for.
fn bytes(value: &[u8]) -> Vec<u8> {
    let digit = |at: usize| char::from(*value.get(at)?).to_digit(16);
    let mut bytes = Vec::with_capacity(value.len());
    let mut at = 0;
    while let Some(&byte) = value.get(at) {
        let escaped = match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => u8::try_from(high * 16 + low).ok(),
            _ => None,
        };
        at += if escaped.is_some() { 3 } else { 1 };
        bytes.push(escaped.unwrap_or(if byte == b'+' { b' ' } else { byte }));
    }
    bytes
}
