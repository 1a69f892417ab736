//! What a trace says became of a delivery that was accepted.

use std::fmt;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::Request;
use http_body_util::Full;
use rebilly_kyc_webhooks::types::KycDocumentEvent;
use rebilly_kyc_webhooks::{
    ApiKey, Delivery, Event, FallbackHandler, HandlerError, KycDocumentsHandler,
    KycRequestsHandler, Receiver, ReceiverBuilder, RetryLater, Undecodable,
};
use tower::ServiceExt;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Level, Metadata, Subscriber};

use crate::credentials::KEY;

/// Cares for rejected documents, and wants archived ones later.
struct Compliance;

impl KycDocumentsHandler for Compliance {
    async fn kyc_document_rejected(
        &self,
        _: Delivery<KycDocumentEvent>,
    ) -> Result<(), HandlerError> {
        Ok(())
    }

    async fn kyc_document_archived(
        &self,
        _: Delivery<KycDocumentEvent>,
    ) -> Result<(), HandlerError> {
        Err(RetryLater::default().into())
    }
}

impl KycRequestsHandler for Compliance {}

impl FallbackHandler<Event> for Compliance {
    async fn undecodable(&self, _: Undecodable) -> Result<(), HandlerError> {
        Ok(())
    }
}

/// Keeps the level and the outcome of each event.
#[derive(Clone, Default)]
struct Outcomes(Arc<Mutex<Vec<(Level, String)>>>);

struct Outcome(Option<String>);

impl Visit for Outcome {
    fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "outcome" {
            self.0 = Some(value.to_owned());
        }
    }
}

impl Subscriber for Outcomes {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("webhook_runtime::receiver")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        let mut outcome = Outcome(None);
        event.record(&mut outcome);
        let level = *event.metadata().level();
        self.0
            .lock()
            .unwrap()
            .extend(outcome.0.map(|outcome| (level, outcome)));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// The level and the outcome in the trace of a delivery with this body.
fn outcome(builder: ReceiverBuilder, body: &'static str) -> (Level, String) {
    let receiver: Receiver = builder.secret_api_key(ApiKey::new(KEY)).build().unwrap();
    let request = Request::post("/webhooks")
        .header("content-type", "application/json")
        .header("reb-apikey", KEY)
        .body(Full::new(Bytes::from(body)))
        .unwrap();
    let outcomes = Outcomes::default();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    tracing::subscriber::with_default(outcomes.clone(), || {
        runtime.block_on(receiver.oneshot(request)).unwrap()
    });
    let outcomes = outcomes.0.lock().unwrap();
    let [(level, outcome)] = outcomes.as_slice() else {
        panic!("{outcomes:?}");
    };
    (*level, outcome.clone())
}

#[test]
fn a_trace_tells_what_became_of_an_accepted_delivery() {
    let handler = Arc::new(Compliance);
    let documents = || Receiver::builder().kyc_documents(Arc::clone(&handler));
    let info = |outcome: &str| (Level::INFO, outcome.to_owned());
    let rejected = r#"{"eventType":"kyc-document-rejected"}"#;
    assert_eq!(outcome(documents(), rejected), info("handled"));
    // Nobody wrote this method, and nobody this group's.
    let created = r#"{"eventType":"kyc-document-created"}"#;
    assert_eq!(outcome(documents(), created), info("unhandled"));
    let failed = r#"{"eventType":"kyc-request-failed"}"#;
    assert_eq!(outcome(documents(), failed), info("unhandled"));
    let requests = documents().kyc_requests(Arc::clone(&handler));
    assert_eq!(outcome(requests, failed), info("unhandled"));
    let unheard = r#"{"eventType":"kyc-document-moved"}"#;
    assert_eq!(outcome(documents(), unheard), info("unknown-event"));
    let fallback = documents().fallback(Arc::clone(&handler));
    assert_eq!(outcome(fallback, "{"), info("undecodable"));
    let archived = r#"{"eventType":"kyc-document-archived"}"#;
    assert_eq!(outcome(documents(), archived), info("later"));
}

#[test]
fn a_body_that_nobody_takes_is_a_warning() {
    let documents = Receiver::builder().kyc_documents(Arc::new(Compliance));
    let expected = (Level::WARN, "not-json".to_owned());
    assert_eq!(outcome(documents, "{"), expected);
}
