//! What a handler sees of the inbox.

use std::time::SystemTime;

use webhook_runtime::Arrival;

use crate::key::DedupKey;
use crate::lease::{Claimed, Lease};
use crate::receipt::is_newer;

/// The attempt that a handler is called in. It stands in the extensions of the delivery's
/// [`Arrival`].
///
/// ```
/// # use webhook_inbox::Attempt;
/// # use webhook_runtime::Delivery;
/// fn show<T>(delivery: &Delivery<T>) {
///     if let Some(attempt) = Attempt::of(&delivery.arrival) {
///         println!("attempt {} of {}", attempt.number, attempt.key);
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// The right to finish the delivery.
    pub lease: Lease,
    /// Which attempt this is, from 1.
    pub number: u32,
    /// When the delivery was stored, by the store's clock.
    pub first_arrival: SystemTime,
    /// How often it came again.
    pub repeats: u32,
    /// How many other bodies came under its key.
    pub others: u32,
    /// The idempotency key: the same for every attempt, repeat and replay.
    pub key: DedupKey,
    /// Which state of its resource it reports.
    pub revision: Option<String>,
    /// The newest state of the same resource that was handled.
    pub handled_revision: Option<String>,
}

impl Attempt {
    /// The attempt that a delivery is handled in; `None` where it did not come through an inbox.
    #[must_use]
    pub fn of(arrival: &Arrival) -> Option<&Self> {
        arrival.extensions().get()
    }

    /// Whether a newer state of the resource was handled already.
    #[must_use]
    pub fn is_outdated(&self) -> bool {
        match (&self.handled_revision, &self.revision) {
            (Some(handled), Some(own)) => is_newer(handled, own),
            _ => false,
        }
    }
}

impl From<&Claimed> for Attempt {
    fn from(claimed: &Claimed) -> Self {
        Self {
            lease: claimed.lease,
            number: claimed.attempt,
            first_arrival: claimed.first_arrival,
            repeats: claimed.repeats,
            others: claimed.others,
            key: claimed.receipt.key,
            revision: claimed.receipt.revision.clone(),
            handled_revision: claimed.handled_revision.clone(),
        }
    }
}
