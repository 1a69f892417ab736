//! The kinds of JSON value: a JSON text in, what it is out.

use std::fmt;

use serde_json::value::RawValue;

use crate::runtime::json::number::whole_number;

/// What a JSON value is.
///
/// The kinds of [RFC 8259, section 3](https://www.rfc-editor.org/rfc/rfc8259#section-3), with
/// integers told apart from other numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum JsonKind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number written without fraction and exponent, of any size, and one of up to 64 bits that
    /// is as whole: `1.0`, `1e2`.
    Integer,
    /// Any other number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl JsonKind {
    /// The kind as one word.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

impl fmt::Display for JsonKind {
    /// The kind with its article, as in "`/eventType` is *an array*".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Integer => "an integer",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}

/// The kind of a JSON text, told by its first character; only a number is looked at further.
#[must_use]
#[inline]
pub fn kind(json: &RawValue) -> JsonKind {
    let text = json.get();
    match text.as_bytes().first() {
        Some(b'{') => JsonKind::Object,
        Some(b'[') => JsonKind::Array,
        Some(b'"') => JsonKind::String,
        Some(b't' | b'f') => JsonKind::Boolean,
        Some(b'n') => JsonKind::Null,
        _ if text.contains(['.', 'e', 'E']) && whole_number(text).is_none() => JsonKind::Number,
        _ => JsonKind::Integer,
    }
}
