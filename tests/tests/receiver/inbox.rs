//! A handler of everything that notes what it is given, and ends as it is told to.

use std::future::pending;
use std::sync::Mutex;
use std::time::SystemTime;

use bytes::Bytes;
use http::HeaderMap;
use rebilly_kyc_webhooks::runtime::receiver::Reply;
use rebilly_kyc_webhooks::types::{KycDocumentEvent, KycRequestEvent};
use rebilly_kyc_webhooks::{
    Arrival, Delivery, Event, EventName, FallbackHandler, HandlerError, KycDocumentsHandler,
    KycRequestsHandler, RawDelivery, Undecodable,
};

/// A text of handlers' errors and panics; must never come back.
pub const INTERNAL: &str = "iNtErNaL-marker";

/// One call of a method.
#[derive(Clone)]
pub struct Note {
    pub method: &'static str,
    pub event: Option<String>,
    pub schemes: Vec<String>,
    pub headers: HeaderMap,
    pub received_at: SystemTime,
    pub body: Bytes,
    pub defects: Vec<String>,
    /// What `Debug` shows of what the method was given.
    pub debug: String,
}

/// How a method ends.
#[derive(Clone, Default)]
pub enum End {
    #[default]
    Accept,
    /// Accept, with this answer.
    Reply(Reply),
    Fail,
    Panic,
    Hang,
}

#[derive(Default)]
pub struct Inbox {
    notes: Mutex<Vec<Note>>,
    end: Mutex<End>,
    /// Whether bodies that cannot be decoded are kept; refused otherwise.
    stores: Mutex<bool>,
}

impl Inbox {
    /// The calls so far, forgotten afterwards.
    pub fn take(&self) -> Vec<Note> {
        std::mem::take(&mut self.notes.lock().unwrap())
    }

    pub fn count(&self) -> usize {
        self.notes.lock().unwrap().len()
    }

    /// From now on, methods end like this.
    pub fn end_with(&self, end: End) {
        *self.end.lock().unwrap() = end;
    }

    /// From now on, bodies that cannot be decoded are kept.
    pub fn store(&self) {
        *self.stores.lock().unwrap() = true;
    }

    async fn note(&self, note: Note, arrival: &Arrival) -> Result<(), HandlerError> {
        self.notes.lock().unwrap().push(note);
        let end = self.end.lock().unwrap().clone();
        match end {
            End::Accept => Ok(()),
            End::Reply(reply) => {
                arrival.reply_with(reply);
                Ok(())
            }
            End::Fail => Err(INTERNAL.into()),
            End::Panic => panic!("{INTERNAL}"),
            End::Hang => pending().await,
        }
    }

    async fn note_delivery<T: Send>(
        &self,
        method: &'static str,
        delivery: Delivery<T>,
    ) -> Result<(), HandlerError> {
        let debug = format!("{delivery:?}");
        let (_, delivery) = delivery.take_payload();
        let mut note = note(
            method,
            Some(delivery.event),
            delivery.body,
            &delivery.arrival,
            debug,
        );
        note.defects = delivery
            .defects
            .iter()
            .map(|defect| defect.pointer.to_string())
            .collect();
        self.note(note, &delivery.arrival).await
    }
}

fn note(
    method: &'static str,
    event: Option<EventName>,
    body: Bytes,
    arrival: &Arrival,
    debug: String,
) -> Note {
    Note {
        method,
        event: event.map(|name| name.to_string()),
        schemes: arrival.schemes.iter().map(ToString::to_string).collect(),
        headers: arrival.headers.clone(),
        received_at: arrival.received_at,
        body,
        defects: Vec::new(),
        debug,
    }
}

macro_rules! note_events {
    ($payload:ty: $($method:ident),+ $(,)?) => {$(
        async fn $method(&self, delivery: Delivery<$payload>) -> Result<(), HandlerError> {
            self.note_delivery(stringify!($method), delivery).await
        }
    )+};
}

impl KycRequestsHandler for Inbox {
    note_events!(KycRequestEvent:
        kyc_request_attempted,
        kyc_request_failed,
        kyc_request_fulfilled,
        kyc_request_partially_fulfilled,
    );
}

impl KycDocumentsHandler for Inbox {
    note_events!(KycDocumentEvent:
        kyc_document_accepted,
        kyc_document_created,
        kyc_document_modified,
        kyc_document_rejected,
        kyc_document_reviewed,
        kyc_document_archived,
    );
}

impl FallbackHandler<Event> for Inbox {
    async fn unhandled(&self, delivery: Delivery<Event>) -> Result<(), HandlerError> {
        self.note_delivery("unhandled", delivery).await
    }

    async fn unknown_event(&self, delivery: RawDelivery) -> Result<(), HandlerError> {
        self.note_delivery("unknown_event", delivery).await
    }

    async fn undecodable(&self, delivery: Undecodable) -> Result<(), HandlerError> {
        let debug = format!("{delivery:?}");
        let Undecodable {
            event,
            error,
            body,
            arrival,
            ..
        } = delivery;
        self.note(note("undecodable", event, body, &arrival, debug), &arrival)
            .await?;
        let is_stored = *self.stores.lock().unwrap();
        if is_stored { Ok(()) } else { Err(error.into()) }
    }
}
