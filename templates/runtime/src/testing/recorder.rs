//! A handler that keeps what it is given, for a test to look at.

use std::fmt;
use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::runtime::handling::delivery::{RawDelivery, Undecodable};
use crate::runtime::handling::dispatch::DeliveryOf;
use crate::runtime::handling::error::HandlerError;
use crate::runtime::handling::event_set::EventSet;
use crate::runtime::handling::fallback::FallbackHandler;

/// Keeps every delivery, in the order in which they come, and accepts it. `E` is the type of a
/// crate's events.
///
/// It is the handler of each group of a crate, and a fallback. As a fallback alone it records the
/// events of groups that have no other handler.
///
/// Its `Debug` shows how many deliveries it has, and nothing of them.
pub struct Recorder<E: EventSet>(Mutex<Kept<E>>);

struct Kept<E: EventSet> {
    events: Vec<DeliveryOf<E>>,
    unknown: Vec<RawDelivery<E::Name, E::Scheme>>,
    undecodable: Vec<Undecodable<E::Name, E::Scheme>>,
}

impl<E: EventSet> Recorder<E> {
    /// A recorder that has nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self(Mutex::new(Kept {
            events: Vec::new(),
            unknown: Vec::new(),
            undecodable: Vec::new(),
        }))
    }

    /// The events since the last call, in the order in which they came.
    #[must_use]
    pub fn take(&self) -> Vec<DeliveryOf<E>> {
        mem::take(&mut self.kept().events)
    }

    /// The events since the last call that the specification does not list.
    #[must_use]
    pub fn take_unknown(&self) -> Vec<RawDelivery<E::Name, E::Scheme>> {
        mem::take(&mut self.kept().unknown)
    }

    /// The bodies since the last call that could not be decoded.
    #[must_use]
    pub fn take_undecodable(&self) -> Vec<Undecodable<E::Name, E::Scheme>> {
        mem::take(&mut self.kept().undecodable)
    }

    /// Keeps an event. Generated code calls it from each method of a group.
    ///
    /// # Errors
    ///
    /// Never.
    pub fn keep(&self, delivery: DeliveryOf<E>) -> Result<(), HandlerError> {
        self.kept().events.push(delivery);
        Ok(())
    }

    /// What is kept. A test that failed elsewhere has not spoilt it.
    fn kept(&self) -> MutexGuard<'_, Kept<E>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<E: EventSet> FallbackHandler<E> for Recorder<E> {
    async fn unhandled(&self, delivery: DeliveryOf<E>) -> Result<(), HandlerError> {
        self.keep(delivery)
    }

    async fn unknown_event(
        &self,
        delivery: RawDelivery<E::Name, E::Scheme>,
    ) -> Result<(), HandlerError> {
        self.kept().unknown.push(delivery);
        Ok(())
    }

    async fn undecodable(
        &self,
        delivery: Undecodable<E::Name, E::Scheme>,
    ) -> Result<(), HandlerError> {
        self.kept().undecodable.push(delivery);
        Ok(())
    }
}

impl<E: EventSet> Default for Recorder<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E: EventSet> fmt::Debug for Recorder<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kept = self.kept();
        f.debug_struct("Recorder")
            .field("events", &kept.events.len())
            .field("unknown", &kept.unknown.len())
            .field("undecodable", &kept.undecodable.len())
            .finish()
    }
}
