//! What is easily mistaken for something else: arrays for objects, `null` for a member that is
//! there.

use rebilly_kyc_webhooks::types::PaymentInstrument;
use rebilly_kyc_webhooks::{Strictness, decode, decode_with};
use serde_json::json;
use tests::receiving::json::{body, pointers, with};
use tests::receiving::samples;

use super::{full_document, instrument};

#[test]
fn a_list_is_never_taken_for_an_object() {
    for (place, value) in [
        ("/_links/0", json!(["https://x", "self"])),
        ("/_embedded", json!([null, {"documentType": "later"}])),
        (
            "/_embedded/kycDocument/documentMatches",
            json!(["3", 7, [["city", true, 1, null]], null]),
        ),
    ] {
        let sent = body(&with(&full_document(), place, value));
        let error = decode_with(&sent, Strictness::Strict)
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with(&format!(
                "unexpected payload: `{place}` does not fit: invalid type: array"
            )),
            "{error}"
        );
        let defects = decode(&sent).unwrap().defects;
        assert_eq!(defects[0].pointer, place);
    }
    for sample in samples() {
        let value = sample.json();
        for place in pointers(&value)
            .iter()
            .filter(|place| value.pointer(place).unwrap().is_object())
        {
            let nulls = json!(vec![serde_json::Value::Null; 30]);
            let sent = body(&with(&value, place, nulls));
            if let Err(error) = decode_with(&sent, Strictness::Strict) {
                assert!(!error.to_string().contains("invalid length"), "{error}");
            }
            for defect in decode(&sent)
                .into_iter()
                .flat_map(|decoded| decoded.defects)
            {
                assert!(!defect.reason.contains("invalid length"), "{defect}");
            }
        }
    }
}

#[test]
fn a_vaulted_method_whose_instrument_is_null_is_the_alternative_variant() {
    let read = instrument(json!({"method": "paypal", "paymentInstrumentId": null}));
    assert!(
        matches!(read, PaymentInstrument::AlternativeInstrument(_)),
        "{read:?}"
    );
}
