//! What a sender puts into a request before it signs: a place and a value in, the request with the
//! value out. What is signed and not there is made up, as a sender numbers and dates its deliveries.

use std::borrow::Cow;
use std::time::SystemTime;

#[cfg(feature = "forms")]
use http::header::CONTENT_TYPE;
use http::header::{HeaderName, HeaderValue};
use http::{Request, Uri};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

#[cfg(feature = "forms")]
use crate::runtime::body::content_type::essence;
#[cfg(feature = "forms")]
use crate::runtime::body::parts::part;
use crate::runtime::json::pointer;
use crate::runtime::security::presented::Presented;
use crate::runtime::security::refusal::Refusal;
use crate::runtime::security::signature::scheme::{SignedPart, TimestampUnit};
use crate::runtime::security::signature::signing_error::SigningError;
use crate::runtime::security::signature::timestamp::written;
#[cfg(feature = "forms")]
use crate::runtime::security::signature::values::Form;
use crate::runtime::security::signature::values::Values;

/// Gives every value that is signed and not there a text. Parts that may be missing stay away.
pub(super) fn fill(
    request: &mut Request<Vec<u8>>,
    parts: &[SignedPart],
    now: SystemTime,
) -> Result<(), SigningError> {
    for part in parts {
        match part {
            SignedPart::Header(names) => {
                let is_there = |name: &&str| request.headers().contains_key(*name);
                if !names.iter().any(is_there) {
                    let name = names.first().copied().unwrap_or_default();
                    put_header(request, names, made_up(name, now).as_bytes())?;
                }
            }
            SignedPart::Query(name) => {
                let (head, query) = (request.headers(), request.uri().query());
                let presented = Presented::head(head, query, now);
                if presented.query_parameter(name) == Err(Refusal::Missing) {
                    put_query(request, name, made_up(name, now).as_bytes())?;
                }
            }
            SignedPart::Pointer(place) => {
                let (head, body) = (request.headers(), request.body());
                let presented = Presented::new(head, None, body, now);
                if Values::new(&presented).body(place).is_err() {
                    put_in_body(request, place, |old| filled(old, place, now))?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The same for an element of a list, to which pointers are relative.
pub(super) fn fill_element(
    element: &mut Value,
    parts: &[SignedPart],
    now: SystemTime,
) -> Result<(), SigningError> {
    for part in parts {
        if let SignedPart::Pointer(place) = part {
            put_at(element, place, |old| filled(old, place, now))?;
        }
    }
    Ok(())
}

/// A value, or what is made up where there is none.
fn filled(old: &Value, place: &str, now: SystemTime) -> Value {
    if old.is_null() {
        let name = pointer::tokens(place).last().unwrap_or_default();
        made_up(&name, now).into()
    } else {
        old.clone()
    }
}

/// A text for a value of this name: the time where the name says that it is one, else an id.
fn made_up(name: &str, now: SystemTime) -> String {
    let name = name.to_ascii_lowercase();
    #[cfg(feature = "timestamps")]
    if name.ends_with("date") || name == "klaviyo-timestamp" {
        // As HTTP has it (RFC 9110, section 5.6.7).
        let date = chrono::DateTime::<chrono::Utc>::from(now);
        return date.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    }
    if name.contains("timestamp") || name.ends_with("time") {
        written(now, TimestampUnit::Seconds)
    } else {
        format!("msg_{}", written(now, TimestampUnit::Seconds))
    }
}

pub(super) fn put_header(
    request: &mut Request<Vec<u8>>,
    names: &[&str],
    value: &[u8],
) -> Result<(), SigningError> {
    let name = names.first().ok_or(SigningError::NoPlace)?;
    let name = HeaderName::try_from(*name).map_err(|_| SigningError::NotText)?;
    let value = HeaderValue::from_bytes(value).map_err(|_| SigningError::NotText)?;
    request.headers_mut().insert(name, value);
    Ok(())
}

pub(super) fn put_query(
    request: &mut Request<Vec<u8>>,
    name: &str,
    value: &[u8],
) -> Result<(), SigningError> {
    let value = std::str::from_utf8(value).map_err(|_| SigningError::NotText)?;
    let [name, value] = [name, value].map(|text| utf8_percent_encode(text, NON_ALPHANUMERIC));
    let uri = request.uri().to_string();
    let mark = if request.uri().query().is_some() {
        '&'
    } else {
        '?'
    };
    let uri: Uri = format!("{uri}{mark}{name}={value}")
        .parse()
        .map_err(|_| SigningError::NotText)?;
    *request.uri_mut() = uri;
    Ok(())
}

/// Puts a value at a pointer into the body: into JSON, or into a field of a form and the JSON that
/// it holds. `value` is asked with what stands there, which is `null` where there is nothing.
pub(super) fn put_in_body(
    request: &mut Request<Vec<u8>>,
    place: &str,
    value: impl FnOnce(&Value) -> Value,
) -> Result<(), SigningError> {
    #[cfg(feature = "forms")]
    if let Some(form) = form_of(request) {
        *request.body_mut() = put_in_field(request.body(), form, place, value)?;
        return Ok(());
    }
    let mut json = serde_json::from_slice(request.body()).map_err(|_| SigningError::NoPlace)?;
    put_at(&mut json, place, value)?;
    *request.body_mut() = json.to_string().into_bytes();
    Ok(())
}

/// The form that a request's body is, by its media type.
#[cfg(feature = "forms")]
fn form_of(request: &Request<Vec<u8>>) -> Option<Form> {
    let media_type = request.headers().get(CONTENT_TYPE)?;
    Form::of(&essence(media_type.to_str().ok()?))
}

/// A form with a value at a pointer: in a field, or in the JSON that the field holds.
#[cfg(feature = "forms")]
fn put_in_field(
    body: &[u8],
    form: Form,
    place: &str,
    value: impl FnOnce(&Value) -> Value,
) -> Result<Vec<u8>, SigningError> {
    let (field, rest) = match place.get(1..).and_then(|rest| rest.find('/')) {
        Some(end) => place.split_at(end + 1),
        None => (place, ""),
    };
    let field = pointer::tokens(field).next().unwrap_or_default();
    match form {
        Form::UrlEncoded => {
            let pairs = form_urlencoded::parse(body).into_owned();
            let mut pairs: Vec<(String, String)> = pairs.collect();
            if let Some((_, text)) = pairs.iter_mut().find(|(name, _)| *name == field) {
                *text = with_value(text, rest, value)?;
            } else {
                pairs.push((field.into_owned(), with_value("", rest, value)?));
            }
            let mut written = form_urlencoded::Serializer::new(String::new());
            Ok(written.extend_pairs(pairs).finish().into_bytes())
        }
        Form::Multipart => {
            let content = part(body, &field).ok_or(SigningError::NoPlace)?;
            let text = std::str::from_utf8(content).map_err(|_| SigningError::NoPlace)?;
            let text = with_value(text, rest, value)?;
            // The content is a part of the body.
            let start = content.as_ptr().addr() - body.as_ptr().addr();
            let (before, after) = (body.get(..start), body.get(start + content.len()..));
            let (before, after) = before.zip(after).ok_or(SigningError::NoPlace)?;
            Ok([before, text.as_bytes(), after].concat())
        }
    }
}

/// The text of a field with a value in place of it, or at a pointer in the JSON that it holds.
#[cfg(feature = "forms")]
fn with_value(
    text: &str,
    place: &str,
    value: impl FnOnce(&Value) -> Value,
) -> Result<String, SigningError> {
    if place.is_empty() {
        return Ok(match value(&text.into()) {
            Value::String(text) => text,
            other => other.to_string(),
        });
    }
    let mut json = match text {
        "" => Value::Null,
        text => serde_json::from_str(text).map_err(|_| SigningError::NoPlace)?,
    };
    put_at(&mut json, place, value)?;
    Ok(json.to_string())
}

/// Puts a value at a pointer. Objects that are missing on the way are made.
pub(super) fn put_at(
    body: &mut Value,
    place: &str,
    value: impl FnOnce(&Value) -> Value,
) -> Result<(), SigningError> {
    let tokens: Vec<Cow<'_, str>> = pointer::tokens(place).collect();
    let mut at = body;
    for token in &tokens {
        if at.is_null() {
            *at = Value::Object(Map::new());
        }
        at = match at {
            Value::Object(members) => members.entry(token.as_ref()).or_insert(Value::Null),
            Value::Array(items) => {
                let index = token.parse::<usize>().ok();
                let item = index.and_then(|index| items.get_mut(index));
                item.ok_or(SigningError::NoPlace)?
            }
            _ => return Err(SigningError::NoPlace),
        };
    }
    *at = value(at);
    Ok(())
}
