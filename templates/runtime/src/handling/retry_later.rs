//! How a handler asks for a pause.

use std::error::Error;
use std::fmt;
use std::time::Duration;

/// The error of a handler that cannot do its work now and wants the delivery again: 503 with
/// `Retry-After`.
///
/// ```
/// # use std::time::Duration;
/// # use webhook_runtime::HandlerError;
/// # use webhook_runtime::receiver::RetryLater;
/// fn store(is_full: bool) -> Result<(), HandlerError> {
///     if is_full {
///         return Err(RetryLater::after(Duration::from_secs(300)).into());
///     }
///     Ok(())
/// }
/// # assert!(store(true).is_err());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RetryLater {
    /// How long the sender should wait;
    /// [`Limits::retry_after`](crate::runtime::receiver::Limits::retry_after) where nothing is
    /// said.
    pub after: Option<Duration>,
}

impl RetryLater {
    /// Asks for a pause of this length.
    #[must_use]
    pub fn after(pause: Duration) -> Self {
        Self { after: Some(pause) }
    }
}

impl fmt::Display for RetryLater {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the delivery cannot be taken now")
    }
}

impl Error for RetryLater {}
