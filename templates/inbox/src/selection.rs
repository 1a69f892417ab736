//! Which deliveries are meant, where several may be.

use std::time::SystemTime;

use crate::state::{DeadKind, DeliveryId, State};

/// Which deliveries are meant: those for which everything holds that is said. The default means all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Filter {
    /// One of these.
    pub ids: Option<Vec<DeliveryId>>,
    /// In one of these states.
    pub states: Option<Vec<State>>,
    /// From this source.
    pub source: Option<String>,
    /// Of this event.
    pub event: Option<String>,
    /// About this resource.
    pub order_key: Option<String>,
    /// Dead for a reason of this kind.
    pub dead: Option<DeadKind>,
    /// Stored at this time or later, by the store's clock.
    pub since: Option<SystemTime>,
    /// Stored before this time.
    pub until: Option<SystemTime>,
}

impl Filter {
    /// One delivery.
    #[must_use]
    pub fn of(id: DeliveryId) -> Self {
        Self {
            ids: Some(vec![id]),
            ..Self::default()
        }
    }

    /// Those in this state.
    #[must_use]
    pub fn in_state(state: State) -> Self {
        Self {
            states: Some(vec![state]),
            ..Self::default()
        }
    }

    /// Those about this resource of this source.
    #[must_use]
    pub fn about(source: impl Into<String>, order_key: impl Into<String>) -> Self {
        Self {
            source: Some(source.into()),
            order_key: Some(order_key.into()),
            ..Self::default()
        }
    }

    /// Whether nothing is said, so that all are meant.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A part of what is meant, in the order of arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Those behind this one; from the first one without.
    pub after: Option<DeliveryId>,
    /// How many at most.
    pub limit: u32,
    /// Whether the newest comes first. Those behind one are then older than it.
    pub newest_first: bool,
}

impl Page {
    /// The first so many.
    #[must_use]
    pub fn first(limit: u32) -> Self {
        Self {
            after: None,
            limit,
            newest_first: false,
        }
    }

    /// The last so many, the newest first.
    #[must_use]
    pub fn newest(limit: u32) -> Self {
        Self {
            newest_first: true,
            ..Self::first(limit)
        }
    }

    /// The part of the same size behind this delivery.
    #[must_use]
    pub fn behind(self, id: DeliveryId) -> Self {
        Self {
            after: Some(id),
            ..self
        }
    }
}

/// What a change of several deliveries came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pass {
    /// How many were changed.
    pub changed: u64,
    /// The last one that was looked at, where more may follow: go on behind it.
    pub next: Option<DeliveryId>,
}
