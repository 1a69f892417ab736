//! The id of a delivery: the places where a specification has it and a request in, the id out.

use http::HeaderValue;
use http::header::CONTENT_TYPE;
use http::request::Parts;

use crate::runtime::body::content_type::essence;
use crate::runtime::body::member::member_text;
use crate::runtime::form_encoding::{form_decoded, query_pairs};
use crate::runtime::json::pointer;

/// A place where deliveries are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryIdPlace {
    /// In the first of these headers that is there.
    Header(&'static [&'static str]),
    /// In this parameter of the query.
    Query(&'static str),
    /// In the body, at all of these JSON pointers. In a form, the first token is the field.
    Body(&'static [&'static str]),
}

/// The id of a delivery: what stands in the first of these places that is there whole. A text that
/// is empty is not there.
///
/// Where several members number a delivery together, their texts are written as a JSON array, so
/// that no two lists of texts give one id.
#[must_use]
pub fn delivery_id(places: &[DeliveryIdPlace], request: &Parts, body: &[u8]) -> Option<String> {
    let text = |value: &HeaderValue| {
        let text = std::str::from_utf8(value.as_bytes()).ok()?.trim();
        Some(text.to_owned()).filter(|text| !text.is_empty())
    };
    places.iter().find_map(|place| match place {
        DeliveryIdPlace::Header(names) => {
            let mut values = names.iter().filter_map(|name| request.headers.get(*name));
            values.find_map(text)
        }
        DeliveryIdPlace::Query(name) => field(request.uri.query()?.as_bytes(), name),
        DeliveryIdPlace::Body(pointers) => {
            let texts = pointers.iter().map(|place| in_body(request, body, place));
            let texts: Vec<String> = texts.collect::<Option<_>>()?;
            match texts.as_slice() {
                [one] => Some(one.clone()),
                several => serde_json::to_string(several).ok(),
            }
        }
    })
}

/// The text at a pointer in a body, or the digits of an integer.
fn in_body(request: &Parts, body: &[u8], place: &str) -> Option<String> {
    let tokens: Vec<_> = pointer::tokens(place).collect();
    let tokens: Vec<&str> = tokens.iter().map(AsRef::as_ref).collect();
    let media_type = request.headers.get(CONTENT_TYPE);
    let media_type = media_type.and_then(|value| value.to_str().ok());
    if media_type.map(essence).as_deref() != Some("application/x-www-form-urlencoded") {
        return member_text(body, &tokens).ok();
    }
    let (name, rest) = tokens.split_first()?;
    let text = field(body, name)?;
    if rest.is_empty() {
        Some(text)
    } else {
        member_text(text.as_bytes(), rest).ok()
    }
}

/// The first value of this name among those that a form or a query has.
fn field(written: &[u8], name: &str) -> Option<String> {
    let mut pairs = query_pairs(std::str::from_utf8(written).ok()?);
    let (_, value) = pairs.find(|(known, _)| known == name.as_bytes())?;
    let text = String::from_utf8(form_decoded(value)).ok()?;
    Some(text).filter(|text| !text.is_empty())
}
