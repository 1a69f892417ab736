//! Why a request cannot be signed.

use std::fmt;

use crate::runtime::security::refusal::Refusal;

/// Why a request cannot be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SigningError {
    /// What is signed cannot be put together from the request.
    Content(Refusal),
    /// The signature, its time or what is signed stands in the body, which has no place for it.
    NoPlace,
    /// A value of the request is not text that a header or URL can hold.
    NotText,
}

impl fmt::Display for SigningError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Content(refusal) => {
                write!(f, "what is signed cannot be put together: {refusal}")
            }
            Self::NoPlace => f.write_str(
                "the body has no place for the signature or for what is signed: give one in JSON, or a form, as the scheme has it",
            ),
            Self::NotText => f.write_str("a value is not text that a header or a URL can hold"),
        }
    }
}

impl std::error::Error for SigningError {}
