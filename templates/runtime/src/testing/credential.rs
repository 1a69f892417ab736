//! Credentials as a sender shows them: a scheme of the specification and a key in, what a request
//! says of it out.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
#[cfg(feature = "jwt")]
use serde_json::{Map, Value};

#[cfg(feature = "hmac")]
use crate::runtime::security::SignatureScheme;
use crate::runtime::security::{ApiKeyPlace, Scheme};

/// How a scheme of the specification is shown. Generated code says it of each.
#[derive(Clone, Copy, Debug)]
pub enum Shown {
    /// As a key, at a place.
    ApiKey(ApiKeyPlace),
    /// As user name and password ([RFC 7617](https://www.rfc-editor.org/rfc/rfc7617)).
    Basic,
    /// As a bearer token ([RFC 6750](https://www.rfc-editor.org/rfc/rfc6750)).
    Bearer,
    /// As a JSON Web Token, which is a bearer token.
    #[cfg(feature = "jwt")]
    Jwt,
    /// As a signature of the request.
    #[cfg(feature = "hmac")]
    Signature(&'static SignatureScheme),
    /// In a way that the specification does not describe.
    Own,
}

/// A scheme of the specification of which is known how it is shown.
pub trait ShownScheme: Scheme {
    /// How it is shown.
    fn shown(self) -> Shown;
}

/// What a sender knows: an API key, the shared secret or private key of a signature, the secret of
/// JSON Web Tokens, a bearer token, or `user:password`.
///
/// Its `Debug` shows nothing of it.
#[derive(Clone)]
pub struct Credential {
    pub(super) text: String,
    #[cfg(feature = "jwt")]
    pub(super) is_token: bool,
    #[cfg(feature = "jwt")]
    pub(super) claims: Map<String, Value>,
}

impl Credential {
    /// A key, a secret, or a bearer token that needs no signature. A private key is in PEM
    /// (PKCS #8), or written as the scheme has its public keys.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            // As it is: what is shown of it depends on the scheme.
            text: text.into(),
            #[cfg(feature = "jwt")]
            is_token: false,
            #[cfg(feature = "jwt")]
            claims: Map::new(),
        }
    }

    /// User name and password.
    #[must_use]
    pub fn basic(user: &str, password: &str) -> Self {
        Self::new(format!("{user}:{password}"))
    }

    /// A JSON Web Token that the test has signed itself, such as one with an RSA key.
    #[cfg(feature = "jwt")]
    #[must_use]
    pub fn token(token: impl Into<String>) -> Self {
        Self {
            is_token: true,
            ..Self::new(token)
        }
    }

    /// The same with this claim in the JSON Web Token that is made, such as `iss`. Without any, it
    /// has `iat`, the time of sending, and `exp`, five minutes later.
    #[cfg(feature = "jwt")]
    #[must_use]
    pub fn with_claim(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.claims.insert(name.into(), value.into());
        self
    }

    /// The value of `Authorization` for HTTP basic.
    pub(super) fn as_basic(&self) -> String {
        format!("Basic {}", STANDARD.encode(&self.text))
    }
}

impl From<&str> for Credential {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Credential {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential(..)")
    }
}
