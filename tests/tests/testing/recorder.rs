//! The recorder: it keeps what comes in order, and what no group takes.

use std::sync::Arc;

use rebilly_kyc_webhooks::testing::{KYC_DOCUMENT_REJECTED, KYC_REQUEST_FAILED, Recorder};
use rebilly_kyc_webhooks::{EventName, Receiver};

#[tokio::test]
async fn as_a_fallback_alone_it_records_everything() {
    let recorder = Arc::new(Recorder::new());
    let receiver = Receiver::builder()
        .fallback(Arc::clone(&recorder))
        .unauthenticated()
        .build()
        .unwrap();
    let unknown = br#"{"eventType":"kyc-document-lost"}"#;
    for request in [
        KYC_REQUEST_FAILED.request(),
        KYC_DOCUMENT_REJECTED.request(),
        KYC_DOCUMENT_REJECTED.request().with_body(unknown),
        KYC_DOCUMENT_REJECTED.request().with_body("no JSON"),
    ] {
        assert_eq!(request.send(&receiver).await.unwrap().status(), 204);
    }
    assert_eq!(
        format!("{recorder:?}"),
        "Recorder { events: 2, unknown: 1, undecodable: 1 }"
    );
    let names = recorder.take().into_iter();
    let names: Vec<EventName> = names.map(|one| one.payload.name()).collect();
    assert_eq!(
        names,
        [EventName::KycRequestFailed, EventName::KycDocumentRejected]
    );
    assert_eq!(*recorder.take_unknown()[0].body, unknown[..]);
    assert_eq!(recorder.take_undecodable()[0].body, "no JSON");
    assert!(recorder.take().is_empty());
    assert!(recorder.take_unknown().is_empty());
    assert!(recorder.take_undecodable().is_empty());
}
