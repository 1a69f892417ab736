//! What makes two deliveries one: the parts that tell deliveries apart in, one key out.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

/// The key by which repeats of a delivery are recognised: a SHA-256 over parts, each behind its
/// length, so that `"ab", "c"` and `"a", "bc"` are two keys.
///
/// It is the handler's idempotency key too: it is the same for every attempt, every repeat and every
/// replay of a delivery.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DedupKey([u8; 32]);

impl DedupKey {
    /// The key of these parts, in this order.
    #[must_use]
    pub fn of_parts(parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Self(hash.finalize().into())
    }

    /// The key of a delivery that its sender has numbered. The event is a part of it: one number for
    /// two events is no repeat, since in doubt a handler is called twice.
    #[must_use]
    pub fn of_id(source: &str, event: Option<&str>, id: &str) -> Self {
        let event = event.map(str::as_bytes);
        Self::of_parts(&[
            b"id",
            source.as_bytes(),
            event.unwrap_or_default(),
            id.as_bytes(),
        ])
    }

    /// The key of a delivery without a number: whatever has the same source, event and body is taken
    /// for a repeat.
    #[must_use]
    pub fn of_body(source: &str, event: Option<&str>, body: &[u8]) -> Self {
        let event = event.map(str::as_bytes);
        Self::of_parts(&[b"body", source.as_bytes(), event.unwrap_or_default(), body])
    }

    /// A key that was stored.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The key as a store holds it.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// In 64 hexadecimal digits.
impl fmt::Display for DedupKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for DedupKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DedupKey({self})")
    }
}

impl FromStr for DedupKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let mut key = [0; 32];
        let digits: Vec<u32> = text
            .chars()
            .map(|digit| digit.to_digit(16))
            .collect::<Option<_>>()
            .ok_or(NotAKey)?;
        if digits.len() != 64 {
            return Err(NotAKey);
        }
        for (byte, pair) in key.iter_mut().zip(digits.chunks(2)) {
            let value = pair.iter().fold(0, |value, digit| value * 16 + digit);
            *byte = u8::try_from(value).map_err(|_| NotAKey)?;
        }
        Ok(Self(key))
    }
}

/// A text is not the 64 hexadecimal digits of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAKey;

impl fmt::Display for NotAKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key has 64 hexadecimal digits")
    }
}

impl std::error::Error for NotAKey {}

#[cfg(test)]
mod tests {
    use super::DedupKey;

    #[test]
    fn parts_have_their_lengths() {
        let key = |parts: &[&str]| {
            let parts: Vec<&[u8]> = parts.iter().map(|part| part.as_bytes()).collect();
            DedupKey::of_parts(&parts)
        };
        assert_ne!(key(&["ab", "c"]), key(&["a", "bc"]));
        assert_ne!(key(&["ab", ""]), key(&["ab"]));
        assert_eq!(key(&["ab", "c"]), key(&["ab", "c"]));
    }

    #[test]
    fn a_key_is_read_as_it_is_shown() {
        let key = DedupKey::of_id("source", Some("event"), "7");
        assert_eq!(key.to_string().parse(), Ok(key));
        assert!("abc".parse::<DedupKey>().is_err());
        assert!("é".repeat(64).parse::<DedupKey>().is_err());
    }

    #[test]
    fn an_id_is_no_body() {
        let (source, event) = ("source", Some("event"));
        assert_ne!(
            DedupKey::of_id(source, event, "7"),
            DedupKey::of_body(source, event, b"7")
        );
    }
}
