//! Metadata in headers: a header's name in, what its text stands for out. It is metadata, so
//! whatever does not fit counts as absent.

use std::str::FromStr;

use http::HeaderMap;
use serde::de::DeserializeOwned;

use crate::runtime::decode::nesting::is_deeper;
use crate::runtime::json::text::from_text;
use crate::runtime::types::whole_number::Whole;

/// The text of a header; of several of one name, the first. `None` if it is absent or not UTF-8.
#[must_use]
pub fn header_text(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?.as_bytes();
    std::str::from_utf8(value).ok().map(str::to_owned)
}

/// What the text of a header stands for: a number, `true` or `false`, a date, a value of an enum.
/// `None` if it is absent or something else.
#[must_use]
pub fn header_value<T: FromStr>(headers: &HeaderMap, name: &str) -> Option<T> {
    header_text(headers, name)?.trim().parse().ok()
}

/// The integer that the text of a header is, in any notation. `None` if it is absent or something
/// else.
#[must_use]
pub fn header_integer<T: FromStr>(headers: &HeaderMap, name: &str) -> Option<T> {
    header_value(headers, name).map(|Whole(integer)| integer)
}

/// The values of a header that lists them with commas between, in one line or in several of its
/// name ([RFC 9110, section 5.3](https://www.rfc-editor.org/rfc/rfc9110#section-5.3)); nothing
/// between two commas is no value. `None` if it is absent, or if one of them is something else.
#[must_use]
pub fn header_list<T: FromStr>(headers: &HeaderMap, name: &str) -> Option<Vec<T>> {
    if !headers.contains_key(name) {
        return None;
    }
    let mut values = Vec::new();
    for line in headers.get_all(name) {
        let line = std::str::from_utf8(line.as_bytes()).ok()?;
        for text in line.split(',').map(str::trim) {
            if !text.is_empty() {
                values.push(text.parse().ok()?);
            }
        }
    }
    Some(values)
}

/// The integers that a header lists as [`header_list`] says, in any notation.
#[must_use]
pub fn header_integers<T: FromStr>(headers: &HeaderMap, name: &str) -> Option<Vec<T>> {
    let list = header_list(headers, name)?.into_iter();
    Some(list.map(|Whole(integer)| integer).collect())
}

/// What the JSON in a header says; of several of one name, in the first. `None` if it is absent, no
/// JSON, or not what the type is.
#[must_use]
pub fn header_json<T: DeserializeOwned>(headers: &HeaderMap, name: &str) -> Option<T> {
    let json = std::str::from_utf8(headers.get(name)?.as_bytes()).ok()?;
    from_text(json).ok()
}

/// The same for a type whose values hold others of their kind: arrays and objects may nest no more
/// deeply than this, else it is absent.
#[must_use]
pub fn header_json_within<T: DeserializeOwned>(
    headers: &HeaderMap,
    name: &str,
    most: usize,
) -> Option<T> {
    let value = headers.get(name)?.as_bytes();
    (!is_deeper(value, most)).then(|| header_json(headers, name))?
}
