//! What the body is said to be: the head of a request in, whether that is what is awaited out.

use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};

use crate::runtime::body::content_type::{essence, is_json, is_within};

/// What a body may be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Media {
    /// `application/json`, `text/json` and whatever ends with `+json`
    /// ([RFC 6839, section 3.1](https://www.rfc-editor.org/rfc/rfc6839#section-3.1)); and a body of
    /// which nothing is said.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data`.
    Multipart,
    /// This media type, whose parameters may be anything.
    Named(&'static str),
    /// Every media type of this kind, such as `image/*`, with any parameters.
    Range(&'static str),
    /// Whatever it says it is, or does not say.
    Any,
    /// There may be no body, and then nothing has to be said of it.
    Nothing,
}

impl Media {
    /// How an answer names it to a sender; `None` for what is not named.
    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            Self::Json => Some("application/json"),
            Self::Form => Some("application/x-www-form-urlencoded"),
            Self::Multipart => Some("multipart/form-data"),
            Self::Named(name) | Self::Range(name) => Some(name),
            Self::Any | Self::Nothing => None,
        }
    }
}

/// Accepts a body in one of these, whatever the case, with any parameters.
///
/// A `charset` says nothing: JSON has none
/// ([RFC 8259, section 11](https://www.rfc-editor.org/rfc/rfc8259#section-11)), nor have forms, and
/// bytes that are not UTF-8 are found when the body is decoded. A request without `Content-Type` is
/// taken for JSON where JSON is awaited, and refused elsewhere unless there may be no body. A body
/// with a content coding is refused too.
///
/// # Errors
///
/// One sentence on what is not in order.
pub(crate) fn check(headers: &HeaderMap, accepted: &[Media]) -> Result<(), &'static str> {
    // Where no body is awaited, what is said of it means nothing.
    let is_free = accepted.contains(&Media::Any)
        || accepted.iter().all(|media| *media == Media::Nothing)
        || (accepted.contains(&Media::Nothing) && !headers.contains_key(CONTENT_TYPE));
    if !is_free {
        check_content_type(headers, accepted)?;
    }
    let plain = headers.get_all(CONTENT_ENCODING).iter().all(|value| {
        value
            .as_bytes()
            .split(|byte| *byte == b',')
            .map(<[u8]>::trim_ascii)
            .all(|coding| coding.is_empty() || coding.eq_ignore_ascii_case(b"identity"))
    });
    if plain {
        Ok(())
    } else {
        Err("the body has a Content-Encoding: send it as it is")
    }
}

fn check_content_type(headers: &HeaderMap, accepted: &[Media]) -> Result<(), &'static str> {
    let mut values = headers.get_all(CONTENT_TYPE).iter();
    let text = match (values.next(), values.next()) {
        (Some(value), None) => value
            .to_str()
            .map_err(|_| "the Content-Type is malformed: send one of those in Accept")?,
        (None, _) if accepted.contains(&Media::Json) => return Ok(()),
        (None, _) => return Err("the request has no Content-Type: send one of those in Accept"),
        (Some(_), Some(_)) => {
            return Err("the request has several Content-Types: send one of those in Accept");
        }
    };
    let media_type = essence(text);
    let is_found = accepted.iter().any(|media| match media {
        Media::Json => is_json(&media_type),
        other => other
            .name()
            .is_some_and(|name| is_within(&media_type, name)),
    });
    if is_found {
        return Ok(());
    }
    Err(if accepted == [Media::Json] {
        "the Content-Type is not JSON: send `application/json`"
    } else {
        "the Content-Type is none of those in Accept"
    })
}
