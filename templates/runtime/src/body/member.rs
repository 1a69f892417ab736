//! One member of a body: the bytes and a place in, the text at that place out.
//!
//! Reads the event's name before anything is known about the rest, so what stands before it is
//! skipped, what stands behind it is not looked at, and no tree is built. Who decodes the payload
//! reads the whole body anyway.

use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;

use crate::runtime::decode::error::DecodeError;
use crate::runtime::decode::mismatch::Mismatch;
use crate::runtime::decode::text::{body_text, check_text};
use crate::runtime::json::base64::json_in;
use crate::runtime::json::kind::JsonKind;
use crate::runtime::json::kind::kind;
use crate::runtime::json::number::whole_number;
use crate::runtime::json::pointer;

/// Reads the text at a place of a body: a string that is not empty, or the digits of an integer.
///
/// An integer that is written with a fraction or an exponent is the same integer: `12.0` is `12`.
///
/// `tokens` are the reference tokens of an RFC 6901 pointer, unescaped: `["meta", "event/type"]` is
/// `/meta/event~1type`. A token names a member of an object or, in digits, an element of an array;
/// where a string holds JSON, also in Base64, the place may lead on through it.
/// Where an object has a member twice, the first one counts: whoever asks, and whatever follows,
/// gets the same answer.
///
/// Reading stops behind the value, so a body that breaks after it still gives its text.
///
/// # Errors
///
/// [`DecodeError::NotUtf8`] for a body that is not UTF-8 anywhere, and [`DecodeError::NotJson`] for
/// one that is not a JSON text, wherever it breaks unless the value came before;
/// [`DecodeError::NotAnObject`] for one that has no members; [`DecodeError::NoEventName`] where the
/// place holds neither; [`DecodeError::Payload`] where it holds a string that is not Unicode text
/// (half of a surrogate pair).
pub fn member_text(body: &[u8], tokens: &[&str]) -> Result<String, DecodeError> {
    let text = body_text(body)?;
    // Of a body that is not JSON at all, nothing else is said.
    find_text(text, tokens).map_err(|error| check_text(text).err().unwrap_or(error))
}

fn find_text(text: &str, tokens: &[&str]) -> Result<String, DecodeError> {
    let unreadable = |error: serde_json::Error| {
        let Mismatch { reason, .. } = Mismatch::from(&error);
        DecodeError::Payload {
            pointer: pointer::from_tokens(tokens),
            reason,
        }
    };
    let mut place = match tokens.split_first() {
        None => serde_json::from_str(text).map(Inside::Value),
        Some((token, _)) => look_inside(text, token),
    }
    .map_err(|error| DecodeError::from(&error))?;
    if let Inside::Closed(json) = place {
        return Err(DecodeError::NotAnObject { found: kind(json) });
    }
    for (index, token) in tokens.iter().enumerate().skip(1) {
        let Inside::Value(json) = place else {
            continue;
        };
        if kind(json) == JsonKind::String {
            let text: String = serde_json::from_str(json.get()).map_err(unreadable)?;
            let (text, _) = json_in(&text);
            return find_text(&text, tokens.get(index..).unwrap_or_default()).map_err(|error| {
                let pointer = pointer::from_tokens(tokens);
                match error {
                    DecodeError::NoEventName { found, .. } => {
                        DecodeError::NoEventName { pointer, found }
                    }
                    DecodeError::Payload { reason, .. } => DecodeError::Payload { pointer, reason },
                    // The string is not JSON, or holds none that has members.
                    _ => DecodeError::NoEventName {
                        pointer,
                        found: None,
                    },
                }
            });
        }
        place = look_inside(json.get(), token).map_err(unreadable)?;
    }
    let (text, found) = match place {
        Inside::Value(json) => {
            let text = scalar_text(json).map_err(unreadable)?;
            (text, Some(kind(json)))
        }
        Inside::Nothing | Inside::Closed(_) => (None, None),
    };
    text.ok_or_else(|| DecodeError::NoEventName {
        pointer: pointer::from_tokens(tokens),
        found,
    })
}

