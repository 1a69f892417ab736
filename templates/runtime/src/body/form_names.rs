//! The fields of forms that name events: fields in, the name out.

use crate::runtime::body::form_json::{NOT_JSON, NOT_UTF8, Pair};
use crate::runtime::body::member::member_text;
use crate::runtime::decode::error::DecodeError;
use crate::runtime::json::kind::JsonKind;
use crate::runtime::json::pointer;

/// The text of the field that names the event.
///
/// # Errors
///
/// [`DecodeError::NoEventName`] if it is empty, and [`DecodeError::Payload`] if it is not UTF-8.
pub(crate) fn name_of_event(text: Vec<u8>, name: &str) -> Result<String, DecodeError> {
    let pointer = pointer::from_tokens(&[name]);
    match String::from_utf8(text) {
        Ok(text) if text.is_empty() => Err(DecodeError::NoEventName {
            pointer,
            found: Some(JsonKind::String),
        }),
        Ok(text) => Ok(text),
        Err(_) => Err(DecodeError::Payload {
            pointer,
            reason: NOT_UTF8.to_owned(),
        }),
    }
}

/// The text that names the event inside a field: in brackets behind its name, or in the JSON that
/// it holds. The first of them counts; `None` if the form has neither.
///
/// # Errors
///
/// Those of [`name_of_event`] and [`member_text`], with the place in the form.
pub(crate) fn name_inside<'b>(
    pairs: impl IntoIterator<Item = Pair<'b>>,
    tokens: &[&str],
) -> Result<Option<String>, DecodeError> {
    let Some((field, inside)) = tokens.split_first() else {
        return Ok(None);
    };
    let written = inside.iter().map(|token| format!("[{token}]"));
    let written = written.fold((*field).to_owned(), |name, token| name + &token);
    let mut pairs = pairs.into_iter();
    let found = pairs.find(|pair| pair.name == *field || pair.name == *written);
    let Some(Pair { name, text, .. }) = found else {
        return Ok(None);
    };
    let place = pointer::from_tokens(tokens);
    let read = if inside.is_empty() || name != *field {
        name_of_event(text.into_owned(), field)
    } else {
        member_text(&text, inside)
    };
    let placed = |error| match error {
        DecodeError::NoEventName { found, .. } => DecodeError::NoEventName {
            pointer: place,
            found,
        },
        DecodeError::NotAnObject { .. } => DecodeError::NoEventName {
            pointer: place,
            found: None,
        },
        DecodeError::NotJson { .. } => DecodeError::Payload {
            pointer: pointer::from_tokens(&[field]),
            reason: NOT_JSON.to_owned(),
        },
        DecodeError::NotUtf8 { .. } => DecodeError::Payload {
            pointer: pointer::from_tokens(&[field]),
            reason: NOT_UTF8.to_owned(),
        },
        DecodeError::Payload { reason, .. } => DecodeError::Payload {
            pointer: place,
            reason,
        },
        other => other,
    };
    read.map(Some).map_err(placed)
}
