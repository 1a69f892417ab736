//! A delivery that was let in and not yet decoded.

use std::fmt;
use std::time::SystemTime;

use bytes::Bytes;
use http::request::Parts;

use crate::runtime::handling::trace::DeliveryTrace;
use crate::runtime::receiver::admission::Admitted;
use crate::runtime::receiver::limits::Limits;

/// A verified raw delivery: everything there is to know about it before it is decoded.
///
/// Its `Debug` shows neither headers, which may hold credentials, nor the path's query, nor the
/// body.
#[derive(Clone)]
#[non_exhaustive]
pub struct Received {
    /// The head of the request. A server may have cut a prefix off the path.
    pub parts: Parts,
    /// The body, byte for byte as it was received: with its content coding, if it has one. The
    /// handler is given the body without it.
    pub body: Bytes,
    /// The event that the path names, if it names one.
    pub path_event: Option<&'static str>,
    /// Who was let in.
    pub admitted: Admitted,
    /// When the head of the request was there.
    pub received_at: SystemTime,
    /// Where the endpoint notes what it finds out about the delivery.
    pub trace: DeliveryTrace,
    /// The most bytes that the body may have once its content coding is undone:
    /// [`Limits::body`](crate::runtime::receiver::Limits::body).
    pub limit: usize,
}

impl Received {
    /// Puts a delivery together from parts that were stored, with a trace that belongs to no
    /// request.
    #[must_use]
    pub fn new(
        parts: Parts,
        body: Bytes,
        path_event: Option<&'static str>,
        admitted: Admitted,
        received_at: SystemTime,
    ) -> Self {
        Self {
            parts,
            body,
            path_event,
            admitted,
            received_at,
            trace: DeliveryTrace::default(),
            limit: Limits::default().body,
        }
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("path", &self.parts.uri.path())
            .field("path_event", &self.path_event)
            .field("admitted", &self.admitted)
            .field("received_at", &self.received_at)
            .field("body_length", &self.body.len())
            .finish_non_exhaustive()
    }
}
