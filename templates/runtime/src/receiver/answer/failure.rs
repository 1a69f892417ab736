//! Why a delivery that was let in was not handled.

use std::error::Error;
use std::fmt;

use crate::runtime::decode::error::DecodeError;
use crate::runtime::handling::error::{DispatchError, HandlerError};
use crate::runtime::handling::retry_later::RetryLater;

/// Why an authenticated delivery was not handled; each variant has its answer.
#[derive(Debug)]
#[non_exhaustive]
pub enum Failure {
    /// The body could not be read: 400 if it is not a JSON text, 422 if it is one that does not
    /// fit.
    Undecodable(DecodeError),
    /// The event's name is missing outside the body, where the specification puts it: 422. Inside
    /// the body it is [`DecodeError::NoEventName`].
    NoEventName {
        /// The place, for instance ``the header `X-Event` ``. A text of the specification, not of
        /// the request.
        place: String,
    },
    /// The path names one event and the rest of the request another: 422.
    EventMismatch {
        /// The event that the path names.
        path_event: &'static str,
    },
    /// Events are told apart by the path alone, and this path names none: 404.
    UnknownPath,
    /// The delivery should come again later: 503.
    Unavailable(RetryLater),
    /// The handler failed: 500. The sender does not get to see the error.
    Handler(HandlerError),
}

impl From<DecodeError> for Failure {
    fn from(error: DecodeError) -> Self {
        Self::Undecodable(error)
    }
}

impl From<RetryLater> for Failure {
    fn from(later: RetryLater) -> Self {
        Self::Unavailable(later)
    }
}

/// Sorts what a handler returned: a [`RetryLater`] asks for a pause, and a [`DecodeError`] that it
/// passes on is a body that nobody took.
impl From<HandlerError> for Failure {
    fn from(error: HandlerError) -> Self {
        let error = match error.downcast::<RetryLater>() {
            Ok(later) => return Self::Unavailable(*later),
            Err(error) => error,
        };
        match error.downcast::<DecodeError>() {
            Ok(error) => Self::Undecodable(*error),
            Err(error) => Self::Handler(error),
        }
    }
}

impl From<DispatchError> for Failure {
    fn from(error: DispatchError) -> Self {
        match error {
            DispatchError::Undecodable(error) => Self::Undecodable(error),
            DispatchError::Handler(error) => Self::from(error),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undecodable(error) => write!(f, "undecodable delivery: {error}"),
            Self::NoEventName { place } => write!(f, "no event name: {place} holds none"),
            Self::EventMismatch { path_event } => {
                write!(
                    f,
                    "the path names the event `{path_event}`, the rest of the request another one"
                )
            }
            Self::UnknownPath => f.write_str("the path names no event"),
            Self::Unavailable(later) => write!(f, "{later}"),
            Self::Handler(error) => write!(f, "the handler failed: {error}"),
        }
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Undecodable(error) => Some(error),
            Self::Unavailable(later) => Some(later),
            Self::Handler(error) => Some(error.as_ref()),
            Self::NoEventName { .. } | Self::EventMismatch { .. } | Self::UnknownPath => None,
        }
    }
}
