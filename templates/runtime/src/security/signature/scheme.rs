//! How a sender signs a request: what a specification's `x-signature` says.

use std::time::Duration;

/// How a request is signed, and where the signature stands.
///
/// All of it is data: the verifier and the signer read the same description, so what one makes the
/// other accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignatureScheme {
    /// What is computed over the signed content.
    pub algorithm: SignatureAlgorithm,
    /// How the key is written.
    pub key: KeyForm,
    /// Where signatures stand. One right signature in one of these places is enough.
    pub signatures: &'static [SignaturePlace],
    /// What is signed, put together. Empty for [`SignatureAlgorithm::Token`].
    pub signed: &'static [SignedPart],
    /// When the signature was made, where the sender says so.
    pub timestamp: Option<SignedTimestamp>,
    /// A digest of the body that the request shows, where the body is covered by that alone.
    pub digest: Option<ShownDigest>,
    /// The JSON pointer to a list in the body of which every element has a signature of its own.
    /// All other pointers are relative to the element.
    pub each: Option<&'static str>,
}

impl SignatureScheme {
    /// [Standard
    /// Webhooks](https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md)
    /// with a shared secret: `webhook-id`, `webhook-timestamp` and `webhook-signature`, five
    /// minutes of tolerance.
    pub const STANDARD_WEBHOOKS: Self = Self {
        algorithm: SignatureAlgorithm::Hmac(HashAlgorithm::Sha256),
        key: KeyForm::Base64 { prefix: "whsec_" },
        signatures: &[SignaturePlace {
            place: RequestPlace::Header(&["webhook-signature"]),
            separators: " ",
            prefix: "v1,",
            suffix: "",
            encoding: SignatureEncoding::Base64,
        }],
        signed: &[
            SignedPart::Header(&["webhook-id"]),
            SignedPart::Text("."),
            SignedPart::Timestamp,
            SignedPart::Text("."),
            SignedPart::Body,
        ],
        timestamp: Some(SignedTimestamp {
            place: TimestampPlace::Header(&["webhook-timestamp"]),
            unit: TimestampUnit::Seconds,
            past: Some(Duration::from_secs(300)),
            future: Some(Duration::from_secs(300)),
        }),
        digest: None,
        each: None,
    };

    /// Whether the public origin of the receiver is part of what is signed, so that it must be
    /// known.
    #[must_use]
    pub fn needs_origin(&self) -> bool {
        fn needs(parts: &[SignedPart]) -> bool {
            parts.iter().any(|part| match part {
                SignedPart::Url | SignedPart::UrlOfAnyPort => true,
                SignedPart::Optional(parts) => needs(parts),
                _ => false,
            })
        }
        needs(self.signed)
    }
}

/// What is computed over the signed content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignatureAlgorithm {
    /// An HMAC ([RFC 2104](https://www.rfc-editor.org/rfc/rfc2104)) with a shared secret.
    Hmac(HashAlgorithm),
    /// A digest of the shared secret and the signed content behind it. Old senders use it.
    Digest(HashAlgorithm),
    /// Ed25519 ([RFC 8032](https://www.rfc-editor.org/rfc/rfc8032)), by a public key.
    Ed25519,
    /// ECDSA on P-256 with SHA-256 (FIPS 186-5), by a public key. The signature is in DER, or the
    /// two numbers in 64 bytes.
    EcdsaP256,
    /// RSASSA-PKCS1-v1.5 ([RFC 8017, section
    /// 8.2](https://www.rfc-editor.org/rfc/rfc8017#section-8.2)), by a public key.
    Rsa(HashAlgorithm),
    /// Nothing: the request shows the secret itself.
    Token,
}

impl SignatureAlgorithm {
    /// Whether the receiver's key is public, so that it could not sign with it.
    #[must_use]
    pub const fn has_public_key(self) -> bool {
        matches!(self, Self::Ed25519 | Self::EcdsaP256 | Self::Rsa(_))
    }
}

/// A hash function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HashAlgorithm {
    /// SHA-1. Broken as a hash, not as an HMAC; old senders use it.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

