//! Deliveries of a later spec are accepted by today's crate, and no body whatever makes it panic.

use proptest::collection::{hash_map, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{RngSeed, TestRunner};
use rebilly_kyc_webhooks::types::{KycDocument, PaymentInstrument};
use rebilly_kyc_webhooks::{
    DecodeError, Event, Strictness, decode, decode_as, decode_with, event_name,
};
use serde_json::{Map, Value, json, to_value};
use tests::receiving::json::{below, body, dropped, pointers, with};
use tests::receiving::{in_order, sample, samples};

/// The value comes through decoding and out again with nothing dropped and nothing added.
fn comes_through(sent: &Value) -> Event {
    let event = in_order(&body(sent));
    let kept = to_value(&event).unwrap();
    let changed = [dropped(sent, &kept), dropped(&kept, sent)].concat();
    assert!(changed.is_empty(), "{changed:?}");
    event
}

fn full_document() -> Value {
    sample("kyc-document-rejected.full").json()
}

#[test]
fn a_new_event_is_kept_whole() {
    let sent = with(
        &full_document(),
        "/eventType",
        "kyc-document-withdrawn".into(),
    );
    let Event::Unknown { name, payload } = comes_through(&sent) else {
        panic!("a known event");
    };
    assert_eq!(name, "kyc-document-withdrawn");
    assert_eq!(payload, sent);
}

#[test]
fn a_new_value_of_every_enum_at_once_is_kept() {
    let mut sent = full_document();
    for (place, value) in [
        ("/_embedded/customer/taxNumbers/0/type", json!("us-ein")),
        ("/_embedded/customer/tags/0/type", json!("organization")),
        ("/_embedded/customer/company/_links/0/rel", json!("website")),
        (
            "/_embedded/kycDocument/documentSubtype",
            json!("residence-permit"),
        ),
        ("/_embedded/kycDocument/matchLevel", json!(4)),
        ("/_embedded/kycDocument/status", json!("escalated")),
        (
            "/_embedded/kycDocument/rejectionReason/type",
            json!("deceased-person"),
        ),
        (
            "/_embedded/kycDocument/documentMatches/checkList/0/name",
            json!("hologram"),
        ),
    ] {
        sent = with(&sent, place, value);
    }
    assert!(matches!(
        comes_through(&sent),
        Event::KycDocumentRejected(_)
    ));
}

#[test]
fn a_new_kind_of_document_is_kept_beside_typed_fields() {
    let document =
        json!({"documentType": "liveness-proof", "video": {"fileId": "file_1", "frames": [1, 2]}});
    let sent = with(&full_document(), "/_embedded/kycDocument", document.clone());
    let Event::KycDocumentRejected(payload) = comes_through(&sent) else {
        panic!("another event");
    };
    let embedded = payload.embedded.unwrap();
    assert_eq!(embedded.kyc_document, Some(KycDocument::Unknown(document)));
    assert_eq!(
        embedded.customer.unwrap().first_name.as_deref(),
        Some("Zoë")
    );
}

#[test]
fn a_new_payment_instrument_is_kept_beside_typed_fields() {
    let place = "/_embedded/customer/defaultPaymentInstrument";
    let crypto = json!({"method": "lightning", "invoice": {"sats": 2100}});
    let Event::KycDocumentRejected(payload) =
        comes_through(&with(&full_document(), place, crypto.clone()))
    else {
        panic!("another event");
    };
    let customer = payload.embedded.unwrap().customer.unwrap();
    assert_eq!(
        customer.default_payment_instrument,
        Some(PaymentInstrument::Unknown(crypto))
    );
}

#[test]
fn a_new_link_is_kept() {
    for sample in samples() {
        let links = json!([{"href": "https://example.com/risk", "rel": "riskAssessment"}]);
        let sent = with(&sample.json(), "/_links", links);
        comes_through(&sent);
    }
}

#[test]
fn new_fields_everywhere_leave_the_typed_ones_as_they_were() {
    for sample in samples() {
        let value = sample.json();
        let mut sent = value.clone();
        for pointer in pointers(&value) {
            if value.pointer(&pointer).unwrap().is_object() {
                sent = with(
                    &sent,
                    &below(&pointer, "introducedLater"),
                    json!({"since": 2027}),
                );
            }
        }
        let event = in_order(&body(&sent));
        assert_eq!(event.name().as_str(), sample.webhook);
        let missing = dropped(&value, &to_value(event).unwrap());
        assert!(missing.is_empty(), "{}: {missing:?}", sample.name());
    }
}

/// Runs a property over the same inputs each time.
fn check<S: Strategy>(seed: u64, cases: u32, strategy: &S, property: impl Fn(S::Value)) {
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(seed),
        ..ProptestConfig::default()
    };
    let run = TestRunner::new(config).run(strategy, |input| {
        property(input);
        Ok(())
    });
    run.unwrap_or_else(|failure| panic!("{failure}"));
}

