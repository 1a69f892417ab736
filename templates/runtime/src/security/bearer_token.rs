//! Bearer tokens that are shared keys: no structure, nobody to ask.

use std::future::{Future, ready};
use std::time::SystemTime;

use serde_json::Value;

use crate::runtime::security::bearer::VerifyToken;
use crate::runtime::security::key_error::KeyError;
use crate::runtime::security::refusal::Refusal;
use crate::runtime::security::requirement::{CheckResult, Proof};
use crate::runtime::security::secret::Secret;

/// The bearer tokens that a sender may show, known beforehand.
///
/// What [`BearerVerifier::new`](super::BearerVerifier::new) takes for a sender with one token that
/// stays the same. An empty token matches nothing, and a receiver is not built with one.
#[derive(Clone, Debug)]
pub struct BearerToken {
    tokens: Vec<Secret>,
}

impl BearerToken {
    /// Accepts this token.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self {
            tokens: vec![token.into()],
        }
    }

    /// Accepts this token too: while tokens are rotated, the old one and the new one.
    #[must_use]
    pub fn or(mut self, token: impl Into<Secret>) -> Self {
        self.tokens.push(token.into());
        self
    }

    fn found(&self, token: &str) -> Result<&Secret, Refusal> {
        Secret::found_among(&self.tokens, token.as_bytes()).ok_or(Refusal::Mismatch)
    }
}

impl VerifyToken for BearerToken {
    fn verify_token(
        &self,
        token: &str,
        _now: SystemTime,
    ) -> impl Future<Output = Result<Value, Refusal>> + Send {
        ready(self.found(token).map(|_| Value::Null))
    }

    fn prove_token(
        &self,
        token: &str,
        _now: SystemTime,
    ) -> impl Future<Output = CheckResult> + Send {
        let found = self.found(token);
        ready(found.map(|own| Proof::from(own.id().cloned())))
    }

    fn fault(&self) -> Option<KeyError> {
        let is_empty = self.tokens.iter().any(Secret::is_empty);
        is_empty.then_some(KeyError::Empty)
    }
}
