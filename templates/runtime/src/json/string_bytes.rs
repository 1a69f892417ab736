//! Strings of JSON that may not be Unicode text: how they are read all the same.
//!
//! The grammar of JSON lets an escape be half of a surrogate pair, as in `"\ud800"` ([RFC 8259,
//! section 8.2](https://www.rfc-editor.org/rfc/rfc8259#section-8.2)), and a Rust string cannot hold
//! it. `serde_json` gives such a string as bytes, and as nothing else; a half is written there as
//! if it were a character, which is not UTF-8.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};

/// What a string is not of which a part is half of a surrogate pair; the words of `serde_json`.
pub(crate) const NOT_UNICODE: &str = "lone leading surrogate in hex escape";

/// The first byte of half of a surrogate pair, which begins no character in UTF-8 that is not
/// complete.
const HALF: u8 = 0xed;

/// A string as bytes: UTF-8 but for halves of surrogate pairs.
pub(crate) struct StringBytes(pub(crate) Vec<u8>);

impl StringBytes {
    /// The text, with U+FFFD for each half of a surrogate pair.
    pub(crate) fn to_text(&self) -> String {
        let mut text = String::with_capacity(self.0.len());
        for chunk in self.0.utf8_chunks() {
            text.push_str(chunk.valid());
            if chunk.invalid().starts_with(&[HALF]) {
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
        text
    }
}

impl<'de> Deserialize<'de> for StringBytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(BytesVisitor)
    }
}

struct BytesVisitor;

impl Visitor<'_> for BytesVisitor {
    type Value = StringBytes;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, text: &str) -> Result<StringBytes, E> {
        Ok(StringBytes(text.as_bytes().to_vec()))
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<StringBytes, E> {
        Ok(StringBytes(bytes.to_vec()))
    }
}
