//! Bodies that nothing is decoded from: plain text, XML, or whatever else the specification says no
//! schema of.

use std::fmt;
use std::ops::Deref;

use serde::{Serialize, Serializer};

/// A body as it was received.
///
/// Its `Debug` shows the length alone, since a body may hold personal data.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct RawBody(Vec<u8>);

impl RawBody {
    /// The body as text, if it is UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    /// The bytes.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl From<&[u8]> for RawBody {
    fn from(body: &[u8]) -> Self {
        Self(body.to_vec())
    }
}

impl From<Vec<u8>> for RawBody {
    fn from(body: Vec<u8>) -> Self {
        Self(body)
    }
}

impl Deref for RawBody {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

/// Writes text as a string, and anything else as bytes.
impl Serialize for RawBody {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.text() {
            Some(text) => serializer.serialize_str(text),
            None => serializer.serialize_bytes(&self.0),
        }
    }
}

impl fmt::Debug for RawBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawBody({} bytes)", self.0.len())
    }
}
