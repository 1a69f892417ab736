//! Bearer tokens ([RFC 6750](https://www.rfc-editor.org/rfc/rfc6750)): the token out of the
//! request, and whatever the team does to verify it.

use std::fmt;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::time::SystemTime;

use serde_json::Value;

use crate::runtime::security::authorization;
use crate::runtime::security::key_error::KeyError;
use crate::runtime::security::presented::Presented;
use crate::runtime::security::refusal::Refusal;
use crate::runtime::security::requirement::{CheckResult, Proof};

/// Verifies bearer tokens: what a team writes, as an `async fn`, for `oauth2`, `openIdConnect` and
/// tokens of no stated format.
///
/// May ask somebody else, such as the introspection endpoint of [RFC
/// 7662](https://www.rfc-editor.org/rfc/rfc7662); [`Refusal::Unavailable`] is for an answer that
/// does not come. A type that keeps old and new keys at once makes a rotation smooth.
pub trait VerifyToken: Send + Sync {
    /// Verifies a token: letters, digits and `-._~+/=`, at least one and at most 8192.
    ///
    /// `now` is the time to judge by. What comes back is what the token says of its bearer, `null`
    /// where it says nothing.
    ///
    /// # Errors
    ///
    /// The reason why the token is not accepted.
    fn verify_token(
        &self,
        token: &str,
        now: SystemTime,
    ) -> impl Future<Output = Result<Value, Refusal>> + Send;

    /// [`verify_token`](Self::verify_token) for a verifier of several keys, which also tells the
    /// name of the one that holds. A receiver asks this one; unless it is implemented, no key is
    /// named.
    ///
    /// # Errors
    ///
    /// The reason why the token is not accepted.
    fn prove_token(
        &self,
        token: &str,
        now: SystemTime,
    ) -> impl Future<Output = CheckResult> + Send {
        async move { self.verify_token(token, now).await.map(Proof::from) }
    }

    /// What is wrong with the verifier's own keys, if anything is. A receiver is not built with one
    /// that says so.
    fn fault(&self) -> Option<KeyError> {
        None
    }
}

/// The bearer tokens that a sender may show, verified by a [`VerifyToken`] or a function.
#[derive(Clone)]
pub struct BearerVerifier {
    verifier: Arc<dyn DynVerifyToken>,
}

impl BearerVerifier {
    /// Accepts the tokens that this accepts.
    pub fn new(verifier: impl VerifyToken + 'static) -> Self {
        Self {
            verifier: Arc::new(verifier),
        }
    }

    /// Accepts the tokens that this function accepts. It gets the token, and gives what
    /// [`VerifyToken`] gives.
    pub fn from_fn<F>(verify: F) -> Self
    where
        F: Fn(&str) -> Result<Value, Refusal> + Send + Sync + 'static,
    {
        Self::new(Function(verify))
    }

    /// What the verifier finds wrong with its own keys.
    #[must_use]
    pub fn fault(&self) -> Option<KeyError> {
        self.verifier.own_fault()
    }

    /// The challenge that goes with a refusal, for `WWW-Authenticate`
    /// ([RFC 6750, section 3](https://www.rfc-editor.org/rfc/rfc6750#section-3)).
    ///
    /// Says that the token is invalid where one was shown, and nothing more where none was or
    /// nobody could tell.
    #[must_use]
    pub fn challenge(refusal: Refusal) -> &'static str {
        match refusal {
            Refusal::Missing | Refusal::Unavailable | Refusal::NotConfigured => {
                r#"Bearer realm="webhooks""#
            }
            _ => r#"Bearer realm="webhooks", error="invalid_token""#,
        }
    }

    /// Checks the token that a request shows, and gives what it says of its bearer.
    ///
    /// # Errors
    ///
    /// [`Refusal::Missing`] without an `Authorization` header of this scheme, [`Refusal::Repeated`]
    /// with two headers, [`Refusal::Malformed`] for what RFC 6750 does not take for a token or has
    /// more than 8 KiB, and those of the [`VerifyToken`].
    pub async fn verify(&self, presented: &Presented<'_>) -> Result<Value, Refusal> {
        let proof = self.prove(presented).await?;
        Ok(proof.claims.unwrap_or_default())
    }

    /// [`verify`](Self::verify), with the name of the key that holds.
    ///
    /// # Errors
    ///
    /// As [`verify`](Self::verify).
    pub async fn prove(&self, presented: &Presented<'_>) -> CheckResult {
        let token = bearer_token(presented)?;
        self.verifier.prove(token, presented.now).await
    }
}

impl fmt::Debug for BearerVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BearerVerifier(..)")
    }
}

/// The token of a request.
pub(super) fn bearer_token<'a>(presented: &Presented<'a>) -> Result<&'a str, Refusal> {
    authorization::credentials(presented, "Bearer")
}

/// The future of a verification, its type forgotten.
type Verification<'v> = Pin<Box<dyn Future<Output = CheckResult> + Send + 'v>>;

/// [`VerifyToken`] behind a pointer, so that every verifier is of one type.
trait DynVerifyToken: Send + Sync {
    /// Starts a verification.
    fn prove<'v>(&'v self, token: &'v str, now: SystemTime) -> Verification<'v>;

    /// What is wrong with its keys.
    fn own_fault(&self) -> Option<KeyError>;
}

impl<T: VerifyToken> DynVerifyToken for T {
    fn prove<'v>(&'v self, token: &'v str, now: SystemTime) -> Verification<'v> {
        Box::pin(self.prove_token(token, now))
    }

    fn own_fault(&self) -> Option<KeyError> {
        self.fault()
    }
}

/// A function that verifies tokens.
struct Function<F>(F);

impl<F> VerifyToken for Function<F>
where
    F: Fn(&str) -> Result<Value, Refusal> + Send + Sync,
{
    fn verify_token(
        &self,
        token: &str,
        _now: SystemTime,
    ) -> impl Future<Output = Result<Value, Refusal>> + Send {
        ready((self.0)(token))
    }
}
