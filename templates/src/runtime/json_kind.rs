//! The kinds of JSON value: a JSON text in, what it is out.

use std::fmt;

use serde_json::value::RawValue;

/// What a JSON value is.
///
/// The kinds of [RFC 8259, section 3](https://www.rfc-editor.org/rfc/rfc8259#section-3), with integers told apart from
/// other numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum JsonKind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number written without fraction and exponent, of any size.
    Integer,
    /// A number written with a fraction or an exponent, `1.0` included.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
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
pub fn kind(json: &RawValue) -> JsonKind {
    let text = json.get();
    match text.as_bytes().first() {
        Some(b'{') => JsonKind::Object,
        Some(b'[') => JsonKind::Array,
        Some(b'"') => JsonKind::String,
        Some(b't' | b'f') => JsonKind::Boolean,
        Some(b'n') => JsonKind::Null,
        _ if text.contains(['.', 'e', 'E']) => JsonKind::Number,
        _ => JsonKind::Integer,
    }
}