/// JSON of every type; the words that the spec uses come up often, so that types and unions are
/// entered.
fn any_json() -> impl Strategy<Value = Value> {
    let word = || {
        prop_oneof![
            select(vec![
                "eventType",
                "_embedded",
                "_links",
                "customer",
                "kycDocument",
                "kycRequest",
                "documents",
                "documentType",
                "fileIds",
                "customerId",
                "method",
                "paymentInstrumentId",
                "type",
                "value",
                "kyc-document-rejected",
                "kyc-request-failed",
                "identity-proof",
                "funds-proof",
                "cash",
                "payment-card",
                "2026-04-20T07:00:03Z",
            ])
            .prop_map(str::to_owned),
            any::<String>(),
        ]
    };
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        word().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 48, 6, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::from),
            hash_map(word(), inner, 0..6).prop_map(|members| Value::from(Map::from_iter(members))),
        ]
    })
}

/// Naming and decoding agree on a body, and on what is wrong with one that names no event; both
/// ways of decoding agree on whether it is in order.
pub fn name_and_decode_agree(body: &[u8]) {
    for strictness in [Strictness::Strict, Strictness::Tolerant] {
        match (event_name(body), decode_with(body, strictness)) {
            (Ok(name), Ok(decoded)) => assert_eq!(decoded.value.name(), name),
            (Ok(name), Err(error)) => assert_eq!(decode_as(name, body, strictness), Err(error)),
            (Err(unnamed), decoded) => assert_eq!(decoded, Err(unnamed)),
        }
    }
    match (decode_with(body, Strictness::Strict), decode(body)) {
        (Ok(strict), tolerant) => {
            assert_eq!(strict.defects, []);
            assert_eq!(tolerant, Ok(strict));
        }
        (Err(_), Ok(tolerant)) => assert_ne!(tolerant.defects, []),
        (Err(strict), Err(tolerant)) => assert_eq!(
            std::mem::discriminant(&strict),
            std::mem::discriminant(&tolerant)
        ),
    }
}

#[test]
fn any_bytes_are_decoded_or_refused() {
    check(1, 2_000, &vec(any::<u8>(), 0..64), |bytes| {
        name_and_decode_agree(&bytes);
    });
    check(2, 2_000, &any::<String>(), |text| {
        name_and_decode_agree(text.as_bytes());
    });
}

#[test]
fn any_json_is_decoded_or_refused() {
    check(3, 2_000, &any_json(), |value| {
        name_and_decode_agree(&body(&value));
    });
}

#[test]
fn any_json_as_the_payload_of_any_event_is_decoded_or_refused_and_what_is_decoded_comes_out() {
    let events: Vec<&str> = samples()
        .iter()
        .map(|sample| sample.webhook.as_str())
        .collect();
    check(
        4,
        2_000,
        &(any_json(), select(events)),
        |(embedded, event)| {
            let sent = json!({"eventType": event, "_embedded": embedded});
            name_and_decode_agree(&body(&sent));
            for strictness in [Strictness::Strict, Strictness::Tolerant] {
                if let Ok(decoded) = decode_with(&body(&sent), strictness) {
                    let event = decoded.value;
                    let again = in_order(&serde_json::to_vec(&event).unwrap());
                    assert_eq!(again, event);
                }
            }
        },
    );
}

#[test]
fn an_example_with_any_json_anywhere_is_decoded_or_refused_at_that_place() {
    let strategy = (any::<Index>(), any::<Index>(), any_json());
    check(5, 1_000, &strategy, |(which, place, value)| {
        let sample = which.get(samples());
        let places = pointers(&sample.json());
        let place = place.get(&places);
        let sent = body(&with(&sample.json(), place, value));
        name_and_decode_agree(&sent);
        let refused = decode_with(&sent, Strictness::Strict).err();
        let undecodable = decode(&sent).err();
        let errors = [refused, undecodable].into_iter().flatten();
        let mut pointers: Vec<String> = errors
            .filter_map(|error| match error {
                DecodeError::Payload { pointer, .. } => Some(pointer),
                _ => None,
            })
            .collect();
        let defects = decode(&sent)
            .into_iter()
            .flat_map(|decoded| decoded.defects);
        pointers.extend(defects.map(|defect| defect.pointer.to_string()));
        for pointer in pointers {
            assert!(
                pointer.starts_with(place.as_str()),
                "{pointer} is not in {place}"
            );
        }
    });
}

#[test]
fn an_example_with_any_bytes_spliced_in_is_decoded_or_refused() {
    let strategy = (
        any::<Index>(),
        any::<Index>(),
        0_usize..40,
        vec(any::<u8>(), 0..8),
    );
    check(6, 1_000, &strategy, |(which, start, length, bytes)| {
        let mut spliced = which.get(samples()).body.clone();
        let start = start.index(spliced.len());
        let end = spliced.len().min(start + length);
        spliced.splice(start..end, bytes);
        name_and_decode_agree(&spliced);
    });
}

#[test]
fn an_example_cut_short_anywhere_is_no_json() {
    for sample in samples() {
        let whole = sample.body.trim_ascii_end().len();
        for end in (0..whole).step_by(7) {
            for strictness in [Strictness::Strict, Strictness::Tolerant] {
                let error = decode_with(&sample.body[..end], strictness)
                    .expect_err("an error")
                    .to_string();
                assert!(
                    error.starts_with("not JSON: ") || error.starts_with("not UTF-8: "),
                    "{error}"
                );
            }
        }
    }
}