/// The scalar at a place of a JSON text: the text of a string, or a number or truth value as it is
/// written. Where a string holds JSON, the place may lead on through it.
#[cfg(feature = "hmac")]
pub(crate) fn scalar_at(text: &str, tokens: &[&str]) -> Option<String> {
    let mut json: &RawValue = serde_json::from_str(text).ok()?;
    for (index, token) in tokens.iter().enumerate() {
        if kind(json) == JsonKind::String {
            let inner: String = serde_json::from_str(json.get()).ok()?;
            return scalar_at(&json_in(&inner).0, tokens.get(index..)?);
        }
        json = match look_inside(json.get(), token).ok()? {
            Inside::Value(json) => json,
            Inside::Nothing | Inside::Closed(_) => return None,
        };
    }
    match kind(json) {
        JsonKind::String => serde_json::from_str(json.get()).ok(),
        JsonKind::Object | JsonKind::Array | JsonKind::Null => None,
        _ => Some(json.get().to_owned()),
    }
}

/// The elements of the list at a place of a body.
#[cfg(feature = "hmac")]
pub(crate) fn elements_at<'b>(body: &'b [u8], place: &str) -> Option<Vec<&'b RawValue>> {
    let mut json = std::str::from_utf8(body).ok()?;
    for token in pointer::tokens(place) {
        json = match look_inside(json, &token).ok()? {
            Inside::Value(json) => json.get(),
            Inside::Nothing | Inside::Closed(_) => return None,
        };
    }
    serde_json::from_str(json).ok()
}

/// The text of a string that is not empty, or of an integer.
fn scalar_text(json: &RawValue) -> Result<Option<String>, serde_json::Error> {
    Ok(match kind(json) {
        JsonKind::String => {
            Some(serde_json::from_str(json.get())?).filter(|text: &String| !text.is_empty())
        }
        // One beyond 64 bits has digits alone.
        JsonKind::Integer => whole_number(json.get()).or_else(|| Some(json.get().to_owned())),
        _ => None,
    })
}

/// What a JSON value has at a token.
#[derive(Clone, Copy)]
enum Inside<'j> {
    /// This member or element.
    Value(&'j RawValue),
    /// It could have one and has none.
    Nothing,
    /// It is a value that this token does not lead into.
    Closed(&'j RawValue),
}

/// Looks for a member or element in a JSON text, from its start to the end of what is looked for.
fn look_inside<'j>(json: &'j str, token: &str) -> Result<Inside<'j>, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let first = json.trim_start().as_bytes().first();
    let mut found = None;
    let read = match (first, array_index(token)) {
        (Some(b'{'), _) => {
            let name = token;
            let found = &mut found;
            deserializer.deserialize_map(Member { name, found })
        }
        (Some(b'['), Some(index)) => {
            let found = &mut found;
            deserializer.deserialize_seq(Element { index, found })
        }
        _ => return <&RawValue>::deserialize(&mut deserializer).map(Inside::Closed),
    };
    match found {
        // A visitor that returns early leaves the rest unread, which the deserialiser takes for a
        // fault.
        Some(json) => Ok(Inside::Value(json)),
        None => read.map(|()| Inside::Nothing),
    }
}

/// The index that a token is in an array: digits without leading zeros (RFC 6901, section 4).
fn array_index(token: &str) -> Option<usize> {
    let canonical = token == "0" || !token.starts_with(['0', '+']);
    token.parse().ok().filter(|_| canonical)
}

/// Finds the first member of an object that has this name.
struct Member<'f, 'de> {
    name: &'f str,
    found: &'f mut Option<&'de RawValue>,
}

impl<'de> Visitor<'de> for Member<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(is_wanted) = members.next_key_seed(IsName(self.name))? {
            if is_wanted {
                *self.found = Some(members.next_value()?);
                return Ok(());
            }
            members.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

/// Finds the element of an array that has this index.
struct Element<'f, 'de> {
    index: usize,
    found: &'f mut Option<&'de RawValue>,
}

impl<'de> Visitor<'de> for Element<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        for _ in 0..self.index {
            if elements.next_element::<IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
        *self.found = elements.next_element()?;
        Ok(())
    }
}

/// Compares a member's name with a token, without keeping it.
struct IsName<'t>(&'t str);

impl<'de> DeserializeSeed<'de> for IsName<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_bytes(self)
    }
}

impl Visitor<'_> for IsName<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_bytes<E>(self, name: &[u8]) -> Result<bool, E> {
        Ok(name == self.0.as_bytes())
    }
}
