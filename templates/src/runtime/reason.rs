//! Error messages without payload values: the text of a serde error in, the same text without what was received out.
//!
//! A delivery may carry names, addresses and document numbers, and error texts end up in logs. serde quotes the value it
//! met; only its kind may stay. Messages that no deserialiser of serde words are the crate's own, carry no values, and
//! pass unchanged.

/// Everything serde and `serde_json` call a value they did not expect, before the value itself.
const KINDS: [&str; 18] = [
    "boolean",
    "integer",
    "floating point",
    "number",
    "character",
    "string",
    "byte array",
    "unit value",
    "null",
    "Option value",
    "newtype struct",
    "sequence",
    "map",
    "enum",
    "unit variant",
    "newtype variant",
    "tuple variant",
    "struct variant",
];

/// What stands between the value that was met and the one that was wanted.
const EXPECTED: &str = ", expected ";

/// The message of a `serde_json` error without its ` at line … column …`.
///
/// The place is given by [`line`](serde_json::Error::line) and [`column`](serde_json::Error::column) anyway, and means
/// nothing to the reader when the text was a part of a body.
#[must_use]
pub fn without_position(error: &serde_json::Error) -> String {
    let mut message = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    if message.ends_with(&position) {
        message.truncate(message.len() - position.len());
    }
    message
}

/// The message with the value that serde quotes cut out of it; its kind stays.
///
/// ``invalid type: string "Jane", expected i64`` becomes ``invalid type: string, expected i64``, and ``unknown variant
/// `Jane`, expected `a` or `b` `` becomes ``unknown variant, expected `a` or `b` ``. What follows the last
/// `, expected ` is a type's description of itself. A message that is already free of values comes back as it is.
#[must_use]
pub fn without_values(message: &str) -> String {
    for label in ["invalid type", "invalid value"] {
        if let Some((before, found, expected)) = around(message, &format!("{label}: ")) {
            let kind = kind_of(found);
            return format!("{before}{label}: {kind}{expected}");
        }
    }
    for label in ["unknown variant", "unknown field"] {
        if let Some((before, _, expected)) = around(message, &format!("{label} `")) {
            return format!("{before}{label}{expected}");
        }
    }
    message.to_owned()
}

/// Splits a message at a label: what is before it, what was met, and `, expected …` (empty when the message has none).
fn around<'m>(message: &'m str, label: &str) -> Option<(&'m str, &'m str, &'m str)> {
    let (before, rest) = message.split_once(label)?;
    // The last one: the value that was met may contain the same words, the description after it does not.
    let (found, expected) = rest.split_at(rest.rfind(EXPECTED).unwrap_or(rest.len()));
    Some((before, found, expected))
}

/// The kind of value that serde's wording starts with; `value` for wording that is not serde's.
fn kind_of(found: &str) -> &'static str {
    KINDS
        .into_iter()
        .find(|kind| {
            found
                .strip_prefix(kind)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '`', '"']))
        })
        .unwrap_or("value")
}
