//! What a handler is given: the event's name, the decoded payload and the body it was decoded from.

use std::fmt;
use std::future::{Ready, ready};

use bytes::Bytes;

use crate::runtime::decode::defects::Defects;
use crate::runtime::decode::error::DecodeError;
use crate::runtime::handling::arrival::Arrival;
use crate::runtime::handling::error::HandlerError;
use crate::runtime::handling::outcome::Outcome;

/// One delivery of an event.
///
/// Its `Debug` shows the event's name, the defects' places and the body's length, and neither
/// payload nor body, which may hold personal data.
///
/// `N` is the type of events' names and `S` that of security schemes. A generated crate has enums
/// of both, and a `Delivery<T>` of them; without a specification they are texts.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivery<T, N = String, S = String> {
    /// The event's name.
    pub event: N,
    /// The decoded body.
    pub payload: T,
    /// Where the body differs from the specification; the payload is without what they name. Empty
    /// for a body in order.
    pub defects: Defects,
    /// The body, byte for byte as it was received, but for a content coding that was undone.
    pub body: Bytes,
    /// When it came, who sent it, and with which headers.
    pub arrival: Arrival<S>,
}

/// A delivery whose body was not decoded: of an event that the specification does not know, or one
/// that did not fit.
pub type RawDelivery<N = String, S = String> = Delivery<(), N, S>;

impl<T, N, S> Delivery<T, N, S> {
    /// Puts a delivery without defects together.
    #[must_use]
    pub fn new(event: impl Into<N>, payload: T, body: Bytes) -> Self {
        Self {
            event: event.into(),
            payload,
            defects: Defects::default(),
            body,
            arrival: Arrival::now(),
        }
    }

    /// The same delivery with these defects.
    #[must_use]
    pub fn with_defects(self, defects: impl Into<Defects>) -> Self {
        let defects = defects.into();
        #[cfg(feature = "receiver")]
        self.arrival.note_defects(defects.total());
        Self { defects, ..self }
    }

    /// The same delivery, arrived like this.
    #[must_use]
    pub fn with_arrival(self, arrival: Arrival<S>) -> Self {
        Self { arrival, ..self }
    }

    /// The id that the sender gave it; see [`Arrival::delivery_id`].
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.arrival.delivery_id()
    }

    /// The payload, and the delivery without it.
    #[must_use]
    pub fn take_payload(self) -> (T, RawDelivery<N, S>) {
        let delivery = Delivery {
            event: self.event,
            payload: (),
            defects: self.defects,
            body: self.body,
            arrival: self.arrival,
        };
        (self.payload, delivery)
    }

    /// The same delivery with another payload, made from this one's.
    #[must_use]
    pub fn map<U>(self, payload: impl FnOnce(T) -> U) -> Delivery<U, N, S> {
        let (before, delivery) = self.take_payload();
        Delivery {
            event: delivery.event,
            payload: payload(before),
            defects: delivery.defects,
            body: delivery.body,
            arrival: delivery.arrival,
        }
    }

    /// The same delivery with the texts of what a specification has enums of. So the deliveries of
    /// several vendors are of one type.
    #[must_use]
    pub fn into_texts(self) -> Delivery<T>
    where
        N: AsRef<str>,
        S: AsRef<str>,
    {
        Delivery {
            event: self.event.as_ref().to_owned(),
            payload: self.payload,
            defects: self.defects,
            body: self.body,
            arrival: self.arrival.into_texts(),
        }
    }

    /// Accepts the delivery, and says in the receiver's trace that nobody handled it.
    ///
    /// The default of every method `unhandled` does so.
    ///
    /// # Errors
    ///
    /// Never.
    pub fn leave_unhandled(self) -> Ready<Result<(), HandlerError>> {
        self.arrival.note_outcome(Outcome::Unhandled);
        ready(Ok(()))
    }
}

impl<N: AsRef<str>, S> RawDelivery<N, S> {
    /// Logs that the event is one that the specification does not list: with the feature `tracing`
    /// as a warning that holds its name and nothing else of the delivery; without it, not at all.
    ///
    /// `FallbackHandler::unknown_event` does so unless it is implemented.
    pub fn log_unknown_event(&self) {
        #[cfg(feature = "tracing")]
        tracing::warn!(
            event = &*crate::runtime::log_text::log_text(self.event.as_ref()),
            "webhook event that the specification does not list"
        );
    }
}

impl<T, N: fmt::Debug, S> fmt::Debug for Delivery<T, N, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery")
            .field("event", &self.event)
            .field("defects", &self.defects)
            .field("body_length", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// A delivery whose body cannot be decoded: what it says nevertheless, and why.
///
/// Its `Debug` shows the error and the body's length, and not the body, which may hold personal
/// data.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Undecodable<N = String, S = String> {
    /// The event's name, where it could be read.
    pub event: Option<N>,
    /// What is wrong, and where.
    pub error: DecodeError,
    /// The body, byte for byte as it was received, but for a content coding that was undone.
    pub body: Bytes,
    /// When it came, who sent it, and with which headers.
    pub arrival: Arrival<S>,
}

impl<N, S> Undecodable<N, S> {
    /// Puts what is known together.
    #[must_use]
    pub fn new(event: Option<N>, error: DecodeError, body: Bytes) -> Self {
        Self {
            event,
            error,
            body,
            arrival: Arrival::now(),
        }
    }

    /// The same delivery, arrived like this.
    #[must_use]
    pub fn with_arrival(self, arrival: Arrival<S>) -> Self {
        Self { arrival, ..self }
    }

    /// The same delivery with the texts of what a specification has enums of.
    #[must_use]
    pub fn into_texts(self) -> Undecodable
    where
        N: AsRef<str>,
        S: AsRef<str>,
    {
        Undecodable {
            event: self.event.map(|name| name.as_ref().to_owned()),
            error: self.error,
            body: self.body,
            arrival: self.arrival.into_texts(),
        }
    }
}

impl<N: fmt::Debug, S> fmt::Debug for Undecodable<N, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Undecodable")
            .field("event", &self.event)
            .field("error", &self.error)
            .field("body_length", &self.body.len())
            .finish_non_exhaustive()
    }
}
