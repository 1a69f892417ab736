//! Verifiers of a team's own: a whole request in, whether its sender is known out.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;

use http::{HeaderMap, Method};

use crate::runtime::security::basic::BasicCredentials;
use crate::runtime::security::bearer::BearerVerifier;
#[cfg(feature = "jwt")]
use crate::runtime::security::jwt::JwtVerifier;
use crate::runtime::security::key_error::KeyError;
use crate::runtime::security::presented::Presented;
use crate::runtime::security::requirement::{CheckResult, Proof};
#[cfg(feature = "hmac")]
use crate::runtime::security::signature::SignatureVerifier;

/// Verifies requests: what a team writes, as an `async fn`, for what a specification cannot say,
/// such as a certificate or a key that has to be fetched, or a key for each tenant.
///
/// It sees the whole request, so it may go by its path, a header or the query. What it goes by must
/// be covered by the signature, or be checked after: anybody can write a header.
///
/// ```
/// # use std::collections::BTreeMap;
/// # use webhook_runtime::security::{CheckResult, Presented, Proof, Refusal, SignatureVerifier, VerifyRequest};
/// /// A secret for each tenant, whose name is the last segment of the path.
/// struct Tenants(BTreeMap<String, SignatureVerifier>);
///
/// impl VerifyRequest for Tenants {
///     async fn verify_request(&self, presented: &Presented<'_>) -> CheckResult {
///         let tenant = presented.path.rsplit('/').next().unwrap_or_default();
///         let verifier = self.0.get(tenant).ok_or(Refusal::UnknownKey)?;
///         verifier.verify(presented).map(Proof::from)
///     }
/// }
/// ```
pub trait VerifyRequest: Send + Sync {
    /// Verifies a request. `presented.body` is `None` as long as there is nothing but the head;
    /// whoever needs the body says
    /// [`Refusal::AwaitsBody`](crate::runtime::security::Refusal::AwaitsBody), and is asked again
    /// with it.
    ///
    /// # Errors
    ///
    /// The reason why the request is not accepted;
    /// [`Refusal::Unavailable`](crate::runtime::security::Refusal::Unavailable) where somebody who
    /// should have been asked does not answer.
    fn verify_request(&self, presented: &Presented<'_>)
    -> impl Future<Output = CheckResult> + Send;

    /// What is wrong with the verifier's own keys, if anything is. A receiver is not built with one
    /// that says so.
    fn fault(&self) -> Option<KeyError> {
        None
    }
}

impl VerifyRequest for BasicCredentials {
    async fn verify_request(&self, presented: &Presented<'_>) -> CheckResult {
        self.verify(presented).map(Proof::from)
    }

    fn fault(&self) -> Option<KeyError> {
        Self::fault(self)
    }
}

impl VerifyRequest for BearerVerifier {
    async fn verify_request(&self, presented: &Presented<'_>) -> CheckResult {
        self.prove(presented).await
    }

    fn fault(&self) -> Option<KeyError> {
        Self::fault(self)
    }
}

#[cfg(feature = "jwt")]
impl VerifyRequest for JwtVerifier {
    async fn verify_request(&self, presented: &Presented<'_>) -> CheckResult {
        self.prove(presented)
    }
}

#[cfg(feature = "hmac")]
impl VerifyRequest for SignatureVerifier {
    async fn verify_request(&self, presented: &Presented<'_>) -> CheckResult {
        self.verify(presented).map(Proof::from)
    }

    fn fault(&self) -> Option<KeyError> {
        Self::fault(self)
    }
}

/// The head of a request, by which a team finds the keys of its sender. Its `Debug` shows no
/// values.
#[derive(Clone)]
#[non_exhaustive]
pub struct RequestHead {
    /// The method.
    pub method: Method,
    /// The path of the request's target, as it was sent.
    pub path: String,
    /// The query of the request's target, without `?`, as it was sent.
    pub query: Option<String>,
    /// The request's headers.
    pub headers: HeaderMap,
    /// The time to judge by.
    pub now: SystemTime,
}

impl RequestHead {
    /// What this shows, for [`Presented::header`] and the like.
    #[must_use]
    pub fn presented(&self) -> Presented<'_> {
        Presented {
            method: &self.method,
            path: &self.path,
            ..Presented::head(&self.headers, self.query.as_deref(), self.now)
        }
    }
}

