//! The keys of all schemes of one specification: which events ask for which, and who is admitted.

use std::fmt;

use crate::runtime::security::api_key::{ApiKey, ApiKeyPlace};
use crate::runtime::security::authenticated::{Authenticated, Unauthenticated};
use crate::runtime::security::basic::BasicCredentials;
use crate::runtime::security::bearer::BearerVerifier;
#[cfg(feature = "jwt")]
use crate::runtime::security::jwt::JwtVerifier;
use crate::runtime::security::key_error::KeyError;
use crate::runtime::security::presented::Presented;
use crate::runtime::security::refusal::Refusal;
use crate::runtime::security::request_verifier::{RequestHead, RequestVerifier, VerifyRequest};
use crate::runtime::security::requirement::{CheckResult, Checks, Proof, Scheme};
#[cfg(feature = "hmac")]
use crate::runtime::security::signature::SignatureVerifier;

/// The keys of a specification's schemes. Implemented by generated code.
pub trait SchemeKeys: Default + fmt::Debug + Send + Sync + 'static {
    /// A scheme of the specification.
    type Scheme: Scheme + fmt::Debug + Send + Sync + 'static;
    /// The name of an event.
    type Event: Sync;

    /// Every scheme.
    const SCHEMES: &'static [Self::Scheme];
    /// Every alternative of any event.
    const ANY: &'static [&'static [Self::Scheme]];
    /// Whether events ask for different alternatives.
    const DIFFER: bool = false;

    /// The alternatives of an event; one of them must hold, and of it every scheme.
    fn alternatives(event: &Self::Event) -> &'static [&'static [Self::Scheme]];

    /// What a scheme admits; `None` if it was given no keys.
    fn credentials(&self, scheme: Self::Scheme) -> Option<Credentials<'_>>;
}

