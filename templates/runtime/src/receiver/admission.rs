//! The result of authenticating a delivery, in two steps: by the head of its request, and by its
//! body.

use http::HeaderValue;

use crate::runtime::handling::retry_later::RetryLater;
use crate::runtime::security::Checks;
use crate::runtime::security::{Authenticated, Unauthenticated};

/// Who was let in, as the names of the security schemes that held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Admitted {
    /// The schemes of the alternative that held, as the specification names them. Empty where
    /// deliveries need no credentials.
    pub schemes: Vec<String>,
    /// The names of the keys that were used, by the scheme's name, of those that the team gave a
    /// name.
    pub keys: Vec<(String, String)>,
}

impl Admitted {
    /// Let in by all of these schemes together.
    #[must_use]
    pub fn by<S: Into<String>>(schemes: impl IntoIterator<Item = S>) -> Self {
        Self {
            schemes: schemes.into_iter().map(Into::into).collect(),
            keys: Vec::new(),
        }
    }

    /// Let in without credentials.
    #[must_use]
    pub fn unauthenticated() -> Self {
        Self::default()
    }
}

impl From<Authenticated> for Admitted {
    fn from(authenticated: Authenticated) -> Self {
        let keys = authenticated.keys.iter();
        let keys = keys.map(|(scheme, key)| ((*scheme).to_owned(), key.to_string()));
        Self {
            keys: keys.collect(),
            ..Self::by(authenticated.schemes)
        }
    }
}

/// What the head of a request says of its sender, where it does not say that nobody is let in.
#[derive(Clone, Debug)]
pub enum HeadCheck {
    /// The sender is let in, whatever the body is.
    Admitted(Admitted),
    /// It takes the body to tell: a signature is made over it, or the event that it names asks for
    /// more. Holds what is known so far, so that nothing is checked twice.
    AwaitsBody(Checks),
}

impl HeadCheck {
    /// What a decision by the head comes to; `checks` is what it was made with.
    ///
    /// # Errors
    ///
    /// [`Denied`] where no alternative can hold any more.
    pub fn of(
        decision: Result<Authenticated, Unauthenticated>,
        checks: Checks,
    ) -> Result<Self, Denied> {
        match decision {
            Ok(authenticated) => Ok(Self::Admitted(authenticated.into())),
            Err(refused) if refused.awaits_body => Ok(Self::AwaitsBody(checks)),
            Err(refused) => Err(refused.into()),
        }
    }

    /// The same where the body names the event, and each event asks for credentials of its own:
    /// whoever is not refused now is let in by the body alone.
    ///
    /// # Errors
    ///
    /// As [`of`](Self::of).
    pub fn of_any_event(
        decision: Result<Authenticated, Unauthenticated>,
        checks: Checks,
    ) -> Result<Self, Denied> {
        match Self::of(decision, Checks::default())? {
            Self::Admitted(_) | Self::AwaitsBody(_) => Ok(Self::AwaitsBody(checks)),
        }
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
        /// [RFC 9110, section 15.5.2](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2) asks
        /// for at least one. Where there is none, the answer says `Webhook`, a scheme that means:
        /// what the sender's documentation says.
        challenges: Vec<HeaderValue>,
        /// What did not hold, for the receiver's own log. The sender does not get to see it. Holds
        /// no secret and nothing of what the sender offered as one.
        reason: String,
    },
    /// The credentials could not be checked, for instance because keys could not be fetched.
    /// Answered with 503, so that a sender does not take it for its own fault.
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

/// A scheme that could not be checked may hold later, so the sender is asked to come again;
/// anything else is a 401.
impl From<Unauthenticated> for Denied {
    fn from(refused: Unauthenticated) -> Self {
        if refused.is_temporary() {
            return Self::Unavailable(RetryLater::default());
        }
        let challenges = refused.challenges().map(HeaderValue::from_static);
        Self::unauthenticated(challenges, refused.to_string())
    }
}
