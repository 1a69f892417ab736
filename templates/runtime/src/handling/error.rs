//! How the handling of a delivery fails.

use std::error::Error;
use std::fmt;

use crate::runtime::decode::error::DecodeError;

/// What a handler returns when it could not do its work: any error, which the caller of the
/// dispatcher gets to see.
pub type HandlerError = Box<dyn Error + Send + Sync>;

/// Why a delivery was not handled.
///
/// The text of either variant includes the text of the error it holds, which
/// [`source`](Error::source) gives too.
#[derive(Debug)]
#[non_exhaustive]
pub enum DispatchError {
    /// The body could not be read.
    Undecodable(DecodeError),
    /// The body was read and the handler failed.
    Handler(HandlerError),
}

impl From<DecodeError> for DispatchError {
    fn from(error: DecodeError) -> Self {
        Self::Undecodable(error)
    }
}

/// Sorts what a handler returned: a [`DecodeError`] that it passes on is a body that nobody took.
impl From<HandlerError> for DispatchError {
    fn from(error: HandlerError) -> Self {
        match error.downcast::<DecodeError>() {
            Ok(error) => Self::Undecodable(*error),
            Err(error) => Self::Handler(error),
        }
    }
}

impl fmt::Display for DispatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undecodable(error) => write!(f, "undecodable delivery: {error}"),
            Self::Handler(error) => write!(f, "the handler failed: {error}"),
        }
    }
}

impl Error for DispatchError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Undecodable(error) => Some(error),
            Self::Handler(error) => Some(error.as_ref()),
        }
    }
}
