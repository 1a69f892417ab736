//! Metadata in headers: a header's name in, what its text stands for out. It is metadata, so whatever does not fit counts as absent.

use std::str::FromStr;

use http::HeaderMap;

/// The text of a header; of several of one name, the first. `None` if it is absent or no UTF-8.
#[must_use]
pub fn header_text(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?.as_bytes();
    std::str::from_utf8(value).ok().map(str::to_owned)
}

/// What the text of a header stands for: a number, `true` or `false`. `None` if it is absent or something else.
#[must_use]
pub fn header_value<T: FromStr>(headers: &HeaderMap, name: &str) -> Option<T> {
    header_text(headers, name)?.trim().parse().ok()
}
