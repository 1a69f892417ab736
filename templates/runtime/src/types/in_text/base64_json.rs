//! JSON in Base64 within a string of JSON: the string in, the value that its text stands for out.
//!
//! As with JSON that is in a string as it is, the string is decoded to the bottom.

use std::fmt;
use std::ops::{Deref, DerefMut};

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error};
use serde::ser::{Error as _, Serialize, Serializer};

use crate::runtime::json::base64::{decoded, encoded};
use crate::runtime::types::in_text::text_within::read_json;

/// A value that is sent as JSON in Base64, such as the `data` of a Pub/Sub message.
///
/// It is the value, to which it derefs; serde reads it from a string and writes it as one. Both
/// alphabets of [RFC 4648](https://www.rfc-editor.org/rfc/rfc4648) are read, with padding or
/// without. The text is written anew, with padding: how the sender wrote it is in the body of the
/// delivery.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Base64Json<T, const FOR_URLS: bool = false>(Box<T>);

/// The same, written in the alphabet for URLs and names of files (RFC 4648, section 5).
pub type Base64UrlJson<T> = Base64Json<T, true>;

impl<T, const FOR_URLS: bool> Base64Json<T, FOR_URLS> {
    /// The value.
    #[must_use]
    pub fn into_inner(self) -> T {
        *self.0
    }
}

impl<T, const FOR_URLS: bool> From<T> for Base64Json<T, FOR_URLS> {
    fn from(value: T) -> Self {
        Self(Box::new(value))
    }
}

impl<T, const FOR_URLS: bool> Deref for Base64Json<T, FOR_URLS> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T, const FOR_URLS: bool> DerefMut for Base64Json<T, FOR_URLS> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: fmt::Debug, const FOR_URLS: bool> fmt::Debug for Base64Json<T, FOR_URLS> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: Serialize, const FOR_URLS: bool> Serialize for Base64Json<T, FOR_URLS> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json = serde_json::to_vec(&self.0).map_err(S::Error::custom)?;
        serializer.serialize_str(&encoded(&json, FOR_URLS))
    }
}

impl<'de, T: DeserializeOwned, const FOR_URLS: bool> Deserialize<'de> for Base64Json<T, FOR_URLS> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = decoded(&text).ok_or_else(|| D::Error::custom("not Base64"))?;
        let json = String::from_utf8(bytes);
        let json = json.map_err(|_| D::Error::custom("not UTF-8 in its Base64"))?;
        read_json(&json).map(|value| Self(Box::new(value)))
    }
}