impl From<&Presented<'_>> for RequestHead {
    fn from(presented: &Presented<'_>) -> Self {
        Self {
            method: presented.method.clone(),
            path: presented.path.to_owned(),
            query: presented.query.map(str::to_owned),
            headers: presented.headers.clone(),
            now: presented.now,
        }
    }
}

impl fmt::Debug for RequestHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.presented().fmt(f)
    }
}

/// A [`VerifyRequest`] of any type. Clones share it.
#[derive(Clone)]
pub struct RequestVerifier(Arc<dyn DynVerifyRequest>);

impl RequestVerifier {
    /// Accepts the requests that this accepts.
    pub fn new(verifier: impl VerifyRequest + 'static) -> Self {
        Self(Arc::new(verifier))
    }
}

impl VerifyRequest for RequestVerifier {
    async fn verify_request(&self, presented: &Presented<'_>) -> CheckResult {
        self.0.verify(presented).await
    }

    fn fault(&self) -> Option<KeyError> {
        self.0.own_fault()
    }
}

impl fmt::Debug for RequestVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RequestVerifier(..)")
    }
}

/// A verifier whose keys can be exchanged while it runs. Clones share them: a team keeps one, and
/// gives the receiver another.
///
/// ```
/// # use webhook_runtime::security::{BasicCredentials, ExchangeableVerifier};
/// let keys = ExchangeableVerifier::new(BasicCredentials::new("sender", "spring"));
/// let for_the_receiver = keys.clone();
/// // Whoever comes from now on has to know the new password.
/// keys.exchange(BasicCredentials::new("sender", "summer"));
/// # let _ = for_the_receiver;
/// ```
#[derive(Clone, Debug)]
pub struct ExchangeableVerifier(Arc<RwLock<RequestVerifier>>);

impl ExchangeableVerifier {
    /// Accepts the requests that this accepts, until it is exchanged.
    pub fn new(verifier: impl VerifyRequest + 'static) -> Self {
        Self(Arc::new(RwLock::new(RequestVerifier::new(verifier))))
    }

    /// Accepts from now on the requests that this accepts. Checks that have begun end with the old
    /// keys.
    pub fn exchange(&self, verifier: impl VerifyRequest + 'static) {
        let verifier = RequestVerifier::new(verifier);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = verifier;
    }

    fn current(&self) -> RequestVerifier {
        let current = self.0.read().unwrap_or_else(PoisonError::into_inner);
        current.clone()
    }
}

impl VerifyRequest for ExchangeableVerifier {
    async fn verify_request(&self, presented: &Presented<'_>) -> CheckResult {
        let current = self.current();
        current.verify_request(presented).await
    }

    fn fault(&self) -> Option<KeyError> {
        self.current().fault()
    }
}

/// The future of a verification, its type forgotten.
type Verification<'v> = Pin<Box<dyn Future<Output = CheckResult> + Send + 'v>>;

/// [`VerifyRequest`] behind a pointer, so that every verifier is of one type.
trait DynVerifyRequest: Send + Sync {
    /// Starts a verification.
    fn verify<'v>(&'v self, presented: &'v Presented<'_>) -> Verification<'v>;

    /// What is wrong with its keys.
    fn own_fault(&self) -> Option<KeyError>;
}

impl<T: VerifyRequest> DynVerifyRequest for T {
    fn verify<'v>(&'v self, presented: &'v Presented<'_>) -> Verification<'v> {
        Box::pin(self.verify_request(presented))
    }

    fn own_fault(&self) -> Option<KeyError> {
        self.fault()
    }
}
