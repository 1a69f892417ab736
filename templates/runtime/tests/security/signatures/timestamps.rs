//! When a signature was made, and for how long it counts.

use std::time::Duration;

use webhook_runtime::security::{Refusal, SignatureVerifier};

use crate::signatures::signing::{NOW, WHSEC, WITH_TIME, hex, sha256, standard, verify};

#[test]
fn a_timestamp_may_stand_among_the_signatures() {
    let verifier = SignatureVerifier::new(WITH_TIME, "secret").unwrap();
    let signature = hex(&sha256("secret", &format!("{NOW}.body")));
    let shown = |text: &str| verify(&verifier, &[("Stripe-Signature", text)], b"body");
    assert_eq!(shown(&format!("t={NOW},v1={signature},v0=abc")), Ok(()));
    assert_eq!(shown(&format!("v1={signature}, t={NOW}")), Ok(()));
    assert_eq!(
        shown(&format!("t={},v1={signature}", NOW + 1)),
        Err(Refusal::Mismatch)
    );
    assert_eq!(shown(&format!("v1={signature}")), Err(Refusal::Malformed));
    assert_eq!(
        shown(&format!("t={NOW},t={},v1={signature}", NOW + 1)),
        Err(Refusal::Repeated)
    );
    // While keys are rotated, the header may come twice, with one time.
    let [old, new] = ["00".repeat(32), signature].map(|one| format!("t={NOW},v1={one}"));
    let twice = [("Stripe-Signature", &*old), ("Stripe-Signature", &*new)];
    assert_eq!(verify(&verifier, &twice, b"body"), Ok(()));
}

#[test]
fn a_timestamp_that_is_not_digits_is_malformed() {
    let verifier = SignatureVerifier::standard_webhooks(WHSEC).unwrap();
    for text in [
        "",
        "now",
        "-1",
        "+1700000000",
        "1700000000.0",
        "1_700_000_000",
        "99999999999999999999",
    ] {
        let mut fields = standard("msg_1", NOW, "{}");
        text.clone_into(&mut fields[1].1);
        assert_eq!(
            verify(&verifier, &fields, b"{}"),
            Err(Refusal::Malformed),
            "{text}"
        );
    }
}

#[test]
fn a_right_signature_is_refused_outside_the_tolerance() {
    let standard_tolerance = SignatureVerifier::standard_webhooks(WHSEC).unwrap();
    let own_tolerance = standard_tolerance
        .clone()
        .tolerance(Duration::from_secs(10));
    for (verifier, tolerance) in [(&standard_tolerance, 300), (&own_tolerance, 10)] {
        for (made, expected) in [
            (NOW - tolerance, Ok(())),
            (NOW - tolerance - 1, Err(Refusal::Replayed)),
            (NOW + tolerance, Ok(())),
            (NOW + tolerance + 1, Err(Refusal::NotYetValid)),
            (0, Err(Refusal::Replayed)),
        ] {
            assert_eq!(
                verify(verifier, &standard("msg_1", made, "{}"), b"{}"),
                expected,
                "{made}"
            );
        }
    }
}

#[test]
fn the_same_request_at_the_same_time_is_always_decided_alike() {
    let verifier = SignatureVerifier::standard_webhooks(WHSEC).unwrap();
    let fields = standard("msg_1", NOW - 301, "{}");
    for _ in 0..3 {
        assert_eq!(verify(&verifier, &fields, b"{}"), Err(Refusal::Replayed));
    }
}
