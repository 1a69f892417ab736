//! How a handler says that it will never take a delivery.

use std::error::Error;
use std::fmt;

/// The error of a handler that will never take this delivery, however often it comes: the delivery
/// is dead at once. One that wants it later returns
/// [`RetryLater`](webhook_runtime::receiver::RetryLater).
///
/// ```
/// # use webhook_inbox::Never;
/// # use webhook_runtime::HandlerError;
/// fn charge(amount: i64) -> Result<(), HandlerError> {
///     if amount < 0 {
///         return Err(Never::because("a negative amount").into());
///     }
///     Ok(())
/// }
/// # assert!(charge(-1).is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Never {
    reason: String,
}

impl Never {
    /// Never, for this reason, which people see.
    #[must_use]
    pub fn because(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
        }
    }
}

impl fmt::Display for Never {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl Error for Never {}