/// A place in a request that holds a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RequestPlace {
    /// The first of these headers that is there; the names in either case.
    Header(&'static [&'static str]),
    /// This parameter of the query, decoded.
    Query(&'static str),
    /// The value at this JSON pointer in the body. In a form, which is read with the feature
    /// `forms`, the first token is the field; a pointer may lead on through a text that holds JSON.
    Body(&'static str),
}

/// Where signatures stand, and how one is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SignaturePlace {
    /// Where they stand. A header may be there more than once.
    pub place: RequestPlace,
    /// The characters that separate several signatures; empty where there is one.
    pub separators: &'static str,
    /// Text in front of each signature, such as `sha256=`. What does not start with it is passed
    /// over.
    pub prefix: &'static str,
    /// Text behind each signature.
    pub suffix: &'static str,
    /// How a signature is written.
    pub encoding: SignatureEncoding,
}

/// How bytes are written as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignatureEncoding {
    /// Hexadecimal digits, in either case.
    Hex,
    /// Base64 with the standard alphabet, padded or not.
    Base64,
    /// Base64 with the alphabet for URLs, padded or not.
    Base64Url,
    /// As they are, for [`SignatureAlgorithm::Token`].
    Text,
}

/// When a signature was made.
///
/// Protects from recordings only where the time is among what is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedTimestamp {
    /// Where the time stands.
    pub place: TimestampPlace,
    /// How it is written.
    pub unit: TimestampUnit,
    /// By how much it may lie before the receiver's time; exactly so much is accepted. `None`
    /// accepts any time that is past.
    pub past: Option<Duration>,
    /// The same for a time that has not come yet.
    pub future: Option<Duration>,
}

/// Where the time of a signature stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimestampPlace {
    /// The first of these headers that is there; the names in either case.
    Header(&'static [&'static str]),
    /// Among the signatures, behind this prefix (`t=`).
    AmongSignatures(&'static str),
    /// At this JSON pointer in the body.
    Body(&'static str),
}

/// How a time is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimestampUnit {
    /// Whole seconds since 1970-01-01T00:00:00Z, in digits.
    Seconds,
    /// Whole milliseconds since 1970-01-01T00:00:00Z, in digits.
    Milliseconds,
    /// A date and time of [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339).
    #[cfg(feature = "timestamps")]
    Rfc3339,
}

/// A part of what is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignedPart {
    /// The body, byte for byte.
    Body,
    /// A digest of the body.
    BodyDigest(HashAlgorithm, SignatureEncoding),
    /// The time of the signature, as it was sent.
    Timestamp,
    /// The method, in capitals as it was sent.
    Method,
    /// The URL that the sender was told, with the query: the receiver's public origin and the
    /// target.
    Url,
    /// The same. The sender may have put the default port into it or left it out.
    UrlOfAnyPort,
    /// The path of the URL, without the query, as it was sent.
    Path,
    /// The first of these headers that is there, as it was sent. It must not contain the text that
    /// follows it: the end of the value would be anybody's guess.
    Header(&'static [&'static str]),
    /// A parameter of the query, decoded.
    Query(&'static str),
    /// The value at a JSON pointer in the body: a text, or a number or truth value as it was
    /// written.
    Pointer(&'static str),
    /// The fields of a form, sorted by name and then value, each name before its value and each
    /// pair once, with nothing between. Nothing for a body that is not a form.
    #[cfg(feature = "forms")]
    FormSorted,
    /// This text.
    Text(&'static str),
    /// These parts, unless a value among them is missing.
    Optional(&'static [SignedPart]),
}

/// A digest of the body that a request shows, and that is signed in place of the body.
///
/// It must be right, unless the body is a form of which `SignedPart::FormSorted` signs every field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ShownDigest {
    /// Where it stands.
    pub place: RequestPlace,
    /// The hash function.
    pub hash: HashAlgorithm,
    /// How it is written.
    pub encoding: SignatureEncoding,
}

/// How a key is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyForm {
    /// As it is. For an algorithm with a public key: PEM.
    Text,
    /// In hexadecimal digits, behind a prefix that may be left out.
    Hex {
        /// The prefix.
        prefix: &'static str,
    },
    /// In base64, behind a prefix that may be left out. For ECDSA and RSA this is the DER of a
    /// `SubjectPublicKeyInfo` ([RFC 5280, section
    /// 4.1](https://www.rfc-editor.org/rfc/rfc5280#section-4.1)).
    Base64 {
        /// The prefix.
        prefix: &'static str,
    },
    /// A text whose digest is the key.
    DigestOf(HashAlgorithm),
}
