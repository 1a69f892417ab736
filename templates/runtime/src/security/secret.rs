//! Secrets: bytes in, and out only whether other bytes are the same.

use std::fmt;
use std::sync::Arc;

use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

/// A key, password or other text that only the sender and the receiver know.
///
/// Its bytes are wiped from memory when it is dropped, its `Debug` shows nothing of it, and there
/// is no way to read it back. An empty secret matches nothing, not even nothing: a variable left
/// empty must not open the door.
#[derive(Clone)]
pub struct Secret {
    bytes: Zeroizing<Vec<u8>>,
    id: Option<KeyId>,
}

/// The name that a team gave one of several keys. It tells a handler which of them a sender has
/// used, and may be logged: it is not part of the key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KeyId(Arc<str>);

impl KeyId {
    /// This name, for a verifier of the team's own.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self(name.into())
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Secret {
    /// A secret that goes by a name of the team's own, so that a handler is told which of several
    /// keys was used.
    #[must_use]
    pub fn named(id: &str, secret: impl Into<Self>) -> Self {
        Self {
            id: Some(KeyId::new(id)),
            ..secret.into()
        }
    }

    /// The name that it goes by, if it has one.
    #[must_use]
    pub fn id(&self) -> Option<&KeyId> {
        self.id.as_ref()
    }

    /// Whether these bytes are the secret.
    ///
    /// Takes a time that depends on how many bytes are shown, which the sender knows anyway, and on
    /// nothing that they or the secret contain. Each shown byte is compared with one of the secret,
    /// which starts over when it is the shorter; whether the lengths are the same is one more
    /// comparison, made however the others went.
    #[must_use]
    pub fn matches(&self, shown: &[u8]) -> bool {
        self.is(shown).into()
    }

    /// Whether there is no byte in it, so that it matches nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// [`matches`](Self::matches), as a value that can be put together with others without a
    /// branch.
    pub(super) fn is(&self, shown: &[u8]) -> Choice {
        !self.bytes.len().ct_eq(&0) & self.has_bytes(shown)
    }

    /// Whether these are its bytes, of which there may be none: for a text that goes with a secret.
    pub(super) fn has_bytes(&self, shown: &[u8]) -> Choice {
        let same_length = self.bytes.len().ct_eq(&shown.len());
        shown
            .iter()
            .zip(self.bytes.iter().cycle())
            .fold(same_length, |same, (shown, own)| same & shown.ct_eq(own))
    }

    /// The first of several secrets that these bytes are. All of them are looked at, however the
    /// first ones went.
    pub(super) fn found_among<'s>(secrets: &'s [Self], shown: &[u8]) -> Option<&'s Self> {
        let mut found = None;
        for secret in secrets {
            if bool::from(secret.is(shown)) && found.is_none() {
                found = Some(secret);
            }
        }
        found
    }

    /// The bytes, for what computes with them.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl From<Vec<u8>> for Secret {
    fn from(bytes: Vec<u8>) -> Self {
        Self {
            bytes: Zeroizing::new(bytes),
            id: None,
        }
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::from(text.into_bytes())
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::from(text.as_bytes())
    }
}

impl From<&[u8]> for Secret {
    fn from(bytes: &[u8]) -> Self {
        Self::from(bytes.to_vec())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}
