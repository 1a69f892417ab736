//! What comes of checking a request: the schemes that hold, or why none does.

use std::fmt;

use serde_json::Value;

use crate::runtime::security::refusal::Refusal;
use crate::runtime::security::secret::KeyId;

/// The schemes that a request was accepted by.
///
/// Its `Debug` shows the schemes and not the claims, which may name a person.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Authenticated {
    /// The schemes by name, in the order of the alternative that holds; none where the
    /// specification asks for none.
    pub schemes: Vec<&'static str>,
    /// What their tokens say of the bearer, by the scheme's name.
    pub claims: Vec<(&'static str, Value)>,
    /// The names of the keys that were used, by the scheme's name, of those that the team gave a
    /// name.
    pub keys: Vec<(&'static str, KeyId)>,
}

impl Authenticated {
    /// The claims of a scheme's token.
    #[must_use]
    pub fn claims(&self, scheme: &str) -> Option<&Value> {
        self.claims
            .iter()
            .find(|(name, _)| *name == scheme)
            .map(|(_, claims)| claims)
    }

    /// The name of the key that a scheme holds by, where the team gave it one
    /// ([`Secret::named`](crate::runtime::security::Secret::named)).
    #[must_use]
    pub fn key(&self, scheme: &str) -> Option<&KeyId> {
        self.keys
            .iter()
            .find(|(name, _)| *name == scheme)
            .map(|(_, key)| key)
    }
}

impl fmt::Debug for Authenticated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authenticated")
            .field("schemes", &self.schemes)
            .field("keys", &self.keys)
            .finish_non_exhaustive()
    }
}

/// One scheme that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SchemeRefusal {
    /// The scheme's name.
    pub scheme: &'static str,
    /// Why it does not hold.
    pub refusal: Refusal,
}

/// Why a request is not accepted: no alternative holds.
///
/// Contains nothing of what was shown, so it may be logged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unauthenticated {
    /// The schemes that were checked and do not hold, in the order in which they were checked.
    /// Empty where the specification declares no security at all.
    pub refusals: Vec<SchemeRefusal>,
    /// Whether an alternative may hold yet, once the body is there: nothing is decided.
    pub awaits_body: bool,
    /// What asks the sender for its credentials.
    pub(super) challenges: Vec<&'static str>,
}

impl Unauthenticated {
    /// The challenges of the answer, each once, in the order of the specification.
    ///
    /// A scheme that is asked for together with others alone is named whether it held or not, so
    /// that nobody learns which of several credentials was right.
    pub fn challenges(&self) -> impl Iterator<Item = &'static str> {
        self.challenges.iter().copied()
    }

    /// Whether a scheme could not be checked, so that the same request may be accepted later.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        self.refusals
            .iter()
            .any(|one| one.refusal == Refusal::Unavailable)
    }
}

impl fmt::Display for Unauthenticated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.awaits_body {
            return f.write_str("not authenticated yet: the body is not there");
        }
        if self.refusals.is_empty() {
            return f.write_str(
                "not authenticated: the specification declares no security for this event, and the receiver was not told \
                 to take it unauthenticated",
            );
        }
        f.write_str("not authenticated")?;
        for (index, one) in self.refusals.iter().enumerate() {
            let separator = if index == 0 { ": " } else { "; " };
            write!(f, "{separator}{}: {}", one.scheme, one.refusal)?;
        }
        Ok(())
    }
}

impl std::error::Error for Unauthenticated {}
