//! What makes a delivery acceptable under a scheme.
//!
//! In: `SCHEME=VALUE` and the model's authenticators. Out: headers, query parameters and cookies.
//! Tokens and signatures are made here for trying a receiver out; a vendor makes its own.

use std::fmt::Display;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use webhook_runtime::security::{SignatureScheme, SignatureSigner};

use super::request::{Part, Request};
use crate::characters::shown;
use crate::diagnostic::did_you_mean;
use crate::model::{AuthenticatorKind, KeyPlace, Model};

/// How long a token that is made here is good for, in seconds.
const TOKEN_LIFE: u64 = 300;

/// One `--auth SCHEME=VALUE`.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    scheme: String,
    kind: AuthenticatorKind,
    value: String,
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credential")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// Why an `--auth` is not understood. It does not show the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialError(String);

impl std::fmt::Display for CredentialError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CredentialError {}

impl Credential {
    /// Reads `SCHEME=VALUE`: a key, the secret to sign a token or a body with, or `user:password`.
    ///
    /// # Errors
    ///
    /// No `=`, a scheme that the spec does not have, or a value of the wrong form.
    pub fn parse(model: &Model, text: &str) -> Result<Self, CredentialError> {
        let Some((scheme, value)) = text.split_once('=') else {
            return Err(CredentialError("`--auth` takes SCHEME=VALUE".to_owned()));
        };
        let known = model
            .authenticators
            .iter()
            .find(|known| known.name.wire == scheme);
        let Some(known) = known else {
            let names: Vec<&str> = model
                .authenticators
                .iter()
                .map(|known| known.name.wire.as_str())
                .collect();
            let help = did_you_mean(scheme, names.iter().copied());
            // What stands before the `=` may be a part of a secret whose scheme was forgotten, so
            // it is not shown.
            return Err(CredentialError(format!(
                "the spec has no security scheme of the name that `--auth` gives\nhelp: {help}"
            )));
        };
        if known.kind == AuthenticatorKind::Custom {
            return Err(CredentialError(format!(
                "`{}` is checked by a verifier of your own, so only your own code can sign for it\n\
                 help: leave `--auth` out, or sign the request in a test",
                shown(scheme)
            )));
        }
        if known.kind == AuthenticatorKind::Basic && !value.contains(':') {
            return Err(CredentialError(format!(
                "`{}` takes user:password",
                shown(scheme)
            )));
        }
        Ok(Self {
            scheme: scheme.to_owned(),
            kind: known.kind.clone(),
            value: value.to_owned(),
        })
    }

    /// The secret, if it is one of this scheme.
    pub(super) fn secret_of(&self, scheme: &str) -> Option<&str> {
        (self.scheme == scheme).then_some(self.value.as_str())
    }

    /// Adds to a request what shows this credential. `origin` is what the receiver was told as its
    /// own.
    ///
    /// # Errors
    ///
    /// Another credential stands in the same place.
    pub(super) fn apply(
        &self,
        request: &mut Request,
        origin: &str,
        now: SystemTime,
    ) -> Result<(), String> {
        let value = self.value.as_str();
        let seconds = now.duration_since(UNIX_EPOCH);
        let seconds = seconds.map(|since| since.as_secs()).unwrap_or_default();
        let authorization = match &self.kind {
            AuthenticatorKind::ApiKey(place) => {
                let (part, name) = match place {
                    KeyPlace::Header(name) => (Part::Header, name),
                    KeyPlace::Cookie(name) => (Part::Cookie, name),
                    KeyPlace::Query(name) => (Part::Query, name),
                };
                return request.put(part, name, value.to_owned());
            }
            AuthenticatorKind::Signature(signature) => {
                return sign(signature.scheme, value, request, origin, now);
            }
            AuthenticatorKind::Basic => format!("Basic {}", STANDARD.encode(value)),
            AuthenticatorKind::Jwt => format!("Bearer {}", token(value.as_bytes(), seconds)),
            AuthenticatorKind::Bearer => format!("Bearer {value}"),
            AuthenticatorKind::Custom => return Ok(()),
        };
        request.put(Part::Header, "Authorization", authorization)
    }
}

/// A JSON Web Token signed with HS256 (RFC 7515, RFC 7519).
fn token(secret: &[u8], seconds: u64) -> String {
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#);
    let claims = format!(r#"{{"iat":{seconds},"exp":{}}}"#, seconds + TOKEN_LIFE);
    let signed = format!("{header}.{}", URL_SAFE_NO_PAD.encode(claims));
    let signature = mac(secret, signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// Signs a request as the scheme says.
fn sign(
    scheme: SignatureScheme,
    secret: &str,
    request: &mut Request,
    origin: &str,
    now: SystemTime,
) -> Result<(), String> {
    let failed = |error: &dyn Display| format!("the delivery cannot be signed: {error}");
    if scheme.algorithm.has_public_key() && !cfg!(feature = "private-keys") {
        return Err(failed(
            &"this command was built without private keys\nhelp: run `cargo run -p xtask --features private-keys -- send` with the same arguments",
        ));
    }
    let signer = SignatureSigner::new(scheme, secret).map_err(|error| failed(&error))?;
    request.sign(|request| {
        let signed = signer.sign(request, Some(origin), now);
        signed.map_err(|error| failed(&error))
    })
}

/// An HMAC with SHA-256 (RFC 2104), which takes keys of any length.
fn mac(key: &[u8], text: &[u8]) -> Vec<u8> {
    Hmac::<Sha256>::new_from_slice(key)
        .map(|mac| mac.chain_update(text).finalize().into_bytes().to_vec())
        .unwrap_or_default()
}
