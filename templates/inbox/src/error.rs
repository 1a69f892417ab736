//! How the inbox fails.

use std::error::Error;
use std::fmt;

/// Why the inbox could not do what it was asked for.
///
/// Its text holds nothing of a delivery.
#[derive(Debug)]
#[non_exhaustive]
pub enum InboxError {
    /// The store could not be read or written: the disk is full, the file is read-only, the server
    /// is away. Nothing was stored, and nothing was changed.
    Store(Box<dyn Error + Send + Sync>),
    /// A later version of this crate has brought the store to a schema that this one does not know.
    NewerSchema {
        /// The version of the schema that the store has.
        found: i64,
        /// The latest version that this crate knows.
        known: i64,
    },
    /// What the store holds is not what this crate writes.
    Corrupt(String),
    /// A setting that cannot be meant.
    Setting(&'static str),
    /// The inbox was shut down.
    Closed,
}

impl InboxError {
    /// The store failed with this error.
    pub fn store(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Store(error.into())
    }
}

impl fmt::Display for InboxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(error) => write!(f, "the store failed: {error}"),
            Self::NewerSchema { found, known } => write!(
                f,
                "the store has the schema {found}, and this version of webhook-inbox knows those up \
                 to {known}: use a later version"
            ),
            Self::Corrupt(what) => write!(f, "the store holds what was not written by it: {what}"),
            Self::Setting(what) => f.write_str(what),
            Self::Closed => f.write_str("the inbox was shut down"),
        }
    }
}

impl Error for InboxError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Store(error) => Some(error.as_ref()),
            _ => None,
        }
    }
}
