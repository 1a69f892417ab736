//! Unions: the variant that the tag names, and what no variant fits kept as JSON.

use rebilly_kyc_webhooks::types::{
    CashInstrumentMethod, KycDocument, PaymentInstrument, PaymentMethod, VaultedPaymentMethod,
};
use serde_json::{Value, json, to_value};
use tests::receiving::json::{with, without};

use super::{full_document, instrument, kyc_document};

fn document() -> Value {
    full_document()
        .pointer("/_embedded/kycDocument")
        .unwrap()
        .clone()
}

/// Kept as JSON, byte for value.
fn is_unknown(sent: &Value) {
    match kyc_document(sent.clone()) {
        KycDocument::Unknown(kept) => assert_eq!(kept, *sent),
        other => panic!("{sent}: {other:?}"),
    }
}

#[test]
fn the_document_type_chooses_the_variant() {
    for (kind, is_that) in [
        (
            "identity-proof",
            (|document| matches!(document, KycDocument::IdentityProof(_)))
                as fn(&KycDocument) -> bool,
        ),
        ("address-proof", |document| {
            matches!(document, KycDocument::AddressProof(_))
        }),
        ("funds-proof", |document| {
            matches!(document, KycDocument::FundsProof(_))
        }),
        ("purchase-proof", |document| {
            matches!(document, KycDocument::PurchaseProof(_))
        }),
        ("credit-file-proof", |document| {
            matches!(document, KycDocument::CreditFileProof(_))
        }),
    ] {
        let sent = json!({"documentType": kind, "fileIds": ["f"], "customerId": "c"});
        let read = kyc_document(sent.clone());
        assert!(is_that(&read), "{kind}: {read:?}");
        assert_eq!(to_value(&read).unwrap(), sent);
    }
}

#[test]
fn the_tag_may_stand_last() {
    let text = r#"{"eventType":"kyc-document-created","_embedded":{"kycDocument":
        {"customerId":"c","fileIds":[],"documentType":"funds-proof"}}}"#;
    let rebilly_kyc_webhooks::Event::KycDocumentCreated(payload) = super::in_order(text.as_bytes())
    else {
        panic!("another event");
    };
    let document = payload.embedded.unwrap().kyc_document.unwrap();
    assert!(
        matches!(document, KycDocument::FundsProof(_)),
        "{document:?}"
    );
}

#[test]
fn a_document_of_an_unknown_type_is_kept_as_json() {
    for tag in ["selfie-proof", "", "Identity-Proof", "identity-proof "] {
        is_unknown(&with(&document(), "/documentType", tag.into()));
    }
}

#[test]
fn a_document_whose_type_is_missing_or_no_text_is_kept_as_json() {
    is_unknown(&without(&document(), "/documentType"));
    for tag in [
        Value::Null,
        json!(3),
        json!(true),
        json!([]),
        json!({"a": 1}),
    ] {
        is_unknown(&with(&document(), "/documentType", tag));
    }
}

#[test]
fn a_document_that_is_no_object_is_kept_as_json() {
    for value in [
        json!("kyc_doc_1"),
        json!([1, {"documentType": "funds-proof"}]),
        json!(12),
        json!(false),
    ] {
        is_unknown(&value);
    }
}

#[test]
fn a_vaulted_method_with_an_instrument_is_the_vaulted_variant() {
    for (method, expected) in [
        ("payment-card", VaultedPaymentMethod::PaymentCard),
        ("ach", VaultedPaymentMethod::Ach),
        ("paypal", VaultedPaymentMethod::Paypal),
    ] {
        match instrument(json!({"method": method, "paymentInstrumentId": "inst_1"})) {
            PaymentInstrument::VaultedPaymentInstrument(read) => {
                assert_eq!(read.method, expected);
                assert_eq!(read.payment_instrument_id, "inst_1");
            }
            other => panic!("{method}: {other:?}"),
        }
    }
}

