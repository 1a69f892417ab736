//! A handler of everything that notes what it is given.

use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use rebilly_kyc_webhooks::types::{KycDocumentEvent, KycRequestEvent};
use rebilly_kyc_webhooks::{
    Delivery, Event, FallbackHandler, HandlerError, KycDocumentsHandler, KycRequestsHandler,
    RawDelivery, Undecodable,
};
use serde::Serialize;
use serde_json::{Value, to_value};

/// One call of a handler's method.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The trait's method, after the trait where several have one of the name.
    pub method: &'static str,
    /// The event's name, where one was read.
    pub event: Option<String>,
    /// The payload serialised again; null where there is none.
    pub payload: Value,
    /// The body that came along.
    pub body: Bytes,
    /// The pointers of the delivery's defects.
    pub defects: Vec<String>,
    /// The text of the error, for a body that cannot be decoded.
    pub error: Option<String>,
}

/// Implements every method of every handler trait, and fails where it is told to.
#[derive(Debug, Default)]
pub struct Recorder {
    calls: Mutex<Vec<Call>>,
    failure: Option<&'static str>,
}

impl Recorder {
    /// A recorder whose methods all return this text as an error.
    #[must_use]
    pub fn failing(failure: &'static str) -> Self {
        Self {
            failure: Some(failure),
            ..Self::default()
        }
    }

    /// The calls so far, in order; forgotten afterwards.
    #[must_use]
    pub fn take(&self) -> Vec<Call> {
        std::mem::take(&mut *self.calls.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn note(&self, call: Call) -> Result<(), HandlerError> {
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.push(call);
        self.failure.map_or(Ok(()), |failure| Err(failure.into()))
    }

    fn note_event<T: Serialize>(
        &self,
        method: &'static str,
        delivery: Delivery<T>,
    ) -> Result<(), HandlerError> {
        let payload = to_value(&delivery.payload)?;
        self.note_payload(method, delivery.map(|_| payload))
    }

    fn note_payload(
        &self,
        method: &'static str,
        delivery: Delivery<Value>,
    ) -> Result<(), HandlerError> {
        let Delivery {
            event,
            payload,
            body,
            defects,
            ..
        } = delivery;
        self.note(Call {
            method,
            event: Some(event.to_string()),
            payload,
            body,
            defects: defects
                .iter()
                .map(|defect| defect.pointer.to_string())
                .collect(),
            error: None,
        })
    }
}

macro_rules! record {
    ($payload:ty: $($method:ident),+ $(,)?) => {$(
        async fn $method(&self, delivery: Delivery<$payload>) -> Result<(), HandlerError> {
            let payload = to_value(&delivery.payload)?;
            self.note_payload(stringify!($method), delivery.map(|_| payload))
        }
    )+};
}

impl KycRequestsHandler for Recorder {
    record!(KycRequestEvent:
        kyc_request_attempted,
        kyc_request_failed,
        kyc_request_fulfilled,
        kyc_request_partially_fulfilled,
    );

    async fn unhandled(&self, delivery: Delivery<KycRequestEvent>) -> Result<(), HandlerError> {
        self.note_event("KycRequestsHandler::unhandled", delivery)
    }
}

impl KycDocumentsHandler for Recorder {
    record!(KycDocumentEvent:
        kyc_document_accepted,
        kyc_document_created,
        kyc_document_modified,
        kyc_document_rejected,
        kyc_document_reviewed,
        kyc_document_archived,
    );

    async fn unhandled(&self, delivery: Delivery<KycDocumentEvent>) -> Result<(), HandlerError> {
        self.note_event("KycDocumentsHandler::unhandled", delivery)
    }
}

impl FallbackHandler<Event> for Recorder {
    async fn unhandled(&self, delivery: Delivery<Event>) -> Result<(), HandlerError> {
        self.note_event("FallbackHandler::unhandled", delivery)
    }

    async fn unknown_event(&self, delivery: RawDelivery) -> Result<(), HandlerError> {
        self.note_payload("unknown_event", delivery.map(|()| Value::Null))
    }

    async fn undecodable(&self, delivery: Undecodable) -> Result<(), HandlerError> {
        let Undecodable {
            event, error, body, ..
        } = delivery;
        self.note(Call {
            method: "undecodable",
            event: event.map(|name| name.to_string()),
            payload: Value::Null,
            body,
            defects: Vec::new(),
            error: Some(error.to_string()),
        })
    }
}