/// What one scheme admits.
#[derive(Clone, Copy, Debug)]
pub enum Credentials<'k> {
    /// These keys, at a place.
    ApiKey(ApiKeyPlace, &'k ApiKey),
    /// These pairs of user name and password.
    Basic(&'k BasicCredentials),
    /// These bearer tokens.
    Bearer(&'k BearerVerifier),
    /// Tokens that are signed with these keys.
    #[cfg(feature = "jwt")]
    Jwt(&'k JwtVerifier),
    /// Bodies that are signed with these secrets.
    #[cfg(feature = "hmac")]
    Signature(&'k SignatureVerifier),
    /// What a verifier of the team's own accepts.
    Own(&'k RequestVerifier),
}

impl Credentials<'_> {
    /// What is wrong with them, so that they admit nobody. Keys of the other kinds are refused when
    /// they are made.
    pub(crate) fn fault(self) -> Option<KeyError> {
        match self {
            Self::ApiKey(_, keys) => keys.fault(),
            Self::Basic(keys) => keys.fault(),
            Self::Bearer(keys) => keys.fault(),
            #[cfg(feature = "jwt")]
            Self::Jwt(_) => None,
            #[cfg(feature = "hmac")]
            Self::Signature(keys) => keys.fault(),
            Self::Own(verifier) => verifier.fault(),
        }
    }

    /// The HMAC of a text with the key that signed a request, or with the first one; `None` where
    /// nothing is signed by HMAC.
    #[cfg(feature = "handshakes")]
    pub(crate) fn hmac(self, presented: &Presented<'_>, text: &[u8]) -> Option<Vec<u8>> {
        #[cfg(feature = "hmac")]
        if let Self::Signature(keys) = self {
            return keys.hmac_for(presented, text);
        }
        let _ = (self, presented, text);
        None
    }

    /// The same beside handshakes that are answered with the key.
    #[cfg(feature = "handshakes")]
    async fn verify_beside_handshakes(self, presented: &Presented<'_>) -> CheckResult {
        #[cfg(feature = "hmac")]
        if let Self::Signature(keys) = self {
            let key = keys.verify_beside_handshakes(presented);
            return key.map(Proof::from);
        }
        self.verify(presented).await
    }

    async fn verify(self, presented: &Presented<'_>) -> CheckResult {
        match self {
            Self::ApiKey(place, keys) => keys.verify(place, presented).map(Proof::from),
            Self::Basic(keys) => keys.verify(presented).map(Proof::from),
            Self::Bearer(keys) => keys.prove(presented).await,
            #[cfg(feature = "jwt")]
            Self::Jwt(keys) => keys.prove(presented),
            #[cfg(feature = "hmac")]
            Self::Signature(keys) => keys.verify(presented).map(Proof::from),
            Self::Own(verifier) => verifier.verify_request(presented).await,
        }
    }
}

/// The keys of a specification's schemes, and the verifiers of the team's own that decide in their
/// place.
#[derive(Debug)]
pub struct Keyring<K: SchemeKeys> {
    /// The keys.
    pub keys: K,
    own: Vec<(K::Scheme, RequestVerifier)>,
    /// The schemes with whose keys handshakes are answered.
    #[cfg(feature = "handshakes")]
    answering: Vec<K::Scheme>,
}

impl<K: SchemeKeys> Default for Keyring<K> {
    fn default() -> Self {
        Self {
            keys: K::default(),
            own: Vec::new(),
            #[cfg(feature = "handshakes")]
            answering: Vec::new(),
        }
    }
}

impl<K: SchemeKeys> Keyring<K> {
    /// Lets a verifier of the team's own decide for a scheme.
    pub(crate) fn verify_by(&mut self, scheme: K::Scheme, verifier: RequestVerifier) {
        self.own.retain(|(known, _)| *known != scheme);
        self.own.push((scheme, verifier));
    }

    /// The same where handshakes are answered with the keys of these schemes.
    #[cfg(feature = "handshakes")]
    #[must_use]
    pub(crate) fn answering_with(mut self, names: impl Iterator<Item = &'static str>) -> Self {
        let schemes = names.filter_map(|name| K::SCHEMES.iter().find(|one| one.name() == name));
        self.answering = schemes.copied().collect();
        self
    }

    /// What a scheme admits; `None` if it was given no keys.
    pub(crate) fn credentials(&self, scheme: K::Scheme) -> Option<Credentials<'_>> {
        let own = self.own.iter().find(|(known, _)| *known == scheme);
        own.map(|(_, verifier)| Credentials::Own(verifier))
            .or_else(|| self.keys.credentials(scheme))
    }
}

/// Verifies each request with keys that a team finds for it: what the builder's `keys_by` makes of
/// an `async fn`.
pub(crate) struct KeysBy<F>(pub(crate) F);

impl<F, K, V> VerifyRequest for KeysBy<F>
where
    F: Fn(RequestHead) -> K + Send + Sync,
    K: Future<Output = Result<V, Refusal>> + Send,
    V: VerifyRequest,
{
    async fn verify_request(&self, presented: &Presented<'_>) -> CheckResult {
        let keys = (self.0)(RequestHead::from(presented)).await?;
        // No receiver is built with keys that have a fault, and these come later.
        match keys.fault() {
            Some(_) => Err(Refusal::NotConfigured),
            None => keys.verify_request(presented).await,
        }
    }
}

/// Finds out whether one of an event's alternatives holds, with what is known already; for an event
/// that is not known yet, one of any event's.
///
/// # Errors
///
/// As [`Checks::authenticate`].
pub(crate) async fn verify<K: SchemeKeys>(
    keys: &Keyring<K>,
    event: Option<&K::Event>,
    presented: &Presented<'_>,
    checks: &mut Checks,
) -> Result<Authenticated, Unauthenticated> {
    let alternatives = event.map_or(K::ANY, K::alternatives);
    let check = |scheme| async move {
        let credentials = keys.credentials(scheme).ok_or(Refusal::NotConfigured)?;
        #[cfg(feature = "handshakes")]
        if keys.answering.contains(&scheme) {
            return credentials.verify_beside_handshakes(presented).await;
        }
        credentials.verify(presented).await
    };
    checks.authenticate_async(alternatives, check).await
}
