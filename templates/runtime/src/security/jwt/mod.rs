//! JSON Web Tokens ([RFC 7519](https://www.rfc-editor.org/rfc/rfc7519)) as bearer tokens, verified
//! as [RFC 8725](https://www.rfc-editor.org/rfc/rfc8725) advises.

mod algorithm;
mod claims;
#[cfg(feature = "jwt-ecdsa")]
mod ecdsa;
mod hmac;
mod key;
mod keys;
#[cfg(not(all(feature = "jwt-ecdsa", feature = "jwt-eddsa", feature = "jwt-rsa")))]
mod off;
#[cfg(feature = "jwt-rsa")]
mod rsa;
mod set;

use std::future::{Future, ready};
use std::time::{Duration, SystemTime};

use ::base64::Engine;
use ::base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use crate::runtime::security::authorization::LONGEST_CREDENTIAL;
use crate::runtime::security::bearer::bearer_token;
use crate::runtime::security::bearer::{BearerVerifier, VerifyToken};
use crate::runtime::security::jwt::claims::ClaimRules;
use crate::runtime::security::key_error::KeyError;
use crate::runtime::security::presented::Presented;
use crate::runtime::security::refusal::Refusal;
use crate::runtime::security::requirement::{CheckResult, Proof};
use crate::runtime::security::secret::Secret;

pub use keys::JwtKeys;

/// The JSON Web Tokens that a sender may show: signed with one of these keys, valid now, and meant
/// for the receiver.
///
/// The feature `jwt` has the algorithms of shared secrets: HS256, HS384 and HS512. Others are
/// features of their own: `jwt-rsa` (RS256 to RS512, PS256 to PS512), `jwt-ecdsa` (ES256, ES384)
/// and `jwt-eddsa` (Ed25519). Without its feature, a key is refused when it is given.
///
/// A token must say when it expires, unless [`allow_no_expiry`](Self::allow_no_expiry) is said.
/// Only signed tokens in the compact form are accepted: `alg: none`, encrypted tokens and critical
/// extensions (`crit`) are not.
#[derive(Clone, Debug)]
pub struct JwtVerifier {
    keys: JwtKeys,
    rules: ClaimRules,
}

impl JwtVerifier {
    /// By how much a sender's clock may differ if nothing else is said.
    pub const DEFAULT_LEEWAY: Duration = Duration::from_secs(60);

    /// Accepts tokens signed with one of these keys.
    #[must_use]
    pub fn new(keys: JwtKeys) -> Self {
        Self {
            keys,
            rules: ClaimRules {
                expires: true,
                leeway: Self::DEFAULT_LEEWAY,
                audiences: Vec::new(),
                issuers: Vec::new(),
            },
        }
    }

    /// Accepts tokens signed with this secret by HS256.
    ///
    /// # Errors
    ///
    /// As [`JwtKeys::hs256`].
    pub fn hs256(secret: impl Into<Secret>) -> Result<Self, KeyError> {
        JwtKeys::hs256(secret).map(Self::new)
    }

    /// Accepts tokens signed with this secret by HS384.
    ///
    /// # Errors
    ///
    /// As [`JwtKeys::hs384`].
    pub fn hs384(secret: impl Into<Secret>) -> Result<Self, KeyError> {
        JwtKeys::hs384(secret).map(Self::new)
    }

    /// Accepts tokens signed with this secret by HS512.
    ///
    /// # Errors
    ///
    /// As [`JwtKeys::hs512`].
    pub fn hs512(secret: impl Into<Secret>) -> Result<Self, KeyError> {
        JwtKeys::hs512(secret).map(Self::new)
    }

    /// Accepts tokens signed by RS256 for this RSA public key in PEM. Needs the feature `jwt-rsa`.
    ///
    /// # Errors
    ///
    /// As [`JwtKeys::rs256_pem`].
    pub fn rs256_pem(pem: &str) -> Result<Self, KeyError> {
        JwtKeys::rs256_pem(pem).map(Self::new)
    }

    /// Accepts tokens signed by ES256 for this P-256 public key in PEM. Needs the feature
    /// `jwt-ecdsa`.
    ///
    /// # Errors
    ///
    /// As [`JwtKeys::es256_pem`].
    pub fn es256_pem(pem: &str) -> Result<Self, KeyError> {
        JwtKeys::es256_pem(pem).map(Self::new)
    }

    /// Accepts tokens signed by `EdDSA` for this Ed25519 public key in PEM. Needs the feature
    /// `jwt-eddsa`.
    ///
    /// # Errors
    ///
    /// As [`JwtKeys::eddsa_pem`].
    pub fn eddsa_pem(pem: &str) -> Result<Self, KeyError> {
        JwtKeys::eddsa_pem(pem).map(Self::new)
    }

    /// Accepts tokens signed for one of the public keys of this JSON Web Key Set.
    ///
    /// # Errors
    ///
    /// As [`JwtKeys::jwks`].
    pub fn jwks(document: &str) -> Result<Self, KeyError> {
        JwtKeys::jwks(document).map(Self::new)
    }

    /// Accepts tokens signed with one of these keys too: while keys are rotated, the old ones and
    /// the new ones.
    #[must_use]
    pub fn or(mut self, keys: JwtKeys) -> Self {
        self.keys = self.keys.or(keys);
        self
    }

