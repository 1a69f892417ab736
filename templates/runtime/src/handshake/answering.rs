//! From a request to the answer of a handshake.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use ::base64::Engine;
use ::base64::engine::general_purpose::STANDARD;
use http::header::{CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderName, HeaderValue, Response, StatusCode};

use crate::runtime::body::member::member_text;
use crate::runtime::decode::error::DecodeError;
use crate::runtime::handshake::description::{
    Handshake, HandshakeBody, HandshakeCondition, HandshakePart, HandshakePlace,
};
use crate::runtime::json::pointer;
use crate::runtime::security::{Presented, Refusal, Secret};

/// The most bytes that a text of a request may have which an answer repeats.
const LONGEST: usize = 4 << 10;

/// Why a handshake is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HandshakeFault {
    /// A place that the answer repeats does not hold one text.
    Missing,
    /// A text that the answer would repeat has more than 4 KiB.
    TooLong,
    /// A text that the answer would repeat has a control character, or is not ASCII where it would
    /// be in a header.
    Unprintable,
    /// A text of which an HMAC is asked for is no token: letters, digits and `-._~+/`, with `=` at
    /// its end. Of other texts none is computed, so that nobody is given the signature of a body.
    NotToken,
    /// There is no key to compute the answer with.
    NoKey,
}

impl fmt::Display for HandshakeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "a text that the answer repeats is not there once",
            Self::TooLong => "a text that the answer repeats is too long",
            Self::Unprintable => "a text that the answer repeats has a character that is not sent",
            Self::NotToken => "a text of which an HMAC is asked for is no token",
            Self::NoKey => "there is no key to compute the answer with",
        })
    }
}

impl Error for HandshakeFault {}

/// What computes the HMAC of a text with the key of a scheme.
type Keyed<'k> = &'k dyn Fn(&[u8]) -> Option<Vec<u8>>;

impl Handshake {
    /// Whether a request is this handshake, whoever sent it. `None` where only the body tells, and
    /// it is not there.
    #[must_use]
    pub fn is_asked_by(&self, presented: &Presented<'_>) -> Option<bool> {
        if *presented.method != self.method {
            return Some(false);
        }
        let mut is_open = false;
        for condition in self.when {
            match holds(*condition, presented) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => is_open = true,
            }
        }
        (!is_open).then_some(true)
    }

    /// Whether the request shows one of these tokens where the handshake has one, or needs to show
    /// none. All of them are compared, each in constant time.
    #[must_use]
    pub fn shows_token(&self, presented: &Presented<'_>, tokens: &[Secret]) -> bool {
        let Some(place) = self.token else {
            return true;
        };
        let shown = text_at(place, presented).unwrap_or_default();
        let matching = tokens
            .iter()
            .filter(|token| token.matches(shown.as_bytes()));
        matching.count() > 0
    }

    /// The answer to a request that is this handshake. `keyed` computes the HMAC of a text with
    /// the key of the scheme that [`key`](Self::key) names.
    ///
    /// # Errors
    ///
    /// [`HandshakeFault`] for a request whose texts are not repeated.
    pub fn answer(
        &self,
        presented: &Presented<'_>,
        keyed: Keyed<'_>,
    ) -> Result<Response<Vec<u8>>, HandshakeFault> {
        let body = match self.answer.body {
            HandshakeBody::Nothing => String::new(),
            HandshakeBody::Text(parts) => filled(parts, presented, keyed, |text| text.into())?,
            HandshakeBody::Json(parts) => filled(parts, presented, keyed, json_escaped)?,
        };
        let mut response = Response::new(body.into_bytes());
        *response.status_mut() = StatusCode::from_u16(self.answer.status).unwrap_or_default();
        let headers = response.headers_mut();
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if let Some(media_type) = self.answer.media_type {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        }
        for (name, parts) in self.answer.headers {
            let value = filled(parts, presented, keyed, |text| text.into())?;
            let value = HeaderValue::try_from(value).map_err(|_| HandshakeFault::Unprintable)?;
            if !value.as_bytes().is_ascii() {
                return Err(HandshakeFault::Unprintable);
            }
            let name = HeaderName::try_from(*name).map_err(|_| HandshakeFault::Unprintable)?;
            headers.insert(name, value);
        }
        Ok(response)
    }
}

