//! Decode with defects in the generated crate: from the body to the handler.

use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use rebilly_kyc_webhooks::types::KycDocumentEvent;
use rebilly_kyc_webhooks::{
    Delivery, DispatchError, Dispatcher, Event, HandlerError, KycDocumentsHandler, Strictness,
    decode, decode_with,
};
use serde_json::{Value, json};

const BODY: &str = include_str!("../../../spec/examples/kyc-document-rejected.full.json");

/// The body with three values that do not fit.
fn body() -> String {
    let mut body: Value = serde_json::from_str(BODY).unwrap();
    let changes = [
        ("/_embedded/customer/customFields", json!([])),
        (
            "/_embedded/customer/defaultPaymentInstrument/paymentInstrumentId",
            json!(5),
        ),
        ("/_embedded/kycDocument/documentMatches/score", json!("68")),
    ];
    for (pointer, value) in changes {
        *body.pointer_mut(pointer).unwrap() = value;
    }
    body.to_string()
}

const DEFECTS: [(&str, &str); 3] = [
    (
        "/_embedded/customer/defaultPaymentInstrument/paymentInstrumentId",
        "/_embedded/customer/defaultPaymentInstrument",
    ),
    (
        "/_embedded/customer/customFields",
        "/_embedded/customer/customFields",
    ),
    (
        "/_embedded/kycDocument/documentMatches/score",
        "/_embedded/kycDocument/documentMatches/score",
    ),
];

#[test]
fn the_rest_of_a_body_is_decoded() {
    let decoded = decode(body().as_bytes()).unwrap();
    let defects: Vec<_> = decoded
        .defects
        .iter()
        .map(|defect| (defect.pointer.to_string(), defect.removed.to_string()))
        .collect();
    assert_eq!(
        defects,
        DEFECTS.map(|(pointer, removed)| (pointer.to_owned(), removed.to_owned()))
    );
    let mut expected: Value = serde_json::to_value(decode(BODY.as_bytes()).unwrap().value).unwrap();
    for (_, removed) in DEFECTS {
        let (object, member) = removed.rsplit_once('/').unwrap();
        let object = expected.pointer_mut(object).unwrap().as_object_mut();
        object.unwrap().remove(member).unwrap();
    }
    assert_eq!(serde_json::to_value(&decoded.value).unwrap(), expected);
}

#[test]
fn strict_decoding_is_an_error() {
    let error = decode_with(body().as_bytes(), Strictness::Strict).unwrap_err();
    assert!(error.to_string().contains(DEFECTS[0].0), "{error}");
    let event = decode_with(BODY.as_bytes(), Strictness::Strict).unwrap();
    assert!(matches!(event.value, Event::KycDocumentRejected(_)));
}

/// Notes the defects of what it is handed.
#[derive(Default)]
struct Notes(Mutex<Vec<String>>);

impl KycDocumentsHandler for Notes {
    async fn kyc_document_rejected(
        &self,
        delivery: Delivery<KycDocumentEvent>,
    ) -> Result<(), HandlerError> {
        let pointers = delivery
            .defects
            .iter()
            .map(|defect| defect.pointer.to_string());
        self.0.lock().unwrap().extend(pointers);
        Ok(())
    }
}

fn dispatch(dispatcher: &Dispatcher, body: String) -> Result<(), DispatchError> {
    let mut handling = pin!(dispatcher.dispatch(body));
    match handling
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("no handler here waits"),
    }
}

#[test]
fn a_handler_is_given_the_defects() {
    let notes = Arc::new(Notes::default());
    let dispatcher = Dispatcher::new().kyc_documents(Arc::clone(&notes));
    dispatch(&dispatcher, body()).unwrap();
    assert_eq!(
        *notes.0.lock().unwrap(),
        DEFECTS.map(|(pointer, _)| pointer)
    );
}

#[test]
fn a_strict_dispatcher_hands_nothing_with_defects_over() {
    let notes = Arc::new(Notes::default());
    let dispatcher = Dispatcher::new()
        .kyc_documents(Arc::clone(&notes))
        .strictness(Strictness::Strict);
    let error = dispatch(&dispatcher, body()).unwrap_err();
    assert!(matches!(error, DispatchError::Undecodable(_)));
    assert!(notes.0.lock().unwrap().is_empty());
}
