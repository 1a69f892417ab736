//! Signatures over the raw body: a [`SignatureScheme`] and secrets in, whether the sender knows one of them out.

mod scheme;

use std::time::{Duration, SystemTime};

use ::base64::Engine;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use subtle::{Choice, ConstantTimeEq};

use crate::runtime::security::authorization::LONGEST_CREDENTIAL;
use crate::runtime::security::base64::BASE64;
use crate::runtime::security::key_error::KeyError;
use crate::runtime::security::presented::Presented;
use crate::runtime::security::refusal::Refusal;
use crate::runtime::security::secret::Secret;

pub use scheme::{
    HashAlgorithm, SecretForm, SignatureEncoding, SignatureScheme, SignedPart, SignedTimestamp,
    TimestampPlace,
};

/// The secrets that a sender may sign with, and how it signs.
#[derive(Clone, Debug)]
pub struct SignatureVerifier {
    scheme: SignatureScheme,
    secrets: Vec<Secret>,
}

impl SignatureVerifier {
    /// Accepts what is signed with this secret, written as the scheme says.
    ///
    /// # Errors
    ///
    /// [`KeyError::NotBase64`] for a secret that should be base64 and is not, [`KeyError::Empty`] for one of no bytes.
    pub fn new(scheme: SignatureScheme, secret: impl Into<Secret>) -> Result<Self, KeyError> {
        let verifier = Self {
            scheme,
            secrets: Vec::new(),
        };
        verifier.or(secret)
    }

    /// Accepts what is signed as Standard Webhooks says, with a secret such as `whsec_…`.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn standard_webhooks(secret: impl Into<Secret>) -> Result<Self, KeyError> {
        Self::new(SignatureScheme::STANDARD_WEBHOOKS, secret)
    }

    /// Accepts what is signed with this secret too: while secrets are rotated, the old one and the new one.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn or(mut self, secret: impl Into<Secret>) -> Result<Self, KeyError> {
        let secret = match self.scheme.secret {
            SecretForm::Raw => secret.into(),
            SecretForm::Base64 { prefix } => {
                let written: Secret = secret.into();
                let bytes = written.bytes();
                let encoded = bytes.strip_prefix(prefix.as_bytes()).unwrap_or(bytes);
                let decoded = BASE64.decode(encoded).map_err(|_| KeyError::NotBase64)?;
                Secret::from(decoded)
            }
        };
        if secret.is_empty() {
            return Err(KeyError::Empty);
        }
        self.secrets.push(secret);
        Ok(self)
    }

    /// Accepts timestamps that differ by so much from the receiver's time, before or after, instead of what the scheme
    /// says. Changes nothing where signatures have no timestamp.
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        if let Some(timestamp) = &mut self.scheme.timestamp {
            timestamp.tolerance = tolerance;
        }
        self
    }

    /// Checks the signature that a request shows.
    ///
    /// # Errors
    ///
    /// [`Refusal::Missing`] or [`Refusal::Repeated`] for a header that is not there once, [`Refusal::Malformed`] for a
    /// header that holds no signature or no timestamp or has more than 8 KiB, [`Refusal::AwaitsBody`] where the head is in
    /// order and the body is not there, [`Refusal::Mismatch`] where none of the signatures is right; and for a right one,
    /// [`Refusal::Replayed`] and [`Refusal::NotYetValid`] where it was made too long before or after now.
    pub fn verify(&self, presented: &Presented<'_>) -> Result<(), Refusal> {
        let shown = self.signatures(presented)?;
        let timestamp = self
            .scheme
            .timestamp
            .map(|timestamp| ShownTimestamp::read(timestamp, &shown, presented))
            .transpose()?;
        let signed = self.signed(presented, timestamp.as_ref())?;
        let candidates: Vec<Vec<u8>> = shown
            .iter()
            .filter_map(|one| self.decode(one.strip_prefix(self.scheme.prefix.as_bytes())?))
            .collect();
        if candidates.is_empty() {
            return Err(Refusal::Malformed);
        }
        if presented.body.is_none() {
            return Err(Refusal::AwaitsBody);
        }
        let mut known = Choice::from(0);
        for secret in &self.secrets {
            let right = hmac(self.scheme.algorithm, secret, &signed).ok_or(Refusal::Mismatch)?;
            for candidate in &candidates {
                known |= candidate.ct_eq(&right);
            }
        }
        if !bool::from(known) {
            return Err(Refusal::Mismatch);
        }
        timestamp.map_or(Ok(()), |timestamp| timestamp.is_near(presented.now))
    }

    /// What stands in the signature's header, taken apart.
    fn signatures<'a>(&self, presented: &Presented<'a>) -> Result<Vec<&'a [u8]>, Refusal> {
        let separators = self.scheme.separators.as_bytes();
        let shown = presented.header(self.scheme.header)?;
        if shown.len() > LONGEST_CREDENTIAL {
            return Err(Refusal::Malformed);
        }
        Ok(shown
            .split(|byte| separators.contains(byte))
            .map(<[u8]>::trim_ascii)
            .collect())
    }

    /// What the sender signed, in its parts.
    fn signed<'a>(
        &self,
        presented: &Presented<'a>,
        timestamp: Option<&ShownTimestamp<'a>>,
    ) -> Result<Vec<&'a [u8]>, Refusal> {
        let parts = self.scheme.signed;
        let following = parts.iter().skip(1).map(Some).chain([None]);
        parts
            .iter()
            .zip(following)
            .map(|(part, next)| match (*part, next) {
                (SignedPart::Body, _) => Ok(presented.body.unwrap_or_default()),
                (SignedPart::Timestamp, _) => timestamp.map(|own| own.text).ok_or(Refusal::Missing),
                (SignedPart::Text(text), _) => Ok(text.as_bytes()),
                (SignedPart::Header(name), Some(SignedPart::Text(end))) => presented
                    .header(name)
                    .and_then(|value| unambiguous(value, end.as_bytes())),
                (SignedPart::Header(name), _) => presented.header(name),
            })
            .collect()
    }

    /// The bytes that a signature stands for.
    fn decode(&self, text: &[u8]) -> Option<Vec<u8>> {
        match self.scheme.encoding {
            SignatureEncoding::Hex => base16ct::mixed::decode_vec(text).ok(),
            SignatureEncoding::Base64 => BASE64.decode(text).ok(),
        }
    }
}

