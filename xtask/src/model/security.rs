//! How deliveries show who sent them.

use super::{Docs, Name};

/// One way to show who sent a delivery: an OpenAPI security scheme.
#[derive(Debug, Clone)]
pub struct Authenticator {
    /// The scheme's name, and the builder method that takes its keys.
    pub name: Name,
    /// What the spec says of it.
    pub docs: Docs,
    /// What is checked.
    pub kind: AuthenticatorKind,
}

/// What a delivery is checked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthenticatorKind {
    /// A shared key.
    ApiKey(KeyPlace),
    /// HTTP basic (RFC 7617).
    Basic,
    /// A JSON Web Token sent as a bearer token (RFC 7519, RFC 6750).
    Jwt,
    /// A bearer token that the team verifies itself: `oauth2`, `openIdConnect`, and bearer tokens
    /// of no stated format.
    Bearer,
    /// A signature over the raw body.
    Signature(Signature),
}

/// Where a key stands in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyPlace {
    /// In this header.
    Header(String),
    /// In this query parameter.
    Query(String),
    /// In this cookie.
    Cookie(String),
}

/// How a body is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signature {
    /// As the Standard Webhooks specification says.
    StandardWebhooks,
    /// An HMAC in a header.
    Hmac {
        /// The header that holds the signature.
        header: String,
        /// The hash function.
        algorithm: HashAlgorithm,
        /// How the signature is written.
        encoding: SignatureEncoding,
        /// Text in front of the signature.
        prefix: String,
        /// The header that holds the time of signing, and by how many seconds it may be off.
        timestamp: Option<(String, u64)>,
        /// What is signed, with `{timestamp}` and `{body}` in their places.
        content: String,
    },
}

/// Hash functions of signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HashAlgorithm {
    /// SHA-1, which old senders still use; as an HMAC it holds.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-512.
    Sha512,
}

/// How a signature is written as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureEncoding {
    /// Hexadecimal, in either case.
    Hex,
    /// Base64.
    Base64,
}
