//! Security requirements ([OpenAPI 3.1, section
//! 4.8.30](https://spec.openapis.org/oas/v3.1.0#security-requirement-object)): alternatives and a
//! check for each scheme in, whether one of the alternatives holds out.

use std::fmt;
use std::future::Future;

use serde_json::Value;

use crate::runtime::security::authenticated::{Authenticated, SchemeRefusal, Unauthenticated};
use crate::runtime::security::refusal::Refusal;
use crate::runtime::security::secret::KeyId;

/// A security scheme of the specification; the generated crate has an enum of them.
pub trait Scheme: Copy + Eq {
    /// The scheme's name in the specification.
    fn name(self) -> &'static str;

    /// What asks a sender for the scheme's credential after a refusal, for `WWW-Authenticate`.
    fn challenge(self, refusal: Refusal) -> Option<&'static str> {
        let _ = refusal;
        None
    }
}

/// What a scheme that holds has shown.
///
/// Made from what a verifier gives: `()` or the claims of a token, of which `null` are none.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Proof {
    /// What a token says of its bearer.
    pub claims: Option<Value>,
    /// The name of the key that was used, where the team gave it one.
    pub key: Option<KeyId>,
}

impl From<Option<KeyId>> for Proof {
    fn from(key: Option<KeyId>) -> Self {
        Self { claims: None, key }
    }
}

impl From<()> for Proof {
    fn from((): ()) -> Self {
        Self::default()
    }
}

impl From<Value> for Proof {
    fn from(claims: Value) -> Self {
        Self {
            claims: Some(claims).filter(|claims| !claims.is_null()),
            key: None,
        }
    }
}

/// The check of one scheme.
pub type CheckResult = Result<Proof, Refusal>;

/// Decides whether a request is accepted.
///
/// One of the `alternatives` must hold, and of that one all schemes. They are tried in order; a
/// scheme is checked when it is needed, and once, however many alternatives it is in. An empty
/// alternative (`{}` in the specification) always holds and is taken last, so that a credential
/// that is shown without need still says who sent the request.
///
/// # Errors
///
/// [`Unauthenticated`] where no alternative holds, and where there is none: no declared security is
/// not the same as none needed.
pub fn authenticate<S: Scheme>(
    alternatives: &[&[S]],
    check: impl FnMut(S) -> CheckResult,
) -> Result<Authenticated, Unauthenticated> {
    Checks::default().authenticate(alternatives, check)
}

/// [`authenticate`] for checks that may take a while, one after the other.
///
/// # Errors
///
/// As [`authenticate`].
pub async fn authenticate_async<S, F, C>(
    alternatives: &[&[S]],
    check: C,
) -> Result<Authenticated, Unauthenticated>
where
    S: Scheme,
    F: Future<Output = CheckResult>,
    C: FnMut(S) -> F,
{
    Checks::default()
        .authenticate_async(alternatives, check)
        .await
}

/// What is known of the schemes of one request.
///
/// A request may be decided upon in steps: by its head, by its body, and once more when the body
/// has named its event. What one step has checked, the next one does not check again, whatever it
/// cost. Only a scheme that said [`Refusal::AwaitsBody`] is asked anew.
///
/// Its `Debug` shows how much is known, and nothing of it.
#[derive(Clone, Default)]
pub struct Checks {
    known: Vec<(&'static str, CheckResult)>,
}

impl Checks {
    /// [`authenticate`], as far as it can be said: while an alternative awaits the body and none
    /// before it holds, nothing is decided.
    ///
    /// # Errors
    ///
    /// As [`authenticate`]; and [`Unauthenticated::awaits_body`] where nothing is decided.
    pub fn authenticate<S: Scheme>(
        &mut self,
        alternatives: &[&[S]],
        mut check: impl FnMut(S) -> CheckResult,
    ) -> Result<Authenticated, Unauthenticated> {
        self.forget_awaiting();
        loop {
            match self.next(alternatives) {
                Next::Check(scheme) => self.record(scheme, check(scheme)),
                Next::Decided(decision) => return decision,
            }
        }
    }

    /// [`authenticate`](Self::authenticate) for checks that may take a while, one after the other.
    ///
    /// # Errors
    ///
    /// As [`authenticate`](Self::authenticate).
    pub async fn authenticate_async<S, F, C>(
        &mut self,
        alternatives: &[&[S]],
        mut check: C,
    ) -> Result<Authenticated, Unauthenticated>
    where
        S: Scheme,
        F: Future<Output = CheckResult>,
        C: FnMut(S) -> F,
    {
        self.forget_awaiting();
        loop {
            match self.next(alternatives) {
                Next::Check(scheme) => self.record(scheme, check(scheme).await),
                Next::Decided(decision) => return decision,
            }
        }
    }

