//! How long what is settled is kept.

use std::time::Duration;

/// How long what is settled is kept. What is still to be handled is kept for as long as that takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Retention {
    /// How long bodies and headers of deliveries are kept that are done. 7 days by default.
    pub bodies: Duration,
    /// How long keys are kept of deliveries that are done: what comes again later is new. 30 days by
    /// default; keep it above the time for which senders repeat. The delivery goes with its key.
    pub keys: Duration,
    /// How long dead and discarded deliveries are kept whole. 90 days by default.
    pub dead: Duration,
}

impl Retention {
    /// The same with this time for bodies of deliveries that are done.
    #[must_use]
    pub fn with_bodies(self, bodies: Duration) -> Self {
        Self { bodies, ..self }
    }

    /// The same with this time for keys of deliveries that are done.
    #[must_use]
    pub fn with_keys(self, keys: Duration) -> Self {
        Self { keys, ..self }
    }

    /// The same with this time for what is dead or discarded.
    #[must_use]
    pub fn with_dead(self, dead: Duration) -> Self {
        Self { dead, ..self }
    }
}

impl Default for Retention {
    fn default() -> Self {
        const DAY: Duration = Duration::from_secs(86_400);
        Self {
            bodies: DAY * 7,
            keys: DAY * 30,
            dead: DAY * 90,
        }
    }
}

/// What one pass has removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Purged {
    /// Bodies and headers of deliveries that are done.
    pub bodies: u64,
    /// Whole deliveries, with their keys.
    pub deliveries: u64,
    /// Whether the pass ended at its limit, so that more may be left.
    pub more: bool,
}
