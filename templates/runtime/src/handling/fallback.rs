//! Handlers of what no other handler takes.

use std::pin::Pin;
use std::sync::Arc;

use crate::runtime::handling::delivery::{Delivery, RawDelivery, Undecodable};
use crate::runtime::handling::error::HandlerError;
use crate::runtime::handling::event_set::EventSet;

/// Takes what no other handler takes, so that nothing is lost. `E` is the type of a crate's events.
///
/// Every method has a default. `()` is a handler that keeps them all. One that is written for every
/// `E` serves the crates of several vendors:
///
/// ```
/// # use webhook_runtime::{EventSet, FallbackHandler, HandlerError, Undecodable};
/// struct Shelf;
///
/// impl<E: EventSet> FallbackHandler<E> for Shelf {
///     async fn undecodable(
///         &self,
///         delivery: Undecodable<E::Name, E::Scheme>,
///     ) -> Result<(), HandlerError> {
///         eprintln!("kept {} bytes: {}", delivery.body.len(), delivery.error);
///         Ok(())
///     }
/// }
/// ```
pub trait FallbackHandler<E: EventSet>: Send + Sync {
    /// An event of the specification whose group has no handler. Accepted by default.
    ///
    /// # Errors
    ///
    /// What the implementation returns; the delivery then counts as not handled.
    fn unhandled(
        &self,
        delivery: Delivery<E, E::Name, E::Scheme>,
    ) -> impl Future<Output = Result<(), HandlerError>> + Send {
        delivery.leave_unhandled()
    }

    /// An event that the specification does not list, with its raw body. Accepted by default, since
    /// an error would only make the sender repeat it.
    ///
    /// An event of a group whose feature is off comes here too, its body as it was sent, even if
    /// that is not JSON.
    ///
    /// With the feature `tracing` the default logs a warning that holds the event's name and
    /// nothing else; without it, it says nothing.
    ///
    /// # Errors
    ///
    /// What the implementation returns; the delivery then counts as not handled.
    fn unknown_event(
        &self,
        delivery: RawDelivery<E::Name, E::Scheme>,
    ) -> impl Future<Output = Result<(), HandlerError>> + Send {
        async move {
            delivery.log_unknown_event();
            Ok(())
        }
    }

    /// A body that cannot be decoded, raw and with the reason. Refused by default, with the reason
    /// as the error. What an authenticated sender delivers comes here too where it is written in
    /// another media type than its event, or has a content coding, unless it is JSON all the same.
    ///
    /// A team that stores the body returns `Ok`, and the delivery counts as handled.
    ///
    /// # Errors
    ///
    /// What the implementation returns; the delivery then counts as not handled.
    fn undecodable(
        &self,
        delivery: Undecodable<E::Name, E::Scheme>,
    ) -> impl Future<Output = Result<(), HandlerError>> + Send {
        async { Err(HandlerError::from(delivery.error)) }
    }
}

impl<E: EventSet> FallbackHandler<E> for () {}

/// What a handler does with one delivery.
pub type Handling = Pin<Box<dyn Future<Output = Result<(), HandlerError>> + Send>>;

/// [`FallbackHandler`] behind a pointer, so that every handler is of one type.
pub(crate) trait AnyFallback<E: EventSet>: Send + Sync {
    fn call_unhandled(self: Arc<Self>, delivery: Delivery<E, E::Name, E::Scheme>) -> Handling;

    fn call_unknown_event(self: Arc<Self>, delivery: RawDelivery<E::Name, E::Scheme>) -> Handling;

    fn call_undecodable(self: Arc<Self>, delivery: Undecodable<E::Name, E::Scheme>) -> Handling;
}

impl<E: EventSet, H: FallbackHandler<E> + 'static> AnyFallback<E> for H {
    fn call_unhandled(self: Arc<Self>, delivery: Delivery<E, E::Name, E::Scheme>) -> Handling {
        Box::pin(async move { self.unhandled(delivery).await })
    }

    fn call_unknown_event(self: Arc<Self>, delivery: RawDelivery<E::Name, E::Scheme>) -> Handling {
        Box::pin(async move { self.unknown_event(delivery).await })
    }

    fn call_undecodable(self: Arc<Self>, delivery: Undecodable<E::Name, E::Scheme>) -> Handling {
        Box::pin(async move { self.undecodable(delivery).await })
    }
}