#[test]
fn a_vaulted_method_without_an_instrument_is_the_alternative_variant() {
    for (method, expected) in [
        ("payment-card", PaymentMethod::PaymentCard),
        ("ach", PaymentMethod::Ach),
        ("paypal", PaymentMethod::Paypal),
    ] {
        match instrument(json!({"method": method})) {
            PaymentInstrument::AlternativeInstrument(read) => assert_eq!(read.method, expected),
            other => panic!("{method}: {other:?}"),
        }
    }
}

#[test]
fn cash_and_check_are_variants_of_their_own_and_keep_their_fields() {
    let sent = json!({"method": "cash", "receivedBy": "Inès", "paymentInstrumentId": "inst_1"});
    let cash = instrument(sent.clone());
    assert_eq!(to_value(&cash).unwrap(), sent);
    match cash {
        PaymentInstrument::Cash(read) => {
            assert_eq!(read.method, CashInstrumentMethod::Cash);
            assert_eq!(read.received_by.as_deref(), Some("Inès"));
        }
        other => panic!("{other:?}"),
    }
    let sent = json!({"method": "check", "reference": "0042", "paymentInstrumentId": "inst_1"});
    let check = instrument(sent.clone());
    assert_eq!(to_value(&check).unwrap(), sent);
    assert!(matches!(check, PaymentInstrument::Check(_)), "{check:?}");
}

#[test]
fn every_other_method_of_the_spec_is_the_alternative_variant() {
    for (method, text) in PaymentMethod::KNOWN {
        if ["cash", "check", "payment-card", "ach", "paypal"].contains(text) {
            continue;
        }
        let sent = json!({"method": text, "paymentInstrumentId": "inst_1", "reference": "r"});
        let read = instrument(sent.clone());
        assert_eq!(to_value(&read).unwrap(), sent);
        match read {
            PaymentInstrument::AlternativeInstrument(read) => assert_eq!(read.method, *method),
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn an_instrument_of_an_unheard_of_method_is_kept_as_json() {
    for sent in [
        json!({"method": "barter", "goods": ["goat", 2]}),
        json!({"method": null}),
        json!({"method": 1}),
        json!({"paymentInstrumentId": "inst_1"}),
        json!({}),
        json!("inst_1"),
        json!([]),
    ] {
        match instrument(sent.clone()) {
            PaymentInstrument::Unknown(kept) => assert_eq!(kept, sent),
            other => panic!("{sent}: {other:?}"),
        }
    }
}

#[test]
fn what_all_variants_have_is_read_without_asking_for_the_variant() {
    for document_type in ["identity-proof", "credit-file-proof"] {
        let document = json!({
            "documentType": document_type,
            "fileIds": ["file_1"],
            "customerId": "cus_1",
            "status": "rejected",
            "rejectionReason": { "type": "other", "message": "The photo is blurred." },
            "revision": 3,
        });
        let document = kyc_document(document);
        assert!(
            !matches!(document, KycDocument::Unknown(_)),
            "{document_type}"
        );
        let message = document
            .rejection_reason()
            .and_then(|why| why.message.as_deref());
        assert_eq!(message, Some("The photo is blurred."));
        assert_eq!(document.customer_id(), Some("cus_1"));
        assert_eq!(document.file_ids(), Some(["file_1".to_owned()].as_slice()));
        assert_eq!(document.revision(), Some(3));
        assert_eq!(document.notes(), None);
    }
}

#[test]
fn of_an_unknown_variant_what_plain_json_has_is_read_there() {
    let document = json!({
        "documentType": "signature-proof",
        "customerId": "cus_1",
        "notes": 7,
        "revision": 3,
        "status": "rejected",
    });
    let document = kyc_document(document);
    assert!(matches!(document, KycDocument::Unknown(_)));
    assert_eq!(document.customer_id(), Some("cus_1"));
    assert_eq!(document.revision(), Some(3));
    // A number is no text, and an enum has no value to refer to.
    assert_eq!(document.notes(), None);
    assert_eq!(document.status(), None);
}
