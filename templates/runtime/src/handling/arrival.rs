//! How a delivery arrived: what its handler may want to know beside the body.

use std::fmt;
use std::time::SystemTime;

#[cfg(feature = "receiver")]
use http::{
    Extensions, HeaderMap, HeaderValue, Method, StatusCode, Uri, Version, header::CONTENT_TYPE,
};
use serde::Serialize;

#[cfg(feature = "receiver")]
use crate::runtime::form_encoding::{form_decoded, query_pairs};
use crate::runtime::handling::error::HandlerError;
use crate::runtime::handling::outcome::Outcome;
#[cfg(feature = "receiver")]
use crate::runtime::handling::reply::{Reply, ReplySlot};
#[cfg(feature = "receiver")]
use crate::runtime::handling::trace::DeliveryTrace;

/// When a delivery came, who sent it, and with which headers.
///
/// Its `Debug` shows neither headers nor the query, which may hold credentials.
///
/// `S` is the type of security schemes: an enum of a generated crate, or texts.
#[derive(Clone)]
#[non_exhaustive]
pub struct Arrival<S = String> {
    /// When it came.
    pub received_at: SystemTime,
    /// The security schemes that admitted it. None where it did not come through a receiver.
    pub schemes: Vec<S>,
    /// The names of the keys that it was admitted by, each behind its scheme: those that the team
    /// gave by `Secret::named`, and the `kid` of a key of a set. Never a key.
    pub keys: Vec<(S, String)>,
    /// The request's method; `POST` where there was no request.
    #[cfg(feature = "receiver")]
    pub method: Method,
    /// The request's target as the server received it, path and query; `/` where there was none.
    #[cfg(feature = "receiver")]
    pub uri: Uri,
    /// The version of HTTP.
    #[cfg(feature = "receiver")]
    pub version: Version,
    /// The request's headers.
    #[cfg(feature = "receiver")]
    pub headers: HeaderMap,
    content_type: Option<String>,
    delivery_id: Option<String>,
    #[cfg(feature = "receiver")]
    extensions: Extensions,
    #[cfg(feature = "receiver")]
    reply: ReplySlot,
    #[cfg(feature = "receiver")]
    trace: DeliveryTrace,
}