/// When a request says that it was signed.
struct ShownTimestamp<'a> {
    /// As it was sent.
    text: &'a [u8],
    /// The seconds since 1970 that it says.
    made: u64,
    /// By how many seconds it may be off.
    tolerance: u64,
}

impl<'a> ShownTimestamp<'a> {
    /// Reads the timestamp of a request, whose signatures are these.
    fn read(
        timestamp: SignedTimestamp,
        signatures: &[&'a [u8]],
        presented: &Presented<'a>,
    ) -> Result<Self, Refusal> {
        let text = match timestamp.place {
            TimestampPlace::Header(name) => presented.header(name)?,
            TimestampPlace::AmongSignatures(prefix) => {
                let mut found = signatures
                    .iter()
                    .filter_map(|one| one.strip_prefix(prefix.as_bytes()));
                match (found.next(), found.next()) {
                    (Some(text), None) => text,
                    (Some(_), Some(_)) => return Err(Refusal::Repeated),
                    (None, _) => return Err(Refusal::Malformed),
                }
            }
        };
        // Digits alone: `parse` would take a sign too.
        let made = std::str::from_utf8(text)
            .ok()
            .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|text| text.parse().ok())
            .ok_or(Refusal::Malformed)?;
        Ok(Self {
            text,
            made,
            tolerance: timestamp.tolerance.as_secs(),
        })
    }

    /// Checks that it is near a time, both counted in whole seconds.
    fn is_near(&self, now: SystemTime) -> Result<(), Refusal> {
        // A clock before 1970 is wrong, and 1970 is as near as it gets.
        let now = now
            .duration_since(SystemTime::UNIX_EPOCH)
            .map_or(0, |since| since.as_secs());
        if now.saturating_sub(self.made) > self.tolerance {
            Err(Refusal::Replayed)
        } else if self.made.saturating_sub(now) > self.tolerance {
            Err(Refusal::NotYetValid)
        } else {
            Ok(())
        }
    }
}

/// A value that does not contain what ends it.
fn unambiguous<'a>(value: &'a [u8], end: &[u8]) -> Result<&'a [u8], Refusal> {
    let contains = !end.is_empty() && value.windows(end.len()).any(|window| window == end);
    if contains {
        Err(Refusal::Malformed)
    } else {
        Ok(value)
    }
}

/// The HMAC over parts put together. An HMAC takes keys of any length, so there always is one.
fn hmac(algorithm: HashAlgorithm, secret: &Secret, parts: &[&[u8]]) -> Option<Vec<u8>> {
    /// The same for one hash function.
    fn over<M: Mac + KeyInit>(secret: &Secret, parts: &[&[u8]]) -> Option<Vec<u8>> {
        let mut mac = <M as KeyInit>::new_from_slice(secret.bytes()).ok()?;
        for part in parts {
            mac.update(part);
        }
        Some(mac.finalize().into_bytes().to_vec())
    }
    match algorithm {
        HashAlgorithm::Sha1 => over::<Hmac<Sha1>>(secret, parts),
        HashAlgorithm::Sha256 => over::<Hmac<Sha256>>(secret, parts),
        HashAlgorithm::Sha512 => over::<Hmac<Sha512>>(secret, parts),
    }
}
