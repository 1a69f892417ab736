//! Signatures as Standard Webhooks says, checked against the crate of that name.

use webhook_runtime::security::{Presented, Refusal, SignatureVerifier};

use crate::signatures::signing::{NOW, WHSEC, standard, verify};
use crate::support::{at, headers};

#[test]
fn the_example_of_standard_webhooks_is_accepted() {
    let verifier = SignatureVerifier::standard_webhooks(WHSEC).unwrap();
    let headers = headers(&[
        ("webhook-id", "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk"),
        ("webhook-timestamp", "1649367553"),
        (
            "webhook-signature",
            "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=",
        ),
    ]);
    let body = br#"{"email":"test@example.com","username":"test_user"}"#;
    let presented = Presented::new(&headers, None, body, at(1_649_367_553));
    assert_eq!(verifier.verify(&presented), Ok(None));
}

#[test]
fn what_the_standardwebhooks_crate_signs_is_accepted() {
    let verifier = SignatureVerifier::standard_webhooks(WHSEC).unwrap();
    for body in ["", "{}", "{\"a\":\"é\"}\r\n", "1.2.3"] {
        let fields = standard("msg_1", NOW, body);
        assert_eq!(
            verify(&verifier, &fields, body.as_bytes()),
            Ok(()),
            "{body}"
        );
        assert_eq!(verify(&verifier, &fields, b"other"), Err(Refusal::Mismatch));
    }
    let without_prefix = SignatureVerifier::standard_webhooks(&WHSEC[6..]).unwrap();
    assert_eq!(
        verify(&without_prefix, &standard("msg_1", NOW, "{}"), b"{}"),
        Ok(())
    );
    let other = SignatureVerifier::standard_webhooks("whsec_AAAA").unwrap();
    assert_eq!(
        verify(&other, &standard("msg_1", NOW, "{}"), b"{}"),
        Err(Refusal::Mismatch)
    );
}

#[test]
fn other_versions_of_standard_webhooks_signatures_are_passed_over() {
    let verifier = SignatureVerifier::standard_webhooks(WHSEC).unwrap();
    let mut fields = standard("msg_1", NOW, "{}");
    let right = fields[2].1.clone();
    fields[2].1 = format!("v1a,AAAA v1,AAAA {right}");
    assert_eq!(verify(&verifier, &fields, b"{}"), Ok(()));
    fields[2].1 = right.replace("v1,", "v2,");
    assert_eq!(verify(&verifier, &fields, b"{}"), Err(Refusal::Malformed));
}

#[test]
fn id_and_timestamp_are_signed() {
    let verifier = SignatureVerifier::standard_webhooks(WHSEC).unwrap();
    let right = standard("msg_1", NOW, "{}");
    for (index, value) in [(0, "msg_2"), (0, ""), (1, "1700000001"), (1, "01700000000")] {
        let mut fields = right.clone();
        value.clone_into(&mut fields[index].1);
        assert_eq!(
            verify(&verifier, &fields, b"{}"),
            Err(Refusal::Mismatch),
            "{value}"
        );
    }
}

#[test]
fn an_id_that_contains_what_ends_it_is_refused() {
    // Signed for the id `msg_1` and a body; shown as another id, time and body, put together to the
    // same text.
    let verifier = SignatureVerifier::standard_webhooks(WHSEC).unwrap();
    let mut fields = standard("msg_1", 1, &format!("{NOW}.{{}}"));
    fields[0].1 = "msg_1.1".to_owned();
    fields[1].1 = NOW.to_string();
    assert_eq!(verify(&verifier, &fields, b"{}"), Err(Refusal::Malformed));
}

#[test]
fn every_header_must_be_there_once() {
    let verifier = SignatureVerifier::standard_webhooks(WHSEC).unwrap();
    let right = standard("msg_1", NOW, "{}").to_vec();
    for index in 0..3 {
        let mut missing = right.clone();
        missing.remove(index);
        assert_eq!(
            verify(&verifier, &missing, b"{}"),
            Err(Refusal::Missing),
            "{index}"
        );
        // Several signatures may come; what they are made over comes once.
        let expected = [Err(Refusal::Repeated), Err(Refusal::Repeated), Ok(())];
        let mut twice = right.clone();
        twice.push(right[index].clone());
        assert_eq!(verify(&verifier, &twice, b"{}"), expected[index], "{index}");
    }
}
