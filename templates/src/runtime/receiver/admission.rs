//! The result of authenticating a delivery.

use http::HeaderValue;

use crate::runtime::receiver::RetryLater;

/// Who was let in, as the names of the security schemes that held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Admitted {
    /// The schemes of the alternative that held, as the specification names them. Empty where deliveries need no
    /// credentials.
    pub schemes: Vec<String>,
}

impl Admitted {
    /// Let in by all of these schemes together.
    #[must_use]
    pub fn by<S: Into<String>>(schemes: impl IntoIterator<Item = S>) -> Self {
        Self {
            schemes: schemes.into_iter().map(Into::into).collect(),
        }
    }

    /// Let in without credentials.
    #[must_use]
    pub fn unauthenticated() -> Self {
        Self::default()
    }
}

/// Why a delivery was not let in. Holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Denied {
    /// The credentials are missing or wrong. Answered with 401.
    Unauthenticated {
        /// The values of the answer's `WWW-Authenticate` fields, one for each alternative.
        ///
        /// [RFC 9110, section 15.5.2](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2) asks for at least one. Where
        /// there is none, the answer says `Webhook`, a scheme that means: what the sender's documentation says.
        challenges: Vec<HeaderValue>,
        /// What did not hold, for the receiver's own log. The sender does not get to see it. Holds no secret and nothing
        /// of what the sender offered as one.
        reason: String,
    },
    /// The credentials could not be checked, for instance because keys could not be fetched. Answered with 503, so that a
    /// sender does not take it for its own fault.
    Unavailable(RetryLater),
}

impl Denied {
    /// Refused, with these challenges, for this reason.
    #[must_use]
    pub fn unauthenticated(
        challenges: impl IntoIterator<Item = HeaderValue>,
        reason: impl Into<String>,
    ) -> Self {
        Self::Unauthenticated {
            challenges: challenges.into_iter().collect(),
            reason: reason.into(),
        }
    }
}
