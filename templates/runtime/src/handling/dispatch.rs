//! From raw bytes to the handler's method: a body and its event's name in, the call of a handler
//! out.
//!
//! Which events there are, how each is decoded and which group it belongs to is the generated
//! code's knowledge, which it says by [`EventSet`]. What becomes of a body that nobody knows, and
//! what no handler takes, is the same for every specification and stands here.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

use crate::runtime::decode::error::DecodeError;
use crate::runtime::decode::strictness::Strictness;
use crate::runtime::decode::text::check_json;
use crate::runtime::handling::arrival::Arrival;
use crate::runtime::handling::delivery::{Delivery, RawDelivery, Undecodable};
use crate::runtime::handling::error::{DispatchError, HandlerError};
use crate::runtime::handling::event_set::{EventSet, Standing};
use crate::runtime::handling::fallback::{AnyFallback, FallbackHandler, Handling};
use crate::runtime::handling::outcome::Outcome;

/// The handler of one group, whatever its type.
type Route<E> = Arc<dyn Fn(DeliveryOf<E>) -> Handling + Send + Sync>;

/// A delivery of events.
pub type DeliveryOf<E> = Delivery<E, <E as EventSet>::Name, <E as EventSet>::Scheme>;

/// A handler, and the delivery that one of its methods is to be called with, without its payload.
///
/// The delivery is on the heap, and each method is called in a function of its own, so that a
/// `match` over thousands of events has no room on the stack for the delivery of each: without
/// optimisation it would, whichever arm is taken.
pub struct Call<H, N, S> {
    handler: Arc<H>,
    delivery: Box<RawDelivery<N, S>>,
}

impl<H, N: Send + 'static, S: Send + 'static> Call<H, N, S> {
    /// The payload of the delivery, and the call that it is for.
    #[must_use]
    pub fn new<E>(handler: Arc<H>, delivery: Delivery<E, N, S>) -> (E, Self) {
        let (payload, delivery) = delivery.take_payload();
        let delivery = Box::new(delivery);
        (payload, Self { handler, delivery })
    }

    /// Calls the method with this payload.
    #[inline(never)]
    pub fn with<P, F>(
        self,
        payload: P,
        method: impl FnOnce(Arc<H>, Delivery<P, N, S>) -> F,
    ) -> Handling
    where
        F: Future<Output = Result<(), HandlerError>> + Send + 'static,
    {
        let Self { handler, delivery } = self;
        Box::pin(method(handler, delivery.map(|()| payload)))
    }

    /// Calls no method: the event is not one that the handler is for, which the dispatcher never
    /// lets happen.
    #[must_use]
    pub fn of_another_group(self) -> Handling {
        drop(self);
        Box::pin(async { Err("the event belongs to another group of handlers".into()) })
    }

    /// Calls the method with what is in the box.
    #[inline(never)]
    pub fn with_boxed<P, F>(
        self,
        payload: Box<P>,
        method: impl FnOnce(Arc<H>, Delivery<P, N, S>) -> F,
    ) -> Handling
    where
        F: Future<Output = Result<(), HandlerError>> + Send + 'static,
    {
        let Self { handler, delivery } = self;
        Box::pin(method(handler, delivery.map(|()| *payload)))
    }
}

/// A method of a handler, as a function of the handler and a delivery. A method with an answer
/// comes with what the answer is sent as: its status and its media type; or it knows that itself.
#[doc(hidden)]
#[macro_export]
macro_rules! method {
    ($name:ident) => {
        |handler, delivery| async move { handler.$name(delivery).await }
    };
    ($name:ident, described) => {
        |handler, delivery| async move {
            let arrival = delivery.arrival.clone();
            match handler.$name(delivery).await? {
                ::std::option::Option::Some(answer) => answer.choose(&arrival),
                ::std::option::Option::None => ::std::result::Result::Ok(()),
            }
        }
    };
    ($name:ident, json($status:literal, $media_type:literal)) => {
        |handler, delivery| async move {
            let arrival = delivery.arrival.clone();
            match handler.$name(delivery).await? {
                ::std::option::Option::Some(answer) => {
                    arrival.answer_with($status, $media_type, &answer)
                }
                ::std::option::Option::None => ::std::result::Result::Ok(()),
            }
        }
    };
    ($name:ident, as_it_is($status:literal, $media_type:literal)) => {
        |handler, delivery| async move {
            let arrival = delivery.arrival.clone();
            match handler.$name(delivery).await? {
                ::std::option::Option::Some(answer) => {
                    arrival.answer_as_it_is($status, $media_type, answer)
                }
                ::std::option::Option::None => ::std::result::Result::Ok(()),
            }
        }
    };
}

