//! A value of the wrong type: refused at exactly its place, and never quoted.

use std::error::Error;

use bytes::Bytes;
use rebilly_kyc_webhooks::{
    DecodeError, Defect, DispatchError, Event, Strictness, Undecodable, decode, decode_with,
};
use serde_json::{Value, json};
use tests::receiving::json::{body, pointers, with, without};
use tests::receiving::samples;

use super::{full_document, full_request, in_order, refused};

const MARKER: &str = "S3CRET-4711";

#[test]
fn the_place_is_exact_inside_unions_arrays_and_objects() {
    let mut document = full_document();
    let checks = json!([{"score": 1}, {"score": 2}, {"score": "3"}]);
    document = with(
        &document,
        "/_embedded/kycDocument/documentMatches/checkList",
        checks,
    );
    assert_eq!(
        refused(&body(&document)),
        (
            "/_embedded/kycDocument/documentMatches/checkList/2/score".to_owned(),
            "invalid type: string, expected an integer".to_owned()
        )
    );
    for (place, value) in [
        ("/customerId", json!(1)),
        ("/_links/2/href", json!(false)),
        ("/_embedded/customer/taxNumbers/1/value", json!(9)),
        (
            "/_embedded/customer/primaryAddress/phoneNumbers/1/primary",
            json!("yes"),
        ),
        ("/_embedded/customer/notificationEmails/1", json!({})),
        (
            "/_embedded/customer/defaultPaymentInstrument/paymentInstrumentId",
            json!(1),
        ),
        ("/_embedded/customer/company/yearFounded", json!("1998")),
        ("/_embedded/kycDocument/fileIds/1", json!(0)),
        ("/_embedded/kycDocument/matchLevel", json!("2")),
        ("/_embedded/kycDocument/status", json!(1)),
        ("/_embedded/kycDocument/tags/0/_links/0/rel", json!([])),
        (
            "/_embedded/kycDocument/settings/minimumAgeSettings/locationOverrides/1/minimumAge",
            json!("20"),
        ),
        (
            "/_embedded/kycDocument/parsedData/data/matchingImages/0",
            json!(null),
        ),
    ] {
        assert_eq!(
            refused(&body(&with(&full_document(), place, value))).0,
            place
        );
    }
    for (place, value) in [
        ("/_embedded/kycRequest/documents/2/type", json!(1)),
        ("/_embedded/kycRequest/documents/0/subtypes/1", json!(1)),
        (
            "/_embedded/customer/defaultPaymentInstrument/method",
            json!(1),
        ),
    ] {
        assert_eq!(
            refused(&body(&with(&full_request(), place, value))).0,
            place
        );
    }
}

#[test]
fn a_required_field_that_is_missing_is_named_at_the_object_that_lacks_it() {
    for (event, owner, field) in [
        (full_document(), "/_embedded/kycDocument", "fileIds"),
        (full_document(), "/_embedded/kycDocument", "customerId"),
        (full_document(), "/_embedded/customer/taxNumbers/1", "type"),
        (
            full_document(),
            "/_embedded/customer/primaryAddress/emails/0",
            "label",
        ),
        (full_request(), "/_embedded/kycRequest", "documents"),
        (full_request(), "/_embedded/kycRequest/documents/1", "type"),
    ] {
        let sent = without(&event, &format!("{owner}/{field}"));
        assert_eq!(
            refused(&body(&sent)),
            (owner.to_owned(), format!("missing field `{field}`"))
        );
    }
}

/// Everything that an error and what carries it can be made to say.
fn said(error: &DecodeError, sent: &[u8]) -> String {
    let undecodable = Undecodable::new(None, error.clone(), Bytes::copy_from_slice(sent));
    let dispatch = DispatchError::from(error.clone());
    let handler = DispatchError::Handler(error.clone().into());
    let mut said = vec![format!(
        "{error} {error:?} {error:#?} {undecodable:?} {dispatch} {dispatch:?} {handler} {handler:?}"
    )];
    let mut source = dispatch.source();
    while let Some(error) = source {
        said.push(format!("{error} {error:?}"));
        source = error.source();
    }
    said.join(" ")
}

