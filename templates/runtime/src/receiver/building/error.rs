//! Why a receiver cannot be built.

use std::error::Error;
use std::fmt;

use crate::runtime::security::KeyError;

/// What is missing, or wrong, before a receiver may take deliveries.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BuildError {
    /// No alternative of these events can hold: the credentials that they need were not given.
    NoCredentials {
        /// The events, by name.
        events: Vec<&'static str>,
        /// The security schemes that would admit them, by name.
        schemes: Vec<&'static str>,
    },
    /// A key that was given admits nobody.
    UnusableKey {
        /// The security scheme that it was given for, by name.
        scheme: &'static str,
        /// What is wrong with it.
        error: KeyError,
    },
    /// Credentials were given, and deliveries are to be taken without any.
    Contradiction,
    /// No handler was given, so every delivery would be acknowledged and lost.
    NoHandlers,
    /// A handshake shows a token, and none was given to compare it with; or an empty one was.
    #[cfg(feature = "handshakes")]
    NoHandshakeToken {
        /// The handshake, by name.
        handshake: &'static str,
    },
    /// The answer of a handshake is computed with the key of a scheme that was given none.
    #[cfg(feature = "handshakes")]
    NoHandshakeKey {
        /// The handshake, by name.
        handshake: &'static str,
        /// The security scheme, by name.
        scheme: &'static str,
    },
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCredentials { events, schemes } => {
                write!(f, "nothing would authenticate deliveries of {}: ", events.join(", "))?;
                if schemes.is_empty() {
                    f.write_str("the specification names no security scheme for them. ")?;
                } else {
                    write!(f, "give the receiver the credentials of {}. ", schemes.join(" or "))?;
                }
                f.write_str("To take deliveries from anybody, say `.unauthenticated()`")
            }
            Self::UnusableKey { scheme, error } => {
                write!(f, "a key of {scheme} cannot be used: {error}")
            }
            Self::Contradiction => f.write_str(
                "the receiver was given credentials and told `.unauthenticated()`: leave one of them out",
            ),
            Self::NoHandlers => f.write_str(
                "no handler was given, so every delivery would be acknowledged and dropped: give the receiver the handler of a group, or a fallback. To drop them on purpose, say `.accept_unhandled()`",
            ),
            #[cfg(feature = "handshakes")]
            Self::NoHandshakeToken { handshake } => write!(
                f,
                "nothing would tell who sent the handshake {handshake}: give the token that its sender was told, as in `.handshake_token(\"…\")`; it must not be empty",
            ),
            #[cfg(feature = "handshakes")]
            Self::NoHandshakeKey { handshake, scheme } => write!(
                f,
                "the handshake {handshake} is answered with a key of {scheme}: give the receiver the credentials of {scheme}",
            ),
        }
    }
}

impl Error for BuildError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::UnusableKey { error, .. } => Some(error),
            _ => None,
        }
    }
}
