//! URLs whose path names the event.
//!
//! In: a URL and the name of an event, which may be a template such as `/hooks/{id}/done`. Out: the
//! URL of that event (RFC 3986, section 3.3).

use std::fmt::Write;

use crate::model::ParameterPlace;
use crate::sample::Beside;

/// A URL with a name at the end of its path, unless it ends with that one. In a name that begins
/// with a slash, slashes divide segments, and values stand in place of parameters in braces.
pub(super) fn with_name(url: &str, name: &str, beside: &[Beside]) -> String {
    let (path, query) = match url.find(['?', '#']) {
        Some(end) => url.split_at(end),
        None => (url, ""),
    };
    let path = path.trim_end_matches('/');
    let segments: Vec<&str> = match name.strip_prefix('/') {
        Some(name) => name.trim_matches('/').split('/').collect(),
        None => vec![name],
    };
    let is_template = name.starts_with('/');
    let mut shown = path.rsplit('/');
    let is_there = segments.iter().rev().all(|segment| {
        let is_open = is_template && segment.contains('{');
        let is_it = |shown: &str| is_open && !shown.is_empty() || shown == encoded(segment);
        shown.next().is_some_and(is_it)
    });
    if is_there {
        return url.to_owned();
    }
    let written = segments.iter().map(|segment| match is_template {
        true => with_values(segment, beside),
        false => encoded(segment),
    });
    let written: Vec<String> = written.collect();
    format!("{path}/{}{query}", written.join("/"))
}

/// A segment with values in place of its parameters in braces.
fn with_values(segment: &str, beside: &[Beside]) -> String {
    let mut filled = String::new();
    let mut rest = segment;
    while let Some((before, (parameter, after))) = rest
        .split_once('{')
        .and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        let mut known = beside.iter();
        let known = known.find(|one| one.place == ParameterPlace::Path && one.name == parameter);
        let value = known.map_or("", |one| one.text.as_str());
        filled.push_str(&encoded(before));
        // No segment is empty.
        filled.push_str(&encoded(if value.is_empty() { "1" } else { value }));
        rest = after;
    }
    filled + &encoded(rest)
}

/// A text as it stands in one segment.
fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").unwrap_or_default();
        }
    }
    encoded
}
