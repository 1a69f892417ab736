//! How a sender signs a body: what a specification's `x-signature` says.

use std::time::Duration;

/// How a body is signed and where the signature stands: an HMAC
/// ([RFC 2104](https://www.rfc-editor.org/rfc/rfc2104)) over the body, alone or with more, in a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignatureScheme {
    /// The header with the signatures; its name in either case.
    pub header: &'static str,
    /// The hash function of the HMAC.
    pub algorithm: HashAlgorithm,
    /// How a signature is written.
    pub encoding: SignatureEncoding,
    /// Text in front of each signature, such as `sha256=`. What does not start with it is none.
    pub prefix: &'static str,
    /// The characters that separate several signatures in the header, of which one must be right; empty where there is one.
    pub separators: &'static str,
    /// When the signature was made, where the sender says so.
    pub timestamp: Option<SignedTimestamp>,
    /// What is signed, put together.
    pub signed: &'static [SignedPart],
    /// How the secret is written.
    pub secret: SecretForm,
}

impl SignatureScheme {
    /// [Standard Webhooks](https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md) with
    /// a shared secret: `webhook-id`, `webhook-timestamp` and `webhook-signature`, five minutes of tolerance.
    pub const STANDARD_WEBHOOKS: Self = Self {
        header: "webhook-signature",
        algorithm: HashAlgorithm::Sha256,
        encoding: SignatureEncoding::Base64,
        prefix: "v1,",
        separators: " ",
        timestamp: Some(SignedTimestamp {
            place: TimestampPlace::Header("webhook-timestamp"),
            tolerance: Duration::from_secs(300),
        }),
        signed: &[
            SignedPart::Header("webhook-id"),
            SignedPart::Text("."),
            SignedPart::Timestamp,
            SignedPart::Text("."),
            SignedPart::Body,
        ],
        secret: SecretForm::Base64 { prefix: "whsec_" },
    };
}

/// The hash function of an HMAC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HashAlgorithm {
    /// SHA-1. Broken as a hash, not as an HMAC; old senders use it.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-512.
    Sha512,
}

/// How a signature is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignatureEncoding {
    /// Hexadecimal digits, in either case.
    Hex,
    /// Base64 with the standard alphabet, padded or not.
    Base64,
}

/// When a signature was made: whole seconds since 1970-01-01T00:00:00Z, in digits.
///
/// Protects from recordings only where [`SignedPart::Timestamp`] is among what is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedTimestamp {
    /// Where the time stands.
    pub place: TimestampPlace,
    /// By how much it may differ from the receiver's, before or after. Exactly so much is accepted.
    pub tolerance: Duration,
}

/// Where the time of a signature stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimestampPlace {
    /// In a header of its own; its name in either case.
    Header(&'static str),
    /// Among the signatures of the signature's header, behind this prefix (`t=`).
    AmongSignatures(&'static str),
}

/// A part of what is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SignedPart {
    /// The body, byte for byte.
    Body,
    /// The timestamp, as it was sent.
    Timestamp,
    /// The value of a header, as it was sent. It must not contain the text that follows it: the end of the value would be
    /// anybody's guess.
    Header(&'static str),
    /// This text.
    Text(&'static str),
}

/// How a secret is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SecretForm {
    /// As it is.
    Raw,
    /// In base64, behind a prefix that may be left out.
    Base64 {
        /// The prefix.
        prefix: &'static str,
    },
}