    /// What is known of a scheme.
    fn result<S: Scheme>(&self, scheme: S) -> Option<&CheckResult> {
        self.known
            .iter()
            .find(|(name, _)| *name == scheme.name())
            .map(|(_, result)| result)
    }

    /// Keeps what a check gave.
    fn record<S: Scheme>(&mut self, scheme: S, result: CheckResult) {
        self.known.push((scheme.name(), result));
    }

    /// Lets those be asked anew that could not say anything yet.
    fn forget_awaiting(&mut self) {
        self.known
            .retain(|(_, result)| !matches!(result, Err(Refusal::AwaitsBody)));
    }

    /// Looks for the first alternative that is not known to fail.
    fn next<S: Scheme>(&self, alternatives: &[&[S]]) -> Next<S> {
        let awaits = |scheme: &S| matches!(self.result(*scheme), Some(Err(Refusal::AwaitsBody)));
        let fails = |scheme: &S| {
            let refusal = self
                .result(*scheme)
                .and_then(|result| result.as_ref().err());
            refusal.is_some_and(|refusal| *refusal != Refusal::AwaitsBody)
        };
        let asking = alternatives
            .iter()
            .filter(|alternative| !alternative.is_empty());
        for alternative in asking {
            if alternative.iter().any(fails) {
                continue;
            }
            let unknown = alternative
                .iter()
                .find(|scheme| self.result(**scheme).is_none());
            return match unknown {
                Some(scheme) => Next::Check(*scheme),
                None if alternative.iter().any(awaits) => {
                    Next::Decided(Err(self.unauthenticated(alternatives, true)))
                }
                None => Next::Decided(Ok(self.authenticated(alternative))),
            };
        }
        Next::Decided(if alternatives.iter().any(|all| all.is_empty()) {
            Ok(Authenticated::default())
        } else {
            Err(self.unauthenticated(alternatives, false))
        })
    }

    /// The schemes of an alternative that holds.
    fn authenticated<S: Scheme>(&self, alternative: &[S]) -> Authenticated {
        let mut authenticated = Authenticated::default();
        for scheme in alternative {
            authenticated.schemes.push(scheme.name());
            let Some(Ok(proof)) = self.result(*scheme) else {
                continue;
            };
            let claims = proof.claims.iter().cloned();
            authenticated
                .claims
                .extend(claims.map(|claims| (scheme.name(), claims)));
            let key = proof.key.iter().cloned();
            authenticated
                .keys
                .extend(key.map(|key| (scheme.name(), key)));
        }
        authenticated
    }

    /// The schemes of these alternatives that fail.
    fn unauthenticated<S: Scheme>(
        &self,
        alternatives: &[&[S]],
        awaits_body: bool,
    ) -> Unauthenticated {
        let is_asked_for = |name: &str| {
            let mut schemes = alternatives.iter().flat_map(|all| all.iter());
            schemes.any(|scheme| scheme.name() == name)
        };
        let refusals = self.known.iter().filter_map(|(name, result)| {
            let refusal = *result.as_ref().err()?;
            let stands = refusal != Refusal::AwaitsBody && is_asked_for(name);
            stands.then_some(SchemeRefusal {
                scheme: name,
                refusal,
            })
        });
        Unauthenticated {
            refusals: refusals.collect(),
            awaits_body,
            challenges: self.challenges(alternatives),
        }
    }

    /// What asks for the schemes of these alternatives, each once.
    fn challenges<S: Scheme>(&self, alternatives: &[&[S]]) -> Vec<&'static str> {
        let mut challenges = Vec::new();
        for scheme in alternatives.iter().flat_map(|all| all.iter()) {
            // Whether it is enough by itself: then what is wrong with it is what keeps its sender
            // out, and no secret to it.
            let is_enough = alternatives.contains(&[*scheme].as_slice());
            let refusal = match self.result(*scheme) {
                Some(Err(refusal)) if is_enough => *refusal,
                _ => Refusal::Missing,
            };
            let challenge = scheme.challenge(refusal);
            challenges.extend(challenge.filter(|challenge| !challenges.contains(challenge)));
        }
        challenges
    }
}

impl fmt::Debug for Checks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checks")
            .field("count", &self.known.len())
            .finish_non_exhaustive()
    }
}

/// How a decision goes on.
enum Next<S> {
    /// This scheme decides how.
    Check(S),
    /// It is made.
    Decided(Result<Authenticated, Unauthenticated>),
}
