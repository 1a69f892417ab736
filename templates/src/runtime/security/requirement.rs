//! Security requirements ([OpenAPI 3.1, section 4.8.30](https://spec.openapis.org/oas/v3.1.0#security-requirement-object)):
//! alternatives and a check for each scheme in, whether one of the alternatives holds out.

use std::future::Future;

use serde_json::Value;

use super::{Authenticated, Refusal, SchemeRefusal, Unauthenticated};

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
        }
    }
}

/// The check of one scheme.
pub type CheckResult = Result<Proof, Refusal>;

/// Decides whether a request is accepted.
///
/// One of the `alternatives` must hold, and of that one all schemes. They are tried in order; a scheme is checked when it
/// is needed, and once, however many alternatives it is in. An empty alternative (`{}` in the specification) always holds
/// and is taken last, so that a credential that is shown without need still says who sent the request.
///
/// # Errors
///
/// [`Unauthenticated`] where no alternative holds, and where there is none: no declared security is not the same as none
/// needed.
pub fn authenticate<S: Scheme>(
    alternatives: &[&[S]],
    mut check: impl FnMut(S) -> CheckResult,
) -> Result<Authenticated, Unauthenticated> {
    let mut evaluation = Evaluation::new(alternatives);
    loop {
        match evaluation.next() {
            Next::Check(scheme) => evaluation.record(scheme, check(scheme)),
            Next::Holds(alternative) => return Ok(evaluation.authenticated(alternative)),
            Next::Fails => return Err(evaluation.unauthenticated()),
        }
    }
}

/// [`authenticate`] for checks that may take a while, one after the other.
///
/// # Errors
///
/// As [`authenticate`].
pub async fn authenticate_async<S, F, C>(
    alternatives: &[&[S]],
    mut check: C,
) -> Result<Authenticated, Unauthenticated>
where
    S: Scheme,
    F: Future<Output = CheckResult>,
    C: FnMut(S) -> F,
{
    let mut evaluation = Evaluation::new(alternatives);
    loop {
        match evaluation.next() {
            Next::Check(scheme) => evaluation.record(scheme, check(scheme).await),
            Next::Holds(alternative) => return Ok(evaluation.authenticated(alternative)),
            Next::Fails => return Err(evaluation.unauthenticated()),
        }
    }
}

/// Alternatives, and what is known of their schemes.
struct Evaluation<'a, S> {
    alternatives: &'a [&'a [S]],
    checked: Vec<(S, CheckResult)>,
}

/// What is to be done about an evaluation.
enum Next<'a, S> {
    /// This scheme decides how it goes on.
    Check(S),
    /// This alternative holds.
    Holds(&'a [S]),
    /// None holds.
    Fails,
}

impl<'a, S: Scheme> Evaluation<'a, S> {
    /// Starts with nothing checked.
    fn new(alternatives: &'a [&'a [S]]) -> Self {
        Self {
            alternatives,
            checked: Vec::new(),
        }
    }

    /// What is known of a scheme.
    fn result(&self, scheme: S) -> Option<&CheckResult> {
        self.checked
            .iter()
            .find(|(checked, _)| *checked == scheme)
            .map(|(_, result)| result)
    }

    /// Keeps what a check gave.
    fn record(&mut self, scheme: S, result: CheckResult) {
        self.checked.push((scheme, result));
    }

    /// Looks for the first alternative that is not known to fail.
    fn next(&self) -> Next<'a, S> {
        let fails = |scheme: &S| matches!(self.result(*scheme), Some(Err(_)));
        let (empty, asking): (Vec<&'a [S]>, Vec<&'a [S]>) = self
            .alternatives
            .iter()
            .partition(|alternative| alternative.is_empty());
        for alternative in asking {
            if alternative.iter().any(fails) {
                continue;
            }
            let unknown = alternative
                .iter()
                .find(|scheme| self.result(**scheme).is_none());
            return match unknown {
                Some(scheme) => Next::Check(*scheme),
                None => Next::Holds(alternative),
            };
        }
        empty.first().map_or(Next::Fails, |none| Next::Holds(none))
    }

    /// The schemes of an alternative that holds.
    fn authenticated(&self, alternative: &[S]) -> Authenticated {
        let mut authenticated = Authenticated::default();
        for scheme in alternative {
            authenticated.schemes.push(scheme.name());
            if let Some(Ok(Proof {
                claims: Some(claims),
            })) = self.result(*scheme)
            {
                authenticated.claims.push((scheme.name(), claims.clone()));
            }
        }
        authenticated
    }

    /// The schemes that fail.
    fn unauthenticated(&self) -> Unauthenticated {
        let refusals = self.checked.iter().filter_map(|(scheme, result)| {
            let refusal = *result.as_ref().err()?;
            Some(SchemeRefusal {
                scheme: scheme.name(),
                refusal,
                challenge: scheme.challenge(refusal),
            })
        });
        Unauthenticated {
            refusals: refusals.collect(),
        }
    }
}
