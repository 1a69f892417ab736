//! How a delivery arrived: what its handler may want to know beside the body.

use std::fmt;
use std::time::SystemTime;

#[cfg(feature = "receiver")]
use http::{HeaderMap, HeaderValue, StatusCode, header::CONTENT_TYPE};
use serde::Serialize;

use crate::runtime::handling::error::HandlerError;
#[cfg(feature = "receiver")]
use crate::runtime::handling::reply::{Reply, ReplySlot};
#[cfg(feature = "receiver")]
use crate::runtime::handling::trace::DeliveryTrace;

/// When a delivery came, who sent it, and with which headers.
///
/// Its `Debug` shows no header, since headers hold credentials.
#[derive(Clone)]
#[non_exhaustive]
pub struct Arrival {
    /// When it came.
    pub received_at: SystemTime,
    /// The security schemes that admitted it, by name. None where it did not come through a
    /// receiver.
    pub schemes: Vec<String>,
    /// The request's headers.
    #[cfg(feature = "receiver")]
    pub headers: HeaderMap,
    content_type: Option<String>,
    #[cfg(feature = "receiver")]
    reply: ReplySlot,
    #[cfg(feature = "receiver")]
    trace: DeliveryTrace,
}

impl Arrival {
    /// An arrival at this moment, by no scheme.
    #[must_use]
    pub fn now() -> Self {
        Self {
            received_at: SystemTime::now(),
            schemes: Vec::new(),
            #[cfg(feature = "receiver")]
            headers: HeaderMap::new(),
            content_type: None,
            #[cfg(feature = "receiver")]
            reply: ReplySlot::default(),
            #[cfg(feature = "receiver")]
            trace: DeliveryTrace::default(),
        }
    }

    /// An arrival by request. The reply that a handler chooses goes into the slot.
    #[cfg(feature = "receiver")]
    #[must_use]
    pub fn by_request(
        received_at: SystemTime,
        schemes: Vec<String>,
        headers: HeaderMap,
        reply: ReplySlot,
        trace: DeliveryTrace,
    ) -> Self {
        Self {
            received_at,
            schemes,
            headers,
            content_type: None,
            reply,
            trace,
        }
    }

    /// The same arrival of a body that is written in this, whatever its headers say. For those who
    /// dispatch without a request.
    #[must_use]
    pub fn with_content_type(self, content_type: impl Into<String>) -> Self {
        let content_type = Some(content_type.into());
        Self {
            content_type,
            ..self
        }
    }

    /// What the body is said to be written in: the value of `Content-Type`, parameters included;
    /// `None` where nothing is said.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        #[cfg(feature = "receiver")]
        if self.content_type.is_none() {
            return self.headers.get(CONTENT_TYPE)?.to_str().ok();
        }
        self.content_type.as_deref()
    }

    /// Chooses the answer to send once the handler has returned `Ok`; without a choice, the status
    /// that the specification asks for, or `204 No Content`.
    #[cfg(feature = "receiver")]
    pub fn reply_with(&self, reply: Reply) {
        self.reply.put(reply);
    }

    /// Chooses the answer that the specification asks for: this status, and this value as JSON,
    /// sent as this media type. Where the delivery did not come through a receiver, nobody reads
    /// it.
    ///
    /// # Errors
    ///
    /// If the value cannot be written as JSON; and those of
    /// [`answer_as_it_is`](Self::answer_as_it_is).
    pub fn answer_with<T: Serialize>(
        &self,
        status: u16,
        media_type: &'static str,
        value: &T,
    ) -> Result<(), HandlerError> {
        self.answer_as_it_is(status, media_type, serde_json::to_vec(value)?)
    }

    /// The same with a text, or with bytes, that are sent as they are.
    ///
    /// # Errors
    ///
    /// If the status is none, or the media type cannot stand in a header.
    pub fn answer_as_it_is(
        &self,
        status: u16,
        media_type: &'static str,
        content: impl Into<Vec<u8>>,
    ) -> Result<(), HandlerError> {
        #[cfg(feature = "receiver")]
        {
            let status = StatusCode::from_u16(status)?;
            let reply = Reply::with_status(status).unwrap_or_default();
            let media_type = HeaderValue::from_str(media_type)?;
            self.reply_with(reply.with_content(media_type, content.into()));
        }
        #[cfg(not(feature = "receiver"))]
        drop((status, media_type, content.into()));
        Ok(())
    }

    /// Takes note of how much of the body differed from the specification.
    #[cfg(feature = "receiver")]
    pub(crate) fn note_defects(&self, count: usize) {
        self.trace.note_defects(count);
    }
}

/// Two arrivals are equal if they look the same to a handler.
impl PartialEq for Arrival {
    fn eq(&self, other: &Self) -> bool {
        #[cfg(feature = "receiver")]
        if self.headers != other.headers {
            return false;
        }
        self.received_at == other.received_at
            && self.schemes == other.schemes
            && self.content_type() == other.content_type()
    }
}

impl Eq for Arrival {}

impl fmt::Debug for Arrival {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arrival")
            .field("received_at", &self.received_at)
            .field("schemes", &self.schemes)
            .finish_non_exhaustive()
    }
}