pub use method;

/// Why a body is not what its event is written in, by what the head of its request says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unexpected {
    /// The media type or the content coding that is not awaited.
    pub reason: DecodeError,
    /// Whether the event's bodies are JSON, which is recognised whatever it is called. Then the
    /// body is decoded nevertheless, and the reason counts only if it is not JSON.
    pub may_be_json: bool,
}

impl Unexpected {
    /// What is wrong with a body that this is known of, and that is not decoded because of an
    /// error.
    fn or(&self, error: DecodeError) -> DecodeError {
        let is_json = !matches!(
            error,
            DecodeError::NotUtf8 { .. } | DecodeError::NotJson { .. }
        );
        if self.may_be_json && is_json {
            error
        } else {
            self.reason.clone()
        }
    }
}

/// Handlers, and which of them a delivery goes to. Cloning is cheap, and clones share their
/// handlers.
pub struct Switch<E: EventSet> {
    /// In the order of the specification.
    groups: Vec<(&'static str, Option<Route<E>>)>,
    fallback: Arc<dyn AnyFallback<E>>,
    has_fallback: bool,
    strictness: Strictness,
}

impl<E: EventSet> Switch<E> {
    /// Hands the events of a group to this function.
    #[must_use]
    pub fn group(
        mut self,
        group: &str,
        handle: impl Fn(DeliveryOf<E>) -> Handling + Send + Sync + 'static,
    ) -> Self {
        let mut groups = self.groups.iter_mut();
        if let Some((_, slot)) = groups.find(|(name, _)| *name == group) {
            *slot = Some(Arc::new(handle));
        }
        self
    }

    /// Hands what no other handler takes to this one.
    #[must_use]
    pub fn fallback<H: FallbackHandler<E> + 'static>(self, fallback: Arc<H>) -> Self {
        Self {
            fallback,
            has_fallback: true,
            ..self
        }
    }

    /// Whether a handler was given of what no group takes.
    #[must_use]
    pub fn has_fallback(&self) -> bool {
        self.has_fallback
    }

    /// Whether any handler was given, of a group or of what no group takes.
    #[must_use]
    pub fn has_handlers(&self) -> bool {
        self.has_fallback || self.groups.iter().any(|(_, route)| route.is_some())
    }

    /// How a body is taken that differs from the specification.
    #[must_use]
    pub fn strictness(self, strictness: Strictness) -> Self {
        Self { strictness, ..self }
    }

    /// Decodes a body and calls the handler that it is for. `name` is the event's, or why the body
    /// does not tell it.
    ///
    /// # Errors
    ///
    /// [`DispatchError::Undecodable`] if the body cannot be decoded and the fallback does not take
    /// it; [`DispatchError::Handler`] with what a handler returned.
    pub async fn dispatch(
        &self,
        name: Result<E::Name, DecodeError>,
        body: Bytes,
        arrival: Arrival<E::Scheme>,
    ) -> Result<(), DispatchError> {
        self.dispatch_sent(name, body, arrival, None).await
    }

    /// The same for a body that may not be what its event is written in.
    ///
    /// # Errors
    ///
    /// Those of [`dispatch`](Self::dispatch).
    pub async fn dispatch_sent(
        &self,
        name: Result<E::Name, DecodeError>,
        body: Bytes,
        arrival: Arrival<E::Scheme>,
        unexpected: Option<Unexpected>,
    ) -> Result<(), DispatchError> {
        Ok(self
            .handling(name, body, arrival, unexpected.as_ref())
            .await?)
    }

