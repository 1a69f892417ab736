//! The registered claims of a JSON Web Token ([RFC 7519, section
//! 4.1](https://www.rfc-editor.org/rfc/rfc7519#section-4.1)) that decide whether it holds.

use std::time::{Duration, SystemTime};

use serde_json::{Map, Value};

use crate::runtime::security::refusal::Refusal;

/// What is asked of a token's claims.
#[derive(Clone, Debug)]
pub(super) struct ClaimRules {
    /// Whether a token must say when it expires.
    pub(super) expires: bool,
    /// By how much the sender's clock may differ.
    pub(super) leeway: Duration,
    /// Who the receiver is: one of these must be in `aud`. With none, a token must not have an
    /// `aud`.
    pub(super) audiences: Vec<String>,
    /// Who the token may be from; with none, anybody.
    pub(super) issuers: Vec<String>,
}

impl ClaimRules {
    /// Checks the claims of a token whose signature is right.
    pub(super) fn check(
        &self,
        claims: &Map<String, Value>,
        now: SystemTime,
    ) -> Result<(), Refusal> {
        let now = unix_seconds(now);
        let leeway = self.leeway.as_secs_f64();
        match numeric_date(claims, "exp")? {
            // RFC 7519, section 4.1.4: not accepted on the second it expires either.
            Some(expires) if now >= expires + leeway => return Err(Refusal::Expired),
            None if self.expires => return Err(Refusal::MissingClaim("exp")),
            _ => {}
        }
        if numeric_date(claims, "nbf")?.is_some_and(|from| now + leeway < from) {
            return Err(Refusal::NotYetValid);
        }
        self.check_issuer(claims.get("iss"))?;
        self.check_audience(claims.get("aud"))
    }

    /// Checks who a token is from.
    fn check_issuer(&self, issuer: Option<&Value>) -> Result<(), Refusal> {
        if self.issuers.is_empty() {
            return Ok(());
        }
        match issuer {
            None => Err(Refusal::MissingClaim("iss")),
            Some(Value::String(issuer)) if self.issuers.contains(issuer) => Ok(()),
            Some(Value::String(_)) => Err(Refusal::WrongIssuer),
            Some(_) => Err(Refusal::Malformed),
        }
    }

    /// Checks who a token is for: text, or an array of texts.
    fn check_audience(&self, audience: Option<&Value>) -> Result<(), Refusal> {
        let is_own = |audience: &Value| match audience {
            Value::String(audience) => Ok(self.audiences.contains(audience)),
            _ => Err(Refusal::Malformed),
        };
        let found = match audience {
            None if self.audiences.is_empty() => true,
            None => return Err(Refusal::MissingClaim("aud")),
            Some(Value::Array(audiences)) => {
                let mut found = false;
                for audience in audiences {
                    found |= is_own(audience)?;
                }
                found
            }
            Some(audience) => is_own(audience)?,
        };
        if found {
            Ok(())
        } else {
            Err(Refusal::WrongAudience)
        }
    }
}

/// The seconds since 1970 that a claim says, which may have a fraction; `None` without the claim.
fn numeric_date(claims: &Map<String, Value>, name: &str) -> Result<Option<f64>, Refusal> {
    match claims.get(name) {
        None => Ok(None),
        Some(Value::Number(date)) => date.as_f64().map(Some).ok_or(Refusal::Malformed),
        Some(_) => Err(Refusal::Malformed),
    }
}

/// The seconds since 1970 of a time.
fn unix_seconds(time: SystemTime) -> f64 {
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => since.as_secs_f64(),
        Err(until) => -until.duration().as_secs_f64(),
    }
}