/// Tolerant decoding says no more than strict decoding of a value at a place, and of no other place
/// than it or what it holds.
fn left_out(sent: &[u8], place: &str, secret: &str) {
    let decoded = match decode(sent) {
        Ok(decoded) => decoded,
        Err(error) => {
            let said = said(&error, sent);
            assert!(!said.contains(secret), "{said}");
            return;
        }
    };
    assert!(!decoded.defects.is_empty(), "no defect of {place}");
    let said = format!("{decoded:?} {decoded:#?}");
    assert!(!said.contains(secret), "{said}");
    for defect in &decoded.defects {
        let Defect { pointer, .. } = defect;
        let said = format!("{defect} {defect:?}");
        assert!(!said.contains(secret), "{said}");
        let pointer = pointer.to_string();
        let inside = pointer.strip_prefix(place);
        assert!(
            inside.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
            "what is at {place} is reported at {pointer}"
        );
    }
}

/// Values with the marker, one of which is of the wrong type wherever a type is asked for.
fn marked() -> [Value; 5] {
    [
        json!(MARKER),
        json!([MARKER]),
        json!([[MARKER]]),
        json!({"id": [MARKER], "value": MARKER}),
        json!({"method": "cash", "receivedBy": [MARKER]}),
    ]
}

#[test]
fn whatever_is_wrong_anywhere_the_place_is_right_and_the_value_is_not_told() {
    let mut refusals = 0;
    for sample in samples() {
        let value = sample.json();
        for pointer in pointers(&value)
            .iter()
            .filter(|pointer| !pointer.is_empty())
        {
            for marked in marked() {
                let sent = body(&with(&value, pointer, marked.clone()));
                let Err(error) = decode_with(&sent, Strictness::Strict) else {
                    continue;
                };
                refusals += 1;
                left_out(&sent, pointer, MARKER);
                let said = said(&error, &sent);
                assert!(!said.contains(MARKER), "{said}");
                if let DecodeError::Payload { pointer: place, .. } = &error {
                    let inside = place.strip_prefix(pointer.as_str());
                    assert!(
                        inside.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
                        "{marked} at {pointer} is reported at {place}"
                    );
                } else {
                    assert_eq!(pointer, "/eventType", "{error}");
                }
            }
        }
    }
    assert!(
        refusals > 1_000,
        "only {refusals} of the values were refused"
    );
}

#[test]
fn numbers_and_words_that_do_not_fit_are_not_told_either() {
    for (marked, text) in [
        (json!(987_654_321), "987654321"),
        (json!(4711.25), "4711.25"),
    ] {
        let event = full_document();
        for pointer in pointers(&event)
            .iter()
            .filter(|pointer| !pointer.is_empty())
        {
            let sent = body(&with(&event, pointer, marked.clone()));
            if let Err(error) = decode_with(&sent, Strictness::Strict) {
                let said = said(&error, &sent);
                assert!(!said.contains(text), "{pointer}: {said}");
                left_out(&sent, pointer, text);
            }
        }
    }
}

#[test]
fn a_body_that_breaks_is_not_quoted() {
    let event =
        format!(r#"{{"eventType":"kyc-document-created","customerId":"{MARKER}" "{MARKER}"}}"#);
    let error = decode(event.as_bytes()).unwrap_err();
    assert!(!said(&error, event.as_bytes()).contains(MARKER), "{error}");
}

#[test]
fn an_event_of_a_name_that_is_not_known_is_never_refused_for_its_content() {
    for marked in marked() {
        let sent = with(&json!({"eventType": "kyc-later"}), "/_embedded", marked);
        let Event::Unknown { name, payload } = in_order(&body(&sent)) else {
            panic!("{sent}");
        };
        assert_eq!(name, "kyc-later");
        assert_eq!(payload, sent);
    }
}
