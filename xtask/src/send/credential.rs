//! What makes a delivery acceptable under a scheme.
//!
//! In: `SCHEME=VALUE` and the model's authenticators. Out: headers, query parameters and cookies.
//! Tokens and signatures are made here for trying a receiver out; a vendor makes its own.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use webhook_runtime::security::{
    HashAlgorithm, SignatureAlgorithm, SignatureScheme, SignatureSigner,
};

use super::explained::explained;
use super::named;
use super::private_key::signing;
use super::request::{Part, Request};
use super::token::{TokenOptions, token};
use crate::characters::shown;
use crate::diagnostic::did_you_mean;
use crate::model::{AuthenticatorKind, KeyPlace, Model, Signature};

/// One `--auth SCHEME=VALUE`.
#[derive(Clone, PartialEq)]
pub struct Credential {
    scheme: String,
    kind: AuthenticatorKind,
    value: String,
    token: TokenOptions,
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
    /// Reads `SCHEME=VALUE`: a key, the secret or private key to sign a token or a body with, a
    /// token, or `user:password`.
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
            token: TokenOptions::default(),
        })
    }

    /// The same with what JSON Web Tokens say, and how they are signed.
    #[must_use]
    pub fn with_token(self, token: TokenOptions) -> Self {
        Self { token, ..self }
    }

    /// How requests are signed with it, if they are.
    pub(super) fn signature(&self) -> Option<&Signature> {
        match &self.kind {
            AuthenticatorKind::Signature(signature) => Some(signature),
            _ => None,
        }
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
    /// Another credential stands in the same place, or the key does not sign.
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
                return sign(&self.scheme, signature.scheme, value, request, origin, now);
            }
            AuthenticatorKind::Basic => format!("Basic {}", STANDARD.encode(value)),
            AuthenticatorKind::Jwt => {
                let token = token(value, &self.token, seconds).map_err(|why| {
                    let name = named(&self.scheme);
                    format!("no token can be made with the key that is given for {name}: {why}")
                })?;
                format!("Bearer {token}")
            }
            AuthenticatorKind::Bearer => format!("Bearer {value}"),
            AuthenticatorKind::Custom => return Ok(()),
        };
        request.put(Part::Header, "Authorization", authorization)
    }
}

/// Signs a request as the scheme says.
fn sign(
    name: &str,
    scheme: SignatureScheme,
    secret: &str,
    request: &mut Request,
    origin: &str,
    now: SystemTime,
) -> Result<(), String> {
    let unfit = |why: &str| {
        let name = named(name);
        format!("the key that is given for {name} does not sign: {why}")
    };
    let is_left_out = scheme.algorithm == SignatureAlgorithm::Rsa(HashAlgorithm::Sha1);
    if is_left_out && !cfg!(feature = "rsa-sha1") {
        return Err(format!(
            "{} signs by RSA with SHA-1, and this command was built without that\n\
             help: run `cargo run -p xtask --features rsa-sha1 -- send` with the same arguments",
            named(name)
        ));
    }
    let signer = if scheme.algorithm.has_public_key() && !is_left_out {
        let sign = signing(scheme.algorithm, scheme.key, secret).map_err(|why| unfit(&why))?;
        SignatureSigner::by(scheme, sign)
    } else {
        let signer = SignatureSigner::new(scheme, secret);
        signer.map_err(|error| unfit(&error.to_string()))?
    };
    request.sign(|request| {
        let signed = signer.sign(request, Some(origin), now);
        signed.map_err(|error| explained(name, &scheme, request, error))
    })
}