impl<S> Arrival<S> {
    /// An arrival at this moment, by no scheme.
    #[must_use]
    pub fn now() -> Self {
        Self {
            received_at: SystemTime::now(),
            schemes: Vec::new(),
            keys: Vec::new(),
            #[cfg(feature = "receiver")]
            method: Method::POST,
            #[cfg(feature = "receiver")]
            uri: Uri::default(),
            #[cfg(feature = "receiver")]
            version: Version::default(),
            #[cfg(feature = "receiver")]
            headers: HeaderMap::new(),
            content_type: None,
            delivery_id: None,
            #[cfg(feature = "receiver")]
            extensions: Extensions::new(),
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
        request: ArrivedRequest<S>,
        reply: ReplySlot,
        trace: DeliveryTrace,
    ) -> Self {
        let ArrivedRequest {
            method,
            uri,
            version,
            headers,
            schemes,
            keys,
        } = request;
        Self {
            received_at,
            schemes,
            keys,
            method,
            uri,
            version,
            headers,
            content_type: None,
            delivery_id: None,
            extensions: Extensions::new(),
            reply,
            trace,
        }
    }

    /// What layers before the receiver noted of the request, and an inbox of the attempt.
    #[cfg(feature = "receiver")]
    #[must_use]
    pub fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    /// The same arrival with these notes.
    #[cfg(feature = "receiver")]
    #[must_use]
    pub fn with_extensions(self, extensions: Extensions) -> Self {
        Self { extensions, ..self }
    }

    /// The value of a parameter of the query, decoded; the first one where it is given several
    /// times. What is not UTF-8 becomes U+FFFD.
    #[cfg(feature = "receiver")]
    #[must_use]
    pub fn query(&self, name: &str) -> Option<String> {
        let mut pairs = query_pairs(self.uri.query()?);
        let (_, value) = pairs.find(|(known, _)| known == name.as_bytes())?;
        Some(String::from_utf8_lossy(&form_decoded(value)).into_owned())
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

    /// The id that the sender gave the delivery, where the specification says where it stands: in a
    /// header, in the query, or in the body. A delivery that is repeated has the same. Where
    /// several members number it together, this is a JSON array of their texts.
    ///
    /// It is what the request says. Where the sender does not sign it, as with a header beside a
    /// signature over the body, whoever has recorded a delivery can send it again by another id.
    #[must_use]
    pub fn delivery_id(&self) -> Option<&str> {
        self.delivery_id.as_deref()
    }

    /// The same arrival of a delivery that has this id. For those who dispatch without a request.
    #[must_use]
    pub fn with_delivery_id(self, id: impl Into<String>) -> Self {
        Self {
            delivery_id: Some(id.into()),
            ..self
        }
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

    /// The same arrival with the texts of what a specification has an enum of.
    #[must_use]
    pub fn into_texts(self) -> Arrival
    where
        S: AsRef<str>,
    {
        let text = |scheme: S| scheme.as_ref().to_owned();
        let keys = self.keys.into_iter();
        Arrival {
            received_at: self.received_at,
            #[cfg(feature = "receiver")]
            extensions: self.extensions,
            schemes: self.schemes.into_iter().map(text).collect(),
            keys: keys.map(|(scheme, key)| (text(scheme), key)).collect(),
            #[cfg(feature = "receiver")]
            method: self.method,
            #[cfg(feature = "receiver")]
            uri: self.uri,
            #[cfg(feature = "receiver")]
            version: self.version,
            #[cfg(feature = "receiver")]
            headers: self.headers,
            content_type: self.content_type,
            delivery_id: self.delivery_id,
            #[cfg(feature = "receiver")]
            reply: self.reply,
            #[cfg(feature = "receiver")]
            trace: self.trace,
        }
    }

    /// Takes note of what becomes of the delivery if it is accepted.
    #[cfg(feature = "receiver")]
    pub(crate) fn note_outcome(&self, outcome: Outcome) {
        self.trace.note_outcome(outcome);
    }

    /// Takes note of nothing: without a receiver there is no trace.
    #[cfg(not(feature = "receiver"))]
    pub(crate) fn note_outcome(&self, outcome: Outcome) {
        let _ = (self, outcome);
    }

    /// Takes note of how much of the body differed from the specification.
    #[cfg(feature = "receiver")]
    pub(crate) fn note_defects(&self, count: usize) {
        self.trace.note_defects(count);
    }
}

/// What of a request its delivery keeps.
#[cfg(feature = "receiver")]
#[derive(Clone)]
pub struct ArrivedRequest<S = String> {
    /// The method.
    pub method: Method,
    /// The target as the server received it.
    pub uri: Uri,
    /// The version of HTTP.
    pub version: Version,
    /// The headers.
    pub headers: HeaderMap,
    /// The security schemes that admitted it.
    pub schemes: Vec<S>,
    /// The names of the keys that were used, each behind its scheme.
    pub keys: Vec<(S, String)>,
}

/// Two arrivals are equal if they look the same to a handler.
impl<S: PartialEq> PartialEq for Arrival<S> {
    fn eq(&self, other: &Self) -> bool {
        #[cfg(feature = "receiver")]
        if (&self.method, &self.uri, &self.headers) != (&other.method, &other.uri, &other.headers) {
            return false;
        }
        self.received_at == other.received_at
            && self.schemes == other.schemes
            && self.keys == other.keys
            && self.content_type() == other.content_type()
            && self.delivery_id == other.delivery_id
    }
}

impl<S: Eq> Eq for Arrival<S> {}

impl<S: fmt::Debug> fmt::Debug for Arrival<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arrival")
            .field("received_at", &self.received_at)
            .field("schemes", &self.schemes)
            .field("keys", &self.keys)
            .finish_non_exhaustive()
    }
}
