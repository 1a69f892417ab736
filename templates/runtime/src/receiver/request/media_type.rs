//! What the body is said to be: the head of a request in, whether that is what is awaited out.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use crate::runtime::body::content_type::{essence, is_json, is_within};
use crate::runtime::decode::error::DecodeError;
use crate::runtime::handling::dispatch::Unexpected;
use crate::runtime::receiver::request::content_coding::{
    is_undone, joined, not_undone, said_coding,
};

/// What a body may be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Media {
    /// `application/json`, `text/json` and whatever ends with `+json`
    /// ([RFC 6839, section 3.1](https://www.rfc-editor.org/rfc/rfc6839#section-3.1)); and a body of
    /// which nothing is said, or no more than that it is `text/plain`, as some senders call JSON.
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
/// taken for JSON where JSON is awaited, and for one without a body where there may be none. A body
/// with a content coding that is not undone is in none of these.
///
/// # Errors
///
/// What is not awaited.
pub(crate) fn check(headers: &HeaderMap, accepted: &[Media]) -> Result<(), Unexpected> {
    // Where no body is awaited, what is said of it means nothing.
    if accepted.iter().all(|media| *media == Media::Nothing) {
        return Ok(());
    }
    let said = said_type(headers);
    let is_awaited = |media: &Media| match (media, &said) {
        (Media::Any, _) | (Media::Json | Media::Nothing, None) => true,
        (_, None) => false,
        (Media::Json, Some(said)) => is_json(said) || said == "text/plain",
        (other, Some(said)) => other.name().is_some_and(|name| is_within(said, name)),
    };
    if !accepted.iter().any(is_awaited) {
        let media_type = said.unwrap_or_default();
        return Err(Unexpected {
            reason: DecodeError::NotDecoded { media_type },
            may_be_json: accepted.contains(&Media::Json),
        });
    }
    match said_coding(headers).filter(|coding| !is_undone(coding)) {
        None => Ok(()),
        Some(coding) => Err(encoded(not_undone(coding), headers, accepted)),
    }
}

/// A body whose content coding is not undone for this reason.
pub(crate) fn encoded(reason: DecodeError, headers: &HeaderMap, accepted: &[Media]) -> Unexpected {
    let is_json = || said_type(headers).is_none_or(|said| is_json(&said));
    Unexpected {
        reason,
        may_be_json: accepted.contains(&Media::Json) && is_json(),
    }
}

/// What is not in order with the head of a request, in one sentence for its sender.
pub(crate) fn detail(reason: &DecodeError, accepted: &[Media]) -> &'static str {
    match reason {
        DecodeError::Encoded { .. } => "the body has a Content-Encoding: send it as it is",
        DecodeError::NotDecoded { media_type } if media_type.is_empty() => {
            "the request has no Content-Type: send one of those in Accept"
        }
        _ if accepted == [Media::Json] => "the Content-Type is not JSON: send `application/json`",
        _ => "the Content-Type is none of those in Accept",
    }
}

/// The media type of a body without its parameters; of a request that says several, all that it
/// says.
fn said_type(headers: &HeaderMap) -> Option<String> {
    let said = joined(headers, &CONTENT_TYPE);
    let is_one = headers.get_all(CONTENT_TYPE).iter().nth(1).is_none();
    let said = if is_one { essence(&said) } else { said };
    Some(said).filter(|said| !said.is_empty())
}
