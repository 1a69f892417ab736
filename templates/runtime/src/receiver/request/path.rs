//! Paths that name an event: the path of a request and the names of all events in, the name that
//! the path ends with out.
//!
//! Only the end of a path counts, so the same service works under a prefix that the server cuts off
//! and under one that it leaves in place.

use std::borrow::Cow;
use std::cmp::Reverse;

/// The event that a path names by its end, if it names one of these.
///
/// `path` is the path of a request target, percent-encoded as it was received, without the query. A
/// slash at its end means nothing. Names are compared exactly, after percent-decoding; a name with
/// slashes in it may have them encoded or not, and slashes around it may be left out. If several
/// names fit, the longest is meant, slashes around it aside; of two that differ in these alone, the
/// one that the path has exactly.
///
/// A segment in braces, as in `hooks/{id}/done`, is a parameter and stands for any; one name that
/// has a segment itself is meant before another that has a parameter there.
///
/// A path that ends with none of the names is taken for the place where the receiver is mounted, so
/// mount it at a path whose own last segment is not the name of an event.
#[must_use]
pub fn path_event<'e>(path: &str, events: impl IntoIterator<Item = &'e str>) -> Option<&'e str> {
    let last = last_segment(path)?;
    let rank = |event: &'e str| {
        let name = bare(event);
        let is_last = event == last || (!name.is_empty() && name == last);
        let length = if is_last {
            name.len()
        } else {
            length_at_end(path, name)?
        };
        let parameters = name.split('/').filter(|part| is_parameter(part)).count();
        Some((length, Reverse(parameters), event == last, event == name))
    };
    events
        .into_iter()
        .filter_map(|event| Some((rank(event)?, event)))
        .max_by_key(|(rank, _)| *rank)
        .map(|(_, event)| event)
}

/// A name without the slashes around it, which a path has anyway.
fn bare(event: &str) -> &str {
    event.trim_matches('/')
}

/// The paths that name these events by several segments, percent-encoded as senders do it ([RFC
/// 3986, section 3.3](https://www.rfc-editor.org/rfc/rfc3986#section-3.3)), each once and without a
/// slash at its end. Parameters are written as axum's.
#[cfg(feature = "axum")]
pub(crate) fn paths_of_segments<'e>(
    events: impl IntoIterator<Item = &'e str>,
) -> std::collections::BTreeSet<String> {
    let names = events.into_iter().map(bare);
    let names = names.filter(|name| name.contains('/'));
    let paths = names.map(|name| {
        let mut path = String::new();
        for (index, part) in name.split('/').enumerate() {
            path.push('/');
            // A router wants one name for all parameters at one place.
            match (is_parameter(part), index) {
                (true, 0) => path.push_str("{name}"),
                (true, _) => {
                    path.push_str("{segment");
                    path.push_str(&index.to_string());
                    path.push('}');
                }
                (false, _) => path.push_str(&encoded(part)),
            }
        }
        path
    });
    paths.collect()
}

/// A text in which every byte is percent-encoded that a path does not have as it is, and `:` or `*`
/// at the start of a segment, which a router takes for a parameter or refuses.
#[cfg(feature = "axum")]
fn encoded(name: &str) -> String {
    use std::fmt::Write as _;

    let mut path = String::with_capacity(name.len());
    let mut is_start = true;
    for byte in name.bytes() {
        let is_plain = byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/".contains(&byte);
        let is_marked = std::mem::replace(&mut is_start, byte == b'/') && b":*".contains(&byte);
        if is_plain && !is_marked {
            path.push(char::from(byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(path, "%{byte:02X}");
        }
    }
    path
}

/// The last segment of a path, percent-decoded; a slash at the path's end means nothing.
///
/// `None` for a path without segments, and for a segment whose percent-encoding is malformed or is
/// not of UTF-8 text ([RFC 3986, section 2.1](https://www.rfc-editor.org/rfc/rfc3986#section-2.1)).
#[must_use]
pub fn last_segment(path: &str) -> Option<Cow<'_, str>> {
    let segment = segments_from_end(path).next()?;
    decode_percent(segment).filter(|segment| !segment.is_empty())
}

/// How long the text is that the path has for a name, if its last segments are those of the name.
fn length_at_end(path: &str, name: &str) -> Option<usize> {
    // A name of parameters alone would be that of every path.
    if !name.contains('/') || name.split('/').all(is_parameter) {
        return None;
    }
    let mut segments = segments_from_end(path);
    let mut length = 0;
    for part in name.rsplit('/') {
        let segment = decode_percent(segments.next()?)?;
        if segment != part && (segment.is_empty() || !is_parameter(part)) {
            return None;
        }
        length += segment.len() + 1;
    }
    Some(length - 1)
}

/// Whether a segment of a name stands for any text.
fn is_parameter(part: &str) -> bool {
    let inside = part
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'));
    inside.is_some_and(|inside| !inside.is_empty() && !inside.contains(['{', '}']))
}

/// The segments of a path, the last one first, still encoded.
fn segments_from_end(path: &str) -> impl Iterator<Item = &str> {
    path.trim_end_matches('/').rsplit('/')
}

/// The text that a segment stands for.
fn decode_percent(segment: &str) -> Option<Cow<'_, str>> {
    if !segment.contains('%') {
        return Some(Cow::Borrowed(segment));
    }
    let mut decoded = Vec::with_capacity(segment.len());
    let mut bytes = segment.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let high = hex_digit(bytes.next()?)?;
            let low = hex_digit(bytes.next()?)?;
            decoded.push(high * 16 + low);
        } else {
            decoded.push(byte);
        }
    }
    String::from_utf8(decoded).ok().map(Cow::Owned)
}

/// The value of a hexadecimal digit.
fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}
