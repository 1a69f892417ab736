//! From the bytes of a delivery to a typed event and back: nothing is lost, and what does not fit
//! is said with its place.

mod examples;
mod mistakable;
mod nulls;
mod odd_json;
mod open_enums;
mod refusals;
mod timestamps;
mod unions;
mod unknown_fields;

use rebilly_kyc_webhooks::types::{KycDocument, KycDocumentEvent, PaymentInstrument};
use rebilly_kyc_webhooks::{DecodeError, Decoded, Event, Strictness, decode, decode_with};
use serde_json::{Value, to_value};
use tests::receiving::{in_order, json, sample};

/// A document event in which every documented field has a value.
fn full_document() -> Value {
    sample("kyc-document-rejected.full").json()
}

/// A request event in which every documented field has a value.
fn full_request() -> Value {
    sample("kyc-request-attempted.full").json()
}

/// What a body of the spec decodes to.
fn decoded(value: &Value) -> Event {
    in_order(&json::body(value))
}

/// The place and the reason of a payload that strict decoding refuses.
///
/// Tolerant decoding says the same of it: as its first defect, or as its error where nothing can be
/// left out.
fn refused(body: &[u8]) -> (String, String) {
    let (pointer, reason) = match decode_with(body, Strictness::Strict) {
        Err(DecodeError::Payload { pointer, reason }) => (pointer, reason),
        other => panic!("{other:?}"),
    };
    match decode(body) {
        Ok(Decoded { defects, .. }) => {
            let first = defects.first().expect("a defect");
            let expected = match reason.rsplit_once("missing field `") {
                Some((_, field)) => json::below(&pointer, field.trim_end_matches('`')),
                None => pointer.clone(),
            };
            assert_eq!(first.pointer, expected);
            assert_eq!(first.reason, reason);
        }
        Err(error) => assert_eq!(
            error,
            DecodeError::Payload {
                pointer: pointer.clone(),
                reason: reason.clone()
            }
        ),
    }
    (pointer, reason)
}

/// What a body becomes when it is decoded and serialised again.
fn again(value: &Value) -> Value {
    to_value(decoded(value)).unwrap()
}

/// The payload of a document event.
fn document_event(value: &Value) -> KycDocumentEvent {
    match decoded(value) {
        Event::KycDocumentRejected(payload) => *payload,
        other => panic!("{other:?}"),
    }
}

/// The document of the full example with something else in its stead.
fn kyc_document(document: Value) -> KycDocument {
    let event = json::with(&full_document(), "/_embedded/kycDocument", document);
    document_event(&event)
        .embedded
        .unwrap()
        .kyc_document
        .unwrap()
}

/// The payment instrument of the full example's customer with something else in its stead.
fn instrument(instrument: Value) -> PaymentInstrument {
    let place = "/_embedded/customer/defaultPaymentInstrument";
    let event = json::with(&full_document(), place, instrument);
    let customer = document_event(&event).embedded.unwrap().customer.unwrap();
    customer.default_payment_instrument.unwrap()
}
