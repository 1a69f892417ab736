//! Why a security scheme does not hold.

use std::fmt;

/// Why what a request shows was not accepted for one security scheme.
///
/// Says nothing of what was shown or expected, so it may be logged. It tells more than a sender
/// should learn: an answer to an unauthenticated request does well to say only that it is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Refusal {
    /// The request shows no credential of this scheme.
    Missing,
    /// The request shows more than one, and none can be preferred.
    Repeated,
    /// What is shown does not have the form of a credential of this scheme.
    Malformed,
    /// The credential or signature is none that a known key makes right.
    Mismatch,
    /// The token names a key that is not known.
    UnknownKey,
    /// The token is signed by an algorithm that none of the known keys is for.
    WrongAlgorithm,
    /// The token does not have this claim, which is asked for.
    MissingClaim(&'static str),
    /// The token is meant for someone else (`aud`).
    WrongAudience,
    /// The token is from someone else (`iss`).
    WrongIssuer,
    /// The token was valid until some time ago.
    Expired,
    /// The token or signature is from a time that has not come yet.
    NotYetValid,
    /// The signature is right and from too long ago: a recording, perhaps.
    Replayed,
    /// A verifier of the team's own says no.
    Rejected,
    /// Whoever can tell could not be asked. Says nothing about the credential; the sender should
    /// try again.
    Unavailable,
    /// The receiver has no keys for this scheme.
    NotConfigured,
    /// The credential is made over the body, which is not there yet. No refusal that stands:
    /// whoever gets this asks again with the body.
    AwaitsBody,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "no credential is shown",
            Self::Repeated => "more than one credential is shown",
            Self::Malformed => "the credential is malformed",
            Self::Mismatch => "no known key fits the credential",
            Self::UnknownKey => "the token names an unknown key",
            Self::WrongAlgorithm => "no known key is for the token's algorithm",
            Self::MissingClaim(claim) => return write!(f, "the token has no `{claim}`"),
            Self::WrongAudience => "the token is for another audience",
            Self::WrongIssuer => "the token is from another issuer",
            Self::Expired => "the token has expired",
            Self::NotYetValid => "the credential is not valid yet",
            Self::Replayed => "the signature is too old",
            Self::Rejected => "the credential is rejected",
            Self::Unavailable => "the credential could not be checked",
            Self::NotConfigured => "the receiver has no keys for this scheme",
            Self::AwaitsBody => "the body is not there yet",
        })
    }
}

impl std::error::Error for Refusal {}