/// Whether a condition holds; `None` where only the body tells, and it is not there.
fn holds(condition: HandshakeCondition, presented: &Presented<'_>) -> Option<bool> {
    let place = condition.place();
    if matches!(place, HandshakePlace::Body(_)) && presented.body.is_none() {
        return None;
    }
    Some(match condition {
        HandshakeCondition::Is(_, text) => text_at(place, presented).is_some_and(|own| own == text),
        HandshakeCondition::There(_) => text_at(place, presented).is_some(),
        HandshakeCondition::Absent(_) => is_absent(place, presented),
    })
}

/// The text at a place, unless it is empty.
fn text_at(place: HandshakePlace, presented: &Presented<'_>) -> Option<String> {
    let text = match place {
        HandshakePlace::Header(name) => {
            let value = presented.header(name).ok()?;
            std::str::from_utf8(value).ok()?.to_owned()
        }
        HandshakePlace::Query(name) => {
            String::from_utf8(presented.query_parameter(name).ok()?).ok()?
        }
        HandshakePlace::Body(pointer) => in_body(pointer, presented.body?).ok()?,
    };
    Some(text).filter(|text| !text.is_empty())
}

fn in_body(pointer: &str, body: &[u8]) -> Result<String, DecodeError> {
    let tokens: Vec<Cow<'_, str>> = pointer::tokens(pointer).collect();
    let tokens: Vec<&str> = tokens.iter().map(AsRef::as_ref).collect();
    member_text(body, &tokens)
}

/// Whether a place holds nothing, in a body that is JSON if it is in the body.
fn is_absent(place: HandshakePlace, presented: &Presented<'_>) -> bool {
    match place {
        HandshakePlace::Header(name) => presented.header(name) == Err(Refusal::Missing),
        HandshakePlace::Query(name) => presented.query_parameter(name) == Err(Refusal::Missing),
        HandshakePlace::Body(pointer) => matches!(
            in_body(pointer, presented.body.unwrap_or_default()),
            Err(DecodeError::NoEventName { found: None, .. })
        ),
    }
}

/// The parts of an answer put together. `written` writes what comes from the request.
fn filled(
    parts: &[HandshakePart],
    presented: &Presented<'_>,
    keyed: Keyed<'_>,
    written: fn(&str) -> String,
) -> Result<String, HandshakeFault> {
    let mut filled = String::new();
    for part in parts {
        match part {
            HandshakePart::Text(text) => filled.push_str(text),
            HandshakePart::Value(place) => {
                let text = repeated(*place, presented)?;
                filled.push_str(&written(&text));
            }
            HandshakePart::HmacHex(place) => {
                for byte in hmac(*place, presented, keyed)? {
                    for digit in [byte >> 4, byte & 0xf] {
                        filled.extend(char::from_digit(digit.into(), 16));
                    }
                }
            }
            HandshakePart::HmacBase64(place) => {
                filled.push_str(&STANDARD.encode(hmac(*place, presented, keyed)?));
            }
        }
    }
    Ok(filled)
}

/// A text of the request that an answer may repeat.
fn repeated(place: HandshakePlace, presented: &Presented<'_>) -> Result<String, HandshakeFault> {
    let text = text_at(place, presented).ok_or(HandshakeFault::Missing)?;
    if text.len() > LONGEST {
        return Err(HandshakeFault::TooLong);
    }
    if text.contains(char::is_control) {
        return Err(HandshakeFault::Unprintable);
    }
    Ok(text)
}

fn hmac(
    place: HandshakePlace,
    presented: &Presented<'_>,
    keyed: Keyed<'_>,
) -> Result<Vec<u8>, HandshakeFault> {
    let text = repeated(place, presented)?;
    if !is_token68(&text) {
        return Err(HandshakeFault::NotToken);
    }
    keyed(text.as_bytes()).ok_or(HandshakeFault::NoKey)
}

/// Whether a text is what [RFC 9110, section
/// 11.2](https://www.rfc-editor.org/rfc/rfc9110#section-11.2) calls `token68`. No JSON object and
/// no form with a value is one.
fn is_token68(text: &str) -> bool {
    let bare = text.trim_end_matches('=');
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
    !bare.is_empty() && bare.bytes().all(is_plain)
}

/// A text as it stands between the quotation marks of a JSON string.
fn json_escaped(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    let inside = quoted
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    inside.unwrap_or_default().to_owned()
}