    /// Asks for this audience in `aud`; said more than once, for one of them.
    ///
    /// A verifier that is told of no audience refuses tokens with one, for they are meant for
    /// somebody else ([RFC 7519, section
    /// 4.1.3](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3)).
    #[must_use]
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.rules.audiences.push(audience.into());
        self
    }

    /// Asks for this issuer in `iss`; said more than once, for one of them. Without it, `iss` is
    /// not looked at.
    #[must_use]
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.rules.issuers.push(issuer.into());
        self
    }

    /// Sets by how much the sender's clock may differ, [`DEFAULT_LEEWAY`](Self::DEFAULT_LEEWAY)
    /// otherwise: so long after `exp` a token is still accepted, and so long before `nbf` already.
    #[must_use]
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.rules.leeway = leeway;
        self
    }

    /// Accepts tokens that do not say when they expire. Whoever gets hold of one can use it for
    /// ever.
    #[must_use]
    pub fn allow_no_expiry(mut self) -> Self {
        self.rules.expires = false;
        self
    }

    /// The challenge that goes with a refusal; the same as [`BearerVerifier::challenge`].
    #[must_use]
    pub fn challenge(refusal: Refusal) -> &'static str {
        BearerVerifier::challenge(refusal)
    }

    /// Checks the bearer token that a request shows, and gives its claims.
    ///
    /// # Errors
    ///
    /// [`Refusal::Missing`] without an `Authorization` header of this scheme, [`Refusal::Repeated`]
    /// with two headers, and as [`claims`](Self::claims).
    pub fn verify(&self, presented: &Presented<'_>) -> Result<Value, Refusal> {
        self.claims(bearer_token(presented)?, presented.now)
    }

    /// [`verify`](Self::verify), with the name of the key that the token is signed with.
    ///
    /// # Errors
    ///
    /// As [`verify`](Self::verify).
    pub fn prove(&self, presented: &Presented<'_>) -> CheckResult {
        self.proof(bearer_token(presented)?, presented.now)
    }

    /// Checks a token at a time, and gives its claims.
    ///
    /// # Errors
    ///
    /// [`Refusal::Malformed`] for a text that is no such token or has more than 8 KiB,
    /// [`Refusal::UnknownKey`], [`Refusal::WrongAlgorithm`] and [`Refusal::Mismatch`] for one that
    /// is not signed with a known key; and for a token with a right signature,
    /// [`Refusal::Expired`], [`Refusal::NotYetValid`], [`Refusal::WrongIssuer`],
    /// [`Refusal::WrongAudience`], [`Refusal::MissingClaim`], and [`Refusal::Malformed`] for claims
    /// that are not what RFC 7519 makes them.
    pub fn claims(&self, token: &str, now: SystemTime) -> Result<Value, Refusal> {
        let proof = self.proof(token, now)?;
        Ok(proof.claims.unwrap_or_default())
    }

    fn proof(&self, token: &str, now: SystemTime) -> CheckResult {
        if token.len() > LONGEST_CREDENTIAL {
            return Err(Refusal::Malformed);
        }
        let (message, signature) = token.rsplit_once('.').ok_or(Refusal::Malformed)?;
        let (header, payload) = message.split_once('.').ok_or(Refusal::Malformed)?;
        // One dot more, and it is another kind of token, such as an encrypted one.
        if payload.contains('.') {
            return Err(Refusal::Malformed);
        }
        let header = object(header)?;
        // RFC 7515, section 4.1.11: an extension that must be understood, and none is.
        if header.contains_key("crit") {
            return Err(Refusal::Malformed);
        }
        let algorithm = text(&header, "alg")?.ok_or(Refusal::Malformed)?;
        let candidates = self.keys.candidates(algorithm, text(&header, "kid")?)?;
        let signature = bytes(signature)?;
        let mut candidates = candidates.into_iter();
        let key = candidates.find(|key| key.has_signed(message, &signature));
        let key = key.ok_or(Refusal::Mismatch)?;
        let claims = object(payload)?;
        self.rules.check(&claims, now)?;
        Ok(Proof {
            claims: Some(Value::Object(claims)),
            key: key.name.clone(),
        })
    }
}

impl VerifyToken for JwtVerifier {
    fn verify_token(
        &self,
        token: &str,
        now: SystemTime,
    ) -> impl Future<Output = Result<Value, Refusal>> + Send {
        ready(self.claims(token, now))
    }

    fn prove_token(
        &self,
        token: &str,
        now: SystemTime,
    ) -> impl Future<Output = CheckResult> + Send {
        ready(self.proof(token, now))
    }
}

/// The bytes of one part of a token.
fn bytes(part: &str) -> Result<Vec<u8>, Refusal> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| Refusal::Malformed)
}

/// The JSON object of one part of a token.
fn object(part: &str) -> Result<Map<String, Value>, Refusal> {
    serde_json::from_slice(&bytes(part)?).map_err(|_| Refusal::Malformed)
}

/// A member of a token's header, which must be text where it is there.
fn text<'h>(header: &'h Map<String, Value>, name: &str) -> Result<Option<&'h str>, Refusal> {
    match header.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Refusal::Malformed),
    }
}