    /// The call of the handler that a body is for. Nothing of the body is decoded when it waits.
    fn handling(
        &self,
        name: Result<E::Name, DecodeError>,
        body: Bytes,
        arrival: Arrival<E::Scheme>,
        unexpected: Option<&Unexpected>,
    ) -> Handling {
        let undecodable = |name, error, body, arrival: Arrival<E::Scheme>| {
            let error = match unexpected {
                Some(unexpected) => unexpected.or(error),
                None => error,
            };
            arrival.note_outcome(Outcome::Undecodable);
            let delivery = Undecodable::new(name, error, body).with_arrival(arrival);
            Arc::clone(&self.fallback).call_undecodable(delivery)
        };
        let name = match name {
            Ok(name) => name,
            Err(error) => return undecodable(None, error, body, arrival),
        };
        let decode = |name| match unexpected {
            Some(Unexpected {
                reason,
                may_be_json: false,
            }) => Err(reason.clone()),
            _ => E::decode(name, &arrival, &body, self.strictness),
        };
        match E::standing(&name) {
            Standing::Unknown => match check_json(&body) {
                Ok(()) => self.unknown_event(name, body, arrival),
                Err(error) => undecodable(Some(name), error, body, arrival),
            },
            // Whoever leaves a group out wants none of its bodies looked into, and not all of them
            // are JSON.
            Standing::LeftOut => self.unknown_event(name, body, arrival),
            Standing::Listed => match decode(name.clone()) {
                Ok(decoded) => {
                    let delivery = DeliveryOf::<E>::new(name, decoded.value, body)
                        .with_arrival(arrival)
                        .with_defects(decoded.defects);
                    let route = self.route(&delivery.payload);
                    let outcome = match route {
                        Some(_) => Outcome::Handled,
                        None => Outcome::Unhandled,
                    };
                    delivery.arrival.note_outcome(outcome);
                    match route {
                        Some(route) => route(delivery),
                        None => Arc::clone(&self.fallback).call_unhandled(delivery),
                    }
                }
                Err(error) => undecodable(Some(name), error, body, arrival),
            },
        }
    }

    fn route(&self, event: &E) -> Option<&Route<E>> {
        let group = event.group()?;
        let (_, route) = self.groups.iter().find(|(name, _)| *name == group)?;
        route.as_ref()
    }

    fn unknown_event(&self, name: E::Name, body: Bytes, arrival: Arrival<E::Scheme>) -> Handling {
        arrival.note_outcome(Outcome::UnknownEvent);
        let delivery = RawDelivery::<E::Name, _>::new(name, (), body).with_arrival(arrival);
        Arc::clone(&self.fallback).call_unknown_event(delivery)
    }
}

impl<E: EventSet> Switch<E> {
    /// Shows which groups have a handler, as the fields of a struct of this name.
    ///
    /// # Errors
    ///
    /// Those of the formatter.
    pub fn show(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct(name);
        for (group, route) in &self.groups {
            shown.field(group, &route.is_some());
        }
        shown
            .field("strictness", &self.strictness)
            .finish_non_exhaustive()
    }
}

/// No handlers: what comes is taken as `()` takes it.
impl<E: EventSet> Default for Switch<E> {
    fn default() -> Self {
        Self {
            groups: E::GROUPS.iter().map(|name| (*name, None)).collect(),
            fallback: Arc::new(()),
            has_fallback: false,
            strictness: Strictness::Tolerant,
        }
    }
}

impl<E: EventSet> Clone for Switch<E> {
    fn clone(&self) -> Self {
        Self {
            groups: self.groups.clone(),
            fallback: Arc::clone(&self.fallback),
            has_fallback: self.has_fallback,
            strictness: self.strictness,
        }
    }
}

impl<E: EventSet> fmt::Debug for Switch<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.show("Switch", f)
    }
}
