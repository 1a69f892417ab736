//! Bodies in `application/x-www-form-urlencoded`, as the [URL
//! standard](https://url.spec.whatwg.org/#application/x-www-form-urlencoded) reads them: any bytes
//! are a form. A name or a value that is not UTF-8 is a defect.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use crate::runtime::body::form_field::FormField;
use crate::runtime::body::form_json::{Pair, decode_fields};
use crate::runtime::body::form_names::name_inside;
use crate::runtime::decode::decode_payload;
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
    fields: &[FormField<'_>],
    strictness: Strictness,
) -> Result<Decoded<T>, DecodeError> {
    decode_form_by(body, fields, strictness, decode_payload)
}

/// Decodes a form, and the JSON that it stands for by this function.
///
/// # Errors
///
/// Those of `decode`.
pub fn decode_form_by<T>(
    body: &[u8],
    fields: &[FormField<'_>],
    strictness: Strictness,
    decode: impl FnOnce(&[u8], Strictness) -> Result<Decoded<T>, DecodeError>,
) -> Result<Decoded<T>, DecodeError> {
    decode_fields(pairs(body), fields, strictness, decode)
}

/// The first value of a field, which is the one that counts when the form is decoded; `None` if the
/// form has none.
///
/// # Errors
///
/// [`DecodeError::NoEventName`] for one that is empty, and [`DecodeError::Payload`] for one that is
/// not UTF-8.
pub fn form_text(body: &[u8], name: &str) -> Result<Option<String>, DecodeError> {
    form_text_at(body, &[name])
}

/// The text at a place in a form: in brackets, as in `data[type]`, or in the JSON that a field
/// holds. The first one counts; `None` if the form has neither.
///
/// # Errors
///
/// As [`form_text`], and for a field that is not JSON.
pub fn form_text_at(body: &[u8], tokens: &[&str]) -> Result<Option<String>, DecodeError> {
    name_inside(pairs(body), tokens)
}

/// The fields of a form.
fn pairs(body: &[u8]) -> impl Iterator<Item = Pair<'_>> {
    let written = body.split(|byte| *byte == b'&');
    let written = written.filter(|pair| !pair.is_empty());
    let read = form_urlencoded::parse(body).zip(written);
    read.map(|((name, text), pair)| {
        // What may stand for bytes that are not UTF-8 is read again as bytes.
        let written = |text: &str, number| {
            let mut parts = pair.splitn(2, |byte| *byte == b'=');
            text.contains(char::REPLACEMENT_CHARACTER)
                .then(|| bytes(parts.nth(number).unwrap_or_default()))
        };
        let named = written(&name, 0);
        let valued = written(&text, 1);
        Pair {
            is_named: named.is_none_or(|name| std::str::from_utf8(&name).is_ok()),
            name,
            is_file: false,
            text: match (valued, text) {
                (Some(bytes), _) => Cow::Owned(bytes),
                (None, Cow::Borrowed(text)) => Cow::Borrowed(text.as_bytes()),
                (None, Cow::Owned(text)) => Cow::Owned(text.into_bytes()),
            },
        }
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
