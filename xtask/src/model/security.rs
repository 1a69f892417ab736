//! How deliveries show who sent them.

use webhook_runtime::security::{RequestPlace, SignatureScheme};

use super::{Docs, Name};
use crate::place::Location;

/// One way to show who sent a delivery: an OpenAPI security scheme.
#[derive(Debug, Clone)]
pub struct Authenticator {
    /// The scheme's name, and the builder method that takes its keys.
    pub name: Name,
    /// What the spec says of it.
    pub docs: Docs,
    /// What is checked.
    pub kind: AuthenticatorKind,
    /// Where the spec declares it.
    pub place: Location,
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
    /// A signature over parts of the request.
    Signature(Box<Signature>),
    /// What no description can say; only a verifier of the team's own decides.
    Custom,
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

/// How requests are signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The preset that the document names, if it names one.
    pub preset: Option<String>,
    /// The description, as the generated crate has it.
    pub scheme: SignatureScheme,
    /// Where a delivery is numbered.
    pub delivery_id: Option<RequestPlace>,
}

impl Signature {
    /// The headers that signatures stand in.
    pub fn headers(&self) -> impl Iterator<Item = &'static str> {
        let places = self.scheme.signatures.iter();
        places.flat_map(|one| match one.place {
            RequestPlace::Header(names) => names.iter().copied(),
            _ => [].iter().copied(),
        })
    }
}
