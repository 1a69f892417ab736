//! Error messages without payload values: the text of a serde error in, the same in the words of
//! JSON out, without what was received.
//!
//! A delivery may carry names, addresses and document numbers, and error texts end up in logs.
//! serde quotes the value it met; only its kind may stay. It also names kinds as Rust does, which
//! means nothing to those who sent the body, so what is an array to them is called one. Messages
//! that no deserialiser of serde words are the crate's own, carry no values, and pass unchanged,
//! those that have been here before included.

use crate::runtime::json::number::whole_number;

/// Everything serde and `serde_json` call a value they did not expect, before the value itself, and
/// what JSON calls it.
const KINDS: [(&str, &str); 20] = [
    ("boolean", "boolean"),
    ("integer", "integer"),
    ("floating point", "number"),
    ("number", "number"),
    ("character", "string"),
    ("string", "string"),
    ("byte array", "string"),
    ("unit value", "null"),
    ("null", "null"),
    ("Option value", "value"),
    ("newtype struct", "value"),
    ("sequence", "array"),
    ("array", "array"),
    ("map", "object"),
    ("object", "object"),
    ("enum", "value"),
    ("unit variant", "value"),
    ("newtype variant", "value"),
    ("tuple variant", "value"),
    ("struct variant", "value"),
];

/// What serde and the standard library call what they wanted, and what JSON calls it.
const WANTED: [(&str, &str); 17] = [
    ("i8", INTEGER),
    ("i16", INTEGER),
    ("i32", INTEGER),
    ("i64", INTEGER),
    ("isize", INTEGER),
    ("u8", NATURAL),
    ("u16", NATURAL),
    ("u32", NATURAL),
    ("u64", NATURAL),
    ("usize", NATURAL),
    ("f32", "a number"),
    ("f64", "a number"),
    ("unit", "null"),
    ("sequence", "an array"),
    ("a sequence", "an array"),
    ("map", OBJECT),
    ("a map", OBJECT),
];

/// What an integer is called that may be negative.
pub(crate) const INTEGER: &str = "an integer";

/// What an integer is called that may not.
pub(crate) const NATURAL: &str = "an integer that is not negative";

/// What an object is called where one is wanted.
const OBJECT: &str = "an object";

/// What stands between the value that was met and the one that was wanted.
const EXPECTED: &str = ", expected ";

/// The message of a `serde_json` error without its ` at line … column …`.
///
/// The place is given by [`line`](serde_json::Error::line) and
/// [`column`](serde_json::Error::column) anyway, and means nothing to the reader when the text was
/// a part of a body.
#[must_use]
pub fn without_position(error: &serde_json::Error) -> String {
    let mut message = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    if message.ends_with(&position) {
        message.truncate(message.len() - position.len());
    }
    message
}

/// The message in the words of JSON, with the value that serde quotes cut out of it; its kind
/// stays.
///
/// ``invalid type: string "Jane", expected i64`` becomes ``invalid type: string, expected an
/// integer``, and ``unknown variant `Jane`, expected `a` or `b` `` becomes ``unknown variant,
/// expected `a` or `b` ``. What follows the last `, expected ` is a type's description of itself. A
/// message that has been here before comes back as it is.
#[must_use]
pub fn without_values(message: &str) -> String {
    for label in ["invalid type", "invalid value"] {
        if let Some((before, found, expected)) = around(message, &format!("{label}: ")) {
            let kind = kind_of(found);
            // An integer that is not an integer to its type is one that the type cannot hold.
            let label = match (label, kind) {
                ("invalid value", "integer") => "out of range",
                _ => label,
            };
            let expected = wanted(expected);
            return format!("{before}{label}: {kind}{expected}");
        }
    }
    if let Some((length, expected)) = message
        .strip_prefix("invalid length ")
        .and_then(|rest| Some((rest, rest.rfind(EXPECTED)?)))
        .and_then(|(rest, at)| rest.split_at_checked(at))
    {
        return format!("invalid length {length}{}", wanted(expected));
    }
    for label in ["unknown variant", "unknown field"] {
        if let Some((before, _, expected)) = around(message, &format!("{label} `")) {
            return format!("{before}{label}{expected}");
        }
    }
    message.to_owned()
}

/// Splits a message at a label: what is before it, what was met, and `, expected …` (empty when the
/// message has none).
fn around<'m>(message: &'m str, label: &str) -> Option<(&'m str, &'m str, &'m str)> {
    let (before, rest) = message.split_once(label)?;
    // The last one: the value that was met may contain the same words, the description after it
    // does not.
    let (found, expected) = rest.split_at(rest.rfind(EXPECTED).unwrap_or(rest.len()));
    Some((before, found, expected))
}

/// The kind of value that serde's wording starts with; `value` for wording that is not serde's.
fn kind_of(found: &str) -> &'static str {
    KINDS
        .into_iter()
        .find(|(kind, _)| {
            found
                .strip_prefix(kind)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '`', '"']))
        })
        .map_or("value", |(_, in_json)| in_json)
}

/// `, expected …` in the words of JSON. A type that describes itself in its own words keeps them.
fn wanted(expected: &str) -> String {
    let Some(described) = expected.strip_prefix(EXPECTED) else {
        return expected.to_owned();
    };
    let in_json = WANTED
        .into_iter()
        .find(|(in_rust, _)| *in_rust == described)
        .map(|(_, in_json)| in_json.to_owned());
    let in_json = in_json.or_else(|| {
        let size = described
            .strip_prefix("a tuple of size ")
            .or_else(|| described.strip_prefix("an array of length "));
        match size {
            Some(size) => Some(format!("an array of {size} elements")),
            None => described.starts_with("struct ").then(|| OBJECT.to_owned()),
        }
    });
    format!("{EXPECTED}{}", in_json.as_deref().unwrap_or(described))
}

/// The kind of value that is refused whatever the value is; `None` for a message that says so of a
/// single value.
pub(crate) fn refused_kind(message: &str) -> Option<&str> {
    let (kind, _) = message
        .strip_prefix("invalid type: ")?
        .split_once(EXPECTED)?;
    (kind != "value").then_some(kind)
}

/// Whether a message says that a value is behind the last one that a tuple has.
pub(crate) fn is_surplus(message: &str) -> bool {
    let wanted = message.rsplit(EXPECTED).next().unwrap_or_default();
    wanted.starts_with("no more than ") && wanted.ends_with(" elements")
}

/// The kind that a JSON text is called in a message, told by how it is written; none for an integer
/// in another notation than the plain one, since some types take it for an integer.
pub(crate) fn kind_of_json(json: &str) -> &'static str {
    match json.as_bytes().first() {
        Some(b'{') => "object",
        Some(b'[') => "array",
        Some(b'"') => "string",
        Some(b't' | b'f') => "boolean",
        Some(b'n') => "null",
        _ if json.contains(['.', 'e', 'E']) && whole_number(json).is_some() => "",
        _ if json.contains(['.', 'e', 'E']) => "number",
        _ => "integer",
    }
}

/// Whether a message says that another value than an object stands where one is wanted.
pub(crate) fn wants_object(message: &str) -> bool {
    let rest = message.strip_suffix(OBJECT);
    rest.is_some_and(|rest| rest.ends_with(EXPECTED))
}
