//! What the body is said to be: the head of a request in, whether that is what is awaited out.

use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderName};

/// What a body may be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Media {
    /// `application/json` and `application/…+json`
    /// ([RFC 6839, section 3.1](https://www.rfc-editor.org/rfc/rfc6839#section-3.1)).
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

/// Accepts a body in one of these, whatever the case, with any parameters, of which a `charset` has
/// to be UTF-8.
///
/// A request without `Content-Type` is refused unless there may be no body: a form or a text that
/// happens to be sent without one is not to be taken for JSON, and senders of webhooks do say what
/// they send. A body with a content coding is refused too, since signatures are made over the bytes
/// that are sent.
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
    let text = single(headers, &CONTENT_TYPE)?;
    let (essence, parameters) = text.split_at(text.find([';', ' ', '\t']).unwrap_or(text.len()));
    let kind = essence.split_once('/').map(|(kind, _)| kind);
    let mut found = accepted.iter().filter(|media| match media {
        Media::Json => is_json(essence),
        Media::Range(range) => kind.is_some_and(|kind| {
            let range = range.strip_suffix("/*");
            range.is_some_and(|range| kind.eq_ignore_ascii_case(range))
        }),
        other => other
            .name()
            .is_some_and(|name| essence.eq_ignore_ascii_case(name)),
    });
    let is_found = found.clone().next().is_some();
    if found.any(|media| matches!(media, Media::Named(_) | Media::Range(_))) {
        return Ok(());
    }
    if !is_found {
        return Err(if accepted == [Media::Json] {
            "the Content-Type is not JSON: send `application/json`"
        } else {
            "the Content-Type is none of those in Accept"
        });
    }
    if !every_charset_is_utf8(parameters) {
        return Err(if accepted == [Media::Json] {
            "the Content-Type is malformed or its charset is not UTF-8: send `application/json`"
        } else {
            "the Content-Type is malformed or its charset is not UTF-8"
        });
    }
    Ok(())
}

/// The text of a header that has to be there once.
fn single<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Result<&'h str, &'static str> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value
            .to_str()
            .map(str::trim)
            .map_err(|_| "the Content-Type is malformed: send one of those in Accept"),
        (None, _) => Err("the request has no Content-Type: send one of those in Accept"),
        (Some(_), Some(_)) => {
            Err("the request has several Content-Types: send one of those in Accept")
        }
    }
}

/// Whether a type and subtype stand for JSON.
fn is_json(essence: &str) -> bool {
    let Some((kind, subtype)) = essence.split_once('/') else {
        return false;
    };
    let subtype = subtype.to_ascii_lowercase();
    let is_subtype = subtype == "json"
        || subtype
            .strip_suffix("+json")
            .is_some_and(|prefix| !prefix.is_empty() && prefix.bytes().all(is_token_byte));
    kind.eq_ignore_ascii_case("application") && is_subtype
}

/// Reads `*( OWS ";" OWS [ parameter ] )` of [RFC 9110, section
/// 5.6.6](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.6); `false` for anything else, and for
/// a `charset` that is not UTF-8.
fn every_charset_is_utf8(parameters: &str) -> bool {
    let mut rest = parameters.trim_start();
    while !rest.is_empty() {
        let Some(after) = rest.strip_prefix(';') else {
            return false;
        };
        rest = after.trim_start();
        if rest.is_empty() || rest.starts_with(';') {
            continue;
        }
        let Some((name, value, after)) = read_parameter(rest) else {
            return false;
        };
        let is_utf8 = ["utf-8", "utf8"]
            .iter()
            .any(|label| value.eq_ignore_ascii_case(label));
        if name.eq_ignore_ascii_case("charset") && !is_utf8 {
            return false;
        }
        rest = after.trim_start();
    }
    true
}

/// Reads `token "=" ( token / quoted-string )`: the name, the value without its quotes, and what
/// follows.
fn read_parameter(text: &str) -> Option<(&str, String, &str)> {
    let (name, after) = text.split_once('=')?;
    if name.is_empty() || !name.bytes().all(is_token_byte) {
        return None;
    }
    if let Some(quoted) = after.strip_prefix('"') {
        let (value, after) = read_quoted(quoted)?;
        return Some((name, value, after));
    }
    let (value, after) = after.split_at(after.find([';', ' ', '\t']).unwrap_or(after.len()));
    let is_token = !value.is_empty() && value.bytes().all(is_token_byte);
    is_token.then(|| (name, value.to_owned(), after))
}

/// Reads a quoted string from behind its first quote: its value, and what follows the last quote.
fn read_quoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((offset, character)) = characters.next() {
        match character {
            '"' => return Some((value, text.get(offset + 1..)?)),
            '\\' => value.push(characters.next()?.1),
            other => value.push(other),
        }
    }
    None
}

/// Whether a byte may stand in a token ([RFC 9110, section
/// 5.6.2](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2)).
fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
