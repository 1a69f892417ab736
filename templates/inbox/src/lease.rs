//! A worker's right to a delivery, and what it is handed with it.

use std::time::{Duration, SystemTime};

use crate::receipt::Receipt;
use crate::state::{Death, DeliveryId};

/// A worker's right to finish a delivery. Each claim of a delivery has a higher number than those
/// before it, and only the latest one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Lease {
    /// The delivery.
    pub id: DeliveryId,
    /// The number of the claim.
    pub lease_no: i64,
}

/// What a worker wants to claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Whose deliveries it can handle: the sources, by name.
    pub sources: Vec<String>,
    /// How many at most.
    pub limit: u32,
    /// How long it has for each, unless it renews the lease.
    pub lease: Duration,
}

/// A delivery that a worker has.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Claimed {
    /// The right to finish it.
    pub lease: Lease,
    /// What was stored.
    pub receipt: Receipt,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    /// When it was stored, by the store's clock.
    pub first_arrival: SystemTime,
    /// How often it came again since.
    pub repeats: u32,
    /// How many other bodies came under its key.
    pub others: u32,
    /// The newest revision of the same resource that was handled, where revisions are known.
    pub handled_revision: Option<String>,
}

impl Claimed {
    /// Puts a claim together. For stores.
    #[must_use]
    pub fn new(lease: Lease, receipt: Receipt, attempt: u32, first_arrival: SystemTime) -> Self {
        Self {
            lease,
            receipt,
            attempt,
            first_arrival,
            repeats: 0,
            others: 0,
            handled_revision: None,
        }
    }
}

/// What became of a delivery that was to be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// It is new, and stored under this number.
    New(DeliveryId),
    /// It came before, with the same body: nothing is stored but that it came again.
    Duplicate(DeliveryId),
    /// One with the same key and another body came before. This body is kept beside that one, and
    /// counted; no handler is called with it.
    OtherBody(DeliveryId),
}

impl Stored {
    /// The number of the delivery that has the key.
    #[must_use]
    pub fn id(self) -> DeliveryId {
        match self {
            Self::New(id) | Self::Duplicate(id) | Self::OtherBody(id) => id,
        }
    }
}

/// Whether a lease still held when it was renewed or finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "what a worker does without its lease has no effect"]
pub enum Held {
    /// It held, and the change was made.
    Yes,
    /// It was lost: the delivery was rescued, claimed again, finished or taken away. Nothing was
    /// changed.
    Lost,
}

/// A delivery whose lease had run out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rescued {
    /// The delivery.
    pub id: DeliveryId,
    /// Why it is dead now; `None` where it will be tried again.
    pub death: Option<Death>,
}
